//! `new`: a report begun in one command, and what is added to one, through the program itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use egov_report::report::charts::KINDS;

use crate::common::{checkout, copy, in_three_languages};

/// A folder that goes away, in which the program runs.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    /// With a copy of the second report.
    pub fn with_second() -> Desk {
        let desk = Desk::new();
        copy(&in_three_languages(), &desk.path("content"));
        desk
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Runs the program in a folder of the desk.
    pub fn run_in(&self, folder: &str, arguments: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_egov-report"))
            .args(arguments.split_whitespace())
            .current_dir(self.path(folder))
            .output()
            .unwrap()
    }

    /// Runs a command that succeeds; what it printed.
    #[track_caller]
    pub fn well(&self, folder: &str, arguments: &str) -> String {
        let output = self.run_in(folder, arguments);
        let said = said(&output);
        assert!(output.status.success(), "{arguments}: {said}");
        said
    }

    /// Runs a command that is refused, with nothing changed; what it said.
    #[track_caller]
    pub fn refused(&self, folder: &str, arguments: &str) -> String {
        let before = self.files();
        let output = self.run_in(folder, arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert_eq!(before, self.files(), "{arguments}");
        said
    }

    /// Everything on the desk.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        walkdir::WalkDir::new(self.0.path())
            .into_iter()
            .map(|entry| entry.unwrap().into_path())
            .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
            .collect()
    }

    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, &text.replace(from, to));
    }
}

pub fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|b| String::from_utf8_lossy(b));
    format!("{out}{err}")
}

/// The messages of a run, without their places.
fn messages(said: &str) -> Vec<&str> {
    said.lines()
        .filter(|line| line.starts_with("error") || line.starts_with("warning"))
        .collect()
}

/// What is still to be written is no other fault.
#[track_caller]
fn only_unwritten(said: &str) {
    for message in messages(said) {
        let known = [
            "this text is still to be written",
            "still to be translated",
            "this edition is a draft",
        ];
        assert!(
            known.iter().any(|k| message.contains(k)),
            "{message}\n{said}"
        );
    }
}

#[test]
fn a_report_begun_in_one_command_has_no_fault_and_builds() {
    let desk = Desk::new();
    let said = desk.well("", "new towns");
    assert!(said.contains("cd towns && egov-report serve"), "{said}");
    let strict = desk.well("towns", "check --strict");
    assert!(strict.ends_with("0 error(s), 0 warning(s)\n"), "{strict}");
    desk.well("towns", "build");
    for page in [
        "en/index.html",
        "zh/chapters/overview/index.html",
        "en/claims/index.html",
    ] {
        assert!(desk.path("towns/site").join(page).is_file(), "{page}");
    }
    // No mark of the starting files is left in what an author or a reader sees.
    for (path, bytes) in desk.files() {
        let text = String::from_utf8_lossy(&bytes);
        let marks = ['«', '¦', '⟦', '⟧'];
        assert!(
            !text.contains(marks) && !text.contains("TODO"),
            "{}",
            path.display()
        );
    }
    assert_eq!(desk.text("towns/.gitignore"), "/site/\n");
    let readme = desk.text("towns/README.md");
    assert!(
        readme.contains("egov-report new chapter results"),
        "{readme}"
    );
}

#[test]
fn a_report_in_one_built_in_language_has_no_fault() {
    let desk = Desk::new();
    for tag in ["en", "zh-Hans", "en-GB"] {
        desk.well("", &format!("new {tag} --languages {tag}"));
        desk.well(tag, "check --strict");
        let report = desk.text(&format!("{tag}/content/report.yaml"));
        assert!(
            report.contains(&format!("languages: [{tag}]\n")),
            "{report}"
        );
    }
    assert!(
        desk.path("zh-Hans/content/commentary/overview.zh.md")
            .is_file()
    );
    let readme = desk.text("zh-Hans/README.md");
    assert!(readme.contains("接下来"), "{readme}");
}

