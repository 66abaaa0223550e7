//! Checksums of the data's files, as `sha256sum --check` reads them.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::DataFile;

/// A line for each file.
pub fn sums(files: &[DataFile]) -> String {
    let mut text = String::new();
    for file in files {
        for byte in Sha256::digest(&file.bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        let _ = writeln!(text, "  {}", file.name);
    }
    text
}
