//! Folders of sources: what lies in which, and what is listed by it.

use broadsheet_model::{ArticleId, FeedId, Folder};
use broadsheet_store::cards::{Shelf, Unread};
use broadsheet_store::{Library, StoreError};
use jiff::ToSpan;

use super::{Shelves, entry, now, shelves, subscribe};

fn folder(written: &str) -> Folder {
    Folder::of(Folder::names_of(written)).unwrap()
}

fn of(library: &Library, feed: FeedId) -> Option<String> {
    library.feed(feed).unwrap().folder.map(|folder| folder.to_string())
}

fn all(library: &Library) -> Vec<(String, u32)> {
    library.folders().unwrap().iter().map(|totals| (totals.folder.to_string(), totals.sources)).collect()
}

#[test]
fn a_folder_is_there_for_as_long_as_a_source_lies_in_it() {
    let Shelves { library, feed, _folder } = shelves();
    let [sport, arts] = ["sport", "arts"].map(|name| subscribe(&library, &format!("https://paper.example/{name}")));
    assert_eq!(all(&library), []);
    library.set_folder(&[feed], Some(&folder("News/Europe"))).unwrap();
    library.set_folder(&[sport], Some(&folder("News"))).unwrap();
    library.set_folder(&[arts], Some(&folder("arts"))).unwrap();
    let three = [("arts".to_owned(), 1), ("News".to_owned(), 2), ("News/Europe".to_owned(), 1)];
    assert_eq!(all(&library), three);
    // What the reader has placed is not moved by whoever only knows where it might lie.
    assert!(!library.place_in_folder(arts, &folder("News")).unwrap());
    library.set_folder(&[arts], None).unwrap();
    assert_eq!(all(&library).len(), 2);
    assert!(library.place_in_folder(arts, &folder("News")).unwrap());
    // One that is left is counted no more, and is found where it was when it is taken up again.
    library.unsubscribe(&[feed], now()).unwrap();
    assert_eq!(all(&library), [("News".to_owned(), 2)]);
    subscribe(&library, "https://paper.example/feed");
    assert_eq!(of(&library, feed).as_deref(), Some("News/Europe"));
    assert!(matches!(library.set_folder(&[FeedId(99)], None), Err(StoreError::NotFound { what: "source", .. })));
}

#[test]
fn a_folder_is_renamed_and_removed_with_its_sources_in_it() {
    let Shelves { library, feed, _folder } = shelves();
    let [near, like, other] =
        ["near", "like", "other"].map(|name| subscribe(&library, &format!("https://paper.example/{name}")));
    library.set_folder(&[feed], Some(&folder("News/Europe"))).unwrap();
    library.set_folder(&[near], Some(&folder("News"))).unwrap();
    library.set_folder(&[like], Some(&folder("News of old/Europe"))).unwrap();
    library.set_folder(&[other], Some(&folder("Arts"))).unwrap();
    library.move_folder(&folder("News"), &folder("World & more")).unwrap();
    assert_eq!(of(&library, feed).as_deref(), Some("World & more/Europe"));
    assert_eq!(of(&library, near).as_deref(), Some("World & more"));
    assert_eq!(of(&library, like).as_deref(), Some("News of old/Europe"), "its name only begins the same");
    let taken = library.move_folder(&folder("World & more"), &folder("Arts"));
    assert!(matches!(taken, Err(StoreError::FolderTaken(name)) if name == "Arts"));
    library.move_folder(&folder("Arts"), &folder("arts")).unwrap();
    let gone = library.move_folder(&folder("News"), &folder("Papers"));
    assert!(matches!(gone, Err(StoreError::NotFound { what: "folder", .. })));

    library.unsubscribe(&[near], now()).unwrap();
    library.remove_folder(&folder("World & more")).unwrap();
    assert_eq!(of(&library, feed).as_deref(), Some("Europe"));
    subscribe(&library, "https://paper.example/near");
    assert_eq!(of(&library, near), None);
    library.remove_folder(&folder("News of old/Europe")).unwrap();
    assert_eq!(of(&library, like).as_deref(), Some("News of old"));
    assert_eq!(library.feeds().unwrap().len(), 4, "no source goes with a folder");
    assert!(library.remove_folder(&folder("World & more")).is_err());
}

