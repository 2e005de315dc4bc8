//! Archiving, measured beside `curl --parallel`, which fetches the same pages and pictures into files, and beside monolith
//! where it is installed, which makes one file of each page.

use std::path::Path;
use std::process::Stdio;

use fs_err as fs;
use serde_json::Value;

use crate::bench_refresh::{Bench, WORLD, cost_of, cpu_of_children};
use crate::error::TaskError;
use crate::process::{built, cargo, command, output, run, succeeds};

/// Each figure is the middle of so many.
const ROUNDS: usize = 3;

/// Archives `pages` pages of the invented world, without and with a delay before each answer.
pub(crate) fn archive(world: &Path, pages: &str) -> Result<(), TaskError> {
    if !world.exists() {
        println!("skipped: the invented world is not at hand ({} is missing)", world.display());
        return Ok(());
    }
    run(cargo(&["build", "--release", "--package", "broadsheet-cli"]))?;
    let bench = Bench::built(world, "bench-archive", "100")?;
    for latency in ["0", "50"] {
        pass(&bench, latency, pages)?;
    }
    Ok(())
}

/// A page, and what stands in it.
struct Page {
    url: String,
    /// Address, caption and credit of each figure.
    figures: Vec<[String; 3]>,
}

fn pass(bench: &Bench, latency: &str, pages: &str) -> Result<(), TaskError> {
    let world = bench.start(latency)?;
    fs::create_dir_all(bench.folder())?;
    let pages = truth(pages)?;
    let figures: usize = pages.iter().map(|page| page.figures.len()).sum();
    let addresses = || {
        let pictures = pages.iter().flat_map(|page| page.figures.iter().map(|figure| figure[0].as_str()));
        pages.iter().map(|page| page.url.as_str()).chain(pictures)
    };
    let (list, forgotten) = (bench.folder().join("addresses"), bench.folder().join("forgotten"));
    let files = bench.folder().join("files");
    fs::create_dir_all(&files)?;
    let row = |(place, url)| format!("url = \"{url}\"\noutput = \"{}/{place}\"\n", files.display());
    fs::write(&list, addresses().enumerate().map(row).collect::<String>())?;
    let rows: String = addresses().map(|url| format!("url = \"{url}\"\noutput = /dev/null\n")).collect();
    fs::write(&forgotten, rows)?;
    let typed = bench.folder().join("pages");
    fs::write(&typed, pages.iter().map(|page| format!("{}\n", page.url)).collect::<String>())?;
    let [list, forgotten] = [list, forgotten].map(|list| list.to_string_lossy().into_owned());
    let raw = output(command("curl", &["-s", "--parallel", "-w", "%{size_download}\n", "-K", &list]))?;
    let raw: u64 = raw.lines().filter_map(|line| line.parse::<u64>().ok()).sum();
    // Each round has a library of its own: some file systems search long for a place where something has just been deleted.
    let libraries = bench.folder().join("libraries");
    if libraries.exists() {
        fs::remove_dir_all(&libraries)?;
    }
    let library = |round: usize| libraries.join(round.to_string());
    let ours = |round: usize, arguments: &[&str]| {
        let place = library(round).to_string_lossy().into_owned();
        let options = ["--json", "--library", &place, "--allow-private", "127.0.0.0/8"];
        let mut ours = command(&built("broadsheet", true).to_string_lossy(), &options);
        ours.args(arguments);
        ours
    };
    let (mut theirs_all, mut forgetting, mut ours_all) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        theirs_all.push(cost_of(command("curl", &["-s", "--parallel", "-K", &list]), Stdio::null())?);
        let curl =
            ["-s", "--parallel", "--parallel-immediate", "--parallel-max", "64", "--compressed", "-K", &forgotten];
        forgetting.push(cost_of(command("curl", &curl), Stdio::null())?);
        output(command("curl", &["-s", &format!("{WORLD}/control/clear-stats")]))?;
        let input = fs::File::open(&typed)?.into_parts().0;
        ours_all.push(cost_of(ours(round, &["save", "-"]), input.into())?);
    }
    let stats = json(&output(command("curl", &["-s", &format!("{WORLD}/control/stats")]))?)?;
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let wall = |costs: &[crate::bench_refresh::Cost]| middle(costs.iter().map(|cost| cost.ended).collect());
    let cpu = |costs: &[crate::bench_refresh::Cost]| middle(costs.iter().map(|cost| cost.cpu).collect());
    println!("{} pages with {figures} figures, {latency} ms before each answer:", pages.len());
    println!(
        "wall {:.2} s, {:.2} times curl's ({:.2} times that of a curl that keeps nothing)",
        wall(&ours_all),
        wall(&ours_all) / wall(&theirs_all),
        wall(&ours_all) / wall(&forgetting)
    );
    println!("processor {:.2} s, {:.1} times curl's", cpu(&ours_all), cpu(&ours_all) / cpu(&theirs_all));
    match monolith(bench, &pages)? {
        Some(theirs) => println!("processor {:.2} times monolith's, {theirs:.2} s", cpu(&ours_all) / theirs),
        None => println!("monolith is not installed (`cargo install monolith`): not measured beside it"),
    }
    let held = bytes_of(&library(ROUNDS - 1))?;
    println!("{held} bytes on the disk, {:.2} times pages and pictures as they came", held as f64 / raw as f64);
    println!("trackers asked: {}", stats.get("tracker").unwrap_or(&Value::Null));
    let [kept, captions, credits] = kept(&pages, &|arguments| json(&output(ours(ROUNDS - 1, arguments))?))?;
    println!("figures kept {kept}, captions exact {captions}, credits exact {credits}, of {figures}");
    drop(world);
    Ok(())
}

