//! One exchange with a server, redirects included.

use std::collections::HashSet;
use std::error::Error as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderValue};
use tokio::sync::Semaphore;
use url::{Host, Url};

use crate::address::Allowed;
use crate::error::FetchError;
use crate::hosts::Hosts;
use crate::resolver::{Guard, GuardedResolver, PrivateName};

/// Redirects that are followed.
const REDIRECTS: usize = 10;

/// Exchanges under way at once, over all hosts.
const AT_ONCE: usize = 48;

/// How the door behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Hosts and networks that may be reached although they are private.
    pub allowed: Vec<Allowed>,
    /// One deadline for a whole exchange, redirects and body included.
    pub deadline: Duration,
    /// Who we say that we are.
    pub user_agent: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            allowed: Vec::new(),
            deadline: Duration::from_secs(30),
            user_agent: format!(
                "Broadsheet/{} (desktop newspaper; reads feeds and pages for one person)",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }
}

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Where.
    pub url: &'a str,
    /// The validator of the copy at hand (RFC 9110, 13.1.2).
    pub etag: Option<&'a str>,
    /// The date of the copy at hand (RFC 9110, 13.1.3).
    pub last_modified: Option<&'a str>,
    /// Media types that are welcome (RFC 9110, 12.5.1).
    pub accept: &'a str,
    /// Decoded bytes that are taken at most.
    pub most_bytes: usize,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where the redirects ended.
    pub url: Url,
    /// The copy at hand is still good; the body is empty.
    pub not_modified: bool,
    /// Media type as the server said it.
    pub content_type: Option<String>,
    /// Validator.
    pub etag: Option<String>,
    /// Date of last change, as the server wrote it.
    pub last_modified: Option<String>,
    /// Decoded body.
    pub body: Vec<u8>,
}

/// The door to the network. Cheap to clone; clones share connections and manners.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    client: reqwest::Client,
    guard: Guard,
    hosts: Hosts,
    turns: Semaphore,
    deadline: Duration,
}

