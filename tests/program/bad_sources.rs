//! Sources that misbehave: each says so in its own words, and none holds up the others.

use crate::harness::{Reader, array, download, finish, newspaper};
use crate::small_site::SmallSite;
use newspaper::{Edit, Failure, Target};
use serde_json::Value;
use std::time::Duration;

/// A failure at a feed, and words that the reader must find in the error of its source.
struct Case {
    site: &'static str,
    feed: &'static str,
    mode: &'static str,
    words: &'static str,
}

const fn case(site: &'static str, feed: &'static str, mode: &'static str, words: &'static str) -> Case {
    Case { site, feed, mode, words }
}

/// A site that asks for silence stands by itself: the other feeds of its host would be silent with it.
const CASES: [Case; 13] = [
    case("courier", "/feeds/main.xml", "stall", "did not answer within 6 seconds"),
    case("courier", "/feeds/conflict.xml", "loop", "circle"),
    case("courier", "/feeds/politics.xml", "404", "not found"),
    case("courier", "/feeds/business.xml", "410", "gone for good"),
    case("courier", "/feeds/science-tech.xml", "500", "status 500"),
    case("courier", "/feeds/health.xml", "login", "login"),
    case("courier", "/feeds/culture.xml", "badxml", "breaks off"),
    case("courier", "/feeds/sport.xml", "empty", "not a feed"),
    case("courier", "/feeds/environment.xml", "endless", "more than"),
    case("overland", "/rss", "gzipbomb:64", "more than"),
    case("overland", "/de/rss", "truncated", "broke off"),
    case("overland", "/ar/rss", "reset", "broke off"),
    case("trapdoor", "/feed.xml", "429:4", "too many requests"),
];

/// Sources on hosts of their own, which answer as they should.
const HEALTHY: [&str; 3] = ["/atom.xml", "/feed.json", "/news-sitemap.xml"];

