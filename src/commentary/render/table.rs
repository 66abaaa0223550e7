//! Tables: the alignment of columns as classes, because pages allow no style of their own.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::{Renderer, escape};

/// The columns of the table under way.
#[derive(Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    in_head: bool,
}

impl<F: Fn(usize) -> usize> Renderer<'_, '_, F> {
    pub(super) fn table(&mut self, event: &Event<'_>) {
        let cell = if self.columns.in_head { "th" } else { "td" };
        let html = match event {
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
            }
            Event::Start(Tag::TableHead) => {
                self.columns.in_head = true;
                self.columns.next = 0;
                "<thead><tr>".to_owned()
            }
            Event::Start(Tag::TableRow) => {
                self.columns.next = 0;
                "<tr>".to_owned()
            }
            Event::Start(Tag::TableCell) => {
                let alignment = self.columns.alignments.get(self.columns.next);
                self.columns.next += 1;
                match alignment {
                    Some(Alignment::Left) => format!("<{cell} class=\"align-left\">"),
                    Some(Alignment::Center) => format!("<{cell} class=\"align-center\">"),
                    Some(Alignment::Right) => format!("<{cell} class=\"align-right\">"),
                    Some(Alignment::None) | None => format!("<{cell}>"),
                }
            }
            Event::End(TagEnd::TableCell) => format!("</{cell}>"),
            Event::End(TagEnd::TableHead) => {
                self.columns.in_head = false;
                "</tr></thead><tbody>\n".to_owned()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".to_owned(),
            _ => "</tbody></table>\n</div>\n".to_owned(),
        };
        self.out.block(html);
    }
}
