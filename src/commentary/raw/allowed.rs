//! Which elements and attributes of HTML a text may have, and where.

/// Where an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// In running text: `sub`, `kbd`.
    Phrase,
    /// On lines of its own: `details`, `table`.
    Block,
    /// Nowhere; its content stays.
    Tag,
    /// Nowhere, and its content neither: it is not text, or not for readers.
    Whole,
}

pub(super) fn kind(name: &str) -> ElementKind {
    match name {
        "a" | "abbr" | "b" | "bdi" | "bdo" | "br" | "cite" | "code" | "data" | "del" | "dfn"
        | "em" | "i" | "img" | "ins" | "kbd" | "mark" | "q" | "rp" | "rt" | "ruby" | "s"
        | "samp" | "small" | "span" | "strong" | "sub" | "sup" | "time" | "u" | "var" | "wbr" => {
            ElementKind::Phrase
        }
        "address" | "aside" | "blockquote" | "caption" | "col" | "colgroup" | "dd" | "details"
        | "div" | "dl" | "dt" | "figcaption" | "figure" | "hr" | "li" | "ol" | "p" | "pre"
        | "section" | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
        | "ul" => ElementKind::Block,
        "applet" | "audio" | "canvas" | "embed" | "head" | "iframe" | "math" | "noembed"
        | "noframes" | "noscript" | "object" | "plaintext" | "script" | "select" | "style"
        | "svg" | "template" | "textarea" | "title" | "video" | "xmp" => ElementKind::Whole,
        _ => ElementKind::Tag,
    }
}

/// Whether an element may have an attribute. Addresses are checked besides.
pub(super) fn has(element: &str, attribute: &str) -> bool {
    let everywhere = matches!(
        attribute,
        "id" | "class"
            | "lang"
            | "dir"
            | "title"
            | "translate"
            | "role"
            | "aria-label"
            | "aria-hidden"
            | "aria-describedby"
            | "aria-labelledby"
    );
    everywhere
        || match element {
            "a" => matches!(attribute, "href" | "hreflang"),
            "img" => matches!(attribute, "src" | "alt" | "width" | "height" | "loading"),
            "details" => attribute == "open",
            "ol" => matches!(attribute, "start" | "reversed" | "type"),
            "li" | "data" => attribute == "value",
            "td" | "th" => matches!(attribute, "colspan" | "rowspan" | "headers" | "scope"),
            "col" | "colgroup" => attribute == "span",
            "time" => attribute == "datetime",
            "del" | "ins" => attribute == "datetime",
            _ => false,
        }
}

/// Whether the end tag may be left out.
pub(super) fn end_is_optional(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "rt"
            | "rp"
    )
}

/// Whether the start of `new` ends an open `top`.
pub(super) fn ends(top: &str, new: &str) -> bool {
    match top {
        "p" => kind(new) == ElementKind::Block,
        "li" => new == "li",
        "dt" | "dd" => matches!(new, "dt" | "dd"),
        "rt" | "rp" => matches!(new, "rt" | "rp"),
        "td" | "th" => matches!(new, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(new, "tr" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" => matches!(new, "tbody" | "tfoot"),
        "colgroup" => matches!(new, "tr" | "thead" | "tbody" | "tfoot"),
        _ => false,
    }
}

/// Whether an element can hold no paragraph, so that it has to end before Markdown goes on.
pub(super) fn holds_phrases_only(name: &str) -> bool {
    kind(name) == ElementKind::Phrase || matches!(name, "p" | "summary" | "dt" | "pre" | "caption")
}

/// Anchors that pages have of their own; headings may not be named so either.
pub(super) fn is_reserved(id: &str) -> bool {
    matches!(id, "content" | "notes" | "sources-cited" | "tip")
        || ["note-", "cite-", "source-", "chart-", "preview-"]
            .iter()
            .any(|start| id.starts_with(start))
}
