//! What is fuzzed, and what must hold whatever is read. Used by the fuzzing program and, with
//! seeded random changes, by the tests of the crate.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use egov_report::commentary::{self, Setting};
use egov_report::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use egov_report::lang::Languages;
use egov_report::page::Addresses;
use egov_report::page::figure::{ChartSources, FigureSet};
use egov_report::page::render::Templates;
use egov_report::pipeline::{self, Inputs, Report};
use egov_report::report::config::Config;
use egov_report::report::{charts, claims};
use egov_report::site::{Route, SiteTree, check};
use egov_report::source::{Folder, FrontMatter, Node, Overlay, Tree, Yaml};
use egov_report::survey::Survey;
use egov_report::web::Address;
use egov_report::words::Words;

/// Something that reads what strangers write.
pub struct Target {
    /// What `FUZZ_TARGET` calls it.
    pub name: &'static str,
    /// Reads `data` and panics where something does not hold.
    pub run: fn(&[u8]),
    /// Texts to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "yaml",
        run: yaml,
        seeds: yaml_seeds,
    },
    Target {
        name: "content",
        run: content,
        seeds: content_seeds,
    },
    Target {
        name: "front",
        run: front,
        seeds: markdown_seeds,
    },
    Target {
        name: "commentary",
        run: commentary,
        seeds: commentary_seeds,
    },
    Target {
        name: "expressions",
        run: expressions,
        seeds: expression_seeds,
    },
    Target {
        name: "charts",
        run: charts,
        seeds: chart_seeds,
    },
    Target {
        name: "templates",
        run: templates,
        seeds: template_seeds,
    },
    Target {
        name: "addresses",
        run: addresses,
        seeds: address_seeds,
    },
];

/// The checkout, whichever of the two crates is running.
fn checkout() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = own.parent().unwrap_or(own);
    let found = [own, above]
        .into_iter()
        .find(|folder| folder.join("tests/fixtures").is_dir());
    found.unwrap_or(own).to_owned()
}

fn fixture() -> PathBuf {
    checkout().join("tests/fixtures/wellbeing/content")
}

/// A small report that is well, for whatever is read beside it.
static REPORT: LazyLock<Report> = LazyLock::new(|| {
    let d = Diagnostics::new();
    pipeline::read(&Inputs::beside(fixture()), &d).expect("the fixture can be read")
});

/// Its files.
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let d = Diagnostics::new();
    let folder = Folder::read(&fixture(), &egov_report::source::known::CONTENT, &d);
    folder
        .names()
        .filter_map(|name| Some((name.to_owned(), folder.bytes(name)?.to_vec())))
        .collect()
});

fn file(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    })
}

/// Every message can be printed, and its place is inside its file.
fn printed(d: Diagnostics) {
    for diagnostic in d.into_sorted().iter().take(20) {
        let places = diagnostic
            .place
            .iter()
            .chain(diagnostic.related.iter().map(|(p, _)| p));
        for place in places {
            assert!(
                place.file.text.get(place.span.clone()).is_some(),
                "{diagnostic:?}"
            );
        }
        assert!(!Diagnostic::render(diagnostic, false).is_empty());
    }
}

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

