//! One value changed in a copy of the real report: everything that depends on it follows, in both
//! languages, and nothing else moves by a byte.

mod claims;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common::both;
use crate::common::planted::Planted;
use crate::common::{checkout, make, unset, well};
use claims::group_of;
use egov_report::diagnostic::{Diagnostic, Diagnostics, Severity};
use egov_report::pipeline::{self, Inputs, Report, Site};
use egov_report::report::Verdict;
use egov_report::site::Route;

const E18: &str = "survey/editions/2018.yaml";
const E24: &str = "survey/editions/2024.yaml";

static BEFORE: LazyLock<(Report, Site)> = LazyLock::new(|| well(&checkout("content")));

/// China 0.6811 → 0.6911 in 2018.
static CHANGED: LazyLock<Planted> = LazyLock::new(|| {
    let copy = Planted::of(&checkout("content"));
    copy.replace(
        E18,
        "CHN: {rank: 65, egdi: 0.6811",
        "CHN: {rank: 65, egdi: 0.6911",
    );
    copy
});

fn text(site: &Site, route: &str) -> String {
    let file = site.tree.get(&Route::new(route));
    assert!(file.is_some(), "there is no /{route}");
    unset(std::str::from_utf8(&file.unwrap().bytes).unwrap())
}

fn read(copy: &Planted) -> (Option<Report>, Vec<Diagnostic>) {
    let d = Diagnostics::new();
    let report = pipeline::read(&Inputs::beside(copy.content()), &d).ok();
    (report, d.into_sorted())
}

/// What a sentence says is no longer so.
fn is_untrue(d: &Diagnostic) -> bool {
    d.message == "this is not true"
}

/// Takes the conditions out of all sentences: an author would now write others.
fn without_conditions(copy: &Planted) {
    const CONDITION: &str = "holds(that=";
    for folder in ["charts", "commentary", "strings", ""] {
        let files = std::fs::read_dir(copy.content().join(folder)).unwrap();
        let paths = files.map(|entry| entry.unwrap().path());
        for path in paths.filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let (mut new, mut rest) = (String::new(), text.as_str());
            while let Some((before, condition)) = rest.split_once(CONDITION) {
                let mut open = 1;
                let end = condition.find(|c| {
                    open += i32::from(c == '(') - i32::from(c == ')');
                    open == 0
                });
                new.push_str(before);
                new.push_str("judgement()");
                rest = &condition[end.unwrap() + 1..];
            }
            std::fs::write(&path, new + rest).unwrap();
        }
    }
}

/// The ids of claims that differ and do not yet say why, as the program tells them.
fn unexplained(said: &[Diagnostic]) -> BTreeSet<String> {
    let of = |d: &Diagnostic| {
        let rest = d.message.strip_prefix("the claim `")?;
        let (id, rest) = rest.split_once('`')?;
        let place = d.place.as_ref()?;
        let placed = place.file.path.ends_with("claims.yaml") && place.line_column().0 > 1;
        (placed && rest.starts_with(" differs from the data")).then(|| id.to_owned())
    };
    said.iter()
        .filter(|d| !is_untrue(d) && !is_of_data(d))
        .map(|d| of(d).unwrap_or_else(|| format!("{d}")))
        .collect()
}

/// What is said of the changed value itself: its components do not give it.
fn is_of_data(d: &Diagnostic) -> bool {
    d.severity == Severity::Warning && d.message.contains(" is published as ")
}

/// Lets each of the claims say why it differs, and reads again.
fn explain(copy: &Planted, ids: &BTreeSet<String>) {
    for id in ids {
        // A claim of its own, or a part of one.
        let text = std::fs::read_to_string(copy.content().join("claims.yaml")).unwrap();
        let line = text
            .lines()
            .find(|l| l.trim_start() == format!("- id: {id}"));
        let line = line.unwrap_or_else(|| panic!("{id}"));
        let indent = " ".repeat(line.len() - line.trim_start().len());
        let why = format!("{line}\n{indent}  why: {{zh: 试改。, en: A trial.}}\n");
        copy.replace("claims.yaml", &format!("{line}\n"), &why);
    }
}

fn verdict(report: &Report, id: &str) -> Verdict {
    report
        .claims
        .iter()
        .find(|c| c.test.id == id)
        .unwrap()
        .verdict
}

/// The rows of tables and the bound numbers of a page, each as one string.
fn pieces<'h>(html: &'h str, open: &str, close: &str) -> Vec<&'h str> {
    html.split(open)
        .skip(1)
        .filter_map(|rest| rest.split(close).next())
        .collect()
}

