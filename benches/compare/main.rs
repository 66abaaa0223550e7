//! Draws the same charts here, with matplotlib and with Observable Plot, and compares the
//! times. `scripts/bench-charts` installs the two others and runs this.
//!
//! All three draw to SVG text in memory, on one thread, after a warm-up; the start of the
//! interpreters is not counted. The rounds take turns, so that a busy machine slows all alike.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark fails by panicking"
)]

mod ours;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use ours::{Drawn, Ours};

/// Rounds of each side, after one that warms up.
const ROUNDS: usize = 15;
/// How many drawings a round of this crate has: as long a time as a few of the others.
const OURS: u32 = 500;
/// The same of the others.
const THEIRS: u32 = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // `cargo bench` passes `--bench` to all benchmarks.
    let [_, python, node, packages, ..] = arguments.as_slice() else {
        println!("scripts/bench-charts compares charts per second with other programs");
        return;
    };
    if python.starts_with("--") {
        println!("scripts/bench-charts compares charts per second with other programs");
        return;
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/compare");
    let data = format!("{folder}/data.json");
    let ours = Ours::read(&data);
    let mut others = [
        Side::start(python, &[&format!("{folder}/matplotlib_side.py"), &data]),
        Side::start(node, &[&format!("{folder}/plot_side.mjs"), &data, packages]),
    ];
    println!("medians of {ROUNDS} rounds; in brackets the fastest and the slowest round\n");
    for kind in ["line", "bars"] {
        compare(kind, &ours, &mut others);
    }
}

fn compare(kind: &str, ours: &Ours, others: &mut [Side]) {
    let mut drawing = Times::new("egov-report, one drawing");
    let mut figure = Times::new("egov-report, <figure> pair");
    let mut theirs: Vec<Times> = others.iter().map(|side| Times::new(&side.name)).collect();
    for round in 0..=ROUNDS {
        let warm = round > 0;
        drawing.add(warm, OURS, ours.time(kind, Drawn::Wide, OURS));
        figure.add(warm, OURS, ours.time(kind, Drawn::Both, OURS));
        for (side, times) in others.iter_mut().zip(&mut theirs) {
            // Just-in-time compilers need longer to warm up.
            let count = if warm { THEIRS } else { 10 * THEIRS };
            times.add(warm, count, side.time(kind, count));
        }
    }
    println!("{kind:<28} {:>11}  {:>23}  {:>8}", "charts/s", "", "KB");
    drawing.print();
    figure.print();
    for times in &theirs {
        times.print();
    }
    for times in &theirs {
        println!(
            "  egov-report : {} = {:.0} : 1 for one drawing, {:.0} : 1 for the pair",
            times.name,
            times.median() / drawing.median(),
            times.median() / figure.median()
        );
    }
    println!();
}

/// Seconds for one chart, round by round.
struct Times {
    name: String,
    seconds: Vec<f64>,
    bytes: usize,
}

impl Times {
    fn new(name: &str) -> Times {
        Times {
            name: name.to_owned(),
            seconds: Vec::new(),
            bytes: 0,
        }
    }

    /// Adds a round of `count` charts, unless it was for warming up.
    fn add(&mut self, warm: bool, count: u32, (nanoseconds, bytes): (f64, usize)) {
        self.bytes = bytes;
        if warm {
            self.seconds.push(nanoseconds / 1e9 / f64::from(count));
            self.seconds.sort_by(f64::total_cmp);
        }
    }

    fn median(&self) -> f64 {
        self.seconds[self.seconds.len() / 2]
    }

    fn print(&self) {
        let (fastest, slowest) = (self.seconds[0], self.seconds[self.seconds.len() - 1]);
        println!(
            "  {:<26} {:>11.1}  [{:>10.1} {:>10.1}]  {:>8.1}",
            self.name,
            1.0 / self.median(),
            1.0 / fastest,
            1.0 / slowest,
            self.bytes as f64 / 1000.0
        );
    }
}

/// Another program, waiting for its turn.
struct Side {
    name: String,
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Side {
    fn start(program: &str, arguments: &[&str]) -> Side {
        let mut process = Command::new(program)
            .args(arguments)
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the other program does not start");
        let to = process.stdin.take().unwrap();
        let from = BufReader::new(process.stdout.take().unwrap());
        let mut side = Side {
            name: String::new(),
            process,
            to,
            from,
        };
        side.name = side.line();
        side
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the other program has stopped");
        line.trim().to_owned()
    }

    /// Nanoseconds for `count` charts, and the bytes of one.
    fn time(&mut self, kind: &str, count: u32) -> (f64, usize) {
        writeln!(self.to, "{kind} {count}").unwrap();
        let answer = self.line();
        let (nanoseconds, bytes) = answer.split_once(' ').unwrap();
        (nanoseconds.parse().unwrap(), bytes.parse().unwrap())
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
