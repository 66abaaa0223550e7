//! The drawing side of charts: plain resolved data in, SVG text out.
//!
//! A [`Chart`] holds everything in one language, with every expression resolved. [`Chart::draw`]
//! gives one drawing, [`Chart::figure`] the wide and the narrow one together (the style sheet
//! of [`style`] shows the one that fits), [`Chart::table`] the same numbers as a table.
//!
//! plotters maps coordinates and draws the marks; the canvas behind it writes SVG that
//! carries classes instead of paint. Axes, labels and legends are our own, because their texts
//! must be measured in both languages.
//!
//! This room must not know where its data came from: no survey, no index, no report.

mod axis;
mod canvas;
mod flags;
mod kind;
mod labels;
mod legend;
mod paper;
mod path;
mod plot;
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
        kind::draw(self, size).map(|paper| paper.finish(self, size))
    }

    /// The wide and the narrow drawing as [`figure`] has them.
    ///
    /// # Errors
    /// As [`Chart::draw`].
    pub fn figure(&self) -> Result<String, DrawError> {
        Ok(figure(&self.draw(Size::Wide)?, &self.draw(Size::Narrow)?))
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

/// Both drawings of a chart in an element of class `ch-box`; [`style::css`] shows the one that fits.
pub fn figure(wide: &str, narrow: &str) -> String {
    format!("<div class=\"ch-box\">{wide}{narrow}</div>")
}

#[cfg(test)]
mod tests;
