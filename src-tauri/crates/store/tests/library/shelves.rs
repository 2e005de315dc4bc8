//! What stands on a list, and under which names.

use std::collections::HashSet;

use broadsheet_model::{ArticleId, FeedId};
use broadsheet_store::captures::Capture;
use broadsheet_store::cards::{Order, Shelf, Unread};
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::{FeedOutcome, NewFeed};
use broadsheet_store::shelves::ShelfPage;
use broadsheet_store::{Library, StoreError};
use jiff::ToSpan;

use super::{Shelves, capture, entry, now, only, shelves, subscribe};

#[test]
fn what_is_unread_is_listed_alone_and_what_is_read_meanwhile_stays() {
    let Shelves { library, feed, _folder } = shelves();
    let of = |guid: &str, hour: i64| NewEntry {
        published_at: Some(now() - (10 - hour).hours()),
        ..entry(guid, &format!("https://paper.example/{guid}"))
    };
    library.store_entries(feed, vec![of("a", 1), of("b", 2), of("c", 3), of("d", 4)], now()).unwrap();
    let ids: Vec<ArticleId> = library.shelf(Shelf::Everything, None, 10).unwrap().iter().map(|card| card.id).collect();
    library.set_read(ids[1], true, now() - 1.hours()).unwrap();
    let page = |unread, after| library.shelf_page(Shelf::Everything, unread, after, 2).unwrap();
    let only = |page: &ShelfPage| page.cards.iter().map(|card| card.id).collect::<Vec<_>>();
    let unread = Some(Unread { or_opened_since: None });
    let first = page(unread, None);
    assert_eq!((only(&first), first.total), (vec![ids[0], ids[2]], 3));
    let second = page(unread, first.next);
    assert_eq!((only(&second), second.next), (vec![ids[3]], None));
    assert_eq!(page(None, None).total, 4);
    // The other way round, page by page.
    let oldest =
        |unread, after| library.shelf_page_in(Order::OldestFirst, Shelf::Everything, unread, after, 2).unwrap();
    let first = oldest(None, None);
    assert_eq!((only(&first), first.total), (vec![ids[3], ids[2]], 4));
    let second = oldest(None, first.next);
    assert_eq!((only(&second), second.next), (vec![ids[1], ids[0]], None));
    assert_eq!(only(&oldest(unread, None)), [ids[3], ids[2]]);
    // The list was opened now; its first article is read a minute later.
    library.set_read(ids[0], true, now() + 1.minutes()).unwrap();
    let open = page(Some(Unread { or_opened_since: Some(now()) }), None);
    assert_eq!((only(&open), open.total), (vec![ids[0], ids[2]], 3));
    assert_eq!(only(&page(unread, None)), [ids[2], ids[3]], "whoever opens it anew finds what is left");
    // Of what is named, the same is unread as on a list.
    let among = |unread| library.unread_among(&ids, unread).unwrap();
    assert_eq!(among(Unread::default()), HashSet::from([ids[2], ids[3]]));
    assert_eq!(among(Unread { or_opened_since: Some(now()) }), HashSet::from([ids[0], ids[2], ids[3]]));
}

#[test]
fn what_is_kept_is_listed_by_when_it_was_kept_whatever_keeps_it() {
    let Shelves { library, feed, _folder } = shelves();
    let entries = ["a", "b", "c", "d"].map(|guid| entry(guid, &format!("https://paper.example/{guid}")));
    library.store_entries(feed, entries.into(), now()).unwrap();
    let ids: Vec<ArticleId> = library.shelf(Shelf::Everything, None, 10).unwrap().iter().map(|card| card.id).collect();
    let kept = |after, limit| library.shelf_page(Shelf::Kept, None, after, limit).unwrap();
    assert_eq!(kept(None, 10).total, 0);
    let list = library.lists().unwrap()[0].id;
    library.set_starred(ids[2], true, now() + 1.hours()).unwrap();
    library.add_to_list(list, ids[0], now() + 2.hours()).unwrap();
    library.set_starred(ids[3], true, now() + 3.hours()).unwrap();
    // What is kept in two ways stands there once, where it was kept last.
    library.add_to_list(list, ids[2], now() + 4.hours()).unwrap();
    let first = kept(None, 2);
    let only = |page: &ShelfPage| page.cards.iter().map(|card| card.id).collect::<Vec<_>>();
    assert_eq!((only(&first), first.total), (vec![ids[2], ids[3]], 3));
    let second = kept(first.next, 2);
    assert_eq!((only(&second), second.next), (vec![ids[0]], None));
    library.remove_from_list(list, ids[0]).unwrap();
    assert_eq!(only(&kept(None, 10)), [ids[2], ids[3]]);
}

