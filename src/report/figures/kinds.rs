//! From a matrix of values to what each kind of chart draws.

use super::axis::Entry;
use super::breaks::breaks;
use super::matrix::Matrix;
use super::spec::{Declaration, GuideLine};
use super::tiles::tile_map;
use crate::chart::Kind;
use crate::chart::spec::{
    Axis, Bars, Change, Component, Direction, Dot, Guide, Histogram, Interval, Intervals, Label,
    Line, Multiples, Num, Pair, Palette, Panel, Point, Profile, Ranks, Reference, Role, Scatter,
    Series, Stacking, Step, Strip, Swarm, Waterfall,
};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::{Engine, Variable};
use crate::lang::Lang;

/// What is drawn; an error in how the kind is used goes to `d`.
pub(super) fn kind(
    declaration: &Declaration,
    matrix: &Matrix,
    variables: &[Variable],
    engine: &Engine,
    lang: Lang,
    d: &Diagnostics,
) -> Checked<Kind> {
    let highlighted = |entry: &Entry| {
        declaration.highlight.iter().any(|h| {
            *h == entry.id
                || variables
                    .iter()
                    .any(|v| h == v.name && v.value.as_str() == Some(&entry.id))
        })
    };
    let label = |entry: &Entry| Label {
        name: entry.name[lang].clone(),
        short: entry.short.as_ref().map(|s| s[lang].clone()),
        highlight: highlighted(entry),
    };
    let refuse = |message: &str| d.report(Diagnostic::error(message).at(declaration.spot.place()));
    let range = declaration
        .range
        .and_then(|(low, high)| Some((Num::new(low)?, Num::new(high)?)));
    let references = matrix
        .references
        .iter()
        .map(|(name, value)| Reference {
            name: name[lang].clone(),
            value: *value,
        })
        .collect();
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
        years.clone().ok_or_else(|| {
            refuse("this kind runs over editions: add `editions: all` to `data`, or as `items`")
        })
    };
    let format = matrix.format;
    Ok(match declaration.kind.as_str() {
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
                return Err(refuse(&format!(
                    "this kind compares exactly two series, and the data have {}",
                    series.len()
                )));
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
            breaks: breaks(declaration, matrix, engine, lang),
            format,
            from_zero: true,
            range,
        }),
        "ranks" | "bump" => Kind::Ranks(Ranks {
            editions: need_years()?,
            series,
            breaks: breaks(declaration, matrix, engine, lang),
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
                            // There is room above a swarm for names of any length.
                            label: Label {
                                short: None,
                                ..label.clone()
                            },
                            value: *value,
                        })
                        .collect(),
                })
                .collect(),
            format,
            range,
            references,
        }),
        "contribution" => {
            let [row] = series.as_slice() else {
                return Err(refuse("a contribution has one series"));
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
                return Err(refuse(
                    "a profile has three series: its own values and two to compare with",
                ));
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
            references,
        }),
        "intervals" => {
            let [low, middle, high] = series.as_slice() else {
                return Err(refuse("intervals have three series: low, middle and high"));
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
                return Err(refuse("a scatter plot has two series: across and up"));
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
            breaks: breaks(declaration, matrix, engine, lang),
            reference: None,
            format,
            range,
            from_zero: true,
        }),
    })
}

fn series_name(entry: &Entry, lang: Lang) -> String {
    let is_component = entry
        .variables
        .first()
        .is_some_and(|v| v.name == "component");
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
