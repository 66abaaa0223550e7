//! A writer that ends at a size.

/// Takes what a template writes, and stops it at a size.
pub(super) struct Bounded {
    /// What was written.
    pub(super) bytes: Vec<u8>,
    limit: usize,
    /// Whether more was to be written.
    pub(super) full: bool,
}

impl Bounded {
    pub(super) fn new(limit: usize) -> Bounded {
        Bounded {
            bytes: Vec::new(),
            limit,
            full: false,
        }
    }
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if bytes.len() > self.limit - self.bytes.len() {
            self.full = true;
            return Err(std::io::Error::other("too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
