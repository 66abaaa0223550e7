//! A line as small as a word, for tables and prose.

use super::extent;
use crate::chart::canvas::escape;
use crate::chart::paper::{Frame, Mark, Paper, Shape};
use crate::chart::spec::{DrawError, Num};
use crate::lang::Lang;

/// A sparkline. It has no texts; its title is its accessible name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparkline {
    /// What it shows, with the numbers that matter.
    pub title: String,
    /// The values, with gaps.
    pub values: Vec<Option<Num>>,
    /// The smallest value on top, as ranks have it.
    pub downwards: bool,
}

const SIZE: (f64, f64) = (96.0, 24.0);

impl Sparkline {
    /// The drawing: an inline SVG of class `ch-s`, 4 : 1.
    ///
    /// # Errors
    /// [`DrawError::Empty`] where there is no value.
    pub fn draw(&self, lang: Lang) -> Result<String, DrawError> {
        let (low, high) = extent(self.values.iter().flatten().map(|v| v.get()))?;
        let paper = Paper::sized(lang, SIZE);
        let frame = Frame {
            x0: 3.0,
            y0: 4.0,
            x1: SIZE.0 - 4.0,
            y1: SIZE.1 - 4.0,
        };
        let last = self.values.len().saturating_sub(1).max(1) as f64;
        let range = if self.downwards { high..low } else { low..high };
        let plot = paper.plot(frame, 0.0..last, range);
        let points: Vec<Option<(f64, f64)>> = self
            .values
            .iter()
            .enumerate()
            .map(|(i, value)| value.map(|value| (i as f64, value.get())))
            .collect();
        paper.class("l1");
        for run in points.split(Option::is_none) {
            let run: Vec<(f64, f64)> = run.iter().copied().flatten().collect();
            match run.as_slice() {
                [] => {}
                [only] => plot.mark(&Mark::point(*only, Shape::Dot(0.5)))?,
                run => plot.line(run)?,
            }
        }
        paper.class("f1");
        if let Some(end) = points.iter().rev().flatten().next() {
            plot.mark(&Mark::point(*end, Shape::Dot(3.0)))?;
        }
        Ok(format!(
            "<svg class=\"ch ch-s\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            SIZE.0,
            SIZE.1,
            escape(&self.title),
            paper.body()
        ))
    }
}
