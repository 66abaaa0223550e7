//! A map of tiles: a square for each item at its place on a grid, painted by its class.

use std::collections::BTreeMap;

use super::ink::{self, Ink};
use super::{Rows, datum};
use crate::chart::legend::{self, Key, LegendEntry};
use crate::chart::paper::{Frame, Paper, Pen};
use crate::chart::spec::{Chart, DrawError, Format, Label, Num};
use crate::chart::table::TableCell;

/// A tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Its column, from the left.
    pub column: u32,
    /// Its row, from the top.
    pub row: u32,
    /// What stands in it. Two letters fit in a tile of a map of 36 columns; codes that do not
    /// fit are left out of all tiles.
    pub code: String,
    /// The item; highlighted tiles have an outline.
    pub label: Label,
    /// Its class, an index into [`TileMap::classes`]; `None` where it has none.
    pub class: Option<usize>,
    /// Its value, for pointer and table.
    pub value: Option<Num>,
}

/// An item without a place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Unplaced {
    /// The item.
    pub label: Label,
    /// Its class, an index into [`TileMap::classes`]; `None` where it has none.
    pub class: Option<usize>,
    /// Its value.
    pub value: Option<Num>,
}

/// A tile map.
#[derive(Clone, Debug, PartialEq)]
pub struct TileMap {
    /// The tiles; no two at the same place.
    pub tiles: Vec<Tile>,
    /// Those without a place, which are listed below the map.
    pub unplaced: Vec<Unplaced>,
    /// Names of the classes, the lowest first; at most seven.
    pub classes: Vec<String>,
    /// Whether the classes are the levels.
    pub levels: bool,
    /// How values are written.
    pub format: Format,
}

/// Tiles need not be larger than this.
const LARGEST: f64 = 34.0;

impl TileMap {
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let mut grid: BTreeMap<(u32, u32), &Tile> = BTreeMap::new();
        for tile in &self.tiles {
            if grid.insert((tile.column, tile.row), tile).is_some() {
                return Err(DrawError::SamePlace(tile.label.name.clone()));
            }
        }
        let columns = grid.keys().map(|(column, _)| *column);
        let (Some(first), Some(last)) = (columns.clone().min(), columns.max()) else {
            return Err(DrawError::Empty);
        };
        let top = self.legend(chart, paper)? + 4.0;
        let codes = self
            .tiles
            .iter()
            .map(|t| paper.measure_small(&t.code, t.label.highlight));
        let code = codes.fold(0.0, f64::max) + 1.0;
        let count = f64::from(last - first + 1);
        // On a narrow page the map is cut between columns into maps below each other, so that
        // codes stay readable.
        let fit = (paper.width / code.max(8.0)).floor().max(1.0);
        let blocks = if paper.narrow() && count > fit && fit >= 8.0 {
            cut(&grid, first, last, fit as u32)
        } else {
            vec![(first, last)]
        };
        let most = blocks.iter().map(|(a, b)| b - a + 1).max().unwrap_or(1);
        let side = (paper.width / f64::from(most)).min(LARGEST);
        // Widths are upper bounds: a code may seem to stand over by a hair where its
        // neighbours leave it the room.
        let wide = |tile: &Tile| paper.measure_small(&tile.code, tile.label.highlight);
        let coded = grid.iter().all(|(&(column, row), tile)| {
            let right = grid.get(&(column + 1, row)).map_or(0.0, |next| wide(next));
            let edge = column == first || column == last;
            let own = if edge { side } else { side * 1.06 };
            wide(tile) <= own && (wide(tile) + right) / 2.0 <= side - 0.3
        });

