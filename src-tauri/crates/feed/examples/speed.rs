//! How fast feeds are read: `speed FILE…` prints the best of thirty rounds for each.

use std::time::Instant;

use broadsheet_feed::parse;

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let body = fs_err::read(&path)?;
        let mut best = f64::MAX;
        let mut entries = 0;
        for _ in 0..30 {
            let start = Instant::now();
            entries = parse(&body, None, "https://paper.example/feed").map_or(0, |feed| feed.entries.len());
            best = best.min(start.elapsed().as_secs_f64());
        }
        let megabytes = body.len() as f64 / 1e6;
        println!("{path}: {entries} entries, {:.2} ms, {:.0} MB/s", best * 1e3, megabytes / best);
    }
    Ok(())
}
