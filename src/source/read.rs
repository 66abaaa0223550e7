//! Reading one file: opened once, looked at through what was opened, and never beyond a size.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// What was found where a file was expected.
#[derive(Debug)]
pub(crate) enum Taken {
    /// The file.
    Bytes(Vec<u8>),
    /// It has more bytes than allowed.
    TooLarge,
    /// A pipe, a device, a socket.
    Special,
}

/// Reads up to `limit` bytes.
pub(crate) fn take(path: &Path, limit: u64) -> io::Result<Taken> {
    let file = open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Ok(Taken::Special);
    }
    if found.len() > limit {
        return Ok(Taken::TooLarge);
    }
    // It may grow while it is read.
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Ok(Taken::TooLarge);
    }
    Ok(Taken::Bytes(bytes))
}

#[cfg(target_os = "linux")]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    /// Opening a pipe that nobody writes to must not wait.
    const O_NONBLOCK: i32 = 0o4000;
    OpenOptions::new()
        .read(true)
        .custom_flags(O_NONBLOCK)
        .open(path)
}

#[cfg(not(target_os = "linux"))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}
