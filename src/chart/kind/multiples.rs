//! Small multiples: the same small line chart for each item, on one scale.

use super::breaks::{self, Break, Numbered};
use super::columns::Columns;
use super::{
    Rows as TableRows, check_series,
    ink::{self, Ink},
};
use crate::chart::legend::{self, Key, LegendEntry};
use crate::chart::paper::{Frame, Paper, Pen, Plot};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Label, Num, Series};
use crate::chart::table::TableCell;

/// A panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its name.
    pub label: Label,
    /// A value for each edition.
    pub values: Vec<Option<Num>>,
}

/// Small line charts on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiples {
    /// The editions (years), rising.
    pub editions: Vec<i32>,
    /// The panels, in the order of the drawing.
    pub panels: Vec<Panel>,
    /// Where the series of panels break; those of the reference are not marked.
    pub breaks: Vec<Break>,
    /// A series drawn in every panel to compare with.
    pub reference: Option<Series>,
    /// How values are written.
    pub format: Format,
    /// The range of the axis; without it, round numbers around the values.
    pub range: Option<(Num, Num)>,
    /// Whether the axis begins at zero (with no `range`).
    pub from_zero: bool,
}

impl Multiples {
    fn check(&self) -> Result<(), DrawError> {
        let series: Vec<Series> = self
            .panels
            .iter()
            .map(|panel| Series {
                name: panel.label.name.clone(),
                values: panel.values.clone(),
                ..Series::default()
            })
            .chain(self.reference.clone())
            .collect();
        check_series(&series, self.editions.len())
    }

    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        self.check()?;
        let references = self.reference.iter().flat_map(|s| &s.values);
        let values = self.panels.iter().flat_map(|panel| &panel.values);
        let values = values.chain(references).flatten().map(|v| v.get());
        let axis = Linear::within(self.range, values, self.from_zero, 2);
        let mut top = 0.0;
        if let Some(reference) = &self.reference {
            let entry = LegendEntry {
                class: reference_ink(reference).line,
                key: Key::Line,
                text: &reference.name,
            };
            top = legend::rows(paper, 0.0, &[entry])? + 8.0;
        }
        let most = paper.count(4, 2);
        let columns = columns(self.panels.len(), most);
        let gap = paper.pick(24.0, 20.0);
        let width = ((paper.width + gap) / columns as f64 - gap).min(340.0);
        let height = paper.pick(92.0, 80.0);
        let numbered = breaks::numbered(&self.editions, &self.breaks);
        // All plots of a row begin at the same height, below the numbers of breaks.
        let above = if numbered.is_empty() {
            0.0
        } else {
            breaks::discs(&numbered, |year| {
                let span =
                    f64::from(self.editions[self.editions.len() - 1] - self.editions[0]).max(1.0);
                year / span * (width - 8.0)
            })
            .height
        };
        let mut y = top;
        for (r, row) in self.panels.chunks(columns).enumerate() {
            let names: Vec<Vec<String>> = row
                .iter()
                .map(|panel| paper.name(&panel.label, width, true))
                .collect();
            let block = paper.block(names.iter().map(Vec::len).max().unwrap_or(1));
            // Below the name a line for the values, which stand over the ends of the line.
            let y0 = y + block + paper.leading + 4.0 + above;
            let next = y0 + height + paper.leading + 18.0;
            paper.set_height(next - 10.0);
            for (i, name) in names.iter().enumerate() {
                let x0 = (width + gap) * i as f64;
                let frame = Frame {
                    x0: x0 + 4.0,
                    y0,
                    x1: x0 + width - 4.0,
                    y1: y0 + height,
                };
                paper.lines(x0, y + paper.leading / 2.0, name, Pen::START.bold(true));
                self.panel(
                    chart,
                    paper,
                    r * columns + i,
                    frame,
                    (&axis, &numbered, above),
                )?;
            }
            y = next;
        }
        if paper.alone && !numbered.is_empty() {
            paper.set_height(breaks::notes(paper, &numbered, y - 10.0));
        }
        Ok(())
    }

    fn panel(
        &self,
        chart: &Chart,
        paper: &Paper,
        k: usize,
        frame: Frame,
        (axis, numbered, above): (&Linear, &[Numbered], f64),
    ) -> Result<(), DrawError> {
        let panel = &self.panels[k];
        let year = |i: usize| f64::from(self.editions[i]);
        let last = self.editions.len().saturating_sub(1);
        let pad = if last > 0 { 0.0 } else { 0.5 };
        let years = year(0) - pad..year(last) + pad;
        let plot = paper.plot(frame, years, axis.low..axis.high);
        self.draw_rules(paper, &plot, axis)?;
        let own = numbered.iter().filter(|of| of.of.series.contains(&k));
        let own: Vec<Numbered> = own.copied().collect();
        let discs = breaks::discs(&own, |year| plot.x(year));
        breaks::draw(paper, &plot, &own, &discs)?;
        self.draw_lines(paper, &plot, k)?;
        let own = panel_ink(panel);
        let known = panel.values.iter().enumerate();
        let known = known.filter_map(|(i, value)| Some(plot.at(year(i), (*value)?.get())));
        paper.class(own.dots);
        paper.dots(&known.collect::<Vec<_>>(), 2.0);
        let sides = (frame.x0 - 4.0, frame.x1 + 4.0);
        let values = frame.y0 - above - paper.leading / 2.0 - 4.0;
        self.write_values(chart, paper, panel, values, sides);
        let below = frame.y1 + paper.leading / 2.0 + 4.0;
        let ends = [year(0), year(last)].map(|year| paper.write(Format::Plain, year));
        if last > 0 {
            paper.text(sides.0, below, &ends[0], Pen::START.muted());
        }
        paper.text(sides.1, below, &ends[1], Pen::END.muted());
        let own = (panel.label.name.as_str(), panel.values.as_slice());
        let reference = self.reference.iter();
        let reference = reference.map(|s| (s.name.as_str(), s.values.as_slice()));
        let columns = Columns {
            editions: &self.editions,
            series: std::iter::once(own).chain(reference).collect(),
            format: self.format,
        };
        columns.draw(paper, &plot)
    }

    /// The grid of a panel and its base.
    fn draw_rules(&self, paper: &Paper, plot: &Plot, axis: &Linear) -> Result<(), DrawError> {
        let frame = plot.frame;
        paper.class("g");
        for &tick in axis.ticks.iter().filter(|&&tick| tick > axis.low) {
            paper.rule((frame.x0, plot.y(tick)), (frame.x1, plot.y(tick)))?;
        }
        paper.class("a");
        let base = plot.y(axis.low);
        paper.rule((frame.x0, base), (frame.x1, base))
    }

    /// The line of a panel over that of the reference.
    fn draw_lines(&self, paper: &Paper, plot: &Plot, k: usize) -> Result<(), DrawError> {
        if let Some(reference) = &self.reference {
            paper.class(reference_ink(reference).line);
            let runs = breaks::runs(&self.editions, &reference.values, &[], 0);
            for run in runs.iter().filter(|run| run.len() > 1) {
                plot.line(run)?;
            }
        }
        paper.class(panel_ink(&self.panels[k]).line);
        let runs = breaks::runs(&self.editions, &self.panels[k].values, &self.breaks, k);
        for run in runs.iter().filter(|run| run.len() > 1) {
            plot.line(run)?;
        }
        Ok(())
    }

    /// The first and the last value, where two fit beside each other.
    fn write_values(
        &self,
        chart: &Chart,
        paper: &Paper,
        panel: &Panel,
        y: f64,
        (left, right): (f64, f64),
    ) {
        let room = right - left;
        let mut known = panel.values.iter().flatten();
        let Some(first) = known.next() else {
            let lines = paper.wrap(&chart.words.missing, room, false);
            paper.lines(left, y, &lines[..lines.len().min(1)], Pen::START.muted());
            return;
        };
        let last = known.next_back();
        let text = |value: &Num| paper.write(self.format, value.get());
        let (a, b) = (text(first), text(last.unwrap_or(first)));
        let width = paper.measure(&a, false) + paper.measure(&b, true) + 12.0;
        if last.is_some() && width <= room {
            paper.text(left, y, &a, Pen::START.muted());
        }
        if paper.measure(&b, true) <= room {
            paper.text(right, y, &b, Pen::END.bold(true).ink(panel_ink(panel).text));
        }
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> TableRows {
        let mut headers = vec![chart.subject.clone()];
        let years = self.editions.iter();
        headers.extend(years.map(|&year| Format::Plain.write(chart.lang, f64::from(year))));
        let panels = self.panels.iter().map(|p| (&p.label.name, &p.values));
        let reference = self.reference.iter().map(|s| (&s.name, &s.values));
        let rows = panels.chain(reference).map(|(name, values)| {
            let cells = (0..self.editions.len())
                .map(|i| TableCell::number(values.get(i).copied().flatten(), self.format));
            std::iter::once(TableCell::Text(name.clone()))
                .chain(cells)
                .collect()
        });
        (headers, rows.collect())
    }
}

/// The ink of a panel's line.
fn panel_ink(panel: &Panel) -> Ink {
    if panel.label.highlight {
        ink::FOCUS
    } else {
        ink::PLAIN
    }
}

/// The ink of what the panels are compared with.
fn reference_ink(reference: &Series) -> Ink {
    ink::of(reference.meaning).unwrap_or(ink::GREY)
}

/// How many panels stand abreast: one fewer than would fit, where the last row is fuller so.
fn columns(panels: usize, most: usize) -> usize {
    if panels <= most {
        return panels.max(1);
    }
    let empty = |columns: usize| (columns - panels % columns) % columns;
    if most > 3 && empty(most - 1) < empty(most) {
        most - 1
    } else {
        most
    }
}
