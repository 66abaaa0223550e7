//! What the end of a line does not part: words of scripts that have no spaces between them, and
//! numbers that belong together.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};
use icu::segmenter::options::WordBreakInvariantOptions;
use icu::segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::breaks::pieces;
use super::characters::{Side, is_dash, is_digit, is_han, is_percent, is_unspaced, side};

/// Knows the words of Chinese and Japanese.
static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// So many characters go on a line of the narrowest column: words beyond are parted rather than
/// kept with a neighbour.
const LONG: usize = 10;
/// The longest that is kept on a line for its numbers.
const LONGEST_KEPT: usize = 24;

/// The longest text, in bytes, whose ends are kept: headings, heads of tables and entries of menus stand
/// on hundreds of pages.
const KEPT: usize = 256;
/// Of so many texts.
const MOST_KEPT: usize = 1 << 16;

/// Names that are words, whatever they are made of.
#[derive(Debug, Default)]
pub struct Lexicon {
    names: Option<AhoCorasick>,
    known: RwLock<HashMap<Box<str>, Vec<usize>>>,
}

impl Lexicon {
    /// Knows `names`, and words that follow each other in more than one of them.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Lexicon {
        let unspaced = |text: &str| text.chars().nth(1).is_some() && text.chars().all(is_unspaced);
        let names: BTreeSet<&str> = names.into_iter().filter(|name| unspaced(name)).collect();
        let mut pairs: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &names {
            let words: Vec<Range<usize>> = spans(WORDS.segment_str(name)).collect();
            let followed = words.windows(2).filter_map(|pair| match pair {
                [one, other] => name.get(one.start..other.end),
                _ => None,
            });
            for pair in followed.collect::<BTreeSet<_>>() {
                *pairs.entry(pair).or_default() += 1;
            }
        }
        let common = pairs.iter().filter(|(_, n)| **n > 1).map(|(pair, _)| *pair);
        let all: BTreeSet<&str> = names.iter().copied().chain(common).collect();
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&all);
        // Without it, words are those of Unicode alone.
        Lexicon {
            names: names.ok().filter(|_| !all.is_empty()),
            known: RwLock::default(),
        }
    }

    /// Where a line may end between two words that nothing stands between, in bytes.
    ///
    /// A word of one character stays with what is before it, and with what is after it as far as a
    /// line is long enough; a number with what it counts, and with such a word before it.
    pub fn ends(&self, text: &str) -> Vec<usize> {
        if text.is_ascii() || !text.chars().any(is_unspaced) {
            return Vec::new();
        }
        if text.len() > KEPT {
            return self.found(text);
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(ends) = known.get(text) {
            return ends.clone();
        }
        drop(known);
        let ends = self.found(text);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_KEPT {
            known.insert(text.into(), ends.clone());
        }
        ends
    }

    fn found(&self, text: &str) -> Vec<usize> {
        let allowed: BTreeSet<usize> = spans(lengths(pieces(text))).map(|p| p.end).collect();
        let words: Vec<&str> = spans(self.words(text).into_iter())
            .filter_map(|word| text.get(word))
            .collect();
        let mut found = Vec::new();
        let (mut at, mut length) = (0, 0);
        for (i, word) in words.iter().enumerate() {
            at += word.len();
            length += word.chars().count();
            let Some(next) = words.get(i + 1) else {
                break;
            };
            if !is_word(word) || !is_word(next) {
                // Browsers that keep words whole keep quotations with their neighbours.
                if allowed.contains(&at) && beside_quotation(word, next) && !is_single(next) {
                    found.push(at);
                }
                length = 0;
                continue;
            }
            if !allowed.contains(&at) || !beside_unspaced(word, next) || is_number(word) {
                continue;
            }
            let stays = is_single(word)
                && (length + next.chars().count() <= LONG || next.starts_with(is_digit));
            if !stays && !is_single(next) {
                found.push(at);
                length = 0;
            }
        }
        found
    }

    /// Where words end: names first, Unicode's between them.
    fn words(&self, text: &str) -> BTreeSet<usize> {
        let mut ends: BTreeSet<usize> = WORDS.segment_str(text).collect();
        for name in self.names.iter().flat_map(|names| names.find_iter(text)) {
            let within: Vec<usize> = ends.range(name.start() + 1..name.end()).copied().collect();
            for end in within {
                ends.remove(&end);
            }
            ends.extend([name.start(), name.end()]);
        }
        ends
    }
}

/// The ranges of numbers in a text, `2016–2018年`, `0.5%～1%`, in bytes: with their unit, if it is of
/// one character.
pub fn number_ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|offset| at + offset) {
        let mut end = number(text, start);
        at = end;
        let inside = text[..start].chars().next_back();
        if inside.is_some_and(|c| c.is_alphanumeric() && !is_han(c) || "/_.".contains(c)) {
            continue;
        }
        let mut dashes = 0;
        while let Some(next) = text[end..].chars().next().filter(|c| is_dash(*c)) {
            let after = number(text, end + next.len_utf8());
            if after == end + next.len_utf8() {
                break;
            }
            (end, dashes) = (after, dashes + 1);
        }
        at = end;
        if dashes == 0 {
            continue;
        }
        let rest: String = text[end..].chars().take(LONG).collect();
        let unit = WORDS.segment_str(&rest).nth(1).unwrap_or_default();
        if rest[..unit].chars().all(is_han) && is_single(&rest[..unit]) {
            end += unit;
        }
        if text[start..end].chars().count() <= LONGEST_KEPT {
            found.push(start..end);
        }
    }
    found
}

