//! A map of tiles: members at their places on the grid, painted by the class of their value.

use std::sync::Arc;

use super::{Build, ChartKind, Options, PLAIN};
use crate::chart::Graphic;
use crate::chart::spec::{Tile, TileMap, Unplaced};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::Engine;
use crate::lang::Lang;
use crate::report::charts::matrix::Matrix;
use crate::report::charts::read::rising;
use crate::report::charts::spec::Declaration;
use crate::schema::{Key, NUMBER, Shape};
use crate::source::Tree;
use crate::source::node::Fields;
use crate::survey::EditionId;
use crate::survey::members::Member;

pub(super) static KIND: ChartKind = ChartKind {
    name: "tile-map",
    about: "members; those without a `tile` are listed below the map, with a warning",
    keys: &[CLASSES],
    series: Some(&["the values"]),
    read,
    ..PLAIN
};

const CLASSES: Key = Key::new(
    "classes",
    Shape::Either(&[
        Shape::Choice(&[("levels", "the levels of the index")]),
        Shape::List(&NUMBER, 1, 6),
    ]),
    "[0.25, 0.5, 0.75]",
    "The classes of a map: the levels, or rising thresholds.",
)
.or("`levels`");

/// The classes by which tiles are painted.
#[derive(Debug)]
enum Classes {
    /// The levels of the index.
    Levels,
    /// Between thresholds, rising.
    Thresholds(Vec<f64>),
}

fn read(fields: &mut Fields<'_>, d: &Diagnostics) -> Checked<Arc<dyn Options>> {
    let classes = fields.optional("classes", |n| {
        if !matches!(n.tree(), Tree::List(_)) {
            return n.choice(d, &[("levels", ())]).map(|()| Classes::Levels);
        }
        let thresholds = n.list(d, |n| n.number(d))?;
        if !rising(&thresholds) || thresholds.is_empty() || thresholds.len() > 6 {
            return Err(n.error(d, "classes are one to six thresholds, rising"));
        }
        Ok(Classes::Thresholds(thresholds))
    });
    Ok(Arc::new(classes?.unwrap_or(Classes::Levels)))
}

impl Options for Classes {
    fn build(&self, b: &Build<'_>) -> Checked<Graphic> {
        tile_map(b, self).map(Graphic::TileMap)
    }
}

/// Members with a place on the grid, painted by the class of their value.
fn tile_map(b: &Build<'_>, classes: &Classes) -> Checked<TileMap> {
    let Build {
        declaration,
        matrix,
        engine,
        lang,
        d,
        ..
    } = *b;
    let labels = &b.labels();
    let survey = engine.knowledge().indices.survey();
    let methodology = &survey.methodology;
    // Classes stand from the lowest to the highest, levels from the highest to the lowest.
    let last = methodology.levels.len().saturating_sub(1);
    let names: Vec<String> = match classes {
        Classes::Levels => {
            let levels = methodology.levels.iter().rev();
            levels.map(|l| l.name[lang].clone()).collect()
        }
        Classes::Thresholds(thresholds) => class_names(thresholds, matrix, lang),
    };
    let class = |value: f64| match classes {
        Classes::Levels => {
            crate::index::rank::level(value, &methodology.levels, methodology.threshold_in_upper)
                .map(|l| last - l.0)
        }
        Classes::Thresholds(thresholds) => Some(thresholds.partition_point(|t| *t <= value)),
    };
    let values = matrix.values.first().map_or(&[][..], Vec::as_slice);
    check_places(declaration, matrix, engine, lang, d)?;
    let editions: Vec<EditionId> = matrix.editions.iter().copied().collect();
    let mut tiles = Vec::new();
    let mut unplaced = Vec::new();
    for ((entry, label), value) in matrix.items.iter().zip(labels).zip(values) {
        let Some(member) = entry.member.map(|m| &survey.members[m.0]) else {
            return Err(d.report(
                Diagnostic::error("a tile map runs over members: `items: {members: all}`")
                    .at(declaration.declared_at.place()),
            ));
        };
        // Who was no member yet has no place on a map of that time.
        if let (Some(id), [edition]) = (entry.member, editions.as_slice())
            && value.is_none()
            && !survey.is_member(id, *edition)
        {
            continue;
        }
        let class = value.and_then(|v| class(v.get()));
        let Some((column, row)) = member.tile else {
            unplaced.push(Unplaced {
                label: label.clone(),
                class,
                value: *value,
            });
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
            class,
            value: *value,
        });
    }
    Ok(TileMap {
        tiles,
        unplaced,
        classes: names,
        levels: matches!(classes, Classes::Levels),
        format: matrix.format,
    })
}

/// Warns of members without a place on the map; none with one is an error. Said once, with the first
/// of the languages.
fn check_places(
    declaration: &Declaration,
    matrix: &Matrix,
    engine: &Engine,
    lang: Lang,
    d: &Diagnostics,
) -> Checked<()> {
    let survey = engine.knowledge().indices.survey();
    let members = matrix.items.iter().filter_map(|entry| entry.member);
    let members: Vec<&Member> = members.map(|m| &survey.members[m.0]).collect();
    let without: Vec<&Member> = members
        .iter()
        .copied()
        .filter(|m| m.tile.is_none())
        .collect();
    let Some(first) = without.first() else {
        return Ok(());
    };
    let id = &declaration.id;
    let hint = "add `tile: [column, row]`, its place on the grid, to each";
    if without.len() == members.len() {
        return Err(d.report(
            Diagnostic::error(format!("no member of the tile map `{id}` has a `tile`"))
                .at(declaration.declared_at.place())
                .related(first.declared_at.place(), "the first of them")
                .hint(hint),
        ));
    }
    if lang == lang.languages().first() {
        let mut codes: Vec<&str> = without.iter().take(10).map(|m| m.code.as_str()).collect();
        if without.len() > codes.len() {
            codes.push("…");
        }
        let message = format!(
            "{} of the {} members of the tile map `{id}` have no `tile` and are listed below it: {}",
            without.len(),
            members.len(),
            codes.join(", ")
        );
        d.push(
            Diagnostic::warning(message)
                .at(first.declared_at.place())
                .hint(hint),
        );
    }
    Ok(())
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
