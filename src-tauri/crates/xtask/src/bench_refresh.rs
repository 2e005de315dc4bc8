//! Refresh, measured beside others: `newsboat -x reload` with sixteen threads, the quickest of the readers, and
//! `curl --parallel`, which does nothing but fetch. All of them fetch the same bytes from the same invented world in the
//! same run, so that ratios hold although times do not.

mod failures;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fs_err as fs;
use nix::sys::resource::{UsageWho, getrusage};
use serde_json::Value;

use crate::error::TaskError;
use crate::process::{built, cargo, command, output, run, succeeds, target};

pub(crate) const WORLD: &str = "http://127.0.0.1:8480";
const SEED: &str = "1";
const ENTRIES: &str = "50";
/// Each figure is the middle of so many.
const ROUNDS: usize = 3;
/// Requests that curl has under way at once.
const CURL_AT_ONCE: &str = "64";

/// How often the memory of a program is looked at, which costs next to nothing…
const GLANCE: Duration = Duration::from_millis(5);
/// … and of one that ends within a few milliseconds: its memory grows until then.
const CLOSELY: Duration = Duration::from_micros(50);

/// What a program cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Seconds until the program reported, or ended.
    wall: f64,
    /// Seconds until it ended.
    pub(crate) ended: f64,
    pub(crate) cpu: f64,
    /// Peak of the memory, in MB.
    memory: f64,
}

/// The costs of one pass, a round each.
#[derive(Debug, Default)]
struct Costs(Vec<Cost>);

