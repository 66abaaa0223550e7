//! The last pass over a page: where lines may end in its headings, and what stays on one line.
//!
//! Only elements are added, so the text that readers find, copy and hear is the same.

use std::borrow::Cow;

use super::Maker;
use super::elements::{VERBATIM, is_by_words, is_inline, is_paragraph};
use crate::lang::{Lang, Lexicon, has_digit, last_characters, number_ranges};

/// The names that the report has for what it is about.
pub(super) fn lexicon(lang: Lang, maker: &Maker<'_>) -> Lexicon {
    let survey = maker.indices.survey();
    let methodology = &survey.methodology;
    let names = [
        &maker.config.title,
        &maker.config.short_title,
        &survey.whole,
    ]
    .into_iter()
    .chain(survey.members.iter().map(|member| &member.name))
    .chain(
        survey
            .areas
            .iter()
            .flat_map(|area| [&area.name, &area.short]),
    )
    .chain(
        methodology
            .components
            .iter()
            .flat_map(|part| [&part.name, &part.short]),
    )
    .chain(methodology.levels.iter().map(|level| &level.name));
    Lexicon::new(names.map(|name| name[lang].as_str()))
}

/// `html` with `<wbr>` between the words of its headings and spans around ranges of numbers.
pub(super) fn set(html: &str, lexicon: &Lexicon) -> String {
    let mut setter = Setter {
        lexicon,
        out: String::with_capacity(html.len() + html.len() / 16),
        run: Vec::new(),
        by_words: Vec::new(),
    };
    let mut rest = html;
    let mut verbatim = Verbatim::default();
    while let Some(tag) = rest.find('<') {
        setter.text(&rest[..tag]);
        rest = &rest[tag..];
        let end = verbatim.end(rest).unwrap_or_else(|| tag_end(rest));
        setter.tag(&rest[..end]);
        rest = &rest[end..];
    }
    setter.text(rest);
    setter.flush(false);
    setter.out
}

/// The elements whose text is left alone.
#[derive(Default)]
struct Verbatim {
    /// Which are not closed any more: they are not looked for again and again.
    open: [bool; VERBATIM.len()],
}

impl Verbatim {
    /// Where such an element ends, if one begins here.
    fn end(&mut self, html: &str) -> Option<usize> {
        let opened = name_of(html);
        let i = VERBATIM.iter().position(|name| opened == *name)?;
        if self.open[i] {
            return None;
        }
        let close = format!("</{}>", VERBATIM[i]);
        let at = html.find(&close);
        self.open[i] = at.is_none();
        at.map(|at| at + close.len())
    }
}

/// Where a tag ends: at the first `>` outside of quotation marks.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'>', None) => return at + 1,
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The name of a tag, of one that closes too.
fn name_of(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or(tag);
    let name = name.strip_prefix('/').unwrap_or(name);
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    &name[..end.unwrap_or(name.len())]
}

