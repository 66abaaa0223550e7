//! A chart of every kind, with figures of a real survey.

use crate::chart::spec::*;
use crate::lang::{Lang, Languages};

pub fn num(value: f64) -> Option<Num> {
    Num::new(value)
}

pub fn nums(values: &[f64]) -> Vec<Option<Num>> {
    values.iter().map(|&v| num(v)).collect()
}

/// Chinese.
pub fn zh() -> Lang {
    Languages::built_in().first()
}

/// English.
pub fn en() -> Lang {
    zh().others().next().unwrap()
}

/// The text of a language.
pub fn pick(lang: Lang, zh: &str, en: &str) -> String {
    if lang.key() == "zh" { zh } else { en }.to_owned()
}

pub fn series(name: impl Into<String>, values: &[f64]) -> Series {
    Series {
        name: name.into(),
        role: Role::Compared,
        meaning: Meaning::Other,
        values: nums(values),
    }
}

pub fn words(lang: Lang) -> ChartWords {
    let p = |zh, en| pick(lang, zh, en);
    ChartWords {
        missing: p("未参评", "not assessed"),
        low: p("低", "low"),
        middle: p("中位", "median"),
        high: p("高", "high"),
        count: p("国家数", "countries"),
        value: p("数值", "value"),
        change: p("变化", "change"),
        change_points: p("变化（百分点）", "change, points"),
        class: p("组别", "group"),
        edition: p("年份", "edition"),
        unassessed: p("未评估", "Not assessed"),
        unplaced: p("不在图上", "Not on the map"),
        colon: p("：", ": "),
        comma: p("，", ", "),
    }
}

pub fn chart(lang: Lang, id: &str, zh: &str, en: &str, graphic: Graphic) -> Chart {
    Chart {
        id: id.to_owned(),
        lang,
        title: pick(lang, zh, en),
        description: pick(lang, "图中所示。", "What the drawing shows."),
        subject: pick(lang, "国家", "Country"),
        words: words(lang),
        graphic,
    }
}

pub const EDITIONS: [i32; 11] = [
    2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022,
];
pub const REGIONS: [(&str, &str, [f64; 11]); 5] = [
    (
        "欧洲",
        "Europe",
        [
            0.545, 0.573, 0.5872, 0.6188, 0.5937, 0.7188, 0.6936, 0.7241, 0.7727, 0.817, 0.8305,
        ],
    ),
    (
        "美洲",
        "Americas",
        [
            0.4154, 0.4513, 0.4621, 0.4935, 0.479, 0.5403, 0.5074, 0.5245, 0.5898, 0.6341, 0.6438,
        ],
    ),
    (
        "亚洲",
        "Asia",
        [
            0.3533, 0.3838, 0.411, 0.4372, 0.433, 0.4992, 0.495, 0.5132, 0.5779, 0.6373, 0.6493,
        ],
    ),
    (
        "大洋洲",
        "Oceania",
        [
            0.3005, 0.2577, 0.2681, 0.2479, 0.2695, 0.424, 0.4086, 0.4154, 0.4611, 0.5106, 0.5081,
        ],
    ),
    (
        "非洲",
        "Africa",
        [
            0.2005, 0.2107, 0.2201, 0.2638, 0.2632, 0.278, 0.266, 0.2882, 0.3423, 0.3914, 0.4054,
        ],
    ),
];
const GROUPS: [(&str, &str, [f64; 11]); 4] = [
    (
        "非常高",
        "Very high",
        [10., 16., 17., 14., 10., 24., 25., 29., 40., 57., 60.],
    ),
    (
        "高",
        "High",
        [39., 37., 42., 52., 51., 69., 62., 65., 71., 69., 73.],
    ),
    (
        "中",
        "Middle",
        [87., 87., 86., 88., 94., 73., 74., 67., 66., 59., 53.],
    ),
    (
        "低",
        "Low",
        [57., 53., 48., 39., 38., 27., 32., 32., 16., 8., 7.],
    ),
];

pub fn all(lang: Lang) -> Vec<Chart> {
    let mut charts = all_bars(lang);
    charts.extend(super::time_samples::all(lang));
    charts.extend(super::more_samples::all(lang));
    charts
}

fn all_bars(lang: Lang) -> Vec<Chart> {
    let mut charts = stacked_bars(lang);
    charts.extend(lying_bars(lang));
    charts.extend(standing_bars(lang));
    charts.push(negative_bars(lang));
    charts
}

/// Lying bars side by side, without items and series.
fn bars() -> Bars {
    Bars {
        direction: Direction::Horizontal,
        stacking: Stacking::Grouped,
        palette: Palette::Inks,
        items: Vec::new(),
        series: Vec::new(),
        format: Format::Number(0),
        sequence: false,
    }
}

