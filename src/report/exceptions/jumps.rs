//! Values that moved further than the methodology's `jump` since the edition before.

use super::Finding;
use crate::index::{Cell, Indices};
use crate::survey::methodology::Jump;
use crate::survey::{ComponentId, EditionId, MemberId, Subject};

pub(super) fn find(indices: &Indices) -> Vec<Finding> {
    let survey = indices.survey();
    let components = survey.methodology.component_ids();
    components
        .filter_map(|id| Some((id, survey.methodology.components[id.0].jump?)))
        .flat_map(|(id, jump)| {
            survey
                .member_ids()
                .flat_map(move |member| of(indices, id, jump, member))
        })
        .collect()
}

fn of(indices: &Indices, component: ComponentId, jump: Jump, member: MemberId) -> Vec<Finding> {
    let survey = indices.survey();
    let editions: Vec<EditionId> = survey.edition_ids().collect();
    let given = |edition: EditionId| given(indices, edition, component, member);
    let far = |from, to| far(indices, (component, jump), member, from, to);
    let mut found: Vec<Finding> = Vec::new();
    // The edition whose value a warning was about.
    let mut told = None;
    for (at, pair) in editions.windows(2).enumerate() {
        let [before, now] = [pair[0], pair[1]];
        let (Some(first), Some(value)) = (given(before), given(now)) else {
            continue;
        };
        if comparable(indices, now, component) && far(before, now) {
            // Back to where it was: the value between is the one in doubt.
            let earlier = at.checked_sub(1).map(|at| editions[at]);
            let near = |e: EditionId| given(e).is_some() && !far(e, now);
            let back = told == Some(before) && earlier.is_some_and(near);
            if back {
                continue;
            }
            told = Some(now);
            found.push(finding(
                indices,
                component,
                member,
                (before, first),
                (now, value),
            ));
        }
    }
    found
}

/// Whether a value moved further than it may between two editions that both give it.
fn far(
    indices: &Indices,
    (component, jump): (ComponentId, Jump),
    member: MemberId,
    from: EditionId,
    to: EditionId,
) -> bool {
    let definition = &indices.survey().methodology.components[component.0];
    let cell = |edition| indices.cell(edition, component, member);
    let moved = |of: fn(&Cell) -> Option<f64>| Some((of(cell(to))? - of(cell(from))?).abs());
    let share = || match definition.range {
        Some((low, high)) => Some(moved(|cell| cell.published)? / (high - low)),
        None => moved(|cell| cell.score),
    };
    let (moved, most) = match jump {
        Jump::Unit(most) => (moved(|cell| cell.published), most),
        Jump::Share(most) => (share(), most),
    };
    // Without the noise of the last digit.
    moved.is_some_and(|moved| moved > most + 1e-9)
}

/// A value that stands in the edition's file and counts.
fn given(
    indices: &Indices,
    edition: EditionId,
    component: ComponentId,
    member: MemberId,
) -> Option<f64> {
    let cell = indices.cell(edition, component, member);
    let assessed = indices.member(edition, member).assessed;
    cell.published.filter(|_| assessed && !cell.set_aside)
}

/// Whether the methodology declares no break in between.
fn comparable(indices: &Indices, edition: EditionId, component: ComponentId) -> bool {
    let survey = indices.survey();
    let year = survey.editions[edition.0].year;
    let breaks = &survey.methodology.breaks;
    !breaks
        .iter()
        .any(|b| b.year == year && b.components.contains(&component))
}

fn finding(
    indices: &Indices,
    id: ComponentId,
    member: MemberId,
    before: (EditionId, f64),
    now: (EditionId, f64),
) -> Finding {
    let survey = indices.survey();
    let component = &survey.methodology.components[id.0];
    let year = |edition: EditionId| survey.editions[edition.0].year;
    let decimals = [before.0, now.0].map(|edition| component.decimals.in_year(year(edition)));
    let decimals = usize::from(decimals[0].max(decimals[1]));
    Finding {
        edition: now.0,
        member,
        value: Subject::Component(id),
        message: format!(
            "`{}` of `{}` moves from {:.decimals$} in {} to {:.decimals$} in {}, further than `jump` allows",
            component.id,
            survey.members[member.0].code,
            before.1,
            year(before.0),
            now.1,
            year(now.0)
        ),
        hint: "mend the value",
    }
}
