//! From a checked report to the finished site in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Progress, Report, Site};
use crate::assets;
use crate::citation::{Series, reference};
use crate::dataset::DataFile;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, Place, Stage};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::page::figure::{ChartSources, FigureSet};
use crate::page::render::Templates;
use crate::page::{self, Contents, Maker, Page, Stands};
use crate::report::{Figure, Verdict};
use crate::site::{Route, SiteTree, check};
use crate::timings::{stage, timed};

impl Report {
    /// The charts whose files could not be read.
    fn unread_charts(&self) -> Vec<String> {
        let charts = self.engine.knowledge().charts.iter();
        charts
            .filter(|(_, kind)| kind.is_none())
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Makes all pages and the files beside them, and follows every link.
    ///
    /// # Errors
    /// If the templates cannot be used. What else is wrong goes to `d`, and the site lacks it.
    pub fn build(&self, progress: &dyn Progress, d: &Diagnostics) -> Checked<Site> {
        let _whole = stage("site");
        let mut tree = SiteTree::default();
        let asset_routes = timed("assets", || self.insert_assets(&mut tree, d));
        let data = timed("data", || self.data_files(d));
        Self::insert_data(&data, &mut tree, d);
        let contents = self.contents(&data);
        let makers = self.makers(&contents, d);
        let at = stage("charts");
        progress.stage("charts", 1);
        let set = FigureSet::draw(
            ChartSources {
                figures: &self.figures,
                declarations: &self.declarations,
                declared: self
                    .declarations
                    .iter()
                    .flat_map(|d| d.names(self.indices.survey()))
                    .collect(),
                in_gallery: page::gallery::shown(&makers[self.languages().first()]).collect(),
                paged: page::chart_page::shown(&makers[self.languages().first()])
                    .into_iter()
                    .map(|figure| figure.name.clone())
                    .collect(),
                unread: self.unread_charts(),
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
        drop(at);
        let at = stage("templates");
        let templates = Templates::load(
            &self.templates,
            self.engine.knowledge(),
            &asset_routes,
            figures,
            d,
        )?;
        drop(at);
        let mut pages = timed("views of pages", || Self::pages(&makers));
        let notes = self.add_pictures(&mut pages, &makers, &mut tree, progress, d);
        let at = stage("pages");
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
        drop(at);
        let at = stage("tree");
        for (page, html) in pages.iter().zip(rendered) {
            if let Ok(html) = html {
                tree.insert(page.route.clone(), html, page.made_by.as_str(), d);
            }
        }
        Self::insert_for_scripts(&makers, &pages, &templates, &mut tree, d);
        self.extras(&pages, &templates, &counterpart, &mut tree, d);
        drop(at);
        let _at = stage("links");
        progress.stage("links", 1);
        let expected: Vec<Route> = pages.iter().map(|p| p.route.clone()).collect();
        self.check_links(&expected, &tree, d);
        progress.step();
        Ok(Site {
            tree,
            charts,
            notes,
        })
    }

    /// The files of the search, and the feed, in each language.
    fn insert_for_scripts(
        makers: &PerLanguage<Maker<'_>>,
        pages: &[Page],
        templates: &Templates,
        tree: &mut SiteTree,
        d: &Diagnostics,
    ) {
        for (_, maker) in makers.iter() {
            let texts = page::search::texts(maker, pages, tree);
            for (route, text) in [page::search::names(maker, &texts.1), texts] {
                tree.insert(route, text, "the search", d);
            }
        }
        for (_, maker) in makers.iter() {
            if let Some((route, feed)) = page::feed::feed(maker)
                && let Ok(xml) = templates.render_plain("feed.xml", &feed, d)
            {
                tree.insert(route, xml, "the feed of changes", d);
            }
        }
    }

    /// The files that pages name with the hash of their content.
    fn insert_assets(&self, tree: &mut SiteTree, d: &Diagnostics) -> assets::Assets {
        let mut routes = assets::insert(&self.assets, tree, d);
        let made = [
            ("chart.css", crate::chart::style::css().to_owned()),
            ("inks.css", crate::chart::style::inks()),
            (page::find::NAME, page::find::index(self.indices.survey())),
        ];
        for (name, text) in made {
            assets::insert_made(name, &text, &mut routes, tree, d);
        }
        routes
    }

    fn languages(&self) -> Languages {
        self.indices.survey().languages
    }

    fn contents<'r>(&'r self, data: &'r [DataFile]) -> Contents<'r> {
        let figures: BTreeMap<&str, &Figure> =
            self.figures.iter().map(|f| (f.name.as_str(), f)).collect();
        let named = |names: &Vec<String>| {
            let found = names.iter().filter_map(|name| figures.get(name.as_str()));
            found.copied().collect()
        };
        Contents {
            chapters: &self.chapters,
            texts: &self.texts,
            claims: &self.claims,
            replication: &self.replication,
            exceptions: &self.exceptions,
            knowledge: self.engine.knowledge(),
            declarations: &self.declarations,
            examples: &self.examples,
            figures: &self.figures,
            numbering: &self.numbering,
            manual: self.manual,
            changes: &self.changes,
            pictures: self.pictures.is_some(),
            folder: &self.folder,
            cited_pages: PerLanguage::from_fn(self.languages(), |_| Series::default()),
            stands: self.stands(),
            data,
            by_subject: self
                .by_subject
                .iter()
                .map(|((subject, slug), names)| ((*subject, slug.as_str()), named(names)))
                .collect(),
        }
    }

    /// Where each chart stands first: in a chapter, else on a page of a kind.
    fn stands(&self) -> BTreeMap<&str, Stands<'_>> {
        let pages = self.by_subject.iter().flat_map(|((subject, slug), names)| {
            let stands = Stands::Page(*subject, slug);
            names.iter().map(move |name| (name.as_str(), stands))
        });
        let mut all: BTreeMap<&str, Stands<'_>> = pages.collect();
        let mut chapters: Vec<_> = self.numbering.all().collect();
        // The first of several takes its place last.
        chapters.sort_by_key(|(_, placed)| std::cmp::Reverse((placed.chapter, placed.number)));
        let chapters = chapters.into_iter();
        all.extend(chapters.map(|(name, placed)| (name, Stands::Chapter(placed.chapter))));
        all
    }

    fn makers<'r>(&'r self, contents: &'r Contents<'r>, d: &Diagnostics) -> PerLanguage<Maker<'r>> {
        let survey = self.indices.survey();
        let focus = self.config.focus_member(survey, d);
        PerLanguage::from_fn(survey.languages, |lang| Maker {
            config: &self.config,
            indices: &self.indices,
            words: &contents.knowledge.words,
            addresses: &self.addresses,
            focus,
            references: survey
                .sources
                .par_iter()
                .map(|source| reference(source, lang))
                .collect(),
            contents,
            lang,
            route: Route::new(""),
        })
    }

