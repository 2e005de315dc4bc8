//! A long article in the real window: where the reader is, how much is left, its contents, and what is wider than the page.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use window::{Display, Window};

use crate::open;

const CHAPTERS: usize = 24;

const WORDS: &str = "the harbour committee met again on a wet morning and left without any decision about the old bridge that lorries \
    have crossed for forty years although nobody ever meant it to carry them over such a river in spring when cellars flood";

/// A page of many chapters, no paragraph like another, with a table and code that are wider than any window.
fn page() -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut at = 7_usize;
    let mut paragraph = || {
        let sentence = |at: &mut usize| {
            let said: Vec<&str> = (0..14)
                .map(|_| {
                    *at = (*at * 75 + 74) % 65_537;
                    words[*at % words.len()]
                })
                .collect();
            format!("In the year {} {}.", 1_500 + *at % 500, said.join(" "))
        };
        let sentences: Vec<String> = (0..5).map(|_| sentence(&mut at)).collect();
        format!("<p>{}</p>", sentences.join(" "))
    };
    let row = |kind: &str| format!("<tr>{}</tr>", format!("<{kind}>A column of numbers</{kind}>").repeat(16));
    let wide = format!(
        "<table><thead>{}</thead><tbody>{}</tbody></table><pre><code>{}</code></pre>",
        row("th"),
        row("td").repeat(6),
        "let toll = vessel.tonnes() * rate; ".repeat(20)
    );
    let chapters: String = (1..=CHAPTERS)
        .map(|chapter| {
            let between = if chapter == 3 { wide.as_str() } else { "" };
            format!("<h2>Chapter {chapter}</h2>{}{between}{}", paragraph(), paragraph())
        })
        .collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>The River and the Register</title></head>
         <body><main><article><h1>The River and the Register</h1>{chapters}</article></main></body></html>"
    )
}

/// Serves one page under every address, and answers where.
async fn serve(page: String) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                page.len()
            );
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(page.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    format!("http://127.0.0.1:{port}/river.html")
}

/// Waits until the line below the bar tells of a chapter.
async fn line_says(window: &Window, chapter: &str) {
    let script =
        format!("return document.querySelector('[data-testid=reading-line] bdi')?.textContent === '{chapter}';");
    window.wait_until(&format!("the line to say “{chapter}”"), &script).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_article_has_contents_and_tells_where_the_reader_is_and_never_grows_wider_than_the_window() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let url = serve(page()).await;
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;
    window.resize(1000, 700).await.unwrap();
    let saved = format!(
        "window.__TAURI_INTERNALS__.invoke('save_page', {{ address: '{url}', allowPrivate: true }}).then(({{ id }}) => {{ location.hash = `#/article/${{id}}`; }})"
    );
    window.run(&saved).await.unwrap();
    window.find("[data-testid=article-contents]").await.unwrap();
    assert_eq!(window.count("[data-testid=reading-line]").await.unwrap(), 0, "the head says what there is to say");

    window.press("t").await.unwrap();
    let first = "return document.activeElement?.dataset.testid === 'chapter' && document.activeElement.textContent === 'Chapter 1';";
    window.wait_until("the contents, at their beginning", first).await.unwrap();
    assert_eq!(window.count("[data-testid=chapter]").await.unwrap(), CHAPTERS);
    for _ in 0..9 {
        window.press("ArrowDown").await.unwrap();
    }
    window.press("Enter").await.unwrap();
    line_says(&window, "Chapter 10").await;
    let heading =
        "document.querySelector('[data-testid=article-body] [data-testid=safe-html]').shadowRoot.activeElement";
    let at = window.run(&format!("return [{heading}?.textContent, {heading}?.getBoundingClientRect().top, document.querySelector('[data-testid=reading-line]').getBoundingClientRect().bottom]")).await.unwrap();
    assert_eq!(at[0], "Chapter 10");
    assert!(at[1].as_f64().unwrap() >= at[2].as_f64().unwrap(), "the heading stands below the line: {at}");
    assert!(at[1].as_f64().unwrap() < 250.0, "and at the top of the window: {at}");
    let left = |said: &str| said.split(' ').next().unwrap().parse::<u32>().unwrap();
    let middle = left(&window.text("[data-testid=reading-left]").await.unwrap());
    window.press("t").await.unwrap();
    let here = "return document.activeElement?.getAttribute('aria-current') === 'location' && document.activeElement.textContent === 'Chapter 10';";
    window.wait_until("the contents, where the reader is", here).await.unwrap();
    for _ in 0..8 {
        window.press("ArrowDown").await.unwrap();
    }
    window.press("Enter").await.unwrap();
    line_says(&window, "Chapter 18").await;
    let late = left(&window.text("[data-testid=reading-left]").await.unwrap());
    assert!(late < middle && late > 0, "{late} of {middle}");
    window.click("[data-testid=message] .undo").await.unwrap();
    line_says(&window, "Chapter 10").await;

    // The end says the rest by itself.
    window.run("window.scrollTo(0, document.documentElement.scrollHeight)").await.unwrap();
    let gone = "return document.querySelector('[data-testid=reading-line]') === null;";
    window.wait_until("the line to be gone", gone).await.unwrap();

    for (width, size) in [(1000, "0"), (700, "0"), (700, "5")] {
        window.resize(width, 600).await.unwrap();
        window.run(&format!("document.documentElement.dataset.textSize = '{size}'")).await.unwrap();
        let fits = format!(
            "const boxes = [...document.querySelector('[data-testid=article-body] [data-testid=safe-html]').shadowRoot.querySelectorAll('.wide, pre')];
             return innerWidth <= {width} && document.documentElement.scrollWidth <= innerWidth && boxes.length === 2
                 && boxes.every((box) => box.scrollWidth > box.clientWidth && box.tabIndex === 0);"
        );
        window.wait_until(&format!("what is wide to move in its own place, at {width}"), &fits).await.unwrap();
    }
    window.close().await.unwrap();
}
