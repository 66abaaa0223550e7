//! Bars: grouped, stacked, or as shares of 100%; lying or standing.

mod horizontal;
mod vertical;

use super::ink::{self, Ink};
use super::{Rows, check_series, datum};
use crate::chart::legend::{self, Key, LegendEntry};
use crate::chart::paper::Paper;
use crate::chart::spec::{Chart, DrawError, Format, Label, Series};
use crate::chart::table::TableCell;

/// Which way bars run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Lying bars, for names.
    #[default]
    Horizontal,
    /// Standing bars, for a sequence of dates; names that do not fit under them make the
    /// bars lie.
    Vertical,
}

/// How the series of an item stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stacking {
    /// Side by side.
    #[default]
    Grouped,
    /// On top of each other; negative values run the other way.
    Stacked,
    /// On top of each other, as shares of the item's sum.
    Shares,
}

/// How series are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// An ink each.
    #[default]
    Inks,
    /// Ordered classes that are no levels; the first is the strongest.
    Falling,
}

impl Palette {
    fn inks(self, series: &[Series]) -> Vec<Ink> {
        let n = series.len();
        match self {
            Palette::Inks => ink::of_series(series),
            Palette::Falling => (0..n).rev().map(|i| ink::class(i, n)).collect(),
        }
    }
}

/// Bars for each item, one per series.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// Which way they run.
    pub direction: Direction,
    /// Side by side or stacked.
    pub stacking: Stacking,
    /// How the series are painted. A single series is painted by [`Label::highlight`].
    pub palette: Palette,
    /// What has bars, in the order of the drawing.
    pub items: Vec<Label>,
    /// The series, in the order of legend and stack; a value per item each.
    pub series: Vec<Series>,
    /// How values are written.
    pub format: Format,
    /// Items are a sequence, such as years: some of their labels may be left out.
    pub sequence: bool,
}

/// A bar, or a part of one.
struct Segment {
    series: usize,
    item: usize,
    /// From and to on the value axis.
    from: f64,
    to: f64,
    value: f64,
    /// Of the item's sum, where bars are shares.
    share: Option<f64>,
}

impl Bars {
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        check_series(&self.series, self.items.len())?;
        if self.stacking == Stacking::Shares {
            let negative = |s: &&Series| s.values.iter().flatten().any(|v| v.get() < 0.0);
            if let Some(series) = self.series.iter().find(negative) {
                return Err(DrawError::NegativeShare(series.name.clone()));
            }
        }
        let inks = self.palette.inks(&self.series);
        let top = self.legend(paper, &inks)?;
        let segments = self.segments();
        match vertical::Layout::of(self, paper) {
            Some(layout) => layout.draw(self, chart, paper, &inks, &segments, top),
            None => horizontal::draw(self, chart, paper, &inks, &segments, top),
        }
    }

    fn legend(&self, paper: &Paper, inks: &[Ink]) -> Result<f64, DrawError> {
        if self.series.len() < 2 {
            return Ok(2.0);
        }
        let entries: Vec<LegendEntry> = self
            .series
            .iter()
            .zip(inks)
            .map(|(series, ink)| LegendEntry {
                class: ink.fill,
                key: Key::Square,
                text: &series.name,
            })
            .collect();
        Ok(legend::rows(paper, 0.0, &entries)? + 8.0)
    }

    /// Every bar that has a value, series by series.
    fn segments(&self) -> Vec<Segment> {
        let n = self.items.len();
        let sums: Vec<f64> = (0..n)
            .map(|i| self.series.iter().filter_map(|s| s.at(i)).sum())
            .collect();
        let mut above = vec![0.0; n];
        let mut below = vec![0.0; n];
        let mut segments = Vec::new();
        for (k, series) in self.series.iter().enumerate() {
            for item in 0..n {
                let Some(value) = series.at(item) else {
                    continue;
                };
                let share = (self.stacking == Stacking::Shares && sums[item] > 0.0)
                    .then(|| value / sums[item]);
                let length = match self.stacking {
                    Stacking::Shares => share.unwrap_or(0.0),
                    _ => value,
                };
                let from = match self.stacking {
                    Stacking::Grouped => 0.0,
                    _ if length < 0.0 => below[item],
                    _ => above[item],
                };
                let to = from + length;
                if length < 0.0 {
                    below[item] = to;
                } else {
                    above[item] = to;
                }
                segments.push(Segment {
                    series: k,
                    item,
                    from,
                    to,
                    value,
                    share,
                });
            }
        }
        segments
    }

    /// What may be written in a part of a stack, the fullest first.
    fn inside_labels(&self, paper: &Paper, segment: &Segment) -> Vec<String> {
        let value = paper.write(self.format, segment.value);
        match segment.share {
            None => vec![value],
            Some(share) => {
                let percent = paper.lang.percent(share, 0);
                match self.format {
                    Format::Percent(_) | Format::Percentage(_) => vec![value, percent],
                    _ => vec![format!("{value} ({percent})"), percent],
                }
            }
        }
    }

    fn title(&self, paper: &Paper, segment: &Segment) -> String {
        let item = &self.items[segment.item].name;
        let series = if self.series.len() > 1 {
            self.series[segment.series].name.as_str()
        } else {
            ""
        };
        let labels = self.inside_labels(paper, segment);
        datum(
            paper,
            &[item, series],
            labels.first().map_or("", String::as_str),
        )
    }

    /// The class of a bar.
    fn ink(&self, inks: &[Ink], segment: &Segment) -> Ink {
        let any_highlight = self.items.iter().any(|item| item.highlight);
        match (self.series.len(), any_highlight) {
            (1, true) if self.items[segment.item].highlight => ink::FOCUS,
            (1, true) => ink::GREY,
            _ => inks[segment.series],
        }
    }

    /// Whether no series has a value for an item.
    fn is_missing(&self, item: usize) -> bool {
        self.series.iter().all(|s| s.at(item).is_none())
    }

    /// The sum of a stack, where it is worth writing.
    fn total(&self, item: usize) -> Option<f64> {
        (self.stacking == Stacking::Stacked && self.series.len() > 1 && !self.is_missing(item))
            .then(|| self.series.iter().filter_map(|s| s.at(item)).sum())
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        let mut headers = vec![chart.subject.clone()];
        headers.extend(self.series.iter().map(|s| s.name.clone()));
        let rows = self.items.iter().enumerate().map(|(i, item)| {
            let cells = self
                .series
                .iter()
                .map(|s| TableCell::number(s.values.get(i).copied().flatten(), self.format));
            std::iter::once(TableCell::Text(item.name.clone()))
                .chain(cells)
                .collect()
        });
        (headers, rows.collect())
    }
}
