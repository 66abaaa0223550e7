//! Ranks and values of cells, as numbers of their components.

use super::columns::Holds;
use super::gather::Gatherer;
use super::number::{Decimal, Number, Shows, shows};
use super::table::{Cell, Row};
use crate::diagnostic::{Checked, Diagnostic};
use crate::survey::editions::outside;
use crate::survey::{ComponentId, MemberId, Year};

impl Gatherer<'_> {
    /// The sign between whole numbers and fractions: the one that any number shows, or else the one
    /// with which all of them can be; it is asked for where both can.
    pub(super) fn decimal(&self, rows: &[Row]) -> Checked<Decimal> {
        if let Some(decimal) = self.chosen.map.decimal {
            return Ok(decimal);
        }
        let (mut points, mut commas) = (false, false);
        let (mut likely_points, mut likely_commas) = (false, false);
        let mut unclear = None;
        for (holds, cell) in rows.iter().flat_map(|row| self.cells(row)) {
            let Holds::Component(id, factor) = holds else {
                continue;
            };
            match shows(&cell.text) {
                Shows::Nothing => {}
                Shows::Sign(Decimal::Point) => points = true,
                Shows::Sign(Decimal::Comma) => commas = true,
                Shows::Either(own) => {
                    let [point, comma] = [Decimal::Point, Decimal::Comma]
                        .map(|decimal| self.can_be(&cell.text, id, factor, decimal));
                    match (point, comma) {
                        (true, true) if own == Decimal::Comma || !self.has_three(id, factor) => {
                            unclear = unclear.or(Some(cell));
                        }
                        (true, false) => likely_points = true,
                        (false, true) => likely_commas = true,
                        _ => {}
                    }
                }
            }
        }
        match (commas, points, likely_commas, likely_points, unclear) {
            (true, ..) | (false, false, true, false, _) => Ok(Decimal::Comma),
            (false, false, false, false, Some(cell)) | (false, false, true, true, Some(cell)) => {
                let message = format!("`{}` may be a fraction or part its thousands", cell.text);
                let error = Diagnostic::error(message).at(self.table.place(&cell.span));
                Err(self.d.report(error.hint(
                    "say which with `--decimal comma` or `--decimal point`, or in a map of the columns",
                )))
            }
            _ => Ok(Decimal::Point),
        }
    }

    /// Whether a text can be a value of a component with this decimal sign.
    fn can_be(&self, text: &str, id: ComponentId, factor: Option<f64>, decimal: Decimal) -> bool {
        let component = &self.survey.methodology.components[id.0];
        Number::read(text, decimal).is_some_and(|number| {
            let own = factor.or(self.chosen.map.factor);
            let factor = own.or(factor_of(&number, component.range)).unwrap_or(1.0);
            outside(component, number.times(factor).value).is_none()
        })
    }

    /// Whether three digits behind a point are what is to be expected: in a workbook, whose numbers are
    /// no texts, and of a component with as many decimals, if the file is not of a kind that
    /// spreadsheets write where the comma is the decimal sign.
    fn has_three(&self, id: ComponentId, factor: Option<f64>) -> bool {
        let year = self.settled.edition.or(self.chosen.map.edition);
        let component = &self.survey.methodology.components[id.0];
        let decimals = f64::from(component.decimals.in_year(year.unwrap_or(Year(0))));
        let factor = factor.or(self.chosen.map.factor).unwrap_or(1.0);
        let has_three = decimals + factor.abs().log10() > 2.9;
        match self.table.delimiter {
            None => true,
            Some(delimiter) => has_three && delimiter != b';',
        }
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
        let Some(factor) = own.or(factor_of(&number, component.range)) else {
            let message = format!("`{}` may be kept or divided by 100", cell.text);
            let hint = "say in a map: `factor: 1` or `factor: 0.01`";
            self.error(&cell.span, message, hint);
            return None;
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

/// What a number without a factor of its own is multiplied by; `None` of one in percent that may be
/// meant so or so.
fn factor_of(number: &Number, range: Option<(f64, f64)>) -> Option<f64> {
    match (number.percent, range) {
        (false, _) => Some(1.0),
        (true, Some((_, high))) if high <= 1.0 => Some(0.01),
        (true, Some(_)) => Some(1.0),
        (true, None) => None,
    }
}
