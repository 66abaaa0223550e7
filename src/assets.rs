//! The templates and assets that the program carries, and how assets get their addresses.

pub mod ejected;

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostics;
use crate::site::{Route, SiteTree};
use crate::source::{Folder, Overlay};

/// The address of each asset by the name that templates use.
pub type Assets = BTreeMap<String, Route>;

#[derive(RustEmbed)]
#[folder = "templates"]
struct ShippedTemplates;

#[derive(RustEmbed)]
#[folder = "assets"]
struct ShippedAssets;

#[derive(RustEmbed)]
#[folder = "starter"]
struct Starter;

#[derive(RustEmbed)]
#[folder = "docs"]
struct Docs;

fn folder<E: RustEmbed>(name: &str) -> Folder {
    let files = E::iter().filter_map(|path| {
        let file = E::get(&path)?;
        Some((path.into_owned(), file.data.into_owned()))
    });
    Folder::embedded(name, files)
}

/// The templates that the program carries.
pub fn templates() -> Folder {
    folder::<ShippedTemplates>("templates")
}

/// The assets that the program carries.
pub fn assets() -> Folder {
    folder::<ShippedAssets>("assets")
}

/// The files from which new reports are made.
pub fn starter() -> Folder {
    folder::<Starter>("starter")
}

/// The manual.
pub fn docs() -> Folder {
    folder::<Docs>("docs")
}

/// Puts the assets into the site, each with a part of its hash in its name, since hosts let
/// browsers keep files. Those in `static/` keep their names and stand at the site's root.
pub fn insert(overlay: &Overlay, tree: &mut SiteTree, d: &Diagnostics) -> Assets {
    let mut routes = Assets::new();
    for name in overlay.names() {
        let Some(bytes) = overlay.bytes(name) else {
            continue;
        };
        let route = match name.strip_prefix("static/") {
            Some(rest) => Route::new(rest),
            None => Route::new(fingerprinted(name, bytes)),
        };
        tree.insert(
            route.clone(),
            bytes.as_slice(),
            format!("the asset `{name}`"),
            d,
        );
        routes.insert(name.to_owned(), route);
    }
    routes
}

/// Adds an asset that is made, not found.
pub fn insert_made(
    name: &str,
    text: &str,
    routes: &mut Assets,
    tree: &mut SiteTree,
    d: &Diagnostics,
) {
    let route = Route::new(fingerprinted(name, text.as_bytes()));
    tree.insert(route.clone(), text, format!("the asset `{name}`"), d);
    routes.insert(name.to_owned(), route);
}

fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("assets/{stem}.{hash}.{ending}"),
        None => format!("assets/{name}.{hash}"),
    }
}
