//! Files that are gone after a death, looks that fail, and what stands where a file is to go.

use super::failures::{disk, disk_steps};
use super::recovery::{dead_at, journal_in};
use super::*;
use crate::disk::faults::Meanwhile;

/// Removes what a shell's `*` names.
fn empty(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let hidden = path
            .file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with('.'));
        match hidden {
            true => {}
            false if path.is_dir() => fs::remove_dir_all(&path).unwrap(),
            false => fs::remove_file(&path).unwrap(),
        }
    }
}

fn restore(folder: &Path, site: &Snapshot) {
    for (name, bytes) in site {
        if let Some(bytes) = bytes {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

pub(super) fn files(mut snapshot: Snapshot) -> Snapshot {
    snapshot.retain(|_, bytes| bytes.is_some());
    snapshot
}

/// Whether a run died before it began to clear away: after that there is no way back.
fn has_old_style(folder: &Path) -> bool {
    let files = snapshot(folder);
    files.values().any(|bytes| bytes.as_deref() == Some(b"old"))
}

/// Every page has what it names.
fn has_whole_pages(folder: &Path) -> bool {
    files(snapshot(folder)).iter().all(|(name, bytes)| {
        let text = String::from_utf8_lossy(bytes.as_ref().unwrap());
        if !name.ends_with("index.html") {
            return true;
        }
        match text.split_once(' ') {
            Some((_, style)) if style.ends_with(".css") => folder.join(style).is_file(),
            _ => true,
        }
    })
}

#[test]
fn a_restored_site_stays_whole_where_the_folder_was_emptied_first() {
    let (before, after) = (wanted(Some(&old())), wanted(Some(&new())));
    for plain in [false, true] {
        for at in 1..=disk_steps(Some(&old()), &new(), plain) {
            let folder = folder(Some(&old()));
            let dead = disk(at, usize::MAX, 5, plain);
            let _ = write_with(&dead, &new(), folder.path(), false);
            if journal_in(folder.path()).is_none() {
                continue;
            }
            empty(folder.path());
            let mut visible = before.clone();
            visible.retain(|name, _| !name.starts_with('.'));
            restore(folder.path(), &visible);
            let said = said(recover(folder.path()));
            let now = files(snapshot(folder.path()));
            let mut is_whole = [&before, &after]
                .into_iter()
                .map(|site| files(site.clone()));
            // The list may be that of the new site, which was done.
            let lists = |mut s: Snapshot| {
                s.remove(MARKER);
                s
            };
            assert!(
                is_whole.any(|site| lists(site) == lists(now.clone())),
                "dead at {at}, plain {plain}: {said}: {now:#?}"
            );
        }
    }
}

#[test]
fn what_is_gone_of_a_first_site_takes_the_rest_with_it() {
    for at in 1..=disk_steps(None, &new(), false) {
        let folder = folder(None);
        let _ = write_with(
            &disk(at, usize::MAX, 5, false),
            &new(),
            folder.path(),
            false,
        );
        empty(folder.path());
        let said = said(recover(folder.path()));
        assert!(has_whole_pages(folder.path()), "dead at {at}: {said}");
        write(&new(), folder.path()).unwrap();
        assert!(has_whole_pages(folder.path()), "dead at {at}: {said}");
    }
}

#[test]
fn a_new_style_that_is_gone_takes_the_site_back() {
    let mut backwards = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        if journal_in(folder.path()).is_none()
            || !has_old_style(folder.path())
            || fs::remove_file(folder.path().join("style.2.css")).is_err()
        {
            continue;
        }
        let said = said(recover(folder.path()));
        assert!(has_whole_pages(folder.path()), "dead at {at}: {said}");
        backwards += usize::from(said.contains("files of its own were missing"));
    }
    assert!(backwards > 5, "{backwards}");
}

/// A style counts for more than pages.
#[test]
fn pages_that_are_gone_are_no_reason_to_leave_others_without_style() {
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let page = folder.path().join("a/index.html");
        let is_new = fs::read(&page).is_ok_and(|text| text == b"new style.2.css");
        let journal = journal_in(folder.path());
        if is_new
            || journal.is_none()
            || fs::remove_file(folder.path().join("style.2.css")).is_err()
        {
            continue;
        }
        fs::remove_file(&page).unwrap();
        let said = said(recover(folder.path()));
        assert!(has_whole_pages(folder.path()), "dead at {at}: {said}");
    }
}

/// The author goes on with a page after a death: it keeps the style that it names.
#[test]
fn a_page_that_was_edited_after_a_death_keeps_its_style() {
    let mut tried = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        for back in [false, true] {
            let folder = dead_at(at);
            let page = folder.path().join("a/index.html");
            let text = fs::read_to_string(&page).unwrap_or_default();
            if journal_in(folder.path()).is_none()
                || text.is_empty()
                || !has_old_style(folder.path())
            {
                continue;
            }
            let (_, style) = text.split_once(' ').unwrap();
            if !folder.path().join(style).is_file() {
                continue;
            }
            fs::write(&page, format!("edited {style}")).unwrap();
            if back {
                fs::write(folder.path().join("index.html"), "old style.1.css").unwrap();
            }
            let said = said(recover(folder.path()));
            let named = fs::read_to_string(&page).unwrap();
            assert_eq!(named, format!("edited {style}"), "dead at {at}: {said}");
            assert!(
                has_whole_pages(folder.path()),
                "dead at {at}, back {back}: {said}"
            );
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}

/// What was given back is told, although the run then fails.
#[test]
fn a_failure_after_something_was_given_back_tells_of_it() {
    let mut told = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        for fails in 1..60 {
            let folder = dead_at(at);
            let page = folder.path().join("a/index.html");
            if journal_in(folder.path()).is_none() {
                break;
            }
            fs::write(&page, "mine").unwrap();
            let failing = disk(fails, 1, 5, false);
            let recovered = recover_with(&failing, folder.path());
            if let Err(error) = recovered {
                told += usize::from(error.to_string().contains("a/index.html"));
            }
            assert_eq!(fs::read(&page).unwrap(), b"mine");
            // Whoever forces next is told as well, or was.
            let _ = recover(folder.path());
            assert_eq!(fs::read(&page).unwrap(), b"mine");
        }
    }
    assert!(told > 10, "{told}");
}

/// A page that goes was edited just when it was taken; then its old text was put back.
#[test]
fn an_edit_in_the_slot_of_a_page_that_goes_is_no_dead_end() {
    let name = "gone/deep/index.html";
    let mut tried = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = folder(Some(&old()));
        let path = folder.path().join(name);
        let mut dead = disk(at + 1, usize::MAX, 5, false);
        let edited = path.clone();
        dead.faults.meanwhile = Some((
            at,
            Meanwhile(Box::new(move || {
                if edited.is_file() {
                    fs::write(&edited, "an edit").unwrap();
                }
            })),
        ));
        let _ = write_with(&dead, &new(), folder.path(), false);
        if path.exists() || journal_in(folder.path()).is_none() {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "gone").unwrap();
        let said = said(recover(folder.path()));
        let now = snapshot(folder.path());
        let is_edit = |bytes: &Option<Vec<u8>>| bytes.as_deref() == Some(b"an edit");
        let edits: Vec<&String> = now
            .iter()
            .filter(|(_, bytes)| is_edit(bytes))
            .map(|(name, _)| name)
            .collect();
        if let [edit] = edits[..] {
            assert!(edit.starts_with(name), "{edit}: {said}");
            tried += 1;
        }
    }
    assert!(tried > 0);
}

