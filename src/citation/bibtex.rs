//! Sources as BibTeX: entry types and fields that BibTeX and biblatex both know.

use std::fmt::Write;

use crate::lang::{Lang, PerLanguage};
use crate::survey::Source;
use crate::survey::bibliography::{Name, SourceKind};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The entry of a source in a language; `key` is made of what BibTeX allows in keys.
pub fn entry(source: &Source, lang: Lang) -> String {
    let text = |text: &Option<PerLanguage<String>>| text.as_ref().map(|t| braced(&t[lang]));
    let (kind, container, publisher) = match source.kind {
        SourceKind::Report => ("techreport", "series", "institution"),
        SourceKind::Book => ("book", "series", "publisher"),
        SourceKind::Chapter => ("incollection", "booktitle", "publisher"),
        SourceKind::Article | SourceKind::Newspaper => ("article", "journal", "publisher"),
        SourceKind::Paper => ("inproceedings", "booktitle", "publisher"),
        SourceKind::Thesis => ("phdthesis", "series", "school"),
        SourceKind::Standard | SourceKind::Dataset | SourceKind::Webpage | SourceKind::Law => {
            ("misc", "howpublished", "publisher")
        }
    };
    let mut fields: Vec<(&str, String)> = vec![("title", braced(&source.title[lang]))];
    let mut put = |name, value: Option<String>| {
        if let Some(value) = value {
            fields.push((name, value));
        }
    };
    put("author", names(&source.authors, lang));
    put("editor", names(&source.editors, lang));
    put(container, text(&source.container));
    put(publisher, text(&source.publisher));
    put("address", text(&source.place));
    let edition = source.edition.as_ref();
    put("edition", edition.map(|e| simple(&e[lang])));
    put("volume", source.volume.as_deref().map(simple));
    put(
        "number",
        source
            .issue
            .as_deref()
            .or(source.number.as_deref())
            .map(simple),
    );
    put("pages", source.page.as_deref().map(pages));
    put("version", source.version.as_deref().map(simple));
    put("year", source.issued.map(|d| format!("{{{}}}", d.year)));
    let month = source.issued.and_then(|d| d.month);
    let month = month.and_then(|m| MONTHS.get(usize::from(m) - 1));
    put("month", month.map(|m| (*m).to_owned()));
    let day = source.issued.and_then(|d| d.day);
    put("day", day.map(|d| format!("{{{d}}}")));
    put("isbn", source.isbn.as_deref().map(simple));
    put("doi", source.doi.as_deref().map(address));
    put("url", source.url.as_deref().map(address));
    put("urldate", source.accessed.map(|d| format!("{{{d}}}")));
    put("note", text(&source.note));
    let language = lang.english_name().map(|name| name.to_lowercase());
    put("langid", language.map(|name| format!("{{{name}}}")));
    let mut entry = format!("@{kind}{{{},\n", key(&source.id));
    for (name, value) in fields {
        // Writing to a text cannot fail.
        let _ = writeln!(entry, "  {name} = {value},");
    }
    entry.push_str("}\n");
    entry
}

/// A text that can be a key: letters and digits of ASCII, with `-` for all else.
pub fn key(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let key: String = text.chars().map(plain).collect();
    let mut parts: Vec<&str> = key.split('-').collect();
    parts.retain(|p| !p.is_empty());
    parts.join("-")
}

/// Names as BibTeX separates them; those without parts in braces, so that it finds none.
fn names(names: &[PerLanguage<Name>], lang: Lang) -> Option<String> {
    let names: Vec<String> = names
        .iter()
        .map(|name| match &name[lang] {
            Name {
                family,
                given: None,
            } => format!("{{{}}}", escape(family)),
            Name {
                family,
                given: Some(given),
            } => {
                format!("{{{}}}, {{{}}}", escape(family), escape(given))
            }
        })
        .collect();
    (!names.is_empty()).then(|| format!("{{{}}}", names.join(" and ")))
}

