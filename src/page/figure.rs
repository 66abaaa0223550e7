//! A chart on a page: drawing, words, source, table, and its files to take away.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::{Context, Tera, TeraResult};

use super::functions::register_words;
use super::row::{InRow, Row, arranged};
use super::{Addresses, Link, gallery};
use crate::chart::poster::{Around, poster};
use crate::chart::table::TableCell;
use crate::chart::{self, style};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expression::Placing;
use crate::lang::{Lang, Languages, PerLanguage};
use crate::report::Figure;
use crate::report::charts::{Declaration, Drawing, Subject};
use crate::site::{Route, SiteTree};
use crate::source::Overlay;
use crate::survey::Survey;
use crate::words::Words;

/// A chart's template, and that of the table of its numbers.
const TEMPLATES: [&str; 2] = ["chart.html", "table.html"];

#[derive(Clone, Debug, Serialize)]
struct View {
    id: String,
    /// What it is called in a chapter: “Figure 3”.
    number: Option<String>,
    title: String,
    takeaway: Option<String>,
    drawing: String,
    /// What the numbers of breaks in the drawing stand for, in their order.
    breaks: Vec<BreakNote>,
    /// How much of a row it has among the charts of a page.
    row: Row,
    sources: Vec<Link>,
    headers: Vec<String>,
    /// By column, whether words stand in it rather than numbers.
    words: Vec<bool>,
    rows: Vec<Vec<String>>,
    svg: Option<String>,
    csv: Option<String>,
    /// Its own page; `None` where there is none, as of the manual's examples.
    page: Option<String>,
    /// Whether another site shows it.
    embedded: bool,
    /// Of its heading: 1 where it is all that its page shows.
    level: u8,
}

/// A break in the series: whose and when, and what changed.
#[derive(Clone, Debug, Serialize)]
struct BreakNote {
    label: String,
    note: String,
}

/// What is to be drawn.
#[derive(Debug)]
pub struct ChartSources<'r> {
    /// The charts that were made.
    pub figures: &'r [Figure],
    /// How they were declared.
    pub declarations: &'r [Declaration],
    /// The names of all that were declared, for themselves or for each page of a kind.
    pub declared: BTreeSet<String>,
    /// The names of those that the gallery shows.
    pub in_gallery: BTreeSet<&'r str>,
    /// The names of those that have pages of their own.
    pub paged: BTreeSet<String>,
    /// The ids of those whose files could not be read, which was reported.
    pub unread: Vec<String>,
}

/// All charts, drawn once, to be placed on any page.
pub struct FigureSet {
    tera: Tera,
    pub(super) languages: Languages,
    drawn: BTreeMap<String, PerLanguage<Drawn>>,
    /// All that were declared, also those that could not be made.
    declared: BTreeSet<String>,
    paged: BTreeSet<String>,
    unread: Vec<String>,
    /// What colours mean, for the key of colours.
    pub(super) colours: PerLanguage<Vec<Colour>>,
    /// The sparkline that belongs to the tables of a kind of page, by the page's name.
    pub trends: BTreeMap<&'static str, String>,
}

struct Drawn {
    view: View,
    files: Option<FileRoutes>,
    /// The pages of its sources.
    sources: Vec<Route>,
    sparkline: Option<String>,
}

struct FileRoutes {
    page: Route,
    svg: Route,
    csv: Route,
    /// Of charts that the gallery shows.
    small: Option<Route>,
}

impl FigureSet {
    /// Draws `figures` and puts their files into `tree`.
    pub fn draw(
        given: ChartSources<'_>,
        templates: &Overlay,
        words: &std::sync::Arc<Words>,
        addresses: &Addresses,
        survey: &Survey,
        tree: &mut SiteTree,
        d: &Diagnostics,
    ) -> FigureSet {
        use rayon::prelude::*;
        let drawn: Vec<Views> = given
            .figures
            .par_iter()
            .map(|figure| {
                let in_gallery = given.in_gallery.contains(figure.name.as_str());
                let views = PerLanguage::from_fn(survey.languages, |lang| {
                    view(figure, in_gallery, lang, addresses, words, survey)
                });
                (figure.name.clone(), views)
            })
            .collect();
        let mut set = FigureSet {
            tera: Tera::new(),
            languages: survey.languages,
            drawn: BTreeMap::new(),
            declared: given.declared,
            paged: given.paged,
            unread: given.unread,
            colours: PerLanguage::from_fn(survey.languages, |lang| colours(words, survey, lang)),
            trends: trends(given.declarations),
        };
        for (name, both) in drawn {
            for (_, (drawn, files)) in both.iter() {
                let (Some(routes), Some(files)) = (&drawn.files, files) else {
                    continue;
                };
                let made_by = format!("the chart `{name}`");
                if let (Some(route), Some(small)) = (&routes.small, &files.small) {
                    tree.insert(route.clone(), small.as_str(), made_by.as_str(), d);
                }
                tree.insert(routes.svg.clone(), files.svg.as_str(), made_by.as_str(), d);
                tree.insert(routes.csv.clone(), files.csv.as_str(), made_by, d);
            }
            set.drawn.insert(name, both.into_map(|(drawn, _)| drawn));
        }
        register_words(&mut set.tera, words);
        let files: Vec<_> = TEMPLATES
            .iter()
            .filter_map(|name| Some((*name, templates.text(name, d)?.ok()?)))
            .collect();
        let texts = files.iter().map(|(name, file)| (*name, file.text.as_str()));
        // Slips of syntax are told at their place by those who read all templates.
        if let Err(error) = set.tera.add_raw_templates(texts)
            && !matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
        {
            let message = format!("the template `chart.html` cannot be used: {error}");
            d.push(Diagnostic::error(message).hint(format!(
                "charts are written apart from pages, with {} only",
                TEMPLATES.join(" and ")
            )));
        }
        set
    }

