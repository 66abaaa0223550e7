//! The kinds of chart, a file each: the type that holds its data, its drawing, its table.

mod bars;
mod breaks;
mod dumbbell;
mod histogram;
mod ink;
mod intervals;
mod line;
mod multiples;
mod profile;
mod ranks;
mod rows;
mod scatter;
mod slope;
mod sparkline;
mod strip;
mod tiles;
mod timeline;
mod waterfall;

pub use bars::{Bars, Direction, Palette, Stacking};
pub use breaks::Break;
pub use dumbbell::{Change, Pair};
pub use histogram::Histogram;
pub use intervals::{Interval, Intervals};
pub use line::Line;
pub use multiples::{Multiples, Panel};
pub use profile::{Component, Profile};
pub use ranks::Ranks;
pub use scatter::{Axis, Guide, Point, Scatter};
pub use sparkline::Sparkline;
pub use strip::{Dot, Strip, Swarm};
pub use tiles::{Tile, TileMap, Unplaced};
pub use waterfall::{Step, Waterfall};

use super::paper::Paper;
use super::spec::{Chart, DrawError, Series, Size};
use super::table::Cell;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Bars, grouped or stacked.
    Bars(Bars),
    /// Two dots, joined, per item.
    Dumbbell(Change),
    /// How many values lie between round numbers.
    Histogram(Histogram),
    /// From low to high with the middle marked.
    Intervals(Intervals),
    /// Lines over editions.
    Line(Line),
    /// The same small line chart for each item.
    Multiples(Multiples),
    /// One item against two references, component by component.
    Profile(Profile),
    /// Ranks over editions.
    Ranks(Ranks),
    /// Two values of each item against each other.
    Scatter(Scatter),
    /// A line per item from one date to another.
    Slope(Change),
    /// Swarms of dots.
    Strip(Strip),
    /// A map of tiles.
    TileMap(TileMap),
    /// What each part contributed to a change.
    Waterfall(Waterfall),
}

impl Kind {
    /// Whether the drawing wants the width of a page: what it shows is lost in half of one.
    pub fn is_broad(&self) -> bool {
        matches!(
            self,
            Kind::TileMap(_)
                | Kind::Strip(_)
                | Kind::Multiples(_)
                | Kind::Ranks(_)
                | Kind::Scatter(_)
        )
    }
}

/// Heads and rows of a table.
pub(super) type Rows = (Vec<String>, Vec<Vec<Cell>>);

pub(super) fn draw(chart: &Chart, size: Size) -> Result<Paper, DrawError> {
    let mut paper = Paper::new(chart.lang, size);
    paper.colon.clone_from(&chart.words.colon);
    paper.comma.clone_from(&chart.words.comma);
    match &chart.kind {
        Kind::Bars(bars) => bars.draw(chart, &paper)?,
        Kind::Dumbbell(change) => change.draw(chart, &paper)?,
        Kind::Histogram(histogram) => histogram.draw(chart, &paper)?,
        Kind::Intervals(intervals) => intervals.draw(chart, &paper)?,
        Kind::Line(line) => line.draw(chart, &paper)?,
        Kind::Multiples(multiples) => multiples.draw(chart, &paper)?,
        Kind::Profile(profile) => profile.draw(chart, &paper)?,
        Kind::Ranks(ranks) => ranks.draw(chart, &paper)?,
        Kind::Scatter(scatter) => scatter.draw(&paper)?,
        Kind::Slope(change) => slope::draw(change, &paper)?,
        Kind::Strip(strip) => strip.draw(chart, &paper)?,
        Kind::TileMap(map) => map.draw(chart, &paper)?,
        Kind::Waterfall(waterfall) => waterfall.draw(chart, &paper)?,
    }
    Ok(paper)
}

/// The table of a chart's kind.
pub(super) fn table(chart: &Chart) -> Rows {
    match &chart.kind {
        Kind::Bars(bars) => bars.table(chart),
        Kind::Dumbbell(change) | Kind::Slope(change) => change.table(chart),
        Kind::Histogram(histogram) => histogram.table(chart),
        Kind::Intervals(intervals) => intervals.table(chart),
        Kind::Line(line) => line.table(chart),
        Kind::Multiples(multiples) => multiples.table(chart),
        Kind::Profile(profile) => profile.table(chart),
        Kind::Ranks(ranks) => ranks.table(chart),
        Kind::Scatter(scatter) => scatter.table(chart),
        Kind::Strip(strip) => strip.table(chart),
        Kind::TileMap(map) => map.table(chart),
        Kind::Waterfall(waterfall) => waterfall.table(chart),
    }
}

/// Checks that each series has a value (or `None`) per item, and that there is any at all.
fn check_series(series: &[Series], items: usize) -> Result<(), DrawError> {
    if let Some(ragged) = series.iter().find(|s| s.values.len() != items) {
        return Err(DrawError::Ragged(ragged.name.clone()));
    }
    if series.iter().all(|s| s.values.iter().all(Option::is_none)) {
        return Err(DrawError::Empty);
    }
    Ok(())
}

/// The smallest and the largest value, with room around a single one.
fn extent(values: impl Iterator<Item = f64>) -> Result<(f64, f64), DrawError> {
    let mut low = f64::INFINITY;
    let mut high = f64::NEG_INFINITY;
    for value in values {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return Err(DrawError::Empty);
    }
    if high - low < 1e-9 * low.abs().max(1.0) {
        let room = low.abs().max(1.0) / 2.0;
        return Ok((low - room, high + room));
    }
    Ok((low, high))
}

/// `name: value`, as the pointer shows a datum.
fn datum(paper: &Paper, names: &[&str], value: &str) -> String {
    let mut text = String::with_capacity(64);
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !text.is_empty() {
            text.push_str(&paper.comma);
        }
        text.push_str(name);
    }
    text.push_str(&paper.colon);
    text.push_str(value);
    text
}
