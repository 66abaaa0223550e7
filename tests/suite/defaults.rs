//! Charts of pages for which a report declares none, nested components on pages, and decimals.

use std::fs;

use crate::common::fixture;
use crate::common::planted::Planted;
use crate::new::{Desk, said};

/// The names of the default charts on a page, in their order.
fn on_page(planted: &Planted, page: &str) -> Vec<String> {
    let path = planted.out().join(page).join("index.html");
    let html = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    charts_in(&html)
}

/// The default charts in a page, in their order.
fn charts_in(html: &str) -> Vec<String> {
    let ids = html.split("id=\"chart-default-").skip(1);
    let ids = ids.map(|rest| rest.split('"').next().unwrap());
    ids.filter(|id| !id.ends_with("-title"))
        .map(str::to_owned)
        .collect()
}

fn built(change: impl Fn(&Planted)) -> Planted {
    let planted = Planted::whole(&fixture());
    change(&planted);
    let output = planted.run(&["check", "--strict"]);
    assert!(output.status.success(), "{}", said(&output));
    let output = planted.run(&["build"]);
    assert!(output.status.success(), "{}", said(&output));
    planted
}

const MEMBER: &str = "en/towns/ell";
const AREA: &str = "en/coasts/amber-coast";
const EDITION: &str = "en/years/2018";
const COMPONENT: &str = "en/measures/soot";

#[test]
fn pages_have_charts_where_none_are_declared() {
    let planted = built(|_| {});
    assert_eq!(
        on_page(&planted, MEMBER),
        [
            "member-trend-ell",
            "member-components-ell",
            "member-contribution-ell"
        ]
    );
    assert_eq!(
        on_page(&planted, AREA),
        [
            "area-trend-amber-coast",
            "area-components-amber-coast",
            "area-levels-amber-coast"
        ]
    );
    assert_eq!(
        on_page(&planted, EDITION),
        ["edition-distribution-2018", "edition-areas-2018"]
    );
    assert_eq!(
        on_page(&planted, COMPONENT),
        [
            "component-trend-soot",
            "component-distribution-soot",
            "component-areas-soot"
        ]
    );
    let group = on_page(&planted, "en/leagues/ferry-towns");
    assert_eq!(group.len(), 3, "{group:?}");
    // In the other language too, with the numbers of the page.
    let html = fs::read_to_string(planted.out().join("zh/towns/ell/index.html")).unwrap();
    assert!(html.contains("总体平均"), "{html}");
}

#[test]
fn a_report_with_charts_of_its_own_for_a_kind_of_page_has_only_these_there() {
    let chart = "kind: bars\npage: member\ntitle: {zh: 题, en: Title}\n\
                 description: {zh: 说明, en: What is drawn}\nsource: almanac\n\
                 data: {components: [surroundings, health]}\n";
    let planted = built(|p| p.write("charts/mine.yaml", chart));
    assert_eq!(on_page(&planted, MEMBER), Vec::<String>::new());
    assert_eq!(on_page(&planted, AREA).len(), 3);
    // A column of tables is no chart of the page.
    let spark = "kind: sparkline\npage: member\ntitle: {zh: 题, en: Title}\n\
                 description: {zh: 说明, en: What is drawn}\nsource: almanac\n\
                 data: {editions: all}\n";
    let planted = built(|p| p.write("charts/mine.yaml", spark));
    assert_eq!(on_page(&planted, MEMBER).len(), 3);
}

/// The report begun by `new`, changed; its pages without a fault.
fn begun(change: impl Fn(&Desk)) -> Desk {
    let desk = Desk::new();
    desk.well("", "new r --languages en");
    change(&desk);
    desk.well("r", "check --strict");
    desk.well("r", "build");
    desk
}

fn charts(desk: &Desk, page: &str) -> Vec<String> {
    let html = desk.text(&format!("r/site/{page}/index.html"));
    charts_in(&html)
}

