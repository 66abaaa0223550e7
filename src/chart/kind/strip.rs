//! A distribution as a swarm of dots, a row per group, with those named that matter.

use std::collections::BTreeMap;

use super::{Rows, datum, extent, ink};
use crate::chart::axis;
use crate::chart::flags::{self, Flag};
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::scale::Linear;
use crate::chart::spec::{Chart, DrawError, Format, Label, Num, Reference};
use crate::chart::table::TableCell;

/// A dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// What it stands for; highlighted dots are named.
    pub label: Label,
    /// Its value; one without is in the table only.
    pub value: Option<Num>,
}

/// A row of dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Swarm {
    /// The group; an empty name where there is only one row.
    pub label: Label,
    /// Its dots.
    pub dots: Vec<Dot>,
}

/// Distributions on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The rows.
    pub rows: Vec<Swarm>,
    /// How values are written.
    pub format: Format,
    /// The range of the axis; without it, round numbers around the values.
    pub range: Option<(Num, Num)>,
    /// Values to compare with, as dashed lines across all rows.
    pub references: Vec<Reference>,
}

/// How many dots keep clear of each other at one place of the axis. More make no higher swarm:
/// they are drawn over those, and the table has all.
const MOST_BESIDE: usize = 300;

/// Where the dots of a row stand.
struct Placed {
    /// For each dot with a value: its index, its place and its distance from the middle.
    dots: Vec<(usize, f64, f64)>,
    flags: Vec<Flag>,
    half: f64,
}

impl Strip {
    pub(super) fn draw(&self, chart: &Chart, paper: &Paper) -> Result<(), DrawError> {
        let values: Vec<f64> = self.values().collect();
        extent(values.iter().copied())?;
        let references = self.references.iter().map(|r| r.value.get());
        let all = values.iter().copied().chain(references);
        let axis = Linear::within(self.range, all, false, paper.count(6, 4));
        let ticks = axis::tick_labels(paper, &axis, self.format);
        let edge = paper.pick(8.0, 6.0);
        let frame = |y0: f64, y1: f64| Frame {
            x0: edge,
            y0,
            x1: paper.width - edge,
            y1,
        };
        let mut plot = paper.plot(frame(0.0, 1.0), axis.low..axis.high, 1.0..0.0);
        let radius = self.radius(paper);
        let placed: Vec<Placed> = self
            .rows
            .iter()
            .map(|row| self.place(paper, &plot, row, radius))
            .collect();

        // Names of the reference lines first, then the rows, then the axis.
        let lines = self.references.iter().map(|reference| {
            let value = reference.value.get();
            let text = format!("{} {}", reference.name, paper.write(self.format, value));
            (plot.x(value), text, false)
        });
        let flags = flags::stack(paper, lines.collect());
        let mut y = flags::levels(&flags) as f64 * paper.leading + 2.0;
        let reference_top = y;
        let (mut heads, mut middles) = (Vec::new(), Vec::new());
        for (row, placed) in self.rows.iter().zip(&placed) {
            if !row.label.name.is_empty() {
                let lines = paper.name(&row.label, paper.width, true);
                heads.push((y + paper.leading / 2.0, lines.clone()));
                y += paper.block(lines.len()) + 3.0;
            }
            y += flags::levels(&placed.flags) as f64 * paper.leading + 4.0;
            middles.push(y + placed.half);
            y += placed.half * 2.0 + 10.0;
        }
        let bottom = y;
        paper.set_height(bottom + paper.leading + 6.0);
        plot = paper.plot(
            frame(reference_top, bottom),
            axis.low..axis.high,
            bottom..reference_top,
        );
        self.grid(paper, &plot, &axis)?;
        let centres: Vec<f64> = axis.ticks.iter().map(|&t| plot.x(t)).collect();
        axis::spread(paper, &centres, &ticks, bottom + 5.0 + paper.leading / 2.0);
        for flag in &flags {
            paper.class("r");
            let from = reference_top - flag.level as f64 * paper.leading;
            paper.rule((flag.x, from), (flag.x, bottom))?;
        }
        flags::write(paper, &flags, reference_top, true);
        for (y, lines) in &heads {
            paper.lines(0.0, *y, lines, Pen::START.bold(true).halo());
        }
        for ((row, placed), &middle) in self.rows.iter().zip(&placed).zip(&middles) {
            self.dots(chart, paper, &plot, row, placed, middle, radius)?;
        }
        Ok(())
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        let dots = self.rows.iter().flat_map(|row| &row.dots);
        dots.filter_map(|dot| dot.value).map(Num::get)
    }

