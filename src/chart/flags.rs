//! Names above a plot, each over its place, with a leader or a rule down to it.

use super::labels::MOST_NAMES;
use super::paper::{Paper, Pen};

/// A name above its place.
pub(crate) struct Flag {
    /// Where it points.
    pub x: f64,
    pub lines: Vec<String>,
    bold: bool,
    left: f64,
    /// The lines of names below it.
    pub level: usize,
}

/// Lays names above their places, each as low as the names already there allow; only so many as can
/// be read.
pub(crate) fn stack(paper: &Paper, mut names: Vec<(f64, String, bool)>) -> Vec<Flag> {
    names.truncate(MOST_NAMES);
    let mut levels: Vec<Vec<(f64, f64)>> = Vec::new();
    let room = paper.width * 0.6;
    let places: Vec<f64> = names.iter().map(|name| name.0).collect();
    let place = |(i, (x, text, bold)): (usize, (f64, String, bool))| {
        let lines = paper.wrap(&text, room, bold);
        let widths = lines.iter().map(|line| paper.measure(line, bold));
        let width = widths.fold(0.0, f64::max);
        let mut left = (x - width / 2.0).min(paper.width - width).max(0.0);
        // A name further right may have to stand above this one: leave its leader the way down.
        let right = places
            .iter()
            .enumerate()
            .filter(|&(j, &other)| j > i && other >= x);
        let next = right.map(|(_, &other)| other).fold(f64::INFINITY, f64::min);
        if left + width + 3.0 > next && next - width - 4.0 >= 0.0 {
            left = next - width - 4.0;
        }
        let (from, to) = (left - 5.0, left + width + 5.0);
        let free = |level: &Vec<(f64, f64)>| level.iter().all(|&(a, b)| to <= a || b <= from);
        let level = (0..levels.len())
            .find(|&k| levels[k..].iter().take(lines.len()).all(free))
            .unwrap_or(levels.len());
        let top = level + lines.len();
        levels.resize_with(levels.len().max(top), Vec::new);
        for taken in &mut levels[level..top] {
            taken.push((left, left + width));
        }
        // The leader of a name higher up must not run into one below it.
        for taken in &mut levels[..level] {
            taken.push((x - 1.0, x + 1.0));
        }
        Flag {
            x,
            lines,
            bold,
            left,
            level,
        }
    };
    names.into_iter().enumerate().map(place).collect()
}

/// How many lines of names there are.
pub(crate) fn levels(flags: &[Flag]) -> usize {
    let tops = flags.iter().map(|flag| flag.level + flag.lines.len());
    tops.max().unwrap_or(0)
}

/// Writes names above height `base`.
pub(crate) fn write(paper: &Paper, flags: &[Flag], base: f64, muted: bool) {
    for flag in flags {
        let top = flag.level + flag.lines.len();
        let y = base - (top as f64 - 0.5) * paper.leading;
        let pen = Pen::START.bold(flag.bold).halo();
        let pen = if muted { pen.muted() } else { pen };
        paper.lines(flag.left, y, &flag.lines, pen);
    }
}