#[test]
fn a_language_that_is_not_built_in_builds_and_says_what_is_to_be_translated() {
    let desk = Desk::new();
    let said = desk.well("", "new villes --languages fr");
    assert!(said.contains("marked TODO"), "{said}");
    let check = desk.well("villes", "check");
    only_unwritten(&check);
    assert!(check.contains("content/strings/fr.yaml:3:1"), "{check}");
    assert!(
        check.contains("words are still to be translated"),
        "{check}"
    );
    assert!(
        check.contains("content/commentary/overview.fr.md:2:8"),
        "{check}"
    );
    desk.well("villes", "build");
    assert_eq!(
        desk.run_in("villes", "check --strict").status.code(),
        Some(1)
    );
    // A name that was made up needs no translation; one word less is to be done once it is.
    assert!(
        desk.text("villes/content/survey/members.yaml")
            .contains("name: Alderwick,")
    );
    let words = |check: &str| {
        let line = check.lines().find(|line| line.contains("to be translated"));
        let number = line.and_then(|line| line.split(' ').nth(1)?.parse::<usize>().ok());
        number.unwrap()
    };
    let before = words(&check);
    let text = desk.text("villes/content/strings/fr.yaml");
    desk.write(
        "villes/content/strings/fr.yaml",
        &text.replacen("# TODO\n", "", 1),
    );
    assert_eq!(words(&desk.well("villes", "check")), before - 1);
}

#[test]
fn languages_that_are_none_are_named() {
    let desk = Desk::new();
    let said = desk.refused("", "new a --languages en,klingonese");
    assert!(said.contains("`klingonese` is no language"), "{said}");
    let said = desk.refused("", "new a --languages en,en");
    assert!(said.contains("`en` is named twice"), "{said}");
}

#[test]
fn the_members_of_the_united_nations_are_those_of_m49_in_any_language() {
    let desk = Desk::new();
    desk.well("", "new un --members un --languages en,zh-Hans,fr");
    let made = desk.text("un/content/survey/members.yaml");
    let own = fs::read_to_string(checkout("content/survey/members.yaml")).unwrap();
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("- "));
        lines.map(str::to_owned).collect()
    };
    let (made, own) = (lines(&made), lines(&own));
    assert_eq!((made.len(), own.len()), (193, 193));
    let between = |line: &str, from: &str, to: &str| -> String {
        let rest = line.split_once(from).unwrap().1;
        rest.split_once(to).unwrap().0.to_owned()
    };
    for (made, own) in made.iter().zip(&own) {
        assert_eq!(between(made, "code: ", ","), between(own, "code: ", ","));
        assert_eq!(
            between(made, "region: ", ","),
            between(own, "region: ", ",")
        );
        assert_eq!(between(made, "tile: ", "]"), between(own, "tile: ", "]"));
        assert_eq!(
            between(made, "zh: ", ","),
            between(own, "zh: ", ","),
            "{made}"
        );
    }
    let of = |code: &str| {
        made.iter()
            .find(|l| l.contains(&format!("code: {code},")))
            .unwrap()
    };
    assert!(
        of("DEU").contains("name: {en: Germany, zh: 德国, fr: Allemagne}"),
        "{}",
        of("DEU")
    );
    assert!(
        of("BHS").contains("in-text: {en: the Bahamas}"),
        "{}",
        of("BHS")
    );
    let regions = desk.text("un/content/survey/regions.yaml");
    assert!(
        regions.contains("{en: Eastern Africa, zh: 东非, fr: Afrique orientale}"),
        "{regions}"
    );
    // Nothing is said of a country that is not so.
    let edition = desk.text("un/content/survey/editions/2024.yaml");
    assert!(
        edition.contains("  DEU: {letters: 7, column: 12, row: "),
        "{edition}"
    );
    let report = desk.text("un/content/report.yaml");
    assert!(
        report.contains("says nothing about any country"),
        "{report}"
    );
}

#[test]
fn a_report_of_the_united_nations_has_no_fault() {
    let desk = Desk::new();
    desk.well("", "new un --members un --languages en");
    desk.well("un", "check --strict");
    let texts = desk.text("un/content/survey/members.yaml");
    assert!(!texts.contains("zh:"));
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let desk = Desk::new();
    desk.write("a/README.md", "mine");
    let said = desk.refused("", "new a");
    assert!(
        said.contains("in `a` something is in the way") && said.contains("`README.md`"),
        "{said}"
    );
    desk.write("b/content/notes.txt", "mine");
    let said = desk.refused("", "new b");
    assert!(said.contains("`content`"), "{said}");
    desk.write("c", "a file");
    let said = desk.refused("", "new c");
    assert!(said.contains("`c` is a file"), "{said}");
    // What is not in the way stays, as a repository does.
    desk.write("d/.git/HEAD", "ref");
    desk.write("d/LICENSE", "mine");
    desk.well("", "new d");
    assert_eq!(
        desk.text("d/.git/HEAD") + &desk.text("d/LICENSE"),
        "refmine"
    );
    let said = desk.refused("", "new d");
    assert!(said.contains("a report is there already"), "{said}");
    desk.well("", "new e/f/g");
    desk.well("e/f/g", "check --strict");
}

