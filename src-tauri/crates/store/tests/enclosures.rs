//! Sounds and films that feeds attach: known from the feed, here when the reader asked, and kept then.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::Path;

use broadsheet_model::{ArticleId, EnclosureId, FeedId, Section, TextState};
use broadsheet_store::enclosures::NewEnclosure;
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::retention::Rules;
use broadsheet_store::verify::Subject;
use broadsheet_store::{Library, StoreError, backup};
use jiff::{SignedDuration, Timestamp};

const THEN: Timestamp = Timestamp::UNIX_EPOCH;

fn song(url: &str) -> NewEnclosure {
    NewEnclosure { url: url.to_owned(), media_type: "audio/mpeg".to_owned(), bytes: Some(9), seconds: Some(61) }
}

fn entry(number: u32, enclosures: Vec<NewEnclosure>) -> NewEntry {
    NewEntry {
        guid: number.to_string(),
        fingerprint: "1".to_owned(),
        url: format!("https://talk.example/{number}"),
        other_urls: Vec::new(),
        host: "talk.example".to_owned(),
        headline: format!("Episode {number}"),
        standfirst: None,
        byline: Vec::new(),
        published_at: Some(THEN),
        publisher_section: None,
        section: Section::General,
        language: None,
        text_state: TextState::Full,
        html: "<p>What is said in it</p>".to_owned(),
        is_clean: true,
        figures: Vec::new(),
        has_lead: false,
        enclosures,
        has_address: true,
        wants_page: false,
    }
}

fn library(folder: &Path) -> (Library, FeedId) {
    let library = Library::open(folder).unwrap();
    let feed = library
        .subscribe(
            NewFeed {
                url: "https://talk.example/feed",
                title: "Talk",
                format: None,
                host: "talk.example",
                publication_name: None,
                home_url: None,
            },
            THEN,
        )
        .unwrap();
    (library, feed.0)
}

fn download(library: &Library, id: EnclosureId, bytes: &[u8]) {
    library.begin_download(id, 0, Some("\"1\""), None).unwrap().write_all(bytes).unwrap();
    library.finish_download(id, "audio/mpeg", THEN).unwrap();
}

#[test]
fn what_a_feed_attaches_is_known_and_changes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (library, feed) = library(folder.path());
    let urls = || -> Vec<String> {
        library.enclosures(ArticleId(1)).unwrap().into_iter().map(|enclosure| enclosure.url).collect()
    };
    let store = |given: &[&str]| {
        let given = given.iter().map(|url| song(url)).collect();
        library.store_entries(feed, vec![entry(1, given)], THEN).unwrap();
    };
    store(&["https://cdn.example/a.mp3?token=1", "https://cdn.example/b.mp3"]);
    assert_eq!(urls(), ["https://cdn.example/a.mp3?token=1", "https://cdn.example/b.mp3"]);
    let first = library.enclosures(ArticleId(1)).unwrap().remove(0);
    assert_eq!((first.bytes, first.seconds, first.asset, first.begun_bytes), (Some(9), Some(61), None, 0));
    // Nothing else of the entry changed.
    store(&["https://cdn.example/a.mp3?token=2", "https://cdn.example/b.mp3"]);
    assert_eq!(urls(), ["https://cdn.example/a.mp3?token=2", "https://cdn.example/b.mp3"]);
    assert_eq!(library.enclosures(ArticleId(1)).unwrap()[0].id, first.id, "it is the same one");
    store(&["https://cdn.example/get?id=1", "https://cdn.example/get?id=2"]);
    assert_eq!(urls(), ["https://cdn.example/get?id=1", "https://cdn.example/get?id=2"]);
    store(&["https://cdn.example/get?id=1", "https://cdn.example/get?id=2"]);
    assert_eq!(urls().len(), 2);
    download(&library, library.enclosures(ArticleId(1)).unwrap()[1].id, b"kept");
    store(&["https://cdn.example/new.mp3"]);
    assert_eq!(urls(), ["https://cdn.example/get?id=2", "https://cdn.example/new.mp3"], "what is here stays");
}

