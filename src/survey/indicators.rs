//! `indicators/*.yaml`: counted facts by year, and by region, sector, service or the like.

use std::collections::{BTreeMap, HashMap};

use super::{Area, AreaId, Known, Source, SourceId, Year, once, source_ref};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::lang::PerLanguage;
use crate::schema::files::indicator as files;
use crate::source::{Folder, Node, Tree, Yaml};

/// What an indicator's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of members.
    Members,
    /// Percent, 0 to 100.
    Percent,
    /// Per 100 people.
    Per100,
    /// A plain number.
    Number,
}

/// A counted fact; a source may give a range, or one end of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The lowest that it can be.
    pub low: Option<f64>,
    /// The highest that it can be.
    pub high: Option<f64>,
}

impl Amount {
    /// The value, where it is one.
    pub fn exact(self) -> Option<f64> {
        self.low.filter(|_| self.low == self.high)
    }
}

/// A line of an indicator.
#[derive(Clone, Debug)]
pub struct Item {
    /// Unique in the indicator.
    pub id: String,
    /// Its name; an area's own where the item is an area.
    pub name: PerLanguage<String>,
    /// The area that it stands for.
    pub area: Option<AreaId>,
    /// By year.
    pub values: BTreeMap<Year, Amount>,
}

/// A counted fact with its source.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Unique; the file's name.
    pub id: String,
    /// What is counted.
    pub name: PerLanguage<String>,
    /// What the numbers are.
    pub unit: Unit,
    /// Decimal places as the source gives them.
    pub decimals: u8,
    /// Where they come from.
    pub source: SourceId,
    /// Through which source the report has them, where it has not seen the other.
    pub quoted_in: Option<SourceId>,
    /// What a reader must know.
    pub note: Option<PerLanguage<String>>,
    /// Its own values, where it has no items.
    pub values: BTreeMap<Year, Amount>,
    /// Its items, where it has some.
    pub items: Vec<Item>,
}

impl Indicator {
    /// The item with an id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.id == id)
    }
}

/// Reads all indicators, in the order of their ids; those that cannot be read are reported.
pub fn read_all(
    content: &Folder,
    areas: &[Area],
    sources: Known<'_, Source>,
    d: &Diagnostics,
) -> Vec<Indicator> {
    let names: Vec<&str> = content
        .names_in("survey/indicators")
        .filter(|n| n.ends_with(".yaml"))
        .collect();
    let mut indicators = Vec::new();
    for name in names {
        let indicator = content
            .need_text(name, d)
            .and_then(|file| Yaml::parse(&file, content.languages, d))
            .and_then(|yaml| {
                let root = Node::root(&yaml);
                let stem = name.rsplit('/').next().unwrap_or(name);
                read(&root, stem.trim_end_matches(".yaml"), areas, sources, d)
            });
        indicators.extend(indicator);
    }
    indicators.sort_by(|a, b| a.id.cmp(&b.id));
    indicators
}

fn read(
    root: &Node<'_>,
    stem: &str,
    areas: &[Area],
    sources: Known<'_, Source>,
    d: &Diagnostics,
) -> Checked<Indicator> {
    let mut fields = root.fields(d, &files::INDICATOR_RECORD)?;
    let id_node = fields.need("id", d);
    let id = id_node.and_then(|n| {
        let id = n.id(d)?;
        if id == stem {
            return Ok(id);
        }
        Err(n.error_hint(
            d,
            format!("the indicator `{id}` stands in the file `{stem}.yaml`"),
            Some("an indicator's file has its id as its name".to_owned()),
        ))
    });
    let name = fields.required("name", d, |n| n.texts(d));
    let unit = fields.required("unit", d, |n| {
        n.choice(
            d,
            &[
                ("members", Unit::Members),
                ("percent", Unit::Percent),
                ("per-100", Unit::Per100),
                ("number", Unit::Number),
            ],
        )
    });
    let source = fields.required("source", d, |n| source_ref(n, sources, d));
    let quoted_in = fields.optional("quoted-in", |n| source_ref(n, sources, d));
    let note = fields.optional("note", |n| n.texts(d));
    let (values, items) = (fields.get("values"), fields.get("items"));
    fields.finish(d);
    let unit = unit?;
    let mut decimals = 0;
    let (values, items) = match (values, items) {
        (Some(node), None) => (read_values(&node, unit, &mut decimals, d)?, Vec::new()),
        (None, Some(node)) => {
            let mut seen = HashMap::new();
            let items = node.list(d, |n| {
                read_item(n, unit, areas, &mut seen, &mut decimals, d)
            })?;
            (BTreeMap::new(), items)
        }
        _ => {
            return Err(root.error_hint(
                d,
                "an indicator has either `values` or `items`",
                Some("write `values: {2018: 139}`, or `items:` with a list".to_owned()),
            ));
        }
    };
    Ok(Indicator {
        id: id?,
        name: name?,
        unit,
        decimals,
        source: source?,
        quoted_in: quoted_in.unwrap_or_default(),
        note: note.unwrap_or_default(),
        values,
        items,
    })
}