#[test]
fn a_folder_may_be_called_as_what_can_be_added() {
    let desk = Desk::new();
    desk.well("", "new ./chart");
    assert!(desk.path("chart/content/report.yaml").is_file());
    let said = desk.refused("", "new chart");
    assert!(said.contains("<ID>"), "{said}");
    let said = desk.refused("", "new");
    assert!(said.contains("DIR"), "{said}");
}

/// Everything that can be added, to the report in a folder.
fn add_all(desk: &Desk, folder: &str, year: u16) {
    for thing in [
        "chapter lessons".to_owned(),
        "claim first-claim".to_owned(),
        "claim second-claim".to_owned(),
        "indicator broadband".to_owned(),
        "source our-data".to_owned(),
        format!("edition {year}"),
    ] {
        desk.well(folder, &format!("new {thing}"));
        let again = desk.refused(folder, &format!("new {thing}"));
        assert!(again.contains("is there already"), "{again}");
    }
}

#[test]
fn whatever_is_added_the_report_builds_and_says_what_is_to_be_written() {
    for (begin, folder, year) in [
        (Some("new r --languages zh-Hans"), "r", 2030),
        (None, "", 2024),
    ] {
        let desk = match begin {
            Some(begin) => {
                let desk = Desk::new();
                desk.well("", begin);
                desk
            }
            None => Desk::with_second(),
        };
        let below = |file: &str| Path::new(folder).join(file).display().to_string();
        let comments = |text: &str| text.lines().filter(|l| l.starts_with('#')).count();
        let before = comments(&desk.text(&below("content/report.yaml")));
        add_all(&desk, folder, year);
        let report = desk.text(&below("content/report.yaml"));
        assert!(report.contains("\n  - lessons\n"), "{report}");
        assert_eq!(comments(&report), before);
        let check = desk.well(folder, "check");
        only_unwritten(&check);
        for place in [
            "commentary/lessons.zh.md:2:8",
            "claims.yaml:",
            "indicators/broadband.yaml:3:",
            "survey/sources.yaml:",
            &format!("editions/{year}.yaml:2:1"),
        ] {
            assert!(check.contains(place), "{place}\n{check}");
        }
        let built = desk.well(folder, "build");
        assert!(built.contains("still to be written"), "{built}");
    }
}

#[test]
fn a_chapter_is_listed_as_the_others_are() {
    for (from, to) in [
        (
            "chapters:\n  - overview\n  - changes\n",
            "chapters: [overview, changes, lessons]\n",
        ),
        (
            "chapters:\n  - overview\n  - changes\n",
            "chapters: # in order\n- overview # first\n- {slug: changes}\n\n- lessons\n# end\n",
        ),
    ] {
        let desk = Desk::with_second();
        let without = to.replace(", lessons]", "]").replace("\n\n- lessons", "\n");
        desk.replace("content/report.yaml", from, &without);
        let text = desk.text("content/report.yaml").replace('\n', "\r\n");
        desk.write("content/report.yaml", &text);
        desk.well("", "new chapter lessons");
        let now = desk.text("content/report.yaml");
        assert_eq!(now.matches('\n').count(), now.matches("\r\n").count());
        let chapters: Vec<&str> = now.lines().filter(|l| l.contains("lessons")).collect();
        assert_eq!(chapters.len(), 1, "{now}");
        only_unwritten(&said(&desk.run_in("", "check")));
    }
    // A form with no place for one more is said, and nothing is written.
    let desk = Desk::with_second();
    desk.replace(
        "content/report.yaml",
        "chapters:\n  - overview\n  - changes\n",
        "chapters: &all\n  - overview\n  - changes\n",
    );
    let said = desk.refused("", "new chapter lessons");
    assert!(said.contains("add `lessons` under `chapters:`"), "{said}");
}

