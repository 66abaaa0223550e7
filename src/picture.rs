//! Pictures: SVG to PNG, with the fonts of this machine. Without the feature `pictures` there are none.

#[cfg(feature = "pictures")]
mod fonts;
#[cfg(feature = "pictures")]
mod palette;

#[cfg(feature = "pictures")]
pub use fonts::{Fonts, System};
#[cfg(not(feature = "pictures"))]
pub use without::{Fonts, System};

/// Changes whenever the same text gives another picture.
pub const VERSION: &str = "1";

#[cfg(feature = "pictures")]
mod paint {
    use resvg::tiny_skia::{Color, Pixmap, Transform};
    use resvg::usvg::{Options, Tree};

    use super::{Fonts, palette};

    impl Fonts {
        /// The PNG of a drawing, a pixel for a unit, on white.
        ///
        /// # Errors
        /// What is wrong with the drawing, in words.
        pub fn paint(&self, svg: &str) -> Result<Vec<u8>, String> {
            let options = Options {
                fontdb: self.faces(),
                font_family: self.families().first().cloned().unwrap_or_default(),
                languages: vec![self.tag().to_owned()],
                ..Options::default()
            };
            let tree = Tree::from_str(svg, &options).map_err(|e| e.to_string())?;
            let size = tree.size().to_int_size();
            let mut pixels = Pixmap::new(size.width(), size.height())
                .ok_or_else(|| "it is too large".to_owned())?;
            pixels.fill(Color::WHITE);
            resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
            palette::png(&pixels).map_err(|e| e.to_string())
        }
    }
}

#[cfg(not(feature = "pictures"))]
mod without {
    use std::collections::BTreeSet;

    use crate::lang::Lang;

    /// None.
    pub struct System;

    impl System {
        /// None.
        pub fn scan() -> System {
            System
        }

        /// Says why there are none.
        ///
        /// # Errors
        /// Always.
        pub fn choose(&self, _: Lang, _: &BTreeSet<char>) -> Result<Fonts, String> {
            Err("this program was built without the feature `pictures`".to_owned())
        }
    }

    /// None.
    pub enum Fonts {}

    impl Fonts {
        /// None.
        pub fn list(&self) -> String {
            match *self {}
        }

        /// None.
        pub fn mark(&self) -> &str {
            match *self {}
        }

        /// None.
        ///
        /// # Errors
        /// Never.
        pub fn paint(&self, _: &str) -> Result<Vec<u8>, String> {
            match *self {}
        }
    }
}
