//! What a rendered text is, and what rendering needs.

use std::ops::Range;
use std::sync::Arc;

use super::statements::Statements;
use crate::diagnostic::{Diagnostics, Place, SourceFile};
use crate::expression::Engine;
use crate::lang::Lang;
use crate::survey::{EditionId, SourceId};

/// A piece of a page's body.
#[derive(Clone, Debug, PartialEq)]
pub enum Fragment {
    /// Ready HTML.
    Html(String),
    /// A chart, by its id, drawn later.
    Chart(String),
    /// A sparkline inside a text, by its id, drawn later.
    Sparkline(String),
    /// The number of a chart, by its id, known when all texts are.
    Reference(String),
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The anchor, the same in both languages.
    pub id: String,
    /// Without markup.
    pub text: String,
}

/// A source that a text cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The source.
    pub source: SourceId,
    /// The numbers of its marks; a mark's anchor is `cite-` and its number.
    pub marks: Vec<usize>,
}

/// What stands between a heading and the next.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading's anchor; empty before the first heading.
    pub id: String,
    /// Where the heading stands.
    pub place: Place,
    /// The Markdown, in bytes of the file.
    pub source: Range<usize>,
    /// The expressions, however they were written, with their places.
    pub values: Vec<(String, Place)>,
    /// The charts by id.
    pub charts: Vec<(String, Place)>,
    /// The charts by id whose numbers are written.
    pub references: Vec<(String, Place)>,
    /// The notes by label.
    pub notes: Vec<(String, Place)>,
    /// The sources by id.
    pub citations: Vec<(String, Place)>,
    /// The addresses as they are written.
    pub links: Vec<(String, Place)>,
}

/// A rendered text.
#[derive(Clone, Debug)]
pub struct Commentary {
    /// The body in order.
    pub fragments: Vec<Fragment>,
    /// The notes at its end, as HTML list items; empty without notes.
    pub notes: Vec<Fragment>,
    /// The sources in the order of their first citation.
    pub sources: Vec<Cited>,
    /// For the table of contents.
    pub headings: Vec<Heading>,
    /// For comparing the pair.
    pub sections: Vec<Section>,
    /// How many numbers expressions wrote.
    pub bound: usize,
    /// Numbers that no expression wrote.
    pub loose: Vec<Place>,
    /// The sentences that claim something of the data.
    pub statements: Statements,
    /// The expressions that write something, in bytes of the file, with the newest edition that each
    /// read.
    pub reads: Vec<(Range<usize>, EditionId)>,
}

impl Commentary {
    /// Of a text that could not be rendered, which has been reported.
    pub(super) fn empty() -> Commentary {
        Commentary {
            fragments: Vec::new(),
            notes: Vec::new(),
            sources: Vec::new(),
            headings: Vec::new(),
            sections: Vec::new(),
            bound: 0,
            loose: Vec::new(),
            statements: Statements::default(),
            reads: Vec::new(),
        }
    }
}

/// The address for the page, or what is wrong with the link and what to do.
pub type Linked = Result<String, (String, Option<String>)>;

/// Where a text stands and what serves it.
pub struct Setting<'s> {
    /// The file.
    pub file: &'s Arc<SourceFile>,
    /// Where the Markdown starts in it.
    pub body: usize,
    /// The page's language.
    pub lang: Lang,
    /// Evaluates the expressions.
    pub engine: &'s Engine,
    /// From an address as written to one for the page, or what is wrong with it.
    pub link: &'s dyn Fn(&str) -> Linked,
    /// Whether all HTML in the text goes through.
    pub raw_html: bool,
    /// Where what is wrong goes.
    pub diagnostics: &'s Diagnostics,
}
