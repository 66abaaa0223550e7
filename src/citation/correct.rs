//! What the styles or their processor get wrong, put right in one place. Each rule says what it
//! mends; when a later version of hayagriva knows better, the rule can go.

use super::form::is_gb;
use crate::html::escape;
use crate::lang::Lang;
use crate::lang::characters::is_han;

/// Stands for a hyphen that must not become a dash: the processor takes `7714-2015` for a range.
pub(super) const KEPT_HYPHEN: &str = "\u{e000}";

/// Whether a text is Chinese, or has some Chinese in it.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

/// A stretch of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) italic: bool,
    pub(super) href: Option<String>,
}

impl Run {
    pub(super) fn plain(text: &str) -> Run {
        Run {
            text: text.to_owned(),
            ..Run::default()
        }
    }

    pub(super) fn html(&self) -> String {
        let mut html = escape(&self.text);
        if self.italic {
            html = format!("<cite>{html}</cite>");
        }
        match &self.href {
            Some(href) => format!("<a href=\"{}\" rel=\"external\">{html}</a>", escape(href)),
            None => html,
        }
    }
}

/// Applies the rules to the stretches of an entry.
pub(super) fn correct(runs: &mut Vec<Run>, lang: Lang) {
    let mut line = Line::new(runs);
    line.replace(KEPT_HYPHEN, "-");
    // A title's own ? or ! ends it, and two points are one.
    for mark in ['?', '!', '？', '！', '…'] {
        line.replace(&format!("{mark}."), &mark.to_string());
    }
    if is_gb(lang) {
        // A number and its counter are one word.
        for digit in '0'..='9' {
            line.replace(&format!("{digit} 版"), &format!("{digit}版"));
        }
    } else {
        // A date without month and day; an address without the day it was read.
        line.replace(",)", ")");
        line.replace("Retrieved http", "http");
        line.replace("(ed.)", "(Ed.)");
        line.replace("(eds.)", "(Eds.)");
        line.kind_to_title();
        line.apostrophes();
    }
    *runs = line.into_runs();
}

/// Puts `text` behind the mark of the document's type, `[EB/OL]`, which the standard gives every
/// entry.
pub(super) fn complete(runs: &mut [Run], text: &str) {
    const MARKS: [&str; 4] = ["[EB/OL]", "[DS/OL]", "[DS]", "/OL]"];
    for mark in MARKS {
        for run in runs.iter_mut().rev() {
            if let Some(at) = run.text.rfind(mark) {
                run.text.insert_str(at + mark.len(), text);
                return;
            }
        }
    }
}

/// Puts back the capitals of `texts` where a style has set its own: a Chinese name with Latin letters
/// is no Latin name, and a site is called what it calls itself.
pub(super) fn restore(runs: &mut Vec<Run>, texts: &[&str]) {
    let mut line = Line::new(runs);
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    for text in texts {
        let wanted: Vec<char> = text.chars().collect();
        let found = (0..line.letters.len()).find(|&at| {
            let window = line.letters.get(at..at + wanted.len());
            window.is_some_and(|w| {
                let mut pairs = w.iter().zip(&wanted);
                pairs.all(|((c, run), w)| lower(*c) == lower(*w) && line.runs[*run].href.is_none())
            })
        });
        if let Some(at) = found {
            for (letter, c) in line.letters[at..].iter_mut().zip(wanted) {
                letter.0 = c;
            }
        }
    }
    *runs = line.into_runs();
}

/// An entry, letter by letter, each with the run it came from. What is in a link stays as it is.
struct Line {
    letters: Vec<(char, usize)>,
    runs: Vec<Run>,
}

impl Line {
    fn new(runs: &mut Vec<Run>) -> Line {
        let runs = std::mem::take(runs);
        let letters = runs
            .iter()
            .enumerate()
            .flat_map(|(i, run)| run.text.chars().map(move |c| (c, i)))
            .collect();
        Line { letters, runs }
    }

    fn find(&self, wanted: &[char], from: usize) -> Option<usize> {
        let last = self.letters.len().checked_sub(wanted.len())?;
        (from..=last).find(|&at| {
            let window = &self.letters[at..at + wanted.len()];
            window.iter().zip(wanted).all(|((c, _), w)| c == w)
        })
    }

    /// Replaces each `old` that is not within a link. The new letters look like the old's first.
    fn replace(&mut self, old: &str, new: &str) {
        let old: Vec<char> = old.chars().collect();
        let mut from = 0;
        while let Some(at) = self.find(&old, from) {
            let window = &self.letters[at..at + old.len()];
            let (first, last) = (window[0].1, window[old.len() - 1].1);
            if self.runs[first].href.is_some() && first == last {
                from = at + old.len();
                continue;
            }
            // Letters that both have in common at the end keep their own looks.
            let new: Vec<char> = new.chars().collect();
            let common = old
                .iter()
                .rev()
                .zip(new.iter().rev())
                .take_while(|(a, b)| a == b)
                .count();
            let letters: Vec<(char, usize)> = new[..new.len() - common]
                .iter()
                .map(|c| (*c, first))
                .collect();
            from = at + letters.len() + common;
            self.letters.splice(at..at + old.len() - common, letters);
        }
    }

    /// `Title. (2018). [Dataset]` is `Title [Dataset]. (2018)`: APA sets what kind of thing it is
    /// beside the title, also where no author stands before it.
    fn kind_to_title(&mut self) {
        let pattern: Vec<char> = "). [".chars().collect();
        let Some(close) = self.find(&pattern, 0) else {
            return;
        };
        let open = self.letters[..close].iter().rposition(|(c, _)| *c == '(');
        let end = self.letters[close..].iter().position(|(c, _)| *c == ']');
        let (Some(open), Some(end)) = (open, end) else {
            return;
        };
        if open < 2 || self.letters[open - 2].0 != '.' {
            return;
        }
        // “. (2018)” moves behind “ [Dataset]”, and the point between them goes.
        let kind: Vec<_> = self.letters[close + 2..=close + end].to_vec();
        let date: Vec<_> = self.letters[open - 2..=close].to_vec();
        let moved = kind.into_iter().chain(date);
        self.letters.splice(open - 2..=close + end, moved);
    }

    /// The typewriter's apostrophe within a word becomes the printed one.
    fn apostrophes(&mut self) {
        for at in 1..self.letters.len().saturating_sub(1) {
            let around = [self.letters[at - 1].0, self.letters[at + 1].0];
            let (c, run) = self.letters[at];
            if c == '\''
                && self.runs[run].href.is_none()
                && around[0].is_alphabetic()
                && (around[1].is_alphabetic() || around[1] == ' ')
            {
                self.letters[at].0 = '’';
            }
        }
    }

    fn into_runs(self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut before = None;
        for (c, i) in self.letters {
            let same = before.is_some_and(|b: usize| {
                b == i
                    || self.runs[b].href == self.runs[i].href
                        && self.runs[b].italic == self.runs[i].italic
            });
            match runs.last_mut() {
                Some(run) if same => run.text.push(c),
                _ => runs.push(Run {
                    text: c.to_string(),
                    ..self.runs[i].clone()
                }),
            }
            before = Some(i);
        }
        runs
    }
}
