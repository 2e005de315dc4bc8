//! A library is made anew out of what can still be read of a damaged one.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use broadsheet_model::{ArticleId, Section, TextState};
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::highlights::Anchor;
use broadsheet_store::salvage::{Salvaged, salvage};
use broadsheet_store::verify::verify;
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;
use rusqlite::Connection;

const ARTICLES: usize = 1_500;
const PAGE: u64 = 16 << 10;

fn entry(number: usize) -> NewEntry {
    let mut state = number as u64;
    let words: String = (0..150)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            format!("word{} said{} ", (state >> 33) % 700, (state >> 40) % 7)
        })
        .collect();
    let text = format!("Story {number} tells of it. {words}");
    NewEntry {
        guid: format!("https://paper.example/{number}"),
        fingerprint: "1".to_owned(),
        url: format!("https://paper.example/{number}"),
        other_urls: vec![format!("https://short.example/{number}")],
        host: "paper.example".to_owned(),
        headline: format!("Headline {number}"),
        standfirst: Some(format!("Standfirst {number}")),
        byline: vec!["Ada Example".to_owned()],
        published_at: None,
        publisher_section: None,
        section: Section::General,
        language: Some("en".to_owned()),
        html: format!("<p>{text}</p>"),
        is_clean: true,
        text_state: TextState::Full,
        figures: Vec::new(),
        has_lead: false,
        enclosures: Vec::new(),
        has_address: true,
        wants_page: false,
    }
}

/// A library with what its reader did: every tenth article is starred, every hundredth on a list.
fn fill(folder: &Path) {
    let library = Library::open(folder).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let url = "https://paper.example/feed";
    let feed =
        NewFeed { url, title: "Paper", format: None, host: "paper.example", publication_name: None, home_url: None };
    let feed = library.subscribe(feed, now).unwrap().0;
    for batch in 0..ARTICLES / 100 {
        library.store_entries(feed, (0..100).map(|at| entry(batch * 100 + at)).collect(), now).unwrap();
    }
    assert!(library.train_dictionary(now).unwrap());
    let mut after = Some(0);
    while let Some(at) = after {
        after = library.pack_anew(at).unwrap();
    }
    let list = library.create_list("Keepsakes", now).unwrap();
    for id in (10..=ARTICLES as i64).step_by(10) {
        library.set_starred(ArticleId(id), true, now).unwrap();
        library.open_article(ArticleId(id), now).unwrap();
        library.set_place(ArticleId(id), Some(u32::try_from(id).unwrap() * 7)).unwrap();
        if id % 100 == 0 {
            library.add_to_list(list, ArticleId(id), now).unwrap();
        }
    }
    library.catch_up().unwrap();
}

/// Everything that the tables say which are not made anew, and the texts.
fn content(folder: &Path) -> BTreeSet<String> {
    let connection = Connection::open(folder.join("library.db")).unwrap();
    let mut rows = BTreeSet::new();
    for sql in [
        "SELECT 'article', id, url, headline, standfirst, version_id, text_state, word_count FROM article",
        "SELECT 'version', id, article_id, headline, fingerprint, hex(packed), seal, 0 FROM version",
        "SELECT 'entry', id, feed_id, article_id, guid, fingerprint, 0, 0 FROM entry",
        "SELECT 'address', url, article_id, 0, 0, 0, 0, 0 FROM other_address",
        "SELECT 'reading', article_id, starred_at, saved_at, place, seen_version, 0, 0 FROM reading",
        "SELECT 'list', id, name, kind, 0, 0, 0, 0 FROM reading_list",
        "SELECT 'listed', list_id, article_id, position, 0, 0, 0, 0 FROM list_entry",
        "SELECT 'dictionary', id, hex(bytes), 0, 0, 0, 0, 0 FROM dictionary",
        "SELECT 'feed', id, url, title, publication_id, 0, 0, 0 FROM feed",
        "SELECT 'setting', name, value, 0, 0, 0, 0, 0 FROM setting",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let found = statement.query_map([], |row| {
            Ok((0..8).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect::<Vec<_>>().join("|"))
        });
        rows.extend(found.unwrap().map(Result::unwrap));
    }
    rows
}

