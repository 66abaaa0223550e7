//! The arguments of a function, resolved to things of the survey.

use std::cell::RefCell;

use tera::Value;

use super::Knowledge;
use super::functions::Fault;
use crate::diagnostic::suggest;
use crate::lang::Lang;
use crate::survey::methodology::Counted;
use crate::survey::{
    AreaId, ComponentId, EditionId, Indicator, LevelId, MemberId, SourceId, Survey, Year,
};

/// The arguments of one call.
#[derive(Debug)]
pub struct Args<'k> {
    values: Vec<(String, Value)>,
    knowledge: &'k Knowledge,
    /// The page's language.
    pub lang: Lang,
    /// Of what the figure is, in the page's language, as it is resolved.
    subject: RefCell<Vec<String>>,
    sources: RefCell<std::collections::BTreeSet<SourceId>>,
    components: RefCell<std::collections::BTreeSet<ComponentId>>,
}

type Got<T> = Result<T, Fault>;

impl<'k> Args<'k> {
    pub(super) fn new(values: Vec<(String, Value)>, knowledge: &'k Knowledge, lang: Lang) -> Self {
        Args {
            values,
            knowledge,
            lang,
            subject: RefCell::default(),
            sources: RefCell::default(),
            components: RefCell::default(),
        }
    }

