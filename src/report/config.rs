//! `report.yaml`.

use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::lang::{Lang, PerLanguage};
use crate::source::{Folder, Node, Spot, Yaml, node::is_id};
use crate::survey::bibliography::{self, Date, Name};
use crate::survey::{MemberId, Survey};
use crate::web::Address;

/// The segments of the pages that every report has.
const TAKEN: [&str; 5] = ["ranking", "methodology", "replication", "claims", "sources"];

/// The segments of addresses that a report may name itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segments {
    /// For members: `members`.
    pub members: String,
    /// For editions: `editions`.
    pub editions: String,
    /// For regions and subregions: `regions`.
    pub regions: String,
    /// For groups of members: `groups`.
    pub groups: String,
    /// For components: `components`.
    pub components: String,
    /// For chapters: `chapters`.
    pub chapters: String,
}

/// The licence of the content.
#[derive(Clone, Debug)]
pub struct Licence {
    /// Its name.
    pub name: PerLanguage<String>,
    /// Where it can be read.
    pub url: Address,
}

/// How the report itself is cited.
#[derive(Clone, Debug, Default)]
pub struct Citation {
    /// Its authors in order; may be empty.
    pub authors: Vec<PerLanguage<Name>>,
    /// When it was issued.
    pub issued: Option<Date>,
    /// Its version.
    pub version: Option<String>,
}

/// The settings of a report.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title.
    pub title: PerLanguage<String>,
    /// For the header of pages.
    pub short_title: PerLanguage<String>,
    /// For search engines and the landing page.
    pub description: PerLanguage<String>,
    /// Where the site stands; ends with `/`.
    pub base_url: Address,
    /// Where its source can be found.
    pub repository: Option<Address>,
    /// The language in which chapters are written first.
    pub original: Lang,
    /// The member that the report is about, if any.
    pub focus: Option<String>,
    /// Segments of addresses.
    pub segments: Segments,
    /// The slugs of the chapters, in order, each with its place.
    pub chapters: Vec<(String, Spot)>,
    /// What must be said of the data on every page.
    pub data_notice: Option<PerLanguage<String>>,
    /// How the report is cited.
    pub citation: Citation,
    /// The licence of the content.
    pub licence: Option<Licence>,
    focus_spot: Option<Spot>,
}

impl Config {
    /// Reads `report.yaml`.
    pub fn read(content: &Folder, d: &Diagnostics) -> Checked<Config> {
        let languages = content.languages;
        let file = content.need_text("report.yaml", d)?;
        let yaml = Yaml::parse(&file, content.languages, d)?;
        let root = Node::root(&yaml);
        let mut fields = root.fields(d, "report.yaml")?;
        let title = fields.required("title", d, |n| n.texts(d));
        let short_title = match fields.get("short-title") {
            Some(n) => n.texts(d),
            None => title.clone(),
        };
        let description = fields.required("description", d, |n| n.texts(d));
        let base_url = fields.required("base-url", d, |n| {
            Address::parse_base(&n.text(d)?).map_err(|message| n.error(d, message))
        });
        let repository = fields.optional("repository", |n| bibliography::url(n, d));
        let original = fields.optional("original", |n| {
            let known: Vec<(&str, Lang)> = languages.iter().map(|l| (l.key(), l)).collect();
            n.choice(d, &known)
        });
        let focus = fields.optional("focus", |n| Ok((n.id(d)?, n.spot())));
        let segments = fields.optional("routes", |n| read_segments(n, d));
        let chapters = fields.optional("chapters", |n| n.list(d, |n| Ok((n.id(d)?, n.spot()))));
        let data_notice = fields.optional("data-notice", |n| n.texts(d));
        let citation = fields.optional("citation", |n| read_citation(n, d));
        let licence = fields.optional("licence", |n| {
            let mut fields = n.fields(d, "a licence")?;
            let name = fields.required("name", d, |n| n.texts(d));
            let url = fields.required("url", d, |n| bibliography::url(n, d));
            fields.finish(d);
            Ok(Licence {
                name: name?,
                url: url?,
            })
        });
        fields.finish(d);
        let (focus, focus_spot) = focus.unwrap_or_default().unzip();
        Ok(Config {
            title: title?,
            short_title: short_title?,
            description: description?,
            base_url: base_url?,
            repository: repository.unwrap_or_default(),
            original: original?.unwrap_or(languages.first()),
            focus,
            segments: segments?.unwrap_or_default(),
            chapters: chapters?.unwrap_or_default(),
            data_notice: data_notice.unwrap_or_default(),
            citation: citation?.unwrap_or_default(),
            licence: licence.unwrap_or_default(),
            focus_spot,
        })
    }

