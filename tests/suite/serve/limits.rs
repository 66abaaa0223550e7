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

/// Those that speak are answered while the slow ones are still waited for.
#[test]
fn slow_clients_hold_up_nobody() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    let (reader, _) = listen(at, "/en/");
    let begun = Instant::now();
    let many = format!("GET /en/ HTTP/1.1\r\nHost: {at}\r\n\r\n").repeat(200);
    let slow: Vec<TcpStream> = (0..400)
        .map(|i| {
            let mut stream = TcpStream::connect(at).unwrap();
            stream.set_nonblocking(true).unwrap();
            // Some say nothing, some half a request, some many without reading an answer.
            let said: &[u8] = [b"", "GET /en/ HT".as_bytes(), many.as_bytes()][i % 3];
            let _ = stream.write(said);
            stream
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(get(at, "/en/").status, 200);
    }
    // None of these had to end for it but by giving its place away.
    let is_open = |mut stream: &TcpStream| {
        let mut some = vec![0; 1 << 16];
        loop {
            match stream.read(&mut some) {
                Ok(0) => return false,
                Ok(_) => {}
                Err(error) => return error.kind() == ErrorKind::WouldBlock,
            }
        }
    };
    let open = slow.iter().filter(|stream| is_open(stream)).count();
    // On a machine that is busy for so long, their time is over.
    let late = begun.elapsed() > Duration::from_secs(8);
    assert!(open > 100 || late, "{open} are still open");
    // Nor was the page that listens given up for them.
    reader.get_ref().set_nonblocking(true).unwrap();
    assert!(is_open(reader.get_ref()));
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
