//! Numbers and path data, as short as SVG allows.

use plotters_backend::BackendCoord;

/// A canvas coordinate in units of the drawing, as short as SVG allows: `12.3`, `12`, `.5`.
pub(crate) fn tenths(value: f64) -> String {
    let value = value.round() as i64;
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.abs() / 10, value.abs() % 10);
    match (whole, rest) {
        (_, 0) => format!("{sign}{whole}"),
        (0, _) => format!("{sign}.{rest}"),
        _ => format!("{sign}{whole}.{rest}"),
    }
}

/// Path data with the separators that SVG can do without left out.
#[derive(Default)]
pub(super) struct Path(String);

impl Path {
    pub(super) fn data(&self) -> &str {
        &self.0
    }

    pub(super) fn command(&mut self, letter: char) -> &mut Path {
        self.0.push(letter);
        self
    }

    pub(super) fn number(&mut self, value: i32) -> &mut Path {
        let text = tenths(f64::from(value));
        let after_number = self.0.ends_with(|c: char| c.is_ascii_digit());
        if after_number && !text.starts_with('-') {
            self.0.push(' ');
        }
        self.0.push_str(&text);
        self
    }

    pub(super) fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) -> &mut Path {
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
