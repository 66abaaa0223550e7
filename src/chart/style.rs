//! The style sheet of every drawing: its classes and its inks, light, dark, printed and in
//! forced colours.
//!
//! Classes are short because each drawing repeats them: `t` text (`c` centred, `e` at its end,
//! `b` bold, `s` small, `m` muted, `y` with the lines behind it cleared, `t1`… in a series' ink, `o1`… `p1`… on a fill), `g` grid, `a` axis,
//! `r` reference line, `v` clears its way over marks, `k` break, `j` leader, `f0`…`f6` fills, `l0`…`l6` lines (`w` heavy), `x` a mark on
//! another mark,
//! `q1`…`q7` shades of ordered classes, `n` no value, `u` tiles with their codes, `h` outline of a highlighted mark.

use std::fmt::Write as _;
use std::sync::LazyLock;

pub use super::standalone::standalone;

/// The inks on a light page. Marks have at least 3:1 against the ground, texts 4.5:1 against
/// what they stand on; a test computes it.
pub(super) const LIGHT: &str = "\
--ch-ground:#fff;--ch-text:#1a1f24;--ch-muted:#555c63;--ch-grid:#e2e5e8;--ch-axis:#6b7278;\
--ink-0:#878e95;--ink-1:#12436d;--ink-2:#28a197;--ink-3:#801650;--ink-4:#f46a25;--ink-5:#3d3d3d;--ink-6:#9370c8;\
--text-1:#12436d;--text-2:#17766e;--text-3:#801650;--text-4:#b4440c;--text-5:#3d3d3d;--text-6:#6f4fa8;\
--on-0:#000;--on-1:#fff;--on-2:#0b0f12;--on-3:#fff;--on-4:#0b0f12;--on-5:#fff;--on-6:#000;\
--seq-1:#e1f0ee;--seq-2:#b9dfda;--seq-3:#86c7c0;--seq-4:#45a79f;--seq-5:#1e7a82;--seq-6:#175d7b;--seq-7:#12436d;\
--on-seq-1:#1a1f24;--on-seq-2:#1a1f24;--on-seq-3:#1a1f24;--on-seq-4:#0b0f12;--on-seq-5:#fff;--on-seq-6:#fff;--on-seq-7:#fff;\
--seq-edge:#4d8580;";

/// The inks on a dark page: a set of their own, since the light set would drown.
pub(super) const DARK: &str = "\
--ch-ground:#121212;--ch-text:#e8eaed;--ch-muted:#a9b0b7;--ch-grid:#2c3034;--ch-axis:#8a9299;\
--ink-0:#7d858d;--ink-1:#7fb2e5;--ink-2:#3cc4b8;--ink-3:#e07fb4;--ink-4:#f58b54;--ink-5:#d0d4d8;--ink-6:#b9a3e3;\
--text-1:#7fb2e5;--text-2:#3cc4b8;--text-3:#e98fc0;--text-4:#f58b54;--text-5:#d0d4d8;--text-6:#b9a3e3;\
--on-0:#000;--on-1:#0b0f12;--on-2:#0b0f12;--on-3:#0b0f12;--on-4:#0b0f12;--on-5:#0b0f12;--on-6:#0b0f12;\
--seq-1:#16302f;--seq-2:#1b4a4a;--seq-3:#216665;--seq-4:#3a958f;--seq-5:#5fb5ad;--seq-6:#9ad6ce;--seq-7:#d9f2ee;\
--on-seq-1:#fff;--on-seq-2:#fff;--on-seq-3:#fff;--on-seq-4:#000;--on-seq-5:#0b0f12;--on-seq-6:#0b0f12;--on-seq-7:#0b0f12;\
--seq-edge:#6fa9a3;";

/// The reader's own colours: shape, dash, order and labels carry what colour cannot.
pub(super) const FORCED: &str = "\
--ch-ground:Canvas;--ch-text:CanvasText;--ch-muted:CanvasText;--ch-grid:GrayText;--ch-axis:CanvasText;\
--ink-0:GrayText;--ink-1:CanvasText;--ink-2:LinkText;--ink-3:CanvasText;--ink-4:LinkText;--ink-5:GrayText;--ink-6:LinkText;\
--text-1:CanvasText;--text-2:LinkText;--text-3:CanvasText;--text-4:LinkText;--text-5:CanvasText;--text-6:LinkText;\
--on-0:Canvas;--on-1:Canvas;--on-2:Canvas;--on-3:Canvas;--on-4:Canvas;--on-5:Canvas;--on-6:Canvas;\
--seq-1:Canvas;--seq-2:Canvas;--seq-3:Canvas;--seq-4:Canvas;--seq-5:CanvasText;--seq-6:CanvasText;--seq-7:CanvasText;\
--on-seq-1:CanvasText;--on-seq-2:CanvasText;--on-seq-3:CanvasText;--on-seq-4:CanvasText;--on-seq-5:Canvas;--on-seq-6:Canvas;--on-seq-7:Canvas;\
--seq-edge:CanvasText;";

/// Sans faces that systems have, Chinese ones after the Latin ones.
pub(super) const FONTS: &str = "-apple-system,BlinkMacSystemFont,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\
\"Noto Sans\",\"PingFang SC\",\"Hiragino Sans GB\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\
\"Noto Sans SC\",sans-serif";

