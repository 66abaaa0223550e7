//! `report.yaml`.

use std::collections::BTreeMap;

use super::wording::{Text, Wording, is_same};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Stage, suggest};
use crate::lang::{Lang, PerLanguage};
use crate::schema::files::report as files;
use crate::source::{
    Folder, Node, NodePlace, Tree, Yaml,
    node::{Entry, is_id},
};
use crate::survey::bibliography::{self, Date, Name};
use crate::survey::{MemberId, Survey, Year};
use crate::web::Address;

/// What the report calls a segment of its addresses.
#[derive(Clone, Debug)]
pub struct RouteSetting {
    /// The kind of pages that stand there.
    pub key: String,
    /// Where the key stands.
    pub key_at: NodePlace,
    /// Letters a–z, digits and `-`.
    pub segment: String,
    /// Where the segment stands.
    pub declared_at: NodePlace,
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
    /// The branch of the repository that readers mend.
    pub branch: Option<String>,
    /// The language in which chapters are written first.
    pub original: Lang,
    /// The newest edition for which the texts were written, if the author says so.
    pub written_for: Option<Year>,
    /// The member that the report is about, if any.
    pub focus: Option<String>,
    /// Segments of addresses; which keys there are, the kinds of pages say.
    pub routes: Vec<RouteSetting>,
    /// The slugs of the chapters, in order, each with its place.
    pub chapters: Vec<(String, NodePlace)>,
    /// The languages of the chapters that were not first written in [`Config::original`].
    originals: BTreeMap<String, Lang>,
    /// What must be said of the data on every page.
    pub data_notice: Option<PerLanguage<String>>,
    /// How the report is cited.
    pub citation: Citation,
    /// The licence of the content.
    pub licence: Option<Licence>,
    /// Whether pages have pictures for sharing.
    pub share_pictures: bool,
    /// Whether all HTML in commentary goes through, not only what is known to be harmless.
    pub raw_html: bool,
    focus_at: Option<NodePlace>,
    written_for_at: Option<NodePlace>,
    written: Written,
}

/// The texts as written, with their expressions.
#[derive(Clone, Debug)]
struct Written {
    title: PerLanguage<Text>,
    short_title: PerLanguage<Text>,
    description: PerLanguage<Text>,
    data_notice: Option<PerLanguage<Text>>,
}

fn plain(text: &PerLanguage<Text>) -> PerLanguage<String> {
    text.map(|_, text| text.text.clone())
}

impl Config {
    /// Reads `report.yaml`.
    pub fn read(content: &Folder, d: &Diagnostics) -> Checked<Config> {
        let languages = content.languages;
        let file = content.need_text("report.yaml", d)?;
        let yaml = Yaml::parse(&file, content.languages, d)?;
        let root = Node::root(&yaml);
        let mut fields = root.fields(d, &files::RECORD)?;
        let title = fields.required("title", d, |n| Text::read_all(n, d));
        let short_title = match fields.get("short-title") {
            Some(n) => Text::read_all(&n, d),
            None => title.clone(),
        };
        let description = fields.required("description", d, |n| Text::read_all(n, d));
        let base_url = fields.required("base-url", d, |n| {
            Address::parse_base(&n.text(d)?).map_err(|message| n.error(d, message))
        });
        let repository = fields.optional("repository", |n| bibliography::url(n, d));
        let branch = fields.optional("branch", |n| n.text(d));
        let original = fields.optional("original", |n| choose_language(n, d));
        // They have been read before, since all texts are read by them.
        fields.get("languages");
        let focus = fields.optional("focus", |n| Ok((n.id(d)?, n.node_place())));
        let written_for = fields.optional("written-for", |n| {
            Ok((n.whole(d).map(Year)?, n.node_place()))
        });
        let routes = fields.optional("routes", |n| read_routes(n, d));
        let chapters = fields.optional("chapters", |n| n.list(d, |n| read_chapter(n, d)));
        let data_notice = fields.optional("data-notice", |n| Text::read_all(n, d));
        let citation = fields.optional("citation", |n| read_citation(n, d));
        let licence = fields.optional("licence", |n| {
            let mut fields = n.fields(d, &files::LICENCE)?;
            let name = fields.required("name", d, |n| n.texts(d));
            let url = fields.required("url", d, |n| bibliography::url(n, d));
            fields.finish(d);
            Ok(Licence {
                name: name?,
                url: url?,
            })
        });
        let share_pictures = fields.optional("share-pictures", |n| n.boolean(d));
        let raw_html = fields.optional("raw-html", |n| {
            n.choice(d, &[("listed", false), ("allow", true)])
        });
        fields.finish(d);
        let chapters = chapters?.unwrap_or_default();
        let (focus, focus_at) = focus.unwrap_or_default().unzip();
        let (written_for, written_for_at) = written_for?.unzip();
        let written = Written {
            title: title?,
            short_title: short_title?,
            description: description?,
            data_notice: data_notice?,
        };
        Ok(Config {
            title: plain(&written.title),
            short_title: plain(&written.short_title),
            description: plain(&written.description),
            data_notice: written.data_notice.as_ref().map(plain),
            written,
            base_url: base_url?,
            repository: repository.unwrap_or_default(),
            branch: branch?,
            original: original?.unwrap_or(languages.first()),
            written_for,
            written_for_at,
            focus,
            routes: routes?.unwrap_or_default(),
            originals: chapters
                .iter()
                .filter_map(|(slug, _, original)| Some((slug.clone(), (*original)?)))
                .collect(),
            chapters: chapters
                .into_iter()
                .map(|(slug, declared_at, _)| (slug, declared_at))
                .collect(),
            citation: citation?.unwrap_or_default(),
            licence: licence.unwrap_or_default(),
            share_pictures: share_pictures?.unwrap_or_default(),
            raw_html: raw_html?.unwrap_or_default(),
            focus_at,
        })
    }

