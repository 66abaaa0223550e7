//! Tests of expressions over the small report.

mod agreement;
mod arguments;
mod said;
mod values;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use tera::Value;

use super::{Engine, Evaluated, Failure, Knowledge, Placing, Quotation, Said};
use crate::diagnostic::Diagnostics;
use crate::index::Indices;
use crate::lang::{Lang, PerLanguage};
use crate::source::{Folder, Overlay};
use crate::survey::Survey;
use crate::words::Words;

pub(super) static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let d = Diagnostics::new();
    let content = Folder::read(
        &root.join("tests/fixtures/wellbeing/content"),
        &crate::source::known::CONTENT,
        &d,
    );
    let templates = Overlay::new(vec![crate::assets::templates()]);
    let words = Words::read(&templates, &content, &d);
    let survey = Survey::read(&content, &d).unwrap_or_else(|_| unreachable!("the small report"));
    let said = |value: Value| Said {
        value,
        decimals: 0,
        percent: false,
        words: None,
    };
    let tide = Quotation {
        source: crate::survey::SourceId(0),
        place: PerLanguage::same(survey.languages, "1".to_owned()),
        text: PerLanguage::same(survey.languages, "The tide".to_owned()),
    };
    Arc::new(Knowledge {
        indices: Arc::new(Indices::compute(&Arc::new(survey))),
        words: Arc::new(words),
        claims: BTreeMap::from([
            ("four".to_owned(), said(Value::from(4))),
            ("list".to_owned(), said(Value::from(vec!["ELL", "DUN"]))),
        ]),
        quotations: BTreeMap::from([("tide".to_owned(), tide)]),
        charts: BTreeMap::from([
            ("rise".to_owned(), Some(Placing::Block)),
            ("spark".to_owned(), Some(Placing::Word)),
        ]),
    })
});

pub(super) fn engine() -> Engine {
    Engine::new(Arc::clone(&KNOWLEDGE))
}

pub(super) fn en() -> Lang {
    crate::lang::testing::en()
}

pub(super) fn evaluated(text: &str) -> Result<Evaluated, Vec<Failure>> {
    engine().evaluate_text(text, en())
}

pub(super) fn value(text: &str) -> String {
    match evaluated(text) {
        Ok(value) => value.text,
        Err(failures) => unreachable!("{text}: {failures:?}"),
    }
}
