//! Faults that are planted in a library are found, each by its name, and mended where the library itself can mend them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use broadsheet_model::{Figure, Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::captures::Capture;
use broadsheet_store::media::inspect_picture;
use broadsheet_store::verify::{Fault, Findings, Subject, verify};
use jiff::Timestamp;
use rusqlite::Connection;

const ARTICLES: usize = 30;

fn gif(shade: u8) -> Vec<u8> {
    let mut bytes = b"GIF89a\x02\x00\x03\x00\x80\x00\x00".to_vec();
    bytes.extend([shade, 120, 200, 255, 255, 255]);
    bytes.extend(b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;");
    bytes
}

fn fill(folder: &Path) {
    let library = Library::open(folder).unwrap();
    for number in 0..ARTICLES {
        let body: String = (0..30).map(|line| format!("Line {line} of story {number}.\n")).collect();
        let figure = Figure {
            src: format!("https://paper.example/{number}.gif"),
            alt: None,
            caption: Some("A boat".to_owned()),
            credit: None,
        };
        let headline = format!("Story {number}");
        let capture = Capture {
            headline: Some(&headline),
            standfirst: Some("What it is about"),
            byline: &[],
            published_at: None,
            dated: broadsheet_model::Dated::ToTheTime,
            modified_at: None,
            site: None,
            publisher_section: None,
            section: Section::General,
            language: Some("en"),
            html: &format!("<p>{body}</p>"),
            body: &body,
            figures: std::slice::from_ref(&figure),
            has_lead: true,
            text_state: TextState::Full,
            text_note: None,
            facts: None,
            sent: None,
        };
        let url = format!("https://paper.example/{number}");
        library.save_capture(&url, &[], "paper.example", &capture, Timestamp::UNIX_EPOCH).unwrap();
        let picture = gif(number as u8);
        let asset = library.put_media(&picture).unwrap();
        let kind = inspect_picture(&picture).unwrap();
        library.note_picture(&figure.src, &asset, kind, picture.len() as u64, Timestamp::UNIX_EPOCH).unwrap();
    }
    library.search("story", 0, 1).unwrap();
}

fn media(folder: &Path) -> Vec<PathBuf> {
    let shelves = std::fs::read_dir(folder.join("media")).unwrap();
    let mut files: Vec<PathBuf> = shelves
        .flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    std::fs::copy(from.join("library.db"), to.join("library.db")).unwrap();
    for file in media(from) {
        let copied = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(copied.parent().unwrap()).unwrap();
        std::fs::copy(file, copied).unwrap();
    }
}

/// Changes a library behind its back.
fn change(folder: &Path, sql: &str) -> usize {
    let connection = Connection::open(folder.join("library.db")).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute(sql, []).unwrap()
}

/// Finds, mends, and looks again.
fn found_and_mended(folder: &Path, what: &str, is_it: impl Fn(&Subject) -> bool) {
    let findings = verify(folder, |_, _| {}).unwrap();
    assert!(findings.faults.iter().any(|fault| is_it(&fault.subject)), "{what}: {:?}", findings.faults);
    let library = Library::open(folder).unwrap();
    let repaired = library.repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
    assert!(repaired.left.is_empty(), "{what}: {repaired:?}");
    let again = library.verify(|_, _| {}).unwrap();
    assert!(again.faults.is_empty(), "{what}, mended: {:?}", again.faults);
    assert_eq!(library.search("\"story\" ", 0, 100).unwrap().1, ARTICLES as u32, "{what}");
}

#[test]
fn a_hundred_planted_faults_are_found() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let clean = verify(original.path(), |_, _| {}).unwrap();
    assert!(clean.faults.is_empty(), "{:?}", clean.faults);
    assert_eq!((clean.files, clean.texts), (ARTICLES as u64, ARTICLES as u64));
    let mut planted = 0;

    let plant = |what: &str, planting: &dyn Fn(&Path), is_it: &dyn Fn(&Subject) -> bool| {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        planting(folder.path());
        found_and_mended(folder.path(), what, is_it);
    };
    let is_asset = |subject: &Subject| matches!(subject, Subject::Asset(_));
    for number in 0..25 {
        let flip = |folder: &Path| {
            let file = &media(folder)[number];
            let mut bytes = std::fs::read(file).unwrap();
            let at = number % bytes.len();
            bytes[at] ^= 1 << (number % 8);
            std::fs::write(file, bytes).unwrap();
        };
        plant("a flipped bit in a file", &flip, &is_asset);
        let remove = |folder: &Path| std::fs::remove_file(&media(folder)[number]).unwrap();
        plant("a missing file", &remove, &is_asset);
        planted += 2;
    }
    for number in 1..=20_u32 {
        let flip = |folder: &Path| {
            let library = Connection::open(folder.join("library.db")).unwrap();
            let mut packed: Vec<u8> =
                library.query_row("SELECT packed FROM version WHERE id = ?1", [number], |row| row.get(0)).unwrap();
            let at = number as usize * 5 % packed.len();
            packed[at] ^= 1 << (number % 8);
            library.execute("UPDATE version SET packed = ?2 WHERE id = ?1", rusqlite::params![number, packed]).unwrap();
        };
        let library = tempfile::tempdir().unwrap();
        copy(original.path(), library.path());
        flip(library.path());
        let findings = verify(library.path(), |_, _| {}).unwrap();
        assert!(findings.faults.iter().any(|fault| matches!(fault.subject, Subject::Text { .. })), "{findings:?}");
        let opened = Library::open(library.path()).unwrap();
        let repaired = opened.repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(repaired.wanting.len(), 1, "its page is fetched again");
        assert!(opened.verify(|_, _| {}).unwrap().faults.is_empty());
        planted += 1;
    }
    let is_article = |subject: &Subject| matches!(subject, Subject::Article(_) | Subject::Index);
    let is_row = |subject: &Subject| matches!(subject, Subject::AssetRow(_));
    for (sql, is_it) in [
        ("UPDATE article SET headline = 'Another' WHERE id = 3", &is_article as &dyn Fn(&Subject) -> bool),
        ("UPDATE article SET standfirst = 'Another' WHERE id = 3", &is_article),
        ("UPDATE article SET byline = 'nobody' WHERE id = 4", &is_article),
        ("UPDATE article SET version_id = 6 WHERE id = 5", &is_article),
        ("UPDATE article SET version_id = NULL WHERE id = 7", &is_article),
        ("UPDATE article SET sorted_at = 77 WHERE id = 8", &is_article),
        ("UPDATE article SET pictures_missing = 2 WHERE id = 9", &is_article),
        ("UPDATE article SET bytes = 1 WHERE id = 10", &is_article),
        ("UPDATE article SET word_count = 1 WHERE id = 11", &is_article),
        ("INSERT INTO other_address (url, article_id) SELECT url, 12 FROM article WHERE id = 12", &is_article),
        ("INSERT INTO other_address (url, article_id) SELECT url, 1 FROM article WHERE id = 13", &is_article),
        ("UPDATE picture SET asset_id = NULL, due_at = NULL WHERE src LIKE '%/14.gif'", &is_article),
        ("DELETE FROM picture WHERE src LIKE '%/15.gif'", &is_article),
        ("UPDATE asset SET bytes = bytes + 1 WHERE id = (SELECT min(id) FROM asset)", &is_row),
        ("UPDATE asset SET width = 9 WHERE id = (SELECT max(id) FROM asset)", &is_row),
        ("UPDATE asset SET media_type = 'image/png' WHERE id = (SELECT max(id) FROM asset)", &is_row),
        ("UPDATE version SET seal = 0 WHERE id = 16", &|subject| matches!(subject, Subject::Text { .. })),
    ] {
        plant(sql, &|folder| assert_ne!(change(folder, sql), 0, "{sql}"), is_it);
        planted += 1;
    }
    let is_index = |subject: &Subject| matches!(subject, Subject::Index);
    for sql in [
        "DELETE FROM search_docsize WHERE id = 5",
        "DELETE FROM search_data WHERE id > 10",
        "UPDATE search_data SET block = zeroblob(40) WHERE id > 10",
        "INSERT INTO search (search) VALUES ('delete-all')",
    ] {
        plant(sql, &|folder| assert!(change(folder, sql) < 1_000), &is_index);
        planted += 1;
    }
    // A file that was cut off is found; its content has to come from a backup.
    for number in 1..10_u64 {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        let file = folder.path().join("library.db");
        let length = std::fs::metadata(&file).unwrap().len();
        std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(length * number / 10).unwrap();
        let findings = verify(folder.path(), |_, _| {}).unwrap();
        assert!(
            findings.faults.iter().any(|fault| fault.subject == Subject::Database),
            "cut at {number}/10: {findings:?}"
        );
        planted += 1;
    }
    assert_eq!(planted, 100);
}

