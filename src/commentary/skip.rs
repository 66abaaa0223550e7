//! What of a Markdown text is not prose, and how deep it is nested.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Stretches of a Markdown text that are not prose: code, HTML, and the addresses of links.
/// In order, none inside another.
#[derive(Debug, Default)]
pub struct NotProse {
    /// All of them.
    pub all: Vec<Range<usize>>,
    pub code: Vec<Range<usize>>,
}

/// What of a Markdown text is not prose.
///
/// # Errors
/// The first byte that stands deeper than `deepest` levels.
pub fn not_prose(text: &str, options: Options, deepest: usize) -> Result<NotProse, usize> {
    let mut ranges = Vec::new();
    let mut code = Vec::new();
    let mut level = 0_usize;
    let mut links: Vec<(Range<usize>, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match &event {
            Event::Start(_) => level += 1,
            Event::End(_) => level = level.saturating_sub(1),
            _ => {}
        }
        if level > deepest {
            return Err(range.start);
        }
        if let Event::Code(_) | Event::Start(Tag::CodeBlock(_)) = event {
            code.push(range.clone());
        }
        match event {
            Event::Code(_) | Event::InlineHtml(_) | Event::Html(_) => ranges.push(range.clone()),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => ranges.push(range.clone()),
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }) => {
                ranges.push(range.clone());
                links.push((range, usize::MAX));
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                links.push((range.clone(), range.start));
                continue;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((whole, text_end)) = links.pop()
                    && text_end < whole.end
                {
                    ranges.push(text_end..whole.end);
                }
                continue;
            }
            _ => {}
        }
        if let Some((whole, text_end)) = links.last_mut()
            && *text_end != usize::MAX
        {
            *text_end = (*text_end).max(range.end.min(whole.end));
        }
    }
    Ok(NotProse {
        all: united(ranges),
        code: united(code),
    })
}

fn united(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| r.start);
    let mut united: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match united.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => united.push(range),
        }
    }
    united
}

/// The stretch in which a byte stands.
pub fn around(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).filter(|range| range.start <= at)
}

/// Whether a stretch of text and one of `ranges` overlap.
pub fn touches(ranges: &[Range<usize>], stretch: &Range<usize>) -> bool {
    let next = ranges.partition_point(|range| range.end <= stretch.start);
    ranges
        .get(next)
        .is_some_and(|range| range.start < stretch.end)
}
