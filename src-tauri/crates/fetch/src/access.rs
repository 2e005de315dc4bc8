//! How the reader is known to one source: a password, headers of their own, or the cookies of a sign-in window.
//!
//! **Invariant:** none of it goes anywhere but to the host that it is for, and none of it is ever printed.

use std::collections::HashSet;
use std::fmt;
use std::io::Cursor;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use cookie_store::{CookieStore, RawCookie};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::FetchError;

/// Headers that the exchange itself needs and nobody else may set.
const OURS: &[&str] = &[
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "accept-encoding",
    "range",
    "if-none-match",
    "if-modified-since",
    "proxy-authorization",
];

/// Headers of one source that are taken at most.
const MOST_HEADERS: usize = 20;

/// A cookie as a sign-in window gave it.
#[derive(Debug, Clone)]
pub struct SignInCookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The host that it is for; with a dot before it where it is also for all below that host.
    pub domain: String,
    /// The path that it is for, and all below it.
    pub path: String,
    /// It is for encrypted connections alone.
    pub secure: bool,
    /// How long it lasts from now on; `None` where it ends with the session.
    pub lasts: Option<Duration>,
}

/// How the reader is known to one source.
pub struct Access {
    kind: Kind,
    /// What the site gave in exchange for a cookie has changed since this was made.
    changed: AtomicBool,
}

enum Kind {
    /// Sent to one host.
    Headers { home: Url, headers: HeaderMap },
    /// Each sent where it belongs (RFC 6265).
    Cookies(Mutex<CookieStore>),
}

/// What is kept of an access, in a form for the key store.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Secret {
    Headers { home: String, headers: Vec<(String, String)> },
    Cookies { cookies: String },
}

