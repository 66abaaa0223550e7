#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::site::Route;

mod failures;
mod looks;
mod missing;
mod recovery;

fn tree(files: &[(&str, &str)]) -> SiteTree {
    let mut tree = SiteTree::default();
    let d = Diagnostics::new();
    for (route, text) in files {
        tree.insert(Route::new(*route), *text, "a test", &d);
    }
    tree
}

fn old() -> SiteTree {
    tree(&[
        ("", "old style.1.css"),
        ("a/", "old style.1.css"),
        ("gone/deep/", "gone"),
        ("a/d.csv", "1"),
        ("same/", "same"),
        ("style.1.css", "old"),
        ("turns", "a file that becomes a folder"),
        ("swaps/in", "in a folder that becomes a file"),
    ])
}

fn new() -> SiteTree {
    tree(&[
        ("", "new style.2.css"),
        ("a/", "new style.2.css"),
        ("a/d.csv", "2"),
        ("b/c/", "new style.2.css"),
        ("same/", "same"),
        ("style.2.css", "new"),
        ("turns/", "a folder now"),
        ("swaps", "a file now"),
    ])
}

/// Files with their bytes, folders without.
type Snapshot = BTreeMap<String, Option<Vec<u8>>>;

fn snapshot(folder: &Path) -> Snapshot {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap();
            let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()));
            (name.display().to_string(), bytes.map(Result::unwrap))
        })
        .collect()
}

/// What the user is told.
fn said(recovered: Result<Option<Recovered>, Error>) -> String {
    recovered.unwrap().map(|r| r.words).unwrap_or_default()
}

fn put_foreign(out: &Path) {
    for name in [".git/HEAD", "CNAME", "a/thesis.doc", "empty/.keep"] {
        let path = out.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    }
    fs::remove_file(out.join("empty/.keep")).unwrap();
}

/// A folder that holds foreign files and, if any, a site.
fn folder(site: Option<&SiteTree>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put_foreign(folder.path());
    if let Some(site) = site {
        write(site, folder.path()).unwrap();
    }
    folder
}

fn wanted(site: Option<&SiteTree>) -> Snapshot {
    snapshot(folder(site).path())
}

#[test]
fn unchanged_files_are_untouched() {
    let folder = folder(Some(&old()));
    let modified = |name: &str| {
        let found = fs::metadata(folder.path().join(name)).unwrap();
        found.modified().unwrap()
    };
    let names = ["index.html", "same/index.html", MARKER];
    let before = names.map(modified);
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(write(&old(), folder.path()).unwrap(), Written::default());
    assert_eq!(names.map(modified), before);
    let written = write(&new(), folder.path()).unwrap();
    assert_eq!((written.changed, written.removed), (7, 4));
    assert_eq!(names.map(modified)[1], before[1]);
    assert!(names.map(modified)[0] > before[0]);
}

fn refused(tree: &SiteTree, out: &Path) -> String {
    let before = snapshot(out);
    let error = write(tree, out).unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert_eq!(snapshot(out), before, "{error}");
    error.to_string()
}

#[test]
fn what_somebody_changed_stays() {
    for name in ["index.html", "same/index.html", "gone/deep/index.html"] {
        let folder = folder(Some(&old()));
        let path = folder.path().join(name);
        fs::write(&path, "by hand").unwrap();
        let words = refused(&new(), folder.path());
        assert!(words.contains(name) && words.contains("--force"), "{words}");
        write_over(&new(), folder.path()).unwrap();
        assert_eq!(snapshot(folder.path()), wanted(Some(&new())));
    }
}

#[test]
fn what_somebody_made_equal_or_removed_is_no_trouble() {
    let folder = folder(Some(&old()));
    fs::write(folder.path().join("index.html"), "new style.2.css").unwrap();
    fs::remove_file(folder.path().join("gone/deep/index.html")).unwrap();
    fs::remove_file(folder.path().join("a/index.html")).unwrap();
    write(&new(), folder.path()).unwrap();
    assert_eq!(snapshot(folder.path()), wanted(Some(&new())));
}

#[test]
fn a_folder_without_a_list_is_taken_over_by_name_only() {
    let folder = folder(Some(&old()));
    fs::remove_file(folder.path().join(MARKER)).unwrap();
    // All the same: adopted.
    write(&old(), folder.path()).unwrap();
    assert_eq!(snapshot(folder.path()), wanted(Some(&old())));
    fs::remove_file(folder.path().join(MARKER)).unwrap();
    fs::remove_file(folder.path().join("turns")).unwrap();
    fs::remove_dir_all(folder.path().join("swaps")).unwrap();
    let words = refused(&new(), folder.path());
    assert!(
        words.contains("a/d.csv") && words.contains(MARKER),
        "{words}"
    );
    write_over(&new(), folder.path()).unwrap();
    let now = snapshot(folder.path());
    assert!(now.contains_key("gone/deep/index.html") && now.contains_key("style.1.css"));
    assert!(now.contains_key("b/c/index.html"));
}

