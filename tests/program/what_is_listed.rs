//! Lists show just what was asked of them: what is unread, and what is kept.

use crate::harness::{Reader, array, newspaper, words};
use crate::small_site::{SmallSite, story};
use serde_json::Value;

fn refs(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

fn ids(page: &Value) -> Vec<String> {
    array(&page["articles"]).iter().map(|card| card["id"].to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_is_not_among_the_unread() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh", "--feeds-only"]).await;
    let all = ids(&reader.ask(&["list"]).await);
    assert_eq!(ids(&reader.ask(&["list", "--unread"]).await), all);
    reader.ask(&["show", &all[1]]).await;
    reader.ask(&["star", &all[1]]).await;
    let unread = reader.ask(&["list", "--unread"]).await;
    let left: Vec<String> = all.iter().filter(|id| **id != all[1]).cloned().collect();
    assert_eq!((ids(&unread), &unread["total"]), (left, &(all.len() - 1).into()));
    assert!(ids(&reader.ask(&["list", "--unread", "--starred"]).await).is_empty());
    reader.ask(&["mark-read", "--all"]).await;
    assert!(ids(&reader.ask(&["list", "--unread"]).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_kept_stands_in_one_list_by_when_it_was_kept() {
    let newspaper = newspaper().await;
    let site = SmallSite::start().await;
    site.put("/harbour", story("The harbour is closed", ""));
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let all = ids(&reader.ask(&["list"]).await);
    assert!(ids(&reader.ask(&["list", "--kept"]).await).is_empty(), "nothing is kept yet");

    reader.ask(&["star", &all[3]]).await;
    reader.ask(&["lists", "add", "Read later", &all[0]]).await;
    let saved = reader.ask(&["save", &format!("{}/harbour", site.base)]).await["id"].to_string();
    let text = reader.ask(&["show", &all[2]]).await["html"].as_str().unwrap().to_owned();
    let quote: Vec<String> = words(&text).split_whitespace().take(4).map(str::to_owned).collect();
    reader.ask(&["highlights", "add", &all[2], &quote.join(" ")]).await;
    let kept = reader.ask(&["list", "--kept"]).await;
    assert_eq!(refs(&ids(&kept)), [&all[2], &saved, &all[0], &all[3]], "what was kept last comes first");
    assert_eq!((&kept["total"], &kept["title"]), (&4.into(), &"Saved".into()));
    assert_eq!(refs(&ids(&reader.ask(&["list", "--kept", "--unread"]).await)), [&saved, &all[0], &all[3]]);
    assert_eq!(refs(&ids(&reader.ask(&["list", "--kept", "--limit", "1"]).await)), [&all[2]]);

    reader.ask(&["star", &all[3], "--off"]).await;
    assert_eq!(refs(&ids(&reader.ask(&["list", "--kept"]).await)), [&all[2], &saved, &all[0]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_shows_where_in_a_headline_it_found_its_words() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let headline = reader.articles().await[0]["headline"].as_str().unwrap().to_owned();
    let word =
        headline.split_whitespace().max_by_key(|word| word.len()).unwrap().trim_matches(|c: char| !c.is_alphanumeric());
    let found = reader.ask(&["search", &word.to_uppercase()]).await;
    let hit = array(&found["hits"]).into_iter().find(|hit| hit["article"]["headline"] == headline.as_str()).unwrap();
    let parts = array(&hit["headline"]);
    let said = |part: &Value| part["text"].as_str().unwrap().to_owned();
    assert_eq!(parts.iter().map(said).collect::<String>(), headline, "{hit}");
    let marked: Vec<String> = parts.iter().filter(|part| part["found"] == true).map(said).collect();
    assert_eq!(marked, [word]);
}
