//! An import that is killed, at each of its calls that change the disk: the next command leaves all
//! files old, or all new.

use std::path::PathBuf;
use std::process::Command;

use super::{Beside, Said};
use crate::crash::strace;

const TABLE: &str = "Year,Town,Income,Soot,Green space,Health
2015,Larkmouth,10000,30,60,0.51
2018,Larkmouth,10000,30,60,0.51
2020,Larkmouth,10000,30,60,0.52
2021,Larkmouth Regis,10000,30,60,0.53
";

struct Killed {
    beside: Beside,
    old: Vec<(PathBuf, Vec<u8>)>,
    arguments: Vec<String>,
}

impl Killed {
    fn new() -> Killed {
        let beside = Beside::new();
        let table = beside.report.content().with_file_name("t.csv");
        std::fs::write(&table, TABLE).unwrap();
        let arguments = [
            "import",
            table.to_str().unwrap(),
            "--no-check",
            "--name",
            "Larkmouth Regis=LAR",
            "--source",
            "almanac",
            "--missing",
            "not-assessed",
        ];
        Killed {
            old: beside.files(),
            arguments: arguments.map(str::to_owned).to_vec(),
            beside,
        }
    }

    fn import(&self) -> Command {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        self.beside.report.command(&arguments)
    }

    /// Puts everything back.
    fn restore(&self) {
        for (path, _) in self.beside.files() {
            std::fs::remove_file(path).unwrap();
        }
        for (path, bytes) in &self.old {
            std::fs::write(path, bytes).unwrap();
        }
    }

    fn calls(&self, call: &str) -> usize {
        let log = self.beside.report.content().with_file_name("log");
        strace::run(&self.import(), call, log.to_str().unwrap(), &[]);
        let log = std::fs::read_to_string(log).unwrap();
        log.lines()
            .filter(|line| line.contains(&format!("{call}(")))
            .count()
    }
}

#[test]
fn a_killed_import_leaves_all_files_old_or_all_new() {
    if !strace::works() {
        return;
    }
    let killed = Killed::new();
    killed.calls("write");
    let new = killed.beside.files();
    let changed = new.iter().filter(|file| !killed.old.contains(file)).count();
    assert!(changed >= 5, "{changed}");
    let (mut were_old, mut were_new, mut finished) = (0, 0, 0);
    for call in ["renameat2", "fsync", "unlink", "write"] {
        killed.restore();
        let calls = killed.calls(call);
        assert!(calls > 1, "{call}");
        for at in 1..=calls {
            killed.restore();
            let injected = format!("inject={call}:signal=KILL:when={at}");
            let status = strace::run(&killed.import(), call, "/dev/null", &["-e", &injected]);
            let said = Said::of(&killed.beside.report.run(&["check", "-q"]));
            finished += usize::from(
                said.err
                    .contains("an import that had been stopped is finished"),
            );
            let mut now = killed.beside.files();
            now.retain(|(path, _)| !path.to_string_lossy().contains("/.egov-report-"));
            match now == killed.old {
                true => were_old += 1,
                false => {
                    assert!(now == new, "{call} {at} ({status}): {said:?}");
                    were_new += 1;
                }
            }
            // And it can be done again.
            Said::of(&killed.import().output().unwrap()).well();
            assert!(killed.beside.files() == new, "{call} {at}");
        }
    }
    println!(
        "killed imports: {were_old} as before, {were_new} as after, {finished} finished by the next command"
    );
    assert!(were_old > 3 && were_new > 3 && finished > 2);
}
