//! How many values lie between round numbers.

use super::{Rows, extent, ink};
use crate::chart::axis;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Num, Reference};
use crate::chart::table::TableCell;

/// A histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The values, in any order.
    pub values: Vec<Num>,
    /// Where the bins begin and end, rising; empty for about a dozen round ones. A value on an
    /// edge belongs to the bin above, on the last edge to the last bin. Values outside the
    /// edges are counted nowhere.
    pub edges: Vec<Num>,
    /// How values are written.
    pub format: Format,
    /// Values to compare with, as dashed lines.
    pub references: Vec<Reference>,
}

struct Bin {
    from: f64,
    to: f64,
    count: usize,
}

/// A reference with the place of its name above the bars.
struct Placed {
    value: f64,
    name: Vec<String>,
    /// The middle of the name's first line.
    y: f64,
}

impl Histogram {
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let bins = self.bins()?;
        let (Some(first), Some(last)) = (bins.first(), bins.last()) else {
            return Err(DrawError::Empty);
        };
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0) as f64;
        let counts = Linear::nice([0.0, most.max(1.0)], true, 4);
        let edge_labels = self.edge_labels(paper, &bins);
        let margin =
            |label: Option<&String>| label.map_or(0.0, |label| paper.measure(label, false)) / 2.0;
        let (left, right) = (margin(edge_labels.first()), margin(edge_labels.last()));

        // What the bars count is said once, above them; so is each reference.
        let y = paper.leading / 2.0 + 1.0;
        paper.text(0.0, y, &chart.words.count, Pen::START.muted());
        let (references, y) = self.place_references(paper, y + paper.leading);
        let top = y + paper.leading;
        let frame = Frame {
            x0: left.max(1.0),
            y0: top,
            x1: paper.width - right.max(1.0),
            y1: top + paper.pick(220.0, 180.0),
        };
        paper.set_height(frame.y1 + paper.leading + 8.0);
        let plot = paper.plot(frame, first.from..last.to, 0.0..counts.high);
        let base = plot.y(0.0);
        self.draw_bars(paper, &plot, &bins)?;
        paper.class("a");
        paper.rule((frame.x0, base), (frame.x1, base))?;
        draw_references(paper, &plot, &references, (first.from, last.to))?;
        write_counts(paper, &plot, &bins);
        let mut centres: Vec<f64> = bins.iter().map(|bin| plot.x(bin.from)).collect();
        centres.push(plot.x(last.to));
        let below = base + 5.0 + paper.leading / 2.0;
        axis::spread(paper, &centres, &edge_labels, below);
        Ok(())
    }

    /// The names of the references, one below the other from height `y`, and where they end.
    fn place_references(&self, paper: &Paper, mut y: f64) -> (Vec<Placed>, f64) {
        let placed = self.references.iter().map(|reference| {
            let value = reference.value.get();
            let text = format!("{} {}", reference.name, paper.write(self.format, value));
            let name = paper.wrap(&text, paper.width * 0.6, true);
            let top = y;
            y += paper.block(name.len());
            Placed {
                value,
                name,
                y: top,
            }
        });
        let placed = placed.collect();
        (placed, y)
    }

    fn draw_bars(&self, paper: &Paper, plot: &Plot, bins: &[Bin]) -> Result<(), DrawError> {
        paper.class(ink::PLAIN.fill);
        for bin in bins {
            let title = format!(
                "{}–{}: {}",
                paper.write(self.format, bin.from),
                paper.write(self.format, bin.to),
                bin.count
            );
            // A hair between the bars, without changing the scale.
            let gap = (bin.to - bin.from) * 0.02;
            let bar = Mark::bar((bin.from + gap, 0.0), (bin.to - gap, bin.count as f64));
            plot.mark(&bar.titled(title))?;
        }
        Ok(())
    }

    /// The bins with their counts.
    fn bins(&self) -> Result<Vec<Bin>, DrawError> {
        let values: Vec<f64> = self.values.iter().map(|v| v.get()).collect();
        let (low, high) = extent(values.iter().copied())?;
        let mut edges: Vec<f64> = self.edges.iter().map(|edge| edge.get()).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        if edges.len() < 2 {
            let axis = Linear::nice([low, high], false, 7);
            // Steps of ticks are coarse: halve them where there are values enough.
            let parts = if values.len() >= 60 { 2.0 } else { 1.0 };
            let count = ((axis.high - axis.low) / axis.step * parts).round() as i32;
            let step = axis.step / parts;
            let edge = |i: i32| axis.low + f64::from(i) * step;
            edges = (0..=count).map(edge).collect();
        }
        let last = edges.len() - 2;
        let bins = edges.windows(2).enumerate().map(|(i, pair)| {
            let inside =
                |v: &&f64| (pair[0]..pair[1]).contains(*v) || (i == last && **v == pair[1]);
            Bin {
                from: pair[0],
                to: pair[1],
                count: values.iter().filter(inside).count(),
            }
        });
        Ok(bins.collect())
    }

    fn edge_labels(&self, paper: &Paper, bins: &[Bin]) -> Vec<String> {
        let edges = bins.iter().map(|bin| bin.from);
        let edges = edges.chain(bins.last().map(|bin| bin.to));
        let width = bins.iter().map(|bin| bin.to - bin.from);
        let least = width.fold(f64::INFINITY, f64::min);
        if self.edges.is_empty() {
            edges
                .map(|edge| self.format.tick(paper.lang, edge, least))
                .collect()
        } else {
            edges.map(|edge| paper.write(self.format, edge)).collect()
        }
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        let headers = vec![
            chart.words.low.clone(),
            chart.words.high.clone(),
            chart.words.count.clone(),
        ];
        let rows = self.bins().unwrap_or_default().into_iter().map(|bin| {
            vec![
                TableCell::number(Num::new(bin.from), self.format),
                TableCell::number(Num::new(bin.to), self.format),
                TableCell::number(Num::new(bin.count as f64), Format::Number(0)),
            ]
        });
        (headers, rows.collect())
    }
}

/// The lines of the references among the bars, and the names of all.
fn draw_references(
    paper: &Paper,
    plot: &Plot,
    references: &[Placed],
    (low, high): (f64, f64),
) -> Result<(), DrawError> {
    let base = plot.y(0.0);
    for class in ["v", "r"] {
        paper.class(class);
        let inside = |reference: &&Placed| (low..=high).contains(&reference.value);
        for reference in references.iter().filter(inside) {
            let x = plot.x(reference.value);
            let block = paper.block(reference.name.len());
            let under = reference.y + block - paper.leading / 2.0;
            paper.rule((x, under), (x, base))?;
        }
    }
    for Placed { value, name, y } in references {
        let widths = name.iter().map(|line| paper.measure(line, true));
        let width = widths.fold(0.0, f64::max);
        let x = plot.x(value.clamp(low, high));
        let left = (x - width / 2.0).min(paper.width - width).max(0.0);
        paper.lines(left, *y, name, Pen::START.bold(true).halo());
    }
    Ok(())
}

/// Writes the counts over the bars that are as wide as they.
fn write_counts(paper: &Paper, plot: &Plot, bins: &[Bin]) {
    for bin in bins.iter().filter(|bin| bin.count > 0) {
        let text = bin.count.to_string();
        let width = plot.x(bin.to) - plot.x(bin.from);
        if paper.measure(&text, false) <= width - 2.0 {
            let x = plot.x((bin.from + bin.to) / 2.0);
            let y = plot.y(bin.count as f64) - paper.leading / 2.0;
            paper.text(x, y, &text, Pen::MIDDLE.halo());
        }
    }
}
