//! The real program, killed, starved of disk, run twice at once and watched by readers. A few
//! rounds here; `scripts/crash-test ROUNDS` makes many.
#![cfg(unix)]

mod settled;
pub mod strace;
mod world;

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use world::{World, missing, snapshot};

/// How much is tried: 1 in the tests, 100 by hand.
fn rounds() -> usize {
    let rounds = std::env::var("CRASH_ROUNDS").ok();
    rounds.map_or(1, |rounds| {
        rounds.parse().expect("CRASH_ROUNDS is a number")
    })
}

/// What a run that was killed leaves is finished by the next one, of any command, and although the
/// content has an error by then.
fn recovers(world: &World, round: usize, case: &str) {
    let command = ["build", "check", "renew"][round % 3];
    let arguments: &[&str] = match command {
        "renew" => &["renew", "--all"],
        other => &[other],
    };
    let run = world.run(arguments, "broken");
    assert_eq!(run.status.code(), Some(1), "{case}, then {command}");
    let now = snapshot(&world.out());
    assert!(
        now == world.wanted("a") || now == world.wanted("b"),
        "{case}, then {command}: neither the old nor the new site: {:?}",
        now.keys()
            .filter(|n| n.contains(".egov-report-"))
            .collect::<Vec<_>>()
    );
    assert_eq!(missing(&world.out()), Vec::<String>::new(), "{case}");
    if round.is_multiple_of(4) {
        let run = world.run(&["build"], "b");
        assert_eq!(run.status.code(), Some(0), "{case}, then build");
        assert!(snapshot(&world.out()) == world.wanted("b"), "{case}");
    }
}

#[test]
fn killed_at_system_calls() {
    if !strace::works() {
        eprintln!("strace cannot inject here; only timed kills are tried");
        return;
    }
    let (mut all, world) = (0, World::new());
    for call in strace::CALLS {
        world.restore("a");
        let most = strace::most_in_one_thread(&world, call);
        let step = (most / (rounds() * 4)).max(1);
        let mut kills = 0;
        for at in (1..=most).step_by(step) {
            world.restore("a");
            let injected = format!("inject={call}:signal=KILL:when={at}");
            let status = strace::build(&world, call, &injected);
            kills += usize::from(status.code() != Some(0));
            recovers(&world, at / step, &format!("killed at {call} {at}"));
        }
        println!("{call}: {most} calls, {kills} kills, 0 sites lost");
        all += kills;
    }
    println!("killed at system calls: {all} in all");
    assert!(all > 10, "{all}");
    world.done();
}

#[test]
fn killed_at_any_time() {
    let world = World::new();
    let (count, mut kills) = (6 * rounds(), 0);
    let start = std::time::Instant::now();
    world.restore("a");
    world.run(&["build"], "b");
    let whole = start.elapsed();
    for round in 0..count {
        world.restore("a");
        let mut build = world.command(&["build", "-q"], "b").spawn().unwrap();
        let share = u32::try_from(round + 1).unwrap();
        std::thread::sleep(whole * share / u32::try_from(count).unwrap());
        kills += usize::from(build.try_wait().unwrap().is_none());
        let _ = build.kill();
        build.wait().unwrap();
        recovers(&world, round, &format!("killed in round {round}"));
    }
    println!("killed at a time: {kills} of {count}, 0 sites lost");
    world.done();
}

#[test]
fn full_disk() {
    if !strace::works() {
        return;
    }
    let world = World::new();
    let mut tried = 0;
    for (call, error) in [
        ("write", "ENOSPC"),
        ("renameat2", "EIO"),
        ("mkdir", "ENOSPC"),
        ("syncfs", "EIO"),
    ] {
        world.restore("a");
        let most = strace::most_in_one_thread(&world, call);
        let step = (most / (rounds() * 2)).max(1);
        for (at, more) in (1..=most)
            .step_by(step)
            .flat_map(|at| [(at, ""), (at, "+")])
        {
            world.restore("a");
            let injected = format!("inject={call}:error={error}:when={at}{more}");
            let status = strace::build(&world, call, &injected);
            let case = format!("{injected}: {status}");
            // Writing to the terminal may fail as well.
            let now = snapshot(&world.out());
            let is_whole = now == world.wanted("a") || now == world.wanted("b");
            // Where nothing can be renamed any more, there is no way back either.
            assert!(is_whole || (call == "renameat2" && more == "+"), "{case}");
            if status.success() {
                assert!(now == world.wanted("b"), "{case}");
            }
            recovers(&world, at, &case);
            tried += 1;
        }
    }
    println!("calls that fail: {tried}, 0 sites lost");
    world.done();
}

#[test]
fn two_builds_at_once() {
    let world = World::new();
    let (count, mut busy) = (3 * rounds(), 0);
    for round in 0..count {
        let first = world
            .command(&["build", "-q"], "a")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let second = world
            .command(&["build", "-q"], "b")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let ends = [first, second].map(|build| build.wait_with_output().unwrap());
        for end in &ends {
            let said = String::from_utf8_lossy(&end.stderr);
            match end.status.code() {
                Some(0) => {}
                Some(2) if said.contains("another build is writing here") => busy += 1,
                other => panic!("round {round}: {other:?}: {said}"),
            }
        }
        assert!(ends.iter().any(|end| end.status.success()), "round {round}");
        let now = snapshot(&world.out());
        assert!(
            now == world.wanted("a") || now == world.wanted("b"),
            "round {round}"
        );
    }
    println!("two builds at once: {count} rounds, {busy} times one was told to wait, 0 mixed");
    world.done();
}

