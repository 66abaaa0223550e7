//! `import`: makes editions of the table of somebody else, or changes those that are there.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{COMMAND_FAILED, CONTENT_FAULTY, Output, SUCCESS, Shared, check};
use crate::disk::Disk;
use crate::import::{self, Request};
use crate::pipeline;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The table: .csv or any other text with a delimiter, .xlsx or .ods.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The year that is imported; without it, all years of the file.
    #[arg(long, value_name = "YEAR")]
    edition: Option<u16>,
    /// The map of the columns, a file or the name of one in survey/import/; without it, the map there
    /// whose columns the file has, or what the names of the columns say.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The source that a new edition names, by its id in survey/sources.yaml.
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// The sheet of a workbook, by its name or number.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Whose a name in the file is; remembered as an alias of the member. May be repeated.
    #[arg(long, value_name = "NAME=CODE")]
    name: Vec<String>,
    /// The name of rows that are no member; remembered in the map, if there is one. May be repeated.
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
    /// What becomes of members of whom the file says nothing, in a new edition.
    #[arg(long, value_name = "WHAT")]
    missing: Option<Missing>,
    /// The sign between whole numbers and fractions, where the values do not tell.
    #[arg(long, value_name = "SIGN")]
    decimal: Option<Decimal>,
    /// Do not check the report afterwards.
    #[arg(long)]
    no_check: bool,
    /// Say what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Missing {
    /// They were not assessed.
    NotAssessed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Decimal {
    Point,
    Comma,
}

impl Arguments {
    fn request(&self) -> Request {
        Request {
            file: self.file.clone(),
            edition: self.edition,
            map: self.map.clone(),
            source: self.source.clone(),
            sheet: self.sheet.clone(),
            names: self.name.clone(),
            skip: self.skip.clone(),
            decimal_comma: self.decimal.map(|sign| sign == Decimal::Comma),
            missing_not_assessed: self.missing == Some(Missing::NotAssessed),
        }
    }
}

pub(super) fn run(shared: &Shared, own: &Arguments, output: &Output) -> u8 {
    let diagnostics = shared.diagnostics();
    let plan = pipeline::begun(&shared.inputs(), &diagnostics).and_then(|begun| {
        let pipeline::Begun {
            content,
            templates,
            survey,
        } = &begun;
        import::plan(&own.request(), content, templates, survey, &diagnostics)
    });
    output.diagnostics(diagnostics);
    let Ok(plan) = plan else {
        output.fail("nothing was imported: mend these first");
        return CONTENT_FAULTY;
    };
    for line in &plan.said {
        output.say(line);
    }
    if own.dry_run {
        output.say("nothing was written: this was a dry run");
        return SUCCESS;
    }
    if plan.files.is_empty() {
        output.say("nothing was written: the report says all of this already");
        return SUCCESS;
    }
    if let Err(message) = import::write(&Disk::default(), &shared.content, &plan.files) {
        output.fail(&message);
        return COMMAND_FAILED;
    }
    for file in &plan.files {
        output.say(&format!("written: {}", file.path.display()));
    }
    if own.no_check {
        return SUCCESS;
    }
    output.say("The report with what was imported, as `check` sees it:");
    let code = check::run(shared, &check::Arguments::default(), output);
    match code {
        SUCCESS => output.say("imported; what is warned of above remains to be looked at"),
        _ => output.note("imported; the errors above remain to be mended in the report"),
    }
    code
}
