//! What tests take from one language of a report.

use egov_report::lang::Lang;

use crate::common::planted::Planted;

/// What is taken from one language.
#[derive(Clone, Copy)]
pub enum Taken {
    /// The line of a heading.
    Heading,
    /// The expression itself.
    Expression,
    /// The expression gives way to another.
    Changed(&'static str),
    /// A note: its reference and its definition.
    Note,
    /// A link, whose text stays.
    Link,
}

pub struct Plant {
    pub chapter: &'static str,
    pub section: &'static str,
    pub taken: Taken,
    /// What stands in the file.
    pub needle: &'static str,
    /// What must be told as missing.
    pub told: &'static str,
}

const fn plant(
    chapter: &'static str,
    section: &'static str,
    taken: Taken,
    needle: &'static str,
    told: &'static str,
) -> Plant {
    Plant {
        chapter,
        section,
        taken,
        needle,
        told,
    }
}

pub const TOWNS: [Plant; 7] = [
    plant(
        "overview",
        "places",
        Taken::Heading,
        "{#places}",
        "the heading `#places`",
    ),
    plant(
        "overview",
        "levels",
        Taken::Expression,
        "{{ chart(id=\"towns\") }}",
        "the chart `towns`",
    ),
    plant(
        "overview",
        "levels",
        Taken::Expression,
        "{{ mean(edition=2018) }}",
        "the value `mean(edition=2018)`",
    ),
    plant(
        "overview",
        "levels",
        Taken::Changed("{{ mean(edition=2015) }}"),
        "{{ mean(edition=2018) }}",
        "the value `mean(edition=2018)`",
    ),
    plant(
        "overview",
        "levels",
        Taken::Note,
        "[^mean]",
        "the note `mean`",
    ),
    plant(
        "changes",
        "ellsay",
        Taken::Expression,
        "{{ cite(source=\"pilot-book\", page=\"12\") }}",
        "the citation `pilot-book",
    ),
    plant(
        "changes",
        "ferries",
        Taken::Link,
        "](#ellsay)",
        "the link `#ellsay`",
    ),
];

pub const REAL: [Plant; 7] = [
    plant(
        "lessons",
        "against",
        Taken::Heading,
        "{#against}",
        "the heading `#against`",
    ),
    plant(
        "global-status",
        "groups",
        Taken::Expression,
        "{{ chart(id=\"levels-2016-2018\") }}",
        "the chart `levels-2016-2018`",
    ),
    plant(
        "global-status",
        "groups",
        Taken::Expression,
        "{{ share(edition=2016, level=\"high\") }}",
        "the value `share(",
    ),
    plant(
        "global-status",
        "survey",
        Taken::Changed("{{ span(from=2003, to=2018) }}"),
        "{{ span(from=2001, to=2018) }}",
        "the value `span(from=2001,to=2018)`",
    ),
    plant(
        "global-status",
        "groups",
        Taken::Note,
        "[^assessed]",
        "the note `assessed`",
    ),
    plant(
        "global-status",
        "low-group",
        Taken::Expression,
        "{{ cite(source=\"un-ohrlls-2017\") }}",
        "the citation `un-ohrlls-2017",
    ),
    plant(
        "global-status",
        "regions",
        Taken::Link,
        "](chapter:after-2018#regions)",
        "the link `chapter:after-2018#regions`",
    ),
];

pub fn file(chapter: &str, lang: Lang) -> String {
    format!("commentary/{chapter}.{lang}.md")
}

pub fn take(copy: &Planted, plant: &Plant, lang: Lang) {
    let name = file(plant.chapter, lang);
    let text = copy.text(&name);
    assert!(
        text.contains(plant.needle),
        "{name} has no `{}`",
        plant.needle
    );
    let without_line = |text: &str, holds: &dyn Fn(&str) -> bool| -> String {
        text.split_inclusive('\n').filter(|l| !holds(l)).collect()
    };
    let text = match plant.taken {
        Taken::Heading => without_line(&text, &|l| l.contains(plant.needle)),
        Taken::Expression => text.replacen(plant.needle, "", 1),
        Taken::Changed(to) => text.replacen(plant.needle, to, 1),
        Taken::Note => {
            let definition = format!("{}:", plant.needle);
            without_line(&text, &|l| l.starts_with(&definition)).replacen(plant.needle, "", 1)
        }
        Taken::Link => {
            let at = text.find(plant.needle).unwrap();
            let open = text[..at].rfind('[').unwrap();
            let (before, after) = (&text[..open], &text[at + plant.needle.len()..]);
            format!("{before}{}{after}", &text[open + 1..at])
        }
    };
    copy.write(&name, &text);
}
