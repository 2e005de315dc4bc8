//! The UI's packages and its build.

use std::process::Command;

use fs_err as fs;

use crate::error::TaskError;
use crate::process::{root, run};

/// npm's name as a program.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Runs npm in the UI's folder.
pub(crate) fn npm(arguments: &[&str]) -> Result<(), TaskError> {
    let mut command = Command::new(NPM);
    command.args(arguments).current_dir(root().join("ui"));
    run(command)
}

/// Installs the UI's packages where they are missing or older than the lock file says.
pub(crate) fn ensure_packages() -> Result<(), TaskError> {
    let ui = root().join("ui");
    let stamp = ui.join("node_modules/.broadsheet-lock");
    let wanted = fs::read(ui.join("package-lock.json"))?;
    if fs::read(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Builds the UI into `ui/dist`.
pub(crate) fn build() -> Result<(), TaskError> {
    ensure_packages()?;
    npm(&["run", "build"])
}
