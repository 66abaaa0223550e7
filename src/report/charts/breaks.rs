//! Which lines of a chart the breaks of the methodology interrupt: those that read the component
//! whose own series broke.

use std::collections::BTreeSet;

use super::matrix::Matrix;
use super::spec::Declaration;
use crate::chart::spec::Break;
use crate::expression::Engine;
use crate::lang::Lang;
use crate::survey::{ComponentId, Year};
use crate::words::Filling;

/// The breaks that a chart marks, if it is declared to mark them.
pub(super) fn breaks(
    declaration: &Declaration,
    matrix: &Matrix,
    engine: &Engine,
    lang: Lang,
) -> Vec<Break> {
    if !declaration.breaks {
        return Vec::new();
    }
    let methodology = &engine.knowledge().indices.survey().methodology;
    let marked = methodology.breaks.iter().filter_map(|b| {
        let of: BTreeSet<ComponentId> = b.components.iter().copied().collect();
        let reads = matrix.reads.iter().enumerate();
        let series: Vec<usize> = reads
            .filter(|(_, read)| !read.is_disjoint(&of))
            .map(|(k, _)| k)
            .collect();
        let shown = of
            .iter()
            .filter(|c| matrix.reads.iter().any(|read| read.contains(c)));
        let names: Vec<&str> = shown
            .map(|c| methodology.components[c.0].short[lang].as_str())
            .collect();
        (!series.is_empty()).then(|| Break {
            edition: i32::from(b.year.0),
            label: label(engine, lang, &names, b.year),
            note: b.note[lang].clone(),
            series,
        })
    });
    let mut marked: Vec<Break> = marked.collect();
    marked.sort_by_key(|b| b.edition);
    marked
}

/// Whose series broke, and when.
fn label(engine: &Engine, lang: Lang, names: &[&str], year: Year) -> String {
    let (names, year) = (lang.list(names), year.to_string());
    let fillings = [
        ("components", Filling::Text(names.clone())),
        ("year", Filling::Text(year.clone())),
    ];
    let words = &engine.knowledge().words;
    let filled = words.fill(lang, "chart-break", &fillings);
    filled.unwrap_or_else(|_| format!("{names} {year}"))
}