fn path_of(source: &Value) -> String {
    let url = source["url"].as_str().unwrap();
    format!("/{}", url.splitn(4, '/').nth(3).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_left_while_it_is_asked_has_not_failed() {
    let newspaper = newspaper().await;
    let mut reader = Reader::new();
    let added = reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    let id = added["id"].as_i64().or(added[0]["id"].as_i64()).unwrap().to_string();
    newspaper.fail(Target::path("orrery", "/atom.xml"), Failure::parse("stall").unwrap()).unwrap();
    newspaper.clear_stats();
    reader.lose_patience(6);
    let refresh = reader.start(&["refresh", "--json"]);
    while newspaper.stats().requests == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    reader.ask(&["remove", &id]).await;
    let done = finish(refresh, &["refresh"]).await;
    assert!(done.stdout.contains("You left this source meanwhile."), "{} {}", done.stdout, done.stderr);
    assert!(!done.stdout.contains("\"failed\": 1"), "{}", done.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_source_has_words_and_a_hint_of_its_own_and_all_recover() {
    let newspaper = newspaper().await;
    let mut reader = Reader::new();
    let opml = reader.home().join("newspaper.opml");
    std::fs::write(&opml, download(&newspaper.url("courier", "/opml.xml").unwrap()).await).unwrap();
    reader.ask(&["import", opml.to_str().unwrap()]).await;
    reader.ask(&["add", &newspaper.url("trapdoor", "/feed.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let titles = array(&reader.ask(&["sources"]).await);
    let title_at = |path: &str| titles.iter().find(|source| path_of(source) == path).unwrap()["title"].clone();
    let before = reader.articles().await.len();

    // A document that did not change is answered without its body, which nothing could cut short.
    let german =
        newspaper.truth().into_iter().find(|truth| truth.site == "overland" && truth.language == "de").unwrap();
    newspaper.edit(&german.article, Edit::Headline).unwrap();
    for case in &CASES {
        newspaper.fail(Target::path(case.site, case.feed), Failure::parse(case.mode).unwrap()).unwrap();
    }
    reader.lose_patience(6);
    let done = reader.run(&["refresh"]).await;
    assert!(done.succeeded, "{}", done.stderr);
    assert!(done.took < Duration::from_secs(60), "a refresh with bad sources took {:?}", done.took);
    let report: Value = serde_json::from_str(&done.stdout).unwrap();
    let order: Vec<Value> = array(&report["sources"]).iter().map(|source| source["title"].clone()).collect();
    let place = |path: &str| order.iter().position(|title| *title == title_at(path)).unwrap();
    for healthy in HEALTHY {
        assert!(place(healthy) < place("/feeds/main.xml"), "{healthy} waited for the source that stalls: {order:?}");
    }

    let sources = array(&reader.ask(&["sources"]).await);
    let at = |path: &str| sources.iter().find(|source| path_of(source) == path).unwrap();
    let mut wrong = Vec::new();
    for case in &CASES {
        let source = at(case.feed);
        let (error, hint) = (source["error"].as_str().unwrap_or_default(), source["hint"].as_str().unwrap_or_default());
        let state = if case.mode == "410" { "gone" } else { "failing" };
        if source["state"] != state || !error.contains(case.words) || hint.is_empty() {
            wrong.push(format!("{}: {}, “{error}” “{hint}”", case.mode, source["state"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(report["failed"], CASES.len());
    for healthy in HEALTHY {
        assert_eq!((&at(healthy)["state"], &at(healthy)["error"]), (&"healthy".into(), &Value::Null));
    }
    assert_eq!(reader.articles().await.len(), before, "articles of bad sources were lost");

    newspaper.heal();
    reader.lose_patience(20);
    // A host that asked for silence gets it, in every later run too.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let report = reader.ask(&["refresh"]).await;
    assert_eq!(report["failed"], 0, "{report}");
    for source in array(&reader.ask(&["sources"]).await) {
        assert_eq!((&source["state"], &source["error"]), (&"healthy".into(), &Value::Null), "{source}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_never_answers_does_not_hold_up_a_first_refresh() {
    let newspaper = newspaper().await;
    let mut reader = Reader::new();
    for (site, feed) in [("courier", "/feeds/main.xml"), ("touchline", "/feed.json"), ("orrery", "/atom.xml")] {
        reader.ask(&["add", &newspaper.url(site, feed).unwrap()]).await;
    }
    newspaper.fail(Target::site("courier"), Failure::Stall).unwrap();
    reader.lose_patience(5);
    let done = reader.run(&["refresh"]).await;
    let report: Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(report["failed"], 1, "{report}");
    let articles = reader.articles().await;
    let healthy = articles.iter().filter(|card| card["publication"]["name"] != "The Brennhaven Courier");
    let unready: Vec<_> = healthy.clone().filter(|card| card["textState"] != "full").collect();
    assert!(healthy.count() > 10 && unready.is_empty(), "{unready:?}");
    newspaper.heal();
    reader.lose_patience(20);
    reader.ask(&["refresh"]).await;
    let missing = reader.articles().await.into_iter().filter(|card| card["textState"] != "full");
    assert_eq!(missing.map(|card| card["headline"].clone()).collect::<Vec<_>>(), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_drips_is_left_after_the_deadline() {
    let newspaper = newspaper().await;
    let mut reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.lose_patience(2);
    newspaper.fail(Target::path("orrery", "/atom.xml"), Failure::Drip { bytes_per_sec: 100 }).unwrap();
    let done = reader.run(&["refresh"]).await;
    assert!(!done.succeeded && done.took < Duration::from_secs(10), "{done:?}");
    let source = &reader.ask(&["sources"]).await[0];
    assert!(source["error"].as_str().unwrap().contains("within 2 seconds"), "{source}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_redirects_and_a_feed_that_moved_are_followed() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    for mode in ["redirects:3", "moved:/new.xml"] {
        newspaper.heal();
        newspaper.fail(Target::path("orrery", "/atom.xml"), Failure::parse(mode).unwrap()).unwrap();
        let report = reader.ask(&["refresh"]).await;
        assert_eq!(report["failed"], 0, "{mode}: {report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_read_in_spite_of_its_faults_says_so_and_comes_last() {
    let newspaper = newspaper().await;
    let site = SmallSite::start().await;
    let item = |name: &str| format!("<item><title>{name}</title><guid>{name}</guid></item>");
    site.put("/misnamed", format!("<rss><channel><title>Misnamed</title>{}</channel></rss>", item("One")));
    site.put("/damaged", format!("<rss><channel><title>Damaged</title>{}</oops></channel></rss>", item("Two")));
    let reader = Reader::new();
    let healthy = newspaper.url("orrery", "/atom.xml").unwrap();
    let opml = reader.home().join("sources.opml");
    let addresses = [format!("{}/misnamed", site.base), format!("{}/damaged", site.base), healthy];
    let rows: String = addresses.iter().map(|url| format!("<outline type=\"rss\" xmlUrl=\"{url}\"/>")).collect();
    std::fs::write(&opml, format!("<opml version=\"2.0\"><body>{rows}</body></opml>")).unwrap();
    reader.ask(&["import", opml.to_str().unwrap()]).await;
    let report = reader.ask(&["refresh", "--headlines-only"]).await;
    assert_eq!((&report["failed"], &report["sources"].as_array().map(Vec::len)), (&0.into(), &Some(3)), "{report}");
    assert!(
        !report["sources"][0]["message"].as_str().unwrap().contains("feed"),
        "the healthy one comes first: {report}"
    );
    let said = report["sources"].to_string();
    assert!(said.contains("One new article. The site does not call it a feed, but it is one."), "{said}");
    assert!(said.contains("One new article. The feed is damaged; what can be read of it is here."), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_pictures_that_fail_once_are_said_to_be_missing() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    newspaper.fail(Target::path("orrery", "/img/*"), Failure::Status { code: 500, retry_after_secs: None }).unwrap();
    reader.ask(&["refresh"]).await;
    let articles = reader.articles().await;
    let pictured = articles.iter().find(|card| card["offline"]["ready"] == false).unwrap();
    let page = reader.ask(&["show", &pictured["id"].to_string()]).await;
    let missing = page["card"]["offline"]["missing"].to_string();
    assert!(missing.contains("Picture 1") && missing.contains("status 500"), "{missing}");
    assert_eq!(page["card"]["textState"], "full", "a missing picture is no missing text");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_network_that_broke_off_left_undone_is_done_when_the_reader_asks_again_however_often_she_does() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    let pages: Vec<String> =
        newspaper.truth().into_iter().filter(|truth| truth.site == "orrery").map(|truth| truth.path).collect();
    for page in &pages {
        newspaper.fail(Target::path("orrery", page), Failure::Reset).unwrap();
    }
    newspaper.fail(Target::path("orrery", "/img/*"), Failure::Reset).unwrap();
    let missing = async || {
        let articles = reader.articles().await;
        assert!(articles.len() > 2, "{articles:?}");
        articles.iter().filter(|card| card["offline"]["ready"] == false).count()
    };
    // More often than anything is tried again by itself.
    for _ in 0..7 {
        reader.ask(&["refresh"]).await;
        assert!(missing().await > 2);
    }
    newspaper.heal();
    reader.ask(&["refresh"]).await;
    assert_eq!(missing().await, 0);
}
