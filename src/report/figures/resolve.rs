//! A declaration with a subject becomes a figure: every value computed, every text bound.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use tera::Value;

use super::spec::{Declaration, Order, Text};
use super::{kinds, texts, words};
use crate::chart::spec::{Format, Num};
use crate::chart::{Chart, Size, Sparkline};
use crate::commentary::{BoundText, bind_text};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Reported};
use crate::expression::{Engine, Style};
use crate::lang::{Lang, PerLanguage};
use crate::survey::{ComponentId, SourceId};

/// A chart in both languages, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its address and id: the declaration's id, with the subject's behind it if it has one.
    pub name: String,
    /// The declaration's id.
    pub declared: String,
    /// The title.
    pub title: PerLanguage<BoundText>,
    /// What to see.
    pub takeaway: Option<PerLanguage<BoundText>>,
    /// Where its figures come from.
    pub sources: Vec<SourceId>,
    /// What is drawn.
    pub charts: PerLanguage<Chart>,
    /// The drawing for tables and prose, of a sparkline.
    pub sparkline: Option<PerLanguage<Sparkline>>,
}

/// The values of a chart: by series, by item.
pub(super) struct Matrix {
    /// The items in the order of the drawing.
    pub(super) items: Vec<super::axis::Entry>,
    /// By series, by item.
    pub(super) values: Vec<Vec<Option<Num>>>,
    /// By series, the components whose values were read for it.
    pub(super) reads: Vec<BTreeSet<ComponentId>>,
    /// Values to compare with, by name.
    pub(super) references: Vec<(PerLanguage<String>, Num)>,
    /// How values are written.
    pub(super) format: Format,
    /// Whether the values are ranks.
    pub(super) ranks: bool,
}

