//! Files: YAML, front matter, and a report with one file replaced.

use std::sync::Arc;

use egov_report::assets;
use egov_report::diagnostic::Diagnostics;
use egov_report::index::Indices;
use egov_report::lang::Languages;
use egov_report::report::config::Config;
use egov_report::report::wording::Wording;
use egov_report::report::{chapters, claims, quotations};
use egov_report::source::{Folder, FrontMatter, Node, Overlay, Yaml};
use egov_report::survey::Survey;
use egov_report::words::Words;

use super::{FILES, REPORT, file, of, printed, text, visit};

pub(super) fn yaml(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let d = Diagnostics::new();
    if let Ok(yaml) = Yaml::parse(&file("x.yaml", text), Languages::built_in(), &d) {
        let mut left = 200;
        visit(&Node::root(&yaml), &mut left);
    } else {
        assert!(d.has_errors());
    }
    printed(d);
}

/// The first byte chooses the file of the report that the rest replaces.
pub(super) fn content(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else {
        return;
    };
    let mut files = FILES.clone();
    let at = usize::from(*which) % files.len();
    files[at].1 = rest.to_vec();
    let folder = Folder::embedded("content", files);
    let d = Diagnostics::new();
    let config = Config::read(&folder, &d);
    let survey = Survey::read(&folder, &d).map(Arc::new);
    let shipped = Overlay::new(vec![assets::templates()]);
    Words::read(&shipped, &folder, &d);
    if let (Ok(config), Ok(survey)) = (&config, &survey) {
        config.focus_member(survey, &d);
        chapters::read_all(&folder, config, &d);
        let _ = Indices::compute(survey);
    }
    if let Ok(survey) = &survey {
        let _ = quotations::read(&folder, survey, &d);
        if let Ok(tests) = claims::read(&folder, survey, &d) {
            let mut wording = Wording::new(&REPORT.engine, &d);
            claims::verify(&tests, &mut wording, &claims::Sections::new(), &d);
        }
    }
    printed(d);
}

pub(super) fn front(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let d = Diagnostics::new();
    match FrontMatter::split(&file("x.md", text), Languages::built_in(), &d) {
        Ok(front) => {
            assert!(text.get(front.body..).is_some());
            visit(&Node::root(&front.yaml), &mut 100);
        }
        Err(_) => assert!(d.has_errors()),
    }
    printed(d);
}

pub(super) fn yaml_seeds() -> Vec<Vec<u8>> {
    let own = [
        "a: &x [1, 2]\nb: *x\nc: {<<: *x}\n",
        "text: |\n  two\n  lines\nfolded: >-\n  of\n  two\n",
        "'single ''quoted''': \"\\u4e2d\\\"\\n\"\n? complex\n: value\n",
        "--- !tag\n- ~\n- .inf\n- 0x1f\n- -1e300\n...\n",
    ];
    of(".yaml")
        .into_iter()
        .chain(own.map(|s| s.as_bytes().to_vec()))
        .collect()
}

pub(super) fn content_seeds() -> Vec<Vec<u8>> {
    let numbered = FILES.iter().enumerate();
    numbered
        .map(|(i, (_, bytes))| {
            let mut seed = vec![u8::try_from(i).unwrap_or(0)];
            seed.extend(bytes);
            seed
        })
        .collect()
}

pub(super) fn markdown_seeds() -> Vec<Vec<u8>> {
    of(".md")
}
