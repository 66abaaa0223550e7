//! Lists of members: who is named, how the list is written, and its order.

use std::collections::BTreeSet;

use crate::common::{both, zh};
use egov_report::lang::Lang;

use super::{RAW, REAL, among, areas, conditions, in_text, name};
use crate::common::raw::{self, IDS};

/// Reads a list as `lang` writes it; the names, whatever their order.
fn unlist<'n>(text: &str, names: &[&'n str], lang: Lang) -> Vec<&'n str> {
    let (mark, last) = if lang == zh() {
        ("、", "和")
    } else {
        (", ", " and ")
    };
    let (mut rest, mut found) = (text, Vec::new());
    loop {
        let start = names.iter().filter(|n| rest.starts_with(**n));
        let name = start.max_by_key(|n| n.len()).unwrap_or(&"");
        assert!(!name.is_empty(), "`{rest}` starts with none of {names:?}");
        found.push(*name);
        rest = &rest[name.len()..];
        if rest.is_empty() {
            return found;
        }
        // The last of the list, and only that, stands behind the word.
        let end = found.len() + 1 == names.len();
        let by = if end { last } else { mark };
        assert!(
            rest.starts_with(by),
            "`{rest}` does not start with `{by}` in `{text}`"
        );
        rest = &rest[by.len()..];
    }
}

/// As an alphabet without accents and case has it.
fn folded(name: &str) -> String {
    let fold = |c: char| match c {
        'ã' => 'a',
        'é' | 'è' => 'e',
        'í' => 'i',
        'ô' | 'ó' => 'o',
        'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        _ => c.to_ascii_lowercase(),
    };
    name.chars().map(fold).collect()
}

/// Evaluates in both languages; `wanted` are all members that must be named.
fn names_exactly(expression: &str, wanted: &[&raw::Member]) {
    for lang in both() {
        let got = REAL.engine.evaluate_text(expression, lang);
        if wanted.is_empty() {
            assert!(got.is_err(), "{expression}: {got:?}");
            continue;
        }
        let text = got.unwrap().text;
        let names: Vec<&str> = wanted.iter().map(|m| in_text(m, lang)).collect();
        let found = unlist(&text, &names, lang);
        let set: BTreeSet<&str> = found.iter().copied().collect();
        assert_eq!(
            (set.len(), found.len()),
            (names.len(), names.len()),
            "{expression}: {text}"
        );
        // In the order of the names, whatever their form in a sentence.
        let by_name = |found: &str| {
            let member = wanted.iter().find(|m| in_text(m, lang) == found).unwrap();
            folded(name(member, lang))
        };
        let sorted = found.windows(2).all(|w| by_name(w[0]) < by_name(w[1]));
        assert!(sorted || lang == zh(), "{expression}: {text}");
    }
}

#[test]
fn members_by_condition_and_by_rank() {
    for (i, area) in areas().into_iter().enumerate() {
        for year in RAW.years().into_iter().skip(i % 3).step_by(3) {
            let id = IDS[(i + usize::from(year)) % 5];
            let of = |m: &&&raw::Member| RAW.value(year, &m.code, id);
            let all = RAW.of(area);
            let arguments = format!("edition={year}, component=\"{id}\"{}", among(area));
            for (condition, holds) in conditions() {
                let found: Vec<_> = all
                    .iter()
                    .filter(|m| of(m).is_some_and(holds))
                    .copied()
                    .collect();
                names_exactly(&format!("members({arguments}{condition})"), &found);
            }
            for rank in [1, 2, 3, 9, 30, 190] {
                let has = |m: &&&raw::Member| RAW.rank(year, &m.code, id, area) == Some(rank);
                let found: Vec<_> = all.iter().filter(has).copied().collect();
                names_exactly(&format!("member_at(rank={rank}, {arguments})"), &found);
            }
        }
    }
}
