//! Faults of which too much, too little or the wrong thing was said: each is told once, at its
//! place; and small slips of the pages.

#[path = "faults/texts.rs"]
mod texts;

use crate::common::both;
use crate::common::planted::Planted;
use crate::common::{checkout, fixture, make, unset, well};
use egov_report::diagnostic::Diagnostic;
use egov_report::pipeline::Site;
use egov_report::site::Route;

fn said(copy: &Planted) -> Vec<Diagnostic> {
    make(&copy.content()).2
}

fn all(said: &[Diagnostic]) -> String {
    said.iter().map(|d| format!("{d}\n")).collect()
}

/// One error and no other: its message, its place, and the place that explains it.
fn only(copy: &Planted, message: &str, name: &str, lines: (usize, Option<usize>)) {
    let said = said(copy);
    let [one] = said.as_slice() else {
        panic!("{} errors:\n{}", said.len(), all(&said));
    };
    assert!(one.message.contains(message), "{one}");
    let place = one.place.as_ref().unwrap();
    assert!(place.file.path.ends_with(name), "{one}");
    assert_eq!(place.line_column().0, lines.0, "{one}");
    let first = one.related.first().map(|(p, _)| p.line_column().0);
    assert_eq!(first, lines.1, "{one}");
}

fn page(site: &Site, route: &str) -> String {
    let file = site.tree.get(&Route::new(route)).unwrap();
    unset(std::str::from_utf8(&file.bytes).unwrap())
}

/// Its claims name sections of it, and another chapter links to it.
#[test]
fn a_chapter_without_one_of_its_files_is_one_error() {
    let copy = Planted::of(&fixture());
    copy.remove("commentary/changes.en.md");
    let line = copy.line("report.yaml", "- changes");
    only(
        &copy,
        "the chapter `changes` has no text in English",
        "report.yaml",
        (line, None),
    );
}

/// The other files of the folder are no misspelling of a missing one.
#[test]
fn a_missing_file_suggests_only_a_near_miss() {
    let told = |copy: &Planted| {
        let said = said(copy);
        assert_eq!(said.len(), 1, "{}", all(&said));
        assert!(
            said[0].message.contains("members.yaml` is missing"),
            "{}",
            said[0]
        );
        said[0].hint.clone().unwrap()
    };
    let copy = Planted::of(&fixture());
    let members = copy.text("survey/members.yaml");
    copy.remove("survey/members.yaml");
    assert!(!told(&copy).contains("did you mean"), "{}", told(&copy));
    for near in ["survey/memebrs.yaml", "members.yaml", "survey/members.yml"] {
        let copy = Planted::of(&fixture());
        copy.remove("survey/members.yaml");
        copy.write(near, &members);
        assert_eq!(told(&copy), format!("did you mean `{near}`?"));
    }
}

#[test]
fn kinds_of_pages_under_one_segment() {
    let routes = "routes: {members: towns, editions: years, regions: coasts, groups: leagues, components: measures, chapters: reading}";
    for (to, message) in [
        (
            "routes: {members: same, regions: same}",
            "`regions` and `members` would stand under `same`",
        ),
        (
            "routes: {members: editions}",
            "`members` and `editions` would stand under `editions`",
        ),
        (
            "routes: {members: ranking}",
            "`members` and a page of its own would stand under `ranking`",
        ),
    ] {
        let copy = Planted::of(&fixture());
        copy.replace("report.yaml", routes, to);
        let line = copy.line("report.yaml", "routes:");
        let said = said(&copy);
        let [one] = said.as_slice() else {
            panic!("{to}:\n{}", all(&said));
        };
        assert!(one.message.contains(message), "{one}");
        assert_eq!(one.place.as_ref().unwrap().line_column().0, line, "{one}");
    }
    // Two that change places keep apart.
    let copy = Planted::of(&fixture());
    copy.replace(
        "report.yaml",
        routes,
        "routes: {members: editions, editions: members}",
    );
    assert_eq!(all(&said(&copy)), "");
}

#[test]
fn codes_ids_and_slugs_that_differ_in_case_only() {
    let copy = Planted::of(&fixture());
    let members = copy.text("survey/members.yaml");
    let first = members.lines().find(|l| l.contains("code: ALD")).unwrap();
    let twin = first.replace("code: ALD", "code: ald");
    copy.write("survey/members.yaml", &format!("{members}{twin}\n"));
    let lines = (
        members.lines().count() + 1,
        Some(copy.line("survey/members.yaml", "code: ALD")),
    );
    only(
        &copy,
        "there are two members `ald`",
        "survey/members.yaml",
        lines,
    );

    let copy = Planted::of(&fixture());
    let regions = copy.text("survey/regions.yaml");
    let group = "  - {id: Amber-Coast, name: {zh: 甲, en: A}}\n";
    copy.write(
        "survey/regions.yaml",
        &format!("{}\n{group}", regions.trim_end()),
    );
    let line = copy.line("survey/regions.yaml", "Amber-Coast");
    let first = copy.line("survey/regions.yaml", "id: amber-coast");
    only(
        &copy,
        "there are two areas `Amber-Coast`",
        "survey/regions.yaml",
        (line, Some(first)),
    );

    let copy = Planted::of(&fixture());
    copy.replace("report.yaml", "  - changes\n", "  - changes\n  - Changes\n");
    let line = copy.line("report.yaml", "- Changes");
    only(
        &copy,
        "two pages have one address",
        "report.yaml",
        (line, Some(line - 1)),
    );
}

