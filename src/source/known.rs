//! What each of an author's folders may hold: nothing else is read.

use crate::diagnostic::suggest;
use crate::limits::Limit;

/// A file that is read.
#[derive(Debug)]
pub struct Rule {
    /// The folder inside the author's one; `**` is any.
    folder: &'static str,
    /// A name, or `*` with an ending.
    file: &'static str,
    /// How large it may be.
    pub limit: Limit,
    /// Whether a report cannot be without it.
    needed: bool,
}

const fn rule(folder: &'static str, file: &'static str, limit: Limit) -> Rule {
    Rule {
        folder,
        file,
        limit,
        needed: false,
    }
}

const fn needed(folder: &'static str, file: &'static str) -> Rule {
    Rule {
        needed: true,
        ..rule(folder, file, Limit::YamlSize)
    }
}

/// One of the author's folders.
#[derive(Debug)]
pub struct Known {
    rules: &'static [Rule],
    /// How large all its files may be together.
    pub together: Limit,
}

/// The report.
pub const CONTENT: Known = Known {
    rules: &[
        needed("", "report.yaml"),
        rule("", "changes.yaml", Limit::YamlSize),
        rule("", "claims.yaml", Limit::YamlSize),
        rule("", "quotations.yaml", Limit::YamlSize),
        rule("charts", "*.yaml", Limit::YamlSize),
        rule("commentary", "*.md", Limit::MarkdownSize),
        rule("strings", "*.yaml", Limit::YamlSize),
        needed("survey", "members.yaml"),
        needed("survey", "regions.yaml"),
        needed("survey", "methodology.yaml"),
        needed("survey", "sources.yaml"),
        rule("survey/editions", "*.yaml", Limit::YamlSize),
        rule("survey/import", "*.yaml", Limit::YamlSize),
        rule("survey/indicators", "*.yaml", Limit::YamlSize),
    ],
    together: Limit::ContentSize,
};

/// The report's own templates.
pub const TEMPLATES: Known = Known {
    rules: &[
        rule("strings", "*.yaml", Limit::YamlSize),
        rule("gallery", "*.yaml", Limit::YamlSize),
        rule("page-charts", "*.yaml", Limit::YamlSize),
        rule("import", "*.yaml", Limit::YamlSize),
        rule("statements", "*.yaml", Limit::YamlSize),
        rule("**", "*.html", Limit::TemplateSize),
        rule("**", "*.xml", Limit::TemplateSize),
    ],
    together: Limit::ContentSize,
};

/// The report's own assets.
pub const ASSETS: Known = Known {
    rules: &[rule("**", "*", Limit::AssetSize)],
    together: Limit::AssetsSize,
};

/// Names that are passed over without a word, by their beginning in capitals.
const PASSED_OVER: [&str; 8] = [
    "README",
    "LICENSE",
    "LICENCE",
    "COPYING",
    "CHANGELOG",
    "CITATION.CFF",
    "THUMBS.DB",
    "DESKTOP.INI",
];

/// Endings of back-ups.
const BACK_UPS: [&str; 6] = ["~", ".swp", ".swo", ".bak", ".orig", ".tmp"];

/// Hidden files, back-ups of editors, half-written downloads.
pub fn ignored(name: &str) -> bool {
    name.starts_with(['.', '#']) || BACK_UPS.iter().any(|ending| name.ends_with(ending))
}

impl Rule {
    fn holds(&self, folder: &str, name: &str) -> bool {
        (self.folder == "**" || self.folder == folder)
            && match self.file.strip_prefix('*') {
                Some(ending) => name.len() > ending.len() && name.ends_with(ending),
                None => name == self.file,
            }
    }

    fn path(&self) -> String {
        match self.folder {
            "" | "**" => self.file.to_owned(),
            folder => format!("{folder}/{}", self.file),
        }
    }
}

impl Known {
    /// How a file is read, by its path inside the folder; `None` for one that nothing reads.
    pub fn rule(&self, path: &str) -> Option<&Rule> {
        let (folder, name) = parted(path);
        self.rules.iter().find(|rule| rule.holds(folder, name))
    }

    /// The files that a report cannot be without.
    pub fn needed(&self) -> impl Iterator<Item = String> {
        self.rules.iter().filter(|rule| rule.needed).map(Rule::path)
    }

    /// Whether a folder may hold something that is read.
    pub fn may_hold(&self, path: &str) -> bool {
        self.rules.iter().any(|rule| {
            let rest = rule.folder.strip_prefix(path);
            rule.folder == "**" || rest.is_some_and(|r| r.is_empty() || r.starts_with('/'))
        })
    }

    /// Whether nobody expects anything of the file.
    pub fn passes_over(&self, name: &str) -> bool {
        // Assets are published as they are, whatever their names.
        let published = self.rules.iter().any(|r| r.file == "*");
        let upper = name.to_uppercase();
        ignored(name) || (!published && PASSED_OVER.iter().any(|known| upper.starts_with(known)))
    }

    /// What an unknown file or folder might have been meant to be.
    pub fn near(&self, path: &str, is_folder: bool) -> String {
        let (folder, name) = parted(path);
        if is_folder {
            let folders = self.rules.iter().map(|rule| rule.folder);
            let folders = folders.filter(|f| !f.is_empty() && *f != "**");
            return near_miss(path, folders).unwrap_or_else(|| OUT.to_owned());
        }
        // The right name in the wrong folder, the right stem with the wrong ending, a slip.
        let elsewhere = self.rules.iter().find(|rule| rule.file == name);
        if let Some(rule) = elsewhere {
            return format!("move it to `{}`", rule.path());
        }
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let here = self.rules.iter().filter(|rule| rule.folder == folder);
        let ending = here.clone().find_map(|rule| rule.file.strip_prefix('*'));
        if let Some(ending) = ending {
            return format!("files in `{folder}/` end in `{ending}`: `{stem}{ending}`");
        }
        let names = here
            .map(|rule| rule.file)
            .filter(|file| !file.starts_with('*'));
        near_miss(name, names).unwrap_or_else(|| OUT.to_owned())
    }
}

/// What to do with what nothing reads.
const OUT: &str = "remove it, or keep it beside the folder";

fn near_miss<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    suggest(name, known).filter(|hint| hint.starts_with("did you mean"))
}

/// The folder and the name of a path.
pub fn parted(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_named() {
        for (path, hint) in [
            (
                "claim.yaml",
                "did you mean `claims.yaml` or `changes.yaml`?",
            ),
            (
                "charts/x.yml",
                "files in `charts/` end in `.yaml`: `x.yaml`",
            ),
            ("sources.yaml", "move it to `survey/sources.yaml`"),
            ("film.mp4", OUT),
        ] {
            assert!(CONTENT.rule(path).is_none(), "{path}");
            assert_eq!(CONTENT.near(path, false), hint, "{path}");
        }
        assert_eq!(CONTENT.near("chart", true), "did you mean `charts`?");
        assert!(CONTENT.may_hold("survey") && !CONTENT.may_hold("surve"));
        assert!(CONTENT.passes_over("README.md") && !ASSETS.passes_over("README.md"));
    }
}
