//! From values to scores between 0 and 1, over the members of one edition.
//!
//! Formulas: OECD/JRC, *Handbook on Constructing Composite Indicators* (2008), step 5; goalposts
//! with logarithms as in the technical notes of the Human Development Report.

use crate::survey::recipe::{Beyond, Direction, Normalise, Scale};

/// What a value that cannot be told from the others scores: the middle.
const UNDECIDED: f64 = 0.5;

/// Scores of `values` (one per member, `None` where there is no value).
///
/// Where all values of an edition are equal, `MinMax`, `ZScoreMinMax` and `PercentRank` have
/// nothing to measure by, and every member scores 0.5. `range` is used to turn round a value that
/// is not normalised.
pub fn normalise(
    values: &[Option<f64>],
    method: Normalise,
    direction: Direction,
    range: Option<(f64, f64)>,
) -> Vec<Option<f64>> {
    let scores: Vec<Option<f64>> = match method {
        Normalise::None => values.to_vec(),
        Normalise::MinMax => min_max(values),
        Normalise::ZScoreMinMax => min_max(&z_scores(values)),
        Normalise::PercentRank => percent_rank(values),
        Normalise::Goalposts {
            min,
            max,
            scale,
            beyond,
        } => values
            .iter()
            .map(|v| v.map(|v| between_goalposts(v, min, max, scale, beyond)))
            .collect(),
    };
    if direction == Direction::Higher {
        return scores;
    }
    let (low, high) = match method {
        Normalise::None => range.unwrap_or((0.0, 1.0)),
        _ => (0.0, 1.0),
    };
    scores.iter().map(|s| s.map(|s| low + high - s)).collect()
}

fn between_goalposts(value: f64, min: f64, max: f64, scale: Scale, beyond: Beyond) -> f64 {
    let value = match beyond {
        Beyond::Cap => value.clamp(min, max),
        // A value beyond has been refused by the reader of the edition, unless it is flagged.
        Beyond::Error => value,
    };
    match scale {
        Scale::Linear => (value - min) / (max - min),
        Scale::Log if value > 0.0 => (value.ln() - min.ln()) / (max.ln() - min.ln()),
        Scale::Log => 0.0,
    }
}

fn min_max(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let known = values.iter().flatten();
    let min = known.clone().copied().fold(f64::INFINITY, f64::min);
    let max = known.copied().fold(f64::NEG_INFINITY, f64::max);
    values
        .iter()
        .map(|v| {
            v.map(|v| {
                if max > min {
                    (v - min) / (max - min)
                } else {
                    UNDECIDED
                }
            })
        })
        .collect()
}

/// With the standard deviation of the whole population of the edition.
fn z_scores(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let n = known.len() as f64;
    let mean = known.iter().sum::<f64>() / n;
    let deviation = (known.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    values
        .iter()
        .map(|v| {
            v.map(|v| {
                if deviation > 0.0 {
                    (v - mean) / deviation
                } else {
                    0.0
                }
            })
        })
        .collect()
}

fn percent_rank(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut known: Vec<f64> = values.iter().flatten().copied().collect();
    known.sort_by(f64::total_cmp);
    let others = known.len().saturating_sub(1);
    values
        .iter()
        .map(|v| {
            v.map(|v| {
                if others == 0 {
                    return UNDECIDED;
                }
                let below = known.partition_point(|k| *k < v);
                let equal = known.partition_point(|k| *k <= v) - below - 1;
                (below as f64 + equal as f64 / 2.0) / others as f64
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(values: &[f64], method: Normalise, direction: Direction) -> Vec<f64> {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        normalise(&values, method, direction, Some((0.0, 10.0)))
            .into_iter()
            .flatten()
            .collect()
    }

    #[test]
    fn each_method_by_hand() {
        use Direction::{Higher, Lower};
        assert_eq!(
            scores(&[2.0, 4.0, 6.0], Normalise::MinMax, Higher),
            [0.0, 0.5, 1.0]
        );
        assert_eq!(
            scores(&[2.0, 4.0, 6.0], Normalise::MinMax, Lower),
            [1.0, 0.5, 0.0]
        );
        assert_eq!(scores(&[2.0, 4.0], Normalise::None, Lower), [8.0, 6.0]);
        assert_eq!(
            scores(&[1.0, 3.0, 3.0, 9.0], Normalise::PercentRank, Higher),
            [0.0, 0.5, 0.5, 1.0]
        );
        let z = scores(&[2.0, 4.0, 6.0], Normalise::ZScoreMinMax, Higher);
        assert!(
            z.iter()
                .zip([0.0, 0.5, 1.0])
                .all(|(a, b)| (a - b).abs() < 1e-12)
        );
    }

    #[test]
    fn goalposts_cap_and_logarithms() {
        let linear = Normalise::Goalposts {
            min: 20.0,
            max: 85.0,
            scale: Scale::Linear,
            beyond: Beyond::Cap,
        };
        assert_eq!(
            scores(&[52.5, 90.0, 10.0], linear, Direction::Higher),
            [0.5, 1.0, 0.0]
        );
        let log = Normalise::Goalposts {
            min: 100.0,
            max: 10000.0,
            scale: Scale::Log,
            beyond: Beyond::Cap,
        };
        // ln 1000 lies half way between ln 100 and ln 10000.
        assert!((scores(&[1000.0], log, Direction::Higher)[0] - 0.5).abs() < 1e-12);
        assert_eq!(scores(&[-5.0], log, Direction::Higher), [0.0]);
    }

    #[test]
    fn equal_values_score_the_middle_and_missing_stays_missing() {
        for method in [
            Normalise::MinMax,
            Normalise::ZScoreMinMax,
            Normalise::PercentRank,
        ] {
            assert_eq!(scores(&[3.0], method, Direction::Higher), [0.5]);
            assert_eq!(scores(&[3.0, 3.0], method, Direction::Higher), [0.5, 0.5]);
            let with_gap = normalise(
                &[Some(1.0), None, Some(2.0)],
                method,
                Direction::Higher,
                None,
            );
            assert_eq!(with_gap[1], None);
            assert!(
                normalise(&[None, None], method, Direction::Higher, None)
                    .iter()
                    .all(Option::is_none)
            );
        }
    }
}