fn changed_routes(after: &Site) -> BTreeSet<String> {
    let files = |site: &Site| -> BTreeMap<String, Vec<u8>> {
        site.tree
            .iter()
            .map(|(r, f)| (r.as_str().to_owned(), f.bytes.clone()))
            .collect()
    };
    let (before, after) = (files(&BEFORE.1), files(after));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&before), names(&after), "no file comes or goes");
    before
        .into_iter()
        .filter(|(r, bytes)| after[r] != *bytes)
        .map(|(r, _)| r)
        .collect()
}

#[test]
fn one_value_changed_is_followed_everywhere_and_nowhere_else() {
    let (_, said) = read(&CHANGED);
    assert!(said.iter().any(is_untrue), "some sentence compares it");
    without_conditions(&CHANGED);
    let differing = unexplained(&said);
    // The claims about the value, the rank and the mean of its region no longer agree.
    for id in ["china-egdi-2018", "china-rank-2018"] {
        assert!(differing.contains(id), "{differing:?}");
        assert_ne!(verdict(&BEFORE.0, id), Verdict::Differs, "{id}");
    }
    assert!(differing.len() <= 8, "{differing:?}");
    explain(&CHANGED, &differing);
    let (report, after, said) = make(&CHANGED.content());
    assert!(said.iter().all(is_of_data), "{said:?}");
    let (report, after) = (report.unwrap(), after.unwrap());
    for id in &differing {
        assert_eq!(verdict(&report, id), Verdict::Differs, "{id}");
    }
    let changed = changed_routes(&after);
    let mut wrong = Vec::new();
    for lang in both() {
        // Text, member, ranking, edition, region, index, replication, claims.
        for path in [
            "countries/chn/",
            "editions/2018/",
            "editions/2020/",
            "regions/asia/",
            "regions/eastern-asia/",
            "components/egdi/",
            "replication/",
            "claims/",
            "chapters/lessons/",
            "chapters/trends/",
            "charts/index-against-services.svg",
            "charts/index-against-services.csv",
            "chapters/global-status/",
            "charts/focus-ranks.svg",
            "charts/focus-ranks.csv",
            "charts/regional-means-2018.csv",
            "charts/map-2018.csv",
            "charts/member-by-edition-chn.svg",
            "charts/member-by-edition-chn.csv",
        ] {
            let route = format!("{lang}/{path}");
            if !changed.contains(&route) {
                wrong.push(format!("/{route} did not change"));
            }
        }
        // Other editions, components, chapters without such a number, method and sources.
        for path in [
            "components/osi/",
            "components/tii/",
            "components/epi/",
            "methodology/",
            "sources/",
            "chapters/lesson-security/",
            "chapters/lesson-data/",
            "charts/portals.svg",
            "charts/levels-over-time.svg",
            "charts/member-profile-chn.csv",
            "charts/map-latest.csv",
        ] {
            let route = format!("{lang}/{path}");
            assert!(
                BEFORE.1.tree.contains(&Route::new(route.as_str())),
                "/{route}"
            );
            if changed.contains(&route) {
                wrong.push(format!("/{route} changed"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    let of_no_language = changed.iter().find(|r| {
        !["zh/", "en/", "data/", "search/"]
            .iter()
            .any(|folder| r.starts_with(folder))
    });
    assert_eq!(of_no_language, None);
    the_old_value_is_gone(&after);
}

/// The page without the notes on what its components give, which is the old value.
fn measured(html: &str) -> String {
    let mut html = html.to_owned();
    for words in ["its published components give", "按公布的分项计算为"] {
        while let Some(at) = html.find(words) {
            let start = html[..at].rfind('>').unwrap() + 1;
            let end = at + html[at..].find('<').unwrap();
            html.replace_range(start..end, "");
        }
    }
    html
}

/// 0.6811 and 65th stand nowhere where China in 2018 is meant.
fn the_old_value_is_gone(after: &Site) {
    for lang in both() {
        let member = format!("{lang}/countries/chn/");
        for (site, old, new) in [(&BEFORE.1, true, false), (after, false, true)] {
            let html = measured(&text(site, &member));
            assert_eq!(
                (html.contains("0.6811"), html.contains("0.6911")),
                (old, new),
                "{lang}"
            );
        }
        let claims = text(after, &format!("{lang}/claims/"));
        let row = pieces(&claims, "id=\"claim-china-egdi-2018\"", "</tr>")[0];
        assert!(row.contains(">0.69<") && row.contains(">0.68<"), "{row}");
    }
    // The same search finds the old value before.
    let kinds = |site: &Site| -> BTreeSet<&str> { old_places(site).iter().map(|p| p.0).collect() };
    let all = BTreeSet::from([
        "bound number",
        "drawing",
        "row of a table",
        "table of a chart",
    ]);
    assert_eq!(kinds(&BEFORE.1), all);
    let left = old_places(after);
    assert!(left.is_empty(), "{left:?}");
}

/// Where the old value or rank stands bound to China in 2018: the kind of place, and what it says.
fn old_places(site: &Site) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let china = |text: &str| text.contains("中国") || text.contains("China");
    for (route, file) in site.tree.iter() {
        let (route, text) = (route.as_str(), String::from_utf8_lossy(&file.bytes));
        let mut add = |kind, piece: &str| found.push((kind, format!("/{route}: {piece}")));
        if route.ends_with(".csv") && !route.starts_with("data/") {
            let own = |line: &&str| route.ends_with("-chn.csv") || china(line);
            for line in text.lines().filter(own).filter(|l| l.contains("0.6811")) {
                add("table of a chart", line);
            }
        } else if route.ends_with(".svg") {
            for mark in pieces(&text, "<title>", "</title>") {
                // Marks name values with two decimals.
                let own = route.ends_with("member-by-edition-chn.svg")
                    && mark.contains("EGDI")
                    && mark.contains("2018");
                let both = route.ends_with("index-against-services.svg") && china(mark);
                if (own || both) && mark.contains("0.68") {
                    add("drawing", mark);
                }
            }
        }
        // The replication shows what the components give, which is the old value.
        if !route.ends_with('/') || route.ends_with("replication/") {
            continue;
        }
        for row in pieces(&text, "<tr", "</tr>") {
            if row.contains("countries/chn/") && row.contains("0.6811") {
                add("row of a table", row);
            }
        }
        for data in pieces(&text, "<data ", "</data>") {
            let own = data.contains("中国 · EGDI · 2018") || data.contains("China · EGDI · 2018");
            let (value, shown) = data.split_once('>').unwrap();
            if own && (value.contains("\"0.6811\"") || shown.contains("65")) {
                add("bound number", data);
            }
        }
    }
    found
}

/// The two low members outside Africa rise to the next level: what the article says of 14 members,
/// all African, then agrees; nobody touched the claims. The newest value changes descriptions.
#[test]
fn a_warned_claim_comes_to_agree_by_the_data_alone() {
    let copy = Planted::of(&checkout("content"));
    copy.replace(E18, "egdi: 0.2159, osi: 0, ", "egdi: 0.2601, osi: 0, ");
    copy.replace(
        E18,
        "egdi: 0.2154, osi: 0.0972",
        "egdi: 0.2602, osi: 0.0972",
    );
    copy.replace(
        E24,
        "CHN: {rank: 35, egdi: 0.87184",
        "CHN: {rank: 35, egdi: 0.87284",
    );
    let (report, said) = read(&copy);
    let report = report.unwrap();
    for id in ["low-count-2018", "low-africa-2018"] {
        assert_eq!(verdict(&BEFORE.0, id), Verdict::Differs, "{id}");
        assert_eq!(verdict(&report, id), Verdict::Agrees, "{id}");
    }
    assert!(said.iter().any(is_untrue), "some sentence speaks of them");
    without_conditions(&copy);
    explain(&copy, &unexplained(&said));
    let (_, site, said) = make(&copy.content());
    assert!(
        said.iter().all(is_of_data),
        "{}",
        said.iter().map(Diagnostic::to_string).collect::<String>()
    );
    let site = site.unwrap();
    for lang in both() {
        let html = text(&site, &format!("{lang}/claims/"));
        assert_eq!(group_of(&html, "low-count-2018"), Some("agrees".to_owned()));
        let html = text(&site, &format!("{lang}/countries/chn/"));
        let named = |key: &str| {
            let start = format!("{key}\" content=\"");
            pieces(&html, &start, "\"")[0].to_owned()
        };
        for key in ["name=\"description", "property=\"og:description"] {
            let content = named(key);
            assert!(
                content.contains("0.8728") && !content.contains("0.8718"),
                "{content}"
            );
        }
        assert!(!measured(&html).contains("0.8718"), "{lang}");
    }
}