    /// The member that the report is about. An unknown one is reported.
    pub fn focus_member(&self, survey: &Survey, d: &Diagnostics) -> Option<MemberId> {
        let code = self.focus.as_ref()?;
        let member = survey.member(code);
        if member.is_none()
            && let Some(spot) = &self.focus_spot
        {
            d.push(
                Diagnostic::error(format!("unknown member `{code}`"))
                    .at(spot.place())
                    .maybe_hint(suggest(
                        code,
                        survey.members.iter().map(|m| m.code.as_str()),
                    )),
            );
        }
        member
    }
}

fn read_citation(node: &Node<'_>, d: &Diagnostics) -> Checked<Citation> {
    let mut fields = node.fields(d, "the citation of the report")?;
    let authors = fields.optional("author", |n| bibliography::authors(n, d));
    let issued = fields.optional("issued", |n| bibliography::date(n, d, false));
    let version = fields.optional("version", |n| n.text(d));
    fields.finish(d);
    Ok(Citation {
        authors: authors?.unwrap_or_default(),
        issued: issued.unwrap_or_default(),
        version: version.unwrap_or_default(),
    })
}

impl Default for Segments {
    fn default() -> Self {
        Segments {
            members: "members".to_owned(),
            editions: "editions".to_owned(),
            regions: "regions".to_owned(),
            groups: "groups".to_owned(),
            components: "components".to_owned(),
            chapters: "chapters".to_owned(),
        }
    }
}

fn read_segments(node: &Node<'_>, d: &Diagnostics) -> Checked<Segments> {
    let mut fields = node.fields(d, "routes")?;
    let mut segments = Segments::default();
    let mut ok = Ok(());
    let targets: [(&'static str, &mut String); 6] = [
        ("members", &mut segments.members),
        ("editions", &mut segments.editions),
        ("regions", &mut segments.regions),
        ("groups", &mut segments.groups),
        ("components", &mut segments.components),
        ("chapters", &mut segments.chapters),
    ];
    let mut named: Vec<(&str, String, Option<Node<'_>>)> = Vec::new();
    for (key, target) in targets {
        let Some(node) = fields.get(key) else {
            named.push((key, target.clone(), None));
            continue;
        };
        match node.text(d) {
            Ok(text) if is_id(&text) && text == text.to_lowercase() => {
                named.push((key, text.clone(), Some(node)));
                *target = text;
            }
            Ok(text) => {
                ok = Err(node.error_hint(
                    d,
                    format!("`{text}` cannot be a part of an address"),
                    Some("use letters a–z, digits and `-` only".to_owned()),
                ));
            }
            Err(told) => ok = Err(told),
        }
    }
    fields.finish(d);
    told_apart(&named, d)?;
    ok.map(|()| segments)
}

/// Pages of two kinds under one segment could have one address.
fn told_apart(named: &[(&str, String, Option<Node<'_>>)], d: &Diagnostics) -> Checked<()> {
    let mut ok = Ok(());
    for (i, (key, segment, node)) in named.iter().enumerate() {
        let same = |other: &&(&str, String, Option<Node<'_>>)| other.1 == *segment;
        let (other, first) = match named[..i].iter().find(same) {
            Some((other, _, first)) => (format!("`{other}`"), first.as_ref()),
            None if TAKEN.contains(&segment.as_str()) => ("a page of its own".to_owned(), None),
            None => continue,
        };
        // One of the two stands in the file: the names by default differ.
        let Some(at) = node.as_ref().or(first) else {
            continue;
        };
        let mut diagnostic = Diagnostic::error(format!(
            "two kinds of pages have one address: `{key}` and {other} would stand under `{segment}`"
        ))
        .at(at.place())
        .hint("give one of them another name under `routes`");
        if let (Some(_), Some(first)) = (node, first) {
            diagnostic = diagnostic.related(first.place(), "first here");
        }
        ok = Err(d.report(diagnostic));
    }
    ok
}
