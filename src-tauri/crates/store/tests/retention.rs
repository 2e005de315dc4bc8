//! What goes by the reader's rules, and what never does.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use broadsheet_model::{ArticleId, FeedId, Figure, ListId, Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::media::PictureKind;
use broadsheet_store::pictures::PictureOutcome;
use broadsheet_store::retention::{Rules, SourceRules};
use jiff::Timestamp;

const DAY: u64 = 86_400;

fn day(number: u64) -> Timestamp {
    "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap().checked_add(Duration::from_secs(number * DAY)).unwrap()
}

fn entry(number: u32, picture: &str) -> NewEntry {
    let text = format!("Quokka number {number} waved. ");
    NewEntry {
        guid: format!("guid-{number}"),
        fingerprint: format!("fingerprint-{number}"),
        url: format!("https://paper.example/{number}"),
        other_urls: Vec::new(),
        host: "paper.example".to_owned(),
        headline: format!("Quokka {number} waves"),
        standfirst: None,
        byline: Vec::new(),
        published_at: None,
        publisher_section: None,
        section: Section::General,
        language: None,
        html: format!("<p>{text}</p>"),
        is_clean: true,
        text_state: TextState::Full,
        figures: vec![Figure { src: picture.to_owned(), alt: None, caption: None, credit: None }],
        has_lead: true,
        enclosures: Vec::new(),
        has_address: true,
        wants_page: false,
    }
}

fn subscribe(library: &Library, url: &str) -> FeedId {
    let feed =
        NewFeed { url, title: "Paper", format: None, host: "paper.example", publication_name: None, home_url: None };
    library.subscribe(feed, day(0)).unwrap().0
}

struct Shelf {
    library: Library,
    feed: FeedId,
    _folder: tempfile::TempDir,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let feed = subscribe(&library, "https://paper.example/feed");
        Self { library, feed, _folder: folder }
    }

    /// An article that came in on a day, with a picture of a thousand bytes.
    fn article(&self, number: u32, at: u64, picture: &str) -> ArticleId {
        self.library.store_entries(self.feed, vec![entry(number, picture)], day(at)).unwrap();
        let bytes = vec![u8::try_from(picture.len()).unwrap(); 1000];
        let asset = self.library.put_media(&[bytes.as_slice(), picture.as_bytes()].concat()).unwrap();
        let kind = PictureKind { media_type: "image/jpeg", width: 30, height: 20 };
        self.library.note_picture(picture, &asset, kind, 1000 + picture.len() as u64, day(at)).unwrap();
        self.library.article_at(&format!("https://paper.example/{number}")).unwrap().unwrap()
    }

    fn is_there(&self, article: ArticleId) -> bool {
        self.library.card(article).is_ok()
    }

    fn files(&self) -> usize {
        let media = self.library.folder().join("media");
        std::fs::read_dir(media).unwrap().map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap().count()).sum()
    }

    fn sound(&self) {
        let found = self.library.verify(|_, _| {}).unwrap();
        // The pictures of this test are none; what is said of them cannot be held against them.
        assert_eq!((found.faults, found.spare_files), (Vec::new(), 0));
    }
}

const THIRTY: Rules = Rules { keep_days: Some(30), picture_budget: None };

#[test]
fn without_a_rule_nothing_goes() {
    let shelf = Shelf::new();
    let old = shelf.article(1, 0, "https://paper.example/1.jpg");
    assert_eq!(shelf.library.trim(day(9_000)).unwrap(), Default::default());
    assert!(shelf.is_there(old));
}

#[test]
fn old_articles_go_with_their_files_and_do_not_come_back() {
    let shelf = Shelf::new();
    let old = shelf.article(1, 0, "https://paper.example/1.jpg");
    let shared = shelf.article(2, 1, "https://paper.example/shared.jpg");
    let young = shelf.article(3, 50, "https://paper.example/shared.jpg");
    let shown = shelf.library.leaving(THIRTY, None, day(60)).unwrap();
    assert_eq!(shown.articles, [old, shared]);
    assert_eq!(shown.bytes, 1000 + "https://paper.example/1.jpg".len() as u64, "what the young one shows stays");
    assert!(shelf.is_there(old), "to look is not to do");

    shelf.library.set_rules(THIRTY).unwrap();
    assert_eq!(shelf.library.trim(day(60)).unwrap(), shown);
    assert!(!shelf.is_there(old) && !shelf.is_there(shared) && shelf.is_there(young));
    assert_eq!(shelf.files(), 1);
    shelf.sound();
    assert_eq!(shelf.library.search("quokka", 0, 10).unwrap().1, 1, "the search does not find what went");

    let again: Vec<NewEntry> = (1..=3).map(|number| entry(number, "https://paper.example/shared.jpg")).collect();
    let mut renamed = entry(1, "https://paper.example/1.jpg");
    renamed.guid = "another guid".to_owned();
    let stored =
        shelf.library.store_entries(shelf.feed, again.into_iter().chain([renamed]).collect(), day(61)).unwrap();
    assert_eq!(stored.new_articles, 0, "a feed that still lists it does not bring it back");
    shelf.sound();
}

