//! What a chart in the short form shows in each of its cells: a function with what it is given.

use super::axis::{self, AxisEntry};
use super::data::Axis;
use super::kind::ChartKind;
use super::spec::Subject;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::expression::{Expression, Term, Thing};
use crate::source::node::{Entry as Field, Fields};
use crate::source::{Node, Tree};
use crate::survey::{EditionId, Survey, Which, Year};

/// What does not vary within the chart.
pub(super) struct Fixed {
    member: Option<Term>,
    among: Option<Term>,
    level: Option<Term>,
    component: Option<Term>,
    edition: Option<When>,
    from: Option<When>,
    to: Option<When>,
}

/// An edition or year that a chart names.
#[derive(Clone, Copy)]
enum When {
    Year(Year),
    /// By its place in the series, seen from the page's edition.
    Place(Which),
}

impl When {
    fn read(node: &Node<'_>, counted: bool, survey: &Survey, d: &Diagnostics) -> Checked<When> {
        if let Tree::Text(word) = node.tree() {
            if let Some(which) = Which::of_word(word).filter(|_| !counted) {
                if !which.is_relative() {
                    let found = which.find(survey, None);
                    let found = found.map_err(|message| node.error(d, message))?;
                    return Ok(When::Year(survey.editions[found.0].year));
                }
                return Ok(When::Place(which));
            }
            let near = suggest(word, Which::WORDS).filter(|_| !counted);
            return Err(node.error_hint(d, format!("unknown edition `{word}`"), near));
        }
        let year = Year(node.whole(d)?);
        if counted || survey.edition(year).is_some() {
            return Ok(When::Year(year));
        }
        if let Some(told) = survey.incomplete {
            return Err(told);
        }
        let near = Some(survey.near_editions(year));
        Err(node.error_of_survey(d, format!("there is no edition of {year}"), near))
    }

    /// As an argument.
    fn term(self, survey: &Survey) -> Term {
        match self {
            When::Year(year) => edition(year, survey),
            When::Place(which) => Term::Value(which.word().into()),
        }
    }
}

