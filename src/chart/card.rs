//! A card: the picture that stands beside a link to a page where people share it. It says whose
//! report it is, what the page is about, its first figures and a drawing, in letters that can be
//! read when it is shown at half its size.

use super::canvas::escape;
use super::standalone::within;
use super::text::{width, wrap};
use super::{Chart, Size};
use crate::lang::Lang;

/// In pixels, as networks want them (Open Graph, 1.91 : 1).
pub const WIDTH: f64 = 1200.0;
/// As [`WIDTH`].
pub const HEIGHT: f64 = 630.0;

/// A figure under its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardFact {
    /// What it is.
    pub name: String,
    /// The figure, or a word.
    pub value: String,
    /// What must be said with it; may be empty.
    pub note: String,
}

/// What a card shows.
#[derive(Clone, Debug)]
pub struct Card<'t> {
    /// Whose it is.
    pub report: &'t str,
    /// What the page is called.
    pub title: &'t str,
    /// What it is about, where there is nothing to draw.
    pub lead: &'t str,
    /// Its first figures, as many as there is room for.
    pub facts: &'t [CardFact],
    /// What is drawn.
    pub chart: Option<&'t Chart>,
    /// What the drawing shows, where the title does not say it; else empty.
    pub caption: &'t str,
    /// At the bottom, in small letters.
    pub foot: &'t str,
}

const MARGIN: f64 = 48.0;
const ACROSS: f64 = WIDTH - 2.0 * MARGIN;
/// The column of figures beside a drawing, and the room between the two.
const FACTS: f64 = 290.0;
const GAP: f64 = 34.0;
/// Where the line above the foot stands.
const FLOOR: f64 = 576.0;
/// The smallest letters of a drawing: below it, its lower part is left out.
const LEGIBLE: f64 = 13.0;
/// The largest, those of the title being twice as large.
const LARGEST: f64 = 23.0;

/// From one baseline to the next, as a share of the size.
const LEADING: f64 = 1.24;
/// Letters of what a drawing shows.
const CAPTION: f64 = 22.0;

const INK: &str = "#1a1f24";
const MUTED: &str = "#555c63";
const ACCENT: &str = "#12436d";

/// A part of the card, in its pixels.
#[derive(Clone, Copy)]
struct Frame {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

struct Writer {
    out: String,
    rtl: bool,
}

struct Letters {
    size: f64,
    bold: bool,
    ink: &'static str,
}

impl Writer {
    /// Lines within a frame, at most so many, the last ended with an ellipsis where there is more.
    /// Gives how far down they reach.
    fn lines(&mut self, text: &str, at: Frame, letters: &Letters, most: usize) -> f64 {
        let Letters { size, bold, ink } = *letters;
        let mut y = at.y;
        for line in fitting(text, at.width, size, bold, most) {
            y += size * LEADING;
            let (x, anchor) = match self.rtl {
                true => (at.x + at.width, " text-anchor=\"end\""),
                false => (at.x, ""),
            };
            let weight = if bold { " font-weight=\"700\"" } else { "" };
            self.out.push_str(&format!(
                "<text x=\"{x:.0}\" y=\"{:.1}\" font-size=\"{size}\" fill=\"{ink}\"{weight}{anchor}>{}</text>",
                y - size * (LEADING - 1.0),
                escape(&line)
            ));
        }
        y
    }

    /// A frame as far from the other side in languages that are written from there.
    fn place(&self, frame: Frame) -> Frame {
        match self.rtl {
            true => Frame {
                x: WIDTH - frame.x - frame.width,
                ..frame
            },
            false => frame,
        }
    }
}

/// The lines of a text, no more than `most`.
fn fitting(text: &str, max: f64, size: f64, bold: bool, most: usize) -> Vec<String> {
    let mut lines = wrap(text, max, size, bold);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(&format!("{last}…"), size, bold) > max {
                last.pop();
            }
            let kept = last
                .trim_end_matches([' ', ',', '，', '、', ';', '；', ':', '：'])
                .len();
            last.truncate(kept);
            last.push('…');
        }
    }
    lines
}

