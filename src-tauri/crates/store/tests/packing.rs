//! Texts are packed, with a dictionary once there are enough of them, and come out as they went in.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use broadsheet_model::{Section, TextState};
use broadsheet_store::captures::Capture;
use broadsheet_store::compact::{Compaction, enlarge_pages};
use broadsheet_store::originals::{PackedPage, Sent};
use broadsheet_store::verify::{Subject, verify};
use broadsheet_store::{Library, backup};
use brotli::enc::BrotliEncoderParams;
use jiff::Timestamp;

fn text(number: u32) -> String {
    (0..40)
        .map(|line| {
            format!("<p>On day {} the harbour of town {} had {} ships.</p>", line + number, number % 7, line * number)
        })
        .collect()
}

fn save(library: &Library, number: u32) -> broadsheet_model::ArticleId {
    save_with(library, number, None)
}

fn save_with(library: &Library, number: u32, sent: Option<Sent<'_>>) -> broadsheet_model::ArticleId {
    let html = text(number);
    // Of every other text the plain text is not just what the HTML gives.
    let body = html.replace("<p>", "").replace("</p>", "\n");
    let body = if number.is_multiple_of(2) { body } else { body.trim_end().to_owned() };
    let standfirst = number.is_multiple_of(3).then(|| format!("A standfirst of day {number}"));
    let headline = format!("Ships of day {number}");
    let capture = Capture {
        headline: Some(&headline),
        standfirst: standfirst.as_deref(),
        byline: &[],
        published_at: None,
        dated: broadsheet_model::Dated::ToTheTime,
        modified_at: None,
        site: None,
        publisher_section: None,
        section: Section::General,
        language: None,
        html: &html,
        body: &body,
        figures: &[],
        has_lead: false,
        text_state: TextState::Full,
        text_note: None,
        facts: None,
        sent,
    };
    let url = format!("https://paper.example/{number}");
    library.save_capture(&url, &[], "paper.example", &capture, Timestamp::UNIX_EPOCH).unwrap()
}

#[test]
fn a_dictionary_is_trained_once_and_every_text_survives_it() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let first = save(&library, 1);
    assert!(!library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap(), "too few texts");
    for number in 2..1_010 {
        save(&library, number);
    }
    let other = Library::open(folder.path()).unwrap();
    assert!(library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap());
    assert!(!library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap(), "once is enough");
    let mut last = Some(0);
    while let Some(after) = last {
        last = library.pack_anew(after).unwrap();
    }
    assert_eq!(library.body(first).unwrap().0, text(1));
    let later = save(&library, 2_000);
    assert_eq!(other.body(later).unwrap().0, text(2_000), "another program learns the dictionary when it meets it");
    drop((library, other));
    let library = Library::open(folder.path()).unwrap();
    assert_eq!(library.body(first).unwrap().0, text(1));
    assert_eq!(library.search("ships ", 0, 5).unwrap().1, 1_010);
}

