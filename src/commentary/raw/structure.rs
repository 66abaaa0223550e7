//! Whether a browser reads HTML as it is written: each element inside the one that was opened last,
//! and none closed, moved or added by the rules for broken HTML.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

use super::tokens::{Piece, is_void, tokens};

const BEFORE: &str = "<!doctype html><html><head></head><body><main><article>";
const AFTER: &str = "</article></main></body></html>";

/// Before a piece of an author's HTML in the HTML to check: says which it is.
pub(in crate::commentary) fn mark(number: usize) -> String {
    format!("<!--{number}-->")
}

/// Checks the body of a text, in which every piece of an author's HTML has its [`mark`]. Gives the
/// number of the piece at which a browser begins to read otherwise, and what it makes of it.
pub(in crate::commentary) fn misread(body: &str) -> Option<(usize, String)> {
    let page = format!("{BEFORE}{body}{AFTER}");
    let written = match written(&page) {
        Ok(nodes) => nodes,
        Err(fault) => return Some(fault),
    };
    let read = parse_document(Tree::default(), ParseOpts::default()).one(page.as_str());
    for (i, node) in written.iter().enumerate() {
        let Some((name, parent)) = read.get(i) else {
            return Some((node.piece, format!("a browser drops {}", named(&node.name))));
        };
        if *name != node.name || *parent != node.parent {
            let place = read.get(*parent).map_or("the page", |p| p.0.as_str());
            return Some((
                node.piece,
                format!(
                    "a browser does not read {} as it is written: it finds {} in `<{place}>` there",
                    named(&node.name),
                    named(name)
                ),
            ));
        }
    }
    let last = written.last().map_or(0, |n| n.piece);
    (read.len() > written.len()).then(|| (last, "a browser adds elements to it".to_owned()))
}

fn named(name: &str) -> String {
    if name == TEXT {
        "a text".to_owned()
    } else {
        format!("`<{name}>`")
    }
}

const TEXT: &str = "#text";

/// A node as it is written.
struct Written {
    name: String,
    /// Its place in the list.
    parent: usize,
    /// The piece of the author's HTML at or before it.
    piece: usize,
}

/// Elements that browsers add where they are not written.
fn is_added(name: &str) -> bool {
    matches!(name, "tbody" | "colgroup")
}

/// The nodes in order, as the tags nest.
fn written(page: &str) -> Result<Vec<Written>, (usize, String)> {
    let mut nodes: Vec<Written> = Vec::new();
    // Open elements: the name, and the node under which what they hold stands.
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut piece = 0;
    let mut text_before = false;
    let mut foreign = 0usize;
    for (token, range) in tokens(page) {
        let parent = open.last().map_or(usize::MAX, |o| o.1);
        let was_text = std::mem::take(&mut text_before);
        match token {
            Piece::Comment => {
                let inside = page[range]
                    .trim_start_matches("<!--")
                    .trim_end_matches("-->");
                piece = inside.parse().unwrap_or(piece);
            }
            Piece::Text(text) if text.trim().is_empty() => text_before = was_text,
            Piece::Text(_) => {
                text_before = true;
                if !was_text {
                    let name = TEXT.to_owned();
                    nodes.push(Written {
                        name,
                        parent,
                        piece,
                    });
                }
            }
            Piece::Start {
                name,
                closes_itself,
                ..
            } => {
                let node = if is_added(&name) {
                    parent
                } else {
                    nodes.push(Written {
                        name: name.clone(),
                        parent,
                        piece,
                    });
                    nodes.len() - 1
                };
                let ended = is_void(&name) || (closes_itself && foreign > 0);
                if !ended {
                    foreign += usize::from(matches!(name.as_str(), "svg" | "math"));
                    open.push((name, node));
                }
            }
            Piece::End(name) => match open.pop() {
                Some((top, _)) if top == name => {
                    foreign -= usize::from(matches!(name.as_str(), "svg" | "math") && foreign > 0);
                }
                top => {
                    let top = top.map_or_else(|| "nothing".to_owned(), |(top, _)| named(&top));
                    return Err((
                        piece,
                        format!("`</{name}>` stands where {top} is to be closed"),
                    ));
                }
            },
            Piece::Unfinished => return Err((piece, "this HTML has no end".to_owned())),
        }
    }
    if let Some((name, _)) = open.last() {
        return Err((piece, format!("{} is not closed", named(name))));
    }
    Ok(nodes)
}

/// What html5ever builds: names and where they stand.
#[derive(Default)]
struct Tree {
    nodes: RefCell<Vec<Node>>,
}

struct Node {
    name: Name,
    parent: Option<usize>,
    children: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

/// The names of nodes that are no elements.
const DOCUMENT: &str = "#document";
const COMMENT: &str = "#comment";

impl Tree {
    fn node(&self, name: QualName) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.is_empty() {
            // The document is the first.
            nodes.push(new_node(plain(DOCUMENT)));
        }
        nodes.push(new_node(name));
        nodes.len() - 1
    }

