//! What line, rank and bump charts share: editions at their true distance, series as lines
//! with gaps and breaks, names at the ends of the lines.

use super::Rows;
use super::breaks::{self, Break};
use super::columns::Columns;
use super::ink::{self, Ink};
use crate::chart::axis;
use crate::chart::labels::declutter;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Num, Role, Series};
use crate::chart::table::TableCell;
use crate::chart::text;

/// A drawing of series over editions.
pub(super) struct Timeline<'a> {
    pub editions: &'a [i32],
    pub series: &'a [Series],
    pub breaks: &'a [Break],
    pub format: Format,
    pub axis: Linear,
    /// The smallest value on top, as ranks have it.
    pub downwards: bool,
    /// Names at both ends instead of an axis.
    pub both_ends: bool,
}

/// A name at an end of a line.
struct EndLabel {
    series: usize,
    /// The end of the line.
    at: (f64, f64),
    lines: Vec<String>,
}

impl Timeline<'_> {
    pub(super) fn draw(&self, paper: &Paper) -> Result<(), DrawError> {
        let inks = ink::of_series(self.series);
        let ticks = axis::tick_labels(paper, &self.axis, self.format);
        let ends = self.end_texts(paper, true);
        let starts = if self.both_ends {
            self.end_texts(paper, false)
        } else {
            Vec::new()
        };
        let left = if self.both_ends {
            widest(paper, &starts) + 12.0
        } else {
            axis::label_room(paper, &ticks)
        };
        let first = self.editions.first().copied().unwrap_or_default();
        let last = self.editions.last().copied().unwrap_or_default();
        let pad = if last > first { 0.0 } else { 0.5 };
        let (low, high) = (self.axis.low, self.axis.high);
        let plot = |y0: f64, y1: f64| {
            let frame = Frame {
                x0: left,
                y0,
                x1: paper.width - widest(paper, &ends) - 12.0,
                y1,
            };
            let years = f64::from(first) - pad..f64::from(last) + pad;
            let values = if self.downwards { high..low } else { low..high };
            paper.plot(frame, years, values)
        };
        // The numbers of breaks decide how high the plot begins, and need to know its width.
        let breaks = breaks::numbered(self.editions, self.breaks);
        let discs = breaks::discs(&breaks, |year| plot(0.0, 1.0).x(year));
        let y0 = discs.height.max(paper.leading / 2.0) + 2.0;
        let labels_height = high_of(paper, &ends).max(high_of(paper, &starts));
        let y1 = y0 + labels_height.max(paper.pick(300.0, 250.0));
        let plot = plot(y0, y1);

        if !self.both_ends {
            axis::left(paper, &plot, &self.axis, &ticks)?;
        }
        self.year_labels(paper, &plot);
        breaks::draw(paper, &plot, &breaks, &discs)?;
        let bottom = y1 + 10.0 + paper.leading;
        paper.set_height(breaks::notes(paper, &breaks, bottom));
        self.lines(paper, &plot, &inks)?;
        let series = self
            .series
            .iter()
            .map(|s| (s.name.as_str(), s.values.as_slice()));
        let series: Vec<_> = self
            .reading_order()
            .map(|k| series.clone().nth(k))
            .collect();
        let columns = Columns {
            editions: self.editions,
            series: series.into_iter().flatten().collect(),
            format: self.format,
        };
        columns.draw(paper, &plot)?;
        self.write_ends(paper, &plot, &inks, &ends, true)?;
        self.write_ends(paper, &plot, &inks, &starts, false)
    }

    /// The first or the last value of a series with its edition.
    fn end(&self, series: &Series, last: bool) -> Option<(f64, f64)> {
        let point = |i: usize| Some((f64::from(self.editions[i]), series.at(i)?));
        let n = self.editions.len();
        if last {
            (0..n).rev().find_map(point)
        } else {
            (0..n).find_map(point)
        }
    }

    /// The label of each series that has one: its name and its first or last value.
    fn end_texts(&self, paper: &Paper, last: bool) -> Vec<Option<Vec<String>>> {
        let room = paper.pick(170.0, if self.both_ends { 84.0 } else { 96.0 });
        self.series
            .iter()
            .map(|series| {
                let (_, value) = self.end(series, last)?;
                if series.role == Role::Context {
                    return None;
                }
                let value = paper.write(self.format, value);
                let label = if self.downwards {
                    format!("{value} {}", series.name)
                } else {
                    format!("{} {value}", series.name)
                };
                let bold = series.role == Role::Focus;
                // A long word may take more room, rather than be broken.
                let word = text::longest_piece(&label, paper.font, bold);
                let room = word.clamp(room, paper.width * 0.36);
                Some(paper.wrap(&label, room, bold))
            })
            .collect()
    }

    fn year_labels(&self, paper: &Paper, plot: &Plot) {
        let centres: Vec<f64> = self
            .editions
            .iter()
            .map(|&year| plot.x(f64::from(year)))
            .collect();
        let labels: Vec<String> = self
            .editions
            .iter()
            .map(|&year| paper.write(Format::Plain, f64::from(year)))
            .collect();
        let y = plot.frame.y1 + 8.0 + paper.leading / 2.0;
        axis::spread(paper, &centres, &labels, y);
    }

    /// The series in the order in which they are read out, which is from the top of the drawing
    /// down: the focus first, then those compared as declared, then the context.
    fn reading_order(&self) -> impl DoubleEndedIterator<Item = usize> {
        let mut order: Vec<usize> = (0..self.series.len()).collect();
        order.sort_by_key(|&k| match self.series[k].role {
            Role::Focus => 0,
            Role::Compared => 1,
            Role::Context => 2,
        });
        order.into_iter()
    }

    fn lines(&self, paper: &Paper, plot: &Plot, inks: &[Ink]) -> Result<(), DrawError> {
        // The message on top: context first, the focus last.
        for k in self.reading_order().rev() {
            let series = &self.series[k];
            match series.role {
                Role::Focus => paper.class(&format!("{} w", inks[k].line)),
                _ => paper.class(inks[k].line),
            }
            let runs = breaks::runs(self.editions, &series.values, self.breaks, k);
            for run in runs.iter().filter(|run| run.len() > 1) {
                plot.line(run)?;
            }
            if series.role == Role::Context {
                for run in runs.iter().filter(|run| run.len() == 1) {
                    paper.class(inks[k].fill);
                    plot.mark(&Mark::point(run[0], Shape::Dot(1.5)))?;
                }
                continue;
            }
            // A marker tells lines of different inks apart; among grey ones it would say nothing.
            let shape = if inks[k] == ink::GREY {
                Shape::Dot(2.0)
            } else {
                Shape::of(shape_index(self.series, k), 3.0)
            };
            let points = runs.iter().flatten();
            if let Shape::Dot(radius) = shape {
                let places = points.map(|&(x, y)| plot.at(x, y));
                paper.class(inks[k].dots);
                paper.dots(&places.collect::<Vec<_>>(), radius);
            } else {
                paper.class(inks[k].fill);
                for &at in points {
                    plot.mark(&Mark::point(at, shape))?;
                }
            }
        }
        Ok(())
    }

    /// Writes names beside the ends of their lines, apart from each other, with a thin leader
    /// where a name had to move away or its line ends early.
    fn write_ends(
        &self,
        paper: &Paper,
        plot: &Plot,
        inks: &[Ink],
        texts: &[Option<Vec<String>>],
        last: bool,
    ) -> Result<(), DrawError> {
        let labels: Vec<EndLabel> = texts
            .iter()
            .enumerate()
            .filter_map(|(series, lines)| {
                let (x, y) = self.end(&self.series[series], last)?;
                Some(EndLabel {
                    series,
                    at: plot.at(x, y),
                    lines: lines.clone()?,
                })
            })
            .collect();
        let wanted: Vec<f64> = labels.iter().map(|label| label.at.1).collect();
        let sizes: Vec<f64> = labels
            .iter()
            .map(|label| paper.block(label.lines.len()) + 2.0)
            .collect();
        let low = plot.frame.y0 - paper.leading / 2.0;
        let high = plot.frame.y1 + paper.leading / 2.0;
        let centres = declutter(&wanted, &sizes, low, high);
        let (x, away, pen) = if last {
            (plot.frame.x1, 1.0, Pen::START)
        } else {
            (plot.frame.x0, -1.0, Pen::END)
        };
        paper.class("j");
        for (label, &y) in labels.iter().zip(&centres) {
            let moved = (label.at.1 - y).abs() > paper.leading * 0.6;
            if moved || (label.at.0 - x).abs() > 1.0 {
                let from = (label.at.0 + 4.0 * away, label.at.1);
                paper.rule(from, (x + 8.0 * away, y))?;
            }
        }
        for (label, &y) in labels.iter().zip(&centres) {
            let pen = pen
                .bold(self.series[label.series].role == Role::Focus)
                .ink(inks[label.series].text);
            paper.lines_around(x + 10.0 * away, y, &label.lines, pen);
        }
        Ok(())
    }

    /// Editions as rows, series as columns.
    pub(super) fn table(
        editions: &[i32],
        series: &[Series],
        format: Format,
        chart: &Chart,
    ) -> Rows {
        let mut headers = vec![chart.words.edition.clone()];
        headers.extend(series.iter().map(|s| s.name.clone()));
        let rows = editions.iter().enumerate().map(|(i, &edition)| {
            let cells = series
                .iter()
                .map(|s| TableCell::number(s.values.get(i).copied().flatten(), format));
            let year = TableCell::number(Num::new(f64::from(edition)), Format::Plain);
            std::iter::once(year).chain(cells).collect()
        });
        (headers, rows.collect())
    }
}

fn widest(paper: &Paper, labels: &[Option<Vec<String>>]) -> f64 {
    labels
        .iter()
        .flatten()
        .flat_map(|lines| lines.iter().map(|line| paper.measure(line, true)))
        .fold(0.0, f64::max)
}

/// The room that labels below each other need.
fn high_of(paper: &Paper, labels: &[Option<Vec<String>>]) -> f64 {
    let lines = labels.iter().flatten();
    lines.map(|lines| paper.block(lines.len()) + 2.0).sum()
}

/// Which marker a series has: the focus the first, the others one after the other.
fn shape_index(series: &[Series], k: usize) -> usize {
    let focus = series.iter().any(|s| s.role == Role::Focus);
    if series[k].role == Role::Focus {
        return 0;
    }
    let before = series[..k].iter();
    let compared = before.filter(|s| s.role == Role::Compared).count();
    compared + usize::from(focus)
}
