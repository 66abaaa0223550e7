//! Samples of the kinds that show distributions, intervals, contributions and profiles.

use super::members::MEMBERS;
use super::samples::{EDITIONS, REGIONS, chart, num, nums, pick, series};
use crate::chart::spec::*;
use crate::lang::Lang;

pub fn all(lang: Lang) -> Vec<Chart> {
    let mut charts = distributions(lang);
    charts.extend(items(lang));
    charts.extend(places(lang));
    charts
}

fn name(lang: Lang, code: &str) -> Label {
    match code {
        "CHN" => Label::new(pick(lang, "中国", "China")).highlighted(),
        "DNK" => Label::new(pick(lang, "丹麦", "Denmark")).highlighted(),
        "KOR" => Label::new(pick(lang, "大韩民国", "Republic of Korea")).highlighted(),
        "SGP" => Label::new(pick(lang, "新加坡", "Singapore")).highlighted(),
        "JPN" => Label::new(pick(lang, "日本", "Japan")).highlighted(),
        _ => Label::new(code),
    }
}

fn distributions(lang: Lang) -> Vec<Chart> {
    let dots = |region: Option<usize>| -> Vec<Dot> {
        MEMBERS
            .iter()
            .filter(|m| region.is_none_or(|r| r == m.4))
            .map(|m| Dot {
                label: name(lang, m.0),
                value: num(m.5),
            })
            .collect()
    };
    let regions = [
        ("非洲", "Africa"),
        ("美洲", "Americas"),
        ("亚洲", "Asia"),
        ("欧洲", "Europe"),
        ("大洋洲", "Oceania"),
    ];
    let mean = Reference {
        name: pick(lang, "世界均值", "World mean"),
        value: num(0.5491).unwrap(),
    };
    let strip = Strip {
        rows: vec![Swarm {
            label: Label::default(),
            dots: dots(None),
        }],
        format: Format::Number(2),
        range: None,
        references: vec![mean.clone()],
    };
    let rows = regions.iter().enumerate().map(|(r, (zh, en))| Swarm {
        label: Label::new(pick(lang, zh, en)),
        dots: dots(Some(r)),
    });
    vec![
        chart(
            lang,
            "strip-regions",
            "各区域的分布",
            "Distribution by region",
            Graphic::Strip(Strip {
                rows: rows.collect(),
                ..strip.clone()
            }),
        ),
        chart(lang, "strip", "分布", "Distribution", Graphic::Strip(strip)),
        chart(
            lang,
            "histogram",
            "分布",
            "Distribution",
            Graphic::Histogram(Histogram {
                values: MEMBERS.iter().filter_map(|m| num(m.5)).collect(),
                edges: Vec::new(),
                format: Format::Number(2),
                references: vec![
                    mean,
                    Reference {
                        name: pick(lang, "中国", "China"),
                        value: num(0.6811).unwrap(),
                    },
                ],
            }),
        ),
    ]
}

fn items(lang: Lang) -> Vec<Chart> {
    vec![
        intervals(lang),
        waterfall(lang),
        profile(lang),
        multiples(lang),
    ]
}

fn intervals(lang: Lang) -> Chart {
    let ranges = [
        ("中国", "China", 60., 65., 69.),
        ("大韩民国", "Republic of Korea", 2., 3., 5.),
        ("印度", "India", 90., 96., 108.),
        ("南苏丹", "South Sudan", 188., 190., 191.),
    ];
    let intervals = ranges.map(|(zh, en, low, middle, high)| Interval {
        label: Label::new(pick(lang, zh, en)),
        low: num(low),
        middle: num(middle),
        high: num(high).filter(|_| en != "India"),
    });
    chart(
        lang,
        "intervals",
        "排名的可能范围",
        "Plausible ranks",
        Graphic::Intervals(Intervals {
            items: intervals.to_vec(),
            format: Format::Number(0),
        }),
    )
}

fn waterfall(lang: Lang) -> Chart {
    let step = |zh, en, value| Step {
        label: Label::new(pick(lang, zh, en)),
        value: num(value),
    };
    chart(
        lang,
        "waterfall",
        "各分项的贡献",
        "What each component brought",
        Graphic::Waterfall(Waterfall {
            start: num(0.416).map(|value| (Label::new("2003"), value)),
            steps: vec![
                step("在线服务", "Online service", 0.176),
                step("电信基础设施", "Telecommunication infrastructure", 0.119),
                step("人力资本", "Human capital", -0.03),
            ],
            end: Some(Label::new("2018")),
            format: Format::Number(2),
        }),
    )
}

