//! The stages in order: the only file that knows them all.
//!
//! Files → survey and report → indices → checked report → pages → site tree. Each stage takes
//! owned values and gives owned values; what is wrong goes to one collection of diagnostics, and a
//! stage goes on with what it has, so that one run shows all errors. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assets;
use crate::commentary::{self, Commentary, Setting};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::expression::{Engine, Knowledge};
use crate::index::Indices;
use crate::index::replicate::Replication;
use crate::lang::{Bilingual, Lang};
use crate::page::figure::FigureSet;
use crate::page::render::{Figures, Templates};
use crate::page::{self, Addresses, Maker, Page};
use crate::report::figures::{self, Declaration, Subject};
use crate::report::{Chapter, Config, Figure, Verdict, Verified, chapters, claims, parity, record};
use crate::site::{Route, SiteTree, check};
use crate::source::{Folder, Overlay};
use crate::survey::Survey;
use crate::words::Words;

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Places {
    /// The report.
    pub content: PathBuf,
    /// The report's own templates, laid over those of the program.
    pub templates: Option<PathBuf>,
    /// The report's own assets, laid over those of the program.
    pub assets: Option<PathBuf>,
    /// Overrides the address in the settings.
    pub base_url: Option<String>,
}

impl Places {
    /// The report in `content`; templates and assets beside it if they are there.
    pub fn beside(content: impl Into<PathBuf>) -> Places {
        let content = content.into();
        let beside = |name: &str| {
            let parent = content.parent().unwrap_or_else(|| Path::new(""));
            let folder = parent.join(name);
            folder.is_dir().then_some(folder)
        };
        Places {
            templates: beside("templates"),
            assets: beside("assets"),
            base_url: None,
            content,
        }
    }
}

/// Told how the work goes on.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn stage(&self, name: &str, steps: usize);
    /// A step is done.
    fn step(&self);
}

/// Says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
}

/// What the author wrote, resolved, computed and checked.
pub struct Report {
    /// The settings.
    pub config: Config,
    /// Everything computed.
    pub indices: Arc<Indices>,
    /// Evaluates expressions.
    pub engine: Engine,
    /// The chapters in order.
    pub chapters: Vec<Chapter>,
    /// Their texts, rendered.
    pub texts: Vec<Bilingual<Commentary>>,
    /// The claims, compared with the data.
    pub claims: Vec<Verified>,
    /// Computed against published.
    pub replication: Vec<Replication>,
    /// Sections whose translation is not up to date.
    pub stale: Vec<Diagnostic>,
    /// The charts with their pages' subjects.
    pub figures: Vec<Figure>,
    by_subject: BTreeMap<(Subject, String), Vec<String>>,
    addresses: Addresses,
    templates: Overlay,
    assets: Overlay,
}

/// A finished site.
#[derive(Debug)]
pub struct Site {
    /// All files.
    pub tree: SiteTree,
    /// How many charts were drawn.
    pub charts: usize,
}

/// Reads, computes and checks a report. `None` where too little could be read to go on.
pub fn read(places: &Places, d: &Diagnostics) -> Option<Report> {
    let content = Folder::read(&places.content, d);
    if content.names().next().is_none() {
        if !d.has_errors() {
            d.push(
                Diagnostic::error(format!(
                    "the folder `{}` is empty",
                    places.content.display()
                ))
                .hint("a report starts with report.yaml"),
            );
        }
        return None;
    }
    let layer = |own: &Option<PathBuf>, shipped: Folder| {
        let own = own.as_ref().map(|folder| Folder::read(folder, d));
        Overlay::new(std::iter::once(shipped).chain(own).collect())
    };
    let templates = layer(&places.templates, assets::templates());
    let asset_files = layer(&places.assets, assets::assets());
    let words = Words::read(&templates, &content, d);
    let config = Config::read(&content, d);
    let claim_list = claims::read(&content, d).unwrap_or_default();
    let chapters = config
        .as_ref()
        .map(|config| chapters::read_all(&content, config, d));
    let survey = Survey::read(&content, d);
    let (mut config, survey, chapters) = (config?, Arc::new(survey?), chapters?);
    if let Some(url) = &places.base_url {
        match crate::report::config::base_url(url) {
            Ok(url) => config.base_url = url,
            Err(message) => d.push(Diagnostic::error(message)),
        }
    }
    config.focus_member(&survey, d);
    let indices = Arc::new(Indices::compute(&survey));
    let knowledge = Arc::new(Knowledge {
        indices: Arc::clone(&indices),
        words: Arc::new(words),
        claims: claims::said(&claim_list),
        charts: content
            .names_in("charts")
            .filter_map(|n| Some(n.strip_prefix("charts/")?.strip_suffix(".yaml")?.to_owned()))
            .collect(),
    });
    let engine = Engine::new(knowledge);
    let addresses = Addresses::new(
        config.segments.clone(),
        config
            .chapters
            .iter()
            .map(|(slug, _)| slug.clone())
            .collect(),
    );
    let texts: Vec<Bilingual<Commentary>> = chapters
        .par_iter()
        .map(|chapter| render_chapter(chapter, &engine, &addresses, d))
        .collect();
    for text in &texts {
        parity::compare(text, d);
    }
    check_anchors(&chapters, &texts, d);
    let declarations = figures::read_all(&content, &survey, d);
    let (figures, by_subject) = resolve_figures(&declarations, &engine, d);
    let sections: BTreeMap<String, Vec<String>> = chapters
        .iter()
        .zip(&texts)
        .map(|(chapter, text)| {
            let anchors = &text[Lang::ALL[0]].headings;
            let ids = anchors.iter().map(|h| h.id.clone()).collect();
            (chapter.slug.clone(), ids)
        })
        .collect();
    let stale = chapters
        .iter()
        .zip(&texts)
        .flat_map(|(chapter, text)| record::stale(chapter, text, config.original))
        .collect();
    Some(Report {
        claims: claims::verify(&claim_list, &engine, &sections, d),
        replication: indices.replicate(),
        figures,
        by_subject,
        config,
        indices,
        engine,
        chapters,
        texts,
        stale,
        addresses,
        templates,
        assets: asset_files,
    })
}

