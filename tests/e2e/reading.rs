//! A page fits its window, however narrow that is and however large its text; and words are highlighted by keys alone.

use std::time::Duration;

use newspaper::{Newspaper, Options};
use serde_json::json;
use window::{Display, Window};

use crate::{now, open};

const DOWN: &str = "\u{e015}";

/// Functions that find the article's own tree, and where the selected words and the bar beside them stand.
const TREE: &str =
    "const tree = document.querySelector('[data-testid=article-body] [data-testid=safe-html]').shadowRoot;
    const bar = () => document.querySelector('[data-testid=highlight]')?.getBoundingClientRect();";

/// Follows the site at an address, and answers the article that a search finds.
async fn article(window: &Window, site: &str, words: &str) -> i64 {
    window.click("[data-testid=add-source]").await.unwrap();
    window.type_into("[data-testid=address-input]", site).await.unwrap();
    window.press("Enter").await.unwrap();
    window.click("[data-testid=subscribe]").await.unwrap();
    window.press("Escape").await.unwrap();
    window
        .wait_until(
            "the article to be whole",
            &format!(
                "window.__found ??= {{}};
                 window.__TAURI_INTERNALS__.invoke('search', {{ query: {}, newestFirst: false, after: null }})
                     .then((found) => {{ window.__found = found.hits[0]?.article ?? {{}}; }});
                 return window.__found.offline?.ready === true;",
                json!(words)
            ),
        )
        .await
        .unwrap();
    window.run("return window.__found.id").await.unwrap().as_i64().unwrap()
}

