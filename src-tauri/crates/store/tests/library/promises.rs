//! What a library promises: one article for many addresses, nothing overwritten, nothing kept ever lost.

use broadsheet_model::{ArticleId, Dated, FeedId, Figure, ListId, Section, TextState, VersionId};
use broadsheet_store::StoreError;
use broadsheet_store::captures::{Capture, Stored};
use broadsheet_store::cards::{Shelf, Unread};
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::TextFrom;
use broadsheet_store::media::PictureKind;
use broadsheet_store::originals::Sent;
use broadsheet_store::pictures::PictureOutcome;
use jiff::{Timestamp, ToSpan};

use super::{Shelves, capture, entry, now, only, shelves, subscribe};

const KIND: PictureKind = PictureKind { media_type: "image/jpeg", width: 600, height: 400 };

#[test]
fn two_feeds_and_an_alias_lead_to_one_article() {
    let Shelves { library, feed, _folder } = shelves();
    let other = subscribe(&library, "https://paper.example/sport");
    let first = NewEntry {
        other_urls: vec!["https://paper.example/a?utm_source=rss".into()],
        ..entry("1", "https://paper.example/a")
    };
    assert_eq!(library.store_entries(feed, vec![first], now()).unwrap().new_articles, 1);
    let second = NewEntry { section: Section::Sport, ..entry("x", "https://paper.example/a?utm_source=rss") };
    assert_eq!(library.store_entries(other, vec![second], now()).unwrap().new_articles, 0);
    let article = only(&library);
    assert_eq!(library.article_at("https://paper.example/a").unwrap(), Some(article));
    assert_eq!(library.article_at("https://paper.example/a?utm_source=rss").unwrap(), Some(article));
    assert_eq!(library.card(article).unwrap().section, Section::Sport, "the feed that knows the section says it");
}

#[test]
fn a_changed_entry_makes_its_page_wanted_again() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    assert_eq!(library.wanted_pages(feed, now(), 10).unwrap().len(), 1);
    library.store_capture(only(&library), &capture("word ".repeat(90).trim(), &[]), &[], now()).unwrap();
    assert!(library.wanted_pages(feed, now(), 10).unwrap().is_empty());
    let changed = NewEntry { fingerprint: "2".into(), ..entry("1", "https://paper.example/a") };
    assert_eq!(library.store_entries(feed, vec![changed], now()).unwrap().changed, 1);
    assert_eq!(library.wanted_pages(feed, now(), 10).unwrap().len(), 1);
}

#[test]
fn a_summary_says_that_its_page_was_read_and_gave_less() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let words = "word ".repeat(60);
    let summary = Capture { text_state: TextState::Summary, ..capture(words.trim(), &[]) };
    library.store_capture(article, &summary, &[], now()).unwrap();
    assert_eq!(library.card(article).unwrap().text_note, None);
    let sent = Some(Sent { url: "https://paper.example/a", html: "<p>Less.</p>", packed: None });
    let less = Capture { text_state: TextState::Summary, sent, ..capture("Less.", &[]) };
    assert_eq!(library.store_capture(article, &less, &[], now()).unwrap(), Stored::KeptBetter);
    let note = library.card(article).unwrap().text_note;
    assert_eq!(note.as_deref(), Some("The page gave much less text than is here."));
    assert!(library.wanted_pages(feed, now(), 10).unwrap().is_empty());
}

#[test]
fn a_worse_capture_never_takes_the_place_of_a_better_one() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let long = "A long and whole text. ".repeat(40);
    assert_eq!(library.store_capture(article, &capture(&long, &[]), &[], now()).unwrap(), Stored::New);
    assert_eq!(library.store_capture(article, &capture(&long, &[]), &[], now()).unwrap(), Stored::Unchanged);
    let stub = Capture { text_state: TextState::Summary, ..capture("Subscribe to read on.", &[]) };
    assert_eq!(library.store_capture(article, &stub, &[], now()).unwrap(), Stored::KeptBetter);
    let consent = capture("We value your privacy.", &[]);
    assert_eq!(library.store_capture(article, &consent, &[], now()).unwrap(), Stored::KeptBetter);
    assert_eq!(library.body(article).unwrap().1, long);
    let edited = long.replace("whole", "mended");
    assert_eq!(library.store_capture(article, &capture(&edited, &[]), &[], now()).unwrap(), Stored::New);
    assert_eq!(library.body(article).unwrap().1, edited);
    assert_eq!(library.versions(article).unwrap().len(), 2, "the earlier text is kept");
}

