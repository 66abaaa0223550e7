//! The values of a chart: every cell evaluated.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::axis::AxisEntry;
use super::prepare::Prepared;
use super::spec::{Cells, Declaration, Order};
use crate::chart::spec::{Format, Meaning, Num};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Reported};
use crate::expression::{Engine, Evaluated, Expression, Failure, Style, Variable};
use crate::lang::{Lang, PerLanguage};
use crate::source::NodePlace;
use crate::survey::{AreaId, AreaKind, ComponentId, EditionId};

/// The values of a chart: by series, by item.
pub(super) struct Matrix {
    /// The items in the order of the drawing.
    pub(super) items: Vec<AxisEntry>,
    /// By series, by item.
    pub(super) values: Vec<Vec<Option<Num>>>,
    /// By series, the components whose values were read for it.
    pub(super) reads: Vec<BTreeSet<ComponentId>>,
    /// By series, of whom its values are the mean, if they are.
    pub(super) means: Vec<Meaning>,
    /// The editions whose values are shown.
    pub(super) editions: BTreeSet<EditionId>,
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
    declared_at: &'c NodePlace,
}

impl CellSource<'_> {
    fn place(&self, failure: &Failure) -> Place {
        match self.text {
            Some(text) => self.declared_at.place_within(text, failure.span.clone()),
            None => self.declared_at.place(),
        }
    }

    /// The number that was computed. A chart draws none beyond 10¹⁵.
    fn number(&self, evaluated: &Evaluated, d: &Diagnostics) -> Checked<Num> {
        let message = match evaluated.number().map(Num::new) {
            Some(Some(number)) => return Ok(number),
            Some(None) => "a chart's value is at most 1 000 000 000 000 000",
            None => "a chart's value must be a number",
        };
        Err(d.report(Diagnostic::error(message).at(self.declared_at.place())))
    }
}

/// Evaluates all cells of a chart.
pub(super) fn matrix(
    prepared: &Prepared<'_>,
    declaration: &Declaration,
    variables: &[Variable],
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Matrix> {
    let mut evaluation = Evaluation {
        prepared,
        declaration,
        variables,
        engine,
        d,
        lang: declaration.title.languages().first(),
        style: None,
        broken: None,
        editions: BTreeSet::new(),
    };
    let rows = (0..declaration.series.len()).map(|k| evaluation.row(k));
    let rows: Vec<Row> = rows.collect::<Checked<_>>()?;
    let means = rows.iter().map(|row| row.mean.unwrap_or_default());
    let means = means.collect();
    let (values, reads) = rows.into_iter().map(|row| (row.values, row.reads)).unzip();
    let mut references = Vec::new();
    for (entry, expression) in declaration.references.iter().zip(&prepared.references) {
        references.extend(evaluation.named(entry, expression)?);
    }
    let start = match &declaration.start {
        Some(entry) => evaluation.named(entry, &prepared.start)?,
        None => None,
    };
    if let Some(told) = evaluation.broken {
        return Err(told);
    }
    let style = evaluation.style;
    Ok(Matrix {
        items: declaration.items.clone(),
        values,
        reads,
        means,
        editions: evaluation.editions,
        references,
        start,
        format: declaration.format.unwrap_or_else(|| format_of(style)),
        ranks: style == Some(Style::Ordinal),
    })
}

/// The values of a series, and the components whose values were read for it.
#[derive(Default)]
struct Row {
    values: Vec<Option<Num>>,
    reads: BTreeSet<ComponentId>,
    /// Of whom all values are the mean.
    mean: Option<Meaning>,
}

impl Row {
    /// Notes of whom a value is the mean.
    fn note(&mut self, mean: Meaning) {
        self.mean = match self.mean {
            Some(before) if before != mean => Some(Meaning::Other),
            _ => Some(mean),
        };
    }
}

/// A chart whose cells are being evaluated.
struct Evaluation<'c> {
    prepared: &'c Prepared<'c>,
    declaration: &'c Declaration,
    variables: &'c [Variable],
    engine: &'c Engine,
    d: &'c Diagnostics,
    /// Values are the same in every language: the one in which they are evaluated.
    lang: Lang,
    /// How the first value that has a style would be written.
    style: Option<Style>,
    /// An expression that failed, and was reported.
    broken: Option<Reported>,
    /// The editions whose values were read.
    editions: BTreeSet<EditionId>,
}

impl<'c> Evaluation<'c> {
    fn row(&mut self, k: usize) -> Checked<Row> {
        let mut row = Row::default();
        for i in 0..self.declaration.items.len() {
            let value = self.cell((k, i), &mut row)?;
            row.values.push(value);
        }
        Ok(row)
    }

