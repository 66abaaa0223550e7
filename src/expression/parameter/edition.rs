//! Editions as authors name them: by year, or by their place in the series.

use tera::Value;

use super::super::fault::Fault;
use super::{Parameter, as_year};
use crate::survey::{EditionId, Survey, Which};

impl Parameter {
    pub(super) fn edition(&self, value: &Value, survey: &Survey) -> Result<EditionId, Fault> {
        if let Some(word) = value.as_str() {
            let Some(which) = Which::of_word(word) else {
                let fault = self.unknown("edition", word, Which::WORDS);
                return Err(if word.parse::<u16>().is_ok() {
                    fault.hint(format!(
                        "a year has no quotation marks: `{}={word}`",
                        self.name
                    ))
                } else {
                    fault
                });
            };
            return self.edition_by_place(which, survey, None);
        }
        let number = self.number(value)?;
        let Some(year) = as_year(number) else {
            return Err(self.fault(format!("`{}` must be a year", self.name)));
        };
        survey.edition(year).ok_or_else(|| {
            self.fault(format!("there is no edition of {year}"))
                .data()
                .looked_up_in("survey/editions/")
                .hint(survey.near_editions(year))
        })
    }

    /// The edition that stands there in the series, seen from the page's, if it is about one.
    ///
    /// # Errors
    /// None stands there.
    pub(in crate::expression) fn edition_by_place(
        &self,
        which: Which,
        survey: &Survey,
        page: Option<EditionId>,
    ) -> Result<EditionId, Fault> {
        which
            .find(survey, page)
            .map_err(|message| self.fault(message).data())
    }
}
