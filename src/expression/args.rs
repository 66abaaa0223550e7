//! The arguments of one call, resolved to things of the survey.

use std::cell::RefCell;

use tera::Value;

use super::Knowledge;
use super::fault::Fault;
use super::operand::Operand;
use super::parameter::{Parameter, ParameterKind, Thing, as_number, as_year};
use super::reads::Reads;
use crate::lang::Lang;
use crate::survey::methodology::Counted;
use crate::survey::{
    AreaId, ComponentId, EditionId, Indicator, LevelId, MemberId, SourceId, Survey, Year,
};

/// An argument with its name.
pub(super) type Argument = (&'static Parameter, Operand);

/// The arguments of one call.
#[derive(Debug)]
pub struct Args<'k> {
    /// By name.
    given: Vec<Argument>,
    knowledge: &'k Knowledge,
    /// The page's language.
    pub lang: Lang,
    /// Of what the figure is, in the page's language, as it is asked for.
    subject: RefCell<Vec<String>>,
    reads: RefCell<Reads>,
}

type Got<T> = Result<T, Fault>;

/// What says that a needed argument is missing.
pub(super) fn missing(name: &'static str) -> Fault {
    Fault::new(format!("`{name}` is missing")).hint(format!("add `{name}=…`"))
}

impl<'k> Args<'k> {
    /// Checks each argument that is not known to be right, and that none is missing.
    pub(super) fn bind(
        parameters: &'static [Parameter],
        mut given: Vec<Argument>,
        knowledge: &'k Knowledge,
        lang: Lang,
    ) -> Got<Self> {
        given.retain(|(_, operand)| !operand.value.is_none() && !operand.value.is_undefined());
        given.sort_by_key(|(parameter, _)| parameter.name);
        for parameter in parameters.iter().filter(|p| p.needed) {
            if !given.iter().any(|(p, _)| p.name == parameter.name) {
                return Err(missing(parameter.name));
            }
        }
        let of_indicator = given
            .iter()
            .find(|(p, _)| p.kind == ParameterKind::Indicator);
        let indicator = match of_indicator {
            Some((parameter, operand)) => resolved(parameter, operand, knowledge, None)?,
            None => None,
        };
        let indicator = match indicator {
            Some(Thing::Indicator(at)) => Some(at),
            _ => None,
        };
        for (parameter, operand) in &mut given {
            operand.thing = resolved(parameter, operand, knowledge, indicator)?;
        }
        Ok(Args {
            given,
            knowledge,
            lang,
            subject: RefCell::default(),
            reads: RefCell::default(),
        })
    }

