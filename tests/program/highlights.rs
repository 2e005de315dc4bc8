//! Passages that the reader highlights.

use crate::harness::{Reader, array, newspaper, words};
use newspaper::Edit;

#[tokio::test(flavor = "multi_thread")]
async fn a_highlight_stays_with_its_words_when_the_text_changes_and_keeps_the_article() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let added = reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let article =
        newspaper.truth().into_iter().find(|truth| truth.site == "orrery" && truth.paragraphs.len() > 2).unwrap();
    let id = reader.show_headline(&article.headline).await["card"]["id"].to_string();
    let quote: Vec<&str> = article.paragraphs[1].split_whitespace().skip(2).take(6).collect();
    let quote = quote.join(" ");

    let made = reader.ask(&["highlights", "add", &id, &quote, "--note", "  For the **index** of quoddies. "]).await;
    let highlight = &made["highlights"][0];
    assert_eq!((&highlight["note"], &highlight["shown"]), (&"For the **index** of quoddies.".into(), &true.into()));
    let marked = |page: &serde_json::Value| {
        let html = page["html"].as_str().unwrap().to_owned();
        let opening = format!("<mark data-highlight=\"{}\">", highlight["id"]);
        let parts = html.split(&opening).skip(1);
        parts.map(|part| part.split("</mark>").next().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(words(&marked(&made)), quote);
    assert_eq!((&made["card"]["kept"], &made["card"]["starred"]), (&true.into(), &false.into()));

    let found = reader.ask(&["search", "quoddies"]).await;
    assert_eq!(
        (&found["hits"][0]["article"]["id"].to_string(), &found["hits"][0]["foundIn"]),
        (&id, &"note".into()),
        "{found}"
    );

    // The text gets another paragraph, and the words stay marked where they stand now.
    newspaper.edit(&article.article, Edit::Paragraph).unwrap();
    reader.ask(&["refresh"]).await;
    let after = reader.ask(&["show", &id]).await;
    assert!(words(after["html"].as_str().unwrap()).contains("officials confirmed the figures"));
    assert_eq!(words(&marked(&after)), quote);

    // Neither the source nor a rule takes it away.
    reader.ask(&["remove", &added["id"].as_i64().or(added[0]["id"].as_i64()).unwrap().to_string()]).await;
    reader.ask(&["keep", "--days", "1"]).await;
    reader.ask(&["expire"]).await;
    assert_eq!(reader.ask(&["show", &id]).await["highlights"][0]["quote"], quote.as_str());

    let markdown = reader.run(&["highlights", "--markdown"]).await.stdout;
    let all = reader.ask(&["highlights"]).await;
    assert_eq!(array(&all).len(), 1, "{all} {markdown}");
    assert_eq!(all[0]["headline"], after["card"]["headline"]);
    assert_eq!(array(&reader.ask(&["highlights", "--find", "INDEX quoddies"]).await).len(), 1);
    assert!(array(&reader.ask(&["highlights", "--find", "index nowhere"]).await).is_empty());
    let noted = reader.ask(&["highlights", "note", &highlight["id"].to_string(), ""]).await;
    assert_eq!(noted["highlights"][0]["note"], "");
    assert_eq!(reader.ask(&["search", "quoddies"]).await["total"], 0);
    let gone = reader.ask(&["highlights", "remove", &highlight["id"].to_string()]).await;
    assert_eq!((array(&gone["highlights"]).len(), &gone["card"]["kept"]), (0, &false.into()));
    assert!(!gone["html"].as_str().unwrap().contains("<mark"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_not_there_are_not_highlighted() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    let id = reader.articles().await[0]["id"].to_string();
    let refused = reader.refused(&["highlights", "add", &id, "no newspaper ever wrote this sentence"]).await;
    assert!(refused.message.contains("do not stand in the article"), "{}", refused.message);
    let long = "word ".repeat(2_000);
    assert!(reader.refused(&["highlights", "add", &id, &long]).await.message.contains("too long"));
    assert!(reader.refused(&["highlights", "add", "99999", "word"]).await.message.contains("99999"));
    assert!(reader.refused(&["highlights", "remove", "99999"]).await.message.contains("99999"));
    assert!(array(&reader.ask(&["highlights"]).await).is_empty());
}
