//! What an import would write: every file whole, verified by reading it back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::choose::{Asked, choose};
use super::columns::known;
use super::complete;
use super::edition::{self, Change, Field, Files};
use super::gather::Gatherer;
use super::given::{ByYear, Given, Settled};
use super::map::{self, Map};
use super::map_file;
use super::misfit::some;
use super::names::Names;
use super::number::Decimal;
use super::read;
use super::remember::{self, Alias};
use super::settle::settled;
use super::table::Table;
use super::verify::{Meant, verify};
use super::whose::Lost;
use super::words::Words;
use super::write::Planned;
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, SourceFile};
use crate::source::{Folder, Overlay};
use crate::survey::{MemberId, Survey};

/// So many changes of an edition are listed one by one.
const LISTED: usize = 20;

/// What an author asks for.
#[derive(Debug, Default)]
pub(crate) struct Request {
    /// The file.
    pub(crate) file: PathBuf,
    /// The year of its rows, or the only one that counts.
    pub(crate) edition: Option<u16>,
    /// The map of its columns.
    pub(crate) map: Option<PathBuf>,
    /// The source of new editions.
    pub(crate) source: Option<String>,
    /// The sheet of a workbook.
    pub(crate) sheet: Option<String>,
    /// `NAME=CODE`.
    pub(crate) names: Vec<String>,
    /// Names of rows that are no member.
    pub(crate) skip: Vec<String>,
    /// Whether the decimal sign is a comma.
    pub(crate) decimal_comma: Option<bool>,
    /// Whether members without a row were not assessed.
    pub(crate) missing_not_assessed: bool,
}

/// What is to be written, and what to say of it.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The files, those of editions last.
    pub(crate) files: Vec<Planned>,
    /// How the file was read and what changes, line by line.
    pub(crate) said: Vec<String>,
}

/// Plans an import into a report.
///
/// # Errors
/// Where anything in the file or in the report stands in the way; all of it is reported.
pub(crate) fn plan(
    request: &Request,
    content: &Folder,
    templates: &Overlay,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Plan> {
    let words = Words::read(templates, d)?;
    let names = Names::new(survey, &words);
    let own = request
        .map
        .as_deref()
        .map(|path| map_file::named(path, content, survey, d))
        .transpose()?;
    let maps = match &own {
        Some(_) => Vec::new(),
        None => map::read_all(content, survey, d),
    };
    let settled = settled(request, &names, survey, d)?;
    if let Some(told) = d.reported() {
        return Err(told);
    }
    let of_map = own.as_ref();
    let sheet = request
        .sheet
        .as_deref()
        .or(of_map.and_then(|map| map.sheet.as_deref()));
    let written = of_map.map(|map| map.written).unwrap_or_default();
    let tables = read::tables(&request.file, written, sheet, d)?;
    let path = request.file.display().to_string();
    let asked = Asked {
        path: &path,
        map: of_map,
        sheet: request.sheet.as_deref(),
    };
    let mut chosen = choose(&asked, &tables, &maps, &known(survey, &words), d)?;
    let tables = again(request, &chosen.map, tables, d)?;
    if let Some(comma) = request.decimal_comma {
        chosen.map.decimal = Some(if comma {
            Decimal::Comma
        } else {
            Decimal::Point
        });
    }
    let table = &tables[chosen.table];
    let year = settled.edition.or(chosen.map.edition);
    if chosen.columns.year.is_none() && !chosen.columns.has_years() && year.is_none() {
        let header = &table.rows[chosen.columns.header];
        let error = Diagnostic::error("no column says of which year the rows are")
            .at(table.place(&header.span))
            .hint("name it: `--edition 2024`, or `edition:` in a map of the columns");
        return Err(d.report(error));
    }
    let gatherer = Gatherer {
        survey,
        words: &words,
        names: &names,
        table,
        chosen: &chosen,
        settled: &settled,
        d,
    };
    let (mut found, lost) = gatherer.gather()?;
    let mut said = introduction(table, &chosen, &path, survey);
    let mut planner = Planner {
        request,
        content,
        survey,
        map: &chosen.map,
        table,
        d,
        said: &mut said,
    };
    let editions = Files::read(content);
    let source = planner.completed(&mut found, &editions, &lost)?;
    let (mut files, aliases) = planner.remembered(&settled, &names, &chosen)?;
    files.extend(planner.editions(&found, &editions, &source)?);
    let meant = Meant {
        found: &found,
        aliases: &aliases,
    };
    verify(content, survey, &meant, &files, table, d)?;
    files.retain(|file| file.old.as_ref() != Some(&file.new));
    Ok(Plan { files, said })
}

/// The tables once more, where the map that was found says how the file is written.
fn again(request: &Request, map: &Map, tables: Vec<Table>, d: &Diagnostics) -> Checked<Vec<Table>> {
    let written = map.written;
    let is_told = written.encoding.is_some() || written.delimiter.is_some();
    if request.map.is_some() || !is_told || tables.iter().any(|table| table.sheet.is_some()) {
        return Ok(tables);
    }
    read::tables(&request.file, written, None, d)
}

fn introduction(
    table: &Table,
    chosen: &super::choose::Chosen,
    path: &str,
    survey: &Survey,
) -> Vec<String> {
    let sheet = table
        .sheet
        .as_ref()
        .map_or_else(String::new, |name| format!(", sheet `{name}`"));
    let mut said = vec![format!("{path}{sheet}: columns by {}", chosen.map.shown)];
    said.extend(table.assumed.iter().cloned());
    let (columns, unused) = chosen.columns.said(table, &chosen.map, survey);
    said.push(format!("  {columns}"));
    if !unused.is_empty() {
        said.push(format!("  not used: {}", some(&unused)));
    }
    said
}

struct Planner<'p> {
    request: &'p Request,
    content: &'p Folder,
    survey: &'p Survey,
    map: &'p Map,
    table: &'p Table,
    d: &'p Diagnostics,
    said: &'p mut Vec<String>,
}