    /// Everything that can be read.
    pub fn knowledge(&self) -> &'k Knowledge {
        self.knowledge
    }

    pub(super) fn survey(&self) -> &'k Survey {
        self.knowledge.indices.survey()
    }

    pub(super) fn given(&self) -> &[Argument] {
        &self.given
    }

    /// The subject and what was read.
    pub(super) fn into_parts(self) -> (String, Reads) {
        (
            self.subject.into_inner().join(" · "),
            self.reads.into_inner(),
        )
    }

    pub(super) fn note(&self, words: impl Into<String>) {
        let words = words.into();
        let mut subject = self.subject.borrow_mut();
        if !subject.contains(&words) {
            subject.push(words);
        }
    }

    pub(super) fn read(&self, what: impl FnOnce(&mut Reads)) {
        what(&mut self.reads.borrow_mut());
    }

    pub(super) fn add_source(&self, source: SourceId) {
        self.read(|r| {
            r.sources.insert(source);
        });
    }

    fn operand(&self, name: &str) -> Option<&Operand> {
        self.given
            .iter()
            .find(|(p, _)| p.name == name)
            .map(|(_, operand)| operand)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.operand(name).map(|operand| &operand.value)
    }

    fn thing(&self, name: &str) -> Option<Thing> {
        self.operand(name)?.thing
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    pub(super) fn need_text(&self, name: &'static str) -> Got<&str> {
        self.text(name).ok_or_else(|| missing(name))
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        as_number(self.get(name)?)
    }

    pub(super) fn need_number(&self, name: &'static str) -> Got<f64> {
        self.number(name).ok_or_else(|| missing(name))
    }

    pub(super) fn year(&self, name: &str) -> Option<Year> {
        as_year(self.number(name)?)
    }

    pub(super) fn need_year(&self, name: &'static str) -> Got<Year> {
        self.year(name).ok_or_else(|| missing(name))
    }

    pub(super) fn member(&self) -> Got<MemberId> {
        let Some(Thing::Member(id)) = self.thing("member") else {
            return Err(missing("member"));
        };
        self.note(&self.survey().members[id.0].name[self.lang]);
        self.read(|r| {
            r.members.insert(id);
        });
        Ok(id)
    }

    /// The component that is named, or the index.
    pub(super) fn component(&self) -> ComponentId {
        let id = match self.thing("component") {
            Some(Thing::Component(id)) => id,
            _ => ComponentId::INDEX,
        };
        self.note(&self.survey().methodology.components[id.0].short[self.lang]);
        self.read(|r| {
            r.components.insert(id);
        });
        id
    }

    /// The component that an argument of another name stands for.
    pub(super) fn component_named(&self, name: &'static str) -> Got<ComponentId> {
        let Some(Thing::Component(id)) = self.thing(name) else {
            return Err(missing(name));
        };
        self.note(&self.survey().methodology.components[id.0].short[self.lang]);
        self.read(|r| {
            r.components.insert(id);
        });
        Ok(id)
    }

    pub(super) fn area(&self) -> Option<AreaId> {
        let id = self.area_named("among")?;
        self.note(&self.survey().areas[id.0].name[self.lang]);
        Some(id)
    }

    /// An area, without a word of it in the subject.
    pub(super) fn area_named(&self, name: &str) -> Option<AreaId> {
        let Some(Thing::Area(id)) = self.thing(name) else {
            return None;
        };
        self.read(|r| {
            r.areas.insert(id);
        });
        Some(id)
    }

    /// As [`Args::area`], naming the whole where there is none.
    pub(super) fn area_or_whole(&self) -> Option<AreaId> {
        let area = self.area();
        if area.is_none() {
            self.note(&self.survey().whole[self.lang]);
            self.read(|r| r.all_members = true);
        }
        area
    }

    pub(super) fn edition(&self) -> Got<EditionId> {
        self.edition_named("edition")
    }

    pub(super) fn edition_named(&self, name: &'static str) -> Got<EditionId> {
        let Some(Thing::Edition(id)) = self.thing(name) else {
            return Err(missing(name));
        };
        let edition = &self.survey().editions[id.0];
        self.note(edition.year.to_string());
        self.add_source(edition.source);
        self.read(|r| {
            r.editions.insert(id);
        });
        Ok(id)
    }

    pub(super) fn level(&self) -> Option<LevelId> {
        let Some(Thing::Level(id)) = self.thing("level") else {
            return None;
        };
        self.note(&self.survey().methodology.levels[id.0].name[self.lang]);
        Some(id)
    }

    pub(super) fn counted(&self) -> Option<Counted> {
        match self.text("missing")? {
            "zero" => Some(Counted::All),
            _ => Some(Counted::Assessed),
        }
    }

    pub(super) fn indicator(&self, name: &'static str) -> Got<&'k Indicator> {
        let Some(Thing::Indicator(at)) = self.thing(name) else {
            return Err(missing(name));
        };
        let indicator = &self.survey().indicators[at];
        self.note(&indicator.name[self.lang]);
        self.add_source(indicator.source);
        self.read(|r| {
            r.indicators.insert(at);
        });
        Ok(indicator)
    }

    /// The item of the indicator that is named beside it.
    pub(super) fn item(&self) -> Option<&'k crate::survey::indicators::Item> {
        let Some(Thing::Item(indicator, item)) = self.thing("item") else {
            return None;
        };
        self.read(|r| {
            r.items.insert((indicator, item));
        });
        self.survey().indicators.get(indicator)?.items.get(item)
    }

    pub(super) fn source(&self) -> Got<SourceId> {
        match self.thing("source") {
            Some(Thing::Source(id)) => Ok(id),
            _ => Err(missing("source")),
        }
    }
}

/// What a value names: as it is known already, or looked up.
fn resolved(
    parameter: &'static Parameter,
    operand: &Operand,
    knowledge: &Knowledge,
    indicator: Option<usize>,
) -> Got<Option<Thing>> {
    let known = match (parameter.kind, operand.thing) {
        (ParameterKind::Member, Some(Thing::Member(_)))
        | (ParameterKind::Area, Some(Thing::Area(_)))
        | (ParameterKind::Edition, Some(Thing::Edition(_)))
        | (ParameterKind::Component, Some(Thing::Component(_)))
        | (ParameterKind::Level, Some(Thing::Level(_)))
        | (ParameterKind::Source, Some(Thing::Source(_)))
        | (ParameterKind::Indicator, Some(Thing::Indicator(_))) => true,
        (ParameterKind::Item, Some(Thing::Item(of, _))) => indicator == Some(of),
        _ => false,
    };
    if known {
        return Ok(operand.thing);
    }
    parameter.resolve(&operand.value, knowledge, indicator)
}
