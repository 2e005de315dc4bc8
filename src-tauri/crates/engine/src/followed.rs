//! What a refresh asks about its sources beside their documents.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use broadsheet_model::FeedId;
use broadsheet_store::StoreError;
use broadsheet_store::feeds::Feed;

use crate::engine::Engine;
use crate::error::EngineError;

/// What was known of the sources of a refresh when it began.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// How many articles came when a source was followed, of those that were never refreshed.
    came: Arc<HashMap<FeedId, u32>>,
    /// How often subscriptions had ended.
    endings: u32,
}

impl Known {
    /// How many articles a source brought when it was followed, as long as it was not refreshed.
    pub(crate) fn came_before(&self, feed: FeedId) -> u32 {
        self.came.get(&feed).copied().unwrap_or_default()
    }
}

impl Engine {
    /// Asks once for all sources, so that what a refresh costs does not lie in many small questions.
    pub(crate) async fn known_of(&self, feeds: &[Feed]) -> Known {
        let endings = self.0.endings.load(Ordering::Acquire);
        let new: Vec<FeedId> = feeds.iter().filter(|feed| feed.last_try_at.is_none()).map(|feed| feed.id).collect();
        if new.is_empty() {
            return Known { came: Arc::default(), endings };
        }
        // It is only told of; whatever is wrong with the library, the refresh itself will meet.
        let counts = self.library(move |library| library.counts_of(&new)).await.unwrap_or_default();
        let came = counts.into_iter().map(|(feed, count)| (feed, count.articles)).collect();
        Known { came: Arc::new(came), endings }
    }

    /// Whether the reader, since a refresh began, follows a source no more, so that its publisher is asked for nothing.
    /// Where another program ended it, it is seen when something of it cannot be kept.
    pub(crate) async fn was_left_since(&self, known: &Known, feed: FeedId) -> bool {
        self.0.endings.load(Ordering::Acquire) != known.endings && self.was_left(feed).await
    }

    /// Whether the reader follows a source no more, so that nothing of it can fail.
    pub(crate) async fn was_left(&self, feed: FeedId) -> bool {
        let found = self.library(move |library| library.feed(feed)).await;
        matches!(found, Err(EngineError::Store(StoreError::NotFound { .. })))
    }
}
