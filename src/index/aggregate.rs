//! From the scores of parts to the value of the whole.

use crate::survey::recipe::{Aggregation, Missing};

/// A part: its score and its weight beside its siblings (≥ 0, not yet scaled).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Between 0 and 1 as a rule; `None` where the part has no value.
    pub score: Option<f64>,
    /// Only proportions matter.
    pub weight: f64,
}

/// A part as it entered the aggregate: its score and its weight, the weights summing to 1. A part
/// that was left out has no score and the weight 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effective {
    /// The score that counted.
    pub score: Option<f64>,
    /// The weight that it had.
    pub weight: f64,
}

/// The parts as they count under the rule for missing values, or `None` if the whole has no value.
pub fn effective(parts: &[Part], missing: Missing) -> Option<Vec<Effective>> {
    let known = parts.iter().filter(|p| p.score.is_some()).count();
    let filled: Vec<Part> = match missing {
        Missing::None if known < parts.len() => return None,
        Missing::Rescale { at_least } if known < at_least => return None,
        Missing::None | Missing::Rescale { .. } => parts.to_vec(),
        Missing::Score(score) => parts
            .iter()
            .map(|p| Part {
                score: p.score.or(Some(score)),
                ..*p
            })
            .collect(),
    };
    let total: f64 = filled
        .iter()
        .filter(|p| p.score.is_some())
        .map(|p| p.weight)
        .sum();
    if total <= 0.0 {
        return None;
    }
    Some(
        filled
            .iter()
            .map(|p| Effective {
                score: p.score,
                weight: p.score.map_or(0.0, |_| p.weight / total),
            })
            .collect(),
    )
}

/// The weighted mean of the parts.
///
/// Arithmetic Σ wᵢxᵢ, geometric Π xᵢ^wᵢ, harmonic 1 / Σ wᵢ/xᵢ, with Σ wᵢ = 1. A score of 0 (or
/// less) with a weight makes the geometric and the harmonic mean 0, their limit.
pub fn aggregate(parts: &[Effective], aggregation: Aggregation) -> f64 {
    let known = parts
        .iter()
        .filter_map(|p| Some((p.score?, p.weight)))
        .filter(|(_, weight)| *weight > 0.0);
    match aggregation {
        Aggregation::Arithmetic => known.map(|(x, w)| w * x).sum(),
        Aggregation::Geometric | Aggregation::Harmonic if known.clone().any(|(x, _)| x <= 0.0) => {
            0.0
        }
        Aggregation::Geometric => known.map(|(x, w)| w * x.ln()).sum::<f64>().exp(),
        Aggregation::Harmonic => 1.0 / known.map(|(x, w)| w / x).sum::<f64>(),
    }
}

/// What each part brought to a change of the whole, and what the change of weights brought.
///
/// Exact: the terms sum to the change. Arithmetic: w̄ᵢΔxᵢ and Σ x̄ᵢΔwᵢ with means of both dates.
/// Geometric: the same in logarithms, scaled by the logarithmic mean of the whole (LMDI; Ang 2004).
/// Harmonic: the same in reciprocals, scaled by −I₀I₁. `None` where a part counts at one date only,
/// or where a score of 0 makes a logarithm or reciprocal of it undefined.
pub fn contributions(
    before: &[Effective],
    after: &[Effective],
    aggregation: Aggregation,
) -> Option<(Vec<f64>, f64)> {
    let transform = |x: f64| match aggregation {
        Aggregation::Arithmetic => Some(x),
        Aggregation::Geometric => (x > 0.0).then(|| x.ln()),
        Aggregation::Harmonic => (x > 0.0).then(|| x.recip()),
    };
    let (first, last) = (
        aggregate(before, aggregation),
        aggregate(after, aggregation),
    );
    let scale = match aggregation {
        Aggregation::Arithmetic => 1.0,
        Aggregation::Geometric => logarithmic_mean(first, last),
        Aggregation::Harmonic => -first * last,
    };
    let mut by_part = Vec::with_capacity(before.len());
    let mut by_weights = 0.0;
    for (b, a) in before.iter().zip(after) {
        if b.score.is_none() && a.score.is_none() {
            by_part.push(0.0);
            continue;
        }
        let (x0, x1) = (transform(b.score?)?, transform(a.score?)?);
        by_part.push(scale * (b.weight + a.weight) / 2.0 * (x1 - x0));
        by_weights += scale * (x0 + x1) / 2.0 * (a.weight - b.weight);
    }
    Some((by_part, by_weights))
}

fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if (a - b).abs() < 1e-12 {
        a
    } else {
        (b - a) / (b.ln() - a.ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(scores: &[Option<f64>], weights: &[f64]) -> Vec<Part> {
        scores
            .iter()
            .zip(weights)
            .map(|(score, weight)| Part {
                score: *score,
                weight: *weight,
            })
            .collect()
    }

    fn value(
        scores: &[Option<f64>],
        weights: &[f64],
        missing: Missing,
        a: Aggregation,
    ) -> Option<f64> {
        effective(&parts(scores, weights), missing).map(|e| aggregate(&e, a))
    }

    #[test]
    fn means_by_hand() {
        let scores = [Some(0.25), Some(1.0)];
        let one = |a| value(&scores, &[1.0, 1.0], Missing::None, a);
        assert_eq!(one(Aggregation::Arithmetic), Some(0.625));
        assert_eq!(one(Aggregation::Geometric), Some(0.5));
        // 1 / ((4 + 1) / 2)
        assert_eq!(one(Aggregation::Harmonic), Some(0.4));
        assert_eq!(
            value(
                &[Some(0.0), Some(1.0)],
                &[1.0, 1.0],
                Missing::None,
                Aggregation::Geometric
            ),
            Some(0.0)
        );
    }

    #[test]
    fn missing_values_by_each_rule() {
        let scores = [Some(0.6), None, Some(0.2)];
        let weights = [2.0, 1.0, 1.0];
        let one = |m| value(&scores, &weights, m, Aggregation::Arithmetic);
        assert_eq!(one(Missing::None), None);
        // (2 × 0.6 + 1 × 0.2) / 3
        assert!((one(Missing::Rescale { at_least: 2 }).unwrap_or(9.0) - 1.4 / 3.0).abs() < 1e-12);
        assert_eq!(one(Missing::Rescale { at_least: 3 }), None);
        // (2 × 0.6 + 0 + 0.2) / 4
        assert!((one(Missing::Score(0.0)).unwrap_or(9.0) - 0.35).abs() < 1e-12);
        assert_eq!(
            value(
                &[None],
                &[1.0],
                Missing::Rescale { at_least: 0 },
                Aggregation::Arithmetic
            ),
            None
        );
    }

    type Row = (f64, f64, f64, f64);

    proptest! {
        #[test]
        fn means_lie_between_the_parts_and_ignore_the_scale_of_weights(
            pairs in prop::collection::vec((0.01f64..1.0, 0.01f64..5.0), 1..8),
            factor in 0.1f64..10.0,
        ) {
            let scores: Vec<_> = pairs.iter().map(|p| Some(p.0)).collect();
            let weights: Vec<_> = pairs.iter().map(|p| p.1).collect();
            let scaled: Vec<_> = weights.iter().map(|w| w * factor).collect();
            let low = pairs.iter().map(|p| p.0).fold(1.0, f64::min);
            let high = pairs.iter().map(|p| p.0).fold(0.0, f64::max);
            let mut means = Vec::new();
            for a in [Aggregation::Harmonic, Aggregation::Geometric, Aggregation::Arithmetic] {
                let mean = value(&scores, &weights, Missing::None, a).unwrap_or(f64::NAN);
                let same = value(&scores, &scaled, Missing::None, a).unwrap_or(f64::NAN);
                prop_assert!((mean - same).abs() < 1e-9);
                prop_assert!(mean >= low - 1e-9 && mean <= high + 1e-9);
                means.push(mean);
            }
            prop_assert!(means[0] <= means[1] + 1e-9 && means[1] <= means[2] + 1e-9);
        }

        #[test]
        fn contributions_sum_to_the_change(
            rows in prop::collection::vec((0.01f64..1.0, 0.01f64..1.0, 0.1f64..3.0, 0.1f64..3.0), 1..6),
        ) {
            for a in [Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::Harmonic] {
                let side = |x: fn(&Row) -> (f64, f64)| {
                    let parts: Vec<Part> = rows.iter().map(|r| {
                        let (score, weight) = x(r);
                        Part { score: Some(score), weight }
                    }).collect();
                    effective(&parts, Missing::None).unwrap_or_default()
                };
                let before = side(|r| (r.0, r.2));
                let after = side(|r| (r.1, r.3));
                let (by_part, by_weights) = contributions(&before, &after, a).unwrap_or_default();
                let sum = by_part.iter().sum::<f64>() + by_weights;
                prop_assert!((sum - (aggregate(&after, a) - aggregate(&before, a))).abs() < 1e-9);
            }
        }
    }
}