impl Fixed {
    pub(super) fn read(fields: &mut Fields<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Self> {
        let methodology = &survey.methodology;
        let members = survey.members.iter().map(|m| m.code.as_str()).collect();
        let member = one(fields, "member", members, d, |id| {
            survey.member(id).map(Thing::Member)
        });
        let areas = survey.areas.iter().map(|a| a.id.as_str()).collect();
        let among = one(fields, "among", areas, d, |id| {
            survey.area(id).map(Thing::Area)
        });
        let levels = methodology.levels.iter().map(|l| l.id.as_str()).collect();
        let level = one(fields, "level", levels, d, |id| {
            methodology.level(id).map(Thing::Level)
        });
        let components = methodology.components.iter().map(|c| c.id.as_str());
        let component = one(fields, "component", components.collect(), d, |id| {
            methodology.component(id).map(Thing::Component)
        });
        // With an indicator a year is one of its own, and no edition.
        let counted = fields.get("indicator").is_some();
        let mut year =
            |key: &'static str| fields.optional(key, |n| When::read(n, counted, survey, d));
        let (edition, same, from, to) = (year("edition"), year("year"), year("from"), year("to"));
        Ok(Fixed {
            member: member?,
            among: among?,
            level: level?,
            component: component?,
            edition: edition?.or(same?),
            from: from?,
            to: to?,
        })
    }
}

/// A reference to one thing of the survey.
fn one(
    fields: &mut Fields<'_>,
    key: &'static str,
    known: Vec<&str>,
    d: &Diagnostics,
    find: impl Fn(&str) -> Option<Thing>,
) -> Checked<Option<Term>> {
    fields.optional(key, |node| {
        let id = node.text(d)?;
        match find(&id) {
            Some(thing) => Ok(Term::Thing(id.as_str().into(), thing)),
            None => Err(node.error_hint(d, format!("unknown {key} `{id}`"), suggest(&id, known))),
        }
    })
}

/// A function with what it is given.
pub(super) struct CellCall {
    function: &'static str,
    arguments: Vec<(&'static str, Term)>,
}

impl CellCall {
    /// What a chart of this kind shows of these axes.
    pub(super) fn of(
        kind: &'static ChartKind,
        subject: Option<Subject>,
        show: Option<&'static str>,
        fixed: &Fixed,
        axes: &[Axis],
        survey: &Survey,
    ) -> CellCall {
        let over = |name: &str| axes.iter().any(|(axis, _)| *axis == name);
        let from_axis =
            |axis: &str, variable: &'static str| over(axis).then_some(Term::Variable(variable));
        let of_subject = |on: Subject, variable: &'static str| {
            (subject == Some(on)).then_some(Term::Variable(variable))
        };
        let member = from_axis("members", "member")
            .or_else(|| fixed.member.clone())
            .or_else(|| of_subject(Subject::Member, "member"));
        let among = from_axis("regions", "region")
            .or_else(|| from_axis("groups", "group"))
            .or_else(|| fixed.among.clone())
            .or_else(|| of_subject(Subject::Area, "area"));
        let level = from_axis("levels", "level").or_else(|| fixed.level.clone());
        let component = from_axis("components", "component")
            .or_else(|| fixed.component.clone())
            .or_else(|| of_subject(Subject::Component, "component"));
        let edition = from_axis("editions", "edition")
            .or_else(|| fixed.edition.map(|when| when.term(survey)))
            .or_else(|| of_subject(Subject::Edition, "edition"))
            .unwrap_or_else(|| edition(survey.editions[survey.latest().0].year, survey));
        let function = match (&member, &level, show) {
            (.., Some(show)) => show,
            (Some(_), ..) => kind.function,
            (None, Some(_), _) => "count",
            (None, None, _) => "mean",
        };
        let mut arguments: Vec<(&'static str, Term)> = Vec::new();
        let mut give = |name: &'static str, term: Option<Term>| {
            arguments.extend(term.map(|term| (name, term)));
        };
        let of_member = matches!(function, "value" | "rank" | "contribution");
        let sorts = matches!(function, "count" | "share");
        give("member", member.filter(|_| of_member));
        // A member's own value does not depend on whom it stands among.
        let takes_area = !matches!(function, "value" | "contribution");
        let by_axis = over("regions") || over("groups") || fixed.among.is_some();
        give(
            "among",
            among.filter(|_| takes_area && (by_axis || !of_member)),
        );
        give("level", level.filter(|_| sorts));
        if function == "contribution" {
            // The ends of the change are the survey's where not given.
            let first = survey.editions.first().map(|e| When::Year(e.year));
            give("from", fixed.from.or(first).map(|when| when.term(survey)));
            let last = fixed.to.map(|when| when.term(survey));
            give("to", last.or(Some(edition)));
        } else {
            give("edition", Some(edition));
        }
        give("component", component);
        CellCall {
            function,
            arguments,
        }
    }

    /// An indicator brings its own items and years; an axis of areas picks the items of those.
    pub(super) fn counted(
        indicator: usize,
        fixed: &Fixed,
        axes: &mut Vec<Axis>,
        node: &Node<'_>,
        survey: &Survey,
        d: &Diagnostics,
    ) -> Checked<CellCall> {
        let of = &survey.indicators[indicator];
        let id = Term::Thing(of.id.as_str().into(), Thing::Indicator(indicator));
        let mut arguments = vec![("id", id)];
        let items = axis::items_of(of, indicator);
        if !items.is_empty() {
            let is_areas = |(name, _): &Axis| matches!(*name, "regions" | "groups");
            let items = match axes.iter().position(is_areas) {
                Some(at) => {
                    let (_, areas) = axes.remove(at);
                    picked(&areas, &items, &of.id, node, d)?
                }
                None => items,
            };
            axes.insert(0, ("items", items));
            arguments.push(("item", Term::Variable("item")));
        }
        let by_year = axes.iter().find_map(|(name, _)| match *name {
            "years" => Some("year"),
            "editions" => Some("edition"),
            _ => None,
        });
        let year = match (by_year, fixed.edition) {
            (Some(variable), _) => Term::Variable(variable),
            (None, Some(When::Year(year))) => Term::Value(year.0.into()),
            // Of an indicator only years are read.
            (None, Some(When::Place(which))) => Term::Value(which.word().into()),
            (None, None) => {
                axes.push(("years", axis::years_of(of)));
                Term::Variable("year")
            }
        };
        arguments.push(("year", year));
        Ok(CellCall {
            function: "indicator",
            arguments,
        })
    }

