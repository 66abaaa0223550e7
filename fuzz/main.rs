//! Coverage-guided fuzzing of what strangers may write. `scripts/fuzz` builds and runs it; the
//! environment's `FUZZ_TARGET` names one of the targets in `targets/`, `FUZZ_SEEDS` a folder into
//! which the texts to start from are written first.
#![no_main]

mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use targets::{TARGETS, Target};

static CHOSEN: OnceLock<&'static Target> = OnceLock::new();

fn chosen() -> &'static Target {
    CHOSEN.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        TARGETS
            .iter()
            .find(|target| target.name == name)
            .unwrap_or_else(|| panic!("FUZZ_TARGET={name} is no target"))
    })
}

fn plant() {
    let Some(folder) = std::env::var_os("FUZZ_SEEDS") else {
        return;
    };
    for (i, seed) in (chosen().seeds)().into_iter().enumerate() {
        let path = std::path::Path::new(&folder).join(format!("seed-{i:03}"));
        std::fs::write(path, seed).expect("the folder can be written");
    }
}

fuzz_target!(init: plant(), |data: &[u8]| {
    (chosen().run)(data);
});
