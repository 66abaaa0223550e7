//! A chapter, chart, edition, claim, indicator or source for a report that is there.

use std::fs;
use std::path::Path;

use super::super::renew::records;
use super::super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared};
use super::{Chart, Thing, record, write};
use crate::begin::{self, File, Tongues};
use crate::diagnostic::choose;
use crate::lang::Lang;
use crate::pipeline::{self, Inputs, Report};
use crate::report::charts::KINDS;
use crate::survey::{Survey, Year};

/// What is to be written, and what the author is told.
struct Made {
    files: Vec<File>,
    /// What to do with it.
    then: String,
}

pub(super) fn run(shared: &Shared, thing: &Thing, output: &Output) -> u8 {
    let inputs = Inputs {
        // Its examples are what new charts are made from.
        manual: true,
        ..shared.inputs()
    };
    let diagnostics = shared.diagnostics();
    let report = match pipeline::read(&inputs, &diagnostics) {
        Ok(report) => report,
        Err(_) => {
            output.diagnostics(diagnostics);
            output.fail("nothing was written: mend these first");
            return CONTENT_FAULTY;
        }
    };
    let content = Content {
        folder: &inputs.content,
        report: &report,
        tongues: Tongues(report.indices.survey().languages),
    };
    let done = content.make(thing).and_then(|made| {
        let paths: Vec<String> = made
            .files
            .iter()
            .map(|file| inputs.content.join(file.path()).display().to_string())
            .collect();
        let mut written = write(&inputs.content, made.files)?;
        if let Thing::Chapter(named) = thing {
            // Its texts, which are to be written, are each other's translations until they are.
            let fresh = shared.diagnostics();
            if let Ok(report) = pipeline::read(&inputs, &fresh)
                && let Err(message) = record(&mut written, records(&report, |s| s == named.id))
            {
                written.undo();
                return Err(message);
            }
        }
        Ok((paths, made.then))
    });
    match done {
        Ok((paths, then)) => {
            paths.iter().for_each(|path| output.say(path));
            output.say(&then);
            SUCCESS
        }
        Err(message) => {
            output.fail(&message);
            COMMAND_FAILED
        }
    }
}

/// A report to which something is added.
struct Content<'c> {
    folder: &'c Path,
    report: &'c Report,
    tongues: Tongues,
}

