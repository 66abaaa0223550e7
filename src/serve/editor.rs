//! Links that open a place of a file in the author's editor.

use std::path::Path;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a path unencoded.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Schemes whose addresses a browser would run or show instead of handing them to an editor.
const NEVER: [&str; 7] = [
    "javascript",
    "data",
    "vbscript",
    "blob",
    "about",
    "file",
    "filesystem",
];

/// The pattern of an editor's addresses: `vscode://file/{path}:{line}:{column}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorUrl(String);

impl FromStr for EditorUrl {
    type Err = String;

    fn from_str(pattern: &str) -> Result<EditorUrl, String> {
        let example = "as in `vscode://file/{path}:{line}:{column}`";
        let scheme = pattern.split(':').next().unwrap_or_default();
        let is_scheme = pattern.contains(':')
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if !is_scheme {
            return Err(format!("the pattern begins with a scheme, {example}"));
        }
        if NEVER.contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err(format!("`{scheme}:` opens no editor; {example}"));
        }
        if !pattern.contains("{path}") {
            return Err(format!(
                "the pattern names the file with `{{path}}`, {example}"
            ));
        }
        let rest = ["{path}", "{line}", "{column}"]
            .iter()
            .fold(pattern.to_owned(), |rest, known| rest.replace(known, ""));
        if rest.contains(['{', '}']) {
            return Err(format!(
                "the pattern knows `{{path}}`, `{{line}}` and `{{column}}` only, {example}"
            ));
        }
        if pattern.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(format!("an address holds no blanks, {example}"));
        }
        Ok(EditorUrl(pattern.to_owned()))
    }
}

impl EditorUrl {
    /// The address that opens `path`, which is absolute, at a line and column from 1.
    pub(super) fn link(&self, path: &Path, line: usize, column: usize) -> String {
        let path = path.to_string_lossy();
        let path = if cfg!(windows) {
            path.replace('\\', "/")
        } else {
            path.into_owned()
        };
        let mut path = utf8_percent_encode(&path, PATH).to_string();
        // `vscode://file/{path}` has the slash with which a path begins; `file://{path}` has not.
        let before = self.0.split("{path}").next().unwrap_or_default();
        if before.ends_with('/') && !before.ends_with("//") && path.starts_with('/') {
            path.remove(0);
        }
        self.0
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
            .replace("{path}", &path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(pattern: &str, path: &str) -> Result<String, String> {
        Ok(pattern.parse::<EditorUrl>()?.link(Path::new(path), 12, 3))
    }

    #[test]
    fn a_place_becomes_an_address() {
        assert_eq!(
            link("vscode://file/{path}:{line}:{column}", "/a b/报告?#%.md").as_deref(),
            Ok("vscode://file/a%20b/%E6%8A%A5%E5%91%8A%3F%23%25.md:12:3")
        );
        assert_eq!(
            link("subl://open?url=file://{path}&line={line}", "/a/b.md").as_deref(),
            Ok("subl://open?url=file:///a/b.md&line=12")
        );
        assert_eq!(
            link("idea://open?file={path}&line={line}", "/a&line=9/{line}.md").as_deref(),
            Ok("idea://open?file=/a%26line%3D9/%7Bline%7D.md&line=12")
        );
    }

    #[test]
    fn what_opens_no_editor_is_refused() {
        for bad in [
            "",
            "vim",
            "{path}",
            "vscode://file/",
            "javascript:alert({path})",
            "JavaScript:{path}",
            "data:{path}",
            "vscode://{path}:{row}",
            "java script:{path}",
            "x://{path} {line}",
        ] {
            assert!(bad.parse::<EditorUrl>().is_err(), "{bad}");
        }
    }
}
