//! How fast feeds are read: `speed FILE…` prints the best of thirty rounds for each, and, where the system tells, how much
//! memory the first round took in times of the file.

use std::time::Instant;

use broadsheet_feed::parse;

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let body = fs_err::read(&path)?;
        let before = kilobytes("VmRSS:");
        let first = parse(&body, None, "https://paper.example/feed");
        let took = kilobytes("VmHWM:").saturating_sub(before);
        drop(first);
        let mut best = f64::MAX;
        let mut entries = 0;
        for _ in 0..30 {
            let start = Instant::now();
            entries = parse(&body, None, "https://paper.example/feed").map_or(0, |feed| feed.entries.len());
            best = best.min(start.elapsed().as_secs_f64());
        }
        let megabytes = body.len() as f64 / 1e6;
        let memory = f64::from(took) * 1024.0 / 1e6 / megabytes;
        println!(
            "{path}: {entries} entries, {:.2} ms, {:.0} MB/s, {memory:.1} × its size",
            best * 1e3,
            megabytes / best
        );
    }
    Ok(())
}

/// A line of the system's account of this process; 0 where it keeps none.
fn kilobytes(name: &str) -> u32 {
    let status = fs_err::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}