    /// Reports what is declared and would change nothing.
    pub(super) fn check_used(
        &self,
        entries: &[Field<'_>],
        show: Option<&'static str>,
        d: &Diagnostics,
    ) -> Checked<()> {
        let gives = |name: &str| self.arguments.iter().any(|(given, _)| *given == name);
        let varies = |name: &str| {
            let of = |term: &Term| matches!(term, Term::Variable(v) if *v == name);
            self.arguments.iter().any(|(_, term)| of(term))
        };
        let counted = self.function == "indicator";
        let mut complete = Ok(());
        for entry in entries {
            let used = match entry.key {
                "members" => varies("member"),
                "regions" => varies("region") || (counted && varies("item")),
                "groups" => varies("group") || (counted && varies("item")),
                "levels" => varies("level"),
                "components" => varies("component"),
                "editions" => varies("edition"),
                "years" => varies("year"),
                "member" => gives("member") && !varies("member"),
                "among" => gives("among") && !varies("region") && !varies("group"),
                "level" => gives("level") && !varies("level"),
                "component" => gives("component") && !varies("component"),
                "edition" | "year" if counted => !varies("year") && !varies("edition"),
                "edition" | "year" => !varies("edition"),
                "from" | "to" => self.function == "contribution",
                "show" => !counted && show.is_some(),
                _ => true,
            };
            if !used {
                let shown = self.function;
                complete = Err(d.report(
                    Diagnostic::error(format!("`{}` changes nothing in this chart", entry.key))
                        .at(entry.key_at.place())
                        .hint(format!(
                            "it shows `{shown}`; leave it out, or say what to `show`"
                        )),
                ));
            }
        }
        complete
    }

    pub(super) fn call(self, node: &Node<'_>, d: &Diagnostics) -> Checked<Expression> {
        let function = self.function;
        Expression::call(function, self.arguments)
            .ok_or_else(|| node.error(d, format!("`{function}` cannot be shown of these data")))
    }
}

/// The items of an indicator that are those areas.
fn picked(
    areas: &[AxisEntry],
    items: &[AxisEntry],
    id: &str,
    node: &Node<'_>,
    d: &Diagnostics,
) -> Checked<Vec<AxisEntry>> {
    let of_area = |area: &AxisEntry| items.iter().find(|item| item.id == area.id);
    let found: Vec<AxisEntry> = areas.iter().filter_map(of_area).cloned().collect();
    let named = node.entries(d)?.into_iter().any(|entry| {
        matches!(entry.key, "regions" | "groups")
            && matches!(entry.value.tree(), crate::source::Tree::List(_))
    });
    let lost = areas.iter().find(|area| of_area(area).is_none());
    match lost {
        Some(area) if named || found.is_empty() => Err(node.error_hint(
            d,
            format!("the indicator `{id}` has no item `{}`", area.id),
            suggest(&area.id, items.iter().map(|i| i.id.as_str())),
        )),
        _ => Ok(found),
    }
}

/// The edition of a year.
fn edition(year: Year, survey: &Survey) -> Term {
    match survey.edition(year) {
        Some(EditionId(id)) => Term::Thing(year.0.into(), Thing::Edition(EditionId(id))),
        None => Term::Value(year.0.into()),
    }
}
