//! The data to take away: the files, what their columns hold, the indicators, what has changed.

use serde::Serialize;

use super::kind::{DATA, Menu, Of, PageKind};
use super::maker::Link;
use super::{Maker, Page, feed};
use crate::dataset::{Column, Wanted};
use crate::lang::PerLanguage;
use crate::report::changes::Change;
use crate::site::Route;
use crate::survey::{Indicator, Survey};
use crate::words::{Filling, Words};

/// The folder of the data's files, from the site's root.
pub const FOLDER: &str = "data/";

/// The workbook.
pub const WORKBOOK: &str = "panel.xlsx";

/// How the index is computed, for programs.
pub const MODEL: &str = "model.json";

/// The checksums of the files.
pub const SUMS: &str = "SHA256SUMS";

/// What a column holds, in each language.
pub fn about_column(words: &Words, survey: &Survey, column: &Column) -> PerLanguage<String> {
    PerLanguage::from_fn(survey.languages, |lang| {
        let fill = |key: &str, name: &str, text: String| {
            words
                .fill(lang, key, &[(name, Filling::Text(text))])
                .unwrap_or_else(|_| key.to_owned())
        };
        match &column.wanted {
            Wanted::Word(key) => words.get(lang, key),
            Wanted::In(key, of) => fill(key, "language", of.name_in(lang)),
            Wanted::Of(key, component) => {
                let component = &survey.methodology.components[component.0];
                fill(key, "component", component.name[lang].clone())
            }
            Wanted::Code(system) => fill("column-code", "system", system.clone()),
        }
    })
}

/// A file with its size.
#[derive(Debug, Serialize)]
struct FileView {
    name: String,
    href: String,
    size: String,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    name: String,
    about: String,
}

/// Files that stand for one thing: an edition as CSV and JSON, say.
#[derive(Debug, Serialize)]
struct Formats {
    name: String,
    page: Option<String>,
    files: Vec<FileView>,
}

/// A file of the whole with what it is.
#[derive(Debug, Serialize)]
struct Whole {
    about: String,
    file: FileView,
}

#[derive(Debug, Serialize)]
struct Dictionary {
    /// The word for its heading.
    title: String,
    id: &'static str,
    columns: Vec<ColumnView>,
}

#[derive(Debug, Serialize)]
struct IndicatorView {
    id: String,
    name: String,
    note: Option<String>,
    source: Link,
    years: String,
}

#[derive(Debug, Serialize)]
struct View {
    whole: Vec<Whole>,
    machines: Vec<Whole>,
    editions: Vec<Formats>,
    members: Vec<Formats>,
    dictionaries: Vec<Dictionary>,
    indicators: Vec<IndicatorView>,
    changes: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    id: String,
    /// As machines read it.
    day: String,
    date: String,
    version: Option<String>,
    title: String,
    text: Option<String>,
}

/// Where the data are to be taken.
pub static KIND: PageKind = PageKind {
    name: "data",
    of: Of::One,
    segment: DATA,
    template: "data.html",
    menu: Menu::Main,
    parent: None,
    charts: None,
};

/// The files of the whole, with the word for what each is.
const WHOLE: [(&str, &str); 5] = [
    (WORKBOOK, "data-workbook"),
    ("panel-wide-with-bom.csv", "data-wide-bom"),
    ("panel-wide.csv", "data-wide"),
    ("panel-long.csv", "data-long"),
    ("indicators.csv", "data-indicators"),
];

