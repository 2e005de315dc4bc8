//! Of what the reader is told: of what is new, from where they asked for it, once.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use broadsheet_model::{FeedId, Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::entries::{FeedAnswer, NewEntry};
use broadsheet_store::feeds::{FeedOutcome, NewFeed};
use jiff::{Timestamp, ToSpan};

fn hour(number: i64) -> Timestamp {
    "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap().checked_add(number.hours()).unwrap()
}

fn subscribe(library: &Library, name: &str) -> FeedId {
    let url = format!("https://{name}.example/feed");
    let host = format!("{name}.example");
    let feed = NewFeed { url: &url, title: name, format: None, host: &host, publication_name: None, home_url: None };
    library.subscribe(feed, hour(0)).unwrap().0
}

/// A source answers with these articles, by name, all of one section.
fn answers(library: &Library, feed: FeedId, at: i64, section: Section, names: &[&str]) {
    let entry = |name: &&str| NewEntry {
        guid: (*name).to_owned(),
        fingerprint: "1".to_owned(),
        url: format!("https://paper.example/{name}"),
        other_urls: Vec::new(),
        host: "paper.example".to_owned(),
        headline: (*name).to_owned(),
        standfirst: None,
        byline: Vec::new(),
        published_at: Some(hour(0)),
        publisher_section: None,
        section,
        language: None,
        html: String::new(),
        is_clean: false,
        text_state: TextState::Missing,
        figures: Vec::new(),
        has_lead: false,
        enclosures: Vec::new(),
        has_address: true,
        wants_page: true,
    };
    let outcome = FeedOutcome::Answered {
        format: None,
        title: None,
        etag: None,
        last_modified: None,
        validated_url: None,
        moved_to: None,
        gives: None,
        pause_secs: 3600,
        polite_secs: None,
        quiet: None,
    };
    let entries = library.ready(names.iter().map(entry).collect());
    library.store_answers([FeedAnswer { feed, entries, outcome: Some((outcome, None)) }], hour(at)).unwrap();
}

fn told(library: &Library) -> Vec<String> {
    library.take_news().unwrap().into_iter().map(|news| news.headline).collect()
}

#[test]
fn a_source_that_is_asked_for_is_told_of_once_and_never_at_its_first_fetch() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let (wanted, other) = (subscribe(&library, "wanted"), subscribe(&library, "other"));
    library.set_notifies(wanted, true).unwrap();
    answers(&library, wanted, 1, Section::Sport, &["old one", "old two"]);
    answers(&library, other, 1, Section::Sport, &["elsewhere"]);
    assert!(told(&library).is_empty(), "what a source had already is no news");
    answers(&library, wanted, 2, Section::Sport, &["old one", "new one"]);
    answers(&library, other, 2, Section::Sport, &["elsewhere", "new elsewhere"]);
    assert_eq!(told(&library), ["new one"]);
    assert!(told(&library).is_empty(), "nothing is told twice");
    answers(&library, wanted, 3, Section::Sport, &["new one"]);
    assert!(told(&library).is_empty());
    library.set_notifies(wanted, false).unwrap();
    answers(&library, wanted, 4, Section::Sport, &["unheard"]);
    assert!(told(&library).is_empty());
    library.set_notifies(wanted, true).unwrap();
    assert!(told(&library).is_empty(), "what came in silence stays silent");
}

#[test]
fn a_section_is_told_of_from_every_source_but_what_was_read_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let (one, two) = (subscribe(&library, "one"), subscribe(&library, "two"));
    library.set_section_notifies(Section::Sport, true).unwrap();
    for feed in [one, two] {
        answers(&library, feed, 1, Section::Sport, &[]);
    }
    answers(&library, one, 2, Section::Sport, &["race", "match"]);
    answers(&library, two, 2, Section::Politics, &["vote"]);
    let race = library.shelf(broadsheet_store::cards::Shelf::Section(Section::Sport), None, 10).unwrap();
    let race = race.into_iter().find(|card| card.headline == "race").unwrap();
    library.set_read(race.id, true, hour(2)).unwrap();
    let news = library.take_news().unwrap();
    assert_eq!(news.iter().map(|news| news.headline.as_str()).collect::<Vec<_>>(), ["match"]);
    assert!(news.iter().all(|news| news.by_section && news.by_source.is_none()));
}

#[test]
fn a_source_that_is_followed_again_starts_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let feed = subscribe(&library, "back");
    library.set_notifies(feed, true).unwrap();
    answers(&library, feed, 1, Section::Sport, &["old"]);
    library.unsubscribe(&[feed], hour(2)).unwrap();
    assert_eq!(subscribe(&library, "back"), feed);
    answers(&library, feed, 3, Section::Sport, &["old", "meanwhile"]);
    assert!(told(&library).is_empty());
    answers(&library, feed, 4, Section::Sport, &["today"]);
    assert_eq!(told(&library), ["today"]);
}
