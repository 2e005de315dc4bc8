//! Pages of the real web, where a collection of them lies at hand: every one must come out readable.

use crate::harness::{Reader, words};
use crate::real_site::RealSite;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_real_pages_behind_a_feed_are_all_readable() {
    let Some(site) = RealSite::start().await else { return };
    let reader = Reader::new();
    reader.ask(&["add", &site.feed]).await;
    let report = reader.ask(&["refresh"]).await;
    assert_eq!(report["failed"], 0, "{report}");
    let articles = reader.articles().await;
    let count = site.pages;
    assert_eq!(articles.len(), count);
    let mut full = 0;
    for card in &articles {
        let page = reader.ask(&["show", &card["id"].to_string()]).await;
        let text = words(page["html"].as_str().unwrap());
        full += usize::from(page["card"]["textState"] == "full");
        let note = page["textNote"].as_str().unwrap_or_default();
        assert!(!text.is_empty() || !note.is_empty(), "{} shows neither a text nor a note", page["card"]["url"]);
        let printed = reader
            .command()
            .arg("--library")
            .arg(reader.library())
            .args(["show", &card["id"].to_string()])
            .output()
            .await
            .unwrap();
        assert!(printed.status.success() && !printed.stdout.is_empty());
    }
    println!("{full} of {count} real pages have their whole text");
    assert!(full * 10 >= count * 8, "only {full} of {count} real pages have their whole text");
}
