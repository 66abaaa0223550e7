//! The drawing side of charts: plain resolved data in, SVG text out.
//!
//! A [`Chart`] holds everything in one language, with every expression resolved. [`Chart::draw`]
//! gives one drawing, [`Chart::figure`] those of all sizes together (the style sheet
//! of [`style`] shows the one that fits), [`Chart::table`] the same numbers as a table.
//!
//! plotters maps coordinates and draws the marks; the canvas behind it writes SVG that
//! carries classes instead of paint. Axes, labels and legends are our own, because their texts
//! must be measured in both languages.
//!
//! This room must not know where its data came from: no survey, no index, no report.

mod axis;
mod canvas;
pub mod card;
mod flags;
mod kind;
mod labels;
mod legend;
mod paper;
mod path;
mod plot;
pub mod poster;
mod scale;
pub mod spec;
mod standalone;
pub(crate) mod style;
pub(crate) mod table;
mod text;

pub use kind::Sparkline;
pub use spec::{Chart, DrawError, Graphic, Size};

impl Chart {
    /// Draws the chart for a page of the given width.
    ///
    /// # Errors
    /// [`DrawError::Empty`] where there is no value at all to draw, [`DrawError::Ragged`] where
    /// a series has more or fewer values than there are items.
    pub fn draw(&self, size: Size) -> Result<String, DrawError> {
        kind::draw(self, size, false).map(|paper| paper.finish(self, size))
    }

    /// The wide drawing as a file of its own has it: with what its figure says on a page.
    ///
    /// # Errors
    /// As [`Chart::draw`].
    pub fn file(&self) -> Result<String, DrawError> {
        kind::draw(self, Size::Wide, true).map(|paper| paper.finish(self, Size::Wide))
    }

    /// The breaks that the drawings mark with numbers, in their order.
    pub fn breaks(&self) -> Vec<&spec::Break> {
        kind::breaks(self)
    }

    /// The drawings of all sizes in an element of class `ch-box`; [`style::css`] shows the one that
    /// fits.
    ///
    /// # Errors
    /// As [`Chart::draw`].
    pub fn figure(&self) -> Result<String, DrawError> {
        let wide = self.draw(Size::Wide)?;
        let mut figure = format!("<div class=\"ch-box\">{wide}");
        for size in [Size::Middle, Size::Narrow] {
            figure.push_str(&untitled(&self.draw(size)?));
        }
        figure.push_str("</div>");
        Ok(figure)
    }

    /// The chart's numbers as a table.
    pub fn table(&self) -> table::Table {
        let (mut headers, rows) = kind::table(self);
        // A column whose series has no name of its own.
        for header in headers.iter_mut().filter(|header| header.is_empty()) {
            header.clone_from(&self.words.value);
        }
        table::Table {
            lang: self.lang,
            missing: self.words.missing.clone(),
            headers,
            rows,
        }
    }
}

/// How many components have a colour of their own; a seventh begins again with the first.
pub use kind::COMPONENTS;

/// Which of the seven shades (from 1) the `i`th of `n` levels has, counted from the lowest.
pub fn shade(i: usize, n: usize) -> usize {
    kind::step(i, n) + 1
}

const TITLE: &str = "<title>";

/// A drawing whose marks have empty titles: a page must not weigh thrice what it says, so the wide drawing
/// alone has the words. The marks of all sizes come in the same order.
fn untitled(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    for (i, part) in svg.split(TITLE).enumerate() {
        match part.split_once("</title>") {
            Some((_, rest)) if i > 0 => {
                out.push_str("<title/>");
                out.push_str(rest);
            }
            _ => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests;
