//! The forms of every type of source, with all there is to know and with next to nothing.

use super::reference;
use crate::lang::testing::{en, zh};
use crate::lang::{Languages, PerLanguage};
use crate::survey::Source;
use crate::survey::bibliography::{Date, Name, SourceKind};
use crate::web::Address;

fn both(text: &str) -> PerLanguage<String> {
    PerLanguage::same(Languages::built_in(), text.to_owned())
}

fn person(family: &str, given: &str) -> PerLanguage<Name> {
    PerLanguage::same(
        Languages::built_in(),
        Name {
            family: family.to_owned(),
            given: Some(given.to_owned()),
        },
    )
}

fn body(name: &str) -> PerLanguage<Name> {
    PerLanguage::same(Languages::built_in(), Name::whole(name))
}

fn source(kind: SourceKind, title: &str) -> Source {
    Source::new("a-source", kind, both(title))
}

fn gb(source: &Source) -> String {
    reference(source, zh()).text
}

fn apa(source: &Source) -> String {
    reference(source, en()).text
}

#[test]
fn reports() {
    let mut report = Source {
        authors: vec![body("港务会")],
        issued: Date::parse("2018"),
        place: Some(both("埃尔塞")),
        publisher: Some(both("灯塔社")),
        url: Address::parse("https://harbours.example/r").ok(),
        accessed: Date::parse("2026-11-01"),
        ..source(SourceKind::Report, "2018港镇调查：灯与船")
    };
    assert_eq!(
        gb(&report),
        "港务会. 2018港镇调查: 灯与船[R/OL]. 埃尔塞: 灯塔社, 2018[2026-11-01]. https://harbours.example/r."
    );
    report.url = None;
    assert_eq!(
        gb(&report),
        "港务会. 2018港镇调查: 灯与船[R]. 埃尔塞: 灯塔社, 2018."
    );
    report.place = None;
    report.publisher = None;
    assert_eq!(
        gb(&report),
        "港务会. 2018港镇调查: 灯与船[R]. [出版地不详]: [出版者不详], 2018."
    );
    let english = Source {
        authors: vec![body("Board of Harbours")],
        issued: Date::parse("2018"),
        publisher: Some(both("Board of Harbours")),
        url: Address::parse("https://harbours.example/r").ok(),
        ..source(SourceKind::Report, "The Survey: Lamps and Ships")
    };
    assert_eq!(
        apa(&english),
        "Board of Harbours. (2018). The Survey: Lamps and Ships. https://harbours.example/r"
    );
}

#[test]
fn authors_beyond_three() {
    let names = ["甲", "乙", "丙", "丁"].map(body);
    let mut one = Source {
        authors: names.into(),
        issued: Date::parse("2018"),
        container: Some(both("港镇学刊")),
        volume: Some("12".to_owned()),
        issue: Some("3".to_owned()),
        page: Some("12-20".to_owned()),
        ..source(SourceKind::Article, "灯与船")
    };
    assert_eq!(
        gb(&one),
        "甲, 乙, 丙, 等. 灯与船[J]. 港镇学刊, 2018, 12(3): 12-20."
    );
    one.title = both("Lamps and ships");
    one.container = Some(both("Harbour Studies"));
    one.authors = vec![
        person("Smith", "John A."),
        person("Doe", "Jane"),
        person("Roe", "Ann"),
        person("Poe", "Edgar"),
    ];
    assert_eq!(
        gb(&one),
        "SMITH J A, DOE J, ROE A, et al. Lamps and ships[J]. Harbour Studies, 2018, 12(3): 12-20."
    );
    assert_eq!(
        apa(&one),
        "Smith, J. A., Doe, J., Roe, A., & Poe, E. (2018). Lamps and ships. Harbour Studies, 12(3), 12–20."
    );
}

#[test]
fn articles_with_little_known() {
    let bare = source(SourceKind::Article, "灯与船。");
    assert_eq!(gb(&bare), "灯与船[J].");
    let english = source(SourceKind::Article, "Lamps and ships.");
    assert_eq!(apa(&english), "Lamps and ships. (n.d.).");
    let doi = Source {
        issued: Date::parse("2018"),
        container: Some(both("学刊")),
        issue: Some("3".to_owned()),
        doi: Some("10.1000/x_1".to_owned()),
        ..source(SourceKind::Article, "灯")
    };
    assert_eq!(gb(&doi), "灯[J/OL]. 学刊, 2018(3). DOI:10.1000/x_1.");
    assert!(
        apa(&doi).ends_with("https://doi.org/10.1000/x_1"),
        "{}",
        apa(&doi)
    );
}

