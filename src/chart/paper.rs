//! A drawing of a given width: text, frames and plots on one canvas.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::element::{Drawable, PointCollection};
use plotters::series::LineSeries;
use plotters::style::BLACK;
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::canvas::{Canvas, TextBox, UNIT, escape, tenths};
use super::spec::{Chart, DrawError, Format, Size};
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
        let mut class = "t".to_owned();
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
            let _ = write!(class, " {}", self.ink);
        }
        class
    }
}

/// A rectangle of the drawing, in its units, y downwards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl Frame {
    pub(crate) fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub(crate) fn height(self) -> f64 {
        self.y1 - self.y0
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
}

impl Paper {
    pub(crate) fn new(lang: Lang, size: Size) -> Paper {
        let (width, font, leading) = match size {
            Size::Wide => (720.0, 13.0, 16.0),
            Size::Narrow => (340.0, 12.0, 15.0),
        };
        Paper {
            canvas: Rc::new(RefCell::new(Canvas::new(width, 10.0))),
            lang,
            size,
            width,
            font,
            leading,
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

    /// One of two values, by the drawing's size.
    pub(crate) fn pick<T>(&self, wide: T, narrow: T) -> T {
        if self.narrow() { narrow } else { wide }
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

    /// One line of text whose middle is at height `y`.
    pub(crate) fn text(&self, x: f64, y: f64, text: &str, pen: Pen) {
        if !text.is_empty() {
            self.lines(x, y, &[text.to_owned()], pen);
        }
    }

    /// The height of a text of `lines` lines.
    pub(crate) fn block(&self, lines: usize) -> f64 {
        self.leading * lines as f64
    }

    /// Lines of text; the middle of the first is at height `y`.
    pub(crate) fn lines(&self, x: f64, y: f64, lines: &[String], pen: Pen) {
        if lines.is_empty() {
            return;
        }
        let boxed = self.boxed(x, y, lines, pen);
        let mut canvas = self.canvas.borrow_mut();
        canvas.class(&pen.class());
        // Capitals and Chinese characters are about 0.7 em high above the baseline.
        let baseline = y + self.font_of(pen) * 0.36;
        canvas.write_text((x, baseline), self.leading, lines, boxed);
    }

    fn font_of(&self, pen: Pen) -> f64 {
        if pen.small {
            self.font.min(SMALL)
        } else {
            self.font
        }
    }

    /// The place that [`Paper::lines`] would take.
    pub(crate) fn boxed(&self, x: f64, y: f64, lines: &[String], pen: Pen) -> TextBox {
        let width = lines
            .iter()
            .map(|line| text::width(line, self.font_of(pen), pen.bold))
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
            text: lines.join(" "),
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

    /// A coordinate system inside `frame`; x runs right, y runs up. Ranges may run backwards.
    pub(crate) fn plot(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Plot {
        let root: DrawingArea<Canvas, Shift> = (&self.canvas).into();
        let (x0, y0) = units((frame.x0, frame.y0));
        let (x1, y1) = units((frame.x1, frame.y1));
        let area = root.shrink((x0, y0), (x1 - x0, y1 - y0));
        let coord = Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(x, y, (x0..x1, y1..y0));
        Plot {
            frame,
            area: area.apply_coord_spec(coord),
        }
    }

    #[cfg(test)]
    pub(crate) fn texts(&self) -> Vec<TextBox> {
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
        let letter = match size {
            Size::Wide => 'w',
            Size::Narrow => 'n',
        };
        let id = escape(&chart.id);
        format!(
            "<svg class=\"ch ch-{letter}\" viewBox=\"0 0 {} {}\" role=\"img\" lang=\"{}\" \
             aria-labelledby=\"{id}-{letter}t {id}-{letter}d\">\
             <title id=\"{id}-{letter}t\">{}</title><desc id=\"{id}-{letter}d\">{}</desc>{body}</svg>",
            tenths(width * UNIT),
            tenths(height * UNIT),
            chart.lang.tag(),
            escape(&chart.title),
            escape(&chart.description),
        )
    }
}

fn units((x, y): (f64, f64)) -> BackendCoord {
    ((x * UNIT).round() as i32, (y * UNIT).round() as i32)
}

/// The canvas ignores paint, but plotters wants one.
fn plain() -> plotters::style::ShapeStyle {
    BLACK.into()
}

fn failed(error: impl std::fmt::Display) -> DrawError {
    DrawError::Canvas(error.to_string())
}

/// A coordinate system on the paper: plotters' own drawing area and mapping.
pub(crate) struct Plot {
    pub frame: Frame,
    area: DrawingArea<Canvas, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
}

impl Plot {
    /// Where a point stands, in units of the drawing.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&(x, y));
        (f64::from(x) / UNIT, f64::from(y) / UNIT)
    }

    pub(crate) fn x(&self, x: f64) -> f64 {
        self.at(x, 0.0).0
    }

    pub(crate) fn y(&self, y: f64) -> f64 {
        self.at(0.0, y).1
    }

    /// A line through `points`, plotters' own line series.
    pub(crate) fn line(&self, points: &[(f64, f64)]) -> Result<(), DrawError> {
        for element in LineSeries::new(points.iter().copied(), BLACK) {
            self.area.draw(&element).map_err(failed)?;
        }
        Ok(())
    }

    /// A mark in the current class.
    pub(crate) fn mark(&self, mark: &Mark) -> Result<(), DrawError> {
        self.area.draw(mark).map_err(failed)
    }
}

/// The outline of a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Two corners.
    Bar,
    /// A closed outline through all points.
    Area,
    /// One point, of the given radius.
    Dot(f64),
    Square(f64),
    Diamond(f64),
    Triangle(f64),
}

impl Shape {
    /// The marker of the `i`th series: shapes differ, so that colour is never alone.
    pub(crate) fn of(i: usize, radius: f64) -> Shape {
        match i % 4 {
            0 => Shape::Dot(radius),
            1 => Shape::Square(radius * 0.9),
            2 => Shape::Diamond(radius * 1.25),
            _ => Shape::Triangle(radius * 1.15),
        }
    }

    fn draw_at(
        self,
        (x, y): BackendCoord,
        canvas: &mut Canvas,
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        let style = plain();
        let of = |r: f64| (r * UNIT).round() as i32;
        match self {
            Shape::Bar | Shape::Area => Ok(()),
            Shape::Dot(r) => canvas.draw_circle((x, y), of(r) as u32, &style, true),
            Shape::Square(r) => {
                let r = of(r);
                canvas.draw_rect((x - r, y - r), (x + r, y + r), &style, true)
            }
            Shape::Diamond(r) => {
                let r = of(r);
                canvas.fill_polygon([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], &style)
            }
            Shape::Triangle(r) => {
                let (r, low) = (of(r), of(r * 0.8));
                canvas.fill_polygon([(x - r, y + low), (x, y - r), (x + r, y + low)], &style)
            }
        }
    }
}

/// A datum on a plot: its points, its shape, and what the pointer shows of it.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    points: Vec<(f64, f64)>,
    shape: Shape,
    title: Option<String>,
}

impl Mark {
    pub(crate) fn bar(from: (f64, f64), to: (f64, f64)) -> Mark {
        Mark {
            points: vec![from, to],
            shape: Shape::Bar,
            title: None,
        }
    }

    pub(crate) fn point(at: (f64, f64), shape: Shape) -> Mark {
        Mark {
            points: vec![at],
            shape,
            title: None,
        }
    }

    pub(crate) fn area(points: Vec<(f64, f64)>) -> Mark {
        Mark {
            points,
            shape: Shape::Area,
            title: None,
        }
    }

    pub(crate) fn titled(mut self, title: String) -> Mark {
        self.title = Some(title);
        self
    }
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Mark {
    type Point = &'a (f64, f64);
    type IntoIter = std::slice::Iter<'a, (f64, f64)>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl Drawable<Canvas> for Mark {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        canvas: &mut Canvas,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<std::convert::Infallible>> {
        if let Some(title) = &self.title {
            canvas.title(title);
        }
        match self.shape {
            Shape::Bar => match (points.next(), points.next()) {
                (Some((ax, ay)), Some((bx, by))) => {
                    let (from, to) = ((ax.min(bx), ay.min(by)), (ax.max(bx), ay.max(by)));
                    canvas.draw_rect(from, to, &plain(), true)
                }
                _ => Ok(()),
            },
            Shape::Area => canvas.fill_polygon(points, &plain()),
            shape => points
                .next()
                .map_or(Ok(()), |point| shape.draw_at(point, canvas)),
        }
    }
}
