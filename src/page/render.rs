//! Pages to HTML, through the templates.

use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::bounded::Bounded;
use super::figure::FigureSet;
use super::kind::{KINDS, Menu, PageKind};
use super::maker::Link;
use super::{Maker, Page};
use crate::assets::Assets;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place};
use crate::expression::{self, Knowledge};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::limits::Limit;
use crate::report::Chapter;
use crate::site::Route;
use crate::source::Overlay;
use crate::words::{Filling, Words};

/// Renders pages.
pub struct Templates {
    tera: Tera,
    overlay: Overlay,
    /// The sparkline for each line of the tables of a kind of page.
    trends: std::collections::BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Alternate {
    tag: &'static str,
    href: String,
}

/// The same page in another language.
#[derive(Serialize)]
struct Other {
    tag: &'static str,
    dir: Option<&'static str>,
    name: &'static str,
    href: String,
}

#[derive(Serialize)]
struct NavItem {
    name: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Base {
    title: String,
    site_title: String,
    short_title: String,
    description: String,
    canonical: String,
    alternates: Vec<Alternate>,
    others: Vec<Other>,
    /// This language, as the others are called in the list of all.
    endonym: &'static str,
    /// What stands before decimals, where it is no point.
    point: Option<&'static str>,
    /// From zero to nine, where they are not those of ASCII.
    digits: Option<&'static str>,
    home: String,
    root: String,
    nav: Vec<NavItem>,
    chapters: Vec<NavItem>,
    more: Vec<NavItem>,
    trail: Vec<Link>,
    notice: Option<String>,
    licence: Option<Link>,
    repository: Option<String>,
    /// The path at which the site stands.
    path: String,
    index: bool,
    cite: Option<super::cite::CiteView>,
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
        let trends = figures.trends.clone();
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
            trends,
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
        context.insert("base", &base(page, &maker, chapters, counterpart));
        context.insert("page_title", &page.title);
        context.insert("page_figures", &page.figures);
        context.insert("trends", &self.trends);
        context.insert("page_cited", &page.cited);
        context.insert_value("page", page.view.clone());
        self.write(page.template, &context, diagnostics)
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

fn base(
    page: &Page,
    maker: &Maker<'_>,
    chapters: &[Chapter],
    counterpart: &dyn Fn(&Route, Lang) -> Route,
) -> Base {
    let config = maker.config;
    let lang = maker.lang;
    let absolute = |route: &Route| format!("{}{route}", config.base_url);
    let item = |kind: &&'static PageKind| {
        let link = maker.to_page(kind);
        NavItem {
            name: link.name,
            href: link.href,
            current: page.part.is_some_and(|part| part.name == kind.name),
        }
    };
    let menu = |menu: Menu| {
        let kinds = KINDS.iter().filter(|kind| kind.menu == menu);
        let kinds = kinds.filter(|kind| (kind.exists)(maker));
        kinds.map(item).collect()
    };
    let canonical = absolute(page.canonical.as_ref().unwrap_or(&page.route));
    let site_title = config.title[lang].clone();
    // The page for what is not found stands for no page of its own.
    let alternates = if page.lang.is_some() || page.route.as_str().is_empty() {
        alternates(&page.route, lang.languages(), &absolute, counterpart)
    } else {
        Vec::new()
    };
    Base {
        title: if page.title == site_title || page.lang.is_none() {
            page.title.clone()
        } else {
            maker.fill(
                "page-title",
                &[("page", &page.title), ("site", &config.short_title[lang])],
            )
        },
        site_title,
        short_title: config.short_title[lang].clone(),
        description: page.description.clone(),
        alternates,
        endonym: lang.endonym(),
        point: Some(lang.point()).filter(|point| *point != "."),
        digits: Some(lang.digits()).filter(|digits| *digits != "0123456789"),
        others: lang
            .others()
            .filter(|_| page.lang.is_some())
            .map(|other| Other {
                tag: other.tag(),
                dir: other.dir_within(Some(lang)),
                name: other.endonym(),
                href: maker.href(&counterpart(&page.route, other)),
            })
            .collect(),
        home: maker.to_page(&super::home::KIND).href,
        root: maker.href(&Route::new("")),
        nav: menu(Menu::Main),
        chapters: chapters
            .iter()
            .map(|c| {
                let route = maker.addresses.chapter(lang, &c.slug);
                NavItem {
                    name: c.files[lang].short_title.clone(),
                    href: maker.href(&route),
                    current: route == page.route,
                }
            })
            .collect(),
        more: menu(Menu::More),
        trail: page.trail.clone(),
        notice: config.data_notice.as_ref().map(|n| n[lang].clone()),
        licence: config.licence.as_ref().map(|l| Link {
            name: l.name[lang].clone(),
            href: l.url.to_string(),
        }),
        repository: config.repository.as_ref().map(ToString::to_string),
        path: crate::site::check::site_path(&config.base_url),
        index: page.route.as_str() != "404.html",
        cite: super::cite::view(maker, page, &canonical),
        canonical,
    }
}

/// The same page in each language, none in a report that has one language; and for readers of no
/// other, the page in the default language. Where there is a choice to make, they make it.
fn alternates(
    route: &Route,
    languages: Languages,
    absolute: &dyn Fn(&Route) -> String,
    counterpart: &dyn Fn(&Route, Lang) -> Route,
) -> Vec<Alternate> {
    if languages.count() == 1 {
        return Vec::new();
    }
    let default = counterpart(route, languages.first());
    let home = default.as_str() == languages.first().folder();
    let otherwise = if home { Route::new("") } else { default };
    languages
        .iter()
        .map(|lang| Alternate {
            tag: lang.tag(),
            href: absolute(&counterpart(route, lang)),
        })
        .chain(std::iter::once(Alternate {
            tag: "x-default",
            href: absolute(&otherwise),
        }))
        .collect()
}

fn template_lang(languages: Languages, state: &State) -> TeraResult<Lang> {
    let key: Option<String> = state.get("lang")?;
    key.as_deref()
        .and_then(|key| languages.get(key))
        .ok_or_else(|| tera::Error::message("`lang` is not known here"))
}

/// `t(key="…", n=…, lang="…")`: a word; other arguments fill its placeholders.
pub(super) fn register_words(tera: &mut Tera, words: &Arc<Words>) {
    let words = Arc::clone(words);
    tera.register_function(
        "t",
        move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
            let key: &str = kwargs.must_get("key")?;
            let lang = match kwargs.get::<&str>("lang")? {
                Some(key) => words
                    .languages()
                    .get(key)
                    .ok_or_else(|| tera::Error::message(format!("unknown language `{key}`")))?,
                None => template_lang(words.languages(), state)?,
            };
            let mut fillings = Vec::new();
            for (name, value) in kwargs.iter() {
                let Some(name) = name.as_str().filter(|n| *n != "key" && *n != "lang") else {
                    continue;
                };
                let number = value.as_f64().filter(|_| value.is_number());
                fillings.push((
                    name,
                    number.map_or_else(|| Filling::Text(value.to_string()), Filling::Number),
                ));
            }
            words.fill(lang, key, &fillings).map_err(|(message, hint)| {
                tera::Error::message(match hint {
                    Some(hint) => format!("{message}; {hint}"),
                    None => message,
                })
            })
        },
    );
}

/// `chart(id="…")` and `sparkline(id="…")`: drawings for this page, in place of the functions that
/// name them in commentary.
fn register_charts(tera: &mut Tera, figures: &Arc<FigureSet>) {
    let unknown = |id: &str, figures: &FigureSet| {
        let hint = crate::diagnostic::suggest(id, figures.names());
        tera::Error::message(match hint {
            Some(hint) => format!("unknown chart `{id}`; {hint}"),
            None => format!("unknown chart `{id}`"),
        })
    };
    let set = Arc::clone(figures);
    tera.register_function(
        "chart",
        move |kwargs: Kwargs, state: &State| -> TeraResult<tera::Value> {
            let id: &str = kwargs.must_get("id")?;
            let lang = template_lang(set.languages, state)?;
            let route: Option<String> = state.get("route")?;
            let route = Route::new(route.unwrap_or_default());
            set.place(id, lang, &route)
                .map(|html| tera::Value::safe_string(&html))
                .ok_or_else(|| unknown(id, &set))
        },
    );
    let set = Arc::clone(figures);
    tera.register_function(
        "sparkline",
        move |kwargs: Kwargs, state: &State| -> TeraResult<tera::Value> {
            let id: &str = kwargs.must_get("id")?;
            set.sparkline(id, template_lang(set.languages, state)?)
                .map(tera::Value::safe_string)
                .ok_or_else(|| unknown(id, &set))
        },
    );
}

/// `asset(name="style.css")`: the address of an asset from this page.
fn register_assets(tera: &mut Tera, assets: &Assets) {
    let assets = assets.clone();
    tera.register_function(
        "asset",
        move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
            let name: &str = kwargs.must_get("name")?;
            let from: Option<String> = state.get("route")?;
            let from = Route::new(from.unwrap_or_default());
            assets
                .get(name)
                .map(|route| route.from(&from))
                .ok_or_else(|| {
                    let hint = crate::diagnostic::suggest(name, assets.keys().map(String::as_str));
                    tera::Error::message(format!(
                        "unknown asset `{name}`; {}",
                        hint.unwrap_or_else(|| "put it into assets/".to_owned())
                    ))
                })
        },
    );
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

#[derive(Serialize)]
struct SitemapEntry {
    href: String,
    alternates: Vec<Alternate>,
}

/// What a sitemap lists: every page but the one for what is not found, with its alternates.
#[derive(Serialize)]
pub struct Sitemap {
    entries: Vec<SitemapEntry>,
}

/// The sitemap of all pages that are their own canonical ones.
pub fn sitemap(
    pages: &[Page],
    languages: Languages,
    base_url: &str,
    counterpart: &dyn Fn(&Route, Lang) -> Route,
) -> Sitemap {
    let absolute = |route: &Route| format!("{base_url}{route}");
    Sitemap {
        entries: pages
            .iter()
            .filter(|p| p.route.as_str() != "404.html" && p.canonical.is_none())
            .map(|page| SitemapEntry {
                href: absolute(&page.route),
                alternates: alternates(&page.route, languages, &absolute, counterpart),
            })
            .collect(),
    }
}
