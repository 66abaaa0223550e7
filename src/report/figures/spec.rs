//! Reading `charts/*.yaml`.

use std::sync::Arc;

use super::axis::{self, Entry};
use crate::chart::spec::Format;
use crate::diagnostic::{Diagnostics, suggest};
use crate::lang::Bilingual;
use crate::source::{Folder, Node, Spot, Yaml};
use crate::survey::{SourceId, Survey};

/// The pages of a kind on which a chart stands, each with its own subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Every member's page; binds `member` and `region`.
    Member,
    /// Every region's, subregion's and group's page; binds `area`.
    Area,
    /// Every edition's page; binds `edition`.
    Edition,
    /// Every component's page; binds `component`.
    Component,
    /// The home pages; binds nothing.
    Home,
}

/// The suffix of a chart's name and the variables that it binds, for each page.
pub type Subjects = Vec<(String, Vec<(&'static str, tera::Value)>)>;

impl Subject {
    /// Every page of this kind.
    pub fn all(self, survey: &Survey) -> Subjects {
        let text = |s: &str| tera::Value::from(s);
        match self {
            Subject::Home => vec![(String::new(), Vec::new())],
            Subject::Member => survey
                .members
                .iter()
                .map(|m| {
                    let region = m
                        .areas
                        .iter()
                        .find(|a| survey.areas[a.0].kind == crate::survey::AreaKind::Region);
                    let region = region.map_or("", |a| survey.areas[a.0].id.as_str());
                    let variables = vec![("member", text(&m.code)), ("region", text(region))];
                    (m.slug(), variables)
                })
                .collect(),
            Subject::Area => survey
                .areas
                .iter()
                .map(|a| (a.id.to_lowercase(), vec![("area", text(&a.id))]))
                .collect(),
            Subject::Edition => survey
                .editions
                .iter()
                .map(|e| {
                    let year = tera::Value::from(e.year.0);
                    (e.year.to_string(), vec![("edition", year)])
                })
                .collect(),
            Subject::Component => survey
                .methodology
                .components
                .iter()
                .map(|c| (c.id.to_lowercase(), vec![("component", text(&c.id))]))
                .collect(),
        }
    }
}

/// The order of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As declared.
    Given,
    /// The highest first.
    Falling,
    /// The lowest first.
    Rising,
}

/// A text with expressions and its place.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub spot: Spot,
}

/// A chart as declared.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The file's name.
    pub id: String,
    /// The kind's name.
    pub kind: String,
    /// The pages on which it stands by itself.
    pub subject: Option<Subject>,
    /// What it shows.
    pub title: Bilingual<Text>,
    /// What to see in it.
    pub takeaway: Option<Bilingual<Text>>,
    /// For those who cannot see it.
    pub description: Bilingual<Text>,
    /// Where its figures come from.
    pub sources: Vec<SourceId>,
    /// What it runs over.
    pub items: Vec<Entry>,
    /// The series; one without a name where none is declared.
    pub series: Vec<Entry>,
    /// The expression of each value.
    pub value: Option<Text>,
    /// The order of the items.
    pub order: Order,
    /// The ids of items and series to which the eye is led.
    pub highlight: Vec<String>,
    /// How values are written; as the first value's function writes it if not declared.
    pub format: Option<Format>,
    /// The ends of the value axis.
    pub range: Option<(f64, f64)>,
    /// Whether breaks in the series of the index are marked.
    pub breaks: bool,
    /// Bars on top of each other: `sum` or `share`.
    pub stack: Option<String>,
    /// The classes of a tile map.
    pub classes: Classes,
    /// The guide of a scatter plot.
    pub guide: GuideLine,
    /// Where the file stands.
    pub spot: Spot,
    /// The whole file, for the gallery.
    pub yaml: Arc<Yaml>,
}

