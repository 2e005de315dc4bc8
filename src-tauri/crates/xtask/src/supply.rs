//! What the programs are built from: licences, sources and bans by the lock file, and known flaws where their lists can be had.

use std::process::{Command, Stdio};

use crate::error::TaskError;
use crate::process::{cargo, root, run as run_command, succeeds};

/// Checks everything that can be checked here, and says what cannot.
pub(crate) fn run(_: &[String]) -> Result<(), TaskError> {
    if succeeds("cargo-deny", &["--version"]) {
        run_command(cargo(&["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]))?;
        flaws("the crates", "cargo", &["deny", "check", "advisories"], "", &["failed to fetch", "error sending"])?;
    } else {
        println!("skipped: cargo-deny is not installed (`cargo install --locked cargo-deny`)");
    }
    let npm = ["audit", "--omit=dev", "--audit-level=low"];
    flaws("the UI's packages", crate::ui::NPM, &npm, "ui", &["endpoint returned an error", "ENOTFOUND", "ECONNREFUSED"])
}

/// Asks for known flaws; where the list cannot be had, which the tool says in one of these words, that is no fault of ours.
fn flaws(of: &str, program: &str, words: &[&str], folder: &str, unreachable: &[&str]) -> Result<(), TaskError> {
    let mut asked = Command::new(program);
    asked.args(words).current_dir(root().join(folder)).stdin(Stdio::null());
    let output = asked
        .output()
        .map_err(|source| TaskError::Start { command: format!("{program} {}", words.join(" ")), source })?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if output.status.success() {
        println!("no known flaws in {of}");
        return Ok(());
    }
    if unreachable.iter().any(|word| said.contains(word)) {
        println!("skipped: the list of known flaws in {of} cannot be had from here");
        return Ok(());
    }
    println!("{said}");
    Err(TaskError::said(format!("there are known flaws in {of}")))
}
