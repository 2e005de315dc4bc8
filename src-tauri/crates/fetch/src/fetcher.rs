//! The door to the network, and one exchange with a server: redirects followed, manners kept.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{self, HeaderValue};
use tokio::sync::{Semaphore, SemaphorePermit};
use url::Url;

use crate::access::Access;
use crate::address::Allowed;
use crate::answer::{self, Answer, Asked, Body, Cut};
use crate::coding;
use crate::error::{FetchError, ProxyTrouble};
use crate::hosts::{Hosts, MOST_AT_ONCE};
use crate::large::Large;
use crate::proxy::Proxy;
use crate::redirects::Way;
use crate::resolver::{Guard, GuardedResolver};
use crate::target::{self, host};

/// Exchanges under way at once, over all hosts.
const AT_ONCE: usize = 80;

/// How long an exchange may take before it steps aside for others…
const PATIENCE: Duration = Duration::from_millis(750);

/// … and how many may have stepped aside at once. Beyond them, whoever is slow keeps its turn.
const ASIDE: usize = 96;

/// Bodies that are in memory at once, but for their beginnings, until they are unpacked; the others wait where they cost us
/// nothing, in the system's buffers.
const BODIES_AT_ONCE: usize = 8;

/// How long a connection may take to stand. Where a host has several addresses they are tried side by side (RFC 8305).
const CONNECT: Duration = Duration::from_secs(10);

/// How the door behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Hosts and networks that may be reached although they are private.
    pub allowed: Vec<Allowed>,
    /// One deadline for a whole exchange, redirects and body included.
    pub deadline: Duration,
    /// Who we say that we are.
    pub user_agent: String,
    /// Certificates, as PEM, of authorities that are trusted beside those of the system.
    pub certificates: Vec<Vec<u8>>,
    /// Through whom we go.
    pub proxy: Proxy,
    /// Hosts that asked for silence in an earlier run, as [`Fetcher::silences`] gave them.
    pub silences: Vec<(String, SystemTime)>,
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
            certificates: Vec::new(),
            proxy: Proxy::System,
            silences: Vec::new(),
        }
    }
}

/// What a server said about the copy at hand. It is said again to that very address only, byte for byte.
#[derive(Debug, Clone, Copy)]
pub struct Validators<'a> {
    /// The address that gave them, where the redirects ended.
    pub url: &'a str,
    /// The validator of the copy (RFC 9110, 13.1.2).
    pub etag: Option<&'a str>,
    /// The date of the copy (RFC 9110, 13.1.3).
    pub last_modified: Option<&'a str>,
}

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Where.
    pub url: &'a str,
    /// What is known of the copy at hand.
    pub validators: Option<Validators<'a>>,
    /// How the reader is known to the source; a redirect to another host does not see it.
    pub access: Option<&'a Access>,
    /// Media types that are welcome (RFC 9110, 12.5.1).
    pub accept: &'a str,
    /// Decoded bytes that are taken at most.
    pub most_bytes: usize,
    /// A body that is cut short is an answer too; [`Bytes::cut`](crate::Bytes::cut) says why.
    pub partial: bool,
    /// Nothing else is wanted from the host for now, so that its connection need not be kept.
    pub last: bool,
    /// Its body is unpacked as soon as it is there, and waits for no processor, so that it need not queue for room behind
    /// those that do.
    pub prompt: bool,
    /// The reader waits for a picture, so that its host may be asked for several more at once, as by a browser.
    pub awaited: bool,
    /// What to wait for before more is read of a body that is larger than usual.
    pub large: Option<Large<'a>>,
}

