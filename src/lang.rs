//! The report's two languages and how each writes numbers, ordinals, lists and order.
//!
//! Rules come from CLDR through `icu`; the words themselves (such as the pattern of a rank)
//! stand in `templates/strings/`. Nothing outside this file matches on a particular language:
//! other rooms index [`Bilingual`] by [`Lang`] and ask [`Lang`] for its rules.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Index, IndexMut};
use std::sync::LazyLock;

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu::list::ListFormatter;
use icu::list::options::{ListFormatterOptions, ListLength};
use icu::locale::{Locale, locale};
use icu::plurals::{PluralCategory, PluralRuleType, PluralRules};

/// A language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Chinese, simplified.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages, in the order in which pages name them.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The key in files and the first segment of addresses: `zh`, `en`.
    pub fn key(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The BCP 47 tag for `lang` and `hreflang`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-Hans",
            Lang::En => "en",
        }
    }

    /// The language's name in itself.
    pub fn endonym(self) -> &'static str {
        match self {
            Lang::Zh => "中文",
            Lang::En => "English",
        }
    }

    /// Parses [`Lang::key`].
    pub fn from_key(key: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.key() == key)
    }

    /// The other language of the pair.
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// Whether text runs without spaces between words, so that a line break in the source
    /// is no space and typewriter quotation marks are left as written.
    pub fn is_cjk(self) -> bool {
        matches!(self, Lang::Zh)
    }

    /// Between a sentence and the next.
    pub fn sentence_gap(self) -> &'static str {
        if self.is_cjk() { "" } else { " " }
    }

    fn rules(self) -> &'static Rules {
        match self {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }

    /// `value` rounded half away from zero to `decimals` places, with thousands separators.
    /// The minus sign is U+2212. Rounding acts on the shortest decimal that reads back as
    /// `value`, so 0.285 becomes 0.29 as it does on paper.
    pub fn number(self, value: f64, decimals: u8) -> String {
        self.decimal(value, decimals, true)
    }

    /// As [`Lang::number`], without thousands separators (years, identifiers).
    pub fn plain(self, value: f64, decimals: u8) -> String {
        self.decimal(value, decimals, false)
    }

    /// As [`Lang::number`], with a sign always: `+0.04`, `−0.02`; a rounded zero has none.
    pub fn signed(self, value: f64, decimals: u8) -> String {
        let text = self.number(value, decimals);
        if value > 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') {
            format!("+{text}")
        } else {
            text
        }
    }

    /// A share (1 = all) as a percentage: `0.207` is `21%`.
    pub fn percent(self, share: f64, decimals: u8) -> String {
        let mut text = match self.small(share, 2, decimals, true) {
            Some(text) => text,
            None => self.number(percent_of(share), decimals),
        };
        text.push('%');
        text
    }

    fn decimal(self, value: f64, decimals: u8, grouping: bool) -> String {
        if let Some(text) = self.small(value, 0, decimals, grouping) {
            return text;
        }
        let Some(rounded) = round(value, decimals) else {
            return "–".to_owned();
        };
        let rules = self.rules();
        let formatter = if grouping {
            &rules.grouped
        } else {
            &rules.ungrouped
        };
        formatter.format(&rounded).to_string().replace('-', "−")
    }

    /// What [`Lang::decimal`] gives for `value` × 10^`shift`, without the cost of its general
    /// rules, which most of the time of a drawing would go into; `None` where they are needed:
    /// for groups of thousands, and close to a half, which the decimal text decides.
    fn small(self, value: f64, shift: u8, decimals: u8, grouping: bool) -> Option<String> {
        const POWERS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
        let point = self.rules().point.as_deref()?;
        let scaled = value.abs() * POWERS.get(usize::from(shift) + usize::from(decimals))?;
        // Below this limit the product is wrong by far less than what counts as close.
        if !(scaled < 1e9 && (scaled.fract() - 0.5).abs() > 1e-6) {
            return None;
        }
        let digits = scaled.round() as u64;
        let unit = 10_u64.pow(u32::from(decimals));
        let whole = digits / unit;
        if grouping && whole >= 1000 {
            return None;
        }
        let mut text = String::with_capacity(16);
        if value < 0.0 && digits > 0 {
            text.push('−');
        }
        push_digits(&mut text, whole, 1);
        if decimals > 0 {
            text.push_str(point);
            push_digits(&mut text, digits % unit, decimals);
        }
        Some(text)
    }

    /// The plural category of an ordinal, as CLDR names it: `one`, `two`, `few`, `other`…
    pub fn ordinal_category(self, n: u64) -> &'static str {
        category(self.rules().ordinal.category_for(n))
    }

    /// The plural category of a count.
    pub fn cardinal_category(self, n: u64) -> &'static str {
        category(self.rules().cardinal.category_for(n))
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

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Appends `number` with at least so many digits.
fn push_digits(text: &mut String, number: u64, least: u8) {
    if number >= 10 || least > 1 {
        push_digits(text, number / 10, least.saturating_sub(1));
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// `share` × 100 without the binary noise of the multiplication (0.285 gives 28.5).
pub fn percent_of(share: f64) -> f64 {
    match Decimal::try_from_f64(share, fixed_precision()) {
        Ok(mut decimal) => {
            decimal.multiply_pow10(2);
            decimal.to_string().parse().unwrap_or(share * 100.0)
        }
        Err(_) => share * 100.0,
    }
}

fn fixed_precision() -> fixed_decimal::FloatPrecision {
    fixed_decimal::FloatPrecision::RoundTrip
}

/// `None` where `value` is not finite.
fn round(value: f64, decimals: u8) -> Option<Decimal> {
    let mut decimal = Decimal::try_from_f64(value, fixed_precision()).ok()?;
    let position = -i16::from(decimals);
    decimal.round_with_mode(
        position,
        fixed_decimal::SignedRoundingMode::Unsigned(
            fixed_decimal::UnsignedRoundingMode::HalfExpand,
        ),
    );
    decimal.absolute.trim_end();
    decimal.absolute.pad_end(position);
    if decimal.absolute.is_zero() {
        decimal.set_sign(fixed_decimal::Sign::None);
    }
    Some(decimal)
}

/// `value` rounded half away from zero to `decimals` decimal places.
pub fn rounded(value: f64, decimals: u8) -> f64 {
    round(value, decimals)
        .and_then(|decimal| decimal.to_string().parse().ok())
        .unwrap_or(value)
}

fn category(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

struct Rules {
    grouped: DecimalFormatter,
    ungrouped: DecimalFormatter,
    /// Before the decimals, in a language that writes numbers with ASCII digits.
    point: Option<String>,
    ordinal: PluralRules,
    cardinal: PluralRules,
    list: ListFormatter,
    collator: CollatorBorrowed<'static>,
}

static ZH: LazyLock<Rules> = LazyLock::new(|| Rules::load(locale!("zh-Hans-CN")));
// British English: no comma before "and" in a list.
static EN: LazyLock<Rules> = LazyLock::new(|| Rules::load(locale!("en-GB")));

impl Rules {
    #[expect(
        clippy::expect_used,
        reason = "the data of both locales is compiled in; a unit test loads each"
    )]
    fn load(locale: Locale) -> Rules {
        let decimal = |grouping| {
            let mut options = DecimalFormatterOptions::default();
            options.grouping_strategy = Some(grouping);
            DecimalFormatter::try_new((&locale).into(), options).expect("number rules")
        };
        let ungrouped = decimal(GroupingStrategy::Never);
        Rules {
            grouped: decimal(GroupingStrategy::Auto),
            point: point(&ungrouped),
            ungrouped,
            ordinal: PluralRules::try_new((&locale).into(), PluralRuleType::Ordinal.into())
                .expect("ordinal rules"),
            cardinal: PluralRules::try_new((&locale).into(), PluralRuleType::Cardinal.into())
                .expect("cardinal rules"),
            list: ListFormatter::try_new_and(
                (&locale).into(),
                ListFormatterOptions::default().with_length(ListLength::Wide),
            )
            .expect("list rules"),
            collator: Collator::try_new((&locale).into(), CollatorOptions::default())
                .expect("collation rules"),
        }
    }
}

/// What stands between `1234567890` and a decimal, if the digits are those of ASCII.
fn point(ungrouped: &DecimalFormatter) -> Option<String> {
    let text = ungrouped.format(&round(1_234_567_890.5, 1)?).to_string();
    let point = text.strip_prefix("1234567890")?.strip_suffix('5')?;
    Some(point.to_owned())
}

/// A value in both languages; it cannot exist in one only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual<T> {
    zh: T,
    en: T,
}