#[test]
fn ids_that_cannot_be_are_told_with_one_that_can() {
    let desk = Desk::new();
    desk.well("", "new r --languages en");
    for (thing, id, near) in [
        ("chapter", "Lessons", "`lessons`"),
        ("chart", "a_b", "`a-b`"),
        ("source", "../x", "`x`"),
        ("claim", "é", "beginning with a letter"),
        ("indicator", "-x", "unexpected argument"),
    ] {
        let said = desk.refused("r", &format!("new {thing} {id}"));
        assert!(said.contains(near), "{said}");
    }
    let said = desk.refused("r", "new edition 20x4");
    assert!(said.contains("20x4"), "{said}");
    let said = desk.refused("r", "new edition 2021");
    assert!(
        said.contains("the edition of 2021 is there already"),
        "{said}"
    );
    let said = desk.refused("r", "new chart a --kind collumns");
    assert!(
        said.contains("did you mean `columns`") && said.contains("`tile-map`"),
        "{said}"
    );
    let nowhere = desk.run_in("", "new chapter lessons");
    assert_eq!(nowhere.status.code(), Some(1));
}

#[test]
fn a_chart_of_every_kind_is_drawn_without_a_fault() {
    let desk = Desk::new();
    desk.well("", "new r");
    let mut placed = String::new();
    for kind in KINDS {
        desk.well("r", &format!("new chart my-{0} --kind {0}", kind.name));
        if kind.name != "sparkline" {
            placed += &format!("{{{{ chart(id=\"my-{}\") }}}}\n\n", kind.name);
        }
        for key in kind.keys {
            let text = desk.text(&format!("r/content/charts/my-{}.yaml", kind.name));
            assert!(text.contains(&format!("# {}: ", key.name)), "{text}");
        }
    }
    for lang in ["en", "zh"] {
        let file = format!("r/content/commentary/overview.{lang}.md");
        desk.write(&file, &format!("{}\n{placed}", desk.text(&file)));
    }
    desk.well("r", "renew --all");
    desk.well("r", "check --strict");
    desk.well("r", "build");
    for kind in KINDS.iter().filter(|kind| kind.name != "sparkline") {
        for lang in ["en", "zh"] {
            let file = format!("r/site/{lang}/charts/my-{}.svg", kind.name);
            assert!(desk.path(&file).is_file(), "{file}");
        }
    }
}

#[test]
fn charts_are_of_the_second_report_too_and_say_what_it_has_not() {
    let desk = Desk::with_second();
    for kind in KINDS.iter().filter(|kind| kind.name != "tile-map") {
        desk.well("", &format!("new chart my-{0} --kind {0}", kind.name));
    }
    let said = desk.refused("", "new chart my-map --kind tile-map");
    assert!(said.contains("places on the tile map"), "{said}");
    desk.well("", "check --strict");
    let chart = desk.text("content/charts/my-line.yaml");
    assert!(
        chart.contains("fr: 'Composantes de") || chart.contains("fr: "),
        "{chart}"
    );
}

#[test]
fn a_draft_counts_once_its_values_are_there() {
    let desk = Desk::new();
    desk.well("", "new r --languages en");
    desk.well("r", "new edition 2027");
    let file = "r/content/survey/editions/2027.yaml";
    let draft = desk.text(file);
    // Not a figure is made up.
    let lines: Vec<&str> = draft.lines().filter(|l| l.starts_with("  ")).collect();
    assert_eq!(lines.len(), 8);
    assert!(
        lines
            .iter()
            .all(|l| !l.contains(|c: char| c.is_ascii_digit())),
        "{draft}"
    );
    let check = desk.well("r", "check");
    assert!(check.contains("fill in its 32 values"), "{check}");
    desk.well("r", "build");
    assert!(!desk.path("r/site/editions/2027/index.html").exists());
    // Values that are missing are named, when it is no draft any more.
    let published = draft.replace("draft: true\n", "");
    desk.write(file, &published);
    assert_eq!(desk.run_in("r", "check").status.code(), Some(1));
    let filled = published
        .replace("opening: ", "opening: 40")
        .replace("books: ", "books: 2.5")
        .replace("age: ", "age: 15")
        .replace("visits: ", "visits: 5");
    desk.write(file, &filled);
    desk.well("r", "check --strict");
    desk.well("r", "build");
    assert!(desk.path("r/site/editions/2027/index.html").is_file());
}
