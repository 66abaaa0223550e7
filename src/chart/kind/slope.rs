//! Slopes: a line for each item from one date to another.

use super::dumbbell::{Change, Pair};
use super::{datum, ink};
use crate::chart::labels::declutter;
use crate::chart::paper::{Frame, Mark, Paper, Pen, Plot, Shape};
use crate::chart::spec::{DrawError, Num};

/// With more items than this, only highlighted ones are named.
const MOST_NAMED: usize = 24;

pub(super) fn draw(change: &Change, paper: &Paper) -> Result<(), DrawError> {
    let (low, high) = change.extent()?;
    let [left, right] = [
        Side::new(change, paper, &change.from, |pair| pair.from),
        Side::new(change, paper, &change.to, |pair| pair.to),
    ];
    let half = paper.leading / 2.0;
    let top = paper.block(left.head.len().max(right.head.len())) + 10.0 + half;
    let most = left.height(paper).max(right.height(paper));
    let frame = Frame {
        x0: left.width(paper) + 12.0,
        y0: top,
        x1: paper.width - right.width(paper) - 12.0,
        y1: top + most.max(paper.pick(320.0, 300.0)),
    };
    paper.set_height(frame.y1 + half + 4.0);
    let plot = paper.plot(frame, 0.0..1.0, low..high);
    paper.class("a");
    for x in [frame.x0, frame.x1] {
        paper.rule((x, frame.y0 - 4.0), (x, frame.y1 + 4.0))?;
    }
    paper.lines(frame.x0, half, &left.head, Pen::END.bold(true));
    paper.lines(frame.x1, half, &right.head, Pen::START.bold(true));
    draw_items(change, paper, &plot)?;
    left.write(paper, &plot, frame.x0 - 9.0, Pen::END);
    right.write(paper, &plot, frame.x1 + 9.0, Pen::START);
    Ok(())
}

/// The lines and dots of the items: the grey ones below the highlighted.
fn draw_items(change: &Change, paper: &Paper, plot: &Plot) -> Result<(), DrawError> {
    let any_highlight = change.items.iter().any(|pair| pair.label.highlight);
    let grey = |pair: &Pair| any_highlight && !pair.label.highlight;
    for pass in [true, false] {
        let ink = match (pass, any_highlight) {
            (true, _) => ink::GREY,
            (false, true) => ink::FOCUS,
            (false, false) => ink::PLAIN,
        };
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
    Ok(())
}

/// The name and the value of an item beside an end of its line.
struct EndLabel {
    value: f64,
    lines: Vec<String>,
    bold: bool,
}

impl EndLabel {
    fn height(&self, paper: &Paper) -> f64 {
        paper.block(self.lines.len()) + 2.0
    }
}

/// One of the two dates, with the labels at its ends of the lines.
struct Side {
    head: Vec<String>,
    labels: Vec<EndLabel>,
}

impl Side {
    fn new(change: &Change, paper: &Paper, date: &str, value: fn(&Pair) -> Option<Num>) -> Side {
        let room = paper.pick(190.0, 104.0);
        let all = change.items.len() <= MOST_NAMED;
        let label = |pair: &Pair| {
            let value = value(pair)?.get();
            let name = pair.label.text(paper.size);
            let text = format!("{name} {}", paper.write(change.format, value));
            let bold = pair.label.highlight;
            Some(EndLabel {
                value,
                lines: paper.wrap(&text, room, bold),
                bold,
            })
        };
        let items = change.items.iter();
        let named = items.filter(|pair| all || pair.label.highlight);
        Side {
            head: paper.wrap(date, room, true),
            labels: named.filter_map(label).collect(),
        }
    }

    fn width(&self, paper: &Paper) -> f64 {
        let labels = self.labels.iter().flat_map(|label| {
            let lines = label.lines.iter();
            lines.map(|line| paper.measure(line, label.bold))
        });
        let head = self.head.iter().map(|line| paper.measure(line, true));
        head.chain(labels).fold(20.0, f64::max)
    }

    /// The height of all labels, one below the other.
    fn height(&self, paper: &Paper) -> f64 {
        self.labels.iter().map(|label| label.height(paper)).sum()
    }

    /// Writes the labels around the ends of their lines, moved apart where they would touch.
    fn write(&self, paper: &Paper, plot: &Plot, x: f64, pen: Pen) {
        let labels = self.labels.iter();
        let wanted: Vec<f64> = labels.clone().map(|label| plot.y(label.value)).collect();
        let sizes: Vec<f64> = labels.clone().map(|label| label.height(paper)).collect();
        let half = paper.leading / 2.0;
        let centres = declutter(&wanted, &sizes, plot.frame.y0 - half, plot.frame.y1 + half);
        for (label, y) in labels.zip(centres) {
            paper.lines_around(x, y, &label.lines, pen.bold(label.bold));
        }
    }
}
