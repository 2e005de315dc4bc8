//! A site on this machine that does as it is told, and a reader who follows it.

use std::io::Read;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::harness::Reader;

/// One request as the server saw it.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) head: String,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).next()
    }
}

pub(super) enum Reply {
    Bytes(Vec<u8>),
    /// The head, then a piece again and again.
    Endless {
        head: String,
        piece: Vec<u8>,
        pause: Duration,
    },
    /// These bytes, then a reset.
    Reset(Vec<u8>),
}

pub(super) type Script = Box<dyn Fn(&Asked) -> Reply + Send>;

/// A site that does as a scenario says, and a reader who follows it.
pub(super) struct Stage {
    pub(super) port: u16,
    script: Arc<Mutex<Script>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    pub(super) reader: Reader,
}

impl Stage {
    pub(super) async fn new(tls: Option<tokio_rustls::TlsAcceptor>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(Box::new(|_| answer(404, "", b""))));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (playing, seen) = (script.clone(), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (playing, seen, tls) = (playing.clone(), seen.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &playing, &seen).await;
                            }
                        }
                        None => serve(stream, &playing, &seen).await,
                    }
                });
            }
        });
        let mut reader = Reader::new();
        reader.lose_patience(10);
        Self { port, script, asked, reader }
    }

    pub(super) fn play(&self, script: impl Fn(&Asked) -> Reply + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    /// Serves the same document for every request.
    pub(super) fn serve(&self, status: u16, headers: &str, body: impl Into<Vec<u8>>) {
        let (headers, body) = (headers.to_owned(), body.into());
        self.play(move |_| answer(status, &headers, &body));
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/feed", self.port)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(super) fn last(&self) -> Asked {
        self.asked().last().unwrap().clone()
    }

    pub(super) async fn add(&self) {
        self.reader.ask(&["add", &self.url()]).await;
    }

    /// Refreshes, whatever comes of it, and says how the source fares.
    pub(super) async fn refresh(&self) -> Value {
        self.reader.run(&["refresh", "--feeds-only"]).await;
        self.source().await
    }

    pub(super) async fn source(&self) -> Value {
        self.reader.ask(&["sources"]).await[0].clone()
    }

    pub(super) async fn articles(&self) -> Vec<Value> {
        self.reader.articles().await
    }

    pub(super) async fn headlines(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.articles().await.iter().map(|card| card["headline"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    }

    /// Follows a feed of three items that is well.
    pub(super) async fn followed(&self) {
        self.serve(200, XML, feed(&three()));
        self.add().await;
        assert_eq!(self.articles().await.len(), 3);
    }

    /// The source fails with these words and a hint, and the three articles are there.
    pub(super) async fn fails_with(&self, words: &str) -> Value {
        let source = self.refresh().await;
        let (error, hint) = (source["error"].as_str().unwrap_or_default(), source["hint"].as_str().unwrap_or_default());
        assert!(error.contains(words) && !hint.is_empty(), "“{error}” “{hint}”");
        assert_eq!(self.articles().await.len(), 3, "what was there stays");
        source
    }

    /// The document is read as the feed of three items.
    pub(super) async fn is_read(&self, headers: &str, body: impl Into<Vec<u8>>) {
        self.serve(200, headers, body);
        self.add().await;
        assert_eq!(self.headlines().await, ["First story", "Second story", "Third story"]);
        assert_eq!(self.refresh().await["error"], Value::Null);
    }

    /// Two states of a document, between which nothing is new.
    pub(super) async fn brings_nothing_new(&self, first: Vec<u8>, second: Vec<u8>, articles: usize) {
        self.serve(200, XML, first);
        self.add().await;
        assert_eq!(self.articles().await.len(), articles);
        self.serve(200, XML, second);
        for _ in 0..2 {
            assert_eq!(self.refresh().await["error"], Value::Null);
            assert_eq!(self.articles().await.len(), articles);
        }
    }
}

pub(super) async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    playing: &Mutex<Script>,
    seen: &Mutex<Vec<Asked>>,
) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_exact(&mut byte).await.is_err() {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let asked = Asked { path: head.split(' ').nth(1).unwrap().to_owned(), head };
    let reply = {
        seen.lock().unwrap().push(asked.clone());
        playing.lock().unwrap()(&asked)
    };
    match reply {
        Reply::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Reply::Endless { head, piece, pause } => {
            let _ = stream.write_all(head.as_bytes()).await;
            while stream.write_all(&piece).await.is_ok() {
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
            }
        }
        Reply::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.flush().await;
            return;
        }
    }
    let _ = stream.shutdown().await;
}

pub(super) const XML: &str = "Content-Type: application/rss+xml\r\n";

pub(super) fn answer(status: u16, headers: &str, body: &[u8]) -> Reply {
    let mut bytes = head(status, &format!("Content-Length: {}\r\n{headers}", body.len())).into_bytes();
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

pub(super) fn head(status: u16, headers: &str) -> String {
    format!("HTTP/1.1 {status} Said\r\n{headers}Connection: close\r\n\r\n")
}

pub(super) fn item(guid: &str, link: &str, title: &str, more: &str) -> String {
    format!("<item><guid isPermaLink=\"false\">{guid}</guid><link>{link}</link><title>{title}</title>{more}</item>")
}

pub(super) fn three() -> Vec<String> {
    ["First", "Second", "Third"]
        .iter()
        .enumerate()
        .map(|(n, word)| item(&format!("id-{n}"), &format!("http://news.example/{n}"), &format!("{word} story"), ""))
        .collect()
}

pub(super) fn feed(items: &[String]) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title><link>http://news.example/</link>{}</channel></rss>",
        items.concat()
    )
    .into_bytes()
}

pub(super) fn gzip(mut bytes: impl Read) -> Vec<u8> {
    aside(|| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::copy(&mut bytes, &mut encoder).unwrap();
        encoder.finish().unwrap()
    })
}

pub(super) fn brotli(mut bytes: impl Read) -> Vec<u8> {
    aside(|| {
        let mut packed = Vec::new();
        std::io::copy(&mut bytes, &mut brotli::CompressorWriter::new(&mut packed, 4096, 3, 22)).unwrap();
        packed
    })
}

/// Works for long without holding up the sites that the same threads serve.
pub(super) fn aside<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

/// Spaces, which pack into next to nothing.
pub(super) fn blank(megabytes: u64) -> impl Read {
    std::io::repeat(b' ').take(megabytes << 20)
}

pub(super) fn time(value: &Value) -> jiff::Timestamp {
    value.as_str().unwrap_or_else(|| panic!("no time: {value}")).parse().unwrap()
}

/// Minutes from now to the next try.
pub(super) fn minutes_to_next(source: &Value) -> i64 {
    (time(&source["nextTryAt"]).as_second() - jiff::Timestamp::now().as_second()) / 60
}

/// Items whose times are an hour apart, the newest now, so that habit alone asks every half hour.
pub(super) fn hourly() -> Vec<u8> {
    let now = jiff::Timestamp::now();
    let at = |n: i64| now.checked_sub(jiff::SignedDuration::from_hours(n)).unwrap();
    let items: Vec<String> = (0..10)
        .map(|n| {
            item(
                &n.to_string(),
                &format!("http://news.example/{n}"),
                &format!("Story {n}"),
                &format!("<pubDate>{}</pubDate>", at(n)),
            )
        })
        .collect();
    feed(&items)
}
