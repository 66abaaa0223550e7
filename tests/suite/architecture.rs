//! The table of rooms in ARCHITECTURE.md against the imports that the code really has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;

use crate::common::checkout;

/// Rooms and what each imports, by name.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// What `crate::…` names in a file, the tests in it left out.
struct Imports {
    rooms: BTreeSet<String>,
}

impl Imports {
    /// `crate::room` anywhere in tokens: paths, uses and the arguments of macros.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (i, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.scan(group.stream()),
                TokenTree::Ident(ident) if ident == "crate" => self.after(&tokens[i + 1..]),
                _ => {}
            }
        }
    }

    /// What follows `crate`: `::room` or `::{room…, room…}`.
    fn after(&mut self, rest: &[TokenTree]) {
        let [TokenTree::Punct(a), TokenTree::Punct(b), next, ..] = rest else {
            return;
        };
        if (a.as_char(), b.as_char()) != (':', ':') {
            return;
        }
        match next {
            TokenTree::Ident(room) => {
                self.rooms.insert(room.to_string());
            }
            TokenTree::Group(group) => {
                let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
                for one in tokens.split(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == ','))
                {
                    if let Some(TokenTree::Ident(room)) = one.first() {
                        self.rooms.insert(room.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|a| a.path().is_ident("cfg") && a.meta.to_token_stream().to_string().contains("test"))
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if is_test(attributes) {
            return;
        }
        match item {
            syn::Item::Mod(module) => {
                for item in module.content.iter().flat_map(|(_, items)| items) {
                    self.visit_item(item);
                }
            }
            other => self.scan(other.to_token_stream()),
        }
    }
}

/// The rooms of `src/` as they import each other.
fn built() -> Graph {
    let mut graph = Graph::new();
    let src = checkout("src");
    for entry in walkdir::WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path();
        let inside = path.strip_prefix(&src).unwrap();
        let is_test = inside
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        if path.extension().is_none_or(|e| e != "rs") || is_test {
            continue;
        }
        let room = room(inside);
        let text = std::fs::read_to_string(path).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut imports = Imports {
            rooms: BTreeSet::new(),
        };
        imports.visit_file(&file);
        imports.rooms.remove(&room);
        graph.entry(room).or_default().extend(imports.rooms);
    }
    graph
}

/// The room of a file: its first segment.
fn room(inside: &Path) -> String {
    let first = inside.iter().next().unwrap().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The table of rooms: `| room | holds | imports |`.
fn written() -> Graph {
    let text = std::fs::read_to_string(checkout("ARCHITECTURE.md")).unwrap();
    let mut lines = text
        .lines()
        .skip_while(|line| !line.starts_with("| room | holds | imports |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .peekable();
    assert!(
        lines.peek().is_some(),
        "ARCHITECTURE.md has no table of rooms"
    );
    let mut graph = Graph::new();
    for line in lines {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [room, _, imports] = cells[..] else {
            panic!("not three cells: {line}");
        };
        let room = room.trim_matches('`').trim_end_matches(".rs");
        let imports = imports.split(',').map(|i| i.trim().trim_matches('`'));
        graph
            .entry(room.trim_end_matches('/').to_owned())
            .or_default()
            .extend(imports.filter(|i| !i.is_empty()).map(str::to_owned));
    }
    graph
}

/// A way along imports from a room back to itself.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk<'g>(graph: &'g Graph, way: &mut Vec<&'g str>, done: &mut BTreeSet<&'g str>) -> bool {
        let here = way[way.len() - 1];
        for next in graph.get(here).into_iter().flatten() {
            if let Some(at) = way.iter().position(|room| room == next) {
                way.drain(..at);
                way.push(next);
                return true;
            }
            if done.contains(next.as_str()) {
                continue;
            }
            way.push(next);
            if walk(graph, way, done) {
                return true;
            }
            way.pop();
        }
        done.insert(here);
        false
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|room| {
        let mut way = vec![room.as_str()];
        walk(graph, &mut way, &mut done).then(|| way.into_iter().map(str::to_owned).collect())
    })
}

#[test]
fn rooms_import_what_the_table_says_and_nothing_else() {
    let (built, written) = (built(), written());
    let mut wrong = Vec::new();
    for room in built.keys().chain(written.keys()).collect::<BTreeSet<_>>() {
        match (built.get(room), written.get(room)) {
            (Some(built), Some(written)) => {
                for import in built.difference(written) {
                    wrong.push(format!("`{room}` imports `{import}`: the table forbids it"));
                }
                for import in written.difference(built) {
                    wrong.push(format!(
                        "`{room}` does not import `{import}`: the table says so"
                    ));
                }
            }
            (Some(_), None) => wrong.push(format!("the table has no room `{room}`")),
            (None, _) => wrong.push(format!("the table's room `{room}` does not exist")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rooms_import_each_other_in_a_circle() {
    if let Some(way) = circle(&built()) {
        panic!("a circle of rooms: {}", way.join(" → "));
    }
}

#[test]
fn a_circle_is_found_and_imports_are_seen_wherever_they_stand() {
    let graph = |arrows: &[(&str, &str)]| {
        let mut graph = Graph::new();
        for (from, to) in arrows {
            graph
                .entry((*from).into())
                .or_default()
                .insert((*to).into());
        }
        graph
    };
    assert_eq!(circle(&graph(&[("a", "b"), ("a", "c"), ("b", "c")])), None);
    let way = circle(&graph(&[("a", "b"), ("b", "c"), ("c", "b")])).unwrap();
    assert_eq!(way, ["b", "c", "b"]);
    let file = syn::parse_file(
        "use crate::{one, two::X};
         fn f() -> crate::three::Y { format!(\"{}\", crate::four::z()) }
         #[cfg(test)] mod tests { use crate::five; }",
    )
    .unwrap();
    let mut imports = Imports {
        rooms: BTreeSet::new(),
    };
    imports.visit_file(&file);
    let seen: Vec<&str> = imports.rooms.iter().map(String::as_str).collect();
    assert_eq!(seen, ["four", "one", "three", "two"]);
}
