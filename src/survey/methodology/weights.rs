//! Weights are shares of a whole, unless the methodology says that they are proportions.

use std::collections::BTreeMap;

use super::Methodology;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::survey::{Component, Year};

/// What sums of decimals such as 0.34 + 0.33 + 0.33 may be off by.
const NOISE: f64 = 1e-9;

impl Methodology {
    /// Reports weights of parts that sum to 0, or being shares, not to 1: once, with each sum and the
    /// editions that have it.
    pub(super) fn check_weights(&self, editions: &[Year], diagnostics: &Diagnostics) {
        for whole in self.components.iter().filter(|whole| !whole.is_leaf()) {
            let declared = |part: &usize| self.weights_at.iter().any(|(id, _)| id.0 == *part);
            let any = whole.parts.iter().any(|part| declared(&part.0));
            let mut sums: BTreeMap<u64, Vec<Year>> = BTreeMap::new();
            for year in editions {
                let weights = whole.parts.iter().map(|p| &self.components[p.0].weight);
                let sum: f64 = weights.map(|weight| weight.in_year(*year)).sum();
                let wrong = match self.relative || !any {
                    true => sum <= 0.0,
                    false => (sum - 1.0).abs() > NOISE,
                };
                if wrong {
                    // Sums that differ in noise alone are the same.
                    sums.entry((sum / NOISE).round() as u64)
                        .or_default()
                        .push(*year);
                }
            }
            if !sums.is_empty() {
                diagnostics.push(self.wrong_sums(whole, &sums, editions.len()));
            }
        }
    }

    fn wrong_sums(
        &self,
        whole: &Component,
        sums: &BTreeMap<u64, Vec<Year>>,
        editions: usize,
    ) -> Diagnostic {
        let told: Vec<String> = sums
            .iter()
            .map(|(sum, years)| {
                let sum = short(*sum as f64 * NOISE);
                match years.len() == editions {
                    true => sum,
                    false => format!("{sum} in {}", joined(years)),
                }
            })
            .collect();
        let (whole_id, told) = (&whole.id, told.join(", to "));
        let diagnostic = Diagnostic::error(match self.relative {
            true => format!("the weights of the parts of `{whole_id}` sum to {told}"),
            false => format!("the weights of the parts of `{whole_id}` sum to {told}, not to 1"),
        })
        .hint(match self.relative {
            true => "one part at least must have a weight above 0",
            false => {
                "mend the weights, or write `weights: relative` at the top of the file if only their \
                 proportions matter"
            }
        });
        let mut declared = self
            .weights_at
            .iter()
            .filter(|(id, _)| whole.parts.contains(id));
        // Sums are asked for where a weight is declared.
        let Some((_, first)) = declared.next() else {
            return diagnostic;
        };
        declared.fold(diagnostic.at(first.place()), |diagnostic, (_, at)| {
            diagnostic.related(at.place(), "and this one")
        })
    }
}

fn joined(years: &[Year]) -> String {
    let years: Vec<String> = years.iter().map(Year::to_string).collect();
    match years.as_slice() {
        [years @ .., last] if !years.is_empty() => format!("{} and {last}", years.join(", ")),
        years => years.concat(),
    }
}

/// At most four decimals.
fn short(sum: f64) -> String {
    let text = format!("{sum:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