/// Whether a text has a digit of any script.
pub fn has_digit(text: &str) -> bool {
    text.contains(is_digit)
}

/// The last two characters of a text in a script without spaces, and what ends it, in bytes: so that
/// neither stands alone on a last line. `None` for a text that is short, or ends otherwise.
pub fn last_characters(text: &str) -> Option<Range<usize>> {
    let is_letter = |c: char| !c.is_ascii() && c.is_alphanumeric() && is_unspaced(c);
    let text = text.trim_end();
    let last = text.rfind(is_letter)?;
    let (start, before) = text[..last].char_indices().next_back()?;
    let rest = text[last..].chars();
    let short = text.chars().nth(LONG - 2).is_none() || rest.count() > LONG - 2;
    // A number stays with what it counts.
    let of_number = |c: char| is_digit(c) || is_percent(c) || ".,".contains(c);
    let start = match is_letter(before) {
        true => start,
        false if of_number(before) => {
            let number = text[..last]
                .chars()
                .rev()
                .take(LONG)
                .take_while(|c| of_number(*c));
            last - number.map(char::len_utf8).sum::<usize>()
        }
        false => return None,
    };
    (!short).then_some(start..text.len())
}

/// Where the number ends that begins at `start`, its sign of percentage behind it.
fn number(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let inner = ".,".contains(c) && rest.peek().copied().is_some_and(is_digit) && end > start;
        if is_percent(c) && end > start {
            return end + c.len_utf8();
        }
        if !is_digit(c) && !inner {
            break;
        }
        end += c.len_utf8();
    }
    end
}

fn is_word(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric)
}

fn is_number(word: &str) -> bool {
    word.chars().next_back().is_some_and(is_digit)
}

/// A word of one character.
fn is_single(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(is_unspaced) && characters.next().is_none()
}

fn beside_unspaced(word: &str, next: &str) -> bool {
    let mut beside = word
        .chars()
        .next_back()
        .into_iter()
        .chain(next.chars().next());
    beside.any(is_unspaced)
}

fn beside_quotation(word: &str, next: &str) -> bool {
    word.chars().next_back().and_then(side) == Some(Side::Closing)
        || next.chars().next().and_then(side) == Some(Side::Opening)
}

/// What stands between ends that follow each other, the first of them maybe zero.
fn spans(ends: impl Iterator<Item = usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    ends.filter_map(move |end| {
        let span = start..end;
        start = end;
        (!span.is_empty()).then_some(span)
    })
}

fn lengths<'t>(parts: impl Iterator<Item = &'t str>) -> impl Iterator<Item = usize> {
    parts.scan(0, |end, part| {
        *end += part.len();
        Some(*end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(names: &[&str], text: &str) -> String {
        let mut ends = Lexicon::new(names.iter().copied()).ends(text);
        ends.push(text.len());
        let parts: Vec<&str> = spans(ends.into_iter()).map(|span| &text[span]).collect();
        parts.join("|")
    }

    #[test]
    fn lines_end_between_words() {
        for (text, expected) in [
            ("", ""),
            ("Plain words", "Plain words"),
            ("名次相近的国家", "名次|相近的国家"),
            ("2003年以来的轨迹", "2003年以来的轨迹"),
            ("事实核查", "事实|核查"),
            ("各国GDP的分布，2018年", "各国|GDP的分布，2018年"),
            ("组国家，“低”组有国家", "组国家，|“低”组有国家"),
            // What no dictionary knows is no line of single characters.
            ("圣文森特", "圣文森特"),
        ] {
            assert_eq!(parted(&[], text), expected, "{text}");
        }
    }

    #[test]
    fn names_are_words_and_so_is_what_two_of_them_share() {
        let names = ["电子政务发展指数", "联合国电子政务调查读本"];
        assert_eq!(parted(&[], "冰岛电子政务发展"), "冰岛|电子|政务|发展");
        assert_eq!(parted(&names, "冰岛电子政务发展"), "冰岛|电子政务|发展");
        assert_eq!(parted(&names, "电子政务发展指数"), "电子政务发展指数");
    }

    #[test]
    fn the_last_characters_are_kept_together() {
        for (text, expected) in [
            ("这里写了一个很长的句子。", Some("句子。")),
            ("这里写了一个很长的句子[1]。 ", Some("句子[1]。")),
            ("这里写了一个很长的2018年。", Some("2018年。")),
            ("短句子。", None),
            ("Plain words at the end.", None),
        ] {
            assert_eq!(last_characters(text).map(|range| &text[range]), expected);
        }
    }

    #[test]
    fn ranges_of_numbers_are_kept() {
        for (text, expected) in [
            ("共2016—2018年，", vec!["2016—2018年"]),
            ("在0–1之间", vec!["0–1"]),
            ("均增长了1%~2%。", vec!["1%~2%"]),
            ("第1-3位和2018年", vec!["1-3位"]),
            ("rose 0.12–0.71 since 2003", vec!["0.12–0.71"]),
            ("COVID-19 and 1.5", vec![]),
            ("x/2018-2019", vec![]),
            ("2018—", vec![]),
        ] {
            let found: Vec<&str> = number_ranges(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
