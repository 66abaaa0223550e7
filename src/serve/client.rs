//! The part of the preview that runs in each page.

/// The preview's own files; a site has no such folder.
pub(super) const SCRIPT: &str = "/__preview/client.js";
pub(super) const STYLE: &str = "/__preview/overlay.css";
pub(super) const EVENTS: &str = "/__preview/events";

/// The part of the preview that runs in each page.
pub(super) const CLIENT: &str = include_str!("client.js");
pub(super) const OVERLAY: &str = include_str!("overlay.css");
