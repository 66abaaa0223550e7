//! plotters' side of the paper: coordinate systems and the marks on them.

use std::convert::Infallible;
use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::element::{Drawable, PointCollection};
use plotters::series::LineSeries;
use plotters::style::BLACK;
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::canvas::{Canvas, UNIT};
use super::spec::DrawError;

/// A rectangle of the drawing, in its units, y downwards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

pub(super) fn units((x, y): (f64, f64)) -> BackendCoord {
    ((x * UNIT).round() as i32, (y * UNIT).round() as i32)
}

/// The canvas ignores paint, but plotters wants one.
pub(super) fn plain() -> plotters::style::ShapeStyle {
    BLACK.into()
}

pub(super) fn failed(error: impl std::fmt::Display) -> DrawError {
    DrawError::Canvas(error.to_string())
}

/// A coordinate system on the paper: plotters' own drawing area and mapping.
pub(crate) struct Plot {
    pub frame: Frame,
    area: DrawingArea<Canvas, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
}

impl Plot {
    /// The coordinate system of `root` inside `frame`.
    pub(super) fn new(
        root: DrawingArea<Canvas, Shift>,
        frame: Frame,
        x: Range<f64>,
        y: Range<f64>,
    ) -> Plot {
        let (x0, y0) = units((frame.x0, frame.y0));
        let (x1, y1) = units((frame.x1, frame.y1));
        let area = root.shrink((x0, y0), (x1 - x0, y1 - y0));
        // On a canvas y runs down, in a plot up.
        let coord = Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(x, y, (x0..x1, y1..y0));
        Plot {
            frame,
            area: area.apply_coord_spec(coord),
        }
    }

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

    pub(super) fn draw_at(
        self,
        (x, y): BackendCoord,
        canvas: &mut Canvas,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let style = plain();
        let of = |r: f64| (r * UNIT).round() as i32;
        match self {
            Shape::Bar => Ok(()),
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
    /// The corners of a bar; the place of any other shape, twice.
    points: [(f64, f64); 2],
    shape: Shape,
    title: Option<String>,
}

impl Mark {
    pub(crate) fn bar(from: (f64, f64), to: (f64, f64)) -> Mark {
        Mark {
            points: [from, to],
            shape: Shape::Bar,
            title: None,
        }
    }

    pub(crate) fn point(at: (f64, f64), shape: Shape) -> Mark {
        Mark {
            points: [at, at],
            shape,
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
    ) -> Result<(), DrawingErrorKind<Infallible>> {
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
            shape => points
                .next()
                .map_or(Ok(()), |point| shape.draw_at(point, canvas)),
        }
    }
}
