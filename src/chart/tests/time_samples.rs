//! Samples of the kinds that run from one date to another.

use super::samples::{EDITIONS, REGIONS, chart, num, pick, series};
use crate::chart::spec::*;
use crate::lang::Lang;

pub fn all(lang: Lang) -> Vec<Chart> {
    let mut charts = lines(lang);
    charts.extend(changes(lang));
    charts.extend(ranks(lang));
    charts
}

fn changes(lang: Lang) -> Vec<Chart> {
    let vulnerable = [
        ("青年", "Youth", 88., 144.),
        ("妇女", "Women", 61., 135.),
        ("移民和难民", "Migrants and refugees", 72., 126.),
        ("老年人", "Older people", 64., 128.),
        ("残疾人", "People with disabilities", 66., 128.),
        ("贫困人口", "People in poverty", -1., -1.),
    ];
    let items = vulnerable
        .iter()
        .map(|(zh, en, from, to)| Pair {
            label: Label::new(pick(lang, zh, en)),
            from: num(*from).filter(|v| v.get() > 0.0),
            to: num(*to).filter(|v| v.get() > 0.0),
        })
        .collect();
    let regions = REGIONS
        .iter()
        .map(|(zh, en, values)| Pair {
            label: Label {
                highlight: *en == "Asia",
                ..Label::new(pick(lang, zh, en))
            },
            from: num(values[0]),
            to: num(values[8]),
        })
        .collect();
    vec![
        chart(
            lang,
            "dumbbell",
            "面向弱势群体的服务",
            "Services for vulnerable groups",
            Graphic::Dumbbell(Change {
                from: "2016".to_owned(),
                to: "2018".to_owned(),
                items,
                format: Format::Number(0),
            }),
        ),
        chart(
            lang,
            "slope",
            "区域均值",
            "Regional means",
            Graphic::Slope(Change {
                from: "2003".to_owned(),
                to: "2018".to_owned(),
                items: regions,
                format: Format::Number(2),
            }),
        ),
    ]
}

fn ranks(lang: Lang) -> Vec<Chart> {
    let ranked = |zh: &str, en: &str, ranks: &[f64]| series(pick(lang, zh, en), ranks);
    let china = Series {
        role: Role::Focus,
        ..ranked(
            "中国",
            "China",
            &[74., 67., 57., 65., 72., 78., 70., 63., 65., 45., 43.],
        )
    };
    let ranks = Ranks {
        editions: EDITIONS.to_vec(),
        series: vec![
            china.clone(),
            ranked(
                "大韩民国",
                "Republic of Korea",
                &[13., 5., 5., 6., 1., 1., 1., 3., 3., 2., 3.],
            ),
            ranked(
                "印度",
                "India",
                &[87., 86., 87., 113., 119., 125., 118., 107., 96., 100., 105.],
            ),
        ],
        breaks: Vec::new(),
        of: Some(193),
        bump: false,
    };
    let mut bump = Vec::new();
    for k in 0..10 {
        let values: Vec<f64> = (0..6)
            .map(|i| f64::from((k * (3 + i % 2 * 4) + i * i) % 10 + 1))
            .collect();
        bump.push(Series {
            role: if k == 4 { Role::Focus } else { Role::Compared },
            ..series(pick(lang, "某个国家", "Some country"), &values)
        });
    }
    vec![
        chart(
            lang,
            "ranks",
            "排名",
            "Ranks",
            Graphic::Ranks(ranks.clone()),
        ),
        chart(
            lang,
            "bump",
            "前十名",
            "Top ten",
            Graphic::Ranks(Ranks {
                editions: EDITIONS[5..].to_vec(),
                series: bump,
                bump: true,
                of: None,
                ..ranks
            }),
        ),
    ]
}

fn a_break(lang: Lang, edition: i32, label: (&str, &str), series: usize) -> Break {
    Break {
        edition,
        label: pick(lang, label.0, label.1),
        note: pick(
            lang,
            "指标改变，前后不可直接比较",
            "other indicators; not comparable",
        ),
        series: vec![series],
    }
}

fn lines(lang: Lang) -> Vec<Chart> {
    let base = Line {
        editions: EDITIONS.to_vec(),
        series: Vec::new(),
        breaks: vec![
            a_break(lang, 2008, ("总指数", "Index"), 0),
            a_break(lang, 2012, ("总指数", "Index"), 0),
            a_break(lang, 2014, ("人力资本", "Human capital"), 3),
            a_break(lang, 2020, ("电信", "Telecom"), 2),
        ],
        format: Format::Number(2),
        range: None,
        from_zero: true,
    };
    let mut regions: Vec<Series> = REGIONS
        .iter()
        .map(|(zh, en, values)| series(pick(lang, zh, en), values))
        .collect();
    let mut components = vec![
        Series {
            role: Role::Focus,
            ..series(
                pick(lang, "总指数", "Index"),
                &[
                    0.416, 0.436, 0.508, 0.502, 0.47, 0.536, 0.545, 0.607, 0.681, 0.795, 0.812,
                ],
            )
        },
        series(
            pick(lang, "在线服务", "Online service"),
            &[
                0.332, 0.405, 0.569, 0.508, 0.368, 0.529, 0.606, 0.768, 0.861, 0.906, 0.888,
            ],
        ),
        series(
            pick(lang, "电信基础设施", "Telecommunication infrastructure"),
            &[
                0.116, 0.111, 0.124, 0.160, 0.191, 0.304, 0.355, 0.367, 0.474, 0.739, 0.805,
            ],
        ),
        series(
            pick(lang, "人力资本", "Human capital"),
            &[
                0.8, 0.79, 0.83, 0.837, 0.854, 0.774, 0.673, 0.686, 0.709, 0.74, 0.743,
            ],
        ),
    ];
    components[2].values[3] = None;
    regions[3].values[10] = None;
    vec![
        chart(
            lang,
            "line-regions",
            "各区域均值",
            "Regional means",
            Graphic::Line(Line {
                series: regions,
                breaks: Vec::new(),
                ..base.clone()
            }),
        ),
        chart(
            lang,
            "line-components",
            "中国的指数",
            "China's index",
            Graphic::Line(Line {
                series: components,
                ..base
            }),
        ),
    ]
}
