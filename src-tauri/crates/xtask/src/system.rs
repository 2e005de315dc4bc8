//! The system packages that a bare machine lacks.

use std::io::{IsTerminal, Write};
use std::process::Command;

use crate::error::TaskError;
use crate::process::{run as run_command, succeeds};

/// What building the window needs on Debian and Ubuntu.
const BUILD: &[&str] =
    &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libgtk-3-dev", "librsvg2-dev", "fonts-liberation"];

/// What driving the window in tests needs beside it.
const DRIVE: &[&str] = &["xvfb", "webkit2gtk-driver", "dbus"];

/// A key store for the tests, where there is no desktop that has its own.
const KEY_STORE: &[&str] = &["gnome-keyring"];

/// What taking pictures of the window needs beside that.
const PICTURE: &[&str] = &["imagemagick", "fonts-noto-cjk", "fonts-noto-core"];

/// What rendering attacks in two browser engines needs.
const JUDGE: &[&str] = &["chromium", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"];

/// What a command needs of the system.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To build and open the window.
    Window,
    /// To drive it in tests as well.
    Tests,
    /// To take pictures of it as well.
    Pictures,
    /// To render attacks in two browser engines.
    Judge,
}

/// Installs everything, as `cargo xtask setup`.
pub(crate) fn run(_: &[String]) -> Result<(), TaskError> {
    ensure(Need::Tests)?;
    crate::ui::ensure_packages()?;
    println!("Everything that building and testing need is here.");
    Ok(())
}

/// Makes sure that the system has what `need` says, and installs it where we know how to.
pub(crate) fn ensure(need: Need) -> Result<(), TaskError> {
    if !succeeds("node", &["--version"]) || !npm_works() {
        return Err(TaskError::said(
            "Node.js and npm are missing. Install Node.js 20 or later from your system's packages or from nodejs.org, then run this again.",
        ));
    }
    match std::env::consts::OS {
        "linux" => ensure_linux(need),
        "macos" => ensure_macos(),
        "windows" => {
            println!("{WINDOWS}");
            Ok(())
        }
        other => Err(TaskError::said(format!("Broadsheet has no window for {other}."))),
    }
}

const WINDOWS: &str = "On Windows, building needs the C++ build tools and WebView2 (part of Windows 11). Where they are missing:
    winget install --id Microsoft.VisualStudio.2022.BuildTools --override \"--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended\"
    winget install --id Microsoft.EdgeWebView2Runtime";

fn npm_works() -> bool {
    succeeds(crate::ui::NPM, &["--version"])
}

fn ensure_macos() -> Result<(), TaskError> {
    if succeeds("xcode-select", &["-p"]) {
        return Ok(());
    }
    Err(TaskError::said(
        "Building needs Apple's command line tools. Install them with this line, then run this again:\n    xcode-select --install",
    ))
}

fn ensure_linux(need: Need) -> Result<(), TaskError> {
    if succeeds("dpkg-query", &["--version"]) && succeeds("apt-get", &["--version"]) {
        return ensure_debian(need);
    }
    let drives = need == Need::Window || (succeeds("which", &["WebKitWebDriver"]) && succeeds("which", &["Xvfb"]));
    if succeeds("pkg-config", &["--exists", "webkit2gtk-4.1", "gtk+-3.0"]) && drives {
        return Ok(());
    }
    Err(TaskError::said(
        "Building needs WebKitGTK 4.1 and GTK 3 with their headers, and testing Xvfb and WebKitWebDriver. Install them with the line for your system, then run this again:
    Fedora:  sudo dnf install gcc pkgconf-pkg-config webkit2gtk4.1-devel gtk3-devel librsvg2-devel xorg-x11-server-Xvfb webkitgtk-driver
    Arch:    sudo pacman -S --needed base-devel webkit2gtk-4.1 gtk3 librsvg xorg-server-xvfb webkitgtk-6.0",
    ))
}

fn ensure_debian(need: Need) -> Result<(), TaskError> {
    let groups: &[&[&str]] = match need {
        Need::Window => &[BUILD],
        Need::Tests => &[BUILD, DRIVE],
        Need::Pictures => &[BUILD, DRIVE, PICTURE],
        Need::Judge => &[JUDGE],
    };
    let has_desktop = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
    let key_store = if need == Need::Tests && !has_desktop { KEY_STORE } else { &[] };
    let wanted = groups.iter().copied().flatten().chain(key_store);
    let missing: Vec<&str> = wanted.copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let root = succeeds("sh", &["-c", "test \"$(id -u)\" = 0"]);
    let line = format!(
        "{}apt-get install --yes --no-install-recommends {}",
        if root { "" } else { "sudo " },
        missing.join(" ")
    );
    if !root && std::env::var_os("CI").is_none() && !agrees(&line)? {
        return Err(TaskError::said(format!(
            "Install the missing packages yourself, then run this again:\n    {line}"
        )));
    }
    apt(root, &["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing);
    apt(root, &install)
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .output()
        .is_ok_and(|output| output.status.success() && output.stdout == b"installed")
}

fn agrees(line: &str) -> Result<bool, TaskError> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("Broadsheet needs packages that are not installed. Run this now?\n    {line}\n[y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

fn apt(root: bool, arguments: &[&str]) -> Result<(), TaskError> {
    let mut command = if root { Command::new("apt-get") } else { Command::new("sudo") };
    if !root {
        command.arg("apt-get");
    }
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    run_command(command)
}