/// Plausible words in the place of others, and figures that went or came: only the fingerprint of a version knows.
#[test]
fn what_stands_beside_a_text_is_known_to_be_what_was_stored() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let library = Library::open(original.path()).unwrap();
    let mut compaction = broadsheet_store::compact::Compaction::wholly();
    while library.compact_piece(&mut compaction).unwrap() {}
    drop(library);
    assert!(verify(original.path(), |_, _| {}).unwrap().faults.is_empty(), "also of what is packed small");
    for sql in [
        "UPDATE figure SET caption = 'A goat' WHERE version_id = 3",
        "UPDATE figure SET credit = 'Nobody' WHERE version_id = 4",
        "UPDATE figure SET caption = NULL WHERE version_id = 5",
        "DELETE FROM figure WHERE version_id = 6",
        "INSERT INTO figure (version_id, position, is_lead, src, alt, caption, credit)
         SELECT version_id, 1, 0, src, alt, caption, credit FROM figure WHERE version_id = 7",
        "UPDATE figure SET src = 'https://paper.example/9.gif' WHERE version_id = 8",
        "UPDATE version SET headline = 'Another story 9', standfirst = 'What it is about' WHERE id = 9",
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        assert_eq!(change(folder.path(), sql), 1, "{sql}");
        let is_version = |subject: &Subject| matches!(subject, Subject::Version { .. });
        found_and_mended(folder.path(), sql, is_version);
        let database = Connection::open(folder.path().join("library.db")).unwrap();
        let known: String =
            database.query_row("SELECT headline FROM article WHERE id = 9", [], |row| row.get(0)).unwrap();
        assert_eq!(known, "Story 8", "{sql}");
    }
}