    fn cell(&mut self, (k, i): (usize, usize), row: &mut Row) -> Checked<Option<Num>> {
        let declaration = self.declaration;
        let Some(source) = self.source((k, i)) else {
            let message = "this chart has an item without a value";
            let error = Diagnostic::error(message).at(declaration.declared_at.place());
            return Err(self.d.report(error));
        };
        let scopes = [
            self.variables,
            declaration.series[k].variables.as_slice(),
            declaration.items[i].variables.as_slice(),
        ];
        match self.engine.evaluate(source.expression, self.lang, &scopes) {
            Ok(evaluated) => {
                let number = source.number(&evaluated, self.d)?;
                self.style = joint(self.style, evaluated.style);
                row.reads.extend(&evaluated.reads.components);
                row.note(self.mean_of(&evaluated));
                self.editions.extend(&evaluated.reads.editions);
                Ok(Some(number))
            }
            Err(failure) => {
                // One slip in the expression of all values is one error.
                if !failure.is_gap() && self.broken.is_none() {
                    let place = source.place(&failure);
                    self.broken = Some(self.engine.report(failure, place, self.d));
                }
                Ok(None)
            }
        }
    }

    /// Of whom a value is the mean, if it is one and nothing else.
    fn mean_of(&self, evaluated: &Evaluated) -> Meaning {
        let [call] = evaluated.calls.as_slice() else {
            return Meaning::Other;
        };
        let survey = self.engine.knowledge().indices.survey();
        let of = |area: &AreaId| survey.areas[area.0].kind;
        match (call.function, call.argument("among")) {
            ("mean", None) => Meaning::World,
            ("mean", Some(_)) if call.reads.areas.iter().map(of).eq([AreaKind::Region]) => {
                Meaning::Region
            }
            _ => Meaning::Other,
        }
    }

    /// What gives the value of an item in a series: the series' own expression, the item's own, or
    /// that of the chart.
    fn source(&self, (k, i): (usize, usize)) -> Option<CellSource<'c>> {
        let (declaration, prepared) = (self.declaration, self.prepared);
        let own = |entry: &'c AxisEntry, parsed: &'c Option<Expression>| {
            let (text, declared_at) = entry.value.as_ref()?;
            Some(CellSource {
                expression: parsed.as_ref()?,
                text: Some(text),
                declared_at,
            })
        };
        own(&declaration.series[k], &prepared.of_series[k])
            .or_else(|| own(&declaration.items[i], &prepared.of_items[i]))
            .or_else(|| {
                let (text, declared_at) = match declaration.value.as_ref()? {
                    Cells::Written(text) => (Some(text.text.as_str()), &text.declared_at),
                    Cells::Typed(_, declared_at) => (None, declared_at),
                };
                Some(CellSource {
                    expression: prepared.value.as_ref()?,
                    text,
                    declared_at,
                })
            })
    }

    /// The value of an entry that stands beside items and series, with its name.
    fn named(
        &mut self,
        entry: &AxisEntry,
        expression: &Option<Expression>,
    ) -> Checked<Option<(PerLanguage<String>, Num)>> {
        let (Some(expression), Some((text, declared_at))) = (expression, &entry.value) else {
            return Ok(None);
        };
        let source = CellSource {
            expression,
            text: Some(text),
            declared_at,
        };
        match self
            .engine
            .evaluate(expression, self.lang, &[self.variables])
        {
            Ok(evaluated) => {
                let number = source.number(&evaluated, self.d)?;
                Ok(Some((entry.name.clone(), number)))
            }
            // A page whose subject has no such value goes without it.
            Err(failure) if failure.is_gap() => Ok(None),
            Err(failure) => {
                let place = source.place(&failure);
                self.broken = Some(self.engine.report(failure, place, self.d));
                Ok(None)
            }
        }
    }
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
            means: self.means.clone(),
            editions: self.editions.clone(),
            references: self.references.clone(),
            start: self.start.clone(),
            format: self.format,
            ranks: self.ranks,
        }
    }
}

/// How values of both styles are written: as the first, with the decimals of the finer.
fn joint(first: Option<Style>, other: Option<Style>) -> Option<Style> {
    let (Some(first), Some(other)) = (first, other) else {
        return first.or(other);
    };
    let is_alike = std::mem::discriminant(&first) == std::mem::discriminant(&other);
    Some(match (first.digits(), other.digits()) {
        (Some(own), Some(digits)) if is_alike => first.with_digits(own.max(digits)),
        _ => first,
    })
}

fn format_of(style: Option<Style>) -> Format {
    match style {
        Some(Style::Fixed(digits)) => Format::Number(digits),
        Some(Style::Percent(digits) | Style::Points(digits)) => Format::Percent(digits),
        Some(Style::PercentNumber(digits)) => Format::Percentage(digits),
        Some(Style::Signed(digits)) => Format::Signed(digits),
        Some(Style::Ordinal | Style::Year | Style::Myriad(_) | Style::Text) | None => {
            Format::Number(0)
        }
    }
}
