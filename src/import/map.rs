//! `survey/import/<name>.yaml`: which column of somebody's table holds what.

use encoding_rs::Encoding;

use super::delimited::Written;
use super::names::{NOT_SKIPPED, called};
use super::number::Decimal;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::schema::files::import as files;
use crate::source::node::Entry;
use crate::source::{Folder, Node, NodePlace, Tree, Yaml};
use crate::survey::{ComponentId, Survey, Year};

/// The folder of maps.
const FOLDER: &str = "survey/import";

/// What a column may be called.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// Where that is said; none of what the program knows itself.
    pub(super) place: Option<NodePlace>,
}

/// The column of a component.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    pub(super) component: ComponentId,
    pub(super) header: Header,
    pub(super) factor: Option<f64>,
}

/// A map of columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map {
    /// The file's path in the folder of the report, if it is there.
    pub(super) name: Option<String>,
    /// The path as messages show it.
    pub(super) shown: String,
    pub(super) root: Option<NodePlace>,
    pub(super) member: Option<Header>,
    pub(super) code: Option<Header>,
    pub(super) year: Option<Header>,
    pub(super) rank: Option<Header>,
    pub(super) components: Vec<Mapped>,
    pub(super) variable: Option<Header>,
    pub(super) value: Option<Header>,
    pub(super) edition: Option<Year>,
    pub(super) source: Option<String>,
    pub(super) skip: Vec<String>,
    pub(super) ignore: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) not_assessed: Option<f64>,
    pub(super) factor: Option<f64>,
    pub(super) decimal: Option<Decimal>,
    pub(super) sheet: Option<String>,
    pub(super) skip_rows: Option<usize>,
    pub(super) written: Written,
}

/// Reads all maps of a report; those with mistakes are reported and left out.
pub(crate) fn read_all(content: &Folder, survey: &Survey, d: &Diagnostics) -> Vec<Map> {
    let names = content.names_in(FOLDER).filter(|n| n.ends_with(".yaml"));
    let maps = names.map(|name| {
        let file = content.need_text(name, d)?;
        let yaml = Yaml::parse(&file, content.languages, d)?;
        let map = read(&Node::root(&yaml), survey, d)?;
        Ok(Map {
            name: Some(name.to_owned()),
            ..map
        })
    });
    maps.filter_map(|map: Checked<Map>| map.ok()).collect()
}

