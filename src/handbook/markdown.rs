//! A file of the manual, from Markdown to HTML.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::{Heading, Part};
use crate::html::escape;

/// An entry of the manual's list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub slug: String,
    about: String,
    plain: String,
}

fn parse(text: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    Parser::new_ext(text, options).collect()
}

/// The files that a list names: `- [Title](file.md): what it is for`.
pub(super) fn listed(text: &str) -> Vec<Entry> {
    let events = parse(text);
    let items = events.split(|event| matches!(event, Event::Start(Tag::Item)));
    let entry = |item: &[Event<'_>]| {
        let link = item
            .iter()
            .position(|e| matches!(e, Event::Start(Tag::Link { .. })))?;
        let Event::Start(Tag::Link { dest_url, .. }) = &item[link] else {
            return None;
        };
        let slug = dest_url.strip_suffix(".md")?.to_owned();
        let named = item.iter().position(|e| *e == Event::End(TagEnd::Link))?;
        let end = item.iter().position(|e| *e == Event::End(TagEnd::Item))?;
        let unlinked = |e: &&Event<'_>| {
            !matches!(e, Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link))
        };
        let about: Vec<Event<'_>> = item[named + 1..end]
            .iter()
            .filter(unlinked)
            .cloned()
            .collect();
        let of = |text: String| capital(text.trim_start_matches([':', ' ']));
        Some(Entry {
            slug,
            plain: of(plain(&about)),
            about: of(written(about)),
        })
    };
    items.skip(1).filter_map(entry).collect()
}

/// A part of the manual out of its file.
pub(super) fn part(entry: Entry, text: &str) -> Part {
    let mut events = parse(text);
    let title_ends = events
        .iter()
        .position(|e| matches!(e, Event::End(TagEnd::Heading(HeadingLevel::H1))))
        .map_or(0, |end| end + 1);
    let rest = events.split_off(title_ends);
    let mut writer = Writer::default();
    let events = writer.events(rest);
    Part {
        title: plain(&parse(text)[..title_ends]),
        html: written(events),
        headings: writer.headings,
        slug: entry.slug,
        about: entry.about,
        plain: entry.plain,
    }
}

fn written(events: Vec<Event<'_>>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

/// The text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
}

/// What events say, without how.
fn plain(events: &[Event<'_>]) -> String {
    let mut out = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// Makes of a file's events those of a page.
#[derive(Default)]
struct Writer {
    headings: Vec<Heading>,
    /// How often an anchor was made so far.
    anchors: BTreeMap<String, usize>,
    tables: usize,
    /// Whether the link under way is written.
    is_linked: bool,
}

impl Writer {
    fn events<'e>(&mut self, events: Vec<Event<'e>>) -> Vec<Event<'e>> {
        let mut out = Vec::with_capacity(events.len());
        let mut rest = events.as_slice();
        while let Some((event, after)) = rest.split_first() {
            rest = after;
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let end = |e: &Event<'_>| matches!(e, Event::End(TagEnd::Heading(_)));
                    let ends = after.iter().position(end).unwrap_or(after.len());
                    out.push(self.heading(*level, plain(&after[..ends])));
                }
                Event::Start(Tag::Link { dest_url, .. }) => match beside(dest_url) {
                    Some(href) => {
                        self.is_linked = true;
                        out.push(raw(format!("<a href=\"{}\">", escape(&href))));
                    }
                    None => self.is_linked = false,
                },
                Event::End(TagEnd::Link) => {
                    if self.is_linked {
                        out.push(raw("</a>".to_owned()));
                    }
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    out.push(raw("<pre tabindex=\"0\"><code>".to_owned()));
                }
                Event::End(TagEnd::CodeBlock) => out.push(raw("</code></pre>\n".to_owned())),
                Event::Start(Tag::Table(_)) => {
                    self.tables += 1;
                    // A frame that scrolls is a place to go to, so each has a name of its own.
                    out.push(raw(format!(
                        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table {}\">",
                        self.tables
                    )));
                    out.push(raw("<table>".to_owned()));
                }
                Event::End(TagEnd::Table) => out.push(raw("</tbody></table></div>\n".to_owned())),
                Event::Start(Tag::TableHead) => {
                    let end = after
                        .iter()
                        .position(|e| *e == Event::End(TagEnd::TableHead));
                    let head = &after[..end.unwrap_or(0)];
                    rest = &after[end.map_or(0, |end| end + 1)..];
                    out.extend(self.head(head));
                }
                Event::Start(Tag::TableRow) => out.push(raw("<tr>".to_owned())),
                Event::End(TagEnd::TableRow) => out.push(raw("</tr>\n".to_owned())),
                Event::Start(Tag::TableCell) => out.push(raw("<td>".to_owned())),
                Event::End(TagEnd::TableCell) => out.push(raw("</td>".to_owned())),
                Event::Html(text) | Event::InlineHtml(text) => out.push(Event::Text(text.clone())),
                other => out.push(other.clone()),
            }
        }
        out
    }

    fn heading<'e>(&mut self, level: HeadingLevel, text: String) -> Event<'e> {
        let mut id = slug(&text);
        let times = self.anchors.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            id = format!("{id}-{}", *times - 1);
        }
        let start = raw(format!("<{level} id=\"{id}\">"));
        let level = level as u8;
        if level <= 3 {
            self.headings.push(Heading { id, text, level });
        }
        start
    }

    /// The head of a table. One that says nothing is none, and a cell of it that says nothing heads
    /// nothing.
    fn head<'e>(&mut self, events: &[Event<'e>]) -> Vec<Event<'e>> {
        let body = raw("<tbody>".to_owned());
        if plain(events).is_empty() {
            return vec![body];
        }
        let mut out = vec![raw("<thead><tr>".to_owned())];
        for cell in events.split_inclusive(|e| *e == Event::End(TagEnd::TableCell)) {
            let [_, inner @ .., _] = cell else { continue };
            let tag = if plain(inner).is_empty() { "td" } else { "th" };
            out.push(raw(format!("<{tag}>")));
            out.extend(self.events(inner.to_vec()));
            out.push(raw(format!("</{tag}>")));
        }
        out.push(raw("</tr></thead>".to_owned()));
        out.push(body);
        out
    }
}