/// An edit of a new page in a new folder, taken by a run that then died; the old site is restored.
#[test]
fn an_edit_in_a_folder_that_goes_keeps_its_folder() {
    let mut tried = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let page = folder.path().join("b/c/index.html");
        let Some(journal) = journal_in(folder.path()).filter(|_| page.is_file()) else {
            continue;
        };
        // As if the edit had been taken away.
        let text = fs::read_to_string(&journal).unwrap();
        let (_, rest) = text.split_once("\"b/c/index.html\",\"slot\":\"").unwrap();
        let slot = rest.split('"').next().unwrap();
        fs::remove_file(&page).unwrap();
        fs::write(journal.with_file_name(slot), "an edit").unwrap();
        restore(
            folder.path(),
            &wanted(Some(&old()))
                .into_iter()
                .filter(|(name, _)| {
                    // Where a page became a folder, or a folder a page, only what fits is restored.
                    name == "index.html"
                })
                .collect(),
        );
        let said = said(recover(folder.path()));
        assert_eq!(fs::read(&page).unwrap(), b"an edit", "dead at {at}: {said}");
        tried += 1;
    }
    assert!(tried > 0);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_in_a_slot_is_given_back() {
    let mut backwards = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let Some(journal) = journal_in(folder.path()) else {
            continue;
        };
        let text = fs::read_to_string(&journal).unwrap();
        let (_, rest) = text.split_once("\"a/index.html\",\"slot\":\"").unwrap();
        let slot = journal.with_file_name(rest.split('"').next().unwrap());
        let is_done = fs::read(folder.path().join("a/index.html")).unwrap() == b"new style.2.css";
        if !is_done || !folder.path().join("style.1.css").is_file() {
            continue;
        }
        // The user had put a link in place of a page just before that was exchanged.
        fs::remove_file(&slot).unwrap();
        std::os::unix::fs::symlink("nowhere", &slot).unwrap();
        fs::write(folder.path().join("index.html"), "old style.1.css").unwrap();
        let said = said(recover(folder.path()));
        if !said.starts_with("took back") {
            continue;
        }
        backwards += 1;
        let page = fs::symlink_metadata(folder.path().join("a/index.html"));
        assert!(
            page.is_ok_and(|found| found.is_symlink()),
            "dead at {at}: {said}"
        );
        assert!(has_whole_pages(folder.path()), "dead at {at}: {said}");
    }
    assert!(backwards > 0);
}

#[test]
fn a_journal_is_taken_to_be_there_where_the_system_does_not_tell() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let work = journal::Work {
        path: file.path().to_owned(),
    };
    assert!(work.has_journal());
}

#[test]
fn a_name_is_never_given_over_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a"), folder.path().join("b"));
    for linkless in [false, true] {
        fs::write(&from, "new").unwrap();
        fs::write(&to, "mine").unwrap();
        let mut disk = disk(0, 0, 0, true);
        disk.faults.linkless = linkless;
        let error = disk.place(&from, &to).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&to).unwrap(), b"mine");
        fs::remove_file(&to).unwrap();
        disk.place(&from, &to).unwrap();
        assert!(!from.exists() && fs::read(&to).unwrap() == b"new");
    }
}
