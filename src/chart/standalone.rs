//! A drawing as a file of its own: its styles inside, and of those only what it uses, because
//! a whole sheet would often be longer than the drawing.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::style::{DARK, FONTS, FORCED, LIGHT, rules};

static RULES: LazyLock<String> = LazyLock::new(rules);

/// Makes a drawing of [`super::Chart::draw`] a file of its own, with its styles, its fonts'
/// names and both themes inside.
pub fn standalone(svg: &str) -> String {
    let open = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";
    let svg = svg.replacen("<svg ", open, 1);
    match svg.split_once('>') {
        Some((head, rest)) => format!("{head}><style>{}</style>{rest}\n", sheet(&svg)),
        None => svg,
    }
}

/// A drawing as a part of a picture.
pub(super) struct Part {
    /// The rules of what it uses, for a light ground, every colour written out.
    pub style: String,
    /// The classes of the element that holds it.
    pub class: String,
    /// What stands in that element.
    pub marks: String,
    /// In its units.
    pub height: f64,
}

/// A drawing of [`super::Chart::draw`] for programs that know neither custom properties nor the sizes of
/// boxes; its letters are those of what stands around it.
pub(super) fn within(svg: &str) -> Option<Part> {
    let (head, rest) = svg.split_once('>')?;
    let of = |name: &str| head.split_once(name)?.1.split('"').next();
    let height = of("viewBox=\"0 0 ")?.split(' ').nth(1)?.parse().ok()?;
    let mut style = kept(svg);
    for (name, value) in LIGHT.split(';').filter_map(|one| one.split_once(':')) {
        style = style.replace(&format!("var({name})"), value);
    }
    for of_boxes in [
        "display:block;",
        "direction:ltr;",
        "width:100%;",
        "height:auto;",
        "font-family:var(--ch-font);",
    ] {
        style = style.replace(of_boxes, "");
    }
    Some(Part {
        style,
        class: of(" class=\"")?.to_owned(),
        marks: rest.rsplit_once("</svg>")?.0.to_owned(),
        height,
    })
}

/// The style sheet of one drawing.
fn sheet(svg: &str) -> String {
    let mut kept = kept(svg);
    kept.push_str(".ch{background:var(--ch-ground)}");
    let light = used_of(&LIGHT, &kept);
    let dark = used_of(&DARK, &kept);
    let forced = used_of(&FORCED, &kept);
    // The reader's own theme, unless the address asks for one of them.
    format!(
        ":root{{--ch-font:{FONTS};{light}}}\
         @media screen and (prefers-color-scheme:dark){{:root:not(:has(#light:target)){{{dark}}}}}\
         @media screen{{:root:has(#dark:target){{{dark}}}}}\
         @media (forced-colors:active){{:root:root{{{forced}}}}}{kept}"
    )
}

/// The rules of what a drawing uses.
fn kept(svg: &str) -> String {
    let classes: BTreeSet<&str> = svg
        .split(" class=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .flat_map(|classes| classes.split(' '))
        .collect();
    let mut kept = String::new();
    for rule in RULES.split_inclusive('}') {
        let Some((selectors, declarations)) = rule.trim().split_once('{') else {
            continue;
        };
        let used: Vec<&str> = selectors
            .split(',')
            .filter(|selector| {
                let class = selector.rsplit('.').next().unwrap_or_default();
                class.split(' ').next().is_some_and(|c| classes.contains(c))
            })
            .collect();
        if !used.is_empty() {
            kept.push_str(&used.join(","));
            kept.push('{');
            kept.push_str(declarations);
        }
    }
    kept
}

/// The custom properties of a block that `rules` refer to.
fn used_of(block: &str, rules: &str) -> String {
    block
        .split_inclusive(';')
        .filter(|property| {
            let name = property.split(':').next().unwrap_or_default();
            rules.contains(&format!("var({name})"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_that_stands_alone_has_the_styles_that_it_uses() {
        let file = standalone(
            "<svg class=\"ch ch-w\" viewBox=\"0 0 1 1\"><g class=\"t b\"/><g class=\"f1\"/></svg>",
        );
        assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ch ch-w\""));
        assert!(file.contains("<style>:root{--ch-font:"));
        assert!(file.contains(".ch .b{font-weight:700}"));
        assert!(file.contains(".ch .f1{fill:var(--other-1)}"));
        assert_eq!(
            file.matches("--other-1:").count(),
            4,
            "light, dark twice, forced"
        );
        assert!(!file.contains("--other-2") && !file.contains(".f2") && !file.contains("--level"));
        assert!(!file.contains("container-type") && !file.contains("display:none"));
        assert!(file.ends_with("<g class=\"f1\"/></svg>\n"));
    }
}
