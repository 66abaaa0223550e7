//! What the files of a report say, before anything is evaluated; and the engine that evaluates it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Inputs;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics};
use crate::expression::{Engine, Knowledge, Placing};
use crate::import;
use crate::index::Indices;
use crate::report::changes::Change;
use crate::report::charts::{self, Declaration};
use crate::report::quotations::Declared;
use crate::report::wording::{Found, Wording};
use crate::report::{Chapter, Config, Test, changes, chapters, claims, quotations};
use crate::source::{Folder, Overlay};
use crate::survey::Survey;
use crate::timings::stage;
use crate::words::Words;

/// The files of a report, read and resolved.
pub(super) struct Parsed {
    pub(super) config: Config,
    pub(super) chapters: Vec<Chapter>,
    pub(super) survey: Arc<Survey>,
    pub(super) tests: Vec<Test>,
    pub(super) quotations: Vec<Declared>,
    pub(super) changes: Vec<Change>,
    pub(super) declarations: Vec<Declaration>,
    words: Arc<Words>,
}

impl Parsed {
    pub(super) fn read(
        content: &Folder,
        templates: &Overlay,
        inputs: &Inputs,
        d: &Diagnostics,
    ) -> Checked<Parsed> {
        let _at = stage("settings and survey");
        let words = Words::read(templates, content, d);
        let config = Config::read(content, d);
        let chapters = config
            .as_ref()
            .map(|config| chapters::read_all(content, config, d))
            .map_err(|told| *told);
        let survey = Survey::read(content, d);
        if let Ok(survey) = &survey {
            // Nobody reads the maps here, but a mistake in one is to be told before it is needed.
            drop(import::read_maps(content, survey, d));
        }
        let (mut config, survey, chapters) = (config?, Arc::new(survey?), chapters?);
        if let Some(url) = &inputs.base_url {
            match crate::web::Address::parse_base(url) {
                Ok(url) => config.base_url = url,
                Err(message) => d.push(Diagnostic::error(message)),
            }
        }
        Ok(Parsed {
            tests: claims::read(content, &survey, d).unwrap_or_default(),
            changes: changes::read(content, d).unwrap_or_default(),
            quotations: quotations::read(content, &survey, d).unwrap_or_default(),
            declarations: charts::read_all(content, &survey, d),
            words: Arc::new(words),
            config,
            chapters,
            survey,
        })
    }

    /// Evaluates the report's expressions.
    pub(super) fn engine(&self, content: &Folder, indices: &Arc<Indices>) -> Engine {
        Engine::new(Arc::new(Knowledge {
            indices: Arc::clone(indices),
            words: Arc::clone(&self.words),
            claims: claims::said(&self.tests),
            quotations: quotations::by_id(&self.quotations),
            charts: chart_kinds(content, &self.declarations),
        }))
    }

    /// Writes the expressions in the settings and in front matter out.
    pub(super) fn bind(&mut self, wording: &mut Wording<'_>) {
        self.config.bind(wording);
        for chapter in &mut self.chapters {
            chapter.bind(wording);
        }
    }
}

/// Writes the expressions in the report's own words out, which every page is to read.
pub(super) fn bind_words(engine: Engine, d: &Diagnostics) -> (Engine, Found) {
    let mut wording = Wording::new(&engine, d);
    let mut words = Words::clone(&engine.knowledge().words);
    wording.words(&mut words);
    let found = wording.found();
    let knowledge = Knowledge {
        words: Arc::new(words),
        ..Knowledge::clone(engine.knowledge())
    };
    (Engine::new(Arc::new(knowledge)), found)
}

/// The charts by id with where they stand, as far as their files could be read.
fn chart_kinds(
    content: &Folder,
    declarations: &[Declaration],
) -> BTreeMap<String, Option<Placing>> {
    let id = |name: &str| {
        Some(
            name.strip_prefix("charts/")?
                .strip_suffix(".yaml")?
                .to_owned(),
        )
    };
    let mut kinds: BTreeMap<String, Option<Placing>> = content
        .names_in("charts")
        .filter_map(|name| Some((id(name)?, None)))
        .collect();
    for declaration in declarations {
        kinds.insert(declaration.id.clone(), Some(declaration.kind.placing));
    }
    kinds
}