#[test]
fn books() {
    let mut book = Source {
        authors: vec![person("张", "三"), person("欧阳", "四")],
        issued: Date::parse("2019"),
        place: Some(both("北京")),
        publisher: Some(both("灯塔社")),
        edition: Some(both("2")),
        ..source(SourceKind::Book, "领航手册")
    };
    assert_eq!(
        gb(&book),
        "张三, 欧阳四. 领航手册[M]. 2版. 北京: 灯塔社, 2019."
    );
    book.volume = Some("3".to_owned());
    book.place = None;
    assert_eq!(
        gb(&book),
        "张三, 欧阳四. 领航手册: 第3卷[M]. 2版. [出版地不详]: 灯塔社, 2019."
    );
    let english = Source {
        authors: vec![person("Keeper", "Ann")],
        issued: Date::parse("2019"),
        publisher: Some(both("Lamp Press")),
        edition: Some(both("2")),
        ..source(SourceKind::Book, "The Pilot Book")
    };
    assert_eq!(
        apa(&english),
        "Keeper, A. (2019). The Pilot Book (2nd ed.). Lamp Press."
    );
    let undated = source(SourceKind::Book, "The Pilot Book");
    assert_eq!(gb(&undated), "The Pilot Book[M].");
}

#[test]
fn parts_of_books_papers_theses_and_newspapers() {
    let chapter = Source {
        authors: vec![body("甲")],
        editors: vec![body("乙")],
        container: Some(both("海")),
        publisher: Some(both("灯塔社")),
        place: Some(both("北京")),
        page: Some("12–14".to_owned()),
        issued: Date::parse("2016"),
        ..source(SourceKind::Chapter, "港")
    };
    assert_eq!(
        gb(&chapter),
        "甲. 港[M]//乙. 海. 北京: 灯塔社, 2016: 12-14."
    );
    let paper = Source {
        kind: SourceKind::Paper,
        editors: Vec::new(),
        ..chapter.clone()
    };
    assert_eq!(gb(&paper), "甲. 港[C]//海. 北京: 灯塔社, 2016: 12-14.");
    let thesis = Source {
        kind: SourceKind::Thesis,
        editors: Vec::new(),
        container: None,
        page: None,
        publisher: Some(both("港镇大学")),
        ..chapter.clone()
    };
    assert_eq!(gb(&thesis), "甲. 港[D]. 北京: 港镇大学, 2016.");
    let newspaper = Source {
        kind: SourceKind::Newspaper,
        editors: Vec::new(),
        container: Some(both("港报")),
        publisher: None,
        place: None,
        page: Some("3".to_owned()),
        issued: Date::parse("2016-02-03"),
        ..chapter
    };
    assert_eq!(gb(&newspaper), "甲. 港[N]. 港报, 2016-02-03(3).");
}

#[test]
fn data_sets() {
    let data = Source {
        authors: vec![body("港务会")],
        issued: Date::parse("2022"),
        publisher: Some(both("港务会")),
        url: Address::parse("https://harbours.example/d").ok(),
        version: Some("3".to_owned()),
        ..source(SourceKind::Dataset, "港镇年鉴")
    };
    assert_eq!(
        gb(&data),
        "港务会. 港镇年鉴[DS/OL]. 3版. 港务会, 2022. https://harbours.example/d."
    );
    let english = Source {
        issued: Date::parse("2021"),
        url: Address::parse("https://harbours.example/d").ok(),
        ..source(SourceKind::Dataset, "The Almanac")
    };
    assert_eq!(
        apa(&english),
        "The Almanac [Dataset]. (2021). https://harbours.example/d"
    );
}

