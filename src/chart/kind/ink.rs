//! Which class paints what: inks for series, shades for ordered classes.

use crate::chart::spec::{Role, Series};

/// Fill, line, text in the ink, and text on the fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ink {
    pub fill: &'static str,
    pub line: &'static str,
    pub text: &'static str,
    pub on: &'static str,
}

const fn ink(fill: &'static str, line: &'static str, text: &'static str, on: &'static str) -> Ink {
    Ink {
        fill,
        line,
        text,
        on,
    }
}

/// Grey, for context.
pub(crate) const GREY: Ink = ink("f0", "l0", "m", "o0");

const INKS: [Ink; 6] = [
    ink("f1", "l1", "t1", "o1"),
    ink("f2", "l2", "t2", "o2"),
    ink("f3", "l3", "t3", "o3"),
    ink("f4", "l4", "t4", "o4"),
    ink("f5", "l5", "t5", "o5"),
    ink("f6", "l6", "t6", "o6"),
];

const SHADES: [Ink; 7] = [
    ink("q1", "l1", "", "p1"),
    ink("q2", "l1", "", "p2"),
    ink("q3", "l1", "", "p3"),
    ink("q4", "l1", "", "p4"),
    ink("q5", "l1", "", "p5"),
    ink("q6", "l1", "", "p6"),
    ink("q7", "l1", "", "p7"),
];

/// How many inks there are; a seventh series begins again with the first.
pub(crate) const COUNT: usize = INKS.len();

/// The `i`th ink.
pub(crate) fn nth(i: usize) -> Ink {
    INKS[i % COUNT]
}

/// The `i`th of `n` shades from light to dark (in a dark theme from dark to light), spread
/// over the scale; beyond seven, neighbours share a shade.
pub(crate) fn shade(i: usize, n: usize) -> Ink {
    let last = SHADES.len() - 1;
    match n {
        0 | 1 => SHADES[last - 1],
        // Two or three classes need not go to the extremes.
        2 => SHADES[if i == 0 { 2 } else { 5 }],
        _ => SHADES[((i * last * 2 + (n - 1)) / ((n - 1) * 2)).min(last)],
    }
}

/// An ink for each series: the focus has the first, context is grey. Where there are more
/// series than inks, two of one colour would be taken for each other: only the focus has one.
pub(crate) fn of_series(series: &[Series]) -> Vec<Ink> {
    let focus = series.iter().any(|s| s.role == Role::Focus);
    let inked = series.iter().filter(|s| s.role != Role::Context).count();
    let mut next = usize::from(focus);
    series
        .iter()
        .map(|s| match s.role {
            Role::Focus => nth(0),
            Role::Context => GREY,
            Role::Compared if focus && inked > COUNT => GREY,
            Role::Compared => {
                next += 1;
                nth(next - 1)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_spread_over_the_scale() {
        let names = |n: usize| -> Vec<&str> { (0..n).map(|i| shade(i, n).fill).collect() };
        assert_eq!(names(4), ["q1", "q3", "q5", "q7"]);
        assert_eq!(names(5), ["q1", "q3", "q4", "q6", "q7"]);
        assert_eq!(names(7).len(), 7);
        assert_eq!(names(1), ["q6"]);
    }
}
