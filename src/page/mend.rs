//! Where a reader mends a page or says what is wrong with it: at the file in the report's repository.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::kind::{Of, PageKind};
use super::{Maker, Page, edition, method, verify};

/// The two addresses.
#[derive(Debug, serde::Serialize)]
pub(super) struct Mend {
    /// Where the file can be edited.
    edit: String,
    /// Where a mistake can be reported, with the page and the file named.
    report: String,
}

/// The file below the content that a page of a kind is made from.
pub(super) fn file(maker: &Maker<'_>, kind: &PageKind, slug: &str) -> Option<String> {
    let survey = |name: &str| Some(format!("survey/{name}.yaml"));
    match kind.of {
        Of::Member => survey("members"),
        Of::Edition => survey(&format!("editions/{slug}")),
        Of::Area(_) => survey("regions"),
        Of::Component => survey("methodology"),
        Of::Source => survey("sources"),
        Of::Chapter => Some(format!("commentary/{slug}.{}.md", maker.lang)),
        // They are made of all, or tell authors something.
        Of::Comparison | Of::Chart | Of::Embedded | Of::ChartKind | Of::Handbook => None,
        Of::One if std::ptr::eq(kind, &raw const method::KIND) => survey("methodology"),
        Of::One if std::ptr::eq(kind, &raw const edition::RANKING) => {
            let data = maker.survey();
            survey(&format!("editions/{}", data.editions[data.latest().0].year))
        }
        Of::One if std::ptr::eq(kind, &raw const verify::CLAIMS) => Some("claims.yaml".to_owned()),
        Of::One => Some("report.yaml".to_owned()),
    }
}

/// Where the page's file can be mended, in a report that names its repository.
pub(super) fn mend(maker: &Maker<'_>, page: &Page, url: &str) -> Option<Mend> {
    let repository = maker.config.repository.as_ref()?.trim_end_matches('/');
    let file = format!("{}/{}", maker.contents.folder, page.file.as_ref()?);
    let is_gitlab = repository.contains("://gitlab.");
    let branch = maker.config.branch.as_deref().unwrap_or("main");
    let parts: Vec<String> = file.split('/').map(encoded).collect();
    let between = if is_gitlab { "-/" } else { "" };
    let title = maker.fill("mend-title", &[("page", &page.title)]);
    let body = format!("{url}\n{file}\n\n");
    let query = match is_gitlab {
        true => format!(
            "issue[title]={}&issue[description]={}",
            encoded(&title),
            encoded(&body)
        ),
        false => format!("title={}&body={}", encoded(&title), encoded(&body)),
    };
    Some(Mend {
        edit: format!(
            "{repository}/{between}edit/{}/{}",
            encoded_path(branch),
            parts.join("/")
        ),
        report: format!("{repository}/{between}issues/new?{query}"),
    })
}

fn encoded(text: impl AsRef<str>) -> String {
    const PLAIN: &percent_encoding::AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');
    utf8_percent_encode(text.as_ref(), PLAIN).to_string()
}

fn encoded_path(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}
