//! What a refresh asks about a source beside its document.

use broadsheet_model::FeedId;
use broadsheet_store::StoreError;
use broadsheet_store::feeds::Feed;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// How many articles a source brought when it was followed, as long as it was not refreshed.
    pub(crate) async fn came_before(&self, feed: &Feed) -> u32 {
        if feed.last_try_at.is_some() {
            return 0;
        }
        let id = feed.id;
        let counts = self.library(move |library| library.counts_of(&[id])).await;
        // It is only told of; whatever is wrong with the library, the refresh itself will meet.
        counts.ok().and_then(|counts| counts.get(&id).map(|count| count.articles)).unwrap_or_default()
    }

    /// Whether the reader follows a source no more, so that its publisher is asked for nothing and nothing of it can fail.
    pub(crate) async fn was_left(&self, feed: FeedId) -> bool {
        let found = self.library(move |library| library.feed(feed)).await;
        matches!(found, Err(EngineError::Store(StoreError::NotFound { .. })))
    }
}
