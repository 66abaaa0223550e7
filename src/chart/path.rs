//! Numbers and path data, as short as SVG allows.

use plotters_backend::BackendCoord;

/// A canvas coordinate in units of the drawing, as short as SVG allows: `12.3`, `12`, `.5`.
pub(crate) fn tenths(value: f64) -> String {
    let mut text = String::with_capacity(8);
    push_tenths(&mut text, value.round() as i64);
    text
}

/// Appends what [`tenths`] gives. Drawings are mostly coordinates, so none of them has a
/// string of its own.
pub(crate) fn push_tenths(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    let value = value.unsigned_abs();
    let (whole, rest) = (value / 10, value % 10);
    if whole > 0 || rest == 0 {
        push_whole(out, whole);
    }
    if rest > 0 {
        out.push('.');
        push_whole(out, rest);
    }
}

fn push_whole(out: &mut String, number: u64) {
    if number >= 10 {
        push_whole(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Path data with the separators that SVG can do without left out, at the end of a text.
pub(super) struct Path<'a>(&'a mut String);

impl Path<'_> {
    /// Path data behind `out`, which they begin with a command.
    pub(super) fn behind(out: &mut String) -> Path<'_> {
        Path(out)
    }

    pub(super) fn command(&mut self, letter: char) -> &mut Self {
        self.0.push(letter);
        self
    }

    pub(super) fn number(&mut self, value: i32) -> &mut Self {
        let after_number = self.0.as_bytes().last().is_some_and(u8::is_ascii_digit);
        if after_number && value >= 0 {
            self.0.push(' ');
        }
        push_tenths(self.0, i64::from(value));
        self
    }

    pub(super) fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) -> &mut Self {
        let mut last: Option<BackendCoord> = None;
        for (x, y) in points {
            match last {
                None => self.command('M').number(x).number(y),
                Some((lx, ly)) if lx == x && ly == y => continue,
                Some((lx, ly)) if ly == y => self.command('h').number(x - lx),
                Some((lx, ly)) if lx == x => self.command('v').number(y - ly),
                Some((lx, ly)) => self.command('l').number(x - lx).number(y - ly),
            };
            last = Some((x, y));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(tenths(123.0), "12.3");
        assert_eq!(tenths(-5.0), "-.5");
        assert_eq!(tenths(120.0), "12");
        assert_eq!(tenths(-0.2), "0");
    }
}
