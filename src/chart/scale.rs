//! Scales: which range an axis covers, where its ticks stand, which of its labels fit.

use super::spec::Num;

/// A linear axis: its range and its ticks, `step` apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Linear {
    pub low: f64,
    pub high: f64,
    pub step: f64,
    pub ticks: Vec<f64>,
}

/// More light lines than this make a grid noisy.
pub(crate) const MOST_TICKS: usize = 10;

impl Linear {
    /// An axis from round number to round number around `values`, about `target` steps long;
    /// from zero where `zero`. Without values, from 0 to 1.
    pub(crate) fn nice(values: impl IntoIterator<Item = f64>, zero: bool, target: usize) -> Linear {
        let mut low = f64::INFINITY;
        let mut high = f64::NEG_INFINITY;
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if zero {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        if high - low < 1e-9 {
            // A single value: give it room on the side where there is none.
            let room = if high == 0.0 { 1.0 } else { high.abs() / 2.0 };
            if zero && high > 0.0 {
                high += room;
            } else {
                low -= room;
                high += room;
            }
        }
        let step = nice_step(high - low, target);
        let first = (low / step + 1e-9).floor();
        let last = (high / step - 1e-9).ceil();
        Linear::from_steps(first, last, step)
    }

    /// An axis over `range`, widened where it does not hold all values; without a range as
    /// [`Linear::nice`].
    pub(crate) fn within(
        range: Option<(Num, Num)>,
        values: impl IntoIterator<Item = f64>,
        zero: bool,
        target: usize,
    ) -> Linear {
        match range {
            None => Linear::nice(values, zero, target),
            Some((low, high)) => {
                let (mut low, mut high) = (low.get(), high.get());
                for value in values {
                    low = low.min(value);
                    high = high.max(value);
                }
                Linear::exact(low, high, target)
            }
        }
    }

    /// An axis over exactly this range, with ticks at round numbers inside it.
    pub(crate) fn exact(low: f64, high: f64, target: usize) -> Linear {
        if high <= low {
            return Linear::nice([low, high], false, target);
        }
        let step = nice_step(high - low, target);
        let first = (low / step - 1e-9).ceil();
        let last = (high / step + 1e-9).floor();
        Linear {
            low,
            high,
            ..Linear::from_steps(first, last, step)
        }
    }

    fn from_steps(first: f64, last: f64, step: f64) -> Linear {
        let count = (last - first).clamp(0.0, 20.0) as i32;
        let ticks = (0..=count)
            .map(|i| {
                let tick = (first + f64::from(i)) * step;
                // 3 × 0.1 is not 0.3: take the decimal that was meant.
                let scale = (1.0 / step).max(1.0) * 10.0;
                (tick * scale).round() / scale
            })
            .collect();
        Linear {
            low: first * step,
            high: last * step,
            step,
            ticks,
        }
    }
}

/// 1, 2 or 5 times a power of ten that divides `span` into about `target` steps, never more
/// than [`MOST_TICKS`] ticks.
fn nice_step(span: f64, target: usize) -> f64 {
    let target = target.clamp(1, MOST_TICKS - 3) as f64;
    let rough = span / target;
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|m| m * power);
    steps
        .into_iter()
        .find(|step| span / step <= target + 0.5)
        .unwrap_or(10.0 * power)
}

/// Which of the labels with these rising centres and widths can be written without touching:
/// the last, the first if it can, and those between that fit.
pub(crate) fn fitting(centres: &[f64], widths: &[f64], gap: f64) -> Vec<bool> {
    let n = centres.len().min(widths.len());
    let clear = |a: usize, b: usize| centres[b] - centres[a] >= (widths[a] + widths[b]) / 2.0 + gap;
    // From the end, because the latest edition is the one that readers look for.
    let mut shown: Vec<usize> = Vec::new();
    for i in (0..n).rev() {
        if shown.last().is_none_or(|&next| clear(i, next)) {
            shown.push(i);
        }
    }
    // The first is worth more than those that stand in its way, but not than the last.
    if shown.last().is_some_and(|&lowest| lowest != 0) {
        let kept = shown.iter().filter(|&&i| clear(0, i)).count();
        if kept > 0 {
            shown.truncate(kept);
            shown.push(0);
        }
    }
    (0..n).map(|i| shown.contains(&i)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        let axis = Linear::nice([0.3423, 0.7727], true, 5);
        assert_eq!((axis.low, axis.high), (0.0, 0.8));
        assert_eq!(axis.ticks, [0.0, 0.2, 0.4, 0.6, 0.8]);
        let axis = Linear::nice([29.0, 66.0, 67.0, 32.0], true, 5);
        assert_eq!(axis.ticks, [0.0, 20.0, 40.0, 60.0, 80.0]);
        let axis = Linear::nice([-0.12, 0.33], true, 5);
        assert_eq!(axis.ticks, [-0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4]);
        let axis = Linear::exact(1.0, 193.0, 4);
        assert_eq!(axis.ticks, [50.0, 100.0, 150.0]);
    }

    #[test]
    fn any_range_has_an_axis() {
        for values in [
            vec![],
            vec![0.0],
            vec![5.0],
            vec![-5.0],
            vec![1e15, -1e15],
            vec![1e-12],
        ] {
            for zero in [true, false] {
                for target in [0, 1, 5, 100] {
                    let axis = Linear::nice(values.clone(), zero, target);
                    assert!(axis.low < axis.high, "{values:?}");
                    assert!((2..=MOST_TICKS).contains(&axis.ticks.len()), "{axis:?}");
                }
            }
        }
    }

    #[test]
    fn labels_are_thinned_from_the_end() {
        let centres: Vec<f64> = (0..6).map(|i| f64::from(i) * 20.0).collect();
        let shown = fitting(&centres, &[30.0; 6], 4.0);
        assert_eq!(shown, [true, false, false, true, false, true]);
        assert_eq!(fitting(&centres, &[10.0; 6], 4.0), [true; 6]);
        assert_eq!(fitting(&[0.0], &[900.0], 4.0), [true]);
        assert!(fitting(&[], &[], 4.0).is_empty());
    }
}
