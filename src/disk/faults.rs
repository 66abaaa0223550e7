//! A disk that fails, for tests.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Something that somebody else does.
pub(crate) struct Meanwhile(pub Box<dyn Fn() + Send + Sync>);

impl std::fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meanwhile")
    }
}

/// Which steps fail, and how.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// The first step that fails, from 1; 0 for none.
    pub at: usize,
    /// How many fail from there; a dead program is one whose steps all fail from there.
    pub steps: usize,
    /// The system's number of the error.
    pub error: i32,
    /// Without the flags of `renameat2`.
    pub plain: bool,
    /// Without hard links.
    pub linkless: bool,
    /// What somebody else does just before a step, counted from 1.
    pub meanwhile: Option<(usize, Meanwhile)>,
    passed: AtomicUsize,
    /// The look at what stands there that fails, from 1; 0 for none.
    pub blind_at: usize,
    looked: AtomicUsize,
    paused: AtomicUsize,
}

impl Faults {
    pub(crate) fn new(at: usize, steps: usize, error: i32, plain: bool) -> Faults {
        Faults {
            at,
            steps,
            error,
            plain,
            linkless: false,
            meanwhile: None,
            passed: AtomicUsize::new(0),
            blind_at: 0,
            looked: AtomicUsize::new(0),
            paused: AtomicUsize::new(0),
        }
    }

    /// How many looks there were.
    pub(crate) fn looked(&self) -> usize {
        self.looked.load(Ordering::SeqCst)
    }

    /// How often readers were given time.
    pub(crate) fn pauses(&self) -> usize {
        self.paused.load(Ordering::SeqCst)
    }

    pub(super) fn pause(&self) {
        self.paused.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn look(&self) -> io::Result<()> {
        let look = self.looked.fetch_add(1, Ordering::SeqCst) + 1;
        match look == self.blind_at {
            true => Err(io::Error::from_raw_os_error(5)),
            false => Ok(()),
        }
    }

    /// How many steps there were.
    pub(crate) fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }

    pub(super) fn step(&self) -> io::Result<()> {
        let step = self.passed.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some((at, Meanwhile(act))) = &self.meanwhile
            && *at == step
        {
            act();
        }
        let fails = self.at > 0 && step >= self.at && step - self.at < self.steps;
        match fails {
            true => Err(io::Error::from_raw_os_error(self.error)),
            false => Ok(()),
        }
    }
}
