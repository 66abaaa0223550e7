//! How many charts of each kind one core draws in a second: `cargo bench --bench charts`.
//!
//! The charts are those that the unit tests draw; `strip`, `tiles` and `scatter` have 193 marks.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

#[path = "../src/chart/tests/members.rs"]
mod members;
#[path = "../src/chart/tests/more_samples.rs"]
mod more_samples;
#[path = "../src/chart/tests/samples.rs"]
mod samples;
#[path = "../src/chart/tests/time_samples.rs"]
mod time_samples;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use egov_report::chart::spec::{Chart, Sparkline};
// The samples name the rooms of the crate as its own tests do.
use egov_report::{chart, lang};

use chart::Size;
use lang::Lang;

fn main() {
    divan::main();
}

fn ids() -> Vec<String> {
    let charts = samples::all(samples::en());
    charts.into_iter().map(|chart| chart.id).collect()
}

fn sample(id: &str) -> Chart {
    let mut charts = samples::all(samples::en()).into_iter();
    charts.find(|chart| chart.id == id).unwrap()
}

/// The drawing of a wide page.
#[divan::bench(args = ids())]
fn wide(bencher: Bencher, id: &str) {
    let chart = sample(id);
    bencher
        .counter(ItemsCount::new(1u32))
        .bench_local(|| black_box(&chart).draw(Size::Wide).unwrap());
}

/// The drawing of a narrow page.
#[divan::bench(args = ids())]
fn narrow(bencher: Bencher, id: &str) {
    let chart = sample(id);
    bencher
        .counter(ItemsCount::new(1u32))
        .bench_local(|| black_box(&chart).draw(Size::Narrow).unwrap());
}

/// What a page holds: both drawings. An item is a chart, drawn twice.
#[divan::bench(args = ids())]
fn figure(bencher: Bencher, id: &str) {
    let chart = sample(id);
    bencher
        .counter(ItemsCount::new(1u32))
        .bench_local(|| black_box(&chart).figure().unwrap());
}

/// Every sample as a figure, in a language.
#[divan::bench(args = [samples::zh(), samples::en()])]
fn all_figures(bencher: Bencher, lang: Lang) {
    let charts = samples::all(lang);
    bencher
        .counter(ItemsCount::new(charts.len()))
        .bench_local(|| {
            let figures = black_box(&charts).iter().map(|c| c.figure().unwrap().len());
            figures.sum::<usize>()
        });
}

/// A line as small as a word.
#[divan::bench]
fn sparkline(bencher: Bencher) {
    let line = Sparkline {
        title: "0.42 to 0.81".to_owned(),
        values: samples::nums(&samples::REGIONS[0].2),
        downwards: false,
    };
    bencher
        .counter(ItemsCount::new(1u32))
        .bench_local(|| black_box(&line).draw(samples::en()).unwrap());
}