impl Costs {
    fn middle(&self, of: fn(&Cost) -> f64) -> f64 {
        let mut values: Vec<f64> = self.0.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn wall(&self) -> f64 {
        self.middle(|cost| cost.wall)
    }

    fn cpu(&self) -> f64 {
        self.middle(|cost| cost.cpu)
    }

    fn memory(&self) -> f64 {
        self.0.iter().map(|cost| cost.memory).fold(0.0, f64::max)
    }
}

/// Measures refreshes of `feeds` feeds; `world` is the folder of the invented world's sources.
pub(crate) fn refresh(world: &Path, feeds: &str) -> Result<(), TaskError> {
    if !world.exists() {
        println!("skipped: the invented world is not at hand ({} is missing)", world.display());
        return Ok(());
    }
    for (program, argument) in [("curl", "--version"), ("newsboat", "-v")] {
        if !succeeds(program, &[argument]) {
            return Err(TaskError::said(format!("{program} is needed beside Broadsheet; install it first")));
        }
    }
    run(cargo(&["build", "--release", "--package", "broadsheet-cli"]))?;
    let bench = Bench::built(world, "bench-refresh", feeds)?;
    bench.passes("0")?;
    bench.passes("50")?;
    bench.sizes()?;
    bench.failures()
}

pub(crate) struct Bench {
    folder: PathBuf,
    world: PathBuf,
    feeds: String,
}

/// The server of the invented world, stopped when dropped.
pub(crate) struct World(Child);

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bench {
    /// Builds the invented world, whose sources are in `world`.
    pub(crate) fn built(world: &Path, name: &str, feeds: &str) -> Result<Self, TaskError> {
        let own = target().join("newsworld");
        let mut build = cargo(&["build", "--release"]);
        build.current_dir(world).env("CARGO_TARGET_DIR", &own);
        run(build)?;
        Ok(Self { folder: target().join(name), world: own.join("release/newsworld"), feeds: feeds.to_owned() })
    }

    /// Where its files are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn start(&self, latency: &str) -> Result<World, TaskError> {
        let arguments =
            ["--feeds", &self.feeds, "--entries", ENTRIES, "--seed", SEED, "--mix", "70,30,0", "--warm", "1"];
        let mut server = command(&self.world.to_string_lossy(), &arguments);
        server.args(["--latency-ms", latency, "--port", "8480"]).stdout(Stdio::null()).stderr(Stdio::null());
        let world = World(server.spawn()?);
        let began = Instant::now();
        while !succeeds("curl", &["-s", "-f", &format!("{WORLD}/control/health")]) {
            if began.elapsed() > Duration::from_secs(120) {
                return Err(TaskError::said("the invented world does not start"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(world)
    }

    /// First, second, unchanged and slightly changed passes.
    fn passes(&self, latency: &str) -> Result<(), TaskError> {
        let world = self.start(latency)?;
        let names = [
            "curl",
            "curl-forgets",
            "newsboat",
            "headlines",
            "whole",
            "second",
            "nothing",
            "nothing-curl",
            "nothing-newsboat",
            "some",
            "some-newsboat",
        ];
        let mut all: std::collections::HashMap<&str, Costs> =
            names.iter().map(|name| (*name, Costs::default())).collect();
        let mut note = |name, cost| all.entry(name).or_default().0.push(cost);
        let mut conditional = (0, 0);
        let mut at_once = 0;
        let mut idle = 0.0;
        for _ in 0..ROUNDS {
            self.fresh()?;
            note("curl", self.curl("curl-first")?);
            note("curl-forgets", self.curl("curl-forgets")?);
            note("newsboat", self.newsboat()?);
            clear()?;
            note("headlines", self.ours("headlines", "--headlines-only")?);
            at_once = at_once.max(number(&stats()?, "max_inflight_one_host"));
            note("whole", self.ours("whole", "--feeds-only")?);
            idle = measured(self.broadsheet("whole", &["status"]), Stdio::null(), CLOSELY)?.memory.max(idle);
            clear()?;
            note("second", self.ours("whole", "--feeds-only")?);
            let said = stats()?;
            conditional = (number(&said, "s304"), number(&said, "feed"));
            self.newsboat()?;
            for _ in 0..2 {
                note("nothing-curl", self.curl("curl-again")?);
                note("nothing", self.ours("whole", "--feeds-only")?);
            }
            note("nothing-newsboat", self.newsboat()?);
            control("/control/publish?total=100&feeds=20")?;
            note("some", self.ours("whole", "--feeds-only")?);
            note("some-newsboat", self.newsboat()?);
            control("/control/reset")?;
            control("/control/warm?articles=1")?;
        }
        drop(world);
        let of = |name: &str| {
            all.get(name).map_or((f64::NAN, f64::NAN, f64::NAN), |costs| (costs.wall(), costs.cpu(), costs.memory()))
        };
        println!(
            "\n{} feeds × {ENTRIES} entries, {latency} ms before each answer; middle of {ROUNDS} rounds",
            self.feeds
        );
        println!("{:34} {:>9} {:>9} {:>9}", "", "wall s", "CPU s", "peak MB");
        for (name, words) in [
            ("curl", "curl, everything, unpacked and kept"),
            ("curl-forgets", "curl, everything, thrown away"),
            ("newsboat", "newsboat, everything"),
            ("headlines", "first time, headlines listed"),
            ("whole", "first time, cleaned and indexed"),
            ("second", "second time"),
            ("nothing-curl", "curl, nothing changed"),
            ("nothing-newsboat", "newsboat, nothing changed"),
            ("nothing", "nothing changed"),
            ("some-newsboat", "newsboat, 1 % changed"),
            ("some", "1 % changed"),
        ] {
            let (wall, cpu, memory) = of(name);
            println!("{words:34} {wall:9.3} {cpu:9.3} {memory:9.1}");
        }
        let ratio = |one: &str, other: &str| (of(one).0 / of(other).0, of(one).1 / of(other).1);
        println!(
            "headlines listed:  CPU {:.2} × newsboat, wall {:.2} × curl ({:.2} × a curl that keeps nothing)",
            ratio("headlines", "newsboat").1,
            ratio("headlines", "curl").0,
            ratio("headlines", "curl-forgets").0
        );
        println!("cleaned, indexed:  CPU {:.2} × newsboat", ratio("whole", "newsboat").1);
        println!("second time:       {} of {} requests answered with “nothing new”", conditional.0, conditional.1);
        println!(
            "nothing changed:   CPU {:.3} × newsboat, wall {:.2} × curl",
            ratio("nothing", "nothing-newsboat").1,
            ratio("nothing", "nothing-curl").0
        );
        println!("1 % changed:       CPU {:.3} × newsboat", ratio("some", "some-newsboat").1);
        println!("memory:            {:.1} MB above idle ({idle:.1} MB)", of("headlines").2.max(of("whole").2) - idle);
        println!("in flight:         at most {at_once} to one host");
        Ok(())
    }

    /// What the same entries take on the disk, index included, beside newsboat's file without any.
    fn sizes(&self) -> Result<(), TaskError> {
        let _world = self.start("0")?;
        self.fresh()?;
        self.newsboat()?;
        let counted = |count: &str| count.parse::<f64>().unwrap_or(f64::NAN);
        let entries = counted(ENTRIES) * counted(&self.feeds);
        let theirs = file_bytes(&self.folder.join("cache.db"))? / entries;
        self.ours("whole", "--feeds-only")?;
        let library = self.folder.join("whole/library.db");
        let fresh = file_bytes(&library)? / entries;
        let cost = measure(self.broadsheet("whole", &["compact"]))?;
        let compact = file_bytes(&library)? / entries;
        println!("\non the disk, index included, bytes an entry; newsboat, without an index: {theirs:.0}");
        println!("after a refresh:   {fresh:.0}, {:.2} × newsboat", fresh / theirs);
        println!("compacted:         {compact:.0}, {:.2} × newsboat, in {:.1} CPU s", compact / theirs, cost.cpu);
        Ok(())
    }

    /// Empty libraries and caches.
    fn fresh(&self) -> Result<(), TaskError> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(self.folder.join("answers"))?;
        let urls = output(command("curl", &["-s", &format!("{WORLD}/urls.txt?n={}", self.feeds)]))?;
        let urls: Vec<&str> = urls.lines().filter_map(|line| line.split_whitespace().next()).collect();
        fs::write(self.folder.join("urls"), urls.join("\n") + "\n")?;
        fs::write(self.folder.join("config"), "reload-threads 16\nauto-reload no\nssl-verifypeer no\n")?;
        let list = |conditional: bool| -> String {
            urls.iter()
                .enumerate()
                .map(|(place, url)| {
                    let tag = format!("{}/answers/{place}.etag", self.folder.display());
                    let condition = if conditional { format!("etag-compare = \"{tag}\"\n") } else { String::new() };
                    format!("url = \"{url}\"\noutput = /dev/null\netag-save = \"{tag}\"\n{condition}compressed\nsilent\nnext\n")
                })
                .collect()
        };
        let kept = |(place, url)| format!("url = \"{url}\"\noutput = \"{}/answers/{place}\"\n", self.folder.display());
        fs::write(self.folder.join("curl-first"), urls.iter().enumerate().map(kept).collect::<String>())?;
        let forgotten: String = urls.iter().map(|url| format!("url = \"{url}\"\noutput = /dev/null\n")).collect();
        fs::write(self.folder.join("curl-forgets"), forgotten)?;
        fs::write(self.folder.join("curl-again"), list(true))?;
        let rows: String = urls.iter().map(|url| format!("<outline type=\"rss\" xmlUrl=\"{url}\"/>")).collect();
        let opml = self.folder.join("feeds.opml");
        fs::write(&opml, format!("<opml version=\"2.0\"><body>{rows}</body></opml>"))?;
        for library in ["headlines", "whole"] {
            output(self.broadsheet(library, &["import", &opml.to_string_lossy()]))?;
        }
        Ok(())
    }

    fn broadsheet(&self, library: &str, arguments: &[&str]) -> Command {
        let library = self.folder.join(library).to_string_lossy().into_owned();
        let mut ours = command(
            &built("broadsheet", true).to_string_lossy(),
            &["--library", &library, "--allow-private", "127.0.0.0/8"],
        );
        ours.args(arguments);
        ours
    }

    fn ours(&self, library: &str, depth: &str) -> Result<Cost, TaskError> {
        measure_report(self.broadsheet(library, &["--json", "refresh", depth]))
    }

    fn newsboat(&self) -> Result<Cost, TaskError> {
        let place = |name: &str| self.folder.join(name).to_string_lossy().into_owned();
        let (urls, cache, config) = (place("urls"), place("cache.db"), place("config"));
        let mut newsboat = command("newsboat", &["-u", &urls, "-c", &cache, "-C", &config, "-x", "reload"]);
        newsboat.env("HOME", &self.folder);
        measure(newsboat)
    }

    /// Fetches what a list of `fresh` names: everything, or again on the condition that it changed.
    fn curl(&self, list: &str) -> Result<Cost, TaskError> {
        let again = list == "curl-again";
        let list = self.folder.join(list).to_string_lossy().into_owned();
        let curl = || {
            command(
                "curl",
                &[
                    "-s",
                    "--parallel",
                    "--parallel-immediate",
                    "--parallel-max",
                    CURL_AT_ONCE,
                    "--compressed",
                    "-K",
                    &list,
                ],
            )
        };
        if again && !self.folder.join("answers/0.etag").exists() {
            measure(curl())?;
        }
        measure(curl())
    }
}

/// Runs a program to its end and says what it cost.
fn measure(program: Command) -> Result<Cost, TaskError> {
    let cost = cost_of(program, Stdio::null())?;
    Ok(Cost { wall: cost.ended, ..cost })
}

/// Runs a program to its end and says what it cost. It is done when it reports: what it reports is on the disk.
fn measure_report(program: Command) -> Result<Cost, TaskError> {
    cost_of(program, Stdio::null())
}

/// What a program cost that reads `input`.
pub(crate) fn cost_of(program: Command, input: Stdio) -> Result<Cost, TaskError> {
    measured(program, input, GLANCE)
}

/// The same, looking at its memory every so often.
fn measured(mut program: Command, input: Stdio, every: Duration) -> Result<Cost, TaskError> {
    let before = cpu_of_children()?;
    let began = Instant::now();
    let mut child = program.stdin(input).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let ended = AtomicBool::new(false);
    let peak = AtomicU64::new(0);
    let (wall, ended_at) = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                peak.fetch_max(high_water(&status), Ordering::Relaxed);
                std::thread::sleep(every);
            }
        });
        let mut answer = Vec::new();
        let mut first = [0];
        let mut said = None;
        let read = child.stdout.take().map(|mut out| {
            let got = out.read(&mut first)?;
            said = (got > 0).then(|| began.elapsed().as_secs_f64());
            out.read_to_end(&mut answer)
        });
        let read = read.transpose();
        peak.fetch_max(high_water(&status), Ordering::Relaxed);
        let waited = child.wait();
        let wall = began.elapsed().as_secs_f64();
        ended.store(true, Ordering::Relaxed);
        read?;
        waited?;
        Ok::<(f64, f64), std::io::Error>((said.unwrap_or(wall), wall))
    })?;
    let kilobytes = u32::try_from(peak.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    Ok(Cost { wall, ended: ended_at, cpu: cpu_of_children()? - before, memory: f64::from(kilobytes) / 1024.0 })
}

