//! What is found behind an address, on a site of the test's own.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use broadsheet_engine::{Behind, Engine, FoundFeed, Proxy, Settings};

/// A site on this machine: what stands at each path, and the paths that were asked for.
struct Site {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// `{site}` in what it answers is its own address.
    fn of(pages: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let pages: HashMap<String, String> =
            pages.iter().map(|(path, text)| ((*path).to_owned(), text.replace("{site}", &address))).collect();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head = [0; 4096];
                let length = stream.read(&mut head).unwrap_or_default();
                let path = String::from_utf8_lossy(head.get(..length).unwrap())
                    .split(' ')
                    .nth(1)
                    .unwrap_or_default()
                    .to_owned();
                let (status, text) = pages.get(&path).map_or(("404 Not Found", ""), |text| ("200 OK", text.as_str()));
                noted.lock().unwrap().push(path);
                let answer =
                    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len());
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { address, asked }
    }

    async fn found(&self, path: &str) -> Vec<FoundFeed> {
        self.behind(path).await.map(|behind| behind.feeds).unwrap_or_default()
    }

    async fn behind(&self, path: &str) -> Option<Behind> {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            allowed: vec!["127.0.0.1".parse().unwrap()],
            proxy: Some(Proxy::Nobody),
            uses_key_store: false,
            ..Settings::default()
        };
        let engine = Engine::open(folder.path(), settings).unwrap();
        engine.discover(&format!("{}{path}", self.address)).await.ok()
    }
}

fn paths(site: &Site, feeds: &[FoundFeed]) -> Vec<String> {
    feeds.iter().map(|feed| feed.url.replace(&site.address, "")).collect()
}

const NEWS: &str = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
    xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>{site}/a</loc><news:news><news:publication>\
    <news:name>Paper</news:name><news:language>en</news:language></news:publication>\
    <news:publication_date>2026-03-01</news:publication_date><news:title>A story</news:title></news:news></url></urlset>";

const INDEX: &str = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
    <sitemap><loc>{site}/sitemaps/tags.xml</loc></sitemap><sitemap><loc>{site}/sitemaps/2025.xml</loc></sitemap>\
    <sitemap><loc>{site}/sitemaps/2024.xml</loc></sitemap><sitemap><loc>{site}/sitemaps/2023.xml</loc></sitemap>\
    <sitemap><loc>{site}/sitemaps/news.xml</loc></sitemap></sitemapindex>";

#[tokio::test]
async fn a_news_sitemap_is_found_behind_an_index() {
    let site = Site::of(&[
        ("/", "<title>Paper</title><p>Welcome."),
        ("/robots.txt", "Sitemap: {site}/sitemap_index.xml"),
        ("/sitemap_index.xml", INDEX),
        ("/sitemaps/news.xml", NEWS),
    ]);
    for typed in ["/", "/sitemap_index.xml"] {
        let found = site.found(typed).await;
        assert_eq!(paths(&site, &found), ["/sitemaps/news.xml"], "{typed}");
    }
    assert!(!site.asked.lock().unwrap().iter().any(|path| path == "/sitemaps/tags.xml"), "news is looked into first");
}

#[tokio::test]
async fn an_empty_feed_comes_after_one_with_something_in_it() {
    let feed = |entries: &str| format!("<rss version='2.0'><channel><title>Paper</title>{entries}</channel></rss>");
    let site = Site::of(&[
        (
            "/",
            "<link rel=alternate type=application/rss+xml href=/comments><link rel=alternate type=application/rss+xml href=/stories>",
        ),
        ("/comments", &feed("")),
        ("/stories", &feed("<item><title>A story</title><link>{site}/a</link></item>")),
    ]);
    let found = site.found("/").await;
    assert_eq!(paths(&site, &found), ["/stories", "/comments"]);
}

#[tokio::test]
async fn a_feed_that_is_broken_or_has_become_a_page_says_so_beside_what_its_site_has() {
    let feed = "<rss version='2.0'><channel><title>Paper</title><item><title>A story</title><link>{site}/a</link></item></channel></rss>";
    let page = "<html><link rel=alternate type=application/rss+xml href=/stories><p>Welcome.</html>";
    let site = Site::of(&[
        ("/", page),
        ("/stories", feed),
        ("/feed.xml", "<?xml version='1.0'?><rss version='2.0'><channel><title>Paper</title><item><title>A st"),
        ("/rss.xml", page),
        ("/odd", "<?xml version='1.0'?><stories><story/></stories>"),
        ("/feed", feed),
    ]);
    for (typed, why) in [
        ("/", None),
        ("/stories", None),
        ("/feed.xml", Some("it breaks off before its first entry ends")),
        ("/rss.xml", Some("a web page stands there")),
        ("/odd", Some("something else stands there")),
    ] {
        let behind = site.behind(typed).await.unwrap();
        assert!(!behind.feeds.is_empty(), "{typed}");
        assert_eq!(behind.no_feed.as_deref(), why, "{typed}");
    }
}