#[test]
fn what_cannot_be_or_leads_nowhere_is_found_and_mended() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let value = |subject: &Subject| matches!(subject, Subject::Value { .. });
    let loose = |subject: &Subject| matches!(subject, Subject::LooseRow { .. });
    let part = |subject: &Subject| matches!(subject, Subject::Part { .. });
    for (sql, is_it) in [
        ("UPDATE article SET word_count = -32438 WHERE id = 3", &value as &dyn Fn(&Subject) -> bool),
        ("UPDATE article SET word_count = 1 << 40 WHERE id = 3", &value),
        ("UPDATE asset SET width = -5 WHERE id = (SELECT min(id) FROM asset)", &value),
        ("UPDATE picture SET tries = -1 WHERE src LIKE '%/3.gif'", &value),
        ("UPDATE article SET headline = CAST(x'53746f727920ff33' AS TEXT) WHERE id = 4", &value),
        ("UPDATE figure SET caption = CAST(x'ff' AS TEXT) WHERE id = 5", &value),
        ("UPDATE article SET section = 'nonsense' WHERE id = 6", &value),
        ("UPDATE version SET text_state = 'half' WHERE id = 7", &value),
        ("UPDATE article SET text_state = 'missing' WHERE id = 8", &|subject| matches!(subject, Subject::Article(_))),
        ("UPDATE reading_list SET kind = 'mine'", &value),
        ("INSERT INTO reading (article_id, starred_at) VALUES (999, 1)", &loose),
        ("INSERT INTO other_address (url, article_id) VALUES ('https://paper.example/x', 999)", &loose),
        (
            "INSERT INTO highlight (article_id, at, before, quote, after, note, made_at) VALUES (999, 1, '', 'said', '', 'mine', 1)",
            &loose,
        ),
        ("INSERT INTO uncleaned (version_id) VALUES (999)", &loose),
        ("DROP INDEX figure_by_src", &part),
        ("CREATE TRIGGER undo AFTER INSERT ON reading BEGIN DELETE FROM reading; END", &part),
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        change(folder.path(), sql);
        found_and_mended(folder.path(), sql, is_it);
        let lists = Library::open(folder.path()).unwrap().lists().unwrap();
        assert_eq!(lists.iter().filter(|list| list.is_read_later).count(), 1, "{sql}");
    }
    let folder = tempfile::tempdir().unwrap();
    copy(original.path(), folder.path());
    change(
        folder.path(),
        "INSERT INTO highlight (article_id, at, before, quote, after, note, made_at) VALUES (999, 1, '', 'said', '', 'mine', 1)",
    );
    found_and_mended(folder.path(), "a highlight of nothing", loose);
    let kept = std::fs::read_to_string(folder.path().join("damaged/rows-of-highlight")).unwrap();
    assert!(kept.contains("\"quote\":\"said\"") && kept.contains("\"note\":\"mine\""), "{kept}");
    // An index of many pages, the directory of which is lost: its own check passes, and it finds nothing.
    let folder = tempfile::tempdir().unwrap();
    copy(original.path(), folder.path());
    change(folder.path(), "INSERT INTO search (search, rank) VALUES ('pgsz', 64)");
    let fault = Fault { subject: Subject::Index, what: String::new() };
    let anew = Findings { faults: vec![fault], ..Findings::default() };
    Library::open(folder.path()).unwrap().repair(&anew, None, Timestamp::UNIX_EPOCH).unwrap();
    assert_ne!(change(folder.path(), "DELETE FROM search_idx"), 0);
    found_and_mended(folder.path(), "a lost directory", |subject| *subject == Subject::Index);
    // A lost row of an article is for a salvage, which needs all that refers to it.
    let folder = tempfile::tempdir().unwrap();
    copy(original.path(), folder.path());
    change(folder.path(), "DELETE FROM article WHERE id = 3");
    let findings = verify(folder.path(), |_, _| {}).unwrap();
    let repaired = Library::open(folder.path()).unwrap().repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
    assert!(repaired.left.len() >= 2, "{repaired:?}");
    let left = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table} WHERE article_id = 3");
        let connection = Connection::open(folder.path().join("library.db")).unwrap();
        connection.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    assert_eq!((left("version"), left("reading")), (1, 1));
    for sql in ["DROP TABLE list_entry", "ALTER TABLE feed DROP COLUMN own_title"] {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        change(folder.path(), sql);
        let findings = verify(folder.path(), |_, _| {}).unwrap();
        assert!(findings.faults.iter().any(|fault| part(&fault.subject)), "{sql}: {findings:?}");
        let repaired = Library::open(folder.path()).unwrap().repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
        assert!(!repaired.left.is_empty(), "what stood there is lost: {sql}");
    }
}

