//! Whatever the data: no panic, every text inside the drawing, none on another.

use proptest::prelude::*;

use super::check;
use super::samples::{chart, pick};
use crate::chart::spec::*;
use crate::lang::Lang;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{2,9}( [A-Z]?[a-z]{1,9}){0,3}",
        3 => "[一-龥]{1,9}",
        1 => "[A-Za-z一-龥,“”() -]{0,60}",
        1 => "[A-Za-z]{40,90}",
    ]
}

fn value() -> impl Strategy<Value = Option<Num>> {
    prop_oneof![
        1 => Just(None),
        4 => (0.0..1.0f64).prop_map(Num::new),
        2 => (-1.0..1.0f64).prop_map(Num::new),
        1 => Just(Num::new(0.0)),
    ]
}

fn scaled(values: Vec<Option<Num>>, factor: f64) -> Vec<Option<Num>> {
    values
        .into_iter()
        .map(|v| v.and_then(|v| Num::new(v.get() * factor)))
        .collect()
}

fn label() -> impl Strategy<Value = Label> {
    (
        name(),
        proptest::option::of("[A-Z]{3}"),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(name, short, highlight)| Label {
            name,
            short,
            highlight,
        })
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![
        Just(Role::Compared),
        Just(Role::Compared),
        Just(Role::Focus),
        Just(Role::Context)
    ]
}

/// How many items: mostly few, sometimes very many.
fn count() -> impl Strategy<Value = usize> {
    prop_oneof![5 => 1..12usize, 2 => 12..60usize, 1 => 190..=500usize]
}

fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), Just(193.0), Just(1e-6), Just(1e12), Just(-40.0)]
}

fn all_series(items: usize, most: usize) -> impl Strategy<Value = Vec<Series>> {
    let one = move |factor: f64| {
        (name(), role(), prop::collection::vec(value(), items)).prop_map(
            move |(name, role, values)| Series {
                name,
                role,
                values: scaled(values, factor),
            },
        )
    };
    factor().prop_flat_map(move |factor| prop::collection::vec(one(factor), 1..=most))
}

fn lang() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(Lang::Zh), Just(Lang::En)]
}

fn format() -> impl Strategy<Value = Format> {
    prop_oneof![
        Just(Format::Number(0)),
        Just(Format::Number(2)),
        Just(Format::Percent(0)),
        Just(Format::Signed(1)),
    ]
}

fn holds(lang: Lang, kind: Kind) -> Result<(), TestCaseError> {
    let chart = chart(lang, "x", "题", "Title", kind);
    match check(&chart) {
        Ok(()) => {
            chart.table().csv();
            Ok(())
        }
        Err(fault) if fault.contains("no value") || fault.contains("negative share") => Ok(()),
        Err(fault) => Err(TestCaseError::fail(fault)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bars(
        lang in lang(), format in format(), sequence: bool,
        direction in prop_oneof![Just(Direction::Horizontal), Just(Direction::Vertical)],
        stacking in prop_oneof![Just(Stacking::Grouped), Just(Stacking::Stacked), Just(Stacking::Shares)],
        (items, series) in count().prop_flat_map(|n| (prop::collection::vec(label(), n), all_series(n, 6))),
    ) {
        let palette = if sequence { Palette::Falling } else { Palette::Inks };
        holds(lang, Kind::Bars(Bars { direction, stacking, palette, items, series, format, sequence }))?;
    }

    #[test]
    fn change(
        lang in lang(), format in format(), from in name(), to in name(), factor in factor(), slope: bool,
        pairs in count().prop_flat_map(|n| prop::collection::vec((label(), value(), value()), n)),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let items = pairs.into_iter().map(|(label, from, to)| Pair { label, from: scale(from), to: scale(to) }).collect();
        let change = Change { from, to, items, format };
        holds(lang, if slope { Kind::Slope(change) } else { Kind::Dumbbell(change) })?;
    }

    #[test]
    fn ranks(
        lang in lang(), bump: bool, of in proptest::option::of(1..500u32),
        (editions, series) in (1..20usize).prop_flat_map(|n| (Just((0..n).map(|i| 1990 + 2 * i as i32).collect::<Vec<_>>()), all_series(n, 25))),
    ) {
        holds(lang, Kind::Ranks(Ranks { editions, series, breaks: Vec::new(), of, bump }))?;
    }

    #[test]
    fn line(
        lang in lang(), format in format(), from_zero: bool, note in name(),
        (editions, series) in (1..40usize).prop_flat_map(|n| (Just((0..n).map(|i| 1990 + i as i32).collect::<Vec<_>>()), all_series(n, 12))),
    ) {
        let breaks = vec![Break { edition: 1995, note: pick(lang, "变了", &note) }];
        holds(lang, Kind::Line(Line { editions, series, breaks, format, range: None, from_zero }))?;
    }
}
