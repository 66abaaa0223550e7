//! What the YAML parser says, in words that somebody who never read its source understands.

/// What is wrong, where, and what to do.
pub(super) struct Plain {
    pub(super) message: String,
    /// Line and column from 1, where the parser names a better place than the one it stopped at.
    pub(super) at: Option<(usize, usize)>,
    pub(super) hint: &'static str,
}

/// What the parser says, or its beginning; what that is in plain words; whether what it was reading
/// then (its context) began at the place to show; what to do.
type Row = (&'static str, &'static str, bool, &'static str);

const QUOTE: &str = "end the text with the quotation mark that begins it; a quotation mark inside is doubled \
                     ('') or written \\\" between \"…\"";

/// By context first: the same complaint means different things in different places.
const IN_CONTEXT: [(&str, Row); 9] = [
    (
        "while scanning a quoted scalar",
        (
            "found unexpected end of stream",
            "this quotation mark has no partner",
            true,
            QUOTE,
        ),
    ),
    (
        "while scanning a quoted scalar",
        (
            "found unexpected document indicator",
            "this quotation mark has no partner",
            true,
            QUOTE,
        ),
    ),
    (
        "while scanning a simple key",
        (
            "could not find expected ':'",
            "a key without `:`, or a text that runs on over the line",
            true,
            "write `key: value`; a text of several lines is indented below its key",
        ),
    ),
    (
        "while parsing a flow mapping",
        (
            "did not find expected ',' or '}'",
            "a `,` or the closing `}` is missing before this",
            false,
            "inside `{…}` entries are parted by `,`; a text that holds `,`, `:` or braces needs quotation marks",
        ),
    ),
    (
        "while parsing a flow sequence",
        (
            "did not find expected ',' or ']'",
            "a `,` or the closing `]` is missing before this",
            false,
            "inside `[…]` entries are parted by `,`; a text that holds `,` or brackets needs quotation marks",
        ),
    ),
    (
        "while parsing a block mapping",
        (
            "did not find expected key",
            "this line does not fit the block that it stands in",
            false,
            "indent the keys of a block alike, and put a text that begins with a quotation mark between quotation marks as a whole",
        ),
    ),
    (
        "while parsing a block collection",
        (
            "did not find expected '-' indicator",
            "this line does not fit the list that it stands in",
            false,
            "begin each entry with `- `, all of them indented alike",
        ),
    ),
    (
        "while scanning for the next token",
        (
            "found character that cannot start any token",
            "no text can begin with this character",
            false,
            "put the text between quotation marks; indent with blanks, not with tabs",
        ),
    ),
    (
        "while scanning a block scalar",
        (
            "",
            "the indentation of this text is broken",
            false,
            "indent all its lines alike, with blanks",
        ),
    ),
];

const ANYWHERE: [Row; 9] = [
    (
        "mapping values are not allowed",
        "a `:` where no key stands",
        false,
        "a text that holds `: ` needs quotation marks; else the line above may be indented otherwise",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        false,
        "put `- ` on a line of its own below the key",
    ),
    (
        "found character that cannot start any token",
        "no text can begin with this character",
        false,
        "put the text between quotation marks; indent with blanks, not with tabs",
    ),
    (
        "found a tab character",
        "a tab in the indentation",
        false,
        "indent with blanks, not with tabs",
    ),
    (
        "did not find expected key",
        "this line does not fit the block that it stands in",
        false,
        "indent the keys of a block alike",
    ),
    (
        "unknown anchor",
        "`*` begins a reference to something that is not there",
        false,
        "put a text that begins with `*` between quotation marks",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "`*` and `&` cannot begin a text",
        false,
        "put the text between quotation marks",
    ),
    (
        "found undefined tag handle",
        "`!` cannot begin a text",
        false,
        "put the text between quotation marks",
    ),
    (
        "did not find expected <document start>",
        "the file goes on after its end",
        false,
        "a line that is indented less than the first, or a closing bracket too many, ends it",
    ),
];

const CHECK: &str = "check the indentation, the brackets and the quotation marks here";

/// The parser's message in plain words. `text` is what it read; `stopped` where it stopped.
pub(super) fn plain(message: &str, text: &str, stopped: usize) -> Plain {
    let (said, context) = message.split_once(", while ").unwrap_or((message, ""));
    let complaint = said.split(" at line ").next().unwrap_or(said);
    // A key is shown at its own place, a mapping that is not closed where the parser stopped.
    let at = context.rsplit_once(" at line ").and_then(|(_, place)| {
        let (line, column) = place.split_once(" column ")?;
        Some((line.trim().parse().ok()?, column.trim().parse().ok()?))
    });
    if text[stopped.min(text.len())..].starts_with('\t') {
        return Plain {
            message: "a tab in the indentation".to_owned(),
            at: None,
            hint: "indent with blanks, not with tabs",
        };
    }
    let context = format!("while {context}");
    let in_context = IN_CONTEXT
        .iter()
        .filter(|(name, _)| context.starts_with(name))
        .map(|(_, row)| row);
    let row = in_context
        .chain(&ANYWHERE)
        .find(|row| complaint.starts_with(row.0));
    match row {
        Some((_, words, by_context, hint)) => Plain {
            message: (*words).to_owned(),
            at: at.filter(|_| *by_context),
            hint,
        },
        None => Plain {
            message: complaint.to_owned(),
            at: None,
            hint: CHECK,
        },
    }
}