/// The parser takes `[^note][text](address)` for something else.
#[test]
fn a_note_with_a_link_right_behind_it() {
    let copy = Planted::of(&fixture());
    copy.replace(
        "commentary/overview.zh.md",
        "[^mean]。[敦米尔](member:DUN)",
        "[^mean][敦米尔](member:DUN)",
    );
    copy.replace(
        "commentary/overview.en.md",
        "[^mean] Soot in [Dunmere]",
        "[^mean][Dunmere]",
    );
    let (_, site, said) = make(&copy.content());
    assert_eq!(all(&said), "");
    for (lang, name) in [("zh", "敦米尔"), ("en", "Dunmere")] {
        let html = page(site.as_ref().unwrap(), &format!("{lang}/reading/overview/"));
        let note = "<sup class=\"note-ref\"><a href=\"#note-1\" id=\"note-ref-1\">1</a></sup>";
        let link = format!("{note}<a href=\"../../towns/dun/\">{name}</a>");
        assert!(html.contains(&link), "{html}");
    }
}

/// Without its note, one text has no list of notes: that is no missing heading.
#[test]
fn a_note_in_one_language_only_is_no_missing_heading() {
    for lang in both() {
        let copy = Planted::of(&fixture());
        let name = format!("commentary/overview.{lang}.md");
        let text = copy.text(&name).replacen("[^mean]", "", 1);
        let kept = text
            .split_inclusive('\n')
            .filter(|l| !l.starts_with("[^mean]:"));
        copy.write(&name, &kept.collect::<String>());
        let said = said(&copy);
        assert!(
            said.iter().all(|d| !d.message.contains("heading")),
            "{}",
            all(&said)
        );
        let note = said
            .iter()
            .filter(|d| d.message.contains("the note `mean` is missing"));
        assert_eq!(note.count(), 1, "{}", all(&said));
    }
}

/// In 2003 members not assessed stand on record with 0 for what nobody looked at.
#[test]
fn what_was_not_assessed_is_not_shown_as_zero() {
    let (_, site) = well(&checkout("content"));
    for lang in both() {
        let edition = page(&site, &format!("{lang}/editions/2003/"));
        let list = edition.split("id=\"not-assessed\"").nth(1).unwrap();
        let list = list.split("</table>").next().unwrap();
        let row = list
            .split("<tr>")
            .find(|r| r.contains("countries/kir/"))
            .unwrap();
        // On record: osi 0, tii 0.02586, hci 0.
        assert!(!row.contains("0.0000"), "{row}");
        assert!(row.contains("0.0259") && row.contains('–'), "{row}");
        let member = page(&site, &format!("{lang}/countries/kir/"));
        let row = member
            .split("<tr")
            .find(|r| r.contains("editions/2003/"))
            .unwrap();
        assert!(!row.contains("0.0000"), "{row}");
        // Of a member that was assessed 0 is a value: South Sudan's services in 2014.
        let edition = page(&site, &format!("{lang}/editions/2014/"));
        assert!(edition.contains("0.0000"));
    }
}

#[test]
fn one_title_on_the_landing_page_and_neutral_names_of_navigation() {
    let (_, site) = well(&fixture());
    for route in [
        "",
        "404.html",
        "zh/",
        "en/",
        "en/reading/overview/",
        "zh/towns/ell/",
    ] {
        let html = page(&site, route);
        assert_eq!(html.matches("<h1").count(), 1, "/{route}");
    }
    let landing = page(&site, "");
    assert_eq!(landing.matches("<h2").count(), 1, "the other language");
    let names = |html: &str| -> Vec<String> {
        let navs = html.split("<nav").skip(1);
        navs.map(|n| {
            n.split("aria-label=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
    };
    for (lang, of_main, beside) in [
        ("zh", "主要页面", "上一页和下一页"),
        ("en", "Main pages", "Previous and next page"),
    ] {
        let names = names(&page(&site, &format!("{lang}/reading/overview/")));
        for name in [of_main, beside] {
            let times = names.iter().filter(|n| *n == name).count();
            assert_eq!(times, 1, "{name} in {names:?}");
        }
    }
}
