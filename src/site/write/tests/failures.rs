//! The disk fails, or the program dies, at each step.

use super::*;
use crate::disk::faults::{Faults, Meanwhile};
use crate::site::write::journal::Work;

/// EIO, EACCES, ENOSPC.
const ERRORS: [i32; 3] = [5, 13, 28];

pub(super) fn without_work(mut snapshot: Snapshot) -> Snapshot {
    snapshot.retain(|name, _| !name.starts_with(".egov-report-"));
    snapshot
}

pub(super) fn disk(at: usize, steps: usize, error: i32, plain: bool) -> Disk {
    Disk {
        faults: Faults::new(at, steps, error, plain),
    }
}

#[test]
fn each_step_may_fail() {
    let (after, new) = (wanted(Some(&new())), new());
    for before in [None, Some(old())] {
        let untouched = wanted(before.as_ref());
        for (error, plain) in ERRORS.into_iter().flat_map(|e| [(e, false), (e, true)]) {
            for at in 1.. {
                let folder = folder(before.as_ref());
                let disk = disk(at, 1, error, plain);
                let written = write_with(&disk, &new, folder.path(), false);
                let now = snapshot(folder.path());
                // An empty folder that could not be removed is no reason to give up.
                let files = |mut s: Snapshot| {
                    s.retain(|name, bytes| bytes.is_some() && !name.starts_with(".egov-report-"));
                    s
                };
                let case = format!("step {at}, error {error}, plain {plain}: {written:?}");
                match &written {
                    Err(Error::NotCleared(work, _)) => {
                        assert_eq!(without_work(now), after, "{case}");
                        assert!(work.join("journal").exists(), "{case}");
                    }
                    Err(_) => assert_eq!(without_work(now), untouched, "{case}"),
                    Ok(_) => assert_eq!(files(now), files(after.clone()), "{case}"),
                }
                recover(folder.path()).unwrap();
                let now = files(snapshot(folder.path()));
                let (old, new_files) = (files(untouched.clone()), files(after.clone()));
                assert!(now == old || now == new_files, "{case}");
                write(&new, folder.path()).unwrap();
                assert_eq!(files(snapshot(folder.path())), new_files, "{case}");
                if disk.faults.passed() < at {
                    assert!(at > 20, "{case}");
                    break;
                }
            }
        }
    }
}

#[test]
fn a_journal_that_cannot_be_removed_is_told_of() {
    let mut told = 0;
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        let folder = folder(Some(&old()));
        let disk = disk(at, usize::MAX, 1, false);
        let written = write_with(&disk, &new(), folder.path(), false);
        let has_journal = Work::left_in(folder.path()).unwrap();
        let has_journal = has_journal.iter().any(Work::has_journal);
        assert!(written.is_err() || !has_journal, "step {at}");
        if let Err(error @ Error::NotCleared(..)) = written {
            let sentence = error.sentence();
            assert!(
                sentence.starts_with("the new site is in place, but `"),
                "{sentence}"
            );
            told += 1;
        }
    }
    assert!(told > 0);
}

#[test]
fn the_program_may_die_at_each_step_and_so_may_the_one_that_recovers() {
    let (after, new) = (wanted(Some(&new())), new());
    for (before, plain) in [(None, false), (Some(old()), false), (Some(old()), true)] {
        let untouched = wanted(before.as_ref());
        for at in 1.. {
            // Every seventh step of the recovery, another seventh each time.
            let mut recovering = 1 + at % 7;
            loop {
                let folder = folder(before.as_ref());
                let dead = disk(at, usize::MAX, 5, plain);
                let written = write_with(&dead, &new, folder.path(), false);
                let dead_too = disk(recovering, usize::MAX, 5, plain);
                let _ = recover_with(&dead_too, folder.path());
                recover(folder.path()).unwrap();
                let now = snapshot(folder.path());
                let case = format!("dead at {at} and {recovering}, plain {plain}: {written:?}");
                assert!(now == untouched || now == after, "{case}: {now:#?}");
                write(&new, folder.path()).unwrap();
                assert_eq!(snapshot(folder.path()), after, "{case}");
                if dead_too.faults.passed() < recovering {
                    break;
                }
                recovering += 7;
            }
            if disk_steps(before.as_ref(), &new, plain) < at {
                break;
            }
        }
    }
}

