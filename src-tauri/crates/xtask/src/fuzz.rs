//! Searching for bytes that make a parser fail: every target of `tests/fuzz` for a given time, two at once.
//!
//! The engine is libFuzzer. It wants the program told where its branches are, which the stable compiler can do too; no
//! sanitizer of memory is needed, since no crate of ours may hold unsafe code.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use fs_err as fs;

use crate::error::TaskError;
use crate::process::{cargo, command, root, run as run_command, target};

/// How long each target is searched where nobody says.
const SECONDS: &str = "60";

/// Targets searched at once.
const AT_ONCE: usize = 2;

/// What tells the engine of every branch taken and of every comparison.
const INSTRUMENTED: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions=on",
    "-Coverflow-checks=on",
];

/// Bytes of an input at most; what grows faster than its input shows itself well before.
const MOST_BYTES: &str = "-max_len=32768";

/// No input may take longer, in seconds, or hold more, in megabytes.
const BOUNDS: &[&str] = &["-timeout=20", "-rss_limit_mb=2048", "-malloc_limit_mb=512"];

/// Searches what is named, or everything, for `--seconds N` each.
pub(crate) fn run(arguments: &[String]) -> Result<(), TaskError> {
    let mut seconds = SECONDS.to_owned();
    let mut wanted = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            seconds = words.next().ok_or_else(|| TaskError::said("--seconds wants a number"))?.clone();
        } else {
            wanted.push(word.clone());
        }
    }
    if seconds.parse::<u32>().is_err() {
        return Err(TaskError::said(format!("--seconds wants a number, not {seconds}")));
    }
    let known = targets()?;
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(TaskError::said(format!("{unknown} is no target; there are {}", known.join(", "))));
    }
    let wanted = if wanted.is_empty() { known } else { wanted };
    let program = build()?;
    let mut failed = Vec::new();
    for pair in wanted.chunks(AT_ONCE) {
        let started: Vec<(&String, Child)> =
            pair.iter().map(|name| Ok((name, start(&program, name, &seconds)?))).collect::<Result<_, TaskError>>()?;
        for (name, mut child) in started {
            if !child.wait()?.success() {
                failed.push(name.as_str());
            }
        }
    }
    for name in &wanted {
        report(name)?;
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(TaskError::said(format!(
        "inputs that fail were found for {}; they lie in {}. Mend the parser, and keep the input in tests/fuzz/found/TARGET",
        failed.join(", "),
        work("failed").display()
    )))
}

/// The targets, by the folders of their seeds.
fn targets() -> Result<Vec<String>, TaskError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("tests/fuzz/seeds"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    // The parsers that read most come first.
    names.sort_by_key(|name| (!matches!(name.as_str(), "feed" | "sanitise"), name != "extract", name.clone()));
    Ok(names)
}

fn build() -> Result<PathBuf, TaskError> {
    let mut build = cargo(&["build", "--release", "--package", "broadsheet-fuzz", "--features", "fuzzer"]);
    let folder = target().join("fuzz");
    // Naming the system keeps the instruments out of build scripts and macros.
    let system = system()?;
    build.args(["--target", &system]).arg("--target-dir").arg(&folder);
    build.env("CARGO_ENCODED_RUSTFLAGS", INSTRUMENTED.join("\u{1f}"));
    build.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_STRIP", "none");
    build.env("CARGO_PROFILE_RELEASE_DEBUG", "line-tables-only");
    run_command(build)?;
    Ok(folder.join(system).join("release").join(format!("fuzz{}", std::env::consts::EXE_SUFFIX)))
}

/// The system that the compiler builds for.
fn system() -> Result<String, TaskError> {
    let said = crate::process::output(command("rustc", &["--version", "--verbose"]))?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| TaskError::said("rustc does not say which system it builds for"))
}

fn start(program: &Path, name: &str, seconds: &str) -> Result<Child, TaskError> {
    let corpus = work("corpus").join(name);
    let (failed, slow) = (work("failed"), work("slow"));
    for folder in [&corpus, &failed, &slow] {
        fs::create_dir_all(folder)?;
    }
    let log = fs::File::create(target().join("fuzz").join(format!("{name}.log")))?;
    let mut search = Command::new(program);
    search.arg(&corpus).arg(root().join("tests/fuzz/seeds").join(name));
    let found = root().join("tests/fuzz/found").join(name);
    if found.exists() {
        search.arg(found);
    }
    search
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/{name}-", failed.display()))
        .arg(MOST_BYTES)
        .args(BOUNDS)
        .arg("-print_final_stats=1");
    let words = root().join("tests/fuzz/words").join(format!("{name}.dict"));
    if words.exists() {
        search.arg(format!("-dict={}", words.display()));
    }
    search.env("BROADSHEET_FUZZ_TARGET", name).env("BROADSHEET_FUZZ_SLOW", slow).current_dir(target().join("fuzz"));
    search.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log.into_parts().0);
    println!("searching {name} for {seconds} s");
    search.spawn().map_err(|source| TaskError::Start { command: program.display().to_string(), source })
}

/// Where what a search finds is kept between runs.
fn work(kind: &str) -> PathBuf {
    target().join("fuzz").join(kind)
}

/// Says how a search went.
fn report(name: &str) -> Result<(), TaskError> {
    let log = fs::read(target().join("fuzz").join(format!("{name}.log")))?;
    let log = String::from_utf8_lossy(&log);
    let stat = |key: &str| {
        log.lines()
            .rev()
            .find_map(|line| line.strip_prefix("stat::")?.strip_prefix(key))
            .map_or("?", |found| found.trim_start_matches(':').trim())
    };
    let covered =
        log.lines().rev().find_map(|line| line.split_once(" cov: ")?.1.split_whitespace().next()).unwrap_or("?");
    let slow = fs::read_dir(work("slow"))?
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&format!("{name}-")))
        .count();
    println!(
        "{name:10} {} runs, {covered} branches, {} MB at most, {slow} slow inputs kept",
        stat("number_of_executed_units"),
        stat("peak_rss_mb")
    );
    Ok(())
}
