//! Two values of each item against each other, with a line of identity or quadrants.

use std::cmp::Ordering;

use super::{Rows, datum, extent, ink};
use crate::chart::axis;
use crate::chart::canvas::TextBox;
use crate::chart::labels::{Leader, MOST_NAMES, Room, around};
use crate::chart::legend::{self, Key, LegendEntry};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Label, Num};
use crate::chart::table::TableCell;

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures.
    pub name: String,
    /// How its values are written.
    pub format: Format,
    /// Its range; without it, round numbers around the values.
    pub range: Option<(Num, Num)>,
}

/// A point. One that lacks a value is in the table only.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its name. Highlighted points are named; among few, the others too where there is room,
    /// by their short names.
    pub label: Label,
    /// Its value on the horizontal axis.
    pub x: Option<Num>,
    /// Its value on the vertical axis.
    pub y: Option<Num>,
    /// Its group, an index into [`Scatter::groups`].
    pub group: Option<usize>,
}

/// Lines that give the points a meaning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guide {
    /// None.
    None,
    /// Where both values are the same.
    Identity,
    /// Above and below a value on each axis.
    Quadrants {
        /// On the horizontal axis.
        x: Num,
        /// On the vertical axis.
        y: Num,
    },
}

/// A scatter plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The points.
    pub points: Vec<Point>,
    /// Names of the groups; each has an ink and a shape.
    pub groups: Vec<String>,
    /// The lines behind the points.
    pub guide: Guide,
}

/// With more points than this, only highlighted ones are named.
const MOST_NAMED: usize = 40;

/// What a line across another name or line costs: more than any dots that a name can cover, but
/// less than no name.
const CROSSING: f64 = 1e4;

impl Scatter {
    pub(super) fn draw(&self, paper: &Paper) -> Result<(), DrawError> {
        let known = || {
            self.points
                .iter()
                .filter_map(|p| Some((p.x?.get(), p.y?.get())))
        };
        extent(known().map(|(x, _)| x))?;
        let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = known().unzip();
        match self.guide {
            Guide::Quadrants { x, y } => {
                xs.push(x.get());
                ys.push(y.get());
            }
            // Identity means something only where both axes are the same.
            Guide::Identity if self.x.range.is_none() && self.y.range.is_none() => {
                xs.extend(ys.clone());
                ys.clone_from(&xs);
            }
            _ => {}
        }
        let steps = paper.count(6, 4);
        let x_axis = Linear::within(self.x.range, xs, false, steps);
        let y_axis = Linear::within(self.y.range, ys, false, steps);
        let x_ticks = axis::tick_labels(paper, &x_axis, self.x.format);
        let y_ticks = axis::tick_labels(paper, &y_axis, self.y.format);

        let mut top = self.legend(paper)?;
        let name = paper.wrap(&self.y.name, paper.width, false);
        paper.lines(0.0, top + paper.leading / 2.0, &name, Pen::START.muted());
        top += paper.block(name.len()) + paper.leading / 2.0 + 3.0;
        let last = x_ticks
            .last()
            .map_or(0.0, |tick| paper.measure(tick, false));
        let frame = Frame {
            x0: axis::label_room(paper, &y_ticks),
            y0: top,
            x1: paper.width - last / 2.0 - 1.0,
            y1: top + paper.pick(460.0, 310.0),
        };
        let below = frame.y1 + 7.0;
        let name = paper.wrap(&self.x.name, frame.x1, false);
        let name_y = below + paper.leading * 1.5 + 3.0;
        paper.set_height(name_y + paper.block(name.len()) - paper.leading / 2.0 + 2.0);
        let (x, y) = (x_axis.low..x_axis.high, y_axis.low..y_axis.high);
        let plot = paper.plot(frame, x, y);
        axis::left(paper, &plot, &y_axis, &y_ticks)?;
        paper.class("g");
        for &tick in &x_axis.ticks {
            paper.rule((plot.x(tick), frame.y0), (plot.x(tick), frame.y1))?;
        }
        let centres: Vec<f64> = x_axis.ticks.iter().map(|&tick| plot.x(tick)).collect();
        axis::spread(paper, &centres, &x_ticks, below + paper.leading / 2.0);
        paper.lines(frame.x1, name_y, &name, Pen::END.muted());
        self.guide(paper, &plot, &x_axis, &y_axis)?;
        self.dots(paper, &plot)?;
        self.names(paper, &plot)
    }

