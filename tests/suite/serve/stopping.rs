//! Ctrl+C and SIGTERM end the preview at once, whatever it is doing.
#![cfg(unix)]

use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use super::program::{Preview, command, files, listen, report, until};

/// "At once", on a slow machine: a site that is being written may be finished.
const AT_ONCE: Duration = Duration::from_secs(10);

#[test]
fn signals_end_it_with_open_streams() {
    for signal in ["INT", "TERM"] {
        let report = report();
        let (mut preview, at) = Preview::ready(report.path(), &[]);
        let streams: Vec<_> = (0..5).map(|_| listen(at, "/en/")).collect();
        preview.signal(signal);
        assert_eq!(preview.ended(AT_ONCE).code(), Some(0), "{signal}");
        drop(streams);
        assert!(TcpStream::connect(at).is_err(), "the port is free again");
    }
}

#[test]
fn a_signal_during_a_build_leaves_nothing_half_written() {
    let report = report();
    let whole = report.path().join("whole");
    build(report.path(), "whole");
    let whole = relative(&whole);
    for wait in [0, 100, 300, 600, 900, 1200, 1600, 2000] {
        let port = free_port();
        let arguments = ["--port", &port.to_string()];
        let mut preview = Preview::start(report.path(), &arguments);
        until(
            || TcpStream::connect(("127.0.0.1", port)).is_ok(),
            || format!("port {port}: {}", preview.said()),
        );
        // Somewhere in the build, the writing, or after it.
        std::thread::sleep(Duration::from_millis(wait));
        preview.signal("INT");
        assert_eq!(preview.ended(AT_ONCE).code(), Some(0), "after {wait} ms");
        let site = report.path().join("site");
        if site.exists() {
            assert_eq!(relative(&site), whole, "stopped after {wait} ms");
        }
    }
    build(report.path(), "site");
    assert_eq!(relative(&report.path().join("site")), whole);
}

fn build(folder: &std::path::Path, out: &str) {
    let output = command()
        .args(["build", "-q", "--out", out])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn relative(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    files(folder)
        .into_iter()
        .map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes))
        .collect()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
