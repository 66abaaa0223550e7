//! The values of a chart: every cell evaluated.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::axis::AxisEntry;
use super::prepare::Prepared;
use super::spec::{Cells, Declaration, Order};
use crate::chart::spec::{Format, Num};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Reported};
use crate::expression::{Engine, Evaluated, Expression, Failure, Style, Variable};
use crate::lang::{Lang, PerLanguage};
use crate::source::NodePlace;
use crate::survey::ComponentId;

/// The values of a chart: by series, by item.
pub(super) struct Matrix {
    /// The items in the order of the drawing.
    pub(super) items: Vec<AxisEntry>,
    /// By series, by item.
    pub(super) values: Vec<Vec<Option<Num>>>,
    /// By series, the components whose values were read for it.
    pub(super) reads: Vec<BTreeSet<ComponentId>>,
    /// Values to compare with, by name.
    pub(super) references: Vec<(PerLanguage<String>, Num)>,
    /// The value from which contributions start.
    pub(super) start: Option<(PerLanguage<String>, Num)>,
    /// How values are written.
    pub(super) format: Format,
    /// Whether the values are ranks.
    pub(super) ranks: bool,
}

/// What gives a cell its value, and where that stands.
struct CellSource<'c> {
    expression: &'c Expression,
    /// The expression as written, for the place in it.
    text: Option<&'c str>,
    spot: &'c NodePlace,
}

impl CellSource<'_> {
    fn place(&self, failure: &Failure) -> Place {
        match self.text {
            Some(text) => self.spot.place_within(text, failure.span.clone()),
            None => self.spot.place(),
        }
    }

    /// The number that was computed. A chart draws none beyond 10¹⁵.
    fn number(&self, evaluated: &Evaluated, d: &Diagnostics) -> Checked<Num> {
        let message = match evaluated.number().map(Num::new) {
            Some(Some(number)) => return Ok(number),
            Some(None) => "a chart's value is at most 1 000 000 000 000 000",
            None => "a chart's value must be a number",
        };
        Err(d.report(Diagnostic::error(message).at(self.spot.place())))
    }
}

/// What gives the value of an item in a series: the series' own expression, the item's own, or that
/// of the chart.
fn source<'c>(
    declaration: &'c Declaration,
    prepared: &'c Prepared<'_>,
    (k, i): (usize, usize),
) -> Option<CellSource<'c>> {
    let own = |entry: &'c AxisEntry, parsed: &'c Option<Expression>| {
        let (text, spot) = entry.value.as_ref()?;
        Some(CellSource {
            expression: parsed.as_ref()?,
            text: Some(text),
            spot,
        })
    };
    own(&declaration.series[k], &prepared.of_series[k])
        .or_else(|| own(&declaration.items[i], &prepared.of_items[i]))
        .or_else(|| {
            let (text, spot) = match declaration.value.as_ref()? {
                Cells::Written(text) => (Some(text.text.as_str()), &text.spot),
                Cells::Typed(_, spot) => (None, spot),
            };
            Some(CellSource {
                expression: prepared.value.as_ref()?,
                text,
                spot,
            })
        })
}

/// Evaluates all cells of a chart.
pub(super) fn matrix(
    prepared: &Prepared<'_>,
    declaration: &Declaration,
    variables: &[Variable],
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Matrix> {
    // Values are the same in every language.
    let lang = declaration.title.languages().first();
    let mut style = None;
    let mut values: Vec<Vec<Option<Num>>> = Vec::new();
    let mut reads = Vec::new();
    let mut broken: Option<Reported> = None;
    for (k, series) in declaration.series.iter().enumerate() {
        let mut row = Vec::new();
        let mut read = BTreeSet::new();
        for (i, item) in declaration.items.iter().enumerate() {
            let Some(source) = source(declaration, prepared, (k, i)) else {
                let message = "this chart has an item without a value";
                return Err(d.report(Diagnostic::error(message).at(declaration.spot.place())));
            };
            let scopes = [
                variables,
                series.variables.as_slice(),
                item.variables.as_slice(),
            ];
            match engine.evaluate(source.expression, lang, &scopes) {
                Ok(evaluated) => {
                    row.push(Some(source.number(&evaluated, d)?));
                    style = style.or(evaluated.style);
                    read.extend(&evaluated.reads.components);
                }
                Err(failure) => {
                    // One slip in the expression of all values is one error.
                    if !failure.is_gap() && broken.is_none() {
                        let place = source.place(&failure);
                        broken = Some(engine.report(failure, place, d));
                    }
                    row.push(None);
                }
            }
        }
        values.push(row);
        reads.push(read);
    }
    let mut named = |entry: &AxisEntry, expression: &Option<Expression>| {
        let (Some(expression), Some((text, spot))) = (expression, &entry.value) else {
            return Ok(None);
        };
        let source = CellSource {
            expression,
            text: Some(text),
            spot,
        };
        match engine.evaluate(expression, lang, &[variables]) {
            Ok(evaluated) => {
                let number = source.number(&evaluated, d)?;
                Ok(Some((entry.name.clone(), number)))
            }
            // A page whose subject has no such value goes without it.
            Err(failure) if failure.is_gap() => Ok(None),
            Err(failure) => {
                let place = source.place(&failure);
                broken = Some(engine.report(failure, place, d));
                Ok(None)
            }
        }
    };
    let mut references = Vec::new();
    for (entry, expression) in declaration.references.iter().zip(&prepared.references) {
        references.extend(named(entry, expression)?);
    }
    let start = match &declaration.start {
        Some(entry) => named(entry, &prepared.start)?,
        None => None,
    };
    if let Some(told) = broken {
        return Err(told);
    }
    Ok(Matrix {
        items: declaration.items.clone(),
        values,
        reads,
        references,
        start,
        format: declaration.format.unwrap_or_else(|| format_of(style)),
        ranks: style == Some(Style::Ordinal),
    })
}

impl Matrix {
    /// The same values with the items in the order declared; by name, each language has its own.
    pub(super) fn ordered(&self, by: Order, lang: Lang) -> Matrix {
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
            start: self.start.clone(),
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
