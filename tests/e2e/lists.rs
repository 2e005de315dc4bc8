//! The paper's lists in the real window: all of it marked as read and taken back, and the oldest first.

use newspaper::{Newspaper, Options};
use serde_json::json;
use window::{Display, Window};

use crate::{now, open};

/// How many articles are unread, by the library's own count.
async fn unread_becomes(window: &Window, what: &str, wanted: &str) {
    window
        .wait_until(
            what,
            &format!(
                "window.__unread ??= null;
                 window.__TAURI_INTERNALS__.invoke('library_status')
                     .then(({{ sections }}) => {{ window.__unread = sections.reduce((sum, {{ unread }}) => sum + unread, 0); }});
                 return window.__unread !== null && window.__unread {wanted};"
            ),
        )
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_paper_is_marked_as_read_and_taken_back_and_lists_begin_with_the_oldest() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let newspaper = Newspaper::start(Options::at(now())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;
    let urls = [newspaper.url("courier", "/feeds/main.xml").unwrap()];
    window.run(&format!("window.__TAURI_INTERNALS__.invoke('follow', {})", json!({ "urls": urls }))).await.unwrap();
    unread_becomes(&window, "articles to come", "> 10").await;
    window.find("[data-testid=front-page] [data-testid=story]").await.unwrap();

    window.click("[data-action=all-read]").await.unwrap();
    // Asked first only where some of it is out of sight.
    let pressed = "const yes = document.querySelector('dialog .button.first'); yes?.click();
         return yes !== null || document.querySelector('[data-testid=message] .undo') !== null;";
    window.wait_until("it to be done, or asked", pressed).await.unwrap();
    unread_becomes(&window, "all to be read", "=== 0").await;
    window
        .wait_until("its button to go", "return document.querySelector('[data-action=all-read]') === null;")
        .await
        .unwrap();
    window.click("[data-testid=message] .undo").await.unwrap();
    unread_becomes(&window, "all to be unread again", "> 10").await;

    window.go("#/section/politics").await.unwrap();
    window.find("[data-testid=section-page] [data-testid=story]").await.unwrap();
    let listed = "[...document.querySelectorAll('main [data-article-id]')].map((story) => story.dataset.articleId)";
    let newest = window.run(&format!("return {listed}")).await.unwrap();
    window
        .run("const order = document.querySelector('[data-testid=list-order]'); order.value = 'oldest'; order.dispatchEvent(new Event('change', { bubbles: true }))")
        .await
        .unwrap();
    let mut oldest: Vec<String> = serde_json::from_value(newest).unwrap();
    assert!((3..40).contains(&oldest.len()), "all of the section is on one page: {oldest:?}");
    oldest.reverse();
    window
        .wait_until(
            "the oldest to come first",
            &format!("return JSON.stringify({listed}.slice(0, 3)) === {};", json!(json!(oldest[..3]).to_string())),
        )
        .await
        .unwrap();
    window.close().await.unwrap();
}
