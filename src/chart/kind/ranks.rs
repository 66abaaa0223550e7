//! Ranks over editions, the first on top: as lines on an axis, or as a bump chart with names
//! at both ends.

use super::breaks::Break;
use super::timeline::Timeline;
use super::{Rows, check_series};
use crate::chart::paper::Paper;
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Series};

/// Ranks over editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// The editions (years), rising.
    pub editions: Vec<i32>,
    /// A rank (from 1) for each edition.
    pub series: Vec<Series>,
    /// Where series break.
    pub breaks: Vec<Break>,
    /// How many are ranked; the axis ends there. Without it, at the lowest rank drawn.
    pub of: Option<u32>,
    /// Names and ranks at both ends of the lines, instead of an axis.
    pub bump: bool,
}

impl Ranks {
    pub(super) fn draw(&self, paper: &Paper) -> Result<(), DrawError> {
        check_series(&self.series, self.editions.len())?;
        let ranks = self.series.iter().flat_map(|s| s.values.iter().flatten());
        let ranks: Vec<f64> = ranks.map(|v| v.get()).collect();
        let lowest = ranks.iter().copied().fold(2.0, f64::max);
        let lowest = self.of.map_or(lowest, |of| lowest.max(f64::from(of)));
        let highest = ranks.iter().copied().fold(1.0, f64::min);
        let mut axis = Linear::exact(highest, lowest, paper.count(5, 4));
        if self.of.is_none() && !self.bump {
            // The lowest rank stands above a line that has a number.
            let end = (lowest / axis.step).ceil() * axis.step;
            axis = Linear::exact(highest, end, paper.count(5, 4));
        }
        if let (Some(of), false) = (self.of, self.bump) {
            // Where the ranks end says what a rank is worth.
            let end = f64::from(of);
            axis.ticks.retain(|&tick| end - tick > axis.step * 0.4);
            if end >= lowest {
                axis.ticks.push(end);
            }
        }
        axis.ticks.retain(|&tick| tick >= 1.0);
        // The top is rank 1; the tick after it must leave it room.
        axis.ticks.retain(|&tick| tick - 1.0 > axis.step * 0.4);
        axis.ticks.insert(0, 1.0);
        let timeline = Timeline {
            editions: &self.editions,
            series: &self.series,
            breaks: &self.breaks,
            format: Format::Number(0),
            axis,
            downwards: true,
            both_ends: self.bump,
        };
        timeline.draw(paper)
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        Timeline::table(&self.editions, &self.series, Format::Number(0), chart)
    }
}
