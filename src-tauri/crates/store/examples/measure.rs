//! Measures a large library: `measure FOLDER ARTICLES [compact]`; with `compact` it is made as small as it gets first.
//!
//! Fills it with invented articles of about 5.5 KB of text whose words come as often as words do (Zipf 1949), and prints what
//! building the index costs, how large an article is on the disk, and what searches cost, in processor time.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use broadsheet_model::{ArticleId, Section, TextState};
use broadsheet_store::cards::Shelf;
use broadsheet_store::compact::Compaction;
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::plain_text::plain_text;
use broadsheet_store::publications::NameRank;
use broadsheet_store::{Library, StoreError};
use jiff::{SignedDuration, Timestamp};

/// Words of the invented language.
const WORDS: u64 = 60_000;

/// Words of a text.
const TEXT_WORDS: u32 = 850;

/// Times that each query is asked in a row.
const TIMES: u32 = 5;

/// Articles after which the dictionary is trained.
const UNTRAINED: u32 = 2_000;

/// Articles that are stored in one transaction.
const BATCH: u32 = 250;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(folder), Some(Ok(articles))) = (arguments.first(), arguments.get(1).map(|count| count.parse())) else {
        eprintln!("measure FOLDER ARTICLES");
        return ExitCode::from(2);
    };
    let compacts = arguments.get(2).is_some_and(|word| word == "compact");
    match measure(&PathBuf::from(folder), articles, compacts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(folder: &Path, articles: u32, compacts: bool) -> Result<(), StoreError> {
    let library = Arc::new(Library::open(folder)?);
    let known = library.totals()?.articles;
    let mut stored = known;
    let (mut text_bytes, mut filling, mut indexing) = (0_u64, Duration::ZERO, Duration::ZERO);
    let begun_with = stored;
    let feed = subscribe(&library)?;
    let window = Window::open(&library);
    while stored < articles {
        let entries: Vec<NewEntry> = (stored..(stored + BATCH).min(articles)).map(entry).collect();
        text_bytes += entries.iter().map(|entry| plain_text(&entry.html).len() as u64).sum::<u64>();
        stored += u32::try_from(entries.len()).unwrap_or(BATCH);
        let began = processor();
        library.store_entries(feed, entries, Timestamp::now())?;
        filling += processor().saturating_sub(began);
        if stored == UNTRAINED {
            library.train_dictionary(Timestamp::now())?;
        }
        if stored.is_multiple_of(750) || stored >= articles {
            let began = processor();
            library.catch_up()?;
            indexing += processor().saturating_sub(began);
        }
        if stored.is_multiple_of(25_000) {
            println!("{stored} of {articles}");
        }
    }
    // As a refresh does in the end.
    let began = processor();
    while library.merge_index_piece()? {}
    indexing += processor().saturating_sub(began);
    let mut last = Some(0);
    let began = processor();
    while let Some(after) = last.filter(|after| *after < i64::from(UNTRAINED)) {
        last = library.pack_anew(after)?;
    }
    let packing = processor().saturating_sub(began);
    let began = processor();
    let mut compaction = Compaction::wholly();
    while compacts && library.compact_piece(&mut compaction)? {}
    let compacting = processor().saturating_sub(began);
    let mut held = window.close();
    held.sort();
    if let (Some(longest), Some(usual)) = (held.last(), held.get(held.len() * 99 / 100)) {
        println!(
            "a page of headlines meanwhile: 99 of 100 within {:.1} ms, the longest {:.1} ms, of {} (not processor time)",
            usual.as_secs_f64() * 1e3,
            longest.as_secs_f64() * 1e3,
            held.len()
        );
    }
    let new = f64::from(stored - begun_with);
    if new > 0.0 {
        println!("text of an article: {:.0} bytes", text_bytes as f64 / new);
        println!("stored: {:.0} articles a processor second", new / filling.as_secs_f64());
        println!("indexed: {:.0} articles a processor second", new / indexing.as_secs_f64());
        println!("packed anew: {:.0} articles a processor second", f64::from(UNTRAINED) / packing.as_secs_f64());
    }
    if compacts {
        println!("compacted in {:.1} processor seconds", compacting.as_secs_f64());
    }
    let began = processor();
    library.count_words_anew()?;
    println!("words counted in {:.1} s", processor().saturating_sub(began).as_secs_f64());
    drop(library);
    let began = Instant::now();
    let library = Library::open(folder)?;
    library.shelf(Shelf::Everything, None, 30)?;
    println!("opened, with its first page of headlines: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let file = std::fs::metadata(folder.join("library.db"))?.len();
    println!("on the disk, index included: {:.0} bytes an article", file as f64 / f64::from(stored));
    searches(&library)
}

/// Reads a page of headlines now and then, as an open window does, and takes down how long each took.
struct Window {
    closes: Arc<AtomicBool>,
    reads: std::thread::JoinHandle<Vec<Duration>>,
}

impl Window {
    fn open(library: &Arc<Library>) -> Self {
        let closes = Arc::new(AtomicBool::new(false));
        let (library, closing) = (library.clone(), closes.clone());
        let reads = std::thread::spawn(move || {
            let mut times = Vec::new();
            while !closing.load(Ordering::Relaxed) {
                let began = Instant::now();
                if library.shelf(Shelf::Everything, None, 30).is_ok() {
                    times.push(began.elapsed());
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            times
        });
        Self { closes, reads }
    }

    fn close(self) -> Vec<Duration> {
        self.closes.store(true, Ordering::Relaxed);
        self.reads.join().unwrap_or_default()
    }
}

fn searches(library: &Library) -> Result<(), StoreError> {
    let ranks: Vec<u64> = vec![1, 2, 3, 5, 8, 20, 50, 120, 300, 700, 1_500, 4_000, 9_000, 20_000, 40_000];
    let common: Vec<String> = ranks.iter().map(|rank| format!("{} ", word(*rank))).collect();
    let pairs: Vec<String> =
        ranks.windows(2).map(|pair| pair.iter().map(|rank| word(*rank)).collect::<Vec<_>>().join(" ") + " ").collect();
    let prefixes: Vec<String> = ranks
        .iter()
        .flat_map(|rank| {
            let word = word(*rank);
            [2, 3, 4, 5].map(|length| word.chars().take(length).collect::<String>())
        })
        .collect();
    report(
        "newest first, a page of headlines",
        &mut |_| library.shelf(Shelf::Everything, None, 30).map(drop),
        &common,
    )?;
    report("ranked, one word", &mut |query| library.search(query, 0, 20).map(drop), &common)?;
    report("ranked, two words", &mut |query| library.search(query, 0, 20).map(drop), &pairs)?;
    report("type-ahead", &mut |query| library.search(query, 0, 20).map(drop), &prefixes)?;
    let words: Vec<String> = ranks.iter().map(|rank| word(*rank)).collect();
    report("related", &mut |_| library.holding_any(&words, ArticleId(1), 20).map(drop), &common)
}

fn report(
    what: &str,
    ask: &mut dyn FnMut(&str) -> Result<(), StoreError>,
    queries: &[String],
) -> Result<(), StoreError> {
    let mut times = Vec::new();
    for round in 0..4 {
        for query in queries {
            // The clock of the processor ticks every few milliseconds.
            let began = processor_fine();
            for _ in 0..TIMES {
                ask(query)?;
            }
            // The first round warms the caches.
            if round > 0 {
                times.push((processor_fine().saturating_sub(began) / TIMES, query.clone()));
            }
        }
    }
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).cloned().unwrap_or_default();
    println!(
        "{what}: median {:.1} ms, 95 of 100 within {:.1} ms (“{}”)",
        at(50).0.as_secs_f64() * 1e3,
        at(95).0.as_secs_f64() * 1e3,
        at(95).1
    );
    Ok(())
}

fn subscribe(library: &Library) -> Result<broadsheet_model::FeedId, StoreError> {
    let feed = NewFeed {
        url: "https://paper.example/feed.xml",
        title: "Paper",
        format: Some("RSS"),
        host: "paper.example",
        publication_name: Some(("Paper", NameRank::Site)),
        home_url: None,
    };
    Ok(library.subscribe(feed, Timestamp::now())?.0)
}

fn entry(number: u32) -> NewEntry {
    let mut random = Random(u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let url = format!("https://paper.example/{number}");
    let paragraphs: Vec<String> = (0..10).map(|_| random.sentences(TEXT_WORDS / 10)).collect();
    let now = Timestamp::now();
    NewEntry {
        guid: url.clone(),
        fingerprint: String::new(),
        url,
        other_urls: Vec::new(),
        host: "paper.example".to_owned(),
        headline: random.sentences(9),
        standfirst: Some(random.sentences(25)),
        byline: vec![random.sentences(2)],
        published_at: now.checked_sub(SignedDuration::from_mins(i64::from(number))).ok(),
        publisher_section: None,
        section: Section::General,
        language: Some("en".to_owned()),
        html: paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect(),
        is_clean: true,
        text_state: TextState::Full,
        figures: Vec::new(),
        has_lead: false,
        enclosures: Vec::new(),
        has_address: true,
        wants_page: false,
    }
}

/// Random numbers from a seed (Marsaglia 2003, xorshift64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A rank, drawn so that the word of rank r comes about 1/r as often as the first.
    fn rank(&mut self) -> u64 {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((WORDS as f64).powf(share)) as u64
    }

    fn sentences(&mut self, words: u32) -> String {
        let mut text = String::new();
        let mut left = 0;
        for _ in 0..words {
            if left == 0 {
                if !text.is_empty() {
                    text.push('.');
                }
                left = 8 + self.next() % 14;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word(self.rank()));
            left -= 1;
        }
        text
    }
}

/// The word of a rank: the common ones are short.
fn word(rank: u64) -> String {
    const SYLLABLES: [&str; 40] = [
        "ba", "ren", "ti", "lo", "mar", "ke", "su", "vin", "do", "pal", "es", "ni", "or", "ta", "hel", "mi", "ra",
        "gu", "sol", "ve", "the", "an", "of", "in", "con", "per", "ing", "tion", "st", "al", "un", "re", "ha", "bo",
        "cri", "fo", "li", "mo", "qua", "zy",
    ];
    let mut left = rank;
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES.get(usize::try_from(left % 40).unwrap_or_default()).copied().unwrap_or_default());
        left /= 40;
        if left == 0 {
            return word;
        }
    }
}

/// Processor time of this process, in ticks of a hundredth of a second.
fn processor() -> Duration {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return Duration::ZERO };
    let fields: Vec<u64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    Duration::from_millis(fields.iter().sum::<u64>() * 10)
}

/// Processor time of this process, in nanoseconds.
fn processor_fine() -> Duration {
    let Ok(stat) = std::fs::read_to_string("/proc/self/schedstat") else { return Duration::ZERO };
    let nanoseconds = stat.split_whitespace().next().and_then(|field| field.parse().ok()).unwrap_or_default();
    Duration::from_nanos(nanoseconds)
}
