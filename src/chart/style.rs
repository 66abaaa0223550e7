//! The style sheet of every drawing: its classes and its inks, light, dark, printed and in
//! forced colours.
//!
//! Classes are short because each drawing repeats them: `t` text (`c` centred, `e` at its end,
//! `b` bold, `s` small, `m` muted, `y` with the lines behind it cleared, `t1`… in a series' ink, `o1`… `p1`… on a fill), `g` grid, `a` axis,
//! `r` reference line, `v` clears its way over marks, `k` break (`d` the disc of its number), `z` what is read out of an edition, `j` leader, `f0`… fills, `l0`… lines (`w` heavy), `i0`… dots made of strokes, `x` a mark on
//! another mark,
//! `q1`…`q7` shades of levels, `q11`…`q17` of other classes, `n` no value, `u` tiles with their codes, `h` outline of a highlighted mark.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::kind::TOKENS;
use super::spec::Size;
pub use super::standalone::standalone;

/// The style sheet of pages, in which the tokens of meanings stand.
const SHEET: &str = include_str!("../../assets/style.css");

/// The tokens that stand in [`SHEET`] between the comments `meanings, <of>` and `end`.
fn meanings(of: &str) -> String {
    let from = format!("/* meanings, {of} */");
    let block = SHEET.split_once(&from).map_or("", |(_, rest)| rest);
    let block = block.split_once("/* end */").map_or("", |(block, _)| block);
    let tokens = block.split(';').filter_map(|token| token.split_once(':'));
    tokens
        .map(|(name, value)| format!("{}:{};", name.trim(), value.trim()))
        .collect()
}

/// What drawings need beside the tokens of meanings: ground, texts, rules.
const LIGHT_GROUND: &str =
    "--ch-ground:#fff;--ch-text:#1a1f24;--ch-muted:#555c63;--ch-grid:#e2e5e8;--ch-axis:#6b7278;";
const DARK_GROUND: &str =
    "--ch-ground:#121212;--ch-text:#e8eaed;--ch-muted:#a9b0b7;--ch-grid:#2c3034;--ch-axis:#8a9299;";
const FORCED_GROUND: &str = "--ch-ground:Canvas;--ch-text:CanvasText;--ch-muted:CanvasText;\
     --ch-grid:GrayText;--ch-axis:CanvasText;";

/// All colours on a light page, for a drawing that stands alone. Marks have at least 3:1 against the
/// ground, texts 4.5:1 against what they stand on; a test computes it.
pub(super) static LIGHT: LazyLock<String> =
    LazyLock::new(|| format!("{LIGHT_GROUND}{}", meanings("light")));

/// All colours on a dark page: a set of their own, since the light set would drown.
pub(super) static DARK: LazyLock<String> =
    LazyLock::new(|| format!("{DARK_GROUND}{}", meanings("dark by system")));

/// The reader's own colours: shape, dash, order and labels carry what colour cannot.
pub(super) static FORCED: LazyLock<String> =
    LazyLock::new(|| format!("{FORCED_GROUND}{}", meanings("forced")));

/// Sans faces that systems have, Chinese ones after the Latin ones.
pub(super) const FONTS: &str = "-apple-system,BlinkMacSystemFont,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\
\"Noto Sans\",\"PingFang SC\",\"Hiragino Sans GB\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\
\"Noto Sans SC\",sans-serif";

/// The inks of drawings on a page that has no style sheet of the report's: by the reader's own theme.
pub fn inks() -> String {
    let (light, dark, forced) = (&*LIGHT, &*DARK, &*FORCED);
    format!(
        ":root{{--ch-font:{FONTS};{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n\
         @media (forced-colors:active){{:root:root{{{forced}}}}}\n"
    )
}

