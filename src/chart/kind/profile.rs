//! One item, component by component, against two references.

use super::rows::Rows;
use super::{
    Rows as TableRows, datum,
    ink::{self, Ink},
};
use crate::chart::legend::{self, Key, LegendEntry};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::spec::{Chart, DrawError, Format, Label, Meaning, Num};
use crate::chart::table::TableCell;

/// A component.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its name.
    pub label: Label,
    /// The item's value.
    pub value: Option<Num>,
    /// The references' values, in the order of [`Profile::references`].
    pub references: [Option<Num>; 2],
}

/// An item against two references.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The item's name.
    pub name: String,
    /// The references' names (its region, the world).
    pub references: [String; 2],
    /// What the references mean.
    pub meanings: [Meaning; 2],
    /// The components, in the order of the drawing.
    pub components: Vec<Component>,
    /// How values are written.
    pub format: Format,
    /// The end of the axis, which begins at zero; without it, at the largest value.
    pub most: Option<Num>,
}

/// The marks of the references: shapes differ as well as inks.
const MARKS: [Shape; 2] = [Shape::Diamond(6.5), Shape::Square(4.5)];

impl Profile {
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let (low, high) = self.extent()?;
        let top = self.legend(paper)? + 8.0;
        let labels: Vec<&Label> = self.components.iter().map(|c| &c.label).collect();
        let height = paper.pick(18.0, 16.0);
        let gap = paper.pick(12.0, 10.0);
        let rows = Rows::new(paper, &labels, top, height, gap);
        paper.set_height(rows.bottom);
        let texts: Vec<String> = self
            .components
            .iter()
            .map(|component| match component.value {
                Some(value) => paper.write(self.format, value.get()),
                None => chart.words.missing.clone(),
            })
            .collect();
        // Values in a column: at the ends of the bars they would meet the references' marks.
        let column = texts
            .iter()
            .map(|text| paper.measure(text, true))
            .fold(0.0, f64::max);
        let frame = Frame {
            x0: rows.left + 5.0,
            y0: rows.top,
            x1: paper.width - column - 14.0,
            y1: rows.bottom,
        };
        let plot = paper.plot(frame, low..high, rows.bottom..rows.top);
        paper.class("g");
        for row in &rows.rows {
            paper.rule((frame.x0, row.middle), (frame.x1, row.middle))?;
        }
        paper.class(ink::FOCUS.fill);
        for ((component, row), text) in self.components.iter().zip(&rows.rows).zip(&texts) {
            if let Some(value) = component.value {
                let (top, bottom) = (row.top + 2.0, row.top + height - 2.0);
                let bar = Mark::bar((0.0, top), (value.get(), bottom));
                let title = datum(paper, &[&self.name, &component.label.name], text);
                plot.mark(&bar.titled(title))?;
            }
        }
        self.draw_references(paper, &plot, &rows)?;
        rows.write(paper, &labels);
        for ((component, row), text) in self.components.iter().zip(&rows.rows).zip(&texts) {
            let pen = match component.value {
                Some(_) => Pen::END.bold(true),
                None => Pen::END.muted(),
            };
            paper.text(paper.width, row.middle, text, pen);
        }
        Ok(())
    }

    /// The inks of the references: those of their meanings, else two without.
    fn inks(&self) -> [Ink; 2] {
        let of = |k: usize| ink::of(self.meanings[k]).unwrap_or(ink::nth(k + 1));
        [of(0), of(1)]
    }

    /// The ends of the axis.
    fn extent(&self) -> Result<(f64, f64), DrawError> {
        let values = self.components.iter().flat_map(|c| {
            let [a, b] = c.references;
            [c.value, a, b]
        });
        let values: Vec<f64> = values.flatten().map(Num::get).collect();
        if values.is_empty() {
            return Err(DrawError::Empty);
        }
        let most = self.most.map_or(0.0, Num::get);
        let low = values.iter().copied().fold(0.0, f64::min);
        let high = values.iter().copied().fold(most, f64::max);
        if high - low <= 0.0 {
            return Ok((low, low + 1.0));
        }
        Ok((low, high))
    }

    fn legend(&self, paper: &Paper) -> Result<f64, DrawError> {
        let inks = self.inks();
        let entries = [
            LegendEntry {
                class: ink::FOCUS.fill,
                key: Key::Square,
                text: &self.name,
            },
            LegendEntry {
                class: inks[0].fill,
                key: Key::Marker(Shape::Diamond(5.5)),
                text: &self.references[0],
            },
            LegendEntry {
                class: inks[1].fill,
                key: Key::Marker(Shape::Square(4.5)),
                text: &self.references[1],
            },
        ];
        legend::rows(paper, 0.0, &entries)
    }

    fn draw_references(&self, paper: &Paper, plot: &Plot, rows: &Rows) -> Result<(), DrawError> {
        // The first reference is drawn last: the region matters more than the world.
        let inks = self.inks();
        for (k, shape) in MARKS.into_iter().enumerate().rev() {
            paper.class(&format!("{} x", inks[k].fill));
            for (component, row) in self.components.iter().zip(&rows.rows) {
                if let Some(value) = component.references[k] {
                    let text = paper.write(self.format, value.get());
                    let title = datum(paper, &[&self.references[k], &component.label.name], &text);
                    let mark = Mark::point((value.get(), row.middle), shape);
                    plot.mark(&mark.titled(title))?;
                }
            }
        }
        Ok(())
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> TableRows {
        let [first, second] = self.references.clone();
        let headers = vec![chart.subject.clone(), self.name.clone(), first, second];
        let rows = self.components.iter().map(|component| {
            let [a, b] = component.references;
            let cells = [component.value, a, b].map(|v| TableCell::number(v, self.format));
            std::iter::once(TableCell::Text(component.label.name.clone()))
                .chain(cells)
                .collect()
        });
        (headers, rows.collect())
    }
}
