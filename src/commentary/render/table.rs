//! Tables: the alignment of columns as classes, because pages allow no style of their own.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

use super::{Renderer, escape};

/// The columns of the table under way, and which table of the text it is.
#[derive(Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    in_head: bool,
    /// The first head says nothing, so the first column has the heads of the rows.
    with_row_heads: bool,
    end_of_cell: &'static str,
    tables: u32,
}

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    pub(super) fn table(&mut self, event: &Event<'_>, next: Option<&Event<'_>>) {
        let head = self.columns.in_head;
        let html: CowStr<'e> = match event {
            Event::Start(Tag::Table(alignments)) => {
                self.columns = Columns {
                    alignments: alignments.clone(),
                    tables: self.columns.tables + 1,
                    ..Columns::default()
                };
                // A frame that scrolls is a place to go to, so each has a name of its own.
                let number = self.setting.lang.number(self.columns.tables.into(), 0);
                let words = &self.setting.engine.knowledge().words;
                let label = escape(&words.get(self.setting.lang, "table"));
                format!(
                    "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label} {number}\"><table>"
                )
                .into()
            }
            Event::Start(Tag::TableHead) => {
                self.columns.in_head = true;
                self.columns.next = 0;
                "<thead><tr>".into()
            }
            Event::Start(Tag::TableRow) => {
                self.columns.next = 0;
                "<tr>".into()
            }
            Event::Start(Tag::TableCell) => {
                let alignment = self.columns.alignments.get(self.columns.next);
                self.columns.next += 1;
                let alignment = alignment.copied().unwrap_or(Alignment::None);
                let first = self.columns.next == 1;
                let empty = matches!(next, Some(Event::End(_)));
                if head && first {
                    self.columns.with_row_heads = empty;
                }
                let of_row = !head && first && self.columns.with_row_heads && !empty;
                // What says nothing heads nothing.
                let head = of_row || (head && !empty);
                self.columns.end_of_cell = if head { "</th>" } else { "</td>" };
                let start = start_of_cell(head, alignment);
                if of_row {
                    start.replacen("<th", "<th scope=\"row\"", 1).into()
                } else {
                    start.into()
                }
            }
            Event::End(TagEnd::TableCell) => self.columns.end_of_cell.into(),
            Event::End(TagEnd::TableHead) => {
                self.columns.in_head = false;
                "</tr></thead><tbody>\n".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            _ => "</tbody></table>\n</div>\n".into(),
        };
        self.out.block(html);
    }
}

fn start_of_cell(head: bool, alignment: Alignment) -> &'static str {
    match (head, alignment) {
        (true, Alignment::Left) => "<th class=\"align-left\">",
        (true, Alignment::Center) => "<th class=\"align-center\">",
        (true, Alignment::Right) => "<th class=\"align-right\">",
        (true, Alignment::None) => "<th>",
        (false, Alignment::Left) => "<td class=\"align-left\">",
        (false, Alignment::Center) => "<td class=\"align-center\">",
        (false, Alignment::Right) => "<td class=\"align-right\">",
        (false, Alignment::None) => "<td>",
    }
}
