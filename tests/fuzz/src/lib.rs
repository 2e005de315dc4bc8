//! What must hold of every parser of foreign bytes, whatever the bytes are.
//!
//! Start at [`TARGETS`]. Each target hands bytes to one parser and asserts what must always hold of the answer; it fails by
//! panicking. `cargo xtask fuzz` searches for bytes that make one fail; the documents in `seeds/` and `found/` are read by
//! every run of the tests.

#![expect(clippy::panic, reason = "a target fails by panicking, as the engine wants it")]

#[path = "../../../src-tauri/crates/cli/src/changes.rs"]
#[allow(dead_code, reason = "only how arguments are read matters here, not what comes of them")]
mod changes;
mod invariants;
mod targets;
mod time;

pub use targets::{TARGETS, Target};
pub use time::processor_time;
