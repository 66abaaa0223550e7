//! Lying bars: names beside them, in the narrow drawing above them.

use super::super::ink::Ink;
use super::{Bars, Segment, Stacking};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot};
use crate::chart::spec::{Chart, DrawError};

/// Where an item's bars stand.
struct Row {
    name: Vec<String>,
    /// The middle of the first line of the name.
    name_y: f64,
    /// The top of the bars.
    top: f64,
}

pub(super) fn draw(
    bars: &Bars,
    chart: &Chart,
    paper: &Paper,
    inks: &[Ink],
    segments: &[Segment],
    top: f64,
) -> Result<(), DrawError> {
    let abreast = match bars.stacking {
        Stacking::Grouped => bars.series.len(),
        _ => 1,
    };
    let thick = match (bars.stacking, abreast) {
        (Stacking::Grouped, 1) => paper.pick(17.0, 14.0),
        (Stacking::Grouped, _) => paper.pick(15.0, 13.0),
        _ => paper.pick(24.0, 22.0),
    };
    let pitch = if abreast > 1 { thick + 1.0 } else { thick };
    let bars_height = pitch * abreast as f64;

    let names = name_width(bars, paper);
    let mut y = top;
    let mut rows = Vec::new();
    for item in &bars.items {
        let bold = item.highlight;
        let (name, name_y, bars_top, height);
        if paper.narrow() {
            name = paper.wrap(item.text(paper.size), paper.width, bold);
            name_y = y + paper.leading / 2.0;
            bars_top = y + paper.block(name.len()) + 1.0;
            height = bars_top - y + bars_height + 9.0;
        } else {
            name = paper.wrap(item.text(paper.size), names, bold);
            let block = paper.block(name.len());
            let inner = bars_height.max(block);
            bars_top = y + (inner - bars_height) / 2.0;
            name_y = y + (inner - block) / 2.0 + paper.leading / 2.0;
            height = inner + if abreast > 1 { 12.0 } else { 7.0 };
        }
        rows.push(Row {
            name,
            name_y,
            top: bars_top,
        });
        y += height;
    }
    paper.set_height(y);

    let plot = make_plot(bars, chart, paper, segments, names, (top, y));
    let zero = plot.x(0.0);
    for segment in segments {
        let ink = bars.ink(inks, segment);
        let offset = match bars.stacking {
            Stacking::Grouped => pitch * segment.series as f64,
            _ => 0.0,
        };
        let from = rows[segment.item].top + offset;
        paper.class(ink.fill);
        let mark = Mark::bar((segment.from, from), (segment.to, from + thick));
        plot.mark(&mark.titled(bars.title(paper, segment)))?;
    }
    let lowest = segments.iter().map(|s| s.to).fold(0.0, f64::min);
    paper.class("a");
    if paper.narrow() && lowest < 0.0 {
        // The names between the bars must not be struck through.
        for row in &rows {
            paper.rule((zero, row.top - 1.0), (zero, row.top + bars_height + 1.0))?;
        }
    } else if !paper.narrow() && (lowest < 0.0 || bars.stacking == Stacking::Grouped) {
        paper.rule((zero, top), (zero, y - 7.0))?;
    }
    for (row, item) in rows.iter().zip(&bars.items) {
        let pen = if paper.narrow() { Pen::START } else { Pen::END };
        let x = if paper.narrow() { 0.0 } else { names };
        paper.lines(x, row.name_y, &row.name, pen.bold(item.highlight));
    }
    values(bars, paper, inks, segments, &rows, &plot, (thick, pitch));
    for (i, row) in rows.iter().enumerate() {
        let middle = row.top + thick / 2.0;
        if bars.is_missing(i) {
            paper.text(zero + 5.0, middle, &chart.words.missing, Pen::START.muted());
        } else if bars.stacking == Stacking::Grouped {
            for (k, series) in bars.series.iter().enumerate() {
                if series.at(i).is_none() {
                    let y = middle + pitch * k as f64;
                    paper.text(zero + 5.0, y, &chart.words.missing, Pen::START.muted());
                }
            }
        } else if let Some(total) = bars.total(i) {
            let end = segments.iter().filter(|s| s.item == i).map(|s| s.to);
            let x = plot.x(end.fold(0.0, f64::max)) + 5.0;
            let text = paper.write(bars.format, total);
            paper.text(x, middle, &text, Pen::START.bold(true));
        }
    }
    Ok(())
}

