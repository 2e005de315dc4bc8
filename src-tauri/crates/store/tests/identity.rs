//! What stays itself: entries whose guids change, articles with several addresses, feeds that move.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use broadsheet_model::{FeedId, Section, TextState, VersionId};
use broadsheet_store::Library;
use broadsheet_store::cards::Shelf;
use broadsheet_store::entries::{EntriesStored, FeedAnswer, NewEntry};
use broadsheet_store::feeds::{Feed, FeedOutcome, NewFeed, TextFrom, Trouble};
use broadsheet_store::ready::Here;
use jiff::{Timestamp, ToSpan};

fn day(number: i64) -> Timestamp {
    "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap().checked_add((number * 24).hours()).unwrap()
}

struct Shelves {
    library: Library,
    feed: FeedId,
    _folder: tempfile::TempDir,
}

fn shelves() -> Shelves {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    let feed = subscribe(&library, "http://paper.example/feed").0;
    Shelves { library, feed, _folder: folder }
}

fn subscribe(library: &Library, url: &str) -> (FeedId, bool) {
    let feed =
        NewFeed { url, title: "Paper", format: None, host: "paper.example", publication_name: None, home_url: None };
    library.subscribe(feed, day(0)).unwrap()
}

fn entry(guid: &str, url: &str) -> NewEntry {
    NewEntry {
        guid: guid.to_owned(),
        fingerprint: "1".to_owned(),
        url: url.to_owned(),
        other_urls: Vec::new(),
        host: "paper.example".to_owned(),
        headline: format!("A headline that tells {url}"),
        standfirst: None,
        byline: Vec::new(),
        published_at: Some(day(0)),
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

impl Shelves {
    fn store(&self, entries: Vec<NewEntry>) -> u32 {
        self.library.store_entries(self.feed, entries, day(1)).unwrap().new_articles
    }

    fn feed(&self) -> Feed {
        self.library.feed(self.feed).unwrap()
    }

    fn answer(&self, day_number: i64, moved_to: Option<&str>) {
        let outcome = FeedOutcome::Answered {
            format: None,
            title: None,
            etag: None,
            last_modified: None,
            validated_url: None,
            moved_to: moved_to.map(str::to_owned),
            gives: None,
            pause_secs: 3600,
            polite_secs: None,
            quiet: None,
        };
        self.library.note_feed_outcome(self.feed, &outcome, day(day_number), None).unwrap();
    }

    fn fail(&self, day_number: i64, missing: bool) {
        let outcome = FeedOutcome::Failed {
            error: "Not there.".into(),
            hint: None,
            trouble: Trouble::NotFound,
            gone: false,
            missing,
        };
        self.library.note_feed_outcome(self.feed, &outcome, day(day_number), None).unwrap();
    }
}

#[test]
fn guids_that_change_scheme_host_edition_or_altogether_bring_nothing_new() {
    let shelves = shelves();
    let first =
        |number: u32| entry(&format!("http://paper.example/{number}#0"), &format!("https://paper.example/{number}"));
    assert_eq!(shelves.store((0..5).map(first).collect()), 5);
    for guid in ["https://www.new.example/{}#0", "http://paper.example/{}#7", "{}-8c2f", "{}-11d0"] {
        let again = |number: u32| NewEntry {
            guid: guid.replace("{}", &number.to_string()),
            ..entry("", &format!("https://paper.example/{number}"))
        };
        assert_eq!(shelves.store((0..5).map(again).collect()), 0, "{guid}");
    }
    // With a guid and an address that are both new, the headline and the time still tell.
    let moved = |number: u32| NewEntry {
        headline: format!("A headline that tells https://paper.example/{number}"),
        ..entry(&format!("moved-{number}"), &format!("https://elsewhere.example/story/{number}"))
    };
    assert_eq!(shelves.store((0..5).map(moved).collect()), 0);
    assert_eq!(shelves.library.totals().unwrap().articles, 5);
    let article = shelves.library.article_at("https://elsewhere.example/story/3").unwrap();
    assert_eq!(article, shelves.library.article_at("https://paper.example/3").unwrap());
}

#[test]
fn entries_that_look_alike_in_one_document_stay_apart() {
    let shelves = shelves();
    let alike = |guid: &str, url: &str| NewEntry { headline: "Photograph of the day".into(), ..entry(guid, url) };
    let both = || {
        vec![
            alike("http://a.example/1", "https://paper.example/1"),
            alike("http://b.example/1", "https://paper.example/2"),
        ]
    };
    assert_eq!(shelves.store(both()), 2);
    assert_eq!(shelves.store(both()), 0);
    let mut more = both();
    more.push(alike("http://c.example/1", "https://paper.example/3"));
    assert_eq!(shelves.store(more), 1);
}

#[test]
fn addresses_that_differ_in_scheme_or_www_are_one_article_from_two_feeds() {
    let shelves = shelves();
    let other = subscribe(&shelves.library, "https://paper.example/sport").0;
    shelves.store(vec![entry("1", "https://paper.example/a")]);
    for url in ["http://paper.example/a", "https://www.paper.example/a", "https://paper.example/a/"] {
        let stored = shelves.library.store_entries(other, vec![entry(url, url)], day(1)).unwrap();
        assert_eq!(stored.new_articles, 0, "{url}");
    }
}

#[test]
fn what_vanishes_from_a_feed_stays_and_does_not_come_back_as_new() {
    let shelves = shelves();
    shelves.store(vec![entry("1", "https://paper.example/1"), entry("2", "https://paper.example/2")]);
    assert_eq!(shelves.store(vec![entry("2", "https://paper.example/2")]), 0);
    assert_eq!(shelves.library.totals().unwrap().articles, 2);
    assert_eq!(shelves.store(vec![entry("1", "https://paper.example/1")]), 0);
    shelves.library.unsubscribe(&[shelves.feed], day(2)).unwrap();
    subscribe(&shelves.library, "http://paper.example/feed");
    assert_eq!(shelves.store(vec![entry("1", "https://paper.example/1")]), 0);
}

#[test]
fn a_text_that_the_feed_changed_is_a_new_version_of_a_read_article() {
    let shelves = shelves();
    shelves.store(vec![NewEntry { text_state: TextState::Full, ..entry("1", "https://paper.example/1") }]);
    let article = shelves.library.article_at("https://paper.example/1").unwrap().unwrap();
    shelves.library.set_read(article, true, day(1)).unwrap();
    let edited = NewEntry {
        fingerprint: "2".into(),
        text_state: TextState::Full,
        html: "<p>Another summary.</p>".into(),
        ..entry("1", "https://paper.example/1")
    };
    let stored = shelves.library.store_entries(shelves.feed, vec![edited], day(2)).unwrap();
    assert_eq!((stored.new_articles, stored.changed), (0, 1));
    assert_eq!(shelves.library.versions(article).unwrap().len(), 2);
    assert!(shelves.library.card(article).unwrap().read, "an edit makes nothing unread");
}

#[test]
fn a_feed_moves_when_a_permanent_redirect_has_held_for_a_week() {
    let shelves = shelves();
    let old = "http://paper.example/feed";
    for number in [0, 1, 6] {
        shelves.answer(number, Some("https://new.example/feed"));
        assert_eq!(shelves.feed().url, old);
    }
    // A captive portal, for an afternoon, starts the week anew.
    shelves.answer(6, Some("http://login.hotel.example/"));
    shelves.answer(7, Some("https://new.example/feed"));
    assert_eq!(shelves.feed().url, old);
    shelves.answer(9, Some("https://new.example/feed"));
    shelves.answer(14, Some("https://new.example/feed"));
    assert_eq!(shelves.feed().url, "https://new.example/feed");
}

#[test]
fn a_feed_moves_to_https_on_its_own_host_at_once_but_not_to_where_another_is() {
    let shelves = shelves();
    shelves.answer(0, Some("https://paper.example/feed"));
    assert_eq!(shelves.feed().url, "https://paper.example/feed");
    let other = subscribe(&shelves.library, "https://paper.example/other").0;
    for number in 0..20 {
        shelves.answer(number, Some("https://paper.example/other"));
    }
    assert_eq!(shelves.feed().url, "https://paper.example/feed");
    assert_ne!(shelves.feed, other);
}

#[test]
fn one_feed_at_several_addresses_is_one_subscription() {
    let shelves = shelves();
    for url in [
        "https://paper.example/feed",
        "http://www.paper.example/feed",
        "https://www.paper.example/feed",
        "http://paper.example/feed/",
    ] {
        assert_eq!(subscribe(&shelves.library, url), (shelves.feed, false), "{url}");
    }
    assert_ne!(subscribe(&shelves.library, "https://paper.example/feed?section=sport").0, shelves.feed);
}

#[test]
fn a_feed_that_is_not_there_for_two_weeks_is_gone_and_one_with_trouble_is_not() {
    let shelves = shelves();
    for number in 0..20 {
        shelves.fail(number, false);
    }
    assert!(!shelves.feed().gone);
    shelves.answer(20, None);
    for number in 21..34 {
        shelves.fail(number, true);
        assert!(!shelves.feed().gone, "{number}");
    }
    shelves.fail(35, true);
    assert!(shelves.feed().gone);
    shelves.answer(36, None);
    assert!(!shelves.feed().gone);
}

#[test]
fn what_feeds_answered_together_is_stored_together() {
    let shelves = shelves();
    let other = subscribe(&shelves.library, "https://other.example/feed").0;
    let ready = |entries| shelves.library.ready(entries);
    let answers = [
        FeedAnswer { feed: shelves.feed, entries: ready(vec![entry("1", "https://paper.example/1")]), outcome: None },
        FeedAnswer {
            feed: other,
            entries: ready(vec![entry("1", "https://paper.example/1"), entry("2", "https://paper.example/2")]),
            outcome: None,
        },
    ];
    let stored = shelves.library.store_answers(&answers, day(1)).unwrap();
    assert_eq!(stored.iter().map(|stored| stored.new_articles).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_text_waits_to_be_cleaned_and_is_found_afterwards() {
    let shelves = shelves();
    shelves.store(vec![NewEntry {
        html: "<p>A quokka<script>1</script></p>".into(),
        ..entry("1", "https://paper.example/1")
    }]);
    assert_eq!(shelves.library.shelf(Shelf::Everything, None, 10).unwrap().len(), 1, "its headline is listed already");
    assert_eq!(shelves.library.search("quokka", 0, 10).unwrap().1, 0);
    let raw = shelves.library.raw_texts(VersionId(0), 10).unwrap();
    assert_eq!((raw.len(), raw[0].url.as_str()), (1, "https://paper.example/1"));
    let clean = shelves.library.ready_text(raw[0].version, "<p>A quokka</p>");
    shelves.library.store_texts(std::slice::from_ref(&clean)).unwrap();
    shelves.library.store_texts(&[clean]).unwrap();
    assert!(shelves.library.raw_texts(VersionId(0), 10).unwrap().is_empty());
    assert_eq!(shelves.library.search("quokka", 0, 10).unwrap().1, 1);
    assert_eq!(shelves.library.search("headline", 0, 10).unwrap().1, 1);
}

#[test]
fn two_sites_of_one_feed_may_count_their_articles_alike() {
    let shelves = shelves();
    let of = |host: &str, headline: &str, published| NewEntry {
        host: host.to_owned(),
        headline: headline.to_owned(),
        published_at: Some(day(published)),
        ..entry(&format!("https://{host}/?p=123"), &format!("https://{host}/{}", headline.replace(' ', "-")))
    };
    assert_eq!(shelves.store(vec![of("ada.example", "Why I left", 0)]), 1);
    assert_eq!(shelves.store(vec![of("ben.example", "Release four is out", 40)]), 1);
    assert_eq!(shelves.store(vec![of("new.ben.example", "Release four is out", 41)]), 0, "a site moved");
    assert_eq!(shelves.store(vec![of("newer.ben.example", "Release four", 41)]), 1);
}

#[test]
fn a_waiting_text_that_decayed_holds_up_no_other() {
    let shelves = shelves();
    let numbered = |number: u32| entry(&number.to_string(), &format!("https://paper.example/{number}"));
    shelves.store((1..=3).map(numbered).collect());
    let file = rusqlite::Connection::open(shelves.library.folder().join("library.db")).unwrap();
    file.execute("UPDATE version SET packed = substr(packed, 1, 3) WHERE id = 1", []).unwrap();
    let waiting = shelves.library.raw_texts(VersionId(0), 1).unwrap();
    assert_eq!(waiting.iter().map(|text| text.version).collect::<Vec<_>>(), [VersionId(2)]);
    assert_eq!(shelves.library.raw_texts(VersionId(2), 10).unwrap().len(), 1);
}

#[test]
fn what_is_known_as_it_is_has_its_text_left_out_and_keeps_the_one_that_is_here() {
    let shelves = shelves();
    let (library, feed) = (&shelves.library, shelves.feed);
    let numbered = |number: u32| entry(&number.to_string(), &format!("https://paper.example/{number}"));
    let clean = |number| NewEntry { html: "<p>A quokka</p>".into(), is_clean: true, ..numbered(number) };
    assert_eq!(library.known(feed, &[clean(1)]).unwrap(), [Here::Nothing]);
    shelves.store(vec![clean(1), clean(2)]);
    let changed = NewEntry { fingerprint: "2".into(), ..clean(2) };
    assert_eq!(
        library.known(feed, &[clean(1), changed.clone(), clean(3)]).unwrap(),
        [Here::Same, Here::Another, Here::Nothing]
    );
    let other = subscribe(library, "https://other.example/feed").0;
    assert_eq!(library.known(other, &[clean(1)]).unwrap(), [Here::Nothing], "of another feed");

    // The third leaves the library between the look and the storing.
    let as_known = [clean(1), changed, clean(3)].map(|entry| library.ready_known(entry));
    let answer = FeedAnswer { feed, entries: as_known.into(), outcome: None };
    let stored = library.store_answers([answer], day(1)).unwrap();
    assert_eq!(stored, [EntriesStored::default()]);
    assert_eq!(library.search("quokka", 0, 10).unwrap().1, 2);
    assert_eq!(library.known(feed, &[clean(2)]).unwrap(), [Here::Same], "its change is not taken for stored");
    assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
}

#[test]
fn a_clean_text_without_a_word_counts_as_missing() {
    let shelves = shelves();
    let empty = |html: &str| NewEntry { html: html.into(), is_clean: true, ..entry("1", "https://paper.example/1") };
    shelves.store(vec![empty("<p> </p>")]);
    let state = || shelves.library.shelf(Shelf::Everything, None, 10).unwrap()[0].text_state;
    assert_eq!(state(), TextState::Missing);
    shelves.store(vec![NewEntry { fingerprint: "2".into(), ..empty("<p>A quokka</p>") }]);
    assert_eq!(state(), TextState::Summary);
}

#[test]
fn the_reader_says_where_texts_come_from() {
    let shelves = shelves();
    shelves.store(vec![entry("1", "https://paper.example/1")]);
    assert_eq!(shelves.library.wanted_pages(shelves.feed, day(2), 10).unwrap().len(), 1);
    shelves.library.set_text_from(shelves.feed, Some(TextFrom::Feed), day(2)).unwrap();
    assert_eq!(shelves.library.wanted_pages(shelves.feed, day(2), 10).unwrap().len(), 0);
    shelves.library.set_text_from(shelves.feed, Some(TextFrom::Page), day(2)).unwrap();
    assert_eq!(shelves.library.wanted_pages(shelves.feed, day(2), 10).unwrap().len(), 1);
    assert_eq!(shelves.feed().text_from, Some(TextFrom::Page));
}

#[test]
fn silence_is_kept_until_it_is_over() {
    let shelves = shelves();
    shelves.library.note_silences(&[("slow.example:443".into(), day(1))], day(0)).unwrap();
    assert_eq!(shelves.library.silenced_hosts(day(0)).unwrap(), [("slow.example:443".to_owned(), day(1))]);
    assert!(shelves.library.silenced_hosts(day(2)).unwrap().is_empty());
}

#[test]
fn the_first_of_several_feeds_at_another_host_corrects_its_article() {
    let shelves = shelves();
    let library = &shelves.library;
    let [first, second] = ["news", "world"].map(|name| subscribe(library, &format!("https://feeds.example/{name}")).0);
    let said = |headline: &str, fingerprint: &str| {
        vec![NewEntry {
            headline: headline.into(),
            fingerprint: fingerprint.into(),
            ..entry("1", "https://www.paper.example/1")
        }]
    };
    for feed in [first, second] {
        library.store_entries(feed, said("Minister resins", "1"), day(0)).unwrap();
    }
    let headline = || library.shelf(Shelf::Everything, None, 10).unwrap()[0].headline.clone();
    library.store_entries(second, said("Minister raisins", "2"), day(1)).unwrap();
    assert_eq!(headline(), "Minister resins", "anybody can name any address");
    library.store_entries(first, said("Minister resigns", "3"), day(1)).unwrap();
    assert_eq!(headline(), "Minister resigns");
}

#[test]
fn a_stranger_changes_nothing_that_others_brought_and_the_own_site_says_it_better() {
    let shelves = shelves();
    let (own, stranger) = (shelves.feed, subscribe(&shelves.library, "https://stranger.example/feed").0);
    let said = |headline: &str, fingerprint: &str| {
        let mut entry = entry("1", "https://news.paper.example/1");
        (entry.headline, entry.fingerprint) = (headline.to_owned(), fingerprint.to_owned());
        vec![entry]
    };
    let headline = || {
        let articles = shelves.library.shelf(Shelf::Everything, None, 10).unwrap();
        assert_eq!(articles.len(), 1);
        articles.into_iter().next().unwrap().headline
    };
    // Alone, anybody says what it says.
    shelves.library.store_entries(stranger, said("Rumour", "1"), day(1)).unwrap();
    shelves.library.store_entries(stranger, said("Rumour, again", "2"), day(2)).unwrap();
    assert_eq!(headline(), "Rumour, again");
    shelves.library.store_entries(own, said("News", "3"), day(3)).unwrap();
    assert_eq!(headline(), "News");
    shelves.library.store_entries(stranger, said("Minister resigns", "4"), day(4)).unwrap();
    assert_eq!(headline(), "News");
    shelves.library.store_entries(own, said("News, corrected", "5"), day(5)).unwrap();
    assert_eq!(headline(), "News, corrected");
}

#[test]
fn of_what_has_no_time_the_first_of_a_feed_stands_on_top() {
    let shelves = shelves();
    let undated = |name: &str| NewEntry { published_at: None, ..entry(name, &format!("http://paper.example/{name}")) };
    let early = NewEntry { published_at: Some(day(-3)), ..undated("early") };
    assert_eq!(shelves.store(vec![undated("first"), undated("second"), early, undated("third")]), 4);
    let shelf = shelves.library.shelf(Shelf::Everything, None, 10).unwrap();
    let order: Vec<_> = shelf.iter().map(|card| card.url.rsplit('/').next().unwrap()).collect();
    assert_eq!(order, ["first", "second", "third", "early"]);
}

#[test]
fn two_parts_of_a_feed_in_one_transaction_are_one_feed() {
    let shelves = shelves();
    let dated = |guid: &str, name: &str, at: i64| NewEntry {
        published_at: Some(day(at)),
        ..entry(guid, &format!("http://paper.example/{name}"))
    };
    // The second part has an entry of the first one again.
    let first = vec![dated("http://paper.example/1", "1", 0), dated("2", "2", -1)];
    let second = vec![dated("3", "3", -2), dated("http://paper.example/1", "1", -3)];
    let parts = [first, second].map(|entries| FeedAnswer {
        feed: shelves.feed,
        entries: shelves.library.ready(entries),
        outcome: None,
    });
    let stored = shelves.library.store_answers(&parts, day(1)).unwrap();
    assert_eq!(stored.iter().map(|stored| stored.new_articles).sum::<u32>(), 3);
    assert_eq!(shelves.library.shelf(Shelf::Everything, None, 10).unwrap().len(), 3);
}
