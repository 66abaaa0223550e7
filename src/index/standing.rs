//! How the members of an area stand to each other in an edition: found once, when somebody first asks,
//! for all pages, charts and texts.

use std::sync::OnceLock;

use super::{Indices, Rank, oriented, rank, summary};
use crate::survey::{AreaId, ComponentId, EditionId, LevelId, MemberId, Survey};

/// One component of the members of an area, or of all, in one edition.
#[derive(Debug)]
pub(super) struct Standing {
    /// Those that have a result, the best first; equals in the file's order.
    pub(super) ranking: Vec<(MemberId, f64)>,
    /// By their places among the members of the area.
    pub(super) ranks: Vec<Option<Rank>>,
    /// The mean as the methodology counts members.
    pub(super) mean: Option<f64>,
    /// The highest of the values over which that is taken.
    pub(super) highest: Option<f64>,
    /// By level, the highest first.
    pub(super) level_counts: Vec<usize>,
}

/// A place for each [`Standing`].
#[derive(Debug)]
pub(super) struct Standings {
    places: Vec<OnceLock<Box<Standing>>>,
    components: usize,
    /// The areas and the whole.
    areas: usize,
}

impl Standings {
    pub(super) fn of(survey: &Survey) -> Standings {
        let (components, areas) = (survey.methodology.components.len(), survey.areas.len() + 1);
        let count = survey.editions.len() * components * areas;
        Standings {
            places: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            components,
            areas,
        }
    }
}

impl Indices {
    /// How the members of an area stand.
    pub(super) fn standing(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> &Standing {
        let all = &self.standings;
        let area_place = area.map_or(0, |area| area.0 + 1);
        let place = (edition.0 * all.components + component.0) * all.areas + area_place;
        all.places[place].get_or_init(|| Box::new(self.compare(edition, component, area)))
    }

    fn compare(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Standing {
        let survey = self.survey();
        let methodology = &survey.methodology;
        let members: Vec<MemberId> = survey.members_of(area).collect();
        let better = |value| oriented(survey, component, value);
        let results = members
            .iter()
            .map(|m| self.result(edition, component, *m))
            .collect::<Vec<_>>();
        let keys: Vec<Option<f64>> = results.iter().map(|result| result.map(better)).collect();
        let ranked = members.iter().zip(&results);
        let mut ranking: Vec<(MemberId, f64)> = ranked
            .filter_map(|(m, result)| Some((*m, (*result)?)))
            .collect();
        ranking.sort_by(|a, b| better(b.1).total_cmp(&better(a.1)));
        let values = self.values(edition, component, area, None);
        let mut level_counts = vec![0; methodology.levels.len()];
        for LevelId(level) in members
            .iter()
            .filter_map(|m| self.cell(edition, component, *m).level)
        {
            level_counts[level] += 1;
        }
        Standing {
            ranking,
            ranks: rank::ranks(&keys, methodology.ties, methodology.rank_decimals),
            mean: summary::mean(&values),
            highest: summary::highest(&values),
            level_counts,
        }
    }
}
