//! Ranks and levels.

use crate::lang::rounded;
use crate::survey::LevelId;
use crate::survey::methodology::{Level, Ties};

/// A rank; 1 is best. Whole but under [`Ties::Mean`].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rank(pub f64);

impl Rank {
    /// The rank as a whole number, where it is one.
    pub fn whole(self) -> Option<u32> {
        (self.0.fract() == 0.0).then_some(self.0 as u32)
    }
}

/// Values among which others find their ranks, the highest first.
#[derive(Clone, Debug)]
pub struct Field {
    descending: Vec<f64>,
    distinct: Vec<f64>,
    ties: Ties,
    decimals: Option<u8>,
}

impl Field {
    /// The field of the values that are there. They are compared as they are, or rounded to `decimals`
    /// places.
    pub fn new(
        values: impl IntoIterator<Item = Option<f64>>,
        ties: Ties,
        decimals: Option<u8>,
    ) -> Field {
        let mut field = Field {
            descending: Vec::new(),
            distinct: Vec::new(),
            ties,
            decimals,
        };
        let values = values.into_iter().flatten();
        field.descending = values.map(|value| field.compared(value)).collect();
        field.descending.sort_by(|a, b| b.total_cmp(a));
        field.distinct.clone_from(&field.descending);
        field.distinct.dedup();
        field
    }

    /// The rank of one of the values.
    pub fn rank(&self, value: f64) -> Rank {
        self.place(value, 0)
    }

    /// The rank that one more value would have.
    pub fn rank_of_another(&self, value: f64) -> Rank {
        self.place(value, 1)
    }

    fn compared(&self, value: f64) -> f64 {
        self.decimals.map_or(value, |places| rounded(value, places))
    }

    fn place(&self, value: f64, more: usize) -> Rank {
        let value = self.compared(value);
        let above = self.descending.partition_point(|v| *v > value);
        let to_equal = self.descending.partition_point(|v| *v >= value) + more;
        Rank(match self.ties {
            Ties::Competition => above as f64 + 1.0,
            Ties::Modified => to_equal as f64,
            Ties::Dense => self.distinct.partition_point(|v| *v > value) as f64 + 1.0,
            Ties::Mean => (above + 1 + to_equal) as f64 / 2.0,
        })
    }
}

/// Ranks of `values` among themselves, as [`Field`] has them; members without a value have no rank and
/// do not count.
pub fn ranks(values: &[Option<f64>], ties: Ties, decimals: Option<u8>) -> Vec<Option<Rank>> {
    let field = Field::new(values.iter().copied(), ties, decimals);
    values
        .iter()
        .map(|value| value.map(|value| field.rank(value)))
        .collect()
}

/// The level of a value. `levels` stand from the highest to the lowest; below the lowest threshold
/// there is none.
pub fn level(value: f64, levels: &[Level], threshold_in_upper: bool) -> Option<LevelId> {
    let last = levels.len().checked_sub(1)?;
    levels
        .iter()
        .enumerate()
        .find(|(i, level)| {
            value > level.from || (value == level.from && (threshold_in_upper || *i == last))
        })
        .map(|(i, _)| LevelId(i))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Languages, PerLanguage};
    use proptest::prelude::*;

    fn whole(values: &[f64], ties: Ties) -> Vec<f64> {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        ranks(&values, ties, None)
            .into_iter()
            .flatten()
            .map(|r| r.0)
            .collect()
    }

    #[test]
    fn ties_by_each_rule() {
        let values = [0.7, 0.9, 0.8, 0.8];
        assert_eq!(whole(&values, Ties::Competition), [4.0, 1.0, 2.0, 2.0]);
        assert_eq!(whole(&values, Ties::Modified), [4.0, 1.0, 3.0, 3.0]);
        assert_eq!(whole(&values, Ties::Dense), [3.0, 1.0, 2.0, 2.0]);
        assert_eq!(whole(&values, Ties::Mean), [4.0, 1.0, 2.5, 2.5]);
    }

    #[test]
    fn rounding_before_ranking_makes_ties_and_missing_has_no_rank() {
        let got = ranks(
            &[Some(0.1234), Some(0.1233), None],
            Ties::Competition,
            Some(3),
        );
        assert_eq!(got, [Some(Rank(1.0)), Some(Rank(1.0)), None]);
    }

    #[test]
    fn a_value_on_a_threshold_falls_where_the_methodology_says() {
        let named = |id: &str, from| Level {
            id: id.to_owned(),
            name: PerLanguage::same(Languages::built_in(), id.to_owned()),
            from,
        };
        let levels = [named("high", 0.5), named("low", 0.0)];
        assert_eq!(level(0.5, &levels, true), Some(LevelId(0)));
        assert_eq!(level(0.5, &levels, false), Some(LevelId(1)));
        assert_eq!(level(0.0, &levels, false), Some(LevelId(1)));
        assert_eq!(level(-0.1, &levels, true), None);
        assert_eq!(level(0.5, &[], true), None);
    }

    proptest! {
        #[test]
        fn who_joins_a_field_has_the_rank_that_all_together_give(
            values in prop::collection::vec(prop::option::of((0u8..20).prop_map(f64::from)), 0..40),
            own in (0u8..40).prop_map(|half| f64::from(half) / 2.0),
        ) {
            for ties in [Ties::Competition, Ties::Modified, Ties::Dense, Ties::Mean] {
                for decimals in [None, Some(0)] {
                    let field = Field::new(values.iter().copied(), ties, decimals);
                    let all: Vec<_> = values.iter().copied().chain([Some(own)]).collect();
                    let together = ranks(&all, ties, decimals);
                    prop_assert_eq!(Some(field.rank_of_another(own)), together[values.len()]);
                }
            }
        }

        #[test]
        fn ranks_do_not_depend_on_the_order_of_members(
            values in prop::collection::vec(prop::option::of((0u8..20).prop_map(f64::from)), 1..40),
            shift in 0usize..40,
        ) {
            for ties in [Ties::Competition, Ties::Modified, Ties::Dense, Ties::Mean] {
                let straight = ranks(&values, ties, None);
                let mut turned = values.clone();
                let by = shift % values.len();
                turned.rotate_left(by);
                let mut back = ranks(&turned, ties, None);
                back.rotate_right(by);
                prop_assert_eq!(&straight, &back);
                for (i, a) in values.iter().enumerate() {
                    for (j, b) in values.iter().enumerate() {
                        if let (Some(a), Some(b)) = (a, b) {
                            prop_assert_eq!(a > b, straight[i] < straight[j]);
                        }
                    }
                }
            }
        }

        #[test]
        fn mean_ranks_sum_to_the_sum_of_places(values in prop::collection::vec(0u8..9, 1..40)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let n = values.len() as f64;
            prop_assert!((whole(&values, Ties::Mean).iter().sum::<f64>() - n * (n + 1.0) / 2.0).abs() < 1e-9);
        }
    }
}