#[test]
fn a_format_that_was_misnamed_is_known_by_its_tables() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    for format in [-1, 0, 12, 13] {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        change(folder.path(), &format!("PRAGMA user_version = {format}"));
        let findings = verify(folder.path(), |_, _| {}).unwrap();
        assert!(findings.faults.is_empty(), "{format}: {findings:?}");
        assert_eq!(Library::open(folder.path()).unwrap().search("story", 0, 100).unwrap().1, ARTICLES as u32);
    }
}

#[test]
fn a_lost_file_is_no_new_library() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let backup = tempfile::tempdir().unwrap();
    Library::open(original.path()).unwrap().back_up(backup.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    for left in [None, Some(0), Some(1)] {
        let folder = tempfile::tempdir().unwrap();
        copy(original.path(), folder.path());
        let file = folder.path().join("library.db");
        match left {
            None => std::fs::remove_file(&file).unwrap(),
            Some(bytes) => std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(bytes).unwrap(),
        }
        let error = Library::open(folder.path()).err().unwrap();
        assert!(error.to_string().contains("missing or empty"), "{error}");
        let findings = verify(folder.path(), |_, _| {}).unwrap();
        assert!(findings.faults.iter().any(|fault| fault.subject == Subject::Database), "{left:?}: {findings:?}");
        broadsheet_store::backup::restore(backup.path(), None, folder.path()).unwrap();
        assert!(verify(folder.path(), |_, _| {}).unwrap().faults.is_empty(), "{left:?}: a backup takes its place");
    }
    // What another file left beside itself is not taken for that of the one that is restored.
    let folder = tempfile::tempdir().unwrap();
    copy(original.path(), folder.path());
    let held = Connection::open(folder.path().join("library.db")).unwrap();
    held.execute("UPDATE article SET headline = 'Of the lost file'", []).unwrap();
    let wal = std::fs::read(folder.path().join("library.db-wal")).unwrap();
    drop(held);
    std::fs::remove_file(folder.path().join("library.db")).unwrap();
    std::fs::write(folder.path().join("library.db-wal"), &wal).unwrap();
    broadsheet_store::backup::restore(backup.path(), None, folder.path()).unwrap();
    let findings = verify(folder.path(), |_, _| {}).unwrap();
    assert!(findings.faults.is_empty(), "{findings:?}");
    assert_eq!(std::fs::read(folder.path().join("library.db-wal.damaged")).unwrap(), wal, "nothing is thrown away");
}

#[test]
fn a_backup_moves_only_what_is_new_and_comes_back_whole() {
    let original = tempfile::tempdir().unwrap();
    let (target, again) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fill(original.path());
    let library = Library::open(original.path()).unwrap();
    let first = library.back_up(target.path(), 2, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((first.files, first.already_there), (ARTICLES as u64, 0));
    let picture = gif(200);
    let asset = library.put_media(&picture).unwrap();
    let kind = inspect_picture(&picture).unwrap();
    library.note_loose_picture(&asset, kind, picture.len() as u64, Timestamp::UNIX_EPOCH).unwrap();
    let second = library.back_up(target.path(), 2, Timestamp::from_second(3_600).unwrap()).unwrap();
    assert_eq!((second.files, second.already_there), (1, ARTICLES as u64));
    let later = Timestamp::from_second(86_400).unwrap();
    let third = library.back_up(target.path(), 2, later).unwrap();
    assert_eq!((third.files, third.removed.len()), (0, 1));
    let restored = broadsheet_store::backup::restore(target.path(), None, again.path()).unwrap();
    assert_eq!(restored.files, ARTICLES as u64 + 1);
    assert!(verify(again.path(), |_, _| {}).unwrap().faults.is_empty());
    assert!(broadsheet_store::backup::restore(target.path(), None, again.path()).is_err(), "nothing is overwritten");
    assert!(library.back_up(&original.path().join("media"), 1, later).is_err(), "not into itself");
}
