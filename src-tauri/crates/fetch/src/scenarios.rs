//! The network scenarios of the development data, and more of our own, against a server on this machine.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::fetcher::{Fetched, Fetcher, Options, Request, Validators};
use crate::resolver::{Guard, GuardedResolver};
use crate::{Access, Allowed, Bytes, FetchError};

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The scenarios of one kind; `None`, said aloud, where the development data is not at hand.
fn scenarios(kind: &str) -> Option<Vec<Value>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let folder = std::env::var_os("BROADSHEET_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("feeds/net.jsonl")) else {
        println!(
            "skipped: there are no network scenarios (name the folder of the development data in BROADSHEET_SHARED)"
        );
        return None;
    };
    let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    Some(all.filter(|scenario| scenario["kind"] == kind).collect())
}

/// What the server does with one request, whose head it is given.
type Script = dyn Fn(usize, &str) -> Reply + Send + Sync;

pub(crate) enum Reply {
    /// These bytes, and the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes again and again, for ever.
    Endless { head: Vec<u8>, piece: Vec<u8>, pause: Duration },
}

pub(crate) fn reply(text: &str) -> Reply {
    Reply::Bytes(text.as_bytes().to_vec())
}

pub(crate) fn ok(headers: &str, body: &str) -> Reply {
    reply(&format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{body}", body.len()))
}

pub(crate) struct Server {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(
        script: impl Fn(usize, &str) -> Reply + Send + Sync + 'static,
        tls: Option<tokio_rustls::TlsAcceptor>,
    ) -> Self {
        let listener = tokio::net::TcpListener::bind((HOME, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let script: Arc<Script> = Arc::new(script);
        let seen = heads.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, seen, tls) = (script.clone(), seen.clone(), tls.clone());
                tokio::spawn(async move {
                    let mut first = [0];
                    let encrypted = stream.peek(&mut first).await.is_ok() && first == [0x16];
                    match tls.filter(|_| encrypted) {
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                answer(stream, &*script, &seen).await;
                            }
                        }
                        None => answer(stream, &*script, &seen).await,
                    }
                });
            }
        });
        Self { port, heads }
    }

    pub(crate) async fn plain(script: impl Fn(usize, &str) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(script, None).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, script: &Script, seen: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_exact(&mut byte).await.is_err() {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(head.clone());
        seen.len() - 1
    };
    match script(number, &head) {
        Reply::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Reply::Endless { head, piece, pause } => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(&piece).await.is_ok() {
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }
    let _ = stream.shutdown().await;
}

pub(crate) fn options() -> Options {
    Options { allowed: vec!["127.0.0.1".parse().unwrap()], deadline: Duration::from_secs(10), ..Options::default() }
}

pub(crate) fn fetcher() -> Fetcher {
    Fetcher::new(options()).unwrap()
}

/// A door for which some names lead to given addresses.
fn with_names(options: Options, names: &[(&str, IpAddr)]) -> Fetcher {
    let guard = Guard::new(options.allowed.clone());
    let names: Vec<(String, IpAddr)> = names.iter().map(|(name, address)| ((*name).to_owned(), *address)).collect();
    let names = Arc::new(move |host: &str| {
        names.iter().filter(|(name, _)| name == host).map(|(_, address)| *address).collect()
    });
    Fetcher::with_resolver(options, guard.clone(), GuardedResolver { guard, proxy: None, names }).unwrap()
}

fn asking(url: &str) -> Request<'_> {
    Request::new(url, "*/*", 1 << 20)
}

fn body(fetched: Result<Fetched, FetchError>) -> Result<Bytes, FetchError> {
    fetched.and_then(|fetched| fetched.body.unpack())
}

async fn read(url: &str) -> Result<Vec<u8>, FetchError> {
    body(get(url).await).map(|body| body.bytes.clone())
}

async fn get(url: &str) -> Result<Fetched, FetchError> {
    fetcher().get(asking(url)).await
}

/// A certificate for the names, signed by nobody else, as a server's acceptor and as PEM.
fn certificate(names: &[&str]) -> (tokio_rustls::TlsAcceptor, Vec<u8>) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    serving(rcgen::CertificateParams::new(names).unwrap())
}

fn serving(parameters: rcgen::CertificateParams) -> (tokio_rustls::TlsAcceptor, Vec<u8>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    let pem = certificate.pem().into_bytes();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (tokio_rustls::TlsAcceptor::from(Arc::new(config)), pem)
}