#[test]
fn many_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..30).map(|n| format!("{n}.txt")).collect();
    for name in &names {
        fs::write(folder.path().join(name), "mine").unwrap();
    }
    let files: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "site")).collect();
    let words = refused(&tree(&files), folder.path());
    assert!(words.contains("and 22 more"), "{words}");
}

#[cfg(unix)]
#[test]
fn links_inside_are_never_followed() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("index.html"), "old style.1.css").unwrap();
    let before = snapshot(elsewhere.path());
    for name in ["a", "gone/deep", "gone", "index.html", "a/d.csv", MARKER] {
        for target in [
            elsewhere.path().to_owned(),
            elsewhere.path().join("index.html"),
        ] {
            let folder = folder(Some(&old()));
            let path = folder.path().join(name);
            match path.is_dir() {
                true => fs::remove_dir_all(&path).unwrap(),
                false => fs::remove_file(&path).unwrap(),
            }
            symlink(&target, &path).unwrap();
            refused(&new(), folder.path());
            let before = snapshot(folder.path());
            assert!(write_over(&new(), folder.path()).is_err(), "{name}");
            assert_eq!(snapshot(folder.path()), before);
        }
    }
    assert_eq!(snapshot(elsewhere.path()), before);
}

#[cfg(unix)]
#[test]
fn an_out_that_is_a_link_is_followed_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    let link = folder.path().join("site");
    std::os::unix::fs::symlink("real", &link).unwrap();
    write(&old(), &link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(folder.path().join("real/index.html").is_file());
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
    let error = write(&old(), &folder.path().join("dangling")).unwrap_err();
    assert!(error.to_string().contains("leads nowhere"), "{error}");
}

#[test]
fn a_folder_in_place_of_a_file_is_refused() {
    let folder = folder(Some(&old()));
    fs::remove_file(folder.path().join("index.html")).unwrap();
    fs::create_dir(folder.path().join("index.html")).unwrap();
    assert!(refused(&new(), folder.path()).contains("index.html is a folder"));
    let blocked = self::folder(Some(&old()));
    fs::write(blocked.path().join("b"), "mine").unwrap();
    assert!(refused(&new(), blocked.path()).contains("b is a file"));
}

#[test]
fn one_at_a_time() {
    let folder = folder(Some(&old()));
    let lock = Folder::open(&Disk::default(), folder.path()).unwrap();
    let before = snapshot(folder.path());
    let error = write(&new(), folder.path()).unwrap_err();
    assert!(error.to_string().contains("another build is writing here"));
    assert_eq!(snapshot(folder.path()), before);
    drop(lock);
    write(&new(), folder.path()).unwrap();
}

#[test]
fn a_list_that_cannot_be_read_is_said() {
    for text in [
        "",
        "<<<<<<< HEAD",
        "{\"about\":\"\",\"version\":9,\"files\":{}}",
    ] {
        let folder = folder(Some(&old()));
        fs::write(folder.path().join(MARKER), text).unwrap();
        assert!(refused(&new(), folder.path()).contains("cannot be read"));
    }
    let folder = folder(Some(&old()));
    let evil = r#"{"about":"","version":1,"files":{"../x":""}}"#;
    fs::write(folder.path().join(MARKER), evil).unwrap();
    assert!(refused(&new(), folder.path()).contains("no file's name"));
}

#[test]
fn a_stranger_s_folder_with_a_name_like_ours_stays() {
    let folder = folder(Some(&old()));
    let like = folder.path().join(".egov-report-0123456789abcdef");
    fs::create_dir(&like).unwrap();
    fs::write(like.join("thesis.doc"), "x").unwrap();
    let _ = write(&new(), folder.path());
    let _ = recover(folder.path());
    assert!(like.join("thesis.doc").is_file());
}

#[test]
fn an_out_above_inside_or_equal_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("c");
    fs::create_dir_all(content.join("deep")).unwrap();
    let read = [("content", content.as_path())];
    let told = |out: &str| overlap(&folder.path().join(out), &read);
    for out in [
        "c",
        "c/",
        "c/site",
        "c/x/y",
        "c/../c",
        ".",
        "c/deep/../..",
        "x/../c",
    ] {
        assert!(told(out).is_some(), "{out}");
    }
    for out in ["site", "c2", "c/../d", "x/y"] {
        assert_eq!(told(out), None, "{out}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("c", folder.path().join("link")).unwrap();
        for out in ["link", "link/x", "link/deep"] {
            assert!(told(out).is_some(), "{out}");
        }
    }
}
