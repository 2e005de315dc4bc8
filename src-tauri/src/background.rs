//! What goes on behind the window: passing on events, and refreshing the sources whose time has come.

use std::time::Duration;

use broadsheet_api::{ErrorCode, Library, LibraryEvent, refresh};
use broadsheet_model::FeedId;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::desk::Desk;
use crate::notifier;

/// The window paints first.
const FIRST_LOOK: Duration = Duration::from_secs(3);
/// How often we look whether a source's time has come.
const LOOK: Duration = Duration::from_secs(60);

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
    if refreshes {
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(FIRST_LOOK).await;
            loop {
                // What a source failed at stands with the source; a refresh under way is as good as ours.
                let _ = refresh::run_due(&library, refresh::Depth::Everything).await;
                tokio::time::sleep(LOOK).await;
            }
        });
    }
}

/// Fetches what sources have now, or as soon as the refresh under way is done.
pub(crate) fn fetch_soon(library: &Library, feeds: Vec<FeedId>) {
    if feeds.is_empty() {
        return;
    }
    let library = library.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            match refresh::run(&library, Some(feeds.clone()), refresh::Depth::Everything).await {
                Err(error) if error.code == ErrorCode::Busy => tokio::time::sleep(Duration::from_millis(500)).await,
                _ => return,
            }
        }
    });
}