/// The kinds by name.
pub const KINDS: [&str; 15] = [
    "bars",
    "columns",
    "dumbbell",
    "slope",
    "line",
    "ranks",
    "bump",
    "strip",
    "histogram",
    "scatter",
    "tile-map",
    "intervals",
    "multiples",
    "contribution",
    "profile",
];

/// The classes of a tile map.
#[derive(Clone, Debug, PartialEq)]
pub enum Classes {
    /// The levels of the index.
    Levels,
    /// Between thresholds, rising.
    Thresholds(Vec<f64>),
}

/// The lines that help to read a scatter plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GuideLine {
    /// None.
    None,
    /// Where both values are equal.
    Identity,
    /// Four quarters around a point.
    Quadrants(f64, f64),
}

/// Reads all declarations, by id.
pub fn read_all(content: &Folder, survey: &Survey, d: &Diagnostics) -> Vec<Declaration> {
    let names: Vec<&str> = content
        .names_in("charts")
        .filter(|n| n.ends_with(".yaml"))
        .collect();
    names
        .into_iter()
        .filter_map(|name| {
            let id = name.strip_prefix("charts/")?.strip_suffix(".yaml")?;
            let yaml = Yaml::parse(&content.text(name, d)?, d)?;
            let root = Node::root(&yaml);
            if !crate::source::node::is_id(id) {
                root.error(d, format!("`{id}` cannot be the id of a chart"));
                return None;
            }
            read(id, &root, &yaml, survey, d)
        })
        .collect()
}

fn text(node: &Node<'_>, d: &Diagnostics) -> Option<Text> {
    Some(Text {
        text: node.text(d)?,
        spot: node.spot(),
    })
}

