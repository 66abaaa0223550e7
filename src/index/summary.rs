//! Numbers about many members: means, medians, counts.

use super::Indices;
use crate::survey::{AreaId, AreaKind, ComponentId, EditionId, LevelId, MemberId};

/// The arithmetic mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The value in the middle, or the mean of the two; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The value below which a share `q` (0 to 1) of the values lies, with linear interpolation
/// (Hyndman and Fan 1996, type 7); `None` of nothing.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let at = q.clamp(0.0, 1.0) * last as f64;
    let (below, above) = (at.floor() as usize, at.ceil() as usize);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (at - at.floor()))
}

/// The lowest; `None` of nothing.
pub fn lowest(values: &[f64]) -> Option<f64> {
    values.iter().copied().reduce(f64::min)
}

/// The highest; `None` of nothing.
pub fn highest(values: &[f64]) -> Option<f64> {
    values.iter().copied().reduce(f64::max)
}

/// Pearson's product-moment correlation, from −1 to 1; `None` of fewer than three pairs, or where one
/// side does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let n = pairs.len() as f64;
    let (x, y) = (
        pairs.iter().map(|p| p.0).sum::<f64>() / n,
        pairs.iter().map(|p| p.1).sum::<f64>() / n,
    );
    let sum = |of: fn(f64, f64) -> f64| pairs.iter().map(|p| of(p.0 - x, p.1 - y)).sum::<f64>();
    let (xx, yy, xy) = (sum(|a, _| a * a), sum(|_, b| b * b), sum(|a, b| a * b));
    let scale = (xx * yy).sqrt();
    (scale > 0.0).then(|| (xy / scale).clamp(-1.0, 1.0))
}

impl Indices {
    /// Two components of each member of an area that has both: in an edition, or with one before it
    /// their changes since that.
    pub fn pairs(
        &self,
        of: ComponentId,
        with: ComponentId,
        (before, edition): (Option<EditionId>, EditionId),
        area: Option<AreaId>,
    ) -> Vec<(f64, f64)> {
        let value = |component, member| match before {
            None => self.result(edition, component, member),
            Some(before) => self.change(before, edition, component, member),
        };
        self.survey()
            .members_of(area)
            .filter_map(|m| Some((value(of, m)?, value(with, m)?)))
            .collect()
    }

    /// The mean of an area's members as the methodology counts them.
    pub fn mean(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Option<f64> {
        self.standing(edition, component, area).mean
    }

    /// The highest of the values over which that mean is taken.
    pub fn highest(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Option<f64> {
        self.standing(edition, component, area).highest
    }

    /// The members of an area on a level.
    pub fn on_level(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
        level: LevelId,
    ) -> Vec<MemberId> {
        self.survey()
            .members_of(area)
            .filter(|m| self.cell(edition, component, *m).level == Some(level))
            .collect()
    }

    /// How many assessed members of an area are on each level, highest first.
    pub fn level_counts(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> Vec<usize> {
        self.standing(edition, component, area).level_counts.clone()
    }

    /// The regions with their means, highest first.
    pub fn regions_by_mean(
        &self,
        edition: EditionId,
        component: ComponentId,
        counted: Option<crate::survey::methodology::Counted>,
    ) -> Vec<(AreaId, f64)> {
        let mut regions: Vec<(AreaId, f64)> = self
            .survey()
            .areas_of(AreaKind::Region)
            .filter_map(|area| {
                let mean = match counted {
                    None => self.mean(edition, component, Some(area)),
                    counted => mean(&self.values(edition, component, Some(area), counted)),
                };
                Some((area, mean?))
            })
            .collect();
        regions.sort_by(|a, b| b.1.total_cmp(&a.1));
        regions
    }

    /// How many members have the index and `component` on the same level.
    pub fn same_level(
        &self,
        edition: EditionId,
        component: ComponentId,
        area: Option<AreaId>,
    ) -> usize {
        self.survey()
            .members_of(area)
            .filter(|m| {
                let index = self.cell(edition, ComponentId::INDEX, *m).level;
                index.is_some() && index == self.cell(edition, component, *m).level
            })
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_by_hand() {
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(quantile(&[0.0, 10.0], 0.25), Some(2.5));
        assert_eq!((mean(&[]), median(&[]), lowest(&[])), (None, None, None));
    }
}
