//! For authors: how a chart is declared, and each kind with an example and the report's own charts
//! of it, drawn beside their YAML. Made where it is asked for, since readers have no use for it.

use serde::Serialize;

use super::kind::{MANUAL, Menu, Of, PageKind};
use super::maker::Link;
use super::{Contents, Maker, Page, cited};
use crate::expression::functions::FUNCTIONS;
use crate::lang::Lang;
use crate::report::Figure;
use crate::report::charts::description::RECORD;
use crate::report::charts::examples::Example;
use crate::report::charts::{ChartKind, Declaration, KINDS, Subject};
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

/// A kind of chart.
#[derive(Debug, Serialize)]
struct KindView {
    id: &'static str,
    about: String,
    examples: Vec<Sample>,
    charts: Vec<Sample>,
    kinds: Vec<Entry>,
}

/// A kind in a list of all.
#[derive(Debug, Serialize)]
struct Entry {
    id: &'static str,
    link: Link,
    about: String,
    current: bool,
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
    kinds: Vec<Entry>,
    /// The index.
    component: String,
    keys: Vec<Explained>,
    functions: Vec<Explained>,
    ids: Vec<Ids>,
    /// Data in short, with members of this report.
    few: String,
    /// The report's languages with their keys, in a list.
    languages: String,
}

/// How charts are declared.
pub static KIND: PageKind = PageKind {
    name: "manual",
    of: Of::One,
    segment: MANUAL,
    template: "manual.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

/// A kind of chart.
pub static CHART_KIND: PageKind = PageKind {
    name: "chart-kind",
    of: Of::ChartKind,
    segment: MANUAL,
    template: "manual-kind.html",
    menu: Menu::None,
    parent: Some(&KIND),
    charts: None,
};

pub(super) fn page(maker: &Maker<'_>) -> Page {
    let components = &maker.survey().methodology.components;
    let view = View {
        kinds: entries(maker, ""),
        component: components[0].id.clone(),
        keys: keys(maker),
        functions: functions(maker),
        ids: ids(maker),
        few: few(maker),
        languages: languages(maker),
    };
    maker.page(
        &KIND,
        "",
        maker.word("page-manual"),
        maker.word("manual-description"),
        &view,
    )
}

pub(super) fn pages(maker: &Maker<'_>) -> Vec<Page> {
    KINDS
        .iter()
        .map(|kind| {
            of_kind(
                &maker.at(maker.addresses.chart_kind(maker.lang, kind.name)),
                kind,
            )
        })
        .collect()
}

/// All kinds, as the page of the kind `open` lists them.
fn entries(maker: &Maker<'_>, open: &str) -> Vec<Entry> {
    let entry = |name: &'static str| Entry {
        id: name,
        link: Link {
            name: maker.word(&format!("kind-{name}")),
            href: maker.href(&maker.addresses.chart_kind(maker.lang, name)),
        },
        about: maker.word(&format!("about-{name}")),
        current: name == open,
    };
    KINDS.iter().map(|kind| entry(kind.name)).collect()
}

fn of_kind(maker: &Maker<'_>, kind: &'static ChartKind) -> Page {
    let charts = maker.contents;
    let own_ones = charts
        .declarations
        .iter()
        .filter(|d| d.kind.name == kind.name);
    let view = KindView {
        id: kind.name,
        about: maker.word(&format!("about-{}", kind.name)),
        examples: examples(charts, kind.name),
        charts: own_ones.map(|d| own(maker, charts.figures, d)).collect(),
        kinds: entries(maker, kind.name),
    };
    let samples = view.examples.iter().chain(&view.charts);
    let shown: Vec<&str> = samples.filter_map(|s| s.chart.as_deref()).collect();
    let placed: Vec<&Figure> = charts
        .figures
        .iter()
        .filter(|f| shown.contains(&f.name.as_str()))
        .collect();
    let mut page = maker.page(
        &CHART_KIND,
        kind.name,
        maker.word(&format!("kind-{}", kind.name)),
        view.about.clone(),
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

/// A chart of the report; one that many pages share is shown for the focus, or else for the first of these pages.
fn own(maker: &Maker<'_>, figures: &[Figure], declaration: &Declaration) -> Sample {
    let of = |name: &str| figures.iter().any(|f| f.name == name);
    let survey = maker.survey();
    let suffix = match declaration.subject {
        Some(Subject::Member) => maker.focus.map(|m| survey.members[m.0].slug()),
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
        maker.fill("manual-language", &[("name", &name), ("key", key)])
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
            "manual-indicators",
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