    /// How many drawings there are, each language counted.
    pub fn len(&self) -> usize {
        self.drawn.values().map(|d| d.languages().count()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.drawn.is_empty()
    }

    /// The names of all charts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.drawn.keys().map(String::as_str)
    }

    /// Whether a chart was declared under this name, for itself or for a page of a kind, but has not
    /// been made: nothing to show, or an error that has been reported.
    fn left_out(&self, name: &str) -> bool {
        let of_unread = |id: &String| {
            let rest = name.strip_prefix(id.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        !self.drawn.contains_key(name)
            && (self.declared.contains(name) || self.unread.iter().any(of_unread))
    }

    /// The charts of a page in their rows, by their names; without those that were not made.
    pub fn rows(&self, names: &[String], lang: Lang) -> Vec<InRow> {
        let drawn = names
            .iter()
            .filter_map(|name| self.drawn.get_key_value(name));
        arranged(drawn.map(|(name, drawn)| (name.clone(), drawn[lang].view.row)))
    }

    /// A chart as HTML for a page; `None` if there is no such chart.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub fn place(&self, name: &str, how: Placed, lang: Lang) -> TeraResult<Option<String>> {
        if self.left_out(name) {
            return Ok(Some(String::new()));
        }
        let Some(drawn) = self.drawn.get(name).map(|drawn| &drawn[lang]) else {
            return Ok(None);
        };
        let from = &how.from;
        let files = drawn.files.as_ref();
        let mut view = View {
            number: how.number,
            row: how.row.unwrap_or(drawn.view.row),
            svg: files.map(|f| f.svg.from(from)),
            csv: files.map(|f| f.csv.from(from)),
            page: files
                .filter(|f| self.paged.contains(name) && f.page != *from)
                .map(|f| f.page.from(from)),
            embedded: how.embedded,
            level: if how.alone { 1 } else { drawn.view.level },
            ..drawn.view.clone()
        };
        if how.embedded {
            // No list of sources stands on that page.
            for (source, route) in view.sources.iter_mut().zip(&drawn.sources) {
                source.href = route.from(from);
            }
        }
        let mut context = Context::new();
        context.insert("lang", lang.key());
        context.insert("figure", &view);
        self.tera.render("chart.html", &context).map(Some)
    }
}

/// How a chart stands on a page.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its number, if it has one there.
    pub number: Option<String>,
    /// Its row, where it is not its own.
    pub row: Option<Row>,
    /// Whether another site shows the page, or its sources are not listed there.
    pub embedded: bool,
    /// Whether it is all that the page shows.
    pub alone: bool,
    /// The page.
    pub from: Route,
}

impl FigureSet {
    /// A sparkline by its chart's name, as HTML for any page.
    pub fn sparkline(&self, name: &str, lang: Lang) -> Option<&str> {
        if self.left_out(name) {
            return Some("");
        }
        self.drawn.get(name)?[lang].sparkline.as_deref()
    }
}

/// The first sparkline for each kind of page.
fn trends(declarations: &[Declaration]) -> BTreeMap<&'static str, String> {
    let mut trends = BTreeMap::new();
    for declaration in declarations
        .iter()
        .filter(|d| d.kind.placing == Placing::Word)
    {
        let page = match declaration.subject {
            Some(Subject::Member) => "member",
            Some(Subject::Area) => "area",
            Some(Subject::Component) => "component",
            _ => continue,
        };
        trends.entry(page).or_insert_with(|| declaration.id.clone());
    }
    trends
}

/// A colour's class and its meaning.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Colour {
    class: String,
    name: String,
}