#[test]
fn of_two_parts_of_a_text_the_longer_one_stays() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let part = |words: usize| "The ferry left at noon. ".repeat(words / 5);
    let page = |text: &str| {
        let part = Capture { text_state: TextState::Summary, ..capture(text, &[]) };
        library.store_capture(article, &part, &[], now()).unwrap()
    };
    assert_eq!(page(&part(600)), Stored::New);
    assert_eq!(page(&part(300)), Stored::KeptBetter, "a wall that came closer");
    let blurb = |number: u32, words: usize| {
        let html = format!("<p>{}</p>", part(words));
        let changed =
            NewEntry { fingerprint: number.to_string(), html, is_clean: true, ..entry("1", "https://paper.example/a") };
        library.store_entries(feed, vec![changed], now()).unwrap();
        library.card(article).unwrap().word_count
    };
    assert_eq!(blurb(2, 50), 600, "a feed that says less than the page");
    assert_eq!(page(&part(500)), Stored::New, "an edited page");
    assert_eq!(library.versions(article).unwrap().len(), 2, "the earlier part is kept in sight");
    assert_eq!(blurb(3, 800), 800);
    assert_eq!(blurb(4, 10), 10, "a feed may take back what it said");
}

#[test]
fn what_a_page_gave_before_is_not_said_to_be_the_feeds() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let part = Capture { text_state: TextState::Summary, ..capture("Half of what there is.", &[]) };
    library.store_capture(article, &part, &[], now()).unwrap();
    library.note_page_failure(article, "The site has trouble.", None, now()).unwrap();
    let note = library.card(article).unwrap().text_note;
    assert_eq!(note.as_deref(), Some("This is what the page gave before. The site has trouble."));
}

#[test]
fn where_texts_come_from_the_feed_alone_no_page_is_wanted_for_good() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    library.set_starred(article, true, now()).unwrap();
    assert_eq!(library.lacking_originals(now(), 9).unwrap().len(), 1);
    library.set_text_from(feed, Some(TextFrom::Feed), now()).unwrap();
    assert_eq!(library.lacking_originals(now(), 9).unwrap(), []);
}

#[test]
fn a_page_that_calls_itself_another_one_is_saved_beside_it() {
    let Shelves { library, _folder, .. } = shelves();
    let save = |found: &str, headline: &str, text: &str| {
        let page = Capture { headline: Some(headline), ..capture(text, &[]) };
        let named = "https://paper.example/alpha";
        let other_urls = [found.to_owned(), named.to_owned()];
        library.save_capture(named, &other_urls, "paper.example", &page, now()).unwrap()
    };
    let (ferry, bridge) =
        ("The ferry left at noon and came back. ".repeat(9), "The bridge stays shut all week. ".repeat(9));
    let alpha = save("https://paper.example/alpha", "Ferry", &ferry);
    let beta = save("https://paper.example/beta", "Bridge", &bridge);
    assert_ne!(alpha, beta);
    assert_eq!(library.card(beta).unwrap().url, "https://paper.example/beta");
    assert_eq!(save("https://paper.example/beta", "Bridge, again", &bridge), beta);
    assert_eq!(
        save("https://paper.example/alpha?from=mail", "Ferry, corrected", &ferry),
        alpha,
        "the text is the same"
    );
    assert_eq!(save("https://paper.example/amp/alpha", "Ferry, corrected", &bridge), alpha, "the headline is");
}

