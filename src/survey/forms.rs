//! The forms that a name takes inside a sentence, where a language has some: with its article, and
//! as an owner.

use crate::diagnostic::{Checked, Diagnostics};
use crate::lang::{Lang, Languages, PerLanguage};
use crate::source::node::Fields;

/// The forms of a name; `None` where it has none of its own in that language.
#[derive(Clone, Debug, PartialEq)]
pub struct Forms {
    in_text: PerLanguage<Option<String>>,
    possessive: PerLanguage<Option<String>>,
}

impl Forms {
    /// Reads `in-text` and `possessive`.
    pub(super) fn read(
        fields: &mut Fields<'_>,
        languages: Languages,
        d: &Diagnostics,
    ) -> Checked<Forms> {
        let in_text = fields.optional("in-text", |n| n.some_texts(d));
        let possessive = fields.optional("possessive", |n| n.some_texts(d));
        let none = || PerLanguage::same(languages, None);
        Ok(Forms {
            in_text: in_text?.unwrap_or_else(none),
            possessive: possessive?.unwrap_or_else(none),
        })
    }

    /// The name inside a sentence: “the United States”.
    pub fn in_text<'f>(&'f self, name: &'f PerLanguage<String>, lang: Lang) -> &'f str {
        self.in_text[lang].as_deref().unwrap_or(&name[lang])
    }

    /// The name as an owner, where the language's rule does not make it: “the United States’”.
    pub fn possessive(&self, lang: Lang) -> Option<&str> {
        self.possessive[lang].as_deref()
    }
}
