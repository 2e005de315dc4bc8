//! A site of a few documents that a test lays out itself, and may change while it serves.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

type Documents = Arc<Mutex<BTreeMap<String, (String, Vec<u8>)>>>;

/// The site; everything that it does not have is not found.
pub(crate) struct SmallSite {
    /// Its address, without a slash at the end.
    pub(crate) base: String,
    documents: Documents,
    asked: Arc<Mutex<Vec<String>>>,
    cuts: Arc<Mutex<VecDeque<usize>>>,
}

impl SmallSite {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (documents, asked) = (Documents::default(), Arc::new(Mutex::new(Vec::new())));
        let (serving, noting, cuts) = (documents.clone(), asked.clone(), Arc::<Mutex<VecDeque<usize>>>::default());
        let cutting = cuts.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, serving.clone(), noting.clone(), cutting.clone()));
            }
        });
        Self { base, documents, asked, cuts }
    }

    /// Has a document at a path from now on; HTML where the body begins like it, else a picture.
    pub(crate) fn put(&self, path: &str, body: impl Into<Vec<u8>>) {
        let body = body.into();
        let kind = if body.starts_with(b"<") { "text/html; charset=utf-8" } else { "image/jpeg" };
        let head = format!("200 OK\r\nContent-Type: {kind}");
        self.documents.lock().unwrap().insert(path.to_owned(), (head, body));
    }

    /// Has a document of a type, of which it gives parts, too.
    pub(crate) fn put_file(&self, path: &str, kind: &str, body: impl Into<Vec<u8>>) {
        let head = format!("200 OK\r\nContent-Type: {kind}\r\nETag: \"1\"");
        self.documents.lock().unwrap().insert(path.to_owned(), (head, body.into()));
    }

    /// Breaks off the next answers, each after so many bytes of its body.
    pub(crate) fn cut_next(&self, after: &[usize]) {
        self.cuts.lock().unwrap().extend(after);
    }

    /// Leads from one path to another.
    pub(crate) fn redirect(&self, path: &str, to: &str) {
        let head = format!("302 Found\r\nLocation: {to}");
        self.documents.lock().unwrap().insert(path.to_owned(), (head, Vec::new()));
    }

    /// Has a document no more.
    pub(crate) fn take_away(&self, path: &str) {
        self.documents.lock().unwrap().remove(path);
    }

    /// The paths that were asked for since the last time.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

async fn answer(
    mut stream: TcpStream,
    documents: Documents,
    asked: Arc<Mutex<Vec<String>>>,
    cuts: Arc<Mutex<VecDeque<usize>>>,
) {
    let mut head = vec![0; 8192];
    let read = stream.read(&mut head).await.unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..read]).into_owned();
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let found = documents.lock().unwrap().get(&path).cloned();
    let lower = head.to_ascii_lowercase();
    let from: Option<usize> =
        lower.split_once("range: bytes=").and_then(|(_, rest)| rest.split('-').next()?.parse().ok());
    asked.lock().unwrap().push(from.map_or_else(|| path.clone(), |from| format!("{path} from {from}")));
    let (mut head, mut body) = found.unwrap_or_else(|| ("404 Not Found".to_owned(), Vec::new()));
    let whole = body.len();
    if let Some(from) = from.filter(|from| *from < whole && head.contains("ETag") && lower.contains("if-range: \"1\""))
    {
        body.drain(..from);
        head = head.replace("200 OK", &format!("206 Part\r\nContent-Range: bytes {from}-{}/{whole}", whole - 1));
    }
    let length = body.len();
    if let Some(after) = cuts.lock().unwrap().pop_front() {
        body.truncate(after);
    }
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(&body).await;
}

/// A page with an article of a few paragraphs around `figures`.
pub(crate) fn story(headline: &str, figures: &str) -> String {
    let paragraph =
        "The harbour was closed for a third day while divers looked for the cable that the storm had torn off. ";
    format!(
        "<!doctype html><html lang=en><head><title>{headline}</title>
         <meta property=\"og:type\" content=\"article\"><meta property=\"og:image\" content=\"/lead.jpg\"></head>
         <body><article><h1>{headline}</h1><p>{}</p>{figures}<p>{}</p></article></body></html>",
        paragraph.repeat(5),
        paragraph.repeat(6)
    )
}

pub(crate) fn figure(src: &str, caption: &str) -> String {
    format!("<figure><img src=\"{src}\" width=900 height=600 alt=\"\"><figcaption>{caption}</figcaption></figure>")
}