impl<'a> Request<'a> {
    /// Asks for the document at `url` without any condition, and for the whole of it.
    #[must_use]
    pub fn new(url: &'a str, accept: &'a str, most_bytes: usize) -> Self {
        Self {
            url,
            validators: None,
            access: None,
            accept,
            most_bytes,
            partial: false,
            last: false,
            prompt: false,
            awaited: false,
            large: None,
        }
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where the redirects ended.
    pub url: Url,
    /// Where permanent redirects led, before the first temporary one.
    pub moved_to: Option<Url>,
    /// The copy at hand is still good; the body is empty.
    pub not_modified: bool,
    /// Media type as the server said it.
    pub content_type: Option<String>,
    /// Validator, as the server wrote it.
    pub etag: Option<String>,
    /// Date of last change, as the server wrote it.
    pub last_modified: Option<String>,
    /// How long the server wants not to be asked again.
    pub fresh_for: Option<Duration>,
    /// The body as it came.
    pub body: Body,
}

/// The door to the network. Cheap to clone; clones share connections and manners.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    /// Another one from [`Fetcher::go`] on; what is under way goes on by the one before.
    client: RwLock<reqwest::Client>,
    /// The proxy that the reader named, as it is shown.
    proxy: RwLock<Option<String>>,
    user_agent: String,
    resolver: GuardedResolver,
    guard: Guard,
    hosts: Hosts,
    turns: Semaphore,
    /// Places for those that are slow, so that they hold up nobody.
    aside: Semaphore,
    /// Room for bodies that are in memory, packed.
    rooms: Arc<Semaphore>,
    /// Room for those that are taken at once.
    prompt_rooms: Arc<Semaphore>,
    deadline: Duration,
}

impl Fetcher {
    /// Opens the door.
    ///
    /// # Errors
    /// The system's certificates or proxy settings cannot be used.
    pub fn new(options: Options) -> Result<Self, FetchError> {
        let guard = Guard::new(options.allowed.clone());
        let resolver = GuardedResolver {
            guard: guard.clone(),
            proxy: options.proxy.host(),
            #[cfg(test)]
            names: Arc::new(|_| Vec::new()),
        };
        Self::with_resolver(options, guard, resolver)
    }

    pub(crate) fn with_resolver(options: Options, guard: Guard, resolver: GuardedResolver) -> Result<Self, FetchError> {
        // A second call finds the provider there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = client(&options.proxy, &options.certificates, &options.user_agent, options.deadline, &resolver)?;
        let hosts = Hosts::default();
        for (authority, until) in options.silences {
            hosts.silence(&authority, until.duration_since(SystemTime::now()).unwrap_or_default());
        }
        Ok(Self(Arc::new(Inner {
            client: RwLock::new(client),
            proxy: RwLock::new(options.proxy.name()),
            user_agent: options.user_agent,
            resolver,
            guard,
            hosts,
            turns: Semaphore::new(AT_ONCE),
            aside: Semaphore::new(ASIDE),
            rooms: Arc::new(Semaphore::new(BODIES_AT_ONCE)),
            prompt_rooms: Arc::new(Semaphore::new(BODIES_AT_ONCE)),
            deadline: options.deadline,
        })))
    }

    /// Goes through somebody else, or trusts others, from now on: see [`Options`].
    ///
    /// # Errors
    /// The proxy or the certificates cannot be used; then nothing is changed.
    pub fn go(&self, proxy: &Proxy, certificates: &[Vec<u8>]) -> Result<(), FetchError> {
        let inner = &self.0;
        let resolver = GuardedResolver { proxy: proxy.host(), ..inner.resolver.clone() };
        let client = client(proxy, certificates, &inner.user_agent, inner.deadline, &resolver)?;
        *inner.client.write().unwrap_or_else(PoisonError::into_inner) = client;
        *inner.proxy.write().unwrap_or_else(PoisonError::into_inner) = proxy.name();
        Ok(())
    }

    /// Lets a private host be reached from now on.
    pub fn allow(&self, allowed: Allowed) {
        self.0.guard.allow(allowed);
    }