type BySubject = BTreeMap<(Subject, String), Vec<String>>;

/// All charts, those of a page kind once for each page; and the names of those by page.
fn resolve_figures(
    declarations: &[Declaration],
    engine: &Engine,
    d: &Diagnostics,
) -> (Vec<Figure>, BySubject) {
    let survey = engine.knowledge().indices.survey();
    let mut figures = Vec::new();
    let mut by_subject = BySubject::new();
    for declaration in declarations {
        let Some(subject) = declaration.subject else {
            figures.extend(figures::resolve(declaration, None, engine, d));
            continue;
        };
        let resolved: Vec<(String, Option<Figure>)> = subject
            .all(survey)
            .into_par_iter()
            .map(|(suffix, variables)| {
                let figure = figures::resolve(declaration, Some((&suffix, &variables)), engine, d);
                (suffix, figure)
            })
            .collect();
        for (suffix, figure) in resolved {
            let Some(figure) = figure else { continue };
            by_subject
                .entry((subject, suffix))
                .or_default()
                .push(figure.name.clone());
            figures.push(figure);
        }
    }
    (figures, by_subject)
}

fn render_chapter(
    chapter: &Chapter,
    engine: &Engine,
    addresses: &Addresses,
    d: &Diagnostics,
) -> Bilingual<Commentary> {
    let survey = engine.knowledge().indices.survey();
    chapter.files.map(|lang, file| {
        let route = addresses.chapter(lang, &chapter.slug);
        commentary::render(&Setting {
            file: &file.file,
            body: file.body,
            lang,
            engine,
            link: &|written| addresses.link(written, lang, &route, survey),
            diagnostics: d,
        })
    })
}

/// Links to headings, of this chapter or another.
fn check_anchors(chapters: &[Chapter], texts: &[Bilingual<Commentary>], d: &Diagnostics) {
    let anchors: BTreeMap<&str, &Bilingual<Commentary>> = chapters
        .iter()
        .zip(texts)
        .map(|(c, text)| (c.slug.as_str(), text))
        .collect();
    for (chapter, text) in chapters.iter().zip(texts) {
        for (lang, text) in text.iter() {
            for (written, place) in text.sections.iter().flat_map(|s| &s.links) {
                let Some((target, anchor)) = written.split_once('#') else {
                    continue;
                };
                let slug = match target.strip_prefix("chapter:") {
                    Some(slug) => slug,
                    None if target.is_empty() => &chapter.slug,
                    None => continue,
                };
                let Some(headings) = anchors.get(slug).map(|t| &t[lang].headings) else {
                    continue;
                };
                if !headings.iter().any(|h| h.id == anchor) {
                    d.push(
                        Diagnostic::error(format!(
                            "the chapter `{slug}` has no heading `#{anchor}`"
                        ))
                        .at(place.clone())
                        .maybe_hint(crate::diagnostic::suggest(
                            anchor,
                            headings.iter().map(|h| h.id.as_str()),
                        )),
                    );
                }
            }
        }
    }
}

