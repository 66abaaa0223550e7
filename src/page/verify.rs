//! The pages that check: replication of the published results, and the claims of the source.

use serde::Serialize;

use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::Link;
use super::{Contents, Maker, Page};
use crate::index::replicate::Replication;
use crate::report::{Chapter, Verdict, Verified};
use crate::survey::ComponentId;

#[derive(Debug, Serialize)]
struct ValueRow {
    member: Link,
    published: String,
    computed: String,
    difference: String,
}

#[derive(Debug, Serialize)]
struct RankRow {
    member: Link,
    published: String,
    computed: String,
    value: String,
    tied_with: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct FlagRow {
    member: Link,
    component: Link,
    value: String,
    note: String,
}

#[derive(Debug, Serialize)]
struct EditionRow {
    edition: Link,
    members: usize,
    compared: usize,
    agreeing: usize,
    largest_error: String,
    ranks_compared: usize,
    ranks_agreeing: usize,
    values: Vec<ValueRow>,
    ranks: Vec<RankRow>,
    not_assessed: Vec<Link>,
    flagged: Vec<FlagRow>,
}

#[derive(Debug, Serialize)]
struct ReplicationView {
    rows: Vec<EditionRow>,
    all: usize,
    compared: usize,
    agreeing: usize,
    ranks_compared: usize,
    ranks_agreeing: usize,
    not_assessed: usize,
    tolerance: String,
    index: Link,
}

/// Computed against published results.
pub static REPLICATION: PageKind = PageKind {
    name: "replication",
    of: Of::One,
    segment: Segment::Fixed("replication"),
    template: "replication.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

pub(super) fn replication(maker: &Maker<'_>) -> Page {
    let replications = maker.contents.replication;
    let survey = maker.survey();
    let index = ComponentId::INDEX;
    let sum = |of: fn(&Replication) -> usize| replications.iter().map(of).sum();
    let view = ReplicationView {
        rows: replications.iter().map(|r| row(maker, r)).collect(),
        all: survey.members.len() * survey.editions.len(),
        compared: sum(|r| r.compared),
        agreeing: sum(|r| r.agreeing),
        ranks_compared: sum(|r| r.ranks_compared),
        ranks_agreeing: sum(|r| r.ranks_compared - r.ranks.len()),
        not_assessed: sum(|r| r.not_assessed.len()),
        tolerance: short(maker, survey.methodology.tolerance),
        index: maker.component(index),
    };
    maker.page(
        &REPLICATION,
        "",
        maker.word("page-replication"),
        maker.word("replication-description"),
        &view,
    )
}

/// A small number with as many places as it needs, at most six.
fn short(maker: &Maker<'_>, value: f64) -> String {
    let decimals = (0..=6)
        .find(|d| (crate::lang::rounded(value, *d) - value).abs() < 5e-8)
        .unwrap_or(6);
    maker.lang.number(value, decimals)
}

fn row(maker: &Maker<'_>, replication: &Replication) -> EditionRow {
    let edition = replication.edition;
    let index = ComponentId::INDEX;
    EditionRow {
        edition: maker.edition(edition),
        members: maker.survey().members.len(),
        compared: replication.compared,
        agreeing: replication.agreeing,
        largest_error: maker.lang.number(replication.largest_error, 6),
        ranks_compared: replication.ranks_compared,
        ranks_agreeing: replication.ranks_compared - replication.ranks.len(),
        values: replication
            .values
            .iter()
            .map(|v| ValueRow {
                member: maker.member(v.member),
                published: maker.value(index, Some(v.published)),
                computed: maker.value(index, Some(v.computed)),
                difference: maker.lang.signed(v.computed - v.published, 4),
            })
            .collect(),
        ranks: replication
            .ranks
            .iter()
            .map(|r| RankRow {
                member: maker.member(r.member),
                published: r.published.to_string(),
                computed: maker.rank(r.computed),
                value: maker.value(index, maker.indices.result(edition, index, r.member)),
                tied_with: r.tied_with.iter().map(|m| maker.member(*m)).collect(),
            })
            .collect(),
        not_assessed: maker
            .by_name(replication.not_assessed.clone())
            .into_iter()
            .map(|m| maker.member(m))
            .collect(),
        flagged: replication
            .flagged
            .iter()
            .map(|(member, component, value)| FlagRow {
                member: maker.member(*member),
                component: maker.component(*component),
                value: maker.value(*component, Some(*value)),
                note: maker.survey().editions[edition.0]
                    .flags
                    .iter()
                    .find(|f| f.member == *member && f.component == *component)
                    .map_or_else(String::new, |f| f.note[maker.lang].clone()),
            })
            .collect(),
    }
}

#[derive(Debug, Serialize)]
struct ClaimRow {
    id: String,
    text: String,
    said: String,
    computed: String,
    /// For machines, where it is a number.
    value: Option<String>,
    provenance: String,
    why: Option<String>,
    section: Link,
}

#[derive(Debug, Serialize)]
struct Part {
    verdict: &'static str,
    title: String,
    explained: String,
    rows: Vec<ClaimRow>,
}

#[derive(Debug, Serialize)]
struct ClaimsView {
    parts: Vec<Part>,
    total: usize,
}

/// What the source says against the data.
pub static CLAIMS: PageKind = PageKind {
    name: "claims",
    of: Of::One,
    segment: Segment::Fixed("claims"),
    template: "claims.html",
    menu: Menu::More,
    parent: None,
    charts: None,
};

pub(super) fn claims(maker: &Maker<'_>) -> Page {
    let Contents {
        claims: verified,
        chapters,
        knowledge,
        ..
    } = maker.contents;
    let verdicts = [
        Verdict::Differs,
        Verdict::AgreesRounded,
        Verdict::Agrees,
        Verdict::Restated,
    ];
    let view = ClaimsView {
        parts: verdicts
            .into_iter()
            .map(|verdict| Part {
                verdict: verdict.key(),
                title: maker.word(&format!("verdict-{}", verdict.key())),
                explained: maker.word(&format!("verdict-{}-text", verdict.key())),
                rows: verified
                    .iter()
                    .filter(|v| v.verdict == verdict)
                    .map(|v| claim_row(maker, v, chapters, knowledge))
                    .collect(),
            })
            .filter(|part| !part.rows.is_empty())
            .collect(),
        total: verified.len(),
    };
    maker.page(
        &CLAIMS,
        "",
        maker.word("page-claims"),
        maker.word("claims-description"),
        &view,
    )
}

fn claim_row(
    maker: &Maker<'_>,
    verified: &Verified,
    chapters: &[Chapter],
    knowledge: &crate::expression::Knowledge,
) -> ClaimRow {
    let lang = maker.lang;
    let claim = &verified.claim;
    let (slug, anchor) = claim
        .section
        .split_once('#')
        .unwrap_or((&claim.section, ""));
    let chapter = chapters.iter().find(|c| c.slug == slug);
    let mut href = maker.href(&maker.addresses.chapter(lang, slug));
    if !anchor.is_empty() {
        href = format!("{href}#{anchor}");
    }
    let computed = &verified.computed[lang];
    ClaimRow {
        id: claim.id.clone(),
        text: claim.text[lang].clone(),
        said: verified.said[lang].clone(),
        computed: verified.shown[lang].clone(),
        value: computed.number().map(crate::html::machine),
        provenance: computed.provenance(knowledge, lang),
        why: claim
            .why
            .as_ref()
            .filter(|_| verified.verdict == Verdict::Differs)
            .map(|w| w[lang].clone()),
        section: Link {
            name: chapter.map_or_else(|| slug.to_owned(), |c| c.files[lang].short_title.clone()),
            href,
        },
    }
}
