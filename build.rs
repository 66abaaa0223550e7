//! Which simplified character stands for which others: a table of a few kilobytes, out of a
//! dictionary of megabytes that the program need not carry.

use std::fmt::Write;

use character_converter::traditional_to_simplified;

/// The characters that Unicode unifies, without the rare ones beyond the first plane.
const HAN: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut table = String::new();
    for character in HAN {
        let simplified = traditional_to_simplified(character.encode_utf8(&mut [0; 4])).into_owned();
        let mut one = simplified.chars();
        if let (Some(to), None) = (one.next(), one.next())
            && to != character
        {
            let _ = writeln!(table, "{character}{to}");
        }
    }
    let folder = std::env::var_os("OUT_DIR").unwrap_or_default();
    let file = std::path::Path::new(&folder).join("simplified.txt");
    if let Err(error) = std::fs::write(&file, table) {
        println!("cargo::error={}: {error}", file.display());
    }
}
