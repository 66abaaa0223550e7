//! The canvas behind plotters: a `DrawingBackend` that writes SVG.
//!
//! plotters counts in whole units, so the canvas is ten times larger than the drawing and
//! prints tenths. Paint is a matter of classes: [`Canvas::class`] sets the class of what is
//! drawn next; marks of one class share a `<g>`, and shapes without a title of their own are
//! merged into one path. The colours that plotters passes are ignored on purpose: an ink is a
//! class, so that one drawing serves light and dark pages and print.

use std::convert::Infallible;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::path::{Path, push_tenths, tenths};
use super::text;

/// Units of the canvas in one unit of the drawing.
pub(crate) const UNIT: f64 = 10.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Where a text stands, in units of the drawing, for checks that texts keep clear of each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextBox {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl TextBox {
    pub(crate) fn overlaps(&self, other: &TextBox) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }
}

/// An SVG drawing in the making.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    width: u32,
    height: u32,
    body: String,
    class: Option<String>,
    path: String,
    title: Option<String>,
    /// Each text with its place, for checks.
    #[cfg(test)]
    texts: Vec<(TextBox, String)>,
}

/// About what a drawing takes, so that it seldom has to move while it grows.
const ROOM: usize = 8 * 1024;

impl Canvas {
    /// An empty canvas, sizes in units of the drawing.
    pub(crate) fn new(width: f64, height: f64) -> Canvas {
        let mut canvas = Canvas {
            body: String::with_capacity(ROOM),
            ..Canvas::default()
        };
        canvas.resize(width, height);
        canvas
    }

    pub(crate) fn resize(&mut self, width: f64, height: f64) {
        self.width = (width * UNIT).round() as u32;
        self.height = (height * UNIT).round() as u32;
    }

    pub(crate) fn size(&self) -> (f64, f64) {
        (f64::from(self.width) / UNIT, f64::from(self.height) / UNIT)
    }

    #[cfg(test)]
    pub(crate) fn texts(&self) -> &[(TextBox, String)] {
        &self.texts
    }

    /// Notes where a text stands.
    #[cfg(test)]
    pub(crate) fn note(&mut self, place: TextBox, text: String) {
        self.texts.push((place, text));
    }

    /// Sets the class of what is drawn next.
    pub(crate) fn class(&mut self, class: &str) {
        if self.class.as_deref() == Some(class) {
            return;
        }
        self.close();
        self.push(&["<g class=\"", class, "\">"]);
        self.class = Some(class.to_owned());
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.body.push_str(part);
        }
    }

    /// Gives the next shape a title, which makes it an element of its own.
    pub(crate) fn title(&mut self, title: &str) {
        self.title = Some(title.to_owned());
    }

    fn close(&mut self) {
        self.flush();
        if self.class.take().is_some() {
            self.body.push_str("</g>");
        }
    }

    fn flush(&mut self) {
        if !self.path.is_empty() {
            self.body.push_str("<path d=\"");
            self.body.push_str(&self.path);
            self.body.push_str("\"/>");
            self.path.clear();
        }
    }

    /// Ends the drawing.
    pub(crate) fn finish(&mut self) -> String {
        self.close();
        std::mem::take(&mut self.body)
    }

    fn shape(&mut self, draw: impl FnOnce(&mut Path)) {
        match self.title.take() {
            None => draw(&mut Path::behind(&mut self.path)),
            Some(title) => {
                self.flush();
                self.body.push_str("<path d=\"");
                draw(&mut Path::behind(&mut self.body));
                self.body.push_str("\"><title>");
                push_escaped(&mut self.body, &title);
                self.body.push_str("</title></path>");
            }
        }
    }

    /// Writes lines of text, `leading` apart; `x`, `y` in units of the drawing, `y` the first
    /// baseline.
    pub(crate) fn write_text<S: AsRef<str>>(
        &mut self,
        (x, y): (f64, f64),
        leading: f64,
        lines: &[S],
    ) {
        self.flush();
        let units = |value: f64| (value * UNIT).round() as i64;
        let attribute = |body: &mut String, name: &str, value: f64| {
            body.push_str(name);
            push_tenths(body, units(value));
        };
        attribute(&mut self.body, "<text x=\"", x);
        attribute(&mut self.body, "\" y=\"", y);
        self.body.push_str("\">");
        for (i, line) in lines.iter().enumerate() {
            if i == 0 {
                push_escaped(&mut self.body, line.as_ref());
            } else {
                attribute(&mut self.body, "<tspan x=\"", x);
                attribute(&mut self.body, "\" dy=\"", leading);
                self.body.push_str("\">");
                push_escaped(&mut self.body, line.as_ref());
                self.body.push_str("</tspan>");
            }
        }
        self.body.push_str("</text>");
    }
}

