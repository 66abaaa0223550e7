//! The same functions and filters for templates, through Tera.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::Knowledge;
use super::args::{Args, Argument};
use super::fault::Fault;
use super::filters::{self, FilterBody};
use super::functions::{self, FUNCTIONS};
use super::operand::Operand;
use super::parameter::Parameter;
use crate::diagnostic::suggest;
use crate::lang::{Lang, Languages};

/// Registers the functions and filters.
pub fn register(tera: &mut Tera, knowledge: &Arc<Knowledge>) {
    for function in FUNCTIONS {
        let knowledge = Arc::clone(knowledge);
        tera.register_function(
            function.name,
            move |kwargs: Kwargs, state: &State| -> TeraResult<Value> {
                let lang = lang_of(knowledge.words.languages(), state)?;
                let call = arguments("", function.name, function.parameters, &kwargs)
                    .and_then(|given| functions::call(function, given, &knowledge, lang))
                    .map_err(error)?;
                // In a template a text is what a reader reads.
                Ok(call.text.map_or(call.value, Value::from))
            },
        );
    }
    for filter in filters::for_templates() {
        let knowledge = Arc::clone(knowledge);
        tera.register_filter(
            filter.name,
            move |value: Value, kwargs: Kwargs, state: &State| -> TeraResult<Value> {
                let apply = |lang: Lang| {
                    let given = arguments("the filter ", filter.name, filter.parameters, &kwargs)?;
                    let args = Args::bind(filter.parameters, given, &knowledge, lang)?;
                    match filter.body {
                        FilterBody::Make(make) => make(&value, &args),
                        FilterBody::Style(default, make) => {
                            let number = filters::number(filter.name, &value)?;
                            let digits = args.number("digits").map_or(default, |d| d as u8);
                            let text = make(digits).write(number, lang, &knowledge.words);
                            Ok(Value::from(text))
                        }
                    }
                };
                apply(lang_of(knowledge.words.languages(), state)?).map_err(error)
            },
        );
    }
}

fn error(fault: Fault) -> tera::Error {
    tera::Error::message(fault.line())
}

/// The language of the page that is being made.
fn lang_of(languages: Languages, state: &State) -> TeraResult<Lang> {
    let key: Option<String> = state.get("lang")?;
    key.as_deref()
        .and_then(|key| languages.get(key))
        .ok_or_else(|| tera::Error::message("`lang` is not known here"))
}

fn arguments(
    what: &str,
    name: &str,
    parameters: &'static [Parameter],
    kwargs: &Kwargs,
) -> Result<Vec<Argument>, Fault> {
    let mut given = Vec::new();
    for (key, value) in kwargs.iter() {
        let key = key.to_string();
        let Some(parameter) = parameters.iter().find(|p| p.name == key) else {
            return Err(unknown(what, name, &key, parameters));
        };
        given.push((parameter, Operand::plain(value.clone())));
    }
    Ok(given)
}

/// What says that there is no such argument.
pub(super) fn unknown(what: &str, name: &str, key: &str, parameters: &[Parameter]) -> Fault {
    let fault = Fault::new(format!("{what}`{name}` has no argument `{key}`"));
    if parameters.is_empty() {
        return fault.hint("it takes none");
    }
    // By what it means before by how it is written.
    let meant = parameters.iter().find(|p| p.is_meant_by(key));
    match meant {
        Some(parameter) => fault.hint(format!("did you mean `{}`?", parameter.name)),
        None => fault.maybe_hint(suggest(key, parameters.iter().map(|p| p.name))),
    }
}
