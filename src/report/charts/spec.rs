//! What `charts/*.yaml` declare, as typed values.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::axis::AxisEntry;
use super::kind::{ChartKind, Options};
use crate::chart::spec::Format;
use crate::expression::{Expression, Thing, Variable};
use crate::lang::PerLanguage;
use crate::report::wording::Text;
use crate::source::{NodePlace, Yaml};
use crate::survey::{AreaId, AreaKind, ComponentId, SourceId, Survey};

/// The pages of a kind on which a chart stands, each with its own subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Every member's page; binds `member` and `region`.
    Member,
    /// Every region's, subregion's and group's page; binds `area`.
    Area,
    /// Every edition's page; binds `edition`.
    Edition,
    /// Every component's page; binds `component`.
    Component,
    /// The home pages; binds nothing.
    Home,
}

/// The suffix of a chart's name and the variables that it binds, for each page.
pub type Subjects = Vec<(String, Vec<Variable>)>;

impl Subject {
    /// The variables that it binds.
    pub fn variables(self) -> &'static [&'static str] {
        match self {
            Subject::Member => &["member", "region"],
            Subject::Area => &["area"],
            Subject::Edition => &["edition"],
            Subject::Component => &["component"],
            Subject::Home => &[],
        }
    }

    /// Every page of this kind.
    pub fn all(self, survey: &Survey) -> Subjects {
        match self {
            Subject::Home => vec![(String::new(), Vec::new())],
            Subject::Member => survey
                .member_ids()
                .map(|id| {
                    let member = &survey.members[id.0];
                    let is_region = |a: &&AreaId| survey.areas[a.0].kind == AreaKind::Region;
                    let region = match member.areas.iter().find(is_region) {
                        Some(a) => {
                            let area = survey.areas[a.0].id.as_str();
                            Variable::thing("region", area, Thing::Area(*a))
                        }
                        None => Variable::new("region", ""),
                    };
                    let code = member.code.as_str();
                    let own = Variable::thing("member", code, Thing::Member(id));
                    (member.slug(), vec![own, region])
                })
                .collect(),
            Subject::Area => survey
                .area_ids()
                .map(|a| {
                    let id = survey.areas[a.0].id.as_str();
                    let own = Variable::thing("area", id, Thing::Area(a));
                    (id.to_lowercase(), vec![own])
                })
                .collect(),
            Subject::Edition => survey
                .edition_ids()
                .map(|e| {
                    let year = survey.editions[e.0].year;
                    let own = Variable::thing("edition", year.0, Thing::Edition(e));
                    (year.to_string(), vec![own])
                })
                .collect(),
            Subject::Component => {
                let methodology = &survey.methodology;
                (0..methodology.components.len())
                    .map(|i| {
                        let id = methodology.components[i].id.as_str();
                        let thing = Thing::Component(ComponentId(i));
                        (
                            id.to_lowercase(),
                            vec![Variable::thing("component", id, thing)],
                        )
                    })
                    .collect()
            }
        }
    }
}

/// The order of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As declared.
    Given,
    /// The highest first.
    Falling,
    /// The lowest first.
    Rising,
    /// By name, in the order of the page's language.
    Name,
}

/// What gives the values of a chart.
#[derive(Clone, Debug)]
pub enum Cells {
    /// An expression that the author wrote.
    Written(Text),
    /// A function of things that the author named, and where he did.
    Typed(Expression, NodePlace),
}

/// A chart as declared.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The file's name.
    pub id: String,
    /// Its kind.
    pub kind: &'static ChartKind,
    /// The pages on which it stands by itself.
    pub subject: Option<Subject>,
    /// What it shows.
    pub title: PerLanguage<Text>,
    /// What to see in it.
    pub takeaway: Option<PerLanguage<Text>>,
    /// For those who cannot see it.
    pub description: PerLanguage<Text>,
    /// Where its figures come from.
    pub sources: Vec<SourceId>,
    /// What it runs over.
    pub items: Vec<AxisEntry>,
    /// The series; one without a name where none is declared.
    pub series: Vec<AxisEntry>,
    /// What gives each value.
    pub value: Option<Cells>,
    /// The order of the items.
    pub order: Order,
    /// The ids of items and series to which the eye is led.
    pub highlight: BTreeSet<String>,
    /// How values are written; as the first value's function writes it if not declared.
    pub format: Option<Format>,
    /// The ends of the value axis.
    pub range: Option<(f64, f64)>,
    /// Whether breaks in the series of the index are marked.
    pub breaks: bool,
    /// The value from which contributions start.
    pub start: Option<AxisEntry>,
    /// Values to compare with, each with its name and expression.
    pub references: Vec<AxisEntry>,
    /// What the keys of its kind say.
    pub options: Arc<dyn Options>,
    /// Where the file stands.
    pub declared_at: NodePlace,
    /// The whole file, for the gallery.
    pub yaml: Arc<Yaml>,
}

impl Declaration {
    /// All that is named in it: items, series, references and the start.
    pub(super) fn entries(&self) -> impl Iterator<Item = &AxisEntry> {
        let lists = self.items.iter().chain(&self.series);
        lists.chain(&self.references).chain(&self.start)
    }

    /// The name of its figure for a page, of which `suffix` tells the subject.
    pub fn name(&self, suffix: &str) -> String {
        if suffix.is_empty() {
            self.id.clone()
        } else {
            format!("{}-{suffix}", self.id)
        }
    }

    /// The names of all its figures: one, or one for each page of a kind.
    pub fn names(&self, survey: &Survey) -> Vec<String> {
        match self.subject {
            None => vec![self.id.clone()],
            Some(subject) => {
                let pages = subject.all(survey).into_iter();
                pages.map(|(suffix, _)| self.name(&suffix)).collect()
            }
        }
    }
}
