//! The map of columns that an author names, in the report or elsewhere.

use std::path::Path;

use super::map::{self, Map};
use crate::diagnostic::{Checked, Diagnostic, Diagnostics, suggest};
use crate::limits::Limit;
use crate::source::read::{Taken, take};
use crate::source::{Folder, Node, Yaml};
use crate::survey::Survey;

/// The map that an author names: by its path, or by its name in the folder of maps.
pub(super) fn named(
    path: &Path,
    content: &Folder,
    survey: &Survey,
    d: &Diagnostics,
) -> Checked<Map> {
    let given = path.to_string_lossy();
    let named: Vec<&str> = content.names_in("survey/import").collect();
    let real = path.canonicalize().ok();
    let inside = named.iter().find(|name| {
        let own = content.root.join(name).canonicalize().ok();
        let stem = name.rsplit('/').next().unwrap_or(name);
        let by_name =
            real.is_none() && (stem == given || stem.strip_suffix(".yaml") == Some(&given));
        by_name || (own.is_some() && own == real)
    });
    let (folder, name) = match (inside, real) {
        (Some(name), _) => (content.clone(), (*name).to_owned()),
        (None, Some(_)) => outside(path, content, d)?,
        (None, None) => {
            let names = named.iter().copied();
            let hint =
                suggest(&given, names).unwrap_or_else(|| "maps stand in survey/import/".to_owned());
            let error = Diagnostic::error(format!("there is no map `{given}`")).hint(hint);
            return Err(d.report(error));
        }
    };
    let file = folder.need_text(&name, d)?;
    let yaml = Yaml::parse(&file, content.languages, d)?;
    let map = map::read(&Node::root(&yaml), survey, d)?;
    Ok(Map {
        name: inside.map(|name| (*name).to_owned()),
        ..map
    })
}

/// A map that is no part of the report.
fn outside(path: &Path, content: &Folder, d: &Diagnostics) -> Checked<(Folder, String)> {
    let shown = path.display();
    let refuse =
        |why: String| Err(d.report(Diagnostic::error(format!("cannot read `{shown}`: {why}"))));
    let bytes = match take(path, d.limits().get(Limit::YamlSize)) {
        Ok(Taken::Bytes(bytes)) => bytes,
        Ok(Taken::TooLarge) => return refuse("it is too large for a map of columns".to_owned()),
        Ok(Taken::Special) => return refuse("it is no file".to_owned()),
        Err(error) => return refuse(error.to_string()),
    };
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let parent = path
        .parent()
        .unwrap_or(Path::new(""))
        .to_string_lossy()
        .into_owned();
    let mut folder = Folder::embedded(&parent, [(name.clone(), bytes)]);
    folder.languages = content.languages;
    Ok((folder, name))
}
