//! The layout that lying marks share: a row for each item, its name beside the marks or, in
//! the narrow drawing, above them.

use crate::chart::paper::{Paper, Pen};
use crate::chart::spec::Label;

pub(crate) struct Row {
    name: Vec<String>,
    /// The middle of the first line of the name.
    name_y: f64,
    /// The top of the marks.
    pub top: f64,
    /// The middle of the marks.
    pub middle: f64,
}

/// All rows.
pub(crate) struct Rows {
    /// The width of the column of names, 0 where they stand above the marks.
    names: f64,
    /// Where marks may begin.
    pub left: f64,
    /// Above the first row and below the last.
    pub top: f64,
    pub bottom: f64,
    pub rows: Vec<Row>,
}

impl Rows {
    /// Rows from height `top`, whose marks are `height` high, `gap` apart.
    pub(crate) fn new(paper: &Paper, labels: &[&Label], top: f64, height: f64, gap: f64) -> Rows {
        let most = paper.width;
        Rows::within(paper, labels, top, (height, gap), most)
    }

    /// The same with names above the marks no longer than `most`.
    pub(crate) fn within(
        paper: &Paper,
        labels: &[&Label],
        top: f64,
        (height, gap): (f64, f64),
        most: f64,
    ) -> Rows {
        let most = if paper.narrow() {
            most
        } else {
            paper.width * 0.32
        };
        let wrapped: Vec<Vec<String>> = labels
            .iter()
            .map(|label| paper.name(label, most, label.highlight))
            .collect();
        let names = if paper.narrow() {
            0.0
        } else {
            let lines = wrapped.iter().zip(labels);
            lines
                .flat_map(|(lines, label)| {
                    lines
                        .iter()
                        .map(|line| paper.measure(line, label.highlight))
                })
                .fold(0.0, f64::max)
        };
        let mut y = top;
        let rows = wrapped.into_iter().map(|name| {
            let block = paper.block(name.len());
            let (name_y, marks, below);
            if paper.narrow() {
                name_y = y + paper.leading / 2.0;
                marks = y + block + 1.0;
                below = marks + height + gap;
            } else {
                let inner = height.max(block);
                name_y = y + (inner - block) / 2.0 + paper.leading / 2.0;
                marks = y + (inner - height) / 2.0;
                below = y + inner + gap;
            }
            y = below;
            Row {
                name,
                name_y,
                top: marks,
                middle: marks + height / 2.0,
            }
        });
        let rows = rows.collect();
        Rows {
            names,
            left: if names > 0.0 { names + 9.0 } else { 0.0 },
            top,
            bottom: y,
            rows,
        }
    }

    /// Writes the names.
    pub(crate) fn write(&self, paper: &Paper, labels: &[&Label]) {
        self.write_over(paper, labels, 0.0, false);
    }

    /// Writes the names; those above the marks begin at `x` and clear the lines behind them away.
    pub(crate) fn write_clear(&self, paper: &Paper, labels: &[&Label], x: f64) {
        self.write_over(paper, labels, x, true);
    }

    fn write_over(&self, paper: &Paper, labels: &[&Label], x: f64, clear: bool) {
        let (x, pen) = match (paper.narrow(), clear) {
            (true, true) => (x, Pen::START.halo()),
            (true, false) => (x, Pen::START),
            (false, _) => (self.names, Pen::END),
        };
        for (row, label) in self.rows.iter().zip(labels) {
            paper.lines(x, row.name_y, &row.name, pen.bold(label.highlight));
        }
    }
}
