//! Pictures for sharing: of each page that has one of its own, drawn anew only where it has changed.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{Progress, Report};
use crate::chart::card::{Card, card};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lang::{Lang, PerLanguage};
use crate::page::{Maker, Page};
use crate::picture::{Fonts, System, VERSION};
use crate::report::Figure;
use crate::site::{Route, SiteTree, write};
use crate::timings::stage;

/// Stands for the list of fonts until it is known which are needed.
const FONTS: &str = "@fonts";

/// A picture to be drawn.
struct Sketch<'p> {
    page: &'p Page,
    lang: Lang,
    svg: String,
}

impl Report {
    /// Adds the pictures to the site, and to the pages their addresses. Gives what is good to know.
    pub(super) fn add_pictures(
        &self,
        pages: &mut [Page],
        makers: &PerLanguage<Maker<'_>>,
        tree: &mut SiteTree,
        progress: &dyn Progress,
        d: &Diagnostics,
    ) -> Vec<String> {
        let Some(out) = &self.pictures else {
            return Vec::new();
        };
        let _at = stage("pictures");
        let sketches = self.sketches(pages, makers);
        let (fonts, notes) = fonts(&sketches, makers);
        let earlier = write::Earlier::read(out);
        progress.stage("pictures", sketches.len());
        let drawn: Vec<Option<(Route, Vec<u8>)>> = sketches
            .par_iter()
            .map(|sketch| {
                let drawn = picture(sketch, fonts[sketch.lang].as_ref()?, &earlier, d);
                progress.step();
                drawn
            })
            .collect();
        let mut routes: BTreeMap<Route, Route> = BTreeMap::new();
        for (sketch, drawn) in sketches.iter().zip(drawn) {
            if let Some((route, bytes)) = drawn {
                let made_by = format!("the picture of {}", sketch.page.made_by);
                tree.insert(route.clone(), bytes, made_by, d);
                routes.insert(sketch.page.route.clone(), route);
            }
        }
        // Pages without a picture of their own have that of the home page.
        for page in pages {
            let home = Route::new(page.lang.unwrap_or(makers.languages().first()).folder());
            let own = routes.get(page.canonical.as_ref().unwrap_or(&page.route));
            page.picture = own.or_else(|| routes.get(&home)).cloned();
        }
        notes
    }

    fn sketches<'p>(&self, pages: &'p [Page], makers: &PerLanguage<Maker<'_>>) -> Vec<Sketch<'p>> {
        let figures: BTreeMap<&str, &Figure> =
            self.figures.iter().map(|f| (f.name.as_str(), f)).collect();
        let sketch = |page: &'p Page| {
            let (lang, own) = (page.lang?, page.card.as_ref()?);
            // What repeats another page has its picture.
            if page.canonical.is_some() {
                return None;
            }
            let figure = own.chart.as_deref().and_then(|name| figures.get(name));
            let foot = self.foot(figure.copied(), &makers[lang]);
            let svg = card(
                &Card {
                    report: &self.config.title[lang],
                    title: &page.title,
                    lead: &page.description,
                    facts: &own.facts,
                    chart: figure.map(|figure| &figure.charts[lang]),
                    caption: figure
                        .map(|figure| figure.title[lang].plain.as_str())
                        .filter(|caption| *caption != page.title)
                        .unwrap_or_default(),
                    foot: &foot,
                },
                lang,
                FONTS,
            );
            Some(Sketch { page, lang, svg })
        };
        pages.par_iter().filter_map(sketch).collect()
    }

    /// Where the figures come from, and where the report stands.
    fn foot(&self, figure: Option<&Figure>, maker: &Maker<'_>) -> String {
        let lang = maker.lang;
        let address = self.config.base_url.to_string();
        let address = address.split_once("//").map_or(&*address, |(_, rest)| rest);
        let address = address.trim_end_matches('/');
        let sources = figure.map_or(&[][..], |figure| &figure.sources);
        if sources.is_empty() {
            return address.to_owned();
        }
        let titles = sources
            .iter()
            .map(|s| self.indices.survey().sources[s.0].title[lang].as_str());
        let titles: Vec<&str> = titles.collect();
        let mut foot = format!(
            "{}{}{}",
            maker.word("source"),
            maker.word("colon"),
            titles.join(&maker.word("semicolon"))
        );
        if figure.is_some_and(|figure| !figure.charts[lang].breaks().is_empty()) {
            foot = format!("{} · {foot}", maker.word("card-breaks"));
        }
        foot
    }
}

/// The fonts of each language; where there are none, a note says so.
fn fonts(
    sketches: &[Sketch<'_>],
    makers: &PerLanguage<Maker<'_>>,
) -> (PerLanguage<Option<Fonts>>, Vec<String>) {
    let system = System::scan();
    let mut notes = Vec::new();
    let fonts = PerLanguage::from_fn(makers.languages(), |lang| {
        let of_language = sketches.iter().filter(|sketch| sketch.lang == lang);
        let wanted: BTreeSet<char> = of_language.flat_map(|s| s.svg.chars()).collect();
        match system.choose(lang, &wanted) {
            Ok(fonts) => Some(fonts),
            Err(why) => {
                notes.push(format!("no pictures for sharing in {}: {why}", lang.key()));
                None
            }
        }
    });
    notes.dedup_by(|a, b| a.split_once(": ").map(|s| s.1) == b.split_once(": ").map(|s| s.1));
    (fonts, notes)
}

/// A picture and its address, which changes with what it shows: networks keep pictures long.
fn picture(
    sketch: &Sketch<'_>,
    fonts: &Fonts,
    earlier: &write::Earlier,
    d: &Diagnostics,
) -> Option<(Route, Vec<u8>)> {
    let svg = sketch.svg.replace(FONTS, &fonts.list());
    let mut hash = Sha256::new();
    for part in [VERSION, "\n", fonts.mark(), "\n", &svg] {
        hash.update(part.as_bytes());
    }
    let hash: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect();
    let route = Route::new(format!("{}share.{hash}.png", sketch.page.route));
    if let Some(bytes) = earlier.bytes(&route) {
        return Some((route, bytes));
    }
    match fonts.paint(&svg) {
        Ok(bytes) => Some((route, bytes)),
        Err(why) => {
            let what = &sketch.page.made_by;
            d.push(Diagnostic::warning(format!(
                "the picture of {what} cannot be drawn: {why}"
            )));
            None
        }
    }
}
