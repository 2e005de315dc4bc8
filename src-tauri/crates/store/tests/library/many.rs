//! The same done with many articles at once.

use broadsheet_model::{ArticleId, FeedId, ListId, Section};
use broadsheet_store::cards::{Order, Shelf, Unread};
use broadsheet_store::many::{Before, Deed};
use broadsheet_store::{Library, StoreError};
use jiff::ToSpan;

use super::{Shelves, entry, now, shelves};

/// A library with some articles, as they stand on a list.
fn with(guids: &[&str]) -> (Shelves, Vec<ArticleId>) {
    let shelves = shelves();
    let entries = guids.iter().map(|guid| entry(guid, &format!("https://paper.example/{guid}"))).collect();
    shelves.library.store_entries(shelves.feed, entries, now()).unwrap();
    let cards = shelves.library.shelf(Shelf::Everything, None, 100).unwrap();
    let ids = cards.iter().map(|card| card.id).collect();
    (shelves, ids)
}

fn read(library: &Library, ids: &[ArticleId]) -> Vec<bool> {
    ids.iter().map(|id| library.card(*id).unwrap().read).collect()
}

fn on(library: &Library, list: ListId) -> Vec<ArticleId> {
    library.list_cards(list).unwrap().iter().map(|card| card.id).collect()
}

fn articles(before: &[Before]) -> Vec<ArticleId> {
    before.iter().map(|one| one.article).collect()
}

#[test]
fn many_are_read_and_unread_and_taking_it_back_leaves_each_as_it_was() {
    let (Shelves { library, .. }, ids) = with(&["a", "b", "c"]);
    let (first, later) = (now() - 1.hours(), now() + 1.hours());
    library.set_read(ids[1], true, first).unwrap();
    // One that was opened before is not marked again, nor one that is named twice, nor one that is nowhere.
    let named = [ids[0], ids[1], ids[2], ids[0], ArticleId(999)];
    let marked = library.do_with_many(&named, Deed::Read(true), now()).unwrap();
    assert_eq!(articles(&marked), [ids[0], ids[2]]);
    assert_eq!(read(&library, &ids), [true, true, true]);
    // What the reader did with one of them since stays.
    library.set_read(ids[2], false, later).unwrap();
    library.set_read(ids[2], true, later).unwrap();
    assert_eq!(library.take_back_from_many(Deed::Read(true), now(), &marked).unwrap(), 1);
    assert_eq!(read(&library, &ids), [false, true, true]);
    let unmarked = library.do_with_many(&ids, Deed::Read(false), later).unwrap();
    assert_eq!(unmarked.iter().map(|one| one.at).collect::<Vec<_>>(), [Some(first), Some(later)]);
    assert_eq!(read(&library, &ids), [false; 3]);
    assert_eq!(library.take_back_from_many(Deed::Read(false), later, &unmarked).unwrap(), 2);
    assert_eq!(read(&library, &ids), [false, true, true]);
    // When it was opened is known again, too: a list that was opened in between does not hold it.
    let since = Some(Unread { or_opened_since: Some(now()) });
    let listed = library.shelf_page(Shelf::Everything, since, None, 10).unwrap();
    assert_eq!(listed.cards.iter().map(|card| card.id).collect::<Vec<_>>(), [ids[0], ids[2]]);
}

