//! Slopes: a line for each item from one date to another.

use super::dumbbell::{Change, Pair};
use super::{datum, ink};
use crate::chart::labels::declutter;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Shape};
use crate::chart::spec::{DrawError, Num};

/// With more items than this, only highlighted ones are named.
const MOST_NAMED: usize = 24;

pub(super) fn draw(change: &Change, paper: &Paper) -> Result<(), DrawError> {
    let (low, high) = change.extent()?;
    let any_highlight = change.items.iter().any(|pair| pair.label.highlight);
    let named = |pair: &Pair| pair.label.highlight || change.items.len() <= MOST_NAMED;
    let room = paper.pick(190.0, 108.0);
    let labels = |value: fn(&Pair) -> Option<Num>| -> Vec<(f64, Vec<String>, bool)> {
        change
            .items
            .iter()
            .filter(|pair| named(pair))
            .filter_map(|pair| {
                let value = value(pair)?.get();
                let text = format!(
                    "{} {}",
                    pair.label.text(paper.size),
                    paper.write(change.format, value)
                );
                let bold = pair.label.highlight;
                Some((value, paper.wrap(&text, room, bold), bold))
            })
            .collect()
    };
    let sides = [labels(|pair| pair.from), labels(|pair| pair.to)];
    let height = |side: &[(f64, Vec<String>, bool)]| -> f64 {
        side.iter()
            .map(|(_, lines, _)| paper.block(lines.len()) + 2.0)
            .sum()
    };
    let heads = [&change.from, &change.to].map(|date| paper.wrap(date, room, true));
    let widest = |k: usize| {
        let lines = sides[k].iter();
        lines
            .flat_map(|(_, lines, bold)| lines.iter().map(|line| paper.measure(line, *bold)))
            .chain(heads[k].iter().map(|line| paper.measure(line, true)))
            .fold(20.0, f64::max)
    };
    let head = heads.iter().map(Vec::len).max().unwrap_or(1);
    let y0 = paper.block(head) + 10.0;
    let most = sides.iter().map(|side| height(side)).fold(0.0, f64::max);
    let frame = Frame {
        x0: widest(0) + 12.0,
        y0: y0 + paper.leading / 2.0,
        x1: paper.width - widest(1) - 12.0,
        y1: y0 + paper.leading / 2.0 + most.max(paper.pick(320.0, 300.0)),
    };
    paper.set_height(frame.y1 + paper.leading / 2.0 + 4.0);
    let plot = paper.plot(frame, 0.0..1.0, low..high);
    paper.class("a");
    for x in [frame.x0, frame.x1] {
        paper.rule((x, frame.y0 - 4.0), (x, frame.y1 + 4.0))?;
    }
    paper.lines(
        frame.x0,
        paper.leading / 2.0,
        &heads[0],
        Pen::END.bold(true),
    );
    paper.lines(
        frame.x1,
        paper.leading / 2.0,
        &heads[1],
        Pen::START.bold(true),
    );

    let grey = |pair: &Pair| any_highlight && !pair.label.highlight;
    for pass in [true, false] {
        let ink = if pass { ink::GREY } else { ink::nth(0) };
        let items = || change.items.iter().filter(|pair| grey(pair) == pass);
        paper.class(ink.line);
        for pair in items() {
            if let (Some(from), Some(to)) = (pair.from, pair.to) {
                plot.line(&[(0.0, from.get()), (1.0, to.get())])?;
            }
        }
        paper.class(ink.fill);
        for pair in items() {
            for (x, value, date) in [(0.0, pair.from, &change.from), (1.0, pair.to, &change.to)] {
                if let Some(value) = value {
                    let text = paper.write(change.format, value.get());
                    let title = datum(paper, &[&pair.label.name, date], &text);
                    let dot = Mark::point((x, value.get()), Shape::Dot(3.0));
                    plot.mark(&dot.titled(title))?;
                }
            }
        }
    }
    for (k, side) in sides.iter().enumerate() {
        let wanted: Vec<f64> = side.iter().map(|(value, ..)| plot.y(*value)).collect();
        let sizes: Vec<f64> = side
            .iter()
            .map(|(_, lines, _)| paper.block(lines.len()) + 2.0)
            .collect();
        let half = paper.leading / 2.0;
        let centres = declutter(&wanted, &sizes, frame.y0 - half, frame.y1 + half);
        for ((_, lines, bold), y) in side.iter().zip(centres) {
            let (x, pen) = if k == 0 {
                (frame.x0 - 9.0, Pen::END)
            } else {
                (frame.x1 + 9.0, Pen::START)
            };
            paper.lines_around(x, y, lines, pen.bold(*bold));
        }
    }
    Ok(())
}