fn profile(lang: Lang) -> Chart {
    let p = |zh, en| pick(lang, zh, en);
    let component = |zh, en, value: f64, a, b| Component {
        label: Label::new(p(zh, en)),
        value: num(value).filter(|v| v.get() > 0.0),
        references: [num(a), num(b)],
    };
    chart(
        lang,
        "profile",
        "中国与亚洲、世界",
        "China against Asia and the world",
        Graphic::Profile(Profile {
            name: p("中国", "China"),
            references: [p("亚洲", "Asia"), p("世界", "World")],
            meanings: [Meaning::Region, Meaning::World],
            components: vec![
                component("总指数", "Index", 0.681, 0.5779, 0.5491),
                component("在线服务", "Online service", 0.861, 0.62, 0.57),
                component(
                    "电信基础设施",
                    "Telecommunication infrastructure",
                    0.474,
                    0.44,
                    0.42,
                ),
                component("人力资本", "Human capital", 0.709, 0.67, 0.66),
                component("电子参与", "E-participation", -1.0, 0.62, 0.57),
            ],
            format: Format::Number(2),
            most: num(1.0),
        }),
    )
}

fn multiples(lang: Lang) -> Chart {
    let p = |zh, en| pick(lang, zh, en);
    let panels = REGIONS.iter().map(|(zh, en, values)| Panel {
        label: Label::new(p(zh, en)),
        values: nums(values),
    });
    let mut panels: Vec<Panel> = panels.collect();
    panels[1].values[4] = None;
    chart(
        lang,
        "multiples",
        "各区域",
        "Regions",
        Graphic::Multiples(Multiples {
            editions: EDITIONS.to_vec(),
            panels,
            breaks: vec![Break {
                edition: 2012,
                label: String::new(),
                note: p("指标改变", "other indicators"),
                series: vec![0],
            }],
            reference: Some(series(
                p("世界均值", "World mean"),
                &[
                    0.36, 0.38, 0.40, 0.42, 0.41, 0.49, 0.47, 0.49, 0.55, 0.60, 0.61,
                ],
            )),
            format: Format::Number(2),
            range: None,
            from_zero: true,
        }),
    )
}

fn places(lang: Lang) -> Vec<Chart> {
    let mut charts = scatters(lang);
    charts.push(tiles(lang));
    charts
}

fn scatters(lang: Lang) -> Vec<Chart> {
    let p = |zh, en| pick(lang, zh, en);
    let axis = |zh, en| Axis {
        name: p(zh, en),
        format: Format::Number(2),
        range: num(0.0).zip(num(1.0)),
    };
    let points = |codes: Option<usize>| -> Vec<Point> {
        let members = MEMBERS.iter().filter(|m| codes.is_none_or(|r| r == m.4));
        members
            .map(|m| Point {
                label: name(lang, m.0),
                x: num(m.5),
                y: num(m.6).filter(|_| m.0 != "TUV"),
                group: Some(m.4),
            })
            .collect()
    };
    let scatter = Scatter {
        x: axis("总指数", "Index"),
        y: axis("在线服务指数", "Online service index"),
        points: points(None),
        groups: Vec::new(),
        guide: Guide::Identity,
    };
    vec![
        chart(
            lang,
            "scatter",
            "总指数与在线服务",
            "Index and online service",
            Graphic::Scatter(scatter.clone()),
        ),
        chart(
            lang,
            "scatter-groups",
            "亚洲与大洋洲",
            "Asia and Oceania",
            Graphic::Scatter(Scatter {
                points: points(Some(4))
                    .into_iter()
                    .map(|point| Point {
                        group: Some(0),
                        ..point
                    })
                    .chain(points(Some(2)).into_iter().skip(24).map(|point| Point {
                        group: Some(1),
                        ..point
                    }))
                    .collect(),
                groups: vec![p("大洋洲", "Oceania"), p("亚洲", "Asia")],
                guide: Guide::Quadrants {
                    x: num(0.5491).unwrap(),
                    y: num(0.57).unwrap(),
                },
                ..scatter
            }),
        ),
    ]
}

fn tiles(lang: Lang) -> Chart {
    let class = |value: f64| match value {
        v if v >= 0.75 => 3,
        v if v >= 0.5 => 2,
        v if v >= 0.25 => 1,
        _ => 0,
    };
    let tiles = MEMBERS.iter().map(|m| Tile {
        column: m.2,
        row: m.3,
        code: m.1.to_owned(),
        label: Label {
            highlight: m.0 == "CHN",
            ..name(lang, m.0)
        },
        class: Some(class(m.5)).filter(|_| m.0 != "TUV" && m.0 != "SOM"),
        value: num(m.5),
    });
    let names = [
        ("低", "Low"),
        ("中", "Middle"),
        ("高", "High"),
        ("非常高", "Very high"),
    ];
    chart(
        lang,
        "tiles",
        "各国组别",
        "Members by group",
        Graphic::TileMap(TileMap {
            unplaced: Vec::new(),
            tiles: tiles.collect(),
            classes: names.map(|(zh, en)| pick(lang, zh, en)).to_vec(),
            levels: true,
            format: Format::Number(2),
        }),
    )
}
