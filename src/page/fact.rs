//! The few figures at the head of a page: what a reader wants first, and how it has moved since the
//! edition before.

use serde::Serialize;

use super::maker::{ChangeView, LevelView, Link};
use super::{Maker, keyed};
use crate::index::{Rank, summary};
use crate::survey::{AreaId, ComponentId, EditionId, LevelId, MemberId};

/// A figure under its name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// The level that it counts, beside its name.
    pub of_level: Option<LevelView>,
    /// The figure.
    pub value: String,
    /// What stands in place of a figure: a level.
    pub level: Option<LevelView>,
    /// Or names.
    pub links: Vec<Link>,
    /// Where more of the figure stands.
    pub href: Option<String>,
    /// By how much it has changed.
    pub change: Option<ChangeView>,
    /// Since when.
    pub since: String,
    /// What else must be said, each on its own line.
    pub notes: Vec<String>,
}

/// So many names of those ranked first stand at the head of a page.
const LEADERS: usize = 3;

impl Maker<'_> {
    /// The edition before one.
    pub fn before(&self, edition: EditionId) -> Option<EditionId> {
        edition.0.checked_sub(1).map(EditionId)
    }

    /// How many members of an area were assessed, or have a value of a component: a bare number if
    /// those are all its members of that time, otherwise out of how many. The one rule for counts
    /// beside means.
    pub fn assessed(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> String {
        let (n, of) = self.counted(edition, component, area);
        let [n_text, of_text] = [n, of].map(|n| self.lang.number(n as f64, 0));
        match n == of {
            true => n_text,
            false => self.fill("assessed-count", &[("n", &n_text), ("of", &of_text)]),
        }
    }

    fn counted(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> (usize, usize) {
        let indices = self.indices;
        let members = || self.survey().members_in(edition, area);
        let has = |m: &MemberId| indices.result(edition, component, *m).is_some();
        (members().filter(has).count(), members().count())
    }

    /// The same in words, for what is a rank or a count among them.
    fn out_of(&self, edition: EditionId, component: ComponentId, area: Option<AreaId>) -> String {
        let (n, of) = self.counted(edition, component, area);
        match n == of {
            true => self.count("of-members", n),
            false => {
                let [n, of] = [n, of].map(|n| self.lang.number(n as f64, 0));
                self.fill("of-assessed", &[("n", &n), ("of", &of)])
            }
        }
    }

    /// By how many places a rank has moved.
    pub fn steps(&self, now: Option<Rank>, then: Option<Rank>) -> Option<ChangeView> {
        let steps = then?.0 - now?.0;
        Some(ChangeView {
            text: self.lang.number(steps.abs(), 0),
            way: match steps {
                s if s > 0.0 => "up",
                s if s < 0.0 => "down",
                _ => "same",
            },
            key: keyed::key(steps, 0),
            flag: None,
        })
    }

    /// Whether the series of a component breaks between two editions.
    pub fn is_broken(&self, component: ComponentId, from: EditionId, to: EditionId) -> bool {
        let survey = self.survey();
        let between = survey.editions[from.0].year.0 + 1..=survey.editions[to.0].year.0;
        let mut breaks = survey.methodology.breaks.iter();
        breaks.any(|b| between.contains(&b.year.0) && b.components.contains(&component))
    }

    /// Since when a value of a component has changed, and whether the two can be compared.
    pub fn since(&self, component: ComponentId, before: EditionId, edition: EditionId) -> String {
        let key = match self.is_broken(component, before, edition) {
            true => "since-edition-break",
            false => "since-edition",
        };
        self.fill(key, &[("year", &self.year(before))])
    }

    /// A rank and its move; `ranks` are those of the edition and of the one before.
    pub(super) fn rank_fact(
        &self,
        name: String,
        edition: EditionId,
        ranks: impl Fn(EditionId) -> Option<Rank>,
        note: String,
    ) -> Fact {
        let now = ranks(edition);
        let mut fact = Fact {
            name,
            value: self.rank(now),
            notes: vec![note],
            ..Fact::default()
        };
        if let Some(before) = self.before(edition) {
            let year = self.year(before);
            match self.steps(now, ranks(before)) {
                Some(steps) if steps.way == "same" => {
                    fact.since = self.fill("rank-same", &[("year", &year)]);
                }
                Some(steps) => {
                    let places = then_now(ranks(before), now);
                    let key = format!("rank-{}", steps.way);
                    fact.change = Some(ChangeView {
                        text: self.count(&key, places),
                        ..steps
                    });
                    fact.since = self.fill("since-edition", &[("year", &year)]);
                }
                None => {}
            }
        }
        fact
    }

    /// The mean of an area's members, and its change.
    pub(super) fn mean_fact(
        &self,
        name: String,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Fact {
        let mean = |edition| self.indices.mean(edition, component, area);
        let now = mean(edition);
        let mut fact = Fact {
            name,
            value: self.value(edition, component, now),
            ..Fact::default()
        };
        if let Some((before, then, now)) = self
            .before(edition)
            .and_then(|before| Some((before, mean(before)?, now?)))
        {
            fact.change = self.change(component, [before, edition], Some(now - then));
            fact.since = self.since(component, before, edition);
        }
        fact
    }

    /// Who is ranked first, with the value.
    pub(super) fn leader_fact(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Option<Fact> {
        let ranked = self.indices.ranking(edition, component, area);
        let (_, best) = *ranked.first()?;
        let leaders = ranked.iter().take_while(|(_, value)| *value == best);
        let leaders = self.by_name(leaders.map(|(m, _)| *m).collect());
        let mut notes = vec![self.fill(
            "name-and-value",
            &[
                ("name", &*self.component(component).name),
                ("value", &self.value(edition, component, Some(best))),
            ],
        )];
        if area.is_some() {
            let rank = self.indices.cell(edition, component, leaders[0]).rank;
            notes.push(self.fill("ranked", &[("rank", &self.ordinal(rank))]));
        }
        if let Some(more) = leaders.len().checked_sub(LEADERS).filter(|n| *n > 0) {
            notes.push(self.count("and-more", more));
        }
        Some(Fact {
            name: self.word("leader"),
            links: leaders
                .iter()
                .take(LEADERS)
                .map(|m| self.member(*m))
                .collect(),
            notes,
            ..Fact::default()
        })
    }

    /// How many members are on the highest level, of how many, and how many were before.
    pub(super) fn top_level_fact(&self, edition: EditionId, area: Option<AreaId>) -> Option<Fact> {
        if self.survey().methodology.levels.is_empty() {
            return None;
        }
        let index = ComponentId::INDEX;
        let on_top = |edition| {
            let on = self.indices.on_level(edition, index, area, LevelId(0));
            self.lang.number(on.len() as f64, 0)
        };
        let (n, _) = self.counted(edition, index, area);
        let mut notes = vec![self.out_of(edition, index, area)];
        if let Some(before) = self.before(edition) {
            let (then, _) = self.counted(before, index, area);
            let count = on_top(before);
            // Two numbers of members: a reader must know both.
            let value = match n == then {
                true => count,
                false => {
                    let then = self.lang.number(then as f64, 0);
                    self.fill("assessed-count", &[("n", &count), ("of", &then)])
                }
            };
            let texts = [("year", &*self.year(before)), ("value", &*value)];
            notes.push(self.fill("in-year-value", &texts));
        }
        Some(Fact {
            name: self.word("level"),
            of_level: self.level(Some(LevelId(0))),
            value: on_top(edition),
            notes,
            ..Fact::default()
        })
    }

    /// The rank of the member that the report is about.
    pub(super) fn focus_fact(&self, edition: EditionId, component: ComponentId) -> Option<Fact> {
        let focus = self.focus?;
        let rank = |edition| self.indices.cell(edition, component, focus).rank;
        rank(edition)?;
        let member = self.member(focus);
        let name = self.fill("rank-of", &[("member", &member.name)]);
        let note = self.out_of(edition, component, None);
        Some(Fact {
            href: Some(member.href),
            ..self.rank_fact(name, edition, rank, note)
        })
    }

    /// The median of all members.
    pub(super) fn median_fact(&self, edition: EditionId, component: ComponentId) -> Fact {
        let values = self.indices.values(edition, component, None, None);
        Fact {
            name: self.word("median"),
            value: self.value(edition, component, summary::median(&values)),
            ..Fact::default()
        }
    }

    /// An edition at a glance: who leads, the mean, the highest level, the member in focus.
    pub(super) fn edition_facts(&self, edition: EditionId) -> Vec<Fact> {
        let index = ComponentId::INDEX;
        let name = self.fill("mean-of", &[("index", self.index_name())]);
        let mean = Fact {
            href: Some(self.component(index).href),
            ..self.mean_fact(name, edition, index, None)
        };
        let mut facts: Vec<Fact> = self.leader_fact(edition, index, None).into_iter().collect();
        facts.push(mean);
        facts.extend(self.top_level_fact(edition, None));
        facts.extend(self.focus_fact(edition, index));
        if facts.len() < 4 {
            facts.push(self.median_fact(edition, index));
        }
        facts
    }

    /// A member's rank, value, level and rank in its region; nothing where it was not assessed.
    pub(super) fn member_facts(&self, member: MemberId, region: Option<AreaId>) -> Vec<Fact> {
        let (survey, indices) = (self.survey(), self.indices);
        let index = ComponentId::INDEX;
        let latest = survey.latest();
        let cell = indices.cell(latest, index, member);
        let Some(value) = cell.result else {
            return Vec::new();
        };
        let rank = |edition| indices.cell(edition, index, member).rank;
        let out_of = self.out_of(latest, index, None);
        let mut facts = vec![self.rank_fact(self.word("rank"), latest, rank, out_of)];
        let mut of_index = Fact {
            name: self.index_name().to_owned(),
            value: self.value(latest, index, Some(value)),
            ..Fact::default()
        };
        if let Some(before) = self.before(latest) {
            match self.index_change(before, latest, member) {
                Some(change) => {
                    of_index.change = Some(change);
                    of_index.since = self.since(index, before, latest);
                }
                None => {
                    let year = self.year(before);
                    let key = match survey.is_member(member, before) {
                        true => "not-assessed-in",
                        false => "not-yet-member-in",
                    };
                    of_index.since = self.fill(key, &[("year", &year)]);
                }
            }
        }
        facts.push(of_index);
        if cell.level.is_some() {
            facts.push(Fact {
                name: self.word("level"),
                level: self.level(cell.level),
                notes: self.level_since(member).into_iter().collect(),
                ..Fact::default()
            });
        }
        if let Some(region) = region {
            let area = &survey.areas[region.0];
            let in_text = area.forms.in_text(&area.name, self.lang);
            let texts = [("area", &*area.name[self.lang]), ("area-in-text", in_text)];
            let rank = |edition| indices.rank(edition, index, member, Some(region));
            facts.push(Fact {
                href: Some(self.area(region).href),
                ..self.rank_fact(
                    self.fill("rank-in", &texts),
                    latest,
                    rank,
                    self.out_of(latest, index, Some(region)),
                )
            });
        }
        facts
    }

    /// From which edition on a member has been on the level that it has now.
    fn level_since(&self, member: MemberId) -> Option<String> {
        let level = |edition| self.indices.cell(edition, ComponentId::INDEX, member).level;
        let latest = self.survey().latest();
        let mut earlier = self.survey().edition_ids().rev().skip(1);
        let Some(changed) = earlier.find(|e| level(*e) != level(latest)) else {
            return Some(self.word("level-always"));
        };
        let first = EditionId(changed.0 + 1);
        match self.level(level(changed)) {
            Some(then) if first == latest => {
                let texts = [("year", &*self.year(changed)), ("level", &*then.name)];
                Some(self.fill("level-before", &texts))
            }
            _ => Some(self.fill("level-since", &[("year", &self.year(first))])),
        }
    }
}

/// By how many places one rank lies from another.
fn then_now(then: Option<Rank>, now: Option<Rank>) -> usize {
    let (Some(then), Some(now)) = (then, now) else {
        return 0;
    };
    (then.0 - now.0).abs().round() as usize
}
