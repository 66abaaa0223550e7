//! The second report: numbers worked by hand, the exact set of files, no word of the flagship.

use std::collections::BTreeSet;

use crate::common::both;
use crate::common::{fixture, well};
use biblatex::ChunksExt;
use egov_report::index::Indices;
use egov_report::report::Verdict;
use egov_report::site::{Route, write};
use egov_report::survey::{ComponentId, EditionId, Year};

const CODES: [&str; 12] = [
    "ALD", "BRA", "COR", "DUN", "ELL", "FAR", "GUL", "HOL", "IRI", "JUN", "KES", "LAR",
];

fn edition(indices: &Indices, year: u16) -> EditionId {
    indices.survey().edition(Year(year)).unwrap()
}

fn component(indices: &Indices, id: &str) -> ComponentId {
    indices.survey().methodology.component(id).unwrap()
}

fn near(got: Option<f64>, want: f64, what: &str) {
    assert!(
        got.is_some_and(|g| (g - want).abs() < 1e-9),
        "{what}: {got:?}, by hand {want}"
    );
}

fn indices_of(year: u16, want: [Option<f64>; 12]) {
    let (report, _) = well(&fixture());
    let indices = &report.indices;
    for (code, want) in CODES.iter().zip(want) {
        let member = indices.survey().member(code).unwrap();
        let got = indices.result(edition(indices, year), ComponentId::INDEX, member);
        match want {
            Some(want) => near(got, want, &format!("{code} {year}")),
            None => assert_eq!(got, None, "{code} {year}"),
        }
    }
}

fn ranks_of(year: u16, want: [Option<u32>; 12]) {
    let (report, _) = well(&fixture());
    let indices = &report.indices;
    for (code, want) in CODES.iter().zip(want) {
        let member = indices.survey().member(code).unwrap();
        let rank = indices.rank(edition(indices, year), ComponentId::INDEX, member, None);
        assert_eq!(rank.and_then(|r| r.whole()), want, "{code} {year}");
    }
}

/// Income: log10 from 10² to 10⁶, so 10³ is 1/4, 10⁴ is 1/2, 10⁵ is 3/4; beyond is capped.
/// Soot: (50 − x)/40. Green: (x − lowest)/(highest − lowest). Surroundings: their mean.
#[test]
fn scores_by_hand() {
    let (report, _) = well(&fixture());
    let indices = &report.indices;
    let score = |code: &str, year: u16, id: &str| {
        let member = indices.survey().member(code).unwrap();
        indices
            .cell(edition(indices, year), component(indices, id), member)
            .score
    };
    for (code, year, id, want) in [
        ("COR", 2015, "income", 0.25),
        ("BRA", 2015, "income", 0.5),
        ("HOL", 2015, "income", 0.75),
        ("GUL", 2015, "income", 1.0), // 3,000,000 is capped
        ("IRI", 2015, "income", 0.0), // 50 is capped
        ("BRA", 2015, "soot", 0.75),  // (50 − 20) / 40
        ("BRA", 2015, "green", 0.25), // (20 − 10) / 40
        ("BRA", 2015, "surroundings", 0.5),
        ("LAR", 2015, "surroundings", 0.5), // green is missing: soot alone, (50 − 30) / 40
        ("GUL", 2021, "green", 0.5),        // (60 − 20) / 80
        ("GUL", 2021, "surroundings", 0.625),
    ] {
        near(score(code, year, id), want, &format!("{code} {year} {id}"));
    }
    assert_eq!(score("LAR", 2015, "green"), None);
}

