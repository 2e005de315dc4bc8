//! A display that nobody sees, and the settings of whoever sits before it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::error::WindowError;

/// An Xvfb on a free number, running until dropped.
pub struct Display {
    _server: Child,
    name: String,
    profile: TempDir,
}

impl Display {
    /// Starts one of 1600 × 1200 pixels.
    ///
    /// # Errors
    /// Xvfb is missing or does not come up, or no temporary folder can be made.
    pub async fn start() -> Result<Self, WindowError> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|source| WindowError::Start { program: "Xvfb", source })?;
        let output = server.stdout.take().ok_or(WindowError::NotUp("Xvfb"))?;
        let mut line = String::new();
        let mut output = BufReader::new(output);
        tokio::time::timeout(Duration::from_secs(20), output.read_line(&mut line))
            .await
            .map_err(|_| WindowError::NotUp("Xvfb"))??;
        let number: u32 = line.trim().parse().map_err(|_| WindowError::NotUp("Xvfb"))?;
        Ok(Self { _server: server, name: format!(":{number}"), profile: tempfile::tempdir()? })
    }

    /// Its name, such as `:99`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where programs on this display keep their settings, so that nobody's own are read or changed.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }
}
