//! From a bare machine to an open window.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use fs_err as fs;
use serde_json::Value;

use crate::error::TaskError;
use crate::process::{built, cargo, command, run as run_command, target};
use crate::system::{self, Need};
use crate::ui;

/// What the test newspaper's addresses need, since they lie on this machine.
const LOOPBACK: [&str; 2] = ["--allow-private", "127.0.0.1"];

/// What bundles the packages; fetched when it is wanted, since building and testing do without it.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// Opens Broadsheet.
pub(crate) fn run(arguments: &[String]) -> Result<(), TaskError> {
    let release = arguments.iter().any(|argument| argument == "--release");
    let demo = arguments.iter().any(|argument| argument == "--demo");
    let rest: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|argument| !matches!(*argument, "--release" | "--demo")).collect();
    system::ensure(Need::Window)?;
    build(release, demo)?;
    if cfg!(target_os = "linux") && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none()) {
        return Err(TaskError::said(
            "Everything is built, but there is no display to open a window on. Run this inside a desktop session, or under xvfb-run.",
        ));
    }
    if demo { open_demo(release, &rest) } else { open(release, &rest) }
}

/// Builds the packages that this system can build.
pub(crate) fn bundle(arguments: &[String]) -> Result<(), TaskError> {
    system::ensure(Need::Window)?;
    ui::ensure_packages()?;
    let mut words = vec!["exec", "--yes", "--package", TAURI_CLI, "--", "tauri", "build"];
    words.extend(arguments.iter().map(String::as_str));
    run_command(command(ui::NPM, &words))
}

/// Builds the UI, the window and the command line; with `newspaper` the test newspaper too.
pub(crate) fn build(release: bool, newspaper: bool) -> Result<(), TaskError> {
    ui::build()?;
    let mut words = vec!["build", "--package", "broadsheet-desktop", "--package", "broadsheet-cli"];
    words.extend(["--features", "broadsheet-desktop/custom-protocol"]);
    if newspaper {
        words.extend(["--package", "broadsheet-tests"]);
    }
    if release {
        words.push("--release");
    }
    run_command(cargo(&words))
}

fn open(release: bool, rest: &[&str]) -> Result<(), TaskError> {
    let window = built("broadsheet-desktop", release);
    run_command(command(&window.to_string_lossy(), rest))
}

fn open_demo(release: bool, rest: &[&str]) -> Result<(), TaskError> {
    let newspaper = Newspaper::start(release)?;
    let library = target().join("demo-library");
    fill(&library, &newspaper, release)?;
    let library = library.to_string_lossy().into_owned();
    let mut words = vec!["--library", &library];
    words.extend(LOOPBACK);
    words.extend(rest);
    open(release, &words)
}

/// Subscribes a fresh library to the test newspaper and refreshes it.
pub(crate) fn fill(library: &Path, newspaper: &Newspaper, release: bool) -> Result<(), TaskError> {
    if library.exists() {
        fs::remove_dir_all(library)?;
    }
    let broadsheet = built("broadsheet", release).to_string_lossy().into_owned();
    let folder = library.to_string_lossy().into_owned();
    for site in &newspaper.sites {
        let mut words = vec!["--library", &folder, "add", site];
        words.extend(LOOPBACK);
        run_command(command(&broadsheet, &words))?;
    }
    let mut words = vec!["--library", &folder, "refresh"];
    words.extend(LOOPBACK);
    run_command(command(&broadsheet, &words))
}

/// The test newspaper, running until dropped.
pub(crate) struct Newspaper {
    process: Child,
    /// The addresses of its sites.
    pub(crate) sites: Vec<String>,
    /// Where it is steered.
    control: String,
}

impl Newspaper {
    /// Starts it on free ports of this machine.
    pub(crate) fn start(release: bool) -> Result<Self, TaskError> {
        let program = built("newspaper", release).to_string_lossy().into_owned();
        let mut process = command(&program, &[])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| TaskError::Start { command: program, source })?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let mut newspaper = Self { process, sites: Vec::new(), control: String::new() };
        let summary: Value = serde_json::from_str(&line)
            .map_err(|source| TaskError::Json { what: "the test newspaper's greeting", source })?;
        newspaper.control = summary.get("control").and_then(Value::as_str).unwrap_or_default().to_owned();
        let sites = summary.get("sites").and_then(Value::as_array).into_iter().flatten();
        newspaper.sites = sites.filter_map(|site| site.get("url")?.as_str().map(str::to_owned)).collect();
        if newspaper.sites.is_empty() {
            return Err(TaskError::said("The test newspaper names no sites."));
        }
        Ok(newspaper)
    }

    /// Makes one of its documents fail.
    pub(crate) fn fail(&self, site: &str, path: &str, mode: &str) -> Result<(), TaskError> {
        let address = format!("{}/control/fail?site={site}&path={path}&mode={mode}", self.control);
        run_command(command("curl", &["--silent", "--fail", "--output", "/dev/null", &address]))
    }
}

impl Drop for Newspaper {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