/// What the colours of a report mean: those of its levels and components among them.
fn colours(words: &Words, survey: &Survey, lang: Lang) -> Vec<Colour> {
    let colour = |class: &str, name: String| Colour {
        class: class.to_owned(),
        name,
    };
    let word = |class: &str, key: &str| colour(&format!("ink-{class}"), words.get(lang, key));
    let (levels, components) = (&survey.methodology.levels, &survey.methodology.components);
    let levels = levels.iter().enumerate().map(|(i, level)| {
        let shade = chart::shade(levels.len() - 1 - i, levels.len());
        colour(&format!("shade-{shade}"), level.name[lang].clone())
    });
    let components = components.iter().enumerate().map(|(i, component)| {
        let class = match i.checked_sub(1) {
            None => "ink-index".to_owned(),
            Some(place) => format!("ink-component-{}", place % chart::COMPONENTS + 1),
        };
        colour(&class, component.name[lang].clone())
    });
    let mut all = vec![
        word("focus", "colour-focus"),
        word("world", "world"),
        word("region", "colour-region"),
        word("gain", "colour-gain"),
        word("loss", "colour-loss"),
    ];
    all.extend(levels);
    all.extend(components);
    all.push(word("other-1", "colour-other"));
    all
}

/// A chart's name, and what it is in each language.
type Views = (String, PerLanguage<(Drawn, Option<Files>)>);

/// A drawing with its title, its source and the notes on its breaks.
pub(super) fn with_texts(
    drawing: &str,
    figure: &Figure,
    lang: Lang,
    words: &Words,
    survey: &Survey,
) -> String {
    let colon = words.get(lang, "colon");
    let sources = figure
        .sources
        .iter()
        .map(|s| survey.sources[s.0].title[lang].as_str());
    let sources: Vec<&str> = sources.collect();
    let mut below: Vec<String> = figure.charts[lang]
        .breaks()
        .iter()
        .map(|b| format!("{}{colon}{}", b.label, b.note))
        .collect();
    if !sources.is_empty() {
        let sources = sources.join(&words.get(lang, "semicolon"));
        below.push(format!("{}{colon}{sources}", words.get(lang, "source")));
    }
    let around = Around {
        title: &figure.title[lang].plain,
        below,
    };
    poster(drawing, &around, lang)
}

struct Files {
    svg: String,
    csv: String,
    /// The narrow drawing.
    small: Option<String>,
}

/// What a page shows of a figure, its sparkline, and its files: the wide drawing and the narrow one.
type Drawings = (String, Option<String>, Option<String>, Option<String>);

fn drawings(
    figure: &Figure,
    in_gallery: bool,
    lang: Lang,
    words: &Words,
    survey: &Survey,
) -> Drawings {
    match &figure.drawings[lang] {
        Drawing::Word(sparkline) => (
            format!("<p class=\"ch-alone\">{sparkline}</p>"),
            Some(sparkline.clone()),
            None,
            None,
        ),
        Drawing::Page {
            figure: drawing,
            file,
        } => (
            drawing.clone(),
            None,
            Some(style::standalone(&with_texts(
                file, figure, lang, words, survey,
            ))),
            in_gallery.then(|| gallery::small(&figure.charts[lang])),
        ),
    }
}

fn view(
    figure: &Figure,
    in_gallery: bool,
    lang: Lang,
    addresses: &Addresses,
    words: &Words,
    survey: &Survey,
) -> (Drawn, Option<Files>) {
    let chart = &figure.charts[lang];
    let table = chart.table();
    let (drawing, sparkline, svg, small) = drawings(figure, in_gallery, lang, words, survey);
    let files = svg.map(|svg| Files {
        svg,
        small,
        csv: table.csv(),
    });
    let view = View {
        id: figure.name.clone(),
        number: None,
        title: figure.title[lang].html.clone(),
        takeaway: figure.takeaway.as_ref().map(|t| t[lang].html.clone()),
        drawing,
        breaks: chart
            .breaks()
            .into_iter()
            .map(|b| BreakNote {
                label: b.label.clone(),
                note: b.note.clone(),
            })
            .collect(),
        row: if chart.graphic.is_broad() {
            Row::Whole
        } else {
            Row::Half
        },
        sources: figure
            .sources
            .iter()
            .map(|s| Link {
                name: survey.sources[s.0].title[lang].clone(),
                // Pages with charts list the charts' sources.
                href: format!("#source-{}", survey.sources[s.0].id),
            })
            .collect(),
        words: (0..table.headers.len())
            .map(|i| {
                let mut cells = table.rows.iter().filter_map(|row| row.get(i));
                cells.any(|cell| matches!(cell, TableCell::Text(_)))
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| table.show(cell)).collect())
            .collect(),
        headers: table.headers,
        svg: None,
        csv: None,
        page: None,
        embedded: false,
        level: 3,
    };
    let file = |ending: &str| addresses.chart_file(lang, &figure.name, ending);
    let drawn = Drawn {
        view,
        // A sparkline stands beside its numbers, on every line of a table.
        files: files.is_some().then(|| FileRoutes {
            page: addresses.chart(lang, &figure.name),
            svg: file("svg"),
            csv: file("csv"),
            small: in_gallery.then(|| file(gallery::SMALL)),
        }),
        sources: figure
            .sources
            .iter()
            .map(|s| addresses.source(lang, &survey.sources[s.0].id))
            .collect(),
        sparkline,
    };
    (drawn, files)
}
