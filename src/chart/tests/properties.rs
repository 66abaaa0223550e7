//! Whatever the data: no panic, every text inside the drawing, none on another.

use proptest::prelude::*;

use super::check;
use super::samples::{chart, en, pick, zh};
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
    prop_oneof![Just(1.0), Just(193.0), Just(1e-6), Just(1e9), Just(-40.0)]
}

fn all_series(items: usize, most: usize) -> impl Strategy<Value = Vec<Series>> {
    let one = move |factor: f64| {
        (name(), role(), prop::collection::vec(value(), items)).prop_map(
            move |(name, role, values)| Series {
                name,
                role,
                values: scaled(values, factor),
                ..Series::default()
            },
        )
    };
    factor().prop_flat_map(move |factor| prop::collection::vec(one(factor), 1..=most))
}

fn lang() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(zh()), Just(en())]
}

fn format() -> impl Strategy<Value = Format> {
    prop_oneof![
        Just(Format::Number(0)),
        Just(Format::Number(2)),
        Just(Format::Percent(0)),
        Just(Format::Signed(1)),
    ]
}

fn holds(lang: Lang, graphic: Graphic) -> Result<(), TestCaseError> {
    let chart = chart(lang, "x", "题", "Title", graphic);
    match check(&chart) {
        Ok(()) => {
            chart.table().csv();
            Ok(())
        }
        Err(fault) if fault.contains("no value") || fault.contains("negative share") => Ok(()),
        Err(fault) => Err(TestCaseError::fail(fault)),
    }
}

