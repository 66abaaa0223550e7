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
            _ => Linear::nice(segments.iter().map(|s| s.to), true, paper.count(5, 4)),
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
        let names = self.wrapped_names(bars, paper, band);
        let name_lines = names.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let negative = segments.iter().any(|s| s.to < 0.0);
        let y0 = top + paper.leading;
        // Few bars need less height than many to be compared.
        let few = bars.items.len() * bars.series.len() <= 3;
        let y1 = y0 + if few { 180.0 } else { paper.pick(260.0, 210.0) };
        let below = if negative { paper.leading } else { 2.0 };
        let names_top = y1 + below + 6.0;
        paper.set_height(names_top + paper.block(name_lines));
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
        let standing = Standing {
            layout: self,
            bars,
            paper,
            inks,
            segments,
            plot,
            band,
            width: bar_width(bars, band),
        };
        standing.draw_bars()?;
        if self.labelled || axis.low < 0.0 {
            let zero = standing.plot.y(0.0);
            paper.class("a");
            paper.rule((self.left, zero), (right, zero))?;
        }
        standing.write_values();
        for item in 0..bars.items.len() {
            if bars.is_missing(item) {
                standing.write_missing(item, &chart.words.missing);
            } else if let Some(total) = bars.total(item) {
                standing.write_total(item, total);
            }
        }
        standing.write_names(&names, names_top);
        Ok(())
    }

    fn wrapped_names(&self, bars: &Bars, paper: &Paper, band: f64) -> Vec<Vec<String>> {
        let room = if self.thinned { 1e9 } else { band - 6.0 };
        let items = bars.items.iter();
        items
            .map(|item| paper.wrap(item.text(paper.size), room, item.highlight))
            .collect()
    }
}

/// The bars on their plot.
struct Standing<'a> {
    layout: &'a Layout,
    bars: &'a Bars,
    paper: &'a Paper,
    inks: &'a [Ink],
    segments: &'a [Segment],
    plot: Plot,
    /// The width of an item with the space around it.
    band: f64,
    /// The width of a bar.
    width: f64,
}

impl Standing<'_> {
    /// The middle of an item's band.
    fn middle(&self, item: usize) -> f64 {
        self.layout.left + self.band * (item as f64 + 0.5)
    }

    /// The left edge of a bar.
    fn left(&self, segment: &Segment) -> f64 {
        let middle = self.middle(segment.item);
        match self.bars.stacking {
            Stacking::Grouped => {
                let abreast = self.bars.series.len() as f64;
                middle + self.width * (segment.series as f64 - abreast / 2.0)
            }
            _ => middle - self.width / 2.0,
        }
    }

    fn draw_bars(&self) -> Result<(), DrawError> {
        let gap = if self.width > 4.0 { 0.5 } else { 0.0 };
        for segment in self.segments {
            let x = self.left(segment);
            let from = (x + gap, segment.from);
            let to = (x + self.width - gap, segment.to);
            self.paper.class(self.bars.ink(self.inks, segment).fill);
            let title = self.bars.title(self.paper, segment);
            self.plot.mark(&Mark::bar(from, to).titled(title))?;
        }
        Ok(())
    }

    /// The values on their bars, or in their parts of the stacks.
    fn write_values(&self) {
        if self.bars.stacking == Stacking::Grouped {
            if self.layout.labelled {
                self.segments.iter().for_each(|s| self.write_over(s));
            }
            return;
        }
        // Some numbers inside the stacks and not others of the same height would look like a
        // choice: all that are high enough, or none.
        let fit = self.segments.iter().all(|segment| {
            let labels = self.bars.inside_labels(self.paper, segment);
            !self.high_enough(segment) || labels.iter().any(|label| self.wide_enough(label))
        });
        if fit {
            self.segments.iter().for_each(|s| self.write_inside(s));
        }
    }

    /// Whether a part of a stack is high enough for a line of text.
    fn high_enough(&self, segment: &Segment) -> bool {
        (self.plot.y(segment.from) - self.plot.y(segment.to)).abs() >= self.paper.leading
    }

    /// Whether a bar is wide enough for a label.
    fn wide_enough(&self, label: &str) -> bool {
        self.paper.measure(label, false) + 4.0 <= self.width
    }

    /// A value over its bar, or under one that hangs.
    fn write_over(&self, segment: &Segment) {
        let middle = self.left(segment) + self.width / 2.0;
        let text = self.paper.write(self.bars.format, segment.value);
        let away = self.paper.leading / 2.0 + 1.0;
        let to = self.plot.y(segment.to);
        let y = if segment.value < 0.0 {
            to + away
        } else {
            to - away
        };
        let bold = self.bars.items[segment.item].highlight;
        self.paper.text(middle, y, &text, Pen::MIDDLE.bold(bold));
    }

    /// A value in its part of a stack, if it fits.
    fn write_inside(&self, segment: &Segment) {
        if !self.high_enough(segment) {
            return;
        }
        let labels = self.bars.inside_labels(self.paper, segment);
        if let Some(label) = labels.into_iter().find(|label| self.wide_enough(label)) {
            let middle = self.left(segment) + self.width / 2.0;
            let y = (self.plot.y(segment.from) + self.plot.y(segment.to)) / 2.0;
            let ink = self.bars.ink(self.inks, segment);
            self.paper.text(middle, y, &label, Pen::MIDDLE.ink(ink.on));
        }
    }

    /// The word for a value that is missing, beside the axis.
    fn write_missing(&self, item: usize, word: &str) {
        let paper = self.paper;
        let room = self.band - 4.0;
        // Where a band is too thin for the word, the gap itself has to say it.
        if text::longest_piece(word, paper.font, false) > room {
            return;
        }
        let lines = paper.wrap(word, room, false);
        let zero = self.plot.y(0.0);
        let half = paper.leading / 2.0;
        let y = if self.layout.axis.high <= 0.0 {
            zero + half + 4.0
        } else {
            zero - paper.block(lines.len()) + half - 4.0
        };
        paper.lines(self.middle(item), y, &lines, Pen::MIDDLE.muted());
    }

    /// The sum of a stack over it, if it fits.
    fn write_total(&self, item: usize, total: f64) {
        let paper = self.paper;
        let text = paper.write(self.bars.format, total);
        if paper.measure(&text, true) <= self.band - 4.0 {
            let tops = self.segments.iter().filter(|s| s.item == item);
            let top = tops.map(|s| s.to).fold(0.0, f64::max);
            let y = self.plot.y(top) - paper.leading / 2.0;
            paper.text(self.middle(item), y, &text, Pen::MIDDLE.bold(true));
        }
    }

    /// The items' names below their bars.
    fn write_names(&self, names: &[Vec<String>], top: f64) {
        let y = top + self.paper.leading / 2.0;
        let centres: Vec<f64> = (0..names.len()).map(|i| self.middle(i)).collect();
        if self.layout.thinned {
            let labels: Vec<String> = names.iter().map(|lines| lines.concat()).collect();
            axis::spread(self.paper, &centres, &labels, y);
        } else {
            for ((lines, x), item) in names.iter().zip(centres).zip(&self.bars.items) {
                let pen = Pen::MIDDLE.bold(item.highlight);
                self.paper.lines(x, y, lines, pen);
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