const RULES: &str = "\
.ch{display:block;direction:ltr;width:100%;height:auto;fill:var(--ch-text);font-family:var(--ch-font);forced-color-adjust:none;font-variant-numeric:tabular-nums}
.ch text{unicode-bidi:plaintext}
.ch-w{font-size:13px}
.ch-m,.ch-n{font-size:12px}
.ch-s{display:inline-block;width:6em;height:1.5em;vertical-align:-.35em}
.ch .c{text-anchor:middle}
.ch .H{font-size:17px;font-weight:700}
.ch .F{font-size:12px;fill:var(--ch-muted)}
.ch .e{text-anchor:end}
.ch .s{font-size:12px}
.ch .b{font-weight:700}
.ch .y{paint-order:stroke;stroke:var(--ch-ground);stroke-width:3.5px;stroke-linejoin:round}
.ch .m{fill:var(--ch-muted)}
.ch .g,.ch .a,.ch .r,.ch .k,.ch .j{fill:none;stroke:var(--ch-grid);stroke-width:1}
.ch .a{stroke:var(--ch-axis)}
.ch .r{stroke:var(--ch-axis);stroke-dasharray:5 3}
.ch .v{fill:none;stroke:var(--ch-ground);stroke-width:5}
.ch .k{stroke:var(--ch-muted);stroke-dasharray:2 3}
.ch .d{fill:var(--ch-ground);stroke:var(--ch-muted);stroke-width:1}
.ch .z{fill:none;pointer-events:all}
.ch .j{stroke:var(--ch-muted);stroke-width:.75}
.ch .n{fill:none;stroke:var(--ch-axis);stroke-dasharray:2 2}
.ch .n text{fill:var(--ch-muted)}
.ch .u text{font-size:12px;text-anchor:middle;stroke:none}
.ch .h{fill:none;stroke:var(--focus);stroke-width:2.5}
";

/// The style sheet: put it once on a page with drawings, which stand in an element of class
/// `ch-box` (see [`super::Chart::figure`]). Its custom properties may be overridden by the
/// page; `data-theme="dark"` or `"light"` on the root element overrides the reader's system.
pub fn css() -> &'static str {
    &CSS
}

static CSS: LazyLock<String> = LazyLock::new(|| {
    let mut css = tokens();
    css.push_str(&rules());
    css.push_str(".ch-box{container-type:inline-size}\n.ch-m,.ch-n{display:none}\n");
    for (from, wider, own) in [
        (Size::WIDE_FROM, Size::Wide, Size::Middle),
        (Size::MIDDLE_FROM, Size::Middle, Size::Narrow),
    ] {
        let (wider, own) = (wider.letter(), own.letter());
        let _ = writeln!(
            css,
            "@container (width<{from}px){{.ch-{wider}{{display:none}}.ch-{own}{{display:block}}}}"
        );
    }
    css
});

/// What pages give no tokens for.
fn tokens() -> String {
    blocks(LIGHT_GROUND, DARK_GROUND, FORCED_GROUND)
}

/// Custom properties for all themes.
fn blocks(light: &str, dark: &str, forced: &str) -> String {
    format!(
        ":root{{--ch-font:{FONTS};{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{{dark}}}}}\n\
         @media (forced-colors:active){{:root:root{{{forced}}}}}\n"
    )
}

/// The rules of all classes, one after the other.
pub(super) fn rules() -> String {
    let mut css = RULES.to_owned();
    rules_of_inks(&mut css);
    css
}

