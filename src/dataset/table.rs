//! A table for other programs, as CSV and JSON.

use serde_json::json;

use super::Column;
use crate::lang::{harmless, without_noise};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number(f64),
    Whole(i64),
    Bool(bool),
    /// Nothing: an empty field, `null`.
    Missing,
}

impl Value {
    /// A number without the noise of its computation, if there is one.
    pub fn number(value: Option<f64>) -> Value {
        value.map_or(Value::Missing, |value| Value::Number(without_noise(value)))
    }

    /// A number as its source gives it, if there is one.
    pub fn given(value: Option<f64>) -> Value {
        // −0 is 0.
        value.map_or(Value::Missing, |value| Value::Number(value + 0.0))
    }

    /// A text, if there is one.
    pub fn text(text: Option<impl Into<String>>) -> Value {
        text.map_or(Value::Missing, |text| Value::Text(text.into()))
    }

    fn field(&self) -> String {
        match self {
            Value::Text(text) => harmless(text),
            Value::Number(number) => number.to_string(),
            Value::Whole(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Missing => String::new(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Whole(number) => json!(number),
            Value::Bool(value) => json!(value),
            Value::Missing => serde_json::Value::Null,
        }
    }
}

/// As many cells in each row as columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// Some of the rows.
    pub(super) fn only(&self, rows: &[usize]) -> Table {
        Table {
            columns: self.columns.clone(),
            rows: rows.iter().map(|row| self.rows[*row].clone()).collect(),
        }
    }

    /// UTF-8, lines ending in CR LF as RFC 4180 asks, numbers without separators, an empty field where
    /// there is nothing. A text that a spreadsheet would run as a formula begins with an apostrophe.
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        // Writing to memory cannot fail, and rows are as long as the columns are many.
        let _ = writer.write_record(self.columns.iter().map(|column| &column.name));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(Value::field));
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    /// `{"columns": [names], "rows": [[values]]}`, a row on a line.
    pub fn json(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|c| c.name.as_str()).collect();
        let rows = self.rows.iter().map(|row| {
            let row: Vec<serde_json::Value> = row.iter().map(Value::json).collect();
            json!(row).to_string()
        });
        let rows: Vec<String> = rows.collect();
        format!(
            "{{\"columns\":{},\n\"rows\":[\n{}\n]}}\n",
            json!(names),
            rows.join(",\n")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::Wanted;
    use super::super::column::Kind;
    use super::*;

    #[test]
    fn what_is_missing_noisy_or_would_run() {
        let column = |name: &str| Column::new(name, Kind::Text, Wanted::Word("x"));
        let table = Table {
            columns: ["a", "b", "c"].map(column).to_vec(),
            rows: vec![
                vec![
                    Value::Text("=1+1".to_owned()),
                    Value::number(Some(0.1 + 0.2)),
                    Value::Missing,
                ],
                vec![
                    Value::Text("a,\"b".to_owned()),
                    Value::Whole(-2),
                    Value::Bool(true),
                ],
            ],
        };
        assert_eq!(
            table.csv(),
            "a,b,c\r\n'=1+1,0.3,\r\n\"a,\"\"b\",-2,true\r\n"
        );
        assert_eq!(
            table.json(),
            "{\"columns\":[\"a\",\"b\",\"c\"],\n\"rows\":[\n[\"=1+1\",0.3,null],\n[\"a,\\\"b\",-2,true]\n]}\n"
        );
    }
}
