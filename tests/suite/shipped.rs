//! What is given to people who have no Rust: archives, the action, completions, the manual page; and
//! the package for those who have.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::host::{Answer, Host};
use crate::common::planted::Planted;
use crate::common::{checkout, copy, fixture};

const PROGRAM: &str = env!("CARGO_BIN_EXE_egov-report");

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn all(output: &Output) -> String {
    let Output { stdout, stderr, .. } = output;
    format!(
        "{}{}",
        String::from_utf8_lossy(stdout),
        String::from_utf8_lossy(stderr)
    )
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(printed(&["--version"]), format!("egov-report {version}\n"));
}

/// What Bash offers for a line whose last word is begun.
#[cfg(unix)]
fn offered(script: &Path, words: &[&str]) -> Vec<String> {
    let program = r#"
        source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        how=$(complete -p egov-report); how=${how#*-F }
        "${how%% *}" egov-report "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let output = Command::new("bash")
        .args(["-c", program, "bash"])
        .arg(script)
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn bash_completes_commands_options_and_choices() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("egov-report.bash");
    std::fs::write(&script, printed(&["completions", "bash"])).unwrap();
    assert_eq!(offered(&script, &["egov-report", "ser"]), ["serve"]);
    assert_eq!(
        offered(&script, &["egov-report", "check", "--ext"]),
        ["--external"]
    );
    let formats = offered(&script, &["egov-report", "check", "--format", ""]);
    assert_eq!(formats, ["human", "json", "github"]);
}

#[test]
fn every_shell_has_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        assert!(script.contains("external"), "{shell}");
        assert!(script.contains("egov-report"), "{shell}");
    }
    let unknown = Command::new(PROGRAM)
        .args(["completions", "csh"])
        .output()
        .unwrap();
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man");
    printed(&["man", "--out", out.to_str().unwrap()]);
    let page = std::fs::read_to_string(out.join("egov-report.1")).unwrap();
    assert_eq!(page, printed(&["man"]));
    assert!(page.contains(&format!("egov-report {}", env!("CARGO_PKG_VERSION"))));
    for command in ["build", "serve", "check", "renew", "schema"] {
        let name = format!("egov-report-{command}");
        // Roff writes a hyphen so.
        assert!(page.contains(&name.replace('-', "\\-")), "{command}");
        assert!(out.join(format!("{name}.1")).is_file(), "{command}");
    }
    let check = std::fs::read_to_string(out.join("egov-report-check.1")).unwrap();
    assert!(check.contains("\\-\\-external"), "{check}");
    // Only where the system has what reads it.
    let rendered = Command::new("man")
        .env("MANWIDTH", "78")
        .args(["--warnings", "-l"])
        .arg(out.join("egov-report-check.1"))
        .output();
    if let Ok(rendered) = rendered.as_ref().map(all)
        && rendered.contains("SYNOPSIS")
    {
        assert!(rendered.contains("--external"), "{rendered}");
    }
}

/// The pages of the manual, by their paths in the checkout.
fn manual() -> Vec<String> {
    let pages = std::fs::read_dir(checkout("docs")).unwrap();
    let names = pages.map(|page| {
        let name = page.unwrap().file_name();
        format!("docs/{}", name.to_str().unwrap())
    });
    let names: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    assert!(names.len() > 9, "{names:?}");
    names
}

