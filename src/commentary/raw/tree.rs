//! The tree that html5ever builds as a browser does, as far as names and parents go.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName};

/// What stands for a text among names of elements.
pub(super) const TEXT: &str = "#text";

/// Elements that browsers add where they are not written.
pub(super) fn is_added(name: &str) -> bool {
    matches!(name, "tbody" | "colgroup")
}

/// What html5ever builds: names and where they stand.
#[derive(Default)]
pub(super) struct Tree {
    nodes: RefCell<Vec<Element>>,
}

struct Element {
    name: Name,
    parent: Option<usize>,
    children: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Name(QualName);

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
        // The last are asked for most.
        let at = nodes[parent].children.iter().rposition(|c| *c == node)?;
        Some((parent, at))
    }
}

fn new_node(name: QualName) -> Element {
    Element {
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