impl<T> Bilingual<T> {
    /// Makes the value of each language with `make`.
    pub fn from_fn(mut make: impl FnMut(Lang) -> T) -> Self {
        Bilingual {
            zh: make(Lang::Zh),
            en: make(Lang::En),
        }
    }

    /// As [`Bilingual::from_fn`]; `None` if either is, but both are asked, so that what is
    /// wrong with each is reported.
    pub fn try_from_fn(mut make: impl FnMut(Lang) -> Option<T>) -> Option<Self> {
        let (zh, en) = (make(Lang::Zh), make(Lang::En));
        Some(Bilingual { zh: zh?, en: en? })
    }

    /// The same value for both.
    pub fn same(value: T) -> Self
    where
        T: Clone,
    {
        Bilingual {
            zh: value.clone(),
            en: value,
        }
    }

    /// Applies `f` to each language's value.
    pub fn map<U>(&self, mut f: impl FnMut(Lang, &T) -> U) -> Bilingual<U> {
        Bilingual {
            zh: f(Lang::Zh, &self.zh),
            en: f(Lang::En, &self.en),
        }
    }

    /// As [`Bilingual::map`], taking the values.
    pub fn into_map<U>(self, mut f: impl FnMut(T) -> U) -> Bilingual<U> {
        Bilingual {
            zh: f(self.zh),
            en: f(self.en),
        }
    }

    /// Each language with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        Lang::ALL.into_iter().map(|lang| (lang, &self[lang]))
    }
}

impl<T> Index<Lang> for Bilingual<T> {
    type Output = T;
    fn index(&self, lang: Lang) -> &T {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl<T> IndexMut<Lang> for Bilingual<T> {
    fn index_mut(&mut self, lang: Lang) -> &mut T {
        match lang {
            Lang::Zh => &mut self.zh,
            Lang::En => &mut self.en,
        }
    }
}

#[cfg(test)]
mod tests;