/// Reads a map.
pub(super) fn read(root: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Map> {
    let mut fields = root.fields(d, &files::MAP)?;
    let header = |n: &Node<'_>| header(n, d);
    let texts = |n: &Node<'_>| n.list(d, |n| n.text(d));
    let member = fields.optional("member", header);
    let code = fields.optional("code", header);
    let year = fields.optional("year", header);
    let rank = fields.optional("rank", header);
    let components = fields.required("components", d, |n| components(n, survey, d));
    let variable = fields.optional("variable", header);
    let value = fields.optional("value", header);
    let edition = fields.optional("edition", |n| n.whole(d).map(Year));
    let source = fields.optional("source", |n| source(n, survey, d));
    let skip = fields.optional("skip", |n| n.list(d, |n| skipped(n, survey, d)));
    let ignore = fields.optional("ignore", texts);
    let missing = fields.optional("missing", |n| n.list(d, |n| scalar(n, d)));
    let not_assessed = fields.optional("not-assessed", |n| n.number(d));
    let factor = fields.optional("factor", |n| n.number(d));
    let decimal = fields.optional("decimal", |n| {
        n.choice(d, &[("point", Decimal::Point), ("comma", Decimal::Comma)])
    });
    let sheet = fields.optional("sheet", |n| n.text(d));
    let skip_rows = fields.optional("skip-rows", |n| n.whole::<u32>(d));
    let delimiter = fields.optional("delimiter", |n| {
        let all = [
            ("comma", b','),
            ("semicolon", b';'),
            ("tab", b'\t'),
            ("bar", b'|'),
        ];
        n.choice(d, &all)
    });
    let encoding = fields.optional("encoding", |n| encoding(n, d));
    fields.finish(d);
    let map = Map {
        name: None,
        shown: root.place().file.path.clone(),
        root: Some(root.node_place()),
        member: member?,
        code: code?,
        year: year?,
        rank: rank?,
        components: components?,
        variable: variable?,
        value: value?,
        edition: edition?,
        source: source?,
        skip: skip?.unwrap_or_default(),
        ignore: ignore?.unwrap_or_default(),
        missing: missing?.unwrap_or_default(),
        not_assessed: not_assessed?,
        factor: factor?,
        decimal: decimal?,
        sheet: sheet?,
        skip_rows: skip_rows?.map(|rows| rows as usize),
        written: Written {
            encoding: encoding?,
            delimiter: delimiter?,
        },
    };
    check(&map, root, d)?;
    Ok(map)
}

/// What the keys must have to do with each other.
fn check(map: &Map, root: &Node<'_>, d: &Diagnostics) -> Checked<()> {
    if map.member.is_none() && map.code.is_none() {
        let message = "a map of columns needs `member` or `code`";
        let hint = "add `member: …`: the column with the members' names";
        return Err(root.error_hint(d, message, Some(hint.to_owned())));
    }
    if map.variable.is_none() && map.value.is_some() {
        let message = "`value` stands together with `variable`";
        let hint = "a long table has a column that says what a value is, and one with the value";
        return Err(root.error_hint(d, message, Some(hint.to_owned())));
    }
    Ok(())
}

/// The name of rows to be passed over, which is no member's.
fn skipped(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<String> {
    let name = node.text(d)?;
    match called(survey, &name) {
        Some(id) => {
            let code = &survey.members[id.0].code;
            let message = format!("`skip` of `{name}` would leave out the member `{code}`");
            Err(node.error_hint(d, message, Some(NOT_SKIPPED.to_owned())))
        }
        None => Ok(name),
    }
}

/// A text, or a number as it is written.
fn scalar(node: &Node<'_>, d: &Diagnostics) -> Checked<String> {
    match node.tree() {
        Tree::Float(number) => Ok(number.to_string()),
        _ => node.text(d),
    }
}

fn header(node: &Node<'_>, d: &Diagnostics) -> Checked<Header> {
    let names = match node.tree() {
        Tree::List(_) => node.list(d, |n| n.text(d))?,
        _ => vec![node.text(d)?],
    };
    Ok(Header {
        names,
        place: Some(node.node_place()),
    })
}

fn components(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<Vec<Mapped>> {
    let entries = node.fields(d, &files::MAPPED)?.rest();
    if entries.is_empty() {
        let hint = "write the id of a component and what its column is called";
        return Err(node.error_hint(
            d,
            "no column of a component is named",
            Some(hint.to_owned()),
        ));
    }
    let mapped = |entry: &Entry<'_>| {
        let known = || survey.methodology.components.iter().map(|c| c.id.as_str());
        let component = survey.methodology.component(entry.key).ok_or_else(|| {
            d.report(
                Diagnostic::error(format!("unknown component `{}`", entry.key))
                    .at(entry.key_at.place())
                    .maybe_hint(suggest(entry.key, known())),
            )
        });
        let (header, factor) = match entry.value.tree() {
            Tree::Map(_) => {
                let mut fields = entry.value.fields(d, &files::COLUMN)?;
                let column = fields.required("column", d, |n| header(n, d));
                let factor = fields.optional("factor", |n| n.number(d));
                fields.finish(d);
                (column?, factor?)
            }
            _ => (header(&entry.value, d)?, None),
        };
        Ok(Mapped {
            component: component?,
            header,
            factor,
        })
    };
    let all: Vec<Checked<Mapped>> = entries.iter().map(mapped).collect();
    all.into_iter().collect()
}

fn source(node: &Node<'_>, survey: &Survey, d: &Diagnostics) -> Checked<String> {
    let id = node.id(d)?;
    if survey.source(&id).is_some() {
        return Ok(id);
    }
    let known = survey.sources.iter().map(|s| s.id.as_str());
    let hint = suggest(&id, known).or_else(|| Some("add it to survey/sources.yaml".to_owned()));
    Err(node.error_hint(d, format!("unknown source `{id}`"), hint))
}

fn encoding(node: &Node<'_>, d: &Diagnostics) -> Checked<&'static Encoding> {
    let name = node.text(d)?;
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        let hint = "such as `utf-8`, `utf-16le`, `gb18030`, `big5`, `windows-1252`";
        node.error_hint(
            d,
            format!("unknown encoding `{name}`"),
            Some(hint.to_owned()),
        )
    })
}
