//! What a dead run left, settled by the next command.

use std::path::Path;
use std::time::{Duration, Instant};

use super::world::{World, snapshot};
use super::{recovers, rounds, strace};

#[test]
fn a_read_that_fails_while_a_dead_run_is_settled() {
    if !strace::works() {
        return;
    }
    let world = World::new();
    world.restore("a");
    let dies_at = strace::most_in_one_thread(&world, "renameat2") / 2;
    let (mut tried, mut failed) = (0, 0);
    for call in ["openat", "statx", "getdents64"] {
        for at in (1..400).step_by((400 / (rounds() * 4)).max(4)) {
            world.restore("a");
            strace::die(&world, dies_at);
            let status = strace::check(&world, call, &format!("inject={call}:error=EIO:when={at}"));
            let now = snapshot(&world.out());
            failed += usize::from(now.keys().any(|name| name.ends_with("/journal")));
            recovers(&world, at, &format!("{call} {at} failed: {status}"));
            tried += 1;
        }
    }
    assert!(failed > 0);
    println!("reads that fail: {tried}, {failed} left for the next run, 0 sites lost");
    world.done();
}

#[test]
fn what_was_given_back_is_not_forced_away() {
    if !strace::works() {
        return;
    }
    let world = World::new();
    world.restore("a");
    let calls = strace::most_in_one_thread(&world, "renameat2");
    world.restore("a");
    strace::die(&world, calls / 2);
    let page = world.out().join("index.html");
    std::fs::write(&page, "an edit").unwrap();
    let run = world.run(&["build", "--force"], "b");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("look at it"), "{said}");
    assert_eq!(std::fs::read_to_string(&page).unwrap(), "an edit");
    let run = world.run(&["build", "--force"], "b");
    assert!(run.status.success());
    // What the edited page needed of the old site was left to it.
    let mut now = snapshot(&world.out());
    let (old, new) = (world.wanted("a"), world.wanted("b"));
    now.retain(|name, bytes| new.contains_key(name) || old.get(name) != Some(bytes));
    assert!(now == new);
    world.done();
}

#[test]
fn a_preview_says_what_it_has_settled() {
    if !strace::works() {
        return;
    }
    let world = World::new();
    world.restore("a");
    let (log, out) = (world.log(), world.log().with_extension("out"));
    let mut serve = world
        .command(&["serve", "--port", "0"], "a")
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let settled = || read(&log).contains("earlier run had left");
    let built = || read(&out).matches(" pages, ").count();
    // Its address comes when the first site is written.
    waits(60, || read(&out).contains("http://"));
    let mut round = 0;
    while !settled() {
        assert!(round < 10, "{}", read(&log));
        // The preview rests: both would want the folder.
        let calls = [("renameat2", 20), ("write", 20)];
        let (call, at) = calls[round % 2];
        let injected = format!("inject={call}:signal=KILL:when={at}");
        strace::build(&world, call, &injected);
        let before = built();
        world.touch("a", round);
        waits(60, || built() > before);
        waits(5, settled);
        round += 1;
    }
    serve.kill().unwrap();
    serve.wait().unwrap();
    assert!(world.run(&["build"], "b").status.success());
    assert!(snapshot(&world.out()) == world.wanted("b"));
    world.done();
}

/// Waits for so many seconds at most.
fn waits(seconds: u64, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() && begun.elapsed() < Duration::from_secs(seconds) {
        std::thread::sleep(Duration::from_millis(50));
    }
}