impl Access {
    /// A name and a password, for the host of `address` (RFC 7617).
    ///
    /// # Errors
    /// `address` is no web address.
    pub fn password(address: &str, name: &str, password: &str) -> Result<Self, FetchError> {
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}"));
        Self::headers(address, &[("authorization".to_owned(), format!("Basic {pair}"))])
    }

    /// Headers of the reader's own, for the host of `address`.
    ///
    /// # Errors
    /// `address` is no web address, or a header is malformed or not the reader's to set.
    pub fn headers(address: &str, headers: &[(String, String)]) -> Result<Self, FetchError> {
        let home = Url::parse(address).map_err(|_| FetchError::BadAddress { address: address.to_owned() })?;
        let mut map = HeaderMap::new();
        for (name, value) in headers.iter().take(MOST_HEADERS) {
            let bad = || FetchError::BadHeader { name: name.clone() };
            let known = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| bad())?;
            if OURS.contains(&known.as_str()) {
                return Err(bad());
            }
            let mut value = HeaderValue::from_str(value.trim()).map_err(|_| bad())?;
            value.set_sensitive(true);
            map.append(known, value);
        }
        Ok(Self::of(Kind::Headers { home, headers: map }))
    }

    /// The cookies that a sign-in window gathered, but for those of other sites than the ones at `homes`.
    #[must_use]
    pub fn cookies(cookies: &[SignInCookie], homes: &[&str]) -> Self {
        let homes: Vec<Url> = homes.iter().filter_map(|home| Url::parse(home).ok()).collect();
        let is_at_home = |host: &str| homes.iter().filter_map(Url::host_str).any(|home| is_same_site(host, home));
        let mut store = CookieStore::default();
        for cookie in cookies {
            let host = cookie.domain.trim_start_matches('.');
            let Some(origin) = Url::parse(&format!("https://{host}/")).ok().filter(|_| is_at_home(host)) else {
                continue;
            };
            let mut written = format!("{}={}; Path={}", cookie.name, cookie.value, cookie.path);
            // An address or a bare name has nothing below it.
            if cookie.domain.starts_with('.') && host.parse::<IpAddr>().is_err() && host.contains('.') {
                written.push_str(&format!("; Domain={host}"));
            }
            if let Some(left) = cookie.lasts {
                written.push_str(&format!("; Max-Age={}", left.as_secs()));
            }
            if cookie.secure {
                written.push_str("; Secure");
            }
            let Ok(raw) = RawCookie::parse(written) else { continue };
            // What the store refuses, no site of this address could have set.
            let _ = store.insert_raw(&raw, &origin);
        }
        Self::of(Kind::Cookies(Mutex::new(store)))
    }

    fn of(kind: Kind) -> Self {
        Self { kind, changed: AtomicBool::new(false) }
    }

    /// What is to be kept of it, for the system's key store alone.
    #[must_use]
    pub fn secret(&self) -> String {
        let secret = match &self.kind {
            Kind::Headers { home, headers } => Secret::Headers {
                home: home.to_string(),
                headers: headers
                    .iter()
                    .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
                    .collect(),
            },
            Kind::Cookies(store) => {
                let mut written = Vec::new();
                let store = store.lock().unwrap_or_else(PoisonError::into_inner);
                let _ = cookie_store::serde::json::save_incl_expired_and_nonpersistent(&store, &mut written);
                Secret::Cookies { cookies: String::from_utf8(written).unwrap_or_default() }
            }
        };
        self.changed.store(false, Ordering::Relaxed);
        serde_json::to_string(&secret).unwrap_or_default()
    }

    /// The access that [`Access::secret`] was taken from; `None` where it is something else.
    #[must_use]
    pub fn from_secret(secret: &str) -> Option<Self> {
        match serde_json::from_str(secret).ok()? {
            Secret::Headers { home, headers } => Self::headers(&home, &headers).ok(),
            Secret::Cookies { cookies } => {
                let store = cookie_store::serde::json::load_all(Cursor::new(cookies)).ok()?;
                Some(Self::of(Kind::Cookies(Mutex::new(store))))
            }
        }
    }

    /// Whether the site gave something new since it was last kept.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.changed.load(Ordering::Relaxed)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.kind {
            Kind::Headers { headers, .. } => headers.is_empty(),
            Kind::Cookies(store) => store.lock().unwrap_or_else(PoisonError::into_inner).iter_any().next().is_none(),
        }
    }

    /// What a request to `url` says beside everything else.
    pub(crate) fn headers_for(&self, url: &Url) -> HeaderMap {
        match &self.kind {
            Kind::Headers { home, headers } if is_at_home(home, url) => headers.clone(),
            Kind::Headers { .. } => HeaderMap::new(),
            Kind::Cookies(store) => {
                let store = store.lock().unwrap_or_else(PoisonError::into_inner);
                let pairs: Vec<String> =
                    store.get_request_values(url).map(|(name, value)| format!("{name}={value}")).collect();
                let value = HeaderValue::from_str(&pairs.join("; ")).ok().filter(|_| !pairs.is_empty());
                value
                    .map(|mut value| {
                        value.set_sensitive(true);
                        HeaderMap::from_iter([(header::COOKIE, value)])
                    })
                    .unwrap_or_default()
            }
        }
    }

    /// Takes what a site that the reader signed in to gives anew. Nothing is taken from other sites on the way to it, and nothing
    /// is taken for more hosts than the reader's sign-in was for. Answers whether something was taken.
    pub(crate) fn learn(&self, url: &Url, answer: &HeaderMap) -> bool {
        let Kind::Cookies(store) = &self.kind else { return false };
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        if store.matches(url).is_empty() {
            return false;
        }
        let known: HashSet<String> =
            store.iter_any().filter_map(|cookie| cookie.domain.as_cow().map(|domain| domain.into_owned())).collect();
        let given: Vec<RawCookie<'static>> = answer
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| RawCookie::parse(value.to_str().ok()?.to_owned()).ok())
            .map(|mut cookie| {
                let is_known = cookie.domain().is_some_and(|domain| known.contains(domain.trim_start_matches('.')));
                if !is_known {
                    cookie.unset_domain();
                }
                cookie
            })
            .collect();
        let learned = !given.is_empty();
        if learned {
            store.store_response_cookies(given.into_iter(), url);
            self.changed.store(true, Ordering::Relaxed);
        }
        learned
    }
}

