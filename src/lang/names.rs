//! The names of languages, in themselves and in each other.

use icu::casemap::TitlecaseMapper;
use icu::locale::{LanguageIdentifier, Locale, LocaleExpander, locale};
use icu_experimental::displaynames::multi::{
    LanguageDisplayNames, LocaleDisplayNamesFormatter, RegionDisplayNames,
};
use icu_experimental::displaynames::{DisplayNamesOptions, Fallback};

/// A language's name in itself, as it stands alone: `Français`. Its script and region are named
/// only if another of the report's languages differs in nothing else.
pub(super) fn endonym<'l>(
    tag: &Locale,
    relatives: impl Iterator<Item = &'l LanguageIdentifier>,
) -> String {
    let several = relatives
        .filter(|id| id.language == tag.id.language)
        .count()
        > 1;
    let name = named(tag, tag, several).unwrap_or_else(|| tag.to_string());
    TitlecaseMapper::new()
        .titlecase_segment_to_string(
            &name,
            &tag.id,
            icu::casemap::options::TitlecaseOptions::default(),
        )
        .into_owned()
}

/// The name of `tag` in `language`, in running text; with its script and region if `whole`.
pub(super) fn named(tag: &Locale, language: &Locale, whole: bool) -> Option<String> {
    let mut options = DisplayNamesOptions::default();
    options.fallback = Fallback::None;
    if whole {
        let names = LocaleDisplayNamesFormatter::try_new(language.into(), options).ok()?;
        return Some(names.of(tag).into_owned());
    }
    let names = LanguageDisplayNames::try_new(language.into(), options).ok()?;
    names.of(tag.id.language).map(str::to_owned)
}

/// The name of a country or region in a language, by its code in ISO 3166 or M49; `None` where CLDR has
/// none.
pub fn region(code: &str, lang: super::Lang) -> Option<String> {
    let mut options = DisplayNamesOptions::default();
    options.fallback = Fallback::None;
    let region = code.parse().ok()?;
    let names = RegionDisplayNames::try_new(lang.locale().into(), options).ok()?;
    names.of(region).map(str::to_owned)
}

/// The English name of a language, if it has one.
pub(super) fn english(tag: &Locale) -> Option<String> {
    named(tag, &locale!("en"), false)
}

/// A tag as Open Graph has it: language and region, `zh_CN`; the region in which most speak the language
/// where the tag names none.
pub(super) fn with_region(tag: &Locale) -> String {
    let mut id = tag.id.clone();
    if id.region.is_none() {
        LocaleExpander::new_extended().maximize(&mut id);
    }
    match id.region {
        Some(region) => format!("{}_{region}", id.language),
        None => id.language.to_string(),
    }
}
