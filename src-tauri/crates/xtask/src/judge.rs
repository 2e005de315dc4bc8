//! The sanitiser before two browser engines: every attack of the development data is cleaned, rendered in Chromium and in
//! WebKitGTK, as a fragment and as a document, and what ran, left, overlaid, clobbered or loaded is counted. All must be 0.

use std::io::Write;
use std::process::Stdio;

use fs_err as fs;
use serde_json::Value;

use crate::error::TaskError;
use crate::process::{built, cargo, command, development_data, output, run as run_command, target};
use crate::system::{self, Need};

const ENGINES: [&str; 2] = ["chromium", "webkit"];

/// Attacks that a short run judges.
const SAMPLE: usize = 300;

/// Fragments that are on the page at once; more would starve each other of time.
const BATCH: &str = "80";

/// Judges everything; with `--sample` every so-manieth attack only, with the program that is built already.
pub(crate) fn run(arguments: &[String]) -> Result<(), TaskError> {
    let whole = match arguments.first().map(String::as_str) {
        None => true,
        Some("--sample") => false,
        Some(other) => return Err(TaskError::said(format!("{other} is no option; there is --sample"))),
    };
    let (attacks, judge) = (development_data().join("feeds/xss.jsonl"), development_data().join("judge/judge.mjs"));
    if let Some(missing) = [&attacks, &judge].into_iter().find(|path| !path.exists()) {
        println!("skipped: the development data is not at hand ({} is missing)", missing.display());
        return Ok(());
    }
    system::ensure(Need::Judge)?;
    if whole {
        run_command(cargo(&["build", "--package", "broadsheet-cli"]))?;
    }
    let attacks = fs::read_to_string(attacks)?;
    let lines: Vec<&str> = attacks.lines().collect();
    let step = if whole { 1 } else { (lines.len() / SAMPLE).max(1) };
    let chosen: Vec<&str> = lines.into_iter().step_by(step).collect();
    let cleaned = target().join("judged.jsonl");
    fs::write(&cleaned, clean(&chosen)?)?;
    let mut faults = Vec::new();
    for engine in ENGINES {
        let (judge, cleaned) = (judge.to_string_lossy(), cleaned.to_string_lossy());
        let words = [&judge, &cleaned, "--field", "html", "--engine", engine, "--batch", BATCH];
        let report: Value = serde_json::from_str(&output(command("node", &words))?)
            .map_err(|source| TaskError::Json { what: "the judge's report", source })?;
        faults.extend(read_report(engine, &report, chosen.len()));
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(TaskError::said(faults.join("\n")))
}

/// Runs the attacks through the command line, as anybody may.
fn clean(attacks: &[&str]) -> Result<Vec<u8>, TaskError> {
    let program = built("broadsheet", false);
    let mut started = command(&program.to_string_lossy(), &["sanitise", "--jsonl"]);
    let mut child = started
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|source| TaskError::Start { command: program.display().to_string(), source })?;
    let text = attacks.join("\n");
    let writer = child.stdin.take().map(|mut input| std::thread::spawn(move || input.write_all(text.as_bytes())));
    let answer = child.wait_with_output()?;
    if let Some(Err(error)) = writer.and_then(|writer| writer.join().ok()) {
        return Err(error.into());
    }
    let answered = answer.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    if answered != attacks.len() {
        return Err(TaskError::said(format!("{answered} of {} attacks were answered", attacks.len())));
    }
    Ok(answer.stdout)
}

/// Prints what an engine saw, and answers in words what must not be.
fn read_report(engine: &str, report: &Value, attacks: usize) -> Vec<String> {
    let number = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    let counts = report.get("counts").and_then(Value::as_object);
    let seconds = report.get("seconds").and_then(Value::as_f64).unwrap_or_default();
    println!(
        "{engine}: {} attacks as fragment and as document in {seconds:.0} s, {} foreign requests, counts {}",
        number("judged"),
        number("foreign_requests"),
        report.get("counts").unwrap_or(&Value::Null)
    );
    let mut faults: Vec<String> = counts
        .into_iter()
        .flatten()
        .map(|(class, count)| format!("{engine}: {count} attacks of class {class} came through"))
        .collect();
    if usize::try_from(number("judged")).ok() != Some(attacks) {
        faults.push(format!("{engine}: {} of {attacks} attacks were judged", number("judged")));
    }
    if number("foreign_requests") > 0 {
        faults.push(format!("{engine}: {} requests left the page", number("foreign_requests")));
    }
    faults
}
