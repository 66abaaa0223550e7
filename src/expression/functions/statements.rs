//! Functions that write nothing, and say what the sentence rests on in which they stand.

use super::Output;
use crate::expression::Args;
use crate::expression::fault::Fault;
use crate::expression::reads::Call;
use crate::expression::style;
use crate::lang::Lang;

/// The sentence is true as long as the condition is. Whether it is, the evaluation looks, which knows
/// what was compared.
pub(super) fn holds(_: &Args<'_>) -> Result<Output, Fault> {
    Ok(Output::text("", String::new()))
}

/// The sentence is what the author thinks, not what the data say.
pub(super) fn judgement(_: &Args<'_>) -> Result<Output, Fault> {
    Ok(Output::text("", String::new()))
}

/// Those that give nothing to calculate with: each stands alone between its braces.
pub(in crate::expression) const SILENT: [&str; 3] = ["holds", "judgement", "quote"];

/// A condition that is not true, with the values that it compares; or one that compares none.
pub(in crate::expression) fn untrue(calls: &[Call], lang: Lang) -> Fault {
    if calls.is_empty() {
        return Fault::new("this condition looks at no data")
            .hint("compare what functions give, as in `mean(edition=2018) > 0.5`");
    }
    let mut values: Vec<String> = Vec::new();
    for call in calls {
        let value = match &call.text {
            Some(text) => text.clone(),
            None => style::plain(&call.value, lang),
        };
        let said = format!("`{}` is {value}", call.canonical);
        if !values.contains(&said) {
            values.push(said);
        }
    }
    Fault::new("this is not true")
        .arithmetic()
        .hint(values.join("; "))
}