#[test]
fn a_text_that_is_shown_again_has_its_own_words() {
    let Shelves { library, feed, _folder } = shelves();
    let said = |fingerprint: &str, html: &str| {
        let said =
            NewEntry { fingerprint: fingerprint.into(), html: html.into(), ..entry("1", "https://paper.example/a") };
        library.store_entries(feed, vec![said], now()).unwrap();
        for text in library.raw_texts(VersionId(0), 10).unwrap() {
            let clean = library.ready_text(text.version, "<p>The ferry left at noon.</p>");
            library.store_texts(&[clean]).unwrap();
        }
    };
    let first = "<p>The ferry left at noon.</p><script>let many = words + of + no + text;</script>";
    said("1", first);
    said("2", "<p>Another.</p>");
    said("1", first);
    assert_eq!(library.card(only(&library)).unwrap().word_count, 5);
    assert_eq!(library.verify(|_, _| {}).unwrap().faults, []);
}

#[test]
fn an_article_is_ready_offline_when_text_and_every_picture_are_here() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let figures = ["https://paper.example/1.jpg", "https://paper.example/2.jpg"]
        .map(|src| Figure { src: src.to_owned(), ..Figure::default() });
    library.store_capture(article, &capture(&"word ".repeat(90), &figures), &[], now()).unwrap();
    assert_eq!(library.card(article).unwrap().pictures_missing, 2);
    for (number, figure) in figures.iter().enumerate() {
        let bytes = vec![u8::try_from(number).unwrap(); 10];
        let asset = library.put_media(&bytes).unwrap();
        library.note_picture(&figure.src, &asset, KIND, 10, now()).unwrap();
    }
    let card = library.card(article).unwrap();
    assert_eq!((card.pictures_missing, card.text_state), (0, TextState::Full));
    assert!(card.bytes >= 20, "{}", card.bytes);
    assert_eq!(library.totals().unwrap().ready, 1);
    assert!(library.wanted_pictures(article, now(), true).unwrap().is_empty());
}

#[test]
fn the_readers_word_for_a_host_brings_back_the_pictures_that_it_was_refused() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let addresses = [
        "http://nas.local:8080/1.jpg",
        "https://nas.local/2.jpg",
        "http://other.example/x?from=http://nas.local/3.jpg",
        "http://nas.local.example/4.jpg",
    ];
    let figures = addresses.map(|src| Figure { src: src.to_owned(), ..Figure::default() });
    library.store_capture(article, &capture(&"word ".repeat(90), &figures), &[], now()).unwrap();
    let refused = || PictureOutcome::Problem { why: "nas.local is private".to_owned(), next_try_at: None };
    library.note_pictures(&addresses.map(|src| (src.to_owned(), refused())), now()).unwrap();
    assert!(library.wanted_pictures(article, now(), false).unwrap().is_empty());
    library.allow_host("nas.local", now()).unwrap();
    let wanted = library.wanted_pictures(article, now(), false).unwrap();
    assert_eq!(
        wanted.iter().map(|picture| (picture.src.as_str(), picture.tries)).collect::<Vec<_>>(),
        [(addresses[0], 0), (addresses[1], 0)]
    );
}

#[test]
fn a_word_in_a_caption_is_found_and_one_that_went_is_not() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let figure = Figure {
        src: "https://paper.example/1.jpg".into(),
        caption: Some("The quokka waves.".into()),
        ..Figure::default()
    };
    let text = "word ".repeat(90);
    library.store_capture(article, &capture(&text, &[figure]), &[], now()).unwrap();
    let (hits, total) = library.search("quokka", 0, 10).unwrap();
    assert_eq!((hits.len(), total), (1, 1));
    assert_eq!((hits[0].article, hits[0].found_in), (article, "caption"));
    library.store_capture(article, &capture(&format!("{text}more"), &[]), &[], now()).unwrap();
    assert_eq!(library.search("quokka", 0, 10).unwrap().1, 0);
    assert_eq!(library.search("Headline", 0, 10).unwrap().0[0].found_in, "headline");
    assert_eq!(library.search("\"", 0, 10).unwrap().1, 0);
}