/// The same for programs.
const MACHINES: [(&str, &str); 9] = [
    ("panel-wide.parquet", "data-wide-parquet"),
    ("panel-long.parquet", "data-long-parquet"),
    ("panel-wide.json", "data-wide-json"),
    ("panel-long.json", "data-long-json"),
    ("indicators.json", "data-indicators-json"),
    (MODEL, "data-model"),
    ("datapackage.json", "data-package"),
    ("csv-metadata.json", "data-csvw"),
    (SUMS, "data-sums"),
];

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let survey = maker.survey();
    let files = maker.contents.data;
    let file = |name: &str| {
        let found = files.iter().find(|file| file.name == name)?;
        Some(FileView {
            name: name.to_owned(),
            href: maker.href(&Route::new(format!("{FOLDER}{name}"))),
            size: size(maker, found.bytes.len()),
        })
    };
    let whole = |list: &[(&str, &str)]| -> Vec<Whole> {
        let listed = list.iter();
        let whole = listed.filter_map(|(name, word)| {
            Some(Whole {
                about: maker.word(word),
                file: file(name)?,
            })
        });
        whole.collect()
    };
    let formats = |name: String, page: String, stem: &str| Formats {
        name,
        page: Some(page),
        files: ["csv", "json"]
            .iter()
            .map(|ending| {
                let name = format!("{stem}.{ending}");
                FileView {
                    href: maker.href(&Route::new(format!("{FOLDER}{name}"))),
                    name: ending.to_uppercase(),
                    size: String::new(),
                }
            })
            .collect(),
    };
    let editions = survey.edition_ids().rev().map(|id| {
        let link = maker.edition(id);
        let stem = format!("editions/{}", survey.editions[id.0].year);
        formats(link.name, link.href, &stem)
    });
    let members = maker
        .by_name(survey.member_ids().collect())
        .into_iter()
        .map(|id| {
            let link = maker.member(id);
            let stem = format!("members/{}", survey.members[id.0].slug());
            formats(link.name, link.href, &stem)
        });
    let view = View {
        whole: whole(&WHOLE),
        machines: whole(&MACHINES),
        editions: editions.collect(),
        members: members.collect(),
        dictionaries: dictionaries(maker),
        indicators: survey
            .indicators
            .iter()
            .map(|i| indicator(maker, i))
            .collect(),
        changes: changes(maker),
    };
    maker.page(
        &KIND,
        "",
        maker.word("page-data"),
        maker.word("data-description"),
        &view,
    )
}

fn changes(maker: &Maker<'_>) -> Vec<ChangeView> {
    let changes = maker.contents.changes;
    let view = |(at, change): (usize, &Change)| ChangeView {
        id: feed::anchor(changes, at),
        day: change.date.to_string(),
        date: maker
            .lang
            .day(change.date.year, change.date.month, change.date.day),
        version: change.version.clone(),
        title: change.title[maker.lang].clone(),
        text: change.text.as_ref().map(|text| text[maker.lang].clone()),
    };
    changes.iter().enumerate().map(view).collect()
}

/// A size in kB or MB.
fn size(maker: &Maker<'_>, bytes: usize) -> String {
    let kilobytes = bytes as f64 / 1000.0;
    match kilobytes < 1000.0 {
        true => format!("{} kB", maker.lang.number(kilobytes.max(1.0), 0)),
        false => format!("{} MB", maker.lang.number(kilobytes / 1000.0, 1)),
    }
}

/// What the columns of the tables hold.
fn dictionaries(maker: &Maker<'_>) -> Vec<Dictionary> {
    let columns = |name: &str| {
        let file = maker.contents.data.iter().find(|file| file.name == name)?;
        file.columns.as_deref()
    };
    let one = |name: &str, id: &'static str, word: &str| {
        let columns = columns(name)?.iter().map(|column| ColumnView {
            name: column.name.clone(),
            about: about_column(maker.words, maker.survey(), column)[maker.lang].clone(),
        });
        Some(Dictionary {
            title: maker.word(word),
            id,
            columns: columns.collect(),
        })
    };
    let all = [
        one("panel-wide.csv", "columns-wide", "data-wide"),
        one("panel-long.csv", "columns-long", "data-long"),
        one("indicators.csv", "columns-indicators", "data-indicators"),
    ];
    all.into_iter().flatten().collect()
}

fn indicator(maker: &Maker<'_>, indicator: &Indicator) -> IndicatorView {
    let source = &maker.survey().sources[indicator.source.0];
    let of_items = indicator.items.iter().flat_map(|item| item.values.keys());
    let years: std::collections::BTreeSet<_> = indicator.values.keys().chain(of_items).collect();
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    IndicatorView {
        id: indicator.id.clone(),
        name: indicator.name[maker.lang].clone(),
        note: indicator.note.as_ref().map(|note| note[maker.lang].clone()),
        source: Link {
            name: source.title[maker.lang].clone(),
            href: maker.href(&maker.addresses.source(maker.lang, &source.id)),
        },
        years: maker.lang.list(&years),
    }
}