#[test]
fn what_the_reader_keeps_or_spoke_of_never_goes() {
    let shelf = Shelf::new();
    let articles: Vec<ArticleId> =
        (1..=4).map(|number| shelf.article(number, 0, &format!("https://paper.example/{number}.jpg"))).collect();
    shelf.library.set_starred(articles[0], true, day(1)).unwrap();
    let list: ListId = shelf.library.lists().unwrap()[0].id;
    shelf.library.add_to_list(list, articles[1], day(1)).unwrap();
    shelf.library.correct_section(articles[2], Section::Sport, day(1)).unwrap();
    shelf.library.set_read(articles[3], true, day(1)).unwrap();
    shelf.library.set_rules(Rules { keep_days: Some(1), picture_budget: Some(0) }).unwrap();
    let gone = shelf.library.trim(day(100)).unwrap();
    assert_eq!((gone.articles, gone.pictures_of), (vec![articles[3]], vec![articles[2]]));
    assert!(articles[..3].iter().all(|article| shelf.is_there(*article)));
    for kept in &articles[..2] {
        assert_eq!(shelf.library.card(*kept).unwrap().pictures_missing, 0);
    }
    shelf.sound();
}

#[test]
fn a_source_may_have_rules_of_its_own() {
    let shelf = Shelf::new();
    let old = shelf.article(1, 0, "https://paper.example/1.jpg");
    let for_good = SourceRules { feed: shelf.feed, rules: Rules { keep_days: Some(0), picture_budget: None } };
    assert_eq!(shelf.library.leaving(THIRTY, Some(for_good), day(90)).unwrap().articles, []);
    shelf.library.set_rules(THIRTY).unwrap();
    shelf.library.set_source_rules(for_good).unwrap();
    assert_eq!(shelf.library.trim(day(90)).unwrap().articles, []);
    // A second source brings the same article; it stays as long as any of them wants it to.
    let other = subscribe(&shelf.library, "https://paper.example/other");
    shelf.library.store_entries(other, vec![entry(1, "https://paper.example/1.jpg")], day(0)).unwrap();
    assert_eq!(shelf.library.trim(day(90)).unwrap().articles, []);
    let short = SourceRules { feed: shelf.feed, rules: Rules { keep_days: Some(2), picture_budget: None } };
    shelf.library.set_source_rules(short).unwrap();
    assert_eq!(shelf.library.trim(day(10)).unwrap().articles, [], "the other source keeps it for thirty days");
    assert_eq!(shelf.library.trim(day(90)).unwrap().articles, [old]);
    let nobody = SourceRules { feed: FeedId(4711), ..short };
    assert!(shelf.library.set_source_rules(nobody).is_err());
}

#[test]
fn pictures_beyond_their_room_go_the_oldest_first_and_can_be_fetched_again() {
    let shelf = Shelf::new();
    let articles: Vec<ArticleId> = (1..=3)
        .map(|number| shelf.article(number, u64::from(number), &format!("https://paper.example/{number}.jpg")))
        .collect();
    let rules = Rules { keep_days: None, picture_budget: Some(2_500) };
    shelf.library.set_rules(rules).unwrap();
    let gone = shelf.library.trim(day(9)).unwrap();
    assert_eq!((gone.articles.len(), &gone.pictures_of), (0, &vec![articles[0]]));
    assert_eq!(shelf.files(), 2);
    let card = shelf.library.card(articles[0]).unwrap();
    assert_eq!(card.pictures_missing, 1);
    assert!(shelf.library.figures(articles[0]).unwrap()[0].problem.as_ref().unwrap().contains("left out"));
    assert_eq!(shelf.library.wanted_pictures(articles[0], day(9), false).unwrap(), [], "it is not fetched by itself");
    assert_eq!(shelf.library.wanted_pictures(articles[0], day(9), true).unwrap().len(), 1);
    assert_eq!(shelf.library.trim(day(9)).unwrap(), Default::default(), "there is room now");
    shelf.sound();
    let own = SourceRules { feed: shelf.feed, rules: Rules { keep_days: None, picture_budget: Some(1_100) } };
    assert_eq!(shelf.library.leaving(rules, Some(own), day(9)).unwrap().pictures_of, [articles[1]]);
}

