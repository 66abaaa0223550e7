//! The entries of sources that differ in title and address alone, as the pages of a site do: a style
//! makes one of them, and the others are made from it.

use std::sync::{Arc, PoisonError, RwLock};

use super::correct::has_han;
use super::form::is_gb;
use super::record::colons;
use super::style::reference;
use crate::lang::{Lang, PerLanguage};
use crate::survey::Source;
use crate::web::Address;

/// What stands for the title in the entry that a style makes, without Chinese and in Chinese.
const TITLES: [&str; 2] = ["Zqxj", "樛櫹"];
const ADDRESS: &str = "https://zqxj.example/zqxj";

/// So many kinds of sources have patterns.
const MOST: usize = 8;

/// Such sources, for the pages of one language.
#[derive(Debug, Default)]
pub struct Series {
    patterns: RwLock<Vec<Arc<Pattern>>>,
}

/// An entry with gaps.
#[derive(Debug)]
struct Pattern {
    /// The source of which it was made.
    source: Source,
    /// What stands before the title, between title and address, and at the end. `None` where the
    /// style does more with them than to put them there.
    around: Option<[String; 3]>,
}

impl Series {
    /// The text of [`reference()`] for a source of the series.
    pub fn text(&self, source: &Source, lang: Lang) -> String {
        self.by_pattern(source, lang)
            .unwrap_or_else(|| reference(source, lang).text)
    }

    fn by_pattern(&self, source: &Source, lang: Lang) -> Option<String> {
        let url = source.url.as_ref()?;
        if !is_plain(source, lang) {
            return None;
        }
        let pattern = self.pattern(source, lang)?;
        let [start, middle, end] = pattern.around.as_ref()?;
        let title = &source.title[lang];
        let title = match is_gb(lang) {
            true => colons(title),
            false => title.clone(),
        };
        Some([start, &title, middle, &**url, end].concat())
    }

    /// The pattern of all that is like the source; made now, unless there are many.
    fn pattern(&self, source: &Source, lang: Lang) -> Option<Arc<Pattern>> {
        let stand_in = stand_in(source, lang);
        let found = |known: &[Arc<Pattern>]| {
            let like = known.iter().find(|pattern| pattern.source == stand_in);
            like.map(Arc::clone)
        };
        let known = self.patterns.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pattern) = found(&known) {
            return Some(pattern);
        }
        if known.len() >= MOST {
            return None;
        }
        drop(known);
        let pattern = Arc::new(Pattern::of(stand_in.clone(), lang));
        let mut known = self
            .patterns
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        // Another page may have made it meanwhile.
        if let Some(pattern) = found(&known) {
            return Some(pattern);
        }
        known.push(Arc::clone(&pattern));
        Some(pattern)
    }
}

/// The source with what stands for its title and its address.
fn stand_in(source: &Source, lang: Lang) -> Source {
    let languages = source.title.languages();
    let title = TITLES[usize::from(has_han(&source.title[lang]))];
    Source {
        id: String::new(),
        title: PerLanguage::same(languages, title.to_owned()),
        url: Address::parse(ADDRESS).ok(),
        ..source.clone()
    }
}

impl Pattern {
    fn of(stand_in: Source, lang: Lang) -> Pattern {
        let text = reference(&stand_in, lang).text;
        let around = text
            .split_once(&stand_in.title[lang])
            .and_then(|(start, rest)| {
                let (middle, end) = rest.split_once(ADDRESS)?;
                Some([start, middle, end].map(str::to_owned))
            });
        Pattern {
            source: stand_in,
            around,
        }
    }
}

/// Whether a style has nothing to change in a title: words and what cannot be taken for the end of a
/// sentence, a quotation or a mark of its own; and no name whose capitals are put back.
fn is_plain(source: &Source, lang: Lang) -> bool {
    let title = &source.title[lang];
    let plain = |c: char| c.is_alphanumeric() || " ,:-–—’，：、".contains(c);
    let ends = [title.chars().next(), title.chars().next_back()];
    let lower = title.to_lowercase();
    let names = source.authors.iter().chain(&source.editors);
    let names = names.map(|name| &name[lang].family);
    let mut names = names.chain(source.container.iter().map(|whole| &whole[lang]));
    title.chars().all(plain)
        && ends
            .iter()
            .all(|end| end.is_some_and(char::is_alphanumeric))
        && !title.contains("  ")
        && !names.any(|name| lower.contains(&name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lang::Languages;
    use crate::lang::testing::{en, zh};
    use crate::survey::bibliography::{Date, Name, SourceKind};

    fn page(title: &str, address: &str, more: bool) -> Source {
        let both = |text: &str| PerLanguage::same(Languages::built_in(), text.to_owned());
        let mut source = Source::new("page", SourceKind::Webpage, both(title));
        source.url = Address::parse(&format!("https://a.example/{address}")).ok();
        source.container = Some(both("Report of 2018"));
        if more {
            let author = Name::whole("The Editors");
            source.authors = vec![PerLanguage::same(Languages::built_in(), author)];
            source.issued = Date::parse("2018-07");
            source.version = Some("2".to_owned());
        }
        source
    }

    fn is_same(title: &str, address: &str, more: bool, series: &Series, lang: Lang) {
        let source = page(title, address, more);
        assert_eq!(
            series.text(&source, lang),
            reference(&source, lang).text,
            "{title}"
        );
    }

    #[test]
    fn every_title_has_the_entry_that_the_style_makes() {
        for lang in [zh(), en()] {
            let series = [Series::default(), Series::default()];
            let titles = "[A-Za-z0-9 指数电éñİß ,，、–.?!：:'\"“”()（）&<>-]{1,12}|[A-Za-z0-9指数éİß :–—’，：、-]{1,12}|[A-Z][a-z]{1,4}(: |：|——|-| )[A-Za-z数]{1,9}";
            proptest!(|(title in titles, address in "[a-z]{1,5}(/[a-z0-9-]{1,4}){0,2}/?")| {
                for more in [false, true] {
                    is_same(&title, &address, more, &series[usize::from(more)], lang);
                }
            });
            for title in [
                "The report of 2018",
                "report of 2018 again",
                "The editors",
                "2018",
                "a",
            ] {
                is_same(title, "x", true, &series[1], lang);
            }
        }
    }

    #[test]
    fn plain_titles_are_not_given_to_the_style_again() {
        for lang in [zh(), en()] {
            let series = Series::default();
            // The report's own page has no whole around it.
            let mut home = page("Home", "", true);
            home.container = None;
            series.text(&home, lang);
            for title in [
                "Alder, 2018",
                "北湾",
                "北湾：2018",
                "Alder: against its region",
            ] {
                let made = series.by_pattern(&page(title, "x", true), lang);
                assert!(made.is_some(), "{title}");
            }
            assert_eq!(series.patterns.read().map(|all| all.len()).ok(), Some(3));
        }
    }
}
