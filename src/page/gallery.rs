//! The gallery: every chart of the report by kind, with the YAML that declares it, and what an
//! author needs for another one.

use serde::Serialize;

use super::kind::{CHARTS, Menu, Of, PageKind};
use super::{Contents, Maker, Page, cited};
use crate::expression::functions::FUNCTIONS;
use crate::lang::Lang;
use crate::report::Figure;
use crate::report::charts::description::RECORD;
use crate::report::charts::examples::Example;
use crate::report::charts::{Declaration, KINDS, Subject};
use crate::survey::AreaKind;

/// A chart with its declaration.
#[derive(Debug, Serialize)]
struct Sample {
    /// The file's name.
    file: String,
    yaml: String,
    /// The chart's name; none where the report has not the data for it.
    chart: Option<String>,
    /// Pages of a kind share it.
    shared: bool,
}

#[derive(Debug, Serialize)]
struct KindView {
    id: &'static str,
    name: String,
    about: String,
    examples: Vec<Sample>,
    charts: Vec<Sample>,
}

#[derive(Debug, Serialize)]
struct Explained {
    name: String,
    about: String,
    only: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Ids {
    name: String,
    ids: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct View {
    kinds: Vec<KindView>,
    keys: Vec<Explained>,
    functions: Vec<Explained>,
    ids: Vec<Ids>,
    /// Data in short, with members of this report.
    few: String,
    /// The report's languages with their keys, in a list.
    languages: String,
}

/// All kinds of charts, with the report's own.
pub static KIND: PageKind = PageKind {
    name: "gallery",
    of: Of::One,
    segment: CHARTS,
    template: "gallery.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let charts = maker.contents;
    let kinds = KINDS.map(|kind| KindView {
        id: kind.name,
        name: maker.word(&format!("kind-{}", kind.name)),
        about: maker.word(&format!("about-{}", kind.name)),
        examples: examples(charts, kind.name),
        charts: charts
            .declarations
            .iter()
            .filter(|d| d.kind == kind)
            .map(|d| own(maker, charts.figures, d))
            .collect(),
    });
    let view = View {
        kinds: kinds.into(),
        keys: keys(maker),
        functions: functions(maker),
        ids: ids(maker),
        few: few(maker),
        languages: languages(maker),
    };
    let shown: Vec<&str> = view
        .kinds
        .iter()
        .flat_map(|kind| kind.examples.iter().chain(&kind.charts))
        .filter_map(|sample| sample.chart.as_deref())
        .collect();
    let placed: Vec<&Figure> = charts
        .figures
        .iter()
        .filter(|f| shown.contains(&f.name.as_str()))
        .collect();
    let mut page = maker.page(
        &KIND,
        "",
        maker.word("page-gallery"),
        maker.word("gallery-description"),
        &view,
    );
    page.cited = cited::cited(maker, &[], &placed);
    page
}

fn examples(charts: &Contents<'_>, kind: &str) -> Vec<Sample> {
    let of_kind = |example: &&Example| {
        let name = example.id.as_str();
        let rest = name.strip_prefix(kind);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    charts
        .examples
        .iter()
        .filter(of_kind)
        .map(|example| {
            let name = format!("example-{}", example.id);
            let made = charts.figures.iter().any(|f| f.name == name);
            Sample {
                file: format!("{}.yaml", example.id),
                yaml: example.yaml.trim_end().to_owned(),
                chart: made.then_some(name),
                shared: false,
            }
        })
        .collect()
}

/// A chart of the report; one that many pages share is shown for the focus or the latest edition.
fn own(maker: &Maker<'_>, figures: &[Figure], declaration: &Declaration) -> Sample {
    let of = |name: &str| figures.iter().any(|f| f.name == name);
    let survey = maker.survey();
    let suffix = match declaration.subject {
        Some(Subject::Member) => maker.focus.map(|m| survey.members[m.0].slug()),
        Some(Subject::Edition) => Some(maker.year(survey.latest())),
        _ => None,
    };
    let preferred = suffix
        .map(|suffix| format!("{}-{suffix}", declaration.id))
        .filter(|name| of(name));
    let first = || {
        let mut same = figures.iter().filter(|f| f.declared == declaration.id);
        same.next().map(|f| f.name.clone())
    };
    Sample {
        file: format!("{}.yaml", declaration.id),
        yaml: without_head(&declaration.yaml.text).to_owned(),
        chart: preferred.or_else(first),
        shared: declaration.subject.is_some(),
    }
}

/// The declaration without the line that points editors to its schema.
fn without_head(yaml: &str) -> &str {
    let rest = yaml.split_once('\n').map_or("", |(_, rest)| rest);
    let shown = if yaml.starts_with("# yaml-language-server:") {
        rest
    } else {
        yaml
    };
    shown.trim()
}

/// Two members over all editions, in the short form.
fn languages(maker: &Maker<'_>) -> String {
    let one = |lang: Lang| {
        let (name, key) = (lang.name_in(maker.lang), lang.key());
        maker.fill("gallery-language", &[("name", &name), ("key", key)])
    };
    let all: Vec<String> = maker.lang.languages().iter().map(one).collect();
    maker.lang.list(&all)
}

fn few(maker: &Maker<'_>) -> String {
    let survey = maker.survey();
    let first = maker.focus.or_else(|| survey.member_ids().next());
    let second = survey.member_ids().find(|m| Some(*m) != first);
    let codes: Vec<&str> = first
        .into_iter()
        .chain(second)
        .map(|m| survey.members[m.0].code.as_str())
        .collect();
    let part = maker.parts().first().map_or_else(String::new, |c| {
        let id = &survey.methodology.components[c.0].id;
        format!(", component: {id}")
    });
    format!(
        "data: {{members: [{}], editions: all{part}}}",
        codes.join(", ")
    )
}

fn keys(maker: &Maker<'_>) -> Vec<Explained> {
    let keys = RECORD.keys.iter();
    keys.map(|key| Explained {
        name: key.name.to_owned(),
        about: maker.word(&format!("key-{}", key.name)),
        only: key.only.iter().map(|kind| (*kind).to_owned()).collect(),
    })
    .collect()
}

/// The functions that give numbers: those of which a reader is told how they were computed.
fn functions(maker: &Maker<'_>) -> Vec<Explained> {
    FUNCTIONS
        .iter()
        .filter(|f| maker.words.has(&format!("how-{}", f.name)) && f.name != "chart")
        .map(|f| Explained {
            name: format!(
                "{}({})",
                f.name,
                f.parameters
                    .iter()
                    .map(|p| p.name)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            about: maker.word(&format!("how-{}", f.name)),
            only: Vec::new(),
        })
        .collect()
}

/// What can be named, by the id that names it.
fn ids(maker: &Maker<'_>) -> Vec<Ids> {
    let survey = maker.survey();
    let lang = maker.lang;
    let areas = |kind: AreaKind| {
        survey
            .areas_of(kind)
            .map(|a| &survey.areas[a.0])
            .map(|a| (a.id.clone(), a.name[lang].clone()))
            .collect()
    };
    let methodology = &survey.methodology;
    let lists: [(&str, Vec<(String, String)>); 8] = [
        (
            "page-editions",
            survey
                .editions
                .iter()
                .map(|e| (e.year.to_string(), String::new()))
                .collect(),
        ),
        (
            "components-title",
            methodology
                .components
                .iter()
                .map(|c| (c.id.clone(), c.name[lang].clone()))
                .collect(),
        ),
        (
            "level",
            methodology
                .levels
                .iter()
                .map(|l| (l.id.clone(), l.name[lang].clone()))
                .collect(),
        ),
        ("regions", areas(AreaKind::Region)),
        ("groups", areas(AreaKind::Group)),
        (
            "page-members",
            survey
                .members
                .iter()
                .map(|m| (m.code.clone(), m.name[lang].clone()))
                .collect(),
        ),
        (
            "gallery-indicators",
            survey
                .indicators
                .iter()
                .map(|i| (i.id.clone(), i.name[lang].clone()))
                .collect(),
        ),
        (
            "page-sources",
            survey
                .sources
                .iter()
                .map(|s| (s.id.clone(), s.title[lang].clone()))
                .collect(),
        ),
    ];
    lists
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(name, ids)| Ids {
            name: maker.word(name),
            ids,
        })
        .collect()
}
