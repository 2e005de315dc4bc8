//! Articles that their publishers serve page by page.

use crate::harness::{Reader, newspaper, words};
use newspaper::{Failure, Target, Truth};
use serde_json::Value;

/// What the page lacks of the article, in order.
fn missing(page: &Value, truth: &Truth) -> Vec<String> {
    let text = words(page["html"].as_str().unwrap_or_default());
    let mut rest = text.as_str();
    let mut missing = Vec::new();
    for part in &truth.paragraphs {
        match rest.split_once(part.as_str()) {
            Some((_, after)) => rest = after,
            None => missing.push(part.clone()),
        }
    }
    missing
}

fn long(newspaper: &newspaper::Newspaper) -> Vec<Truth> {
    let long = newspaper.truth().into_iter().filter(|truth| truth.paragraphs.len() >= 6 && truth.language == "en");
    long.take(6).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_in_parts_is_kept_whole() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let articles = long(&newspaper);
    assert_eq!(articles.len(), 6);
    for truth in &articles {
        let saved = reader.ask(&["save", &format!("{}/in-parts", truth.url)]).await;
        let page = reader.ask(&["show", &saved["id"].to_string()]).await;
        assert_eq!(missing(&page, truth), Vec::<String>::new(), "{}", truth.url);
        assert_eq!(page["textNote"], Value::Null, "{}", truth.url);
        let shown = page["html"].as_str().unwrap_or_default().matches("<img").count();
        let in_text = truth.figures.iter().filter(|figure| !figure.lead).count();
        assert_eq!(shown, in_text, "{}", truth.url);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_come_is_named_and_comes_later() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let truth = long(&newspaper).into_iter().next().unwrap();
    let second = format!("{}/in-parts/2", truth.path);
    newspaper.fail(Target::path(truth.site, &second), Failure::Status { code: 500, retry_after_secs: None }).unwrap();
    let saved = reader.ask(&["save", &format!("{}/in-parts", truth.url)]).await;
    let page = reader.ask(&["show", &saved["id"].to_string()]).await;
    assert!(page["textNote"].as_str().is_some_and(|note| note.contains("page 2")), "{page}");
    assert!(!missing(&page, &truth).is_empty());
    newspaper.heal();
    reader.ask(&["save", &format!("{}/in-parts", truth.url)]).await;
    let page = reader.ask(&["show", &saved["id"].to_string()]).await;
    assert_eq!(missing(&page, &truth), Vec::<String>::new());
    assert_eq!(page["textNote"], Value::Null);
    // Only the first page is kept as it was sent.
    let reread = reader.ask(&["reextract"]).await;
    assert!(reread["kept"][0]["why"].as_str().is_some_and(|why| why.contains("later pages")), "{reread}");
    let page = reader.ask(&["show", &saved["id"].to_string()]).await;
    assert_eq!(missing(&page, &truth), Vec::<String>::new());
}
