use super::{Address, Target, target};

#[test]
fn addresses_of_the_web_are_taken_as_they_are_written() {
    for good in [
        "https://example.org",
        "http://example.org/a?b=c#d",
        "HTTPS://Example.org/A",
        "https://例子.公司/报告?年=2018",
        "https://[::1]:8080/x",
        "https://example.org/a(b)_{c}|d",
        "https://example.org/@name",
    ] {
        assert_eq!(Address::parse(good).as_deref(), Ok(good), "{good}");
    }
}

#[test]
fn what_is_no_address_of_the_web_is_refused() {
    for bad in [
        "",
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\u{1}javascript:alert(1)",
        " https://example.org",
        "https://example.org ",
        "https://exam\tple.org",
        "https://",
        "https:///a",
        "https://#a",
        "https://?a",
        "https:example.org",
        "https:/example.org",
        "https:\\\\example.org",
        "https://a b.org",
        "https://a.org/\"onmouseover=\"alert(1)",
        "https://a.org/<script>",
        "https://un.org@evil.example/",
        "https://:secret@evil.example/",
        "https://evil.example/\u{202e}gro.nu",
        "ftp://example.org",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://a.org/1",
        "view-source:https://a.org",
        "https://[::1",
        "https://a.org:99999/",
        "https://%00/",
    ] {
        assert!(Address::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn the_address_of_a_site_ends_in_a_slash() {
    for (text, read) in [
        ("https://a.org", "https://a.org/"),
        ("https://A.org/b", "https://a.org/b/"),
        ("https://a.org/报告/", "https://a.org/%E6%8A%A5%E5%91%8A/"),
    ] {
        assert_eq!(Address::parse_base(text).as_deref(), Ok(read));
    }
    for bad in [
        "https://a.org/?x",
        "https://a.org/#x",
        "a.org",
        "javascript:x",
    ] {
        assert!(Address::parse_base(bad).is_err(), "{bad}");
    }
}

#[test]
fn links_of_a_text() {
    assert_eq!(target("member:CODE#a"), Ok(Target::Own("member", "CODE#a")));
    assert_eq!(target("../a:b"), Ok(Target::Inside));
    assert_eq!(target("#a:b"), Ok(Target::Inside));
    assert_eq!(
        target("MailTo:a@b.org?subject=x"),
        Ok(Target::Mail("mailto:a@b.org?subject=x".to_owned()))
    );
    assert!(matches!(target("Https://a.org/"), Ok(Target::Web(_))));
    // Not a kind of the report: who resolves kinds refuses it.
    assert!(matches!(
        target("javascript:x"),
        Ok(Target::Own("javascript", _))
    ));
    for bad in [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "java\nscript:x",
        "java\u{0}script:x",
        " javascript:x",
        "mailto:",
        "mailto:a",
        "mailto:a@b <c>",
        "https:evil.example",
        "HTTP:/evil.example",
    ] {
        assert!(target(bad).is_err(), "{bad:?}");
    }
}