fn read_item<'n>(
    node: &Node<'n>,
    unit: Unit,
    areas: &[Area],
    seen: &mut HashMap<String, Node<'n>>,
    decimals: &mut u8,
    d: &Diagnostics,
) -> Checked<Item> {
    let mut fields = node.fields(d, &files::ITEM)?;
    let region = fields.get("region");
    let (id_node, named) = match region {
        Some(node) => {
            let id = node.id(d)?;
            let at = areas.iter().position(|a| a.id == id).ok_or_else(|| {
                node.error_hint(
                    d,
                    format!("unknown region or group `{id}`"),
                    suggest(&id, areas.iter().map(|a| a.id.as_str())),
                )
            })?;
            (node, Ok((areas[at].name.clone(), Some(AreaId(at)))))
        }
        None => {
            let id = fields.need("id", d);
            let name = fields.required("name", d, |n| n.texts(d));
            (id?, name.map(|name| (name, None)))
        }
    };
    let id = id_node.id(d)?;
    let first = once(seen, &id, &id_node, "items", d);
    let values = fields.required("values", d, |n| read_values(n, unit, decimals, d));
    fields.finish(d);
    first?;
    let (name, area) = named?;
    Ok(Item {
        id,
        name,
        area,
        values: values?,
    })
}

fn read_values(
    node: &Node<'_>,
    unit: Unit,
    decimals: &mut u8,
    d: &Diagnostics,
) -> Checked<BTreeMap<Year, Amount>> {
    let mut values = BTreeMap::new();
    let mut ok = Ok(());
    for entry in node.entries(d)? {
        let Ok(year) = entry.key.parse() else {
            ok = Err(d.report(
                Diagnostic::error(format!("`{}` is not a year", entry.key))
                    .at(entry.key_at.place()),
            ));
            continue;
        };
        match read_amount(&entry.value, unit, decimals, d) {
            Ok(amount) => {
                values.insert(Year(year), amount);
            }
            Err(told) => ok = Err(told),
        }
    }
    ok.map(|()| values)
}

fn read_amount(node: &Node<'_>, unit: Unit, decimals: &mut u8, d: &Diagnostics) -> Checked<Amount> {
    let mut one = |node: &Node<'_>| {
        let value = node.number(d)?;
        let highest = match unit {
            Unit::Percent => 100.0,
            Unit::Members | Unit::Per100 | Unit::Number => f64::INFINITY,
        };
        if !(0.0..=highest).contains(&value) && unit != Unit::Number {
            return Err(node.error(d, format!("{value} is out of range for this unit")));
        }
        let places = value
            .to_string()
            .split_once('.')
            .map_or(0, |(_, d)| d.len());
        *decimals = (*decimals).max(u8::try_from(places).unwrap_or(u8::MAX));
        Ok(value)
    };
    if !matches!(node.tree(), Tree::Map(_)) {
        let value = one(node)?;
        return Ok(Amount {
            low: Some(value),
            high: Some(value),
        });
    }
    let mut fields = node.fields(d, &files::AMOUNT)?;
    let low = fields.optional("low", &mut one);
    let high = fields.optional("high", &mut one);
    fields.finish(d);
    let amount = Amount {
        low: low?,
        high: high?,
    };
    match (amount.low, amount.high) {
        (None, None) => Err(node.error(d, "a range needs `low`, `high` or both")),
        (Some(low), Some(high)) if low > high => Err(node.error(d, "`low` is above `high`")),
        _ => Ok(amount),
    }
}
