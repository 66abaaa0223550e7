//! The starting files' own marks: `«English¦中文»` is a text for every language of the report,
//! `«=…»` a name that stays as it is in any other, `«@FR¦…»` the name of a country or region that
//! CLDR has in most; `⟦en:…⟧` is for reports in English only, and `@name` a value.

use super::MARK;
use super::tongue::{Takes, Tongues, takes};
use crate::lang::{Lang, region_name};

/// How long a line with a text in several languages may be before each has its own.
const LINE: usize = 100;

/// A text of the starting files.
struct Written<'t> {
    /// The code of the region of which it is the name.
    region: Option<&'t str>,
    /// Whether it needs no translation.
    same: bool,
    english: &'t str,
    chinese: &'t str,
}

impl<'t> Written<'t> {
    fn read(inside: &'t str) -> Written<'t> {
        let (region, rest) = match inside.strip_prefix('@').and_then(|r| r.split_once('¦')) {
            Some((code, rest)) => (Some(code), rest),
            None => (None, inside),
        };
        let (same, rest) = match rest.strip_prefix('=') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let (english, chinese) = rest.split_once('¦').unwrap_or((rest, rest));
        Written {
            region,
            same,
            english,
            chinese,
        }
    }

    fn for_readers(&self, lang: Lang) -> String {
        match takes(lang) {
            Takes::English => self.english.to_owned(),
            Takes::Chinese => self.chinese.to_owned(),
            Takes::Marked => {
                if let Some(name) = self.region.and_then(|code| region_name(code, lang)) {
                    return name;
                }
                let is_marked = self.same || self.english.starts_with(MARK);
                match is_marked {
                    true => self.english.to_owned(),
                    false => format!("{MARK} {}", self.english),
                }
            }
        }
    }

    /// For authors, in a comment.
    fn for_authors(&self, lang: Lang) -> &'t str {
        match takes(lang) {
            Takes::Chinese => self.chinese,
            Takes::English | Takes::Marked => self.english,
        }
    }
}

/// Puts values in the place of the names that stand for them, the longest first.
pub(super) fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut sorted: Vec<_> = values.iter().collect();
    sorted.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    sorted.iter().fold(text.to_owned(), |text, (name, with)| {
        text.replace(&format!("@{name}"), with)
    })
}

/// A YAML file with its texts in every language of the report.
pub(super) fn yaml(text: &str, tongues: Tongues) -> String {
    let text = conditional(text, tongues.english());
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start().starts_with('#') {
            let written = with_texts(line, |t| t.for_authors(tongues.first()).to_owned());
            lines.push_str(&written);
        } else {
            lines.push_str(&yaml_line(line, tongues));
        }
        lines.push('\n');
    }
    lines
}

fn yaml_line(line: &str, tongues: Tongues) -> String {
    // A list of texts and a mapping hold commas and braces of their own.
    let inside = |at: usize| line[..at].contains(['{', '[']);
    let within = line.find('«').is_some_and(inside);
    let each = |text: &Written<'_>, within: bool| -> Vec<(Lang, String)> {
        let one = |lang: Lang| (lang, scalar(&text.for_readers(lang), within));
        tongues.iter().map(one).collect()
    };
    let short = with_texts(line, |text| {
        let texts = each(text, within || tongues.iter().count() > 1);
        match texts.as_slice() {
            [(_, text)] => text.clone(),
            texts => {
                let texts = texts.iter().map(|(l, text)| format!("{}: {text}", l.key()));
                format!("{{{}}}", texts.collect::<Vec<_>>().join(", "))
            }
        }
    });
    let several = tongues.iter().count() > 1;
    let alone = line.strip_suffix('»').and_then(|l| l.split_once(": «"));
    match alone {
        Some((before, inside)) if several && short.chars().count() > LINE && !within => {
            let key = before.trim_start_matches(['-', ' ']);
            let indent = " ".repeat(before.len() - key.len() + 2);
            let texts = each(&Written::read(inside), false).into_iter();
            let texts = texts.map(|(lang, text)| format!("\n{indent}{}: {text}", lang.key()));
            format!("{before}:{}", texts.collect::<String>())
        }
        _ => short,
    }
}

