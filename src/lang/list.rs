//! The languages of a report: its list in order, kept once for the whole run.

use std::sync::{LazyLock, Mutex, PoisonError};

use icu::locale::{Locale, locale};

use super::Lang;
use super::rules::Rules;

/// What a report says of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its BCP 47 tag.
    pub tag: Locale,
    /// The key in files and the segment of addresses.
    pub key: String,
    /// Whose numbers, lists, order and dates it follows: its own, or those of a relative.
    pub conventions: Locale,
}

pub(super) struct Language {
    pub(super) tag: String,
    pub(super) key: String,
    pub(super) endonym: String,
    pub(super) is_cjk: bool,
    pub(super) rules: &'static Rules,
}

struct List {
    settings: Vec<Setting>,
    languages: Vec<Language>,
}

/// The languages of a report in order, at least one; the first is the default. A handle that costs
/// nothing to copy.
#[derive(Clone, Copy)]
pub struct Languages(&'static List);

/// Every list that this run has seen: the preview reads the same one again at each rebuild.
static KNOWN: Mutex<Vec<&'static List>> = Mutex::new(Vec::new());

static BUILT_IN: LazyLock<Languages> = LazyLock::new(|| {
    let setting = |tag: Locale, key: &str, conventions: Locale| Setting {
        tag,
        key: key.to_owned(),
        conventions,
    };
    Languages::of(vec![
        setting(locale!("zh-Hans"), "zh", locale!("zh-Hans")),
        // British English: no comma before "and" in a list.
        setting(locale!("en"), "en", locale!("en-GB")),
    ])
});

impl Languages {
    /// The languages with these settings, of which there is at least one.
    pub fn of(settings: Vec<Setting>) -> Languages {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(list) = known.iter().find(|list| list.settings == settings) {
            return Languages(list);
        }
        let languages = settings.iter().map(Language::of).collect();
        let list: &'static List = Box::leak(Box::new(List {
            settings,
            languages,
        }));
        known.push(list);
        Languages(list)
    }

    /// Those whose words are built in: what a report has that names none.
    pub fn built_in() -> Languages {
        *BUILT_IN
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.0.languages.len()
    }

    /// The first, which is the default.
    pub fn first(self) -> Lang {
        Lang {
            languages: self,
            index: 0,
        }
    }

    /// All, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Lang> + ExactSizeIterator {
        (0..self.count()).map(move |index| Lang {
            languages: self,
            index,
        })
    }

    /// The language with a key, [`Lang::key`].
    pub fn get(self, key: &str) -> Option<Lang> {
        self.iter().find(|lang| lang.key() == key)
    }

    /// The keys, in order.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Lang::key)
    }

    /// A text in each language, as a file has it: `{zh: …, en: …}`.
    pub fn example(self) -> String {
        let texts: Vec<String> = self.keys().map(|key| format!("{key}: …")).collect();
        format!("{{{}}}", texts.join(", "))
    }

    pub(super) fn language(self, index: usize) -> &'static Language {
        &self.0.languages[index]
    }
}

impl Language {
    fn of(setting: &Setting) -> Language {
        let chinese = setting.tag.id.language.as_str() == "zh";
        Language {
            tag: setting.tag.to_string(),
            key: setting.key.clone(),
            endonym: if chinese { "中文" } else { "English" }.to_owned(),
            is_cjk: chinese,
            rules: Rules::of(&setting.conventions),
        }
    }
}

impl PartialEq for Languages {
    fn eq(&self, other: &Languages) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Languages {}

impl Languages {
    /// By their keys: two lists that differ elsewhere never meet in one report.
    pub(super) fn cmp(&self, other: &Languages) -> std::cmp::Ordering {
        self.keys().cmp(other.keys())
    }
}

impl std::fmt::Debug for Languages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
