//! What an article's row says is known to be what was stored, and is found out again where it is not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use broadsheet_model::{ArticleId, FeedId, Figure, Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::captures::Capture;
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::verify::Subject;
use jiff::{Timestamp, ToSpan};
use rusqlite::Connection;

fn hour(number: i64) -> Timestamp {
    "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap().checked_add(number.hours()).unwrap()
}

fn entry(number: i64, text: &str) -> NewEntry {
    NewEntry {
        guid: format!("https://paper.example/{number}"),
        fingerprint: format!("{number:04x}{:04x}00000000", text.len()),
        url: format!("https://paper.example/{number}"),
        other_urls: Vec::new(),
        host: "paper.example".to_owned(),
        headline: format!("Ferry {number} waits in the harbour"),
        standfirst: Some("Nobody knows for how long.".to_owned()),
        byline: vec![if number < 5 { "Ada Lund" } else { "Bo Holm" }.to_owned()],
        published_at: Some(hour(number)),
        publisher_section: Some("Local".to_owned()),
        section: Section::General,
        language: Some("en".to_owned()),
        html: format!("<p>{text}</p>"),
        is_clean: true,
        text_state: TextState::Summary,
        figures: vec![Figure {
            src: format!("https://paper.example/{number}.gif"),
            alt: None,
            caption: Some("A boat".to_owned()),
            credit: Some("Eva Berg".to_owned()),
        }],
        has_lead: true,
        enclosures: Vec::new(),
        has_address: true,
        wants_page: false,
    }
}

fn subscribe(library: &Library, host: &str) -> FeedId {
    let url = format!("https://{host}/feed");
    let feed = NewFeed { url: &url, title: "Paper", format: None, host, publication_name: None, home_url: None };
    library.subscribe(feed, hour(0)).unwrap().0
}

/// Ten articles: the third has three versions, the last one from its page.
fn fill(folder: &Path) -> Library {
    let library = Library::open(folder).unwrap();
    let feed = subscribe(&library, "paper.example");
    subscribe(&library, "another.example");
    let text = |number: i64| format!("The ferry {number} waits.");
    library.store_entries(feed, (1..=10).map(|number| entry(number, &text(number))).collect(), hour(20)).unwrap();
    library.store_entries(feed, vec![entry(3, "The ferry 3 waits, and waits.")], hour(21)).unwrap();
    let body = "The ferry waits, and the island waits for the ferry. ".repeat(30);
    let capture = Capture {
        headline: Some("Ferry 3 waits on in the harbour"),
        standfirst: None,
        byline: &[],
        published_at: None,
        dated: broadsheet_model::Dated::ToTheTime,
        modified_at: Some(hour(22)),
        site: None,
        publisher_section: None,
        section: Section::General,
        language: None,
        html: &format!("<p>{body}</p>"),
        body: &body,
        figures: &[],
        has_lead: false,
        text_state: TextState::Full,
        text_note: None,
        facts: None,
        sent: None,
    };
    library.store_capture(ArticleId(3), &capture, &[], hour(23)).unwrap();
    let versions = known(folder).iter().filter(|row| row.len() == 6 && row.get(1) == Some(&3.into())).count();
    assert_eq!(versions, 3);
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    library
}

fn change(folder: &Path, sql: &str) {
    let connection = Connection::open(folder.join("library.db")).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    assert_eq!(connection.execute(sql, []).unwrap(), 1, "{sql}");
}

/// All that is known of an article, and all that its versions and their figures are.
fn known(folder: &Path) -> Vec<Vec<rusqlite::types::Value>> {
    let connection = Connection::open(folder.join("library.db")).unwrap();
    let mut all = Vec::new();
    for sql in [
        "SELECT id, publication_id, url, headline, standfirst, byline, published_at, modified_at, first_seen_at, sorted_at,
                publisher_section, language, version_id, seal FROM article ORDER BY id",
        "SELECT id, article_id, captured_at, text_state, fingerprint, seal FROM version ORDER BY id",
        "SELECT version_id, position, src, caption, credit FROM figure ORDER BY version_id, position",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect()).unwrap();
        all.extend(rows.map(Result::unwrap));
    }
    all
}

const FOUND_OUT: [&str; 12] = [
    "UPDATE article SET url = 'https://paper.example/elsewhere' WHERE id = 2",
    "UPDATE article SET url = 'https://paper.example/s' WHERE id = 3",
    "UPDATE article SET publication_id = 2 WHERE id = 4",
    "UPDATE article SET headline = 'Ferry 3 sinks in the harbour' WHERE id = 3",
    "UPDATE article SET headline = 'Ferry 5 waits in the larbour' WHERE id = 5",
    "UPDATE article SET standfirst = 'Everybody knows for how long.' WHERE id = 6",
    "UPDATE article SET byline = '[\"Bo Holm\"]' WHERE id = 1",
    "UPDATE article SET published_at = published_at - 86400000 WHERE id = 7",
    "UPDATE article SET first_seen_at = first_seen_at + 86400000 WHERE id = 8",
    "UPDATE article SET published_at = (published_at | (1 << 30)) - (published_at & (1 << 30)), sorted_at = (published_at | (1 << 30)) - (published_at & (1 << 30)) WHERE id = 9",
    "UPDATE article SET publisher_section = NULL, language = 'en' WHERE id = 10",
    "UPDATE article SET language = 'fr' WHERE id = 10",
];

