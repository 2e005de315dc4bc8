//! When the reader was here, and what came since.

use broadsheet_model::ArticleId;
use broadsheet_store::Library;
use broadsheet_store::cards::Shelf;
use broadsheet_store::visits::LastVisit;
use jiff::ToSpan;

use super::{Shelves, entry, now, shelves};

fn comes(library: &Library, feed: broadsheet_model::FeedId, guid: &str) {
    library.store_entries(feed, vec![entry(guid, &format!("https://paper.example/{guid}"))], now()).unwrap();
}

#[test]
fn what_came_since_the_last_visit_is_new_during_the_whole_of_this_one() {
    let Shelves { library, feed, _folder } = shelves();
    comes(&library, feed, "a");
    assert_eq!(library.note_visit(now()).unwrap(), None, "the first visit");
    comes(&library, feed, "b");
    let left = now() + 50.minutes();
    assert_eq!(library.note_visit(left).unwrap(), None, "still the first one");
    let through = library.shelf_page(Shelf::Everything, None, None, 1).unwrap().through;
    comes(&library, feed, "c");
    assert_eq!(library.last_visit().unwrap(), None, "nobody has come back yet");

    let evening = left + 1.hours();
    let last = |articles| Some(LastVisit { through, ended_at: left, articles });
    assert_eq!(library.note_visit(evening).unwrap(), last(1));
    comes(&library, feed, "d");
    assert_eq!(library.note_visit(evening + 59.minutes()).unwrap(), last(2));
    assert_eq!(library.last_visit().unwrap(), last(2));
    let new = library.shelf_page(Shelf::CameAfter(through), None, None, 10).unwrap();
    assert_eq!(new.total, 2);
    assert!(new.cards.iter().all(|card| card.id > through));
    assert_eq!(library.mark_all_read(Shelf::CameAfter(through), Some(new.through), evening).unwrap(), 2);
    assert_eq!(library.last_visit().unwrap(), last(2), "what was read is as new as before");

    // The next morning, nothing has come.
    let morning = evening + 13.hours();
    let last = library.note_visit(morning).unwrap().unwrap();
    assert_eq!((last.ended_at, last.articles), (evening + 59.minutes(), 0));
}

#[test]
fn a_clock_that_was_put_back_begins_no_visit() {
    let Shelves { library, feed, _folder } = shelves();
    comes(&library, feed, "a");
    library.note_visit(now()).unwrap();
    assert_eq!(library.note_visit(now() - 5.hours()).unwrap(), None);
    let last = library.note_visit(now() - 3.hours()).unwrap().unwrap();
    assert_eq!((last.ended_at, last.articles), (now() - 5.hours(), 0));
}

#[test]
fn what_is_noted_otherwise_counts_as_nothing() {
    let Shelves { library, _folder, .. } = shelves();
    for value in ["", "x", "1", "1 2 3", "1 2 3 4 5", "9223372036854775807 1 9223372036854775807 1"] {
        library.set_setting("visit", Some(value)).unwrap();
        assert_eq!(library.last_visit().unwrap(), None, "{value}");
    }
    library.set_setting("visit", Some("0 0 0 0")).unwrap();
    assert_eq!(library.last_visit().unwrap().unwrap().through, ArticleId(0));
}
