//! Text and numbers as HTML holds them.

/// `text` for an element's content or an attribute between double quotation marks.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A number for machines: the shortest that reads back the same, without the noise of binary
/// fractions beyond twelve places.
pub fn machine(number: f64) -> String {
    let rounded = crate::lang::rounded(number, 12);
    // −0 is 0.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}