/// The width of the column of names, 0 where they stand above the bars.
fn name_width(bars: &Bars, paper: &Paper) -> f64 {
    if paper.narrow() {
        return 0.0;
    }
    let most = paper.width * 0.32;
    bars.items
        .iter()
        .flat_map(|item| {
            paper
                .wrap(item.text(paper.size), most, item.highlight)
                .into_iter()
                .map(|line| paper.measure(&line, item.highlight))
        })
        .fold(0.0, f64::max)
}

/// The value axis: as wide as the paper leaves when names and the values at the ends of bars
/// have their room.
fn make_plot(
    bars: &Bars,
    chart: &Chart,
    paper: &Paper,
    segments: &[Segment],
    names: f64,
    (top, bottom): (f64, f64),
) -> Plot {
    let low = segments.iter().map(|s| s.to).fold(0.0, f64::min);
    let mut high = segments.iter().map(|s| s.to).fold(0.0, f64::max);
    if high - low <= 0.0 {
        high = low + 1.0;
    }
    let room = |negative: bool| {
        let ends = segments
            .iter()
            .filter(|s| (s.to < 0.0) == negative && bars.stacking == Stacking::Grouped)
            .map(|s| paper.measure(&paper.write(bars.format, s.value), true));
        let totals = (0..bars.items.len())
            .filter_map(|i| bars.total(i))
            .filter(|_| !negative)
            .map(|total| paper.measure(&paper.write(bars.format, total), true));
        ends.chain(totals)
            .map(|width| width + 6.0)
            .fold(0.0, f64::max)
    };
    let left = if names > 0.0 { names + 8.0 } else { 0.0 };
    let mut frame = Frame {
        x0: left + room(true),
        y0: top,
        x1: paper.width - room(false),
        y1: bottom,
    };
    // A row without a value says so after the axis; with nothing but negative values there
    // would be no room for it there.
    let missing = (0..bars.items.len()).any(|i| bars.series.iter().any(|s| s.at(i).is_none()));
    if missing {
        let part = (0.0 - low) / (high - low);
        let zero = paper.width - paper.measure(&chart.words.missing, false) - 6.0;
        if part > 0.0 {
            frame.x1 = frame.x1.min(frame.x0 + (zero - frame.x0) / part);
        }
    }
    paper.plot(frame, low..high, bottom..top)
}

/// Values at the ends of bars, or inside the parts of a stack where they fit.
fn values(
    bars: &Bars,
    paper: &Paper,
    inks: &[Ink],
    segments: &[Segment],
    rows: &[Row],
    plot: &Plot,
    (thick, pitch): (f64, f64),
) {
    for segment in segments {
        let row = &rows[segment.item];
        let middle = row.top + thick / 2.0;
        if bars.stacking == Stacking::Grouped {
            let text = paper.write(bars.format, segment.value);
            let y = middle + pitch * segment.series as f64;
            let (x, pen) = if segment.value < 0.0 {
                (plot.x(segment.to) - 5.0, Pen::END)
            } else {
                (plot.x(segment.to) + 5.0, Pen::START)
            };
            paper.text(x, y, &text, pen.bold(bars.items[segment.item].highlight));
        } else {
            let (a, b) = (plot.x(segment.from), plot.x(segment.to));
            let ink = bars.ink(inks, segment);
            let label = bars
                .inside_labels(paper, segment)
                .into_iter()
                .find(|label| paper.measure(label, false) + 6.0 <= (b - a).abs());
            if let Some(label) = label {
                paper.text((a + b) / 2.0, middle, &label, Pen::MIDDLE.ink(ink.on));
            }
        }
    }
}
