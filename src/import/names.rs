//! Whose row it is: names and codes as others write them, matched to members, or to nobody. A form
//! that two members share matches neither: better no match than a wrong one.

use std::collections::{BTreeSet, HashMap};

use super::fold;
use super::table::tidy;
use super::words::Words;
use crate::survey::{Member, MemberId, Survey};

/// The member that has a form; `None` if several have it.
type Forms = HashMap<String, Option<MemberId>>;

/// The names of all members, in forms that leave more and more out.
pub(super) struct Names<'s> {
    words: &'s Words,
    /// To the letter.
    exact: Forms,
    /// Codes in small letters; numbers without zeros before them.
    codes: Forms,
    /// Folded.
    folded: Forms,
    /// The set of words, without small ones and with short ones written out.
    bags: Forms,
    /// Without the form of state.
    bare: Forms,
    /// The forms of state that a member is known by, with what is left of the name.
    states: HashMap<(MemberId, String), BTreeSet<Vec<String>>>,
    /// What suggestions are made from: all names, folded with blanks.
    all: Vec<(String, MemberId)>,
}

/// A name without its form of state, and that form.
struct Bare {
    key: String,
    form: Vec<String>,
}

fn insert(forms: &mut Forms, key: String, member: MemberId) {
    if key.is_empty() {
        return;
    }
    let entry = forms.entry(key).or_insert(Some(member));
    if *entry != Some(member) {
        *entry = None;
    }
}

/// A code as others write it: `ell` for `ELL`, and `4` for `004`.
fn code_key(text: &str) -> String {
    let small = text.trim().to_lowercase();
    match small.bytes().all(|b| b.is_ascii_digit()) {
        true => small.trim_start_matches('0').to_owned(),
        false => small,
    }
}

fn all_names<'m>(survey: &'m Survey, member: &'m Member) -> impl Iterator<Item = &'m str> {
    let named = survey.languages.iter().flat_map(|lang| {
        let name = &member.name;
        [name[lang].as_str(), member.forms.in_text(name, lang)]
    });
    named.chain(member.aliases.iter().map(String::as_str))
}

/// What to do instead of passing a member over.
pub(super) const NOT_SKIPPED: &str = "only rows that are no member are skipped: remove rows of a member from the table itself; \
     a name of somebody else goes out of survey/members.yaml first";

/// Whether a member's code, name or alias is this one, however it is spelled.
pub(super) fn is_called(survey: &Survey, member: MemberId, text: &str) -> bool {
    let member = &survey.members[member.0];
    let codes = member.codes.iter().map(|(_, code)| code.as_str());
    let mut names = all_names(survey, member)
        .chain(codes)
        .chain([member.code.as_str()]);
    let key = fold::key(text);
    !key.is_empty() && names.any(|name| fold::key(name) == key)
}

/// The first member that is called so.
pub(super) fn called(survey: &Survey, text: &str) -> Option<MemberId> {
    survey.member_ids().find(|id| is_called(survey, *id, text))
}

