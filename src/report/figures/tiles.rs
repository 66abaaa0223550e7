//! A map of tiles: members at their places on the grid, painted by the class of their value.

use super::resolve::Matrix;
use super::spec::{Classes, Declaration};
use crate::chart::spec::{Label, Tile, TileMap};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::Engine;
use crate::lang::Lang;

/// Members with a place on the grid, painted by the class of their value.
pub(super) fn tile_map(
    declaration: &Declaration,
    matrix: &Matrix,
    labels: &[Label],
    engine: &Engine,
    lang: Lang,
    d: &Diagnostics,
) -> Checked<TileMap> {
    let survey = engine.knowledge().indices.survey();
    let methodology = &survey.methodology;
    // Classes stand from the lowest to the highest, levels from the highest to the lowest.
    let last = methodology.levels.len().saturating_sub(1);
    let classes: Vec<String> = match &declaration.classes {
        Classes::Levels => {
            let levels = methodology.levels.iter().rev();
            levels.map(|l| l.name[lang].clone()).collect()
        }
        Classes::Thresholds(thresholds) => class_names(thresholds, matrix, lang),
    };
    let class = |value: f64| match &declaration.classes {
        Classes::Levels => {
            crate::index::rank::level(value, &methodology.levels, methodology.threshold_in_upper)
                .map(|l| last - l.0)
        }
        Classes::Thresholds(thresholds) => Some(thresholds.partition_point(|t| *t <= value)),
    };
    let values = matrix.values.first().map_or(&[][..], Vec::as_slice);
    let mut tiles = Vec::new();
    for ((entry, label), value) in matrix.items.iter().zip(labels).zip(values) {
        let Some(member) = entry.member.map(|m| &survey.members[m.0]) else {
            return Err(d.report(
                Diagnostic::error("a tile map runs over members: `items: {members: all}`")
                    .at(declaration.spot.place()),
            ));
        };
        // A member without a place on the grid is in the table only.
        let Some((column, row)) = member.tile else {
            continue;
        };
        let short = member
            .codes
            .iter()
            .find(|(_, code)| code.chars().count() <= 2);
        tiles.push(Tile {
            column: u32::from(column),
            row: u32::from(row),
            code: short.map_or_else(|| member.code.clone(), |(_, code)| code.clone()),
            label: label.clone(),
            class: value.and_then(|v| class(v.get())),
            value: *value,
        });
    }
    Ok(TileMap {
        tiles,
        classes,
        format: matrix.format,
    })
}

fn class_names(thresholds: &[f64], matrix: &Matrix, lang: Lang) -> Vec<String> {
    let write = |value: f64| matrix.format.write(lang, value);
    let first = thresholds.first().map(|t| format!("< {}", write(*t)));
    let between = thresholds
        .windows(2)
        .map(|pair| format!("{}–{}", write(pair[0]), write(pair[1])));
    let last = thresholds.last().map(|t| format!("≥ {}", write(*t)));
    first.into_iter().chain(between).chain(last).collect()
}