    fn child(&self, child: NodeOrText<usize>, before: Option<usize>) -> Option<usize> {
        match child {
            NodeOrText::AppendNode(node) => Some(node),
            NodeOrText::AppendText(text) => {
                let blank = text.trim().is_empty();
                let after_text =
                    before.is_some_and(|n| &*self.nodes.borrow()[n].name.0.local == TEXT);
                (!blank && !after_text).then(|| self.node(plain(TEXT)))
            }
        }
    }

    fn insert(&self, parent: usize, at: usize, child: usize) {
        self.remove_from_parent(&child);
        let mut nodes = self.nodes.borrow_mut();
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, child);
        nodes[child].parent = Some(parent);
    }

    fn parent_and_index(&self, node: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[node].parent?;
        let at = nodes[parent].children.iter().position(|c| *c == node)?;
        Some((parent, at))
    }
}

fn new_node(name: QualName) -> Node {
    Node {
        name: Name(name),
        parent: None,
        children: Vec::new(),
    }
}

fn plain(name: &str) -> QualName {
    QualName::new(None, Namespace::default(), LocalName::from(name))
}

impl TreeSink for Tree {
    type Handle = usize;
    /// Names in order, each with the place of its parent in the list.
    type Output = Vec<(String, usize)>;
    type ElemName<'a> = Name;

    fn finish(self) -> Self::Output {
        let nodes = self.nodes.into_inner();
        let mut list = Vec::new();
        let mut next: Vec<(usize, usize)> = match nodes.first() {
            Some(document) => document
                .children
                .iter()
                .rev()
                .map(|c| (*c, usize::MAX))
                .collect(),
            None => Vec::new(),
        };
        while let Some((node, parent)) = next.pop() {
            let name = nodes[node].name.0.local.to_ascii_lowercase();
            if &*name == COMMENT {
                continue;
            }
            let mut place = parent;
            if !is_added(&name) {
                place = list.len();
                list.push((name.to_string(), parent));
            }
            next.extend(nodes[node].children.iter().rev().map(|c| (*c, place)));
        }
        list
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        if self.nodes.borrow().is_empty() {
            self.nodes.borrow_mut().push(new_node(plain(DOCUMENT)));
        }
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        self.nodes.borrow()[*target].name.clone()
    }

    fn create_element(&self, name: QualName, _: Vec<Attribute>, _: ElementFlags) -> usize {
        self.node(name)
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.node(plain(COMMENT))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.node(plain(COMMENT))
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        let last = self.nodes.borrow()[*parent].children.last().copied();
        if let Some(child) = self.child(child, last) {
            self.insert(*parent, usize::MAX, child);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &usize,
        previous: &usize,
        child: NodeOrText<usize>,
    ) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds stands below it here.
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let Some((parent, at)) = self.parent_and_index(*sibling) else {
            return;
        };
        let before = at
            .checked_sub(1)
            .map(|i| self.nodes.borrow()[parent].children[i]);
        if let Some(child) = self.child(child, before) {
            self.remove_from_parent(&child);
            let at = self.parent_and_index(*sibling).map_or(at, |(_, at)| at);
            self.insert(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &usize) {
        if let Some((parent, at)) = self.parent_and_index(*target) {
            let mut nodes = self.nodes.borrow_mut();
            nodes[parent].children.remove(at);
            nodes[*target].parent = None;
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        let mut nodes = self.nodes.borrow_mut();
        for child in children {
            nodes[child].parent = Some(*new_parent);
            nodes[*new_parent].children.push(child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::misread;

    #[test]
    fn html_that_is_read_as_written() {
        for good in [
            "",
            "<p>a <b>b</b> c</p><ul><li>a<br>b</li></ul>",
            "<!--1--><table><tr><td>a</td></tr></table>",
            "<table><colgroup><col></colgroup><thead><tr><th>a</th></tr></thead><tbody></tbody></table>",
            "<svg viewBox='0 0 1 1'><path d=''/><linearGradient id='a'/></svg><p>x</p>",
            "<details><summary>a</summary><p>b</p></details>",
            "<script>'</p>'</script>",
            "<template><p>x</p></template>",
        ] {
            assert_eq!(misread(good), None, "{good}");
        }
    }

    #[test]
    fn html_that_is_read_otherwise() {
        for bad in [
            "<p>a</p><!--7--></main>",
            "<!--7--><p><div>a</div></p>",
            "<!--7--><table><p>a</p></table>",
            "<!--7--><table>text</table>",
            "<!--7--><b><p>a</b></p>",
            "<!--7--><a href=x><a href=y></a></a>",
            "<!--7--><div>",
            "<!--7--><li>a<li>b",
            "<!--7--><div/>",
            "<!--7--><tr><td>a</td></tr>",
            "<!--7--><!-- a",
            "<!--7--><plaintext>",
            "<!--7--></body></html>",
            "<!--7--><form><form></form></form>",
        ] {
            let found = misread(bad);
            assert_eq!(found.as_ref().map(|f| f.0), Some(7), "{bad}: {found:?}");
        }
    }
}
