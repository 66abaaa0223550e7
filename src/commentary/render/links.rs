//! Links and images: their addresses resolved and checked.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{Renderer, escape};
use crate::diagnostic::{Diagnostic, Stage};
use crate::web;

impl<'e, F: Fn(usize) -> usize> Renderer<'_, 'e, F> {
    pub(super) fn resolve(&mut self, written: &str, range: &Range<usize>) -> Option<String> {
        let place = self.place(range);
        self.section().links.push((written.to_owned(), place));
        match (self.setting.link)(written) {
            Ok(href) => Some(href),
            Err((message, hint)) => {
                let at = self.place(range);
                let error = Diagnostic::error(message).at(at).maybe_hint(hint);
                // What it names may not have been read.
                let looked_up_in = match written.split(':').next() {
                    Some("chapter") => Some("report.yaml"),
                    Some("member") => Some("survey/members.yaml"),
                    Some("region" | "group") => Some("survey/regions.yaml"),
                    Some("component") => Some("survey/methodology.yaml"),
                    Some("edition") => Some("survey/editions/"),
                    Some("source") => Some("survey/sources.yaml"),
                    _ => None,
                };
                self.setting.diagnostics.push(match looked_up_in {
                    Some(files) => error.follows(Stage::Data, [files]),
                    None => error,
                });
                None
            }
        }
    }

    /// An image is a file of the site: readers' browsers ask no other host for anything.
    pub(super) fn image(&mut self, written: &str, range: &Range<usize>) -> Option<String> {
        if !matches!(web::target(written), Ok(web::Target::Inside)) {
            self.error(
                range,
                format!("the image `{written}` is not a file of the site"),
                Some("put it into `assets/static/`, whose files stand at the root of the site, and give its path from the page: `../../../image.png`".to_owned()),
            );
            return None;
        }
        self.resolve(written, range)
    }

    pub(super) fn start_image(&mut self, event: &Event<'e>, written: &str, range: &Range<usize>) {
        // Without an address, so that what is wrong with it is told once.
        let href = self.image(written, range).unwrap_or_default();
        let mut tag = event.clone();
        if let Event::Start(Tag::Image { dest_url, .. }) = &mut tag {
            *dest_url = href.into();
        }
        self.in_image = true;
        self.out.push(tag);
    }

    pub(super) fn link(
        &mut self,
        link_type: LinkType,
        written: &str,
        title: &str,
        range: &Range<usize>,
    ) {
        let href = match link_type {
            LinkType::Email => self.resolve(&format!("mailto:{written}"), range),
            _ => self.resolve(written, range),
        };
        let href = href.unwrap_or_default();
        if self.in_image {
            // Its text is read out.
            return;
        }
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escape(title))
        };
        let outside = if href.contains("://") {
            " rel=\"external\""
        } else {
            ""
        };
        self.out
            .html(format!("<a href=\"{}\"{title}{outside}>", escape(&href)));
    }
}
