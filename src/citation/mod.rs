//! Sources as a bibliography lists them, in a style of CSL for each language: by default GB/T
//! 7714—2015 on Chinese pages and APA (7th edition) on others, and BibTeX to take away. Knows sources, not pages.

pub(crate) mod bibtex;
mod correct;
mod form;
mod record;
pub(crate) mod ris;
mod series;
mod style;

pub use form::{chosen_style, has_style, style_names};
pub use series::Series;
pub use style::{Reference, reference};

#[cfg(test)]
mod tests;
