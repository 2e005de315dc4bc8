//! Measurements, each by one command. They print; they never judge.

use fs_err as fs;

use crate::bench_archive::archive;
use crate::bench_extract;
use crate::error::TaskError;
use crate::process::{built, cargo, command, development_data, run as run_command, target};
use crate::run::build;
use crate::system::{self, Need};

/// Articles in the library on which searches are measured.
const LIBRARY_ARTICLES: &str = "500000";

/// Articles in the library on which the start is measured.
const START_ARTICLES: &str = "10000";

/// Feeds of the invented world that are refreshed.
const REFRESH_FEEDS: &str = "200";

/// Measures what is named.
pub(crate) fn run(arguments: &[String]) -> Result<(), TaskError> {
    match arguments.first().map(String::as_str) {
        Some("start") => start(arguments.get(1).map_or(START_ARTICLES, String::as_str)),
        Some("extract") => extract(),
        Some("feed") => {
            speed()?;
            score("feeds", &["score.py", "--set", ".", "--server"], &["broadsheet", "parse-feed", "--jsonl"])
        }
        Some("archive") => {
            archive(&development_data().join("newsworld"), arguments.get(1).map_or("100", String::as_str))
        }
        Some("sanitise") => sanitise(),
        Some("library") => library(arguments.get(1).map_or(LIBRARY_ARTICLES, String::as_str)),
        Some("refresh") => refresh(arguments.get(1).map_or(REFRESH_FEEDS, String::as_str)),
        _ => Err(TaskError::said(
            "name what to measure: archive [PAGES], extract, feed, library [ARTICLES], refresh [FEEDS], sanitise, start [ARTICLES]",
        )),
    }
}

/// The time from the start of the program to the first headlines, and the memory then.
fn start(articles: &str) -> Result<(), TaskError> {
    system::ensure(Need::Tests)?;
    build(true, false)?;
    run_command(cargo(&["build", "--release", "--package", "broadsheet-window"]))?;
    let library = target().join(format!("bench-library-{articles}"));
    if !library.join("complete").exists() {
        if library.exists() {
            fs::remove_dir_all(&library)?;
        }
        let folder = library.to_string_lossy().into_owned();
        run_command(cargo(&[
            "run",
            "--release",
            "--package",
            "broadsheet-store",
            "--example",
            "fill",
            "--",
            &folder,
            articles,
        ]))?;
        fs::write(library.join("complete"), articles)?;
    }
    println!("a library of {articles} articles, release build:");
    let words = [built("broadsheet-desktop", true), library].map(|path| path.to_string_lossy().into_owned());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    run_command(command(&built("window-start", true).to_string_lossy(), &words))
}

/// What a large library costs: building its index, the disk, and searches.
fn library(articles: &str) -> Result<(), TaskError> {
    let folder = target().join(format!("bench-large-library-{articles}")).to_string_lossy().into_owned();
    println!("a library of {articles} articles, release build:");
    let store = ["run", "--release", "--package", "broadsheet-store", "--example", "measure", "--"];
    run_command(cargo(&[&store[..], &[folder.as_str(), articles]].concat()))
}

/// How well and how fast articles are found in the pages of the development data, where that is at hand.
fn extract() -> Result<(), TaskError> {
    let folder = development_data().join("extract");
    if folder.exists() {
        return bench_extract::run(&folder);
    }
    println!("skipped: the development data is not at hand ({} is missing)", folder.display());
    Ok(())
}

/// How fast whole feeds are read, and how much memory that takes beside them.
fn speed() -> Result<(), TaskError> {
    let feeds: Vec<String> = ["bench/full200.rss", "bench/full200.atom"]
        .iter()
        .map(|name| development_data().join("feeds").join(name))
        .filter(|path| path.exists())
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    if feeds.is_empty() {
        println!("skipped: the feeds to be timed are not at hand");
        return Ok(());
    }
    // One process a feed, so that each shows its own peak of memory.
    for feed in &feeds {
        let words = ["run", "--release", "--package", "broadsheet-feed", "--example", "speed", "--", feed];
        run_command(cargo(&words))?;
    }
    Ok(())
}

/// How fast pages are cleaned, and what is nested deeply.
fn sanitise() -> Result<(), TaskError> {
    let mut words = vec!["run", "--release", "--package", "broadsheet-sanitise", "--example", "speed"];
    let pages = development_data().join("extract/pages").to_string_lossy().into_owned();
    if development_data().join("extract/pages").exists() {
        words.extend(["--", &pages]);
    } else {
        println!("skipped: the pages to be timed are not at hand ({pages} is missing)");
    }
    run_command(cargo(&words))
}

/// What a refresh costs beside others.
#[cfg(unix)]
fn refresh(feeds: &str) -> Result<(), TaskError> {
    crate::bench_refresh::refresh(&development_data().join("newsworld"), feeds)
}

#[cfg(not(unix))]
fn refresh(_: &str) -> Result<(), TaskError> {
    Err(TaskError::said("newsboat, beside which a refresh is measured, does not run on this system"))
}

/// Runs a scorer of the development data, where that is at hand, over one of our JSON Lines commands.
fn score(set: &str, scorer: &[&str], ours: &[&str]) -> Result<(), TaskError> {
    let folder = development_data().join(set);
    if !folder.exists() {
        println!("skipped: the development data is not at hand ({} is missing)", folder.display());
        return Ok(());
    }
    run_command(cargo(&["build", "--release", "--package", "broadsheet-cli"]))?;
    let program = built("broadsheet", true).to_string_lossy().into_owned();
    let line: Vec<&str> = ours.iter().map(|word| if *word == "broadsheet" { program.as_str() } else { word }).collect();
    let line = line.join(" ");
    let mut words: Vec<&str> = scorer.to_vec();
    words.push(&line);
    let mut python = command("python3", &words);
    python.current_dir(folder);
    run_command(python)
}
