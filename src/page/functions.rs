//! Functions of templates: words and assets.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use crate::assets::Assets;
use crate::lang::{Lang, Languages};
use crate::site::Route;
use crate::words::{Filling, Words};

/// The language of the page that a template writes.
pub(super) fn template_lang(languages: Languages, state: &State) -> TeraResult<Lang> {
    let key: Option<String> = state.get("lang")?;
    key.as_deref()
        .and_then(|key| languages.get(key))
        .ok_or_else(|| tera::Error::message("`lang` is not known here"))
}

/// `t(key="…", n=…, lang="…")`: a word; other arguments fill its placeholders.
pub(super) fn register_words(tera: &mut Tera, words: &Arc<Words>) {
    let words = Arc::clone(words);
    tera.register_function(
        "t",
        move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
            let key: &str = kwargs.must_get("key")?;
            let lang = match kwargs.get::<&str>("lang")? {
                Some(key) => words
                    .languages()
                    .get(key)
                    .ok_or_else(|| tera::Error::message(format!("unknown language `{key}`")))?,
                None => template_lang(words.languages(), state)?,
            };
            let mut fillings = Vec::new();
            for (name, value) in kwargs.iter() {
                let Some(name) = name.as_str().filter(|n| *n != "key" && *n != "lang") else {
                    continue;
                };
                let number = value.as_f64().filter(|_| value.is_number());
                fillings.push((
                    name,
                    number.map_or_else(|| Filling::Text(value.to_string()), Filling::Number),
                ));
            }
            words.fill(lang, key, &fillings).map_err(|(message, hint)| {
                tera::Error::message(match hint {
                    Some(hint) => format!("{message}; {hint}"),
                    None => message,
                })
            })
        },
    );
}

/// `asset(name="style.css")`: the address of an asset from this page; with `default=…`, that where
/// there is none.
pub(super) fn register_assets(tera: &mut Tera, assets: &Assets) {
    let assets = assets.clone();
    tera.register_function(
        "asset",
        move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
            let name: &str = kwargs.must_get("name")?;
            let default: Option<String> = kwargs.get("default")?;
            let from: Option<String> = state.get("route")?;
            let from = Route::new(from.unwrap_or_default());
            assets
                .get(name)
                .map(|route| route.from(&from))
                .or(default)
                .ok_or_else(|| {
                    let hint = crate::diagnostic::suggest(name, assets.keys().map(String::as_str));
                    tera::Error::message(format!(
                        "unknown asset `{name}`; {}",
                        hint.unwrap_or_else(|| "put it into assets/".to_owned())
                    ))
                })
        },
    );
}
