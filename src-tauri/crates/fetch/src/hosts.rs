//! Manners towards each host: at most two requests at once, six where a reader waits for pictures, and silence when it asks
//! for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests under way at once to one host that nobody waits for…
const AT_ONCE: usize = 2;

/// … and of all kinds, as many as browsers make for a page that is being opened.
pub(crate) const MOST_AT_ONCE: usize = 6;

/// The longest silence that a server can ask for.
const LONGEST_SILENCE: Duration = Duration::from_hours(24);

struct Host {
    turns: Arc<Semaphore>,
    /// Those of the turns that requests may take for which nobody waits.
    unhurried: Arc<Semaphore>,
    silent_until: Option<SystemTime>,
}

impl Default for Host {
    fn default() -> Self {
        let turns = |count| Arc::new(Semaphore::new(count));
        Self { turns: turns(MOST_AT_ONCE), unhurried: turns(AT_ONCE), silent_until: None }
    }
}

/// Leave to ask a host, until it is dropped.
pub(crate) struct Turn {
    _turn: Option<OwnedSemaphorePermit>,
    _unhurried: Option<OwnedSemaphorePermit>,
}

#[derive(Default)]
pub(crate) struct Hosts(Mutex<HashMap<String, Host>>);

impl Hosts {
    /// Waits for a turn at `authority` (host and port).
    pub(crate) async fn turn(&self, authority: &str, awaited: bool) -> Turn {
        let (turns, unhurried) = {
            let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let host = hosts.entry(authority.to_owned()).or_default();
            (host.turns.clone(), host.unhurried.clone())
        };
        let unhurried = if awaited { None } else { unhurried.acquire_owned().await.ok() };
        Turn { _turn: turns.acquire_owned().await.ok(), _unhurried: unhurried }
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

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn now(turn: impl Future<Output = Turn>) -> Option<Turn> {
        match pin!(turn).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    #[test]
    fn two_at_once_and_six_where_a_reader_waits() {
        let hosts = Hosts::default();
        let unhurried = [(); 2].map(|()| now(hosts.turn("a:80", false)).expect("the first two have a turn"));
        assert!(now(hosts.turn("a:80", false)).is_none());
        assert!(now(hosts.turn("b:80", false)).is_some(), "another host is asked meanwhile");
        let awaited = [(); 4].map(|()| now(hosts.turn("a:80", true)).expect("four more for the reader"));
        assert!(now(hosts.turn("a:80", true)).is_none(), "six are the most");
        drop(unhurried);
        assert!(now(hosts.turn("a:80", true)).is_some());
        drop(awaited);
        let all = [(); 6].map(|()| now(hosts.turn("a:80", true)));
        assert!(all.iter().all(Option::is_some));
        assert!(now(hosts.turn("a:80", false)).is_none());
    }
}