    /// Whether an address may be asked, by what it says: it is one of the web, and of no private host that was not allowed.
    #[must_use]
    pub fn may_ask(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| target::check(&url, &self.0.guard).is_ok())
    }

    /// The hosts, with their ports, that asked to be left alone, and until when.
    #[must_use]
    pub fn silences(&self) -> Vec<(String, SystemTime)> {
        self.0.hosts.silences()
    }

    /// The proxy that the reader named and that leads to an address, if any, as it is shown.
    pub(crate) fn proxy_to(&self, url: &Url) -> Option<String> {
        let proxy = self.0.proxy.read().unwrap_or_else(PoisonError::into_inner).clone();
        proxy.filter(|_| !Proxy::is_passed_by(url))
    }

    pub(crate) fn client(&self) -> reqwest::Client {
        self.0.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn guard(&self) -> &Guard {
        &self.0.guard
    }

    pub(crate) fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    pub(crate) fn deadline(&self) -> Duration {
        self.0.deadline
    }

    /// Seconds for which the host of an address still wants to be left alone.
    #[must_use]
    pub fn silence_left(&self, address: &str) -> Option<u64> {
        Url::parse(address).ok().and_then(|url| self.0.hosts.silence_left(&authority(&url)))
    }

    /// Asks for one document and follows its redirects.
    ///
    /// # Errors
    /// See [`FetchError`]; an error status is one of them.
    pub async fn get(&self, request: Request<'_>) -> Result<Fetched, FetchError> {
        let start = Url::parse(request.url).map_err(|_| FetchError::BadAddress { address: request.url.to_owned() })?;
        let mut way = Way::new(start);
        let mut left = self.0.deadline;
        let (mut again, mut unconditional) = (true, false);
        loop {
            let url = way.now().clone();
            target::check(&url, &self.0.guard)?;
            let authority = authority(&url);
            // Waiting for a turn is our own doing, so the deadline does not run meanwhile.
            let _host_turn = self.0.hosts.turn(&authority, request.awaited).await;
            let turn = self.0.turns.acquire().await;
            // Another exchange with the host may have been told to stop while this one waited.
            if let Some(secs) = self.0.hosts.silence_left(&authority) {
                return Err(FetchError::Silenced { host: host(&url), secs });
            }
            let began = Instant::now();
            let exchange = Exchange { url: &url, request: &request, unconditional };
            let answer = self.step_aside(turn.ok(), self.exchange(&exchange, left)).await;
            left = left.saturating_sub(began.elapsed());
            match answer {
                // A server that closes in the middle, or a connection that was reset, gets a second chance (RFC 9110, 9.2.2).
                Err(FetchError::Interrupted { .. }) | Ok(Answer { cut: Some(Cut::Interrupted), .. }) if again => {
                    again = false;
                }
                Err(error) => return Err(error),
                Ok(answer) if answer.is_redirect() => {
                    if answer.renewed {
                        way.renew();
                    }
                    way.follow(answer.status, answer.location.as_deref())?;
                }
                // Nothing was asked on a condition, so that “nothing new” is a cache gone wrong.
                Ok(answer) if answer.status == 304 && !answer.conditional && !unconditional => unconditional = true,
                Ok(answer) => return self.finish(answer, &way, &request),
            }
        }
    }

    /// Waits for an exchange. One that takes long gives its turn to others and goes on aside, so that a hundred servers that
    /// do not answer keep nobody from those that do.
    async fn step_aside<T>(&self, turn: Option<SemaphorePermit<'_>>, exchange: impl Future<Output = T>) -> T {
        let mut exchange = std::pin::pin!(exchange);
        tokio::select! {
            biased;
            answer = &mut exchange => return answer,
            () = tokio::time::sleep(PATIENCE) => {}
        }
        match self.0.aside.try_acquire() {
            Ok(_aside) => {
                drop(turn);
                exchange.await
            }
            Err(_) => exchange.await,
        }
    }

    async fn exchange(&self, exchange: &Exchange<'_, '_>, left: Duration) -> Result<Answer, FetchError> {
        let Exchange { url, request, unconditional } = *exchange;
        let timeout = || FetchError::Timeout { host: host(url), secs: self.0.deadline.as_secs() };
        let until = tokio::time::Instant::now() + left;
        let mut asked = self
            .client()
            .get(url.clone())
            .header(header::ACCEPT, request.accept)
            .header(header::ACCEPT_ENCODING, coding::ACCEPTED);
        let mut conditional = false;
        if unconditional {
            asked = asked.header(header::CACHE_CONTROL, "no-cache");
        } else if let Some(known) = request.validators.filter(|known| known.url == url.as_str()) {
            let pairs = [(header::IF_NONE_MATCH, known.etag), (header::IF_MODIFIED_SINCE, known.last_modified)];
            for (name, value) in pairs {
                if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok()) {
                    asked = asked.header(name, value);
                    conditional = true;
                }
            }
        }
        if request.last {
            asked = asked.header(header::CONNECTION, "close");
        }
        if let Some(access) = request.access {
            asked = asked.headers(access.headers_for(url));
        }
        let sent = tokio::time::timeout_at(until, asked.send()).await.map_err(|_| timeout())?;
        let response = sent.map_err(|error| answer::explain(&error, url, self.proxy_to(url)))?;
        let renewed = request.access.is_some_and(|access| access.learn(url, response.headers()));
        let rooms = if request.prompt { &self.0.prompt_rooms } else { &self.0.rooms };
        let asked =
            Asked { conditional, renewed, most: request.most_bytes, until, rooms: rooms.clone(), large: request.large };
        answer::read(response, url, asked).await
    }

    fn finish(&self, mut answer: Answer, way: &Way, request: &Request<'_>) -> Result<Fetched, FetchError> {
        let url = way.now();
        if matches!(answer.status, 429 | 503)
            && let Some(wanted) = answer.retry_after
        {
            self.0.hosts.silence(&authority(url), wanted);
        }
        if answer.is_robot_check() {
            return Err(FetchError::Blocked { host: host(url) });
        }
        if answer.status == 407 {
            let proxy = self.proxy_to(url).unwrap_or_else(|| "of this computer".to_owned());
            return Err(FetchError::Proxy { proxy, how: ProxyTrouble::WantsPassword });
        }
        let not_modified = answer.status == 304 && answer.conditional;
        if !(200..300).contains(&answer.status) && !not_modified {
            return Err(FetchError::Status { host: host(url), status: answer.status });
        }
        if !request.partial
            && let Some(cut) = answer.cut
        {
            return Err(cut.explained(host(url), self.0.deadline, request.most_bytes));
        }
        Ok(Fetched {
            url: url.clone(),
            moved_to: way.moved_to().cloned(),
            not_modified,
            content_type: answer.content_type.take(),
            etag: answer.etag.take(),
            last_modified: answer.last_modified.take(),
            fresh_for: answer.fresh_for,
            body: answer.into_body(host(url), self.0.deadline, request.most_bytes, request.partial),
        })
    }
}

