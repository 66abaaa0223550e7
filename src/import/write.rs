//! The planned files on the disk: all of them, or none.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{self, Disk};

/// A file as it is to be.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// Where.
    pub(crate) path: PathBuf,
    /// Its name in the folder of the report.
    pub(crate) name: Option<String>,
    /// What it holds now; none of a file that is not there.
    pub(crate) old: Option<String>,
    /// What it is to hold.
    pub(crate) new: String,
}

impl Planned {
    fn write(&self, disk: &Disk) -> io::Result<()> {
        match &self.old {
            Some(old) => disk::replace_text(disk, &self.path, old, &self.new),
            None => disk::create(disk, &self.path, self.new.as_bytes()),
        }
    }

    fn undo(&self, disk: &Disk) -> io::Result<()> {
        match &self.old {
            Some(old) => disk::replace_text(disk, &self.path, &self.new, old),
            None => disk.remove(&self.path),
        }
    }
}

/// Writes files one after the other, each whole. If one cannot be written, those before it are put
/// back as they were.
///
/// # Errors
/// What could not be written, and what could not be put back.
pub(crate) fn write(disk: &Disk, files: &[Planned]) -> Result<(), String> {
    for (at, file) in files.iter().enumerate() {
        let Err(error) = file.write(disk) else {
            continue;
        };
        let mut said = format!("cannot write `{}`: {error}", file.path.display());
        let back = files[..at].iter().rev();
        let stuck: Vec<&Path> = back
            .filter(|done| done.undo(disk).is_err())
            .map(|done| done.path.as_path())
            .collect();
        match stuck.is_empty() {
            true => said.push_str("; everything is as it was"),
            false => {
                for path in stuck {
                    said.push_str(&format!("; `{}` is new already", path.display()));
                }
                said.push_str("; run the import again");
            }
        }
        return Err(said);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::collections::BTreeMap;
    use std::fs;

    use super::*;
    use crate::disk::faults::Faults;

    fn files(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
        found
    }

    /// Whatever step fails, all files are old or all are new; and where every step from one on fails,
    /// as for a program that died, each file is whole.
    #[test]
    fn a_failure_leaves_all_old_or_all_new() {
        for dies in [false, true] {
            let mut at = 1;
            loop {
                let folder = tempfile::tempdir().unwrap();
                let path = |name: &str| folder.path().join(name);
                fs::write(path("a.yaml"), "a: 1\n").unwrap();
                fs::write(path("b.yaml"), "b: 1\r\n").unwrap();
                let old = files(folder.path());
                let planned = [("a", Some("a: 1\n")), ("b", Some("b: 1\n")), ("c", None)];
                let planned = planned.map(|(name, old)| Planned {
                    path: path(&format!("{name}.yaml")),
                    name: None,
                    old: old.map(str::to_owned),
                    new: format!("{name}: 2\n"),
                });
                let steps = if dies { usize::MAX } else { 1 };
                let disk = Disk {
                    faults: Faults::new(at, steps, 28, false),
                };
                let done = write(&disk, &planned);
                let now = files(folder.path());
                if done.is_ok() {
                    assert_eq!(
                        now["a.yaml"].clone() + &now["b.yaml"] + &now["c.yaml"],
                        "a: 2\nb: 2\r\nc: 2\n"
                    );
                    assert!(at > 9, "{at}");
                    break;
                }
                if dies {
                    let whole =
                        |name: &str, text: &str| ["1", "2"].map(|n| format!("{name}: {n}{text}"));
                    assert!(whole("a", "\n").contains(&now["a.yaml"]), "{at}: {now:?}");
                    assert!(whole("b", "\r\n").contains(&now["b.yaml"]), "{at}: {now:?}");
                    assert!(!now.contains_key("c.yaml"), "{at}: {now:?}");
                } else {
                    assert_eq!(now, old, "step {at}");
                    assert!(done.unwrap_err().contains("everything is as it was"));
                }
                at += 1;
            }
        }
    }
}
