//! Standing bars, for sequences and a few short names.

use super::super::ink::Ink;
use super::{Bars, Direction, Segment, Stacking};
use crate::chart::axis;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Label};
use crate::chart::text;

/// The room that each item has, found before anything is drawn.
pub(super) struct Layout {
    /// The left and right edge of the bands, beside the axis labels.
    left: f64,
    axis: Linear,
    ticks: Vec<String>,
    /// Whether each bar has its value on it, so that no grid is needed.
    labelled: bool,
    /// Whether names that would touch are left out.
    thinned: bool,
}

impl Layout {
    /// `None` where the bars lie: by wish, or because the names do not fit under them.
    pub(super) fn of(bars: &Bars, paper: &Paper) -> Option<Layout> {
        if bars.direction == Direction::Horizontal {
            return None;
        }
        let segments = bars.segments();
        let axis = match bars.stacking {
            Stacking::Shares => Linear::exact(0.0, 1.0, 4),
            _ => Linear::nice(segments.iter().map(|s| s.to), true, paper.pick(5, 4)),
        };
        let format = match bars.stacking {
            Stacking::Shares => Format::Percent(0),
            _ => bars.format,
        };
        let ticks = axis::tick_labels(paper, &axis, format);
        let labelled = {
            let bar = bar_width(bars, band_width(bars, paper, 0.0));
            bars.stacking == Stacking::Grouped
                && segments.iter().all(|s| {
                    let value = paper.write(bars.format, s.value);
                    paper.measure(&value, true) <= bar + 1.0
                })
        };
        let left = if labelled {
            0.0
        } else {
            axis::label_room(paper, &ticks)
        };
        let band = band_width(bars, paper, left);
        let fits = bars.items.iter().all(|item| {
            text::longest_piece(item.text(paper.size), paper.font, item.highlight) <= band - 6.0
        });
        let short = |item: &Label| {
            paper.measure(item.text(paper.size), item.highlight) <= paper.width * 0.25
        };
        let thinned = bars.sequence && bars.items.iter().all(short);
        (fits || thinned).then_some(Layout {
            left,
            axis,
            ticks,
            labelled,
            thinned,
        })
    }

    pub(super) fn draw(
        &self,
        bars: &Bars,
        chart: &Chart,
        paper: &Paper,
        inks: &[Ink],
        segments: &[Segment],
        top: f64,
    ) -> Result<(), DrawError> {
        let band = band_width(bars, paper, self.left);
        let right = self.left + band * bars.items.len() as f64;
        let names: Vec<Vec<String>> = bars
            .items
            .iter()
            .map(|item| {
                let room = if self.thinned { 1e9 } else { band - 6.0 };
                paper.wrap(item.text(paper.size), room, item.highlight)
            })
            .collect();
        let name_lines = names.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let negative = segments.iter().any(|s| s.to < 0.0);
        let y0 = top + paper.leading;
        // Few bars need less height than many to be compared.
        let few = bars.items.len() * bars.series.len() <= 3;
        let y1 = y0 + if few { 180.0 } else { paper.pick(260.0, 210.0) };
        let below = if negative { paper.leading } else { 2.0 };
        paper.set_height(y1 + below + 6.0 + paper.block(name_lines));
        let frame = Frame {
            x0: self.left,
            y0,
            x1: right,
            y1,
        };
        let axis = &self.axis;
        let plot = paper.plot(frame, self.left..right, axis.low..axis.high);
        if !self.labelled {
            axis::left(paper, &plot, axis, &self.ticks)?;
        }

        let width = bar_width(bars, band);
        let left_of = |segment: &Segment| {
            let middle = self.left + band * (segment.item as f64 + 0.5);
            match bars.stacking {
                Stacking::Grouped => {
                    middle + width * (segment.series as f64 - bars.series.len() as f64 / 2.0)
                }
                _ => middle - width / 2.0,
            }
        };
        let gap = if width > 4.0 { 0.5 } else { 0.0 };
        for segment in segments {
            let x = left_of(segment);
            paper.class(bars.ink(inks, segment).fill);
            let mark = Mark::bar((x + gap, segment.from), (x + width - gap, segment.to));
            plot.mark(&mark.titled(bars.title(paper, segment)))?;
        }
        if self.labelled || axis.low < 0.0 {
            let zero = plot.y(0.0);
            paper.class("a");
            paper.rule((self.left, zero), (right, zero))?;
        }
        // Some numbers inside the stacks and not others of the same height would look like a
        // choice: all that are high enough, or none.
        let inside = bars.stacking == Stacking::Grouped
            || segments.iter().all(|s| {
                let labels = bars.inside_labels(paper, s);
                let low = (plot.y(s.from) - plot.y(s.to)).abs() < paper.leading;
                low || labels
                    .iter()
                    .any(|l| paper.measure(l, false) + 4.0 <= width)
            });
        for segment in segments.iter().filter(|_| inside) {
            let middle = left_of(segment) + width / 2.0;
            self.value(bars, paper, inks, segment, &plot, (middle, width));
        }
        for i in 0..bars.items.len() {
            let middle = self.left + band * (i as f64 + 0.5);
            if bars.is_missing(i) {
                let lines = paper.wrap(&chart.words.missing, band - 4.0, false);
                let longest = text::longest_piece(&chart.words.missing, paper.font, false);
                // Where a band is too thin for the word, the gap itself has to say it.
                if longest <= band - 4.0 {
                    let half = paper.leading / 2.0;
                    let y = if axis.high <= 0.0 {
                        plot.y(0.0) + half + 4.0
                    } else {
                        plot.y(0.0) - paper.block(lines.len()) + half - 4.0
                    };
                    paper.lines(middle, y, &lines, Pen::MIDDLE.muted());
                }
            } else if let Some(total) = bars.total(i) {
                let text = paper.write(bars.format, total);
                if paper.measure(&text, true) <= band - 4.0 {
                    let tip = segments.iter().filter(|s| s.item == i).map(|s| s.to);
                    let y = plot.y(tip.fold(0.0, f64::max)) - paper.leading / 2.0;
                    paper.text(middle, y, &text, Pen::MIDDLE.bold(true));
                }
            }
        }
        self.names(bars, paper, &names, band, y1 + below + 6.0);
        Ok(())
    }

