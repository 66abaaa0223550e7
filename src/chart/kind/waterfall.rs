//! What each part contributed to a change, step by step from the value before to the value
//! after.

use super::rows::Rows;
use super::{Rows as TableRows, datum, ink};
use crate::chart::axis;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Label, Num};
use crate::chart::table::TableCell;

/// A part's contribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The part.
    pub label: Label,
    /// What it added (or took).
    pub value: Option<Num>,
}

/// Contributions to a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The value before; without it, contributions start at zero.
    pub start: Option<(Label, Num)>,
    /// The contributions, in order.
    pub steps: Vec<Step>,
    /// The name of the sum.
    pub end: Option<Label>,
    /// How values are written; contributions always have a sign.
    pub format: Format,
}

/// A row: a total from zero, or a step from one sum to the next.
struct Bar<'a> {
    label: &'a Label,
    from: f64,
    to: Option<f64>,
    total: bool,
}

/// The classes of totals, of steps up and of steps down.
const CLASSES: [&str; 3] = [ink::TOTAL.fill, ink::GAIN.fill, ink::LOSS.fill];

impl Bar<'_> {
    fn falls(&self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }

    fn class(&self) -> &'static str {
        let [total, up, down] = CLASSES;
        match (self.total, self.falls()) {
            (true, _) => total,
            (false, false) => up,
            (false, true) => down,
        }
    }
}

impl Waterfall {
    fn bars(&self) -> Vec<Bar<'_>> {
        let mut sum = 0.0;
        let mut bars = Vec::new();
        if let Some((label, value)) = &self.start {
            sum = value.get();
            bars.push(Bar {
                label,
                from: 0.0,
                to: Some(sum),
                total: true,
            });
        }
        for step in &self.steps {
            let to = step.value.map(|value| sum + value.get());
            bars.push(Bar {
                label: &step.label,
                from: sum,
                to,
                total: false,
            });
            sum = to.unwrap_or(sum);
        }
        if let Some(label) = &self.end {
            bars.push(Bar {
                label,
                from: 0.0,
                to: Some(sum),
                total: true,
            });
        }
        bars
    }

    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let bars = self.bars();
        if self.start.is_none() && self.steps.iter().all(|step| step.value.is_none()) {
            return Err(DrawError::Empty);
        }
        let (low, high) = extent(&bars);
        let labels: Vec<&Label> = bars.iter().map(|bar| bar.label).collect();
        let height = paper.pick(22.0, 20.0);
        // Above the marks names stand behind the line at zero.
        let beside = 6.0;
        let rows = Rows::within(paper, &labels, 2.0, (height, 8.0), paper.width - beside);
        let texts: Vec<String> = bars
            .iter()
            .map(|bar| self.text(chart, paper, bar))
            .collect();
        let room = texts
            .iter()
            .map(|text| paper.measure(text, true) + 7.0)
            .fold(0.0, f64::max);
        let falls = bars.iter().any(Bar::falls);
        let frame = Frame {
            x0: rows.left + if falls { room } else { 0.0 },
            y0: rows.top,
            x1: paper.width - room,
            y1: rows.bottom,
        };
        let plot = paper.plot(frame, low..high, rows.bottom..rows.top);
        let axis = Linear::exact(low, high, paper.count(5, 3));
        let bottom = axis::below(paper, &plot, &axis, self.format, rows.bottom - 4.0)?;
        paper.set_height(bottom);
        for class in CLASSES {
            paper.class(class);
            for ((bar, row), text) in bars.iter().zip(&rows.rows).zip(&texts) {
                if let Some(to) = bar.to.filter(|_| bar.class() == class) {
                    let mark = Mark::bar((bar.from, row.top), (to, row.top + height));
                    plot.mark(&mark.titled(datum(paper, &[&bar.label.name], text)))?;
                }
            }
        }
        draw_rules(paper, &plot, &bars, &rows, height)?;
        let zero = plot.x(0.0);
        rows.write_clear(
            paper,
            &labels,
            if zero < beside { zero + beside } else { 0.0 },
        );
        for ((bar, row), text) in bars.iter().zip(&rows.rows).zip(&texts) {
            let bold = bar.total || bar.label.highlight;
            let (x, pen) = match bar.to {
                None => (plot.x(bar.from) + 5.0, Pen::START.muted()),
                Some(to) if to < bar.from => (plot.x(to) - 5.0, Pen::END.bold(bold)),
                Some(to) => (plot.x(to) + 5.0, Pen::START.bold(bold)),
            };
            paper.text(x, row.middle, text, pen.halo());
        }
        Ok(())
    }

    fn text(&self, chart: &Chart, paper: &Paper, bar: &Bar) -> String {
        match bar.to {
            None => chart.words.missing.clone(),
            Some(to) if bar.total => paper.write(self.format, to),
            Some(to) => paper.write(self.format.signed(), to - bar.from),
        }
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> TableRows {
        let headers = vec![chart.subject.clone(), chart.words.change.clone()];
        let rows = self.bars().into_iter().map(|bar| {
            let (value, format) = match bar.to {
                Some(to) if bar.total => (Num::new(to), self.format),
                to => (
                    to.and_then(|to| Num::new(to - bar.from)),
                    self.format.signed(),
                ),
            };
            vec![
                TableCell::Text(bar.label.name.clone()),
                TableCell::number(value, format),
            ]
        });
        (headers, rows.collect())
    }
}

/// The ends of the axis, zero among them.
fn extent(bars: &[Bar]) -> (f64, f64) {
    let ends = bars.iter().flat_map(|bar| [Some(bar.from), bar.to]);
    let ends = ends.flatten();
    let low = ends.clone().fold(0.0, f64::min);
    let high = ends.fold(0.0, f64::max);
    if high - low <= 0.0 {
        return (low, low + 1.0);
    }
    (low, high)
}

/// The rule at zero, and those that join the rows.
fn draw_rules(
    paper: &Paper,
    plot: &Plot,
    bars: &[Bar],
    rows: &Rows,
    height: f64,
) -> Result<(), DrawError> {
    paper.class("a");
    let zero = plot.x(0.0);
    paper.rule((zero, rows.top), (zero, rows.bottom - 4.0))?;
    // The sum so far leads from each row to the next, behind the names between narrow rows.
    paper.class("j");
    for (bar, pair) in bars.iter().zip(rows.rows.windows(2)) {
        let x = plot.x(bar.to.unwrap_or(bar.from));
        paper.rule((x, pair[0].top + height), (x, pair[1].top))?;
    }
    Ok(())
}
