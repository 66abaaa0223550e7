//! The languages of a report, and which text of the starting files each takes.

use crate::assets;
use crate::lang::{Lang, Languages, Setting};
use crate::report::languages as tags;
use crate::words;

/// The text that a language takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    English,
    Chinese,
    /// None is its own.
    Marked,
}

/// The languages of a report.
#[derive(Clone, Copy, Debug)]
pub struct Tongues(pub Languages);

/// Languages by their tags.
///
/// # Errors
/// The tag that is none, or stands twice.
pub fn languages(wanted: &[String]) -> Result<Tongues, String> {
    let mut settings: Vec<Setting> = Vec::new();
    for text in wanted {
        let tag = tags::tag(text.trim()).map_err(|_| {
            format!("`{text}` is no language: write tags, as `--languages en,fr,zh-Hans`")
        })?;
        if settings.iter().any(|setting| setting.tag == tag) {
            return Err(format!("the language `{tag}` is named twice"));
        }
        let taken: Vec<String> = settings.iter().map(|s| s.key.clone()).collect();
        let key = tags::own_segment(&tag, &taken);
        settings.push(Setting::plain(tag, key));
    }
    if settings.is_empty() {
        return Err("a report has at least one language: `--languages en`".to_owned());
    }
    Ok(Tongues(Languages::of(settings)))
}

impl Tongues {
    pub(super) fn iter(self) -> impl Iterator<Item = Lang> {
        self.0.iter()
    }

    pub(super) fn first(self) -> Lang {
        self.0.first()
    }

    /// The first that takes the English texts.
    pub(super) fn english(self) -> Option<Lang> {
        self.iter().find(|lang| takes(*lang) == Takes::English)
    }

    /// As `report.yaml` lists them.
    pub(super) fn listed(self) -> String {
        let tags: Vec<&str> = self.iter().map(Lang::tag).collect();
        format!("[{}]", tags.join(", "))
    }
}

pub(super) fn takes(lang: Lang) -> Takes {
    if !words::is_built_in(lang, &assets::templates()) {
        return Takes::Marked;
    }
    match lang.is_chinese() {
        true => Takes::Chinese,
        false if lang.locale().id.language.as_str() == "en" => Takes::English,
        false => Takes::Marked,
    }
}
