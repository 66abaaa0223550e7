//! Slow clients are closed, many are bounded, and others are answered meanwhile.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::program::{PATIENCE, Preview, get, listen, report};

#[test]
fn clients_that_say_nothing_are_closed_and_others_served() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    // More than are served at one time; some have begun to speak.
    let silent: Vec<TcpStream> = (0..300)
        .map(|i| {
            let mut stream = TcpStream::connect(at).unwrap();
            if i % 2 == 0 {
                stream.write_all(b"GET /en/ HTTP/1.1\r\nHost: ").unwrap();
            }
            stream
        })
        .collect();
    assert_eq!(get(at, "/en/").status, 200, "served among silent ones");
    for mut stream in silent {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // Closed, with or without a word about the time-out.
        let mut said = Vec::new();
        match stream.read_to_end(&mut said) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        }
        assert!(!said.starts_with(b"HTTP/1.1 200"));
    }
}

#[test]
fn a_client_that_reads_nothing_is_closed() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    let request = format!("GET /en/ HTTP/1.1\r\nHost: {at}\r\n\r\n").repeat(100);
    let start = Instant::now();
    // The answers fill what the system holds; then the server can send no more.
    let error = loop {
        if let Err(error) = stream.write_all(request.as_bytes()) {
            break error;
        }
        assert!(start.elapsed() < PATIENCE, "the server goes on reading");
    };
    let closed = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];
    assert!(closed.contains(&error.kind()), "{error}");
    assert_eq!(get(at, "/en/").status, 200);
}

#[test]
fn streams_are_bounded_and_leave_room_for_files() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    let streams: Vec<_> = (0..128).map(|_| listen(at, "/en/")).collect();
    assert_eq!(get(at, "/__preview/events?path=/en/").status, 503);
    assert_eq!(get(at, "/en/").status, 200);
    drop(streams);
    let start = Instant::now();
    // A stream that is left is noticed at its next word at the latest.
    loop {
        let mut stream = TcpStream::connect(at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "GET /__preview/events HTTP/1.1\r\nHost: {at}\r\n\r\n"
        )
        .unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        if first.ends_with(b"200") {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "places are not given back");
        std::thread::sleep(Duration::from_millis(100));
    }
}