        let mut y = top;
        let mut placed: Vec<(&Tile, Frame)> = Vec::new();
        for (from, to) in blocks {
            let block = || grid.iter().filter(|((c, _), _)| (from..=to).contains(c));
            let rows = block().map(|((_, row), _)| *row);
            let (Some(low), Some(high)) = (rows.clone().min(), rows.max()) else {
                continue;
            };
            let margin = (paper.width - f64::from(to - from + 1) * side).max(0.0) / 2.0;
            for ((column, row), tile) in block() {
                let x0 = margin + f64::from(column - from) * side;
                let y0 = y + f64::from(row - low) * side;
                let frame = Frame {
                    x0: x0 + 0.5,
                    y0: y0 + 0.5,
                    x1: x0 + side - 0.5,
                    y1: y0 + side - 0.5,
                };
                placed.push((tile, frame));
            }
            y += f64::from(high - low + 1) * side + side * 0.8;
        }
        let bottom = y - side * 0.8 + 2.0;
        paper.set_height(bottom + self.list_unplaced(chart, paper, bottom));
        self.paint(chart, paper, &placed, coded)
    }

    /// Names those without a place, each with its class, below the map. Its height.
    fn list_unplaced(&self, chart: &Chart, paper: &Paper, top: f64) -> f64 {
        if self.unplaced.is_empty() {
            return 0.0;
        }
        let names: Vec<String> = self
            .unplaced
            .iter()
            .map(|item| match self.known(item.class) {
                Some(class) => format!("{} ({})", item.label.name, self.classes[class]),
                None => format!("{} ({})", item.label.name, chart.words.unassessed),
            })
            .collect();
        let colon = &paper.colon;
        let text = format!("{}{colon}{}", chart.words.unplaced, chart.lang.list(&names));
        let lines = paper.wrap(&text, paper.width, false);
        paper.lines(0.0, top + paper.leading, &lines, Pen::START.muted());
        paper.block(lines.len()) + paper.leading / 2.0
    }

    /// A class, if there is such a class.
    fn known(&self, class: Option<usize>) -> Option<usize> {
        class.filter(|&class| class < self.classes.len())
    }

    /// The class of a tile, if there is such a class.
    fn class(&self, tile: &Tile) -> Option<usize> {
        self.known(tile.class)
    }

    fn class_order(&self) -> impl Iterator<Item = Option<usize>> {
        (0..self.classes.len()).map(Some).chain([None])
    }

    fn ink(&self, class: Option<usize>) -> Option<Ink> {
        let of = if self.levels { ink::shade } else { ink::class };
        class.map(|class| of(class, self.classes.len()))
    }

    fn legend(&self, chart: &Chart, paper: &Paper) -> Result<f64, DrawError> {
        let texts: Vec<(&'static str, String)> = self
            .class_order()
            .filter_map(|class| {
                let placed = self.tiles.iter().map(|t| t.class);
                let count = placed
                    .chain(self.unplaced.iter().map(|u| u.class))
                    .filter(|of| self.known(*of) == class)
                    .count();
                match class {
                    Some(k) => Some((
                        self.ink(Some(k)).map_or("n", |ink| ink.fill),
                        format!("{} {count}", self.classes[k]),
                    )),
                    None if count > 0 => Some(("n", format!("{} {count}", chart.words.unassessed))),
                    None => None,
                }
            })
            .collect();
        let entries: Vec<LegendEntry> = texts
            .iter()
            .map(|(class, text)| LegendEntry {
                class,
                key: Key::Square,
                text,
            })
            .collect();
        legend::rows(paper, 0.0, &entries)
    }

    fn paint(
        &self,
        chart: &Chart,
        paper: &Paper,
        placed: &[(&Tile, Frame)],
        coded: bool,
    ) -> Result<(), DrawError> {
        for class in self.class_order() {
            let fill = self.ink(class).map_or("n", |ink| ink.fill);
            paper.class(&format!("{fill} u"));
            for (tile, frame) in placed.iter().filter(|(t, _)| self.class(t) == class) {
                let text = match (class, tile.value) {
                    (Some(class), Some(value)) => {
                        let value = paper.write(self.format, value.get());
                        format!("{value} ({})", self.classes[class])
                    }
                    (Some(class), None) => self.classes[class].clone(),
                    (None, _) => chart.words.unassessed.clone(),
                };
                let title = datum(paper, &[&tile.label.name], &text);
                let code = coded.then_some((tile.code.as_str(), tile.label.highlight));
                paper.tile(*frame, &title, code);
            }
        }
        // The outline is set off from tiles of any shade.
        for class in ["v", "h"] {
            paper.class(class);
            for (_, frame) in placed.iter().filter(|(t, _)| t.label.highlight) {
                paper.rect(*frame)?;
            }
        }
        Ok(())
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        let words = &chart.words;
        let headers = vec![
            chart.subject.clone(),
            words.value.clone(),
            words.class.clone(),
        ];
        let placed = self.tiles.iter().map(|t| (&t.label, t.value, t.class));
        let unplaced = self.unplaced.iter().map(|u| (&u.label, u.value, u.class));
        let rows = placed.chain(unplaced).map(|(label, value, class)| {
            let class = self.known(class).map(|k| self.classes[k].clone());
            vec![
                TableCell::Text(label.name.clone()),
                TableCell::number(value, self.format),
                class.map_or(TableCell::Missing, TableCell::Text),
            ]
        });
        (headers, rows.collect())
    }
}

/// Cuts the columns `first..=last` into as few blocks of at most `most` columns as possible,
/// where the cuts part the fewest neighbours.
fn cut(grid: &BTreeMap<(u32, u32), &Tile>, first: u32, last: u32, most: u32) -> Vec<(u32, u32)> {
    let parted = |column: u32| {
        let tiles = grid.range((column, 0)..(column + 1, 0));
        tiles
            .filter(|((c, row), _)| grid.contains_key(&(c.wrapping_sub(1), *row)))
            .count()
    };
    let total = last - first + 1;
    let blocks = total.div_ceil(most);
    // best[k][i]: the fewest neighbours parted with k blocks over the first i columns.
    let n = total as usize;
    let mut best = vec![vec![None; n + 1]; blocks as usize + 1];
    best[0][0] = Some((0, 0));
    for k in 1..=blocks as usize {
        for end in 1..=n {
            let begin = end.saturating_sub(most as usize);
            for start in begin..end {
                let Some((cost, _)) = best[k - 1][start] else {
                    continue;
                };
                let cost = cost
                    + if start == 0 {
                        0
                    } else {
                        parted(first + start as u32)
                    };
                if best[k][end].is_none_or(|(known, _)| cost < known) {
                    best[k][end] = Some((cost, start));
                }
            }
        }
    }
    let mut cuts = Vec::new();
    let mut end = n;
    for k in (1..=blocks as usize).rev() {
        let Some((_, start)) = best[k][end] else {
            break;
        };
        cuts.push((first + start as u32, first + end as u32 - 1));
        end = start;
    }
    cuts.reverse();
    cuts
}
