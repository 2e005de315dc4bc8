//! Sources that move, that want a sign-in, that are reached through somebody else; and what refreshes did with them.

use std::sync::{Arc, Mutex};

use newspaper::{Failure, Target};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::harness::{Reader, array, newspaper};

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_source_is_followed_elsewhere_with_everything_that_came_from_it() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let lost = newspaper.url("courier", "/feeds/politics.xml").unwrap();
    reader.ask(&["add", &lost]).await;
    reader.ask(&["refresh"]).await;
    let before = reader.articles().await.len();
    assert!(before > 0);
    let said = array(&reader.ask(&["activity"]).await).remove(0);
    assert_eq!(said["refresh"]["newArticles"], before, "what came with the following is not nothing");
    let words = said["sources"][0]["message"].as_str().unwrap();
    assert!(words.starts_with(&format!("{before} articles came when you followed it.")), "{words}");
    reader.ask(&["refresh"]).await;
    let said = array(&reader.ask(&["activity", "--limit", "1"]).await).remove(0);
    assert_eq!(said["refresh"]["newArticles"], 0, "it counts once");

    newspaper.fail(Target::path("courier", "/feeds/politics.xml"), Failure::parse("404").unwrap()).unwrap();
    assert!(!reader.run(&["refresh"]).await.succeeded, "the only source failed");
    let source = array(&reader.ask(&["sources"]).await).remove(0);
    assert_eq!(source["remedies"][0], "find_feed", "{source}");

    let activity = array(&reader.ask(&["activity", "--limit", "2"]).await);
    let steps: Vec<&Value> = activity.iter().map(|refresh| &refresh["sources"][0]["step"]).collect();
    assert_eq!(steps, ["failed", "done"], "the latest refresh comes first");
    assert!(activity[0]["sources"][0]["message"].as_str().unwrap().contains("not found"));

    let found = newspaper.url("courier", "/feeds/main.xml").unwrap();
    let moved = reader.ask(&["move", "1", &found]).await;
    assert_eq!((&moved["id"], moved["url"].as_str()), (&Value::from(1), Some(found.as_str())));
    reader.ask(&["refresh"]).await;
    let sources = array(&reader.ask(&["sources"]).await);
    assert_eq!((sources.len(), &sources[0]["state"]), (1, &Value::from("healthy")));
    assert!(reader.articles().await.len() >= before, "what came before stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_nobody_would_keep_is_not_taken() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    newspaper.fail(Target::path("orrery", "/atom.xml"), Failure::Password).unwrap();
    reader.run(&["refresh"]).await;
    let source = array(&reader.ask(&["sources"]).await).remove(0);
    assert_eq!(source["remedies"][0], "sign_in", "{source}");
    // No key store answers a test.
    let refused = reader.refused_with(&["sign-in", "1", "--user", "reader"], "mellon-7301\n").await;
    assert!(refused.message.contains("key store"), "{refused:?}");
    let source = array(&reader.ask(&["sources"]).await).remove(0);
    assert_eq!(source["access"], Value::Null, "{source}");
    let library = std::fs::read(reader.library().join("library.db")).unwrap();
    assert!(!String::from_utf8_lossy(&library).contains("mellon-7301"), "a secret is in the library");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_says_of_what_they_are_told() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    let told = async || array(&reader.ask(&["sources"]).await).remove(0)["notifies"].clone();
    assert_eq!(told().await, false, "nobody is told of anything unasked");
    reader.ask(&["set", "notify", "--source", "1", "on"]).await;
    assert_eq!(told().await, true);
    reader.ask(&["set", "notify", "--source", "1", "off"]).await;
    assert_eq!(told().await, false);
    reader.ask(&["set", "notify", "--section", "sport", "on"]).await;
    reader.ask(&["set", "metered", "pause"]).await;
    assert!(!reader.run(&["set", "metered", "perhaps"]).await.succeeded);
    let unknown = reader.refused(&["set", "notify", "--source", "7", "on"]).await;
    assert!(unknown.message.contains("source"), "{unknown:?}");
    let unknown = reader.refused(&["set", "notify", "--section", "chess", "on"]).await;
    assert!(unknown.message.contains("chess"), "{unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_asked_as_often_as_the_reader_says() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    // From its last try to the next, in minutes.
    let pause = async || {
        let source = array(&reader.ask(&["sources"]).await).remove(0);
        let at = |name: &str| Some(source[name].as_str()?.parse::<jiff::Timestamp>().unwrap().as_second());
        Some((at("nextTryAt")? - at("lastTryAt").unwrap()) / 60)
    };
    let usual = pause().await.unwrap();
    reader.ask(&["set", "pace", "4h"]).await;
    assert!((215..=264).contains(&pause().await.unwrap()), "{:?}", pause().await);
    reader.ask(&["refresh"]).await;
    assert!((215..=264).contains(&pause().await.unwrap()), "{:?}", pause().await);
    reader.ask(&["set", "pace", "asked"]).await;
    assert_eq!(pause().await, None, "it waits for the reader");
    reader.ask(&["add", &newspaper.url("courier", "/feeds/politics.xml").unwrap()]).await;
    let asked = reader.ask(&["refresh", "--due"]).await;
    assert_eq!(array(&asked["sources"]).len(), 1, "only what was never read: {asked}");
    assert_eq!(array(&reader.ask(&["refresh", "--due"]).await["sources"]).len(), 0);
    reader.ask(&["set", "pace", "auto"]).await;
    assert!(pause().await.unwrap() <= usual * 5 / 4 + 1, "its habit comes back");
    assert!(!reader.run(&["set", "pace", "5m"]).await.succeeded);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_is_gone_through() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let length = stream.read(&mut head).await.unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..length]).lines().next().unwrap_or_default().to_owned();
            seen.lock().unwrap().push(line);
            let body = "<rss version=\"2.0\"><channel><title>Far Away</title><item><title>One</title>\
                        <link>http://paper.example/1</link></item></channel></rss>";
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let reader = Reader::new();
    let added = array(&reader.ask(&["--proxy", &proxy, "add", "http://paper.example/feed"]).await);
    assert_eq!(added[0]["title"], "Far Away");
    assert!(asked.lock().unwrap().iter().all(|line| line.starts_with("GET http://paper.example/feed ")));

    reader.ask(&["set", "proxy", &proxy]).await;
    asked.lock().unwrap().clear();
    reader.ask(&["refresh", "--feeds-only"]).await;
    assert!(!asked.lock().unwrap().is_empty(), "the library remembers its proxy");
    assert!(reader.refused(&["set", "proxy", "proxy.example"]).await.hint.contains("socks5h://"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_called_as_the_reader_calls_it() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let added = reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh", "--feeds-only"]).await;
    let theirs = added[0]["title"].as_str().unwrap().to_owned();
    let publication = added[0]["publication"]["name"].as_str().unwrap().to_owned();
    let renamed = reader.ask(&["rename", "1", "  My <sky> &\nstars "]).await;
    assert_eq!(
        (&renamed["title"], renamed["publisherTitle"].as_str()),
        (&"My <sky> & stars".into(), Some(theirs.as_str()))
    );
    reader.ask(&["refresh"]).await;
    let shown = || async {
        let source = array(&reader.ask(&["sources"]).await).remove(0);
        let card = reader.articles().await.remove(0);
        let words = |name: &Value| name.as_str().unwrap().to_owned();
        (words(&source["title"]), words(&card["publication"]["name"]))
    };
    assert_eq!(shown().await, ("My <sky> & stars".to_owned(), "My <sky> & stars".to_owned()));

    // Another reader takes it over by that name.
    let file = reader.home().join("mine.opml");
    let written = reader.ask(&["export", file.to_str().unwrap()]).await;
    assert_eq!(written["sources"], 1);
    assert_eq!(reader.run(&["export"]).await.stdout.trim(), std::fs::read_to_string(&file).unwrap().trim());
    let other = Reader::of(&reader.home().join("other"));
    other.ask(&["import", file.to_str().unwrap()]).await;
    assert_eq!(other.ask(&["sources"]).await[0]["title"], "My <sky> & stars");
    // It keeps the name once it was read, in the list and above its articles, and knows its publisher's.
    other.ask(&["refresh"]).await;
    let source = array(&other.ask(&["sources"]).await).remove(0);
    assert_eq!((&source["title"], &source["publisherTitle"]), (&"My <sky> & stars".into(), &theirs.as_str().into()));
    assert_eq!(other.articles().await.remove(0)["publication"]["name"], "My <sky> & stars");
    other.ask(&["rename", "1"]).await;
    assert_eq!(other.ask(&["sources"]).await[0]["title"], theirs.as_str());
    assert_eq!(other.articles().await.remove(0)["publication"]["name"], publication.as_str());

    reader.ask(&["rename", "1", "Sky", "--publication"]).await;
    assert_eq!(shown().await, ("My <sky> & stars".to_owned(), "Sky".to_owned()));
    reader.ask(&["rename", "1", "", "--publication"]).await;
    reader.ask(&["rename", "1"]).await;
    assert_eq!(shown().await, (theirs, publication));
    assert_eq!(reader.refused(&["rename", "1", &"n".repeat(121)]).await.code, "invalid_input");
    assert_eq!(reader.refused(&["rename", "4711", "Nobody"]).await.code, "not_found");
}
