//! The rules of emphasis against the amendment's own words, and line breaks and slips.

use proptest::prelude::*;
use pulldown_cmark::{Options, Parser, html::push_html};

use super::*;
use crate::commentary::rewrite::Rewritten;

fn parsed(text: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let mut html = String::new();
    push_html(&mut html, Parser::new_ext(text, options));
    html
}

/// The HTML of a text with joiners, which are taken out again.
fn amended(text: &str) -> String {
    parsed(&Rewritten::apply(text, &joiners(text, &[])).text).replace(MARKS, "")
}

/// One of each kind of what may stand before or after a run, with what the amendment calls it:
/// whether it is CJK, and whether it is punctuation.
const BEFORE: &[(&str, bool, bool)] = &[
    ("a", false, false),
    ("é", false, false),
    ("(", false, true),
    ("¥", false, true),
    ("“", false, true),
    ("😀", false, true),
    ("\"", false, true),
    ("_", false, true),
    ("中", true, false),
    ("カ", true, false),
    ("ｶ", true, false),
    ("한", true, false),
    ("𠮷", true, false),
    ("葛\u{e0100}", true, false),
    ("﨑\u{fe00}", true, false),
    ("㊗\u{fe0e}", true, false),
    ("。", true, true),
    ("⺀", true, true),
    ("￥", true, true),
    ("“\u{fe01}", true, true),
];

/// What a run between two texts can do: open, close.
fn can(before: &str, after: &str) -> (bool, bool) {
    let strong = |text: String| amended(&text).contains("<strong>");
    (
        strong(format!("x{before}**{after}x z**")),
        strong(format!("**z x{before}**{after}x")),
    )
}

#[test]
fn runs_open_and_close_where_the_amendment_says() {
    let after = BEFORE.iter().filter(|(text, ..)| text.chars().count() == 1);
    for (after, after_cjk, after_punctuation) in after {
        for (before, before_cjk, before_punctuation) in BEFORE {
            let beside_cjk = *before_cjk || *after_cjk;
            let opens = !after_punctuation || *before_punctuation || beside_cjk;
            let closes = !before_punctuation || *after_punctuation || beside_cjk;
            let got = can(before, after);
            assert_eq!(got, (opens, closes), "{before:?} ** {after:?}");
        }
    }
}

/// Where the parser refuses a run beside a character, that is punctuation here too.
#[test]
fn the_parser_knows_no_other_punctuation() {
    let all: Vec<char> = ('\u{a1}'..'\u{20000}')
        .filter(|c| !c.is_whitespace())
        .collect();
    for some in all.chunks(4096) {
        let text: String = some.iter().map(|c| format!("a*{c}b*\n\n")).collect();
        let html = parsed(&text);
        for (c, paragraph) in some.iter().zip(html.lines()) {
            let refused = !paragraph.contains("<em>");
            assert!(!refused || is_punctuation(*c), "U+{:04X}", u32::from(*c));
        }
        assert_eq!(html.lines().count(), some.len());
    }
}

#[test]
fn what_touches_a_joiner_keeps_its_meaning() {
    for (text, html) in [
        ("말**\"주\"**는", "말<strong>“주”</strong>는"),
        ("말**'주'**는", "말<strong>‘주’</strong>는"),
        ("中**_x_**中", "中<strong><em>x</em></strong>中"),
        ("中**~~(x)~~**中", "中<strong><del>(x)</del></strong>中"),
        ("中~~**(x)**~~中", "中<del><strong>(x)</strong></del>中"),
        ("中**`x`**中", "中<strong><code>x</code></strong>中"),
        ("中**[x](y)**中", "中<strong><a href=\"y\">x</a></strong>中"),
        ("中**&amp;**中", "中<strong>&amp;</strong>中"),
        ("中\\**（注）*中", "中*<em>（注）</em>中"),
        ("中**（注）\\***中", "中<strong>（注）*</strong>中"),
    ] {
        assert_eq!(amended(text), format!("<p>{html}</p>\n"), "{text}");
    }
}

/// Pieces of Markdown, with and without CJK.
fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(prop::sample::select(pieces), 0..16).prop_map(|p| p.concat())
}

const PLAIN: &[&str] = &[
    "*", "**", "***", "~~", "_", "a", "B", "1", " ", "\n", "(", ")", ".", "\"", "'", "“", "”", "—",
    "¥", "é", "😀", "\\", "`", "[", "](x)", "|", "&amp;", "\u{fe0e}", "\u{fe0f}", "я", "ال",
];

const MIXED: &[&str] = &[
    "*",
    "**",
    "***",
    "~~",
    "_",
    "a",
    " ",
    "\n",
    "(",
    ")",
    "\"",
    "'",
    "“",
    "¥",
    "\\",
    "`",
    "[",
    "](x)",
    "|",
    "中",
    "カ",
    "한",
    "。",
    "「",
    "」",
    "（",
    "）",
    "\u{fe00}",
    "\u{e0100}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_without_cjk_is_left_to_the_parser(text in text(PLAIN)) {
        prop_assert!(joiners(&text, &[]).is_empty(), "{text:?}");
    }

    #[test]
    fn joiners_change_nothing_but_what_runs_do(text in text(MIXED)) {
        let shown = |html: String| -> String {
            let html = html.replace(MARKS, "");
            let mut tag = false;
            html.chars()
                .filter(|c| { let inside = tag || *c == '<'; tag = inside && *c != '>'; !inside })
                .filter(|c| !"*~_“”‘’".contains(*c) && !c.is_whitespace())
                .collect()
        };
        let edits = joiners(&text, &[]);
        prop_assert!(edits.iter().all(|edit| edit.at.is_empty()));
        prop_assert_eq!(shown(amended(&text)), shown(parsed(&text)), "{:?}", text);
    }
}

#[test]
fn line_breaks() {
    assert!(break_vanishes(Some('中'), Some('文'), false));
    assert!(break_vanishes(Some('。'), Some('文'), true));
    assert!(break_vanishes(Some('有'), Some('4'), true));
    assert!(break_vanishes(Some('”'), Some('文'), true));
    assert!(break_vanishes(Some('ー'), Some('ｶ'), false));
    assert!(!break_vanishes(Some('a'), Some('b'), true));
    assert!(!break_vanishes(Some('务'), Some('i'), false));
    assert!(!break_vanishes(Some('국'), Some('말'), false));
    assert!(!break_vanishes(Some('국'), Some('말'), true));
    assert!(!break_vanishes(Some('中'), Some('말'), false));
    assert!(!break_vanishes(Some('😀'), Some('😀'), false));
}

#[test]
fn slips_are_found() {
    assert_eq!(slips("甲国,乙国").len(), 1);
    assert_eq!(slips("甲国 乙国(一)。").len(), 3);
    assert_eq!(slips("葛\u{e0100},𠮷").len(), 1);
    assert!(slips("甲国，乙国 ABC 指数 0.68").is_empty());
    assert!(slips("한국 말, 말").is_empty());
}
