//! Whether a browser reads HTML as it is written: each element inside the one that was opened last,
//! and none closed, moved or added by the rules for broken HTML.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};

use super::tokens::{Piece, is_void, tokens};
use super::tree::{TEXT, Tree, is_added};

const BEFORE: &str = "<!doctype html><html><head></head><body><main><article>";
const AFTER: &str = "</article></main></body></html>";

/// How many elements more than levels Markdown and the page may open: a table is five for three.
const OWN_ELEMENTS: usize = 16;

/// Checks the body of a text, in which each of `pieces` of an author's HTML has its place and its
/// number. Gives the number of the piece at which a browser begins to read otherwise, and what it
/// makes of it. What is nested more than `deepest` is not tried: browsers take time by the square.
pub(in crate::commentary) fn misread(
    body: &str,
    pieces: &[(usize, usize)],
    deepest: usize,
) -> Option<(usize, String)> {
    let page = format!("{BEFORE}{body}{AFTER}");
    let piece = |at: usize| {
        let before = pieces.partition_point(|(start, _)| BEFORE.len() + start <= at);
        pieces.get(before.saturating_sub(1)).map_or(0, |p| p.1)
    };
    let written = match written(&page, &piece, deepest.saturating_add(OWN_ELEMENTS)) {
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

pub(in crate::commentary) const TOO_DEEP: &str = "this HTML is nested too deeply";

/// A node as it is written.
struct Written {
    name: String,
    /// Its place in the list.
    parent: usize,
    /// The piece of the author's HTML at or before it.
    piece: usize,
}

/// The nodes in order, as the tags nest.
fn written(
    page: &str,
    piece_at: &dyn Fn(usize) -> usize,
    deepest: usize,
) -> Result<Vec<Written>, (usize, String)> {
    let mut nodes: Vec<Written> = Vec::new();
    // Open elements: the name, and the node under which what they hold stands.
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut piece = 0;
    let mut text_before = false;
    let mut foreign = 0usize;
    for (token, range) in tokens(page) {
        let parent = open.last().map_or(usize::MAX, |o| o.1);
        let was_text = std::mem::take(&mut text_before);
        piece = piece_at(range.start);
        match token {
            Piece::Comment => {}
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
                if open.len() > deepest {
                    return Err((piece, TOO_DEEP.to_owned()));
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

#[cfg(test)]
mod tests {
    use super::misread;

    #[test]
    fn html_that_is_read_as_written() {
        for good in [
            "",
            "<p>a <b>b</b> c</p><ul><li>a<br>b</li></ul>",
            "<table><tr><td>a</td></tr></table>",
            "<table><colgroup><col></colgroup><thead><tr><th>a</th></tr></thead><tbody></tbody></table>",
            "<svg viewBox='0 0 1 1'><path d=''/><linearGradient id='a'/></svg><p>x</p>",
            "<details><summary>a</summary><p>b</p></details>",
            "<script>'</p>'</script>",
            "<template><p>x</p></template>",
        ] {
            assert_eq!(misread(good, &[(0, 1)], 9), None, "{good}");
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
            // Comments of an author's say nothing about places.
            let pieces = [(0, 3), (bad.find("<!--7-->").unwrap_or(0), 7)];
            let found = misread(bad, &pieces, 9);
            assert_eq!(found.as_ref().map(|f| f.0), Some(7), "{bad}: {found:?}");
        }
    }
}
