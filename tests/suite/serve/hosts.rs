//! Only hosts that were asked for are answered, on addresses that are said.

use std::net::TcpListener;

use super::program::{PATIENCE, Preview, command, get, listen, report, request, send};

fn asked_as(at: std::net::SocketAddr, target: &str, headers: &str) -> u16 {
    let text = format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
    let answer = send(at, text.as_bytes());
    if answer.status == 403 {
        assert!(answer.text().contains("--allow-host"), "{}", answer.text());
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    answer.status
}

#[test]
fn only_hosts_that_were_asked_for_are_answered() {
    let report = report();
    let allowed = [
        "--allow-host",
        "desk.example",
        "--allow-host",
        "tunnel.example:8080",
    ];
    let (_preview, at) = Preview::ready(report.path(), &allowed);
    let port = at.port();
    for host in [
        format!("localhost:{port}"),
        format!("LocalHost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
        "desk.example".to_owned(),
        format!("desk.example:{port}"),
        "tunnel.example:8080".to_owned(),
    ] {
        assert_eq!(
            asked_as(at, "/en/", &format!("Host: {host}\r\n")),
            200,
            "{host}"
        );
    }
    let events = "/__preview/events?path=/en/";
    for host in [
        format!("evil.example:{port}"),
        "evil.example".to_owned(),
        "localhost".to_owned(),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("192.168.0.9:{port}"),
        format!("localhost:{}", port ^ 1),
        "tunnel.example".to_owned(),
        String::new(),
    ] {
        for target in ["/en/", "/robots.txt", events, "/__preview/client.js"] {
            let status = asked_as(at, target, &format!("Host: {host}\r\n"));
            assert_eq!(status, 403, "{host} {target}");
        }
    }
    assert_eq!(asked_as(at, "/en/", ""), 403, "no host");
    let two = format!("Host: localhost:{port}\r\nHost: evil.example\r\n");
    assert_ne!(asked_as(at, "/en/", &two), 200);
    let own = format!("Host: localhost:{port}\r\n");
    assert_ne!(
        asked_as(at, &format!("http://evil.example:{port}/en/"), &own),
        200
    );
}

#[test]
fn events_are_for_pages_of_the_preview() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &[]);
    let events = "/__preview/events?path=/en/";
    for origin in [
        "http://evil.example",
        "null",
        "https://localhost",
        "http://localhost:1",
    ] {
        let answer = request(at, "GET", events, &[&format!("Origin: {origin}")]);
        assert_eq!(answer.status, 403, "{origin}");
    }
    let (_stream, data) = listen(at, "/en/");
    assert!(
        data.starts_with('{') && data.contains("\"problems\":[]"),
        "{data}"
    );
}

#[test]
fn all_addresses_answer_to_addresses_only() {
    let report = report();
    let (_preview, at) = Preview::ready(report.path(), &["--host", "0.0.0.0"]);
    assert!(
        at.ip().is_loopback(),
        "an address that a browser takes is printed: {at}"
    );
    let port = at.port();
    assert_eq!(
        asked_as(at, "/en/", &format!("Host: 192.168.7.8:{port}\r\n")),
        200
    );
    assert_eq!(
        asked_as(at, "/en/", &format!("Host: localhost:{port}\r\n")),
        200
    );
    assert_eq!(
        asked_as(at, "/en/", &format!("Host: evil.example:{port}\r\n")),
        403
    );
}

#[test]
fn an_address_of_version_6_is_printed_in_brackets() {
    if TcpListener::bind("[::1]:0").is_err() {
        eprintln!("this machine has no IPv6: not tried");
        return;
    }
    let report = report();
    let (preview, at) = Preview::ready(report.path(), &["--host", "[::1]"]);
    let address = format!("http://[::1]:{}/", at.port());
    assert!(preview.said().contains(&address), "{}", preview.said());
    assert_ne!(at.port(), 0);
    assert_eq!(get(at, "/en/").status, 200);
}

#[test]
fn a_taken_port_is_said_and_another_taken_only_if_none_was_named() {
    let report = report();
    // Of two previews that name no port, one has another than 4000 at the latest.
    let first = Preview::start(report.path(), &["--out", "a"]);
    let first_at = first.address();
    let second = Preview::start(report.path(), &["--out", "b"]);
    let second_at = second.address();
    assert_ne!(first_at, second_at);
    let said = format!("is taken by another program; using {}", second_at.port());
    assert!(second.said().contains(&said), "{}", second.said());
    assert_eq!(get(second_at, "/en/").status, 200);

    let port = first_at.port().to_string();
    let mut third = Preview::start(report.path(), &["--port", &port]);
    assert_eq!(third.ended(PATIENCE).code(), Some(2));
    let said = format!("port {port} is taken by another program");
    third.wait_for(&said);
}

#[test]
fn wrong_arguments_are_explained() {
    for (arguments, environment, words) in [
        (
            ["--editor", "javascript:alert('{path}')"],
            "",
            "opens no editor",
        ),
        (["--editor", "vscode://file/"], "", "{path}"),
        (
            ["--allow-host", "http://a.example/"],
            "",
            "a host is a name or an address",
        ),
        (["--host", "here"], "", "an IP address is needed"),
        (["--port", "0"], "vim {path}", "EDITOR_URL"),
    ] {
        let output = command()
            .arg("serve")
            .args(arguments)
            .env("EDITOR_URL", environment)
            .current_dir(std::env::temp_dir())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