impl Content<'_> {
    fn survey(&self) -> &Survey {
        self.report.indices.survey()
    }

    fn lang(&self) -> Lang {
        self.survey().languages.first()
    }

    fn make(&self, thing: &Thing) -> Result<Made, String> {
        match thing {
            Thing::Chapter(named) => self.chapter(id(&named.id)?),
            Thing::Chart(chart) => self.chart(id(&chart.named.id)?, chart),
            Thing::Edition(edition) => self.edition(Year(edition.year)),
            Thing::Claim(named) => self.claim(id(&named.id)?),
            Thing::Indicator(named) => self.indicator(id(&named.id)?),
            Thing::Source(named) => self.source(id(&named.id)?),
        }
    }

    /// The text of a file as an author's files are read; `None` where it is not there.
    fn text(&self, name: &str) -> Result<Option<String>, String> {
        let path = self.folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                Ok(Some(text.replace("\r\n", "\n")))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("cannot read `{}`: {error}", path.display())),
        }
    }

    /// Refuses a file that is there, whatever its capitals.
    fn free(&self, file: &str, what: &str) -> Result<(), String> {
        let path = self.folder.join(file);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok());
        let taken = entries.into_iter().flatten().flatten().any(|entry| {
            let other = entry.file_name();
            other.to_string_lossy().to_lowercase() == name.to_lowercase()
        });
        match taken {
            true => Err(format!("{what} is there already: `{}`", path.display())),
            false => Ok(()),
        }
    }

    fn chapter(&self, slug: &str) -> Result<Made, String> {
        let listed = self.report.config.chapters.iter();
        if listed.clone().any(|(s, _)| s.to_lowercase() == slug) {
            return Err(format!("the chapter `{slug}` is there already"));
        }
        for lang in self.survey().languages.iter() {
            let file = format!("commentary/{slug}.{lang}.md");
            self.free(&file, &format!("a file of the chapter `{slug}`"))?;
        }
        let settings = self.text("report.yaml")?.unwrap_or_default();
        Ok(Made {
            files: begin::chapter(slug, self.tongues, &settings)?,
            then: format!(
                "Write it; when its translations are done, `egov-report renew {slug}` records that"
            ),
        })
    }

    fn chart(&self, id: &str, chart: &Chart) -> Result<Made, String> {
        self.free(&format!("charts/{id}.yaml"), &format!("the chart `{id}`"))?;
        let wanted = chart.kind.as_str();
        let examples = &self.report.examples;
        let names = || examples.iter().map(|example| example.id.as_str());
        let Some(example) = examples.iter().find(|example| example.id == wanted) else {
            let all: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            let all: String = format!("kinds are {}", all.join(", "));
            return Err(format!(
                "unknown kind of chart `{wanted}`: {}",
                choose(wanted, names(), &all)
            ));
        };
        // `columns-stacked` is an example of `columns`.
        let of = |name: &str| wanted == name || wanted.starts_with(&format!("{name}-"));
        let mut kinds: Vec<_> = KINDS.into_iter().filter(|kind| of(kind.name)).collect();
        kinds.sort_by_key(|kind| kind.name.len());
        let drawn = format!("example-{wanted}");
        let is_drawn = self.report.figures.iter().any(|f| f.name == drawn);
        let (Some(kind), true) = (kinds.pop(), is_drawn) else {
            return Err(format!(
                "this report has not the data for a chart of the kind `{wanted}`: it may need a \
                 second edition, regions, levels, several components or places on the tile map"
            ));
        };
        let words = &self.report.engine.knowledge().words;
        let placed = match kind.name {
            "sparkline" => {
                format!("Write {{{{ sparkline(id=\"{id}\") }}}} in a sentence of a chapter")
            }
            _ => format!("Write {{{{ chart(id=\"{id}\") }}}} alone in a paragraph of a chapter"),
        };
        Ok(Made {
            files: vec![begin::chart(id, kind, &example.to_fill, words, self.lang())],
            then: placed,
        })
    }

    fn edition(&self, year: Year) -> Result<Made, String> {
        let survey = self.survey();
        if survey.edition(year).is_some() {
            return Err(format!("the edition of {year} is there already"));
        }
        let file = format!("survey/editions/{year}.yaml");
        self.free(&file, &format!("the edition of {year}"))?;
        Ok(Made {
            files: vec![begin::edition(year, survey, self.tongues)],
            then: "Fill in its values; until `draft: true` is removed there, the report is built \
                   without it"
                .to_owned(),
        })
    }

    /// The source of the newest edition, which what is new names until it is mended.
    fn usual_source(&self) -> &str {
        let survey = self.survey();
        let newest = &survey.editions[survey.latest().0];
        &survey.sources[newest.source.0].id
    }

    fn claim(&self, id: &str) -> Result<Made, String> {
        let mut ids = self.report.claims.iter();
        if ids.any(|claim| claim.test.id == id || claim.test.claim.id == id) {
            return Err(format!("the claim `{id}` is there already"));
        }
        let chapters = self.report.chapters.iter().zip(&self.report.texts);
        let headings = chapters.filter_map(|(chapter, text)| {
            let heading = text[self.lang()].headings.first()?;
            Some(format!("{}#{}", chapter.slug, heading.id))
        });
        let section = headings.into_iter().next().ok_or(
            "a claim is discussed in a chapter, and there is none with a heading: begin with \
             `egov-report new chapter NAME`",
        )?;
        let survey = self.survey();
        let claim = begin::Claim {
            id,
            section: &section,
            source: self.usual_source(),
            members: survey.members_in(survey.latest(), None).count(),
        };
        let claims = self.text("claims.yaml")?;
        Ok(Made {
            files: vec![begin::claim(claim, self.tongues, claims.as_deref())?],
            then: "Write what the source says there, and the expression that tests it".to_owned(),
        })
    }

    fn indicator(&self, id: &str) -> Result<Made, String> {
        let same = |other: &str| other.to_lowercase() == id;
        if self.survey().indicators.iter().any(|i| same(&i.id)) {
            return Err(format!("the indicator `{id}` is there already"));
        }
        let file = format!("survey/indicators/{id}.yaml");
        self.free(&file, &format!("the indicator `{id}`"))?;
        Ok(Made {
            files: vec![begin::indicator(id, self.usual_source(), self.tongues)],
            then: format!(
                "Fill in its values; then {{{{ indicator(id=\"{id}\", year=…) }}}} writes one"
            ),
        })
    }

    fn source(&self, id: &str) -> Result<Made, String> {
        let same = |other: &str| other.to_lowercase() == id;
        if self.survey().sources.iter().any(|s| same(&s.id)) {
            return Err(format!("the source `{id}` is there already"));
        }
        let sources = self.text("survey/sources.yaml")?;
        Ok(Made {
            files: vec![begin::source(id, self.tongues, sources.as_deref())?],
            then: format!("Fill it in; then {{{{ cite(source=\"{id}\") }}}} cites it"),
        })
    }
}

/// An id of something new: addresses are in lower case.
fn id(text: &str) -> Result<&str, String> {
    let is_known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    // In YAML these are no texts.
    let other = matches!(
        text,
        "null" | "true" | "false" | "yes" | "no" | "on" | "off"
    );
    if other || text.parse::<f64>().is_ok() {
        return Err(format!(
            "`{text}` cannot be an id: in YAML it is no text; add a word, as in `my-{text}`"
        ));
    }
    let well = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(is_known);
    if well && text.len() <= 100 {
        return Ok(text);
    }
    let mut near = String::new();
    for c in text.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => near.push(c),
            _ if !near.is_empty() && !near.ends_with('-') => near.push('-'),
            _ => {}
        }
    }
    let near: String = near.chars().take(100).collect();
    let hint = match near.trim_end_matches('-') {
        "" => String::new(),
        near => format!(", as in `{near}`"),
    };
    Err(format!(
        "`{text}` cannot be an id: use up to 100 letters a–z, digits and `-`, beginning with a \
         letter or digit{hint}"
    ))
}
