//! Passages that the reader highlighted, and how they are found again.

use broadsheet_model::HighlightId;
use broadsheet_store::cards::Shelf;
use broadsheet_store::highlights::Anchor;

use super::{Shelves, entry, now, shelves};

#[test]
fn passages_are_found_by_all_words_of_theirs_their_notes_and_their_headlines() {
    let Shelves { library, feed, _folder } = shelves();
    library.store_entries(feed, vec![entry("a", "https://paper.example/a")], now()).unwrap();
    let article = library.shelf(Shelf::Everything, None, 1).unwrap()[0].clone();
    let mark = |quote: &str, note: &str| {
        let anchor = Anchor { quote: quote.to_owned(), before: String::new(), after: String::new(), at: 0 };
        library.highlight(article.id, &anchor, note, now()).unwrap()
    };
    let bridge = mark("The bridge stays closed to lorries", "");
    let towns = mark("Nobody asked the towns", "About the BRIDGE: ask Zoë");
    let tokyo = mark("東京で記録的な大雪", "");
    let found = |words: &str, before: Option<HighlightId>, limit: u32| {
        let (found, total) = library.all_highlights(words, before, limit).unwrap();
        (found.iter().map(|one| one.highlight.id).collect::<Vec<_>>(), total)
    };
    assert_eq!(found("", None, 10), (vec![tokyo, towns, bridge], 3));
    assert_eq!(found("bridge", None, 10), (vec![towns, bridge], 2));
    assert_eq!(found("Bridge", Some(towns), 10), (vec![bridge], 2), "the next page counts all of them, too");
    assert_eq!(found("bridge", None, 1), (vec![towns], 2));
    assert_eq!(found("zoe bridge", None, 10), (vec![towns], 1));
    assert_eq!(found("大雪", None, 10), (vec![tokyo], 1));
    assert_eq!(found(&article.headline, None, 10).1, 3);
    assert_eq!(found("bridge nowhere", None, 10), (vec![], 0));
}