fn file_bytes(file: &Path) -> Result<f64, TaskError> {
    // Files of a measurement are far smaller than what a float holds exactly.
    Ok(u32::try_from(fs::metadata(file)?.len()).map_or(f64::NAN, f64::from))
}

/// The peak of a running program's memory, in kilobytes; 0 where the system does not tell.
fn high_water(status: &Path) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}

pub(crate) fn cpu_of_children() -> Result<f64, TaskError> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(std::io::Error::from)?;
    let seconds = |time: nix::sys::time::TimeVal| {
        i32::try_from(time.tv_sec()).map_or(f64::NAN, f64::from)
            + i32::try_from(time.tv_usec()).map_or(f64::NAN, f64::from) / 1e6
    };
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

fn control(path: &str) -> Result<String, TaskError> {
    output(command("curl", &["-s", &format!("{WORLD}{path}")]))
}

fn clear() -> Result<(), TaskError> {
    control("/control/clear-stats").map(drop)
}

fn stats() -> Result<Value, TaskError> {
    let said = control("/control/stats")?;
    serde_json::from_str(&said).map_err(|source| TaskError::Json { what: "the world's statistics", source })
}

fn number(stats: &Value, name: &str) -> u64 {
    stats.get(name).and_then(Value::as_u64).unwrap_or_default()
}