/// Salvages a copy that `damage` has changed; what comes of it has to be a library without a fault.
fn salvaged(original: &Path, damage: impl Fn(&mut std::fs::File)) -> (Salvaged, tempfile::TempDir) {
    let damaged = tempfile::tempdir().unwrap();
    let path = damaged.path().join("library.db");
    std::fs::copy(original.join("library.db"), &path).unwrap();
    copy_dictionaries(original, damaged.path());
    damage(&mut std::fs::OpenOptions::new().read(true).write(true).open(&path).unwrap());
    let before = std::fs::read(&path).unwrap();
    let target = tempfile::tempdir().unwrap();
    let done = salvage(damaged.path(), target.path(), Timestamp::UNIX_EPOCH).unwrap();
    assert!(std::fs::read(&path).unwrap() == before, "the damaged library is only read");
    let findings = verify(target.path(), |_, _| {}).unwrap();
    assert!(findings.faults.is_empty(), "{:?}", findings.faults);
    (done, target)
}

fn copy_dictionaries(from: &Path, to: &Path) {
    std::fs::create_dir(to.join("dictionaries")).unwrap();
    for file in std::fs::read_dir(from.join("dictionaries")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join("dictionaries").join(file.file_name())).unwrap();
    }
}

fn overwrite(file: &mut std::fs::File, page: u64) {
    file.seek(SeekFrom::Start((page - 1) * PAGE)).unwrap();
    file.write_all(&[0xa5; PAGE as usize]).unwrap();
}

fn pages_of(folder: &Path, table: &str, kind: &str) -> Vec<u64> {
    let connection = Connection::open(folder.join("library.db")).unwrap();
    let mut statement =
        connection.prepare("SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype = ?2 ORDER BY pageno").unwrap();
    statement.query_map([table, kind], |row| row.get::<_, i64>(0)).unwrap().map(|page| page.unwrap() as u64).collect()
}

#[test]
fn what_is_whole_comes_back_as_it_was() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let known = content(original.path());
    let (done, target) = salvaged(original.path(), |_| {});
    assert_eq!((done.articles, done.texts, done.unreadable, done.holes), (ARTICLES as u64, ARTICLES as u64, 0, 0));
    assert!(content(target.path()) == known, "something has changed");
    let library = Library::open(target.path()).unwrap();
    assert_eq!(library.search("\"headline 17\"", 0, 10).unwrap().1, 1);
    let refused = salvage(original.path(), target.path(), Timestamp::UNIX_EPOCH);
    assert!(matches!(refused, Err(StoreError::BadTarget { .. })), "a library is never written over");
}

#[test]
fn what_was_not_folded_in_yet_comes_too() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let library = Library::open(original.path()).unwrap();
    library.set_starred(ArticleId(1), true, Timestamp::UNIX_EPOCH).unwrap();
    let log = original.path().join("library.db-wal");
    assert!(log.metadata().unwrap().len() > 0);
    let target = tempfile::tempdir().unwrap();
    salvage(original.path(), target.path(), Timestamp::UNIX_EPOCH).unwrap();
    assert!(content(target.path()) == content(original.path()), "something has changed");
}

#[test]
fn what_stands_in_other_pages_survives_a_damaged_one() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let known = content(original.path());
    let rows = |folder: &Path, table: &str| {
        content(folder).iter().filter(|row| row.contains(&format!("Text({:?})", table.as_bytes()))).count()
    };
    let whole = |table: &str| known.iter().filter(|row| row.contains(&format!("Text({:?})", table.as_bytes()))).count();

    // The first page has the list of all tables.
    let (done, target) = salvaged(original.path(), |file| overwrite(file, 1));
    assert_eq!((done.articles, done.texts), (ARTICLES as u64, ARTICLES as u64), "{done:?}");
    for table in ["reading", "listed", "dictionary"] {
        assert_eq!(rows(target.path(), table), whole(table), "{table}");
    }

    // Branches lead to leaves, which are there without them.
    for table in ["article", "version", "entry"] {
        let branches = pages_of(original.path(), table, "internal");
        assert!(!branches.is_empty(), "{table} has no branch");
        let (done, target) = salvaged(original.path(), |file| branches.iter().for_each(|page| overwrite(file, *page)));
        assert!(done.found > 0, "{table}: {done:?}");
        assert_eq!(rows(target.path(), table), whole(table), "{table}");
    }

    // A leaf of articles is lost; their texts are not.
    let leaf = pages_of(original.path(), "article", "leaf")[3];
    let (done, target) = salvaged(original.path(), |file| overwrite(file, leaf));
    assert!(done.rebuilt > 0, "{done:?}");
    assert_eq!((done.articles, done.texts), (ARTICLES as u64, ARTICLES as u64), "{done:?}");
    let connection = Connection::open(target.path().join("library.db")).unwrap();
    let (headlines, stars): (i64, i64) = connection
        .query_row(
            "SELECT (SELECT count(*) FROM article WHERE headline LIKE 'Headline %' AND url LIKE 'https://paper.example/%'),
                    (SELECT count(*) FROM reading WHERE starred_at IS NOT NULL)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!((headlines, stars), (ARTICLES as i64, ARTICLES as i64 / 10));

    // A leaf of texts is lost; their articles are not.
    let leaf = pages_of(original.path(), "version", "leaf")[3];
    let (done, _) = salvaged(original.path(), |file| overwrite(file, leaf));
    assert_eq!(done.articles, ARTICLES as u64, "{done:?}");
    assert!(done.texts < ARTICLES as u64 && done.texts > ARTICLES as u64 * 9 / 10, "{done:?}");
}

