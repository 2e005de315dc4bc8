//! A library of every released format opens, with everything in it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use broadsheet_store::Library;

/// A library as the first format had it: a feed with validators, and an article that the index holds.
fn first_format(folder: &std::path::Path) {
    let library = rusqlite::Connection::open(folder.join("library.db")).unwrap();
    library.execute_batch(include_str!("../migrations/0001_library.sql")).unwrap();
    library
        .execute_batch(
            "PRAGMA application_id = 0x42725368;
             PRAGMA user_version = 1;
             INSERT INTO publication (id, host, name, added_at) VALUES (1, 'paper.example', 'Paper', 0);
             INSERT INTO feed (id, publication_id, url, title, added_at, etag)
                 VALUES (1, 1, 'https://paper.example/feed', 'Paper', 0, '\"1\"');
             INSERT INTO article (id, publication_id, url, headline, first_seen_at, sorted_at)
                 VALUES (1, 1, 'https://paper.example/1', 'The quokka waves', 0, 0);
             INSERT INTO search (rowid, headline, standfirst, body, byline, caption, credit)
                 SELECT id, headline, standfirst, body, byline, caption, credit FROM search_document;",
        )
        .unwrap();
}

#[test]
fn a_library_of_the_first_format_is_copied_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    first_format(folder.path());
    let library = Library::open(folder.path()).unwrap();
    assert!(folder.path().join("library.before-format-2.db").is_file());
    let feeds = library.feeds().unwrap();
    let feed = feeds.first().unwrap();
    assert_eq!(feed.validated_url.as_deref(), Some("https://paper.example/feed"), "its validators are still good");
    assert_eq!((feed.pause_secs, feed.gives, feed.text_from), (3600, None, None));
    assert_eq!(feed.folder, None);
    assert_eq!(library.search("quokka", 0, 10).unwrap().1, 1);
}
