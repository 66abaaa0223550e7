//! Statements are no expressions, and a number that is too large is no division by zero.

use super::told;
use crate::common::fixture;
use crate::common::planted::Planted;

/// Braces in quotation marks end nothing, and statements are no expressions.
#[test]
fn statements_are_never_carried_out() {
    let bomb =
        r"{% for a in range(end=99999) %}{% for b in range(end=99999) %}x{% endfor %}{% endfor %}";
    let copy = Planted::of(&fixture());
    let claim = format!(
        "- id: a\n  section: overview\n  text: {{zh: 一, en: one}}\n  says: 1\n  expression: '1) }}}}\"{bomb}{{{{ (1'\n"
    );
    copy.write("claims.yaml", &claim);
    let (text, code) = told(&copy.run(&["check"]));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("claims.yaml:5"), "{text}");
    for trick in [
        format!("{{{{ \"\\\" }}}}{bomb}{{{{ \\\"\" }}}}"),
        format!("{{{{ 'a\\' ~ \"}}}}{bomb}\" }}}}"),
        format!("{{{{ 1 }}}}{bomb}"),
    ] {
        let copy = Planted::of(&fixture());
        for lang in ["zh", "en"] {
            let file = format!("commentary/overview.{lang}.md");
            let text = copy.text(&file);
            copy.write(&file, &format!("{text}\n{trick}\n"));
        }
        let (text, code) = told(&copy.run(&["build"]));
        // A text between quotation marks is shown as it is; anything else is refused.
        assert!(matches!(code, Some(0 | 1)), "{trick}: {text:.2000}");
        for (path, page) in copy.site() {
            let page = String::from_utf8_lossy(&page);
            assert!(!page.contains("xxxx"), "{trick}: {}", path.display());
        }
    }
}

#[test]
fn overflow_is_not_a_division_by_zero() {
    for expression in [
        "9223372036854775807 + 1",
        "9223372036854775807 * 2",
        "0 - 9223372036854775807 - 2",
    ] {
        let copy = Planted::of(&fixture());
        let file = "commentary/overview.en.md";
        let text = copy.text(file);
        copy.write(file, &format!("{text}\n{{{{ {expression} }}}}\n"));
        let (text, _) = told(&copy.run(&["check"]));
        assert!(!text.contains("by zero"), "{expression}: {text}");
    }
}