/// The same host, over a connection that is not weaker than the one that the reader named.
fn is_at_home(home: &Url, url: &Url) -> bool {
    home.origin() == url.origin()
        || home.host_str() == url.host_str() && home.scheme() == "http" && url.scheme() == "https"
}

/// Whether two hosts belong to one site: one lies below the other, or both below the name that their owner has.
fn is_same_site(one: &str, other: &str) -> bool {
    let is_below = |lower: &str, upper: &str| {
        upper.contains('.') && lower.strip_suffix(upper).is_some_and(|before| before.ends_with('.'))
    };
    one.eq_ignore_ascii_case(other)
        || is_below(one, other)
        || is_below(other, one)
        || owned_name(one).is_some_and(|name| owned_name(other) == Some(name))
}

/// The last two labels of a host, or three where the last two are what a country hands out; `None` of an address.
fn owned_name(host: &str) -> Option<&str> {
    if host.parse::<IpAddr>().is_ok() {
        return None;
    }
    let dots: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).collect();
    let last = |labels: usize| dots.get(labels - 1).map_or(Some(host), |at| host.get(at + 1..));
    let (second, country) = last(2)?.split_once('.')?;
    let is_shared = matches!(second, "co" | "com" | "org" | "net" | "gov" | "ac" | "edu" | "or" | "ne" | "go" | "gob");
    last(if is_shared && country.len() == 2 { 3 } else { 2 })
}

