//! The canvas behind plotters: a `DrawingBackend` that writes SVG.
//!
//! plotters counts in whole units, so the canvas is ten times larger than the drawing and
//! prints tenths. Paint is a matter of classes: [`Canvas::class`] sets the class of what is
//! drawn next; marks of one class share a `<g>`, and shapes without a title of their own are
//! merged into one path. The colours that plotters passes are ignored on purpose: an ink is a
//! class, so that one drawing serves light and dark pages and print.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::path::{Path, tenths};
use super::text;

/// Units of the canvas in one unit of the drawing.
pub(crate) const UNIT: f64 = 10.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Where a text stands, in units of the drawing, for checks that texts keep clear of each other.
#[derive(Clone, Debug)]
pub(crate) struct TextBox {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "tests name the text that is in the way")
    )]
    pub text: String,
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
    texts: Vec<TextBox>,
}

impl Canvas {
    /// An empty canvas, sizes in units of the drawing.
    pub(crate) fn new(width: f64, height: f64) -> Canvas {
        let mut canvas = Canvas::default();
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
    pub(crate) fn texts(&self) -> &[TextBox] {
        &self.texts
    }

    /// Sets the class of what is drawn next.
    pub(crate) fn class(&mut self, class: &str) {
        if self.class.as_deref() == Some(class) {
            return;
        }
        self.close();
        let _ = write!(self.body, "<g class=\"{class}\">");
        self.class = Some(class.to_owned());
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
            let _ = write!(self.body, "<path d=\"{}\"/>", self.path);
            self.path.clear();
        }
    }

    /// Ends the drawing.
    pub(crate) fn finish(&mut self) -> String {
        self.close();
        std::mem::take(&mut self.body)
    }

    fn shape(&mut self, d: &str) {
        match self.title.take() {
            None => self.path.push_str(d),
            Some(title) => {
                self.flush();
                let _ = write!(
                    self.body,
                    "<path d=\"{d}\"><title>{}</title></path>",
                    escape(&title)
                );
            }
        }
    }

    /// Writes lines of text, `leading` apart; `x`, `y` in units of the drawing, `y` the first
    /// baseline. `boxed` is the text's place for later checks.
    pub(crate) fn write_text(
        &mut self,
        (x, y): (f64, f64),
        leading: f64,
        lines: &[String],
        boxed: TextBox,
    ) {
        self.flush();
        let (x, y) = (tenths(x * UNIT), y * UNIT);
        let _ = write!(self.body, "<text x=\"{x}\" y=\"{}\">", tenths(y));
        for (i, line) in lines.iter().enumerate() {
            if i == 0 {
                self.body.push_str(&escape(line));
            } else {
                let dy = tenths(leading * UNIT);
                let line = escape(line);
                let _ = write!(self.body, "<tspan x=\"{x}\" dy=\"{dy}\">{line}</tspan>");
            }
        }
        self.body.push_str("</text>");
        self.texts.push(boxed);
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
        code: Option<(&str, bool, TextBox)>,
    ) {
        self.flush();
        let short = |value: f64| tenths(value * UNIT);
        let (x, y, s, title) = (short(x), short(y), short(side), escape(title));
        let (left, top) = (short(-side / 2.0), short(-above));
        let _ = write!(
            self.body,
            "<g transform=\"translate({x} {y})\"><title>{title}</title>\
             <path d=\"M{left}{top}h{s}v{s}h-{s}z\"/>"
        );
        if let Some((code, bold, boxed)) = code {
            let class = if bold { " class=\"b\"" } else { "" };
            let _ = write!(self.body, "<text{class}>{}</text>", escape(code));
            self.texts.push(boxed);
        }
        self.body.push_str("</g>");
    }
}

/// Escapes a text for SVG content and quoted attributes; drops characters that XML forbids.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
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
        let mut path = Path::default();
        path.points([from, to]);
        self.shape(path.data());
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        _: &S,
        _: bool,
    ) -> Drawn {
        let mut path = Path::default();
        path.command('M').number(x0).number(y0);
        path.command('h').number(x1 - x0);
        path.command('v').number(y1 - y0);
        path.command('h').number(x0 - x1).command('z');
        self.shape(path.data());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        _: &S,
    ) -> Drawn {
        let mut path = Path::default();
        path.points(points);
        self.shape(path.data());
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
        let (x, y, r) = (
            tenths(f64::from(x)),
            tenths(f64::from(y)),
            tenths(f64::from(radius)),
        );
        let _ = write!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"");
        match self.title.take() {
            None => self.body.push_str("/>"),
            Some(title) => {
                let _ = write!(self.body, "><title>{}</title></circle>", escape(&title));
            }
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        _: &S,
    ) -> Drawn {
        let mut path = Path::default();
        path.points(points).command('z');
        self.shape(path.data());
        Ok(())
    }

    // The trait's own version asks plotters for a font, and there is none.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        line: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let size = style.size() / UNIT;
        let width = text::width(line, size, false);
        let (x, y) = (f64::from(x) / UNIT, f64::from(y) / UNIT);
        let x0 = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2.0,
            HPos::Right => x - width,
        };
        let boxed = TextBox {
            x0,
            y0: y - size,
            x1: x0 + width,
            y1: y,
            text: line.to_owned(),
        };
        self.write_text((x, y), size, &[line.to_owned()], boxed);
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
