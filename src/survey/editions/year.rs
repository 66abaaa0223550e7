//! The year of an edition, and the file that it stands in.

use crate::diagnostic::{Checked, Diagnostics};
use crate::source::Node;
use crate::survey::Year;

/// The year of an edition, which the name of its file agrees with if it is a year.
pub(super) fn of(node: &Node<'_>, name: &str, d: &Diagnostics) -> Checked<Year> {
    let year = Year(node.whole(d)?);
    let stem = name
        .rsplit('/')
        .next()
        .unwrap_or(name)
        .trim_end_matches(".yaml");
    match stem.parse::<u16>() {
        Ok(named) if year != Year(named) => Err(node.error_hint(
            d,
            format!("the edition of {year} stands in the file `{stem}.yaml`"),
            Some("an edition's file has its year as its name: change one of the two".to_owned()),
        )),
        _ => Ok(year),
    }
}