fn rules_of_inks(css: &mut String) {
    for (i, (token, dash)) in TOKENS.iter().enumerate() {
        let dash = match *dash {
            "" => String::new(),
            dash => format!(";stroke-dasharray:{dash}"),
        };
        // What is written on a fill is as far from it as the fill is from the ground.
        let (width, on) = match i {
            0 => ("1.25", "#000"),
            _ => ("2", "var(--ch-ground)"),
        };
        let _ = writeln!(
            css,
            ".ch .f{i}{{fill:var(--{token})}}\
             .ch .l{i}{{fill:none;stroke:var(--{token});stroke-width:{width};stroke-linejoin:round{dash}}}\
             .ch .i{i}{{fill:none;stroke:var(--{token});stroke-linecap:round}}\
             .ch .o{i}{{fill:{on};pointer-events:none}}\
             .ch .t{i}{{fill:var(--{token})}}"
        );
    }
    for (first, of) in [(1, "level"), (11, "class")] {
        for i in 1..=7 {
            let class = first + i - 1;
            let _ = writeln!(
                css,
                ".ch .q{class}{{fill:var(--{of}-{i});stroke:var(--{of}-edge);stroke-width:.75}}\
                 .ch .p{class}{{fill:var(--on-{of}-{i});pointer-events:none}}\
                 .ch .q{class} text{{fill:var(--on-{of}-{i})}}"
            );
        }
    }
    // A mark on another mark is set off by the ground; the heavy line comes after the plain ones, or they would win.
    css.push_str(".ch .x{stroke:var(--ch-ground);stroke-width:1.5}.ch .w{stroke-width:3}\n");
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::BTreeMap;

    use super::*;

    fn palette(block: &str) -> BTreeMap<&str, f64> {
        block
            .split(';')
            .filter_map(|rule| rule.split_once(":#"))
            .map(|(name, hex)| (name, luminance(hex)))
            .collect()
    }

    fn luminance(hex: &str) -> f64 {
        let long: String = if hex.len() == 3 {
            hex.chars().flat_map(|c| [c, c]).collect()
        } else {
            hex.to_owned()
        };
        let channel = |i: usize| {
            let value = f64::from(u8::from_str_radix(&long[i..i + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    fn contrast(a: f64, b: f64) -> f64 {
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// All colours, light and dark.
    fn themes() -> [BTreeMap<&'static str, f64>; 2] {
        [palette(&LIGHT), palette(&DARK)]
    }

    #[test]
    fn the_two_dark_sheets_are_one() {
        assert_eq!(meanings("dark by system"), meanings("dark by choice"));
        let names = |of: &str| -> Vec<String> {
            let tokens = meanings(of);
            let mut names: Vec<String> = tokens
                .split(';')
                .filter_map(|token| Some(token.split_once(':')?.0.to_owned()))
                .collect();
            names.sort();
            names
        };
        assert_eq!(names("light"), names("dark by choice"));
        assert_eq!(names("light"), names("forced"));
    }

    #[test]
    fn every_mark_and_text_stands_out_from_its_ground() {
        let mut faults = Vec::new();
        for (t, theme) in themes().iter().enumerate() {
            let mut check = |mark: &str, ground: &str, least: f64| {
                let ratio = contrast(theme[mark], theme[ground]);
                if ratio < least {
                    faults.push(format!(
                        "theme {t}: {mark} on {ground} {ratio:.2} < {least}"
                    ));
                }
            };
            for text in ["--ch-text", "--ch-muted"] {
                check(text, "--ch-ground", 4.5);
            }
            for mark in [
                "--ch-axis",
                "--level-edge",
                "--class-edge",
                "--level-7",
                "--context",
            ] {
                check(mark, "--ch-ground", 3.0);
            }
            // Every other ink is also written in, and written on.
            for (token, _) in &TOKENS[1..] {
                check(&format!("--{token}"), "--ch-ground", 4.5);
            }
            for of in ["level", "class"] {
                for i in 1..=7 {
                    check(&format!("--on-{of}-{i}"), &format!("--{of}-{i}"), 4.5);
                }
            }
            let context = contrast(theme["--context"], 0.0);
            assert!(
                context >= 4.5,
                "black on the grey of the context: {context:.2}"
            );
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn no_two_meanings_share_a_colour() {
        for of in ["light", "dark by system"] {
            let tokens = meanings(of);
            let mut seen = BTreeMap::new();
            for (name, colour) in tokens.split(';').filter_map(|token| token.split_once(':')) {
                let before = seen.insert(colour.to_owned(), name.to_owned());
                let texts = name.starts_with("--on-");
                assert!(texts || before.is_none(), "{name} is {before:?}");
            }
        }
    }

    #[test]
    fn shades_rise_in_steps_that_can_be_told_apart() {
        for (theme, of) in themes().iter().flat_map(|t| [(t, "level"), (t, "class")]) {
            let steps: Vec<f64> = (1..=7).map(|i| theme[&*format!("--{of}-{i}")]).collect();
            let rising = steps.windows(2).all(|s| s[0] < s[1]);
            let falling = steps.windows(2).all(|s| s[0] > s[1]);
            assert!(rising || falling);
            for pair in steps.windows(2) {
                assert!(contrast(pair[0], pair[1]) > 1.2, "{steps:?}");
            }
        }
    }
}