impl<'s> Names<'s> {
    pub(super) fn new(survey: &'s Survey, words: &'s Words) -> Names<'s> {
        let mut names = Names {
            words,
            exact: Forms::new(),
            codes: Forms::new(),
            folded: Forms::new(),
            bags: Forms::new(),
            bare: Forms::new(),
            states: HashMap::new(),
            all: Vec::new(),
        };
        for id in survey.member_ids() {
            let member = &survey.members[id.0];
            let codes = member.codes.iter().map(|(_, code)| code);
            for code in codes.chain([&member.code]) {
                insert(&mut names.codes, code_key(code), id);
            }
            for name in all_names(survey, member) {
                insert(&mut names.exact, tidy(name), id);
                insert(&mut names.folded, fold::key(name), id);
                let bag = names.bag(name);
                insert(&mut names.bags, bag, id);
                let bare = names.bare(name);
                let known = names.states.entry((id, bare.key.clone())).or_default();
                known.extend(Some(bare.form).filter(|form| !form.is_empty()));
                insert(&mut names.bare, bare.key, id);
                names.all.push((fold::words(name).join(" "), id));
            }
        }
        names
    }

    /// The words of a name without small ones, short ones written out.
    fn full(&self, name: &str) -> Vec<String> {
        let words = fold::words(name).into_iter();
        let long = words.flat_map(|word| match self.words.short.get(&word) {
            Some(long) => long.clone(),
            None => vec![word],
        });
        long.filter(|word| !self.words.small.contains(word))
            .collect()
    }

    fn bag(&self, name: &str) -> String {
        let mut words = self.full(name);
        words.sort();
        words.dedup();
        words.join(" ")
    }

    fn bare(&self, name: &str) -> Bare {
        let forms = &self.words.forms;
        let (mut form, left): (Vec<String>, Vec<String>) =
            self.full(name).into_iter().partition(|w| forms.contains(w));
        let mut key = left.concat();
        // Chinese has no blanks: its forms of state are ends of the word.
        let end = forms.iter().filter(|f| !f.is_ascii() && key.ends_with(*f));
        if let Some(end) = end.max_by_key(|f| f.len())
            && end.len() < key.len()
        {
            form.push(end.clone());
            key.truncate(key.len() - end.len());
        }
        form.sort();
        Bare { key, form }
    }

    /// The member with a code.
    pub(super) fn by_code(&self, text: &str) -> Option<MemberId> {
        self.codes.get(&code_key(text)).copied().flatten()
    }

    /// The member whose name or code this is.
    pub(super) fn find(&self, text: &str) -> Option<MemberId> {
        let text = tidy(text);
        if let Some(found) = self.exact.get(&text) {
            return *found;
        }
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        if !is_number && let Some(found) = self.codes.get(&code_key(&text)) {
            return *found;
        }
        let text = unmarked(&text);
        self.by_form(text)
            .or_else(|| self.by_form(&self.without_remark(text)?))
            .or_else(|| self.by_parts(text))
    }

    /// By what is left of the name; a form that several members have ends the search.
    fn by_form(&self, text: &str) -> Option<MemberId> {
        if self.is_of_another(text) {
            return None;
        }
        let steps: [(&Forms, String); 2] = [
            (&self.folded, fold::key(text)),
            (&self.bags, self.bag(text)),
        ];
        for (forms, key) in steps {
            if let Some(found) = forms.get(&key) {
                return *found;
            }
        }
        let bare = self.bare(text);
        let member = self.bare.get(&bare.key).copied().flatten()?;
        // Two may have one name and part by their form of state: who has one has no other.
        let known = self.states.get(&(member, bare.key));
        let known = known.filter(|known| !known.is_empty());
        let parts = bare.form.iter().any(|f| self.words.parting.contains(f));
        let agrees = match known {
            _ if bare.form.is_empty() => true,
            Some(known) => known.contains(&bare.form),
            None => !parts,
        };
        (agrees && !self.is_slip_of_another(text, member)).then_some(member)
    }

    /// Whether a name is one letter from that of somebody else: `Dominica Republic`.
    fn is_slip_of_another(&self, text: &str, member: MemberId) -> bool {
        let own = fold::words(text).join(" ");
        let others = self.all.iter().filter(|(_, other)| *other != member);
        let mut near = others.filter(|(name, _)| name.len().abs_diff(own.len()) <= 3);
        near.any(|(name, _)| name.len() > 5 && strsim::damerau_levenshtein(name, &own) <= 1)
    }

    /// Whether words in brackets or behind a comma say that it is another place: `NAME (State)`.
    fn is_of_another(&self, text: &str) -> bool {
        let inner = bracketed(text).map(|(_, inner)| inner);
        let behind = text.rsplit_once([',', '，']).map(|(_, behind)| behind);
        let mut said = inner.into_iter().chain(behind);
        said.any(|said| self.words.places.contains(&fold::key(said)))
    }

    /// The name without words in brackets that only say what it is of: `NAME (Country)`.
    fn without_remark(&self, text: &str) -> Option<String> {
        let (outer, inner) = bracketed(text)?;
        let is_remark = self.words.remarks.contains(&fold::key(inner));
        is_remark.then_some(outer)
    }

    /// Of two names for one member: `NEW (OLD)`, `NAME/NAME`.
    fn by_parts(&self, text: &str) -> Option<MemberId> {
        let parts: Vec<String> = match bracketed(text) {
            Some((outer, inner)) => vec![outer, inner.to_owned()],
            None if text.contains('/') => text.split('/').map(str::to_owned).collect(),
            None => return None,
        };
        let mut found = parts.iter().map(|part| self.by_form(part));
        let first = found.next().flatten()?;
        found.all(|other| other == Some(first)).then_some(first)
    }

    /// How like names are: such as share no more than their form of state are not, unless one of them is
    /// made of nothing else.
    fn likeness(&self, text: &[String], name: &str) -> f64 {
        let without = |words: &[&str]| -> Vec<String> {
            let kept = words.iter().filter(|w| !self.words.forms.contains(**w));
            kept.map(|w| (*w).to_owned()).collect()
        };
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let name: Vec<&str> = name.split(' ').collect();
        let (bare_text, bare_name) = (without(&text), without(&name));
        let (text, name) = match bare_text.is_empty() || bare_name.is_empty() {
            true => (text.join(" "), name.join(" ")),
            false => (bare_text.join(" "), bare_name.join(" ")),
        };
        strsim::normalized_damerau_levenshtein(&text, &name)
    }

    /// Members whose names are near, the nearest first.
    pub(super) fn near(&self, text: &str) -> Vec<MemberId> {
        let folded = fold::words(text);
        let bare: BTreeSet<String> = self.full(text).into_iter().collect();
        let mut near: Vec<(f64, MemberId)> = Vec::new();
        for (name, member) in &self.all {
            let own = self.full(name).into_iter();
            let own: Vec<String> = own.filter(|w| !self.words.forms.contains(w)).collect();
            let is_held = |word: &String| bare.iter().any(|other| is_like(word, other));
            let holds = !own.is_empty() && own.iter().all(is_held);
            let score = match (holds, folded.len() < 50 && name.len() < 200) {
                (true, _) => 0.9,
                (_, true) => self.likeness(&folded, name),
                _ => 0.0,
            };
            if score >= 0.55 {
                near.push((score, *member));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut seen = BTreeSet::new();
        near.retain(|(_, member)| seen.insert(*member));
        near.into_iter().take(3).map(|(_, member)| member).collect()
    }
}

/// Whether two words are the same, or long and one letter apart.
fn is_like(a: &str, b: &str) -> bool {
    let is_long = a.len() > 5 && b.len() > 5 && a.len().abs_diff(b.len()) <= 3;
    a == b || (is_long && strsim::damerau_levenshtein(a, b) <= 1)
}

/// A name without the marks of footnotes at its end.
fn unmarked(text: &str) -> &str {
    let is_mark = |c: char| matches!(c, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let mut text = text.trim_end_matches(|c| is_mark(c) || c == ' ');
    // `NAME [1]`, `NAME (a)`.
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some((before, mark)) = text.strip_suffix(close).and_then(|t| t.rsplit_once(open))
            && (1..=2).contains(&mark.len())
            && (mark.bytes().all(|b| b.is_ascii_digit()) || mark.len() == 1)
        {
            text = before.trim_end();
        }
    }
    text
}

/// A text without what stands in its brackets, and that.
fn bracketed(text: &str) -> Option<(String, &str)> {
    let is_open = |c: char| matches!(c, '(' | '（' | '[' | '［');
    let is_close = |c: char| matches!(c, ')' | '）' | ']' | '］');
    let open = text.find(is_open)?;
    let close = open + text[open..].find(is_close)?;
    let first = text[open..].chars().next()?.len_utf8();
    let last = text[close..].chars().next()?.len_utf8();
    let outer = tidy(&format!("{} {}", &text[..open], &text[close + last..]));
    let inner = text.get(open + first..close)?.trim();
    (!outer.is_empty() && !inner.is_empty()).then_some((outer, inner))
}
