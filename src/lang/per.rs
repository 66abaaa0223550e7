//! A value for each language of a report.

use std::ops::{Index, IndexMut};

use super::{Lang, Languages};

/// A value in every language of a report; it cannot lack in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerLanguage<T> {
    languages: Languages,
    values: Vec<T>,
}

impl<T> PerLanguage<T> {
    /// Makes the value of each language with `make`.
    pub fn from_fn(languages: Languages, make: impl FnMut(Lang) -> T) -> Self {
        PerLanguage {
            languages,
            values: languages.iter().map(make).collect(),
        }
    }

    /// As [`PerLanguage::from_fn`], where making can fail; all are asked, so that what is wrong with
    /// each is reported.
    ///
    /// # Errors
    /// The first error.
    pub fn try_from_fn<E>(
        languages: Languages,
        make: impl FnMut(Lang) -> Result<T, E>,
    ) -> Result<Self, E> {
        let values: Vec<Result<T, E>> = languages.iter().map(make).collect();
        Ok(PerLanguage {
            languages,
            values: values.into_iter().collect::<Result<_, E>>()?,
        })
    }

    /// The same value for all.
    pub fn same(languages: Languages, value: T) -> Self
    where
        T: Clone,
    {
        Self::from_fn(languages, |_| value.clone())
    }

    /// The languages.
    pub fn languages(&self) -> Languages {
        self.languages
    }

    /// Applies `f` to each language's value.
    pub fn map<U>(&self, mut f: impl FnMut(Lang, &T) -> U) -> PerLanguage<U> {
        PerLanguage::from_fn(self.languages, |lang| f(lang, &self[lang]))
    }

    /// As [`PerLanguage::map`], taking the values.
    pub fn into_map<U>(self, f: impl FnMut(T) -> U) -> PerLanguage<U> {
        PerLanguage {
            languages: self.languages,
            values: self.values.into_iter().map(f).collect(),
        }
    }

    /// Each language with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.languages.iter().zip(&self.values)
    }
}

impl<T> Index<Lang> for PerLanguage<T> {
    type Output = T;
    fn index(&self, lang: Lang) -> &T {
        &self.values[lang.index()]
    }
}

impl<T> IndexMut<Lang> for PerLanguage<T> {
    fn index_mut(&mut self, lang: Lang) -> &mut T {
        &mut self.values[lang.index()]
    }
}
