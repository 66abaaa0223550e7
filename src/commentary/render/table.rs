//! Tables: the alignment of columns as classes, because pages allow no style of their own.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

use super::{Renderer, escape};

/// The columns of the table under way.
#[derive(Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    in_head: bool,
}

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    pub(super) fn table(&mut self, event: &Event<'_>) {
        let head = self.columns.in_head;
        let html: CowStr<'e> = match event {
            Event::Start(Tag::Table(alignments)) => {
                self.columns = Columns {
                    alignments: alignments.clone(),
                    ..Columns::default()
                };
                let words = &self.setting.engine.knowledge().words;
                let label = escape(&words.get(self.setting.lang, "table"));
                format!(
                    "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table>"
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
                start_of_cell(head, alignment.copied().unwrap_or(Alignment::None)).into()
            }
            Event::End(TagEnd::TableCell) if head => "</th>".into(),
            Event::End(TagEnd::TableCell) => "</td>".into(),
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
