//! How well articles are found in pages, what changed since the last run, and how fast.

use std::collections::BTreeMap;
use std::path::Path;

use fs_err as fs;
use serde_json::Value;

use crate::error::TaskError;
use crate::process::{built, cargo, command, run as run_command, target};

/// Pages that are named as the worst, and as changed the most.
const NAMED: usize = 10;

/// Runs the scorer in `folder` over `broadsheet extract`, compares with its last run, and times the room.
pub(crate) fn run(folder: &Path) -> Result<(), TaskError> {
    run_command(cargo(&["build", "--release", "--package", "broadsheet-cli"]))?;
    run_command(cargo(&["build", "--release", "--package", "broadsheet-extract", "--example", "speed"]))?;
    let work = target().join("bench-extract");
    fs::create_dir_all(&work)?;
    let (scores, before) = (work.join("scores.json"), work.join("scores-before.json"));
    if scores.exists() {
        fs::rename(&scores, &before)?;
    }
    let extract = format!("{} extract --jsonl", built("broadsheet", true).display());
    let worst = NAMED.to_string();
    let rest = ["--json", &scores.to_string_lossy(), "--worst", &worst];
    run_command(scorer(folder, &extract, &work.join("answers"), &rest))?;
    if before.exists() {
        changed(&read(&before)?, &read(&scores)?);
    }
    println!("\nbeside dom_smoothie, on one thread:");
    let speed = target().join("release/examples").join(format!("speed{}", std::env::consts::EXE_SUFFIX));
    run_command(scorer(folder, &speed.to_string_lossy(), &work.join("times"), &["--quiet"]))
}

fn scorer(folder: &Path, program: &str, answers: &Path, rest: &[&str]) -> std::process::Command {
    let answers = answers.to_string_lossy();
    let mut words = vec!["run.py", program, "--out", &answers, "--"];
    words.extend(rest);
    let mut python = command("python3", &words);
    python.current_dir(folder);
    python
}

fn read(scores: &Path) -> Result<BTreeMap<String, f64>, TaskError> {
    let read: Value = serde_json::from_slice(&fs::read(scores)?)
        .map_err(|source| TaskError::Json { what: "the scores of the pages", source })?;
    let pages = read.get("pages").and_then(Value::as_object).into_iter().flatten();
    Ok(pages.filter_map(|(id, page)| Some((id.clone(), page.get("F1")?.as_f64()?))).collect())
}

/// Prints the pages whose text is found better or worse than in the last run.
fn changed(before: &BTreeMap<String, f64>, after: &BTreeMap<String, f64>) {
    let mut changes: Vec<(f64, &str)> = after
        .iter()
        .filter_map(|(id, score)| Some((score - before.get(id)?, id.as_str())))
        .filter(|(change, _)| change.abs() >= 0.005)
        .collect();
    changes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let better = changes.iter().filter(|(change, _)| *change > 0.0).count();
    println!("\nsince the last run: {better} pages better, {} worse", changes.len() - better);
    for (change, id) in changes.iter().take(NAMED).filter(|(change, _)| *change < 0.0) {
        println!("  {change:+.3} {id}");
    }
    for (change, id) in changes.iter().rev().take(NAMED).filter(|(change, _)| *change > 0.0) {
        println!("  {change:+.3} {id}");
    }
}
