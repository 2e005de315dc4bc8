//! Searches for bytes that make a parser fail. `cargo xtask fuzz` builds and starts it, once for each target.
//!
//! The engine owns the command line, so that the target's name and the folder for slow inputs come from the environment.

#![no_main]
#![expect(clippy::panic, reason = "the engine has no other way to be told that nothing can be searched")]

use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use fs_err as fs;
use fuzz::{TARGETS, Target, processor_time};
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let wanted = std::env::var("BROADSHEET_FUZZ_TARGET").unwrap_or_default();
    TARGETS
        .iter()
        .find(|target| target.name == wanted)
        .unwrap_or_else(|| panic!("BROADSHEET_FUZZ_TARGET names no target: {wanted:?}"))
});

static SLOW: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::var_os("BROADSHEET_FUZZ_SLOW").map(PathBuf::from));

/// Milliseconds that the slowest input has taken.
static SLOWEST: AtomicU64 = AtomicU64::new(0);

fuzz_target!(|bytes: &[u8]| {
    let begun = processor_time();
    (TARGET.run)(bytes);
    let took = processor_time().saturating_sub(begun);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    // Ever slower ones only, so that the folder stays small.
    if took > TARGET.most_time && milliseconds > SLOWEST.load(Ordering::Relaxed) * 6 / 5 {
        SLOWEST.store(milliseconds, Ordering::Relaxed);
        if let Some(folder) = &*SLOW {
            let name = format!("{}-{milliseconds:06}-ms", TARGET.name);
            if let Err(error) = fs::write(folder.join(name), bytes) {
                eprintln!("a slow input could not be kept: {error}");
            }
        }
    }
});
