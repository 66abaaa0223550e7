//! How long the report in `content/` takes, on all cores: `cargo bench --bench site`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

use std::path::Path;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use egov_report::diagnostic::Diagnostics;
use egov_report::index::Indices;
use egov_report::pipeline::{self, Inputs, Report, Silent};

fn main() {
    divan::main();
}

fn read() -> Report {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let d = Diagnostics::new();
    let report = pipeline::read(&Inputs::beside(content), &d);
    assert!(!d.has_errors(), "the report in content/ has errors");
    report.unwrap()
}

/// All indices of all editions; an item is a member in an edition.
#[divan::bench]
fn indices(bencher: Bencher) {
    let report = read();
    let survey = report.indices.survey();
    let items = survey.members.len() * survey.editions.len();
    bencher
        .counter(ItemsCount::new(items))
        .bench_local(|| Indices::compute(black_box(survey)));
}

/// From the files to a checked report.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn reading(bencher: Bencher) {
    bencher.bench_local(read);
}

/// From the files to the finished site in memory; an item is a page.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn whole_site(bencher: Bencher) {
    let make = || {
        let d = Diagnostics::new();
        match read().build(&Silent, &d) {
            Ok(site) if !d.has_errors() => site,
            _ => panic!("the report in content/ could not be built"),
        }
    };
    let pages = make().tree.pages();
    bencher.counter(ItemsCount::new(pages)).bench_local(make);
}
