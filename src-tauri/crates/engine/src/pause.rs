//! When a refresh is put off: without a network there is nothing to be asked, and no source is to blame.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use broadsheet_fetch::{FetchError, is_near};
use broadsheet_store::feeds::Feed;

use crate::error::EngineError;

/// Sources whose names lead nowhere, while nobody else answers, from which on it is the network that is missing.
const TELLING: u32 = 2;

/// Hosts that refuse or say nothing, while nobody else answers, from which on it is the network: one that lets nobody out, say.
const SILENT: usize = 3;

/// Why a refresh was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// There is no network.
    NoNetwork,
}

impl Pause {
    /// The same in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoNetwork => "Paused: no network.",
        }
    }
}

/// Leaves of some sources those that can be asked without a way out, and tells whether any had to go.
pub(crate) fn without_network(mut feeds: Vec<Feed>) -> (Vec<Feed>, Option<Pause>) {
    let all = feeds.len();
    feeds.retain(|feed| is_near(&feed.url));
    let pause = (feeds.len() < all).then_some(Pause::NoNetwork);
    (feeds, pause)
}

/// Who answered in a refresh and who did not, as far as it has come.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    answered: AtomicBool,
    /// Sources whose names led nowhere.
    lost: AtomicU32,
    /// Hosts that refused or said nothing.
    silent: Mutex<HashSet<String>>,
}

impl Reach {
    /// Notes how a source far away ended.
    pub(crate) fn note<T>(&self, feed: &Feed, ended: &Result<T, EngineError>) {
        if is_near(&feed.url) {
            return;
        }
        match ended {
            Err(EngineError::Fetch(FetchError::Refused { host } | FetchError::Timeout { host, .. })) => {
                self.silent.lock().unwrap_or_else(PoisonError::into_inner).insert(host.clone());
            }
            Err(error) if is_silence(error) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
            }
            _ => self.answered.store(true, Ordering::Relaxed),
        }
    }

    /// Whether it is the network that is missing, and not the source.
    pub(crate) fn is_nowhere(&self) -> bool {
        let silent = || self.silent.lock().unwrap_or_else(PoisonError::into_inner).len();
        !self.answered.load(Ordering::Relaxed) && (self.lost.load(Ordering::Relaxed) >= TELLING || silent() >= SILENT)
    }
}

/// Whether nobody was reached, which may be the network's fault.
pub(crate) fn is_silence(error: &EngineError) -> bool {
    use FetchError::{Refused, Timeout, Unresolved};
    matches!(
        error,
        EngineError::Fetch(Unresolved { .. } | Refused { .. } | Timeout { .. }) | EngineError::NobodysName { .. }
    )
}

#[cfg(test)]
mod tests {
    use broadsheet_store::Library;
    use broadsheet_store::feeds::NewFeed;
    use jiff::Timestamp;

    use crate::engine::{Engine, Settings};
    use crate::refresh::{Depth, Which};

    use super::*;

    fn subscribe(library: &Library, url: &str) {
        let feed = NewFeed { url, title: url, format: None, host: "x", publication_name: None, home_url: None };
        library.subscribe(feed, Timestamp::now()).unwrap();
    }

    #[tokio::test]
    async fn without_a_network_no_source_is_to_blame() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { has_way_out: || false, uses_key_store: false, ..Settings::default() };
        let engine = Engine::open(folder.path(), settings).unwrap();
        let add = |library: &Library| {
            subscribe(library, "https://one.example/feed");
            subscribe(library, "https://two.example/feed");
            // Nobody listens there, which is found out without a network.
            subscribe(library, "http://127.0.0.1:1/feed");
            Ok(())
        };
        engine.library(add).await.unwrap();
        for which in [Which::All, Which::Due] {
            let outcome = engine.refresh(which, Depth::Headlines).await.unwrap();
            assert_eq!(outcome.paused, Some(Pause::NoNetwork));
        }
        let feeds = engine.library(|library| library.feeds()).await.unwrap();
        let tried = feeds.iter().filter(|feed| feed.last_try_at.is_some() || feed.failures > 0 || feed.error.is_some());
        assert_eq!(tried.map(|feed| feed.url.as_str()).collect::<Vec<_>>(), ["http://127.0.0.1:1/feed"]);
        let far = feeds.iter().find(|feed| !is_near(&feed.url)).unwrap().id;
        let outcome = engine.refresh(Which::These(vec![far]), Depth::Headlines).await.unwrap();
        assert_eq!((outcome.paused, outcome.sources.len()), (Some(Pause::NoNetwork), 0));
    }

    #[tokio::test]
    async fn names_that_all_lead_nowhere_are_the_networks_fault_and_one_is_its_own() {
        let reach = Reach::default();
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        subscribe(&library, "https://one.example/feed");
        let feed = library.feeds().unwrap().remove(0);
        let lost = || Err::<(), _>(EngineError::Fetch(FetchError::Unresolved { host: "one.example".into() }));
        reach.note(&feed, &lost());
        assert!(!reach.is_nowhere(), "one alone may have gone");
        reach.note(&feed, &lost());
        assert!(reach.is_nowhere());
        reach.note(&feed, &Err::<(), _>(EngineError::Fetch(FetchError::Status { host: "x".into(), status: 500 })));
        assert!(!reach.is_nowhere(), "somebody answered");
    }

    #[tokio::test]
    async fn a_network_that_lets_nobody_out_is_to_blame_and_one_server_is_not() {
        let reach = Reach::default();
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        subscribe(&library, "https://one.example/feed");
        let feed = library.feeds().unwrap().remove(0);
        let refused = |host: &str| Err::<(), _>(EngineError::Fetch(FetchError::Refused { host: host.into() }));
        for host in ["one.example", "one.example", "two.example", "two.example"] {
            reach.note(&feed, &refused(host));
        }
        assert!(!reach.is_nowhere(), "two servers may be down");
        let late = FetchError::Timeout { host: "three.example".into(), secs: 30 };
        reach.note(&feed, &Err::<(), _>(EngineError::Fetch(late)));
        assert!(reach.is_nowhere());
        reach.note(&feed, &Ok(()));
        assert!(!reach.is_nowhere(), "somebody answered");
    }

    #[tokio::test]
    async fn a_reader_who_asks_again_and_again_puts_a_source_off_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let allowed = vec!["127.0.0.1".parse().unwrap()];
        let settings = Settings { allowed, uses_key_store: false, ..Settings::default() };
        let engine = Engine::open(folder.path(), settings).unwrap();
        // Nobody listens at a port that was just given back.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let add = move |library: &Library| {
            subscribe(library, &format!("http://127.0.0.1:{port}/feed"));
            Ok(())
        };
        engine.library(add).await.unwrap();
        for _ in 0..6 {
            engine.refresh(Which::All, Depth::Headlines).await.unwrap();
        }
        let feed = engine.library(|library| library.feeds()).await.unwrap().remove(0);
        assert_eq!(feed.failures, 1);
        let minutes = Timestamp::now().until(feed.next_try_at.unwrap()).unwrap().total(jiff::Unit::Minute).unwrap();
        assert!(minutes < 70.0, "{minutes}");
    }
}
