//! A source as the CSL-JSON item from which a style makes its entry.
//!
//! CSL-JSON rather than hayagriva's own entries, because only it knows data sets and standards.

use hayagriva::citationberg::json::{
    DateValue, FixedDateRange, Item, LiteralName, NameItem, NameValue, Value,
};

use super::correct::{KEPT_HYPHEN, has_han};
use super::form::{is_gb, terms};
use crate::lang::Lang;
use crate::survey::Source;
use crate::survey::bibliography::{Date, Name, SourceKind};

/// What a style needs to know beside the item.
pub(super) struct Record {
    pub(super) item: Item,
    /// Whether the entry uses the terms of Chinese (等) or of English (et al.).
    pub(super) chinese: bool,
}

/// The record of a source for the pages of a language.
pub(super) fn record(source: &Source, lang: Lang) -> Record {
    let title = bare_title(&source.title[lang]);
    let chinese = has_han(&title);
    let mut fields = Fields::default();
    fields.text("id", &source.id);
    fields.text("type", kind(source.kind, lang));
    let language = if chinese { "zh-CN" } else { terms(lang, false) };
    fields.text("language", language);
    let names = |names: &[crate::lang::PerLanguage<Name>]| -> Vec<NameValue> {
        names.iter().map(|n| name_value(&n[lang])).collect()
    };
    fields.names("author", names(&source.authors));
    fields.names("editor", names(&source.editors));
    fields.date("issued", source.issued);
    fields.date("accessed", source.accessed.filter(|_| is_online(source)));
    if is_gb(lang) {
        publication_gb(&mut fields, source, lang, chinese);
        titles_gb(&mut fields, source, lang, &title);
    } else {
        publication_apa(&mut fields, source, lang);
        titles_apa(&mut fields, source, lang, title);
    }
    fields.maybe("issue", source.issue.as_ref());
    fields.maybe("page", source.page.as_ref().map(|p| p.replace('–', "-")));
    let kept = |number: &String| number.replace('-', KEPT_HYPHEN);
    fields.maybe("number", source.number.as_ref().map(kept));
    fields.maybe("DOI", source.doi.as_ref());
    fields.maybe("ISBN", source.isbn.as_ref());
    fields.maybe("URL", source.url.as_deref());
    Record {
        item: Item(fields.0),
        chinese,
    }
}

fn is_online(source: &Source) -> bool {
    source.url.is_some() || source.doi.is_some()
}

/// Whether the language's terms are the English ones of the style.
fn is_english(lang: Lang) -> bool {
    terms(lang, false) == "en-US"
}

/// Who published it, where, and in which edition, as GB/T 7714 says it.
fn publication_gb(fields: &mut Fields, source: &Source, lang: Lang, chinese: bool) {
    let publisher = source.publisher.as_ref().map(|p| p[lang].as_str());
    let place = source.place.as_ref().map(|p| p[lang].as_str());
    let book = matches!(source.kind, SourceKind::Book | SourceKind::Report);
    let printed = book && !is_online(source);
    // The standard has what is not known said, but in what is read online.
    let unknown = |text: Option<&str>, zh: &str, en: &str| {
        let unknown = if chinese { zh } else { en };
        text.map(str::to_owned)
            .or_else(|| printed.then(|| unknown.to_owned()))
    };
    let nobody = publisher.is_none() && place.is_none() && source.issued.is_none();
    if !nobody {
        fields.maybe("publisher-place", unknown(place, "[出版地不详]", "[S.l.]"));
        fields.maybe("publisher", unknown(publisher, "[出版者不详]", "[s.n.]"));
    }
    fields.maybe("edition", source.edition.as_ref().map(|e| &e[lang]));
}

/// Who published it, where, and in which edition, as APA says it.
fn publication_apa(fields: &mut Fields, source: &Source, lang: Lang) {
    let publisher = source.publisher.as_ref().map(|p| p[lang].as_str());
    fields.maybe("publisher-place", source.place.as_ref().map(|p| &p[lang]));
    // APA leaves out a publisher who is the author.
    let author = |p: &&str| matches!(source.authors.as_slice(), [one] if one[lang].family == *p);
    fields.maybe("publisher", publisher.filter(|p| !author(p)));
    let edition = source.edition.as_ref().map(|e| match is_english(lang) {
        true => edition(&e[lang], lang),
        false => e[lang].clone(),
    });
    fields.maybe("edition", edition);
}

