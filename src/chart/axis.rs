//! Axes: a calm grid, tick labels outside it.

use super::paper::{Paper, Pen, Plot};
use super::scale::{self, Linear};
use super::spec::{DrawError, Format};

/// Tick labels of a value axis as the language writes them.
pub(crate) fn tick_labels(paper: &Paper, axis: &Linear, format: Format) -> Vec<String> {
    axis.ticks
        .iter()
        .map(|&tick| format.tick(paper.lang, tick, axis.step))
        .collect()
}

/// The room that labels left of a plot need.
pub(crate) fn label_room(paper: &Paper, labels: &[String]) -> f64 {
    let widest = labels
        .iter()
        .map(|label| paper.measure(label, false))
        .fold(0.0, f64::max);
    widest + 6.0
}

/// Horizontal grid lines with their labels to the left; the line at zero is the axis.
pub(crate) fn left(
    paper: &Paper,
    plot: &Plot,
    axis: &Linear,
    labels: &[String],
) -> Result<(), DrawError> {
    let (x0, x1) = (plot.frame.x0, plot.frame.x1);
    for class in ["g", "a"] {
        for &tick in &axis.ticks {
            if (class == "a") == (tick == 0.0) {
                paper.class(class);
                let y = plot.y(tick);
                paper.rule((x0, y), (x1, y))?;
            }
        }
    }
    for (&tick, label) in axis.ticks.iter().zip(labels) {
        paper.text(x0 - 6.0, plot.y(tick), label, Pen::END.muted());
    }
    Ok(())
}

/// Vertical grid lines from the top of a plot to `bottom`, with their labels below it; the line at
/// zero is the axis. Gives the height below the labels.
pub(crate) fn below(
    paper: &Paper,
    plot: &Plot,
    axis: &Linear,
    format: Format,
    bottom: f64,
) -> Result<f64, DrawError> {
    for class in ["g", "a"] {
        for &tick in &axis.ticks {
            if (class == "a") == (tick == 0.0) {
                paper.class(class);
                let x = plot.x(tick);
                paper.rule((x, plot.frame.y0), (x, bottom))?;
            }
        }
    }
    let centres: Vec<f64> = axis.ticks.iter().map(|&tick| plot.x(tick)).collect();
    let labels = tick_labels(paper, axis, format);
    spread(paper, &centres, &labels, bottom + 3.0 + paper.leading / 2.0);
    Ok(bottom + paper.leading + 4.0)
}

/// Labels centred under (or over) their places, as many as fit, kept on the paper.
pub(crate) fn spread(paper: &Paper, centres: &[f64], labels: &[String], y: f64) {
    let widths: Vec<f64> = labels
        .iter()
        .map(|label| paper.measure(label, false))
        .collect();
    let centres: Vec<f64> = centres
        .iter()
        .zip(&widths)
        .map(|(&x, width)| {
            let half = width / 2.0;
            x.min(paper.width - half).max(half)
        })
        .collect();
    let shown = scale::fitting(&centres, &widths, 8.0);
    for ((x, label), shown) in centres.iter().zip(labels).zip(shown) {
        if shown {
            paper.text(*x, y, label, Pen::MIDDLE.muted());
        }
    }
}