fn yaml(data: &[u8]) {
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

/// Every node has a place inside the file.
fn visit(node: &Node<'_>, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    let quiet = Diagnostics::new();
    let place = node.place();
    assert!(place.file.text.get(place.span.clone()).is_some());
    match node.tree() {
        Tree::List(_) => {
            for item in node.items(&quiet).unwrap_or_default() {
                visit(&item, left);
            }
        }
        Tree::Map(_) => {
            for entry in node.entries(&quiet).unwrap_or_default() {
                let place = entry.key_spot.place();
                assert!(place.file.text.get(place.span.clone()).is_some());
                visit(&entry.value, left);
            }
        }
        Tree::Text(text) => {
            let whole = 0..text.len();
            let place = node.spot().place_within(text, whole);
            assert!(place.file.text.get(place.span.clone()).is_some());
        }
        _ => {}
    }
}

/// The first byte chooses the file of the report that the rest replaces.
fn content(data: &[u8]) {
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
    let shipped = Overlay::new(vec![egov_report::assets::templates()]);
    Words::read(&shipped, &folder, &d);
    let claims = claims::read(&folder, &d);
    if let (Ok(config), Ok(survey)) = (&config, &survey) {
        config.focus_member(survey, &d);
        egov_report::report::chapters::read_all(&folder, config, &d);
        let _ = egov_report::index::Indices::compute(survey);
    }
    if let Ok(claims) = claims {
        claims::verify(&claims, &REPORT.engine, &claims::Sections::new(), &d);
    }
    printed(d);
}

fn front(data: &[u8]) {
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

fn commentary(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let survey = REPORT.indices.survey();
    let addresses = Addresses::new(
        egov_report::page::kinds(),
        &[],
        vec!["overview".to_owned()],
        &Diagnostics::new(),
    );
    for lang in Languages::built_in().iter() {
        let d = Diagnostics::new();
        let route = addresses.chapter(lang, "overview");
        let text = commentary::render(&Setting {
            file: &file("x.md", text),
            body: 0,
            lang,
            engine: &REPORT.engine,
            link: &|written| addresses.link(written, lang, &route, survey),
            diagnostics: &d,
            raw_html: false,
        });
        for place in &text.loose {
            assert!(place.file.text.get(place.span.clone()).is_some());
        }
        printed(d);
    }
}

fn expressions(data: &[u8]) {
    let Some(text) = text(data) else { return };
    for lang in Languages::built_in().iter() {
        match REPORT.engine.evaluate_text(text, lang) {
            Ok(evaluated) => {
                assert!(evaluated.number().is_none_or(f64::is_finite), "{text}");
                let _ = evaluated.provenance(REPORT.engine.knowledge(), lang);
            }
            Err(failures) => {
                assert!(!failures.is_empty(), "{text}");
                for failure in failures {
                    assert!(text.get(failure.span.clone()).is_some(), "{failure:?}");
                }
            }
        }
    }
}

fn charts(data: &[u8]) {
    let name = "charts/x.yaml".to_owned();
    let folder = Folder::embedded("content", [(name, data.to_vec())]);
    let d = Diagnostics::new();
    let survey = REPORT.indices.survey();
    for declaration in charts::read_all(&folder, survey, &d) {
        let subjects = declaration.subject.map(|s| s.all(survey));
        let subject = subjects.as_ref().and_then(|all| all.first());
        let subject = subject.map(|(suffix, variables)| (suffix.as_str(), variables.as_slice()));
        if subjects.is_some() && subject.is_none() {
            continue;
        }
        let Ok(prepared) = charts::prepare(&declaration, &REPORT.engine, &d) else {
            assert!(d.has_errors());
            continue;
        };
        let figure = charts::resolve(&prepared, subject, &REPORT.engine, &d);
        let figures: Vec<_> = figure.into_iter().flatten().collect();
        let addresses = Addresses::new(
            egov_report::page::kinds(),
            &[],
            Vec::new(),
            &Diagnostics::new(),
        );
        let mut tree = SiteTree::default();
        let given = ChartSources {
            figures: &figures,
            declarations: &[],
            declared: Default::default(),
            unread: Vec::new(),
        };
        let shipped = Overlay::new(vec![egov_report::assets::templates()]);
        let words = &REPORT.engine.knowledge().words;
        FigureSet::draw(given, &shipped, words, &addresses, survey, &mut tree, &d);
    }
    printed(d);
}

fn templates(data: &[u8]) {
    let own = Folder::embedded("templates", [("x.html".to_owned(), data.to_vec())]);
    let overlay = Overlay::new(vec![own]);
    let d = Diagnostics::new();
    let knowledge = REPORT.engine.knowledge();
    let addresses = Addresses::new(
        egov_report::page::kinds(),
        &[],
        Vec::new(),
        &Diagnostics::new(),
    );
    let given = ChartSources {
        figures: &[],
        declarations: &[],
        declared: Default::default(),
        unread: Vec::new(),
    };
    let none = Overlay::default();
    let survey = REPORT.indices.survey();
    let mut tree = SiteTree::default();
    let set = FigureSet::draw(
        given,
        &none,
        &knowledge.words,
        &addresses,
        survey,
        &mut tree,
        &d,
    );
    let assets = Default::default();
    let loaded = Templates::load(&overlay, knowledge, &assets, Arc::new(set), &d);
    let made = loaded.and_then(|t| t.render_plain("x.html", &[1, 2, 3], &d));
    assert!(made.is_ok() || d.has_errors());
    printed(d);
}

fn addresses(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let _ = (Address::parse(text), Address::parse_base(text));
    let _ = egov_report::web::target(text);
    let survey = REPORT.indices.survey();
    let addresses = Addresses::new(
        egov_report::page::kinds(),
        &[],
        vec!["overview".to_owned()],
        &Diagnostics::new(),
    );
    for lang in Languages::built_in().iter() {
        let route = addresses.chapter(lang, "overview");
        let _ = addresses.link(text, lang, &route, survey);
        let _ = Route::new(text).from(&route);
    }
    let mut tree = SiteTree::default();
    let d = Diagnostics::new();
    tree.insert(
        Route::new("en/"),
        format!("<a href=\"{text}\">a</a>"),
        "a page",
        &d,
    );
    let _ = check::check(&tree, "https://example.org/report/");
    printed(d);
}

fn of(ending: &str) -> Vec<Vec<u8>> {
    let files = FILES.iter().filter(|(name, _)| name.ends_with(ending));
    files.map(|(_, bytes)| bytes.clone()).collect()
}

fn yaml_seeds() -> Vec<Vec<u8>> {
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

fn content_seeds() -> Vec<Vec<u8>> {
    let numbered = FILES.iter().enumerate();
    numbered
        .map(|(i, (_, bytes))| {
            let mut seed = vec![u8::try_from(i).unwrap_or(0)];
            seed.extend(bytes);
            seed
        })
        .collect()
}

fn markdown_seeds() -> Vec<Vec<u8>> {
    of(".md")
}

fn commentary_seeds() -> Vec<Vec<u8>> {
    let own = [
        "## 标题 {#a}\n\n**重点。**后 [链接](page:home \"t\")[^1]\n\n[^1]: 注\n",
        "| a | b |\n|---|--:|\n| 1 | {{ members() }} |\n\n> [!NOTE]\n> text ~~gone~~\n",
        "- a\n  - b\n    1. c\n\n![x](y.png) <https://example.org> `{{ code }}`\n",
        "{{ cite(source=\"x\", page=\"1-2\") }} \\{{ a }} {{ \"}}\" }}\n",
    ];
    of(".md")
        .into_iter()
        .chain(own.map(|s| s.as_bytes().to_vec()))
        .collect()
}

fn expression_seeds() -> Vec<Vec<u8>> {
    let mut found = vec![
        b"1 + 2 * (3 - 4) / 5 // 2 % 3 ** 2".to_vec(),
        b"not (1 < 2 and 3 >= 4) or 'a' in [\"a\", 'b'] and x is defined".to_vec(),
        b"\"a\" ~ `b` | int | round(precision=1)".to_vec(),
        b"(9223372036854775807 + 1) | percent(decimals=1)".to_vec(),
        b"1 if true else {\"a\": 1}.a".to_vec(),
    ];
    for bytes in of(".md").iter().chain(&of("claims.yaml")) {
        let text = String::from_utf8_lossy(bytes);
        for part in text.split("{{").skip(1) {
            found.extend(
                part.split("}}")
                    .next()
                    .map(|e| e.trim().as_bytes().to_vec()),
            );
        }
        for line in text.lines() {
            let expression = line.trim().strip_prefix("expression:");
            found.extend(expression.map(|e| e.trim().trim_matches('\'').as_bytes().to_vec()));
        }
    }
    found
}

fn chart_seeds() -> Vec<Vec<u8>> {
    let examples = REPORT.examples.iter();
    examples
        .map(|example| example.yaml.as_bytes().to_vec())
        .collect()
}

fn template_seeds() -> Vec<Vec<u8>> {
    let shipped = egov_report::assets::templates();
    let names = shipped.names().filter(|name| name.ends_with(".html"));
    names
        .filter_map(|name| Some(shipped.bytes(name)?.to_vec()))
        .collect()
}

fn address_seeds() -> Vec<Vec<u8>> {
    [
        "https://example.org/a/?q=1#b",
        "member:ELL#data",
        "chapter:overview#towns",
        "page:methodology",
        "#top",
        "../../en/%2e%2e/a%zz/",
        "javascript:alert(1)",
        "//example.org/x",
        "mailto:a@example.org",
    ]
    .map(|s| s.as_bytes().to_vec())
    .into()
}
