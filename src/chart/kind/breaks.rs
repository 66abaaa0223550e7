//! Where a series cannot be compared with what came before: its line is interrupted, and a light
//! rule with a number stands there. What the numbers say stands below the drawing.

use crate::chart::paper::{Paper, Pen, Plot, Shape};
use crate::chart::spec::{DrawError, Num};

/// A point where the values before cannot be compared with the values after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The first edition of the new series.
    pub edition: i32,
    /// Whose series broke, and when, in a few words.
    pub label: String,
    /// What changed.
    pub note: String,
    /// The series that it interrupts, by their index in the chart.
    pub series: Vec<usize>,
}

impl Break {
    /// The index of the first edition after it, if there is one before it too.
    fn after(&self, editions: &[i32]) -> Option<usize> {
        let after = editions.iter().position(|&e| e >= self.edition)?;
        (after > 0).then_some(after)
    }

    /// Half-way between the editions that it parts.
    fn middle(&self, editions: &[i32]) -> Option<f64> {
        let after = self.after(editions)?;
        Some((f64::from(editions[after - 1]) + f64::from(editions[after])) / 2.0)
    }
}

/// The runs of the values of series `k` without a gap or a break.
pub(super) fn runs(
    editions: &[i32],
    values: &[Option<Num>],
    breaks: &[Break],
    k: usize,
) -> Vec<Vec<(f64, f64)>> {
    let own = breaks.iter().filter(|b| b.series.contains(&k));
    let cuts: Vec<usize> = own.filter_map(|b| b.after(editions)).collect();
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (i, (&edition, value)) in editions.iter().zip(values).enumerate() {
        if cuts.contains(&i) {
            runs.push(Vec::new());
        }
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push((f64::from(edition), value.get())),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A break with its number and its place.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'a> {
    /// From 1, in the order of the list below the drawing.
    pub number: usize,
    pub of: &'a Break,
    /// The year, half-way between the editions that it parts.
    year: f64,
}

/// The breaks that a drawing over these editions marks.
pub(super) fn numbered<'a>(editions: &[i32], breaks: &'a [Break]) -> Vec<Numbered<'a>> {
    let marked = breaks
        .iter()
        .filter(|of| !of.series.is_empty())
        .filter_map(|of| Some((of, of.middle(editions)?)));
    let numbers = marked.enumerate().map(|(i, (of, year))| Numbered {
        number: i + 1,
        of,
        year,
    });
    numbers.collect()
}

/// Half of a number's disc.
const DISC: f64 = 7.5;
/// From a line of discs to the next.
const LINE: f64 = 2.0 * DISC + 1.5;

/// The discs above a plot, each on the lowest line where it touches no other.
pub(super) struct Discs {
    /// By break: its line, from the plot upwards.
    lines: Vec<usize>,
    /// The room that they take above the plot.
    pub height: f64,
}

/// Lays out the discs of `breaks`. `x` says where a year stands.
pub(super) fn discs(breaks: &[Numbered], x: impl Fn(f64) -> f64) -> Discs {
    let mut lines: Vec<usize> = Vec::with_capacity(breaks.len());
    for (i, of) in breaks.iter().enumerate() {
        let at = x(of.year);
        let beside = |line: usize| {
            let before = breaks[..i].iter().zip(&lines);
            before
                .filter(|(_, own)| **own == line)
                .any(|(other, _)| (x(other.year) - at).abs() < 2.0 * DISC + 1.5)
        };
        lines.push((0..i).find(|&line| !beside(line)).unwrap_or(i));
    }
    let most = lines.iter().max().map_or(0, |line| line + 1);
    Discs {
        lines,
        height: most as f64 * LINE,
    }
}

/// Rules from the discs down to the end of the plot, and the numbers in the discs.
pub(super) fn draw(
    paper: &Paper,
    plot: &Plot,
    breaks: &[Numbered],
    discs: &Discs,
) -> Result<(), DrawError> {
    let middle = |line: usize| plot.frame.y0 - DISC - 1.0 - LINE * line as f64;
    paper.class("k");
    for (of, &line) in breaks.iter().zip(&discs.lines) {
        let x = plot.x(of.year);
        paper.rule((x, middle(line) + DISC), (x, plot.frame.y1))?;
    }
    paper.class("d");
    for (of, &line) in breaks.iter().zip(&discs.lines) {
        paper.marker((plot.x(of.year), middle(line)), Shape::Dot(DISC))?;
    }
    for (of, &line) in breaks.iter().zip(&discs.lines) {
        let pen = Pen::MIDDLE.muted().small();
        paper.text(plot.x(of.year), middle(line), &of.number.to_string(), pen);
    }
    Ok(())
}

/// Says below a drawing that stands alone what the numbers are, as its figure does on a page; gives
/// the height below it.
pub(super) fn notes(paper: &Paper, breaks: &[Numbered], top: f64) -> f64 {
    let mut y = top;
    if !paper.alone || breaks.is_empty() {
        return y;
    }
    y += 6.0;
    for of in breaks {
        let text = format!("{}{}{}", of.of.label, paper.colon, of.of.note);
        let lines = paper.wrap(&text, paper.width - 22.0, false);
        let middle = y + paper.leading / 2.0;
        paper.text(0.0, middle, &of.number.to_string(), Pen::START.bold(true));
        paper.lines(22.0, middle, &lines, Pen::START);
        y += paper.block(lines.len()) + 3.0;
    }
    y + 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_series_that_broke_is_interrupted() {
        let editions = [2010, 2012, 2016];
        let values: Vec<Option<Num>> = [1.0, 2.0, 3.0].map(Num::new).to_vec();
        // There was no edition in 2014: the break lies between those around it.
        let a_break = |edition| Break {
            edition,
            label: String::new(),
            note: String::new(),
            series: vec![1],
        };
        let lengths = |breaks: &[Break], k| -> Vec<usize> {
            let runs = runs(&editions, &values, breaks, k);
            runs.iter().map(Vec::len).collect()
        };
        assert_eq!(lengths(&[a_break(2014)], 0), [3]);
        assert_eq!(lengths(&[a_break(2014)], 1), [2, 1]);
        assert_eq!(lengths(&[a_break(2010), a_break(2020)], 1), [3]);
        assert_eq!(a_break(2014).middle(&editions), Some(2014.0));
        assert_eq!(a_break(2012).middle(&editions), Some(2011.0));
    }
}