/// In double braces, so that no style changes capitals.
fn braced(text: &str) -> String {
    format!("{{{{{}}}}}", escape(text))
}

fn simple(text: &str) -> String {
    format!("{{{}}}", escape(text))
}

/// Pages with the dash that BibTeX wants between them.
fn pages(text: &str) -> String {
    let text = text.replace('–', "-").replace("--", "-");
    format!("{{{}}}", escape(&text).replace('-', "--"))
}

/// An address or a DOI is taken as it is; only what would end it is encoded.
fn address(text: &str) -> String {
    let encoded: String = text
        .chars()
        .map(|c| match c {
            '{' => "%7B".to_owned(),
            '}' => "%7D".to_owned(),
            '\\' => "%5C".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("{{{encoded}}}")
}

/// A text for LaTeX. Braces become commands: BibTeX counts even escaped ones.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            // Two hyphens are a dash in LaTeX.
            '-' if before == '-' => out.push_str("{}-"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests may fail so")]
mod tests {
    use biblatex::{Bibliography, ChunksExt};

    use super::{entry, key};
    use crate::lang::{Languages, PerLanguage};
    use crate::survey::Source;
    use crate::survey::bibliography::{Date, Name, SourceKind};
    use crate::web::Address;

    const ODD: &str = "A & B: 100% of $5 #1_2 {open} } \"q\" 中文，“引” ~ ^ \\ a--b <i> é 'x'";

    fn source(kind: SourceKind) -> Source {
        Source {
            authors: vec![
                PerLanguage::same(Languages::built_in(), Name::whole("Smith and Sons & {Co")),
                PerLanguage::same(
                    Languages::built_in(),
                    Name {
                        family: "van der Berg".to_owned(),
                        given: Some("Jean_Paul".to_owned()),
                    },
                ),
                PerLanguage::same(Languages::built_in(), Name::whole("联合国")),
            ],
            issued: Date::parse("2018-03-05"),
            page: Some("12-20".to_owned()),
            url: Address::parse("https://a.example/x_y?a=1&b=%20#{z}").ok(),
            doi: Some("10.1000/a_b".to_owned()),
            publisher: Some(PerLanguage::same(
                Languages::built_in(),
                "50% Press".to_owned(),
            )),
            ..Source::new(
                "odd-1",
                kind,
                PerLanguage::same(Languages::built_in(), ODD.to_owned()),
            )
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        use SourceKind::{
            Article, Book, Chapter, Dataset, Law, Newspaper, Paper, Report, Standard, Thesis,
            Webpage,
        };
        for kind in [
            Report, Book, Chapter, Article, Newspaper, Paper, Thesis, Standard, Dataset, Webpage,
            Law,
        ] {
            for lang in Languages::built_in().iter() {
                let text = entry(&source(kind), lang);
                let bibliography = Bibliography::parse(&text).unwrap();
                let entry = bibliography.get("odd-1").unwrap();
                assert_eq!(entry.title().unwrap().format_verbatim(), ODD);
                let authors = entry.author().unwrap();
                assert_eq!(authors.len(), 3, "{text}");
                assert_eq!(authors[0].name, "Smith and Sons & {Co");
                assert_eq!(authors[1].name, "van der Berg");
                assert_eq!(authors[1].given_name, "Jean_Paul");
                assert_eq!(authors[2].name, "联合国");
                assert_eq!(
                    entry.url().unwrap(),
                    "https://a.example/x_y?a=1&b=%20#%7Bz%7D"
                );
                assert_eq!(entry.doi().unwrap(), "10.1000/a_b");
                let depth = text.chars().fold(0i32, |depth, c| match c {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                });
                assert_eq!(depth, 0, "braces are in balance");
            }
        }
    }

    #[test]
    fn keys() {
        assert_eq!(key("en/chapters/a_b/"), "en-chapters-a-b");
        assert_eq!(key("一"), "");
    }
}