#[test]
fn what_the_reader_keeps_is_made_anew_where_its_row_and_its_text_are_lost() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let library = Library::open(original.path()).unwrap();
    let anchor = Anchor { quote: "tells of it".into(), before: String::new(), after: String::new(), at: 7 };
    library.highlight(ArticleId(1), &anchor, "Ask Ada", now).unwrap();
    let list = library.lists().unwrap().into_iter().find(|list| list.name == "Keepsakes").unwrap().id;
    library.add_to_list(list, ArticleId(2), now).unwrap();
    drop(library);
    let database = Connection::open(original.path().join("library.db")).unwrap();
    database
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             DELETE FROM article WHERE id IN (1, 2, 3, 10);
             DELETE FROM version WHERE article_id IN (1, 2, 3, 10);
             DELETE FROM entry WHERE article_id = 2;
             DELETE FROM other_address WHERE article_id = 2;",
        )
        .unwrap();
    drop(database);
    let (done, target) = salvaged(original.path(), |_| {});
    assert_eq!((done.rebuilt, done.articles), (3, ARTICLES as u64 - 1), "one was not kept: {done:?}");
    let library = Library::open(target.path()).unwrap();
    assert_eq!(library.highlights(ArticleId(1)).unwrap()[0].note, "Ask Ada");
    for article in [1, 2, 10] {
        let card = library.card(ArticleId(article)).unwrap();
        assert_eq!((card.kept, card.text_state), (true, TextState::Missing), "{card:?}");
    }
    let url = |id| library.card(ArticleId(id)).unwrap().url;
    // Of what came together the last one is stored first.
    let stood_at = |id: usize| format!("https://paper.example/{}", 100 - id);
    assert_eq!([url(1), url(10)], [stood_at(1), stood_at(10)], "it can be fetched again");
    assert_eq!(url(2), "https://lost.invalid/2");
}

#[test]
fn what_a_file_that_was_cut_short_still_has_is_kept() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let bytes = original.path().join("library.db").metadata().unwrap().len();
    let mut before = 0;
    for share in 1..=4 {
        let (done, _target) = salvaged(original.path(), |file| file.set_len(bytes * share / 4 - 100).unwrap());
        assert!(done.articles >= before, "more of the file gives fewer articles: {done:?}");
        before = done.articles;
    }
    assert!(before >= ARTICLES as u64 - 100, "{before}");
}

#[test]
fn bytes_at_random_make_no_library_and_no_panic() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let bytes = original.path().join("library.db").metadata().unwrap().len();
    let mut state = 1_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 20
    };
    let places: Vec<(u64, u8)> = (0..600).map(|_| (random() % bytes, (random() % 256) as u8)).collect();
    for damage in places.chunks(200) {
        let damaged = tempfile::tempdir().unwrap();
        let path = damaged.path().join("library.db");
        std::fs::copy(original.path().join("library.db"), &path).unwrap();
        copy_dictionaries(original.path(), damaged.path());
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        for (at, byte) in damage {
            file.seek(SeekFrom::Start(*at)).unwrap();
            file.write_all(&[*byte]).unwrap();
        }
        let target = tempfile::tempdir().unwrap();
        let done = salvage(damaged.path(), target.path(), Timestamp::UNIX_EPOCH).unwrap();
        assert!(done.articles > ARTICLES as u64 / 2, "{done:?}");
    }
    let damaged = tempfile::tempdir().unwrap();
    let noise: Vec<u8> = (0..200_000).map(|_| (random() % 256) as u8).collect();
    std::fs::write(damaged.path().join("library.db"), noise).unwrap();
    let target = tempfile::tempdir().unwrap();
    assert!(salvage(damaged.path(), target.path(), Timestamp::UNIX_EPOCH).is_err());
    assert!(!target.path().join("library.db").exists());
}
