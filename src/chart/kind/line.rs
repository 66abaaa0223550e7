//! Lines over editions at their true distance, with gaps where there is no value.

use super::ink::{self, Ink};
use super::{Rows, check_series, datum};
use crate::chart::axis;
use crate::chart::labels::declutter;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Num, Role, Series, Size};
use crate::chart::table::Cell;
use crate::chart::text;

/// A point where the series before cannot be compared with the series after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The first edition of the new series.
    pub edition: i32,
    /// What changed, in a few words.
    pub note: String,
}

/// Lines over editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The editions (years), rising.
    pub editions: Vec<i32>,
    /// A value for each edition; those not of [`Role::Context`] have a label each.
    pub series: Vec<Series>,
    /// Where the series breaks.
    pub breaks: Vec<Break>,
    /// How values are written.
    pub format: Format,
    /// The range of the axis; without it, round numbers around the values.
    pub range: Option<(Num, Num)>,
    /// Whether the axis begins at zero (with no `range`).
    pub from_zero: bool,
}

/// A direct label at the end of a line.
struct EndLabel {
    series: usize,
    /// The last point.
    x: f64,
    y: f64,
    lines: Vec<String>,
}

impl Line {
    pub(super) fn draw(&self, paper: &Paper) -> Result<(), DrawError> {
        check_series(&self.series, self.editions.len())?;
        let inks = ink::of_series(&self.series);
        let values = self.series.iter().flat_map(|s| s.values.iter().flatten());
        let steps = paper.pick(5, 4);
        let axis = match self.range {
            Some((low, high)) => Linear::exact(low.get(), high.get(), steps),
            None => Linear::nice(values.map(|v| v.get()), self.from_zero, steps),
        };
        let ticks = axis::tick_labels(paper, &axis, self.format);
        let left = axis::label_room(paper, &ticks);

        let names = self.end_texts(paper);
        let right = names
            .iter()
            .flatten()
            .flat_map(|lines| lines.iter().map(|line| paper.measure(line, true)))
            .fold(0.0, f64::max)
            + 12.0;
        let labels_height: f64 = names
            .iter()
            .flatten()
            .map(|lines| paper.block(lines.len()) + 2.0)
            .sum();
        let y0 = paper.leading / 2.0 + 2.0;
        let y1 = y0 + labels_height.max(paper.pick(300.0, 250.0));
        let frame = Frame {
            x0: left,
            y0,
            x1: paper.width - right,
            y1,
        };
        let first = self.editions.first().copied().unwrap_or_default();
        let last = self.editions.last().copied().unwrap_or_default();
        let pad = if last > first { 0.0 } else { 0.5 };
        let years = f64::from(first) - pad..f64::from(last) + pad;
        let plot = paper.plot(frame, years, axis.low..axis.high);

        axis::left(paper, &plot, &axis, &ticks)?;
        self.year_labels(paper, &plot);
        let notes = if self.breaks.is_empty() { 2.0 } else { 9.0 };
        let bottom = y1 + 8.0 + paper.leading + notes;
        let bottom = self.break_notes(paper, &plot, bottom)?;
        paper.set_height(bottom);
        self.lines(paper, &plot, &inks)?;
        let labels = self.placed(&names, &plot);
        end_labels(paper, &plot, &inks, labels, &self.series)
    }

    /// The label of each series that has one: its name and its last value.
    fn end_texts(&self, paper: &Paper) -> Vec<Option<Vec<String>>> {
        let room = match paper.size {
            Size::Wide => 170.0,
            Size::Narrow => 96.0,
        };
        self.series
            .iter()
            .map(|series| {
                let value = (0..self.editions.len()).rev().find_map(|i| series.at(i))?;
                if series.role == Role::Context {
                    return None;
                }
                let text = format!("{} {}", series.name, paper.write(self.format, value));
                let bold = series.role == Role::Focus;
                // A long word may take more room, rather than be broken.
                let word = text::longest_piece(&text, paper.font, bold);
                let room = word.clamp(room, paper.width * 0.36);
                Some(paper.wrap(&text, room, bold))
            })
            .collect()
    }

