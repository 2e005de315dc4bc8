//! When a source counts as gone.

use broadsheet_model::FeedId;
use broadsheet_store::Library;
use broadsheet_store::feeds::{FeedOutcome, Trouble};
use jiff::{Timestamp, ToSpan};

use super::{Shelves, now, shelves, subscribe};

fn day(number: i64) -> Timestamp {
    now() + (24 * number).hours()
}

fn fail(library: &Library, feed: FeedId, missing: bool, at: Timestamp) {
    let outcome = FeedOutcome::Failed {
        error: "It failed.".to_owned(),
        hint: None,
        trouble: if missing { Trouble::NotFound } else { Trouble::NoAnswer },
        gone: false,
        missing,
    };
    library.note_feed_outcome(feed, &outcome, at, None).unwrap();
}

#[test]
fn a_source_is_gone_when_it_was_not_found_for_two_weeks_and_not_after_other_trouble() {
    let Shelves { library, feed, _folder } = shelves();
    let is_gone = || library.feed(feed).unwrap().gone;
    for number in 0..20 {
        fail(&library, feed, false, day(number));
    }
    fail(&library, feed, true, day(20));
    assert!(!is_gone(), "it was not found once");
    for number in 21..34 {
        fail(&library, feed, true, day(number));
    }
    assert!(!is_gone());
    fail(&library, feed, false, day(34));
    fail(&library, feed, true, day(35));
    assert!(!is_gone(), "something was there in between");
    fail(&library, feed, true, day(60));
    assert!(!is_gone(), "nobody looked often enough");
    for number in 61..70 {
        fail(&library, feed, true, day(number));
    }
    assert!(is_gone());
}

#[test]
fn a_source_that_the_reader_takes_up_again_has_its_two_weeks_anew() {
    let Shelves { library, feed, _folder } = shelves();
    let is_gone = || library.feed(feed).unwrap().gone;
    let end = |from: i64| {
        for number in from..from + 15 {
            fail(&library, feed, true, day(number));
        }
        assert!(is_gone());
    };
    end(0);
    library.set_gone(feed, false).unwrap();
    fail(&library, feed, true, day(15));
    assert!(!is_gone());
    end(16);
    subscribe(&library, "https://paper.example/feed");
    fail(&library, feed, true, day(31));
    assert!(!is_gone());
    end(32);
}
