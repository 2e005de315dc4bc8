//! Searches that are narrowed, with words and without.

use broadsheet_model::Folder;
use broadsheet_store::StoreError;
use broadsheet_store::entries::FeedAnswer;
use broadsheet_store::search::SearchOrder;

use super::*;

/// A library of seven articles of three sites, and what a search finds in it, by headline.
struct Narrowed(Library, #[expect(dead_code, reason = "it is removed with the test")] tempfile::TempDir);

impl Narrowed {
    fn library() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let figures = [Figure {
            src: "https://paper.example/boat.jpg".to_owned(),
            alt: None,
            caption: Some("A ferry leaves".to_owned()),
            credit: Some("Photo: Mara Lund".to_owned()),
        }];
        let names = ["Ida Berg".to_owned()];
        for (host, day, headline, section, language, body) in [
            ("paper.example", "2024-05-01", "Old ferry", Section::General, "en", "Tides and piers."),
            ("paper.example", "2026-02-27", "New ferry", Section::Sport, "en-GB", "A race of piers."),
            ("paper.example", "2026-02-28", "Harbour", Section::Politics, "de", "Mara Lund spoke."),
            ("coast.example", "2026-01-01", "Tides", Section::Politics, "de", "The ferry waits."),
            ("coast.example", "2025-12-31", "Piers", Section::Crime, "fr", "Nothing of boats."),
            ("coast.example", "2026-02-01", "100% ferry", Section::Crime, "fr", "Nothing of boats."),
        ] {
            let published = format!("{day}T12:00:00Z").parse().unwrap();
            let given = Capture {
                headline: Some(headline),
                byline: if headline == "Harbour" { &names } else { &[] },
                published_at: Some(published),
                section,
                language: Some(language),
                ..capture(body, if headline == "Piers" { &figures } else { &[] })
            };
            let url = format!("https://{host}/{}", headline.replace([' ', '%'], ""));
            library.save_capture(&url, &[], host, &given, now()).unwrap();
        }
        let untold = Capture {
            headline: Some("Untold"),
            published_at: Some(Timestamp::UNIX_EPOCH),
            ..capture("No tongue.", &[])
        };
        library.save_capture("https://mute.example/1", &[], "mute.example", &untold, now()).unwrap();
        Self(library, folder)
    }

    fn found(&self, typed: &str) -> Vec<String> {
        let (hits, total) = self.0.search(typed, 0, 20).unwrap();
        assert_eq!(hits.len(), total as usize);
        let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.article).collect();
        let mut headlines: Vec<String> = self.0.cards(&ids).unwrap().into_iter().map(|card| card.headline).collect();
        headlines.sort();
        headlines
    }
}

#[test]
fn words_are_wanted_where_it_is_said() {
    let library = Narrowed::library();
    for (typed, expected) in [
        ("ferry ", &["100% ferry", "New ferry", "Old ferry", "Piers", "Tides"][..]),
        ("headline:ferry ", &["100% ferry", "New ferry", "Old ferry"]),
        ("text:ferry ", &["Tides"]),
        ("caption:ferry ", &["Piers"]),
        ("credit:\"mara lund\"", &["Piers"]),
        ("author:berg ", &["Harbour"]),
        ("lund -credit:lund ", &["Harbour"]),
        ("caption:fer", &["Piers"]),
    ] {
        assert_eq!(library.found(typed), expected, "{typed}");
    }
}

#[test]
fn what_is_asked_of_articles_narrows_with_words_and_alone() {
    let library = Narrowed::library();
    for (typed, expected) in [
        ("ferry site:coast ", &["100% ferry", "Piers", "Tides"][..]),
        ("ferry -site:coast.example ", &["New ferry", "Old ferry"]),
        ("section:politics", &["Harbour", "Tides"]),
        ("section:\"Crime & Justice\" 100", &["100% ferry"]),
        ("after:2026-02-15", &["Harbour", "New ferry"]),
        ("before:2026 ", &["Old ferry", "Piers", "Untold"]),
        ("after:2025-12 before:2026-01-15", &["Piers", "Tides"]),
        ("lang:en", &["New ferry", "Old ferry"]),
        ("lang:DE is:unread", &["Harbour", "Tides"]),
        ("-lang:de -lang:fr -lang:en", &["Untold"]),
        ("SITE:Coast section:politics", &["Tides"]),
        ("is:read", &[]),
        ("-is:read section:sport", &["New ferry"]),
        ("site:coast -ferr", &[]),
        ("-ferry -mara", &["Untold"]),
        ("-headline:ferry source:paper ", &["Harbour"]),
    ] {
        assert_eq!(library.found(typed), expected, "{typed}");
    }
    let (hits, _) = library.0.search("section:sport", 0, 20).unwrap();
    assert_eq!((hits[0].snippet.as_str(), hits[0].found_in), ("A race of piers.", ""));
}

#[test]
fn what_the_reader_did_is_asked_for_too() {
    let library = Narrowed::library();
    let id = |headline: &str| library.0.search(&format!("headline:\"{headline}\""), 0, 1).unwrap().0[0].article;
    library.0.set_read(id("Harbour"), true, now()).unwrap();
    library.0.set_starred(id("Tides"), true, now()).unwrap();
    assert_eq!(library.found("is:read"), ["Harbour"]);
    assert_eq!(library.found("is:starred"), ["Tides"]);
    assert_eq!(library.found("is:saved").len(), 7, "all were saved by their addresses");
    assert_eq!(library.found("section:politics is:unread"), ["Tides"]);
}