#[test]
fn a_build_beside_a_preview() {
    let world = World::new();
    world.restore("a");
    let mut serve = world
        .command(&["serve", "--port", "0"], "a")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let count = 2 + rounds() / 2;
    for round in 0..count {
        world.touch("a", round);
        std::thread::sleep(Duration::from_millis(120));
        let end = world.run(&["build"], "b");
        let said = String::from_utf8_lossy(&end.stderr);
        let busy = said.contains("another build is writing here");
        assert!(end.status.success() || busy, "round {round}: {said}");
    }
    assert!(serve.try_wait().unwrap().is_none(), "the preview went away");
    serve.kill().unwrap();
    serve.wait().unwrap();
    let end = world.run(&["build"], "b");
    assert!(end.status.success());
    assert!(snapshot(&world.out()) == world.wanted("b"));
    println!("a build beside a preview: {count} rounds, 0 mixed");
    world.done();
}

#[test]
fn readers_see_whole_pages() {
    let world = World::new();
    world.restore("a");
    let (a, b) = (world.wanted("a"), world.wanted("b"));
    let pages: Vec<&String> = a
        .keys()
        .filter(|n| n.ends_with(".html") && b.contains_key(*n))
        .collect();
    let stop = AtomicBool::new(false);
    let count = (rounds() * 3 / 5).max(4);
    let (reads, faults) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut reads, mut faults) = (0, Vec::new());
            for page in pages.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                reads += 1;
                match std::fs::read(world.out().join(page)) {
                    Err(error) => faults.push(format!("{page}: {error}")),
                    Ok(bytes)
                        if a[*page].as_ref() == Some(&bytes)
                            || b[*page].as_ref() == Some(&bytes) =>
                    {
                        let text = String::from_utf8_lossy(&bytes);
                        faults.extend(world::lacks(&world.out(), page, &text));
                    }
                    Ok(_) => faults.push(format!("{page}: neither old nor new")),
                }
                std::thread::sleep(Duration::from_micros(200));
            }
            (reads, faults)
        });
        for round in 0..count {
            let end = world.run(&["build"], ["b", "a"][round % 2]);
            assert!(
                end.status.success(),
                "{}",
                String::from_utf8_lossy(&end.stderr)
            );
        }
        stop.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    println!(
        "readers: {count} builds, {reads} pages read, {} missing or mixed",
        faults.len()
    );
    assert_eq!(faults, Vec::<String>::new());
    world.done();
}

#[test]
fn strangers_files_stay() {
    let world = World::new();
    let count = (rounds()).max(4);
    for round in 0..count {
        let end = world.run(&["build"], ["a", "b", "broken"][round % 3]);
        assert!(end.status.code() == Some(i32::from(round % 3 == 2)));
        assert!(world.strangers_are_whole(), "round {round}");
    }
    println!("a folder with foreign files: {count} builds, 0 of them changed");
    world.done();
}

#[test]
fn what_is_refused_is_left_alone() {
    let world = World::new();
    let content = world.content("a");
    let parent = content.parent().unwrap().to_owned();
    let before = snapshot(&parent);
    for out in [
        content.clone(),
        content.join("survey"),
        content.join("new/site"),
        parent.clone(),
    ] {
        for command in ["build", "serve"] {
            let run = Command::new(env!("CARGO_BIN_EXE_egov-report"))
                .args([command, "--content"])
                .arg(&content)
                .arg("--out")
                .arg(&out)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&run.stderr);
            assert_eq!(run.status.code(), Some(2), "{said}");
            assert!(said.contains("--out"), "{said}");
        }
    }
    assert!(snapshot(&parent) == before);
    // A content folder given as `.` has its site beside it.
    let run = Command::new(env!("CARGO_BIN_EXE_egov-report"))
        .args(["build", "--content", "."])
        .current_dir(&content)
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(parent.join("site/index.html").is_file());
}

#[test]
fn force_takes_over_only_what_is_in_the_way() {
    let world = World::new();
    world.restore("a");
    std::fs::remove_file(world.out().join(".egov-report.json")).unwrap();
    let before = snapshot(&world.out());
    let run = world.run(&["build"], "b");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("--force") && said.contains("more"), "{said}");
    assert!(snapshot(&world.out()) == before);
    let run = world.run(&["build", "--force"], "b");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let (now, wanted) = (snapshot(&world.out()), world.wanted("b"));
    assert!(
        wanted
            .iter()
            .all(|(name, bytes)| now.get(name) == Some(bytes))
    );
    assert!(before.keys().all(|name| now.contains_key(name)));
    world.done();
}

#[test]
fn renew_keeps_line_ends_mark_rights_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::new();
    let commentary = world.content("a").join("commentary");
    let (file, real) = (
        commentary.join("overview.zh.md"),
        commentary.parent().unwrap().join(".kept-elsewhere.md"),
    );
    let text = std::fs::read_to_string(&file).unwrap();
    let recorded: Vec<&str> = text
        .lines()
        .filter(|l| l.contains('/') && l.starts_with("  "))
        .collect();
    let stale = text.replacen(
        recorded[0],
        &recorded[0].replace(|c: char| c.is_ascii_digit(), "0"),
        1,
    );
    let wanted = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    std::fs::write(&real, format!("\u{feff}{}", stale.replace('\n', "\r\n"))).unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::remove_file(&file).unwrap();
    symlink("../.kept-elsewhere.md", &file).unwrap();
    let run = world.run(&["renew", "--all"], "a");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert_eq!(std::fs::read_to_string(&real).unwrap(), wanted);
    assert!(std::fs::symlink_metadata(&file).unwrap().is_symlink());
    assert_eq!(
        std::fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o600
    );
}
