//! How a component is made, as a formula. Each term is MathML of its own, so that a long formula
//! breaks into lines between its terms.

use super::Maker;
use crate::html::escape;
use crate::survey::ComponentId;
use crate::survey::recipe::{Aggregation, Direction, Normalise, Scale};

fn math(inner: &str) -> String {
    format!("<math>{inner}</math>")
}

fn words(text: &str) -> String {
    format!("<mtext>{}</mtext>", escape(text))
}

fn numeral(text: &str) -> String {
    format!("<mn>{}</mn>", escape(text))
}

fn operator(sign: &str) -> String {
    format!("<mo form=\"infix\">{sign}</mo>")
}

fn fraction(above: &str, below: &str) -> String {
    format!("<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>")
}

fn joined(terms: &[String], sign: &str) -> String {
    terms.join(&operator(sign))
}

/// Terms that can stand on lines of their own, each with the sign before it.
fn in_a_row(terms: &[String], sign: &str) -> Vec<String> {
    let signed = terms.iter().enumerate().map(|(i, term)| match i {
        0 => term.clone(),
        _ => format!("{}{term}", operator(sign)),
    });
    signed.collect()
}

/// The mean of parts, each written as it stands in the formula, with its weight.
fn mean(maker: &Maker<'_>, kind: Aggregation, parts: &[(String, f64)]) -> Vec<String> {
    let n = numeral(&maker.lang.number(parts.len() as f64, 0));
    let are_equal = parts.iter().all(|(_, w)| (w - parts[0].1).abs() < 1e-9);
    let weight = |w: f64| {
        let is_short = ((w * 100.0).round() - w * 100.0).abs() < 1e-9;
        numeral(&maker.lang.number(w, if is_short { 2 } else { 3 }))
    };
    let terms: Vec<String> = parts.iter().map(|(term, _)| term.clone()).collect();
    let each = |write: &dyn Fn(&String, f64) -> String| -> Vec<String> {
        parts.iter().map(|(term, w)| write(term, *w)).collect()
    };
    let one = numeral(&maker.lang.number(1.0, 0));
    match (kind, are_equal) {
        _ if parts.len() == 1 => terms,
        (Aggregation::Arithmetic, true) => vec![fraction(&joined(&terms, "+"), &n)],
        (Aggregation::Arithmetic, false) => in_a_row(
            &each(&|term, w| format!("{}{}{term}", weight(w), operator("×"))),
            "+",
        ),
        (Aggregation::Geometric, true) if parts.len() == 2 => {
            vec![format!("<msqrt>{}</msqrt>", joined(&terms, "×"))]
        }
        (Aggregation::Geometric, true) => vec![format!(
            "<mroot><mrow>{}</mrow>{n}</mroot>",
            joined(&terms, "×")
        )],
        (Aggregation::Geometric, false) => in_a_row(
            &each(&|term, w| format!("<msup>{term}{}</msup>", weight(w))),
            "×",
        ),
        (Aggregation::Harmonic, true) => {
            vec![fraction(
                &n,
                &joined(&each(&|term, _| fraction(&one, term)), "+"),
            )]
        }
        (Aggregation::Harmonic, false) => vec![fraction(
            &one,
            &joined(&each(&|term, w| fraction(&weight(w), term)), "+"),
        )],
    }
}

fn written(left: &str, sign: &str, terms: &[String]) -> String {
    let mut all = vec![math(&format!("{left}{}", operator(sign)))];
    all.extend(terms.iter().map(|term| math(term)));
    all.join(" ")
}

/// What a component is made of, in an edition's weights; `None` for one that is made of nothing.
pub(super) fn of_parts(maker: &Maker<'_>, id: ComponentId) -> Option<String> {
    let survey = maker.survey();
    let component = &survey.methodology.components[id.0];
    let year = survey.editions[survey.latest().0].year;
    let name = |id: ComponentId| words(&survey.methodology.components[id.0].short[maker.lang]);
    let parts = component.parts.iter();
    let parts: Vec<(String, f64)> = parts
        .map(|part| (name(*part), survey.methodology.share_of(*part, year)))
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    let terms = (!parts.is_empty()).then(|| {
        mean(
            maker,
            component.aggregation.unwrap_or(Aggregation::Arithmetic),
            &parts,
        )
    });
    Some(written(&name(id), "=", &terms?))
}

/// The same with the numbers of the member that is ranked first in the latest edition.
pub(super) fn worked(
    maker: &Maker<'_>,
    id: ComponentId,
    member: crate::survey::MemberId,
) -> Option<String> {
    let latest = maker.survey().latest();
    let component = &maker.survey().methodology.components[id.0];
    let parts = maker.indices.effective(latest, id, member)?;
    let number = |value| numeral(&maker.value(latest, id, Some(value)));
    let parts: Vec<(String, f64)> = parts
        .iter()
        .filter_map(|part| Some((number(part.score?), part.weight)))
        .collect();
    // As everywhere else on the site.
    let value = maker.indices.result(latest, id, member)?;
    let terms = mean(maker, component.aggregation?, &parts);
    let mut tokens: Vec<String> = terms.iter().map(|term| math(term)).collect();
    tokens.push(math(&format!("{}{}", operator("≈"), number(value))));
    Some(tokens.join(" "))
}

/// How a value becomes the score that enters what is made of it; `None` where it enters as it is.
pub(super) fn of_score(maker: &Maker<'_>, id: ComponentId) -> Option<String> {
    let component = &maker.survey().methodology.components[id.0];
    if !component.is_leaf() {
        return None;
    }
    let word = |key: &str| words(&maker.word(key).to_lowercase());
    let lower = component.direction == Direction::Lower;
    // Between two ends; where less is better, the distance from the other end.
    let between = |low: String, high: String, write: &dyn Fn(&str) -> String| {
        let value = write(&word("value"));
        let (low, high) = (write(&low), write(&high));
        let above = match lower {
            true => format!("{high}{}{value}", operator("−")),
            false => format!("{value}{}{low}", operator("−")),
        };
        fraction(&above, &format!("{high}{}{low}", operator("−")))
    };
    let plain = |text: &str| text.to_owned();
    let logarithm = |text: &str| format!("<mi>ln</mi><mspace width=\"0.2em\"></mspace>{text}");
    let end = |value: f64| {
        numeral(
            &maker
                .lang
                .number(value, if value.fract() == 0.0 { 0 } else { 2 }),
        )
    };
    let term = match component.normalise {
        Normalise::None => return None,
        Normalise::MinMax | Normalise::ZScoreMinMax => {
            between(word("lowest"), word("highest"), &plain)
        }
        Normalise::Goalposts {
            min, max, scale, ..
        } => match scale {
            Scale::Linear => between(end(min), end(max), &plain),
            Scale::Log => between(end(min), end(max), &logarithm),
        },
        Normalise::PercentRank => {
            let half = fraction(&end(1.0), &end(2.0));
            let behind = word(if lower {
                "formula-above"
            } else {
                "formula-below"
            });
            let above = format!("{behind}{}{half}{}", operator("+"), word("formula-equal"));
            let all = word("formula-all");
            fraction(&above, &format!("{all}{}{}", operator("−"), end(1.0)))
        }
    };
    Some(written(&word("score"), "=", &[term]))
}
