//! Which lines of a chart the breaks of the methodology interrupt: those that read the component
//! whose own series broke.

use std::collections::BTreeSet;

use super::matrix::Matrix;
use super::spec::Declaration;
use crate::chart::spec::Break;
use crate::expression::Engine;
use crate::lang::Lang;
use crate::survey::ComponentId;

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
            label: lang.list(&names),
            note: b.note[lang].clone(),
            series,
        })
    });
    marked.collect()
}