#[test]
fn a_report_of_one_edition_compares_no_editions() {
    let desk = begun(|desk| {
        for year in [2021, 2023] {
            fs::remove_file(desk.path(&format!("r/content/survey/editions/{year}.yaml"))).unwrap();
        }
    });
    assert_eq!(charts(&desk, "members/ald"), ["member-components-ald"]);
    assert_eq!(
        charts(&desk, "editions/2025"),
        [
            "edition-map-2025",
            "edition-distribution-2025",
            "edition-areas-2025"
        ]
    );
    assert_eq!(
        charts(&desk, "components/visits"),
        ["component-distribution-visits", "component-areas-visits"]
    );
}

#[test]
fn a_report_of_one_component_region_and_no_levels_has_charts_that_make_sense() {
    let methodology = "index:\n  id: libraries\n  name: Library Index\n  range: [0, 1]\n  \
        decimals: 3\n  aggregation: arithmetic\n  components:\n    - id: visits\n      name: Visits\n      \
        decimals: 1\n      normalise: {goalposts: {min: 0, max: 10, beyond: cap}}\n      weight: 1\n";
    let desk = begun(|desk| {
        desk.write("r/content/survey/methodology.yaml", methodology);
        desk.write(
            "r/content/survey/regions.yaml",
            "whole: All towns\nregions:\n  - {id: coast, name: Coast}\n",
        );
        let mut members = String::new();
        for code in ["ALD", "BRA", "COR"] {
            members += &format!("- {{code: {code}, name: {code}, region: coast}}\n");
        }
        desk.write("r/content/survey/members.yaml", &members);
        for (year, [a, b, c]) in [
            (2021, [1.0, 2.0, 3.0]),
            (2023, [2.0, 2.0, 4.0]),
            (2025, [3.0, 1.0, 5.0]),
        ] {
            desk.write(
                &format!("r/content/survey/editions/{year}.yaml"),
                &format!("year: {year}\nsource: almanac\nmembers:\n  ALD: {{visits: {a}}}\n  BRA: {{visits: {b}}}\n  COR: {{visits: {c}}}\n"),
            );
        }
        for file in [
            "charts/levels-map.yaml",
            "charts/regional-means.yaml",
            "claims.yaml",
        ] {
            fs::remove_file(desk.path(&format!("r/content/{file}"))).unwrap();
        }
        desk.write(
            "r/content/commentary/overview.en.md",
            "---\ntitle: Overview\ndescription: What it says.\n---\n\n## Latest {#latest}\n\nText.\n",
        );
    });
    assert_eq!(charts(&desk, "members/ald"), ["member-trend-ald"]);
    assert_eq!(charts(&desk, "regions/coast"), ["area-trend-coast"]);
    assert_eq!(
        charts(&desk, "editions/2023"),
        ["edition-distribution-2023"]
    );
    assert_eq!(
        charts(&desk, "components/visits"),
        ["component-trend-visits", "component-distribution-visits"]
    );
}

#[test]
fn a_page_whose_data_lack_a_takeaway_keeps_its_chart() {
    let desk = begun(|desk| {
        // Not assessed in the newest edition.
        let file = "r/content/survey/editions/2025.yaml";
        let text = desk.text(file);
        let line = text
            .lines()
            .find(|l| l.starts_with("  BRA:"))
            .unwrap()
            .to_owned();
        desk.replace(file, &line, "  BRA: {assessed: false}");
    });
    assert_eq!(charts(&desk, "members/bra"), ["member-trend-bra"]);
    let html = desk.text("r/site/members/bra/index.html");
    assert!(!html.contains("In 2025 the value was"), "{html}");
    let other = desk.text("r/site/members/ald/index.html");
    assert!(other.contains("the mean of all,"), "{other}");
}

