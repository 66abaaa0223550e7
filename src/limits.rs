//! How much of what others may write is put up with: sizes, nodes, nesting, messages. A bound
//! keeps a small file from taking all memory or time; each can be raised with `--limit`.

use std::fmt;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

/// A bound by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of a YAML file.
    YamlSize,
    /// Values in a YAML file.
    YamlNodes,
    /// Bytes of a Markdown file.
    MarkdownSize,
    /// Levels inside each other, in YAML and in Markdown with its HTML.
    Nesting,
    /// Bytes of a template.
    TemplateSize,
    /// Bytes of a page that a template writes.
    PageSize,
    /// Bytes of an asset.
    AssetSize,
    /// Bytes of all files of `content/`, and of `templates/`.
    ContentSize,
    /// Bytes of all assets.
    AssetsSize,
    /// Files of one folder.
    Files,
    /// Values of a chart.
    ChartCells,
    /// Messages about one kind of file.
    Messages,
    /// Bytes of a file that is imported, packed and unpacked.
    ImportSize,
    /// Cells of a file that is imported.
    ImportCells,
}

impl Limit {
    /// All of them.
    pub const ALL: [Limit; 14] = [
        Limit::YamlSize,
        Limit::YamlNodes,
        Limit::MarkdownSize,
        Limit::Nesting,
        Limit::TemplateSize,
        Limit::PageSize,
        Limit::AssetSize,
        Limit::ContentSize,
        Limit::AssetsSize,
        Limit::Files,
        Limit::ChartCells,
        Limit::Messages,
        Limit::ImportSize,
        Limit::ImportCells,
    ];

    /// As `--limit` names it, its default, and what it bounds.
    fn row(self) -> (&'static str, u64, &'static str) {
        match self {
            Limit::YamlSize => ("yaml-size", 4 * MIB, "bytes of a YAML file"),
            Limit::YamlNodes => (
                "yaml-nodes",
                400_000,
                "values in a YAML file, those of an alias each time it is used",
            ),
            Limit::MarkdownSize => ("markdown-size", MIB, "bytes of a Markdown file"),
            Limit::Nesting => (
                "nesting",
                50,
                "levels inside each other, in YAML (128 at most) and in Markdown, elements of HTML among them",
            ),
            Limit::TemplateSize => ("template-size", 256 * KIB, "bytes of a template"),
            Limit::PageSize => ("page-size", 16 * MIB, "bytes that a template writes"),
            Limit::AssetSize => ("asset-size", 32 * MIB, "bytes of an asset"),
            Limit::ContentSize => (
                "content-size",
                64 * MIB,
                "bytes of all files of `content/` together, and of `templates/`",
            ),
            Limit::AssetsSize => ("assets-size", 256 * MIB, "bytes of all assets together"),
            Limit::Files => ("files", 10_000, "files of each of the three folders"),
            Limit::ChartCells => (
                "chart-cells",
                100_000,
                "values of a chart, its items × its series; of a chart that stands on pages, five times as many over all of them",
            ),
            Limit::Messages => ("messages", 100, "messages about one kind of file"),
            Limit::ImportSize => (
                "import-size",
                64 * MIB,
                "bytes of a file that is imported, and of what is packed in it",
            ),
            Limit::ImportCells => (
                "import-cells",
                1_000_000,
                "cells of a file that is imported, in all its sheets",
            ),
        }
    }

    /// As `--limit` names it.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// What it bounds.
    pub fn what(self) -> &'static str {
        self.row().2
    }

    /// Without `--limit`.
    pub fn default(self) -> u64 {
        self.row().1
    }

    fn is_size(self) -> bool {
        self.name().ends_with("-size")
    }

    /// A value of it, as messages and `--limit` write it: `4M`, `100`.
    pub fn shown(self, value: u64) -> String {
        match value {
            v if self.is_size() && v >= MIB && v.is_multiple_of(MIB) => format!("{}M", v / MIB),
            v if self.is_size() && v >= KIB && v.is_multiple_of(KIB) => format!("{}K", v / KIB),
            v => v.to_string(),
        }
    }
}

/// A size as people read it: `3.2M`.
pub fn bytes(size: u64) -> String {
    match size {
        size if size >= MIB => format!("{:.1}M", size as f64 / MIB as f64),
        size if size >= KIB => format!("{:.1}K", size as f64 / KIB as f64),
        size => size.to_string(),
    }
}

/// The value of each bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits([u64; Limit::ALL.len()]);

impl Default for Limits {
    fn default() -> Limits {
        Limits(Limit::ALL.map(Limit::default))
    }
}

impl Limits {
    /// The value of one.
    pub fn get(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// As [`Limits::get`], to compare with lengths in memory.
    pub fn count(&self, limit: Limit) -> usize {
        usize::try_from(self.get(limit)).unwrap_or(usize::MAX)
    }

    /// With another value for one.
    #[must_use]
    pub fn with(mut self, limit: Limit, value: u64) -> Limits {
        self.0[limit as usize] = value;
        self
    }

    /// What to do about a bound that was reached.
    pub fn hint(&self, limit: Limit) -> String {
        let name = limit.name();
        let value = limit.shown(self.get(limit));
        format!("the limit is {value}; `--limit {name}=…` raises it")
    }
}

/// A bound with a value, as the command line gives it: `yaml-size=8M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Which.
    pub limit: Limit,
    /// From 1.
    pub value: u64,
}

impl std::str::FromStr for Raised {
    type Err = String;

    fn from_str(text: &str) -> Result<Raised, String> {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| "write `NAME=NUMBER`, such as `yaml-size=8M`".to_owned())?;
        let limit = Limit::ALL.into_iter().find(|l| l.name() == name);
        let limit = limit.ok_or_else(|| {
            let names = Limit::ALL.map(Limit::name).join(", ");
            format!("there is no limit `{name}`; one of {names}")
        })?;
        let (digits, unit) = match value.strip_suffix(['K', 'M', 'G']) {
            Some(digits) if value.ends_with('K') => (digits, KIB),
            Some(digits) if value.ends_with('M') => (digits, MIB),
            Some(digits) => (digits, KIB * MIB),
            None => (value, 1),
        };
        let value = digits.parse::<u64>().ok().and_then(|n| n.checked_mul(unit));
        match value {
            Some(value) if value > 0 => Ok(Raised { limit, value }),
            _ => Err("the number is whole, from 1, with K, M or G if need be".to_owned()),
        }
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.limit.name(), self.limit.shown(self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_they_are_shown() {
        for limit in Limit::ALL {
            let value = limit.default();
            let shown = Raised { limit, value }.to_string();
            assert_eq!(shown.parse(), Ok(Raised { limit, value }), "{shown}");
        }
        let value = 3 * MIB / 2;
        assert_eq!(
            "yaml-size=1536K".parse(),
            Ok(Raised {
                limit: Limit::YamlSize,
                value
            })
        );
        for wrong in [
            "yaml-size",
            "yaml=1",
            "nesting=0",
            "nesting=-1",
            "nesting=1T",
            "messages=",
        ] {
            assert!(wrong.parse::<Raised>().is_err(), "{wrong}");
        }
        assert!("page-size=99999999999999G".parse::<Raised>().is_err());
    }
}
