//! `changes.yaml`: what has changed in the report and its data.

use crate::diagnostic::{Checked, Diagnostics};
use crate::lang::PerLanguage;
use crate::schema::files::changes::CHANGE;
use crate::source::{Folder, Node, Yaml};
use crate::survey::bibliography::{self, Date};

/// A change, as readers are told of it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The day on which it was published.
    pub date: Date,
    /// The version that came with it.
    pub version: Option<String>,
    /// What has changed.
    pub title: PerLanguage<String>,
    /// More of it.
    pub text: Option<PerLanguage<String>>,
}

/// Reads `changes.yaml`, the newest first; a report may have none.
pub fn read(content: &Folder, d: &Diagnostics) -> Checked<Vec<Change>> {
    let Some(file) = content.text("changes.yaml", d) else {
        return Ok(Vec::new());
    };
    let yaml = Yaml::parse(&file?, content.languages, d)?;
    let mut changes = Node::root(&yaml).list(d, |node| {
        let mut fields = node.fields(d, &CHANGE)?;
        let date = fields.required("date", d, |n| bibliography::date(n, d, true));
        let version = fields.optional("version", |n| n.text(d));
        let title = fields.required("title", d, |n| n.texts(d));
        let text = fields.optional("text", |n| n.texts(d));
        fields.finish(d);
        Ok(Change {
            date: date?,
            version: version?,
            title: title?,
            text: text?,
        })
    })?;
    // Those of one day stay in the order of the file.
    let day = |change: &Change| (change.date.year, change.date.month, change.date.day);
    changes.sort_by_key(|change| std::cmp::Reverse(day(change)));
    Ok(changes)
}
