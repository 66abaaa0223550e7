//! The languages of a report: its list in order, kept once for the whole run.

use std::cmp::Ordering;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use icu::locale::{Locale, locale};

use super::rules::Rules;
use super::{Lang, names, script};

/// What a report says of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its BCP 47 tag.
    pub tag: Locale,
    /// The key in files and the segment of addresses.
    pub key: String,
    /// Whose numbers, lists, order and dates it follows: its own, or those of a relative.
    pub conventions: Locale,
    /// Its name in itself, where CLDR has none or another is wanted.
    pub name: Option<String>,
    /// The style of its bibliographies, by the name that CSL gives it.
    pub citation_style: Option<String>,
}

impl Setting {
    /// A language with nothing of its own.
    pub fn plain(tag: Locale, key: impl Into<String>) -> Setting {
        Setting {
            conventions: tag.clone(),
            tag,
            key: key.into(),
            name: None,
            citation_style: None,
        }
    }
}

pub(super) struct Language {
    pub(super) locale: Locale,
    pub(super) tag: String,
    pub(super) key: String,
    pub(super) folder: String,
    pub(super) endonym: String,
    pub(super) citation_style: Option<String>,
    pub(super) script: script::Properties,
    pub(super) rules: &'static Rules,
    /// Whose rules it follows.
    pub(super) conventions: Locale,
}

struct List {
    settings: Vec<Setting>,
    languages: Vec<Language>,
}

/// The languages of a report in order, at least one; the first is the default. A handle that costs
/// nothing to copy.
#[derive(Clone, Copy)]
pub struct Languages(&'static List);

/// Every list that this run has seen: the preview reads the same one again at each rebuild.
static KNOWN: Mutex<Vec<&'static List>> = Mutex::new(Vec::new());

static BUILT_IN: LazyLock<Languages> = LazyLock::new(|| {
    Languages::of(vec![
        Setting::plain(locale!("zh-Hans"), "zh"),
        Setting {
            // British English: no comma before "and" in a list.
            conventions: locale!("en-GB"),
            ..Setting::plain(locale!("en"), "en")
        },
    ])
});

impl Languages {
    /// The languages with these settings. Without any, those that are built in.
    pub fn of(settings: Vec<Setting>) -> Languages {
        if settings.is_empty() {
            return Self::built_in();
        }
        let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |lists: &[&'static List]| {
            let found = lists.iter().find(|list| list.settings == settings);
            found.map(|list| Languages(list))
        };
        if let Some(found) = find(&known()) {
            return found;
        }
        let languages = settings
            .iter()
            .map(|s| Language::of(s, &settings))
            .collect();
        let mut known = known();
        if let Some(found) = find(&known) {
            return found;
        }
        let list: &'static List = Box::leak(Box::new(List {
            settings,
            languages,
        }));
        known.push(list);
        Languages(list)
    }

    /// Those whose words are built in: what a report has that names none.
    pub fn built_in() -> Languages {
        *BUILT_IN
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.0.languages.len()
    }

    /// The first, which is the default.
    pub fn first(self) -> Lang {
        Lang {
            languages: self,
            index: 0,
        }
    }

    /// All, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Lang> + ExactSizeIterator {
        (0..self.count()).map(move |index| Lang {
            languages: self,
            index,
        })
    }

    /// The language with a key, [`Lang::key`].
    pub fn get(self, key: &str) -> Option<Lang> {
        self.iter().find(|lang| lang.key() == key)
    }

    /// The keys, in order.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Lang::key)
    }

    /// A text in each language, as a file has it: `{zh: …, en: …}`.
    pub fn example(self) -> String {
        let texts: Vec<String> = self.keys().map(|key| format!("{key}: …")).collect();
        format!("{{{}}}", texts.join(", "))
    }

    pub(super) fn language(self, index: usize) -> &'static Language {
        &self.0.languages[index]
    }

    /// By their keys: two lists that differ elsewhere never meet in one report.
    pub(super) fn compare(self, other: Languages) -> Ordering {
        self.keys().cmp(other.keys())
    }
}

impl Language {
    fn of(setting: &Setting, all: &[Setting]) -> Language {
        let script = script::of(&setting.tag.id);
        Language {
            locale: setting.tag.clone(),
            tag: setting.tag.to_string(),
            key: setting.key.clone(),
            folder: match all.len() {
                1 => String::new(),
                _ => format!("{}/", setting.key),
            },
            endonym: setting.name.clone().unwrap_or_else(|| {
                let relatives = all.iter().map(|s| &s.tag.id);
                names::endonym(&setting.tag, relatives)
            }),
            citation_style: setting.citation_style.clone(),
            script,
            rules: Rules::of(&setting.conventions),
            conventions: setting.conventions.clone(),
        }
    }
}

impl PartialEq for Languages {
    fn eq(&self, other: &Languages) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Languages {}

impl fmt::Debug for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
