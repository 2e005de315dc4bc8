//! Reports on how pages are read: of one page, from its address, and of a folder of them, against the last run.

use std::fs;

use crate::harness::{Reader, download, newspaper};
use newspaper::seed_like;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_read_and_explained_from_its_address() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let seed = seed_like();
    let url = newspaper.url(seed.site, seed.path).unwrap();
    let found = reader.ask(&["extract", &url]).await;
    assert_eq!(found["title"], seed.headline);
    assert_eq!(found["lead_credit"], seed.credit);
    let report = reader.run(&["extract", &url, "--explain"]).await;
    assert!(report.succeeded, "{}", report.stderr);
    for part in [seed.headline, seed.caption_word, "og:title", "Blocks"] {
        assert!(report.stdout.contains(part), "{part}");
    }
    assert!(reader.articles().await.is_empty(), "a look at a page keeps nothing of it");
    let refused = reader.refused(&["extract", &newspaper.url(seed.site, "/no-such-page").unwrap()]).await;
    assert!(!refused.hint.is_empty());
    reader.refused_without_leave(&["extract", &url]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_read_against_the_last_run() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let seed = seed_like();
    let page = download(&newspaper.url(seed.site, seed.path).unwrap()).await;
    let page = String::from_utf8(page).unwrap();
    let (pages, target) = (reader.home().join("pages"), reader.home().join("report"));
    fs::create_dir(&pages).unwrap();
    let arguments = ["extract", pages.to_str().unwrap(), "--report", target.to_str().unwrap()];
    let refused = reader.refused(&arguments).await;
    assert!(refused.message.contains("no page"), "{}", refused.message);

    fs::write(pages.join("one.html"), &page).unwrap();
    fs::write(pages.join("two.html"), &page).unwrap();
    let first = reader.run(&arguments).await;
    assert!(first.stdout.contains("Pages read: 2, for the first time: 2, changed: 0."), "{}", first.stdout);
    fs::write(pages.join("two.html"), page.replace(seed.headline, "Another headline")).unwrap();
    let second = reader.run(&arguments).await;
    assert!(second.stdout.contains("Pages read: 2, for the first time: 0, changed: 1."), "{}", second.stdout);
    let report = fs::read_to_string(target.join("report.html")).unwrap();
    assert!(report.contains("two.html") && !report.contains("one.html"), "{report}");
    assert!(report.contains("<ins>Another headline</ins>"), "{report}");
    let third = reader.run(&arguments).await;
    assert!(third.stdout.contains("changed: 0."), "{}", third.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_learns_what_was_left_out_of_a_page() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let hostile = newspaper.truth().into_iter().find(|truth| truth.site == "trapdoor").unwrap();
    let plain = newspaper.truth().into_iter().find(|truth| truth.site == "courier").unwrap();
    let mut programs = Vec::new();
    for url in [&plain.url, &hostile.url] {
        let saved = reader.ask(&["save", url]).await;
        let page = reader.ask(&["show", &saved["id"].to_string()]).await;
        programs.push(page["facts"]["programs"].as_u64().unwrap());
    }
    assert_eq!(programs[0], 1, "the newspaper's pages run one program");
    assert!(programs[1] > 1, "{programs:?}");
    let page = reader.ask(&["show", "1"]).await;
    assert_eq!(page["facts"]["forSubscribers"], false);
    assert!(page["facts"]["topics"].is_array(), "{page}");
}
