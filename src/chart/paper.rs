//! A drawing of a given width: text, frames and plots on one canvas.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::DrawingBackend;

use super::canvas::{Canvas, TextBox, UNIT, escape};
use super::path::tenths;
pub(crate) use super::plot::Frame;
pub(crate) use super::plot::{Mark, Plot, Shape};
use super::plot::{failed, plain, units};
use super::spec::{Chart, DrawError, Format, Label, Size};
use super::text;
use crate::lang::Lang;

/// Where a text's `x` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    pub anchor: Anchor,
    pub bold: bool,
    /// The class of its ink: `""`, `m` (muted), `t1` … (as a series), `o1` … (on a fill).
    pub ink: &'static str,
    /// Whether lines behind it are cleared away around it.
    pub halo: bool,
    /// Whether it is set as small as a narrow drawing's texts.
    pub small: bool,
}

impl Pen {
    pub(crate) const START: Pen = Pen {
        anchor: Anchor::Start,
        bold: false,
        ink: "",
        halo: false,
        small: false,
    };
    pub(crate) const MIDDLE: Pen = Pen {
        anchor: Anchor::Middle,
        ..Pen::START
    };
    pub(crate) const END: Pen = Pen {
        anchor: Anchor::End,
        ..Pen::START
    };

    pub(crate) fn bold(self, bold: bool) -> Pen {
        Pen { bold, ..self }
    }

    pub(crate) fn muted(self) -> Pen {
        self.ink("m")
    }

    pub(crate) fn ink(self, ink: &'static str) -> Pen {
        Pen { ink, ..self }
    }

    pub(crate) fn halo(self) -> Pen {
        Pen { halo: true, ..self }
    }

    pub(crate) fn small(self) -> Pen {
        Pen {
            small: true,
            ..self
        }
    }

    fn class(self) -> String {
        let mut class = String::with_capacity(16);
        class.push('t');
        class.push_str(match self.anchor {
            Anchor::Start => "",
            Anchor::Middle => " c",
            Anchor::End => " e",
        });
        if self.bold {
            class.push_str(" b");
        }
        if self.small {
            class.push_str(" s");
        }
        if self.halo {
            class.push_str(" y");
        }
        if !self.ink.is_empty() {
            class.push(' ');
            class.push_str(self.ink);
        }
        class
    }
}

/// The size of small texts.
const SMALL: f64 = 12.0;

/// The drawing.
pub(crate) struct Paper {
    canvas: Rc<RefCell<Canvas>>,
    pub lang: Lang,
    pub size: Size,
    pub width: f64,
    /// The size of every text.
    pub font: f64,
    /// From a line's baseline to the next.
    pub leading: f64,
    /// Between a name and its value.
    pub colon: String,
    /// Between names.
    pub comma: String,
    /// Whether the drawing stands in no figure, which would say what does not fit in it.
    pub alone: bool,
}

impl Paper {
    pub(crate) fn new(lang: Lang, size: Size) -> Paper {
        let (width, font, leading) = size.measures();
        Paper {
            canvas: Rc::new(RefCell::new(Canvas::new(width, 10.0))),
            lang,
            size,
            width,
            font,
            leading,
            colon: String::new(),
            comma: String::new(),
            alone: false,
        }
    }

    /// A drawing of another size, without texts.
    pub(crate) fn sized(lang: Lang, (width, height): (f64, f64)) -> Paper {
        Paper {
            canvas: Rc::new(RefCell::new(Canvas::new(width, height))),
            width,
            ..Paper::new(lang, Size::Narrow)
        }
    }

    /// Ends the drawing and gives what stands inside the SVG element.
    pub(crate) fn body(self) -> String {
        self.canvas.borrow_mut().finish()
    }

    pub(crate) fn narrow(&self) -> bool {
        self.size == Size::Narrow
    }

