//! A chart on a page: drawing, words, source, table, and its files to take away.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use super::{Addresses, Link};
use crate::chart::{Size, style};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lang::{Bilingual, Lang};
use crate::report::Figure;
use crate::site::{Route, SiteTree};
use crate::source::Overlay;
use crate::survey::Survey;
use crate::words::Words;

#[derive(Clone, Debug, Serialize)]
struct View {
    id: String,
    title: String,
    takeaway: Option<String>,
    drawing: String,
    sources: Vec<Link>,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    svg: String,
    csv: String,
}

/// All charts, drawn once, to be placed on any page.
pub struct FigureSet {
    tera: Tera,
    drawn: BTreeMap<String, Bilingual<Drawn>>,
}

struct Drawn {
    view: View,
    svg: Route,
    csv: Route,
}

impl FigureSet {
    /// Draws `figures` and puts their files into `tree`.
    pub fn draw(
        figures: &[Figure],
        templates: &Overlay,
        words: &std::sync::Arc<Words>,
        addresses: &Addresses,
        survey: &Survey,
        tree: &mut SiteTree,
        d: &Diagnostics,
    ) -> FigureSet {
        use rayon::prelude::*;
        let drawn: Vec<Option<Placed>> = figures
            .par_iter()
            .map(|figure| {
                let both = Bilingual::try_from_fn(|lang| draw(figure, lang, addresses, survey))?;
                Some((figure.name.clone(), both))
            })
            .collect();
        let mut set = FigureSet {
            tera: Tera::new(),
            drawn: BTreeMap::new(),
        };
        for (name, both) in drawn.into_iter().flatten() {
            for (_, (drawn, files)) in both.iter() {
                let made_by = format!("the chart `{name}`");
                tree.insert(drawn.svg.clone(), files.svg.as_str(), made_by.as_str(), d);
                tree.insert(drawn.csv.clone(), files.csv.as_str(), made_by, d);
            }
            set.drawn.insert(name, both.into_map(|(drawn, _)| drawn));
        }
        super::render::register_words(&mut set.tera, words);
        if let Some(file) = templates.text("figure.html", d)
            && let Err(error) = set.tera.add_raw_template("figure.html", &file.text)
        {
            d.push(Diagnostic::error(format!(
                "in templates/figure.html: {error}"
            )));
        }
        set
    }

    /// How many drawings there are, each language counted.
    pub fn len(&self) -> usize {
        self.drawn.len() * Lang::ALL.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.drawn.is_empty()
    }

    /// A chart as HTML for the page `from`.
    pub fn place(&self, name: &str, lang: Lang, from: &Route) -> Option<String> {
        let drawn = &self.drawn.get(name)?[lang];
        let view = View {
            svg: drawn.svg.from(from),
            csv: drawn.csv.from(from),
            ..drawn.view.clone()
        };
        let mut context = Context::new();
        context.insert("lang", lang.key());
        context.insert("figure", &view);
        self.tera.render("figure.html", &context).ok()
    }
}

/// A chart's name, and what it is in each language.
type Placed = (String, Bilingual<(Drawn, Files)>);

struct Files {
    svg: String,
    csv: String,
}

fn draw(
    figure: &Figure,
    lang: Lang,
    addresses: &Addresses,
    survey: &Survey,
) -> Option<(Drawn, Files)> {
    let chart = &figure.charts[lang];
    // What cannot be drawn has been reported when the chart was resolved.
    let drawing = chart.figure().ok()?;
    let table = chart.table();
    let files = Files {
        svg: style::standalone(&chart.draw(Size::Wide).ok()?),
        csv: table.csv(),
    };
    let view = View {
        id: figure.name.clone(),
        title: figure.title[lang].html.clone(),
        takeaway: figure.takeaway.as_ref().map(|t| t[lang].html.clone()),
        drawing,
        sources: figure
            .sources
            .iter()
            .map(|s| Link {
                name: survey.sources[s.0].title[lang].clone(),
                // Pages with charts list the charts' sources.
                href: format!("#source-{}", survey.sources[s.0].id),
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| table.show(cell)).collect())
            .collect(),
        headers: table.headers,
        svg: String::new(),
        csv: String::new(),
    };
    let drawn = Drawn {
        view,
        svg: addresses.chart_file(lang, &figure.name, "svg"),
        csv: addresses.chart_file(lang, &figure.name, "csv"),
    };
    Some((drawn, files))
}
