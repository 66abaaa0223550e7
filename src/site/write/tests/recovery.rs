//! What a run finds that comes after a dead one.

use super::failures::{disk, disk_steps};
use super::*;
use crate::disk::faults::Meanwhile;

pub(super) fn dead_at(at: usize) -> tempfile::TempDir {
    let folder = folder(Some(&old()));
    let _ = write_with(
        &disk(at, usize::MAX, 5, false),
        &new(),
        folder.path(),
        false,
    );
    folder
}

pub(super) fn journal_in(folder: &Path) -> Option<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut journals = entries.map(|entry| entry.unwrap().path().join("journal"));
    journals.find(|path| path.is_file())
}

/// exFAT and some network disks have neither exchange nor second names.
#[test]
fn a_disk_with_plain_renames_only() {
    let after = wanted(Some(&new()));
    for at in 0.. {
        let folder = folder(Some(&old()));
        let mut disk = disk(at, usize::MAX, 5, true);
        disk.faults.linkless = true;
        let written = write_with(&disk, &new(), folder.path(), false);
        if at == 0 {
            assert!(written.is_ok(), "{written:?}");
        }
        recover(folder.path()).unwrap();
        let now = snapshot(folder.path());
        let case = format!("dead at {at}: {written:?}");
        assert!(now == after || now == wanted(Some(&old())), "{case}");
        write(&new(), folder.path()).unwrap();
        assert_eq!(snapshot(folder.path()), after, "{case}");
        if at > 0 && disk.faults.passed() < at {
            assert!(at > 20, "{case}");
            return;
        }
    }
}

/// A file manager's own file among those of a run that died.
#[test]
fn what_others_put_into_a_work_folder_stays_and_is_no_trouble() {
    let mut left = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let work = fs::read_dir(folder.path()).unwrap();
        let mut work = work.map(|e| e.unwrap().path());
        let Some(work) = work.find(|p| p.join("journal").is_file()) else {
            continue;
        };
        left += 1;
        fs::write(work.join(".DS_Store"), "x").unwrap();
        let said = said(recover(folder.path()));
        assert!(said.contains("finished"), "dead at {at}: {said}");
        assert_eq!(recover(folder.path()).unwrap(), None, "dead at {at}");
        assert!(work.join(".DS_Store").is_file());
        write(&old(), folder.path()).unwrap();
        assert_eq!(recover(folder.path()).unwrap(), None, "dead at {at}");
    }
    assert!(left > 10);
}

#[test]
fn another_site_put_there_after_a_death_stays_whole() {
    let other = tree(&[
        ("", "older style.0.css"),
        ("style.0.css", "older"),
        ("style.1.css", "old"),
    ]);
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let left = fs::read_dir(folder.path()).unwrap();
        let mut left = left.map(|entry| entry.unwrap().path().join("journal").is_file());
        if !left.any(|has_journal| has_journal) {
            continue;
        }
        let site = wanted(Some(&other));
        for (name, bytes) in &site {
            if let Some(bytes) = bytes {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
        let said = said(recover(folder.path()));
        let now = snapshot(folder.path());
        for (name, bytes) in &site {
            assert_eq!(now.get(name), Some(bytes), "dead at {at}: {name}: {said}");
        }
    }
}

#[test]
fn what_was_given_back_is_not_forced_away_by_the_same_run() {
    let mut refused = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let page = folder.path().join("a/index.html");
        fs::write(&page, "by hand").unwrap();
        if let Err(error) = write_over(&new(), folder.path()) {
            assert!(error.to_string().contains("look at it"), "{error}");
            assert_eq!(fs::read(&page).unwrap(), b"by hand");
            refused += 1;
        }
        write_over(&new(), folder.path()).unwrap();
        assert_eq!(fs::read(&page).unwrap(), b"new style.2.css");
    }
    assert!(refused > 5, "{refused}");
}