impl Canvas {
    /// A tile of the current class, in one group with its title and its code, so that the place
    /// is written once and the title shows over the code too. `x`, `y` are where the middle of
    /// the code's base line stands, the square begins `above` it.
    pub(crate) fn tile(
        &mut self,
        (x, y): (f64, f64),
        (side, above): (f64, f64),
        title: &str,
        code: Option<(&str, bool)>,
    ) {
        self.flush();
        let short = |value: f64| tenths(value * UNIT);
        let (x, y, s, title) = (short(x), short(y), short(side), escape(title));
        let (left, top) = (short(-side / 2.0), short(-above));
        self.push(&["<g transform=\"translate(", &x, " ", &y, ")\"><title>"]);
        self.push(&[&title, "</title><path d=\"M", &left, &top]);
        self.push(&["h", &s, "v", &s, "h-", &s, "z\"/>"]);
        if let Some((code, bold)) = code {
            let class = if bold { " class=\"b\"" } else { "" };
            self.push(&["<text", class, ">", &escape(code), "</text>"]);
        }
        self.body.push_str("</g>");
    }
}

impl Canvas {
    /// Many dots of one size in the current class as one path: strokes without length, whose ends
    /// are round. What each stands for is in the table of the chart, row by row.
    pub(crate) fn dots(&mut self, points: &[BackendCoord], radius: u32) {
        self.flush();
        let Some(first) = points.first() else {
            return;
        };
        let width = tenths(f64::from(2 * radius));
        self.push(&["<path stroke-width=\"", &width, "\" d=\""]);
        let mut path = Path::behind(&mut self.body);
        path.command('M').number(first.0).number(first.1);
        path.command('z');
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            path.command('m').number(to.0 - from.0);
            path.number(to.1 - from.1).command('z');
        }
        self.body.push_str("\"/>");
    }
}

/// Escapes a text for SVG content and quoted attributes; drops characters that XML forbids.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends what [`escape`] gives.
fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    let special = |c: char| {
        matches!(c, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}')
            || (c.is_control() && c != '\n')
    };
    while let Some(at) = rest.find(special) {
        out.push_str(&rest[..at]);
        let mut after = rest[at..].chars();
        out.push_str(match after.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "",
        });
        rest = after.as_str();
    }
    out.push_str(rest);
}

/// Longer than any drawing, in the canvas's units.
const LONGEST: u32 = 10_000_000;

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    /// The room that plotters may draw in. The height is known last, and plotters holds points
    /// inside the room that it was told of first: the paper is longer than any drawing.
    fn get_size(&self) -> (u32, u32) {
        (self.width, self.height.max(LONGEST))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Drawn {
        self.shape(|path| {
            path.points([from, to]);
        });
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        _: &S,
        _: bool,
    ) -> Drawn {
        self.shape(|path| {
            path.command('M').number(x0).number(y0);
            path.command('h').number(x1 - x0);
            path.command('v').number(y1 - y0);
            path.command('h').number(x0 - x1).command('z');
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        _: &S,
    ) -> Drawn {
        self.shape(|path| {
            path.points(points);
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        _: &S,
        _: bool,
    ) -> Drawn {
        self.flush();
        for (name, value) in [
            ("<circle cx=\"", i64::from(x)),
            ("\" cy=\"", i64::from(y)),
            ("\" r=\"", i64::from(radius)),
        ] {
            self.body.push_str(name);
            push_tenths(&mut self.body, value);
        }
        match self.title.take() {
            None => self.body.push_str("\"/>"),
            Some(title) => {
                self.body.push_str("\"><title>");
                push_escaped(&mut self.body, &title);
                self.body.push_str("</title></circle>");
            }
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        _: &S,
    ) -> Drawn {
        self.shape(|path| {
            path.points(points).command('z');
        });
        Ok(())
    }

    // The trait's own version asks plotters for a font, and there is none.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        line: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let at = (f64::from(x) / UNIT, f64::from(y) / UNIT);
        self.write_text(at, style.size() / UNIT, &[line]);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        line: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size();
        let width = text::width(line, size, false).ceil();
        Ok((width as u32, (size * 1.2).ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: BackendColor = BackendColor {
        alpha: 1.0,
        rgb: (0, 0, 0),
    };

    #[test]
    fn shapes_of_one_class_share_a_path_and_titled_ones_stand_alone() {
        let mut canvas = Canvas::new(10.0, 10.0);
        canvas.class("a");
        assert!(canvas.draw_line((0, 0), (10, 0), &INK).is_ok());
        assert!(canvas.draw_path([(0, 5), (10, 15), (5, 12)], &INK).is_ok());
        canvas.title("A & B");
        assert!(canvas.draw_rect((0, 0), (5, 5), &INK, true).is_ok());
        canvas.class("b");
        assert!(canvas.draw_circle((10, 10), 25, &INK, true).is_ok());
        assert_eq!(
            canvas.finish(),
            "<g class=\"a\"><path d=\"M0 0h1M0 .5l1 1l-.5-.3\"/>\
             <path d=\"M0 0h.5v.5h-.5z\"><title>A &amp; B</title></path></g>\
             <g class=\"b\"><circle cx=\"1\" cy=\"1\" r=\"2.5\"/></g>"
        );
    }
}