    /// Smaller dots where there are many, so that swarms stay flat.
    fn radius(&self, paper: &Paper) -> f64 {
        let most = self.rows.iter().map(|row| row.dots.len()).max();
        let crowd = most.unwrap_or(0) as f64 / paper.width;
        let largest = paper.pick(5.0, 4.0);
        (largest - crowd * paper.pick(6.0, 2.5)).clamp(1.8, largest)
    }

    fn place(&self, paper: &Paper, plot: &Plot, row: &Swarm, radius: f64) -> Placed {
        let mut order: Vec<(usize, f64)> = row
            .dots
            .iter()
            .enumerate()
            // On whole units places and distances repeat, and hundreds of them weigh less.
            .filter_map(|(i, dot)| Some((i, plot.x(dot.value?.get()).round())))
            .collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        let dots = swarm(&order, radius * 2.0 + 0.6);
        let widest = dots.iter().map(|dot| dot.2.abs()).fold(0.0, f64::max);
        let names = dots.iter().filter(|(i, ..)| row.dots[*i].label.highlight);
        let names = names.map(|&(i, x, _)| {
            let dot = &row.dots[i];
            let value = dot.value.map_or(0.0, Num::get);
            let value = paper.write(self.format, value);
            let whole = format!("{} {value}", dot.label.name);
            let text = if paper.measure(&whole, true) <= paper.width * 0.4 {
                whole
            } else {
                format!("{} {value}", dot.label.text(paper.size))
            };
            (x, text, true)
        });
        Placed {
            flags: flags::stack(paper, names.collect()),
            half: widest + radius,
            dots,
        }
    }

    fn grid(&self, paper: &Paper, plot: &Plot, axis: &Linear) -> Result<(), DrawError> {
        paper.class("g");
        for &tick in &axis.ticks {
            let x = plot.x(tick);
            paper.rule((x, plot.frame.y0), (x, plot.frame.y1))?;
        }
        Ok(())
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call; a struct would only rename them"
    )]
    fn dots(
        &self,
        chart: &Chart,
        paper: &Paper,
        plot: &Plot,
        row: &Swarm,
        placed: &Placed,
        middle: f64,
        radius: f64,
    ) -> Result<(), DrawError> {
        let dots = self.rows.iter().flat_map(|row| &row.dots);
        let any_highlight = dots.into_iter().any(|dot| dot.label.highlight);
        for pass in [false, true] {
            let off: BTreeMap<usize, f64> = placed.dots.iter().map(|d| (d.0, d.2)).collect();
            let of_pass = row.dots.iter().enumerate().filter_map(|(i, dot)| {
                let own = dot.label.highlight == pass;
                Some((&dot.label, dot.value.filter(|_| own)?, *off.get(&i)?))
            });
            if !pass {
                // Without anything named, the swarm itself is the message.
                let ink = if any_highlight { ink::GREY } else { ink::PLAIN };
                let points = of_pass.map(|(_, value, off)| {
                    let (x, _) = plot.at(value.get(), middle);
                    (x.round(), middle.round() + (2.0 * off).round() / 2.0)
                });
                paper.class(ink.dots);
                paper.dots(&points.collect::<Vec<_>>(), radius);
                continue;
            }
            paper.class(ink::FOCUS.fill);
            let shape = Shape::Dot(radius + 1.2);
            for (label, value, off) in of_pass {
                let text = paper.write(self.format, value.get());
                let at = (value.get(), middle + off);
                let mark = Mark::point(at, shape);
                plot.mark(&mark.titled(datum(paper, &[&label.name], &text)))?;
            }
        }
        if placed.dots.is_empty() {
            paper.text(4.0, middle + 2.0, &chart.words.missing, Pen::START.muted());
        }
        // Each name is joined to its own dot, wherever in the swarm that stands.
        let top = middle - placed.half - 4.0;
        let named: Vec<f64> = placed
            .dots
            .iter()
            .filter(|(i, ..)| row.dots[*i].label.highlight)
            .map(|dot| middle + dot.2 - radius)
            .collect();
        paper.class("j");
        for (flag, &dot) in placed.flags.iter().zip(&named) {
            let from = top - flag.level as f64 * paper.leading;
            paper.rule((flag.x, from), (flag.x, dot))?;
        }
        flags::write(paper, &placed.flags, top, false);
        Ok(())
    }

    pub(in crate::chart) fn table(&self, chart: &Chart) -> Rows {
        let grouped = self.rows.iter().any(|row| !row.label.name.is_empty());
        let mut headers = vec![chart.subject.clone()];
        if grouped {
            headers.push(chart.words.class.clone());
        }
        headers.push(chart.words.value.clone());
        let mut rows = Vec::new();
        for row in &self.rows {
            for dot in &row.dots {
                let mut cells = vec![TableCell::Text(dot.label.name.clone())];
                if grouped {
                    cells.push(TableCell::Text(row.label.name.clone()));
                }
                cells.push(TableCell::number(dot.value, self.format));
                rows.push(cells);
            }
        }
        (headers, rows)
    }
}