const TOLD: [&str; 9] = [
    "UPDATE version SET captured_at = 1 << 60 WHERE id = 2",
    "UPDATE version SET archived_at = 1 WHERE id = (SELECT max(id) FROM version)",
    "DELETE FROM version WHERE id = (SELECT max(id) FROM version)",
    "DELETE FROM version WHERE id = 9",
    "UPDATE article SET url = 'https://elsewhere.example/', language = 'fr' WHERE id = 2",
    "DELETE FROM version WHERE id = 3",
    "UPDATE figure SET caption = 'A goat' WHERE version_id = 5",
    "DELETE FROM figure WHERE version_id = 6",
    "UPDATE version SET fingerprint = 'feed:0000' WHERE id = 7",
];

fn is_row(subject: &Subject) -> bool {
    matches!(subject, Subject::ArticleRow(_))
}

#[test]
fn one_column_that_is_not_what_was_stored_is_found_out() {
    for sql in FOUND_OUT {
        let folder = tempfile::tempdir().unwrap();
        let library = fill(folder.path());
        let before = known(folder.path());
        change(folder.path(), sql);
        let findings = library.verify(|_, _| {}).unwrap();
        assert!(findings.faults.iter().any(|fault| is_row(&fault.subject)), "{sql}: {findings:?}");
        let repaired = library.repair(&findings, None, hour(30)).unwrap();
        assert!(repaired.left.is_empty(), "{sql}: {repaired:?}");
        assert_eq!(known(folder.path()), before, "{sql}");
        assert!(library.verify(|_, _| {}).unwrap().faults.is_empty(), "{sql}");
    }
}

#[test]
fn what_cannot_be_found_out_is_told_and_comes_from_the_backup() {
    for sql in TOLD {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let library = fill(folder.path());
        library.back_up(copy.path(), 1, hour(25)).unwrap();
        let before = known(folder.path());
        change(folder.path(), sql);
        let findings = library.verify(|_, _| {}).unwrap();
        assert!(findings.faults.iter().any(|fault| is_row(&fault.subject)), "{sql}: {findings:?}");

        let alone = tempfile::tempdir().unwrap();
        for file in ["library.db", "library.db-wal"] {
            std::fs::copy(folder.path().join(file), alone.path().join(file)).unwrap();
        }
        let lone = Library::open(alone.path()).unwrap();
        let repaired = lone.repair(&findings, None, hour(30)).unwrap();
        assert_eq!(repaired.left.len(), 1, "{sql}: {repaired:?}");
        assert!(lone.verify(|_, _| {}).unwrap().faults.is_empty(), "{sql}");

        let repaired = library.repair(&findings, Some(copy.path()), hour(30)).unwrap();
        assert!(repaired.left.is_empty(), "{sql}: {repaired:?}");
        assert!(library.verify(|_, _| {}).unwrap().faults.is_empty(), "{sql}");
        assert_eq!(known(folder.path()), before, "{sql}");
    }
}

#[test]
fn the_row_of_a_lost_article_comes_from_the_backup() {
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(folder.path());
    library.back_up(copy.path(), 1, hour(25)).unwrap();
    let before = known(folder.path());
    change(folder.path(), "DELETE FROM article WHERE id = 3");
    let findings = library.verify(|_, _| {}).unwrap();
    let repaired = library.repair(&findings, Some(copy.path()), hour(30)).unwrap();
    assert!(repaired.left.is_empty(), "{repaired:?}");
    assert_eq!(library.verify(|_, _| {}).unwrap().faults, []);
    assert_eq!(known(folder.path()), before);
}

#[test]
fn the_seal_itself_may_rot() {
    let folder = tempfile::tempdir().unwrap();
    let library = fill(folder.path());
    let before = known(folder.path());
    change(folder.path(), "UPDATE article SET seal = (seal | 64) - (seal & 64) WHERE id = 4");
    let findings = library.verify(|_, _| {}).unwrap();
    assert_eq!(findings.faults.len(), 1);
    assert!(library.repair(&findings, None, hour(30)).unwrap().left.is_empty());
    assert_eq!(known(folder.path()), before);
}

#[test]
fn a_text_that_comes_back_is_the_version_that_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let library = fill(folder.path());
    // As older libraries have them.
    change(folder.path(), "UPDATE version SET fingerprint = fingerprint || '00000000' WHERE id = 4");
    for text in ["The ferry 4 leaves.", "The ferry 4 waits."] {
        let feed = FeedId(1);
        assert_eq!(library.store_entries(feed, vec![entry(4, text)], hour(24)).unwrap().changed, 1);
    }
    let versions: Vec<_> =
        known(folder.path()).into_iter().filter(|row| row.len() == 6 && row.get(1) == Some(&4.into())).collect();
    assert_eq!(versions.len(), 2);
    assert_eq!(library.body(ArticleId(4)).unwrap().0.trim(), "<p>The ferry 4 waits.</p>");
}
