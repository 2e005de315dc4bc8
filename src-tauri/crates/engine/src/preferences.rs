//! How this library's Broadsheet goes to the network, as the reader set it.

use std::collections::HashMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use broadsheet_fetch::{Fetcher, Options, Proxy};
use broadsheet_keys::Keys;
use broadsheet_store::Library;
use jiff::Timestamp;

use crate::engine::{Engine, Inner};
use crate::error::EngineError;
use crate::pace::{self, Pace, Rest};
use crate::progress::Event;
use crate::way_out::{self, CERTIFICATES, Connection};

/// The setting that puts off what nobody asked for while the connection is metered: `pause`.
const METERED: &str = "metered";

/// The setting that says how often sources are asked, by the name of a [`Pace`].
const PACE: &str = "pace";

/// The pace that the settings of a library name.
pub(crate) fn pace_of(settings: &HashMap<String, String>) -> Pace {
    settings.get(PACE).and_then(|key| Pace::from_key(key)).unwrap_or_default()
}

impl Engine {
    /// Whether a refresh that nobody asked for is put off while the connection is metered.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn pauses_when_metered(&self) -> Result<bool, EngineError> {
        let settings = self.library(|library| library.settings()).await?;
        Ok(settings.get(METERED).is_some_and(|value| value == "pause"))
    }

    /// Says whether it is.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn pause_when_metered(&self, pauses: bool) -> Result<(), EngineError> {
        self.library(move |library| library.set_setting(METERED, pauses.then_some("pause"))).await
    }

    /// How often sources are asked.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn pace(&self) -> Result<Pace, EngineError> {
        let pace = pace_of(&self.library(|library| library.settings()).await?);
        *self.0.pace.lock().unwrap_or_else(PoisonError::into_inner) = pace;
        Ok(pace)
    }

    /// The same as it was read last, at the beginning of a refresh at the latest.
    pub(crate) fn known_pace(&self) -> Pace {
        *self.0.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how often, from now on: a source that fares well is asked at the new pace after its last try, and not sooner than it and
    /// its server allow. One that fails waits for as long as it did.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn set_pace(&self, pace: Pace) -> Result<(), EngineError> {
        self.library(move |library| {
            library.set_setting(PACE, (pace != Pace::ByHabit).then(|| pace.key()))?;
            let feeds = library.feeds()?;
            let well = feeds.iter().filter(|feed| !feed.gone && feed.failures == 0);
            let tries: Vec<_> = well
                .filter_map(|feed| {
                    let pause = Rest::noted(feed.pause_secs, feed.polite_secs).at(pace);
                    let next: Timestamp = pace::next_try(feed.last_try_at?, pause, feed.id.0, feed.quiet)?;
                    Some((feed.id, next))
                })
                .collect();
            library.set_next_tries(&tries)
        })
        .await?;
        *self.0.pace.lock().unwrap_or_else(PoisonError::into_inner) = pace;
        self.tell(Event::Changed);
        Ok(())
    }

    /// How this library goes to the network.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn connection(&self) -> Result<Connection, EngineError> {
        let settings = self.library(|library| library.settings()).await?;
        Ok(Connection::of(&settings, &self.0.given))
    }

    /// Through whom this run goes to the network; a password is left out.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn way_out(&self) -> Result<Proxy, EngineError> {
        let settings = self.library(|library| library.settings()).await?;
        let told = self.0.given.proxy.as_ref().map(Proxy::without_password);
        Ok(told.unwrap_or_else(|| way_out::proxy_of(&settings, || None)))
    }

    /// Says through whom this library goes to the network from now on; `None` leaves it to the system. A password goes into the
    /// key store.
    ///
    /// # Errors
    /// It cannot be used, the key store does not keep its password, or the library cannot be written; then nothing is changed.
    pub async fn set_proxy(&self, proxy: Option<String>) -> Result<(), EngineError> {
        // A library that could not be opened because of it would be worse than a refusal now.
        match proxy.as_deref() {
            None | Some("none") => {}
            Some(address) => drop(Fetcher::new(Options { proxy: Proxy::at(address)?, ..Options::default() })?),
        }
        self.change_way(move |library, keys| way_out::set_proxy(library, keys, proxy.as_deref())).await
    }

    /// Says which authorities this library trusts beside those of the system, from now on (PEM); with `too` beside those that it
    /// trusts already.
    ///
    /// # Errors
    /// These are no certificates, or the library cannot be written; then nothing is changed.
    pub async fn set_certificates(&self, pem: Option<String>, too: bool) -> Result<(), EngineError> {
        let pem = pem.as_deref().map(way_out::certificates_of);
        if let Some(pem) = &pem {
            Fetcher::new(Options { certificates: vec![pem.clone().into_bytes()], ..Options::default() })?;
        }
        self.change_way(move |library, _| {
            let known = if too { library.settings()?.remove(CERTIFICATES) } else { None };
            let all = pem.map(|pem| way_out::with_certificates(known.as_deref().unwrap_or_default(), &pem));
            Ok(library.set_setting(CERTIFICATES, all.as_deref())?)
        })
        .await
    }

    /// Whether there may be a way to the internet: a proxy that somebody named may need none of the system's.
    pub(crate) fn has_way_out(&self) -> bool {
        self.0.by_proxy.load(Ordering::Relaxed) || (self.0.has_way_out)()
    }

    /// Changes what the library says of the network, and goes by it.
    async fn change_way(
        &self,
        change: impl FnOnce(&Library, &Keys) -> Result<(), EngineError> + Send + 'static,
    ) -> Result<(), EngineError> {
        let engine = self.clone();
        // The key store may ask the reader.
        let changed = tokio::task::spawn_blocking(move || {
            let Inner { library, keys, fetcher, given, by_proxy, .. } = &*engine.0;
            change(library, keys)?;
            let (proxy, certificates) = given.with(&library.settings()?, keys);
            fetcher.go(&proxy, &certificates)?;
            by_proxy.store(matches!(proxy, Proxy::At(_)), Ordering::Relaxed);
            Ok(())
        });
        changed.await.map_err(|_| EngineError::Stopped)?
    }
}
