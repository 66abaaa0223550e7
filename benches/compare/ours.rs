//! This crate's side: the charts of data.json.

use std::hint::black_box;
use std::time::Instant;

use egov_report::chart::spec::{
    Bars, Chart, ChartWords, Direction, Format, Graphic, Label, Line, Meaning, Num, Palette, Role,
    Series, Size, Stacking,
};
use egov_report::lang::{Lang, Languages};
use serde_json::Value;

/// What is drawn of a chart.
#[derive(Clone, Copy)]
pub enum Drawn {
    /// One drawing, 720 wide as those of the others.
    Wide,
    /// What a page holds: the wide and the narrow drawing.
    Both,
}

/// The charts, ready to be drawn.
pub struct Ours {
    line: Chart,
    bars: Chart,
}

impl Ours {
    /// Reads the data that all sides draw.
    pub fn read(file: &str) -> Ours {
        let data = std::fs::read_to_string(file).expect("no data");
        let data: Value = serde_json::from_str(&data).expect("the data are no JSON");
        let (line, bars) = (&data["line"], &data["bars"]);
        let editions = line["editions"].as_array().unwrap();
        let items = bars["items"].as_array().unwrap();
        Ours {
            line: chart(
                line,
                Graphic::Line(Line {
                    editions: editions
                        .iter()
                        .map(|year| year.as_i64().unwrap() as i32)
                        .collect(),
                    series: series(line),
                    breaks: Vec::new(),
                    format: Format::Number(2),
                    range: Num::new(0.0).zip(Num::new(1.0)),
                    from_zero: true,
                }),
            ),
            bars: chart(
                bars,
                Graphic::Bars(Bars {
                    direction: Direction::Horizontal,
                    stacking: Stacking::Grouped,
                    palette: Palette::Inks,
                    items: items.iter().map(|item| Label::new(text(item))).collect(),
                    series: series(bars),
                    format: Format::Number(1),
                    sequence: false,
                }),
            ),
        }
    }

    /// Nanoseconds for `count` charts, and the bytes of one.
    pub fn time(&self, kind: &str, drawn: Drawn, count: u32) -> (f64, usize) {
        let chart = if kind == "line" {
            &self.line
        } else {
            &self.bars
        };
        let mut bytes = 0;
        let start = Instant::now();
        for _ in 0..count {
            let chart = black_box(chart);
            let svg = match drawn {
                Drawn::Wide => chart.draw(Size::Wide),
                Drawn::Both => chart.figure(),
            };
            bytes = black_box(svg.expect("the chart cannot be drawn")).len();
        }
        (start.elapsed().as_nanos() as f64, bytes)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn series(data: &Value) -> Vec<Series> {
    let series = data["series"].as_array().unwrap().iter();
    series
        .map(|series| Series {
            name: text(&series["name"]),
            role: Role::Compared,
            meaning: Meaning::Other,
            values: series["values"]
                .as_array()
                .unwrap()
                .iter()
                .map(|value| Num::new(value.as_f64().unwrap()))
                .collect(),
        })
        .collect()
}

fn english() -> Lang {
    Languages::built_in().get("en").unwrap()
}

fn chart(data: &Value, graphic: Graphic) -> Chart {
    let word = |word: &str| word.to_owned();
    Chart {
        id: word("compared"),
        lang: english(),
        title: text(&data["title"]),
        description: word("The same chart, drawn by three programs."),
        subject: word("Item"),
        words: ChartWords {
            missing: word("none"),
            low: word("low"),
            middle: word("middle"),
            high: word("high"),
            count: word("count"),
            value: word("value"),
            change: word("change"),
            change_points: word("change"),
            class: word("class"),
            edition: word("edition"),
            unassessed: word("none"),
            unplaced: word("break"),
            colon: word(": "),
            comma: word(", "),
        },
        graphic,
    }
}
