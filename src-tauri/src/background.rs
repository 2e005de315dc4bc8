//! What goes on behind the window: passing on events, and refreshing the sources whose time has come.

use std::time::{Duration, Instant, SystemTime};

use broadsheet_api::{ErrorCode, Library, LibraryEvent, RefreshPace, backups, refresh, upkeep};
use broadsheet_model::FeedId;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::desk::Desk;
use crate::metered::is_metered;
use crate::notifier;

/// The window paints first.
const FIRST_LOOK: Duration = Duration::from_secs(3);
/// How often we look whether a source's time has come.
const LOOK: Duration = Duration::from_secs(60);
/// How often we look whether the machine was asleep.
const GLANCE: Duration = Duration::from_secs(5);
/// How often we look whether another program, such as the command line, has written to the library.
const LOOK_ELSEWHERE: Duration = Duration::from_secs(3);
/// A clock on the wall that ran ahead of ours by so much did so while the machine was asleep.
const ASLEEP: Duration = Duration::from_secs(30);
/// The network comes back a moment after the machine.
const SETTLE: Duration = Duration::from_secs(8);

pub(crate) fn start<R: Runtime>(app: &AppHandle<R>, refreshes: bool) {
    let Ok(library) = app.state::<Desk>().library().cloned() else { return };
    let mut events = library.events();
    let (listeners, told) = (app.clone(), library.clone());
    tauri::async_runtime::spawn(async move {
        while let Some(event) = events.next().await {
            let finished = matches!(event, LibraryEvent::RefreshFinished { .. });
            // A window that is closing hears nothing any more.
            let _ = listeners.emit("library", event);
            if finished {
                notifier::tell(&listeners, &told).await;
            }
        }
    });
    let looking = library.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FIRST_LOOK).await;
        loop {
            // A library that cannot be written is shown as it is.
            let _ = upkeep::look_at_pictures(&looking).await;
            // How it went stands with the plan.
            let _ = backups::run_due(&looking).await;
            tokio::time::sleep(LOOK).await;
            let _ = upkeep::compact_behind(&looking).await;
        }
    });
    let shared = library.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_ELSEWHERE).await;
            // What cannot be read now is looked at again.
            let _ = upkeep::look_elsewhere(&shared).await;
        }
    });
    if refreshes {
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(FIRST_LOOK).await;
            loop {
                // Whoever wants to be the one that asks is not forestalled, not even for what an earlier refresh left undone.
                let asks = refresh::pace(&library).await == Ok(RefreshPace::WhenAsked);
                let waits =
                    asks || refresh::pauses_when_metered(&library).await.unwrap_or_default() && is_metered().await;
                if !waits {
                    // What a source failed at stands with the source; a refresh under way is as good as ours.
                    let _ = refresh::run_due(&library, refresh::Depth::Everything).await;
                }
                until_next_look().await;
            }
        });
    }
}

/// Waits for the next look, or until a moment after the machine woke.
async fn until_next_look() {
    let began = Instant::now();
    while began.elapsed() < LOOK {
        let (own, wall) = (Instant::now(), SystemTime::now());
        tokio::time::sleep(GLANCE).await;
        if was_asleep(own.elapsed(), wall.elapsed().ok()) {
            tokio::time::sleep(SETTLE).await;
            return;
        }
    }
}

/// Whether the machine was asleep between two glances, by how much time passed on our own clock, which stands still meanwhile or
/// is late, and on the wall. A clock that was set back tells nothing.
fn was_asleep(own: Duration, wall: Option<Duration>) -> bool {
    own > GLANCE + ASLEEP || wall.is_some_and(|wall| wall > own + ASLEEP)
}

/// Fetches what sources have now, or as soon as the refresh under way is done.
pub(crate) fn fetch_soon(library: &Library, feeds: Vec<FeedId>) {
    if !feeds.is_empty() {
        soon(library, Some(feeds));
    }
}

/// Refreshes what is due, such as sources that have just come from another reader, as soon as no other refresh is under way.
pub(crate) fn fetch_due_soon(library: &Library) {
    soon(library, None);
}

fn soon(library: &Library, feeds: Option<Vec<FeedId>>) {
    let library = library.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let ran = match &feeds {
                Some(feeds) => refresh::run(&library, Some(feeds.clone()), refresh::Depth::Everything).await,
                None => refresh::run_due(&library, refresh::Depth::Everything).await,
            };
            match ran {
                Err(error) if error.code == ErrorCode::Busy => tokio::time::sleep(Duration::from_millis(500)).await,
                _ => return,
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_slept_is_told_from_one_that_was_busy_or_whose_clock_was_set_back() {
        let secs = Duration::from_secs;
        assert!(was_asleep(secs(5), Some(secs(3600))), "its own clock stood still");
        assert!(was_asleep(secs(3600), Some(secs(3600))), "its own clock went on");
        assert!(!was_asleep(secs(5), Some(secs(5))));
        assert!(!was_asleep(secs(9), Some(secs(12))));
        assert!(!was_asleep(secs(5), None));
    }
}
