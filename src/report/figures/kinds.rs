//! From a matrix of values to what each kind of chart draws.

use tera::Value;

use super::axis::Entry;
use super::resolve::Matrix;
use super::spec::{Classes, Declaration, GuideLine};
use crate::chart::Kind;
use crate::chart::spec::{
    Axis, Bars, Break, Change, Component, Direction, Dot, Guide, Histogram, Interval, Intervals,
    Label, Line, Multiples, Num, Pair, Palette, Panel, Point, Profile, Ranks, Role, Scatter,
    Series, Stacking, Step, Strip, Swarm, Tile, TileMap, Waterfall, Words,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expression::Engine;
use crate::lang::Lang;
use crate::survey::ComponentId;

/// Words that drawings and tables need.
pub(super) fn words(engine: &Engine, lang: Lang) -> Words {
    let word = |key: &str| engine.knowledge().words.get(lang, key);
    Words {
        missing: "–".to_owned(),
        low: word("lowest"),
        middle: word("median"),
        high: word("highest"),
        count: word("members"),
        value: word("value"),
        change: word("change"),
        class: word("level"),
        edition: word("edition"),
    }
}

/// What the first column of the table holds.
pub(super) fn subject(declaration: &Declaration, engine: &Engine, lang: Lang) -> String {
    let word = |key: &str| engine.knowledge().words.get(lang, key);
    let variable = declaration
        .items
        .first()
        .and_then(|e| e.variables.first())
        .map_or("", |v| v.0);
    match variable {
        "member" => word("member"),
        "region" => word("region"),
        "group" => word("groups"),
        "level" => word("level"),
        "component" => word("components-title"),
        "edition" | "year" => word("edition"),
        _ => word("item"),
    }
}

/// What is drawn; an error in how the kind is used goes to `d`.
pub(super) fn kind(
    declaration: &Declaration,
    matrix: &Matrix,
    variables: &[(&'static str, Value)],
    engine: &Engine,
    lang: Lang,
    d: &Diagnostics,
) -> Option<Kind> {
    let highlighted = |entry: &Entry| {
        declaration.highlight.iter().any(|h| {
            *h == entry.id
                || variables
                    .iter()
                    .any(|(name, value)| h == name && value.as_str() == Some(&entry.id))
        })
    };
    let label = |entry: &Entry| Label {
        name: entry.name[lang].clone(),
        short: entry.short.as_ref().map(|s| s[lang].clone()),
        highlight: highlighted(entry),
    };
    let refuse = |message: &str| {
        d.push(Diagnostic::error(message.to_owned()).at(declaration.spot.place()));
    };
    let range = declaration
        .range
        .and_then(|(low, high)| Some((Num::new(low)?, Num::new(high)?)));
    let labels: Vec<Label> = matrix.items.iter().map(label).collect();
    let any_highlight = declaration.series.iter().any(highlighted);
    let series: Vec<Series> = declaration
        .series
        .iter()
        .zip(&matrix.values)
        .map(|(entry, values)| Series {
            // Labels stand beside the lines: an abbreviation, where there is one, reads better.
            name: series_name(entry, lang),
            role: if highlighted(entry) {
                Role::Focus
            } else if any_highlight && declaration.series.len() > 8 {
                Role::Context
            } else {
                Role::Compared
            },
            values: values.clone(),
        })
        .collect();
    let years: Option<Vec<i32>> = matrix.items.iter().map(|e| e.year).collect();
    let need_years = || {
        if years.is_none() {
            refuse("this kind runs over editions: `items: {editions: all}`");
        }
        years.clone()
    };
    let format = matrix.format;
    Some(match declaration.kind.as_str() {
        "bars" | "columns" => Kind::Bars(Bars {
            direction: if declaration.kind == "bars" {
                Direction::Horizontal
            } else {
                Direction::Vertical
            },
            stacking: match declaration.stack.as_deref() {
                Some("share") => Stacking::Shares,
                Some(_) => Stacking::Stacked,
                None => Stacking::Grouped,
            },
            palette: if declaration.stack.is_some() {
                Palette::Falling
            } else {
                Palette::Inks
            },
            sequence: years.is_some(),
            items: labels,
            series,
            format,
        }),
        "dumbbell" | "slope" => {
            let [from, to] = series.as_slice() else {
                refuse("this kind compares two series");
                return None;
            };
            let change = Change {
                from: from.name.clone(),
                to: to.name.clone(),
                items: labels
                    .into_iter()
                    .enumerate()
                    .map(|(i, label)| Pair {
                        label,
                        from: from.values[i],
                        to: to.values[i],
                    })
                    .collect(),
                format,
            };
            if declaration.kind == "slope" {
                Kind::Slope(change)
            } else {
                Kind::Dumbbell(change)
            }
        }
        // The table and the files of a sparkline are those of a line.
        "line" | "sparkline" => Kind::Line(Line {
            editions: need_years()?,
            series,
            breaks: breaks(declaration, engine, lang),
            format,
            from_zero: true,
            range,
        }),
        "ranks" | "bump" => Kind::Ranks(Ranks {
            editions: need_years()?,
            series,
            breaks: breaks(declaration, engine, lang),
            of: None,
            bump: declaration.kind == "bump",
        }),
        "strip" => Kind::Strip(Strip {
            rows: series
                .iter()
                .map(|row| Swarm {
                    label: Label::new(row.name.clone()),
                    dots: labels
                        .iter()
                        .zip(&row.values)
                        .map(|(label, value)| Dot {
                            label: label.clone(),
                            value: *value,
                        })
                        .collect(),
                })
                .collect(),
            format,
            range,
            references: Vec::new(),
        }),
        "contribution" => {
            let [row] = series.as_slice() else {
                refuse("a contribution has one series");
                return None;
            };
            Kind::Waterfall(Waterfall {
                start: None,
                steps: labels
                    .into_iter()
                    .zip(&row.values)
                    .map(|(label, value)| Step {
                        label,
                        value: *value,
                    })
                    .collect(),
                end: Some(Label::new(
                    engine.knowledge().words.get(lang, "total-change"),
                )),
                format,
            })
        }
        "profile" => {
            let [own, first, second] = series.as_slice() else {
                refuse("a profile has three series: its own values and two to compare with");
                return None;
            };
            Kind::Profile(Profile {
                name: own.name.clone(),
                references: [first.name.clone(), second.name.clone()],
                components: labels
                    .into_iter()
                    .enumerate()
                    .map(|(i, label)| Component {
                        label,
                        value: own.values[i],
                        references: [first.values[i], second.values[i]],
                    })
                    .collect(),
                format,
                most: range.map(|r| r.1),
            })
        }
        "histogram" => Kind::Histogram(Histogram {
            values: series
                .iter()
                .flat_map(|s| s.values.iter().flatten().copied())
                .collect(),
            edges: Vec::new(),
            format,
            references: Vec::new(),
        }),
        "intervals" => {
            let [low, middle, high] = series.as_slice() else {
                refuse("intervals have three series: low, middle and high");
                return None;
            };
            Kind::Intervals(Intervals {
                items: labels
                    .into_iter()
                    .enumerate()
                    .map(|(i, label)| Interval {
                        label,
                        low: low.values[i],
                        middle: middle.values[i],
                        high: high.values[i],
                    })
                    .collect(),
                format,
            })
        }
        "scatter" => {
            let [across, up] = series.as_slice() else {
                refuse("a scatter plot has two series: across and up");
                return None;
            };
            let axis = |series: &Series| Axis {
                name: series.name.clone(),
                format,
                range,
            };
            Kind::Scatter(Scatter {
                x: axis(across),
                y: axis(up),
                points: labels
                    .into_iter()
                    .enumerate()
                    .map(|(i, label)| Point {
                        label: Label {
                            short: None,
                            ..label
                        },
                        x: across.values[i],
                        y: up.values[i],
                        group: None,
                    })
                    .collect(),
                groups: Vec::new(),
                guide: guide(declaration),
            })
        }
        "tile-map" => Kind::TileMap(tile_map(declaration, matrix, &labels, engine, lang, d)?),
        _ => Kind::Multiples(Multiples {
            editions: need_years()?,
            panels: declaration
                .series
                .iter()
                .zip(&matrix.values)
                .map(|(entry, values)| Panel {
                    label: label(entry),
                    values: values.clone(),
                })
                .collect(),
            reference: None,
            format,
            range,
            from_zero: true,
        }),
    })
}

fn series_name(entry: &Entry, lang: Lang) -> String {
    let is_component = entry.variables.first().is_some_and(|v| v.0 == "component");
    match &entry.short {
        Some(short) if is_component => short[lang].clone(),
        _ => entry.name[lang].clone(),
    }
}

fn guide(declaration: &Declaration) -> Guide {
    match declaration.guide {
        GuideLine::None => Guide::None,
        GuideLine::Identity => Guide::Identity,
        GuideLine::Quadrants(x, y) => match (Num::new(x), Num::new(y)) {
            (Some(x), Some(y)) => Guide::Quadrants { x, y },
            _ => Guide::None,
        },
    }
}

/// Members with a place on the grid, painted by the class of their value.
fn tile_map(
    declaration: &Declaration,
    matrix: &Matrix,
    labels: &[Label],
    engine: &Engine,
    lang: Lang,
    d: &Diagnostics,
) -> Option<TileMap> {
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
    let values = matrix.values.first()?;
    let mut tiles = Vec::new();
    for ((entry, label), value) in matrix.items.iter().zip(labels).zip(values) {
        let Some(member) = entry.member.map(|m| &survey.members[m.0]) else {
            d.push(
                Diagnostic::error("a tile map runs over members: `items: {members: all}`")
                    .at(declaration.spot.place()),
            );
            return None;
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
    Some(TileMap {
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

/// The breaks in the series of the index and its parts.
fn breaks(declaration: &Declaration, engine: &Engine, lang: Lang) -> Vec<Break> {
    if !declaration.breaks {
        return Vec::new();
    }
    let methodology = &engine.knowledge().indices.survey().methodology;
    methodology
        .breaks
        .iter()
        .map(|b| Break {
            edition: i32::from(b.year.0),
            note: b
                .components
                .iter()
                .filter(|c| **c != ComponentId::INDEX)
                .map(|c| methodology.components[c.0].short[lang].clone())
                .collect::<Vec<_>>()
                .join(" "),
        })
        .filter(|b| !b.note.is_empty())
        .collect()
}
