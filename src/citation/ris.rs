//! Sources as RIS, which programs for references read
//! (<https://en.wikipedia.org/wiki/RIS_(file_format)>, in the tags that all of them know).

use crate::lang::Lang;
use crate::survey::Source;
use crate::survey::bibliography::{Date, Name, SourceKind};

/// The entry of a source in a language; lines end in CR LF.
pub fn entry(source: &Source, lang: Lang) -> String {
    let kind = match source.kind {
        SourceKind::Report => "RPRT",
        SourceKind::Book => "BOOK",
        SourceKind::Chapter => "CHAP",
        SourceKind::Article => "JOUR",
        SourceKind::Newspaper => "NEWS",
        SourceKind::Paper => "CPAPER",
        SourceKind::Thesis => "THES",
        SourceKind::Standard => "STAND",
        SourceKind::Dataset => "DATA",
        SourceKind::Webpage => "ELEC",
        SourceKind::Law => "STAT",
    };
    let mut text = String::new();
    let mut put = |tag: &str, value: &str| {
        // A line is a field: what would end it is a blank.
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            text.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    put("TY", kind);
    put("ID", &super::bibtex::key(&source.id));
    for author in &source.authors {
        put("AU", &name(&author[lang]));
    }
    for editor in &source.editors {
        put("ED", &name(&editor[lang]));
    }
    put("TI", &source.title[lang]);
    let container = match source.kind {
        SourceKind::Article | SourceKind::Newspaper => "JO",
        _ => "T2",
    };
    put(
        container,
        source.container.as_ref().map_or("", |c| &c[lang]),
    );
    put("PB", source.publisher.as_ref().map_or("", |p| &p[lang]));
    put("CY", source.place.as_ref().map_or("", |p| &p[lang]));
    put("ET", source.edition.as_ref().map_or("", |e| &e[lang]));
    put("VL", source.volume.as_deref().unwrap_or_default());
    put(
        "IS",
        source
            .issue
            .as_deref()
            .or(source.number.as_deref())
            .unwrap_or_default(),
    );
    let page = source.page.as_deref().unwrap_or_default();
    let (first, last) = page.split_once(['-', '–']).unwrap_or((page, ""));
    put("SP", first);
    put("EP", last);
    put(
        "PY",
        &source
            .issued
            .map_or_else(String::new, |date| format!("{:04}", date.year)),
    );
    put("DA", &source.issued.map_or_else(String::new, day));
    put("SN", source.isbn.as_deref().unwrap_or_default());
    put("DO", source.doi.as_deref().unwrap_or_default());
    put("UR", source.url.as_deref().unwrap_or_default());
    put("Y2", &source.accessed.map_or_else(String::new, day));
    put("N1", source.note.as_ref().map_or("", |n| &n[lang]));
    put("LA", lang.tag());
    text.push_str("ER  - \r\n");
    text
}

fn name(name: &Name) -> String {
    match &name.given {
        Some(given) => format!("{}, {given}", name.family),
        None => name.family.clone(),
    }
}

/// `2018/03/15/`, with what is not known left empty.
fn day(date: Date) -> String {
    let part = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}
