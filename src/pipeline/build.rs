//! From a checked report to the finished site in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Progress, Report, Site};
use crate::assets;
use crate::citation::reference;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::page::figure::{FigureSet, Given};
use crate::page::render::Templates;
use crate::page::{self, Maker, Page};
use crate::report::Verdict;
use crate::report::figures::Subject;
use crate::site::{Route, SiteTree, check};

impl Report {
    /// Makes all pages and the files beside them, and follows every link.
    ///
    /// # Errors
    /// If the templates cannot be used. What else is wrong goes to `d`, and the site lacks it.
    pub fn build(&self, progress: &dyn Progress, d: &Diagnostics) -> Checked<Site> {
        let mut tree = SiteTree::default();
        let mut asset_routes = assets::insert(&self.assets, &mut tree, d);
        assets::insert_made(
            "chart.css",
            crate::chart::style::css(),
            &mut asset_routes,
            &mut tree,
            d,
        );
        progress.stage("charts", 1);
        let set = FigureSet::draw(
            Given {
                figures: &self.figures,
                declarations: &self.declarations,
                declared: self.engine.knowledge().charts.keys().cloned().collect(),
            },
            &self.templates,
            &self.engine.knowledge().words,
            &self.addresses,
            self.indices.survey(),
            &mut tree,
            d,
        );
        progress.step();
        let charts = set.len();
        let figures = Arc::new(set);
        let templates = Templates::load(
            &self.templates,
            self.engine.knowledge(),
            &asset_routes,
            figures,
            d,
        )?;
        let makers = self.makers(d);
        let pages = self.pages(&makers);
        let routes: BTreeSet<&Route> = pages.iter().map(|p| &p.route).collect();
        let counterpart = |route: &Route, lang: Lang| counterpart(route, lang, &routes);
        progress.stage("pages", pages.len());
        let rendered: Vec<Checked<String>> = pages
            .par_iter()
            .map(|page| {
                let html = templates.render(page, &makers, &self.chapters, &counterpart, d);
                progress.step();
                html
            })
            .collect();
        for (page, html) in pages.iter().zip(rendered) {
            if let Ok(html) = html {
                tree.insert(page.route.clone(), html, page.made_by.as_str(), d);
            }
        }
        self.extras(&pages, &templates, &counterpart, &mut tree, d);
        progress.stage("links", 1);
        let expected: Vec<Route> = pages.iter().map(|p| p.route.clone()).collect();
        self.check_links(&expected, &tree, d);
        progress.step();
        Ok(Site { tree, charts })
    }

    fn languages(&self) -> Languages {
        self.indices.survey().languages
    }

