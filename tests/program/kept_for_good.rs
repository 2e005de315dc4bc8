//! What the reader keeps outlives the feed, the site and the network.

use crate::harness::{Reader, array, newspaper, words};
use crate::shelf;
use newspaper::seed_like;

#[tokio::test(flavor = "multi_thread")]
async fn starred_and_listed_articles_stay_whole_without_their_source_and_without_a_network() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let seed = seed_like();
    let added = reader.ask(&["add", &newspaper.url(seed.site, "/feeds/conflict.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let articles = reader.articles().await;
    let starred = articles.iter().find(|card| card["headline"] == seed.headline).unwrap()["id"].to_string();
    let listed = articles.iter().find(|card| card["headline"] != seed.headline).unwrap()["id"].to_string();
    reader.ask(&["star", &starred]).await;
    reader.ask(&["lists", "add", "Read later", &listed]).await;
    let before = [reader.ask(&["show", &starred]).await, reader.ask(&["show", &listed]).await];

    reader.ask(&["remove", &added[0]["id"].to_string()]).await;
    assert!(array(&reader.ask(&["sources"]).await).is_empty());
    for page in &before {
        assert_eq!(page["card"]["offline"]["ready"], true, "{}", page["card"]["offline"]);
    }
    newspaper.go_offline(None).await.unwrap();
    assert!(array(&reader.ask(&["refresh"]).await["sources"]).is_empty(), "a refresh of nothing is no failure");

    for (id, before) in [&starred, &listed].into_iter().zip(&before) {
        let after = reader.ask(&["show", id]).await;
        assert_eq!(after["html"], before["html"]);
        assert_eq!(after["card"]["lead"], before["card"]["lead"]);
        assert_eq!((&after["card"]["offline"]["ready"], &after["card"]["kept"]), (&true.into(), &true.into()));
        assert!(words(after["html"].as_str().unwrap()).len() > 500);
        let connection = shelf::sound(reader.library());
        let pictures = shelf::pictures_of(&connection, id.parse().unwrap());
        assert!(!pictures.is_empty());
        let files = shelf::files(reader.library());
        assert!(pictures.iter().all(|picture| files.contains_key(picture)), "a picture is gone");
    }
    let stars = reader.ask(&["list", "--starred"]).await;
    assert_eq!(stars["articles"][0]["id"].to_string(), starred);
    let listed_page = reader.ask(&["lists", "show", "Read later"]).await;
    assert_eq!(listed_page["articles"][0]["id"].to_string(), listed);
    let text = reader.run(&["show", &starred]).await.stdout;
    assert!(text.contains(seed.caption_word));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_taken_up_again_doubles_nothing() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let site = newspaper.url("touchline", "/").unwrap();
    let added = reader.ask(&["add", &site]).await;
    let before = reader.articles().await.len();
    reader.ask(&["remove", &added[0]["id"].to_string()]).await;
    assert_eq!(reader.articles().await.len(), before, "removing a source took its articles away");
    reader.ask(&["add", &site]).await;
    assert_eq!(reader.articles().await.len(), before);
    assert_eq!(array(&reader.ask(&["sources"]).await).len(), 1);
}
