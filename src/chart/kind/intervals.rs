//! Intervals: from low to high with the middle marked, per item.

use super::rows::Rows;
use super::{Rows as TableRows, datum, extent, ink};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::spec::{Chart, DrawError, Format, Label, Num};
use crate::chart::table::TableCell;

/// An item's interval. A bound that is not known is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// The item.
    pub label: Label,
    /// The lower end.
    pub low: Option<Num>,
    /// The middle: a median, a mean, the value itself.
    pub middle: Option<Num>,
    /// The upper end.
    pub high: Option<Num>,
}

impl Interval {
    fn values(&self) -> impl Iterator<Item = f64> {
        let values = [self.low, self.middle, self.high];
        values.into_iter().flatten().map(Num::get)
    }
}

/// How the middles are written.
const MIDDLES: Pen = Pen {
    bold: true,
    ..Pen::END
};

/// Intervals on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervals {
    /// The items, in the order of the drawing.
    pub items: Vec<Interval>,
    /// How values are written.
    pub format: Format,
}

impl Intervals {
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let (low, high) = extent(self.items.iter().flat_map(Interval::values))?;
        let labels: Vec<&Label> = self.items.iter().map(|item| &item.label).collect();
        let ends = self.widest(paper, |i| i.low, false);
        let ends = ends.max(self.widest(paper, |i| i.high, false)) + 8.0;
        // The middles stand in a column of their own: beside the marks they would collide
        // with the ends of short intervals.
        let head = paper.wrap(&chart.words.middle, paper.width * 0.2, true);
        let head_width = head.iter().map(|line| paper.measure(line, true));
        let column = head_width.fold(self.widest(paper, |i| i.middle, true), f64::max) + 8.0;
        let top = paper.block(head.len()) + 5.0;
        paper.lines(paper.width, paper.leading / 2.0, &head, MIDDLES);
        let rows = Rows::new(paper, &labels, top, paper.pick(18.0, 16.0), 7.0);
        paper.set_height(rows.bottom);
        // Numbers so long that they would leave no room to the marks are left to the table.
        let written = rows.left + ends * 2.0 + column <= paper.width * 0.85;
        let ends = if written { ends } else { 8.0 };
        let frame = Frame {
            x0: rows.left + ends,
            y0: rows.top,
            x1: paper.width - column - ends,
            y1: rows.bottom,
        };
        let plot = paper.plot(frame, low..high, rows.bottom..rows.top);
        self.draw_lines(paper, &plot, &rows)?;
        self.draw_middles(chart, paper, &plot, &rows)?;
        rows.write(paper, &labels);
        for (item, row) in self.items.iter().zip(&rows.rows) {
            if let Some(middle) = item.middle {
                let text = paper.write(self.format, middle.get());
                paper.text(paper.width, row.middle, &text, MIDDLES);
            } else if item.values().next().is_none() {
                let x = rows.left + 5.0;
                paper.text(x, row.middle, &chart.words.missing, Pen::START.muted());
            }
            if written {
                self.write_ends(paper, &plot, item, row.middle);
            }
        }
        Ok(())
    }

    /// The width of the widest of these values.
    fn widest(&self, paper: &Paper, value: fn(&Interval) -> Option<Num>, bold: bool) -> f64 {
        let values = self.items.iter().filter_map(value);
        values
            .map(|v| paper.measure(&paper.write(self.format, v.get()), bold))
            .fold(0.0, f64::max)
    }

    /// The lines from end to end, and the strokes at the ends.
    fn draw_lines(&self, paper: &Paper, plot: &Plot, rows: &Rows) -> Result<(), DrawError> {
        paper.class("l1 w");
        for (item, row) in self.items.iter().zip(&rows.rows) {
            let from = item.values().fold(f64::INFINITY, f64::min);
            let to = item.values().fold(f64::NEG_INFINITY, f64::max);
            if from < to {
                plot.line(&[(from, row.middle), (to, row.middle)])?;
            }
        }
        paper.class(ink::PLAIN.line);
        for (item, row) in self.items.iter().zip(&rows.rows) {
            for end in [item.low, item.high].into_iter().flatten() {
                plot.line(&[(end.get(), row.middle - 5.0), (end.get(), row.middle + 5.0)])?;
            }
        }
        Ok(())
    }

    fn draw_middles(
        &self,
        chart: &Chart,
        paper: &Paper,
        plot: &Plot,
        rows: &Rows,
    ) -> Result<(), DrawError> {
        paper.class("f1 x");
        for (item, row) in self.items.iter().zip(&rows.rows) {
            if let Some(middle) = item.middle {
                let text = |value: Option<Num>| match value {
                    Some(value) => paper.write(self.format, value.get()),
                    None => chart.words.missing.clone(),
                };
                let title = format!(
                    "{} ({}–{})",
                    datum(paper, &[&item.label.name], &text(Some(middle))),
                    text(item.low),
                    text(item.high)
                );
                let at = (middle.get(), row.middle);
                plot.mark(&Mark::point(at, Shape::Dot(5.5)).titled(title))?;
            }
        }
        Ok(())
    }

    /// Writes the ends of an interval beside its marks.
    fn write_ends(&self, paper: &Paper, plot: &Plot, item: &Interval, y: f64) {
        let middle = item.middle.map(|m| plot.x(m.get()));
        let (mut low, mut high) = (item.low.map(Num::get), item.high.map(Num::get));
        if low > high && high.is_some() {
            std::mem::swap(&mut low, &mut high);
        }
        let write = |value: f64| paper.write(self.format, value);
        if let Some(low) = low {
            let x = plot.x(low).min(middle.unwrap_or(f64::INFINITY)) - 7.0;
            paper.text(x, y, &write(low), Pen::END.muted());
        }
        if let Some(high) = high {
            let x = plot.x(high).max(middle.unwrap_or(0.0)) + 7.0;
            paper.text(x, y, &write(high), Pen::START.muted());
        }
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> TableRows {
        let words = &chart.words;
        let headers = [&chart.subject, &words.low, &words.middle, &words.high];
        let rows = self.items.iter().map(|item| {
            let values = [item.low, item.middle, item.high];
            let cells = values.map(|value| TableCell::number(value, self.format));
            std::iter::once(TableCell::Text(item.label.name.clone()))
                .chain(cells)
                .collect()
        });
        (headers.map(String::clone).to_vec(), rows.collect())
    }
}
