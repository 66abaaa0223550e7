//! Where labels stand so that none touches another.

use super::canvas::TextBox;

/// Moves labels along one direction until they keep clear of each other, as little as
/// possible: `wanted` are the centres that they would like, `sizes` their extents; the order
/// of the centres is kept. All stay within `low..high` as long as they fit there; where they
/// do not, they begin at `low` and run past `high`.
pub(crate) fn declutter(wanted: &[f64], sizes: &[f64], low: f64, high: f64) -> Vec<f64> {
    struct Cluster {
        start: f64,
        size: f64,
        /// Of the labels in their order, from here on so many.
        first: usize,
        count: usize,
        /// Where its labels would like it to begin, all added up.
        wishes: f64,
    }
    let n = wanted.len().min(sizes.len());
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut clusters: Vec<Cluster> = Vec::new();
    for (first, &i) in order.iter().enumerate() {
        let start = wanted[i] - sizes[i] / 2.0;
        clusters.push(Cluster {
            start,
            size: sizes[i],
            first,
            count: 1,
            wishes: start,
        });
        // Clusters that touch become one, placed where its members' wishes average.
        while let [.., before, last] = clusters.as_mut_slice() {
            if before.start + before.size <= last.start {
                break;
            }
            before.wishes += last.wishes - before.size * last.count as f64;
            before.size += last.size;
            before.count += last.count;
            before.start = before.wishes / before.count as f64;
            clusters.pop();
        }
    }
    // Push back inside: first from the end, then from the start, which wins.
    let mut limit = high;
    for cluster in clusters.iter_mut().rev() {
        cluster.start = cluster.start.min(limit - cluster.size);
        limit = cluster.start;
    }
    let mut limit = low;
    for cluster in &mut clusters {
        cluster.start = cluster.start.max(limit);
        limit = cluster.start + cluster.size;
    }
    let mut centres = vec![0.0; n];
    for cluster in clusters {
        let mut at = cluster.start;
        for &member in &order[cluster.first..cluster.first + cluster.count] {
            centres[member] = at + sizes[member] / 2.0;
            at += sizes[member];
        }
    }
    centres
}

/// More names than this cannot be read on one drawing: the rest are left to the pointer and the
/// table.
pub(crate) const MOST_NAMES: usize = 100;

/// Room on a drawing where labels can be placed: remembers what is taken.
#[derive(Default)]
pub(crate) struct Room {
    taken: Vec<TextBox>,
}

impl Room {
    /// Marks a box as taken, by a mark or a text.
    pub(crate) fn take(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        self.taken.push(TextBox { x0, y0, x1, y1 });
    }

    /// How much of `wish` is taken, in square units.
    pub(crate) fn cover(&self, wish: &TextBox) -> f64 {
        self.taken
            .iter()
            .filter(|taken| taken.overlaps(wish))
            .map(|taken| {
                let w = taken.x1.min(wish.x1) - taken.x0.max(wish.x0);
                let h = taken.y1.min(wish.y1) - taken.y0.max(wish.y0);
                w * h
            })
            .sum()
    }
}

/// Places for a label of `size` around a point: close to its right, left, above, below and in
/// the corners, then on `rings − 1` wider rings.
pub(crate) fn around(
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    rings: usize,
) -> impl Iterator<Item = TextBox> {
    const WAYS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.7, -0.7),
        (0.7, 0.7),
        (-0.7, -0.7),
        (-0.7, 0.7),
    ];
    (0..rings).flat_map(move |ring| {
        let far = 7.0 + 16.0 * ring as f64;
        WAYS.into_iter().map(move |(dx, dy)| {
            // The label's own centre, pushed out until its edge is `far` away.
            let cx = x + dx * far + dx.signum() * f64::from(dx != 0.0) * width / 2.0;
            let cy = y + dy * far + dy.signum() * f64::from(dy != 0.0) * height / 2.0;
            TextBox {
                x0: cx - width / 2.0,
                y0: cy - height / 2.0,
                x1: cx + width / 2.0,
                y1: cy + height / 2.0,
            }
        })
    })
}

/// The line from a point to its name.
pub(crate) struct Leader {
    pub from: (f64, f64),
    pub to: (f64, f64),
}

impl Leader {
    pub(crate) fn new((x, y): (f64, f64), name: &TextBox) -> Leader {
        Leader {
            from: (x, y),
            to: (x.clamp(name.x0, name.x1), y.clamp(name.y0, name.y1)),
        }
    }

    /// Whether the name stands so far away that the eye needs the line.
    pub(crate) fn is_drawn(&self) -> bool {
        (self.to.0 - self.from.0).hypot(self.to.1 - self.from.1) > 10.0
    }

    /// Whether this line would run across the name that another point wishes for, or across the
    /// line to it.
    pub(crate) fn meets(&self, point: (f64, f64), name: &TextBox) -> bool {
        let other = Leader::new(point, name);
        let (a, b, c, d) = (
            (name.x0, name.y0),
            (name.x1, name.y0),
            (name.x1, name.y1),
            (name.x0, name.y1),
        );
        let drawn = self.is_drawn();
        let edges = [(a, b), (b, c), (c, d), (d, a)];
        (drawn && other.is_drawn() && cross((self.from, self.to), (other.from, other.to)))
            || (drawn
                && edges
                    .into_iter()
                    .any(|edge| cross((self.from, self.to), edge)))
    }
}

type Point = (f64, f64);

/// Whether two lines have a point in common that is no end of either.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| {
        ((q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0)).signum()
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_to_names_cross_or_pass() {
        let name = |x0: f64, y0: f64| TextBox {
            x0,
            y0,
            x1: x0 + 10.0,
            y1: y0 + 10.0,
        };
        let leader = Leader::new((0.0, 0.0), &name(40.0, 40.0));
        assert!(leader.meets((40.0, 0.0), &name(-10.0, 40.0)));
        assert!(leader.meets((0.0, 20.0), &name(10.0, 15.0)));
        assert!(!leader.meets((0.0, 40.0), &name(0.0, 60.0)));
    }

    #[test]
    fn labels_that_keep_clear_stay() {
        assert_eq!(
            declutter(&[50.0, 10.0, 30.0], &[10.0; 3], 0.0, 100.0),
            [50.0, 10.0, 30.0]
        );
    }

    #[test]
    fn labels_that_touch_move_apart_evenly() {
        assert_eq!(
            declutter(&[50.0, 52.0], &[10.0; 2], 0.0, 100.0),
            [46.0, 56.0]
        );
    }

    #[test]
    fn labels_stay_inside_while_they_fit() {
        assert_eq!(
            declutter(&[99.0, 98.0], &[10.0; 2], 0.0, 100.0),
            [95.0, 85.0]
        );
        assert_eq!(
            declutter(&[5.0; 3], &[10.0; 3], 0.0, 20.0),
            [5.0, 15.0, 25.0]
        );
    }
}