    /// A measure by the drawing's size: in the middle one half-way between.
    pub(crate) fn pick(&self, wide: f64, narrow: f64) -> f64 {
        match self.size {
            Size::Wide => wide,
            Size::Middle => f64::midpoint(wide, narrow),
            Size::Narrow => narrow,
        }
    }

    /// A number of things by the drawing's size, likewise.
    pub(crate) fn count(&self, wide: usize, narrow: usize) -> usize {
        match self.size {
            Size::Wide => wide,
            Size::Middle => (wide + narrow).div_ceil(2),
            Size::Narrow => narrow,
        }
    }

    pub(crate) fn set_height(&self, height: f64) {
        self.canvas.borrow_mut().resize(self.width, height.ceil());
    }

    /// Sets the class of the marks drawn next.
    pub(crate) fn class(&self, class: &str) {
        self.canvas.borrow_mut().class(class);
    }

    pub(crate) fn title(&self, title: &str) {
        self.canvas.borrow_mut().title(title);
    }

    pub(crate) fn write(&self, format: Format, value: f64) -> String {
        format.write(self.lang, value)
    }

    pub(crate) fn measure(&self, text: &str, bold: bool) -> f64 {
        text::width(text, self.font, bold)
    }

    /// The width of a text of [`Pen::small`].
    pub(crate) fn measure_small(&self, text: &str, bold: bool) -> f64 {
        text::width(text, SMALL, bold)
    }

    pub(crate) fn wrap(&self, text: &str, max: f64, bold: bool) -> Vec<String> {
        text::wrap(text, max, self.font, bold)
    }

    /// A label's name in lines of at most `max`: in the narrow drawing its short name where the
    /// whole one would take more than two.
    pub(crate) fn name(&self, label: &Label, max: f64, bold: bool) -> Vec<String> {
        let lines = self.wrap(&label.name, max, bold);
        match &label.short {
            Some(short) if self.narrow() && lines.len() > 2 => self.wrap(short, max, bold),
            _ => lines,
        }
    }

    /// One line of text whose middle is at height `y`.
    pub(crate) fn text(&self, x: f64, y: f64, text: &str, pen: Pen) {
        if !text.is_empty() {
            self.lines(x, y, &[text], pen);
        }
    }

    /// The height of a text of `lines` lines.
    pub(crate) fn block(&self, lines: usize) -> f64 {
        self.leading * lines as f64
    }

    /// Lines of text; the middle of the first is at height `y`.
    pub(crate) fn lines<S: AsRef<str>>(&self, x: f64, y: f64, lines: &[S], pen: Pen) {
        if lines.is_empty() {
            return;
        }
        #[cfg(test)]
        self.note(x, y, lines, pen);
        let mut canvas = self.canvas.borrow_mut();
        canvas.class(&pen.class());
        // Capitals and Chinese characters are about 0.7 em high above the baseline.
        let baseline = y + self.font_of(pen) * 0.36;
        canvas.write_text((x, baseline), self.leading, lines);
    }

    #[cfg(test)]
    fn note<S: AsRef<str>>(&self, x: f64, y: f64, lines: &[S], pen: Pen) {
        let text: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        let place = self.boxed(x, y, lines, pen);
        self.canvas.borrow_mut().note(place, text.join(" "));
    }

    /// A square with a title and, where there is one, a short code in its middle, in the
    /// current class.
    pub(crate) fn tile(&self, frame: Frame, title: &str, code: Option<(&str, bool)>) {
        let side = frame.x1 - frame.x0;
        let (x, y) = (frame.x0 + side / 2.0, frame.y0 + side / 2.0);
        let base = self.font_of(Pen::MIDDLE.small()) * 0.36;
        #[cfg(test)]
        if let Some((code, bold)) = code {
            self.note(x, y, &[code], Pen::MIDDLE.small().bold(bold));
        }
        let mut canvas = self.canvas.borrow_mut();
        canvas.tile((x, y + base), (side, side / 2.0 + base), title, code);
    }