#[derive(Clone, Copy)]
enum Part<'h> {
    Text(&'h str),
    Opens(&'h str),
    Closes(&'h str),
}

struct Setter<'h> {
    lexicon: &'h Lexicon,
    out: String,
    /// What stands on lines together: text and the tags inside of it.
    run: Vec<Part<'h>>,
    /// The open elements that are set by words, and how many of their name are open in each.
    by_words: Vec<(&'h str, usize)>,
}

impl<'h> Setter<'h> {
    fn text(&mut self, text: &'h str) {
        if !text.is_empty() {
            self.run.push(Part::Text(text));
        }
    }

    fn tag(&mut self, tag: &'h str) {
        let name = name_of(tag);
        let closes = tag.starts_with("</");
        let begins = !closes && (is_by_words(name) || tag.contains("by-words"));
        let ends = closes && matches!(self.by_words.last(), Some((open, 1)) if *open == name);
        if is_inline(name) && !begins && !ends {
            self.run.push(if closes {
                Part::Closes(tag)
            } else {
                Part::Opens(tag)
            });
        } else {
            self.flush(closes && is_paragraph(name));
            self.out.push_str(tag);
        }
        if begins {
            self.by_words.push((name, 1));
        } else if ends {
            self.by_words.pop();
        } else if let Some((open, count)) = self.by_words.last_mut()
            && *open == name
        {
            *count = if closes { *count - 1 } else { *count + 1 };
        }
    }

    /// Writes what was gathered, maybe the end of a paragraph.
    fn flush(&mut self, paragraph: bool) {
        let mut run = std::mem::take(&mut self.run);
        self.write(&run, paragraph);
        run.clear();
        self.run = run;
    }

    fn write(&mut self, run: &[Part<'h>], paragraph: bool) {
        let plain = !paragraph && self.by_words.is_empty();
        if plain && !run.iter().any(|part| has_digit(part.text())) {
            return run.iter().for_each(|part| self.out.push_str(part.source()));
        }
        let text = match run {
            [] => return,
            [Part::Text(text)] => Cow::Borrowed(*text),
            run => run.iter().map(|part| part.text()).collect(),
        };
        let all = Run::of(run);
        let mut kept = number_ranges(&text);
        if paragraph
            && let Some(end) = last_characters(&text)
            && kept.iter().all(|range| range.end <= end.start)
        {
            kept.push(end);
        }
        // At one place, what ends comes first, and what begins last.
        let mut added = Vec::new();
        for range in kept {
            if let Some((start, end)) = around(&all, range.start, range.end) {
                added.push((start, 2, "<span class=\"nb\">"));
                added.push((end, 0, "</span>"));
            }
        }
        if !self.by_words.is_empty() {
            let ends = self.lexicon.ends(&text);
            added.extend(ends.into_iter().map(|at| (all.place(at), 1, "<wbr>")));
        }
        added.sort_by_key(|(place, order, _)| (*place, *order));
        let mut added = added.into_iter().peekable();
        for (i, part) in run.iter().enumerate() {
            let source = part.source();
            let mut written = 0;
            while let Some(((_, offset), _, what)) = added.next_if(|((at, _), ..)| *at == i) {
                self.out.push_str(&source[written..offset]);
                self.out.push_str(what);
                written = offset;
            }
            self.out.push_str(&source[written..]);
        }
        for (_, _, what) in added {
            self.out.push_str(what);
        }
    }
}

impl<'h> Part<'h> {
    fn text(self) -> &'h str {
        match self {
            Part::Text(text) => text,
            Part::Opens(_) | Part::Closes(_) => "",
        }
    }

    fn source(self) -> &'h str {
        match self {
            Part::Text(source) | Part::Opens(source) | Part::Closes(source) => source,
        }
    }
}

/// The text of parts, and where each of them ends in it.
struct Run<'p, 'h> {
    parts: &'p [Part<'h>],
    ends: Vec<usize>,
}

impl<'p, 'h> Run<'p, 'h> {
    fn of(parts: &'p [Part<'h>]) -> Run<'p, 'h> {
        let ends = parts.iter().scan(0, |end, part| {
            *end += part.text().len();
            Some(*end)
        });
        Run {
            parts,
            ends: ends.collect(),
        }
    }

    /// The part, and the place in it, where the text before `at` ends.
    fn place(&self, at: usize) -> (usize, usize) {
        let mut i = self.ends.partition_point(|end| *end < at);
        // Nothing stands before the first text.
        i += self.parts[i..]
            .iter()
            .take_while(|p| p.text().is_empty())
            .count();
        match self.parts.get(i) {
            Some(part) => (i, at - (self.ends[i] - part.text().len())),
            None => (i, 0),
        }
    }
}

