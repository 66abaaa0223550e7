//! The pages that check: replication of the published results, and the claims of the source.

use std::collections::BTreeSet;

use serde::Serialize;

use super::kind::{Menu, Of, PageKind, Segment};
use super::maker::{Link, NONE};
use super::{Maker, Page};
use crate::commentary::BoundText;
use crate::index::replicate::Replication;
use crate::lang::PerLanguage;
use crate::report::exceptions::Known;
use crate::report::{Verdict, Verified};
use crate::survey::{ComponentId, Exception, Subject};

#[derive(Debug, Serialize)]
struct ValueRow {
    member: Link,
    component: Link,
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

/// A value with what must be known of it.
#[derive(Debug, Serialize)]
struct NotedRow {
    member: Link,
    /// None of a rank.
    component: Option<Link>,
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
    flagged: Vec<NotedRow>,
    exceptions: Vec<NotedRow>,
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
        all: replications.iter().map(|r| members(maker, r)).sum(),
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

/// How many members there were.
fn members(maker: &Maker<'_>, replication: &Replication) -> usize {
    maker.survey().members_in(replication.edition, None).count()
}

fn row(maker: &Maker<'_>, replication: &Replication) -> EditionRow {
    let edition = replication.edition;
    let index = ComponentId::INDEX;
    EditionRow {
        edition: maker.edition(edition),
        members: members(maker, replication),
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
                component: maker.component(v.component),
                published: maker.value(edition, v.component, Some(v.published)),
                computed: maker.value(edition, v.component, Some(v.computed)),
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
                value: maker.value(
                    edition,
                    index,
                    maker.indices.result(edition, index, r.member),
                ),
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
            .map(|(member, component, value)| NotedRow {
                member: maker.member(*member),
                component: Some(maker.component(*component)),
                value: maker.value(edition, *component, Some(*value)),
                note: maker.survey().editions[edition.0]
                    .flags
                    .iter()
                    .find(|f| f.member == *member && f.component == *component)
                    .map_or_else(String::new, |f| f.note[maker.lang].clone()),
            })
            .collect(),
        exceptions: maker
            .contents
            .exceptions
            .iter()
            .filter(|known| known.edition == edition)
            .map(|known| exception(maker, known))
            .collect(),
    }
}

fn exception(maker: &Maker<'_>, known: &Known) -> NotedRow {
    let Exception {
        member,
        value,
        reason,
        ..
    } = &known.exception;
    let entry = &maker.survey().editions[known.edition.0].entries[member.0];
    let (component, value) = match value {
        Subject::Rank => (None, entry.rank.map(|rank| rank.to_string())),
        Subject::Component(id) => (
            Some(maker.component(*id)),
            entry.values[id.0].map(|value| maker.value(known.edition, *id, Some(value))),
        ),
    };
    NotedRow {
        member: maker.member(*member),
        component,
        value: value.unwrap_or_else(|| NONE.to_owned()),
        note: reason[maker.lang].clone(),
    }
}

/// What the source says, with the tests of it that fare alike.
#[derive(Debug, Serialize)]
struct ClaimView {
    /// Of its anchor; none where another group of the page has it.
    anchor: Option<String>,
    /// The source's own words.
    words: Option<String>,
    /// Where they stand.
    place: Option<String>,
    source: Option<Link>,
    section: Link,
    tests: Vec<TestRow>,
}

#[derive(Debug, Serialize)]
struct TestRow {
    id: String,
    text: Option<String>,
    said: String,
    /// Empty of what is only restated.
    computed: String,
    /// For machines, where it is a number.
    value: Option<String>,
    provenance: String,
    derived: Option<String>,
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct Part {
    verdict: &'static str,
    title: String,
    explained: String,
    claims: Vec<ClaimView>,
    count: usize,
}

#[derive(Debug, Serialize)]
struct ClaimsView {
    parts: Vec<Part>,
    claims: usize,
    tests: usize,
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
    let verified = maker.contents.claims;
    let verdicts = [
        Verdict::Differs,
        Verdict::AgreesRounded,
        Verdict::Agrees,
        Verdict::Restated,
    ];
    let mut anchors: BTreeSet<&str> = verified.iter().map(|v| v.test.id.as_str()).collect();
    let parts = verdicts.into_iter().map(|verdict| {
        let of_verdict = verified.iter().filter(|v| v.verdict == verdict);
        Part {
            verdict: verdict.key(),
            title: maker.word(&format!("verdict-{}", verdict.key())),
            explained: maker.word(&format!("verdict-{}-text", verdict.key())),
            count: of_verdict.clone().count(),
            claims: claims_of(maker, of_verdict, &mut anchors),
        }
    });
    let mut ids: Vec<&str> = verified.iter().map(|v| v.test.claim.id.as_str()).collect();
    ids.dedup();
    let view = ClaimsView {
        parts: parts.filter(|part| part.count > 0).collect(),
        claims: ids.len(),
        tests: verified.len(),
    };
    maker.page(
        &CLAIMS,
        "",
        maker.word("page-claims"),
        maker.word("claims-description"),
        &view,
    )
}

/// Tests one behind the other of the same claim stand together.
fn claims_of<'v>(
    maker: &Maker<'_>,
    verified: impl Iterator<Item = &'v Verified>,
    anchors: &mut BTreeSet<&'v str>,
) -> Vec<ClaimView> {
    let mut views: Vec<(&str, ClaimView)> = Vec::new();
    for one in verified {
        let claim = &one.test.claim;
        if views.last().is_none_or(|(id, _)| *id != claim.id) {
            views.push((&claim.id, claim_view(maker, one, anchors)));
        }
        if let Some((_, view)) = views.last_mut() {
            view.tests.push(test_row(maker, one));
        }
    }
    views.into_iter().map(|(_, view)| view).collect()
}

fn claim_view<'v>(
    maker: &Maker<'_>,
    verified: &'v Verified,
    anchors: &mut BTreeSet<&'v str>,
) -> ClaimView {
    let lang = maker.lang;
    let claim = &verified.test.claim;
    let (slug, anchor) = claim
        .section
        .split_once('#')
        .unwrap_or((&claim.section, ""));
    let chapter = maker.contents.chapters.iter().find(|c| c.slug == slug);
    let mut href = maker.href(&maker.addresses.chapter(lang, slug));
    if !anchor.is_empty() {
        href = format!("{href}#{anchor}");
    }
    ClaimView {
        anchor: anchors.insert(&claim.id).then(|| claim.id.clone()),
        words: verified
            .words
            .as_ref()
            .map(|words| maker.words.quoted(lang, &words[lang].plain)),
        place: claim.place.as_ref().map(|place| place[lang].clone()),
        source: claim.source.map(|id| {
            let source = &maker.survey().sources[id.0];
            Link {
                name: source.title[lang].clone(),
                href: maker.href(&maker.addresses.source(lang, &source.id)),
            }
        }),
        section: Link {
            name: chapter.map_or_else(|| slug.to_owned(), |c| c.files[lang].short_title.clone()),
            href,
        },
        tests: Vec::new(),
    }
}

fn test_row(maker: &Maker<'_>, verified: &Verified) -> TestRow {
    let lang = maker.lang;
    let computed = &verified.computed[lang];
    let html = |text: &Option<PerLanguage<BoundText>>| text.as_ref().map(|t| t[lang].html.clone());
    TestRow {
        id: verified.test.id.clone(),
        text: html(&verified.text),
        said: verified.said[lang].clone(),
        computed: verified.shown[lang].clone(),
        value: computed.number().map(crate::html::machine),
        provenance: computed.provenance(maker.contents.knowledge, lang),
        derived: html(&verified.derived),
        why: html(&verified.why).filter(|_| verified.verdict == Verdict::Differs),
    }
}
