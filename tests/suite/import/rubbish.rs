//! Files that are no tables, or too much of one: refused with a word, never with a panic.

use super::Beside;
use super::mistakes::table;
use super::tables::{ods_of, packed, utf16, xlsx};

/// Bytes that follow no rule.
fn noise(length: usize, mut seed: u64) -> Vec<u8> {
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn nothing_of_a_table() {
    let beside = Beside::new();
    let before = beside.files();
    let book = xlsx(&vec![vec!["Town".to_owned(), "Income".to_owned()]]);
    let zeros = vec![0; 5000];
    for (name, bytes) in [
        ("empty.csv", Vec::new()),
        ("blank.csv", b"\n\n  \n".to_vec()),
        ("mark.csv", b"\xef\xbb\xbf".to_vec()),
        ("mark16.csv", b"\xff\xfe".to_vec()),
        ("odd16.csv", utf16(&table(), false)[..201].to_vec()),
        (
            "head.csv",
            b"Town,Year,Income,Soot,Green space,Health\n".to_vec(),
        ),
        ("one.csv", b"Town".to_vec()),
        ("noise.csv", noise(5000, 7)),
        ("noise.xlsx", noise(5000, 9)),
        ("zeros.xlsx", zeros),
        (
            "quote.csv",
            b"Town,Year,Income\n\"Alderwick,2024,1\n".to_vec(),
        ),
        (
            "quotes.csv",
            format!("Town,Year\n\"{}", "a\n".repeat(500)).into_bytes(),
        ),
        ("commas.csv", ",".repeat(300_000).into_bytes()),
        ("head.xlsx", book.clone()),
        ("cut.xlsx", book[..book.len() / 2].to_vec()),
        ("tail.xlsx", book[..book.len() - 10].to_vec()),
        ("pk.xlsx", b"PK\x03\x04".to_vec()),
        (
            "old.xls",
            [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), noise(500, 3)].concat(),
        ),
        ("none.ods", packed(&[("content.xml", b"<a>")])),
        ("other.xlsx", packed(&[("a.txt", b"a")])),
        (
            "cell.ods",
            ods_of("<table:table-row><table:table-cell office:value=\"x\"/></table:table-row>"),
        ),
        ("html.csv", b"<html><body>Not found</body></html>".to_vec()),
    ] {
        let said = beside.import(name, &bytes, &["--source", "almanac"]);
        let said = said.refused(&["error: ", "nothing was imported"]);
        assert!(said.err.len() < 5000, "{name}: {}", said.err.len());
    }
    for mangled in 0..40 {
        let mut bytes = book.clone();
        let at = noise(8, 1000 + mangled)
            .iter()
            .fold(0_usize, |n, b| n * 256 % 65_536 + usize::from(*b));
        let length = bytes.len();
        for byte in bytes.iter_mut().skip(at % length).take(12) {
            *byte ^= 0x5a;
        }
        let said = beside.import("mangled.xlsx", &bytes, &["--source", "almanac"]);
        said.refused(&["nothing was imported"]);
    }
    assert!(before == beside.files());
}

#[test]
fn too_much_of_it() {
    let beside = Beside::new();
    let zeros = vec![b' '; 70 << 20];
    let bomb = packed(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    let row = r#"<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value="1" table:number-columns-repeated="16384"/></table:table-row>"#;
    let strings = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="99999999999999999"><si><t>a</t></si></sst>"#;
    for (name, bytes, limit) in [
        ("bomb.xlsx", bomb, "import-size"),
        (
            "strings.xlsx",
            packed(&[("xl/sharedStrings.xml", strings.as_bytes())]),
            "import-size",
        ),
        ("repeats.ods", ods_of(row), "import-cells"),
        (
            "commas.csv",
            ",".repeat(1_000_001).into_bytes(),
            "import-cells",
        ),
    ] {
        let said = beside.import(name, &bytes, &[]);
        said.refused(&["error: ", &format!("--limit {limit}=")]);
    }
    let small = ["--limit", "import-size=100"];
    beside
        .import("t.csv", table().as_bytes(), &small)
        .refused(&["is too large", "import-size"]);
    let few = ["--limit", "import-cells=20"];
    beside
        .import("t.csv", table().as_bytes(), &few)
        .refused(&["has too many cells", "import-cells"]);
}

#[test]
fn no_file() {
    let beside = Beside::new();
    for path in ["none.csv", "."] {
        let path = beside.report.content().join(path);
        let run = beside.report.run(&["import", path.to_str().unwrap()]);
        super::Said::of(&run).refused(&["error: "]);
    }
}
