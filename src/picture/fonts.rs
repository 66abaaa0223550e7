//! Which of a machine's fonts write the texts of a language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Stretch, Style, Weight};
use skrifa::{FontRef, MetadataProvider as _};

use crate::lang::Lang;
use crate::lang::characters::is_invisible;

/// Faces for all letters of Europe, the best first.
const COMMON: [&str; 8] = [
    "Noto Sans",
    "Source Sans 3",
    "Liberation Sans",
    "Helvetica Neue",
    "Segoe UI",
    "Arial",
    "Roboto",
    "DejaVu Sans",
];

/// Faces by script, since one that has the characters may write them as another country does.
const BY_SCRIPT: [(&str, &[&str]); 4] = [
    (
        "Hans",
        &[
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "PingFang SC",
            "Hiragino Sans GB",
            "Microsoft YaHei",
            "WenQuanYi Micro Hei",
        ],
    ),
    (
        "Hant",
        &[
            "Noto Sans CJK TC",
            "Noto Sans TC",
            "Source Han Sans TC",
            "PingFang TC",
            "Microsoft JhengHei",
        ],
    ),
    (
        "Jpan",
        &[
            "Noto Sans CJK JP",
            "Noto Sans JP",
            "Source Han Sans",
            "Hiragino Sans",
            "Yu Gothic",
        ],
    ),
    (
        "Kore",
        &[
            "Noto Sans CJK KR",
            "Noto Sans KR",
            "Source Han Sans K",
            "Apple SD Gothic Neo",
            "Malgun Gothic",
        ],
    ),
];

/// The fonts of this machine.
pub struct System {
    all: Database,
}

/// The fonts of a language, in memory.
pub struct Fonts {
    faces: Arc<Database>,
    families: Vec<String>,
    tag: &'static str,
    mark: String,
}

impl Fonts {
    /// As CSS lists them.
    pub fn list(&self) -> String {
        let quoted: Vec<String> = self.families.iter().map(|f| format!("'{f}'")).collect();
        quoted.join(",")
    }

    /// Tells these fonts from others.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    pub(super) fn faces(&self) -> Arc<Database> {
        Arc::clone(&self.faces)
    }

    pub(super) fn families(&self) -> &[String] {
        &self.families
    }

    pub(super) fn tag(&self) -> &'static str {
        self.tag
    }
}

impl System {
    /// Looks through the folders in which fonts are kept.
    pub fn scan() -> System {
        let mut all = Database::new();
        all.load_system_fonts();
        System { all }
    }

    /// The fonts that write all these characters in a language: no more of them than it takes, those
    /// made for its script first.
    ///
    /// # Errors
    /// What cannot be written, and which package would help.
    pub fn choose(&self, lang: Lang, wanted: &BTreeSet<char>) -> Result<Fonts, String> {
        let script = lang.script();
        let own = BY_SCRIPT.iter().find(|(name, _)| *name == script);
        let preferred = own.map_or(&[][..], |(_, families)| families);
        let preferred: Vec<&str> = preferred.iter().chain(&COMMON).copied().collect();
        let mut left: BTreeSet<char> = wanted.iter().copied().filter(|c| is_seen(*c)).collect();
        let mut families: Vec<String> = Vec::new();
        for face in self.plain(&preferred) {
            if left.is_empty() {
                break;
            }
            let before = left.len();
            self.remove_written(face.id, &mut left);
            if left.len() < before {
                families.push(family(face).to_owned());
            }
        }
        if !left.is_empty() {
            return Err(unwritten(&left, &script));
        }
        Ok(self.load(families, lang))
    }

    /// The upright face of ordinary weight of each family, the preferred ones first.
    fn plain<'d>(&'d self, preferred: &[&str]) -> Vec<&'d FaceInfo> {
        let mut of_family: BTreeMap<&str, &FaceInfo> = BTreeMap::new();
        for face in self.all.faces() {
            let plain = face.style == Style::Normal
                && face.stretch == Stretch::Normal
                && !face.monospaced
                && face.weight == Weight::NORMAL;
            if plain && !face.families.is_empty() {
                of_family.entry(family(face)).or_insert(face);
            }
        }
        let place = |name: &str| preferred.iter().position(|p| *p == name);
        let mut faces: Vec<(&str, &FaceInfo)> = of_family.into_iter().collect();
        // The others by name, so that the same machine gives the same picture.
        faces.sort_by_key(|(name, _)| (place(name).unwrap_or(preferred.len()), *name));
        faces.into_iter().map(|(_, face)| face).collect()
    }

    fn remove_written(&self, face: ID, left: &mut BTreeSet<char>) {
        self.all.with_face_data(face, |data, index| {
            if let Ok(font) = FontRef::from_index(data, index) {
                let letters = font.charmap();
                left.retain(|c| letters.map(*c).is_none());
            }
        });
    }

    /// Their faces, upright, of every weight.
    fn load(&self, families: Vec<String>, lang: Lang) -> Fonts {
        let mut faces = Database::new();
        let mut mark = String::new();
        let mut read = BTreeSet::new();
        for name in &families {
            let of_family = self.all.faces().filter(|face| family(face) == name);
            for face in of_family.filter(|face| face.style == Style::Normal) {
                let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else {
                    continue;
                };
                if read.insert(path.clone())
                    && let Ok(bytes) = std::fs::read(path)
                {
                    let _ = write!(mark, "{name} {} {};", face.weight.0, bytes.len());
                    // In memory: from a file each text would read it anew.
                    faces.load_font_data(bytes);
                }
            }
        }
        let others = faces.faces().filter(|face| {
            let known = families.iter().any(|name| family(face) == name);
            !known || face.style != Style::Normal
        });
        let others: Vec<ID> = others.map(|face| face.id).collect();
        others.into_iter().for_each(|id| faces.remove_face(id));
        if let Some(first) = families.first() {
            faces.set_sans_serif_family(first.as_str());
            faces.set_serif_family(first.as_str());
        }
        Fonts {
            faces: Arc::new(faces),
            families,
            tag: lang.tag(),
            mark,
        }
    }
}

fn family(face: &FaceInfo) -> &str {
    face.families.first().map_or("", |(name, _)| name)
}

/// Whether a font must have it: what shows nothing needs no glyph.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !is_invisible(c)
}

fn unwritten(left: &BTreeSet<char>, script: &str) -> String {
    let some: Vec<String> = left.iter().take(5).map(char::to_string).collect();
    let more = match left.len().saturating_sub(some.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let package = match BY_SCRIPT.iter().any(|(name, _)| *name == script) {
        true => "fonts-noto-cjk",
        false => "fonts-noto-core",
    };
    format!(
        "no font of this machine has the {} {}{more}; install one (on Debian and Ubuntu the \
         package {package})",
        if left.len() == 1 {
            "character"
        } else {
            "characters"
        },
        some.join(" ")
    )
}
