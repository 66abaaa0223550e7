//! The kinds of chart, a file each: the type that holds its data, its drawing, its table.

mod bars;
mod breaks;
mod columns;
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
pub use ink::COMPONENTS;
pub(crate) use ink::{TOKENS, step};
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
use super::table::TableCell;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Graphic {
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

impl Graphic {
    /// Whether the drawing wants the width of a page: what it shows is lost in half of one.
    pub fn is_broad(&self) -> bool {
        matches!(
            self,
            Graphic::TileMap(_)
                | Graphic::Strip(_)
                | Graphic::Multiples(_)
                | Graphic::Ranks(_)
                | Graphic::Scatter(_)
        )
    }
}

/// Heads and rows of a table.
pub(super) type Rows = (Vec<String>, Vec<Vec<TableCell>>);

pub(super) fn draw(chart: &Chart, size: Size, alone: bool) -> Result<Paper, DrawError> {
    let mut paper = Paper::new(chart.lang, size);
    paper.alone = alone;
    paper.colon.clone_from(&chart.words.colon);
    paper.comma.clone_from(&chart.words.comma);
    match &chart.graphic {
        Graphic::Bars(bars) => bars.draw(chart, &paper)?,
        Graphic::Dumbbell(change) => change.draw(chart, &paper)?,
        Graphic::Histogram(histogram) => histogram.draw(chart, &paper)?,
        Graphic::Intervals(intervals) => intervals.draw(chart, &paper)?,
        Graphic::Line(line) => line.draw(&paper)?,
        Graphic::Multiples(multiples) => multiples.draw(chart, &paper)?,
        Graphic::Profile(profile) => profile.draw(chart, &paper)?,
        Graphic::Ranks(ranks) => ranks.draw(&paper)?,
        Graphic::Scatter(scatter) => scatter.draw(&paper)?,
        Graphic::Slope(change) => slope::draw(change, &paper)?,
        Graphic::Strip(strip) => strip.draw(chart, &paper)?,
        Graphic::TileMap(map) => map.draw(chart, &paper)?,
        Graphic::Waterfall(waterfall) => waterfall.draw(chart, &paper)?,
    }
    Ok(paper)
}

/// The breaks that a chart marks, in the order of their numbers.
pub(super) fn breaks(chart: &Chart) -> Vec<&Break> {
    let (editions, breaks) = match &chart.graphic {
        Graphic::Line(line) => (&line.editions, &line.breaks),
        Graphic::Ranks(ranks) => (&ranks.editions, &ranks.breaks),
        Graphic::Multiples(multiples) => (&multiples.editions, &multiples.breaks),
        _ => return Vec::new(),
    };
    let numbered = breaks::numbered(editions, breaks).into_iter();
    numbered.map(|numbered| numbered.of).collect()
}

/// The table of a chart's kind.
pub(super) fn table(chart: &Chart) -> Rows {
    match &chart.graphic {
        Graphic::Bars(bars) => bars.table(chart),
        Graphic::Dumbbell(change) | Graphic::Slope(change) => change.table(chart),
        Graphic::Histogram(histogram) => histogram.table(chart),
        Graphic::Intervals(intervals) => intervals.table(chart),
        Graphic::Line(line) => line.table(chart),
        Graphic::Multiples(multiples) => multiples.table(chart),
        Graphic::Profile(profile) => profile.table(chart),
        Graphic::Ranks(ranks) => ranks.table(chart),
        Graphic::Scatter(scatter) => scatter.table(chart),
        Graphic::Strip(strip) => strip.table(chart),
        Graphic::TileMap(map) => map.table(chart),
        Graphic::Waterfall(waterfall) => waterfall.table(chart),
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
