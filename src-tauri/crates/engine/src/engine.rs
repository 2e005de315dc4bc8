//! The engine and what it holds.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::time::Duration;

use broadsheet_fetch::{Access, Allowed, FetchError, Fetcher, Options, Proxy};
use broadsheet_keys::Keys;
use broadsheet_model::{ArticleId, EnclosureId, FeedId};
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;
use tokio::sync::{broadcast, watch};

use crate::arrived::{self, Arrived};
use crate::error::EngineError;
use crate::found::FoundFeed;
use crate::pace::Pace;
use crate::preferences;
use crate::progress::Event;
use crate::read_page::{self, Page};
use crate::together::Together;
use crate::trending::TrendingCache;
use crate::way_out;
use crate::workers::Workers;

/// Where the Internet Archive answers: what follows is a time of fourteen digits, `id_` for a page as it was sent, and the
/// address (the addresses of the Wayback Machine, which others who run one keep to).
pub const INTERNET_ARCHIVE: &str = "https://web.archive.org/web/";

/// How the engine behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Hosts and networks that this run may reach although they are private.
    pub allowed: Vec<Allowed>,
    /// One deadline for a whole exchange with a server.
    pub deadline: Duration,
    /// Through whom this run goes to the network; what the library says where absent.
    pub proxy: Option<Proxy>,
    /// Certificates, as PEM, of authorities that this run trusts beside those of the system and of the library.
    pub certificates: Vec<Vec<u8>>,
    /// Tells whether there is a way to the internet at all; asked before each refresh, unless we go through a proxy.
    pub has_way_out: fn() -> bool,
    /// Secrets are kept in the system's key store; else for as long as the program runs.
    pub uses_key_store: bool,
    /// Where copies of pages are asked for; see [`INTERNET_ARCHIVE`].
    pub archive: String,
    /// Somebody looks at the headlines while texts are still being cleaned; where nobody does, to clean them at once costs less.
    pub headlines_first: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allowed: Vec::new(),
            deadline: Options::default().deadline,
            proxy: None,
            certificates: Vec::new(),
            has_way_out: broadsheet_fetch::has_way_out,
            uses_key_store: true,
            archive: INTERNET_ARCHIVE.to_owned(),
            headlines_first: false,
        }
    }
}

/// The use cases over one open library. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) library: Arc<Library>,
    pub(crate) fetcher: Fetcher,
    /// Where copies of pages are asked for.
    pub(crate) archive: String,
    /// See [`Settings::headlines_first`].
    pub(crate) headlines_first: bool,
    /// How this run was told to go to the network.
    pub(crate) given: way_out::Given,
    /// Whether it goes by a proxy that somebody named.
    pub(crate) by_proxy: AtomicBool,
    /// Tells whether the system knows a way to the internet at all.
    pub(crate) has_way_out: fn() -> bool,
    /// The system's key store.
    pub(crate) keys: Arc<Keys>,
    /// How the reader is known to sources, as far as this run has needed it.
    pub(crate) accesses: std::sync::Mutex<HashMap<FeedId, Arc<Access>>>,
    /// What was found last, so that subscribing to it need not fetch it again.
    pub(crate) found: std::sync::Mutex<Vec<FoundFeed>>,
    /// Parsing, extraction and cleaning: as many threads as there are processors.
    pub(crate) processors: Workers,
    /// What goes into the library in bulk: one thread, since the library has one writer.
    pub(crate) clerk: Workers,
    /// Held by whoever cleans and indexes.
    pub(crate) digesting: tokio::sync::Mutex<()>,
    /// Pages that the reader saves, on their way to the disk.
    pub(crate) saving: Arc<Together<Page, ArticleId>>,
    /// Pictures, likewise.
    pub(crate) picturing: Arc<Together<Arrived, ()>>,
    /// Articles of the page that is shown.
    pub(crate) in_view: std::sync::Mutex<Vec<ArticleId>>,
    /// How often sources are asked, as it was read last.
    pub(crate) pace: std::sync::Mutex<Pace>,
    /// Downloads under way; sending `true` stops one.
    pub(crate) downloading: std::sync::Mutex<HashMap<EnclosureId, watch::Sender<bool>>>,
    /// Held while a backup copies files, so that none goes meanwhile.
    pub(crate) copying: tokio::sync::Mutex<()>,
    /// Held while one picture is decoded, since a large one takes much memory.
    pub(crate) looking: tokio::sync::Mutex<()>,
    /// Held by whoever looks at all pictures that wait for it.
    pub(crate) looking_through: tokio::sync::Mutex<()>,
    pub(crate) events: broadcast::Sender<Event>,
    /// Holds the refresh under way, if any; sending `true` stops it.
    pub(crate) refresh: std::sync::Mutex<Option<watch::Sender<bool>>>,
    /// How often subscriptions ended since it was opened.
    pub(crate) endings: AtomicU32,
    pub(crate) trending: std::sync::Mutex<Option<TrendingCache>>,
}

