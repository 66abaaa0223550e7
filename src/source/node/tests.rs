use super::*;
use crate::diagnostic::SourceFile;
use crate::schema::Key;

fn with_root<T>(text: &str, f: impl FnOnce(&Node<'_>, &Diagnostics) -> T) -> (T, Vec<String>) {
    let diagnostics = Diagnostics::new();
    let file = Arc::new(SourceFile {
        path: "x.yaml".into(),
        text: text.into(),
    });
    let yaml = Yaml::parse(&file, Languages::built_in(), &diagnostics);
    let yaml = yaml.unwrap_or_else(|_| unreachable!("valid YAML"));
    let value = f(&Node::root(&yaml), &diagnostics);
    let messages = diagnostics
        .into_sorted()
        .iter()
        .map(|d| d.message.clone())
        .collect();
    (value, messages)
}

static THING: Record = Record::new(
    "thing",
    "a thing",
    &[
        Key::needed("title", Shape::Texts, "", ""),
        Key::needed("year", Shape::Whole(0, 9999), "", "").also(&["date"]),
        Key::needed("name", Shape::Text, "", ""),
    ],
);

#[test]
fn a_key_is_suggested_by_what_it_means() {
    let diagnostics = Diagnostics::new();
    let file = Arc::new(SourceFile {
        path: "x.yaml".into(),
        text: "date: 3\nsurface: 4\nyaer: 5\n".into(),
    });
    let yaml = Yaml::parse(&file, Languages::built_in(), &diagnostics);
    let yaml = yaml.unwrap_or_else(|_| unreachable!("valid YAML"));
    let fields = Node::root(&yaml).fields(&diagnostics, &THING);
    fields
        .unwrap_or_else(|_| unreachable!("it is a mapping"))
        .finish(&diagnostics);
    let hints: Vec<Option<String>> = diagnostics
        .into_sorted()
        .into_iter()
        .map(|d| d.hint)
        .collect();
    let all = "it has `title`, `year` and `name`";
    assert_eq!(
        hints,
        [
            Some("did you mean `year`?".to_owned()),
            Some(all.to_owned()),
            Some(format!("did you mean `year`? {all}")),
        ]
    );
}

#[test]
fn several_mistakes_are_reported_at_once() {
    let (_, messages) = with_root(
        "title: {zh: 一}\nyeer: 3\nyear: x\nyear: 2\n",
        |root, d| {
            let mut fields = root.fields(d, &THING).unwrap_or_else(|_| unreachable!());
            // The other text stands in for the one that is missing.
            let title = fields.required("title", d, |n| n.texts(d));
            assert!(title.is_ok_and(|title| title.iter().all(|(_, text)| text == "一")));
            assert!(fields.required("year", d, |n| n.whole::<u16>(d)).is_err());
            assert!(fields.need("name", d).is_err());
            fields.finish(d);
        },
    );
    assert_eq!(
        messages,
        [
            "a thing needs `name`",
            "the text in English (`en`) is missing",
            "a thing has no key `yeer`",
            "expected a whole number, found a text",
            "the key `year` stands here twice",
        ]
    );
}

#[test]
fn fractions_are_numbers() {
    let (value, _) = with_root("1/3", |root, d| root.number(d));
    assert_eq!(value, Ok(1.0 / 3.0));
    let (value, messages) = with_root("1/0", |root, d| root.number(d));
    assert!(value.is_err());
    assert_eq!(messages.len(), 1);
}