/// A folder in place of a page, at any moment of a write that dies at any later one.
#[test]
fn a_folder_put_in_place_of_a_page_meanwhile_is_given_back() {
    let steps = disk_steps(Some(&old()), &new(), false);
    let names = ["a/index.html", "gone/deep/index.html"];
    let cases = names
        .into_iter()
        .flat_map(|name| (1..=steps).map(move |put| (name, put)));
    for (name, put) in cases {
        for dead in [put, put + 1, put + 2] {
            let folder = folder(Some(&old()));
            let path = folder.path().join(name);
            let mut disk = disk(dead, usize::MAX, 5, false);
            disk.faults.meanwhile = Some((
                put,
                Meanwhile(Box::new(move || {
                    if fs::remove_file(&path).is_ok() {
                        fs::create_dir(&path).unwrap();
                        fs::write(path.join("mine"), "by hand").unwrap();
                    }
                })),
            ));
            let _ = write_with(&disk, &new(), folder.path(), false);
            let said = recover(folder.path()).unwrap();
            let now = snapshot(folder.path());
            let had = !now.contains_key(name) || now.get(name) == Some(&None);
            let held = now
                .keys()
                .filter(|n| n.ends_with("/mine"))
                .collect::<Vec<_>>();
            let case = format!("{name} at {put}, dead at {dead}: {said:?}: {held:?}");
            assert!(
                held.iter().all(|n| !n.starts_with(".egov-report-")),
                "{case}"
            );
            assert!(
                !had || !held.is_empty() || !now.contains_key(name),
                "{case}"
            );
        }
    }
}

#[test]
fn a_folder_emptied_after_a_death_is_no_trouble() {
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        for with_list in [false, true] {
            let folder = dead_at(at);
            for entry in fs::read_dir(folder.path()).unwrap() {
                let path = entry.unwrap().path();
                let hidden = path.file_name().unwrap().to_string_lossy().starts_with('.');
                match hidden {
                    true if with_list && path.ends_with(MARKER) => fs::remove_file(&path).unwrap(),
                    true => {}
                    false if path.is_dir() => fs::remove_dir_all(&path).unwrap(),
                    false => fs::remove_file(&path).unwrap(),
                }
            }
            let said = recover(folder.path());
            assert!(said.is_ok(), "dead at {at}: {said:?}");
            let written = write(&new(), folder.path());
            assert!(written.is_ok(), "dead at {at}: {written:?}");
            let now = snapshot(folder.path());
            let site = wanted(Some(&new()));
            for (name, bytes) in site
                .iter()
                .filter(|(name, _)| !["CNAME", "a/thesis.doc", "empty"].contains(&name.as_str()))
            {
                assert_eq!(now.get(name), Some(bytes), "dead at {at}: {name}");
            }
        }
    }
}

#[test]
fn an_old_site_restored_after_a_death_stays_whole() {
    let before = wanted(Some(&old()));
    let after = wanted(Some(&new()));
    let mut backwards = 0;
    let steps = |plain| 1..=disk_steps(Some(&old()), &new(), plain);
    let cases = steps(false).map(|at| (at, false));
    for (at, plain) in cases.chain(steps(true).map(|at| (at, true))) {
        let folder = folder(Some(&old()));
        let dead = disk(at, usize::MAX, 5, plain);
        let _ = write_with(&dead, &new(), folder.path(), false);
        let is_over = at > 30 && journal_in(folder.path()).is_none();
        // As `git checkout` does: what Git knows is written anew, what it does not know stays.
        for (name, bytes) in &before {
            let path = folder.path().join(name);
            match bytes {
                Some(bytes) if fs::read(&path).ok().as_ref() != Some(bytes) => {
                    if path.is_dir() {
                        fs::remove_dir_all(&path).unwrap();
                    }
                    let _ = fs::remove_file(&path);
                    let above = path.parent().unwrap();
                    if above.is_file() {
                        fs::remove_file(above).unwrap();
                    }
                    fs::create_dir_all(above).unwrap();
                    fs::write(&path, bytes).unwrap();
                }
                _ => {}
            }
        }
        let said = said(recover(folder.path()));
        let now = snapshot(folder.path());
        let files = |mut s: Snapshot| {
            s.retain(|_, bytes| bytes.is_some());
            s
        };
        let now = files(now);
        // The new site was done: what Git does not know of it stays.
        let whole = |site: &Snapshot| now == files(site.clone());
        assert!(
            is_over || whole(&before) || whole(&after),
            "dead at {at}: {said}: {now:#?}"
        );
        backwards += usize::from(said.contains("took back"));
        let written = write(&new(), folder.path());
        assert!(written.is_ok(), "dead at {at}: {said}: {written:?}");
        assert_eq!(
            files(snapshot(folder.path())),
            files(after.clone()),
            "dead at {at}"
        );
    }
    assert!(backwards > 5, "{backwards}");
}

