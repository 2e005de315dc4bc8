//! Starts the desktop window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    broadsheet_desktop::run()
}
