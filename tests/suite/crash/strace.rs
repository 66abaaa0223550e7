//! System calls of the program that kill it or fail, by `strace`.

use std::collections::BTreeMap;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;

use super::world::World;

/// The calls that change the disk.
pub const CALLS: [&str; 11] = [
    "renameat2",
    "rename",
    "link",
    "linkat",
    "write",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "fsync",
    "syncfs",
];

/// Whether `strace` is there and may trace.
pub fn works() -> bool {
    static WORKS: OnceLock<bool> = OnceLock::new();
    *WORKS.get_or_init(|| {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=rmdir"]);
        strace.args(["-e", "inject=rmdir:signal=KILL:when=1", "rmdir", "/nowhere"]);
        let status = strace.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.code() != Some(1) && !status.success())
    })
}

fn traced(world: &World, call: &str, log: &str, more: &[&str]) -> ExitStatus {
    let build = world.command(&["build", "-q"], "b");
    run(&build, call, log, more)
}

/// A run of the program with its calls traced or failing.
pub fn run(build: &Command, call: &str, log: &str, more: &[&str]) -> ExitStatus {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", log, "-e", &format!("trace={call}")]);
    strace
        .args(more)
        .arg(build.get_program())
        .args(build.get_args());
    // One thread writes, so that the calls come in the same order each time.
    strace.env("RAYON_NUM_THREADS", "1");
    strace.stdout(Stdio::null()).stderr(Stdio::null());
    strace.status().unwrap()
}

/// A build of `b` with a fault.
pub fn build(world: &World, call: &str, injected: &str) -> ExitStatus {
    traced(world, call, "/dev/null", &["-e", injected])
}

/// A build of `b` that dies at its `at`th renaming.
pub fn die(world: &World, at: usize) {
    let injected = format!("inject=renameat2:signal=KILL:when={at}");
    let status = build(world, "renameat2", &injected);
    assert!(!status.success(), "it has not so many");
}

/// Settles what a dead run left, with a fault.
pub fn check(world: &World, call: &str, injected: &str) -> ExitStatus {
    let check = world.command(&["check", "-q"], "a");
    run(&check, call, "/dev/null", &["-e", injected])
}

/// How often one thread of a build of `b` makes a call: faults are counted by thread.
pub fn most_in_one_thread(world: &World, call: &str) -> usize {
    let log = world.log();
    traced(world, call, log.to_str().unwrap(), &[]);
    let mut calls = BTreeMap::<String, usize>::new();
    for line in std::fs::read_to_string(log).unwrap().lines() {
        let thread = line.split_whitespace().next().unwrap_or_default();
        if line.contains(&format!(" {call}(")) {
            *calls.entry(thread.to_owned()).or_default() += 1;
        }
    }
    calls.into_values().max().unwrap_or(0)
}
