//! The real report: whole, valid, the same every time, and its published facts recomputed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common::en;
use crate::common::{checkout, well};
use egov_report::pipeline::{Report, Site};
use egov_report::site::Route;
use egov_report::survey::{ComponentId, MemberId, Year};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

pub static REAL: LazyLock<(Report, Site)> = LazyLock::new(|| well(&checkout("content")));

fn html(route: &Route) -> String {
    String::from_utf8(REAL.1.tree.get(route).unwrap().bytes.clone()).unwrap()
}

fn pages() -> impl Iterator<Item = &'static Route> {
    REAL.1
        .tree
        .iter()
        .map(|(r, _)| r)
        .filter(|r| r.file().ends_with(".html"))
}

/// `well` has refused any diagnostic, and the build follows every link and anchor.
#[test]
fn it_builds_without_a_word_and_has_450_pages() {
    assert!(REAL.1.tree.pages() >= 450, "{}", REAL.1.tree.pages());
}

#[test]
fn two_builds_are_byte_identical() {
    let (_, again) = well(&checkout("content"));
    assert!(again.tree == REAL.1.tree);
}

/// Every attribute of an element, by its name.
fn elements(node: &Handle, found: &mut Vec<(String, BTreeMap<String, String>)>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attrs = attrs.borrow();
        let attrs = attrs
            .iter()
            .map(|a| (a.name.local.to_string(), a.value.to_string()));
        found.push((name.local.to_string(), attrs.collect()));
    }
    for child in node.children.borrow().iter() {
        elements(child, found);
    }
}

/// One page of each kind: each template and folder that makes pages.
#[test]
fn pages_of_each_kind_are_valid_html_with_ids_that_stand_once() {
    let mut kinds = BTreeSet::new();
    for route in pages() {
        let kind: Vec<&str> = route.as_str().split('/').collect();
        let sampled = kinds.insert((kind.first().copied(), kind.get(1).copied(), kind.len()));
        let chapter = kind.get(1) == Some(&"chapters");
        if !sampled && !chapter {
            continue;
        }
        let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default())
            .one(html(route));
        assert!(
            dom.errors.borrow().is_empty(),
            "/{route}: {:?}",
            dom.errors.borrow()
        );
        let mut found = Vec::new();
        elements(&dom.document, &mut found);
        let mut ids = BTreeSet::new();
        for id in found.iter().filter_map(|(_, a)| a.get("id")) {
            assert!(ids.insert(id), "/{route}: `{id}` stands twice");
        }
    }
    assert!(kinds.len() >= 20, "{kinds:?}");
}

#[test]
fn every_page_names_itself_in_the_other_language_and_the_sitemap_lists_it() {
    let base = &REAL.0.config.base_url;
    let sitemap = html(&Route::new("sitemap.xml"));
    for route in pages().filter(|r| r.as_str().contains('/') || r.as_str().is_empty()) {
        let html = html(route);
        // A page that shows the same as another leaves its place to it.
        let canonical = html.contains(&format!("<link rel=\"canonical\" href=\"{base}{route}\">"));
        let listed = sitemap.contains(&format!("<loc>{base}{route}</loc>"));
        assert_eq!(canonical, listed, "/{route} in the sitemap");
        for tag in ["zh-Hans", "en", "x-default"] {
            let start = format!("hreflang=\"{tag}\" href=\"{base}");
            let target = html
                .split(&start)
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            assert!(target.is_some(), "/{route} has no {tag}");
            let target = Route::new(target.unwrap());
            assert!(
                REAL.1.tree.contains(&target),
                "/{route}: {tag} /{target} is not there"
            );
            let rest = route.as_str().split_once('/').map_or("", |(_, rest)| rest);
            let wanted = match tag {
                // On the landing page readers choose one; else they read the same in the default language.
                "x-default" if route.as_str().is_empty() => String::new(),
                "x-default" => format!("zh/{rest}"),
                tag => format!("{}/{rest}", tag.split('-').next().unwrap()),
            };
            assert_eq!(target.as_str(), wanted, "/{route}: {tag}");
        }
    }
}

fn codes(members: impl IntoIterator<Item = MemberId>) -> BTreeSet<&'static str> {
    let members = members.into_iter();
    members
        .map(|m| REAL.0.indices.survey().members[m.0].code.as_str())
        .collect()
}