#[test]
fn a_file_that_broke_off_goes_on_and_is_archived() {
    let folder = tempfile::tempdir().unwrap();
    let (library, feed) = library(folder.path());
    library.store_entries(feed, vec![entry(1, vec![song("https://cdn.example/a.mp3")])], THEN).unwrap();
    let id = library.enclosures(ArticleId(1)).unwrap()[0].id;
    library.begin_download(id, 0, Some("\"tag\""), Some(10)).unwrap().write_all(b"first").unwrap();
    library.note_download_problem(id, Some("it broke off")).unwrap();
    let begun = library.enclosure(id).unwrap();
    assert_eq!((begun.begun_bytes, begun.bytes, begun.validator.as_deref()), (5, Some(10), Some("\"tag\"")));
    assert_eq!(begun.problem.as_deref(), Some("it broke off"));
    assert_eq!(library.downloads().unwrap().len(), 1);
    library.begin_download(id, 5, Some("\"tag\""), Some(10)).unwrap().write_all(b" then").unwrap();
    library.finish_download(id, "audio/ogg", THEN).unwrap();
    let (done, file) = library.download_file(id).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), b"first then");
    assert_eq!((done.media_type.as_str(), done.bytes, done.begun_bytes), ("audio/ogg", Some(10), 0));
    assert_eq!((done.problem, done.validator), (None, None));
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    assert_eq!(library.remove_download(id).unwrap(), 10);
    assert!(!file.exists() && library.enclosure(id).unwrap().asset.is_none());
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    assert!(matches!(library.download_file(id), Err(StoreError::NotFound { .. })));
    // A file that two entries give is one file, and goes with the last of them.
    library.store_entries(feed, vec![entry(2, vec![song("https://cdn.example/b.mp3")])], THEN).unwrap();
    let other = library.enclosures(ArticleId(2)).unwrap()[0].id;
    download(&library, id, b"the same");
    download(&library, other, b"the same");
    assert_eq!(library.remove_download(id).unwrap(), 0);
    assert_eq!(std::fs::read(library.download_file(other).unwrap().1).unwrap(), b"the same");
}

#[test]
fn what_was_downloaded_stays_with_its_article() {
    let folder = tempfile::tempdir().unwrap();
    let (library, feed) = library(folder.path());
    let given = |number: u32| entry(number, vec![song(&format!("https://cdn.example/{number}.mp3"))]);
    library.store_entries(feed, (1..=4).map(given).collect(), THEN).unwrap();
    download(&library, library.enclosures(ArticleId(2)).unwrap()[0].id, b"to be heard");
    let begun = library.enclosures(ArticleId(3)).unwrap()[0].id;
    library.begin_download(begun, 0, Some("\"1\""), None).unwrap().write_all(b"half of it").unwrap();
    // By nothing can the rest of this one be asked for.
    let stuck = library.enclosures(ArticleId(4)).unwrap()[0].id;
    library.begin_download(stuck, 0, None, None).unwrap().write_all(b"half of it").unwrap();
    assert_eq!((library.enclosure(begun).unwrap().begun_bytes, library.enclosure(stuck).unwrap().begun_bytes), (10, 0));
    library.set_rules(Rules { keep_days: Some(1), ..Rules::default() }).unwrap();
    let later = THEN + SignedDuration::from_hours(24 * 9);
    assert_eq!(library.trim(later).unwrap().articles.len(), 2);
    assert_eq!(library.enclosures(ArticleId(2)).unwrap().len(), 1);
    assert_eq!(library.enclosure(begun).unwrap().begun_bytes, 10, "what was begun can go on");
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn a_recording_is_backed_up_checked_and_had_back() {
    let (folder, copy, back) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (library, feed) = library(folder.path());
    library.store_entries(feed, vec![entry(1, vec![song("https://cdn.example/a.mp3")])], THEN).unwrap();
    let id = library.enclosures(ArticleId(1)).unwrap()[0].id;
    // More than is read at once.
    let long: Vec<u8> = (0..40_000_000u32).map(|at| (at % 251) as u8).collect();
    download(&library, id, &long);
    library.back_up(copy.path(), 1, THEN).unwrap();
    backup::restore(copy.path(), None, back.path()).unwrap();
    let restored = Library::open(back.path()).unwrap();
    assert!(restored.verify(|_, _| {}).unwrap().faults.is_empty());
    assert_eq!(std::fs::read(restored.download_file(id).unwrap().1).unwrap(), long);
    let file = library.download_file(id).unwrap().1;
    let mut rotten = long.clone();
    rotten[39_999_999] ^= 1;
    std::fs::write(&file, &rotten).unwrap();
    let found = library.verify(|_, _| {}).unwrap();
    assert!(matches!(found.faults[0].subject, Subject::Asset(_)), "{found:?}");
    library.repair(&found, Some(copy.path()), THEN).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), long);
    std::fs::remove_file(&file).unwrap();
    let found = library.verify(|_, _| {}).unwrap();
    library.repair(&found, None, THEN).unwrap();
    assert!(library.enclosure(id).unwrap().asset.is_none(), "it can be fetched again");
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
}