impl Engine {
    /// Opens the library in `folder`, making it where there is none, and the door to the network.
    ///
    /// # Errors
    /// The library cannot be opened, or the network cannot be used.
    pub fn open(folder: &Path, settings: Settings) -> Result<Self, EngineError> {
        let library = Library::open(folder)?;
        let mut allowed = settings.allowed;
        allowed.extend(library.allowed_hosts()?.iter().filter_map(|host| host.parse().ok()));
        let silences = library.silenced_hosts(Timestamp::now())?.into_iter();
        let made = library.settings()?;
        let keys = match made.get("key_name") {
            Some(name) if settings.uses_key_store => Keys::of_system(name.clone()),
            _ => Keys::for_this_session(),
        };
        way_out::move_password(&library, &keys, &made);
        let given = way_out::Given { proxy: settings.proxy, certificates: settings.certificates };
        let (proxy, certificates) = given.with(&library.settings()?, &keys);
        let fetcher = Fetcher::new(Options {
            allowed,
            proxy: proxy.clone(),
            certificates,
            deadline: settings.deadline,
            silences: silences.map(|(host, until)| (host, until.into())).collect(),
            ..Options::default()
        })?;
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self(Arc::new(Inner {
            library: Arc::new(library),
            fetcher,
            archive: settings.archive,
            headlines_first: settings.headlines_first,
            given,
            by_proxy: AtomicBool::new(matches!(proxy, Proxy::At(_))),
            has_way_out: settings.has_way_out,
            keys: Arc::new(keys),
            accesses: std::sync::Mutex::default(),
            downloading: std::sync::Mutex::default(),
            in_view: std::sync::Mutex::default(),
            pace: std::sync::Mutex::new(preferences::pace_of(&made)),
            found: std::sync::Mutex::default(),
            processors: Workers::start(processors),
            clerk: Workers::start(1),
            digesting: tokio::sync::Mutex::new(()),
            saving: Together::new(read_page::save),
            picturing: Together::new(arrived::keep),
            copying: tokio::sync::Mutex::new(()),
            looking: tokio::sync::Mutex::new(()),
            looking_through: tokio::sync::Mutex::new(()),
            events: broadcast::channel(1024).0,
            refresh: std::sync::Mutex::new(None),
            endings: AtomicU32::new(0),
            trending: std::sync::Mutex::new(None),
        })))
    }

    /// What happens from now on. A listener that falls far behind misses the oldest events.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// Runs `work` on the library, on a thread for blocking work.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn library<T, W>(&self, work: W) -> Result<T, EngineError>
    where
        T: Send + 'static,
        W: FnOnce(&Library) -> Result<T, StoreError> + Send + 'static,
    {
        let library = self.0.library.clone();
        let answer = tokio::task::spawn_blocking(move || work(&library)).await.map_err(|_| EngineError::Stopped)?;
        Ok(answer?)
    }

    /// Runs `work`, which needs a processor and nothing else, when one is free.
    pub(crate) async fn compute<T, W>(&self, work: W) -> Result<T, EngineError>
    where
        T: Send + 'static,
        W: FnOnce() -> T + Send + 'static,
    {
        self.0.processors.run(work).await
    }

    /// Runs `work` on the library where it is written in bulk, one piece after the other.
    pub(crate) async fn store<T, W>(&self, work: W) -> Result<T, EngineError>
    where
        T: Send + 'static,
        W: FnOnce(&Library) -> Result<T, StoreError> + Send + 'static,
    {
        let library = self.0.library.clone();
        Ok(self.0.clerk.run(move || work(&library)).await??)
    }

    pub(crate) fn tell(&self, event: Event) {
        if matches!(event, Event::Changed | Event::Finished { .. }) {
            self.forget_trending();
        }
        // Nobody listening is no fault.
        let _ = self.0.events.send(event);
    }

    /// Tells listeners that lists are worth reading again.
    pub fn tell_changed(&self) {
        self.tell(Event::Changed);
    }

    /// Whether an address may be asked, by what it says: see [`Fetcher::may_ask`].
    #[must_use]
    pub fn may_ask(&self, address: &str) -> bool {
        self.0.fetcher.may_ask(address)
    }

    /// Lets the host of an address as typed be reached from now on, where `refused` says that this very host lies in a private
    /// network. Where a site only leads there, nothing is allowed. Answers whether another try makes sense.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn allow_refused(&self, address: &str, refused: &EngineError) -> Result<bool, EngineError> {
        let EngineError::Fetch(FetchError::PrivateAddress { host }) = refused else { return Ok(false) };
        if crate::address::typed(address)?.host_str() != Some(host.as_str()) {
            return Ok(false);
        }
        self.allow_host_of(address).await?;
        Ok(true)
    }

    /// Lets a private host be reached from now on, and in every later run on this library.
    ///
    /// # Errors
    /// The address names no host, or the library cannot be written.
    pub async fn allow_host_of(&self, address: &str) -> Result<(), EngineError> {
        let url = crate::address::typed(address)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        if let Ok(allowed) = host.parse::<Allowed>() {
            self.0.fetcher.allow(allowed);
        }
        let now = Timestamp::now();
        self.library(move |library| library.allow_host(&host, now)).await
    }
}
