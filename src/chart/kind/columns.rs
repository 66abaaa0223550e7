//! What is read out of a chart over time: a column for each edition, which holds the values of all
//! series there. Nothing of it is seen; it lies over the marks.

use crate::chart::paper::{Frame, Paper, Plot};
use crate::chart::spec::{DrawError, Format, Num};

/// Series over editions.
pub(super) struct Columns<'a> {
    pub editions: &'a [i32],
    /// Names and values, in the order in which they are read; those with marks first, in the
    /// opposite order of their drawing.
    pub series: Vec<(&'a str, &'a [Option<Num>])>,
    pub format: Format,
}

impl Columns<'_> {
    /// Draws the columns of a plot whose horizontal axis are years: each reaches half-way to its
    /// neighbours, and has the edition and a line for each series as its title.
    pub(super) fn draw(&self, paper: &Paper, plot: &Plot) -> Result<(), DrawError> {
        let places: Vec<f64> = self
            .editions
            .iter()
            .map(|&edition| plot.x(f64::from(edition)))
            .collect();
        let frame = plot.frame;
        paper.class("z");
        for (i, &edition) in self.editions.iter().enumerate() {
            let lines = self.series.iter().filter_map(|(name, values)| {
                let value = values.get(i).copied().flatten()?.get();
                let value = paper.write(self.format, value);
                Some(match *name {
                    "" => value,
                    name => format!("{name}{}{value}", paper.colon),
                })
            });
            let lines: Vec<String> = lines.collect();
            if lines.is_empty() {
                continue;
            }
            let year = paper.write(Format::Plain, f64::from(edition));
            paper.title(&format!("{year}\n{}", lines.join("\n")));
            let between = |a: f64, b: f64| f64::midpoint(a, b);
            let before = i.checked_sub(1).map(|before| places[before]);
            let next = places.get(i + 1).copied();
            // The first and the last are as wide on their outer sides as on the inner ones.
            let half = |other: Option<f64>| other.map_or(6.0, |x| (x - places[i]).abs() / 2.0);
            let (left, right) = (
                before.map_or(places[i] - half(next).min(6.0), |x| between(x, places[i])),
                next.map_or(places[i] + half(before).min(6.0), |x| between(x, places[i])),
            );
            paper.rect(Frame {
                x0: left,
                x1: right,
                ..frame
            })?;
        }
        Ok(())
    }
}