#[test]
fn a_clock_that_is_years_ahead_lets_nothing_go() {
    let shelf = Shelf::new();
    let old = [(1, 0), (2, 9)].map(|(number, at)| shelf.article(number, at, "https://paper.example/1.jpg"));
    shelf.library.set_rules(THIRTY).unwrap();
    shelf.article(3, 3650, "https://paper.example/1.jpg");
    assert_eq!(shelf.library.trim(day(3650)).unwrap().articles, []);
    assert_eq!(shelf.library.leaving(THIRTY, None, day(3652)).unwrap().articles, old, "it has been so for a day");
    assert_eq!(shelf.library.trim(day(41)).unwrap().articles, old, "the clock is right again");
}

#[test]
fn what_was_left_out_is_wanted_by_an_article_that_is_new() {
    let shelf = Shelf::new();
    let (shared, other) = ("https://paper.example/shared.jpg", "https://paper.example/other.jpg");
    let old = shelf.article(1, 1, shared);
    shelf.article(9, 1, other);
    shelf.library.set_rules(Rules { keep_days: None, picture_budget: Some(0) }).unwrap();
    shelf.library.trim(day(2)).unwrap();
    let wanted = |article, at| {
        let wanted = shelf.library.wanted_pictures(article, day(at), false).unwrap();
        wanted.into_iter().map(|picture| picture.src).collect::<Vec<_>>()
    };
    let mut changed = entry(1, shared);
    changed.figures.extend(entry(1, other).figures);
    changed.html = "<p>It waved twice, and then it waved once more.</p>".to_owned();
    changed.fingerprint = "changed".to_owned();
    shelf.library.store_entries(shelf.feed, vec![changed], day(3)).unwrap();
    assert_eq!(wanted(old, 3), [other], "the other one it showed before");
    shelf.library.store_entries(shelf.feed, vec![entry(2, shared)], day(4)).unwrap();
    let new = shelf.library.article_at("https://paper.example/2").unwrap().unwrap();
    assert_eq!(wanted(new, 4), [shared]);

    // What was refused is given up after one try; what failed again and again may be there by now.
    let fail = |next_try_at| {
        let why = "nobody answers".to_owned();
        let outcome = PictureOutcome::Problem { why, next_try_at };
        shelf.library.note_pictures(&[(shared.to_owned(), outcome)], day(4)).unwrap();
    };
    fail(None);
    assert!(wanted(new, 5).is_empty());
    shelf.library.store_entries(shelf.feed, vec![entry(3, shared)], day(5)).unwrap();
    assert!(wanted(new, 5).is_empty());
    fail(Some(day(6)));
    fail(None);
    shelf.library.store_entries(shelf.feed, vec![entry(4, shared)], day(7)).unwrap();
    assert_eq!(wanted(new, 7), [shared]);
}

#[test]
fn what_is_kept_while_pictures_go_keeps_those_that_it_shares() {
    let shelf = Shelf::new();
    let shared = "https://paper.example/shared.jpg";
    let articles: Vec<ArticleId> = [(1, "https://paper.example/1.jpg"), (2, shared), (3, shared)]
        .into_iter()
        .map(|(number, picture)| shelf.article(number, u64::from(number), picture))
        .collect();
    shelf.library.set_rules(Rules { keep_days: None, picture_budget: Some(0) }).unwrap();
    // The reader stars the last one when what goes is chosen and has not gone yet.
    let reader = rusqlite::Connection::open(shelf.library.folder().join("library.db")).unwrap();
    reader.execute_batch("BEGIN IMMEDIATE").unwrap();
    reader.execute("INSERT INTO reading (article_id, starred_at) VALUES (?1, 1)", [articles[2].0]).unwrap();
    std::thread::scope(|threads| {
        let trim = threads.spawn(|| shelf.library.trim(day(9)).unwrap());
        std::thread::sleep(Duration::from_millis(500));
        reader.execute_batch("COMMIT").unwrap();
        let gone = trim.join().unwrap();
        assert_eq!(gone.pictures_of, [articles[0]], "nothing is said of pictures that stayed");
    });
    let missing: Vec<u32> =
        articles.iter().map(|article| shelf.library.card(*article).unwrap().pictures_missing).collect();
    assert_eq!(missing, [1, 0, 0]);
    shelf.sound();
}