const RULES: &str = "\
.ch{display:block;direction:ltr;width:100%;height:auto;fill:var(--ch-text);font-family:var(--ch-font);forced-color-adjust:none;font-variant-numeric:tabular-nums}
.ch text{unicode-bidi:plaintext}
.ch-w{font-size:13px;max-width:760px}
.ch-n{font-size:12px;max-width:440px}
.ch-s{display:inline-block;width:6em;height:1.5em;vertical-align:-.35em}
.ch .c{text-anchor:middle}
.ch .e{text-anchor:end}
.ch .s{font-size:12px}
.ch .b{font-weight:700}
.ch .y{paint-order:stroke;stroke:var(--ch-ground);stroke-width:3.5px;stroke-linejoin:round}
.ch .m{fill:var(--ch-muted)}
.ch .g,.ch .a,.ch .r,.ch .k,.ch .j{fill:none;stroke:var(--ch-grid);stroke-width:1}
.ch .a{stroke:var(--ch-axis)}
.ch .r{stroke:var(--ch-axis);stroke-dasharray:5 3}
.ch .v{fill:none;stroke:var(--ch-ground);stroke-width:4}
.ch .k{stroke:var(--ch-muted);stroke-dasharray:2 3}
.ch .j{stroke:var(--ch-muted);stroke-width:.75}
.ch .n{fill:none;stroke:var(--ch-axis);stroke-dasharray:2 2}
.ch .n text{fill:var(--ch-muted)}
.ch .u text{font-size:12px;text-anchor:middle;stroke:none}
.ch .h{fill:none;stroke:var(--ch-text);stroke-width:2.5}
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
    css.push_str(
        ".ch-box{container-type:inline-size}\n.ch-n{display:none}\n\
         @container (max-width:599px){.ch-w{display:none}.ch-n{display:block}}\n",
    );
    css
});

fn tokens() -> String {
    format!(
        ":root{{--ch-font:{FONTS};{LIGHT}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{DARK}}}}}\n\
         @media screen{{:root[data-theme=dark]{{{DARK}}}}}\n\
         @media (forced-colors:active){{:root:root{{{FORCED}}}}}\n"
    )
}

/// Dashes of the lines: none for the first two inks, then a pattern each.
const DASHES: [&str; 7] = ["", "", "", "8 3", "2 3", "8 3 2 3", "12 4"];

/// The rules of all classes, one after the other.
pub(super) fn rules() -> String {
    let mut css = RULES.to_owned();
    rules_of_inks(&mut css);
    css
}

fn rules_of_inks(css: &mut String) {
    for (i, dash) in DASHES.iter().enumerate() {
        let dash = match *dash {
            "" => String::new(),
            dash => format!(";stroke-dasharray:{dash}"),
        };
        let width = if i == 0 { "1.25" } else { "2" };
        let _ = write!(
            css,
            ".ch .f{i}{{fill:var(--ink-{i})}}\
             .ch .l{i}{{fill:none;stroke:var(--ink-{i});stroke-width:{width};stroke-linejoin:round{dash}}}\
             .ch .o{i}{{fill:var(--on-{i});pointer-events:none}}"
        );
        if i > 0 {
            let _ = write!(css, ".ch .t{i}{{fill:var(--text-{i})}}");
        }
        css.push('\n');
    }
    for i in 1..=7 {
        let _ = writeln!(
            css,
            ".ch .q{i}{{fill:var(--seq-{i});stroke:var(--seq-edge);stroke-width:.75}}\
             .ch .p{i}{{fill:var(--on-seq-{i});pointer-events:none}}\
             .ch .q{i} text{{fill:var(--on-seq-{i})}}"
        );
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

    /// The blocks of inks as the sheet has them, light and dark.
    fn themes() -> Vec<BTreeMap<&'static str, f64>> {
        css()
            .split('{')
            .filter(|block| block.contains("--ink-1:#"))
            .map(|block| palette(block.split('}').next().unwrap()))
            .collect()
    }

    #[test]
    fn every_mark_and_text_stands_out_from_its_ground() {
        let themes = themes();
        assert_eq!(themes.len(), 3, "light, dark by system, dark by choice");
        let mut faults = Vec::new();
        for (t, theme) in themes.iter().enumerate() {
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
            for mark in ["--ch-axis", "--seq-edge", "--seq-7"] {
                check(mark, "--ch-ground", 3.0);
            }
            for i in 0..=6 {
                check(&format!("--ink-{i}"), "--ch-ground", 3.0);
                check(&format!("--on-{i}"), &format!("--ink-{i}"), 4.5);
            }
            for i in 1..=6 {
                check(&format!("--text-{i}"), "--ch-ground", 4.5);
            }
            for i in 1..=7 {
                check(&format!("--on-seq-{i}"), &format!("--seq-{i}"), 4.5);
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn shades_rise_in_steps_that_can_be_told_apart() {
        for theme in themes() {
            let steps: Vec<f64> = (1..=7).map(|i| theme[&*format!("--seq-{i}")]).collect();
            let rising = steps.windows(2).all(|s| s[0] < s[1]);
            let falling = steps.windows(2).all(|s| s[0] > s[1]);
            assert!(rising || falling);
            for pair in steps.windows(2) {
                assert!(contrast(pair[0], pair[1]) > 1.2, "{steps:?}");
            }
        }
    }
}