fn years(editions: &[i32]) -> Vec<Label> {
    editions.iter().map(|e| Label::new(e.to_string())).collect()
}

fn regions(lang: Lang) -> Vec<Label> {
    let regions = REGIONS.iter();
    regions
        .map(|(zh, en, _)| Label::new(pick(lang, zh, en)))
        .collect()
}

fn stacked_bars(lang: Lang) -> Vec<Chart> {
    let groups = |from: usize, to: usize| -> Vec<Series> {
        GROUPS
            .iter()
            .map(|(zh, en, values)| series(pick(lang, zh, en), &values[from..to]))
            .collect()
    };
    vec![
        chart(
            lang,
            "bars-shares",
            "各组国家的比例",
            "Members by group",
            Graphic::Bars(Bars {
                stacking: Stacking::Shares,
                palette: Palette::Falling,
                items: years(&EDITIONS[7..9]),
                series: groups(7, 9),
                ..bars()
            }),
        ),
        chart(
            lang,
            "bars-stacked-years",
            "各届各组国家数",
            "Members by group, all editions",
            Graphic::Bars(Bars {
                direction: Direction::Vertical,
                stacking: Stacking::Shares,
                palette: Palette::Falling,
                items: years(&EDITIONS),
                series: groups(0, 11),
                sequence: true,
                ..bars()
            }),
        ),
    ]
}

fn lying_bars(lang: Lang) -> Vec<Chart> {
    let service = |zh, en| Label::new(pick(lang, zh, en));
    let vulnerable = [
        ("青年", "Youth", 88., 144.),
        ("妇女", "Women", 61., 135.),
        ("移民和难民", "Migrants and refugees", 72., 126.),
        ("老年人", "Older people", 64., 128.),
        ("残疾人", "People with disabilities", 66., 128.),
    ];
    let items = vulnerable
        .iter()
        .map(|(zh, en, ..)| Label::new(pick(lang, zh, en)))
        .collect();
    vec![
        chart(
            lang,
            "bars-single",
            "事务性服务",
            "Transactional services",
            Graphic::Bars(Bars {
                items: vec![
                    service("缴纳公用事业费", "Pay for utilities").highlighted(),
                    service("申报所得税", "Submit income tax"),
                    service("企业注册", "Register a business"),
                    service("土地所有权登记", "Land title registration"),
                    service(
                        "申请经营许可证(含续期、变更和注销)",
                        "Apply for a business licence, or renew, change or cancel one",
                    ),
                    service("其他", "Other"),
                ],
                series: vec![Series {
                    name: String::new(),
                    role: Role::Compared,
                    meaning: Meaning::Other,
                    values: vec![num(140.), num(139.), num(126.), num(129.), num(104.), None],
                }],
                ..bars()
            }),
        ),
        chart(
            lang,
            "bars-grouped",
            "面向弱势群体的服务",
            "Services for vulnerable groups",
            Graphic::Bars(Bars {
                items,
                series: vec![
                    Series {
                        role: Role::Context,
                        ..series("2016", &vulnerable.map(|v| v.2))
                    },
                    Series {
                        role: Role::Focus,
                        ..series("2018", &vulnerable.map(|v| v.3))
                    },
                ],
                ..bars()
            }),
        ),
    ]
}

fn standing_bars(lang: Lang) -> Vec<Chart> {
    vec![
        chart(
            lang,
            "bars-standing",
            "设有开放数据门户的国家",
            "Members with an open-data portal",
            Graphic::Bars(Bars {
                direction: Direction::Vertical,
                items: years(&[2014, 2016, 2018]),
                series: vec![series("", &[46., 106., 139.])],
                sequence: true,
                ..bars()
            }),
        ),
        chart(
            lang,
            "bars-standing-grouped",
            "固定和无线宽带",
            "Fixed and wireless broadband",
            Graphic::Bars(Bars {
                direction: Direction::Vertical,
                items: regions(lang),
                series: vec![
                    series(
                        pick(lang, "固定", "Fixed"),
                        &[30.42, 12.31, 9.51, 7.14, 2.16],
                    ),
                    series(
                        pick(lang, "无线", "Wireless"),
                        &[80.45, 48.74, 68.15, 31.56, 28.62],
                    ),
                ],
                format: Format::Number(1),
                ..bars()
            }),
        ),
    ]
}

fn negative_bars(lang: Lang) -> Chart {
    chart(
        lang,
        "bars-negative",
        "变化",
        "Change",
        Graphic::Bars(Bars {
            items: regions(lang),
            series: vec![series("", &[0.05, 0.03, -0.02, -0.11, 0.0])],
            format: Format::Signed(2),
            ..bars()
        }),
    )
}
