//! What of the user's stands in the way, in words.

use std::path::Path;

use super::marker::MARKER;

/// So many are named; the others are counted.
const NAMED: usize = 8;

/// A file that must not be touched.
#[derive(Debug)]
pub(super) struct Conflict {
    name: String,
    why: String,
    /// Whether `--force` gives leave.
    can_be_forced: bool,
}

impl Conflict {
    /// Written by the program, and changed by somebody since.
    pub(super) fn changed(name: &str) -> Conflict {
        Conflict {
            name: name.to_owned(),
            why: "was changed after it was written".to_owned(),
            can_be_forced: true,
        }
    }

    /// Not written by the program, where a file of the site is to stand.
    pub(super) fn foreign(name: &str) -> Conflict {
        Conflict {
            name: name.to_owned(),
            why: "was not written by this program".to_owned(),
            can_be_forced: true,
        }
    }

    /// Not a file, or not a folder where one is wanted.
    pub(super) fn blocked(name: &str, what: &str) -> Conflict {
        Conflict {
            name: name.to_owned(),
            why: format!("is {what}, where the site has something else"),
            can_be_forced: false,
        }
    }
}

/// The message, if there is anything that may not be done.
pub(super) fn refusal(
    mut conflicts: Vec<Conflict>,
    out: &Path,
    has_list: bool,
    force: bool,
) -> Option<String> {
    conflicts.retain(|c| !(force && c.can_be_forced));
    conflicts.sort_by(|a, b| (a.can_be_forced, &a.name).cmp(&(b.can_be_forced, &b.name)));
    let can_be_forced = conflicts.first()?.can_be_forced;
    let mut lines: Vec<String> = conflicts
        .iter()
        .take(NAMED)
        .map(|c| format!("  {} {}", c.name, c.why))
        .collect();
    if conflicts.len() > NAMED {
        lines.push(format!("  and {} more", conflicts.len() - NAMED));
    }
    let out = out.display();
    let beginning = match has_list {
        true => format!("`{out}` holds what a build would destroy; nothing was changed"),
        false => format!(
            "`{out}` has no list of this program's files (`{MARKER}`): it was published by hand, \
             by an earlier version, or holds something else. Nothing was changed. \
             In the way of the site are"
        ),
    };
    let advice = match can_be_forced {
        true if has_list => {
            "move them away, or build with --force to replace exactly these; all else stays"
        }
        true => {
            "move them away, or build with --force to replace exactly these; all else in the folder \
             stays as it is, also what an earlier version wrote and the site has no longer"
        }
        false => "move these away, or name another folder with --out",
    };
    Some(format!("{beginning}:\n{}\n{advice}", lines.join("\n")))
}