#[test]
fn what_was_not_touched_is_not_said_to_be_changed() {
    for plain in [false, true] {
        for at in 1..=disk_steps(Some(&old()), &new(), plain) {
            let folder = folder(Some(&old()));
            let _ = write_with(
                &disk(at, usize::MAX, 5, plain),
                &new(),
                folder.path(),
                false,
            );
            let said = said(recover(folder.path()));
            assert!(
                !said.contains("changed"),
                "dead at {at}, plain {plain}: {said}"
            );
        }
    }
}

#[test]
fn a_failure_that_cannot_be_cleared_away_says_what_follows() {
    // The fault goes on until the journal, too, cannot be removed.
    let steps = disk_steps(Some(&old()), &new(), false);
    let mut told = 0;
    for at in 1..=steps {
        for times in (1..=steps).step_by(3) {
            let folder = folder(Some(&old()));
            let written = write_with(&disk(at, times, 28, false), &new(), folder.path(), false);
            let said = said(recover(folder.path()));
            if let Err(error) = written {
                let follows = matches!(error, Error::HalfDone(_) | Error::NotCleared(..));
                assert_eq!(
                    follows,
                    said.contains("finished the site"),
                    "{at} × {times}: {error}: {said}"
                );
                told += usize::from(follows);
            }
        }
    }
    assert!(told > 10, "{told}");
}

#[cfg(unix)]
#[test]
fn recovery_follows_no_link() {
    let elsewhere = tempfile::tempdir().unwrap();
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        for name in ["b", "a", "gone"] {
            let path = folder.path().join(name);
            let _ = fs::remove_dir_all(&path);
            std::os::unix::fs::symlink(elsewhere.path(), &path).unwrap();
        }
        let said = recover(folder.path());
        assert!(said.is_ok(), "dead at {at}: {said:?}");
        assert_eq!(snapshot(elsewhere.path()).len(), 1, "dead at {at}");
    }
}

/// A cloned repository or a restored backup, and disks that give out their numbers anew.
#[test]
fn a_journal_counts_only_in_its_own_folder() {
    let (before, after) = (wanted(Some(&old())), wanted(Some(&new())));
    let mut tried = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = dead_at(at);
        let Some(journal) = journal_in(folder.path()) else {
            continue;
        };
        let text = fs::read_to_string(&journal).unwrap();
        let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
        let with = |key: &str, value: serde_json::Value, of: &serde_json::Value| {
            let mut changed = of.clone();
            changed[key] = value;
            changed
        };
        // Of the two, one is enough.
        if !whole["made"].is_null() {
            let renumbered = with("folder", 1.into(), &whole);
            fs::write(&journal, renumbered.to_string()).unwrap();
            recover(folder.path()).unwrap();
            let now = snapshot(folder.path());
            assert!(now == before || now == after, "dead at {at}");
        }
        for (number, made) in [
            (
                serde_json::json!(1),
                serde_json::json!({"secs_since_epoch": 1, "nanos_since_epoch": 1}),
            ),
            (serde_json::Value::Null, serde_json::Value::Null),
        ] {
            let folder = dead_at(at);
            let journal = journal_in(folder.path()).unwrap();
            let planted = with("made", made, &with("folder", number, &whole));
            fs::write(&journal, planted.to_string()).unwrap();
            let before = snapshot(folder.path());
            let error = recover(folder.path()).unwrap_err().to_string();
            assert!(error.contains("copied here from elsewhere"), "{error}");
            assert!(write_over(&new(), folder.path()).is_err());
            assert_eq!(snapshot(folder.path()), before);
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn folders_of_version_control_are_never_listed() {
    for name in [".git/HEAD", "a/.GIT/config", ".svn/x"] {
        let folder = folder(Some(&old()));
        let list = fs::read_to_string(folder.path().join(MARKER)).unwrap();
        let planted = list.replacen("\"files\": {", &format!("\"files\": {{ {name:?}: \"\","), 1);
        fs::write(folder.path().join(MARKER), planted).unwrap();
        let before = snapshot(folder.path());
        let error = write_over(&new(), folder.path()).unwrap_err().to_string();
        assert!(error.contains("no file's name"), "{error}");
        assert_eq!(snapshot(folder.path()), before);
        let tree = tree(&[(name, "x")]);
        assert!(write(&tree, self::folder(None).path()).is_err());
    }
}
