//! An article is one thing, however many ways lead to it.

use crate::harness::{Reader, newspaper};
use crate::shelf;
use newspaper::seed_like;

#[tokio::test(flavor = "multi_thread")]
async fn two_feeds_and_a_saved_link_give_one_article() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let seed = seed_like();
    let page = newspaper.url(seed.site, seed.path).unwrap();
    for feed in ["/feeds/main.xml", "/feeds/conflict.xml"] {
        reader.ask(&["add", &newspaper.url(seed.site, feed).unwrap()]).await;
    }
    let before = reader.articles().await;
    let shared = format!("{page}?utm_source=letter&utm_campaign=morning#comments");
    let saved = reader.ask(&["save", &shared, "--list", "Read later"]).await;
    let after = reader.articles().await;
    assert_eq!(before.len(), after.len(), "the saved link made a second article");
    let same: Vec<_> = after.iter().filter(|card| card["headline"] == seed.headline).collect();
    assert_eq!(same.len(), 1);
    assert_eq!((&same[0]["id"], &same[0]["kept"]), (&saved["id"], &true.into()));

    let connection = shelf::sound(reader.library());
    for address in [page.clone(), shared.clone(), format!("{page}?utm_source=rss&utm_medium=feed")] {
        let article: i64 = connection
            .query_row("SELECT article_id FROM article_address WHERE url = ?1", [&address], |row| row.get(0))
            .unwrap_or_else(|_| panic!("{address} leads to no article"));
        assert_eq!(saved["id"], article, "{address}");
    }
    let again = reader.ask(&["save", &format!("{page}?fbclid=x")]).await;
    assert_eq!(again["id"], saved["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_saved_first_is_the_article_that_the_feed_brings_later() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let seed = seed_like();
    let page = newspaper.url(seed.site, seed.path).unwrap();
    let saved = reader.ask(&["save", &format!("{page}?utm_medium=mail")]).await;
    assert_eq!(saved["offline"]["ready"], true, "{saved}");
    reader.ask(&["add", &newspaper.url(seed.site, "/feeds/conflict.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let same = reader.articles().await.into_iter().filter(|card| card["headline"] == seed.headline);
    let ids: Vec<_> = same.map(|card| card["id"].clone()).collect();
    assert_eq!(ids, [saved["id"].clone()]);
}