    fn placed(&self, names: &[Option<Vec<String>>], plot: &Plot) -> Vec<EndLabel> {
        let last_point = |series: &Series| {
            (0..self.editions.len())
                .rev()
                .find_map(|i| Some((f64::from(self.editions[i]), series.at(i)?)))
        };
        names
            .iter()
            .enumerate()
            .filter_map(|(k, lines)| {
                let (x, y) = last_point(&self.series[k])?;
                let (x, y) = plot.at(x, y);
                Some(EndLabel {
                    series: k,
                    x,
                    y,
                    lines: lines.clone()?,
                })
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

    /// Dashed rules between the editions that cannot be compared, and what they mean below.
    fn break_notes(&self, paper: &Paper, plot: &Plot, top: f64) -> Result<f64, DrawError> {
        let mut y = top;
        for note in &self.breaks {
            let Some(at) = self.editions.iter().position(|&e| e == note.edition) else {
                continue;
            };
            if at == 0 {
                continue;
            }
            let middle = f64::from(self.editions[at - 1] + self.editions[at]) / 2.0;
            let x = plot.x(middle);
            paper.class("k");
            paper.rule((x, plot.frame.y0), (x, plot.frame.y1))?;
            let y_mid = y + paper.leading / 2.0;
            paper.rule((5.0, y), (5.0, y + paper.leading))?;
            let year = paper.write(Format::Plain, f64::from(note.edition));
            let gap = if paper.lang.is_cjk() { ":" } else { ": " };
            let text = format!("{year}{gap}{}", note.note);
            let lines = paper.wrap(&text, paper.width - 14.0, false);
            paper.lines(14.0, y_mid, &lines, Pen::START.muted());
            y += paper.block(lines.len()) + 3.0;
        }
        Ok(y)
    }

    /// The runs of a series without a gap or a break.
    fn runs(&self, series: &Series) -> Vec<Vec<(f64, f64)>> {
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        for (i, &edition) in self.editions.iter().enumerate() {
            if self.breaks.iter().any(|b| b.edition == edition) {
                runs.push(Vec::new());
            }
            match (series.at(i), runs.last_mut()) {
                (Some(value), Some(run)) => run.push((f64::from(edition), value)),
                _ => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    fn lines(&self, paper: &Paper, plot: &Plot, inks: &[Ink]) -> Result<(), DrawError> {
        // The message on top: context first, the focus last.
        let mut order: Vec<usize> = (0..self.series.len()).collect();
        order.sort_by_key(|&k| match self.series[k].role {
            Role::Context => 0,
            Role::Compared => 1,
            Role::Focus => 2,
        });
        for k in order {
            let series = &self.series[k];
            paper.class(line_class(inks[k], series.role));
            let runs = self.runs(series);
            for run in runs.iter().filter(|run| run.len() > 1) {
                plot.line(run)?;
            }
            paper.class(inks[k].fill);
            if series.role == Role::Context {
                for run in runs.iter().filter(|run| run.len() == 1) {
                    plot.mark(&Mark::point(run[0], Shape::Dot(1.5)))?;
                }
                continue;
            }
            let shape = Shape::of(shape_index(&self.series, k), 3.0);
            for &(edition, value) in runs.iter().flatten() {
                let year = paper.write(Format::Plain, edition);
                let value_text = paper.write(self.format, value);
                let title = datum(&[&series.name, &year], &value_text);
                plot.mark(&Mark::point((edition, value), shape).titled(title))?;
            }
        }
        Ok(())
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        timeline_table(&self.editions, &self.series, self.format, chart)
    }
}

/// Editions as rows, series as columns.
pub(super) fn timeline_table(
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
            .map(|s| Cell::number(s.values.get(i).copied().flatten(), format));
        let year = Cell::number(Num::new(f64::from(edition)), Format::Plain);
        std::iter::once(year).chain(cells).collect()
    });
    (headers, rows.collect())
}

/// Which marker a series has: the `i`th among those that have one.
pub(super) fn shape_index(series: &[Series], k: usize) -> usize {
    let focus = series.iter().any(|s| s.role == Role::Focus);
    match series[k].role {
        Role::Focus => 0,
        _ => {
            let before = &series[..k];
            let compared = before.iter().filter(|s| s.role == Role::Compared).count();
            compared + usize::from(focus)
        }
    }
}

/// The class of a line: the focus is heavier.
pub(super) fn line_class(ink: Ink, role: Role) -> &'static str {
    match (role, ink.line) {
        (Role::Focus, _) => "l1 w",
        (_, line) => line,
    }
}

/// Writes labels beside the ends of their lines, apart from each other, with a thin leader
/// where a label had to move away or its line ends early.
fn end_labels(
    paper: &Paper,
    plot: &Plot,
    inks: &[Ink],
    labels: Vec<EndLabel>,
    series: &[Series],
) -> Result<(), DrawError> {
    let wanted: Vec<f64> = labels.iter().map(|label| label.y).collect();
    let sizes: Vec<f64> = labels
        .iter()
        .map(|label| paper.block(label.lines.len()) + 2.0)
        .collect();
    let low = plot.frame.y0 - paper.leading / 2.0;
    let high = plot.frame.y1 + paper.leading / 2.0;
    let centres = declutter(&wanted, &sizes, low, high);
    let x = plot.frame.x1 + 10.0;
    paper.class("j");
    for (label, &y) in labels.iter().zip(&centres) {
        if (label.y - y).abs() > paper.leading * 0.6 || label.x < plot.frame.x1 - 1.0 {
            paper.rule((label.x + 4.0, label.y), (x - 2.0, y))?;
        }
    }
    for (label, &y) in labels.iter().zip(&centres) {
        let pen = Pen::START
            .bold(series[label.series].role == Role::Focus)
            .ink(inks[label.series].text);
        paper.lines_around(x, y, &label.lines, pen);
    }
    Ok(())
}
