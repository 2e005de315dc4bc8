//! Every check and every test, in the order in which they fail fastest.

use std::time::Instant;

use crate::error::TaskError;
use crate::judge;
use crate::layers;
use crate::process::{built, cargo, run};
use crate::system::{self, Need};
use crate::{supply, types, ui};

type Step = (&'static str, fn() -> Result<(), TaskError>);

const CHECKS: &[Step] = &[
    ("format", || run(cargo(&["fmt", "--all", "--check"]))),
    ("layers", || layers::run(&[])),
    ("UI packages", ui::ensure_packages),
    ("supply", || supply::run(&[])),
    ("UI lints", || ui::npm(&["run", "lint"])),
    ("UI types", || ui::npm(&["run", "check"])),
    ("UI tests", || ui::npm(&["test"])),
    ("UI build", ui::build),
    ("lints", clippy),
    ("generated types", || types::run(&["--check".to_owned()])),
];

const TESTS: &[Step] = &[
    ("documentation", documentation),
    ("window without its first wall", second_wall_alone),
    // The whole workspace, as the tests build it, so that nothing is built twice with other features.
    ("programs", || run(cargo(&["build", "--workspace", "--features", WINDOW]))),
    ("attacks in two browser engines", || judge::run(&["--sample".to_owned()])),
    ("unit, whole-program and window tests", || run(cargo(&["test", "--workspace", "--features", WINDOW]))),
];

/// The window with its UI inside, as it is shipped.
const WINDOW: &str = "broadsheet-desktop/custom-protocol";

/// Runs everything.
pub(crate) fn test(_: &[String]) -> Result<(), TaskError> {
    system::ensure(Need::Tests)?;
    steps(&[CHECKS, TESTS])
}

/// Runs the quick checks only.
pub(crate) fn check(_: &[String]) -> Result<(), TaskError> {
    system::ensure(Need::Window)?;
    steps(&[CHECKS])
}

fn steps(groups: &[&[Step]]) -> Result<(), TaskError> {
    let mut done = Vec::new();
    for (name, step) in groups.iter().copied().flatten() {
        println!("\n== {name}");
        let begun = Instant::now();
        step()?;
        done.push((name, begun.elapsed()));
    }
    println!("\nAll of it holds:");
    for (name, took) in &done {
        println!("  {:>5} s  {name}", took.as_secs());
    }
    Ok(())
}

/// A window without the sanitiser, for the test of what holds behind it, under a name of its own. It is built with the
/// features of the whole workspace, so that little is built twice.
fn second_wall_alone() -> Result<(), TaskError> {
    let without = format!("{WINDOW},broadsheet-desktop/second-wall-alone");
    run(cargo(&["build", "--workspace", "--bin", "broadsheet-desktop", "--features", &without]))?;
    fs_err::copy(built("broadsheet-desktop", false), built("broadsheet-desktop-second-wall-alone", false))?;
    Ok(())
}

fn clippy() -> Result<(), TaskError> {
    run(cargo(&["clippy", "--workspace", "--all-targets", "--features", WINDOW, "--", "--deny", "warnings"]))
}

fn documentation() -> Result<(), TaskError> {
    let mut command = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items", "--features", WINDOW]);
    command.env("RUSTDOCFLAGS", "--deny warnings");
    run(command)
}