async fn fits(window: &Window, what: &str) {
    let beyond = window
        .run(
            "return [...document.querySelectorAll('body *')]
                 .filter((part) => {
                     const { left, right, width } = part.getBoundingClientRect();
                     if (width <= 1 || (right <= innerWidth + 1 && left >= -1) || part.closest('.away, .skip, .unseen') !== null) return false;
                     // A row of links that moves sideways is reached, where the row itself is in the window.
                     const row = part.closest('nav ul');
                     return row === null || row === part || getComputedStyle(row).overflowX !== 'auto';
                 })
                 .map((part) => `${part.tagName}.${part.className}`);",
        )
        .await
        .unwrap();
    assert_eq!(beyond, json!([]), "{what}: nothing stands beyond the window");
    // In rem, so that it is one row of the page at every size of the text.
    let bar = window
        .run(
            "window.scrollTo(0, 400);
             const { bottom } = document.querySelector('.masthead').getBoundingClientRect();
             return bottom / parseFloat(getComputedStyle(document.documentElement).fontSize);",
        )
        .await
        .unwrap();
    assert!(bar.as_f64().unwrap() < 3.6, "{what}: the bar at the top takes {bar} rem of the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_fits_its_window_and_words_are_highlighted_by_keys() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let newspaper = Newspaper::start(Options::at(now())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;
    let id = article(&window, &newspaper.url("courier", "/").unwrap(), "\"postcard\" inflation").await;

    let folder =
        json!({ "feeds": [1], "folder": "Papers of the harbour and the hills/Mornings/The Incomprehensibilities" });
    window.run(&format!("window.__TAURI_INTERNALS__.invoke('move_to_folder', {folder})")).await.unwrap();
    let views = [
        ("#/".to_owned(), "[data-testid=front-page] [data-testid=story]"),
        ("#/sources".to_owned(), "[data-testid=source-row]"),
        ("#/source/1".to_owned(), "[data-testid=source-state]"),
        ("#/settings".to_owned(), "[data-testid=rules-days]"),
        ("#/saved".to_owned(), "[data-testid=saved-page] h1"),
        ("#/section/politics".to_owned(), "[data-testid=unread-only]"),
        ("#/folder/Papers of the harbour and the hills%2FMornings".to_owned(), "[data-testid=folders-within]"),
        (format!("#/article/{id}"), "[data-testid=article-headline]"),
    ];
    for (width, size) in [(640, "0"), (900, "5"), (640, "5")] {
        window.resize(width, 700).await.unwrap();
        window.run(&format!("document.documentElement.dataset.textSize = '{size}'")).await.unwrap();
        for (address, shown) in &views {
            window.go(address).await.unwrap();
            window.find(shown).await.unwrap();
            fits(&window, &format!("{address} at {width} and text size {size}")).await;
        }
    }

    // A table stays a table, and can be reached where it is wider than its place.
    let table = window
        .run(&format!("{TREE} const place = tree.querySelector('table').parentElement; return [place.className, getComputedStyle(place.firstElementChild).display, place.tabIndex === 0, place.scrollWidth > place.clientWidth + 1];"))
        .await
        .unwrap();
    assert_eq!(table[0], "wide");
    assert_eq!(table[1], "table");
    assert_eq!(table[2], table[3]);

    window.run("document.documentElement.dataset.textSize = '0'; window.scrollTo(0, 0)").await.unwrap();
    window.press("h").await.unwrap();
    window.find("[data-testid=highlight]").await.unwrap();
    let first = window.run("return document.querySelector('[data-testid=chosen]').textContent").await.unwrap();
    window.press(DOWN).await.unwrap();
    window
        .wait_until(
            "the next paragraph to be chosen",
            &format!("return document.querySelector('[data-testid=chosen]').textContent !== {first}"),
        )
        .await
        .unwrap();
    let chosen = window.run("return document.querySelector('[data-testid=chosen]').textContent").await.unwrap();
    let moved = window
        .run(&format!("{TREE} const before = bar().top; window.scrollBy({{ top: 60, behavior: 'instant' }}); return [before - bar().top, 60];"))
        .await
        .unwrap();
    assert!((moved[0].as_f64().unwrap() - 60.0).abs() < 1.0, "the bar goes with the words: {moved}");
    window.press("Enter").await.unwrap();
    let row = window.text("[data-testid=highlight-row]").await.unwrap();
    assert!(row.contains(chosen.as_str().unwrap()), "{row} is not {chosen}");
    window
        .wait_until(
            "the words to be marked",
            &format!("{TREE} return [...tree.querySelectorAll('mark[data-highlight]')].map((mark) => mark.textContent).join('').trim() === {chosen}"),
        )
        .await
        .unwrap();

    // An article is gone on with where it was left, but for its end: large letters make it a long one.
    window.run("document.documentElement.dataset.textSize = '5'").await.unwrap();
    let here = |what: &'static str, script: &'static str| {
        let (window, script) = (&window, format!("{TREE} {script}"));
        async move { window.wait_until(what, &script).await.unwrap() }
    };
    let paragraph = "[...tree.querySelectorAll('p')].filter((part) => part.textContent.trim() !== '')[3]";
    let scroll = format!(
        "{TREE} window.scrollBy({{ top: {paragraph}.getBoundingClientRect().top - 80, behavior: 'instant' }}); return {paragraph}.textContent;"
    );
    let left_at = window.run(&scroll).await.unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;
    window.go("#/saved").await.unwrap();
    window.find("[data-testid=saved-page] h1").await.unwrap();
    window.go(&format!("#/article/{id}")).await.unwrap();
    window.find("[data-testid=article-body] [data-testid=safe-html]").await.unwrap();
    here(
        "the place to be found again",
        "return window.scrollY > 100 && document.querySelector('[data-testid=message] .undo') !== null;",
    )
    .await;
    let top = window
        .run(&format!("{TREE} return [{paragraph}.textContent, {paragraph}.getBoundingClientRect().top];"))
        .await
        .unwrap();
    assert_eq!(top[0], left_at);
    assert!((40.0..140.0).contains(&top[1].as_f64().unwrap()), "it was left at the top of the page: {top}");
    window.click("[data-testid=message] .undo").await.unwrap();
    here("its beginning", "return window.scrollY === 0;").await;
    window.close().await.unwrap();
}
