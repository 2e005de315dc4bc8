//! A refresh that is killed at any moment loses nothing that was reported as stored.

use crate::harness::{Reader, download, newspaper};
use crate::shelf;
use newspaper::{Edit, Newspaper};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Kills of one test; `BROADSHEET_KILLS` asks for more.
const KILLS: usize = 20;

/// The longest that a refresh runs before it is killed, in milliseconds. It shrinks where refreshes end sooner.
const LONGEST_MILLIS: u64 = 1_600;

/// Refreshes that are begun at most: a kill that comes after the end shows nothing, so it is tried again.
const TRIES: usize = 100;

fn kills() -> usize {
    std::env::var("BROADSHEET_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

/// Random numbers from a seed (Marsaglia 2003, xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// What the command said of its library before the kill.
struct Reported {
    headlines: BTreeMap<i64, String>,
    ready: BTreeMap<i64, BTreeSet<String>>,
}

impl Reported {
    async fn by(reader: &Reader) -> Self {
        let articles = reader.articles().await;
        let id = |card: &Value| card["id"].as_i64().unwrap();
        let connection = rusqlite::Connection::open(reader.library().join("library.db")).unwrap();
        let ready = articles.iter().filter(|card| card["offline"]["ready"] == true);
        Self {
            ready: ready.map(|card| (id(card), shelf::pictures_of(&connection, id(card)))).collect(),
            headlines: articles.iter().map(|card| (id(card), card["headline"].as_str().unwrap().to_owned())).collect(),
        }
    }

    /// Everything reported is still there, with the files that it needs.
    async fn holds(&self, reader: &Reader, occasion: &str) {
        let connection = shelf::sound(reader.library());
        shelf::named_files(reader.library(), &connection);
        let files = shelf::files(reader.library());
        let mut statement = connection.prepare("SELECT headline FROM version WHERE article_id = ?1").unwrap();
        for (id, headline) in &self.headlines {
            let versions = statement.query_map([id], |row| row.get::<_, String>(0)).unwrap();
            let versions: Vec<String> = versions.map(Result::unwrap).collect();
            assert!(versions.contains(headline), "{occasion}: “{headline}” is lost; there are {versions:?}");
        }
        for (id, pictures) in &self.ready {
            assert!(pictures.iter().all(|picture| files.contains_key(picture)), "{occasion}: {id} lost a picture");
        }
    }
}

/// New articles and a changed one, so that there is always something to do.
fn stir(newspaper: &Newspaper, round: usize) {
    newspaper.publish(4);
    let truth = newspaper.truth();
    let changed = &truth[round * 3 % truth.len()];
    newspaper.edit(&changed.article, Edit::Headline).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_killed_at_twenty_random_moments_loses_nothing() {
    let seed = std::env::var("BROADSHEET_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0x5eed_1871);
    let mut random = Random(seed);
    println!("seed {seed} (set BROADSHEET_SEED for another)");
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let opml = reader.home().join("newspaper.opml");
    std::fs::write(&opml, download(&newspaper.url("courier", "/opml.xml").unwrap()).await).unwrap();
    reader.ask(&["import", opml.to_str().unwrap()]).await;

    let (kills, mut under_way, mut longest) = (kills(), 0, LONGEST_MILLIS);
    for round in 0..TRIES * kills.div_ceil(KILLS) {
        if under_way == kills {
            break;
        }
        stir(&newspaper, round);
        let millis = random.below(longest);
        // Asking takes its own time; where little is left of the refresh, what was there before it has to do.
        let early = if millis < 400 { Some(Reported::by(&reader).await) } else { None };
        let mut refresh = reader.start(&["refresh"]);
        let began = Instant::now();
        let reported = match early {
            Some(reported) => reported,
            None => {
                tokio::time::sleep(Duration::from_millis(millis / 2)).await;
                Reported::by(&reader).await
            }
        };
        tokio::time::sleep(Duration::from_millis(millis).saturating_sub(began.elapsed())).await;
        let alive = refresh.try_wait().unwrap().is_none();
        if alive {
            under_way += 1;
        } else {
            longest = (longest * 3 / 4).max(40);
        }
        refresh.kill().await.unwrap();
        reported.holds(&reader, &format!("kill {round} after {millis} ms")).await;
        println!(
            "kill {round:>2} after {:>4} ms{}: {} articles and {} ready offline had been reported, all there",
            began.elapsed().as_millis(),
            if alive { "" } else { " (the refresh had ended)" },
            reported.headlines.len(),
            reported.ready.len()
        );
    }
    assert_eq!(under_way, kills, "too few kills met a refresh under way");
    let verified = reader.ask(&["verify"]).await;
    assert_eq!(verified["ok"], true, "{verified}");

    let report = reader.ask(&["refresh"]).await;
    assert_eq!(report["failed"], 0, "{report}");
    let articles = reader.articles().await;
    let unread: Vec<_> = articles.iter().filter(|card| card["textState"] != "full").collect();
    assert!(unread.is_empty(), "the last refresh left articles without their text: {unread:?}");
    let listed = newspaper.truth().into_iter().filter(|truth| truth.site != "trapdoor");
    let published: BTreeSet<String> = listed.map(|truth| truth.headline).collect();
    let stored: BTreeSet<String> = articles.iter().map(|card| card["headline"].as_str().unwrap().to_owned()).collect();
    assert_eq!(stored, published);
    let connection = shelf::sound(reader.library());
    let named = shelf::named_files(reader.library(), &connection);
    println!("{} files were left unfinished in the media folder", shelf::unfinished(reader.library()));
    println!("{under_way} kills met a refresh under way; {} articles and {named} pictures in the end", articles.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_loses_nothing() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("courier", "/").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let (truth, backup) = (newspaper.truth(), reader.home().join("backup"));
    let backup = backup.to_str().unwrap().to_owned();
    reader.ask(&["save", &truth[0].url]).await;
    let mut random = Random(0x5eed_1923);
    let mut longest: BTreeMap<String, u64> = BTreeMap::new();
    let mut under_way = 0;
    for round in 0..kills() {
        let url = truth[(round + 1) % truth.len()].url.clone();
        let commands: [&[&str]; 5] =
            [&["save", &url], &["backup", &backup], &["reextract"], &["verify", "--repair"], &["refresh"]];
        let command = commands[round % commands.len()];
        if command[0] == "refresh" {
            newspaper.publish(2);
        }
        let reported = Reported::by(&reader).await;
        let most = longest.entry(command[0].to_owned()).or_insert(400);
        let millis = random.below(*most);
        let mut running = reader.start(command);
        tokio::time::sleep(Duration::from_millis(millis)).await;
        if running.try_wait().unwrap().is_some() {
            *most = (*most * 3 / 4).max(30);
        } else {
            under_way += 1;
        }
        running.kill().await.unwrap();
        reported.holds(&reader, &format!("{command:?} killed after {millis} ms")).await;
    }
    println!("{under_way} kills met a command under way");
    let verified = reader.ask(&["verify"]).await;
    assert_eq!(verified["ok"], true, "{verified}");
    reader.ask(&["backup", &backup]).await;
    let restored = Reader::of(&reader.home().join("restored"));
    restored.ask(&["restore", &backup]).await;
    assert_eq!(restored.ask(&["verify"]).await["ok"], true);
    assert_eq!(restored.articles().await, reader.articles().await);
}

/// A library of the first format, with many articles.
fn first_format(folder: &std::path::Path, articles: u32) {
    std::fs::create_dir_all(folder).unwrap();
    let mut library = rusqlite::Connection::open(folder.join("library.db")).unwrap();
    library.execute_batch(include_str!("../../src-tauri/crates/store/migrations/0001_library.sql")).unwrap();
    library.execute_batch("PRAGMA application_id = 0x42725368; PRAGMA user_version = 1;").unwrap();
    let filling = library.transaction().unwrap();
    filling
        .execute("INSERT INTO publication (id, host, name, added_at) VALUES (1, 'paper.example', 'Paper', 0)", [])
        .unwrap();
    for number in 1..=articles {
        let body = format!("The ferry of day {number} was late. ").repeat(60);
        let url = format!("https://paper.example/{number}");
        filling
            .execute(
                "INSERT INTO article (id, publication_id, url, headline, first_seen_at, sorted_at, text_state, word_count)
                 VALUES (?1, 1, ?2, 'Ferry ' || ?1, 0, 0, 'full', 420)",
                rusqlite::params![number, url],
            )
            .unwrap();
        filling.execute("INSERT INTO article_address (url, article_id) VALUES (?2, ?1)", (number, &url)).unwrap();
        filling
            .execute(
                "INSERT INTO version (id, article_id, captured_at, headline, html, body, text_state, fingerprint)
                 VALUES (?1, ?1, 0, 'Ferry ' || ?1, '<p>' || ?2 || '</p>', ?2, 'full', 'f' || ?1)",
                (number, &body),
            )
            .unwrap();
        filling.execute("UPDATE article SET version_id = id WHERE id = ?1", [number]).unwrap();
        filling.execute("INSERT INTO reading (article_id, saved_at) VALUES (?1, 0)", [number]).unwrap();
    }
    filling.commit().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_migration_is_begun_anew_and_loses_nothing() {
    const ARTICLES: u32 = 1_500;
    let reader = Reader::new();
    let mut random = Random(0x5eed_1815);
    let mut under_way = 0;
    for round in 0..kills() / 4 {
        let library = reader.home().join(format!("old-{round}"));
        first_format(&library, ARTICLES);
        let old = Reader::of(&library);
        for _ in 0..3 {
            let mut opening = old.start(&["status"]);
            tokio::time::sleep(Duration::from_millis(random.below(250))).await;
            under_way += usize::from(opening.try_wait().unwrap().is_none());
            opening.kill().await.unwrap();
        }
        let status = old.ask(&["status"]).await;
        assert_eq!(status["articles"], ARTICLES, "{status}");
        let found = old.ask(&["search", "\"ferry of day 77 was late\""]).await;
        assert_eq!(found["total"], 1, "{found}");
        let copies = std::fs::read_dir(&library).unwrap().map(|file| file.unwrap().file_name());
        assert!(copies.into_iter().any(|name| name.to_string_lossy().contains("before-format")), "it was not copied");
        let verified = old.run(&["verify", "--repair", "--json"]).await;
        assert!(verified.succeeded, "{}", verified.stdout);
    }
    println!("{under_way} kills met a migration under way");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_refresh_leaves_no_lock_behind() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/").unwrap()]).await;
    newspaper.fail(newspaper::Target::site("orrery"), newspaper::Failure::Stall).unwrap();
    let mut refresh = reader.start(&["refresh"]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    refresh.kill().await.unwrap();
    newspaper.heal();
    assert_eq!(reader.ask(&["refresh"]).await["failed"], 0);
}
