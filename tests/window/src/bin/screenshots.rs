//! Takes the pictures in the documentation from the real window: `window-screenshots PROGRAM LIBRARY FOLDER`.
//!
//! The library is one that has been filled from the test newspaper. Every view is taken light and dark, in two sizes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use window::{Display, Open, Window, WindowError};

const SIZES: [(u32, u32); 2] = [(1280, 800), (900, 700)];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, library, folder] = arguments.as_slice() else {
        eprintln!("window-screenshots PROGRAM LIBRARY FOLDER");
        return ExitCode::from(2);
    };
    match take_all(program, library, folder).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn take_all(program: &Path, library: &Path, folder: &Path) -> Result<(), WindowError> {
    let display = Display::start().await?;
    let mut arguments = vec!["--library".to_owned(), library.to_string_lossy().into_owned()];
    arguments.extend(["--allow-private", "127.0.0.1", "--no-background-refresh"].map(str::to_owned));
    let window =
        Window::open(&display, &Open { program: program.to_owned(), arguments, environment: Vec::new() }).await?;
    window.find("[data-testid=app][data-ready=true]").await?;
    let article = prepare(&window).await?;
    let views = [
        ("front-page", "#/".to_owned(), "[data-testid=front-page] [data-testid=story]"),
        ("section", "#/section/science".to_owned(), "[data-testid=section-page] [data-testid=story]"),
        ("article", format!("#/article/{article}"), "[data-testid=article-headline]"),
        ("reading-list", "#/list/1".to_owned(), "[data-testid=list-entry]"),
        ("search", "#/search/harbour".to_owned(), "[data-testid=search-hit]"),
    ];
    for (width, height) in SIZES {
        window.resize(width, height).await?;
        for theme in ["light", "dark"] {
            window.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await?;
            for (name, hash, shown) in &views {
                window.go(hash).await?;
                window.find(shown).await?;
                settle(&window).await?;
                let path = folder.join(format!("{name}-{theme}-{width}x{height}.png"));
                window.picture(&path, width, height).await?;
                println!("{}", path.display());
            }
        }
    }
    window.close().await
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
