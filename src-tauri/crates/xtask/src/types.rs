//! The UI's types, written from Rust.

use fs_err as fs;

use crate::error::TaskError;
use crate::process::{cargo, output, root};

/// Writes them, or with `--check` compares.
pub(crate) fn run(arguments: &[String]) -> Result<(), TaskError> {
    let written = output(cargo(&[
        "run",
        "--quiet",
        "--package",
        "broadsheet-api",
        "--features",
        "typescript",
        "--example",
        "typescript",
    ]))?;
    let path = root().join("ui/src/api/types.ts");
    if !arguments.iter().any(|argument| argument == "--check") {
        fs::write(path, written)?;
        return Ok(());
    }
    if fs::read_to_string(&path)? == written {
        return Ok(());
    }
    Err(TaskError::said("ui/src/api/types.ts is not what Rust says. Write it anew with `cargo xtask types`."))
}
