//! What is found behind an address, and where texts come from.

use serde_json::Value;

use super::stage::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_site_without_any_feed_is_followed_by_its_section_page() {
    let stage = Stage::new(None).await;
    let page = |stories: u32| {
        let links: String = (1..=stories)
            .map(|n| format!("<article><a href=\"/world/harbour-strike-day-{n}\"><h3>Harbour strike goes into day {n}</h3></a></article>"))
            .collect();
        format!(
            "<html><head><title>World</title></head><body><nav><a href=/imprint>Imprint and all the rest</a></nav>{links}</body></html>"
        )
    };
    let serve = |stories: u32| {
        let page = page(stories);
        stage.play(move |asked| match asked.path.as_str() {
            "/feed" => answer(200, "Content-Type: text/html\r\n", page.as_bytes()),
            _ => answer(404, "", b""),
        });
    };
    serve(6);
    let shown = stage.reader.ask(&["add", "--dry-run", &stage.url()]).await;
    assert_eq!(
        (&shown["feeds"][0]["format"], &shown["feeds"][0]["entries"]),
        (&"Section page".into(), &6.into()),
        "{shown}"
    );
    stage.add().await;
    assert_eq!(stage.articles().await.len(), 6);
    serve(7);
    assert_eq!(stage.refresh().await["error"], Value::Null);
    assert_eq!(stage.articles().await.len(), 7);
    stage.serve(200, "Content-Type: text/html\r\n", b"<html><body>Welcome to our hotel.</body></html>".to_vec());
    let source = stage.refresh().await;
    assert!(source["error"].as_str().unwrap().contains("a web page stands there"), "{source}");
    assert_eq!(stage.articles().await.len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_and_a_podcasts_page_lead_to_their_feeds() {
    let stage = Stage::new(None).await;
    let podcast =
        format!("<html><script>{{\"feedUrl\":\"http:\\/\\/127.0.0.1:{}\\/cast.xml\"}}</script></html>", stage.port);
    stage.play(move |asked| match asked.path.as_str() {
        "/@desk.rss" | "/cast.xml" => answer(200, XML, &feed(&three())),
        "/show" => answer(200, "Content-Type: text/html\r\n", podcast.as_bytes()),
        _ => answer(404, "", b""),
    });
    for (path, feed) in [("/@desk", "/@desk.rss"), ("/show", "/cast.xml")] {
        let found = stage.reader.ask(&["add", "--dry-run", &stage.url().replace("/feed", path)]).await;
        assert!(found["feeds"][0]["url"].as_str().unwrap().ends_with(feed), "{found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_says_where_texts_come_from_and_sees_what_a_feed_gives() {
    let stage = Stage::new(None).await;
    stage.followed().await;
    let story = |n: u32, end: &str| {
        item(
            &format!("s{n}"),
            &format!("http://127.0.0.1:{}/s{n}", stage.port),
            &format!("Story {n}"),
            &format!("<description>{}{end}</description>", "A sentence of a story. ".repeat(100)),
        )
    };
    let with = |end: &str| feed(&(0..4).map(|n| story(n, end)).collect::<Vec<_>>());
    stage.serve(200, XML, with("And then [...]"));
    assert_eq!(stage.refresh().await["gives"], "beginning");
    stage.serve(200, XML, with("The end."));
    assert_eq!(stage.refresh().await["gives"], "whole");
    let id = stage.source().await["id"].to_string();
    assert_eq!(stage.reader.ask(&["texts", &id, "feed"]).await["textFrom"], "feed");
    let before = stage.asked().len();
    stage.reader.ask(&["refresh"]).await;
    assert_eq!(stage.asked().len(), before + 1, "no page is fetched");
    assert_eq!(stage.reader.ask(&["texts", &id, "auto"]).await["textFrom"], Value::Null);
}
