//! Pages to HTML, through the templates.

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use super::bounded::Bounded;
use super::figure::FigureSet;
use super::frame::frame;
use super::functions::{register_assets, register_words};
use super::placing::register_charts;
use super::{Maker, Page, setting};
use crate::assets::Assets;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place};
use crate::expression::{self, Knowledge};
use crate::lang::{Lang, Lexicon, PerLanguage};
use crate::limits::Limit;
use crate::report::Chapter;
use crate::site::Route;
use crate::source::Overlay;

/// Renders pages.
pub struct Templates {
    tera: Tera,
    overlay: Overlay,
    figures: Arc<FigureSet>,
    /// The names that lines do not part.
    lexicons: OnceLock<PerLanguage<Lexicon>>,
}

impl Templates {
    /// Loads all templates. What is wrong with them goes to `diagnostics`.
    pub fn load(
        overlay: &Overlay,
        knowledge: &Arc<Knowledge>,
        assets: &Assets,
        figures: Arc<FigureSet>,
        diagnostics: &Diagnostics,
    ) -> Checked<Templates> {
        let mut tera = Tera::new();
        expression::register(&mut tera, knowledge);
        register_words(&mut tera, &knowledge.words);
        register_assets(&mut tera, assets);
        tera.register_filter("compact", |value: tera::Value, _: Kwargs, _: &State| {
            value.to_string().split_whitespace().collect::<String>()
        });
        register_charts(&mut tera, &figures);
        let mut sources = Vec::new();
        for name in overlay.names() {
            if (name.ends_with(".html") || name.ends_with(".xml"))
                && let Some(file) = overlay.text(name, diagnostics)
            {
                sources.push((name.to_owned(), file?));
            }
        }
        let raw = sources
            .iter()
            .map(|(name, file)| (name.as_str(), file.text.as_str()));
        if let Err(error) = tera.add_raw_templates(raw) {
            return Err(diagnostics.report(template_error(&error, overlay, diagnostics)));
        }
        Ok(Templates {
            tera,
            overlay: overlay.clone(),
            figures,
            lexicons: OnceLock::new(),
        })
    }

    /// A page as HTML. An error goes to `diagnostics`.
    pub fn render(
        &self,
        page: &Page,
        makers: &PerLanguage<Maker<'_>>,
        chapters: &[Chapter],
        counterpart: &dyn Fn(&Route, Lang) -> Route,
        diagnostics: &Diagnostics,
    ) -> Checked<String> {
        let lang = page.lang.unwrap_or(makers.languages().first());
        let maker = makers[lang].at(page.route.clone());
        let mut context = Context::new();
        context.insert("lang", lang.key());
        context.insert("tag", lang.tag());
        context.insert("dir", &lang.dir_within(None));
        context.insert("route", page.route.as_str());
        context.insert("base", &frame(page, &maker, chapters, counterpart));
        context.insert("page_title", &page.title);
        context.insert("page_figures", &self.figures.rows(&page.figures, lang));
        context.insert("trends", &self.figures.trends);
        context.insert("page_cited", &page.cited);
        context.insert_value("page", page.view.clone());
        let html = self.write(page.template, &context, diagnostics)?;
        let lexicons = self
            .lexicons
            .get_or_init(|| makers.map(|lang, maker| setting::lexicon(lang, maker)));
        Ok(setting::set(&html, &lexicons[lang]))
    }

    /// A text file (a sitemap, say) from its template.
    pub fn render_plain(
        &self,
        template: &str,
        view: &impl Serialize,
        diagnostics: &Diagnostics,
    ) -> Checked<String> {
        let mut context = Context::new();
        context.insert("page", view);
        self.write(template, &context, diagnostics)
    }

    /// What a template gives, up to the size of a page.
    fn write(
        &self,
        template: &str,
        context: &Context,
        diagnostics: &Diagnostics,
    ) -> Checked<String> {
        let limits = diagnostics.limits();
        let mut page = Bounded::new(limits.count(Limit::PageSize));
        let written = self.tera.render_to(template, context, &mut page);
        if page.full {
            let message = format!("the template `{template}` writes too large a page");
            let error = Diagnostic::error(message).hint(limits.hint(Limit::PageSize));
            return Err(diagnostics.report(error));
        }
        if let Err(error) = written {
            let error = template_error(&error, &self.overlay, diagnostics);
            return Err(diagnostics.report(error));
        }
        String::from_utf8(page.bytes).map_err(|_| {
            let message = format!("the template `{template}` writes no valid UTF-8");
            diagnostics.report(Diagnostic::error(message))
        })
    }
}

/// A template's error at its place, where Tera gives one.
fn template_error(error: &tera::Error, overlay: &Overlay, diagnostics: &Diagnostics) -> Diagnostic {
    let hint = "see the template in templates/, or remove your own copy of it";
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let diagnostic = Diagnostic::error(report.message().trim().to_owned()).hint(hint);
            let Some(Ok(file)) = overlay.text(report.filename(), diagnostics) else {
                return diagnostic;
            };
            let span = report.span();
            let start = offset(&file.text, span.start_line, span.start_col);
            let end = offset(&file.text, span.end_line, span.end_col);
            diagnostic.at(Place::new(&file, start..end.max(start)))
        }
        other => Diagnostic::error(other.to_string()).hint(hint),
    }
}

/// Tera counts lines from 1 and columns in characters from 0.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = &text[before.min(text.len())..];
    before
        + rest
            .char_indices()
            .nth(column)
            .map_or(rest.len(), |(at, _)| at)
}
