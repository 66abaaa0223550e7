//! Looks at the folder that fail, and the time that readers have.

use super::failures::{disk, disk_steps};
use super::missing::files;
use super::recovery::{dead_at, journal_in};
use super::*;

/// Each look that fails, one at a time: the journal stays until all is done.
#[test]
fn a_look_that_fails_is_no_reason_to_give_a_file_up() {
    let (before, after) = (wanted(Some(&old())), wanted(Some(&new())));
    for (at, plain) in (1..=disk_steps(Some(&old()), &new(), false))
        .step_by(3)
        .map(|at| (at, false))
        .chain(
            (1..=disk_steps(Some(&old()), &new(), true))
                .step_by(5)
                .map(|at| (at, true)),
        )
    {
        for blind_at in 1.. {
            let folder = folder(Some(&old()));
            let dead = disk(at, usize::MAX, 5, plain);
            let _ = write_with(&dead, &new(), folder.path(), false);
            if journal_in(folder.path()).is_none() {
                break;
            }
            let mut blind = disk(0, 0, 0, plain);
            blind.faults.blind_at = blind_at;
            let recovered = recover_with(&blind, folder.path());
            let case = format!("dead at {at}, plain {plain}, look {blind_at}: {recovered:?}");
            if blind.faults.looked() < blind_at {
                assert!(recovered.is_ok(), "{case}");
                break;
            }
            recover(folder.path()).unwrap();
            let now = snapshot(folder.path());
            assert!(now == before || now == after, "{case}: {now:#?}");
        }
    }
}

#[test]
fn a_look_that_fails_on_the_way_back_leaves_the_journal() {
    let (before, after) = (files(wanted(Some(&old()))), files(wanted(Some(&new()))));
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        for blind_at in 1.. {
            let folder = folder(Some(&old()));
            let mut failing = disk(at, 1, 5, false);
            failing.faults.blind_at = blind_at;
            let written = write_with(&failing, &new(), folder.path(), false);
            let case = format!("step {at}, look {blind_at}: {written:?}");
            if written.is_err() && journal_in(folder.path()).is_none() {
                let mut now = files(snapshot(folder.path()));
                now.retain(|name, _| !name.starts_with(".egov-report-"));
                assert_eq!(now, before, "{case}");
            }
            recover(folder.path()).unwrap();
            let now = files(snapshot(folder.path()));
            assert!(now == before || now == after, "{case}: {now:#?}");
            if failing.faults.looked() < blind_at {
                break;
            }
        }
    }
}

#[test]
fn readers_have_time_to_fetch_what_pages_name_when_a_dead_run_is_settled() {
    let mut paused = [0, 0];
    for at in 1..=disk_steps(Some(&old()), &new(), false) {
        for back in [false, true] {
            let folder = dead_at(at);
            let style = folder.path().join("style.1.css");
            let page = folder.path().join("index.html");
            let is_done = fs::read(&page).unwrap().starts_with(b"new");
            if journal_in(folder.path()).is_none() || !is_done || !style.is_file() {
                continue;
            }
            if back {
                fs::write(&page, "old style.1.css").unwrap();
            }
            let disk = disk(0, 0, 0, false);
            let said = said(recover_with(&disk, folder.path()));
            assert_eq!(said.starts_with("took back"), back, "dead at {at}: {said}");
            assert!(disk.faults.pauses() > 0, "dead at {at}, back {back}");
            paused[usize::from(back)] += 1;
        }
    }
    assert!(paused.iter().all(|n| *n > 0), "{paused:?}");
}
