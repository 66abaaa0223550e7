//! Reading `charts/*.yaml`.

use std::sync::Arc;

use super::axis::Entry;
use super::data;
use super::spec::{Classes, Declaration, GuideLine, KEYS, KINDS, Order, Subject, Text};
use crate::chart::spec::Format;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, suggest};
use crate::source::{Folder, Node, Yaml};
use crate::survey::{SourceId, Survey};

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
            read_text(id, &content.text(name, d)?, survey, d)
        })
        .collect()
}

/// Reads a declaration from its file.
pub(super) fn read_text(
    id: &str,
    file: &Arc<SourceFile>,
    survey: &Survey,
    d: &Diagnostics,
) -> Option<Declaration> {
    let yaml = Yaml::parse(file, survey.languages, d)?;
    let root = Node::root(&yaml);
    if !crate::source::node::is_id(id) {
        root.error(d, format!("`{id}` cannot be the id of a chart"));
        return None;
    }
    read(id, &root, &yaml, survey, d)
}

pub(super) fn text(node: &Node<'_>, d: &Diagnostics) -> Option<Text> {
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
    let texts = |node: Node<'_>| node.per_language(d, |n, _| text(n, d));
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
                ("name", Order::Name),
            ],
        )
    });
    let highlight = fields.get("highlight").map_or(Some(Vec::new()), |n| {
        n.list(d, |n| Some((n.text(d)?, n.clone())))
    });
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
    let references = fields
        .get("references")
        .map_or(Some(Vec::new()), |n| n.list(d, |n| reference(n, d)));
    fields.finish(d);
    let kind = kind?;
    check_keys(root, &kind, d);
    let subject = subject.map_or(Some(None), |s| s.map(Some))?;
    let data = data::read(&data?, &kind, subject, survey, d)?;
    let highlight = highlight?;
    data::check_highlight(&highlight, &data, subject, d);
    Some(Declaration {
        id: id.to_owned(),
        kind,
        subject,
        title: title?,
        takeaway: takeaway.map_or(Some(None), |t| t.map(Some))?,
        description: description?,
        sources: sources?,
        items: data.items,
        series: data.series,
        value: data.value,
        order: order?,
        highlight: highlight.into_iter().map(|(id, _)| id).collect(),
        format: format.map_or(Some(None), |f| f.map(Some))?,
        range: range.map_or(Some(None), |r| r.map(Some))?,
        breaks: breaks?,
        stack: stack.flatten().map(str::to_owned),
        classes: classes?,
        references: references?,
        guide: guide?,
        spot: root.spot(),
        yaml: Arc::clone(yaml),
    })
}

/// A value to compare with: a name and an expression.
fn reference(node: &Node<'_>, d: &Diagnostics) -> Option<Entry> {
    let entry = super::axis::free(node, d)?;
    if entry.value.is_none() {
        node.error_hint(
            d,
            "a reference needs `value`",
            Some("write `{name: {…}, value: '<expression>'}`".to_owned()),
        );
        return None;
    }
    Some(entry)
}

/// Reports keys that mean nothing for this kind of chart: the author expects something of them.
fn check_keys(root: &Node<'_>, kind: &str, d: &Diagnostics) {
    for entry in root.entries(d).unwrap_or_default() {
        let known = KEYS.iter().find(|(key, _)| *key == entry.key);
        if let Some((key, kinds)) = known
            && !kinds.is_empty()
            && !kinds.contains(&kind)
        {
            let kinds = kinds.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>();
            d.push(
                Diagnostic::error(format!("`{key}` means nothing for the kind `{kind}`"))
                    .at(entry.key_spot.place())
                    .hint(format!("it is for {}; leave it out", kinds.join(", "))),
            );
        }
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
