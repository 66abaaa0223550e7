//! The report's languages and how each writes numbers, ordinals, lists and order.
//!
//! Rules come from CLDR through `icu`, by the language's tag; the words themselves (such as the
//! pattern of a rank) stand in `templates/strings/` or in the report. Nothing outside this room
//! knows a particular language: other rooms index [`PerLanguage`] by [`Lang`] and ask [`Lang`] for
//! its rules.

mod list;
mod numbers;
mod per;
mod rules;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

pub use list::{Languages, Setting};
pub use numbers::{percent_of, rounded};
pub use per::PerLanguage;

use list::Language;
use rules::Rules;

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

    /// The language's name in itself.
    pub fn endonym(self) -> &'static str {
        &self.language().endonym
    }

    /// The other languages of its report, in order.
    pub fn others(self) -> impl Iterator<Item = Lang> {
        self.languages.iter().filter(move |lang| *lang != self)
    }

    /// Whether text runs without spaces between words, so that a line break in the source
    /// is no space and typewriter quotation marks are left as written.
    pub fn is_cjk(self) -> bool {
        self.language().is_cjk
    }

    /// Between a sentence and the next.
    pub fn sentence_gap(self) -> &'static str {
        if self.is_cjk() { "" } else { " " }
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
        order.then_with(|| self.languages.cmp(&other.languages))
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