/// Resolves a declaration. `subject` is the suffix of its name and the variables that it binds.
/// `None` if it has nothing to show for this subject.
pub fn resolve(
    declaration: &Declaration,
    subject: Option<(&str, &[(&'static str, Value)])>,
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Option<Figure>> {
    let variables: &[(&'static str, Value)] = subject.map_or(&[], |s| s.1);
    let declaration = &with_names(declaration, variables, engine, d);
    let matrix = matrix(declaration, variables, engine, d)?;
    let has_value = matrix.values.iter().flatten().any(Option::is_some);
    if !has_value {
        return match (subject, engine.knowledge().indices.survey().incomplete) {
            (Some(_), _) => Ok(None),
            (None, Some(told)) => Err(told),
            (None, None) => Err(d.report(
                Diagnostic::error(format!(
                    "the chart `{}` has no value to draw",
                    declaration.id
                ))
                .at(declaration.spot.place())
                .hint("none of its items has a value in its editions"),
            )),
        };
    }
    let name = match subject {
        Some((suffix, _)) if !suffix.is_empty() => format!("{}-{suffix}", declaration.id),
        _ => declaration.id.clone(),
    };
    let bind = |text: &Text, lang: Lang| {
        let place = |span| text.spot.place_within(&text.text, span);
        bind_text(&text.text, lang, engine, variables, d, &place)
    };
    let title = declaration.title.map(|lang, text| bind(text, lang));
    let description = declaration.description.map(|lang, text| bind(text, lang));
    let takeaway = declaration
        .takeaway
        .as_ref()
        .map(|t| t.map(|lang, text| bind(text, lang)));
    texts::compare(&declaration.title, &title, "title", d);
    texts::compare(&declaration.description, &description, "description", d);
    if let (Some(declared), Some(takeaway)) = (&declaration.takeaway, &takeaway) {
        texts::compare(declared, takeaway, "takeaway", d);
    }
    let charts = PerLanguage::try_from_fn(declaration.title.languages(), |lang| {
        let chart = Chart {
            id: name.clone(),
            lang,
            title: title[lang].plain.clone(),
            description: description[lang].plain.clone(),
            subject: words::subject(declaration, engine, lang),
            words: words::words(engine, lang),
            kind: kinds::kind(
                declaration,
                &matrix.ordered(declaration.order, lang),
                variables,
                engine,
                lang,
                d,
            )?,
        };
        // A first drawing shows what is wrong with the data while the place is known.
        match chart.draw(Size::Wide) {
            Ok(_) => Ok(chart),
            Err(error) => Err(d.report(
                Diagnostic::error(format!(
                    "the chart `{}` cannot be drawn: {error}",
                    declaration.id
                ))
                .at(declaration.spot.place()),
            )),
        }
    })?;
    let sparkline = (declaration.kind == "sparkline").then(|| {
        title.map(|_, title| Sparkline {
            title: title.plain.clone(),
            values: matrix.values.first().cloned().unwrap_or_default(),
            downwards: matrix.ranks,
        })
    });
    Ok(Some(Figure {
        sparkline,
        name,
        declared: declaration.id.clone(),
        title,
        takeaway,
        sources: declaration.sources.clone(),
        charts,
    }))
}

/// The declaration with the expressions in the names of free entries written out.
fn with_names(
    declaration: &Declaration,
    variables: &[(&'static str, Value)],
    engine: &Engine,
    d: &Diagnostics,
) -> Declaration {
    let mut declaration = declaration.clone();
    let spot = declaration.spot.clone();
    let entries = declaration
        .items
        .iter_mut()
        .chain(&mut declaration.series)
        .chain(&mut declaration.references);
    for entry in entries.filter(|e| e.name.iter().any(|(_, name)| name.contains("{{"))) {
        entry.name = entry
            .name
            .map(|lang, name| bind_text(name, lang, engine, variables, d, &|_| spot.place()).plain);
    }
    declaration
}

fn matrix(
    declaration: &Declaration,
    variables: &[(&'static str, Value)],
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Matrix> {
    let mut style = None;
    let mut values: Vec<Vec<Option<Num>>> = Vec::new();
    let mut reads = Vec::new();
    let mut broken: Option<Reported> = None;
    for series in &declaration.series {
        let mut row = Vec::new();
        let mut read = BTreeSet::new();
        for item in &declaration.items {
            let (text, spot) = match (&series.value, &item.value, &declaration.value) {
                (Some(own), ..) | (None, Some(own), _) => (&own.0, &own.1),
                (None, None, Some(text)) => (&text.text, &text.spot),
                (None, None, None) => {
                    let message = "this chart has an item without a value";
                    return Err(d.report(Diagnostic::error(message).at(declaration.spot.place())));
                }
            };
            let bound: Vec<(&str, Value)> = variables
                .iter()
                .chain(&series.variables)
                .chain(&item.variables)
                .map(|(name, value)| (*name, value.clone()))
                .collect();
            // Values are the same in every language.
            match engine.evaluate(text, declaration.title.languages().first(), &bound) {
                Ok(evaluated) => {
                    let Some(number) = evaluated.number() else {
                        return Err(d.report(
                            Diagnostic::error("a chart's value must be a number").at(spot.place()),
                        ));
                    };
                    style = style.or(evaluated.style);
                    read.extend(evaluated.calls.iter().flat_map(|c| &c.components));
                    row.push(Num::new(number));
                }
                Err(failure) if failure.data => row.push(None),
                Err(failure) => {
                    // One slip in the expression of all values is one error.
                    if broken.is_none() {
                        let place = spot.place_within(text, failure.span.clone());
                        broken = Some(engine.report(failure, place, d));
                    }
                    row.push(None);
                }
            }
        }
        values.push(row);
        reads.push(read);
    }
    let mut references = Vec::new();
    for entry in &declaration.references {
        let Some((text, spot)) = &entry.value else {
            continue;
        };
        match engine.evaluate(text, declaration.title.languages().first(), variables) {
            Ok(evaluated) => {
                let value = evaluated.number().and_then(Num::new);
                references.extend(value.map(|value| (entry.name.clone(), value)));
            }
            // A page whose subject has no such value goes without the line.
            Err(failure) if failure.data => {}
            Err(failure) => {
                let place = spot.place_within(text, failure.span.clone());
                broken = Some(engine.report(failure, place, d));
            }
        }
    }
    if let Some(told) = broken {
        return Err(told);
    }
    Ok(Matrix {
        items: declaration.items.clone(),
        values,
        reads,
        references,
        format: declaration.format.unwrap_or_else(|| format_of(style)),
        ranks: style == Some(Style::Ordinal),
    })
}

impl Matrix {
    /// The same values with the items in the order declared; by name, each language has its own.
    fn ordered(&self, by: Order, lang: Lang) -> Matrix {
        // By the last series: of two dates, the later.
        let key = |i: usize| self.values.last().and_then(|row| row[i]).map(Num::get);
        let name = |i: usize| self.items[i].name[lang].as_str();
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by(|a, b| match (by, key(*a), key(*b)) {
            (Order::Given, ..) => Ordering::Equal,
            (Order::Name, ..) => lang.compare(name(*a), name(*b)),
            (Order::Falling, Some(a), Some(b)) => b.total_cmp(&a),
            (Order::Rising, Some(a), Some(b)) => a.total_cmp(&b),
            // Those without a value stand at the end.
            (_, a, b) => a.is_none().cmp(&b.is_none()),
        });
        Matrix {
            items: order.iter().map(|i| self.items[*i].clone()).collect(),
            values: self
                .values
                .iter()
                .map(|row| order.iter().map(|i| row[*i]).collect())
                .collect(),
            reads: self.reads.clone(),
            references: self.references.clone(),
            format: self.format,
            ranks: self.ranks,
        }
    }
}

fn format_of(style: Option<Style>) -> Format {
    match style {
        Some(Style::Fixed(digits)) => Format::Number(digits),
        Some(Style::Percent(digits) | Style::Points(digits)) => Format::Percent(digits),
        Some(Style::PercentNumber(digits)) => Format::Percentage(digits),
        Some(Style::Signed(digits)) => Format::Signed(digits),
        Some(Style::Ordinal | Style::Myriad(_) | Style::Text) | None => Format::Number(0),
    }
}