/// The title, that of the whole, and the volume, for the style of GB/T 7714.
fn titles_gb(fields: &mut Fields, source: &Source, lang: Lang, title: &str) {
    let chinese = has_han(title);
    let title = colons(title);
    let container = source.container.as_ref().map(|c| &c[lang]);
    fields.maybe("container-title", container);
    let periodical = matches!(source.kind, SourceKind::Article | SourceKind::Newspaper);
    match &source.volume {
        // The style writes 卷 2 for what is said 第2卷.
        Some(volume) if !periodical => {
            let volume = if !chinese {
                format!("Vol. {volume}")
            } else if volume.bytes().all(|b| b.is_ascii_digit()) {
                format!("第{volume}卷")
            } else {
                volume.clone()
            };
            fields.text("title", format!("{title}: {volume}"));
        }
        volume => {
            fields.maybe("volume", volume.as_ref());
            fields.text("title", title);
        }
    }
}

/// The title, that of the whole, and the volume, for the style of APA.
fn titles_apa(fields: &mut Fields, source: &Source, lang: Lang, mut title: String) {
    let mut container = source.container.as_ref().map(|c| c[lang].clone());
    if let Some(version) = &source.version {
        // The style knows versions of software only.
        let whole = match &mut container {
            Some(site) if source.kind == SourceKind::Webpage => site,
            _ => &mut title,
        };
        *whole = match is_english(lang) {
            true => format!("{whole} (Version {version})"),
            false => format!("{whole} ({version})"),
        };
    }
    fields.maybe("container-title", container);
    fields.maybe("volume", source.volume.as_ref());
    fields.text("title", title);
}

fn kind(kind: SourceKind, lang: Lang) -> &'static str {
    match kind {
        SourceKind::Report => "report",
        SourceKind::Book => "book",
        SourceKind::Chapter => "chapter",
        SourceKind::Article => "article-journal",
        SourceKind::Newspaper => "article-newspaper",
        SourceKind::Paper => "paper-conference",
        SourceKind::Thesis => "thesis",
        SourceKind::Standard => "standard",
        SourceKind::Dataset => "dataset",
        SourceKind::Webpage => "webpage",
        // Laws are among the “other” documents, [Z], of GB/T 7714; the style's [A] is for archives.
        SourceKind::Law if is_gb(lang) => "document",
        SourceKind::Law => "legislation",
    }
}

/// With the standard's colon between a title and the rest of it.
pub(super) fn colons(title: &str) -> String {
    let parts: Vec<&str> = title.split('：').map(str::trim).collect();
    parts.join(": ")
}

/// A title that can stand before the punctuation of a style.
fn bare_title(title: &str) -> String {
    let title = title.trim();
    let bare = title
        .strip_suffix('.')
        .filter(|t| !t.ends_with('.'))
        .or_else(|| title.strip_suffix('。'))
        .unwrap_or(title);
    if bare.is_empty() { title } else { bare }.to_owned()
}

/// `2` is the 2nd edition; words stay.
fn edition(text: &str, lang: Lang) -> String {
    match text.parse::<u64>() {
        Ok(n) => {
            let ending = match lang.ordinal_category(n) {
                "one" => "st",
                "two" => "nd",
                "few" => "rd",
                _ => "th",
            };
            format!("{n}{ending} ed.")
        }
        Err(_) => text.to_owned(),
    }
}

fn name_value(name: &Name) -> NameValue {
    match &name.given {
        None => NameValue::Literal(LiteralName {
            literal: name.family.clone(),
        }),
        Some(given) => NameValue::Item(NameItem {
            family: name.family.clone(),
            given: Some(given.clone()),
            non_dropping_particle: None,
            dropping_particle: None,
            suffix: None,
            comma_suffix: None,
        }),
    }
}

#[derive(Default)]
struct Fields(std::collections::BTreeMap<String, Value>);

impl Fields {
    fn text(&mut self, key: &str, text: impl Into<String>) {
        self.0.insert(key.to_owned(), Value::String(text.into()));
    }

    fn maybe(&mut self, key: &str, text: Option<impl Into<String>>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn names(&mut self, key: &str, names: Vec<NameValue>) {
        if !names.is_empty() {
            self.0.insert(key.to_owned(), Value::Names(names));
        }
    }

    fn date(&mut self, key: &str, date: Option<Date>) {
        let raw = date.and_then(|d| d.to_string().parse::<FixedDateRange>().ok());
        if let Some(raw) = raw {
            let date = DateValue::Raw {
                raw,
                literal: None,
                season: None,
            };
            self.0.insert(key.to_owned(), Value::Date(date));
        }
    }
}