/// Text in one language: Markdown, or a file for authors.
pub(super) fn prose(text: &str, lang: Lang) -> String {
    let text = conditional(text, (takes(lang) == Takes::English).then_some(lang));
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_comment = line.starts_with("<!--");
        out.push_str(&with_texts(line, |text| match is_comment {
            true => text.for_authors(lang).to_owned(),
            false => text.for_readers(lang),
        }));
    }
    out
}

/// A file for authors, in the language that they take.
pub(super) fn for_authors(text: &str, lang: Lang) -> String {
    with_texts(text, |text| text.for_authors(lang).to_owned())
}

fn with_texts(text: &str, write: impl Fn(&Written<'_>) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let Some((inside, after)) = after.split_once('»') else {
            break;
        };
        out.push_str(before);
        out.push_str(&write(&Written::read(inside)));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What is for reports in English, under the key that it has there.
fn conditional(text: &str, english: Option<Lang>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("⟦en:") {
        let Some((inside, after)) = after.split_once('⟧') else {
            break;
        };
        out.push_str(before);
        if let Some(lang) = english {
            out.push_str(&inside.replace("{en: ", &format!("{{{}: ", lang.key())));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text as YAML has it, in quotation marks where it needs them.
pub(super) fn scalar(text: &str, within_braces: bool) -> String {
    let special = [": ", " #", "{", "}", "[", "]"]
        .iter()
        .any(|mark| text.contains(mark));
    let starts = text.starts_with([
        '\'', '"', '&', '*', '!', '|', '>', '%', '`', '-', '?', '#', '@',
    ]);
    let parts = within_braces && text.contains(',');
    // `yes`, `12` and the like would not be texts.
    let plain = text.chars().next().is_some_and(char::is_alphabetic)
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
        );
    if special || starts || parts || !plain || text.ends_with(':') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::begin::languages;

    fn of(tags: &str) -> Tongues {
        let tags: Vec<String> = tags.split(',').map(str::to_owned).collect();
        languages(&tags).unwrap()
    }

    #[test]
    fn a_text_is_written_in_every_language() {
        assert_eq!(yaml("a: «One¦一»", of("en")), "a: One\n");
        assert_eq!(
            yaml("a: «One¦一»", of("en,zh-Hans")),
            "a: {en: One, zh: 一}\n"
        );
        assert_eq!(
            yaml("- {a: «One, two¦一»}", of("fr,en")),
            "- {a: {fr: 'TODO One, two', en: 'One, two'}}\n"
        );
        assert_eq!(yaml("a: «=Holm¦霍尔姆»", of("fr")), "a: Holm\n");
    }

    #[test]
    fn a_long_text_has_a_line_for_each_language() {
        let long = "word ".repeat(20);
        let text = yaml(&format!("  - a: «{}¦长»", long.trim()), of("en,zh-Hans"));
        assert_eq!(
            text,
            format!("  - a:\n      en: {}\n      zh: 长\n", long.trim())
        );
    }

    #[test]
    fn names_of_regions_are_those_of_cldr() {
        assert_eq!(
            yaml("a: «@DE¦Germany¦德国»", of("fr,de,en,zh-Hans")),
            "a: {fr: Allemagne, de: Deutschland, en: Germany, zh: 德国}\n"
        );
        assert_eq!(yaml("a: «@002¦Africa¦非洲»", of("fr")), "a: Afrique\n");
    }

    #[test]
    fn forms_of_english_names_are_for_reports_in_english() {
        let text = "{a: 1⟦en:, in-text: {en: the Bahamas}⟧}";
        assert_eq!(yaml(text, of("zh-Hans")), "{a: 1}\n");
        assert_eq!(
            yaml(text, of("en-GB")),
            "{a: 1, in-text: {en: the Bahamas}}\n"
        );
    }

    #[test]
    fn comments_are_in_the_first_language() {
        assert_eq!(yaml("# «One¦一»", of("zh-Hans,en")), "# 一\n");
        assert_eq!(yaml("# «One¦一»", of("fr")), "# One\n");
    }
}
