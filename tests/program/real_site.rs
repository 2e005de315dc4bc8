//! A site on this machine that serves fifty pages of the real web behind a feed, where a collection of them lies at hand.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PAGES: usize = 50;

/// The folder with `pages/<id>.html.zst`: below `BROADSHEET_SHARED`, or below a folder `shared` beside the repository.
fn collection() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let shared = std::env::var_os("BROADSHEET_SHARED").map_or(beside, PathBuf::from);
    Some(shared.join("extract").join("pages")).filter(|pages| pages.is_dir())
}

/// Fifty pages, evenly over the collection.
fn chosen(folder: &PathBuf) -> BTreeMap<String, Vec<u8>> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut ids: Vec<String> = names.filter_map(|name| name.strip_suffix(".html.zst").map(str::to_owned)).collect();
    ids.sort();
    let step = (ids.len() / PAGES).max(1);
    let page = |id: String| {
        let packed = std::fs::read(folder.join(format!("{id}.html.zst"))).unwrap();
        (id, zstd::decode_all(packed.as_slice()).unwrap())
    };
    ids.into_iter().step_by(step).take(PAGES).map(page).collect()
}

async fn answer(mut stream: TcpStream, documents: Arc<BTreeMap<String, Vec<u8>>>) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split_whitespace().nth(1).unwrap_or_default();
    let (status, kind, body) = match documents.get(path) {
        Some(body) if path == "/feed.xml" => ("200 OK", "application/rss+xml", body.as_slice()),
        Some(body) => ("200 OK", "text/html; charset=utf-8", body.as_slice()),
        None => ("404 Not Found", "text/plain", &b"no such document"[..]),
    };
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body).await;
    let _ = stream.shutdown().await;
}

/// The site, serving until dropped.
pub(crate) struct RealSite {
    /// Where its feed is.
    pub(crate) feed: String,
    /// How many pages the feed points at.
    pub(crate) pages: usize,
    server: tokio::task::JoinHandle<()>,
}

impl RealSite {
    /// Starts it; `None`, after a plain word, where there is no collection.
    pub(crate) async fn start() -> Option<Self> {
        let Some(folder) = collection() else {
            println!("skipped: there is no collection of real pages (name its folder in BROADSHEET_SHARED)");
            return None;
        };
        let pages = chosen(&folder);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let entries: String = pages
            .keys()
            .map(|id| format!("<item><title>Page {id}</title><link>{base}/{id}</link><guid>{id}</guid></item>"))
            .collect();
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Real pages</title><link>{base}/</link>{entries}</channel></rss>"
        );
        let count = pages.len();
        let mut documents: BTreeMap<String, Vec<u8>> =
            pages.into_iter().map(|(id, page)| (format!("/{id}"), page)).collect();
        documents.insert("/feed.xml".to_owned(), feed.into_bytes());
        let documents = Arc::new(documents);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, documents.clone()));
            }
        });
        Some(Self { feed: format!("{base}/feed.xml"), pages: count, server })
    }
}

impl Drop for RealSite {
    fn drop(&mut self) {
        self.server.abort();
    }
}