#[test]
fn the_replication_comes_out_as_known() {
    let survey = REAL.0.indices.survey();
    let mut not_assessed = Vec::new();
    for r in &REAL.0.replication {
        let year = survey.editions[r.edition.0].year.0;
        let values = codes(r.values.iter().map(|v| v.member));
        let ranks = codes(r.ranks.iter().map(|v| v.member));
        let wanted = |year_with: u16, list: &[&'static str]| -> BTreeSet<&str> {
            if year == year_with {
                list.iter().copied().collect()
            } else {
                BTreeSet::new()
            }
        };
        assert_eq!(values, wanted(2008, &["CMR", "KHM"]), "{year}");
        assert_eq!(ranks, wanted(2020, &["HUN", "MKD", "AND", "TLS"]), "{year}");
        let members = survey.members_in(r.edition, None).count();
        assert_eq!(r.compared + r.not_assessed.len(), members, "{year}");
        not_assessed.push(r.not_assessed.len());
    }
    // Montenegro became a member in 2006, South Sudan in 2011.
    assert_eq!(not_assessed, [18, 13, 12, 10, 9, 3, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn regional_means_levels_and_the_same_level() {
    let (indices, index) = (&REAL.0.indices, ComponentId::INDEX);
    let survey = indices.survey();
    let [y2016, y2018] = [2016, 2018].map(|y| survey.edition(Year(y)).unwrap());
    let means: Vec<(String, String)> = indices
        .regions_by_mean(y2018, index, None)
        .into_iter()
        .map(|(a, mean)| (survey.areas[a.0].id.clone(), format!("{mean:.4}")))
        .collect();
    let want = [
        ("europe", "0.7727"),
        ("americas", "0.5898"),
        ("asia", "0.5779"),
        ("oceania", "0.4611"),
        ("africa", "0.3423"),
    ];
    assert_eq!(means, want.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(indices.level_counts(y2016, index, None), [29, 65, 67, 32]);
    assert_eq!(indices.level_counts(y2018, index, None), [40, 71, 66, 16]);
    let services = survey.methodology.component("osi").unwrap();
    assert_eq!(indices.same_level(y2018, services, None), 124);
}

/// `egdi`, `osi` … of each member's line, read with nothing of the program.
fn raw(year: u16) -> BTreeMap<String, BTreeMap<String, f64>> {
    let text =
        std::fs::read_to_string(checkout(&format!("content/survey/editions/{year}.yaml"))).unwrap();
    let lines = text.lines().skip_while(|l| *l != "members:").skip(1);
    lines
        .filter(|l| !l.contains("assessed: false"))
        .filter_map(|l| {
            let (code, rest) = l.trim().split_once(": {")?;
            let values = rest.trim_end_matches('}').split(", ");
            let values = values.filter_map(|v| {
                let (key, value) = v.split_once(": ")?;
                Some((key.to_owned(), value.parse().ok()?))
            });
            Some((code.to_owned(), values.collect()))
        })
        .collect()
}

#[test]
fn a_sample_of_expressions_recomputed_from_the_text_of_the_files() {
    let number = |expression: &str| {
        REAL.0
            .engine
            .evaluate_text(expression, en())
            .unwrap()
            .number()
            .unwrap()
    };
    for year in [2003, 2008, 2018, 2022] {
        let data = raw(year);
        for id in ["egdi", "osi", "tii", "hci", "epi"] {
            let mut values: Vec<f64> = data.values().filter_map(|m| m.get(id).copied()).collect();
            // In 2003 a Human Capital Index of 0, and one above 1, are no measurements.
            values.retain(|v| id != "hci" || year != 2003 || (*v > 0.0 && *v <= 1.0));
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let got = number(&format!("mean(edition={year}, component=\"{id}\")"));
            assert!((got - mean).abs() < 1e-9, "mean {id} {year}: {got}, {mean}");
            let above = values.iter().filter(|v| **v > 0.5).count() as f64;
            assert_eq!(
                number(&format!(
                    "count(edition={year}, component=\"{id}\", above=0.5)"
                )),
                above,
                "{id} {year}"
            );
            for code in ["CHN", "KOR", "BRA"] {
                let own = data[code][id];
                let rank = 1.0 + values.iter().filter(|v| **v > own).count() as f64;
                let arguments = format!("member=\"{code}\", edition={year}, component=\"{id}\"");
                assert_eq!(
                    number(&format!("value({arguments})")),
                    own,
                    "{code} {id} {year}"
                );
                assert_eq!(
                    number(&format!("rank({arguments})")),
                    rank,
                    "{code} {id} {year}"
                );
            }
        }
    }
}

#[test]
fn the_program_knows_nothing_of_its_flagship() {
    let words = ["egdi", "osi", "tii", "hci", "china", "chn"];
    for folder in ["src", "templates"] {
        for entry in walkdir::WalkDir::new(checkout(folder))
            .into_iter()
            .map(Result::unwrap)
        {
            let in_tests = entry.path().components().any(|c| c.as_os_str() == "tests");
            if !entry.file_type().is_file() || in_tests {
                continue;
            }
            let text =
                String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).to_lowercase();
            // Unit tests at the end of a file may name what they like.
            let text = text.split("#[cfg(test)]").next().unwrap();
            for (i, line) in text.lines().enumerate() {
                let mut found = line
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|w| words.contains(w));
                let word = found.next().or(line.contains("中国").then_some("中国"));
                assert_eq!(word, None, "{}:{}", entry.path().display(), i + 1);
            }
        }
    }
}

/// World means of the index and its three parts: the weights changed twice, two parts once each,
/// the third once. A line is interrupted by the breaks of its own series, not by those of others.
#[test]
fn a_break_interrupts_only_the_line_whose_series_broke() {
    let charts = REAL.1.tree.iter();
    let mut drawn = charts.filter(|(route, _)| route.as_str() == "en/charts/world-means.svg");
    let svg = String::from_utf8(drawn.next().unwrap().1.bytes.clone()).unwrap();
    let runs = |class: &str| {
        let (_, after) = svg.split_once(&format!("<g class=\"{class}\">")).unwrap();
        let (path, _) = after.split_once("</g>").unwrap();
        path.matches('M').count()
    };
    assert_eq!(["l10 w", "l11", "l12", "l13"].map(runs), [3, 2, 2, 2]);
}
