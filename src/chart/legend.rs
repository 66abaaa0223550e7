//! Legends, for the kinds whose marks cannot be labelled directly.

use super::paper::{Frame, Paper, Pen, Shape};
use super::spec::DrawError;

/// What stands before a legend's text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key {
    /// A filled square.
    Square,
    Marker(Shape),
    /// A short line.
    Line,
}

/// An entry: the class of its key, the key, its text.
pub(crate) struct LegendEntry<'a> {
    pub class: &'static str,
    pub key: Key,
    pub text: &'a str,
}

const KEY: f64 = 11.0;
const AFTER_KEY: f64 = 5.0;
const BETWEEN: f64 = 16.0;

/// Writes the entries in rows from height `top`, wrapping to the paper's width; returns the
/// height below the last row (or `top` where there is nothing to write).
pub(crate) fn rows(paper: &Paper, top: f64, entries: &[LegendEntry]) -> Result<f64, DrawError> {
    let row = paper.leading + 3.0;
    let (mut x, mut y) = (0.0, top + row / 2.0);
    let mut bottom = top;
    let mut texts = Vec::new();
    for entry in entries {
        let room = paper.width - KEY - AFTER_KEY;
        let lines = paper.wrap(entry.text, room, false);
        let width = lines
            .iter()
            .map(|line| paper.measure(line, false))
            .fold(0.0, f64::max);
        if x > 0.0 && x + KEY + AFTER_KEY + width > paper.width {
            x = 0.0;
            y = bottom + row / 2.0;
        }
        paper.class(entry.class);
        draw_key(paper, entry.key, x, y)?;
        texts.push((x + KEY + AFTER_KEY, y, lines.clone()));
        x += KEY + AFTER_KEY + width + BETWEEN;
        let below = y + row / 2.0 + paper.block(lines.len().max(1) - 1);
        bottom = bottom.max(below);
    }
    for (x, y, lines) in texts {
        paper.lines(x, y, &lines, Pen::START);
    }
    Ok(bottom)
}

fn draw_key(paper: &Paper, key: Key, x: f64, y: f64) -> Result<(), DrawError> {
    let half = KEY / 2.0;
    match key {
        Key::Square => paper.rect(Frame {
            x0: x,
            y0: y - half,
            x1: x + KEY,
            y1: y + half,
        }),
        Key::Marker(shape) => paper.marker((x + half, y), shape),
        Key::Line => paper.rule((x, y), (x + KEY, y)),
    }
}