#[test]
fn a_list_keeps_the_readers_order() {
    let Shelves { library, feed, _folder } = shelves();
    let entries: Vec<NewEntry> = (0..4).map(|n| entry(&n.to_string(), &format!("https://paper.example/{n}"))).collect();
    library.store_entries(feed, entries, now()).unwrap();
    let ids: Vec<ArticleId> =
        (0..4).map(|n| library.article_at(&format!("https://paper.example/{n}")).unwrap().unwrap()).collect();
    let list = library.create_list("For the train", now()).unwrap();
    for id in &ids {
        library.add_to_list(list, *id, now()).unwrap();
    }
    library.move_in_list(list, ids[3], 0).unwrap();
    library.move_in_list(list, ids[0], 99).unwrap();
    library.remove_from_list(list, ids[1]).unwrap();
    let order: Vec<ArticleId> = library.list_cards(list).unwrap().iter().map(|card| card.id).collect();
    assert_eq!(order, [ids[3], ids[2], ids[0]]);
    assert!(library.card(ids[3]).unwrap().kept);
    assert!(!library.card(ids[1]).unwrap().kept);
    assert!(matches!(library.create_list("for the TRAIN", now()), Err(StoreError::NameTaken(_))));
    assert!(matches!(library.add_to_list(ListId(99), ids[0], now()), Err(StoreError::NotFound { .. })));
}

#[test]
fn what_is_listed_is_marked_as_read_at_once_and_nothing_that_came_since() {
    let Shelves { library, feed, _folder } = shelves();
    let of = |guid: &str, hour: i64, section| NewEntry {
        published_at: Some(now() - (10 - hour).hours()),
        section,
        ..entry(guid, &format!("https://paper.example/{guid}"))
    };
    let entries = vec![of("a", 1, Section::Sport), of("b", 4, Section::Sport), of("c", 5, Section::Health)];
    library.store_entries(feed, entries, now()).unwrap();
    let page = || library.shelf_page(Shelf::Everything, None, None, 10).unwrap();
    let read = || page().cards.iter().map(|card| card.read).collect::<Vec<_>>();
    let through = page().through;
    library.set_read(page().cards[2].id, true, now() - 1.hours()).unwrap();
    let came = vec![of("d", 6, Section::Sport), of("of an earlier hour", 2, Section::Sport)];
    library.store_entries(feed, came, now()).unwrap();
    assert_eq!(library.mark_all_read(Shelf::Section(Section::Sport), Some(through), now()).unwrap(), 1);
    assert_eq!(read(), [false, false, true, false, true], "neither what came since nor another section");
    assert_eq!(library.take_back_read(now()).unwrap(), 1);
    assert_eq!(read(), [false, false, false, false, true], "what was read before stays read");
    assert_eq!(library.mark_all_read(Shelf::Everything, None, now()).unwrap(), 4);
    assert_eq!(read(), [true; 5]);
}

#[test]
fn dates_in_the_future_do_not_pin_an_article_to_the_top() {
    let Shelves { library, feed, _folder } = shelves();
    let future = NewEntry {
        published_at: Some(now().checked_add(9000.hours()).unwrap()),
        ..entry("future", "https://paper.example/future")
    };
    library.store_entries(feed, vec![future], now()).unwrap();
    let later = now().checked_add(1.hours()).unwrap();
    let fresh = NewEntry { published_at: Some(later), ..entry("fresh", "https://paper.example/fresh") };
    library.store_entries(feed, vec![fresh], later).unwrap();
    let cards = library.shelf(Shelf::Everything, None, 10).unwrap();
    assert_eq!(cards[0].headline, "Headline fresh");
    assert_eq!(cards[1].sorted_at, now());
}

