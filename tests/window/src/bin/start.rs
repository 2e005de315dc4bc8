//! Measures the window's start on a library: `window-start PROGRAM LIBRARY [RUNS]`.
//!
//! Prints, for each run, the milliseconds from the start of the program to the first headlines on the screen, and the
//! resident memory of all its processes at that time; then the medians.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use window::{Display, Open, Window, WindowError, processes_of};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (Some(program), Some(library)) = (arguments.first(), arguments.get(1)) else {
        eprintln!("window-start PROGRAM LIBRARY [RUNS]");
        return ExitCode::from(2);
    };
    let runs = arguments.get(2).and_then(|runs| runs.to_string_lossy().parse().ok()).unwrap_or(5_usize);
    match measure(program, library, runs).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(program: &Path, library: &Path, runs: usize) -> Result<(), WindowError> {
    let display = Display::start().await?;
    let mut times = Vec::new();
    let mut memories = Vec::new();
    for run in 0..=runs {
        let (millis, kilobytes) = one(&display, program, library).await?;
        // The first run warms the disk's cache and is not counted.
        if run == 0 {
            println!("warm-up: {millis} ms, {} MB", kilobytes / 1024);
            continue;
        }
        println!("run {run}: first headlines after {millis} ms, {} MB resident", kilobytes / 1024);
        times.push(millis);
        memories.push(kilobytes);
    }
    println!("median: first headlines after {} ms, {} MB resident", median(&mut times), median(&mut memories) / 1024);
    Ok(())
}

async fn one(display: &Display, program: &Path, library: &Path) -> Result<(u64, u64), WindowError> {
    let arguments = ["--library", &library.to_string_lossy(), "--no-background-refresh"].map(str::to_owned).to_vec();
    let window =
        Window::open(display, &Open { program: program.to_owned(), arguments, environment: Vec::new() }).await?;
    window.find("[data-testid=app][data-first-headlines-ms]").await?;
    let painted = window
        .run(
            "return performance.timeOrigin
                 + Number(document.querySelector('[data-testid=app]').dataset.firstHeadlinesMs);",
        )
        .await?;
    let painted = painted.as_f64().unwrap_or_default();
    let processes = processes_of(library);
    let started = processes.first().map(|process| process.started).unwrap_or_default();
    let kilobytes = processes.iter().map(|process| process.kilobytes).sum();
    let headlines = window.run("return document.querySelectorAll('[data-testid=story]').length").await?;
    if headlines == 0 {
        return Err(WindowError::Command("no headlines are shown".to_owned()));
    }
    window.close().await?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds of a start, at most minutes"
    )]
    let millis = (painted - started).max(0.0) as u64;
    Ok((millis, kilobytes))
}

fn median(values: &mut [u64]) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
