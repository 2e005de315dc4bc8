//! How fast pages are cleaned, on one thread: `speed FOLDER` with `*.html.zst` in it. Prints; never judges.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot be made fails")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use broadsheet_sanitise::{Place, sanitise, with_pictures};

const BASE: Option<&str> = Some("https://paper.example/news/story.html");

/// How long this thread has run on a processor, which a busy machine does not stretch; elsewhere than on Linux the time
/// that passed.
fn processor_time(since: Instant) -> Duration {
    let run = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = run.and_then(|line| line.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The shortest of some runs.
fn best_of(runs: usize, mut work: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let since = Instant::now();
        let begun = processor_time(since);
        work();
        processor_time(since) - begun
    });
    times.min().unwrap_or_default()
}

fn rate(what: &str, bytes: usize, took: Duration) {
    let megabytes = bytes as f64 / 1e6;
    println!("{what}: {megabytes:.1} MB in {:.2} s, {:.1} MB/s", took.as_secs_f64(), megabytes / took.as_secs_f64());
}

fn main() {
    for folder in std::env::args().skip(1) {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        // Every fifth page is as good as all of them, and stays in memory.
        let pages: Vec<String> = paths
            .iter()
            .step_by(5)
            .map(|path| zstd::decode_all(std::fs::read(path).unwrap().as_slice()).unwrap())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        let bytes = pages.iter().map(String::len).sum();
        let took = best_of(3, || pages.iter().for_each(|page| drop(black_box(sanitise(page, BASE)))));
        rate("whole pages", bytes, took);
        let clean: Vec<String> = pages.iter().map(|page| sanitise(page, BASE).into_string()).collect();
        let bytes = clean.iter().map(String::len).sum();
        let took = best_of(3, || {
            clean.iter().for_each(|page| drop(black_box(with_pictures(page, BASE, &|_| Place::Nowhere))))
        });
        rate("clean pages, as stored, on their way to the window", bytes, took);
    }
    for tags in ["<div>", "<b>", "<b><p>", "<table><tr><td>", "<li><ul>", "<a href=x>", "<svg>", "<font><i>"] {
        let nested = tags.repeat(20_000 / tags.matches('<').count());
        let took = best_of(5, || drop(black_box(sanitise(&nested, BASE))));
        println!("20,000 nested tags, {tags}: {:.1} ms", took.as_secs_f64() * 1e3);
    }
}
