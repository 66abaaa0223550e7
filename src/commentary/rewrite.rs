//! A text changed in places, which still knows where each part of it came from.

use std::ops::Range;

/// A text made from another by replacing stretches of it.
#[derive(Clone, Debug, Default)]
pub struct Rewritten {
    /// The new text.
    pub text: String,
    /// Where stretches of the new text start, and where they started in the old one.
    starts: Vec<(usize, usize)>,
}

/// A stretch of the old text and what stands there in the new one.
#[derive(Clone, Debug)]
pub struct Edit {
    /// In bytes of the old text; may be empty.
    pub at: Range<usize>,
    /// The replacement.
    pub with: String,
}

impl Rewritten {
    /// Applies `edits`, which do not overlap and stand in order.
    pub fn apply(old: &str, edits: &[Edit]) -> Rewritten {
        let mut new = Rewritten {
            text: String::with_capacity(old.len()),
            starts: vec![(0, 0)],
        };
        let mut copied = 0;
        for edit in edits {
            new.text.push_str(&old[copied..edit.at.start]);
            new.starts.push((new.text.len(), edit.at.start));
            new.text.push_str(&edit.with);
            new.starts.push((new.text.len(), edit.at.end));
            copied = edit.at.end;
        }
        new.text.push_str(&old[copied..]);
        new
    }

    /// Where a position of the new text was in the old one; inside a replacement, its start.
    pub fn origin(&self, at: usize) -> usize {
        let index = self.starts.partition_point(|(new, _)| *new <= at);
        let (new, old) = self.starts[index.saturating_sub(1)];
        let limit = self.starts.get(index).map_or(usize::MAX, |(_, old)| *old);
        (old + (at - new)).min(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_traced_back() {
        let edits = [
            Edit {
                at: 2..5,
                with: "X".into(),
            },
            Edit {
                at: 6..6,
                with: "++".into(),
            },
        ];
        let new = Rewritten::apply("abCDEfgh", &edits);
        assert_eq!(new.text, "abXf++gh");
        assert_eq!(
            [0, 1, 2, 3, 6, 7].map(|at| new.origin(at)),
            [0, 1, 2, 5, 6, 7]
        );
    }
}
