//! How this library's Broadsheet goes to the network, as the reader set it.

use std::collections::HashMap;
use std::sync::PoisonError;

use broadsheet_fetch::{Fetcher, Options};

use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::pace::{self, Pace, Rest};
use crate::progress::Event;
use crate::way_out::{self, CERTIFICATES};

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

    /// Says through whom this library goes to the network from its next opening on; `None` leaves it to the system. A password goes
    /// into the key store.
    ///
    /// # Errors
    /// The key store does not keep the password, or the library cannot be written.
    pub async fn set_proxy(&self, proxy: Option<String>) -> Result<(), EngineError> {
        let (library, keys) = (self.0.library.clone(), self.0.keys.clone());
        let set = move || way_out::set_proxy(&library, &keys, proxy.as_deref());
        tokio::task::spawn_blocking(set).await.map_err(|_| EngineError::Stopped)?
    }

    /// Says which authorities this library trusts beside those of the system, from its next opening on (PEM).
    ///
    /// # Errors
    /// These are no certificates, or the library cannot be written.
    pub async fn set_certificates(&self, pem: Option<String>) -> Result<(), EngineError> {
        if let Some(pem) = &pem {
            // A library that could not be opened because of them would be worse than a refusal now.
            Fetcher::new(Options { certificates: vec![pem.clone().into_bytes()], ..Options::default() })?;
        }
        self.library(move |library| library.set_setting(CERTIFICATES, pem.as_deref())).await
    }
}
