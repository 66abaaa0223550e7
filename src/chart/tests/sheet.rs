//! Pages with every sample, to be looked at: `CHART_SHEET=/tmp/sheet.html cargo test sheet`
//! writes a page for each theme and width, and beside them each figure and standalone file.
//! `CHART_ONLY=line-regions,tiles` leaves the others out of the pages.

use std::fmt::Write as _;

use super::samples;
use crate::chart::spec::Size;
use crate::chart::style;

#[test]
fn sheet() {
    let Ok(path) = std::env::var("CHART_SHEET") else {
        return;
    };
    for lang in [samples::zh(), samples::en()] {
        for chart in samples::all(lang) {
            let name = format!("-{}-{lang}", chart.id);
            let figure = path.replace(".html", &format!("{name}.part.html"));
            std::fs::write(figure, chart.figure().unwrap()).unwrap();
            let file = path.replace(".html", &format!("{name}.svg"));
            let svg = chart.draw(Size::Wide).unwrap();
            std::fs::write(file, style::standalone(&svg)).unwrap();
        }
    }
    let only = std::env::var("CHART_ONLY").unwrap_or_default();
    for theme in ["light", "dark"] {
        for size in [Size::Wide, Size::Narrow] {
            let mut page = format!(
                "<!doctype html><html lang=\"en\" data-theme=\"{theme}\"><meta charset=\"utf-8\"><style>{}\n\
                 body{{background:var(--ch-ground);color:var(--ch-text);font:14px sans-serif;margin:8px}}\
                 .ch-n{{display:block!important}}\
                 div.row{{display:grid;grid-template-columns:repeat({},max-content);gap:16px;margin:0 0 24px}}\
                 figure{{margin:0;width:{}px}}h2{{font-size:15px;margin:0 0 6px}}</style>",
                style::css(),
                if size == Size::Wide { 2 } else { 4 },
                if size == Size::Wide { 720 } else { 343 },
            );
            page.push_str("<div class=\"row\">");
            let (zh, en) = (samples::all(samples::zh()), samples::all(samples::en()));
            for chart in zh.iter().zip(&en).flat_map(|(zh, en)| [zh, en]) {
                if !only.is_empty() && !only.split(',').any(|id| chart.id == id) {
                    continue;
                }
                let svg = chart.draw(size).unwrap();
                let _ = write!(
                    page,
                    "<figure><h2>{} <small>{}</small></h2>{svg}</figure>",
                    chart.title, chart.id
                );
            }
            page.push_str("</div>");
            let file = path.replace(".html", &format!("-{theme}-{size:?}.html"));
            std::fs::write(file, page).unwrap();
        }
    }
}
