//! What is asked of a survey again and again: who belongs to an area, and in which order names stand.

use std::cmp::Ordering;

use super::{Area, AreaId, Member, MemberId};
use crate::lang::{Lang, Languages, PerLanguage};

/// Found once for all who ask.
#[derive(Debug)]
pub(super) struct Order {
    /// The members of each area, in the order of the file.
    members: Vec<Vec<MemberId>>,
    /// The place of each member, and of each area, in the order of names.
    places: PerLanguage<(Vec<usize>, Vec<usize>)>,
}

impl Order {
    pub(super) fn of(languages: Languages, members: &[Member], areas: &[Area]) -> Order {
        let mut of_areas = vec![Vec::new(); areas.len()];
        for (i, member) in members.iter().enumerate() {
            for area in &member.areas {
                // An area that is named twice has its member once.
                let list: &mut Vec<MemberId> = &mut of_areas[area.0];
                if list.last() != Some(&MemberId(i)) {
                    list.push(MemberId(i));
                }
            }
        }
        Order {
            members: of_areas,
            places: PerLanguage::from_fn(languages, |lang| {
                (
                    places(lang, members.iter().map(|m| m.name[lang].as_str())),
                    places(lang, areas.iter().map(|a| a.name[lang].as_str())),
                )
            }),
        }
    }

    pub(super) fn members(&self, area: AreaId) -> &[MemberId] {
        &self.members[area.0]
    }

    pub(super) fn member(&self, lang: Lang, member: MemberId) -> usize {
        self.places[lang].0[member.0]
    }

    pub(super) fn area(&self, lang: Lang, area: AreaId) -> usize {
        self.places[lang].1[area.0]
    }
}

/// Names that the language does not tell apart share a place.
fn places<'n>(lang: Lang, names: impl Iterator<Item = &'n str>) -> Vec<usize> {
    let names: Vec<&str> = names.collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| lang.compare(names[*a], names[*b]));
    let mut places = vec![0; names.len()];
    for pair in order.windows(2) {
        let step = lang.compare(names[pair[0]], names[pair[1]]) != Ordering::Equal;
        places[pair[1]] = places[pair[0]] + usize::from(step);
    }
    places
}
