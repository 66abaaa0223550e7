//! The rules of a language from CLDR, through `icu`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use icu::collator::options::CollatorOptions;
use icu::collator::{Collator, CollatorBorrowed};
use icu::decimal::DecimalFormatter;
use icu::decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu::list::ListFormatter;
use icu::list::options::{ListFormatterOptions, ListLength};
use icu::locale::Locale;
use icu::plurals::{PluralCategory, PluralRuleType, PluralRules};

use super::numbers::round;

pub(super) fn category(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

pub(super) struct Rules {
    pub(super) grouped: DecimalFormatter,
    pub(super) ungrouped: DecimalFormatter,
    /// Before the decimals, in a language that writes numbers with ASCII digits.
    pub(super) point: Option<String>,
    pub(super) ordinal: PluralRules,
    pub(super) cardinal: PluralRules,
    pub(super) list: ListFormatter,
    pub(super) collator: CollatorBorrowed<'static>,
}

/// The rules that this run has read, by tag.
static KNOWN: Mutex<BTreeMap<String, &'static Rules>> = Mutex::new(BTreeMap::new());

impl Rules {
    pub(super) fn of(locale: &Locale) -> &'static Rules {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(locale.to_string())
            .or_insert_with(|| Box::leak(Box::new(Rules::load(locale))))
    }

    #[expect(
        clippy::expect_used,
        reason = "the data of all locales is compiled in, and any other falls back to the root's"
    )]
    fn load(locale: &Locale) -> Rules {
        let decimal = |grouping| {
            let mut options = DecimalFormatterOptions::default();
            options.grouping_strategy = Some(grouping);
            DecimalFormatter::try_new(locale.into(), options).expect("number rules")
        };
        let ungrouped = decimal(GroupingStrategy::Never);
        Rules {
            grouped: decimal(GroupingStrategy::Auto),
            point: point(&ungrouped),
            ungrouped,
            ordinal: PluralRules::try_new(locale.into(), PluralRuleType::Ordinal.into())
                .expect("ordinal rules"),
            cardinal: PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into())
                .expect("cardinal rules"),
            list: ListFormatter::try_new_and(
                locale.into(),
                ListFormatterOptions::default().with_length(ListLength::Wide),
            )
            .expect("list rules"),
            collator: Collator::try_new(locale.into(), CollatorOptions::default())
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