#[test]
fn a_dictionary_is_held_packed_and_is_read_from_its_copy_where_it_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let first = save(&library, 1);
    for number in 2..1_010 {
        save(&library, number);
    }
    assert!(library.train_dictionary(Timestamp::UNIX_EPOCH).unwrap());
    let mut last = Some(0);
    while let Some(after) = last {
        last = library.pack_anew(after).unwrap();
    }
    drop(library);
    let database = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    let (id, held): (u32, Vec<u8>) =
        database.query_row("SELECT id, bytes FROM dictionary", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let copy = std::fs::read(folder.path().join("dictionaries").join(id.to_string())).unwrap();
    let (bytes, _hash) = copy.split_at(copy.len() - 32);
    assert!(held.len() < bytes.len() * 3 / 4, "{} of {}", held.len(), bytes.len());
    let bend = |bytes: &[u8], at: usize| {
        let mut bent = bytes.to_vec();
        bent[at] ^= 1;
        bent
    };
    let bent = bend(&held, held.len() / 2);
    let (unnamed, untold) = (bend(&held, 0), bend(bytes, 12));
    // As older libraries hold it, as it is now, and damaged; then its copy is.
    for (bytes, faults) in [(bytes, 0), (&held, 0), (&bent, 1), (&unnamed, 1), (&untold, 1)] {
        database.execute("UPDATE dictionary SET bytes = ?1", [bytes]).unwrap();
        let library = Library::open(folder.path()).unwrap();
        assert_eq!(library.body(first).unwrap().0, text(1));
        let later = save(&library, 3_000);
        assert_eq!(library.body(later).unwrap().0, text(3_000));
        let findings = library.verify(|_, _| {}).unwrap();
        assert_eq!(findings.faults.len(), faults, "{:?}", findings.faults);
        let repaired = library.repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((repaired.mended.len(), repaired.left.len()), (faults, 0));
        assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    }
    let library = Library::open(folder.path()).unwrap();
    let place = folder.path().join("dictionaries").join(id.to_string());
    std::fs::write(&place, &bent).unwrap();
    let findings = library.verify(|_, _| {}).unwrap();
    assert_eq!(findings.faults.len(), 1, "{:?}", findings.faults);
    assert_eq!(library.repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap().mended.len(), 1);
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    assert_eq!(std::fs::read(&place).unwrap(), copy);
    // With neither, no text can be read; all of them stay until one of the two comes back.
    drop(library);
    std::fs::remove_file(&place).unwrap();
    let take = |bytes: &[u8]| database.execute("UPDATE dictionary SET bytes = ?1", [bytes]).unwrap();
    take(&unnamed);
    let library = Library::open(folder.path()).unwrap();
    let findings = library.verify(|_, _| {}).unwrap();
    assert!(findings.faults.len() > 100, "{}", findings.faults.len());
    let repaired = library.repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((repaired.mended.len(), repaired.left.len()), (0, findings.faults.len()));
    drop(library);
    take(&held);
    let library = Library::open(folder.path()).unwrap();
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    assert_eq!(library.body(first).unwrap().0, text(1));
}

/// What a reader sees of an article's versions.
fn seen(library: &Library, article: broadsheet_model::ArticleId) -> (Vec<String>, String, (String, String)) {
    let versions = library.versions(article).unwrap();
    let text = library.version_text(article, versions.first().unwrap().id).unwrap();
    (versions.into_iter().map(|version| version.headline).collect(), text, library.body(article).unwrap())
}

fn compact(library: &Library) {
    let mut compaction = Compaction::wholly();
    while library.compact_piece(&mut compaction).unwrap() {}
}

#[test]
fn a_compacted_library_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let articles: Vec<_> = (0..1_010).map(|number| save(&library, number)).collect();
    library.search("ships ", 0, 5).unwrap();
    let before: Vec<_> = articles.iter().map(|article| seen(&library, *article)).collect();
    let size = || -> i64 {
        let file = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
        let sum = "SELECT sum(length(packed) + length(headline) + coalesce(length(standfirst), 0)) FROM version";
        file.query_row(sum, [], |row| row.get(0)).unwrap()
    };
    drop(library);
    let large = size();
    // Stopped in the middle, it goes on where it was.
    let library = Library::open(folder.path()).unwrap();
    let mut compaction = Compaction::wholly();
    for _ in 0..4 {
        assert!(library.compact_piece(&mut compaction).unwrap());
    }
    drop(library);
    let library = Library::open(folder.path()).unwrap();
    compact(&library);
    let after: Vec<_> = articles.iter().map(|article| seen(&library, *article)).collect();
    assert_eq!(after, before);
    assert_eq!(library.search("\"harbour of town\"", 0, 5).unwrap().1, 1_010);
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty(), "{:?}", library.verify(|_, _| {}).unwrap());
    drop(library);
    assert!(size() * 10 < large * 9, "{} of {large} bytes", size());
    // What comes later is packed in turn, and what has changed is seen.
    let library = Library::open(folder.path()).unwrap();
    let later = save(&library, 5_000);
    compact(&library);
    assert_eq!(seen(&library, later).0, ["Ships of day 5000"]);
    assert_eq!(library.search("\"day 5000\"", 0, 5).unwrap().1, 1);
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn kept_pages_are_packed_harder_and_stay_what_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let page = |number: u32| format!("<!doctype html><title>{number}</title>{}", text(number));
    for number in 0..3 {
        let html = page(number);
        let (mut stream, quickly) = (Vec::new(), BrotliEncoderParams { quality: 1, ..BrotliEncoderParams::default() });
        brotli::BrotliCompress(&mut html.as_bytes(), &mut stream, &quickly).unwrap();
        let packed = if number == 0 { PackedPage::of(&html) } else { PackedPage::of_brotli(&stream) };
        save_with(&library, number, Some(Sent { url: "https://paper.example/", html: &html, packed: Some(&packed) }));
    }
    let file = || rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    let number = |query: &str| -> i64 { file().query_row(query, [], |row| row.get(0)).unwrap() };
    let (sizes, waiting) = ("SELECT sum(length(packed)) FROM original", "SELECT count(*) FROM loose_original");
    assert_eq!(number(waiting), 3);
    // What has decayed is left as it is.
    file().execute("UPDATE original SET packed = substr(packed, 1, 40) WHERE article_id = 2", []).unwrap();
    let before = number(sizes);
    compact(&library);
    assert_eq!(number(waiting), 0);
    assert!(number(sizes) < before, "{} of {before} bytes", number(sizes));
    let originals = library.originals(broadsheet_model::ArticleId(0), 9).unwrap();
    let read: Vec<&str> = originals.iter().map(|original| original.html.as_str()).collect();
    assert_eq!(read, [page(0).as_str(), "", page(2).as_str()]);
    assert_eq!(library.verify(|_, _| {}).unwrap().faults.len(), 1, "the one that had decayed before");
}