    /// Everything that can be read.
    pub fn knowledge(&self) -> &'k Knowledge {
        self.knowledge
    }

    pub(super) fn survey(&self) -> &'k Survey {
        self.knowledge.indices.survey()
    }

    pub(super) fn values(&self) -> &[(String, Value)] {
        &self.values
    }

    pub(super) fn subject(&self) -> String {
        self.subject.borrow().join(" · ")
    }

    pub(super) fn sources(&self) -> std::collections::BTreeSet<SourceId> {
        self.sources.borrow().clone()
    }

    pub(super) fn components(&self) -> std::collections::BTreeSet<ComponentId> {
        self.components.borrow().clone()
    }

    pub(super) fn note(&self, words: impl Into<String>) {
        let words = words.into();
        let mut subject = self.subject.borrow_mut();
        if !subject.contains(&words) {
            subject.push(words);
        }
    }

    pub(super) fn add_source(&self, source: SourceId) {
        self.sources.borrow_mut().insert(source);
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value)
            .filter(|value| !value.is_none() && !value.is_undefined())
    }

    pub(super) fn need(&self, name: &str) -> Got<&Value> {
        self.get(name).ok_or_else(|| {
            Fault::new(format!("`{name}` is missing")).hint(format!("add `{name}=…`"))
        })
    }

    pub(super) fn text(&self, name: &str) -> Got<Option<&str>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        value.as_str().map(Some).ok_or_else(|| {
            Fault::new(format!("`{name}` must be a text, it is {}", value.name()))
                .culprit(&value.to_string())
        })
    }

    pub(super) fn need_text(&self, name: &str) -> Got<&str> {
        self.need(name)?;
        Ok(self.text(name)?.unwrap_or_default())
    }

    pub(super) fn number(&self, name: &str) -> Got<Option<f64>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match value.as_f64().filter(|_| value.is_number()) {
            Some(number) => Ok(Some(number)),
            None => Err(
                Fault::new(format!("`{name}` must be a number, it is {}", value.name()))
                    .culprit(&value.to_string()),
            ),
        }
    }

    pub(super) fn need_number(&self, name: &str) -> Got<f64> {
        self.need(name)?;
        Ok(self.number(name)?.unwrap_or_default())
    }

    pub(super) fn member(&self) -> Got<MemberId> {
        let code = self.need_text("member")?;
        let id = self.resolve("member", code, self.survey().member(code), || {
            self.survey()
                .members
                .iter()
                .map(|m| m.code.as_str())
                .collect()
        })?;
        self.note(&self.survey().members[id.0].name[self.lang]);
        Ok(id)
    }

    pub(super) fn component(&self) -> Got<ComponentId> {
        let methodology = &self.survey().methodology;
        let id = match self.text("component")? {
            None => ComponentId::INDEX,
            Some(id) => self.resolve("component", id, methodology.component(id), || {
                methodology
                    .components
                    .iter()
                    .map(|c| c.id.as_str())
                    .collect()
            })?,
        };
        self.note(&methodology.components[id.0].short[self.lang]);
        self.components.borrow_mut().insert(id);
        Ok(id)
    }

    pub(super) fn area(&self) -> Got<Option<AreaId>> {
        let survey = self.survey();
        let Some(id) = self.text("among")? else {
            return Ok(None);
        };
        let area = self.resolve("region or group", id, survey.area(id), || {
            survey.areas.iter().map(|a| a.id.as_str()).collect()
        })?;
        self.note(&survey.areas[area.0].name[self.lang]);
        Ok(Some(area))
    }

    /// As [`Args::area`], naming the whole where there is none.
    pub(super) fn area_or_whole(&self) -> Got<Option<AreaId>> {
        let area = self.area()?;
        if area.is_none() {
            self.note(&self.survey().whole[self.lang]);
        }
        Ok(area)
    }

    pub(super) fn edition(&self) -> Got<EditionId> {
        self.edition_named("edition")
    }

    pub(super) fn edition_named(&self, name: &str) -> Got<EditionId> {
        self.need(name)?;
        let year = self.year(name)?.unwrap_or(Year(0));
        let survey = self.survey();
        let Some(id) = survey.edition(year) else {
            let years: Vec<String> = survey.editions.iter().map(|e| e.year.to_string()).collect();
            return Err(Fault::new(format!("there is no edition of {year}"))
                .data()
                .maybe_hint(
                    suggest(&year.to_string(), years.iter().map(String::as_str))
                        .or_else(|| Some(format!("there are {}", years.join(", ")))),
                )
                .culprit(&year.to_string()));
        };
        self.note(year.to_string());
        self.add_source(survey.editions[id.0].source);
        Ok(id)
    }

    pub(super) fn year(&self, name: &str) -> Got<Option<Year>> {
        let Some(number) = self.number(name)? else {
            return Ok(None);
        };
        if number.fract() != 0.0 || !(1.0..=9999.0).contains(&number) {
            return Err(Fault::new(format!("`{name}` must be a year")).culprit(&number.to_string()));
        }
        Ok(Some(Year(number as u16)))
    }

    pub(super) fn level(&self) -> Got<Option<LevelId>> {
        let methodology = &self.survey().methodology;
        let Some(id) = self.text("level")? else {
            return Ok(None);
        };
        let level = self.resolve("level", id, methodology.level(id), || {
            methodology.levels.iter().map(|l| l.id.as_str()).collect()
        })?;
        self.note(&methodology.levels[level.0].name[self.lang]);
        Ok(Some(level))
    }

    pub(super) fn counted(&self) -> Got<Option<Counted>> {
        match self.text("missing")? {
            None => Ok(None),
            Some("zero") => Ok(Some(Counted::All)),
            Some("leave-out") => Ok(Some(Counted::Assessed)),
            Some(other) => Err(Fault::new(format!("unknown choice `{other}` of `missing`"))
                .hint("one of `zero`, `leave-out`")
                .culprit(other)),
        }
    }

    pub(super) fn indicator(&self, name: &str) -> Got<&'k Indicator> {
        let id = self.need_text(name)?;
        let survey = self.survey();
        let indicator = self
            .resolve("indicator", id, survey.indicator(id), || {
                survey.indicators.iter().map(|i| i.id.as_str()).collect()
            })
            .map_err(Fault::data)?;
        self.note(&indicator.name[self.lang]);
        self.add_source(indicator.source);
        Ok(indicator)
    }

    pub(super) fn source(&self) -> Got<SourceId> {
        let id = self.need_text("source")?;
        let survey = self.survey();
        self.resolve("source", id, survey.source(id), || {
            survey.sources.iter().map(|s| s.id.as_str()).collect()
        })
    }

    pub(super) fn resolve<T>(
        &self,
        what: &str,
        id: &str,
        found: Option<T>,
        known: impl FnOnce() -> Vec<&'k str>,
    ) -> Got<T> {
        found.ok_or_else(|| {
            Fault::new(format!("unknown {what} `{id}`"))
                .maybe_hint(suggest(id, known()))
                .culprit(id)
        })
    }
}