/// The places around a piece of text at which an element can begin and end; `None` where it would
/// stand across others.
fn around(all: &Run<'_, '_>, start: usize, end: usize) -> Option<((usize, usize), (usize, usize))> {
    let run = all.parts;
    let (mut first, mut from) = all.place(start);
    // The text begins in the next part that has any.
    if from == run.get(first)?.text().len() && from > 0 {
        first += 1 + run[first + 1..].iter().position(|p| !p.text().is_empty())?;
        from = 0;
    }
    let (mut last, mut to) = all.place(end);
    let (mut depth, mut lowest) = (0_isize, 0_isize);
    for part in run.get(first..=last)? {
        depth += part.step();
        lowest = lowest.min(depth);
    }
    // As many elements end inside as must be begun there as well, and the other way round.
    for _ in lowest..0 {
        first = (from == 0).then(|| first.checked_sub(1)).flatten()?;
        matches!(run[first], Part::Opens(_)).then_some(())?;
    }
    for _ in lowest..depth {
        (to == run[last].source().len()).then_some(())?;
        last += 1;
        matches!(run.get(last)?, Part::Closes(_)).then_some(())?;
        to = run[last].source().len();
    }
    Some(((first, from), (last, to)))
}

impl Part<'_> {
    fn step(&self) -> isize {
        match self {
            Part::Text(_) => 0,
            Part::Opens(_) => 1,
            Part::Closes(_) => -1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_set(html: &str, expected: &str) {
        let lexicon = Lexicon::new(["电子政务"]);
        assert_eq!(set(html, &lexicon), expected);
    }

    #[test]
    fn headings_are_set_by_words_and_nothing_else_is() {
        is_set(
            "<h2 id=\"电子政务发展\">电子政务发展</h2><p>电子政务发展</p>",
            "<h2 id=\"电子政务发展\">电子政务<wbr>发展</h2><p>电子政务发展</p>",
        );
        is_set(
            "<h2>电子<b>政务</b><a title=\"a>b\">发展</a></h2>",
            "<h2>电子<b>政务<wbr></b><a title=\"a>b\">发展</a></h2>",
        );
        is_set(
            "<title>电子政务发展</title><nav><ul><li><a>电子政务发展</a></li></ul></nav>电子政务发展",
            "<title>电子政务发展</title><nav><ul><li><a>电子政务<wbr>发展</a></li></ul></nav>电子政务发展",
        );
        is_set(
            "<strong class=\"by-words\">电子政务发展</strong>电子政务发展",
            "<strong class=\"by-words\">电子政务<wbr>发展</strong>电子政务发展",
        );
        is_set(
            "<h3><svg><text>电子政务发展</text></svg></h3>",
            "<h3><svg><text>电子政务发展</text></svg></h3>",
        );
    }

    #[test]
    fn ranges_stay_on_a_line_with_the_elements_in_them() {
        is_set(
            "<p>在2016—2018年，2018年</p>",
            "<p>在<span class=\"nb\">2016—2018年</span>，<span class=\"nb\">2018年</span></p>",
        );
        is_set(
            "<p>从<data>2016</data>—<data>2018</data>年</p>",
            "<p>从<span class=\"nb\"><data>2016</data>—<data>2018</data>年</span></p>",
        );
        is_set(
            "<p><b>2016</b>—<i>2018</i>",
            "<p><span class=\"nb\"><b>2016</b>—<i>2018</i></span>",
        );
        // No element can stand across another.
        is_set("<p><b>在2016</b>—2018", "<p><b>在2016</b>—2018");
        is_set(
            "<p>2016—<b>2018届</b>评",
            "<p><span class=\"nb\">2016—<b>2018届</b></span>评",
        );
        is_set(
            "<p>从2016—2018年</p><p>从2016年到2018年的几<b>届</b>。</p><p>一个</p>",
            "<p>从<span class=\"nb\">2016—2018年</span></p><p>从2016年到2018年的\
             <span class=\"nb\">几<b>届</b>。</span></p><p>一个</p>",
        );
        is_set("<pre>2016—2018</pre>", "<pre>2016—2018</pre>");
    }
}
