//! What elements are to the lines of a page.

/// Elements that are set by words, as `style.css` has them too; so is what has the class `by-words`.
pub(super) fn is_by_words(name: &str) -> bool {
    matches!(
        name,
        "h1" | "h2" | "h3" | "h4" | "th" | "summary" | "figcaption" | "nav"
    )
}

/// Their text is no text of the page, or is shown as it stands.
pub(super) const VERBATIM: [&str; 7] = [
    "head", "script", "style", "svg", "pre", "textarea", "option",
];

/// Elements within lines.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "cite"
            | "code"
            | "data"
            | "dfn"
            | "em"
            | "i"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
            | "del"
            | "ins"
    )
}

/// What ends with one of these is a paragraph, whose last line is no single character.
pub(super) fn is_paragraph(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "dd" | "dt" | "h1" | "h2" | "h3" | "h4" | "blockquote"
    )
}
