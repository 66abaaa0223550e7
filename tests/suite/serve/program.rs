//! The program as a user starts it, and a client that says exactly what a test wants said.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::{copy, few_charts, fixture};

/// How long anything may take on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The program.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_egov-report"));
    command.env_remove("EDITOR_URL").stdin(Stdio::null());
    command
}

/// A copy of the second report in a folder of its own.
pub fn report() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let content = place.path().join("content");
    copy(&fixture(), &content);
    few_charts(&content);
    place
}

/// A running preview.
pub struct Preview {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Preview {
    /// Starts `serve` in `folder`, without waiting for anything.
    pub fn start(folder: &Path, arguments: &[&str]) -> Preview {
        let mut child = command()
            .arg("serve")
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let out: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in out {
            let said = Arc::clone(&said);
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    said.lock().unwrap().push_str(&(line + "\n"));
                }
            });
        }
        Preview { child, said }
    }

    /// Starts `serve` on a free port and waits until it is ready.
    pub fn ready(folder: &Path, arguments: &[&str]) -> (Preview, SocketAddr) {
        let mut all = vec!["--port", "0"];
        all.extend(arguments);
        let preview = Preview::start(folder, &all);
        let address = preview.address();
        (preview, address)
    }

    /// The address that is printed once the preview is ready.
    pub fn address(&self) -> SocketAddr {
        let line = self.wait_for("serving at http://");
        let rest = line.split("http://").nth(1).unwrap();
        rest.split('/').next().unwrap().parse().unwrap()
    }

    /// Everything that was printed.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// How many builds have gone well.
    pub fn builds(&self) -> usize {
        self.said().matches(" pages, ").count()
    }

    /// Waits for words; gives the first line that has them.
    pub fn wait_for(&self, words: &str) -> String {
        let found = || {
            let said = self.said();
            said.lines()
                .find(|line| line.contains(words))
                .map(str::to_owned)
        };
        until(
            || found().is_some(),
            || format!("`{words}` in:\n{}", self.said()),
        );
        found().unwrap()
    }

    /// Sends a signal by its name.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(status.unwrap().success());
    }

    /// Waits for the program to end.
    pub fn ended(&mut self, within: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < within, "still running:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something is so.
pub fn until(is_so: impl Fn() -> bool, what: impl Fn() -> String) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "waited in vain for {}", what());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            (key.to_lowercase() == name).then(|| value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends the bytes and reads all that comes back until the connection is closed.
pub fn send(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    parse(&bytes)
}

pub fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head,
        body: bytes[end + 4..].to_vec(),
    }
}

/// A request with the right host, other headers given.
pub fn request(address: SocketAddr, method: &str, target: &str, headers: &[&str]) -> Answer {
    let mut text =
        format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for header in headers {
        text.push_str(&format!("{header}\r\n"));
    }
    text.push_str("\r\n");
    send(address, text.as_bytes())
}

pub fn get(address: SocketAddr, target: &str) -> Answer {
    request(address, "GET", target, &[])
}

/// Opens the stream of events of a page and waits for the first.
pub fn listen(address: SocketAddr, path: &str) -> (BufReader<TcpStream>, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "GET /__preview/events?path={path} HTTP/1.1\r\nHost: {address}\r\n\r\n"
    )
    .unwrap();
    let mut reader = BufReader::new(stream);
    let data = next_event(&mut reader);
    (reader, data)
}

/// The data of the next event.
pub fn next_event(reader: &mut BufReader<TcpStream>) -> String {
    let start = Instant::now();
    loop {
        // Comments keep the connection alive.
        assert!(start.elapsed() < PATIENCE, "no event came");
        let mut line = String::new();
        assert!(
            reader.read_line(&mut line).unwrap() > 0,
            "the stream has ended"
        );
        if let Some(data) = line.strip_prefix("data: ") {
            return data.trim_end().to_owned();
        }
    }
}

/// Changes a file of a report.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "`{from}` in {}", file.display());
    std::fs::write(file, text.replace(from, to)).unwrap();
}

/// All files below a folder with their bytes.
pub fn files(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let bytes = std::fs::read(entry.path()).unwrap();
            (entry.into_path(), bytes)
        })
        .collect()
}