#[test]
fn decay_in_a_compacted_text_costs_no_headline() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    for number in 0..1_010 {
        save(&library, number);
    }
    compact(&library);
    drop(library);
    let file = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    let changed = file.execute("UPDATE version SET packed = substr(packed, 1, 20) WHERE id IN (3, 7)", []).unwrap();
    assert_eq!(changed, 2);
    file.execute("UPDATE article SET headline = 'Another' WHERE id = 9", []).unwrap();
    drop(file);
    let findings = verify(folder.path(), |_, _| {}).unwrap();
    let texts = findings.faults.iter().filter(|fault| matches!(fault.subject, Subject::Text { .. })).count();
    assert_eq!(texts, 2, "{findings:?}");
    assert!(findings.faults.iter().any(|fault| fault.subject == Subject::Article(broadsheet_model::ArticleId(9))));
    let library = Library::open(folder.path()).unwrap();
    library.repair(&findings, None, Timestamp::UNIX_EPOCH).unwrap();
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty(), "{:?}", library.verify(|_, _| {}).unwrap());
    for (article, headline) in [(3, "Ships of day 2"), (7, "Ships of day 6"), (9, "Ships of day 8")] {
        let card = library.card(broadsheet_model::ArticleId(article)).unwrap();
        assert_eq!(card.headline, headline);
    }
}

#[test]
fn a_library_of_small_pages_gets_larger_ones() {
    let folder = tempfile::tempdir().unwrap();
    let file = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    file.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA application_id = 0x42725368;")
        .unwrap();
    drop(file);
    let library = Library::open(folder.path()).unwrap();
    for number in 0..20 {
        save(&library, number);
    }
    library.search("ships ", 0, 5).unwrap();
    let page = |folder: &std::path::Path| -> i64 {
        let file = rusqlite::Connection::open(folder.join("library.db")).unwrap();
        file.pragma_query_value(None, "page_size", |row| row.get(0)).unwrap()
    };
    assert_eq!(page(folder.path()), 4096);
    assert!(!enlarge_pages(folder.path()).unwrap(), "another program has it open");
    assert_eq!(library.search("ships ", 0, 5).unwrap().1, 20);
    let (kept, back) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    library.back_up(kept.path(), 1, Timestamp::UNIX_EPOCH).unwrap();
    backup::restore(kept.path(), None, &back.path().join("library")).unwrap();
    drop(library);
    assert!(enlarge_pages(folder.path()).unwrap());
    assert!(!enlarge_pages(folder.path()).unwrap(), "once is enough");
    for folder in [folder.path(), &back.path().join("library")] {
        assert_eq!(page(folder), 16_384);
        let library = Library::open(folder).unwrap();
        assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
        assert_eq!(library.search("\"harbour of town\"", 0, 5).unwrap().1, 20);
    }
}
