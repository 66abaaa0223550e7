//! Charts as authors declare them: the short form, and what is said of slips.

use std::fs;
use std::path::PathBuf;

use crate::common::{copy, fixture, make};

/// The fixture with one more chart, of which `head` and `data` are given.
fn with_chart(head: &str, data: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    copy(&fixture(), &content);
    fs::create_dir_all(content.join("charts")).unwrap();
    let yaml = format!(
        "{head}\ndescription: {{zh: 说明, en: What is drawn}}\nsource: almanac\ndata: {data}\n"
    );
    fs::write(content.join("charts/mine.yaml"), yaml).unwrap();
    (folder, content)
}

const TITLE: &str = "title: {zh: 题, en: Title}";

fn messages(head: &str, data: &str) -> Vec<String> {
    let (_folder, content) = with_chart(head, data);
    let (.., said) = make(&content);
    said.iter()
        .map(|d| {
            let place = d.place.as_ref().unwrap();
            assert!(place.file.path.ends_with("charts/mine.yaml"), "{d}");
            d.message.clone()
        })
        .collect()
}

/// One error and no other.
fn told(head: &str, data: &str, wanted: &str) {
    let said = messages(head, data);
    assert_eq!(said.len(), 1, "{head}\n{data}: {said:?}");
    assert!(said[0].contains(wanted), "{head}\n{data}: {said:?}");
}

#[test]
fn slips_of_a_line_chart_are_told() {
    let line = format!("kind: line\n{TITLE}");
    let towns = "{members: [ELL, DUN], editions: all}";
    for (key, wanted) in [
        ("highlight: [ELK]", "has the id `ELK`"),
        ("stack: sum", "`stack` means nothing"),
        ("highlight: ELL", "expected a list"),
        ("format: {style: number, decimals: 12}", "0 to 9"),
    ] {
        told(&format!("{line}\n{key}"), towns, wanted);
    }
    for (data, wanted) in [
        ("{members: [ELX], editions: all}", "unknown member `ELX`"),
        (
            "{editions: all, component: helth}",
            "unknown component `helth`",
        ),
        ("{edition: 2021}", "one or two axes"),
        ("{members: [ELL]}", "runs over editions"),
        (
            "{members: [ELL, DUN], editions: all, among: slate-isles}",
            "`among` changes nothing",
        ),
        (
            "{members: [ELL], editions: all, edition: 2018}",
            "`edition` changes nothing",
        ),
        (
            "{items: {editions: all}, value: '1e308 * 10'}",
            "too large for a number",
        ),
        ("{items: {editions: all}, value: '1e20'}", "at most"),
        (
            "{items: {editions: all}, value: '1) {% for x in y %} (1'}",
            "statements",
        ),
    ] {
        told(&line, data, wanted);
    }
    let title = "title: {zh: '{{ total() }}镇', en: Towns}";
    told(&format!("kind: line\n{title}"), towns, "holds other values");
}

#[test]
fn slips_of_other_kinds_are_told() {
    for (head, data, wanted) in [
        (
            "dumbbell",
            "{members: [ELL], editions: all}",
            "has 2 series (from, to), and the data have 3",
        ),
        (
            "histogram\nedges: [0.5, 1]",
            "{members: all, edition: 2018}",
            "outside the `edges`",
        ),
        (
            "multiples\nreference: ELK",
            "{members: [ELL, DUN], editions: all}",
            "no series of this chart is `ELK`",
        ),
        (
            "bars",
            "{members: all, edition: 2019}",
            "there is no edition of 2019",
        ),
        ("tile-map", "{members: all, edition: 2018}", "has a `tile`"),
    ] {
        told(&format!("{TITLE}\nkind: {head}"), data, wanted);
    }
}

#[test]
fn the_short_form_gives_the_numbers_of_the_long_one() {
    let table = |kind: &str, data: &str| {
        let (_folder, content) = with_chart(&format!("kind: {kind}\n{TITLE}"), data);
        let (_, site, said) = make(&content);
        assert!(said.is_empty(), "{data}: {said:?}");
        let route = egov_report::site::Route::new("en/charts/mine.csv");
        let file = site.unwrap().tree.get(&route).unwrap().bytes.clone();
        String::from_utf8(file).unwrap()
    };
    for (kind, short, long) in [
        (
            "line",
            "{members: [ELL, DUN], editions: all, component: health}",
            "{items: {editions: all}, series: {members: [ELL, DUN]}, value: 'value(member=member, edition=edition, component=\"health\")'}",
        ),
        (
            "ranks",
            "{members: [ELL, DUN], editions: all}",
            "{items: {editions: all}, series: {members: [ELL, DUN]}, value: 'rank(member=member, edition=edition)'}",
        ),
        (
            "bars",
            "{regions: all, edition: 2018, show: highest}",
            "{items: {regions: all}, value: 'highest(among=region, edition=2018)'}",
        ),
    ] {
        assert_eq!(table(kind, short), table(kind, long), "{short}");
    }
}

#[test]
fn numbers_that_no_function_wrote_are_found_in_the_texts_of_charts() {
    let (_folder, content) = with_chart(
        "kind: line\ntitle: {zh: 12座镇，2021年, en: '12 towns, 2021'}",
        "{editions: all}",
    );
    let (report, ..) = make(&content);
    let report = report.unwrap();
    let loose: Vec<&str> = report
        .loose
        .iter()
        .map(|place| &place.file.text[place.span.clone()])
        .collect();
    assert_eq!(loose, ["12", "12"]);
}

