//! Pictures as snapshots, properties over random data, and a sheet of every kind to look at.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod members;
mod more_samples;
mod properties;
mod samples;
mod sheet;
mod time_samples;

use std::collections::BTreeSet;

use super::spec::{Break, Chart, Format, Graphic, Line, Meaning, Num, Role, Series, Size};

/// Every text lies inside the drawing and none touches another, by our own measure.
pub(super) fn check(chart: &Chart) -> Result<(), String> {
    for (size, alone) in Size::ALL
        .map(|s| (s, false))
        .into_iter()
        .chain([(Size::Wide, true)])
    {
        let paper = match super::kind::draw(chart, size, alone) {
            Ok(paper) => paper,
            Err(error) => return Err(format!("{error} ({size:?})")),
        };
        let (width, height) = paper.extent();
        let texts = paper.texts();
        for (text, words) in &texts {
            let inside = text.x0 >= -0.1
                && text.y0 >= -0.1
                && text.x1 <= width + 0.1
                && text.y1 <= height + 0.1;
            if !inside {
                return Err(format!(
                    "{size:?} {width}×{height}: outside: “{words}” {text:?}"
                ));
            }
        }
        let mut sorted: Vec<_> = texts.iter().collect();
        sorted.sort_by(|(a, _), (b, _)| a.y0.total_cmp(&b.y0));
        for (i, (a, below)) in sorted.iter().enumerate() {
            for (b, above) in sorted[i + 1..].iter().take_while(|(b, _)| b.y0 < a.y1) {
                // A tenth is what rounding to the canvas may take.
                let apart = a.x1 <= b.x0 + 0.1
                    || b.x1 <= a.x0 + 0.1
                    || a.y1 <= b.y0 + 0.1
                    || b.y1 <= a.y0 + 0.1;
                if !apart {
                    return Err(format!("{size:?}: “{above}” on “{below}”: {a:?} {b:?}",));
                }
            }
        }
    }
    Ok(())
}

#[test]
fn the_samples_keep_their_texts_apart() {
    let mut faults = Vec::new();
    for lang in [samples::zh(), samples::en()] {
        for chart in samples::all(lang) {
            if let Err(fault) = check(&chart) {
                faults.push(format!("{lang} {}: {fault}", chart.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_samples_look_as_they_did() {
    for lang in [samples::zh(), samples::en()] {
        for (i, chart) in samples::all(lang).into_iter().enumerate() {
            for size in [Size::Wide, Size::Narrow] {
                // Both languages and both sizes of every kind, in half of the combinations.
                if (i + usize::from(lang == samples::en()) + usize::from(size == Size::Wide)) % 2
                    == 0
                {
                    let name = format!("{}-{lang}-{size:?}", chart.id);
                    let svg = chart.draw(size).unwrap().replace("><", ">\n<");
                    insta::assert_snapshot!(name, svg);
                }
            }
        }
    }
}

#[test]
fn every_graphic_has_a_sample_and_a_property() {
    let file = syn::parse_file(include_str!("../kind/mod.rs")).unwrap();
    let variants: BTreeSet<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Enum(item) if item.ident == "Graphic" => Some(&item.variants),
            _ => None,
        })
        .flatten()
        .map(|variant| variant.ident.to_string())
        .collect();
    assert!(variants.contains("Line"));
    let drawn = samples::all(samples::en()).into_iter().map(|chart| {
        let debug = format!("{:?}", chart.graphic);
        debug.split('(').next().unwrap_or_default().to_owned()
    });
    assert_eq!(drawn.collect::<BTreeSet<_>>(), variants);
    let properties = include_str!("properties.rs");
    for variant in &variants {
        let tried = format!("Graphic::{variant}(");
        assert!(properties.contains(&tried), "no property draws {variant}");
    }
}

#[test]
fn tables_have_a_cell_for_each_header() {
    for lang in [samples::zh(), samples::en()] {
        for chart in samples::all(lang) {
            let table = chart.table();
            assert!(!table.rows.is_empty(), "{}", chart.id);
            for row in &table.rows {
                assert_eq!(row.len(), table.headers.len(), "{}", chart.id);
            }
            let csv = table.csv();
            assert_eq!(csv.matches("\r\n").count(), table.rows.len() + 1);
        }
    }
}

#[test]
fn drawings_are_well_formed() {
    for chart in samples::all(samples::en()) {
        let svg = chart.figure().unwrap();
        let mut open: Vec<&str> = Vec::new();
        for tag in svg.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').unwrap();
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{}", chart.id);
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        assert!(open.is_empty(), "{}: {open:?}", chart.id);
        assert!(
            !svg.contains("NaN") && !svg.contains("\"inf"),
            "{}",
            chart.id
        );
    }
}

/// Marks keep their distances, however much stands above the plot.
#[test]
fn values_near_the_axis_are_not_held_above_it() {
    let values = [0.0, 0.02, 0.04, 1.0];
    let series = |k: usize| Series {
        name: format!("s{k}"),
        role: Role::Compared,
        meaning: Meaning::Other,
        values: values.iter().map(|v| Num::new(*v)).collect(),
    };
    let breaks = (0..3)
        .map(|k| Break {
            edition: 2005,
            label: format!("a long label of a break {k}"),
            note: String::new(),
            series: vec![k],
        })
        .collect();
    let chart = Chart {
        graphic: Graphic::Line(Line {
            editions: vec![2003, 2004, 2005, 2008],
            series: (0..3).map(series).collect(),
            breaks,
            format: Format::Number(2),
            range: None,
            from_zero: true,
        }),
        ..samples::all(samples::en()).remove(0)
    };
    let svg = chart.draw(Size::Wide).unwrap();
    // The dots of the first series: the first from the corner, each from the one before.
    let dots = svg.split("<path stroke-width=\"6\" d=\"M").nth(1).unwrap();
    let dots = dots.split('"').next().unwrap();
    let mut at = 0.0;
    let heights: Vec<f64> = dots
        .split('z')
        .filter_map(|step| {
            let start = step.rfind(['-', ' '])?;
            at += step[start..].trim().parse::<f64>().ok()?;
            Some(at)
        })
        .collect();
    let [zero, two, four, one]: [f64; 4] = heights.clone().try_into().unwrap();
    let unit = zero - one;
    assert!((zero - two - 0.02 * unit).abs() < 0.11, "{heights:?}");
    assert!((zero - four - 0.04 * unit).abs() < 0.11, "{heights:?}");
}
