//! The story's whole way in the real window: found, fetched, read, kept, and still there when the site is not.
//!
//! Linux only: it drives the window through WebKitWebDriver on a display of its own. Elsewhere it says that it is skipped.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod bombs;
#[cfg(test)]
mod choosing;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod folders;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod long;
#[cfg(test)]
mod reading;
#[cfg(test)]
#[path = "../program/real_site.rs"]
mod real_site;
#[cfg(test)]
mod sources;

use newspaper::{Newspaper, Options, seed_like};
use window::{Display, Open, Window};

use crate::real_site::RealSite;

/// Where programs of ours lie, beside this test's own.
fn folder() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().to_owned()
}

/// A program of ours.
fn program(name: &str) -> PathBuf {
    let found = folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(found.is_file(), "{} is missing: build it with `cargo xtask run`", found.display());
    found
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// Sends everything but this machine to a proxy that is not there.
fn no_internet() -> Vec<(String, String)> {
    let dead = "http://127.0.0.1:9";
    // Whoever runs this may have a key store of their own, which is no place for a test's secrets.
    let no_bus = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    [("http_proxy", dead), ("https_proxy", dead), ("all_proxy", dead), ("no_proxy", "127.0.0.1,localhost"), no_bus]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

async fn open(display: &Display, library: &Path) -> Window {
    open_program(display, &program("broadsheet-desktop"), library).await
}

async fn open_program(display: &Display, program: &Path, library: &Path) -> Window {
    let arguments =
        ["--library", &library.to_string_lossy(), "--allow-private", "127.0.0.1", "--no-background-refresh"];
    let open = Open {
        program: program.to_owned(),
        arguments: arguments.map(str::to_owned).to_vec(),
        environment: no_internet(),
    };
    let window = Window::open(display, &open).await.unwrap();
    window.find("[data-testid=app][data-ready=true]").await.unwrap();
    window
}

/// A function that gives the article page's text, that of the article's own tree included.
const WHOLE_TEXT: &str = "const wholeText = () => {
    const page = document.querySelector('[data-testid=article]');
    const trees = [...page.querySelectorAll('[data-testid=safe-html]')].map((host) => host.shadowRoot);
    return [page, ...trees].map((tree) => tree.textContent).join(' ');
};";

async fn check_article(window: &Window, when: &str) {
    let seed = seed_like();
    assert_eq!(window.text("[data-testid=article-headline]").await.unwrap(), seed.headline, "{when}");
    let times = window
        .run(&format!("{WHOLE_TEXT} return wholeText().split({}).length - 1", serde_json::json!(seed.headline)))
        .await
        .unwrap();
    assert_eq!(times, 1, "{when}: the headline stands once");
    let section = window.text("[data-testid=article-section]").await.unwrap();
    assert!(section.eq_ignore_ascii_case(seed.section), "{when}: {section}");
    assert_eq!(window.text("[data-testid=article-standfirst]").await.unwrap(), seed.standfirst, "{when}");
    window
        .wait_until(
            "the lead picture to be painted",
            "const image = document.querySelector('[data-testid=article-lead] img');
             return !!image && image.complete && image.naturalWidth > 0 && image.getBoundingClientRect().width > 0;",
        )
        .await
        .unwrap();
    assert_eq!(window.text("[data-testid=article-caption]").await.unwrap(), seed.caption, "{when}");
    assert_eq!(window.text("[data-testid=article-credit]").await.unwrap(), seed.credit, "{when}");
    let credits = window
        .run(&format!("{WHOLE_TEXT} return wholeText().split({}).length - 1", serde_json::json!(seed.credit)))
        .await
        .unwrap();
    assert_eq!(credits, 1, "{when}: the credit stands once");
    let headings = window
        .run("return [...document.querySelector('[data-testid=article-body] [data-testid=safe-html]').shadowRoot.querySelectorAll('h2, h3, h4')].map((h) => h.textContent.trim())")
        .await
        .unwrap();
    assert_eq!(headings, serde_json::json!(seed.sub_headings), "{when}");
    let foreign = window
        .run("const trees = [document, ...[...document.querySelectorAll('[data-testid=safe-html]')].map((host) => host.shadowRoot)];
              return trees.flatMap((tree) => [...tree.querySelectorAll('img')]).map((image) => image.src).filter((src) => /^https?:/.test(src) && !src.startsWith('http://library.localhost'))")
        .await
        .unwrap();
    assert_eq!(foreign, serde_json::json!([]), "{when}: every picture comes from the library");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_goes_its_whole_way_in_the_real_window() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let seed = seed_like();
    let newspaper = Newspaper::start(Options::at(now())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    let display = Display::start().await.unwrap();

    let window = open(&display, &library).await;
    window.click("[data-testid=add-source]").await.unwrap();
    let site = newspaper.url(seed.site, "/").unwrap();
    window.type_into("[data-testid=address-input]", &site).await.unwrap();
    window.click("[data-testid=address-submit]").await.unwrap();
    window.click("[data-testid=subscribe]").await.unwrap();
    window.press("Escape").await.unwrap();
    window.go("#/").await.unwrap();
    window.find("[data-testid=front-page] [data-testid=story]").await.unwrap();
    window.click("[data-testid=refresh]").await.unwrap();
    // What the window started by itself on subscribing may still be at work; either way the article must become whole.
    window
        .wait_until(
            "the seed-like article to be ready offline",
            &format!(
                "window.__seed ??= {{}};
                 window.__TAURI_INTERNALS__.invoke('search', {{ query: {}, newestFirst: false, after: null }})
                     .then((found) => {{ window.__seed = found.hits[0]?.article ?? {{}}; }});
                 return window.__seed.offline?.ready === true;",
                serde_json::json!(format!("\"{}\"", seed.caption_word))
            ),
        )
        .await
        .unwrap();
    let article = window.run("return String(window.__seed.id)").await.unwrap();
    let article = article.as_str().unwrap().to_owned();

    window.go(&format!("#/article/{article}")).await.unwrap();
    check_article(&window, "fresh from the site").await;
    window.click("[data-testid=add-to-list]").await.unwrap();
    window.click("[data-testid=list-option]").await.unwrap();
    window
        .wait_until(
            "the article to be on the list",
            &format!(
                "window.__listed ??= false;
                 window.__TAURI_INTERNALS__.invoke('list_page', {{ list: 1 }}).then((page) => {{
                     window.__listed = page.articles.some((card) => card.id === {article});
                 }});
                 return window.__listed;"
            ),
        )
        .await
        .unwrap();

    newspaper.go_offline(None).await.unwrap();
    window.close().await.unwrap();

    let window = open(&display, &library).await;
    window.click("[data-testid=nav-lists]").await.unwrap();
    window.click("[data-testid=list-name]").await.unwrap();
    let entry = window.text("[data-testid=list-entry]").await.unwrap();
    assert!(entry.contains(seed.headline), "{entry}");
    window.find("[data-testid=list-entry] [data-testid=offline-ready][data-ready=true]").await.unwrap();
    window.go(&format!("#/article/{article}")).await.unwrap();
    check_article(&window, "with the site gone").await;

    window.press("/").await.unwrap();
    window.type_into("[data-testid=search-input]", seed.caption_word).await.unwrap();
    window.press("Enter").await.unwrap();
    let hit = window.text("[data-testid=search-hit]").await.unwrap();
    assert!(hit.contains(seed.headline), "{hit}");
    assert_eq!(window.count("[data-testid=search-hit]").await.unwrap(), 1);
    window.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_real_pages_are_read_in_the_real_window() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let Some(site) = RealSite::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;
    window.click("[data-testid=add-source]").await.unwrap();
    window.type_into("[data-testid=address-input]", &site.feed).await.unwrap();
    window.click("[data-testid=address-submit]").await.unwrap();
    window.click("[data-testid=subscribe]").await.unwrap();
    window.press("Escape").await.unwrap();
    window
        .wait_until(
            "the refresh to end",
            "window.__status ??= { refreshing: true };
             window.__TAURI_INTERNALS__.invoke('library_status').then((status) => { window.__status = status; });
             window.__TAURI_INTERNALS__.invoke('sources').then((sources) => { window.__sources = sources; });
             return window.__status.refreshing === false && window.__sources?.[0]?.state === 'healthy';",
        )
        .await
        .unwrap();
    let articles = window.run("return window.__status.articles").await.unwrap();
    assert_eq!(articles, site.pages, "every page is an article");
    let mut full = 0;
    for article in 1..=site.pages {
        window.go(&format!("#/article/{article}")).await.unwrap();
        window
            .wait_until(
                &format!("article {article} to be shown"),
                &format!(
                    "const shown = document.querySelector('[data-testid=article]');
                     const headline = document.querySelector('[data-testid=article-headline]');
                     return location.hash === '#/article/{article}' && !!headline
                         && shown.dataset.article === '{article}';"
                ),
            )
            .await
            .unwrap();
        let text = window.text("[data-testid=article]").await.unwrap();
        assert!(!text.trim().is_empty(), "article {article} shows nothing");
        let body = window
            .run("return (document.querySelector('[data-testid=article-body] [data-testid=safe-html]')?.shadowRoot.textContent ?? '').trim().length")
            .await
            .unwrap();
        full += usize::from(body.as_u64().unwrap() > 300);
    }
    println!("{full} of {} real pages show a text in the window", site.pages);
    assert!(full * 10 >= site.pages * 8, "only {full} of {} real pages show a text", site.pages);
    window.close().await.unwrap();
}
