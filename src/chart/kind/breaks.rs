//! Where a series cannot be compared with what came before: its line is interrupted, a light
//! rule stands there, and a label above the rule says whose series broke.

use crate::chart::flags::{self, Flag};
use crate::chart::paper::{Paper, Pen, Plot};
use crate::chart::spec::{Chart, DrawError, Format, Num};

/// A point where the values before cannot be compared with the values after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The first edition of the new series.
    pub edition: i32,
    /// Whose series broke, in a word; stands above the rule.
    pub label: String,
    /// What changed; shown at the pointer.
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

/// The labels above the rules, clear of each other. `x` says where a year stands.
pub(super) fn labels(
    paper: &Paper,
    editions: &[i32],
    breaks: &[Break],
    x: impl Fn(f64) -> f64,
) -> Vec<Flag> {
    let marked = breaks
        .iter()
        .filter_map(|b| Some((x(b.middle(editions)?), b.label.clone(), false)));
    flags::stack(paper, marked.collect())
}

/// Rules from their labels down to the end of the plot; without labels, from its top.
pub(super) fn rules(
    paper: &Paper,
    plot: &Plot,
    editions: &[i32],
    breaks: &[&Break],
    labels: &[Flag],
) -> Result<(), DrawError> {
    paper.class("k");
    let marked = breaks.iter().filter_map(|b| Some((b, b.middle(editions)?)));
    for (i, (a_break, year)) in marked.enumerate() {
        let level = labels.get(i).map_or(0, |label| label.level);
        let (x, top) = (plot.x(year), plot.frame.y0 - level as f64 * paper.leading);
        if !a_break.note.is_empty() {
            let edition = paper.write(Format::Plain, f64::from(a_break.edition));
            paper.title(&format!("{edition}{}{}", paper.colon, a_break.note));
        }
        paper.rule((x, top), (x, plot.frame.y1))?;
    }
    Ok(())
}

/// Says below a drawing what the rules are; gives the height below it.
pub(super) fn key(paper: &Paper, chart: &Chart, top: f64) -> Result<f64, DrawError> {
    let lines = paper.wrap(&chart.words.breaks, paper.width - 14.0, false);
    paper.class("k");
    paper.rule((5.0, top), (5.0, top + paper.leading))?;
    paper.lines(14.0, top + paper.leading / 2.0, &lines, Pen::START.muted());
    Ok(top + paper.block(lines.len()) + 3.0)
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