#[test]
fn nested_components_stand_on_pages_of_members_editions_and_areas() {
    let desk = begun(|_| {});
    let has = |page: &str| {
        let html = desk.text(&format!("r/site/{page}/index.html"));
        assert!(html.contains("components/books/"), "{page}");
        html
    };
    let member = has("members/ald");
    assert!(
        member.contains("<th scope=\"row\" class=\"part\">"),
        "{member}"
    );
    has("editions/2023");
    has("regions/coast");
}

#[test]
fn decimals_of_the_methodology_hold_in_tables_charts_and_texts() {
    let chapter = "---\ntitle: Overview\ndescription: What it says.\n---\n\n## Latest {#latest}\n\n\
        A {{ mean(edition=2023) }} b {{ mean(edition=2025) }} c \
        {{ change(member=\"ALD\", from=2023, to=2025) }} d \
        {{ value(member=\"ALD\", component=\"opening\", edition=2025) }} e.\n\n\
        {{ chart(id=\"regional-means\") }}\n\n{{ chart(id=\"levels-map\") }}\n\n## Regions {#regions}\n\nText.\n";
    let plain = |html: &str| {
        let mut out = String::new();
        let mut inside = false;
        for c in html.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out
    };
    let decimals = |text: &str, from: &str, to: &str| {
        let rest = text
            .split_once(from)
            .unwrap_or_else(|| panic!("{from}: {text}"))
            .1;
        let number = rest.split_once(to).unwrap().0.trim();
        number.split_once('.').map_or(0, |(_, d)| d.len())
    };
    for (declared, prose, tables) in [
        ("decimals: 3", [3, 3, 3], [3, 3]),
        ("decimals: {default: 4, 2025: 5}", [4, 5, 4], [4, 5]),
        (
            "decimals: {default: 4, prose: 1, 2025: 5}",
            [1, 1, 1],
            [4, 5],
        ),
    ] {
        let desk = begun(|desk| {
            desk.write("r/content/commentary/overview.en.md", chapter);
            let file = "r/content/survey/methodology.yaml";
            let text = desk.text(file).replacen("decimals: 3", declared, 1);
            desk.write(file, &text);
        });
        let text = plain(&desk.text("r/site/chapters/overview/index.html"));
        let found = [
            decimals(&text, "A ", " b"),
            decimals(&text, " b ", " c"),
            decimals(&text, " c ", " d"),
        ];
        assert_eq!(found, prose, "{declared}");
        assert_eq!(decimals(&text, " d ", " e"), 0, "{declared}");
        let chart = desk.text("r/site/charts/regional-means.svg");
        let wanted = format!(".{}", "0".repeat(prose[1]));
        let long = chart.split(['>', '<', ' ']).filter(|part| {
            part.split_once('.').is_some_and(|(whole, rest)| {
                whole == "0" && rest.len() == wanted.len() - 1 && rest.parse::<u32>().is_ok()
            })
        });
        assert!(long.count() > 1, "{declared}: {chart}");
        for (year, wanted) in [("2023", tables[0]), ("2025", tables[1])] {
            let html = desk.text(&format!("r/site/editions/{year}/index.html"));
            let value = html.split_once("<td class=\"num strong\"").unwrap().1;
            let value = plain(&format!("<x{}", value.split_once("</td>").unwrap().0));
            let shown = value.trim().split_once('.').unwrap().1.len();
            assert_eq!(shown, wanted, "{declared} {year}: {value}");
        }
    }
}

#[test]
fn decimals_name_editions_that_are_there() {
    let planted = Planted::whole(&fixture());
    planted.replace(
        "survey/methodology.yaml",
        "decimals: 3",
        "decimals: {default: 3, 2020: 4}",
    );
    let output = said(&planted.run(&["check"]));
    assert!(output.contains("there is no edition of 2020"), "{output}");
    planted.replace("survey/methodology.yaml", "2020: 4}", "prse: 4}");
    let output = said(&planted.run(&["check"]));
    assert!(output.contains("did you mean `prose`?"), "{output}");
}
