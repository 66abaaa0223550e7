//! The functions and filters as a part of the manual's reference, in Markdown.

use std::fmt::Write as _;

use super::filters::FILTERS;
use super::functions::FUNCTIONS;
use super::parameter::Parameter;

const FUNCTIONS_HEAD: &str = "
## Functions

They stand in expressions: in texts between `{{` and `}}`, in charts and claims without braces.
Arguments are named, and may stand in any order.
";

const FILTERS_HEAD: &str = "
## Filters

A filter stands behind a value, and says how it is written or makes another of it:
`{{ mean(edition=2018) | fixed(digits=3) }}`.
";

/// All functions and filters.
pub fn page() -> String {
    let mut page = FUNCTIONS_HEAD.to_owned();
    for f in FUNCTIONS {
        entry(f.name, f.about, f.example, f.parameters, &mut page);
        // Of a thing that is named, none is the one that is meant without it.
        let is_naming = f.name == "name";
        table(f.parameters, !is_naming, &mut page);
    }
    page.push_str(FILTERS_HEAD);
    for f in FILTERS {
        entry(f.name, f.about, f.example, f.parameters, &mut page);
        table(f.parameters, true, &mut page);
    }
    page
}

fn entry(name: &str, about: &str, example: &str, parameters: &[Parameter], page: &mut String) {
    let about = about.trim();
    let _ = writeln!(page, "\n### `{name}`\n\n{about}\n\n```\n{example}\n```");
    if parameters.is_empty() {
        let _ = writeln!(page, "\nIt has no arguments.");
    }
}

fn table(parameters: &[Parameter], is_default_known: bool, page: &mut String) {
    if parameters.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n| argument | is | note |\n|---|---|---|");
    for parameter in parameters {
        let default = parameter.kind.left_out().filter(|_| is_default_known);
        let need = match (parameter.needed, default) {
            (true, _) => "**Needed.**".to_owned(),
            (false, Some(default)) => format!("Without it: {default}."),
            (false, None) => String::new(),
        };
        let words = parameter.kind.words();
        let _ = writeln!(page, "| `{}` | {words} | {need} |", parameter.name);
    }
}
