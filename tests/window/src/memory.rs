//! The memory of the program and of its web view, as Linux counts it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A process of the program's.
#[derive(Debug, Clone)]
pub struct Process {
    /// When it was started, in milliseconds since 1970.
    pub started: f64,
    /// Its share of the resident memory (PSS).
    pub kilobytes: u64,
}

/// The processes of the program that has `library` open: its own first, then those of the web view that it started.
#[must_use]
pub fn processes_of(library: &Path) -> Vec<Process> {
    let all: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_string_lossy().parse().ok())
        .filter_map(|process| Some((process, parent(process)?)))
        .collect();
    let library = library.to_string_lossy();
    // Whoever measures names the library, too.
    let own = std::process::id();
    let is_ours = |process: &u32| {
        *process != own
            && std::fs::read_to_string(format!("/proc/{process}/cmdline"))
                .is_ok_and(|line| line.starts_with('/') && line.split('\0').any(|word| word == library))
    };
    let mut found: Vec<u32> = all.iter().map(|(process, _)| *process).filter(is_ours).collect();
    let mut next = 0;
    while let Some(mother) = found.get(next).copied() {
        let children = all.iter().filter(|(child, parent)| *parent == mother && !found.contains(child));
        let children: Vec<u32> = children.map(|(child, _)| *child).collect();
        found.extend(children);
        next += 1;
    }
    found.into_iter().filter_map(look).collect()
}

fn stat(process: u32) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn parent(process: u32) -> Option<u32> {
    stat(process)?.get(1)?.parse().ok()
}

fn look(process: u32) -> Option<Process> {
    // Field 22 of proc(5), counted from the state: ticks since the machine started, a hundred a second.
    let ticks: f64 = stat(process)?.get(19)?.parse().ok()?;
    let uptime: f64 = std::fs::read_to_string("/proc/uptime").ok()?.split_whitespace().next()?.parse().ok()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs_f64();
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let kilobytes = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes = kilobytes.trim().trim_end_matches(" kB").parse().ok()?;
    Some(Process { started: (now - uptime + ticks / 100.0) * 1000.0, kilobytes })
}

/// The resident memory of the program that has `library` open, in kilobytes.
#[must_use]
pub fn memory_of(library: &Path) -> u64 {
    processes_of(library).iter().map(|process| process.kilobytes).sum()
}

/// Looks again and again at how much memory the program takes.
pub struct PeakMemory {
    done: Arc<AtomicBool>,
    watcher: std::thread::JoinHandle<u64>,
}

impl PeakMemory {
    /// Begins to look.
    #[must_use]
    pub fn watch(library: &Path) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let (library, stop): (PathBuf, _) = (library.to_owned(), done.clone());
        let watcher = std::thread::spawn(move || {
            let mut most = 0;
            while !stop.load(Ordering::Relaxed) {
                most = most.max(memory_of(&library));
                std::thread::sleep(Duration::from_millis(60));
            }
            most
        });
        Self { done, watcher }
    }

    /// Ends it, and answers the most that was seen, in kilobytes.
    #[must_use]
    pub fn stop(self) -> u64 {
        self.done.store(true, Ordering::Relaxed);
        self.watcher.join().unwrap_or_default()
    }
}
