//! Lying bars: names beside them, in the narrow drawing above them.

use super::super::ink::Ink;
use super::super::rows::Rows;
use super::{Bars, Segment, Stacking};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot};
use crate::chart::spec::{Chart, DrawError, Label};

/// How thick a bar is, and from one to the next beside it.
#[derive(Clone, Copy)]
struct Bar {
    thick: f64,
    pitch: f64,
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
    let bar = Bar { thick, pitch };
    let height = pitch * abreast as f64;
    let gap = match (paper.narrow(), abreast > 1) {
        (true, _) => 9.0,
        (false, true) => 12.0,
        (false, false) => 7.0,
    };
    let labels: Vec<&Label> = bars.items.iter().collect();
    let rows = Rows::new(paper, &labels, top, height, gap);
    paper.set_height(rows.bottom);

    let plot = make_plot(bars, chart, paper, segments, &rows);
    for segment in segments {
        let ink = bars.ink(inks, segment);
        let offset = match bars.stacking {
            Stacking::Grouped => pitch * segment.series as f64,
            _ => 0.0,
        };
        let from = rows.rows[segment.item].top + offset;
        paper.class(ink.fill);
        let mark = Mark::bar((segment.from, from), (segment.to, from + thick));
        plot.mark(&mark.titled(bars.title(paper, segment)))?;
    }
    let zero = plot.x(0.0);
    let lowest = segments.iter().map(|s| s.to).fold(0.0, f64::min);
    if paper.narrow() && lowest < 0.0 {
        // The names between the bars must not be struck through.
        paper.class("a");
        for row in &rows.rows {
            paper.rule((zero, row.top - 1.0), (zero, row.top + height + 1.0))?;
        }
    } else if !paper.narrow() && (lowest < 0.0 || bars.stacking == Stacking::Grouped) {
        paper.class("a");
        paper.rule((zero, top), (zero, rows.bottom - gap))?;
    }
    rows.write(paper, &labels);
    match bars.stacking {
        Stacking::Grouped => values_at_ends(bars, chart, paper, &rows, &plot, bar),
        _ => values_inside(bars, chart, paper, inks, segments, &rows, &plot),
    }
    Ok(())
}

/// The value axis: as wide as the paper leaves when names and the values at the ends of bars
/// have their room.
fn make_plot(bars: &Bars, chart: &Chart, paper: &Paper, segments: &[Segment], rows: &Rows) -> Plot {
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
    let mut frame = Frame {
        x0: rows.left + room(true),
        y0: rows.top,
        x1: paper.width - room(false),
        y1: rows.bottom,
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
    paper.plot(frame, low..high, rows.bottom..rows.top)
}

/// The value of each bar at its end, or the word that there is none.
fn values_at_ends(bars: &Bars, chart: &Chart, paper: &Paper, rows: &Rows, plot: &Plot, bar: Bar) {
    for (i, (row, item)) in rows.rows.iter().zip(&bars.items).enumerate() {
        for (k, series) in bars.series.iter().enumerate() {
            let y = row.top + bar.thick / 2.0 + bar.pitch * k as f64;
            match series.at(i) {
                None => {
                    let x = plot.x(0.0) + 5.0;
                    paper.text(x, y, &chart.words.missing, Pen::START.muted());
                }
                Some(value) => {
                    let text = paper.write(bars.format, value);
                    let (away, pen) = if value < 0.0 {
                        (-5.0, Pen::END)
                    } else {
                        (5.0, Pen::START)
                    };
                    paper.text(plot.x(value) + away, y, &text, pen.bold(item.highlight));
                }
            }
        }
    }
}

/// Values in the parts of the stacks where they fit, sums behind the stacks.
fn values_inside(
    bars: &Bars,
    chart: &Chart,
    paper: &Paper,
    inks: &[Ink],
    segments: &[Segment],
    rows: &Rows,
    plot: &Plot,
) {
    for segment in segments {
        let (a, b) = (plot.x(segment.from), plot.x(segment.to));
        let label = bars
            .inside_labels(paper, segment)
            .into_iter()
            .find(|label| paper.measure(label, false) + 6.0 <= (b - a).abs());
        if let Some(label) = label {
            let pen = Pen::MIDDLE.ink(bars.ink(inks, segment).on);
            let y = rows.rows[segment.item].middle;
            paper.text((a + b) / 2.0, y, &label, pen);
        }
    }
    for (i, row) in rows.rows.iter().enumerate() {
        if bars.is_missing(i) {
            let x = plot.x(0.0) + 5.0;
            paper.text(x, row.middle, &chart.words.missing, Pen::START.muted());
        } else if let Some(total) = bars.total(i) {
            let ends = segments.iter().filter(|s| s.item == i).map(|s| s.to);
            let x = plot.x(ends.fold(0.0, f64::max)) + 5.0;
            let text = paper.write(bars.format, total);
            paper.text(x, row.middle, &text, Pen::START.bold(true));
        }
    }
}
