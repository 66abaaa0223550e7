//! A table as Apache Parquet, for programs that work by columns.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::column::{Column, Kind};
use super::table::{Table, Value};

/// The table's rows in one group, compressed by Snappy, which all readers know. Texts are as they are,
/// numbers doubles or whole numbers of 64 bits; what is missing is null. `about` goes with the file as
/// keys and values.
///
/// # Errors
/// What the format cannot hold: two columns of one name.
pub fn parquet(table: &Table, about: &[(&str, String)]) -> Result<Vec<u8>, ParquetError> {
    let columns: Vec<(Kind, Vec<&Value>)> = table
        .columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let cells: Vec<&Value> = table.rows.iter().map(|row| &row[i]).collect();
            (kind(column, &cells), cells)
        })
        .collect();
    let fields = table.columns.iter().zip(&columns);
    let fields: Result<Vec<TypePtr>, _> = fields
        .map(|(column, (kind, _))| field(&column.name, *kind))
        .collect();
    let schema = Type::group_type_builder("table").with_fields(fields?);
    let about = about
        .iter()
        .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(about.collect()))
        .build();
    let mut bytes = Vec::new();
    let mut file =
        SerializedFileWriter::new(&mut bytes, Arc::new(schema.build()?), Arc::new(properties))?;
    let mut rows = file.next_row_group()?;
    for (kind, cells) in &columns {
        if let Some(mut column) = rows.next_column()? {
            write(&mut column, *kind, cells)?;
            column.close()?;
        }
    }
    rows.close()?;
    file.close()?;
    Ok(bytes)
}

/// Ranks are whole numbers but where equals share a mean.
fn kind(column: &Column, cells: &[&Value]) -> Kind {
    let broken = |value: &&&Value| matches!(value, Value::Number(_));
    match column.kind {
        Kind::Whole if cells.iter().any(|value| broken(&value)) => Kind::Number,
        kind => kind,
    }
}

fn field(name: &str, kind: Kind) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Whole => (Physical::INT64, None),
        Kind::Bool => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .map(Arc::new)
}

fn write(
    to: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: &[&Value],
) -> Result<(), ParquetError> {
    match kind {
        Kind::Text => put::<ByteArrayType>(to, cells, |value| match value {
            Value::Text(text) => Some(ByteArray::from(text.as_bytes().to_vec())),
            _ => None,
        }),
        Kind::Number => put::<DoubleType>(to, cells, |value| match value {
            Value::Number(number) => Some(*number),
            Value::Whole(number) => Some(*number as f64),
            _ => None,
        }),
        Kind::Whole => put::<Int64Type>(to, cells, |value| match value {
            Value::Whole(number) => Some(*number),
            _ => None,
        }),
        Kind::Bool => put::<BoolType>(to, cells, |value| match value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }),
    }
}

/// A level for each cell, 0 where there is none, and the values that there are.
fn put<T: DataType>(
    to: &mut SerializedColumnWriter<'_>,
    cells: &[&Value],
    read: impl Fn(&Value) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let values: Vec<Option<T::T>> = cells.iter().map(|value| read(value)).collect();
    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
    let known: Vec<T::T> = values.into_iter().flatten().collect();
    to.typed::<T>()
        .write_batch(&known[..], Some(&levels), None)?;
    Ok(())
}