    fn legend(&self, paper: &Paper) -> Result<f64, DrawError> {
        if self.groups.len() < 2 {
            return Ok(0.0);
        }
        let entries: Vec<LegendEntry> = self
            .groups
            .iter()
            .enumerate()
            .map(|(k, name)| LegendEntry {
                class: ink::nth(k).fill,
                key: Key::Marker(Shape::of(k, 4.5)),
                text: name,
            })
            .collect();
        Ok(legend::rows(paper, 0.0, &entries)? + 6.0)
    }

    fn guide(
        &self,
        paper: &Paper,
        plot: &Plot,
        x_axis: &Linear,
        y_axis: &Linear,
    ) -> Result<(), DrawError> {
        paper.class("r");
        match self.guide {
            Guide::None => Ok(()),
            Guide::Identity => {
                let low = x_axis.low.max(y_axis.low);
                let high = x_axis.high.min(y_axis.high);
                if low < high {
                    plot.line(&[(low, low), (high, high)])?;
                }
                Ok(())
            }
            Guide::Quadrants { x, y } => {
                let frame = plot.frame;
                let (x, y) = plot.at(x.get(), y.get());
                paper.rule((x, frame.y0), (x, frame.y1))?;
                paper.rule((frame.x0, y), (frame.x1, y))
            }
        }
    }

    fn dots(&self, paper: &Paper, plot: &Plot) -> Result<(), DrawError> {
        let any_highlight = self.points.iter().any(|p| p.label.highlight);
        let plain = if any_highlight { ink::GREY } else { ink::PLAIN };
        let grouped = self.groups.len() > 1;
        // By class, so that each is written once; what is highlighted comes on top.
        let groups = if grouped { self.groups.len() } else { 0 };
        for highlight in [false, true] {
            for group in (0..groups).map(Some).chain([None]) {
                let (ink, shape) = match group {
                    Some(k) => (ink::nth(k), Shape::of(k, 4.0)),
                    None if highlight => (ink::FOCUS, Shape::Dot(4.5)),
                    None => {
                        self.crowd(paper, plot, plain, groups);
                        continue;
                    }
                };
                paper.class(ink.fill);
                let of_group = |p: &&Point| {
                    let own = p.group.filter(|&k| k < groups);
                    own == group && p.label.highlight == highlight
                };
                let mut points: Vec<&Point> = self.points.iter().filter(of_group).collect();
                // Neighbours share their first digits: a shorter file when it is compressed.
                points.sort_by(|a, b| a.x.partial_cmp(&b.x).unwrap_or(Ordering::Equal));
                for point in points {
                    let (Some(x), Some(y)) = (point.x, point.y) else {
                        continue;
                    };
                    let values = [
                        paper.write(self.x.format, x.get()),
                        paper.write(self.y.format, y.get()),
                    ];
                    let title = datum(paper, &[&point.label.name], &values.join(" / "));
                    let mark = Mark::point((x.get(), y.get()), shape);
                    plot.mark(&mark.titled(title))?;
                }
            }
        }
        if grouped && any_highlight {
            paper.class("h");
            for point in self.points.iter().filter(|p| p.label.highlight) {
                if let (Some(x), Some(y)) = (point.x, point.y) {
                    plot.mark(&Mark::point((x.get(), y.get()), Shape::Dot(7.0)))?;
                }
            }
        }
        Ok(())
    }

    /// The points that belong to no group and are not highlighted, in the order of the table.
    fn crowd(&self, paper: &Paper, plot: &Plot, ink: ink::Ink, groups: usize) {
        let plain = |p: &&Point| p.group.is_none_or(|k| k >= groups) && !p.label.highlight;
        let points = self.points.iter().filter(plain);
        let points = points.filter_map(|p| Some(plot.at(p.x?.get(), p.y?.get())));
        paper.class(ink.dots);
        paper.dots(&points.collect::<Vec<_>>(), paper.pick(3.5, 3.0));
    }