/// The card as SVG; whoever makes a picture of it says with which `fonts` (a list as CSS has it).
pub fn card(card: &Card<'_>, lang: Lang, fonts: &str) -> String {
    let mut writer = Writer {
        out: format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" \
             height=\"{HEIGHT}\" xml:lang=\"{}\" font-family=\"{}\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             fill=\"#fff\"/><rect width=\"{WIDTH}\" height=\"10\" fill=\"{ACCENT}\"/>",
            lang.tag(),
            escape(fonts)
        ),
        rtl: lang.dir_within(None) == Some("rtl"),
    };
    let row = |y: f64| Frame {
        x: MARGIN,
        y,
        width: ACROSS,
        height: 0.0,
    };
    let letters = |size, bold, ink| Letters { size, bold, ink };
    // The report's own page says it once.
    let report = if card.report == card.title {
        ""
    } else {
        card.report
    };
    let y = writer.lines(report, row(34.0), &letters(23.0, true, ACCENT), 1);
    let large = wrap(card.title, ACROSS, 46.0, true).len() <= 2;
    let (size, most) = if large { (46.0, 2) } else { (38.0, 3) };
    let y = writer.lines(card.title, row(y + 6.0), &letters(size, true, INK), most);
    let body = Frame {
        height: FLOOR - 10.0 - (y + 18.0),
        ..row(y + 18.0)
    };
    let beside = match card.facts {
        [] => body,
        facts => {
            let column = Frame {
                width: FACTS,
                ..body
            };
            write_facts(&mut writer, facts, column);
            Frame {
                x: MARGIN + FACTS + GAP,
                width: ACROSS - FACTS - GAP,
                ..body
            }
        }
    };
    let drawn = card.chart.and_then(|chart| {
        let caption = fitting(card.caption, beside.width, CAPTION, true, 2).len() as f64;
        let above = match caption > 0.0 {
            true => caption * CAPTION * LEADING + 10.0,
            false => 0.0,
        };
        let left = Frame {
            y: beside.y + above,
            height: beside.height - above,
            ..beside
        };
        drawing(chart, writer.place(left))
    });
    match drawn {
        Some(drawn) => {
            let at = writer.place(beside);
            writer.out.push_str(&drawn);
            writer.lines(card.caption, at, &letters(CAPTION, true, INK), 2);
        }
        None => {
            let lines = (beside.height / (30.0 * LEADING)) as usize;
            let at = writer.place(beside);
            writer.lines(card.lead, at, &letters(30.0, false, INK), lines);
        }
    }
    writer.out.push_str(&format!(
        "<path d=\"M{MARGIN} {FLOOR}H{:.0}\" stroke=\"#dcdfe2\" stroke-width=\"2\"/>",
        WIDTH - MARGIN
    ));
    writer.lines(card.foot, row(FLOOR + 8.0), &letters(19.0, false, MUTED), 1);
    writer.out.push_str("</svg>");
    writer.out
}

/// As many figures as there is room for, one under the other. Long words are smaller, and may take two
/// lines.
fn write_facts(writer: &mut Writer, facts: &[CardFact], within: Frame) {
    let mut y = within.y;
    for fact in facts {
        let value = match width(&fact.value, 40.0, true) <= within.width {
            true => (&fact.value, 40.0, true, INK, 1),
            false => (&fact.value, 27.0, true, INK, 2),
        };
        let parts = [
            (&fact.name, 20.0, false, MUTED, 1),
            value,
            (&fact.note, 19.0, false, MUTED, 1),
        ];
        let high = |(text, size, bold, _, most): &(&String, f64, bool, &str, usize)| {
            fitting(text, within.width, *size, *bold, *most).len() as f64 * size * LEADING
        };
        if y + parts.iter().map(high).sum::<f64>() > within.y + within.height {
            break;
        }
        for (text, size, bold, ink, most) in parts {
            let at = writer.place(Frame { y, ..within });
            y = writer.lines(text, at, &Letters { size, bold, ink }, most);
        }
        y += 12.0;
    }
}

