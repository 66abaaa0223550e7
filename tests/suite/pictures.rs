//! Pictures for sharing, by the real program: which pages name one, that it is there, what is drawn anew,
//! and what happens where nothing can be drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::fixture;
use crate::common::planted::Planted;

const ON: &str = "share-pictures: true\n";
const BASE: &str = "https://wellbeing.example/";

/// The small report with a picture for each page that has one.
fn planted() -> Planted {
    let planted = Planted::of(&fixture());
    let report = planted.text("report.yaml");
    planted.write("report.yaml", &format!("{report}{ON}"));
    planted
}

fn built(planted: &Planted) -> String {
    let run = planted.run(&["build", "--base-url", BASE]);
    let said =
        String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{said}");
    said
}

fn content<'h>(html: &'h str, property: &str) -> Option<&'h str> {
    let rest = html.split_once(&format!("\"{property}\" content=\""))?.1;
    rest.split('"').next()
}

/// The pages, by their addresses, with what they name as their picture.
fn named(out: &Path) -> BTreeMap<String, Option<String>> {
    let files = walkdir::WalkDir::new(out).into_iter().map(Result::unwrap);
    // What other sites show is shared by nobody.
    let pages = files.filter(|file| {
        file.file_name() == "index.html" && !file.path().ends_with("embed/index.html")
    });
    pages
        .map(|file| {
            let html = std::fs::read_to_string(file.path()).unwrap();
            let folder = file.path().parent().unwrap().strip_prefix(out).unwrap();
            let image = content(&html, "og:image").map(str::to_owned);
            let card = content(&html, "twitter:card").unwrap_or_default();
            let wanted = if image.is_some() {
                "summary_large_image"
            } else {
                "summary"
            };
            assert_eq!(card, wanted, "{}", folder.display());
            if image.is_some() {
                assert!(content(&html, "og:image:alt").is_some_and(|alt| !alt.is_empty()));
            }
            (folder.to_str().unwrap().replace('\\', "/"), image)
        })
        .collect()
}

/// The size that the file says it has, in pixels.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn each_page_that_is_shared_names_its_picture() {
    let planted = planted();
    built(&planted);
    let out = planted.out();
    let pages = named(&out);
    let mut own = BTreeSet::new();
    for (page, image) in &pages {
        let image = image
            .as_deref()
            .unwrap_or_else(|| panic!("/{page}/ names no picture"));
        let file = image.strip_prefix(BASE).unwrap();
        let png = std::fs::read(out.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!(size(&png), (1200, 630), "{file}");
        assert!(
            (2_000..150_000).contains(&png.len()),
            "{file}: {} bytes",
            png.len()
        );
        if file
            .rsplit_once('/')
            .is_some_and(|(folder, _)| folder == page)
        {
            own.insert(page.clone());
        }
    }
    for page in [
        "zh",
        "en",
        "zh/reading/overview",
        "en/towns/ell",
        "zh/years/2021",
    ] {
        assert!(own.contains(page), "{page}: {own:?}");
    }
    for (page, _) in pages.iter().filter(|(page, _)| page.contains("/charts/")) {
        assert!(own.contains(page), "{page}");
    }
    // The others have that of their language's home page.
    for page in ["zh/sources", "en/members", ""] {
        if let Some(image) = pages.get(page) {
            let home = if page.starts_with("en") { "en" } else { "zh" };
            assert_eq!(image, &pages[home], "{page}");
        }
    }
    let files = planted.site();
    let drawn = files
        .keys()
        .filter(|file| file.extension().is_some_and(|e| e == "png"));
    assert_eq!(drawn.count(), own.len(), "pictures that no page names");
}

#[test]
fn only_what_has_changed_is_drawn_anew() {
    let planted = planted();
    built(&planted);
    let before = named(&planted.out());
    let said = built(&planted);
    assert!(said.contains("(0 changed, 0 removed)"), "{said}");
    assert_eq!(named(&planted.out()), before);
    // A word on one page alone: its title.
    planted.replace("commentary/overview.en.md", "title: ", "title: Once more, ");
    built(&planted);
    let after = named(&planted.out());
    let changed: Vec<&String> = after
        .keys()
        .filter(|page| after[*page] != before[*page])
        .collect();
    assert_eq!(changed, ["en/reading/overview"]);
    let gone = before["en/reading/overview"].as_deref().unwrap();
    assert!(
        !planted
            .out()
            .join(gone.strip_prefix(BASE).unwrap())
            .exists()
    );
    // What somebody has changed is not taken for what was drawn.
    let one = after["en"].as_deref().unwrap();
    let one = planted.out().join(one.strip_prefix(BASE).unwrap());
    let good = std::fs::read(&one).unwrap();
    std::fs::write(&one, "something else").unwrap();
    let run = planted.run(&["build", "--base-url", BASE]);
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(std::fs::read(&one).unwrap(), b"something else");
    let run = planted.run(&["build", "--base-url", BASE, "--force"]);
    assert_eq!(run.status.code(), Some(0));
    assert_eq!(std::fs::read(&one).unwrap(), good);
}

#[test]
fn without_the_setting_or_a_font_no_page_names_one() {
    let plain = Planted::of(&fixture());
    built(&plain);
    assert!(named(&plain.out()).values().all(Option::is_none));
    // A character that is nobody's, in one language.
    let planted = planted();
    planted.replace("report.yaml", "The harbour", "\u{378} The harbour");
    let said = built(&planted);
    assert!(
        said.contains(
            "no pictures for sharing in en: no font of this machine has the character \\u{378};"
        ),
        "{said}"
    );
    assert!(said.contains("fonts-noto-"), "{said}");
    for (page, image) in named(&planted.out()) {
        assert_eq!(
            image.is_none(),
            page.starts_with("en"),
            "/{page}/: {image:?}"
        );
    }
}