/// The files of the package for crates.io.
fn packed() -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "package",
            "--list",
            "--locked",
            "--allow-dirty",
            "--offline",
        ])
        .current_dir(checkout(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let list = String::from_utf8(output.stdout).unwrap();
    list.lines().map(|line| line.replace('\\', "/")).collect()
}

#[test]
fn the_package_holds_what_the_program_is_made_of_and_nothing_else() {
    let packed = packed();
    let has = |name: &str| packed.iter().any(|p| p == name);
    for name in [
        "Cargo.toml",
        "Cargo.lock",
        "build.rs",
        "README.md",
        "LICENSE",
    ] {
        assert!(has(name), "{name}");
    }
    for page in manual() {
        assert!(has(&page), "{page}");
    }
    // Every source, and whatever a source includes.
    let mut included = 0;
    for entry in walkdir::WalkDir::new(checkout("src")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let name = path
            .strip_prefix(checkout(""))
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        assert!(has(&name), "{name}");
        if name.contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for start in ["include_str!(\"", "include_bytes!(\"", "#[folder = \""] {
            for part in text.split(start).skip(1) {
                let given = part.split('"').next().unwrap();
                let from = match start.starts_with('#') {
                    true => checkout(given),
                    false => path.parent().unwrap().join(given),
                };
                let real = from.canonicalize().unwrap();
                for file in walkdir::WalkDir::new(real) {
                    let file = file.unwrap();
                    if file.file_type().is_file() {
                        let root = checkout("").canonicalize().unwrap();
                        let inside = file.path().strip_prefix(root).unwrap().to_str().unwrap();
                        assert!(has(&inside.replace('\\', "/")), "{name} includes {inside}");
                        included += 1;
                    }
                }
            }
        }
    }
    assert!(included > 50, "{included}");
    for folder in [
        "tests/", "content/", "site/", "benches/", "fuzz/", "scripts/", ".github/", ".ci/",
    ] {
        let found = packed.iter().find(|p| p.starts_with(folder));
        assert_eq!(found, None);
    }
}

#[test]
fn the_package_says_what_it_is() {
    let manifest = std::fs::read_to_string(checkout("Cargo.toml")).unwrap();
    for key in [
        "description",
        "license",
        "readme",
        "repository",
        "homepage",
        "keywords",
        "categories",
    ] {
        assert!(manifest.contains(&format!("\n{key} = ")), "{key}");
    }
}

#[test]
fn a_tag_that_is_not_the_version_makes_no_release() {
    let fits = |tag: &str| {
        let output = Command::new("bash")
            .args(["scripts/package", "--fits", tag])
            .current_dir(checkout(""))
            .output()
            .unwrap();
        output.status.success()
    };
    assert!(fits(concat!("v", env!("CARGO_PKG_VERSION"))));
    assert!(!fits("v99.0.0"));
    assert!(!fits(env!("CARGO_PKG_VERSION")));
}

/// A release as it is uploaded: folder and name of the archive. In place of the program, which is
/// large while it is developed, stands one that calls it.
#[cfg(target_os = "linux")]
fn release() -> (tempfile::TempDir, String) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    std::fs::write(&program, format!("#!/bin/sh\nexec '{PROGRAM}' \"$@\"\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    let output = Command::new("bash")
        .arg(checkout("scripts/package"))
        .arg(&target)
        .env("PROGRAM", &program)
        .env("ARCHIVES", folder.path().join("archives"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", all(&output));
    (folder, format!("egov-report-{target}"))
}

/// A repository that holds nothing but a report, and a runner to work on it.
#[cfg(target_os = "linux")]
struct Runner {
    folder: tempfile::TempDir,
    releases: String,
}

#[cfg(target_os = "linux")]
impl Runner {
    fn new(releases: String) -> Runner {
        let folder = tempfile::tempdir().unwrap();
        copy(&fixture(), &folder.path().join("repository/content"));
        std::fs::create_dir(folder.path().join("temp")).unwrap();
        Runner { folder, releases }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn step(&self, step: &str, environment: &[(&str, &str)]) -> Output {
        let arch = match std::env::consts::ARCH {
            "aarch64" => "ARM64",
            _ => "X64",
        };
        Command::new("bash")
            .arg(checkout("scripts/action"))
            .arg(step)
            .current_dir(self.path("repository"))
            .env("RELEASES", &self.releases)
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", arch)
            .env("RUNNER_TEMP", self.path("temp"))
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_WORKSPACE", self.path("repository"))
            .env("NO_PROXY", "127.0.0.1")
            .envs(environment.iter().copied())
            .output()
            .unwrap()
    }

    /// What a step gives to others.
    fn given(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.path("output")).unwrap();
        let mut lines = text.lines().rev();
        let value = lines.find_map(|line| line.strip_prefix(&format!("{name}=")));
        value.unwrap().to_owned()
    }
}

#[cfg(target_os = "linux")]
fn served(
    folder: &Path,
    change: impl Fn(&str, Vec<u8>) -> Vec<u8> + Send + Sync + 'static,
) -> Host {
    let archives = folder.join("archives");
    Host::new(move |_, path| {
        let name = path.rsplit('/').next().unwrap();
        let prefix = concat!("/v", env!("CARGO_PKG_VERSION"), "/");
        match std::fs::read(archives.join(name)) {
            Ok(bytes) if path.starts_with(prefix) => {
                Answer::Is(200, Vec::new(), change(name, bytes))
            }
            _ => Answer::Is(404, Vec::new(), Vec::new()),
        }
    })
}

#[test]
#[cfg(target_os = "linux")]
fn a_repository_with_nothing_but_a_report_is_published() {
    let (folder, name) = release();
    let archive = folder.path().join(format!("archives/{name}.tar.gz"));
    let listed = Command::new("tar")
        .arg("-tzf")
        .arg(&archive)
        .output()
        .unwrap();
    let listed = all(&listed);
    for file in [
        "egov-report",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "man/egov-report.1",
        "man/egov-report-check.1",
        "completions/egov-report.bash",
        "completions/_egov-report",
        "completions/egov-report.fish",
    ] {
        assert!(
            listed.contains(&format!("{name}/{file}\n")),
            "{file}: {listed}"
        );
    }
    for page in manual() {
        assert!(
            listed.contains(&format!("{name}/{page}\n")),
            "{page}: {listed}"
        );
    }
    let host = served(folder.path(), |_, bytes| bytes);
    let runner = Runner::new(host.url(""));
    let installed = runner.step("install", &[]);
    assert!(installed.status.success(), "{}", all(&installed));
    assert_eq!(runner.given("version"), env!("CARGO_PKG_VERSION"));
    let program = runner.given("program");
    let address = "https://someone.example/report";
    let published = runner.step("publish", &[("PROGRAM", &program), ("BASE_URL", address)]);
    assert!(published.status.success(), "{}", all(&published));
    assert_eq!(runner.given("out"), "site");
    let page = std::fs::read_to_string(runner.path("repository/site/en/index.html")).unwrap();
    assert!(page.contains("https://someone.example/report/en/"));

    // A warning stops the strict, beside its line, and leaves the site as it is.
    let report = runner.path("repository/content");
    std::fs::write(report.join("strange.yaml"), "").unwrap();
    let other = [("PROGRAM", program.as_str()), ("OUT", "other")];
    let strict = runner.step("publish", &other);
    assert!(!strict.status.success());
    assert!(all(&strict).contains("::warning "), "{}", all(&strict));
    assert!(!runner.path("repository/other").exists());
    let mut lax = other.to_vec();
    lax.push(("STRICT", "false"));
    let lax = runner.step("publish", &lax);
    assert!(lax.status.success(), "{}", all(&lax));
    assert_eq!(all(&lax).matches("::warning ").count(), 1, "{}", all(&lax));
    assert!(runner.path("repository/other/en/index.html").is_file());
    let odd = runner.step("publish", &[("PROGRAM", &program), ("STRICT", "yes")]);
    assert!(!odd.status.success());
}

#[test]
#[cfg(target_os = "linux")]
fn an_archive_that_is_not_the_releases_is_not_run() {
    let (folder, _) = release();
    let host = served(folder.path(), |name, mut bytes| {
        if name.ends_with(".tar.gz") {
            bytes.push(0);
        }
        bytes
    });
    let runner = Runner::new(host.url(""));
    let installed = runner.step("install", &[]);
    assert!(!installed.status.success());
    assert!(
        all(&installed).contains("::error title=egov-report::the checksum of"),
        "{}",
        all(&installed)
    );
    assert!(!runner.path("output").exists());
    let absent = runner.step("install", &[("VERSION", "98.0.0")]);
    assert!(!absent.status.success());
    assert!(all(&absent).contains("cannot fetch"), "{}", all(&absent));
    for odd in ["1.0;x", "../1", "$(x)"] {
        let output = runner.step("install", &[("VERSION", odd)]);
        assert!(
            all(&output).contains("is no version"),
            "{odd}: {}",
            all(&output)
        );
    }
    let other = runner.step("install", &[("RUNNER_OS", "Plan9")]);
    assert!(
        all(&other).contains("there is no archive for Plan9"),
        "{}",
        all(&other)
    );
}

/// The links of a page that lead to files of its site.
fn inside(html: &str) -> Vec<&str> {
    let links = html.split(" href=\"").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap())
        .map(|link| link.split(['#', '?']).next().unwrap())
        .filter(|path| !path.is_empty() && !path.contains(':') && !path.starts_with('/'))
        .collect()
}

#[test]
fn a_site_for_a_stick_links_to_files_only_and_another_site_to_folders() {
    let planted = Planted::of(&fixture());
    assert!(planted.run(&["build", "--as-files"]).status.success());
    let mut found = 0;
    for (path, bytes) in planted.site() {
        if path.extension().is_none_or(|e| e != "html") || path.ends_with("404.html") {
            continue;
        }
        let html = String::from_utf8(bytes).unwrap();
        for link in inside(&html) {
            let target = path.parent().unwrap().join(link);
            assert!(target.is_file(), "{}: {link}", path.display());
            found += 1;
        }
    }
    assert!(found > 500, "{found}");
    // The next build of the usual kind puts them back.
    assert!(planted.run(&["build"]).status.success());
    let home = std::fs::read_to_string(planted.out().join("en/index.html")).unwrap();
    assert!(
        inside(&home)
            .iter()
            .all(|link| !link.ends_with("index.html"))
    );
    let elsewhere = planted.run(&["--as-files", "check"]);
    assert_eq!(elsewhere.status.code(), Some(2));
}