/// The drawing of the size that is the widest in the frame with letters that can be read. Where those of
/// none can, the lower part is left out.
fn drawing(chart: &Chart, frame: Frame) -> Option<String> {
    let drawn = Size::ALL.iter().filter_map(|size| {
        let part = within(&chart.draw(*size).ok()?)?;
        let (units, letters, _) = size.measures();
        let most = LARGEST / letters;
        let scale = (frame.width / units).min(frame.height / part.height);
        Some((part, units, letters, scale.min(most)))
    });
    let key = |letters: f64, units: f64, scale: f64| match scale * letters >= LEGIBLE {
        true => (1, units * scale),
        false => (0, letters * scale),
    };
    let (part, units, letters, scale) = drawn.max_by(|a, b| {
        let (a, b) = (key(a.2, a.1, a.3), key(b.2, b.1, b.3));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    })?;
    let scale = match scale * letters >= LEGIBLE {
        true => scale,
        false => (frame.width / units).min(LEGIBLE * 1.1 / letters),
    };
    let shown = part.height.min(frame.height / scale);
    let (width, height) = (units * scale, shown * scale);
    let x = frame.x + (frame.width - width) / 2.0;
    let top = frame.y + (frame.height - height) / 2.0;
    // No clipping: what is too much is painted over, in a fraction of the time.
    let mut out = format!(
        "<style>{}</style><g class=\"{}\" transform=\"translate({x:.1} {:.1}) scale({scale:.4})\">{}</g>",
        part.style, part.class, top, part.marks
    );
    if shown < part.height {
        let (fade, end) = (70.0_f64.min(height), top + height);
        out.push_str(&format!(
            "<linearGradient id=\"fade\" x1=\"0\" x2=\"0\" y1=\"0\" y2=\"1\"><stop offset=\"0\" \
             stop-color=\"#fff\" stop-opacity=\"0\"/><stop offset=\"1\" stop-color=\"#fff\"/>\
             </linearGradient><rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{fade:.1}\" \
             fill=\"url(#fade)\"/><rect y=\"{end:.1}\" width=\"{WIDTH}\" height=\"{:.1}\" fill=\"#fff\"/>",
            end - fade,
            HEIGHT - end
        ));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::testing::en;

    fn made(title: &str, facts: &[CardFact]) -> String {
        let all = Card {
            report: "A reader",
            title,
            lead: "What it is about",
            facts,
            chart: None,
            caption: "",
            foot: "Source: an almanac",
        };
        card(&all, en(), "Some Sans")
    }

    #[test]
    fn a_card_says_whose_it_is_what_of_and_whence() {
        let svg = made("Towns & harbours", &[]);
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>"));
        for text in [
            "A reader",
            "Towns &amp; harbours",
            "What it is about",
            "Source: an almanac",
        ] {
            assert!(svg.contains(&format!(">{text}</text>")), "{text}: {svg}");
        }
    }

    #[test]
    fn long_titles_end_with_an_ellipsis_on_the_third_line() {
        let svg = made(&"many words ".repeat(40), &[]);
        let title: Vec<&str> = svg.matches("font-size=\"38\"").collect();
        assert_eq!(title.len(), 3);
        assert!(svg.contains("…</text>"));
    }

    #[test]
    fn figures_stand_as_long_as_there_is_room() {
        let facts: Vec<CardFact> = (0..9)
            .map(|i| CardFact {
                name: format!("name {i}"),
                value: i.to_string(),
                note: "of nine".to_owned(),
            })
            .collect();
        let svg = made("Title", &facts);
        let shown = svg.matches("font-size=\"40\"").count();
        assert!((3..=4).contains(&shown), "{shown}");
    }
}
