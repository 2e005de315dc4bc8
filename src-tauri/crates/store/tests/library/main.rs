//! Libraries and what they promise.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod folders;
mod highlights;
mod many;
mod narrowed;
mod outcomes;
mod promises;
mod shelves;
mod visits;

use broadsheet_model::{ArticleId, FeedId, Figure, Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::captures::Capture;
use broadsheet_store::cards::Shelf;
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use jiff::Timestamp;

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

struct Shelves {
    library: Library,
    feed: FeedId,
    _folder: tempfile::TempDir,
}

fn shelves() -> Shelves {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let feed = subscribe(&library, "https://paper.example/feed");
    Shelves { library, feed, _folder: folder }
}

fn subscribe(library: &Library, url: &str) -> FeedId {
    let feed =
        NewFeed { url, title: "Paper", format: None, host: "paper.example", publication_name: None, home_url: None };
    library.subscribe(feed, now()).unwrap().0
}

fn entry(guid: &str, url: &str) -> NewEntry {
    NewEntry {
        guid: guid.to_owned(),
        fingerprint: "1".to_owned(),
        url: url.to_owned(),
        other_urls: Vec::new(),
        host: "paper.example".to_owned(),
        headline: format!("Headline {guid}"),
        standfirst: None,
        byline: Vec::new(),
        published_at: Some(now()),
        publisher_section: None,
        section: Section::General,
        language: None,
        html: "<p>Summary.</p>".to_owned(),
        is_clean: false,
        text_state: TextState::Summary,
        figures: Vec::new(),
        has_lead: false,
        enclosures: Vec::new(),
        has_address: true,
        wants_page: true,
    }
}

fn capture<'a>(body: &'a str, figures: &'a [Figure]) -> Capture<'a> {
    Capture {
        headline: None,
        standfirst: None,
        byline: &[],
        published_at: None,
        dated: broadsheet_model::Dated::ToTheTime,
        modified_at: None,
        site: None,
        publisher_section: None,
        section: Section::General,
        language: None,
        html: body,
        body,
        figures,
        has_lead: !figures.is_empty(),
        text_state: TextState::Full,
        text_note: None,
        facts: None,
        sent: None,
    }
}

fn only(library: &Library) -> ArticleId {
    let cards = library.shelf(Shelf::Everything, None, 10).unwrap();
    assert_eq!(cards.len(), 1, "{cards:?}");
    cards[0].id
}
