//! The targets of `fuzz/` in small: the texts to start from, and each with seeded random changes.
//! `scripts/fuzz` looks further; what it found stands in `tests/suite/bounds/found/`.

#[path = "../../../fuzz/targets/mod.rs"]
mod targets;

use std::time::{Duration, Instant};

use crate::common::checkout;
use targets::TARGETS;

/// For all targets together.
const TIME: Duration = Duration::from_secs(16);

/// Stretches put in by chance, since they mean something somewhere.
const PARTS: [&str; 16] = [
    "{{",
    "}}",
    "{%",
    "\"",
    "\\",
    "[",
    "]",
    "*",
    "&a",
    "\n",
    "\u{e100}",
    "- ",
    ": ",
    "|",
    "99999999999",
    "-",
];

/// SplitMix64: the same changes in every run.
struct Chance(u64);

impl Chance {
    /// From 0 up to `below`.
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % below.max(1)
    }
}

/// A changed copy of `seed`.
fn changed(seed: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let until = (at + chance.below(20)).min(bytes.len());
        match chance.below(4) {
            0 => drop(bytes.drain(at..until)),
            1 => {
                let copy = bytes[at..until].to_vec();
                bytes.splice(at..at, copy);
            }
            2 => {
                let part = PARTS[chance.below(PARTS.len())];
                bytes.splice(at..at, part.bytes());
            }
            _ if at < bytes.len() => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
            _ => {}
        }
    }
    bytes
}

#[test]
fn changed_texts_are_read_or_refused() {
    let share = TIME / u32::try_from(TARGETS.len()).unwrap();
    for target in &TARGETS {
        let mut chance = Chance(7);
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{}", target.name);
        let start = Instant::now();
        for seed in &seeds {
            (target.run)(seed);
        }
        while start.elapsed() < share {
            let seed = &seeds[chance.below(seeds.len())];
            (target.run)(&changed(seed, &mut chance));
        }
    }
}

/// What fuzzing and attacks have found, by target: read or refused, as anything else.
#[test]
fn finds_stay_mended() {
    let found = checkout("tests/suite/bounds/found");
    for entry in std::fs::read_dir(found).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let target = TARGETS.iter().find(|t| name.starts_with(t.name));
        (target.expect(&name).run)(&std::fs::read(&path).unwrap());
    }
}
