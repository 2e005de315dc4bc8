//! Several stories of a list in the real window: chosen with keys and with the pointer, marked all at once, and taken back.

use newspaper::{Newspaper, Options};
use serde_json::json;
use window::{Display, Window};

use crate::{now, open};

/// Which rows of the list are chosen, and how many of them are read, waited for until they are as told.
async fn stands(window: &Window, what: &str, chosen: &[usize], read: &[usize]) {
    let script = format!(
        "const rows = [...document.querySelectorAll('[data-choice]')];
         const where = (is) => rows.flatMap((row, at) => (is(row) ? [at] : []));
         return JSON.stringify([where((row) => row.classList.contains('chosen')), where((row) => row.querySelector('[data-read=true]') !== null)]) === {};",
        json!(json!([chosen, read]).to_string())
    );
    window.wait_until(what, &script).await.unwrap();
}

async fn says(window: &Window, words: &str) {
    let script = format!(
        "return [...document.querySelectorAll('[data-testid=message]')].some((message) => message.textContent.includes({}));",
        json!(words)
    );
    window.wait_until(words, &script).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn several_stories_are_chosen_with_keys_and_pointer_marked_and_taken_back() {
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
    let idle = "window.__idle ??= null;
         window.__TAURI_INTERNALS__.invoke('library_status').then(({ refreshing, articles }) => { window.__idle = !refreshing && articles > 10; });
         return window.__idle === true;";
    window.wait_until("all of the source to be here", idle).await.unwrap();
    window.go("#/from/1").await.unwrap();
    window.find("[data-choice]:nth-child(8)").await.unwrap();
    stands(&window, "a list of what is unread", &[], &[]).await;

    // With keys: from the second story on.
    window.press("j").await.unwrap();
    window.press("j").await.unwrap();
    window.press("Shift+ArrowDown").await.unwrap();
    window.press("Shift+ArrowDown").await.unwrap();
    stands(&window, "three in a row", &[1, 2, 3], &[]).await;
    window.press("Shift+ArrowUp").await.unwrap();
    stands(&window, "one of them less", &[1, 2], &[]).await;
    window.press("j").await.unwrap();
    window.press("j").await.unwrap();
    window.press("x").await.unwrap();
    stands(&window, "one apart from them", &[1, 2, 4], &[]).await;
    window.press("m").await.unwrap();
    says(&window, "3 articles marked as read.").await;
    stands(&window, "those three to be read, and no other", &[1, 2, 4], &[1, 2, 4]).await;
    window.press("Control+z").await.unwrap();
    says(&window, "3 articles marked as unread again.").await;
    stands(&window, "them to be as they were", &[1, 2, 4], &[]).await;
    window.press("Escape").await.unwrap();
    stands(&window, "none to be chosen", &[], &[]).await;
    assert_eq!(window.count("[data-testid=chosen-stories]").await.unwrap(), 0);
    assert_eq!(window.run("return location.hash").await.unwrap(), json!("#/from/1"));

    // With the pointer: held keys choose and open nothing, boxes choose without one.
    window.click_with("Control", "[data-choice]:nth-child(1) a[data-headline]").await.unwrap();
    stands(&window, "the first one", &[0], &[]).await;
    window.click_with("Shift", "[data-choice]:nth-child(3) a[data-headline]").await.unwrap();
    stands(&window, "all up to the third", &[0, 1, 2], &[]).await;
    window.click("[data-choice]:nth-child(2) [data-testid=choose-story]").await.unwrap();
    stands(&window, "the second one no longer", &[0, 2], &[]).await;
    assert_eq!(window.run("return location.hash").await.unwrap(), json!("#/from/1"));
    window.click("[data-testid=chosen-read]").await.unwrap();
    stands(&window, "the two to be read", &[0, 2], &[0, 2]).await;
    window.click("[data-testid=chosen-star]").await.unwrap();
    says(&window, "2 articles starred.").await;
    window.press("Control+z").await.unwrap();
    let stars = "return document.querySelectorAll('[data-choice] [data-testid=star][aria-pressed=true]').length === 0;";
    window.wait_until("their stars to be gone", stars).await.unwrap();
    stands(&window, "them to be read still", &[0, 2], &[0, 2]).await;

    // All of the list, loaded or not; what was read before stays so when that is taken back.
    let total = window.text("[data-testid=total]").await.unwrap();
    window.press("Control+a").await.unwrap();
    let all = format!(
        "return document.querySelector('[data-testid=chosen-stories] [role=status]').textContent === {};",
        json!(format!("{total} selected"))
    );
    window.wait_until("all of the list", &all).await.unwrap();
    window.press("m").await.unwrap();
    let everything = "return document.querySelector('[data-choice] [data-read=false]') === null;";
    window.wait_until("all to be read", everything).await.unwrap();
    window.press("Control+z").await.unwrap();
    window.click("[data-testid=choose-none]").await.unwrap();
    stands(&window, "all but the two to be unread again", &[], &[0, 2]).await;
    window.click("[data-testid=choose-done]").await.unwrap();
    let back = "return document.activeElement?.dataset.testid === 'choose-stories';";
    window.wait_until("the focus to be on the button that began it", back).await.unwrap();

    // The keys of a story mean the open article.
    window.click("[data-choice]:nth-child(1) a[data-headline]").await.unwrap();
    window.find("[data-testid=article]").await.unwrap();
    window.press("u").await.unwrap();
    says(&window, "Marked as unread.").await;
    window.press("m").await.unwrap();
    says(&window, "Marked as read.").await;
    window.close().await.unwrap();
}
