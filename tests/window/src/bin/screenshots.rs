//! Takes the pictures in the documentation from the real window: `window-screenshots PROGRAM LIBRARY FOLDER [SITE]`.
//!
//! The library is one that has been filled from the test newspaper. Every view is taken light and dark, in two sizes. With the
//! address of a site that answers, the views of sources are taken; without one, those of the paper.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use window::{Display, Open, Window, WindowError};

const SIZES: [(u32, u32); 2] = [(1280, 800), (900, 700)];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, library, folder, site @ ..] = arguments.as_slice() else {
        eprintln!("window-screenshots PROGRAM LIBRARY FOLDER [SITE]");
        return ExitCode::from(2);
    };
    let site = site.first().map(|site| site.to_string_lossy().into_owned());
    match take_all(program, library, folder, site.as_deref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn take_all(program: &Path, library: &Path, folder: &Path, site: Option<&str>) -> Result<(), WindowError> {
    let display = Display::start().await?;
    let mut arguments = vec!["--library".to_owned(), library.to_string_lossy().into_owned()];
    arguments.extend(["--allow-private", "127.0.0.1", "--no-background-refresh"].map(str::to_owned));
    let window =
        Window::open(&display, &Open { program: program.to_owned(), arguments, environment: Vec::new() }).await?;
    window.find("[data-testid=app][data-ready=true]").await?;
    let views = match site {
        None => paper(&window).await?,
        Some(_) => sources(&window).await?,
    };
    for (width, height) in SIZES {
        window.resize(width, height).await?;
        for theme in ["light", "dark"] {
            window.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await?;
            for (name, hash, shown) in &views {
                window.go(hash).await?;
                if let Some(site) = site {
                    open_dialog(&window, name, site).await?;
                }
                window.find(shown).await?;
                settle(&window).await?;
                let path = folder.join(format!("{name}-{theme}-{width}x{height}.png"));
                window.picture(&path, width, height).await?;
                println!("{}", path.display());
                window.run("document.querySelector('dialog')?.close()").await?;
            }
        }
    }
    window.close().await
}

/// A view: its name, its address, and what shows that it is there.
type View = (&'static str, String, &'static str);

async fn paper(window: &Window) -> Result<Vec<View>, WindowError> {
    let article = prepare(window).await?;
    Ok(vec![
        ("front-page", "#/".to_owned(), "[data-testid=front-page] [data-testid=story]"),
        ("section", "#/section/science".to_owned(), "[data-testid=section-page] [data-testid=story]"),
        ("article", format!("#/article/{article}"), "[data-testid=article-headline]"),
        ("reading-list", "#/list/1".to_owned(), "[data-testid=list-entry]"),
        ("search", "#/search/harbour".to_owned(), "[data-testid=search-hit]"),
    ])
}

/// Lets a refresh meet the sources that fail, and answers which views show them.
async fn sources(window: &Window) -> Result<Vec<View>, WindowError> {
    window.go("#/sources").await?;
    window.find("[data-testid=source-row]").await?;
    window.click("[data-testid=refresh]").await?;
    window.find("[data-testid=source-row][data-state=failing]").await?;
    window
        .wait_until(
            "the refresh to end",
            "return document.querySelector('[data-testid=refresh-status]').dataset.refreshing === 'false';",
        )
        .await?;
    window.run("document.querySelector('.refresh [aria-label=Close]')?.click()").await?;
    let failing = window.run("return document.querySelector('[data-state=failing] [data-remedy=sign_in]').closest('[data-feed-id]').dataset.feedId").await?;
    let failing = failing.as_str().unwrap_or_default().to_owned();
    let row = "[data-testid=source-row]";
    Ok(vec![
        ("sources", "#/sources".to_owned(), row),
        ("source", format!("#/source/{failing}"), "[data-testid=source-state]"),
        ("activity", "#/activity".to_owned(), "[data-testid=outcome]"),
        ("choice-of-feeds", "#/sources".to_owned(), "[data-testid=feed-option]"),
        ("sign-in", format!("#/source/{failing}"), "[data-testid=open-sign-in]"),
    ])
}

/// Opens the dialog that a view is about, if it is about one.
async fn open_dialog(window: &Window, view: &str, site: &str) -> Result<(), WindowError> {
    match view {
        "choice-of-feeds" => {
            window.click("[data-testid=add-source]").await?;
            window.type_into("[data-testid=address-input]", site).await?;
            window.press("Enter").await
        }
        "sign-in" => window.click("[data-testid=sign-in]").await,
        _ => Ok(()),
    }
}

/// Puts a few articles on the reading list, and answers which article shows every part of the page.
async fn prepare(window: &Window) -> Result<String, WindowError> {
    window.go("#/").await?;
    window.find("[data-testid=front-page] [data-testid=story]").await?;
    let found = window
        .run(
            "const invoke = window.__TAURI_INTERNALS__.invoke;
             const stories = [...document.querySelectorAll('[data-testid=story][data-article-id]')];
             const ids = [...new Set(stories.map((story) => Number(story.dataset.articleId)))];
             for (const article of ids.slice(0, 6)) invoke('add_to_list', { list: 1, article });
             const seed = stories.find((story) => /Reopen Direct Military Line/.test(story.textContent));
             return String(seed ? seed.dataset.articleId : ids[0]);",
        )
        .await?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

/// Waits until every picture in sight is painted and nothing moves.
async fn settle(window: &Window) -> Result<(), WindowError> {
    window
        .wait_until(
            "the pictures in sight",
            "window.scrollTo(0, 0);
             return [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight)
                 .every((image) => image.complete && image.naturalWidth > 0) && document.fonts.status === 'loaded';",
        )
        .await?;
    tokio::time::sleep(Duration::from_millis(400)).await;
    Ok(())
}
