//! Front matter: the YAML between `---` lines at the top of a Markdown file.

use std::sync::Arc;

use super::yaml::Yaml;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, SourceFile};
use crate::lang::Languages;

/// A Markdown file, split.
#[derive(Debug)]
pub struct FrontMatter {
    /// The YAML; a missing one is an empty mapping's `null`.
    pub yaml: Arc<Yaml>,
    /// Where the Markdown starts, in bytes of the file.
    pub body: usize,
}

impl FrontMatter {
    /// Splits `file`; what is wrong with the YAML goes to `diagnostics`.
    pub fn split(
        file: &Arc<SourceFile>,
        languages: Languages,
        diagnostics: &Diagnostics,
    ) -> Checked<FrontMatter> {
        let text = &file.text;
        let Some(first) = text.strip_prefix("---").and_then(|t| {
            let line = t.split_inclusive('\n').next()?;
            line.trim().is_empty().then_some(3 + line.len())
        }) else {
            return Err(diagnostics.report(
                Diagnostic::error("a Markdown file starts with its front matter")
                    .at(Place::new(file, 0..0))
                    .hint("start it with `---`, `title: …`, `---`"),
            ));
        };
        let mut at = first;
        for line in text[first..].split_inclusive('\n') {
            if line.trim_end() == "---" {
                let yaml = Yaml::parse_part(file, first, &text[first..at], languages, diagnostics)?;
                return Ok(FrontMatter {
                    yaml,
                    body: at + line.len(),
                });
            }
            at += line.len();
        }
        Err(diagnostics.report(
            Diagnostic::error("the front matter has no end")
                .at(Place::new(file, 0..3))
                .hint("end it with a line `---`"),
        ))
    }
}