fn read(
    id: &str,
    root: &Node<'_>,
    yaml: &Arc<Yaml>,
    survey: &Survey,
    d: &Diagnostics,
) -> Option<Declaration> {
    let mut fields = root.fields(d, "a chart")?;
    let kind = fields.need("kind", d).and_then(|n| {
        let kind = n.text(d)?;
        if !KINDS.contains(&kind.as_str()) {
            n.error_hint(
                d,
                format!("unknown kind of chart `{kind}`"),
                suggest(&kind, KINDS),
            );
            return None;
        }
        Some(kind)
    });
    let subject = fields.get("page").map(|n| {
        n.choice(
            d,
            &[
                ("member", Subject::Member),
                ("area", Subject::Area),
                ("edition", Subject::Edition),
                ("component", Subject::Component),
                ("home", Subject::Home),
            ],
        )
    });
    let texts = |node: Node<'_>| node.bilingual(d, |n, _| text(n, d));
    let title = fields.need("title", d).and_then(texts);
    let takeaway = fields.get("takeaway").map(texts);
    let description = fields.need("description", d).and_then(texts);
    let sources = fields.need("source", d).and_then(|n| match n.tree() {
        crate::source::Tree::List(_) => n.list(d, |n| source(n, survey, d)),
        _ => Some(vec![source(&n, survey, d)?]),
    });
    let data = fields.need("data", d);
    let order = fields.get("order").map_or(Some(Order::Given), |n| {
        n.choice(
            d,
            &[
                ("given", Order::Given),
                ("falling", Order::Falling),
                ("rising", Order::Rising),
            ],
        )
    });
    let highlight = fields
        .get("highlight")
        .map_or(Some(Vec::new()), |n| n.list(d, |n| n.text(d)));
    let format = fields.get("format").map(|n| read_format(&n, d));
    let range = fields.get("axis").map(|n| {
        let ends = n.list(d, |n| n.number(d))?;
        match ends.as_slice() {
            [low, high] if low < high => Some((*low, *high)),
            _ => {
                n.error(d, "an axis is its lowest and highest value: `[0, 1]`");
                None
            }
        }
    });
    let breaks = fields.get("breaks").map_or(Some(false), |n| n.boolean(d));
    let stack = fields
        .get("stack")
        .map(|n| n.choice(d, &[("sum", "sum"), ("share", "share")]));
    let classes = fields.get("classes").map_or(Some(Classes::Levels), |n| {
        if !matches!(n.tree(), crate::source::Tree::List(_)) {
            return n.choice(d, &[("levels", Classes::Levels)]);
        }
        let thresholds = n.list(d, |n| n.number(d))?;
        let rising = thresholds.windows(2).all(|pair| pair[0] < pair[1]);
        if !rising || thresholds.is_empty() || thresholds.len() > 6 {
            n.error(d, "classes are one to six thresholds, rising");
            return None;
        }
        Some(Classes::Thresholds(thresholds))
    });
    let guide = fields.get("guide").map_or(Some(GuideLine::None), |n| {
        if !matches!(n.tree(), crate::source::Tree::List(_)) {
            return n.choice(
                d,
                &[("identity", GuideLine::Identity), ("none", GuideLine::None)],
            );
        }
        match n.list(d, |n| n.number(d))?.as_slice() {
            [x, y] => Some(GuideLine::Quadrants(*x, *y)),
            _ => {
                n.error(d, "quadrants meet at one point: `[x, y]`");
                None
            }
        }
    });
    fields.finish(d);
    let mut data_fields = data?.fields(d, "a chart's data")?;
    let items = data_fields
        .need("items", d)
        .and_then(|n| axis::read(&n, survey, d));
    let series = data_fields.get("series").map(|n| axis::read(&n, survey, d));
    let value = data_fields.get("value").map(|n| text(&n, d));
    data_fields.finish(d);
    let (items, series) = (items?, series.unwrap_or_else(|| Some(vec![unnamed()]))?);
    let has_values = value.is_some()
        || items.iter().all(|e| e.value.is_some())
        || series.iter().all(|e| e.value.is_some());
    if !has_values {
        root.error_hint(
            d,
            "the data have no values",
            Some("add `value: <expression>` under `data`".to_owned()),
        );
        return None;
    }
    Some(Declaration {
        id: id.to_owned(),
        kind: kind?,
        subject: subject.map_or(Some(None), |s| s.map(Some))?,
        title: title?,
        takeaway: takeaway.map_or(Some(None), |t| t.map(Some))?,
        description: description?,
        sources: sources?,
        items,
        series,
        value: value.map_or(Some(None), |v| v.map(Some))?,
        order: order?,
        highlight: highlight?,
        format: format.map_or(Some(None), |f| f.map(Some))?,
        range: range.map_or(Some(None), |r| r.map(Some))?,
        breaks: breaks?,
        stack: stack.flatten().map(str::to_owned),
        classes: classes?,
        guide: guide?,
        spot: root.spot(),
        yaml: Arc::clone(yaml),
    })
}

fn unnamed() -> Entry {
    Entry {
        id: String::new(),
        name: Bilingual::default(),
        short: None,
        variables: Vec::new(),
        year: None,
        member: None,
        value: None,
    }
}

fn source(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Option<SourceId> {
    let id = node.id(d)?;
    let found = survey.source(&id);
    if found.is_none() {
        node.error_hint(
            d,
            format!("unknown source `{id}`"),
            suggest(&id, survey.sources.iter().map(|s| s.id.as_str())),
        );
    }
    found
}

fn read_format(node: &Node<'_>, d: &Diagnostics) -> Option<Format> {
    let mut fields = node.fields(d, "a format")?;
    let decimals: u8 = fields
        .get("decimals")
        .map_or(Some(0), |n| n.whole(d))
        .filter(|d| *d <= 9)?;
    let format = fields.need("style", d).and_then(|n| {
        n.choice(
            d,
            &[
                ("number", Format::Number(decimals)),
                ("percent", Format::Percent(decimals)),
                ("percentage", Format::Percentage(decimals)),
                ("signed", Format::Signed(decimals)),
            ],
        )
    });
    fields.finish(d);
    format
}
