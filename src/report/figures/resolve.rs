//! A declaration with a subject becomes a figure: every value computed, every text bound.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::prepare::Prepared;
use super::spec::{Declaration, Order, Text};
use super::{kinds, texts, words};
use crate::chart::spec::{Format, Num};
use crate::chart::{Chart, Size, Sparkline};
use crate::commentary::{BoundText, ShortText};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Reported};
use crate::expression::{Engine, Failure, Style, Variable};
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
    prepared: &Prepared<'_>,
    subject: Option<(&str, &[Variable])>,
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Option<Figure>> {
    let variables: &[Variable] = subject.map_or(&[], |s| s.1);
    let declaration = &with_names(prepared.declaration, variables, engine, d);
    let matrix = matrix(prepared, declaration, variables, engine, d)?;
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
    let bind = |short: &PerLanguage<ShortText>, declared: &PerLanguage<Text>| {
        short.map(|lang, short| {
            let text = &declared[lang];
            let place = |span| text.spot.place_within(&text.text, span);
            short.bind(lang, engine, &[variables], d, &place)
        })
    };
    let title = bind(&prepared.title, &declaration.title);
    let description = bind(&prepared.description, &declaration.description);
    let both = prepared
        .takeaway
        .as_ref()
        .zip(declaration.takeaway.as_ref());
    let takeaway = both.map(|(short, declared)| bind(short, declared));
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
    variables: &[Variable],
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
        let names: Vec<&'static str> = variables.iter().map(|v| v.name).collect();
        entry.name = entry.name.map(|lang, name| {
            let place = |_| spot.place();
            let short = ShortText::parse(name, engine, &names, d, &place);
            short.bind(lang, engine, &[variables], d, &place).plain
        });
    }
    declaration
}

fn matrix(
    prepared: &Prepared<'_>,
    declaration: &Declaration,
    variables: &[Variable],
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Matrix> {
    let mut style = None;
    let mut values: Vec<Vec<Option<Num>>> = Vec::new();
    let mut reads = Vec::new();
    let mut broken: Option<Reported> = None;
    let report = |failure: Failure, text: &str, spot: &crate::source::Spot| {
        let place = spot.place_within(text, failure.span.clone());
        engine.report(failure, place, d)
    };
    for (series, of_series) in declaration.series.iter().zip(&prepared.of_series) {
        let mut row = Vec::new();
        let mut read = BTreeSet::new();
        for (item, of_item) in declaration.items.iter().zip(&prepared.of_items) {
            let of_item = of_item.as_ref().zip(item.value.as_ref());
            let own = of_series.as_ref().zip(series.value.as_ref()).or(of_item);
            let (expression, text, spot) = match (own, &prepared.value, &declaration.value) {
                (Some((expression, (text, spot))), ..) => (expression, text, spot),
                (None, Some(expression), Some(text)) => (expression, &text.text, &text.spot),
                _ => {
                    let message = "this chart has an item without a value";
                    return Err(d.report(Diagnostic::error(message).at(declaration.spot.place())));
                }
            };
            let scopes = [
                variables,
                series.variables.as_slice(),
                item.variables.as_slice(),
            ];
            // Values are the same in every language.
            match engine.evaluate(expression, declaration.title.languages().first(), &scopes) {
                Ok(evaluated) => {
                    let Some(number) = evaluated.number() else {
                        return Err(d.report(
                            Diagnostic::error("a chart's value must be a number").at(spot.place()),
                        ));
                    };
                    style = style.or(evaluated.style);
                    read.extend(&evaluated.reads.components);
                    row.push(Num::new(number));
                }
                Err(failure) => {
                    // One slip in the expression of all values is one error.
                    if !failure.is_gap() && broken.is_none() {
                        broken = Some(report(failure, text, spot));
                    }
                    row.push(None);
                }
            }
        }
        values.push(row);
        reads.push(read);
    }
    let mut references = Vec::new();
    for (entry, expression) in declaration.references.iter().zip(&prepared.references) {
        let (Some(expression), Some((text, spot))) = (expression, &entry.value) else {
            continue;
        };
        match engine.evaluate(
            expression,
            declaration.title.languages().first(),
            &[variables],
        ) {
            Ok(evaluated) => {
                let value = evaluated.number().and_then(Num::new);
                references.extend(value.map(|value| (entry.name.clone(), value)));
            }
            // A page whose subject has no such value goes without the line.
            Err(failure) if failure.is_gap() => {}
            Err(failure) => broken = Some(report(failure, text, spot)),
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
