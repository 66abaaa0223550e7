//! From what parsers count of a text, characters and lines, to its bytes.

/// The bytes at which characters and lines begin.
pub(in crate::source) struct Positions {
    /// Of each character, and of the end.
    bytes: Vec<usize>,
    /// Of each line, which character it begins with.
    lines: Vec<usize>,
}

impl Positions {
    pub(in crate::source) fn of(text: &str) -> Positions {
        let mut lines = vec![0];
        let mut bytes = Vec::with_capacity(text.len() + 1);
        for (index, (at, c)) in text.char_indices().enumerate() {
            bytes.push(at);
            let ends = match c {
                '\r' => !text[at + 1..].starts_with('\n'),
                // Those of YAML 1.1, which libyaml reads.
                c => matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}'),
            };
            if ends {
                lines.push(index + 1);
            }
        }
        bytes.push(text.len());
        Positions { bytes, lines }
    }

    /// The byte of a character, counted from 0.
    pub(in crate::source) fn byte(&self, index: usize) -> Option<usize> {
        self.bytes.get(index).copied()
    }

    /// The byte of a place, both counted from 1; beyond the end, the end.
    pub(in crate::source) fn line_column(&self, line: usize, column: usize) -> usize {
        let first = self.lines.get(line.saturating_sub(1)).copied();
        first
            .and_then(|first| self.byte(first.saturating_add(column.saturating_sub(1))))
            .or(self.bytes.last().copied())
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_yaml_says() {
        let text = "甲b\r\nc\rd\u{2028}e\n";
        let positions = Positions::of(text);
        let at = |line, column| &text[positions.line_column(line, column)..];
        assert_eq!(at(1, 2), "b\r\nc\rd\u{2028}e\n");
        assert_eq!(at(2, 1), "c\rd\u{2028}e\n");
        assert_eq!(at(3, 1), "d\u{2028}e\n");
        assert_eq!(at(4, 1), "e\n");
        assert_eq!(at(5, 1), "");
        assert_eq!(at(9, 9), "");
        assert_eq!(positions.byte(1), Some(3));
    }
}
