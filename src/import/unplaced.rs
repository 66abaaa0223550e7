//! A table whose columns nobody knows: which of them are, and what to write for the others.

use super::columns::years;
use super::fold;
use super::map::{Header, Map};
use super::misfit::some;
use super::table::{Row, Table};
use crate::diagnostic::Diagnostic;

/// Rows in which the names of columns are looked for.
const LOOKED_AT: usize = 20;

/// What is known of a row, if it holds the names of columns.
struct Head<'r> {
    row: &'r Row,
    /// The keys of a map, with what their columns are called.
    keys: Vec<(&'static str, &'r str)>,
    has_component: bool,
    has_years: bool,
    others: Vec<&'r str>,
}

impl<'r> Head<'r> {
    fn of(row: &'r Row, known: &Map) -> Head<'r> {
        let keys = [
            ("member", &known.member),
            ("code", &known.code),
            ("year", &known.year),
            ("rank", &known.rank),
            ("variable", &known.variable),
            ("value", &known.value),
        ];
        let is_in = |header: &Header, key: &str| header.names.iter().any(|n| fold::key(n) == key);
        let mut head = Head {
            row,
            keys: Vec::new(),
            has_component: false,
            has_years: !years(row).is_empty(),
            others: Vec::new(),
        };
        for cell in &row.cells {
            let key = fold::key(&cell.text);
            let single = keys.iter();
            let mut single = single.filter(|(_, h)| h.as_ref().is_some_and(|h| is_in(h, &key)));
            if let Some((name, _)) = single.next() {
                head.keys.push((name, &cell.text));
            } else if known.components.iter().any(|c| is_in(&c.header, &key)) {
                head.has_component = true;
            } else {
                head.others.push(&cell.text);
            }
        }
        head
    }

    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(name, _)| *name == key)
    }

    fn known(&self) -> usize {
        self.keys.len() + usize::from(self.has_component)
    }

    fn has_values(&self) -> bool {
        let is_long = self.has("variable") && (self.has("value") || self.has_years);
        self.has_component || is_long
    }
}

/// Where the columns of a table are not known.
pub(super) fn unknown(all: &[(usize, &Table)], path: &str, known: &Map) -> Diagnostic {
    let heads = all.iter().flat_map(|(_, table)| {
        let rows = table.rows.iter().take(LOOKED_AT);
        rows.map(move |row| (*table, Head::of(row, known)))
    });
    // Of rows that are alike, the first.
    let best = heads.reduce(|best, next| match next.1.known() > best.1.known() {
        true => next,
        false => best,
    });
    let message = format!("cannot tell what the columns of `{path}` hold");
    let Some((table, head)) = best else {
        return Diagnostic::error(message).hint(general());
    };
    let has_member = head.has("member") || head.has("code");
    let said = match (has_member, head.has_values()) {
        (false, true) => Some(("that of the members", "member")),
        (true, false) => Some(("that of a component", "components")),
        _ => None,
    };
    let place = table.place(&head.row.span);
    let Some((what, key)) = said.filter(|_| !head.others.is_empty()) else {
        return Diagnostic::error(message).at(place).hint(general());
    };
    let others: Vec<String> = head.others.iter().map(|name| format!("`{name}`")).collect();
    let first = head.others.first().copied().unwrap_or_default();
    let mut lines = match key {
        "member" => vec![format!("`member: {first}`")],
        _ => vec![format!("`components: {{ID: {first}}}`")],
    };
    let rest = head.keys.iter();
    lines.extend(rest.map(|(key, name)| format!("`{key}: {name}`")));
    if key == "member" {
        lines.push("`components: …`".to_owned());
    }
    Diagnostic::error(format!("{message}: none is known to be {what}"))
        .at(place)
        .hint(format!(
            "nothing is known of {}; if it is `{first}`, say so in a map of the columns, survey/import/NAME.yaml: {} \
             (manual, “Importing an edition”)",
            some(&others),
            lines.join(", ")
        ))
}

fn general() -> &'static str {
    "a table needs a row of names with the column of the members and that of one component at least; \
     if they have other names than in methodology.yaml, say which is which in a map, \
     survey/import/NAME.yaml (manual, “Importing an edition”)"
}
