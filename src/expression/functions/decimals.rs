//! With how many decimals functions write values of components.

use crate::expression::{Args, Style};
use crate::survey::{ComponentId, EditionId};

/// How many decimals a value of a component has, in texts and charts.
fn decimals(args: &Args<'_>, component: ComponentId, edition: EditionId) -> u8 {
    let survey = args.survey();
    let decimals = &survey.methodology.components[component.0].decimals;
    decimals.in_prose(survey.editions[edition.0].year)
}

/// How a value is written.
pub(super) fn fixed(args: &Args<'_>, component: ComponentId, edition: EditionId) -> Style {
    Style::Fixed(decimals(args, component, edition))
}

/// A change has the decimals that both of its ends have.
pub(super) fn signed(
    args: &Args<'_>,
    component: ComponentId,
    from: EditionId,
    to: EditionId,
) -> Style {
    let [from, to] = [from, to].map(|edition| decimals(args, component, edition));
    Style::Signed(from.min(to))
}