#[tokio::test]
async fn addresses_are_allowed_and_refused_as_the_scenarios_say() {
    let mut wrong = Vec::new();
    for scenario in scenarios("fetch-target").into_iter().flatten() {
        let input = scenario["input"].as_str().unwrap();
        let checked = url::Url::parse(input).map_err(|_| FetchError::BadAddress { address: input.to_owned() });
        let checked = checked.and_then(|url| crate::target::check(&url, &Guard::default()));
        if checked.is_ok() != (scenario["want"] == "allow") {
            wrong.push(format!("{input}: {checked:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn a_private_host_opens_to_the_reader_who_typed_it() {
    for scenario in scenarios("user-typed-feed").into_iter().flatten() {
        let url = url::Url::parse(scenario["input"].as_str().unwrap()).unwrap();
        let host: Allowed = url.host_str().unwrap().parse().unwrap();
        let refused = crate::target::check(&url, &Guard::default());
        assert!(matches!(refused, Err(FetchError::PrivateAddress { .. })), "{url}");
        assert_eq!(crate::target::check(&url, &Guard::new(vec![host])), Ok(()), "{url}");
    }
}

#[tokio::test]
async fn redirects_lead_where_the_scenarios_say() {
    let names = ["a.example", "b.example", "c.example", "login.hotel.example"];
    let (tls, pem) = certificate(&[&names[..], &["cname.example"]].concat());
    for scenario in scenarios("redirect-chain").into_iter().flatten() {
        let steps: Vec<&str> =
            scenario["input"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
        let hops: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let script = hops.clone();
        let server = Server::start(
            move |number, _| match script.lock().unwrap().get(number) {
                Some((status, location)) => reply(&format!(
                    "HTTP/1.1 {status} Go on\r\n{location}Set-Cookie: id=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )),
                None => ok("", "here"),
            },
            Some(tls.clone()),
        )
        .await;
        let at_server = |address: &str| {
            names.iter().fold(address.to_owned(), |text, name| {
                text.replace(&format!("{name}/"), &format!("{name}:{}/", server.port))
            })
        };
        for step in &steps[1..] {
            let (status, location) = step.split_once(' ').unwrap();
            let location = if location.starts_with('(') {
                String::new()
            } else {
                format!("Location: {}\r\n", at_server(location))
            };
            hops.lock().unwrap().push((status.to_owned(), location));
        }
        let allowed = names.iter().map(|name| name.parse().unwrap()).collect();
        let options = Options { allowed, certificates: vec![pem.clone()], ..options() };
        let mut known: Vec<(&str, IpAddr)> = names.iter().map(|name| (*name, HOME)).collect();
        known.push(("cname.example", HOME));
        let start = at_server(steps[0].split(' ').next().unwrap());
        let secret = steps[0].contains("Authorization").then(|| {
            let header = ("Authorization".to_owned(), "Basic c2VjcmV0".to_owned());
            Access::headers(&start, &[header]).unwrap()
        });
        let outcome = with_names(options, &known).get(Request { access: secret.as_ref(), ..asking(&start) }).await;
        let moved = outcome.as_ref().ok().and_then(|fetched| fetched.moved_to.clone()).map(|url| url.to_string());
        let end = outcome.as_ref().ok().map(|fetched| fetched.url.to_string());
        let target = |step: usize| at_server(steps[step].split_once(' ').unwrap().1);
        let want = scenario["want"].as_str().unwrap();
        let right = match want {
            "deny" | "error" => outcome.is_err(),
            "follow; keep the URL" => moved.is_none() && end == Some(target(1)),
            "at most move to b" => moved == Some(target(1)) && end == Some(target(2)),
            // Whether the target is a feed is for others to say.
            "as 301" | "do not move" | "follow; upgrade at once" => moved == Some(target(1)),
            other if other.starts_with("follow; move the subscription") => moved == Some(target(1)),
            other if other.starts_with("drop credentials") => {
                let heads = server.heads();
                outcome.is_ok()
                    && heads[0].to_ascii_lowercase().contains("authorization: basic c2vjcmv0")
                    && !heads[1].to_ascii_lowercase().contains("authorization")
                    && !heads[1].to_ascii_lowercase().contains("cookie")
            }
            other => panic!("no test for “{other}”"),
        };
        assert!(right, "{steps:?}: {want}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_to_be_trusted_is_named() {
    let names = [("a.example", HOME), ("b.example", HOME)];
    let allowed: Vec<Allowed> = vec!["a.example".parse().unwrap(), "b.example".parse().unwrap()];
    let (tls, pem) = certificate(&["a.example"]);
    let server = Server::start(|_, _| ok("", "here"), Some(tls)).await;
    let mut old = rcgen::CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
    old.not_before = rcgen::date_time_ymd(2001, 1, 1);
    old.not_after = rcgen::date_time_ymd(2002, 1, 1);
    let (expired, expired_pem) = serving(old);
    let expired = Server::start(|_, _| ok("", "here"), Some(expired)).await;
    for (host, port, trusted, words) in [
        ("a.example", server.port, None, Some("nobody that this machine trusts vouches for its certificate")),
        ("b.example", server.port, Some(&pem), Some("its certificate is for another site")),
        ("a.example", expired.port, Some(&expired_pem), Some("its certificate has expired")),
        ("a.example", server.port, Some(&pem), None),
    ] {
        let certificates = trusted.into_iter().cloned().collect();
        let door = with_names(Options { allowed: allowed.clone(), certificates, ..options() }, &names);
        let outcome = door.get(asking(&format!("https://{host}:{port}/"))).await;
        match words {
            Some(words) => {
                let said = outcome.unwrap_err().to_string();
                assert!(said.contains("trusted connection") && said.contains(words), "{said}");
            }
            None => assert_eq!(body(outcome).unwrap().bytes, b"here"),
        }
    }
}

#[tokio::test]
async fn a_host_with_a_dead_address_answers_at_its_other_one() {
    let server = Server::plain(|_, _| ok("", "here")).await;
    // The address belongs to documentation, so that nobody answers there.
    let dead = IpAddr::V6("2001:db8::1".parse().unwrap());
    let door = with_names(
        Options { allowed: vec!["a.example".parse().unwrap()], ..options() },
        &[("a.example", dead), ("a.example", HOME)],
    );
    let began = Instant::now();
    let fetched = door.get(asking(&format!("http://a.example:{}/", server.port))).await.unwrap();
    assert_eq!(fetched.body.unpack().unwrap().bytes, b"here");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn validators_go_back_byte_for_byte_and_to_their_own_address_only() {
    let server = Server::plain(|_, head| {
        if head.starts_with("GET /old ") {
            return reply("HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        if head.contains("W/\"x-gzip\"") && head.contains("last tuesday") {
            return reply("HTTP/1.1 304 Not Modified\r\nETag: W/\"y\"\r\nConnection: close\r\n\r\n");
        }
        ok("ETag: W/\"x-gzip\"\r\nLast-Modified: last tuesday\r\n", "here")
    })
    .await;
    let first = get(&server.url("/old")).await.unwrap();
    assert_eq!((first.etag.as_deref(), first.last_modified.as_deref()), (Some("W/\"x-gzip\""), Some("last tuesday")));
    let validators = Validators {
        url: first.url.as_str(),
        etag: first.etag.as_deref(),
        last_modified: first.last_modified.as_deref(),
    };
    let second = fetcher().get(Request { validators: Some(validators), ..asking(&server.url("/old")) }).await.unwrap();
    assert!(second.not_modified);
    assert_eq!(second.etag.as_deref(), Some("W/\"y\""), "the newest validator counts");
    let heads = server.heads();
    assert!(!heads[2].contains("If-None-Match") && !heads[2].to_lowercase().contains("if-none-match"), "{}", heads[2]);
}

#[tokio::test]
async fn nothing_new_without_anything_known_is_asked_for_anew() {
    let stubborn = Server::plain(|_, _| reply("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")).await;
    assert_eq!(
        get(&stubborn.url("/")).await.unwrap_err().to_string(),
        "127.0.0.1 answered with status 304 (nothing new), although nothing was known before"
    );
    assert!(stubborn.heads()[1].to_lowercase().contains("cache-control: no-cache"));
    let cured = Server::plain(|number, _| match number {
        0 => reply("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
        _ => ok("", "here"),
    })
    .await;
    assert_eq!(read(&cured.url("/")).await.unwrap(), b"here");
}

#[tokio::test]
async fn a_host_that_asks_for_silence_is_left_alone_for_a_day_at_most() {
    let server = Server::plain(|_, _| {
        reply("HTTP/1.1 429 Slow\r\nRetry-After: 999999999\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    })
    .await;
    let door = fetcher();
    assert!(matches!(door.get(asking(&server.url("/"))).await, Err(FetchError::Status { status: 429, .. })));
    let Err(FetchError::Silenced { secs, .. }) = door.get(asking(&server.url("/"))).await else { panic!("not silent") };
    assert!((86_000..=86_400).contains(&secs), "{secs}");
    assert_eq!(server.heads().len(), 1);
    // Another run keeps the promise.
    let later = Fetcher::new(Options { silences: door.silences(), ..options() }).unwrap();
    assert!(matches!(later.get(asking(&server.url("/"))).await, Err(FetchError::Silenced { .. })));
}

#[tokio::test]
async fn a_wall_against_robots_is_told_from_a_refusal() {
    let server = Server::plain(|_, head| {
        let page = "<html><head><title>Just a moment...</title>";
        match head.split(' ').nth(1) {
            Some("/header") => {
                reply("HTTP/1.1 403 No\r\ncf-mitigated: challenge\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            }
            Some("/page") => {
                reply(&format!("HTTP/1.1 503 No\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}", page.len()))
            }
            _ => reply("HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        }
    })
    .await;
    for path in ["/header", "/page"] {
        assert!(matches!(get(&server.url(path)).await, Err(FetchError::Blocked { .. })), "{path}");
    }
    assert!(matches!(get(&server.url("/plain")).await, Err(FetchError::Status { status: 403, .. })));
}

#[tokio::test]
async fn one_deadline_holds_for_redirects_headers_and_body_together() {
    let drip = Server::plain(|_, _| Reply::Endless {
        head: b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(),
        piece: b"x".to_vec(),
        pause: Duration::from_millis(100),
    })
    .await;
    let door = Fetcher::new(Options { deadline: Duration::from_secs(1), ..options() }).unwrap();
    let began = Instant::now();
    let url = drip.url("/");
    assert!(matches!(door.get(asking(&url)).await, Err(FetchError::Timeout { secs: 1, .. })));
    assert!(began.elapsed() < Duration::from_secs(3));
    let partial = body(door.get(Request { partial: true, ..asking(&url) }).await).unwrap();
    assert!(!partial.bytes.is_empty() && matches!(partial.cut, Some(FetchError::Timeout { .. })));
    let headers = Server::plain(|_, _| Reply::Endless {
        head: b"HTTP/1.1 200 OK\r\n".to_vec(),
        piece: b"X-Filler: abcdefghijklmnopqrstuvwxyz\r\n".to_vec(),
        pause: Duration::ZERO,
    })
    .await;
    let error = door.get(asking(&headers.url("/"))).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 sent headers that do not end");
}

#[tokio::test]
async fn a_hundred_servers_that_do_not_answer_keep_nobody_waiting() {
    let server = Server::plain(|_, head| {
        if head.contains("prompt.example") {
            return ok("", "here");
        }
        Reply::Endless { head: Vec::new(), piece: Vec::new(), pause: Duration::from_secs(60) }
    })
    .await;
    let hosts: Vec<String> = (0..120).map(|number| format!("silent{number}.example")).collect();
    let all: Vec<&str> = hosts.iter().map(String::as_str).chain(["prompt.example"]).collect();
    let allowed = all.iter().map(|host| host.parse().unwrap()).collect();
    let names: Vec<(&str, IpAddr)> = all.iter().map(|host| (*host, HOME)).collect();
    let door = with_names(Options { allowed, ..options() }, &names);
    let mut silent = tokio::task::JoinSet::new();
    for host in &hosts {
        let (door, url) = (door.clone(), format!("http://{host}:{}/", server.port));
        silent.spawn(async move { door.get(asking(&url)).await });
    }
    while server.heads().len() < 96 {
        tokio::task::yield_now().await;
    }
    let prompt = door.get(asking(&format!("http://prompt.example:{}/", server.port))).await.unwrap();
    assert_eq!(prompt.body.unpack().unwrap().bytes, b"here");
    // Whoever waited for their turns would have waited until their deadlines.
    assert!(silent.try_join_next().is_none());
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_once_more() {
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf";
    let recovers = Server::plain(move |number, _| if number == 0 { reply(short) } else { ok("", "whole") }).await;
    assert_eq!(read(&recovers.url("/")).await.unwrap(), b"whole");
    let never = Server::plain(move |_, _| reply(short)).await;
    assert_eq!(get(&never.url("/")).await.unwrap_err().to_string(), "the answer of 127.0.0.1 broke off");
    assert_eq!(never.heads().len(), 2);
    let partial = body(fetcher().get(Request { partial: true, ..asking(&never.url("/")) }).await).unwrap();
    assert_eq!((partial.bytes.as_slice(), partial.cut.is_some()), (&b"half"[..], true));
}

#[tokio::test]
async fn a_body_without_end_stops_at_the_cap() {
    let endless = Server::plain(|_, _| Reply::Endless {
        head: b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(),
        piece: vec![b'x'; 64 << 10],
        pause: Duration::ZERO,
    })
    .await;
    let error = get(&endless.url("/")).await.unwrap_err();
    assert_eq!(error, FetchError::TooLarge { host: "127.0.0.1".into(), limit: 1 << 20 });
    assert_eq!(error.to_string(), "127.0.0.1 sent more than 1 MB");
    let partial = body(fetcher().get(Request { partial: true, ..asking(&endless.url("/")) }).await).unwrap();
    assert_eq!(partial.bytes.len(), 1 << 20);
}

#[tokio::test]
async fn cookies_are_dropped() {
    let server = Server::plain(|_, _| ok("Set-Cookie: id=1\r\n", "here")).await;
    let door = fetcher();
    for _ in 0..2 {
        door.get(asking(&server.url("/"))).await.unwrap();
    }
    assert!(server.heads().iter().all(|head| !head.to_lowercase().contains("cookie:")));
}
