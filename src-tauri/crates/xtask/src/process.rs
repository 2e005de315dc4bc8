//! Starting other programs.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::error::TaskError;

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    // This file's package stands three folders below the root.
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(3).map_or(own.clone(), PathBuf::from)
}

/// The development data, which lies beside the repository where somebody has it.
pub(crate) fn development_data() -> PathBuf {
    std::env::var_os("BROADSHEET_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}

/// A program, started in the repository's folder.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// The Cargo that runs us.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// Where Cargo puts programs.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program that we built.
pub(crate) fn built(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Runs a program to its end and shows what it prints.
pub(crate) fn run(mut command: Command) -> Result<(), TaskError> {
    let status = command.status().map_err(|source| TaskError::Start { command: words(&command), source })?;
    if status.success() {
        return Ok(());
    }
    Err(TaskError::Failed { command: words(&command), status: status.to_string() })
}

/// Runs a program to its end and answers what it printed.
pub(crate) fn output(mut command: Command) -> Result<String, TaskError> {
    command.stderr(Stdio::inherit());
    let output = command.output().map_err(|source| TaskError::Start { command: words(&command), source })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(TaskError::Failed { command: words(&command), status: output.status.to_string() })
}

/// Whether a program can be started and answers with success, without showing what it prints.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn words(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
