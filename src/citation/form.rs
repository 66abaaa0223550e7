//! Which style a language's bibliographies have, and the style itself.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{IndependentStyle, Locale, Style};

use crate::lang::Lang;

/// The style of a language: the report's choice, or the one that is usual.
pub(super) fn style(lang: Lang) -> ArchivedStyle {
    let chosen = lang.citation_style().and_then(ArchivedStyle::by_name);
    chosen.unwrap_or(if lang.is_chinese() {
        ArchivedStyle::Gb77142015Numeric
    } else {
        ArchivedStyle::AmericanPsychologicalAssociation
    })
}

/// Whether a language's bibliographies follow GB/T 7714, numbered, whose gaps are filled here.
pub(super) fn is_gb(lang: Lang) -> bool {
    style(lang) == ArchivedStyle::Gb77142015Numeric
}

/// Whether there is a style of this name.
pub fn has_style(name: &str) -> bool {
    ArchivedStyle::by_name(name).is_some_and(|style| independent(style).is_some())
}

/// The names of all styles.
pub fn style_names() -> Vec<&'static str> {
    let all = ArchivedStyle::all().iter();
    all.flat_map(|style| style.names()).copied().collect()
}

/// What the style that the report chose for a language is called.
pub fn chosen_style(lang: Lang) -> Option<&'static str> {
    lang.citation_style().map(|_| style(lang).display_name())
}

/// A style, ready to be used.
pub(super) fn independent(style: ArchivedStyle) -> Option<&'static IndependentStyle> {
    /// Decoding takes a while, so it is done once.
    static KNOWN: Mutex<BTreeMap<&str, Option<&'static IndependentStyle>>> =
        Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    *known
        .entry(style.csl_id())
        .or_insert_with(|| match style.get() {
            Style::Independent(style) => Some(&*Box::leak(Box::new(style))),
            Style::Dependent(_) => None,
        })
}

/// The terms of all languages.
pub(super) static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// The terms that an entry uses: those of the title's language in GB/T 7714, else of the page's.
pub(super) fn terms(lang: Lang, chinese: bool) -> &'static str {
    if is_gb(lang) {
        return if chinese { "zh-CN" } else { "en-US" };
    }
    let codes = || {
        LOCALES
            .iter()
            .filter_map(|l| Some(l.lang.as_ref()?.0.as_str()))
    };
    let tag = lang.tag();
    let language = lang.locale().id.language;
    if language.as_str() == "en" {
        return "en-US";
    }
    // `fr-FR` before `fr-CA`: the country of a language often has its name.
    let own = format!("{language}-{}", language.as_str().to_uppercase());
    let of_language = |code: &&str| code.split('-').next() == Some(language.as_str());
    codes()
        .find(|code| *code == tag)
        .or_else(|| codes().find(|code| *code == own))
        .or_else(|| codes().find(of_language))
        .unwrap_or("en-US")
}