#[test]
fn a_sparkline_stands_in_a_text() {
    let (_folder, content) = with_chart(&format!("kind: sparkline\n{TITLE}"), "{editions: all}");
    for lang in ["zh", "en"] {
        let path = content.join(format!("commentary/overview.{lang}.md"));
        let text = fs::read_to_string(&path).unwrap();
        let with = text.replacen("\n## ", "\nA {{ sparkline(id=\"mine\") }} B.\n\n## ", 1);
        assert_ne!(text, with);
        fs::write(path, with).unwrap();
    }
    let (_, site, said) = make(&content);
    assert!(said.is_empty(), "{said:?}");
    let route = egov_report::site::Route::new("en/reading/overview/");
    let file = site.unwrap().tree.get(&route).unwrap().bytes.clone();
    let page = String::from_utf8(file).unwrap();
    let drawn = "A <svg class=\"ch ch-s\" viewBox=\"0 0 96 24\" role=\"img\" aria-label=\"Title\">";
    assert!(page.contains(drawn));
}

/// Each option changes the drawing.
#[test]
fn options_change_the_drawing() {
    let drawn = |head: &str, data: &str| {
        let (_folder, content) = with_chart(head, data);
        let (_, site, said) = make(&content);
        assert!(said.is_empty(), "{head}: {said:?}");
        let route = egov_report::site::Route::new("en/charts/mine.svg");
        site.unwrap().tree.get(&route).unwrap().bytes.clone()
    };
    let both = "{items: {members: all}, series: {components: [health, surroundings]}, \
                value: 'value(member=member, edition=2018, component=component)'}";
    let towns = "{members: [ELL, DUN], editions: all}";
    for (kind, data, options) in [
        ("line", towns, &["from-zero: false", "axis: [0, 2]"][..]),
        ("ranks", towns, &["of: 40"]),
        ("multiples", towns, &["reference: DUN", "from-zero: false"]),
        (
            "histogram",
            "{members: all, edition: 2018}",
            &["edges: [0, 0.5, 1]"],
        ),
        (
            "scatter",
            both,
            &[
                "group-by: regions",
                "across: {format: {style: percent}, axis: [0, 2]}",
                "up: {axis: [0, 3]}",
            ],
        ),
        (
            "contribution",
            "{member: ELL, components: [income, health, surroundings], from: 2018, to: 2021}",
            &["start: {name: {zh: 前, en: Before}, value: 'value(member=\"ELL\", edition=2018)'}"],
        ),
    ] {
        let head = format!("kind: {kind}\n{TITLE}");
        let plain = drawn(&head, data);
        for option in options {
            assert!(
                plain != drawn(&format!("{head}\n{option}"), data),
                "{option}"
            );
        }
    }
}

/// Nobody is lost on a map: those without a place are counted, listed and warned of.
#[test]
fn members_without_a_tile() {
    let (_folder, content) = with_chart(
        &format!("kind: tile-map\n{TITLE}"),
        "{members: all, edition: 2018}",
    );
    let path = content.join("survey/members.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let placed = text.replacen("{code: ALD,", "{code: ALD, tile: [0, 0],", 1);
    fs::write(
        &path,
        placed.replacen("{code: BRA,", "{code: BRA, tile: [1, 0],", 1),
    )
    .unwrap();
    let (_, site, said) = make(&content);
    let [one] = said.as_slice() else {
        panic!("{said:?}");
    };
    assert!(one.message.starts_with("10 of the 12 members"), "{one}");
    let place = one.place.as_ref().unwrap();
    assert!(
        place.file.path.ends_with("members.yaml") && place.line_column().0 == 4,
        "{one}"
    );
    let tree = site.unwrap().tree;
    let file = |name: &str| {
        let bytes = tree
            .get(&egov_report::site::Route::new(name))
            .unwrap()
            .bytes
            .clone();
        String::from_utf8(bytes).unwrap()
    };
    let svg = file("en/charts/mine.svg");
    assert!(svg.contains("Thriving 4"), "{svg}");
    assert!(
        svg.contains("Not on the map: ") && svg.contains("Corvell"),
        "{svg}"
    );
    assert_eq!(file("en/charts/mine.csv").lines().count(), 13);
}

/// A name that no chart has is an error where the template says it.
#[test]
fn a_chart_that_a_template_misspells() {
    let (folder, content) = with_chart(&format!("kind: line\n{TITLE}"), "{editions: all}");
    let page = fs::read_to_string(crate::common::checkout("templates/home.html")).unwrap();
    fs::create_dir_all(folder.path().join("templates")).unwrap();
    for (name, fails) in [("mine", false), ("mine-or-not", true)] {
        let call = format!("{{{{ chart(id=\"{name}\") }}}}{{% endblock");
        let with = page.replacen("{% endblock", &call, 1);
        fs::write(folder.path().join("templates/home.html"), with).unwrap();
        let (.., said) = make(&content);
        let found = said.iter().find(|d| d.message.contains("unknown chart"));
        assert_eq!(found.is_some(), fails, "{name}: {said:?}");
        if let Some(found) = found {
            let place = found.place.as_ref().unwrap();
            assert!(place.file.path.ends_with("home.html"), "{found}");
        }
    }
}
