//! The data of a report as files to take away: the panel of all members and editions, each edition, each
//! member, the indicators, and what describes them to people and to other programs.
//!
//! Texts for machines are in UTF-8 without a byte-order mark; those that say so in their names have
//! one, since spreadsheets take a text without it for another encoding.

mod column;
mod describe;
mod indicators;
mod model;
mod panel;
#[cfg(feature = "parquet")]
mod parquet;
mod sums;
mod table;
mod workbook;

pub use column::{Column, Wanted};
pub use describe::{About, csvw, package};
pub use indicators::indicators;
pub use model::model;
pub use panel::{long, wide};
#[cfg(feature = "parquet")]
pub use parquet::parquet;
pub use sums::sums;
pub use table::Table;
pub use workbook::{Sheet, workbook};

use crate::index::Indices;
use crate::survey::{EditionId, MemberId};

/// A file of the data.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Below the folder of the data: `editions/2018.csv`.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The columns of its table, if it is one for machines to read.
    pub columns: Option<Vec<Column>>,
}

impl DataFile {
    fn text(name: impl Into<String>, text: impl Into<String>) -> DataFile {
        DataFile {
            name: name.into(),
            bytes: text.into().into_bytes(),
            columns: None,
        }
    }
}

/// The whole panel in both shapes.
#[derive(Debug)]
pub struct Panel {
    pub long: Table,
    pub wide: Table,
}

impl Panel {
    /// Of a report.
    pub fn of(indices: &Indices) -> Panel {
        Panel {
            long: long(indices),
            wide: wide(indices),
        }
    }
}

/// The tables of the data as CSV and JSON: the panel, the editions, the members, the indicators.
pub fn tables(indices: &Indices, panel: &Panel) -> Vec<DataFile> {
    let survey = indices.survey();
    let mut files = Vec::new();
    // Those of single members are parts of the panel, and too many to be described one by one.
    let mut both = |name: &str, table: &Table| {
        let is_member = name.starts_with("members/");
        files.push(DataFile {
            columns: (!is_member).then(|| table.columns.clone()),
            ..DataFile::text(format!("{name}.csv"), table.csv())
        });
        files.push(DataFile::text(format!("{name}.json"), table.json()));
    };
    both("panel-long", &panel.long);
    both("panel-wide", &panel.wide);
    for edition in survey.edition_ids() {
        let year = survey.editions[edition.0].year;
        both(
            &format!("editions/{year}"),
            &panel.wide.only(&of_edition(indices, edition)),
        );
    }
    for member in survey.member_ids() {
        let slug = survey.members[member.0].slug();
        both(
            &format!("members/{slug}"),
            &panel.wide.only(&of_member(indices, member)),
        );
    }
    if !survey.indicators.is_empty() {
        both("indicators", &indicators(survey));
    }
    let marked = format!("\u{feff}{}", panel.wide.csv());
    files.push(DataFile::text("panel-wide-with-bom.csv", marked));
    files
}

/// The rows of an edition in the wide panel.
fn of_edition(indices: &Indices, edition: EditionId) -> Vec<usize> {
    let editions = indices.survey().editions.len();
    let members = indices.survey().members.len();
    (0..members).map(|m| m * editions + edition.0).collect()
}

/// The rows of a member in the wide panel.
fn of_member(indices: &Indices, member: MemberId) -> Vec<usize> {
    let editions = indices.survey().editions.len();
    (member.0 * editions..(member.0 + 1) * editions).collect()
}