/// Fewer cases than usual, since some draw hundreds of labels; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: if asked { usual.cases } else { 64 },
        max_shrink_iters: 400,
        failure_persistence: None,
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn bars(
        lang in lang(), format in format(), sequence: bool,
        direction in prop_oneof![Just(Direction::Horizontal), Just(Direction::Vertical)],
        stacking in prop_oneof![Just(Stacking::Grouped), Just(Stacking::Stacked), Just(Stacking::Shares)],
        (items, series) in count().prop_flat_map(|n| (prop::collection::vec(label(), n), all_series(n, 6))),
    ) {
        let palette = if sequence { Palette::Falling } else { Palette::Inks };
        holds(lang, Graphic::Bars(Bars { direction, stacking, palette, items, series, format, sequence }))?;
    }

    #[test]
    fn change(
        lang in lang(), format in format(), from in name(), to in name(), factor in factor(), slope: bool,
        pairs in count().prop_flat_map(|n| prop::collection::vec((label(), value(), value()), n)),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let items = pairs.into_iter().map(|(label, from, to)| Pair { label, from: scale(from), to: scale(to) }).collect();
        let change = Change { from, to, items, format };
        holds(lang, if slope { Graphic::Slope(change) } else { Graphic::Dumbbell(change) })?;
    }

    #[test]
    fn ranks(
        lang in lang(), bump: bool, of in proptest::option::of(1..500u32),
        (editions, series) in (1..20usize).prop_flat_map(|n| (Just((0..n).map(|i| 1990 + 2 * i as i32).collect::<Vec<_>>()), all_series(n, 25))),
    ) {
        holds(lang, Graphic::Ranks(Ranks { editions, series, breaks: Vec::new(), of, bump }))?;
    }

    #[test]
    fn strip(
        lang in lang(), format in format(), mean in value(), factor in factor(),
        rows in prop::collection::vec((label(), count().prop_flat_map(|n| prop::collection::vec((label(), value()), n))), 1..4),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let rows = rows.into_iter().map(|(label, dots)| Swarm {
            label,
            dots: dots.into_iter().map(|(label, value)| Dot { label, value: scale(value) }).collect(),
        });
        let references = scale(mean).map(|value| Reference { name: "World mean".to_owned(), value });
        holds(lang, Graphic::Strip(Strip { rows: rows.collect(), format, range: None, references: references.into_iter().collect() }))?;
    }

    #[test]
    fn histogram(
        lang in lang(), format in format(), factor in factor(), mean in value(), name in name(),
        values in count().prop_flat_map(|n| prop::collection::vec(value(), n)),
        edges in prop::collection::vec(value(), 0..6),
    ) {
        let values: Vec<Num> = scaled(values, factor).into_iter().flatten().collect();
        let edges = scaled(edges, factor).into_iter().flatten().collect();
        let references = scaled(vec![mean, mean], factor).into_iter().flatten().map(|value| Reference { name: name.clone(), value });
        holds(lang, Graphic::Histogram(Histogram { values, edges, format, references: references.collect() }))?;
    }

    #[test]
    fn intervals(
        lang in lang(), format in format(), factor in factor(),
        items in count().prop_flat_map(|n| prop::collection::vec((label(), value(), value(), value()), n)),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let items = items.into_iter().map(|(label, low, middle, high)| Interval { label, low: scale(low), middle: scale(middle), high: scale(high) });
        holds(lang, Graphic::Intervals(Intervals { items: items.collect(), format }))?;
    }

    #[test]
    fn waterfall(
        lang in lang(), format in format(), factor in factor(), start in value(), from in label(), to in proptest::option::of(label()),
        steps in count().prop_flat_map(|n| prop::collection::vec((label(), value()), n)),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let steps = steps.into_iter().map(|(label, value)| Step { label, value: scale(value) });
        let start = scale(start).map(|value| (from, value));
        holds(lang, Graphic::Waterfall(Waterfall { start, steps: steps.collect(), end: to, format }))?;
    }

    #[test]
    fn profile(
        lang in lang(), format in format(), factor in factor(), name in name(), region in name(), most in value(),
        components in count().prop_flat_map(|n| prop::collection::vec((label(), value(), value(), value()), n)),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let components = components.into_iter().map(|(label, value, a, b)| Component { label, value: scale(value), references: [scale(a), scale(b)] });
        let references = [region, pick(lang, "世界", "World")];
        holds(lang, Graphic::Profile(Profile { name, references, meanings: [Meaning::Region, Meaning::World], components: components.collect(), format, most }))?;
    }

    #[test]
    fn multiples(
        lang in lang(), format in format(), from_zero: bool, factor in factor(),
        (editions, panels, reference) in (1..20usize).prop_flat_map(|n| (
            Just((0..n).map(|i| 1990 + 2 * i as i32).collect::<Vec<_>>()),
            prop::collection::vec((label(), prop::collection::vec(value(), n)), 1..60),
            proptest::option::of((name(), prop::collection::vec(value(), n))),
        )),
    ) {
        let panels = panels.into_iter().map(|(label, values)| Panel { label, values: scaled(values, factor) });
        let reference = reference.map(|(name, values)| Series { name, role: Role::Context, values: scaled(values, factor), ..Series::default() });
        holds(lang, Graphic::Multiples(Multiples { editions, panels: panels.collect(), breaks: Vec::new(), reference, format, range: None, from_zero }))?;
    }

    #[test]
    fn scatter(
        lang in lang(), format in format(), factor in factor(), x in name(), y in name(), guide in 0..3usize,
        groups in prop::collection::vec(name(), 0..6),
        points in count().prop_flat_map(|n| prop::collection::vec((label(), value(), value(), proptest::option::of(0..6usize)), n)),
    ) {
        let scale = |v: Option<Num>| v.and_then(|v| Num::new(v.get() * factor));
        let points = points.into_iter().map(|(label, x, y, group)| Point { label, x: scale(x), y, group });
        let axis = |name| Axis { name, format, range: None };
        let zero = Num::new(0.1).unwrap();
        let guide = [Guide::None, Guide::Identity, Guide::Quadrants { x: zero, y: zero }][guide];
        holds(lang, Graphic::Scatter(Scatter { x: axis(x), y: axis(y), points: points.collect(), groups, guide }))?;
    }

    #[test]
    fn tiles(
        lang in lang(), format in format(), codes in "[A-Z]{2,3}",
        classes in prop::collection::vec(name(), 0..8), wide in 1..50u32,
        tiles in count().prop_flat_map(|n| prop::collection::vec((label(), value(), proptest::option::of(0..8usize)), n)),
    ) {
        let tiles = tiles.into_iter().enumerate().map(|(i, (label, value, class))| Tile {
            column: i as u32 * 3 % wide,
            row: i as u32 / wide + (i as u32 * 3 / wide) * 40,
            code: codes.clone(),
            label, class, value,
        });
        let mut tiles: Vec<Tile> = tiles.collect();
        // Some have no place.
        let without = if tiles.len() > 3 { tiles.len() / 4 } else { 0 };
        let unplaced = tiles.split_off(tiles.len() - without);
        let unplaced = unplaced.into_iter().map(|t| Unplaced { label: t.label, class: t.class, value: t.value });
        let map = TileMap { tiles, unplaced: unplaced.collect(), classes, levels: true, format };
        match holds(lang, Graphic::TileMap(map)) {
            Err(fault) if fault.to_string().contains("stands where another") => {}
            result => result?,
        }
    }

    #[test]
    fn sparkline(values in count().prop_flat_map(|n| prop::collection::vec(value(), n)), downwards: bool) {
        let empty = values.iter().all(Option::is_none);
        let line = Sparkline { title: "A & B".to_owned(), values, downwards };
        prop_assert_eq!(line.draw(en()).is_err(), empty);
    }

    #[test]
    fn line(
        lang in lang(), format in format(), from_zero: bool, note in name(),
        (editions, series) in (1..40usize).prop_flat_map(|n| (Just((0..n).map(|i| 1990 + i as i32).collect::<Vec<_>>()), all_series(n, 12))),
    ) {
        let label = pick(lang, "变了", &note);
        let breaks = [1991, 1995, 1996].map(|edition| Break { edition, label: label.clone(), note: note.clone(), series: vec![0, 40] });
        let breaks = breaks.to_vec();
        holds(lang, Graphic::Line(Line { editions, series, breaks, format, range: None, from_zero }))?;
    }
}