/// Where dots stand that come with their places along the axis, in order: each with its distance
/// from the middle. All keep `apart`, but for those beyond [`MOST_BESIDE`].
fn swarm(order: &[(usize, f64)], apart: f64) -> Vec<(usize, f64, f64)> {
    let mut dots = Vec::with_capacity(order.len());
    let mut clear: Vec<(f64, f64)> = Vec::new();
    for (nth, &(i, x)) in order.iter().enumerate() {
        let near: Vec<(f64, f64)> = clear
            .iter()
            .rev()
            .take_while(|(other, _)| x - other < apart)
            .map(|&(other, off)| (x - other, off))
            .collect();
        let off = if near.len() < MOST_BESIDE {
            let off = nearest_gap(&near, apart);
            clear.push((x, off));
            off
        } else {
            near[nth % near.len()].1
        };
        dots.push((i, x, off));
    }
    dots
}

/// The distance from the middle, as small as possible, at which a dot keeps clear of its
/// neighbours, given as (distance along the axis, distance from the middle).
fn nearest_gap(near: &[(f64, f64)], apart: f64) -> f64 {
    let mut choices = vec![0.0];
    let mut taken: Vec<(f64, f64)> = Vec::with_capacity(near.len());
    for &(dx, off) in near {
        let dy = (apart * apart - dx * dx).max(0.0).sqrt() + 0.01;
        choices.extend([off - dy, off + dy]);
        let closest = (apart * apart - 1e-6 - dx * dx).max(0.0).sqrt();
        taken.push((off - closest, off + closest));
    }
    choices.sort_by(|a: &f64, b| a.abs().total_cmp(&b.abs()));
    // Stretches that overlap become one.
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    taken.dedup_by(|next, last| {
        let overlap = next.0 < last.1;
        if overlap {
            last.1 = last.1.max(next.1);
        }
        overlap
    });
    let is_clear = |y: f64| {
        let before = taken.partition_point(|stretch| stretch.0 < y);
        before == 0 || taken[before - 1].1 <= y
    };
    choices.into_iter().find(|&y| is_clear(y)).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it reads in the description: of all places that are clear, the nearest to the middle.
    fn by_trying(near: &[(f64, f64)], apart: f64) -> f64 {
        let mut choices = vec![0.0];
        for &(dx, off) in near {
            let dy = (apart * apart - dx * dx).max(0.0).sqrt() + 0.01;
            choices.extend([off - dy, off + dy]);
        }
        choices.sort_by(|a: &f64, b| a.abs().total_cmp(&b.abs()));
        let clear = |y: f64| {
            let far =
                |&(dx, off): &(f64, f64)| dx * dx + (y - off) * (y - off) >= apart * apart - 1e-6;
            near.iter().all(far)
        };
        choices.into_iter().find(|&y| clear(y)).unwrap_or(0.0)
    }

    #[test]
    fn the_nearest_gap_is_found_as_by_trying() {
        for step in [0.0, 0.001, 0.3, 0.37, 1.0, 2.9, 4.2, 11.0] {
            let order: Vec<(usize, f64)> = (0..150).map(|i| (i, step * i as f64)).collect();
            let dots = swarm(&order, 4.2);
            for (k, &(_, x, off)) in dots.iter().enumerate() {
                let near: Vec<(f64, f64)> = dots[..k]
                    .iter()
                    .rev()
                    .take_while(|(_, other, _)| x - other < 4.2)
                    .map(|&(_, other, off)| (x - other, off))
                    .collect();
                assert_eq!(off, by_trying(&near, 4.2), "dot {k} of step {step}");
            }
        }
    }

    /// Equal values pile up so far and no further; the others are drawn over them.
    #[test]
    fn a_full_place_takes_no_more_dots() {
        let order: Vec<(usize, f64)> = (0..50_000).map(|i| (i, 7.0)).collect();
        let dots = swarm(&order, 4.2);
        assert_eq!(dots.len(), order.len());
        let mut places: Vec<f64> = dots.iter().map(|dot| dot.2).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        assert_eq!(places.len(), MOST_BESIDE);
    }
}
