//! Copies of a library: what rots in one comes back from the other, and what fails half-way leaves everything as it was.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use broadsheet_model::{ArticleId, Figure, Section, TextState};
use broadsheet_store::captures::Capture;
use broadsheet_store::compact::Compaction;
use broadsheet_store::media::inspect_picture;
use broadsheet_store::originals::Sent;
use broadsheet_store::verify::Subject;
use broadsheet_store::{Library, backup, salvage};
use jiff::Timestamp;
use rusqlite::Connection;

const ARTICLES: i64 = 20;

fn gif(shade: u8) -> Vec<u8> {
    let mut bytes = b"GIF89a\x02\x00\x03\x00\x80\x00\x00".to_vec();
    bytes.extend([shade, 90, 10, 255, 255, 255]);
    bytes.extend(b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;");
    bytes
}

fn body(number: i64) -> String {
    (0..30).map(|line| format!("Line {line} of ferry {number}.\n")).collect()
}

/// Saves an article with a picture, and the first ones with the page that they came from.
fn save(library: &Library, number: i64) {
    let (headline, text) = (format!("Ferry {number}"), body(number));
    let src = format!("https://paper.example/{number}.gif");
    let figure = Figure { src, alt: None, caption: Some("A ferry".to_owned()), credit: None };
    let url = format!("https://paper.example/{number}");
    let page = format!("<html><body><h1>{headline}</h1><p>{text}</p></body></html>");
    let capture = Capture {
        headline: Some(&headline),
        standfirst: None,
        byline: &[],
        published_at: None,
        dated: broadsheet_model::Dated::ToTheTime,
        modified_at: None,
        site: None,
        publisher_section: None,
        section: Section::General,
        language: Some("en"),
        html: &format!("<p>{text}</p>"),
        body: &text,
        figures: std::slice::from_ref(&figure),
        has_lead: true,
        text_state: TextState::Full,
        text_note: None,
        facts: None,
        sent: (number < ARTICLES).then_some(Sent { url: &url, html: &page, packed: None }),
    };
    library.save_capture(&url, &[], "paper.example", &capture, Timestamp::UNIX_EPOCH).unwrap();
}

fn fill(folder: &Path) -> Library {
    let library = Library::open(folder).unwrap();
    for number in 0..ARTICLES {
        save(&library, number);
        let picture = gif(u8::try_from(number).unwrap());
        let asset = library.put_media(&picture).unwrap();
        let kind = inspect_picture(&picture).unwrap();
        let src = format!("https://paper.example/{number}.gif");
        library.note_picture(&src, &asset, kind, picture.len() as u64, Timestamp::UNIX_EPOCH).unwrap();
    }
    library.search("ferry", 0, 1).unwrap();
    library
}

/// Packs everything as small as it gets.
fn compact(library: &Library) {
    let mut compaction = Compaction::wholly();
    while library.compact_piece(&mut compaction).unwrap() {}
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

fn rot(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    *bytes.last_mut().unwrap() ^= 4;
    std::fs::write(file, bytes).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_address_leads_to_the_article_whose_text_is_here() {
    let folder = tempfile::tempdir().unwrap();
    let library = fill(&folder.path().join("library"));
    let at = |address: &str| library.whole_article_at(address).unwrap();
    let (first, second) = (at("https://paper.example/0"), at("https://paper.example/1"));
    assert!(first.is_some() && second.is_some() && first != second);
    assert_eq!(at("https://paper.example/none"), None);
}

#[test]
fn what_rots_comes_back_from_the_backup_as_it_was() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    library.back_up(copy.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    let before: Vec<Vec<u8>> = media(own.path()).iter().map(|file| std::fs::read(file).unwrap()).collect();
    // What has been packed anew since has another seal, and says the same.
    compact(&library);
    rot(&media(own.path())[3]);
    std::fs::remove_file(&media(own.path())[7]).unwrap();
    let file = Connection::open(own.path().join("library.db")).unwrap();
    let html = |id: i64| library.body(ArticleId(id)).unwrap();
    let (text, page) = (html(5), library.originals(ArticleId(8), 1).unwrap()[0].html.clone());
    for sql in [
        "UPDATE version SET packed = substr(packed, 1, 30) WHERE article_id = 5",
        "UPDATE version SET packed = CAST(packed || x'00' AS BLOB) WHERE article_id = 6",
        "UPDATE original SET packed = substr(packed, 1, 30) WHERE article_id = 9",
    ] {
        assert_eq!(file.execute(sql, []).unwrap(), 1, "{sql}");
    }
    // This one is known in the backup by its article alone, and of the next one nothing is known there.
    file.execute(
        "UPDATE version SET packed = substr(packed, 1, 30), fingerprint = 'another' WHERE article_id = 11",
        [],
    )
    .unwrap();
    save(&library, ARTICLES);
    assert_eq!(file.execute("UPDATE version SET packed = substr(packed, 1, 30) WHERE article_id = 21", []).unwrap(), 1);
    let found = library.verify(|_, _| {}).unwrap();
    // Four articles also miscount their bytes now, and the row of one does not know its version.
    assert_eq!(found.faults.len(), 12, "{found:?}");
    let repaired = library.repair(&found, Some(copy.path()), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(repaired.mended.iter().filter(|what| what.contains("from the backup")).count(), 7, "{repaired:?}");
    assert_eq!(repaired.wanting, [ArticleId(21)], "only that is wanted anew");
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    let after: Vec<Vec<u8>> = media(own.path())
        .iter()
        .filter(|file| file.extension().is_none())
        .map(|file| std::fs::read(file).unwrap())
        .collect();
    assert_eq!(after, before);
    assert_eq!((html(5), library.originals(ArticleId(8), 1).unwrap()[0].html.clone()), (text, page));
    assert_eq!(library.search("ferry ", 0, 50).unwrap().1, 21);
}

#[test]
fn captions_and_figures_come_back_from_the_backup() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    library.back_up(copy.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    let file = Connection::open(own.path().join("library.db")).unwrap();
    let figures = || -> Vec<(i64, String, Option<String>)> {
        let mut statement =
            file.prepare("SELECT version_id, src, caption FROM figure ORDER BY version_id, position").unwrap();
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let before = figures();
    for sql in [
        "UPDATE figure SET caption = 'A goat' WHERE version_id = 3",
        "DELETE FROM figure WHERE version_id = 6",
        "UPDATE version SET headline = 'Another story' WHERE id = 9",
    ] {
        assert_eq!(file.execute(sql, []).unwrap(), 1, "{sql}");
    }
    let found = library.verify(|_, _| {}).unwrap();
    let repaired = library.repair(&found, Some(copy.path()), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(repaired.mended.iter().filter(|what| what.contains("from the backup")).count(), 3, "{repaired:?}");
    assert!(repaired.wanting.is_empty() && library.verify(|_, _| {}).unwrap().faults.is_empty());
    assert_eq!(figures(), before);
}

#[test]
fn a_backup_that_has_rotted_gives_nothing() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    library.back_up(copy.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    let (here, there) = (media(own.path()), media(copy.path()));
    rot(&here[2]);
    rot(&there[2]);
    rot(&here[4]);
    let found = library.verify(|_, _| {}).unwrap();
    std::fs::write(
        copy.path().join("library.db"),
        b"no library at all, and long enough to be looked at as one: ".repeat(9),
    )
    .unwrap();
    let repaired = library.repair(&found, Some(copy.path()), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(repaired.wanting.len(), 1, "{repaired:?}");
    assert_eq!(repaired.mended.iter().filter(|what| what.contains("from the backup")).count(), 1);
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn what_rots_in_a_backup_is_renewed_within_sixteen() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    library.back_up(copy.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    media(copy.path()).iter().for_each(|file| rot(file));
    let mut renewed = Vec::new();
    for _ in 0..16 {
        renewed.push(library.back_up(copy.path(), 1, Timestamp::UNIX_EPOCH).unwrap().renewed);
    }
    assert_eq!(renewed.iter().sum::<u64>(), 20);
    assert!(renewed.iter().all(|part| *part < 10), "a part each time: {renewed:?}");
    let back = tempfile::tempdir().unwrap();
    assert!(backup::restore(copy.path(), None, back.path()).unwrap().damaged.is_empty());
    assert!(Library::open(back.path()).unwrap().verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn two_backups_into_one_folder_at_once_are_both_whole() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    std::thread::scope(|scope| {
        let made: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| (0..5).map(|_| library.back_up(copy.path(), 3, Timestamp::now())).collect::<Vec<_>>())
            })
            .collect();
        for outcome in made.into_iter().flat_map(|made| made.join().unwrap()) {
            assert!(outcome.unwrap().damaged.is_empty());
        }
    });
    assert!(names(copy.path()).iter().all(|name| !name.contains("new")), "{:?}", names(copy.path()));
    let back = tempfile::tempdir().unwrap();
    backup::restore(copy.path(), None, back.path()).unwrap();
    assert!(Library::open(back.path()).unwrap().verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn nothing_is_made_of_a_file_in_which_nothing_can_be_read() {
    let (damaged, made) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for content in [Vec::new(), b"SQLite format 3\0".to_vec(), vec![0; 40_000]] {
        std::fs::write(damaged.path().join("library.db"), &content).unwrap();
        let error = salvage::salvage(damaged.path(), made.path(), Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(error.to_string().contains("nothing of it can be read"), "{error}");
        assert!(names(made.path()).is_empty(), "{:?}", names(made.path()));
    }
}

#[test]
fn a_dictionary_that_is_lost_twice_comes_back_from_the_backup() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    // Enough texts to train one on.
    for number in 1_000..2_100 {
        save(&library, number);
    }
    assert!(library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap());
    compact(&library);
    library.back_up(copy.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    drop(library);
    let file = Connection::open(own.path().join("library.db")).unwrap();
    file.execute("UPDATE dictionary SET bytes = substr(bytes, 1, 90)", []).unwrap();
    drop(file);
    std::fs::remove_dir_all(own.path().join("dictionaries")).unwrap();
    let library = Library::open(own.path()).unwrap();
    let found = library.verify(|_, _| {}).unwrap();
    assert!(
        found.faults.iter().any(|fault| matches!(fault.subject, Subject::Dictionary(_))),
        "{:?}",
        found.faults.len()
    );
    let repaired = library.repair(&found, Some(copy.path()), Timestamp::UNIX_EPOCH).unwrap();
    assert!(repaired.left.is_empty() && repaired.wanting.is_empty(), "{:?}", repaired.left.len());
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn a_folder_that_holds_another_library_takes_no_backup() {
    let folders = tempfile::tempdir().unwrap();
    let [one, other, copy] = ["one", "other", "copy"].map(|name| folders.path().join(name));
    let (first, second) = (Library::open(&one).unwrap(), Library::open(&other).unwrap());
    save(&second, 1);
    for taken in [&other, &copy] {
        second.back_up(&copy, 1, Timestamp::UNIX_EPOCH).unwrap();
        let refused = first.back_up(taken, 1, Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(refused.to_string().contains("another library"), "{refused}");
        assert!(Library::open(taken).unwrap().article_at("https://paper.example/1").unwrap().is_some());
    }
}

#[test]
fn a_folder_within_the_library_takes_no_backup_and_is_not_made() {
    let folders = tempfile::tempdir().unwrap();
    let library = Library::open(folders.path()).unwrap();
    for within in ["media", "backups", "backups/daily"] {
        let refused = library.back_up(&folders.path().join(within), 1, Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(refused.to_string().contains("inside the library"), "{refused}");
    }
    assert!(!folders.path().join("backups").exists());
}

#[test]
fn what_stands_in_the_log_beside_a_library_is_restored_with_it() {
    let folders = tempfile::tempdir().unwrap();
    let [own, carried, restored] = ["own", "carried", "restored"].map(|name| folders.path().join(name));
    let library = Library::open(&own).unwrap();
    save(&library, 1);
    std::fs::create_dir(&carried).unwrap();
    for name in ["library.db", "library.db-wal"] {
        std::fs::copy(own.join(name), carried.join(name)).unwrap();
    }
    backup::restore(&carried, None, &restored).unwrap();
    assert!(Library::open(&restored).unwrap().article_at("https://paper.example/1").unwrap().is_some());
}

#[test]
fn an_earlier_state_bears_the_time_at_which_it_was_made() {
    let (own, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = fill(own.path());
    for day in 1..=3 {
        library.back_up(copy.path(), 3, format!("2026-03-0{day}T10:00:00Z").parse().unwrap()).unwrap();
    }
    let states: Vec<String> = names(copy.path()).into_iter().filter(|name| name.ends_with("Z.db")).collect();
    assert_eq!(states, ["library-2026-03-01T10-00-00Z.db", "library-2026-03-02T10-00-00Z.db"]);
    // One that does not say when it was made was made when its file was written.
    let newest = copy.path().join("library.db");
    Connection::open(&newest).unwrap().execute("DELETE FROM setting WHERE name = 'backup_made_at'", []).unwrap();
    let written = std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400);
    std::fs::OpenOptions::new().write(true).open(&newest).unwrap().set_modified(written).unwrap();
    library.back_up(copy.path(), 4, "2026-03-04T10:00:00Z".parse().unwrap()).unwrap();
    assert!(copy.path().join("library-1970-01-02T00-00-00Z.db").is_file());
}