/// ³√(income × surroundings × health).
#[test]
fn the_index_of_2015() {
    indices_of(
        2015,
        [
            Some(1.0),  // 1 × 1 × 1
            Some(0.5),  // .5 × .5 × .5
            Some(0.5),  // .25 × 1 × .5 = .125
            Some(0.25), // .25 × .25 × .25
            Some(0.6),  // .5 × 1 × .432 = .216
            Some(0.4),  // .25 × .5 × .512 = .064
            Some(0.7),  // 1 × .625 × .5488 = .343
            Some(0.75), // .75 × .75 × .75
            Some(0.0),  // a score of 0
            Some(0.3),  // .5 × .25 × .216 = .027
            None,       // not assessed
            Some(0.5),  // .5 × .5 × .5
        ],
    );
    // Three share place 5, the next is 8.
    ranks_of(
        2015,
        [1, 5, 5, 10, 4, 8, 3, 2, 11, 9, 0, 5].map(|r| (r > 0).then_some(r)),
    );
}

#[test]
fn the_index_of_2018() {
    // Health is .729, .432, 1, .25, .686, .512, .8192, .75, .432, .512, .5, .864.
    indices_of(
        2018,
        [0.9, 0.6, 0.5, 0.25, 0.7, 0.4, 0.8, 0.75, 0.3, 0.4, 0.5, 0.6].map(Some),
    );
    ranks_of(2018, [1, 5, 7, 12, 4, 9, 2, 3, 11, 9, 7, 5].map(Some));
}

/// In 2021 income has the weight 2: √income × ⁴√(surroundings × health).
#[test]
fn the_index_of_2021() {
    let root = |x: f64| x.sqrt().sqrt();
    indices_of(
        2021,
        [
            Some(0.9),              // ⁴√.6561
            Some(root(0.25)),       // ⁴√(.5 × .5)
            Some(0.5 * root(0.25)), // √.25 × ⁴√.25
            Some(0.25),
            Some(0.5),             // √.5 × ⁴√.25
            Some(0.5 * root(0.1)), // √.25 × ⁴√(.5 × .2)
            Some(0.8),             // ⁴√(.625 × .65536) = ⁴√.4096
            Some(0.75),
            Some(0.25),
            Some(0.5), // √.5 × ⁴√(.25 × 1)
            Some(0.5),
            Some(0.5),
        ],
    );
    ranks_of(2021, [1, 4, 9, 11, 5, 10, 2, 3, 11, 5, 5, 5].map(Some));
}

/// A value on a threshold (0.7 and 0.4 in 2015 and 2018) belongs to the upper level.
#[test]
fn levels_with_members_on_the_thresholds() {
    let (report, _) = well(&fixture());
    let indices = &report.indices;
    for (year, want) in [(2015, [3, 5, 3]), (2018, [4, 6, 2]), (2021, [4, 4, 4])] {
        let got = indices.level_counts(edition(indices, year), ComponentId::INDEX, None);
        assert_eq!(got, want, "{year}");
    }
}

#[test]
fn means_by_hand() {
    let (report, _) = well(&fixture());
    let indices = &report.indices;
    let mean = |year, area: Option<&str>| {
        let area = area.map(|a| indices.survey().area(a).unwrap());
        indices.mean(edition(indices, year), ComponentId::INDEX, area)
    };
    near(mean(2015, None), 5.5 / 11.0, "world 2015");
    near(
        mean(2015, Some("reed-delta")),
        0.8 / 3.0,
        "three of four were assessed",
    );
    near(mean(2018, None), 6.7 / 12.0, "world 2018");
    near(mean(2018, Some("amber-coast")), 2.25 / 4.0, "amber coast"); // .9 .6 .5 .25
    near(mean(2018, Some("slate-isles")), 2.65 / 4.0, "slate isles"); // .7 .4 .8 .75
    near(mean(2018, Some("reed-delta")), 1.8 / 4.0, "reed delta"); // .3 .4 .5 .6
    near(mean(2018, Some("upper-amber")), 0.75, "upper amber"); // .9 .6
    near(mean(2018, Some("ferry-towns")), 2.05 / 4.0, "ferry towns"); // .4 .75 .4 .5
}

