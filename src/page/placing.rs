//! Functions of templates that place charts and say what their colours mean.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use super::figure::{FigureSet, Placed};
use super::functions::template_lang;
use super::row::Row;
use crate::site::Route;

/// `chart(id="…")` and `sparkline(id="…")`: drawings for this page, in place of the functions that
/// name them in commentary.
pub(super) fn register_charts(tera: &mut Tera, figures: &Arc<FigureSet>) {
    let unknown = |id: &str, figures: &FigureSet| {
        let hint = crate::diagnostic::suggest(id, figures.names());
        tera::Error::message(match hint {
            Some(hint) => format!("unknown chart `{id}`; {hint}"),
            None => format!("unknown chart `{id}`"),
        })
    };
    let set = Arc::clone(figures);
    tera.register_function(
        "chart",
        move |kwargs: Kwargs, state: &State| -> TeraResult<tera::Value> {
            let id: &str = kwargs.must_get("id")?;
            let lang = template_lang(set.languages, state)?;
            let route: Option<String> = state.get("route")?;
            let route = Route::new(route.unwrap_or_default());
            let row = match kwargs.get("row")? {
                None => None,
                Some("whole") => Some(Row::Whole),
                Some("half") => Some(Row::Half),
                Some(other) => {
                    let message = format!("`row` is `whole` or `half`, not `{other}`");
                    return Err(tera::Error::message(message));
                }
            };
            let how = Placed {
                number: kwargs.get("number")?,
                row,
                embedded: kwargs.get("embedded")?.unwrap_or_default(),
                alone: kwargs.get("alone")?.unwrap_or_default(),
                from: route,
            };
            set.place(id, how, lang)?
                .map(|html| tera::Value::safe_string(&html))
                .ok_or_else(|| unknown(id, &set))
        },
    );
    tera.register_function(
        "figure",
        |_: Kwargs, _: &State| -> TeraResult<tera::Value> {
            let message = "`figure` stands in the text of a chapter only";
            Err(tera::Error::message(message))
        },
    );
    let set = Arc::clone(figures);
    tera.register_function(
        "colours",
        move |_: Kwargs, state: &State| -> TeraResult<tera::Value> {
            let lang = template_lang(set.languages, state)?;
            Ok(tera::Value::from_serializable(&set.colours[lang]))
        },
    );
    let set = Arc::clone(figures);
    tera.register_function(
        "sparkline",
        move |kwargs: Kwargs, state: &State| -> TeraResult<tera::Value> {
            let id: &str = kwargs.must_get("id")?;
            set.sparkline(id, template_lang(set.languages, state)?)
                .map(tera::Value::safe_string)
                .ok_or_else(|| unknown(id, &set))
        },
    );
}
