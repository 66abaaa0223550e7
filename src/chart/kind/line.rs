//! Lines over editions at their true distance, with gaps where there is no value.

use super::breaks::Break;
use super::timeline::Timeline;
use super::{Rows, check_series};
use crate::chart::paper::Paper;
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Num, Series};

/// Lines over editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The editions (years), rising.
    pub editions: Vec<i32>,
    /// A value for each edition; those not of [`crate::chart::spec::Role::Context`] have a
    /// label each.
    pub series: Vec<Series>,
    /// Where series break.
    pub breaks: Vec<Break>,
    /// How values are written.
    pub format: Format,
    /// The range of the axis; without it, round numbers around the values. A range that does
    /// not hold all values is widened.
    pub range: Option<(Num, Num)>,
    /// Whether the axis begins at zero (with no `range`).
    pub from_zero: bool,
}

impl Line {
    pub(super) fn draw(&self, paper: &Paper) -> Result<(), DrawError> {
        check_series(&self.series, self.editions.len())?;
        let values = self.series.iter().flat_map(|s| s.values.iter().flatten());
        let values = values.map(|v| v.get());
        let axis = Linear::within(self.range, values, self.from_zero, paper.count(5, 4));
        let timeline = Timeline {
            editions: &self.editions,
            series: &self.series,
            breaks: &self.breaks,
            format: self.format,
            axis,
            downwards: false,
            both_ends: false,
        };
        timeline.draw(paper)
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        Timeline::table(&self.editions, &self.series, self.format, chart)
    }
}