#[test]
fn a_folder_lists_what_its_sources_brought_each_article_once() {
    let Shelves { library, feed, _folder } = shelves();
    let [sport, arts] = ["sport", "arts"].map(|name| subscribe(&library, &format!("https://paper.example/{name}")));
    let page = |name: &str| entry(name, &format!("https://paper.example/{name}"));
    library.store_entries(feed, vec![page("a"), page("b")], now()).unwrap();
    library.store_entries(sport, vec![page("b"), page("c")], now()).unwrap();
    library.store_entries(arts, vec![page("d")], now()).unwrap();
    library.set_folder(&[feed], Some(&folder("News"))).unwrap();
    library.set_folder(&[sport], Some(&folder("News/Sport"))).unwrap();
    let listed = |name: &str, unread: Option<Unread>| {
        let found = library.shelf_page(Shelf::Folder(folder(name)), unread, None, 10).unwrap();
        let mut headlines: Vec<String> = found.cards.iter().map(|card| card.headline.clone()).collect();
        headlines.sort();
        assert_eq!(headlines.len(), found.total as usize);
        headlines.join(", ")
    };
    assert_eq!(listed("News", None), "Headline a, Headline b, Headline c");
    assert_eq!(listed("News/Sport", None), "Headline b, Headline c");
    assert_eq!(listed("Arts", None), "");
    let ids: Vec<ArticleId> =
        library.shelf(Shelf::Folder(folder("News/Sport")), None, 10).unwrap().iter().map(|card| card.id).collect();
    library.set_read(ids[0], true, now() - 1.hours()).unwrap();
    assert_eq!(listed("News", Some(Unread::default())).matches("Headline").count(), 2);
    let since = Some(Unread { or_opened_since: Some(now() - 2.hours()) });
    assert_eq!(listed("News", since), "Headline a, Headline b, Headline c");
    assert_eq!(library.mark_all_read(Shelf::Folder(folder("News")), None, now()).unwrap(), 2);
    assert_eq!(listed("News", Some(Unread::default())), "");
    assert_eq!(library.shelf_page(Shelf::Everything, Some(Unread::default()), None, 10).unwrap().total, 1);
    library.unsubscribe(&[sport], now()).unwrap();
    assert_eq!(listed("News", None), "Headline a, Headline b", "what a source brought that was left is elsewhere");
}

#[test]
fn a_folder_is_moved_with_what_lies_in_it_and_nothing_is_ever_lost() {
    let Shelves { library, feed, _folder } = shelves();
    let [near, left, other] =
        ["near", "left", "other"].map(|name| subscribe(&library, &format!("https://paper.example/{name}")));
    library.set_folder(&[feed, left], Some(&folder("News/Europe/Poland"))).unwrap();
    library.set_folder(&[near], Some(&folder("News"))).unwrap();
    library.set_folder(&[other], Some(&folder("Arts"))).unwrap();
    library.unsubscribe(&[left], now()).unwrap();
    let into_itself = library.move_folder(&folder("News"), &folder("News/Europe/News"));
    assert!(matches!(into_itself, Err(StoreError::FolderIntoItself { .. })), "{into_itself:?}");
    library.move_folder(&folder("News/Europe"), &folder("Arts/Europe")).unwrap();
    assert_eq!(of(&library, feed).as_deref(), Some("Arts/Europe/Poland"));
    assert_eq!(of(&library, near).as_deref(), Some("News"));
    library.move_folder(&folder("Arts/Europe/Poland"), &folder("Poland")).unwrap();
    assert_eq!(of(&library, feed).as_deref(), Some("Poland"));
    library.move_folder(&folder("Poland"), &folder("Poland")).unwrap();
    assert!(matches!(library.move_folder(&folder("Poland"), &folder("Arts")), Err(StoreError::FolderTaken(_))));
    subscribe(&library, "https://paper.example/left");
    assert_eq!(of(&library, left).as_deref(), Some("Poland"), "one that was left went along");

    // So deep that its key could not be read again.
    let deep = vec!["x".to_owned(); Folder::DEEPEST];
    library.set_folder(&[other], Folder::of(deep.clone()).as_ref()).unwrap();
    let too_deep = library.move_folder(&folder("x"), &folder("Poland/x"));
    assert!(matches!(too_deep, Err(StoreError::FolderTooDeep(_))), "{too_deep:?}");
    assert_eq!(library.feed(other).unwrap().folder, Folder::of(deep));
    assert_eq!(library.feeds().unwrap().len(), 4);
}

#[test]
fn several_sources_go_together_or_not_at_all() {
    let Shelves { library, feed, _folder } = shelves();
    let other = subscribe(&library, "https://paper.example/other");
    assert!(library.set_folder(&[feed, FeedId(99), other], Some(&folder("News"))).is_err());
    assert_eq!((of(&library, feed), of(&library, other)), (None, None));
    library.set_folder(&[feed, other], Some(&folder("News"))).unwrap();
    assert_eq!(all(&library), [("News".to_owned(), 2)]);
    assert!(library.unsubscribe(&[feed, FeedId(99)], now()).is_err());
    assert_eq!(library.feeds().unwrap().len(), 2);
    library.unsubscribe(&[feed, other], now()).unwrap();
    assert_eq!(library.feeds().unwrap().len(), 0);
}

