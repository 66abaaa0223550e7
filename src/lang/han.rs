//! How readers type Chinese: by its reading in letters, and in traditional or simplified characters.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pinyin::ToPinyin;

/// The table that `build.rs` makes: on each line a character and the simplified one for it.
static SIMPLIFIED: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!(concat!(env!("OUT_DIR"), "/simplified.txt")).lines();
    lines
        .filter_map(|line| {
            let mut pair = line.chars();
            pair.next().zip(pair.next())
        })
        .collect()
});

/// How a text in Chinese characters is typed in letters: in pinyin without tones, a syllable for each
/// character. None if there is no character in it.
pub fn readings(text: &str) -> Vec<String> {
    let mut syllables = Vec::new();
    for character in text.chars() {
        syllables.extend(character.to_pinyin().map(|pinyin| pinyin.plain()));
    }
    if syllables.is_empty() {
        return Vec::new();
    }
    let reading = syllables.join(" ");
    // Keyboards have no ü; it is typed as u, which is what is left of it without its mark, or as v.
    let typed = reading.contains('ü').then(|| reading.replace('ü', "v"));
    std::iter::once(reading).chain(typed).collect()
}

/// The simplified character for a traditional one; any other itself.
pub fn simplified(c: char) -> char {
    SIMPLIFIED.get(&c).copied().unwrap_or(c)
}

/// What others write for these characters, each with the simplified one: `韓` and `韩`.
pub fn variants(text: &str) -> BTreeMap<char, char> {
    let needed: std::collections::BTreeSet<char> = text.chars().map(simplified).collect();
    SIMPLIFIED
        .iter()
        .filter(|(_, to)| needed.contains(to))
        .map(|(from, to)| (*from, *to))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_readings() {
        assert_eq!(readings("冰岛"), ["bing dao"]);
        assert_eq!(readings("刚果（金）"), ["gang guo jin"]);
        assert_eq!(readings("菲律宾"), ["fei lü bin", "fei lv bin"]);
        assert!(readings("Chad").is_empty());
    }

    #[test]
    fn traditional_characters_have_simplified_ones() {
        let found = variants("韩国 Korea");
        assert_eq!(found.get(&'韓'), Some(&'韩'));
        assert_eq!(found.get(&'國'), Some(&'国'));
        assert_eq!(found.get(&'灣'), None);
        // In a text in traditional characters as well.
        assert_eq!(variants("韓國").get(&'韓'), Some(&'韩'));
    }
}
