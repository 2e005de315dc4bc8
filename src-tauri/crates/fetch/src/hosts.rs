//! Manners towards each host: at most two requests at once, and silence when it asks for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests under way at once to one host.
const AT_ONCE: usize = 2;

/// The longest silence that a server can ask for.
const LONGEST_SILENCE: Duration = Duration::from_hours(24);

#[derive(Default)]
struct Host {
    turns: Option<Arc<Semaphore>>,
    silent_until: Option<SystemTime>,
}

#[derive(Default)]
pub(crate) struct Hosts(Mutex<HashMap<String, Host>>);

impl Hosts {
    /// Waits for a turn at `authority` (host and port).
    pub(crate) async fn turn(&self, authority: &str) -> Option<OwnedSemaphorePermit> {
        let turns = {
            let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let host = hosts.entry(authority.to_owned()).or_default();
            host.turns.get_or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))).clone()
        };
        turns.acquire_owned().await.ok()
    }

    /// Seconds for which the host still wants silence.
    pub(crate) fn silence_left(&self, authority: &str) -> Option<u64> {
        let hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = hosts.get(authority)?.silent_until?;
        let left = until.duration_since(SystemTime::now()).ok().filter(|left| !left.is_zero())?;
        Some(left.as_secs().max(1))
    }

    /// The hosts that still want silence, and until when.
    pub(crate) fn silences(&self) -> Vec<(String, SystemTime)> {
        let hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = SystemTime::now();
        let silent =
            |(name, host): (&String, &Host)| Some((name.clone(), host.silent_until.filter(|until| *until > now)?));
        hosts.iter().filter_map(silent).collect()
    }

    pub(crate) fn silence(&self, authority: &str, wanted: Duration) {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let host = hosts.entry(authority.to_owned()).or_default();
        let until = SystemTime::now().checked_add(wanted.min(LONGEST_SILENCE));
        // A shorter wish does not end a longer silence.
        host.silent_until = host.silent_until.max(until);
    }
}
