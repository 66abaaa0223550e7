//! The real report's drawings stay small: they are read on phones, too.

use std::io::Write as _;
use std::sync::LazyLock;

use crate::common::{checkout, well};
use egov_report::pipeline::Site;
use flate2::Compression;
use flate2::write::GzEncoder;

static SITE: LazyLock<Site> = LazyLock::new(|| well(&checkout("content")).1);

/// How many bytes a host sends.
fn compressed(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

/// The files whose route ends so, with their routes.
fn files(end: &str) -> Vec<(&'static str, &'static str)> {
    SITE.tree
        .iter()
        .filter(|(route, _)| route.file().ends_with(end))
        .map(|(route, file)| (route.as_str(), std::str::from_utf8(&file.bytes).unwrap()))
        .collect()
}

/// The drawings on a page, each with its wide and its narrow one.
fn drawings(page: &str) -> Vec<&str> {
    let boxes = page.split("<div class=\"ch-box\">").skip(1);
    boxes
        .filter_map(|rest| rest.split("</div>").next())
        .collect()
}

/// The largest, for the message of a test that fails.
fn largest(sizes: &[(usize, &str)]) -> String {
    let lines = sizes.iter().take(10);
    lines
        .map(|(size, name)| format!("{size} /{name}\n"))
        .collect()
}

fn sorted(mut sizes: Vec<(usize, &str)>) -> Vec<(usize, &str)> {
    sizes.sort_by(|a, b| b.cmp(a));
    sizes
}

#[test]
fn a_typical_chart_is_under_4_kilobytes_compressed() {
    // What other sites show, and the whole report on one page, repeat drawings.
    let pages = files(".html").into_iter();
    let pages = pages.filter(|(route, _)| !route.contains("/embed/") && !route.contains("/whole/"));
    let inline = pages.flat_map(|(route, page)| {
        let drawn = drawings(page);
        drawn.into_iter().map(move |d| (compressed(d), route))
    });
    let alone = files(".svg").into_iter();
    let alone = alone.map(|(route, svg)| (compressed(svg), route));
    for sizes in [sorted(inline.collect()), sorted(alone.collect())] {
        assert!(sizes.len() > 100, "only {} drawings", sizes.len());
        let median = sizes[sizes.len() / 2].0;
        assert!(median < 4_000, "{median}, and up to\n{}", largest(&sizes));
        // Even one with a mark for each member and each of four components.
        assert!(sizes[0].0 < 14_000, "{}", largest(&sizes));
        // All but a handful, those with one mark for each member included.
        let most = sizes[sizes.len() / 50].0;
        assert!(most < 7_000, "{most}, and up to\n{}", largest(&sizes));
    }
}

#[test]
fn the_charts_of_a_member_page_are_under_12_kilobytes_compressed() {
    let pages = files(".html").into_iter();
    let of_members = pages.filter(|(_, page)| page.contains("id=\"chart-member-by-edition-"));
    let sizes = of_members.map(|(route, page)| (compressed(&drawings(page).concat()), route));
    let sizes = sorted(sizes.collect());
    assert!(sizes.len() > 300, "only {} pages", sizes.len());
    assert!(sizes[0].0 < 12_000, "{}", largest(&sizes));
}
