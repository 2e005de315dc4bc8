//! Articles that their publishers change.

use crate::harness::{Reader, array, newspaper, words};
use newspaper::{Edit, Failure, Newspaper, Target, Truth, seed_like};
use serde_json::Value;

async fn follow(newspaper: &Newspaper, site: &str, feed: &str) -> Reader {
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url(site, feed).unwrap()]).await;
    reader.ask(&["refresh"]).await;
    reader
}

fn first_of(newspaper: &Newspaper, site: &str) -> Truth {
    newspaper.truth().into_iter().find(|truth| truth.site == site && truth.paragraphs.len() > 2).unwrap()
}

fn headlines(page: &Value) -> Vec<String> {
    array(&page["versions"]).iter().map(|version| version["headline"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_headline_is_a_new_version_and_the_old_one_stays() {
    let newspaper = newspaper().await;
    let seed = seed_like();
    let reader = follow(&newspaper, seed.site, "/feeds/conflict.xml").await;
    let before = headlines(&reader.show_headline(seed.headline).await);
    newspaper.edit(seed.article, Edit::Headline).unwrap();
    reader.ask(&["refresh"]).await;
    let new = format!("{} (update 1)", seed.headline);
    let after = headlines(&reader.show_headline(&new).await);
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!((after.first(), after.get(1)), (Some(&new), Some(&seed.headline.to_owned())));
    let found = reader.ask(&["search", "\"update 1\""]).await;
    assert_eq!(found["total"], 1, "the search knows the old headline only");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_text_is_a_new_version_in_every_kind_of_feed_that_tells_times() {
    let newspaper = newspaper().await;
    for (site, feed) in [("orrery", "/atom.xml"), ("touchline", "/feed.json"), ("dispatch", "/news-sitemap.xml")] {
        let reader = follow(&newspaper, site, feed).await;
        let article = first_of(&newspaper, site);
        let before = headlines(&reader.show_headline(&article.headline).await).len();
        newspaper.edit(&article.article, Edit::Paragraph).unwrap();
        reader.ask(&["refresh"]).await;
        let page = reader.show_headline(&article.headline).await;
        assert!(words(page["html"].as_str().unwrap()).contains("Update 1: officials confirmed the figures"), "{site}");
        assert_eq!(headlines(&page).len(), before + 1, "{site}");
        assert!(words(page["html"].as_str().unwrap()).contains(&article.paragraphs[0]), "{site}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_a_new_version() {
    let newspaper = newspaper().await;
    let reader = follow(&newspaper, "orrery", "/atom.xml").await;
    let article = first_of(&newspaper, "orrery");
    newspaper.edit(&article.article, Edit::Correction).unwrap();
    reader.ask(&["refresh"]).await;
    let page = reader.show_headline(&article.headline).await;
    let text = words(page["html"].as_str().unwrap());
    assert!(text.contains("According to a revised account") && text.contains("Correction 1"), "{text}");
    assert!(page["modifiedAt"].as_str() > page["card"]["publishedAt"].as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stub_behind_a_paywall_never_takes_the_place_of_the_whole_text() {
    let newspaper = newspaper().await;
    let reader = follow(&newspaper, "orrery", "/atom.xml").await;
    let article = first_of(&newspaper, "orrery");
    let before = reader.show_headline(&article.headline).await;
    assert_eq!(before["card"]["textState"], "full");
    newspaper.edit(&article.article, Edit::Paywall).unwrap();
    newspaper.clear_stats();
    reader.ask(&["refresh"]).await;
    assert!(newspaper.stats().hits("orrery", &article.path) > 0, "the changed page was not asked for");
    let after = reader.show_headline(&article.headline).await;
    assert_eq!(after["html"], before["html"]);
    assert_eq!(after["card"]["textState"], "full");
    assert_eq!(after["card"]["offline"]["ready"], before["card"]["offline"]["ready"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_page_or_an_error_in_place_of_an_article_leaves_the_good_one() {
    for failure in [
        Failure::LoginPage,
        Failure::ConsentWall,
        Failure::Captcha,
        Failure::SoftNotFound,
        Failure::Emptied,
        Failure::Status { code: 404, retry_after_secs: None },
        Failure::Empty,
    ] {
        let newspaper = newspaper().await;
        let reader = follow(&newspaper, "orrery", "/atom.xml").await;
        let article = first_of(&newspaper, "orrery");
        let before = reader.show_headline(&article.headline).await;
        newspaper.edit(&article.article, Edit::Paragraph).unwrap();
        newspaper.fail(Target::path("orrery", &article.path), failure.clone()).unwrap();
        newspaper.clear_stats();
        reader.ask(&["refresh"]).await;
        assert!(newspaper.stats().hits("orrery", &article.path) > 0, "{failure:?}: the page was not asked for");
        let after = reader.show_headline(&article.headline).await;
        assert_eq!(after["html"], before["html"], "{failure:?}");
        assert_eq!(after["card"]["offline"]["ready"], before["card"]["offline"]["ready"], "{failure:?}");
        let attempts = array(&after["attempts"]);
        assert_eq!(attempts.len(), 1, "{failure:?}: {attempts:?}");
        println!("{failure:?}: {}", attempts[0]["what"]);
        // Saving it now, by hand, does not make it worse either.
        reader.run(&["save", &article.url]).await;
        assert_eq!(reader.show_headline(&article.headline).await["html"], before["html"], "{failure:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_word_by_word() {
    let newspaper = newspaper().await;
    let reader = follow(&newspaper, "orrery", "/atom.xml").await;
    let article = first_of(&newspaper, "orrery");
    assert_eq!(reader.show_headline(&article.headline).await["changedSince"], Value::Null);
    newspaper.edit(&article.article, Edit::Paragraph).unwrap();
    reader.ask(&["refresh"]).await;
    let page = reader.show_headline(&article.headline).await;
    let id = page["card"]["id"].to_string();
    let versions = array(&reader.ask(&["versions", &id]).await);
    assert_eq!((&versions[0]["shown"], &versions[1]["shown"]), (&true.into(), &false.into()));
    let (newer, older) = (versions[0]["id"].to_string(), versions[1]["id"].to_string());
    assert_eq!(page["changedSince"].to_string(), older, "since it was opened");
    assert_eq!(reader.show_headline(&article.headline).await["changedSince"], Value::Null, "it is seen now");
    let comparison = reader.ask(&["versions", &id, "--compare", &older, &newer]).await;
    let words: Vec<Value> = array(&comparison["paragraphs"]).iter().flat_map(array).collect();
    let of = |kind: &str| -> String {
        words.iter().filter(|words| words["kind"] == kind).map(|words| words["text"].as_str().unwrap()).collect()
    };
    assert!(of("inserted").contains("Update 1: officials confirmed the figures"), "{comparison}");
    assert!(of("same").contains(&article.paragraphs[0]), "{comparison}");
    assert_eq!(of("deleted"), "", "{comparison}");
    let refusal = reader.refused(&["versions", &id, "--compare", &older, "4711"]).await;
    assert_eq!(refusal.code, "not_found");
}
