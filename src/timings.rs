//! How long the stages of a run took, for `--timings`: a table, or a file for a viewer of traces.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use serde_json::json;

/// A stage that is over.
#[derive(Clone, Copy, Debug)]
struct Span {
    name: &'static str,
    /// How many spans of its thread were open when it began.
    depth: usize,
    thread: usize,
    /// Microseconds since the program began to measure.
    from: u64,
    to: u64,
}

struct Recorder {
    start: Instant,
    spans: Mutex<Vec<Span>>,
}

static RECORDER: OnceLock<Recorder> = OnceLock::new();

thread_local! {
    static OPEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// From now on stages are measured.
pub fn record() {
    RECORDER.get_or_init(|| Recorder {
        start: Instant::now(),
        spans: Mutex::default(),
    });
}

impl Recorder {
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

/// A stage that goes on until this is dropped.
#[must_use]
#[derive(Debug)]
pub struct Stage {
    name: &'static str,
    from: Option<u64>,
}

/// Begins a stage; costs nothing where nobody measures.
pub fn stage(name: &'static str) -> Stage {
    let from = RECORDER.get().map(|recorder| {
        OPEN.set(OPEN.get() + 1);
        recorder.now()
    });
    Stage { name, from }
}

/// What a stage gives.
pub fn timed<T>(name: &'static str, work: impl FnOnce() -> T) -> T {
    let _stage = stage(name);
    work()
}

impl Drop for Stage {
    fn drop(&mut self) {
        let (Some(from), Some(recorder)) = (self.from, RECORDER.get()) else {
            return;
        };
        OPEN.set(OPEN.get().saturating_sub(1));
        let span = Span {
            name: self.name,
            depth: OPEN.get(),
            thread: rayon::current_thread_index().map_or(0, |index| index + 1),
            from,
            to: recorder.now(),
        };
        let mut spans = recorder.spans.lock();
        spans.as_mut().unwrap_or_else(|p| p.get_mut()).push(span);
    }
}

/// The stages since the last call, in the order in which they began.
fn take() -> Vec<Span> {
    let Some(recorder) = RECORDER.get() else {
        return Vec::new();
    };
    let spans = recorder.spans.lock();
    let mut spans = std::mem::take(&mut *spans.unwrap_or_else(PoisonError::into_inner));
    spans.sort_by_key(|span| (span.from, span.depth));
    spans
}

/// The stages since the last call as a table in milliseconds; empty where nothing was measured.
/// Stages of one name below one stage are added up.
pub fn table() -> String {
    let mut rows: Vec<(&'static str, usize, u64, usize)> = Vec::new();
    for span in take() {
        let time = span.to - span.from;
        match rows
            .iter_mut()
            .find(|row| (row.0, row.1) == (span.name, span.depth))
        {
            Some(row) => (row.2, row.3) = (row.2 + time, row.3 + 1),
            None => rows.push((span.name, span.depth, time, 1)),
        }
    }
    let row = |(name, depth, time, times): (&str, usize, u64, usize)| {
        let name = format!("{}{name}", "  ".repeat(depth));
        let times = match times {
            1 => String::new(),
            times => format!("  × {times}"),
        };
        #[expect(clippy::cast_precision_loss, reason = "microseconds of a run")]
        let milliseconds = time as f64 / 1000.0;
        format!("{name:<32}{milliseconds:>10.1} ms{times}\n")
    };
    rows.into_iter().map(row).collect()
}

/// The stages since the last call in the format of Chrome's viewer of traces, which Perfetto reads too.
pub fn trace() -> String {
    let event = |span: Span| {
        json!({
            "name": span.name, "ph": "X", "pid": 1, "tid": span.thread,
            "ts": span.from, "dur": span.to - span.from,
        })
    };
    let events: Vec<_> = take().into_iter().map(event).collect();
    json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string()
}
