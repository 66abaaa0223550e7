//! The text of a finished page by its sections, for those who look for words in it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What stands between a heading that can be linked to and the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's anchor; empty before the first.
    pub id: String,
    /// Its words.
    pub heading: String,
    /// What stands under it, without markup.
    pub text: String,
}

/// Nothing in these is text of the page.
const SILENT: [&str; 8] = [
    "script", "style", "svg", "nav", "template", "button", "select", "noscript",
];

/// The same by class: what is said of a chart or a page, not in it.
const ASIDE: [&str; 8] = [
    "chart-data",
    "cite-page",
    "chart-links",
    "chart-source",
    "anchor",
    "back",
    "contents",
    "mend",
];

/// What stands beside a value, not in it.
const BESIDE: [&str; 4] = ["change", "level", "flag", "also"];

/// Elements that part words from what stands before and after.
const BLOCKS: [&str; 26] = [
    "div",
    "header",
    "article",
    "aside",
    "p",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "section",
    "figure",
    "figcaption",
    "blockquote",
    "details",
    "summary",
    "br",
];

const VOID: [&str; 6] = ["br", "img", "wbr", "input", "hr", "meta"];

#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    /// How deep within the main part of the page; 0 outside.
    main: bool,
    /// The elements that are passed over, the outermost first.
    silent: Vec<String>,
    /// The heading that is being read.
    heading: Option<String>,
    /// In a figure, whose title begins no section: what follows it belongs to the one before.
    in_figure: bool,
}

/// The sections of the main part of a page.
pub fn sections(html: &str) -> Vec<Section> {
    struct Sink(RefCell<Reader>);
    impl TokenSink for Sink {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(tag) => self.0.borrow_mut().tag(&tag),
                Token::CharacterTokens(text) => self.0.borrow_mut().text(&text),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut sections = tokenizer.sink.0.into_inner().sections;
    for section in &mut sections {
        for text in [&mut section.heading, &mut section.text] {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    sections.retain(|section| !section.heading.is_empty() || !section.text.is_empty());
    sections
}

impl Reader {
    fn tag(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if name == "main" {
            self.main = tag.kind == TagKind::StartTag;
            self.sections.push(Section::default());
            return;
        }
        if !self.main {
            return;
        }
        let is_void = VOID.contains(&name) || tag.self_closing;
        if let Some(outer) = self.silent.first() {
            // Only elements of the same name are counted: others may end without a tag.
            if outer == name && !is_void {
                match tag.kind {
                    TagKind::StartTag => self.silent.push(name.to_owned()),
                    TagKind::EndTag => drop(self.silent.pop()),
                }
            }
            return;
        }
        let attribute = |wanted: &str| {
            let mut found = tag.attrs.iter().filter(|a| &*a.name.local == wanted);
            found.next().map(|a| a.value.to_string())
        };
        let is_aside = || {
            let classes = attribute("class").unwrap_or_default();
            let mut classes = classes.split_whitespace();
            classes.any(|class| ASIDE.contains(&class)) || attribute("hidden").is_some()
        };
        let is_beside = || {
            let classes = attribute("class").unwrap_or_default();
            classes
                .split_whitespace()
                .any(|class| BESIDE.contains(&class))
        };
        match tag.kind {
            TagKind::StartTag if !is_void && (SILENT.contains(&name) || is_aside()) => {
                self.silent.push(name.to_owned());
            }
            _ if name == "figure" => {
                self.in_figure = tag.kind == TagKind::StartTag;
                self.text(" ");
            }
            TagKind::StartTag if !self.in_figure && matches!(name, "h1" | "h2" | "h3" | "h4") => {
                let id = attribute("id").unwrap_or_default();
                if name == "h1" || !id.is_empty() {
                    self.sections.push(Section {
                        id: if name == "h1" { String::new() } else { id },
                        ..Section::default()
                    });
                    self.heading = Some(name.to_owned());
                }
            }
            TagKind::EndTag if self.heading.as_deref() == Some(name) => self.heading = None,
            TagKind::StartTag if is_beside() => self.text(" "),
            _ if BLOCKS.contains(&name) => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.main || !self.silent.is_empty() {
            return;
        }
        if let Some(section) = self.sections.last_mut() {
            match self.heading {
                Some(_) => section.heading.push_str(text),
                None => section.text.push_str(text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_under_their_headings() {
        let html = "<body><nav>menu</nav><main><h1>A <b>page</b></h1><p>Lead.</p><nav>x<nav>y</nav>z</nav>\
            <h2 id=\"one\">电子<wbr>政务</h2><p>在<b>线</b>服务</p><p>再</p><svg><text>no</text></svg>\
            <details class=\"chart-data\"><summary>n</summary><p>no</details>\
            <h3>no anchor</h3><ul><li>a<li>b</ul></main><footer>foot</footer>";
        let section = |id: &str, heading: &str, text: &str| Section {
            id: id.to_owned(),
            heading: heading.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(
            sections(html),
            [
                section("", "A page", "Lead."),
                section("one", "电子政务", "在线服务 再 no anchor a b")
            ]
        );
    }
}
