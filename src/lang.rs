//! The report's languages and how each writes numbers, ordinals, lists and order.
//!
//! Rules come from CLDR through `icu`, by the language's tag; the words themselves (such as the
//! pattern of a rank) stand in `templates/strings/` or in the report. Nothing outside this room
//! knows a particular language: other rooms index [`PerLanguage`] by [`Lang`] and ask [`Lang`] for
//! its rules.

mod breaks;
pub(crate) mod characters;
mod dates;
mod han;
mod list;
mod names;
mod numbers;
mod per;
mod rounding;
mod rules;
mod script;
mod words;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

pub use breaks::{clusters, pieces, sentences};
pub use han::{readings, simplified, variants};
pub use list::{Languages, Setting};
pub use names::region as region_name;
pub use per::PerLanguage;
pub use rounding::{harmless, percent_of, rounded, without_noise};
pub use words::{Lexicon, has_digit, last_characters, number_ranges};

use icu::locale::{Locale, locale};

use list::Language;
use rules::Rules;

/// Whether a tag is of a language that CLDR knows.
pub fn is_known(tag: &Locale) -> bool {
    names::english(tag).is_some()
}

/// The tags of widely used languages, with their names in English and in themselves: what an
/// author may have meant by a name that is no tag.
pub fn well_known() -> Vec<(String, [String; 2])> {
    let tags = [
        locale!("ar"),
        locale!("bn"),
        locale!("de"),
        locale!("en"),
        locale!("es"),
        locale!("fa"),
        locale!("fr"),
        locale!("he"),
        locale!("hi"),
        locale!("id"),
        locale!("it"),
        locale!("ja"),
        locale!("ko"),
        locale!("nl"),
        locale!("pl"),
        locale!("pt"),
        locale!("ru"),
        locale!("sw"),
        locale!("th"),
        locale!("tr"),
        locale!("uk"),
        locale!("ur"),
        locale!("vi"),
        locale!("zh-Hans"),
        locale!("zh-Hant"),
    ];
    tags.into_iter()
        .map(|tag| {
            let english = names::english(&tag).unwrap_or_default();
            let own = names::endonym(&tag, std::iter::empty());
            (tag.to_string(), [english, own])
        })
        .collect()
}

/// A language of a report: a handle that costs nothing to copy.
#[derive(Clone, Copy)]
pub struct Lang {
    languages: Languages,
    index: usize,
}

