//! Sources as a bibliography lists them: GB/T 7714—2015 on Chinese pages, APA (7th edition) on
//! English ones, and BibTeX to take away. Knows sources, not pages.

pub mod bibtex;
mod correct;
mod record;
mod style;

pub use style::{Reference, reference};

#[cfg(test)]
mod tests;
