//! What readers may type to find a member in a list: one file for all pages, in all languages.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::lang::{Lang, readings, variants};
use crate::survey::{Member, Survey};

/// The name by which templates know the file.
pub const NAME: &str = "find.json";

/// Under what a member is found.
#[derive(Debug, Serialize)]
struct Entry<'s> {
    /// Its names in all languages, and its other names.
    names: BTreeSet<&'s str>,
    /// Its codes in all systems.
    codes: BTreeSet<&'s str>,
    /// How names are typed that are not written in letters.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    readings: BTreeSet<String>,
}

#[derive(Debug, Serialize)]
struct Index<'s> {
    members: BTreeMap<&'s str, Entry<'s>>,
    /// The tags of the languages whose readers know the readings.
    read: Vec<&'static str>,
    /// Other forms of the characters in names, each with the one that both are compared in.
    variants: BTreeMap<char, char>,
}

/// The file's text.
pub fn index(survey: &Survey) -> String {
    let readers: Vec<Lang> = survey
        .languages
        .iter()
        .filter(|l| l.has_readings())
        .collect();
    let members = survey.members.iter();
    let entries: BTreeMap<&str, Entry<'_>> = members
        .map(|member| (member.code.as_str(), entry(member, &readers)))
        .collect();
    let names: String = entries
        .values()
        .flat_map(|e| e.names.iter().copied())
        .collect();
    let index = Index {
        variants: if readers.is_empty() {
            BTreeMap::new()
        } else {
            variants(&names)
        },
        read: readers.iter().map(|lang| lang.tag()).collect(),
        members: entries,
    };
    serde_json::to_string(&index).unwrap_or_default()
}

fn entry<'s>(member: &'s Member, readers: &[Lang]) -> Entry<'s> {
    let other = member.aliases.iter().map(String::as_str);
    let names = member.name.iter().map(|(_, name)| name.as_str());
    let codes = member.codes.iter().map(|(_, code)| code.as_str());
    // An alias has no language: its characters say whether there is a reading.
    let read = readers.iter().map(|lang| member.name[*lang].as_str());
    let read = read.chain(other.clone().filter(|_| !readers.is_empty()));
    Entry {
        names: names.chain(other).collect(),
        codes: codes.chain([member.code.as_str()]).collect(),
        readings: read.flat_map(readings).collect(),
    }
}
