//! The words of the page's language that drawings and tables need.

use super::spec::Declaration;
use crate::chart::spec::ChartWords;
use crate::expression::Engine;
use crate::lang::Lang;

/// Words that drawings and tables need.
pub(super) fn words(engine: &Engine, lang: Lang) -> ChartWords {
    let word = |key: &str| engine.knowledge().words.get(lang, key);
    ChartWords {
        missing: "–".to_owned(),
        low: word("lowest"),
        middle: word("median"),
        high: word("highest"),
        count: word("members"),
        value: word("value"),
        change: word("change"),
        change_points: word("change-points"),
        class: word("level"),
        edition: word("edition"),
        unassessed: word("not-assessed"),
        unplaced: word("not-on-map"),
        colon: word("colon"),
        comma: word("comma"),
    }
}

/// What the first column of the table holds.
pub(super) fn subject(declaration: &Declaration, engine: &Engine, lang: Lang) -> String {
    let word = |key: &str| engine.knowledge().words.get(lang, key);
    let variable = declaration
        .items
        .first()
        .and_then(|e| e.variables.first())
        .map_or("", |v| v.name);
    match variable {
        "member" => word("member"),
        "region" => word("region"),
        "group" => word("groups"),
        "level" => word("level"),
        "component" => word("components-title"),
        "edition" | "year" => word("edition"),
        _ => word("item"),
    }
}
