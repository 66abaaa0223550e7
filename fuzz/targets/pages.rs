//! What pages are made of: charts and templates.

use std::sync::Arc;

use egov_report::assets;
use egov_report::diagnostic::Diagnostics;
use egov_report::page::Addresses;
use egov_report::page::figure::{ChartSources, FigureSet};
use egov_report::page::render::Templates;
use egov_report::report::charts;
use egov_report::site::SiteTree;
use egov_report::source::{Folder, Overlay};

use super::{REPORT, printed};

pub(super) fn charts(data: &[u8]) {
    let name = "charts/x.yaml".to_owned();
    let folder = Folder::embedded("content", [(name, data.to_vec())]);
    let d = Diagnostics::new();
    let survey = REPORT.indices.survey();
    for declaration in charts::read_all(&folder, survey, &d) {
        let subjects = declaration.subject.map(|s| s.all(survey));
        let subject = subjects.as_ref().and_then(|all| all.first());
        let subject = subject.map(|(suffix, variables)| (suffix.as_str(), variables.as_slice()));
        if subjects.is_some() && subject.is_none() {
            continue;
        }
        let Ok(prepared) = charts::prepare(&declaration, &REPORT.engine, &d) else {
            assert!(d.has_errors());
            continue;
        };
        let figure = charts::resolve(&prepared, subject, &REPORT.engine, &d);
        let figures: Vec<_> = figure.into_iter().flatten().collect();
        let addresses = Addresses::new(
            egov_report::page::kinds(),
            &[],
            Vec::new(),
            &Diagnostics::new(),
        );
        let mut tree = SiteTree::default();
        let given = ChartSources {
            paged: Default::default(),
            figures: &figures,
            declarations: &[],
            declared: Default::default(),
            in_gallery: Default::default(),
            unread: Vec::new(),
        };
        let shipped = Overlay::new(vec![assets::templates()]);
        let words = &REPORT.engine.knowledge().words;
        FigureSet::draw(given, &shipped, words, &addresses, survey, &mut tree, &d);
    }
    printed(d);
}

pub(super) fn templates(data: &[u8]) {
    let own = Folder::embedded("templates", [("x.html".to_owned(), data.to_vec())]);
    let overlay = Overlay::new(vec![own]);
    let d = Diagnostics::new();
    let knowledge = REPORT.engine.knowledge();
    let addresses = Addresses::new(
        egov_report::page::kinds(),
        &[],
        Vec::new(),
        &Diagnostics::new(),
    );
    let given = ChartSources {
        paged: Default::default(),
        figures: &[],
        declarations: &[],
        declared: Default::default(),
        in_gallery: Default::default(),
        unread: Vec::new(),
    };
    let none = Overlay::default();
    let survey = REPORT.indices.survey();
    let mut tree = SiteTree::default();
    let set = FigureSet::draw(
        given,
        &none,
        &knowledge.words,
        &addresses,
        survey,
        &mut tree,
        &d,
    );
    let assets = Default::default();
    let loaded = Templates::load(&overlay, knowledge, &assets, Arc::new(set), &d);
    let made = loaded.and_then(|t| t.render_plain("x.html", &[1, 2, 3], &d));
    assert!(made.is_ok() || d.has_errors());
    printed(d);
}

pub(super) fn chart_seeds() -> Vec<Vec<u8>> {
    let examples = REPORT.examples.iter();
    examples
        .map(|example| example.yaml.as_bytes().to_vec())
        .collect()
}

pub(super) fn template_seeds() -> Vec<Vec<u8>> {
    let shipped = assets::templates();
    let names = shipped.names().filter(|name| name.ends_with(".html"));
    names
        .filter_map(|name| Some(shipped.bytes(name)?.to_vec()))
        .collect()
}