#[test]
fn a_name_of_the_readers_own_outlives_what_the_publisher_says() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let names = || {
        let found = library.feed(feed).unwrap();
        (found.title, found.publication.name, library.card(article).unwrap().publication.name)
    };
    let all = |name: &str| (name.to_owned(), name.to_owned(), name.to_owned());
    library.set_feed_name(feed, Some("My paper")).unwrap();
    assert_eq!(names(), all("My paper"));
    assert_eq!(library.feed(feed).unwrap().publisher_title, "Paper");
    // The site says what it calls itself.
    let capture = Capture { site: Some("The Paper of Record"), ..capture("Words.", &[]) };
    library.store_capture(article, &capture, &[], now()).unwrap();
    assert_eq!(names(), all("My paper"));
    assert_eq!(library.publication_totals().unwrap()[0].publication.name, "My paper");
    library.set_feed_name(feed, None).unwrap();
    let site = "The Paper of Record".to_owned();
    assert_eq!(names(), ("Paper".to_owned(), site.clone(), site.clone()));

    // Of two sources of a publication, one alone does not name it.
    let sport = subscribe(&library, "https://paper.example/sport");
    library.set_feed_name(sport, Some("Its sport")).unwrap();
    assert_eq!(library.feed(sport).unwrap().title, "Its sport");
    assert_eq!(names(), ("Paper".to_owned(), site.clone(), site.clone()));
    let publication = library.feed(sport).unwrap().publication.id;
    library.set_publication_name(publication, Some("Its sport")).unwrap();
    assert_eq!(names(), ("Paper".to_owned(), "Its sport".to_owned(), "Its sport".to_owned()));
    library.set_feed_name(sport, Some("Sport")).unwrap();
    assert_eq!(library.card(article).unwrap().publication.name, "Sport", "they were called the same");
    library.set_publication_name(publication, None).unwrap();
    assert_eq!(names().2, site);
    assert!(matches!(library.set_feed_name(FeedId(99), None), Err(StoreError::NotFound { .. })));
}

#[test]
fn a_host_that_stands_for_a_name_gives_way_to_one() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let called = |site: &'static str, text: &str| {
        let capture = Capture { site: Some(site), ..capture(text, &[]) };
        library.store_capture(article, &capture, &[], now()).unwrap();
        library.card(article).unwrap().publication.name
    };
    assert_eq!(called("paper.example", "Words."), "paper.example");
    assert_eq!(called("The Paper", "Other words."), "The Paper");
    assert_eq!(called("paper.example", "More words than before."), "The Paper");
}

/// A feed is read for the first time, and says what it is called.
fn read_as(library: &Library, feed: FeedId, title: &str) {
    let outcome = FeedOutcome::Answered {
        format: None,
        title: Some(title.to_owned()),
        etag: None,
        last_modified: None,
        validated_url: None,
        moved_to: None,
        gives: None,
        pause_secs: 3600,
        polite_secs: None,
        quiet: None,
    };
    library.note_feed_outcome(feed, &outcome, now(), None).unwrap();
}

#[test]
fn a_source_from_another_reader_keeps_its_name_there_and_learns_its_publishers() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("1", "https://paper.example/a")], now()).unwrap();
    let article = only(&library);
    let names = || {
        let found = library.feed(feed).unwrap();
        (found.title, found.publisher_title, library.card(article).unwrap().publication.name)
    };
    let three = |one: &str, two: &str, three: &str| (one.to_owned(), two.to_owned(), three.to_owned());
    read_as(&library, feed, "Paper");
    assert_eq!(names(), three("Paper", "Paper", "paper.example"), "it was called so before");
    read_as(&library, feed, "Paper: all news");
    assert_eq!(names(), three("Paper", "Paper: all news", "Paper"));
    let capture = Capture { site: Some("The Paper of Record"), ..capture("Words.", &[]) };
    library.store_capture(article, &capture, &[], now()).unwrap();
    assert_eq!(names(), three("Paper", "Paper: all news", "Paper"), "whatever its site calls itself");
    library.set_feed_name(feed, None).unwrap();
    assert_eq!(names(), three("Paper: all news", "Paper: all news", "The Paper of Record"));

    // A host stands in for a name that nobody gave.
    let unnamed = NewFeed {
        url: "https://www.other.example/feed",
        title: "www.other.example",
        format: None,
        host: "other.example",
        publication_name: None,
        home_url: None,
    };
    let (unnamed, _) = library.subscribe(unnamed, now()).unwrap();
    read_as(&library, unnamed, "The Other");
    let found = library.feed(unnamed).unwrap();
    assert_eq!((found.title.as_str(), found.publisher_title.as_str()), ("The Other", "The Other"));
}
