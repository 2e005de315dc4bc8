//! The desktop window. Glue only: it opens a library, hands every command to `api`, serves archived pictures under
//! `library://`, and passes on what happens.
//!
//! Start at [`run`]. Nothing here may hold a rule of its own.

mod arguments;
mod background;
mod chooser;
mod commands;
mod connection_commands;
mod desk;
mod enclosure_commands;
mod given;
mod many_commands;
mod metered;
mod notifier;
mod pictures;
mod reading_commands;
mod sign_in_window;
mod source_commands;
mod window;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::desk::Desk;

/// Opens the window and stays until it is closed.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let desk = Desk::open(&arguments);
    let refreshes = !arguments.no_background_refresh;
    let builder =
        tauri::Builder::default().plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build());
    // On Linux we speak to the desktop ourselves, which tells us of a click.
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(tauri_plugin_notification::init());
    // Who drives the window by a program wants it to be the same each time.
    let is_driven = std::env::var_os("TAURI_AUTOMATION").is_some();
    let builder = if is_driven { builder } else { builder.plugin(window::memory()) };
    let built = builder
        .manage(desk)
        .register_asynchronous_uri_scheme_protocol("library", pictures::serve)
        .invoke_handler(commands::all())
        .setup(move |app| {
            window::open(app)?;
            background::start(app.handle(), refreshes);
            Ok(())
        })
        .run(tauri::generate_context!());
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