    /// Its texts as written, by what each is.
    pub(super) fn texts(&self) -> Vec<(&'static str, &PerLanguage<Text>)> {
        let written = &self.written;
        let mut texts = vec![("title", &written.title)];
        if !is_same(&written.short_title, &written.title) {
            texts.push(("short title", &written.short_title));
        }
        texts.push(("description", &written.description));
        texts.extend(
            written
                .data_notice
                .as_ref()
                .map(|notice| ("notice", notice)),
        );
        texts
    }

    /// Writes the expressions in its texts out.
    pub fn bind(&mut self, wording: &mut Wording<'_>) {
        let written = &self.written;
        self.title = wording.plain("title of the report", &written.title);
        self.short_title = match is_same(&written.short_title, &written.title) {
            true => self.title.clone(),
            false => wording.plain("short title of the report", &written.short_title),
        };
        self.description = wording.plain("description of the report", &written.description);
        let notice = written.data_notice.as_ref();
        self.data_notice = notice.map(|notice| wording.plain("notice on the data", notice));
    }

    /// The chapters in order.
    pub fn slugs(&self) -> Vec<String> {
        self.chapters.iter().map(|(slug, _)| slug.clone()).collect()
    }

    /// The language in which a chapter was first written.
    pub fn original_of(&self, slug: &str) -> Lang {
        self.originals.get(slug).copied().unwrap_or(self.original)
    }

    /// Reports a `written-for` that is no edition.
    pub fn check_written_for(&self, survey: &Survey, d: &Diagnostics) {
        let Some((year, at)) = self.written_for.zip(self.written_for_at.as_ref()) else {
            return;
        };
        if survey.edition(year).is_none() && survey.incomplete.is_none() {
            d.push(
                Diagnostic::error(format!("there is no edition of {year}"))
                    .at(at.place())
                    .hint(survey.near_editions(year))
                    .follows(Stage::Data, ["survey/"]),
            );
        }
    }

    /// The member that the report is about. An unknown one is reported.
    pub fn focus_member(&self, survey: &Survey, d: &Diagnostics) -> Option<MemberId> {
        let code = self.focus.as_ref()?;
        let member = survey.member(code);
        if member.is_none()
            && let Some(declared_at) = &self.focus_at
        {
            d.push(
                Diagnostic::error(format!("unknown member `{code}`"))
                    .at(declared_at.place())
                    .follows(Stage::Data, ["survey/"])
                    .maybe_hint(suggest(
                        code,
                        survey.members.iter().map(|m| m.code.as_str()),
                    )),
            );
        }
        member
    }
}

/// A chapter's slug, alone or with the language in which it was first written.
fn read_chapter(node: &Node<'_>, d: &Diagnostics) -> Checked<(String, NodePlace, Option<Lang>)> {
    if !matches!(node.tree(), Tree::Map(_)) {
        return Ok((node.id(d)?, node.node_place(), None));
    }
    let mut fields = node.fields(d, &files::LISTED_CHAPTER)?;
    let slug = fields.required("slug", d, |n| Ok((n.id(d)?, n.node_place())));
    let original = fields.optional("original", |n| choose_language(n, d));
    fields.finish(d);
    let (slug, declared_at) = slug?;
    Ok((slug, declared_at, original?))
}

fn choose_language(node: &Node<'_>, d: &Diagnostics) -> Checked<Lang> {
    let known: Vec<(&str, Lang)> = node.languages().iter().map(|l| (l.key(), l)).collect();
    node.choice(d, &known)
}

fn read_citation(node: &Node<'_>, d: &Diagnostics) -> Checked<Citation> {
    let mut fields = node.fields(d, &files::CITATION)?;
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

fn read_routes(node: &Node<'_>, d: &Diagnostics) -> Checked<Vec<RouteSetting>> {
    let read = |entry: Entry<'_>| {
        let segment = entry.value.text(d)?;
        if !is_id(&segment) || segment != segment.to_lowercase() {
            return Err(entry.value.error_hint(
                d,
                format!("`{segment}` cannot be a part of an address"),
                Some("use letters a–z, digits and `-` only".to_owned()),
            ));
        }
        Ok(RouteSetting {
            key: entry.key.to_owned(),
            key_at: entry.key_at,
            segment,
            declared_at: entry.value.node_place(),
        })
    };
    let routes: Vec<_> = node.entries(d)?.into_iter().map(read).collect();
    routes.into_iter().collect()
}
