//! Times this room beside `dom_smoothie` on the same pages, parsing included, one after the other on one thread.
//!
//! Pages come as JSON Lines `{id, url, html}`; printed are pages a second, the slowest hundredth and the slowest page of each,
//! and the ratio.

use std::io::BufRead;
use std::time::{Duration, Instant};

use broadsheet_extract::extract;
use dom_smoothie::Readability;
use serde_json::Value;

fn main() -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(run)?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("a page could not be read")))
}

fn run() -> std::io::Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let id = word("id").to_owned();
        let began = Instant::now();
        std::hint::black_box(extract(word("html"), word("url")));
        ours.push((began.elapsed(), id.clone()));
        let began = Instant::now();
        if let Ok(mut readability) = Readability::new(word("html"), None, None) {
            std::hint::black_box(readability.parse().ok());
        }
        theirs.push((began.elapsed(), id));
    }
    let (ours, theirs) = (report("broadsheet", ours), report("dom_smoothie", theirs));
    println!("ratio of pages a second: {:.2}", ours / theirs);
    Ok(())
}

fn report(name: &str, mut times: Vec<(Duration, String)>) -> f64 {
    times.sort();
    let total: Duration = times.iter().map(|(time, _)| *time).sum();
    let rate = times.len() as f64 / total.as_secs_f64();
    let hundredth = times.get(times.len() * 99 / 100).map(|(time, _)| *time).unwrap_or_default();
    let (slowest, id) = times.last().cloned().unwrap_or_default();
    println!("{name}: {rate:.0} pages/s, p99 {hundredth:.1?}, slowest {slowest:.1?} ({id})");
    rate
}