#[test]
fn what_is_read_between_two_pages_moves_none_of_them() {
    let library = Narrowed::library();
    let at = Timestamp::now();
    let page = |from| library.0.search_at("is:unread", at, SearchOrder::Best, from, 3).unwrap().hits;
    let later = at.checked_add(jiff::Span::new().seconds(1)).unwrap();
    let mut seen: Vec<ArticleId> = page(0).iter().map(|hit| hit.article).collect();
    seen.iter().for_each(|id| library.0.set_read(*id, true, later).unwrap());
    seen.extend([3, 6].into_iter().flat_map(page).map(|hit| hit.article));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 7);
}

#[test]
fn the_newest_may_come_before_the_best() {
    let library = Narrowed::library();
    let found = |order| -> Vec<ArticleId> {
        let found = library.0.search_at("ferry", Timestamp::now(), order, 0, 10).unwrap();
        found.hits.iter().map(|hit| hit.article).collect()
    };
    let (best, newest) = (found(SearchOrder::Best), found(SearchOrder::Newest));
    let listed: Vec<ArticleId> = library
        .0
        .shelf(Shelf::Everything, None, 10)
        .unwrap()
        .iter()
        .map(|card| card.id)
        .filter(|id| best.contains(id))
        .collect();
    assert!(newest.len() > 1);
    assert_eq!(newest, listed);
    assert_ne!(newest, best, "these are in another order by their worth");
}

#[test]
fn where_words_were_found_is_where_they_were_looked_for() {
    let library = Narrowed::library();
    let hit = |typed: &str| library.0.search(typed, 0, 1).unwrap().0.remove(0);
    let found = hit("text:ferry section:politics");
    assert_eq!((found.found_in, found.headline), ("text", None));
    assert_eq!(hit("credit:lund ").found_in, "credit");
}

#[test]
fn a_folder_is_asked_for_by_any_name_on_the_way_to_it() {
    let Shelves { library, feed, _folder } = shelves();
    let other = subscribe(&library, "https://paper.example/other");
    for (feed, name) in [(feed, "one"), (other, "two")] {
        let entries = library.ready(vec![entry(name, &format!("https://paper.example/{name}"))]);
        library.store_answers([&FeedAnswer { feed, entries, outcome: None }], now()).unwrap();
    }
    library.set_folder(&[feed], Some(&Folder::of(Folder::names_of("News/Near 100%")).unwrap())).unwrap();
    let found = |typed: &str| library.search(typed, 0, 9).unwrap().1;
    assert_eq!(["folder:NEWS", "folder:\"near 100%\"", "folder:\"news/near 100%\""].map(found), [1, 1, 1]);
    assert_eq!(found("site:paper -folder:news "), 1);
    assert_eq!(found("site:paper -folder:near "), 2, "what is not there leaves nothing out");
    let told = |typed: &str| match library.search(typed, 0, 9) {
        Err(StoreError::BadSearch { what, hint }) => format!("{what}: {hint}"),
        other => format!("{other:?}"),
    };
    assert_eq!(told("folder:newss"), "there is no folder “newss” in your library: Did you mean “News”?");
    for typed in ["folder:%", "folder:\"near 100%/news\""] {
        assert!(told(typed).starts_with("there is no folder"), "{typed}: {}", told(typed));
    }
}

#[test]
fn a_source_is_asked_for_by_its_own_name_and_one_that_is_not_there_is_told() {
    let Shelves { library, feed, _folder } = shelves();
    let other = subscribe(&library, "https://paper.example/other");
    for (feed, name) in [(feed, "one"), (other, "two")] {
        let entries = library.ready(vec![entry(name, &format!("https://paper.example/{name}"))]);
        library.store_answers([&FeedAnswer { feed, entries, outcome: None }], now()).unwrap();
    }
    library.set_feed_name(feed, Some("Mornings")).unwrap();
    library.set_feed_name(other, Some("Mornings in Łódź")).unwrap();
    let found = |typed: &str| library.search(typed, 0, 9).unwrap().1;
    assert_eq!(["site:mornings", "site:lodz", "site:paper.example", "-site:lodz "].map(found), [2, 1, 2, 1]);
    assert_eq!(found("site:\"Mornings\""), 1, "the one that is called just so");
    assert_eq!(found("site:\"Morning\""), 2, "none is");
    let told = |typed: &str| match library.search(typed, 0, 9) {
        Err(StoreError::BadSearch { what, hint }) => format!("{what}: {hint}"),
        other => format!("{other:?}"),
    };
    assert_eq!(told("site:evenings ferry").split(':').next(), Some("there is no source “evenings” in your library"));
    assert!(
        told("site:morningz").ends_with("Did you mean “Mornings” or “Mornings in Łódź”?"),
        "{}",
        told("site:morningz")
    );
    assert!(told("site:%").contains("Look at your sources"));
}

#[test]
fn a_filter_that_knows_nothing_of_it_says_so_once_it_is_typed() {
    let library = Narrowed::library();
    assert!(matches!(library.0.search("section:polit ferry", 0, 1), Err(StoreError::BadSearch { .. })));
    assert_eq!(library.found("ferry section:polit").len(), 5, "it may go on");
}
