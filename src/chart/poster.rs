//! A drawing with what must go with it wherever it is shown: its title, its source, its notes.

use super::canvas::escape;
use super::text::wrap;
use crate::lang::Lang;

/// What is written around a drawing.
#[derive(Clone, Debug, Default)]
pub struct Around<'t> {
    /// Over it.
    pub title: &'t str,
    /// Under it, a paragraph each.
    pub below: Vec<String>,
}

/// Room at the sides, above the first line and below the last.
const MARGIN: f64 = 16.0;
const TITLE: f64 = 17.0;
const BELOW: f64 = 12.0;
/// From one baseline to the next, as a share of the size.
const LEADING: f64 = 1.35;

/// Puts the texts around a drawing of [`super::Chart::file`]. What is no such drawing stays as it is.
pub fn poster(svg: &str, around: &Around<'_>, lang: Lang) -> String {
    let Some((before, rest)) = svg.split_once("viewBox=\"0 0 ") else {
        return svg.to_owned();
    };
    let Some((size, rest)) = rest.split_once('"') else {
        return svg.to_owned();
    };
    let mut sides = size.split(' ').map(str::parse::<f64>);
    let (Some(Ok(width)), Some(Ok(height))) = (sides.next(), sides.next()) else {
        return svg.to_owned();
    };
    let title = wrap(around.title, width, TITLE, true);
    let head = MARGIN + title.len() as f64 * TITLE * LEADING + 6.0;
    let mut texts = String::new();
    // Where a line begins, by the direction of its language.
    let (x, end) = match lang.dir_within(None) {
        Some("rtl") => (width, " e"),
        _ => (0.0, ""),
    };
    let mut line = |class: &str, y: f64, text: &str| {
        texts.push_str(&format!(
            "<text class=\"{class}{end}\" x=\"{x:.0}\" y=\"{y:.1}\">{}</text>",
            escape(text)
        ));
    };
    let mut y = MARGIN + TITLE - head;
    for text in &title {
        line("H", y, text);
        y += TITLE * LEADING;
    }
    let mut y = height + 8.0;
    for paragraph in &around.below {
        for text in wrap(paragraph, width, BELOW, false) {
            y += BELOW * LEADING;
            line("F", y, &text);
        }
        y += 3.0;
    }
    let whole = head + y + MARGIN;
    // By the anchors a page can ask for one of the themes.
    let anchors = "<g id=\"light\"/><g id=\"dark\"/>";
    let view = format!(
        "viewBox=\"-{MARGIN} -{head:.0} {:.0} {whole:.0}\"",
        width + 2.0 * MARGIN
    );
    match rest.rsplit_once("</svg>") {
        Some((inside, after)) => {
            format!("{before}{view}{inside}<g class=\"P\">{texts}</g>{anchors}</svg>{after}")
        }
        None => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::testing::en;

    #[test]
    fn a_drawing_grows_by_its_texts() {
        let around = Around {
            title: "Ranks < all",
            below: vec!["Source: an almanac".to_owned(), "Note".to_owned()],
        };
        let made = poster(
            "<svg class=\"ch\" viewBox=\"0 0 720 300\"><path/></svg>",
            &around,
            en(),
        );
        assert!(
            made.starts_with("<svg class=\"ch\" viewBox=\"-16 -45 752 "),
            "{made}"
        );
        assert!(made.contains(">Ranks &lt; all</text>"));
        assert!(made.contains("<path/><g class=\"P\">"));
        assert!(made.contains(">Source: an almanac</text>") && made.ends_with("</svg>"));
        let odd = "<svg viewBox=\"none\"></svg>";
        assert_eq!(poster(odd, &around, en()), odd);
    }
}
