//! Ranks and values of cells, as numbers of their components.

use super::columns::Holds;
use super::gather::Gatherer;
use super::number::{Decimal, Number, decimal};
use super::table::{Cell, Row};
use crate::diagnostic::{Checked, Diagnostic};
use crate::survey::editions::outside;
use crate::survey::{ComponentId, MemberId, Year};

impl Gatherer<'_> {
    pub(super) fn decimal(&self, rows: &[Row]) -> Checked<Decimal> {
        if let Some(decimal) = self.chosen.map.decimal {
            return Ok(decimal);
        }
        let texts: Vec<&Cell> = rows
            .iter()
            .flat_map(|row| self.cells(row))
            .filter(|(holds, _)| matches!(holds, Holds::Component(..)))
            .map(|(_, cell)| cell)
            .collect();
        decimal(texts.iter().map(|cell| cell.text.as_str())).map_err(|text| {
            let cell = texts.iter().find(|cell| cell.text == text);
            let message = format!("`{text}` may be a fraction or part its thousands");
            let error = Diagnostic::error(message).hint(
                "say which with `--decimal comma` or `--decimal point`, or in a map of the columns",
            );
            self.d.report(match cell {
                Some(cell) => error.at(self.table.place(&cell.span)),
                None => error,
            })
        })
    }

    pub(super) fn rank(&self, cell: &Cell) -> Option<u32> {
        let rank = Number::rank(&cell.text);
        if rank.is_none() {
            let message = format!("`{}` is no rank", cell.text);
            self.error(&cell.span, message, "a rank is a whole number from 1");
        }
        rank
    }

    pub(super) fn number(
        &self,
        cell: &Cell,
        whose: (Year, MemberId),
        id: ComponentId,
        factor: Option<f64>,
        decimal: Decimal,
    ) -> Option<Number> {
        let component = &self.survey.methodology.components[id.0];
        let Some(number) = Number::read(&cell.text, decimal) else {
            let message = format!("`{}` is no number", cell.text);
            let hint = "mend it, or say in a map under `missing` that it stands for no value";
            self.error(&cell.span, message, hint);
            return None;
        };
        let own = factor.or(self.chosen.map.factor);
        let factor = match (own, number.percent, component.range) {
            (Some(factor), ..) => factor,
            (None, false, _) => 1.0,
            (None, true, Some((_, high))) if high <= 1.0 => 0.01,
            (None, true, Some(_)) => 1.0,
            (None, true, None) => {
                let message = format!("`{}` may be kept or divided by 100", cell.text);
                self.error(
                    &cell.span,
                    message,
                    "say in a map: `factor: 1` or `factor: 0.01`",
                );
                return None;
            }
        };
        let number = number.times(factor);
        let flagged = self.is_flagged(whose, id);
        if let Some(why) = outside(component, number.value)
            && !flagged
        {
            let hint = "mend it in the file; a value that is kept all the same is written by hand, and listed under `flagged`";
            self.error(&cell.span, why, hint);
            return None;
        }
        Some(number)
    }

    /// Whether the edition, if it is there, says why the value is kept.
    fn is_flagged(&self, (year, member): (Year, MemberId), component: ComponentId) -> bool {
        let edition = self.survey.edition(year);
        let flags = edition.map_or(&[][..], |id| &self.survey.editions[id.0].flags);
        flags
            .iter()
            .any(|flag| flag.member == member && flag.component == component)
    }
}