    fn makers(&self, d: &Diagnostics) -> PerLanguage<Maker<'_>> {
        let knowledge = self.engine.knowledge();
        let survey = self.indices.survey();
        let focus = self.config.focus_member(survey, d);
        PerLanguage::from_fn(survey.languages, |lang| Maker {
            config: &self.config,
            indices: &self.indices,
            words: &knowledge.words,
            addresses: &self.addresses,
            focus,
            references: survey
                .sources
                .iter()
                .map(|source| reference(source, lang))
                .collect(),
            has_claims: !self.claims.is_empty(),
            lang,
            route: Route::new(""),
        })
    }

    fn pages(&self, makers: &PerLanguage<Maker<'_>>) -> Vec<Page> {
        let mut pages = vec![page::home::landing(makers), page::home::not_found(makers)];
        for (lang, maker) in makers.iter() {
            let survey = maker.survey();
            let at = |name: &str| {
                let route = self.addresses.page(lang, name);
                maker.at(route.unwrap_or_else(|| Route::new(format!("{lang}/{name}/"))))
            };
            pages.push(page::home::page(&at("home"), &self.chapters));
            pages.push(page::edition::latest(&at("ranking")));
            pages.push(page::lists::editions(&at("editions")));
            pages.push(page::lists::members(&at("members")));
            pages.push(page::lists::regions(&at("regions")));
            pages.push(page::lists::components(&at("components")));
            pages.push(page::source::list(&at("sources")));
            pages.push(page::method::page(&at("methodology")));
            pages.push(page::verify::replication(
                &at("replication"),
                &self.replication,
            ));
            pages.push(page::gallery::page(
                &at("gallery"),
                page::gallery::Charts {
                    declarations: &self.declarations,
                    examples: &self.examples,
                    figures: &self.figures,
                },
            ));
            if maker.has_claims {
                pages.push(page::verify::claims(
                    &at("claims"),
                    &self.claims,
                    &self.chapters,
                    self.engine.knowledge(),
                ));
            }
            pages.par_extend(survey.editions.par_iter().enumerate().map(|(i, e)| {
                let maker = maker.at(self.addresses.edition(lang, e));
                page::edition::page(&maker, crate::survey::EditionId(i))
            }));
            pages.par_extend(survey.members.par_iter().enumerate().map(|(i, m)| {
                let maker = maker.at(self.addresses.member(lang, m));
                page::member::page(&maker, crate::survey::MemberId(i))
            }));
            pages.par_extend(survey.areas.par_iter().enumerate().map(|(i, a)| {
                let maker = maker.at(self.addresses.area(lang, a));
                page::area::page(&maker, crate::survey::AreaId(i))
            }));
            for (i, component) in survey.methodology.components.iter().enumerate() {
                let maker = maker.at(self.addresses.component(lang, component));
                pages.push(page::component::page(&maker, crate::survey::ComponentId(i)));
            }
            for (i, source) in survey.sources.iter().enumerate() {
                let maker = maker.at(self.addresses.source(lang, &source.id));
                let id = crate::survey::SourceId(i);
                let page = page::source::page(&maker, id, &self.chapters, &self.texts);
                pages.push(page);
            }
            for (i, (chapter, text)) in self.chapters.iter().zip(&self.texts).enumerate() {
                let maker = maker.at(self.addresses.chapter(lang, &chapter.slug));
                let page =
                    page::chapter::page(&maker, &self.chapters, i, &text[lang], &self.figures);
                pages.push(page);
            }
        }
        self.place_figures(&mut pages, makers);
        pages
    }

    /// The charts of a page kind, on their pages.
    fn place_figures(&self, pages: &mut [Page], makers: &PerLanguage<Maker<'_>>) {
        let survey = self.indices.survey();
        let mut by_route: BTreeMap<Route, &Vec<String>> = BTreeMap::new();
        for lang in survey.languages.iter() {
            let mut put = |route: Route, subject: Subject, suffix: String| {
                if let Some(names) = self.by_subject.get(&(subject, suffix)) {
                    by_route.insert(route, names);
                }
            };
            put(Route::new(format!("{lang}/")), Subject::Home, String::new());
            for m in &survey.members {
                put(self.addresses.member(lang, m), Subject::Member, m.slug());
            }
            for a in &survey.areas {
                put(
                    self.addresses.area(lang, a),
                    Subject::Area,
                    a.id.to_lowercase(),
                );
            }
            for e in &survey.editions {
                put(
                    self.addresses.edition(lang, e),
                    Subject::Edition,
                    e.year.to_string(),
                );
            }
            for c in &survey.methodology.components {
                put(
                    self.addresses.component(lang, c),
                    Subject::Component,
                    c.id.to_lowercase(),
                );
            }
        }
        let figures: BTreeMap<&str, _> =
            self.figures.iter().map(|f| (f.name.as_str(), f)).collect();
        for page in pages {
            let route = page.canonical.as_ref().unwrap_or(&page.route);
            if let Some(names) = by_route.get(route) {
                page.figures = (*names).clone();
                let Some(lang) = page.lang else { continue };
                let placed: Vec<_> = page
                    .figures
                    .iter()
                    .filter_map(|name| figures.get(name.as_str()).copied())
                    .collect();
                let maker = makers[lang].at(page.route.clone());
                page.cited = page::source::cited(&maker, &[], &placed);
            }
        }
    }

    /// Sitemap, robots, and the file that keeps GitHub Pages from leaving files out.
    fn extras(
        &self,
        pages: &[Page],
        templates: &Templates,
        counterpart: &dyn Fn(&Route, Lang) -> Route,
        tree: &mut SiteTree,
        d: &Diagnostics,
    ) {
        let view =
            page::render::sitemap(pages, self.languages(), &self.config.base_url, counterpart);
        if let Ok(xml) = templates.render_plain("sitemap.xml", &view, d) {
            tree.insert(Route::new("sitemap.xml"), xml, "the sitemap", d);
        }
        for lang in self.languages().iter() {
            let bibtex = page::source::bibliography(self.indices.survey(), lang);
            let made_by = "the bibliography in BibTeX";
            tree.insert(self.addresses.bibtex(lang), bibtex, made_by, d);
        }
        let robots = format!(
            "User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n",
            self.config.base_url
        );
        tree.insert(Route::new("robots.txt"), robots, "robots.txt", d);
        tree.insert(Route::new(".nojekyll"), "", ".nojekyll", d);
    }

    fn check_links(&self, expected: &[Route], tree: &SiteTree, d: &Diagnostics) {
        // Pages that could not be made have been reported; links to them are no second error.
        let chapters = self.languages().iter().flat_map(|lang| {
            let listed = self.config.chapters.iter();
            listed.map(move |(slug, _)| self.addresses.chapter(lang, slug))
        });
        let excused: BTreeSet<Route> = chapters
            .chain(expected.iter().cloned())
            .filter(|route| !tree.contains(route))
            .collect();
        let origins = self.link_origins();
        for broken in check::check(tree, &self.config.base_url) {
            let made_by = tree
                .get(&broken.page)
                .map_or_else(|| broken.page.to_string(), |f| f.made_by.clone());
            if broken.to.is_some_and(|to| excused.contains(&to)) {
                continue;
            }
            let message = match broken.problem {
                check::Problem::NoFile => format!("the link `{}` leads nowhere", broken.link),
                check::Problem::NoAnchor => {
                    format!(
                        "the link `{}` leads to an anchor that is not there",
                        broken.link
                    )
                }
                check::Problem::Forbidden => {
                    format!("a page cannot contain the address `{}`", broken.link)
                }
                check::Problem::Twice => {
                    format!("the anchor `{}` stands on the page twice", broken.link)
                }
            };
            let origin = origins.get(&(broken.page.clone(), broken.link.clone()));
            let is_anchor = broken.problem == check::Problem::NoAnchor;
            if is_anchor
                && origin.is_some_and(|(written, _)| {
                    written.starts_with('#') || written.starts_with("chapter:")
                })
            {
                // Links to headings of chapters have been followed with the chapters.
                continue;
            }
            let diagnostic = match origin {
                Some((_, place)) => Diagnostic::error(message).at(place.clone()),
                None => match self.in_templates(&broken.link) {
                    Some(place) => Diagnostic::error(message).at(place),
                    None => Diagnostic::error(format!("{message}, on {made_by}")),
                },
            };
            d.push(diagnostic.hint(match broken.problem {
                check::Problem::Forbidden => "addresses start with `https://`, `http://` or `mailto:`, or are paths inside the site",
                _ => "links inside the report name what they lead to, as in `member:CODE` or `page:methodology`",
            }));
        }
    }

    /// Where a template has an attribute with this value.
    fn in_templates(&self, link: &str) -> Option<Place> {
        let quiet = Diagnostics::new();
        self.templates.names().into_iter().find_map(|name| {
            let file = self.templates.text(name, &quiet)?.ok()?;
            let quoted = ['"', '\''].map(|mark| format!("{mark}{link}{mark}"));
            let at = quoted.iter().find_map(|q| file.text.find(q))? + 1;
            Some(Place::new(&file, at..at + link.len()))
        })
    }

    /// Where the links of commentary stand in its files, by page and link.
    fn link_origins(&self) -> BTreeMap<(Route, String), (String, Place)> {
        let survey = self.indices.survey();
        let mut origins = BTreeMap::new();
        for (chapter, text) in self.chapters.iter().zip(&self.texts) {
            for (lang, text) in text.iter() {
                let route = self.addresses.chapter(lang, &chapter.slug);
                for (written, place) in text.sections.iter().flat_map(|s| &s.links) {
                    if let Ok(link) = self.addresses.link(written, lang, &route, survey) {
                        let origin = (written.clone(), place.clone());
                        origins.insert((route.clone(), link), origin);
                    }
                }
            }
        }
        origins
    }

    /// How many claims fare so.
    pub fn claims_with(&self, verdict: Verdict) -> usize {
        self.claims.iter().filter(|c| c.verdict == verdict).count()
    }
}

/// The same page in another language; the home page where there is none.
fn counterpart(route: &Route, lang: Lang, routes: &BTreeSet<&Route>) -> Route {
    let text = route.as_str();
    let rest = lang
        .languages()
        .iter()
        .find_map(|l| text.strip_prefix(l.key())?.strip_prefix('/'));
    let other = Route::new(match rest {
        Some(rest) => format!("{lang}/{rest}"),
        None => format!("{lang}/"),
    });
    if routes.contains(&other) {
        other
    } else {
        Route::new(format!("{lang}/"))
    }
}
