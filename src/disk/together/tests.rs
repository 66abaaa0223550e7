#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;

use super::*;
use crate::disk::faults::Faults;

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let read = |path: PathBuf| fs::read_to_string(path).unwrap();
    entries
        .map(|e| (e.file_name().into_string().unwrap(), read(e.path())))
        .collect()
}

fn begun() -> (tempfile::TempDir, Vec<Change>) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.yaml"), "a: 1\n").unwrap();
    fs::write(path("b.yaml"), "b: 1\r\n").unwrap();
    let changes = vec![
        Change::Text(path("a.yaml"), "a: 1\n".to_owned(), "a: 2\n".to_owned()),
        Change::New(path("c.yaml"), "c: 2\n".to_owned()),
        Change::Text(path("b.yaml"), "b: 1\n".to_owned(), "b: 2\n".to_owned()),
    ];
    (folder, changes)
}

fn all_new(now: &BTreeMap<String, String>) -> bool {
    let texts: Vec<_> = now.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    texts
        == [
            ("a.yaml", "a: 2\n"),
            ("b.yaml", "b: 2\r\n"),
            ("c.yaml", "c: 2\n"),
        ]
}

/// Whatever steps fail, all files are as they were, or said to be half done; then, and where every step
/// from one on fails, as for a program that died, the next run leaves all old or all new, and dying
/// itself changes nothing in that.
#[test]
fn all_files_are_old_or_all_are_new() {
    let mut ends = [0, 0];
    for (steps, plain) in [1, 2, 3, 4, usize::MAX]
        .into_iter()
        .flat_map(|steps| [(steps, false), (steps, true)])
    {
        let mut at = 1;
        loop {
            let (folder, changes) = begun();
            let old = files(folder.path());
            let disk = Disk {
                faults: Faults::new(at, steps, 28, plain),
            };
            let done = write_together(&disk, folder.path(), &changes);
            let is_settled = match &done {
                Ok(()) => steps != usize::MAX,
                Err(error) => !error.is_half_done && steps == 1,
            };
            if is_settled && done.is_err() {
                assert_eq!(files(folder.path()), old, "step {at}");
            }
            for again in 1..8 {
                let faults = Faults::new(again, usize::MAX, 28, plain);
                let _ = finish(&Disk { faults }, folder.path());
            }
            finish(&Disk::default(), folder.path()).unwrap();
            let mut now = files(folder.path());
            now.retain(|name, _| !is_beside(name) && !name.ends_with(".tmp"));
            assert!(
                now == old || all_new(&now),
                "step {at} {steps} {plain}: {now:?}"
            );
            if done.is_err() {
                ends[usize::from(all_new(&now))] += 1;
            }
            if disk.faults.passed() < at {
                assert!(done.is_ok() && all_new(&files(folder.path())));
                break;
            }
            at += 1;
        }
        assert!(at > 15, "{at}");
    }
    assert!(ends[0] > 50 && ends[1] > 10, "{ends:?}");
}

/// A run that died after some of its files were at their places.
fn died(placed: usize) -> tempfile::TempDir {
    let (folder, changes) = begun();
    let mut entries = Vec::new();
    for change in &changes {
        let staged = stage(&Disk::default(), folder.path(), change, &entries);
        entries.push(staged.unwrap());
    }
    list(&Disk::default(), folder.path(), &entries).unwrap();
    for entry in &entries[..placed] {
        entry.place(&Disk::default(), folder.path()).unwrap();
    }
    folder
}

#[test]
fn what_somebody_changed_meanwhile_stays_and_the_rest_is_taken_back() {
    for placed in 0..=3 {
        let folder = died(placed);
        let path = |name: &str| folder.path().join(name);
        fs::write(path("b.yaml"), "mine\n").unwrap();
        let finished = finish(&Disk::default(), folder.path()).unwrap().unwrap();
        assert!(finished.new.is_empty());
        assert_eq!(finished.left, [path("b.yaml")]);
        let now = files(folder.path());
        let wanted = [("a.yaml", "a: 1\n"), ("b.yaml", "mine\n")];
        let wanted = wanted.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let mut now_without = now.clone();
        now_without.retain(|name, _| !is_beside(name));
        assert_eq!(now_without, BTreeMap::from(wanted), "{placed}: {now:?}");
        assert!(finish(&Disk::default(), folder.path()).unwrap().is_none());
    }
}

#[test]
fn no_other_run_begins_before_a_dead_one_is_settled() {
    let folder = died(1);
    let more = [Change::New(folder.path().join("d.yaml"), "d\n".to_owned())];
    let refused = write_together(&Disk::default(), folder.path(), &more).unwrap_err();
    assert!(!refused.is_half_done && !folder.path().join("d.yaml").exists());
    finish(&Disk::default(), folder.path()).unwrap().unwrap();
    assert!(all_new(&files(folder.path())));
    let _turn = Turn::take(folder.path());
    if cfg!(unix) {
        assert!(write_together(&Disk::default(), folder.path(), &more).is_err());
    }
}

#[test]
fn a_list_of_somebody_else_moves_nothing() {
    let (folder, _) = begun();
    let list = folder.path().join(LIST);
    let old = files(folder.path());
    for text in [
        "",
        "[1]",
        r#"[{"path": "../a", "beside": ".egov-report-0123456789abcdef.new", "old": null, "new": ""}]"#,
        r#"[{"path": "c", "beside": "a.yaml", "old": null, "new": ""}]"#,
        r#"[{"path": "", "beside": ".egov-report-0123456789abcdef.new", "old": null, "new": ""}]"#,
        r#"[{"path": "/c", "beside": ".egov-report-0123456789abcdef.new", "old": null, "new": ""}]"#,
    ] {
        fs::write(&list, text).unwrap();
        let said = finish(&Disk::default(), folder.path()).unwrap_err();
        assert!(said.contains("remove it"), "{said}");
        fs::remove_file(&list).unwrap();
        assert_eq!(files(folder.path()), old);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/dev/zero", &list).unwrap();
        assert!(finish(&Disk::default(), folder.path()).is_err());
    }
    let file = folder.path().join("a.yaml");
    assert!(finish(&Disk::default(), &file).unwrap().is_none());
}
