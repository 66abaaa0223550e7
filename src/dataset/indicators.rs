//! The indicators: counted facts, a line for each.

use super::column::{Column, Kind, Wanted};
use super::table::{Table, Value};
use crate::survey::{Amount, Indicator, Item, Survey, Unit, Year};

/// A line for each indicator, item and year.
pub fn indicators(survey: &Survey) -> Table {
    let langs = || survey.languages.iter();
    let text = |name: &str, word| Column::new(name, Kind::Text, Wanted::Word(word));
    let mut columns = vec![text("indicator", "column-indicator")];
    columns.extend(langs().map(|lang| {
        let name = format!("indicator_name_{}", lang.key());
        Column::new(name, Kind::Text, Wanted::In("column-indicator-name", lang))
    }));
    columns.push(text("item", "column-item"));
    columns.extend(langs().map(|lang| {
        let name = format!("item_name_{}", lang.key());
        Column::new(name, Kind::Text, Wanted::In("column-item-name", lang))
    }));
    columns.extend([
        Column::new("year", Kind::Whole, Wanted::Word("column-year")),
        Column::new("low", Kind::Number, Wanted::Word("column-low")),
        Column::new("high", Kind::Number, Wanted::Word("column-high")),
        text("unit", "column-unit"),
        text("source", "column-source"),
    ]);
    let line = |indicator: &Indicator, item: Option<&Item>, year: Year, amount: Amount| {
        let mut row = vec![Value::Text(indicator.id.clone())];
        row.extend(langs().map(|lang| Value::Text(indicator.name[lang].clone())));
        row.push(Value::text(item.map(|item| item.id.as_str())));
        row.extend(langs().map(|lang| Value::text(item.map(|item| item.name[lang].as_str()))));
        row.extend([
            Value::Whole(year.0.into()),
            Value::given(amount.low),
            Value::given(amount.high),
            Value::Text(unit(indicator.unit).to_owned()),
            Value::Text(survey.sources[indicator.source.0].id.clone()),
        ]);
        row
    };
    let mut rows = Vec::new();
    for indicator in &survey.indicators {
        for (year, amount) in &indicator.values {
            rows.push(line(indicator, None, *year, *amount));
        }
        for item in &indicator.items {
            for (year, amount) in &item.values {
                rows.push(line(indicator, Some(item), *year, *amount));
            }
        }
    }
    Table { columns, rows }
}

/// As the column writes it.
fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Members => "members",
        Unit::Percent => "percent",
        Unit::Per100 => "per 100 people",
        Unit::Number => "number",
    }
}