    fn pages(makers: &PerLanguage<Maker<'_>>) -> Vec<Page> {
        let mut pages = vec![page::home::not_found(makers)];
        // In one language the home page stands where readers otherwise choose one.
        if makers.languages().count() > 1 {
            pages.insert(0, page::home::landing(makers));
        }
        let languages: Vec<&Maker<'_>> = makers.iter().map(|(_, maker)| maker).collect();
        let of_languages = languages.into_par_iter().flat_map_iter(page::pages);
        pages.extend(of_languages.collect::<Vec<_>>());
        page::tell_apart(&mut pages);
        pages
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
            page::sitemap::sitemap(pages, self.languages(), &self.config.base_url, counterpart);
        if let Ok(xml) = templates.render_plain("sitemap.xml", &view, d) {
            tree.insert(Route::new("sitemap.xml"), xml, "the sitemap", d);
        }
        for lang in self.languages().iter() {
            let bibtex = page::source::bibliography(self.indices.survey(), lang);
            let made_by = "the bibliography in BibTeX";
            tree.insert(self.addresses.bibtex(lang), bibtex, made_by, d);
            let ris = page::source::ris(self.indices.survey(), lang);
            tree.insert(self.addresses.ris(lang), ris, "the bibliography as RIS", d);
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
            .chain(self.unrendered())
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
            let diagnostic = diagnostic.follows(Stage::Pages, [""]);
            let is_file = broken
                .link
                .rsplit('/')
                .next()
                .is_some_and(|name| name.contains('.'));
            d.push(diagnostic.hint(match broken.problem {
                check::Problem::Forbidden => "addresses start with `https://`, `http://` or `mailto:`, or are paths inside the site",
                check::Problem::NoFile if is_file => "put the file into `assets/static/`, whose files stand at the site's root, and name it from the page, as in `../../../photo.jpg`",
                _ => "links inside the report name what they lead to, as in `member:CODE` or `page:methodology`",
            }));
        }
    }

    /// The pages of texts that could not be rendered, which was reported: they lack all anchors.
    fn unrendered(&self) -> impl Iterator<Item = Route> + '_ {
        let texts = self.chapters.iter().zip(&self.texts);
        texts.flat_map(|(chapter, text)| {
            let failed = text.iter().filter(|(_, text)| text.sections.is_empty());
            failed.map(|(lang, _)| self.addresses.chapter(lang, &chapter.slug))
        })
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
        .find_map(|l| text.strip_prefix(l.folder()));
    let other = Route::new(format!("{}{}", lang.folder(), rest.unwrap_or_default()));
    if routes.contains(&other) {
        other
    } else {
        Route::new(lang.folder())
    }
}