impl Lang {
    fn language(self) -> &'static Language {
        self.languages.language(self.index)
    }

    fn rules(self) -> &'static Rules {
        self.language().rules
    }

    /// All languages of its report.
    pub fn languages(self) -> Languages {
        self.languages
    }

    /// Its place in the report's list.
    pub fn index(self) -> usize {
        self.index
    }

    /// The key in files and the first segment of addresses: `zh`, `en`.
    pub fn key(self) -> &'static str {
        &self.language().key
    }

    /// The BCP 47 tag for `lang` and `hreflang`.
    pub fn tag(self) -> &'static str {
        &self.language().tag
    }

    /// Its tag as Open Graph has it, with the region in which most speak it: `zh_CN`, `en_GB`.
    pub fn open_graph(self) -> String {
        names::with_region(&self.language().locale)
    }

    /// The language's name in itself.
    pub fn endonym(self) -> &'static str {
        &self.language().endonym
    }

    /// The other languages of its report, in order.
    pub fn others(self) -> impl Iterator<Item = Lang> {
        self.languages.iter().filter(move |lang| *lang != self)
    }

    /// Where its pages stand: `zh/`; nothing in a report that has one language.
    pub fn folder(self) -> &'static str {
        &self.language().folder
    }

    /// The code of its script (ISO 15924): `Hans`, `Latn`.
    pub fn script(self) -> String {
        script::name(&self.language().locale.id)
    }

    /// Its tag, taken apart.
    pub fn locale(self) -> &'static Locale {
        &self.language().locale
    }

    /// The name of this language in the words of another.
    pub fn name_in(self, other: Lang) -> String {
        let language = self.locale().id.language;
        let relatives = self
            .languages
            .iter()
            .filter(|l| l.locale().id.language == language);
        let whole = relatives.count() > 1;
        names::named(self.locale(), other.locale(), whole)
            .unwrap_or_else(|| self.endonym().to_owned())
    }

    /// Its English name, where CLDR has one.
    pub fn english_name(self) -> Option<String> {
        names::english(self.locale())
    }

    /// Whether spaces stand between words. Where none do, a line break in the source is no space,
    /// and typewriter quotation marks are left as written.
    pub fn spaced(self) -> bool {
        self.language().script.spaced
    }

    /// Whether it is Chinese, in simplified or traditional characters.
    pub fn is_chinese(self) -> bool {
        self.language().script.chinese
    }

    /// Whether its readers type names by their reading in letters.
    pub fn has_readings(self) -> bool {
        self.is_chinese()
    }

    /// Whether lines run from right to left.
    pub fn right_to_left(self) -> bool {
        self.language().script.right_to_left
    }

    /// The value of `dir` for this language inside a text of another, if it needs one.
    pub fn dir_within(self, outer: Option<Lang>) -> Option<&'static str> {
        let outer = outer.is_some_and(Lang::right_to_left);
        (self.right_to_left() != outer).then_some(if outer { "ltr" } else { "rtl" })
    }

    /// The style of its bibliographies that the report asks for, by the name that CSL gives it.
    pub fn citation_style(self) -> Option<&'static str> {
        self.language().citation_style.as_deref()
    }

    /// Whether a number with this text around it is the day or the month of a date.
    pub fn is_date(self, before: &str, after: &str) -> bool {
        let (before, after) = (before.trim_end(), after.trim_start());
        let mut dates = self.rules().dates.iter();
        dates.any(|d| before.ends_with(&d.before) && after.starts_with(&d.after))
    }

    /// The plural categories that it has for counts, as CLDR names them.
    pub fn cardinal_categories(self) -> Vec<&'static str> {
        rules::categories(&self.rules().cardinal)
    }

    /// The plural categories that it has for ordinals.
    pub fn ordinal_categories(self) -> Vec<&'static str> {
        rules::categories(&self.rules().ordinal)
    }

    /// The plural category of an ordinal, as CLDR names it: `one`, `two`, `few`, `other`…
    pub fn ordinal_category(self, n: u64) -> &'static str {
        rules::category(self.rules().ordinal.category_for(n))
    }

    /// The plural category of a count.
    pub fn cardinal_category(self, n: u64) -> &'static str {
        rules::category(self.rules().cardinal.category_for(n))
    }

    /// A list in running text: `甲、乙和丙`, `A, B and C`.
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        self.rules()
            .list
            .format_to_string(items.iter().map(AsRef::as_ref))
    }

    /// The order in which a reader expects names: by pinyin in Chinese, by alphabet in English.
    pub fn compare(self, a: &str, b: &str) -> Ordering {
        self.rules().collator.compare(a, b)
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Lang) -> bool {
        self.index == other.index && self.languages == other.languages
    }
}

impl Eq for Lang {}

impl PartialOrd for Lang {
    fn partial_cmp(&self, other: &Lang) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Lang {
    fn cmp(&self, other: &Lang) -> Ordering {
        let order = self.index.cmp(&other.index);
        order.then_with(|| self.languages.compare(other.languages))
    }
}

impl Hash for Lang {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
        self.key().hash(state);
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! The two languages of most tests.
    use super::{Lang, Languages};

    pub(crate) fn zh() -> Lang {
        Languages::built_in().first()
    }

    pub(crate) fn en() -> Lang {
        zh().others().next().unwrap_or_else(zh)
    }
}

#[cfg(test)]
mod tests;
