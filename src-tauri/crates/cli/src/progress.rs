//! A refresh as it is shown at a terminal: one bar, and a line for each source that ends.

use std::io::IsTerminal;

use broadsheet_api::{DownloadState, Library, LibraryEvent, SourceStep};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::print;

/// Shows progress until it is told to stop. Where the standard error is no terminal, only the lines are written.
pub(crate) fn watch(library: &Library, quiet: bool) -> tokio::task::JoinHandle<()> {
    let mut events = library.events();
    tokio::spawn(async move {
        let bar = ProgressBar::new(0);
        bar.set_draw_target(ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} sources  {msg}") {
            bar.set_style(style);
        }
        while let Some(event) = events.next().await {
            match event {
                LibraryEvent::RefreshStarted { sources } => bar.set_length(u64::from(sources)),
                LibraryEvent::Source { progress, finished, .. } => {
                    bar.set_position(u64::from(finished));
                    match progress.step {
                        SourceStep::Done | SourceStep::Failed | SourceStep::Cancelled if !quiet => {
                            let text = format!("{}: {}", progress.title, progress.message.unwrap_or_default());
                            let text = print::harmless(&text);
                            if std::io::stderr().is_terminal() {
                                bar.println(text);
                            } else {
                                eprintln!("{text}");
                            }
                        }
                        SourceStep::Reading if progress.pending > 0 => {
                            let text = format!("{}: {} articles to read", progress.title, progress.pending);
                            bar.set_message(print::harmless(&text));
                        }
                        _ => {}
                    }
                }
                LibraryEvent::RefreshFinished { .. } => {
                    bar.finish_and_clear();
                    return;
                }
                LibraryEvent::Changed | LibraryEvent::Download { .. } => {}
            }
        }
    })
}

/// Shows how a download goes, until it is told to stop.
pub(crate) fn watch_download(library: &Library, quiet: bool) -> tokio::task::JoinHandle<()> {
    let mut events = library.events();
    tokio::spawn(async move {
        let bar = ProgressBar::new(0);
        bar.set_draw_target(if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}  {bytes_per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        while let Some(event) = events.next().await {
            let LibraryEvent::Download { bytes, total, step, .. } = event else { continue };
            bar.set_length(total.unwrap_or(bytes).max(bytes));
            bar.set_position(bytes);
            if step != DownloadState::Coming {
                bar.finish_and_clear();
                return;
            }
        }
    })
}

/// A bar for files that are read one after the other.
pub(crate) fn files(quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(0);
    bar.set_draw_target(if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files") {
        bar.set_style(style);
    }
    bar
}

/// Moves a bar on; at the end it goes.
pub(crate) fn show(bar: &ProgressBar, done: u64, all: u64) {
    bar.set_length(all);
    bar.set_position(done);
    if done >= all {
        bar.finish_and_clear();
    }
}
