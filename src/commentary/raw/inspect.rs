//! What is refused in HTML even where a report lets all of it through.

use std::ops::Range;

use super::tokens::{Piece, tokens};
use super::{HtmlSource, Raw};
use crate::html::escape;
use crate::web::{self, Target};

impl Raw {
    /// HTML that goes through as it stands; what is refused is left out, so that it is told once.
    pub(in crate::commentary) fn through(&mut self, source: &HtmlSource) -> String {
        let mut html = String::with_capacity(source.text.len());
        for (piece, range) in tokens(&source.text) {
            let written = &source.text[range.clone()];
            let at = source.place(&range);
            match piece {
                Piece::Comment => {
                    self.comment(written, &at);
                    html.push_str(written);
                }
                Piece::Start {
                    name, attributes, ..
                } => html.push_str(&self.tag(written, &name, attributes, &at)),
                Piece::End(_) | Piece::Text(_) | Piece::Unfinished => html.push_str(written),
            }
        }
        html
    }

    fn tag(
        &mut self,
        written: &str,
        name: &str,
        mut attributes: Vec<(String, String)>,
        at: &Range<usize>,
    ) -> String {
        if name == "base" {
            let message = "`<base>` would change where all links of the page lead";
            self.errors.push((at.clone(), message.to_owned()));
            return String::new();
        }
        let refreshes = |(key, value): &(String, String)| {
            key == "http-equiv" && value.trim().eq_ignore_ascii_case("refresh")
        };
        if name == "meta" && attributes.iter().any(refreshes) {
            let message = "`<meta http-equiv=\"refresh\">` would send readers away from the page";
            self.errors.push((at.clone(), message.to_owned()));
            return String::new();
        }
        let before = attributes.len();
        attributes.retain(|(key, value)| {
            let wrong = web::in_attribute(name, key, value)
                .into_iter()
                .find_map(refused);
            let message = wrong.map(|message| format!("{message}, in `{key}` of `<{name}>`"));
            let kept = message.is_none();
            self.errors.extend(message.map(|m| (at.clone(), m)));
            kept
        });
        if attributes.len() == before {
            return written.to_owned();
        }
        let attributes = attributes
            .iter()
            .map(|(key, value)| format!(" {key}=\"{}\"", escape(value)));
        format!("<{name}{}>", attributes.collect::<String>())
    }

    /// Markdown and browsers have to see the end of a comment at the same place.
    pub(super) fn comment(&mut self, written: &str, at: &Range<usize>) {
        let message = if written.ends_with("--!>") {
            "browsers end this comment at `--!>`, and Markdown does not: write `-->`"
        } else if written.starts_with("<?") && !written.ends_with("?>")
            || written.starts_with("<![CDATA[") && !written.ends_with("]]>")
        {
            "browsers end this at its first `>`, and Markdown does not: write `<!-- … -->`"
        } else {
            return;
        };
        self.errors.push((at.clone(), message.to_owned()));
    }
}

/// Why no page can have an address.
fn refused(address: &str) -> Option<String> {
    match web::target(address.trim_ascii()) {
        Ok(Target::Web(_) | Target::Mail(_) | Target::Inside) => None,
        Ok(Target::Own(..)) => Some(format!("a page cannot contain the address `{address}`")),
        Err(message) => Some(message),
    }
}