#[test]
fn pages_of_the_web() {
    let page = Source {
        authors: vec![body("港务会")],
        url: Address::parse("https://harbours.example/w_1?a=b").ok(),
        issued: Date::parse("2017-06-04"),
        accessed: Date::parse("2026-11-01"),
        ..source(SourceKind::Webpage, "何为港镇？")
    };
    assert_eq!(
        gb(&page),
        "港务会. 何为港镇？[EB/OL]. (2017-06-04)[2026-11-01]. https://harbours.example/w_1?a=b."
    );
    let mut english = Source {
        authors: vec![body("Board")],
        url: Address::parse("https://harbours.example/w").ok(),
        ..source(SourceKind::Webpage, "What is a harbour?")
    };
    assert_eq!(
        apa(&english),
        "Board. (n.d.). What is a harbour? https://harbours.example/w"
    );
    english.accessed = Date::parse("2026-11-01");
    assert_eq!(
        apa(&english),
        "Board. (n.d.). What is a harbour? Retrieved November 1, 2026, from https://harbours.example/w"
    );
    english.issued = Date::parse("2026");
    english.accessed = None;
    assert_eq!(
        apa(&english),
        "Board. (2026). What is a harbour? https://harbours.example/w"
    );
}

#[test]
fn capitals_of_names_and_sites() {
    let page = Source {
        authors: vec![body("open-harbour编写组")],
        issued: Date::parse("2026"),
        container: Some(both("The harbour towns: a reader")),
        version: Some("1.2".to_owned()),
        url: Address::parse("https://harbours.example/p").ok(),
        ..source(SourceKind::Webpage, "Lamps")
    };
    assert_eq!(
        gb(&page),
        "open-harbour编写组. Lamps[EB/OL]//The harbour towns: a reader. 1.2版. (2026). https://harbours.example/p."
    );
    assert_eq!(
        apa(&page),
        "open-harbour编写组. (2026). Lamps. The harbour towns: a reader (Version 1.2). https://harbours.example/p"
    );
}

#[test]
fn laws_and_standards() {
    let law = Source {
        authors: vec![body("港镇议会")],
        issued: Date::parse("2016"),
        ..source(SourceKind::Law, "灯塔法")
    };
    assert_eq!(gb(&law), "港镇议会. 灯塔法[Z]. 2016.");
    let english = Source {
        issued: Date::parse("2016"),
        ..source(SourceKind::Law, "Lamps' Act of the People's Towns")
    };
    assert_eq!(apa(&english), "Lamps’ Act of the People’s Towns (2016).");
    let standard = Source {
        issued: Date::parse("2015"),
        number: Some("GB/T 7714-2015".to_owned()),
        place: Some(both("北京")),
        publisher: Some(both("标准社")),
        ..source(SourceKind::Standard, "著录规则")
    };
    assert_eq!(
        gb(&standard),
        "著录规则: GB/T 7714-2015[S]. 北京: 标准社, 2015."
    );
}

#[test]
fn what_authors_write_is_escaped() {
    let odd = Source {
        url: Address::parse("https://a.example/?a=1&b=2").ok(),
        ..source(SourceKind::Webpage, "<b>A</b> & \"B\"")
    };
    for lang in Languages::built_in().iter() {
        let html = reference(&odd, lang).html;
        assert!(html.contains("&lt;b&gt;A&lt;/b&gt; &amp; "), "{html}");
        assert!(
            html.contains("href=\"https://a.example/?a=1&amp;b=2\""),
            "{html}"
        );
        assert!(!html.contains("<b>"), "{html}");
    }
}

/// Whatever a field holds, there is an entry and no panic.
#[test]
fn odd_values() {
    for odd in [
        "-",
        "–",
        "1-",
        "e12–e3, 5",
        "第3期",
        "99999999999999999999",
        "S1, S2 & S3",
        ".",
        "[",
        "{}",
        "？",
        "\u{e000}",
    ] {
        for kind in [
            SourceKind::Report,
            SourceKind::Book,
            SourceKind::Chapter,
            SourceKind::Article,
            SourceKind::Newspaper,
            SourceKind::Paper,
            SourceKind::Thesis,
            SourceKind::Standard,
            SourceKind::Dataset,
            SourceKind::Webpage,
            SourceKind::Law,
        ] {
            let text = || Some(odd.to_owned());
            let one = Source {
                authors: vec![body(odd), person(odd, odd), person("", odd)],
                editors: vec![body(odd)],
                issued: Date::parse("0001-01-01"),
                place: Some(both(odd)),
                publisher: Some(both(odd)),
                container: Some(both(odd)),
                volume: text(),
                issue: text(),
                page: text(),
                edition: Some(both(odd)),
                number: text(),
                version: text(),
                doi: text(),
                isbn: text(),
                url: Address::parse(&format!("https://a.example/{odd}")).ok(),
                ..source(kind, odd)
            };
            for lang in Languages::built_in().iter() {
                assert!(!reference(&one, lang).text.is_empty());
            }
        }
    }
}
