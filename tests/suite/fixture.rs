//! The second report: numbers worked by hand, the exact set of files, no word of the flagship.

mod numbers;

use std::collections::BTreeSet;

use crate::common::both;
use crate::common::{fixture, well};
use biblatex::ChunksExt;
use egov_report::site::{Route, write};

const CODES: [&str; 12] = [
    "ALD", "BRA", "COR", "DUN", "ELL", "FAR", "GUL", "HOL", "IRI", "JUN", "KES", "LAR",
];

/// The pages of a language, but for those of one town, source, year, coast or measure.
const PAGES: [&str; 18] = [
    "",
    "ranking/",
    "methodology/",
    "replication/",
    "claims/",
    "sources/",
    "charts/",
    "compare/",
    "data/",
    "index/",
    "whole/",
    "years/",
    "towns/",
    "coasts/",
    "measures/",
    "leagues/ferry-towns/",
    "reading/overview/",
    "reading/changes/",
];

const SOURCES: [&str; 2] = ["almanac", "pilot-book"];

const COASTS: [&str; 7] = [
    "amber-coast",
    "upper-amber",
    "lower-amber",
    "slate-isles",
    "inner-slate",
    "outer-slate",
    "reed-delta",
];

const MEASURES: [&str; 6] = [
    "wellbeing",
    "income",
    "surroundings",
    "soot",
    "green",
    "health",
];

fn expected_files() -> BTreeSet<String> {
    let mut files: BTreeSet<String> = [
        ".egov-report.json",
        ".nojekyll",
        "404.html",
        "embed.js",
        "index.html",
        "robots.txt",
        "sitemap.xml",
    ]
    .map(str::to_owned)
    .into();
    for lang in both() {
        let pages = expected_pages().into_iter();
        files.extend(pages.map(|page| format!("{lang}/{page}index.html")));
        files.insert(format!("{lang}/sources.bib"));
        files.insert(format!("{lang}/sources.ris"));
        files.extend(["names", "texts"].map(|what| format!("search/{what}.{lang}.json")));
    }
    files.extend(expected_data());
    files
}

/// The files of the data.
fn expected_data() -> BTreeSet<String> {
    let tables = ["panel-long", "panel-wide", "indicators"].map(str::to_owned);
    let mut tables: Vec<String> = tables.into();
    tables.extend([2015, 2018, 2021].map(|year| format!("editions/{year}")));
    tables.extend(CODES.map(|code| format!("members/{}", code.to_lowercase())));
    let tables = tables.iter();
    let mut files: BTreeSet<String> = tables
        .flat_map(|name| [format!("data/{name}.csv"), format!("data/{name}.json")])
        .collect();
    files.extend(
        [
            "SHA256SUMS",
            "csv-metadata.json",
            "datapackage.json",
            "model.json",
            "panel-wide-with-bom.csv",
            "panel.xlsx",
            "panel-long.parquet",
            "panel-wide.parquet",
        ]
        .map(|name| format!("data/{name}")),
    );
    files
}

/// The addresses of the pages of one language.
fn expected_pages() -> Vec<String> {
    let mut pages: Vec<String> = PAGES.map(str::to_owned).into();
    pages.extend(CODES.map(|code| format!("towns/{}/", code.to_lowercase())));
    pages.extend(CODES.map(|code| format!("compare/{}/", code.to_lowercase())));
    pages.extend(SOURCES.map(|source| format!("sources/{source}/")));
    pages.extend([2015, 2018, 2021].map(|year| format!("years/{year}/")));
    pages.extend(COASTS.map(|coast| format!("coasts/{coast}/")));
    pages.extend(MEASURES.map(|measure| format!("measures/{measure}/")));
    pages
}

#[test]
fn exactly_these_files_are_written() {
    let (_, site) = well(&fixture());
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    write::write(&site.tree, &out).unwrap();
    let written: BTreeSet<String> = walkdir::WalkDir::new(&out)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            e.path()
                .strip_prefix(&out)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    // The names of assets carry a fingerprint of what is in them. The report declares no charts; those
    // that its pages have all the same have tests of their own.
    let (assets, files): (BTreeSet<String>, BTreeSet<String>) =
        written.into_iter().partition(|f| f.starts_with("assets/"));
    let (charts, pages): (BTreeSet<String>, BTreeSet<String>) = files
        .into_iter()
        .partition(|f| f.contains("/charts/default-"));
    assert!(
        charts
            .iter()
            .all(|f| f.ends_with(".svg") || f.ends_with(".csv") || f.ends_with("/index.html"))
    );
    assert!(!charts.is_empty());
    assert_eq!(pages, expected_files());
    assert!(!assets.is_empty());
}

#[test]
fn no_word_of_the_flagship() {
    let (_, site) = well(&fixture());
    let words = [
        "egdi",
        "osi",
        "tii",
        "hci",
        "epi",
        "china",
        "chn",
        "un",
        "desa",
        "government",
        "egov",
        "country",
        "countries",
    ];
    for (route, file) in site
        .tree
        .iter()
        .filter(|(r, _)| !r.as_str().starts_with("assets/"))
        .filter(|(r, _)| {
            ![".xlsx", ".parquet"]
                .iter()
                .any(|end| r.as_str().ends_with(end))
        })
    {
        let text = String::from_utf8(file.bytes.clone())
            .unwrap()
            .to_lowercase();
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            assert!(!words.contains(&word), "`{word}` on /{route}");
        }
        for word in ["中国", "电子政务", "联合国", "国家", "各国"] {
            assert!(!text.contains(word), "`{word}` on /{route}");
        }
    }
}

#[test]
fn the_reports_own_words_are_used() {
    let (_, site) = well(&fixture());
    let page =
        |r: &str| String::from_utf8(site.tree.get(&Route::new(r)).unwrap().bytes.clone()).unwrap();
    assert!(page("en/towns/").contains("Towns") && page("zh/towns/").contains("港镇"));
}

/// The whole main part of a few pages in both languages.
#[test]
fn pages_as_they_were() {
    let (_, site) = well(&fixture());
    for lang in both() {
        for path in ["", "towns/ell/", "reading/overview/", "methodology/"] {
            let route = Route::new(format!("{lang}/{path}"));
            let html = String::from_utf8(site.tree.get(&route).unwrap().bytes.clone()).unwrap();
            let main = html
                .split_once("<main")
                .unwrap()
                .1
                .split_once("</main>")
                .unwrap()
                .0;
            let name = route.as_str().trim_end_matches('/').replace('/', "-");
            insta::assert_snapshot!(name, main);
        }
    }
}

#[test]
fn every_source_is_listed_and_its_bibtex_reads_back() {
    let (report, site) = well(&fixture());
    let text = |route: &str| {
        let file = site.tree.get(&Route::new(route)).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    for lang in both() {
        let list = text(&format!("{lang}/sources/"));
        let bibliography = biblatex::Bibliography::parse(&text(&format!("{lang}/sources.bib")));
        let bibliography = bibliography.unwrap();
        let sources = &report.indices.survey().sources;
        assert_eq!(bibliography.len(), sources.len());
        for source in sources {
            let entry = egov_report::citation::reference(source, lang);
            assert!(list.contains(&entry.html), "{}", source.id);
            let title = bibliography.get(&source.id).unwrap().title().unwrap();
            assert_eq!(title.format_verbatim(), source.title[lang]);
        }
    }
    let cited = text("zh/reading/changes/");
    assert!(cited.contains(">[1]12</a></sup>") && cited.contains("href=\"#cite-1\""));
    assert!(text("en/reading/changes/").contains(">[1, p. 12]</a></sup>"));
}