#[test]
fn corrections_are_taken_back_in_any_order() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("a", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let section = || library.card(article).unwrap().section;
    let correct = |section| {
        library.correct_section(article, section, now()).unwrap();
        library.feedback(article).unwrap().last().unwrap().id
    };
    let [sport, health, crime] = [Section::Sport, Section::Health, Section::Crime].map(correct);
    library.withdraw_feedback(article, sport, now()).unwrap();
    assert_eq!(section(), Section::Crime, "what was said last holds");
    library.withdraw_feedback(article, crime, now()).unwrap();
    assert_eq!(section(), Section::Health);
    library.withdraw_feedback(article, health, now()).unwrap();
    assert_eq!(section(), Section::General);
}

#[test]
fn what_was_read_once_stays_read_since_then() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("a", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    library.set_read(article, true, now() - 48.hours()).unwrap();
    // A list of what is unread is opened, and an article that is not on it is read once more.
    let unread = Some(Unread { or_opened_since: Some(now() - 1.hours()) });
    library.set_read(article, true, now()).unwrap();
    assert_eq!(library.shelf_page(Shelf::Everything, unread, None, 10).unwrap().total, 0);
    library.set_read(article, false, now()).unwrap();
    assert_eq!(library.shelf_page(Shelf::Everything, unread, None, 10).unwrap().total, 1);
    library.set_read(article, true, now()).unwrap();
    assert!(library.card(article).unwrap().read);
}

#[test]
fn a_page_is_not_believed_where_its_feed_knows_better() {
    let Shelves { library, feed, _folder } = shelves();
    let title = library.feed(feed).unwrap().title;
    let published: Timestamp = "2026-11-26T21:45:00Z".parse().unwrap();
    let given = NewEntry { published_at: Some(published), ..entry("a", "https://paper.example/a") };
    library.store_entries(feed, vec![given.clone()], now()).unwrap();
    let article = only(&library);
    let body = "The bridge is closed until the end of the month. ".repeat(20);
    let sent = Sent { url: "https://paper.example/a", html: "<p>Page</p>", packed: None };
    let day = "2026-11-26T00:00:00Z".parse().ok();
    let page = Capture { sent: Some(sent), published_at: day, dated: Dated::ToTheDay, ..capture(&body, &[]) };
    let store = |page: &Capture| {
        library.store_capture(article, page, &[], now()).unwrap();
        let card = library.card(article).unwrap();
        (card.headline, card.published_at)
    };
    let known = (given.headline.clone(), Some(published));
    // The name of the paper is no headline, and a day no time.
    assert_eq!(store(&Capture { headline: Some(&format!("| {}", title.to_uppercase())), ..page }), known);
    assert_eq!(store(&Capture { headline: Some("The Mill"), site: Some("The Mill"), ..page }), known);
    let guess = "2026-11-19T00:00:00Z".parse().ok();
    assert_eq!(store(&Capture { published_at: guess, dated: Dated::ByGuess, ..page }), known);
    let other: Option<Timestamp> = "2026-11-26T21:40:00Z".parse().ok();
    let own = Capture { headline: Some("The bridge is closed"), published_at: other, dated: Dated::ToTheTime, ..page };
    assert_eq!(store(&own), ("The bridge is closed".to_owned(), other));
}

#[test]
fn a_text_that_changed_since_it_was_opened_is_known() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("a", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let open = || library.open_article(article, now()).unwrap();
    let shown = || library.versions(article).unwrap().into_iter().find(|version| version.is_shown).unwrap().id;
    assert_eq!(open(), None, "nothing was seen before");
    assert!(library.card(article).unwrap().read);
    let one = "The bridge is closed until the end of the month. ".repeat(20);
    library.store_capture(article, &capture(&one, &[]), &[], now()).unwrap();
    assert_eq!(open(), None, "what was seen was a summary");
    let seen = shown();
    assert_eq!(open(), None, "nothing changed");
    let other = format!("{one} It will be open again on Monday.");
    library.store_capture(article, &capture(&other, &[]), &[], now()).unwrap();
    assert_ne!(shown(), seen);
    library.set_read(article, false, now()).unwrap();
    assert_eq!(open(), Some(seen));
    assert_eq!(open(), None, "it is seen now");
    assert!(matches!(library.open_article(ArticleId(99), now()), Err(StoreError::NotFound { .. })));
}