impl Report {
    /// Makes all pages and the files beside them, and follows every link.
    pub fn build(&self, progress: &dyn Progress, d: &Diagnostics) -> Option<Site> {
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
            &self.figures,
            &self.templates,
            &self.engine.knowledge().words,
            &self.addresses,
            self.indices.survey(),
            &mut tree,
            d,
        );
        progress.step();
        let charts = set.len();
        let declared: BTreeSet<String> = self.engine.knowledge().charts.iter().cloned().collect();
        let figures: Arc<Figures> = Arc::new(move |name, lang, from| {
            // A declared chart that could not be made has been reported.
            set.place(name, lang, from)
                .or_else(|| declared.contains(name).then(String::new))
        });
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
        let rendered: Vec<Option<String>> = pages
            .par_iter()
            .map(|page| {
                let html = templates.render(page, &makers, &self.chapters, &counterpart, d);
                progress.step();
                html
            })
            .collect();
        for (page, html) in pages.iter().zip(rendered) {
            if let Some(html) = html {
                tree.insert(page.route.clone(), html, page.made_by.as_str(), d);
            }
        }
        self.extras(&pages, &templates, &counterpart, &mut tree, d);
        progress.stage("links", 1);
        self.check_links(&tree, d);
        progress.step();
        Some(Site { tree, charts })
    }

    fn makers(&self, d: &Diagnostics) -> Bilingual<Maker<'_>> {
        let knowledge = self.engine.knowledge();
        let focus = self.config.focus_member(self.indices.survey(), d);
        Bilingual::from_fn(|lang| Maker {
            config: &self.config,
            indices: &self.indices,
            words: &knowledge.words,
            addresses: &self.addresses,
            focus,
            has_claims: !self.claims.is_empty(),
            lang,
            route: Route::new(""),
        })
    }

    fn pages(&self, makers: &Bilingual<Maker<'_>>) -> Vec<Page> {
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
            pages.push(page::lists::sources(&at("sources")));
            pages.push(page::method::page(&at("methodology")));
            pages.push(page::verify::replication(
                &at("replication"),
                &self.replication,
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
            for (i, (chapter, text)) in self.chapters.iter().zip(&self.texts).enumerate() {
                let maker = maker.at(self.addresses.chapter(lang, &chapter.slug));
                pages.push(page::chapter::page(&maker, &self.chapters, i, &text[lang]));
            }
        }
        self.place_figures(&mut pages);
        pages
    }

    /// The charts of a page kind, on their pages.
    fn place_figures(&self, pages: &mut [Page]) {
        let survey = self.indices.survey();
        let mut by_route: BTreeMap<Route, &Vec<String>> = BTreeMap::new();
        for lang in Lang::ALL {
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
        for page in pages {
            let route = page.canonical.as_ref().unwrap_or(&page.route);
            if let Some(names) = by_route.get(route) {
                page.figures = (*names).clone();
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
        let view = page::render::sitemap(pages, &self.config.base_url, counterpart);
        if let Some(xml) = templates.render_plain("sitemap.xml", &view, d) {
            tree.insert(Route::new("sitemap.xml"), xml, "the sitemap", d);
        }
        let robots = format!(
            "User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n",
            self.config.base_url
        );
        tree.insert(Route::new("robots.txt"), robots, "robots.txt", d);
        tree.insert(Route::new(".nojekyll"), "", ".nojekyll", d);
    }

    fn check_links(&self, tree: &SiteTree, d: &Diagnostics) {
        // Pages that could not be made have been reported; links to them are no second error.
        let excused: BTreeSet<Route> = Lang::ALL
            .into_iter()
            .flat_map(|lang| {
                self.config
                    .chapters
                    .iter()
                    .map(move |(slug, _)| self.addresses.chapter(lang, slug))
            })
            .filter(|route| !tree.contains(route))
            .collect();
        let origins = self.link_origins();
        for broken in check::check(tree, &self.config.base_url) {
            let made_by = tree
                .get(&broken.page)
                .map_or_else(|| broken.page.to_string(), |f| f.made_by.clone());
            if d.has_errors() && !excused.is_empty() && broken.problem == check::Problem::NoFile {
                let leads_to_excused = excused.iter().any(|route| {
                    route.from(&broken.page) == broken.link.split('#').next().unwrap_or("")
                });
                if leads_to_excused || broken.link.starts_with(&self.config.base_url) {
                    continue;
                }
            }
            let message = match broken.problem {
                check::Problem::NoFile => format!("the link `{}` leads nowhere", broken.link),
                check::Problem::NoAnchor => {
                    format!(
                        "the link `{}` leads to an anchor that is not there",
                        broken.link
                    )
                }
                check::Problem::Twice => {
                    format!("the anchor `{}` stands on the page twice", broken.link)
                }
            };
            let mut diagnostic = match origins.get(&(broken.page.clone(), broken.link.clone())) {
                Some(place) => Diagnostic::error(message).at(place.clone()),
                None => Diagnostic::error(format!("{message}, on {made_by}")),
            };
            diagnostic = diagnostic.hint("links inside the report name what they lead to, as in `member:CODE` or `page:methodology`");
            d.push(diagnostic);
        }
    }

    /// Where the links of commentary stand in its files, by page and link.
    fn link_origins(&self) -> BTreeMap<(Route, String), Place> {
        let survey = self.indices.survey();
        let mut origins = BTreeMap::new();
        for (chapter, text) in self.chapters.iter().zip(&self.texts) {
            for (lang, text) in text.iter() {
                let route = self.addresses.chapter(lang, &chapter.slug);
                for (written, place) in text.sections.iter().flat_map(|s| &s.links) {
                    if let Ok(link) = self.addresses.link(written, lang, &route, survey) {
                        origins.insert((route.clone(), link), place.clone());
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
    let rest = Lang::ALL
        .into_iter()
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