    /// Names beside their points, where they cover no other name and as few dots as possible;
    /// a name without such a place is left to the pointer and the table.
    fn names(&self, paper: &Paper, plot: &Plot) -> Result<(), DrawError> {
        let frame = plot.frame;
        let mut dots = Room::default();
        let mut names = Room::default();
        let places: Vec<Option<(f64, f64)>> = self
            .points
            .iter()
            .map(|p| Some(plot.at(p.x?.get(), p.y?.get())))
            .collect();
        for &(x, y) in places.iter().flatten() {
            dots.take(x - 4.0, y - 4.0, x + 4.0, y + 4.0);
        }
        let few = self.points.len() <= MOST_NAMED;
        let mut written = Vec::new();
        let mut leaders: Vec<Leader> = Vec::new();
        for pass in [true, false] {
            for (point, place) in self.points.iter().zip(&places) {
                let (Some((x, y)), true) = (place, point.label.highlight == pass) else {
                    continue;
                };
                if written.len() >= MOST_NAMES || (!pass && !few) {
                    continue;
                }
                let text = if pass {
                    point.label.text(paper.size)
                } else {
                    point.label.short.as_ref().unwrap_or(&point.label.name)
                };
                let lines = paper.wrap(text, paper.width * 0.3, pass);
                let boxed = paper.boxed(0.0, 0.0, &lines, Pen::START.bold(pass));
                let size = (boxed.x1 - boxed.x0, boxed.y1 - boxed.y0);
                let inside = |b: &TextBox| {
                    b.x0 >= frame.x0 && b.x1 <= paper.width && b.y0 >= frame.y0 && b.y1 <= frame.y1
                };
                let rings = if pass { 5 } else { 1 };
                let best = around((*x, *y), size, rings)
                    .filter(|b| inside(b) && names.cover(b) == 0.0)
                    .map(|b| {
                        let meets = leaders.iter().any(|leader| leader.meets((*x, *y), &b));
                        (dots.cover(&b) + if meets { CROSSING } else { 0.0 }, b)
                    })
                    .filter(|(cover, _)| pass || *cover == 0.0)
                    .enumerate()
                    // A covered dot is worse than a longer way, up to a point.
                    .min_by(|(i, a), (j, b)| {
                        let cost = |i: &usize, cover: f64| cover + *i as f64 * 2.0;
                        cost(i, a.0).total_cmp(&cost(j, b.0))
                    });
                if let Some((_, (_, b))) = best {
                    names.take(b.x0 - 2.0, b.y0 - 1.0, b.x1 + 2.0, b.y1 + 1.0);
                    leaders.push(Leader::new((*x, *y), &b));
                    written.push(((*x, *y), b, lines, pass));
                }
            }
        }
        paper.class("j");
        for ((x, y), b, ..) in &written {
            let leader = Leader::new((*x, *y), b);
            if leader.is_drawn() {
                paper.rule(leader.from, leader.to)?;
            }
        }
        for (_, b, lines, bold) in written {
            let y = b.y0 + paper.font / 2.0;
            paper.lines(b.x0, y, &lines, Pen::START.bold(bold).halo());
        }
        Ok(())
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        let mut headers = vec![chart.subject.clone()];
        let grouped = !self.groups.is_empty();
        if grouped {
            headers.push(chart.words.class.clone());
        }
        headers.extend([self.x.name.clone(), self.y.name.clone()]);
        let rows = self.points.iter().map(|point| {
            let mut cells = vec![TableCell::Text(point.label.name.clone())];
            if grouped {
                let name = point.group.and_then(|k| self.groups.get(k));
                cells.push(name.map_or(TableCell::Missing, |name| TableCell::Text(name.clone())));
            }
            cells.push(TableCell::number(point.x, self.x.format));
            cells.push(TableCell::number(point.y, self.y.format));
            cells
        });
        (headers, rows.collect())
    }
}
