//! Which class paints what: one ink for one meaning, shades for the levels, and inks without a
//! meaning for all else. Their colours are the tokens of `assets/style.css`.

use crate::chart::spec::{Meaning, Role, Series};

/// Fill, line, text in the ink, text on the fill, and dots made of strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ink {
    pub fill: &'static str,
    pub line: &'static str,
    pub text: &'static str,
    pub on: &'static str,
    pub dots: &'static str,
}

macro_rules! inks {
    ($($n:literal)*) => {
        [$(Ink {
            fill: concat!("f", $n),
            line: concat!("l", $n),
            text: concat!("t", $n),
            on: concat!("o", $n),
            dots: concat!("i", $n),
        }),*]
    };
}

const INKS: [Ink; 19] = inks!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18);

/// The token of each ink, and the dashes of its lines: none for what stands out by itself.
pub(crate) const TOKENS: [(&str, &str); INKS.len()] = [
    ("context", ""),
    ("other-1", ""),
    ("other-2", "8 3"),
    ("other-3", "2 3"),
    ("other-4", "8 3 2 3"),
    ("other-5", "12 4"),
    ("other-6", "4 2"),
    ("focus", ""),
    ("world", "6 3"),
    ("region", "3 2"),
    ("index", ""),
    ("component-1", ""),
    ("component-2", "8 3"),
    ("component-3", "2 3"),
    ("component-4", "8 3 2 3"),
    ("component-5", "12 4"),
    ("component-6", "4 2"),
    ("gain", ""),
    ("loss", ""),
];

/// Grey, for context.
pub(crate) const GREY: Ink = Ink {
    text: "m",
    ..INKS[0]
};

/// What has no meaning of its own and is alone.
pub(crate) const PLAIN: Ink = INKS[1];

/// What the reader is led to.
pub(crate) const FOCUS: Ink = INKS[7];

/// A sum beside what rose and what fell.
pub(crate) const TOTAL: Ink = INKS[5];

/// What rose, and what fell.
pub(crate) const GAIN: Ink = INKS[17];
pub(crate) const LOSS: Ink = INKS[18];

/// How many components have an ink of their own.
pub const COMPONENTS: usize = 6;

/// How many inks without a meaning there are; a seventh series begins again with the first.
pub(crate) const COUNT: usize = 6;

macro_rules! shades {
    ($($n:literal)*) => {
        [$(Ink {
            fill: concat!("q", $n),
            line: "l1",
            text: "",
            on: concat!("p", $n),
            dots: "i1",
        }),*]
    };
}

const SHADES: [Ink; 7] = shades!(1 2 3 4 5 6 7);
/// The same without a meaning, for classes that are no levels.
const CLASSES: [Ink; 7] = shades!(11 12 13 14 15 16 17);

/// The `i`th ink without a meaning.
pub(crate) fn nth(i: usize) -> Ink {
    INKS[1 + i % COUNT]
}

/// The ink of a meaning; `None` where it has none.
pub(crate) fn of(meaning: Meaning) -> Option<Ink> {
    match meaning {
        Meaning::Other => None,
        Meaning::Focus => Some(FOCUS),
        Meaning::World => Some(INKS[8]),
        Meaning::Region => Some(INKS[9]),
        Meaning::Index => Some(INKS[10]),
        Meaning::Component(place) => Some(INKS[11 + place % COMPONENTS]),
        Meaning::Level(place, of) => Some(shade(place, of)),
    }
}

/// The shade of the `i`th of `n` levels, from the lowest.
pub(crate) fn shade(i: usize, n: usize) -> Ink {
    SHADES[step(i, n)]
}

/// The shade of the `i`th of `n` classes that are no levels.
pub(crate) fn class(i: usize, n: usize) -> Ink {
    CLASSES[step(i, n)]
}

/// Which of the seven shades the `i`th of `n` has: from light to dark (in a dark theme from dark to
/// light), spread over the scale; beyond seven, neighbours share one.
pub(crate) fn step(i: usize, n: usize) -> usize {
    let last = SHADES.len() - 1;
    match n {
        0 | 1 => last - 1,
        // Two classes need not go to the extremes.
        2 => [2, 5][i.min(1)],
        _ => ((i * last * 2 + (n - 1)) / ((n - 1) * 2)).min(last),
    }
}

/// An ink for each series: that of its meaning, else of the focus, else the next without a meaning;
/// context is grey. Where there are more series than inks, two of one colour would be taken for each
/// other: only the focus has one.
pub(crate) fn of_series(series: &[Series]) -> Vec<Ink> {
    let focus = series.iter().any(|s| s.role == Role::Focus);
    let inked = |s: &&Series| s.role == Role::Compared && s.meaning == Meaning::Other;
    let many = series.iter().filter(inked).count() > COUNT;
    let mut next = 0;
    series
        .iter()
        .map(|s| match (s.role, of(s.meaning)) {
            (Role::Context, _) => GREY,
            (_, Some(ink)) => ink,
            (Role::Focus, None) => FOCUS,
            (Role::Compared, None) if focus && many => GREY,
            (Role::Compared, None) => {
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

    #[test]
    fn a_meaning_has_one_ink_whatever_stands_beside_it() {
        let series = |meaning, role| Series {
            meaning,
            role,
            ..Series::default()
        };
        let inks = of_series(&[
            series(Meaning::Other, Role::Compared),
            series(Meaning::Component(1), Role::Focus),
            series(Meaning::World, Role::Compared),
            series(Meaning::Other, Role::Focus),
            series(Meaning::Other, Role::Compared),
        ]);
        let fills: Vec<&str> = inks.iter().map(|ink| ink.fill).collect();
        assert_eq!(fills, ["f1", "f12", "f8", "f7", "f2"]);
    }
}