#[test]
fn many_are_starred_and_a_star_that_comes_back_is_as_old_as_it_was() {
    let (Shelves { library, .. }, ids) = with(&["a", "b", "c"]);
    let kept = || {
        let page = library.shelf_page(Shelf::Kept, None, None, 10).unwrap();
        page.cards.iter().map(|card| card.id).collect::<Vec<_>>()
    };
    library.set_starred(ids[0], true, now() - 2.hours()).unwrap();
    library.set_starred(ids[2], true, now() - 3.hours()).unwrap();
    let starred = library.do_with_many(&ids, Deed::Starred(true), now()).unwrap();
    assert_eq!(articles(&starred), [ids[1]]);
    assert_eq!(kept(), [ids[1], ids[0], ids[2]]);
    library.take_back_from_many(Deed::Starred(true), now(), &starred).unwrap();
    assert_eq!(kept(), [ids[0], ids[2]]);
    let taken = library.do_with_many(&ids, Deed::Starred(false), now()).unwrap();
    assert_eq!((articles(&taken), kept()), (vec![ids[0], ids[2]], vec![]));
    assert_eq!(library.take_back_from_many(Deed::Starred(false), now(), &taken).unwrap(), 2);
    assert_eq!(kept(), [ids[0], ids[2]], "by when they were starred at first");
}

#[test]
fn many_are_put_on_a_list_in_their_order_and_taken_off_it_and_have_their_places_again() {
    let (Shelves { library, .. }, ids) = with(&["a", "b", "c", "d"]);
    let list = library.create_list("Later", now()).unwrap();
    library.add_to_list(list, ids[3], now()).unwrap();
    let put = library.do_with_many(&[ids[2], ids[3], ids[0]], Deed::Listed(list, true), now() + 1.hours()).unwrap();
    assert_eq!((articles(&put), on(&library, list)), (vec![ids[2], ids[0]], vec![ids[3], ids[2], ids[0]]));
    library.take_back_from_many(Deed::Listed(list, true), now() + 1.hours(), &put).unwrap();
    assert_eq!(on(&library, list), [ids[3]]);
    library.do_with_many(&ids, Deed::Listed(list, true), now()).unwrap();
    assert_eq!(on(&library, list), [ids[3], ids[0], ids[1], ids[2]]);
    let off = library.do_with_many(&[ids[0], ids[3]], Deed::Listed(list, false), now()).unwrap();
    assert_eq!(on(&library, list), [ids[1], ids[2]]);
    // On another list nothing changes.
    let other = library.create_list("Other", now()).unwrap();
    assert_eq!(library.do_with_many(&ids, Deed::Listed(other, false), now()).unwrap(), []);
    assert_eq!(library.take_back_from_many(Deed::Listed(list, false), now(), &off).unwrap(), 2);
    assert_eq!(on(&library, list), [ids[3], ids[0], ids[1], ids[2]]);
    library.delete_list(other).unwrap();
    let gone = library.do_with_many(&ids, Deed::Listed(other, true), now());
    assert!(matches!(gone, Err(StoreError::NotFound { .. })), "{gone:?}");
}

#[test]
fn all_of_a_shelf_is_named_in_its_order_but_for_what_came_since() {
    let (Shelves { library, feed, _folder }, ids) = with(&["a", "b", "c"]);
    let through = *ids.iter().max().unwrap();
    library.store_entries(feed, vec![entry("late", "https://paper.example/late")], now()).unwrap();
    library.set_read(ids[1], true, now()).unwrap();
    library.set_starred(ids[2], true, now()).unwrap();
    let all = |order, shelf: &Shelf, unread| library.shelf_ids(order, shelf, unread, through).unwrap();
    let newest = |shelf: &Shelf| all(Order::NewestFirst, shelf, None);
    for shelf in [Shelf::Everything, Shelf::Section(Section::General), Shelf::Sources(vec![FeedId(9), feed])] {
        assert_eq!(newest(&shelf), ids, "{shelf:?}");
        let reversed: Vec<ArticleId> = ids.iter().rev().copied().collect();
        assert_eq!(all(Order::OldestFirst, &shelf, None), reversed);
        assert_eq!(all(Order::NewestFirst, &shelf, Some(Unread::default())), [ids[0], ids[2]]);
    }
    assert_eq!(newest(&Shelf::Starred), [ids[2]]);
    assert_eq!(newest(&Shelf::Kept), [ids[2]]);
    assert_eq!(newest(&Shelf::Section(Section::Sport)), []);
}
