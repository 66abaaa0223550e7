//! The expressions of a declaration, parsed once for all its cells, pages and languages.

use super::axis::AxisEntry;
use super::spec::{Cells, Declaration, Subject};
use crate::commentary::ShortText;
use crate::diagnostic::{Checked, Diagnostics};
use crate::expression::{Engine, Expression};
use crate::lang::PerLanguage;
use crate::report::wording::Text;
use crate::source::NodePlace;

/// A declaration with its expressions.
#[derive(Debug)]
pub struct Prepared<'d> {
    pub(super) declaration: &'d Declaration,
    pub(super) title: PerLanguage<ShortText>,
    pub(super) takeaway: Option<PerLanguage<ShortText>>,
    pub(super) description: PerLanguage<ShortText>,
    /// For all values that have none of their own.
    pub(super) value: Option<Expression>,
    /// By item and by series: their own.
    pub(super) of_items: Vec<Option<Expression>>,
    pub(super) of_series: Vec<Option<Expression>>,
    pub(super) references: Vec<Option<Expression>>,
    pub(super) start: Option<Expression>,
    /// The names of free entries in which expressions stand: those of items, series, references and
    /// the start, in this order.
    pub(super) names: Vec<Option<PerLanguage<ShortText>>>,
}

/// Parses the expressions of a declaration.
///
/// # Errors
/// What is wrong with those of its values.
pub fn prepare<'d>(
    declaration: &'d Declaration,
    engine: &Engine,
    d: &Diagnostics,
) -> Checked<Prepared<'d>> {
    let outer = declaration.subject.map_or(&[][..], Subject::variables);
    let cell = cell_variables(declaration);
    let parse = |text: &str, declared_at: &NodePlace, variables: &[&'static str]| {
        engine.parse(text, variables).map_err(|failures| {
            engine.report_all(failures, |span| declared_at.place_within(text, span), d)
        })
    };
    let own = |entries: &[AxisEntry], variables: &[&'static str]| {
        let parsed = entries.iter().map(|entry| match &entry.value {
            Some((text, declared_at)) => parse(text, declared_at, variables).map(Some),
            None => Ok(None),
        });
        // All of them, so that one run shows all that is wrong.
        let parsed: Vec<Checked<Option<Expression>>> = parsed.collect();
        parsed.into_iter().collect::<Checked<Vec<_>>>()
    };
    let short = |text: &Text| {
        let place = |span| text.declared_at.place_within(&text.text, span);
        ShortText::parse(&text.text, engine, outer, d, &place)
    };
    let value = match &declaration.value {
        Some(Cells::Written(text)) => parse(&text.text, &text.declared_at, &cell).map(Some),
        Some(Cells::Typed(expression, _)) => Ok(Some(expression.clone())),
        None => Ok(None),
    };
    let of_items = own(&declaration.items, &cell);
    let of_series = own(&declaration.series, &cell);
    let references = own(&declaration.references, outer);
    let start = own(declaration.start.as_slice(), outer);
    let names = declaration.entries().map(|entry| {
        let written = entry.written.as_ref()?;
        Some(written.map(|_, name| short(name)))
    });
    let names = names.collect();
    Ok(Prepared {
        names,
        title: declaration.title.map(|_, text| short(text)),
        takeaway: declaration
            .takeaway
            .as_ref()
            .map(|t| t.map(|_, text| short(text))),
        description: declaration.description.map(|_, text| short(text)),
        value: value?,
        of_items: of_items?,
        of_series: of_series?,
        references: references?,
        start: start?.pop().flatten(),
        declaration,
    })
}

/// The names that the expression of a cell may use.
fn cell_variables(declaration: &Declaration) -> Vec<&'static str> {
    let outer = declaration.subject.map_or(&[][..], Subject::variables);
    let entries = declaration.items.iter().chain(&declaration.series);
    let mut names: Vec<&'static str> = outer
        .iter()
        .copied()
        .chain(entries.flat_map(|e| e.variables.iter().map(|v| v.name)))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
