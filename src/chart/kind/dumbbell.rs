//! Two dates side by side: a dot for each, joined, per item.

use super::rows::Rows;
use super::{Rows as TableRows, datum, ink};
use crate::chart::axis;
use crate::chart::legend::{self, Key, LegendEntry};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Label, Num};
use crate::chart::table::TableCell;

/// An item at two dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The item.
    pub label: Label,
    /// Its value at the first date.
    pub from: Option<Num>,
    /// Its value at the second date.
    pub to: Option<Num>,
}

impl Pair {
    fn values(&self) -> impl Iterator<Item = f64> {
        [self.from, self.to].into_iter().flatten().map(Num::get)
    }
}

/// Items at two dates; also the data of a slope chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The first date.
    pub from: String,
    /// The second date.
    pub to: String,
    /// The items, in the order of the drawing.
    pub items: Vec<Pair>,
    /// How values are written.
    pub format: Format,
}

/// How one of the two dates is marked.
#[derive(Clone, Copy)]
struct Date<'a> {
    name: &'a str,
    class: &'static str,
    /// That of what is highlighted.
    focus: &'static str,
    shape: Shape,
    value: fn(&Pair) -> Option<Num>,
}

impl Change {
    /// The smallest and the largest value, with some room where they are the same.
    pub(super) fn extent(&self) -> Result<(f64, f64), DrawError> {
        super::extent(self.items.iter().flat_map(Pair::values))
    }

    /// Draws the dumbbells.
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let (low, high) = self.extent()?;
        let series = self.dates();
        let entries = series.each_ref().map(|date| LegendEntry {
            class: date.class,
            key: Key::Marker(date.shape),
            text: date.name,
        });
        let top = legend::rows(paper, 0.0, &entries)? + 6.0;
        let labels: Vec<&Label> = self.items.iter().map(|pair| &pair.label).collect();
        let height = paper.pick(18.0, 16.0);
        let gap = paper.pick(7.0, 8.0);
        let rows = Rows::within(paper, &labels, top, (height, gap), paper.width);

        let room = self.room(paper);
        let frame = Frame {
            x0: rows.left + room,
            y0: rows.top,
            x1: paper.width - room,
            y1: rows.bottom,
        };
        let plot = paper.plot(frame, low..high, rows.bottom..rows.top);
        let axis = Linear::exact(low, high, paper.count(5, 3));
        let bottom = axis::below(paper, &plot, &axis, self.format, rows.bottom - 2.0)?;
        paper.set_height(bottom);
        self.draw_lines(paper, &plot, &rows, room)?;
        for (date, focus) in series
            .into_iter()
            .flat_map(|date| [(date, false), (date, true)])
        {
            paper.class(if focus { date.focus } else { date.class });
            for (pair, row) in self.items.iter().zip(&rows.rows) {
                if let Some(value) = (date.value)(pair).filter(|_| pair.label.highlight == focus) {
                    let text = paper.write(self.format, value.get());
                    let title = datum(paper, &[&pair.label.name, date.name], &text);
                    let at = (value.get(), row.middle);
                    plot.mark(&Mark::point(at, date.shape).titled(title))?;
                }
            }
        }
        rows.write_clear(paper, &labels, 0.0);
        for (pair, row) in self.items.iter().zip(&rows.rows) {
            if pair.values().next().is_none() {
                let text = &chart.words.missing;
                paper.text(rows.left + 5.0, row.middle, text, Pen::START.muted());
            }
            self.write_values(paper, &plot, pair, row.middle);
        }
        Ok(())
    }

    /// The marks of the two dates, the later over the earlier.
    fn dates(&self) -> [Date<'_>; 2] {
        [
            Date {
                name: &self.from,
                class: ink::GREY.fill,
                focus: ink::GREY.fill,
                shape: Shape::of(0, 4.0),
                value: |pair| pair.from,
            },
            Date {
                name: &self.to,
                class: ink::PLAIN.fill,
                focus: ink::FOCUS.fill,
                shape: Shape::of(0, 5.5),
                value: |pair| pair.to,
            },
        ]
    }

    /// The room of a number at either side of the marks.
    fn room(&self, paper: &Paper) -> f64 {
        let values = self.items.iter().flat_map(Pair::values);
        values
            .map(|value| paper.measure(&paper.write(self.format, value), true))
            .fold(0.0, f64::max)
            + 10.0
    }

    /// The lines that lead to the marks, and those that join them.
    fn draw_lines(
        &self,
        paper: &Paper,
        plot: &Plot,
        rows: &Rows,
        room: f64,
    ) -> Result<(), DrawError> {
        // A light line leads from the name to the first number, and no further.
        paper.class("g");
        for (pair, row) in self.items.iter().zip(&rows.rows) {
            let Some(first) = pair.values().reduce(f64::min) else {
                continue;
            };
            let x = plot.x(first) - room;
            if !paper.narrow() && x > rows.left + 4.0 {
                paper.rule((rows.left, row.middle), (x, row.middle))?;
            }
        }
        // The joining line says which way: it is as strong as the later dot.
        for (ink, focus) in [(ink::PLAIN, false), (ink::FOCUS, true)] {
            paper.class(ink.line);
            let pairs = self.items.iter().zip(&rows.rows);
            for (pair, row) in pairs.filter(|(pair, _)| pair.label.highlight == focus) {
                if let (Some(from), Some(to)) = (pair.from, pair.to) {
                    plot.line(&[(from.get(), row.middle), (to.get(), row.middle)])?;
                }
            }
        }
        Ok(())
    }

    /// Writes the values of an item on the outer sides of its dots.
    fn write_values(&self, paper: &Paper, plot: &Plot, pair: &Pair, y: f64) {
        let mut ends: Vec<(f64, bool)> = [(pair.from, false), (pair.to, true)]
            .into_iter()
            .filter_map(|(value, later)| Some((value?.get(), later)))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let write = |(value, later): (f64, bool), pen: Pen, away: f64| {
            let text = paper.write(self.format, value);
            let pen = if later { pen.bold(true) } else { pen.muted() }.halo();
            paper.text(plot.x(value) + away, y, &text, pen);
        };
        match ends.as_slice() {
            [] => {}
            [only] => write(*only, Pen::START, 9.0),
            [first, .., last] => {
                write(*first, Pen::END, -9.0);
                write(*last, Pen::START, 9.0);
            }
        }
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> TableRows {
        let headers = vec![
            chart.subject.clone(),
            self.from.clone(),
            self.to.clone(),
            match self.format.is_percent() {
                true => chart.words.change_points.clone(),
                false => chart.words.change.clone(),
            },
        ];
        let rows = self.items.iter().map(|pair| {
            let change = match (pair.from, pair.to) {
                (Some(from), Some(to)) => Num::new(to.get() - from.get()),
                _ => None,
            };
            vec![
                TableCell::Text(pair.label.name.clone()),
                TableCell::number(pair.from, self.format),
                TableCell::number(pair.to, self.format),
                TableCell::number(change, self.format.signed()),
            ]
        });
        (headers, rows.collect())
    }
}