    /// A value on its bar, or in its part of a stack where it fits.
    fn value(
        &self,
        bars: &Bars,
        paper: &Paper,
        inks: &[Ink],
        segment: &Segment,
        plot: &Plot,
        (middle, width): (f64, f64),
    ) {
        let (from, to) = (plot.y(segment.from), plot.y(segment.to));
        if bars.stacking == Stacking::Grouped {
            if self.labelled {
                let text = paper.write(bars.format, segment.value);
                let away = paper.leading / 2.0 + 1.0;
                let y = if segment.value < 0.0 {
                    to + away
                } else {
                    to - away
                };
                let bold = bars.items[segment.item].highlight;
                paper.text(middle, y, &text, Pen::MIDDLE.bold(bold));
            }
            return;
        }
        let fits = |label: &String| {
            paper.measure(label, false) + 4.0 <= width && (from - to).abs() >= paper.leading
        };
        let labels = bars.inside_labels(paper, segment);
        if let Some(label) = labels.into_iter().find(fits) {
            let ink = bars.ink(inks, segment);
            paper.text(middle, (from + to) / 2.0, &label, Pen::MIDDLE.ink(ink.on));
        }
    }

    /// The items' names below their bars.
    fn names(&self, bars: &Bars, paper: &Paper, names: &[Vec<String>], band: f64, top: f64) {
        let y = top + paper.leading / 2.0;
        let centres: Vec<f64> = (0..names.len())
            .map(|i| self.left + band * (i as f64 + 0.5))
            .collect();
        if self.thinned {
            let labels: Vec<String> = names.iter().map(|lines| lines.concat()).collect();
            axis::spread(paper, &centres, &labels, y);
        } else {
            for ((lines, x), item) in names.iter().zip(centres).zip(&bars.items) {
                paper.lines(x, y, lines, Pen::MIDDLE.bold(item.highlight));
            }
        }
    }
}

/// The width of an item with the space around it: two or three bars stand together, rather
/// than be spread over a wide page.
fn band_width(bars: &Bars, paper: &Paper, left: f64) -> f64 {
    let n = bars.items.len().max(1) as f64;
    let abreast = match bars.stacking {
        Stacking::Grouped => bars.series.len().max(1) as f64,
        _ => 1.0,
    };
    ((paper.width - left) / n).min(72.0 + 72.0 * abreast)
}

/// The width of one bar in a band.
fn bar_width(bars: &Bars, band: f64) -> f64 {
    match bars.stacking {
        Stacking::Grouped => {
            let n = bars.series.len().max(1) as f64;
            (band * 0.8 / n).min(56.0)
        }
        _ => (band * 0.86).min(110.0),
    }
}