    fn font_of(&self, pen: Pen) -> f64 {
        if pen.small {
            self.font.min(SMALL)
        } else {
            self.font
        }
    }

    /// The place that [`Paper::lines`] would take.
    pub(crate) fn boxed<S: AsRef<str>>(&self, x: f64, y: f64, lines: &[S], pen: Pen) -> TextBox {
        let width = lines
            .iter()
            .map(|line| text::width(line.as_ref(), self.font_of(pen), pen.bold))
            .fold(0.0, f64::max);
        let x0 = match pen.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let half = self.font_of(pen) * 0.5;
        TextBox {
            x0,
            y0: y - half,
            x1: x0 + width,
            y1: y + half + self.leading * (lines.len().max(1) - 1) as f64,
        }
    }

    /// Lines of text around the height `y`.
    pub(crate) fn lines_around(&self, x: f64, y: f64, lines: &[String], pen: Pen) {
        let first = y - self.leading * (lines.len().max(1) - 1) as f64 / 2.0;
        self.lines(x, first, lines, pen);
    }

    /// A straight line in the current class.
    pub(crate) fn rule(&self, from: (f64, f64), to: (f64, f64)) -> Result<(), DrawError> {
        let mut canvas = self.canvas.borrow_mut();
        canvas
            .draw_line(units(from), units(to), &plain())
            .map_err(failed)
    }

    /// A filled rectangle in the current class.
    pub(crate) fn rect(&self, frame: Frame) -> Result<(), DrawError> {
        let mut canvas = self.canvas.borrow_mut();
        let (from, to) = ((frame.x0, frame.y0), (frame.x1, frame.y1));
        canvas
            .draw_rect(units(from), units(to), &plain(), true)
            .map_err(failed)
    }

    /// A marker of shape `shape` (see [`Shape::of`]) in the current class.
    pub(crate) fn marker(&self, at: (f64, f64), shape: Shape) -> Result<(), DrawError> {
        let mut canvas = self.canvas.borrow_mut();
        shape
            .draw_at(units(at), &mut canvas)
            .map_err(|error| DrawError::Canvas(error.to_string()))
    }

    /// Many dots of one size in the current class, which must be one of strokes (`Ink::dots`).
    pub(crate) fn dots(&self, points: &[(f64, f64)], radius: f64) {
        let points: Vec<_> = points.iter().map(|&point| units(point)).collect();
        let radius = (radius * UNIT).round() as u32;
        self.canvas.borrow_mut().dots(&points, radius);
    }

    /// A coordinate system inside `frame`; x runs right, y runs up. Ranges may run backwards.
    pub(crate) fn plot(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Plot {
        let root: DrawingArea<Canvas, Shift> = (&self.canvas).into();
        Plot::new(root, frame, x, y)
    }

    #[cfg(test)]
    pub(crate) fn texts(&self) -> Vec<(TextBox, String)> {
        self.canvas.borrow().texts().to_vec()
    }

    #[cfg(test)]
    pub(crate) fn extent(&self) -> (f64, f64) {
        self.canvas.borrow().size()
    }

    /// The drawing as an SVG element for a page.
    pub(crate) fn finish(self, chart: &Chart, size: Size) -> String {
        let mut canvas = self.canvas.borrow_mut();
        let body = canvas.finish();
        let (width, height) = canvas.size();
        let id = escape(&chart.id);
        // The wide drawing names all of them: what is hidden can name what is shown.
        let names = match size {
            Size::Wide => format!(
                "<title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
                escape(&chart.title),
                escape(&chart.description)
            ),
            _ => String::new(),
        };
        format!(
            "<svg class=\"ch ch-{}\" viewBox=\"0 0 {} {}\" role=\"img\" lang=\"{}\" \
             aria-labelledby=\"{id}-t {id}-d\">{names}{body}</svg>",
            size.letter(),
            tenths(width * UNIT),
            tenths(height * UNIT),
            chart.lang.tag(),
        )
    }
}