impl Fetcher {
    /// Opens the door.
    ///
    /// # Errors
    /// The system's certificates or proxy settings cannot be used.
    pub fn new(options: Options) -> Result<Self, FetchError> {
        // A second call finds the provider there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let guard = Guard::new(options.allowed);
        let client = reqwest::Client::builder()
            .user_agent(options.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(options.deadline.min(Duration::from_secs(15)))
            .pool_max_idle_per_host(2)
            .pool_idle_timeout(Duration::from_secs(30))
            .dns_resolver(Arc::new(GuardedResolver(guard.clone())))
            .build()
            .map_err(|error| FetchError::Setup(error.to_string()))?;
        Ok(Self(Arc::new(Inner {
            client,
            guard,
            hosts: Hosts::default(),
            turns: Semaphore::new(AT_ONCE),
            deadline: options.deadline,
        })))
    }

    /// Lets a private host be reached from now on.
    pub fn allow(&self, allowed: Allowed) {
        self.0.guard.allow(allowed);
    }

    /// Asks for one document and follows its redirects.
    ///
    /// # Errors
    /// See [`FetchError`]; an error status is one of them.
    pub async fn get(&self, request: Request<'_>) -> Result<Fetched, FetchError> {
        let mut url = parse(request.url)?;
        let mut seen = HashSet::from([url.as_str().to_owned()]);
        // Waiting for a turn is our own doing, so the deadline begins behind it.
        for _ in 0..=REDIRECTS {
            self.check(&url)?;
            let authority = authority(&url);
            if let Some(secs) = self.0.hosts.silence_left(&authority) {
                return Err(FetchError::Silenced { host: host(&url), secs });
            }
            let _host_turn = self.0.hosts.turn(&authority).await;
            let _turn = self.0.turns.acquire().await;
            let step = tokio::time::timeout(self.0.deadline, self.step(&url, &request)).await;
            let timeout = || FetchError::Timeout { host: host(&url), secs: self.0.deadline.as_secs() };
            match step.map_err(|_| timeout())?? {
                Step::Done(fetched) => return Ok(*fetched),
                Step::Redirect(next) => {
                    if !seen.insert(next.as_str().to_owned()) {
                        return Err(FetchError::RedirectLoop { host: host(&url) });
                    }
                    url = next;
                }
            }
        }
        Err(FetchError::TooManyRedirects { host: host(&url), limit: REDIRECTS })
    }

    /// Refuses what the resolver never sees: other schemes, and addresses written as numbers.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::BadAddress { address: url.to_string() });
        }
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(FetchError::BadAddress { address: url.to_string() }),
        };
        match address {
            Some(address) if !self.0.guard.permits(&host(url), address) => {
                Err(FetchError::PrivateAddress { host: host(url) })
            }
            _ => Ok(()),
        }
    }

    async fn step(&self, url: &Url, request: &Request<'_>) -> Result<Step, FetchError> {
        let mut asked = self.0.client.get(url.clone()).header(header::ACCEPT, request.accept);
        if let Some(etag) = request.etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
            asked = asked.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = request.last_modified.and_then(|date| HeaderValue::from_str(date).ok()) {
            asked = asked.header(header::IF_MODIFIED_SINCE, date);
        }
        let mut answer = asked.send().await.map_err(|error| explain(&error, url))?;
        let status = answer.status();
        if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
            && let Some(next) = text(answer.headers(), &header::LOCATION)
        {
            let next = url.join(&next).map_err(|_| FetchError::BadAddress { address: next })?;
            return Ok(Step::Redirect(next));
        }
        if matches!(status.as_u16(), 429 | 503)
            && let Some(wanted) = retry_after(answer.headers())
        {
            self.0.hosts.silence(&authority(url), wanted);
        }
        let not_modified = status.as_u16() == 304;
        if !status.is_success() && !not_modified {
            return Err(FetchError::Status { host: host(url), status: status.as_u16() });
        }
        let headers = answer.headers();
        let mut fetched = Fetched {
            url: url.clone(),
            not_modified,
            content_type: text(headers, &header::CONTENT_TYPE),
            etag: text(headers, &header::ETAG),
            last_modified: text(headers, &header::LAST_MODIFIED),
            body: Vec::new(),
        };
        while let Some(chunk) = answer.chunk().await.map_err(|error| explain(&error, url))? {
            if fetched.body.len() + chunk.len() > request.most_bytes {
                return Err(FetchError::TooLarge { host: host(url), limit: request.most_bytes });
            }
            fetched.body.extend_from_slice(&chunk);
        }
        Ok(Step::Done(Box::new(fetched)))
    }
}

enum Step {
    Done(Box<Fetched>),
    Redirect(Url),
}

fn parse(address: &str) -> Result<Url, FetchError> {
    Url::parse(address).map_err(|_| FetchError::BadAddress { address: address.to_owned() })
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn authority(url: &Url) -> String {
    format!("{}:{}", host(url), url.port_or_known_default().unwrap_or_default())
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The delay that a server asks for, in its form as seconds (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = text(headers, &header::RETRY_AFTER)?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn explain(error: &reqwest::Error, url: &Url) -> FetchError {
    let host = host(url);
    let mut cause = error.source();
    let mut words = error.to_string();
    while let Some(inner) = cause {
        if inner.downcast_ref::<PrivateName>().is_some() {
            return FetchError::PrivateAddress { host };
        }
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return FetchError::Untrusted { host, why: tls.to_string() };
        }
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            if let Some(tls) = io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                return FetchError::Untrusted { host, why: tls.to_string() };
            }
            if io.kind() == std::io::ErrorKind::ConnectionRefused {
                return FetchError::Refused { host };
            }
        }
        words = inner.to_string();
        cause = inner.source();
    }
    if error.is_timeout() {
        FetchError::Timeout { host, secs: 15 }
    } else if error.is_connect() {
        if words.contains("lookup") || words.contains("resolve") || words.contains("Name or service") {
            FetchError::Unresolved { host }
        } else {
            FetchError::Refused { host }
        }
    } else {
        FetchError::Interrupted { host }
    }
}