#[test]
fn the_place_in_an_article_is_kept_until_it_is_read_to_its_end() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("a", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    assert_eq!(library.place(article).unwrap(), None);
    // Whoever leaves an article at some place need not have opened it here.
    library.set_place(article, Some(1_200)).unwrap();
    assert!(!library.card(article).unwrap().read);
    library.set_read(article, true, now()).unwrap();
    library.set_starred(article, true, now()).unwrap();
    assert_eq!(library.place(article).unwrap(), Some(1_200));
    library.set_place(article, None).unwrap();
    assert_eq!(library.place(article).unwrap(), None);
    let card = library.card(article).unwrap();
    assert!(card.read && card.starred);
    assert!(matches!(library.set_place(ArticleId(99), Some(1)), Err(StoreError::NotFound { .. })));
}

#[test]
fn feedback_on_a_section_moves_the_article_stays_through_a_capture_and_can_be_taken_back() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    library.correct_section(article, Section::Health, now()).unwrap();
    let again = Capture { section: Section::Sport, ..capture("A text. ", &[]) };
    library.store_capture(article, &again, &[], now()).unwrap();
    assert_eq!(library.card(article).unwrap().section, Section::Health);
    let given = library.feedback(article).unwrap();
    assert_eq!(given.len(), 1);
    library.withdraw_feedback(article, given[0].id, now()).unwrap();
    assert_eq!(library.card(article).unwrap().section, Section::General);
    assert!(library.feedback(article).unwrap().is_empty());
}

#[test]
fn unsubscribing_keeps_the_articles() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    library.unsubscribe(&[feed], now()).unwrap();
    assert!(library.feeds().unwrap().is_empty());
    assert_eq!(library.totals().unwrap().articles, 1);
    assert!(matches!(library.unsubscribe(&[feed], now()), Err(StoreError::NotFound { .. })));
    assert!(library.subscribe_again(&[feed, FeedId(99)]).is_err());
    assert!(library.feeds().unwrap().is_empty(), "all are taken up again, or none");
    library.subscribe_again(&[feed]).unwrap();
    library.subscribe_again(&[feed]).unwrap();
    assert_eq!(library.feeds().unwrap().len(), 1);
    library.unsubscribe(&[feed], now()).unwrap();
    assert_eq!(subscribe(&library, "https://paper.example/feed"), feed, "it is taken up again as it was");
}

#[test]
fn a_page_that_failed_waits_for_its_time() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let later = now().checked_add(1.hours()).unwrap();
    library.note_page_failure(article, "The site has trouble.", Some(later), later).unwrap();
    assert!(library.wanted_pages(feed, now(), 10).unwrap().is_empty());
    let wanted = library.wanted_pages(feed, later, 10).unwrap();
    assert_eq!((wanted.len(), wanted[0].tries), (1, 1));
    let note = library.card(article).unwrap().text_note;
    assert_eq!(note.as_deref(), Some("This is what the feed gave. The site has trouble."));
}

#[test]
fn what_another_program_writes_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let open = || broadsheet_store::Library::open(folder.path()).unwrap();
    let (library, other) = (open(), open());
    let told = || (library.was_changed_elsewhere().unwrap(), other.was_changed_elsewhere().unwrap());
    told();
    library.create_list("Mornings", now()).unwrap();
    assert_eq!(library.lists().unwrap(), other.lists().unwrap());
    assert_eq!(told(), (false, true));
    assert_eq!(told(), (false, false));
    other.create_list("Evenings", now()).unwrap();
    library.create_list("Nights", now()).unwrap();
    assert_eq!(told(), (true, true));
}
