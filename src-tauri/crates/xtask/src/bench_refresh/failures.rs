//! What healthy sources feel of those that fail beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Instant;

use fs_err as fs;

use super::Bench;
use crate::bombs::{BOMB, Bombs};
use crate::error::TaskError;
use crate::process::output;

/// These runs are short, so that it takes many for a middle that holds.
const ROUNDS: usize = 9;

impl Bench {
    /// Three in ten feeds fail, each in one of many ways: the others must not feel it.
    pub(super) fn failures(&self) -> Result<(), TaskError> {
        const MODES: &[&str] = &[
            "500",
            "503",
            "403",
            "404",
            "410",
            "429:30",
            "timeout",
            "reset",
            "drip:200",
            "truncated",
            "badtype",
            "html",
            "empty",
            "badxml",
            "laughs",
            "redirect:20",
            "loop",
            "tofile",
            BOMB,
            "infinite",
            "bighdr:500000",
        ];
        // Faults in spite of which a feed is read whole, which is work.
        const READ_WHOLE: &[&str] = &["badtype", "badxml", "laughs"];
        let _world = self.start("0")?;
        self.fresh()?;
        let mut bombs = Bombs::packed()?;
        let urls: Vec<String> = fs::read_to_string(self.folder.join("urls"))?.lines().map(str::to_owned).collect();
        let mut healthy = Vec::new();
        let mut all = Vec::new();
        for (number, url) in urls.iter().enumerate() {
            let failing = number % 10 < 3;
            let mode = MODES.get((number / 10 * 3 + number % 10) % MODES.len()).copied().unwrap_or("500");
            let address = match url.split_once("/s") {
                Some(_) if failing && mode == BOMB => bombs.address()?,
                Some((host, path)) if failing => format!("{host}/fail/{mode}/s{path}"),
                _ => url.clone(),
            };
            if !failing {
                healthy.push(address.clone());
            }
            all.push((address, failing.then_some(mode)));
        }
        let mut alone = Vec::new();
        let mut together = Vec::new();
        let mut failing = Vec::new();
        let mut words = BTreeMap::new();
        let beside = |modes: &dyn Fn(&str) -> bool| -> Vec<String> {
            let chosen = all.iter().filter(|(_, mode)| mode.is_none_or(modes));
            chosen.map(|(address, _)| address.clone()).collect()
        };
        for _ in 0..ROUNDS {
            alone.push(self.last_healthy("alone", &healthy, &healthy)?.0);
            failing.push(self.last_healthy("failing", &beside(&|mode| !READ_WHOLE.contains(&mode)), &healthy)?.0);
            let (seconds, said) = self.last_healthy("together", &beside(&|_| true), &healthy)?;
            together.push(seconds);
            words = said;
        }
        let middle = |times: &mut [f64]| {
            times.sort_by(f64::total_cmp);
            times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
        };
        let [alone, together, failing] = [&mut alone, &mut together, &mut failing].map(|times| middle(times));
        println!("\n{} of {} feeds fail, in {} ways", all.len() - healthy.len(), all.len(), MODES.len());
        println!("the healthy ones:  {alone:.3} s alone, {together:.3} s beside them: {:.2} ×", together / alone);
        println!(
            "without the feeds that are read whole in spite of their faults: {failing:.3} s: {:.2} ×",
            failing / alone
        );
        for mode in MODES {
            let culprit = all.iter().find(|(_, failing)| *failing == Some(*mode));
            let said = culprit.and_then(|(address, _)| words.get(host_of(address)?));
            println!("{mode:14} {}", said.map_or("not among these feeds", String::as_str));
        }
        Ok(())
    }

    /// The time until the last of the healthy sources is done, and what is said of each source, by its host.
    fn last_healthy(
        &self,
        name: &str,
        feeds: &[String],
        healthy: &[String],
    ) -> Result<(f64, BTreeMap<String, String>), TaskError> {
        let library = self.folder.join(name);
        if library.exists() {
            fs::remove_dir_all(&library)?;
        }
        let rows: String = feeds.iter().map(|url| format!("<outline type=\"rss\" xmlUrl=\"{url}\"/>")).collect();
        let opml = self.folder.join(format!("{name}.opml"));
        fs::write(&opml, format!("<opml version=\"2.0\"><body>{rows}</body></opml>"))?;
        output(self.broadsheet(name, &["import", &opml.to_string_lossy()]))?;
        let mut refresh = self.broadsheet(name, &["--timeout", "3", "refresh", "--headlines-only"]);
        let began = Instant::now();
        let mut child = refresh.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        // A source has no name yet but its host's.
        let mut waiting: BTreeSet<&str> = healthy.iter().filter_map(|url| host_of(url)).collect();
        let mut words = BTreeMap::new();
        let mut last = f64::NAN;
        if let Some(lines) = child.stderr.take() {
            for line in BufReader::new(lines).lines() {
                let line = line?;
                let Some((host, said)) = line.split_once(": ") else { continue };
                if said.contains("new article") && waiting.remove(host) && waiting.is_empty() {
                    last = began.elapsed().as_secs_f64();
                }
                words.insert(host.to_owned(), said.to_owned());
            }
        }
        child.wait()?;
        Ok((last, words))
    }
}

/// The host of an address.
fn host_of(address: &str) -> Option<&str> {
    address.split([':', '/']).nth(3)
}
