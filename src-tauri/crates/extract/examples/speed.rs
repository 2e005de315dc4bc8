//! Times this room beside `dom_smoothie` on the same pages, parsing included, one after the other on one thread.
//!
//! Pages come as JSON Lines `{id, url, html}`; each is answered with `{id, seconds}`. At the end pages a second, the slowest
//! hundredth and the slowest pages of each go to standard error, with the ratio of both, and how far memory grew meanwhile.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use broadsheet_extract::extract;
use dom_smoothie::Readability;
use serde_json::{Value, json};

/// Slowest pages that are named.
const SLOWEST: usize = 10;

/// Pages after which memory counts: by then every table is read.
const WARM: usize = 50;

fn main() -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("a page could not be read")))
}

fn run() -> std::io::Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut output = std::io::stdout().lock();
    let mut warm = 0;
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let id = word("id").to_owned();
        let began = Instant::now();
        std::hint::black_box(extract(word("html"), word("url")));
        let took = began.elapsed();
        writeln!(output, "{}", json!({ "id": id, "seconds": took.as_secs_f64() }))?;
        ours.push((took, id.clone()));
        let began = Instant::now();
        if let Ok(mut readability) = Readability::new(word("html"), None, None) {
            std::hint::black_box(readability.parse().ok());
        }
        theirs.push((began.elapsed(), id));
        if ours.len() == WARM {
            warm = resident_kilobytes();
        }
    }
    let ours = report("broadsheet", ours);
    let theirs = report("dom_smoothie", theirs);
    eprintln!("ratio of pages a second: {:.2}", ours.0 / theirs.0);
    eprintln!("ratio of the slowest hundredth: {:.2}", ours.1.as_secs_f64() / theirs.1.as_secs_f64());
    eprintln!("memory grew by {} MB over the pages, both together", resident_kilobytes().saturating_sub(warm) / 1024);
    Ok(())
}

fn report(name: &str, mut times: Vec<(Duration, String)>) -> (f64, Duration) {
    times.sort();
    let total: Duration = times.iter().map(|(time, _)| *time).sum();
    let rate = times.len() as f64 / total.as_secs_f64();
    let hundredth = times.get(times.len() * 99 / 100).map(|(time, _)| *time).unwrap_or_default();
    eprintln!("{name}: {rate:.0} pages/s, p99 {hundredth:.1?}, slowest:");
    for (time, id) in times.iter().rev().take(SLOWEST) {
        eprintln!("  {time:.1?} {id}");
    }
    (rate, hundredth)
}

/// Memory in use, where the system tells; else 0.
fn resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
