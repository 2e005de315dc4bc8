//! The commands of the house, as `cargo xtask COMMAND`.
//!
//! Start at [`COMMANDS`]. Two of them do everything for a newcomer: `run` and `test`. Nothing here ships.

mod bench;
mod bench_archive;
mod bench_extract;
#[cfg(unix)]
mod bench_refresh;
#[cfg(unix)]
mod bombs;
mod error;
mod fuzz;
mod judge;
mod layers;
mod process;
mod run;
mod screenshots;
mod supply;
mod system;
mod test;
mod types;
mod ui;

use std::process::ExitCode;

use crate::error::TaskError;

type Task = fn(&[String]) -> Result<(), TaskError>;

/// Each command with what it does.
const COMMANDS: &[(&str, &str, Task)] = &[
    ("run", "open Broadsheet on your library; with --demo on the test newspaper; with --release fast", run::run),
    ("test", "run every check and every test", test::test),
    ("check", "run the quick checks only: format, lints, layers, types, UI", test::check),
    ("layers", "check which room uses which", layers::run),
    ("types", "write the UI's types from Rust; with --check only compare", types::run),
    ("screenshots", "take the pictures in docs/screenshots from the real window", screenshots::run),
    ("bench", "measure: archive, extract, feed, library, refresh, sanitise, start", bench::run),
    ("judge", "render cleaned attacks in Chromium and WebKitGTK; with --sample only some", judge::run),
    ("fuzz", "search every parser of foreign bytes for inputs that fail: [--seconds N] [TARGET…]", fuzz::run),
    ("supply", "check licences, sources and known flaws of what the programs are built from", supply::run),
    ("bundle", "build the packages that this system can build", run::bundle),
    ("setup", "install what building and testing need", system::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    let Some((_, _, task)) = COMMANDS.iter().find(|(known, _, _)| *known == name) else {
        eprintln!("cargo xtask COMMAND\n");
        for (name, what, _) in COMMANDS {
            eprintln!("  {name:12} {what}");
        }
        return ExitCode::from(2);
    };
    match task(arguments.get(1..).unwrap_or_default()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask {name}: {error}");
            ExitCode::FAILURE
        }
    }
}