/// Seconds of a processor that monolith takes for the same pages, two at a time, without their programs and frames; `None`
/// where it is not installed.
fn monolith(bench: &Bench, pages: &[Page]) -> Result<Option<f64>, TaskError> {
    if !succeeds("monolith", &["--version"]) {
        return Ok(None);
    }
    let folder = bench.folder().join("monolith");
    fs::create_dir_all(&folder)?;
    let before = cpu_of_children()?;
    for (number, two) in pages.chunks(2).enumerate() {
        let start = |(place, page): (usize, &Page)| {
            let file = folder.join(format!("{number}-{place}.html")).to_string_lossy().into_owned();
            command("monolith", &["-jfFq", &page.url, "-o", &file]).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
        };
        let running = two.iter().enumerate().map(start).collect::<Result<Vec<_>, _>>()?;
        for mut one in running {
            one.wait()?;
        }
    }
    Ok(Some(cpu_of_children()? - before))
}

/// Pages of the world with what truly stands in them.
fn truth(pages: &str) -> Result<Vec<Page>, TaskError> {
    let listed = output(command("curl", &["-s", &format!("{WORLD}/articles.txt?n={pages}")]))?;
    let mut all = Vec::new();
    for url in listed.lines().filter_map(|line| line.split_whitespace().next()) {
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        let truth = json(&output(command("curl", &["-s", &format!("{WORLD}/truth/{path}")]))?)?;
        let word = |block: &Value, name: &str| block.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let blocks = truth.get("blocks").and_then(Value::as_array).cloned().unwrap_or_default();
        let figures = blocks
            .iter()
            .filter(|block| block.get("img").is_some())
            .map(|block| [word(block, "img"), word(block, "caption"), word(block, "credit")])
            .collect();
        all.push(Page { url: url.to_owned(), figures });
    }
    Ok(all)
}

/// Figures that are shown out of the library, with their captions and with their credits.
fn kept(pages: &[Page], ask: &dyn Fn(&[&str]) -> Result<Value, TaskError>) -> Result<[usize; 3], TaskError> {
    let listed = ask(&["list", "--limit", "10000"])?;
    let cards = listed.get("articles").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut counts = [0; 3];
    for page in pages {
        let is_it = |card: &&Value| card.get("url").and_then(Value::as_str) == Some(page.url.as_str());
        let Some(id) = cards.iter().find(is_it).and_then(|card| card.get("id")) else { continue };
        let view = ask(&["show", &id.to_string()])?;
        let ready = view.pointer("/card/offline/missing").and_then(Value::as_array).is_some_and(Vec::is_empty);
        let text = view.to_string();
        let lead = view.pointer("/card/lead").is_some_and(Value::is_object);
        let in_text = view.get("html").and_then(Value::as_str).map_or(0, |html| html.matches("<img ").count());
        if ready {
            counts[0] += page.figures.len().min(usize::from(lead) + in_text);
        }
        for [_, caption, credit] in &page.figures {
            counts[1] += usize::from(text.contains(&in_html(caption)) || text.contains(&in_json(caption)));
            counts[2] += usize::from(text.contains(&in_html(credit)) || text.contains(&in_json(credit)));
        }
    }
    Ok(counts)
}

fn in_html(text: &str) -> String {
    in_json(&text.replace('&', "&amp;").replace('<', "&lt;"))
}

fn in_json(text: &str) -> String {
    Value::from(text).to_string().trim_matches('"').to_owned()
}

fn json(text: &str) -> Result<Value, TaskError> {
    serde_json::from_str(text).map_err(|source| TaskError::Json { what: "an answer", source })
}

fn bytes_of(folder: &Path) -> Result<u64, TaskError> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        bytes += if kind.is_dir() { bytes_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