/// Nothing of it is ever printed.
impl fmt::Debug for Access {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Access(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;
    use crate::scenarios::{Server, fetcher, ok, reply};

    fn sent(access: &Access, url: &str) -> Option<String> {
        let headers = access.headers_for(&Url::parse(url).unwrap());
        headers.values().next().map(|value| value.to_str().unwrap().to_owned())
    }

    fn cookie(name: &str, domain: &str, secure: bool) -> SignInCookie {
        SignInCookie {
            name: name.to_owned(),
            value: "1".to_owned(),
            domain: domain.to_owned(),
            path: "/".to_owned(),
            secure,
            lasts: None,
        }
    }

    #[test]
    fn a_password_goes_to_its_host_alone_and_never_in_the_clear_after_encryption() {
        let access = Access::password("https://paper.example/feed", "reader", "secret").unwrap();
        assert_eq!(sent(&access, "https://paper.example/a").as_deref(), Some("Basic cmVhZGVyOnNlY3JldA=="));
        for elsewhere in ["http://paper.example/a", "https://cdn.paper.example/a", "https://paper.example:8443/a"] {
            assert_eq!(sent(&access, elsewhere), None, "{elsewhere}");
        }
        let kept = Access::from_secret(&access.secret()).unwrap();
        assert_eq!(sent(&kept, "https://paper.example/a"), sent(&access, "https://paper.example/a"));
        assert_eq!(format!("{access:?}"), "Access(…)");
    }

    #[test]
    fn cookies_go_where_they_belong_and_are_kept_as_they_change() {
        let cookies = [
            cookie("session", ".paper.example", true),
            cookie("other", ".tracker.example", false),
            cookie("near", "127.0.0.1", false),
        ];
        let access = Access::cookies(&cookies, &["https://feeds.paper.example/rss", "http://127.0.0.1:8080/"]);
        assert_eq!(sent(&access, "http://tracker.example/a"), None, "it is another site's");
        assert_eq!(sent(&access, "https://www.paper.example/a").as_deref(), Some("session=1"));
        assert_eq!(sent(&access, "http://www.paper.example/a"), None, "it is for encrypted connections");
        assert_eq!(sent(&access, "https://elsewhere.example/a"), None);
        assert_eq!(sent(&access, "http://127.0.0.1:8080/a").as_deref(), Some("near=1"));
        assert!(!access.is_changed());
        let answer = HeaderMap::from_iter([(header::SET_COOKIE, HeaderValue::from_static("near=2; Path=/"))]);
        access.learn(&Url::parse("http://127.0.0.1:8080/a").unwrap(), &answer);
        assert!(access.is_changed());
        let other = HeaderMap::from_iter([(header::SET_COOKIE, HeaderValue::from_static("id=3; Path=/"))]);
        access.learn(&Url::parse("https://elsewhere.example/a").unwrap(), &other);
        assert_eq!(sent(&access, "https://elsewhere.example/a"), None, "it is on the way alone");
        let wide = HeaderMap::from_iter([(header::SET_COOKIE, HeaderValue::from_static("wide=4; Domain=example"))]);
        access.learn(&Url::parse("https://www.paper.example/a").unwrap(), &wide);
        assert_eq!(sent(&access, "https://elsewhere.example/a"), None, "it is for one site");
        let kept = Access::from_secret(&access.secret()).unwrap();
        assert!(!access.is_changed());
        assert_eq!(sent(&kept, "http://127.0.0.1:8080/a").as_deref(), Some("near=2"));
        assert!(sent(&kept, "https://www.paper.example/a").is_some_and(|sent| sent.contains("session=1")));
        assert_eq!(sent(&kept, "https://paper.example/a").as_deref(), Some("session=1"));
    }

    #[test]
    fn a_cookie_of_one_host_goes_to_that_host_alone() {
        let access = Access::cookies(&[cookie("session", "paper.example", true)], &["https://paper.example/feed"]);
        assert_eq!(sent(&access, "https://paper.example/a").as_deref(), Some("session=1"));
        assert_eq!(sent(&access, "https://readers.paper.example/a"), None);
        let kept = Access::from_secret(&access.secret()).unwrap();
        assert_eq!(sent(&kept, "https://readers.paper.example/a"), None);
    }

    #[test]
    fn hosts_of_one_owner_are_one_site() {
        for (one, other) in [
            ("paper.example", "paper.example"),
            ("accounts.paper.example", "www.paper.example"),
            ("paper.co.uk", "news.paper.co.uk"),
            ("id.paper.co.uk", "news.paper.co.uk"),
            ("127.0.0.1", "127.0.0.1"),
            ("nas", "nas"),
        ] {
            assert!(is_same_site(one, other) && is_same_site(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("paper.example", "tracker.example"),
            ("notpaper.example", "paper.example"),
            ("paper.co.uk", "other.co.uk"),
            ("127.0.0.1", "10.0.0.1"),
            ("com", "paper.com"),
        ] {
            assert!(!is_same_site(one, other) && !is_same_site(other, one), "{one} {other}");
        }
    }

    #[test]
    fn headers_that_the_exchange_needs_are_nobody_elses() {
        let one = |name: &str, value: &str| {
            Access::headers("https://paper.example/", &[(name.to_owned(), value.to_owned())]).map(drop)
        };
        assert!(one("X-Key", "abc").is_ok());
        for (name, value) in [("Host", "other.example"), ("X Key", "abc"), ("X-Key", "a\r\nb: c")] {
            assert!(matches!(one(name, value), Err(FetchError::BadHeader { .. })), "{name}");
        }
    }

    #[tokio::test]
    async fn a_session_that_is_renewed_on_the_way_is_no_circle() {
        let server = Server::plain(|_, head| {
            let renewed = "HTTP/1.1 302 Found\r\nLocation: /feed\r\nSet-Cookie: session=new; Path=/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            if head.to_lowercase().contains("cookie: session=new") { ok("", "here") } else { reply(renewed) }
        })
        .await;
        let url = server.url("/feed");
        let access = Access::cookies(&[cookie("session", "127.0.0.1", false)], &[&url]);
        let fetcher = fetcher();
        let known = Request { access: Some(&access), ..Request::new(&url, "*/*", 1 << 20) };
        assert_eq!(fetcher.get(known).await.unwrap().body.unpack().unwrap().bytes, b"here");
        let unknown = fetcher.get(Request::new(&url, "*/*", 1 << 20)).await;
        assert!(matches!(unknown, Err(FetchError::RedirectLoop { .. })), "{unknown:?}");
    }
}