#[test]
fn what_is_unread_is_counted_by_source_and_by_folder_each_article_once() {
    let Shelves { library, feed, _folder } = shelves();
    let sport = subscribe(&library, "https://paper.example/sport");
    let page = |name: &str| entry(name, &format!("https://paper.example/{name}"));
    library.store_entries(feed, vec![page("a"), page("b")], now()).unwrap();
    library.store_entries(sport, vec![page("b"), page("c")], now()).unwrap();
    library.set_folder(&[feed], Some(&folder("News"))).unwrap();
    library.set_folder(&[sport], Some(&folder("News/Sport"))).unwrap();
    let counts = |id: FeedId| {
        let counts = library.counts_of_feeds().unwrap()[&id];
        assert_eq!(library.counts_of(&[id]).unwrap()[&id], counts);
        (counts.articles, counts.unread)
    };
    let unread = || library.folders().unwrap().iter().map(|totals| totals.unread).collect::<Vec<_>>();
    assert_eq!((counts(feed), counts(sport), unread()), ((2, 2), (2, 2), vec![3, 2]));
    let brought = library.shelf_page(Shelf::Sources(vec![sport]), None, None, 10).unwrap();
    assert_eq!((brought.cards.len(), brought.total), (2, 2));
    let through = Some(brought.through);
    assert_eq!(library.mark_all_read(Shelf::Sources(vec![sport]), through, now()).unwrap(), 2);
    assert_eq!((counts(feed), counts(sport), unread()), ((2, 1), (2, 0), vec![1, 0]));
    assert_eq!(
        library.shelf_page(Shelf::Sources(vec![feed, sport]), Some(Unread::default()), None, 10).unwrap().total,
        1
    );
    assert_eq!(library.take_back_read(now()).unwrap(), 2);
    assert_eq!(unread(), [3, 2]);
    assert_eq!(library.counts_of(&[FeedId(99)]).unwrap()[&FeedId(99)].articles, 0);
}

#[test]
fn folders_stand_in_the_readers_order_which_goes_along_with_them() {
    let Shelves { library, feed, _folder } = shelves();
    let names = ["Arts", "News", "News/Asia", "News/Europe", "Sport"];
    for name in names.iter().skip(1) {
        let source = subscribe(&library, &format!("https://paper.example/{name}"));
        library.set_folder(&[source], Some(&folder(name))).unwrap();
    }
    library.set_folder(&[feed], Some(&folder("Arts"))).unwrap();
    let all = || all(&library).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(all(), names, "by name, where nothing else was said");
    assert_eq!(library.order_folder(&folder("Sport"), 0).unwrap(), 2);
    assert_eq!(all(), ["Sport", "Arts", "News", "News/Asia", "News/Europe"]);
    assert_eq!(library.order_folder(&folder("News/Europe"), 0).unwrap(), 1);
    assert_eq!(library.order_folder(&folder("Arts"), 99).unwrap(), 1);
    assert_eq!(all(), ["Sport", "News", "News/Europe", "News/Asia", "Arts"]);

    // A name that would stand elsewhere changes nothing of the order, and what is new comes last.
    library.move_folder(&folder("News"), &folder("World")).unwrap();
    assert_eq!(all(), ["Sport", "World", "World/Europe", "World/Asia", "Arts"]);
    let source = subscribe(&library, "https://paper.example/a");
    library.set_folder(&[source], Some(&folder("A"))).unwrap();
    assert_eq!(all(), ["Sport", "World", "World/Europe", "World/Asia", "Arts", "A"]);
    library.remove_folder(&folder("World")).unwrap();
    assert_eq!(all(), ["Sport", "Europe", "Asia", "Arts", "A"]);
    assert!(matches!(library.order_folder(&folder("World"), 0), Err(StoreError::NotFound { .. })));
}

#[test]
fn folders_of_a_file_come_behind_those_that_are_there_in_its_order() {
    let Shelves { library, feed, _folder } = shelves();
    library.set_folder(&[feed], Some(&folder("News"))).unwrap();
    let before = [folder("News")];
    let given = ["Zebras", "News/World", "Apes"].map(folder);
    for (at, folder) in given.iter().enumerate() {
        let source = subscribe(&library, &format!("https://paper.example/{at}"));
        library.set_folder(&[source], Some(folder)).unwrap();
    }
    let missing = folder("Nowhere");
    library.order_new_folders(&before, &[&given[..], &[missing]].concat()).unwrap();
    let all: Vec<String> = all(&library).into_iter().map(|(name, _)| name).collect();
    assert_eq!(all, ["News", "News/World", "Zebras", "Apes"]);
}
