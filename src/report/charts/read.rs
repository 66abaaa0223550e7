//! Reading `charts/*.yaml`.

use std::sync::Arc;

use super::axis::AxisEntry;
use super::data;
use super::description::RECORD;
use super::kind::{ChartKind, KINDS, Options};
use super::spec::{Declaration, Order, Subject};
use crate::chart::spec::Format;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, SourceFile, choose, suggest};
use crate::report::wording::Text;
use crate::schema::{files::chart as files, listed};
use crate::source::node::Fields;
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
            let file = content.need_text(name, d);
            // A chart that could not be read was reported.
            file.and_then(|file| read_text(id, &file, survey, d)).ok()
        })
        .collect()
}

/// Reads a declaration from its file.
pub(super) fn read_text(
    id: &str,
    file: &Arc<SourceFile>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Declaration> {
    let yaml = Yaml::parse(file, survey.languages, d)?;
    let root = Node::root(&yaml);
    if let Some((message, hint)) = crate::source::node::wrong_id(id) {
        return Err(root.error_hint(d, message, Some(hint.to_owned())));
    }
    read(id, &root, &yaml, survey, d)
}

fn read(
    id: &str,
    root: &Node<'_>,
    yaml: &Arc<Yaml>,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Declaration> {
    let mut fields = root.fields(d, &RECORD)?;
    let kind = fields.required("kind", d, |n| read_kind(n, d));
    let subject = fields.optional("page", |n| read_subject(n, d));
    let texts = |node: &Node<'_>| Text::read_all(node, d);
    let title = fields.required("title", d, texts);
    let takeaway = fields.optional("takeaway", texts);
    let description = fields.required("description", d, texts);
    let sources = fields.required("source", d, |n| match n.tree() {
        crate::source::Tree::List(_) => n.list(d, |n| source(n, survey, d)),
        _ => Ok(vec![source(n, survey, d)?]),
    });
    let data = fields.need("data", d);
    let order = fields.optional("order", |n| read_order(n, d));
    let highlight = fields.optional("highlight", |n| n.list(d, |n| Ok((n.text(d)?, n.clone()))));
    let format = fields.optional("format", |n| read_format(n, d));
    let own = OfKind::read(&mut fields, kind, d);
    fields.finish(d);
    let kind = kind?;
    check_keys(root, kind, d);
    let subject = subject?;
    let data = data::read(&data?, kind, subject, survey, d)?;
    let highlight = highlight?.unwrap_or_default();
    data::check_highlight(&highlight, &data, subject, d);
    Ok(Declaration {
        id: id.to_owned(),
        kind,
        subject,
        title: title?,
        takeaway: takeaway?,
        description: description?,
        sources: sources?,
        items: data.items,
        series: data.series,
        value: data.value,
        order: order?.unwrap_or(Order::Given),
        highlight: highlight.into_iter().map(|(id, _)| id).collect(),
        format: format?,
        range: own.range?,
        breaks: own.breaks?.unwrap_or(false),
        start: own.start?,
        references: own.references?.unwrap_or_default(),
        options: own.options?,
        declared_at: root.node_place(),
        yaml: Arc::clone(yaml),
    })
}

fn read_kind(node: &Node<'_>, d: &Diagnostics) -> Checked<&'static ChartKind> {
    let name = node.text(d)?;
    KINDS.into_iter().find(|k| k.name == name).ok_or_else(|| {
        let names = KINDS.iter().map(|k| k.name);
        let all = format!("write {}", listed(names.clone()));
        node.error_hint(
            d,
            format!("unknown kind of chart `{name}`"),
            Some(choose(&name, names, &all)),
        )
    })
}

fn read_subject(node: &Node<'_>, d: &Diagnostics) -> Checked<Subject> {
    node.choice(
        d,
        &[
            ("member", Subject::Member),
            ("area", Subject::Area),
            ("edition", Subject::Edition),
            ("component", Subject::Component),
            ("home", Subject::Home),
        ],
    )
}

fn read_order(node: &Node<'_>, d: &Diagnostics) -> Checked<Order> {
    node.choice(
        d,
        &[
            ("given", Order::Given),
            ("falling", Order::Falling),
            ("rising", Order::Rising),
            ("name", Order::Name),
        ],
    )
}

/// What stands under the keys that only some kinds of chart have.
struct OfKind {
    range: Checked<Option<(f64, f64)>>,
    start: Checked<Option<AxisEntry>>,
    breaks: Checked<Option<bool>>,
    references: Checked<Option<Vec<AxisEntry>>>,
    options: Checked<Arc<dyn Options>>,
}

impl OfKind {
    fn read(fields: &mut Fields<'_>, kind: Checked<&'static ChartKind>, d: &Diagnostics) -> OfKind {
        // A key of other kinds is told as such, whatever stands there.
        let mut of_kind = |key: &'static str| match kind {
            Ok(kind) if kind.keys.iter().any(|own| own.name == key) => fields.get(key),
            _ => None,
        };
        let range = of_kind("axis").map(|n| read_range(&n, d));
        let start = of_kind("start").map(|n| reference(&n, d));
        let breaks = of_kind("breaks").map(|n| n.boolean(d));
        let references = of_kind("references").map(|n| n.list(d, |n| reference(n, d)));
        let options = kind.and_then(|kind| (kind.read)(fields, d));
        // Keys of other kinds are known, and mean nothing here.
        for key in RECORD.keys.iter().filter(|key| !key.only.is_empty()) {
            fields.pass_over(key.name);
        }
        OfKind {
            range: range.transpose(),
            start: start.transpose(),
            breaks: breaks.transpose(),
            references: references.transpose(),
            options,
        }
    }
}

/// A value to compare with: a name and an expression.
fn reference(node: &Node<'_>, d: &Diagnostics) -> Checked<AxisEntry> {
    let entry = super::axis::free(node, &files::REFERENCE, d)?;
    if entry.value.is_none() {
        return Err(node.error_hint(
            d,
            "a reference needs `value`",
            Some("write `{name: {…}, value: '<expression>'}`".to_owned()),
        ));
    }
    Ok(entry)
}

/// Reports keys that mean nothing for this kind of chart: the author expects something of them.
fn check_keys(root: &Node<'_>, kind: &'static ChartKind, d: &Diagnostics) {
    for entry in root.entries(d).unwrap_or_default() {
        let Some(key) = RECORD.key(entry.key) else {
            continue;
        };
        let known = kind.keys.iter().any(|own| own.name == key.name);
        if !key.only.is_empty() && !known {
            let kinds = listed(key.only.iter().copied());
            let (key, kind) = (key.name, kind.name);
            d.push(
                Diagnostic::error(format!("`{key}` means nothing for the kind `{kind}`"))
                    .at(entry.key_at.place())
                    .hint(format!("it is for {kinds}; leave it out")),
            );
        }
    }
}

/// Whether each number is greater than the one before.
pub(super) fn rising(numbers: &[f64]) -> bool {
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// The lowest and the highest value of an axis.
pub(super) fn read_range(node: &Node<'_>, d: &Diagnostics) -> Checked<(f64, f64)> {
    match node.list(d, |n| n.number(d))?.as_slice() {
        [low, high] if low < high && low.abs() <= 1e15 && high.abs() <= 1e15 => Ok((*low, *high)),
        _ => Err(node.error(d, "an axis is its lowest and highest value: `[0, 1]`")),
    }
}

fn source(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<SourceId> {
    let id = node.id(d)?;
    survey.source(&id).ok_or_else(|| {
        node.error_of_survey(
            d,
            format!("unknown source `{id}`"),
            suggest(&id, survey.sources.iter().map(|s| s.id.as_str())),
        )
    })
}

pub(super) fn read_format(node: &Node<'_>, d: &Diagnostics) -> Checked<Format> {
    let mut fields = node.fields(d, &files::FORMAT)?;
    let decimals = fields.optional("decimals", |n| n.whole(d));
    type WithDecimals = fn(u8) -> Format;
    let styles: [(&str, WithDecimals); 4] = [
        ("number", Format::Number),
        ("percent", Format::Percent),
        ("percentage", Format::Percentage),
        ("signed", Format::Signed),
    ];
    let style = fields.required("style", d, |n| n.choice(d, &styles));
    fields.finish(d);
    let decimals: u8 = decimals?.unwrap_or(0);
    Ok(style?(decimals))
}