/// The steps of a write that goes well.
pub(super) fn disk_steps(before: Option<&SiteTree>, new: &SiteTree, plain: bool) -> usize {
    let folder = folder(before);
    let disk = disk(0, 0, 0, plain);
    write_with(&disk, new, folder.path(), false).unwrap();
    disk.faults.passed()
}

#[test]
fn a_folder_that_had_to_be_made_goes_with_a_failure() {
    for at in 1.. {
        let folder = tempfile::tempdir().unwrap();
        let disk = disk(at, 1, 28, false);
        let written = write_with(&disk, &old(), &folder.path().join("x/y/site"), false);
        let left = fs::read_dir(folder.path()).unwrap().count();
        match written {
            Ok(_) | Err(Error::NotCleared(..)) => assert_eq!(left, 1),
            // Clearing away failed as well, or nothing is left.
            Err(error) => assert_eq!(left, 0, "step {at}: {error}"),
        }
        if disk.faults.passed() < at {
            return;
        }
    }
}

#[test]
fn what_was_changed_between_death_and_recovery_stays() {
    let steps = disk_steps(Some(&old()), &new(), false);
    let mut kept = 0;
    for at in 1..=steps {
        let folder = folder(Some(&old()));
        let dead = disk(at, usize::MAX, 5, false);
        let _ = write_with(&dead, &new(), folder.path(), false);
        for name in ["a/index.html", "gone/deep/index.html"] {
            if folder.path().join(name).is_file() {
                fs::write(folder.path().join(name), "by hand").unwrap();
            }
        }
        let said = said(recover(folder.path()));
        let a = fs::read(folder.path().join("a/index.html")).unwrap();
        assert_eq!(a, b"by hand", "dead at {at}: {said}");
        kept += usize::from(said.contains("left so"));
    }
    assert!(kept > 5, "{kept}");
}

/// Somebody saves a file at any moment of a write, which then fails or dies at any later one: what was
/// saved is at its place, or beside it.
#[test]
fn what_somebody_saves_meanwhile_is_never_lost() {
    const EDIT: &str = "by hand, and longer than anything of the site";
    let new = new();
    for plain in [false, true] {
        let steps = disk_steps(Some(&old()), &new, plain);
        for name in [
            "a/index.html",
            "gone/deep/index.html",
            "b/c/index.html",
            "swaps",
        ] {
            for saved in 1..=steps {
                for (failing, times) in [0, 1, 2, 5]
                    .map(|after| saved + after)
                    .into_iter()
                    .flat_map(|at| [(at, 1), (at, usize::MAX)])
                {
                    let folder = folder(Some(&old()));
                    let path = folder.path().join(name);
                    let mut disk = disk(failing, times, 5, plain);
                    let did = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
                    let act = std::sync::Arc::clone(&did);
                    disk.faults.meanwhile = Some((
                        saved,
                        Meanwhile(Box::new(move || {
                            // As editors do; where there is nothing to edit, nothing is done.
                            // What is renamed between the two steps of a plain exchange is lost.
                            if !path.is_file() {
                                return;
                            } else if plain {
                                fs::write(&path, EDIT).unwrap();
                            } else {
                                let beside = path.with_extension("edit");
                                fs::write(&beside, EDIT).unwrap();
                                fs::rename(&beside, &path).unwrap();
                            }
                            act.store(true, std::sync::atomic::Ordering::SeqCst);
                        })),
                    ));
                    let written = write_with(&disk, &new, folder.path(), false);
                    let said = recover(folder.path());
                    let case = format!(
                        "{name} saved at {saved}, {failing} fails {times}, plain {plain}: {written:?}, {said:?}"
                    );
                    assert!(said.is_ok(), "{case}");
                    let now = snapshot(folder.path());
                    let held: Vec<&String> = now
                        .iter()
                        .filter(|(_, bytes)| bytes.as_deref() == Some(EDIT.as_bytes()))
                        .map(|(name, _)| name)
                        .collect();
                    if did.load(std::sync::atomic::Ordering::SeqCst) {
                        assert_eq!(held, [name], "{case}: {now:#?}");
                    }
                    assert!(
                        without_work(now.clone()).len() == now.len(),
                        "{case}: {now:#?}"
                    );
                }
            }
        }
    }
}