fn raw<'e>(text: String) -> Event<'e> {
    Event::InlineHtml(CowStr::from(text))
}

/// Where a link of a file leads on the pages; what is no page of the manual is not linked.
fn beside(written: &str) -> Option<String> {
    if written.starts_with('#') || written.starts_with("https://") {
        return Some(written.to_owned());
    }
    let (file, anchor) = match written.split_once('#') {
        Some((file, anchor)) => (file, format!("#{anchor}")),
        None => (written, String::new()),
    };
    match file.strip_suffix(".md")? {
        "README" => Some(format!("../{anchor}")),
        name if name.contains('/') => None,
        name => Some(format!("../{name}/{anchor}")),
    }
}

/// The anchor that GitHub makes of a heading: small letters, digits, hyphens and underscores, with
/// hyphens for blanks.
fn slug(text: &str) -> String {
    let kept = text.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Part {
        let entry = Entry {
            slug: "page".to_owned(),
            ..Entry::default()
        };
        part(entry, text)
    }

    #[test]
    fn the_list_gives_the_order_and_what_each_page_is_for() {
        let list = listed(
            "# M\n\nText, [not listed](x.md).\n\n- [One](one.md): says `a` first.\n- [Two](two.md): then b.\n",
        );
        let slugs: Vec<&str> = list.iter().map(|entry| entry.slug.as_str()).collect();
        assert_eq!(slugs, ["one", "two"]);
        assert_eq!(list[0].about, "Says <code>a</code> first.");
        assert_eq!(list[1].plain, "Then b.");
    }

    #[test]
    fn headings_have_the_anchors_of_github() {
        let part = of("# The `title`\n\n## `survey/editions/*.yaml`\n\n### A key\n\n## A key\n");
        assert_eq!(part.title, "The title");
        let ids: Vec<&str> = part.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["surveyeditionsyaml", "a-key", "a-key-1"]);
        assert!(
            part.html
                .starts_with("<h2 id=\"surveyeditionsyaml\"><code>")
        );
        assert!(!part.html.contains("title"));
    }

    #[test]
    fn links_lead_to_pages_and_nowhere_else() {
        let part = of(
            "# T\n\n[a](charts.md#bars) [b](README.md) [c](#x) [d](../schemas/a.json) [e](https://a.example/)\n",
        );
        for link in [
            "<a href=\"../charts/#bars\">a</a>",
            "<a href=\"../\">b</a>",
            "<a href=\"#x\">c</a>",
            " d <a href=\"https://a.example/\">e</a>",
        ] {
            assert!(part.html.contains(link), "{link}: {}", part.html);
        }
    }

    #[test]
    fn tables_have_names_and_heads_that_say_something() {
        let part = of("# T\n\n| | b |\n|---|---|\n| 1 | `<2>` |\n\n| | |\n|---|---|\n| 3 | 4 |\n");
        let tables: Vec<&str> = part.html.split_inclusive("</div>\n").collect();
        assert_eq!(tables.len(), 2, "{}", part.html);
        let [first, second] = [tables[0], tables[1]];
        assert!(first.contains("<thead><tr><td></td><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>&lt;2&gt;</code></td></tr>"), "{first}");
        assert!(
            second.contains("aria-label=\"Table 2\"") && !second.contains("thead"),
            "{second}"
        );
    }
}