/// What connects: no redirects of its own, no referrer, and every name looked up by our own resolver.
fn client(
    proxy: &Proxy,
    certificates: &[Vec<u8>],
    user_agent: &str,
    deadline: Duration,
    resolver: &GuardedResolver,
) -> Result<reqwest::Client, FetchError> {
    let setup = |error: reqwest::Error| FetchError::Setup(error.to_string());
    let mut own = Vec::new();
    for pem in certificates {
        let bundle = reqwest::Certificate::from_pem_bundle(pem).map_err(setup)?;
        if bundle.is_empty() {
            return Err(FetchError::Setup("there is no certificate in what should be a file of certificates".into()));
        }
        own.extend(bundle);
    }
    proxy
        .apply(reqwest::Client::builder())?
        .tls_certs_merge(own)
        .user_agent(user_agent)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(deadline.min(CONNECT))
        .pool_max_idle_per_host(MOST_AT_ONCE)
        .pool_idle_timeout(Duration::from_secs(30))
        .http2_max_header_list_size(answer::MOST_HEADER_BYTES)
        .dns_resolver(Arc::new(resolver.clone()))
        .build()
        .map_err(setup)
}

struct Exchange<'a, 'r> {
    url: &'a Url,
    request: &'a Request<'r>,
    /// Caches on the way are told to ask anew.
    unconditional: bool,
}

pub(crate) fn authority(url: &Url) -> String {
    format!("{}:{}", host(url), url.port_or_known_default().unwrap_or_default())
}