/// Ellsay 2015 → 2018: only health changed, so it brought the whole 0.7 − 0.6.
/// Bramhaven 2018 → 2021: L = (b − a)/ln(b/a) with a = .6, b = √.5; health brings
/// L·(1/3 + 1/4)/2·ln(.5/.432), the weights the rest.
#[test]
fn contributions_by_hand_and_they_sum_to_the_change() {
    let (report, _) = well(&fixture());
    let indices = &report.indices;
    let of = |code, from, to| {
        let member = indices.survey().member(code).unwrap();
        let (from, to) = (edition(indices, from), edition(indices, to));
        indices.contributions(from, to, ComponentId::INDEX, member)
    };
    let ellsay = of("ELL", 2015, 2018).unwrap();
    for ((_, got), want) in ellsay.parts.iter().zip([0.0, 0.0, 0.1]) {
        near(Some(*got), want, "Ellsay");
    }
    let bramhaven = of("BRA", 2018, 2021).unwrap();
    let (a, b) = (0.6, 0.5f64.sqrt());
    let scale = (b - a) / (b / a).ln();
    let health = scale * (1.0 / 3.0 + 0.25) / 2.0 * (0.5f64 / 0.432).ln();
    for ((_, got), want) in bramhaven.parts.iter().zip([0.0, 0.0, health]) {
        near(Some(*got), want, "Bramhaven");
    }
    near(
        Some(bramhaven.weights),
        b - a - health,
        "Bramhaven's weights",
    );
    near(Some(bramhaven.total), b - a, "Bramhaven");
    assert_eq!(of("IRI", 2015, 2018), None, "the logarithm of 0");
}

#[test]
fn claims_of_each_verdict() {
    let (report, _) = well(&fixture());
    for verdict in [
        Verdict::Agrees,
        Verdict::AgreesRounded,
        Verdict::Differs,
        Verdict::Restated,
    ] {
        assert_eq!(report.claims_with(verdict), 1, "{verdict:?}");
    }
}

fn expected_files() -> BTreeSet<String> {
    let mut files: BTreeSet<String> = [
        ".egov-report.json",
        ".nojekyll",
        "404.html",
        "index.html",
        "robots.txt",
        "sitemap.xml",
    ]
    .map(str::to_owned)
    .into();
    for lang in both() {
        let mut page = |path: &str| files.insert(format!("{lang}/{path}index.html"));
        for path in [
            "",
            "ranking/",
            "methodology/",
            "replication/",
            "claims/",
            "sources/",
            "years/",
            "towns/",
            "coasts/",
            "measures/",
            "leagues/ferry-towns/",
            "reading/overview/",
            "reading/changes/",
        ] {
            page(path);
        }
        CODES.iter().for_each(|c| {
            page(&format!("towns/{}/", c.to_lowercase()));
        });
        for source in ["almanac", "pilot-book"] {
            page(&format!("sources/{source}/"));
        }
        for year in [2015, 2018, 2021] {
            page(&format!("years/{year}/"));
        }
        for area in [
            "amber-coast",
            "upper-amber",
            "lower-amber",
            "slate-isles",
            "inner-slate",
            "outer-slate",
            "reed-delta",
        ] {
            page(&format!("coasts/{area}/"));
        }
        for id in [
            "wellbeing",
            "income",
            "surroundings",
            "soot",
            "green",
            "health",
        ] {
            page(&format!("measures/{id}/"));
        }
        page("charts/");
        files.insert(format!("{lang}/sources.bib"));
        // The gallery's examples, but for the map: towns have no tiles, and a sparkline no files.
        for id in [
            "bars",
            "bars-stacked",
            "bump",
            "columns",
            "columns-stacked",
            "contribution",
            "dumbbell",
            "histogram",
            "intervals",
            "line",
            "multiples",
            "profile",
            "ranks",
            "scatter",
            "slope",
            "strip",
        ] {
            for ending in ["svg", "csv"] {
                files.insert(format!("{lang}/charts/example-{id}.{ending}"));
            }
        }
    }
    files
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
    // The names of assets carry a fingerprint of what is in them.
    let (assets, pages): (BTreeSet<String>, BTreeSet<String>) =
        written.into_iter().partition(|f| f.starts_with("assets/"));
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