impl Planner<'_> {
    fn planned(&self, name: &str, old: Option<&Arc<SourceFile>>, new: String) -> Planned {
        Planned {
            path: self.content.root.join(name),
            name: Some(name.to_owned()),
            old: old.map(|file| file.text.clone()),
            new,
        }
    }

    /// The files that remember what was settled.
    fn remembered(
        &mut self,
        settled: &Settled,
        names: &Names<'_>,
        chosen: &super::choose::Chosen,
    ) -> Checked<(Vec<Planned>, Vec<Alias>)> {
        let in_file = remember::names_of(self.table, &chosen.columns);
        let mut files = Vec::new();
        let aliases = remember::aliases(settled, names, &in_file, self.d);
        if !aliases.is_empty() {
            let name = "survey/members.yaml";
            let old = self.content.need_text(name, self.d)?;
            let new = remember::with_aliases(&old, &aliases, self.survey, self.content, self.d)?;
            for (alias, member) in &aliases {
                let code = &self.survey.members[member.0].code;
                self.said.push(format!(
                    "{}: `{alias}` is an alias of {code}",
                    self.content.display(name)
                ));
            }
            files.push(self.planned(name, Some(&old), new));
        }
        let skips = remember::skips(settled, self.map, &in_file, self.d);
        match &self.map.name {
            _ if skips.is_empty() => {}
            Some(name) => {
                let old = self.content.need_text(name, self.d)?;
                let new = remember::with_skips(&old, &skips, self.content, self.d)?;
                let shown = self.content.display(name);
                self.said.push(format!("{shown}: skips {}", skips.join(", ")));
                files.push(self.planned(name, Some(&old), new));
            }
            None => self.said.push(format!(
                "`--skip` of {} is not remembered: it would be in a map of the columns in survey/import/",
                skips.join(", ")
            )),
        }
        Ok((files, aliases))
    }

    /// What new editions need besides: every member, and a source.
    fn completed(&mut self, found: &mut ByYear, files: &Files, lost: &Lost) -> Checked<String> {
        for (year, members) in found.iter_mut() {
            // Tables list later members with zeros.
            let is_to_come = |id: &MemberId| {
                let since = self.survey.members[id.0].since;
                since.is_some_and(|since| since > *year)
            };
            members.retain(|id, given| !given.not_assessed || !is_to_come(id));
            match files.yaml(*year) {
                Some(yaml) => complete::existing(
                    (*year, yaml),
                    members,
                    self.survey,
                    self.table,
                    self.d,
                    self.said,
                ),
                None => complete::new(
                    *year,
                    members,
                    complete::Setting {
                        survey: self.survey,
                        table: self.table,
                        not_assessed: self.request.missing_not_assessed,
                        lost,
                    },
                    self.d,
                ),
            }
        }
        let source = match found.keys().any(|year| files.yaml(*year).is_none()) {
            true => complete::source(
                self.request
                    .source
                    .as_deref()
                    .or(self.map.source.as_deref()),
                self.survey,
                self.d,
            ),
            false => Ok(String::new()),
        };
        match self.d.reported() {
            Some(told) => Err(told),
            None => source,
        }
    }

    /// The files of editions.
    fn editions(&mut self, found: &ByYear, files: &Files, source: &str) -> Checked<Vec<Planned>> {
        let schema = remember::edition_schema(self.content);
        let mut planned = Vec::new();
        for (year, members) in found.iter() {
            let name = files.name(*year);
            let style = files.style(*year, self.survey, schema.clone());
            if let Some(yaml) = files.yaml(*year) {
                let (new, changes) = edition::changed(yaml, members, &style, self.survey, self.d)?;
                self.say_changes(&name, &changes);
                planned.push(self.planned(&name, Some(&yaml.file), new));
                continue;
            }
            if self.content.bytes(&name).is_some() {
                let shown = self.content.display(&name);
                let error = Diagnostic::error(format!(
                    "`{shown}` is in the way: it is not the edition of {year}"
                ));
                return Err(self
                    .d
                    .report(error.hint("give that file the name of its year")));
            }
            let new = edition::new(*year, source, members, &style, self.survey);
            self.say_new(&name, members);
            planned.push(self.planned(&name, None, new));
        }
        Ok(planned)
    }

    fn say_new(&mut self, name: &str, members: &BTreeMap<MemberId, Given>) {
        let values: usize = members.values().map(|given| given.values.len()).sum();
        let assessed = members.values().filter(|given| !given.not_assessed).count();
        let left = members.len() - assessed;
        let left = if left == 0 {
            String::new()
        } else {
            format!(", {left} not assessed")
        };
        let shown = self.content.display(name);
        self.said.push(format!(
            "{shown}: new, {assessed} member(s){left}, {values} values"
        ));
    }

    fn say_changes(&mut self, name: &str, changes: &[Change]) {
        let shown = self.content.display(name);
        if changes.is_empty() {
            self.said.push(format!("{shown}: nothing changes"));
            return;
        }
        let mut by_field: BTreeMap<Field, usize> = BTreeMap::new();
        for change in changes {
            *by_field.entry(change.field).or_default() += 1;
        }
        let counts = by_field
            .iter()
            .map(|(field, n)| format!("{n} of {}", field.key(self.survey)));
        let counts = counts.collect::<Vec<_>>().join(", ");
        self.said.push(format!(
            "{shown}: {} value(s) change: {counts}",
            changes.len()
        ));
        for change in changes.iter().take(LISTED) {
            let code = &self.survey.members[change.member.0].code;
            let old = change.old.as_deref().unwrap_or("(none)");
            let field = change.field.key(self.survey);
            self.said
                .push(format!("  {code} {field}: {old} → {}", change.new));
        }
        if let Some(more @ 1..) = changes.len().checked_sub(LISTED) {
            self.said.push(format!("  and {more} more"));
        }
    }
}
