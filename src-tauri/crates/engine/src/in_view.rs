//! What the reader is looking at: its sources are asked before the others.

use std::collections::HashSet;
use std::sync::PoisonError;

use broadsheet_model::{ArticleId, FeedId};
use broadsheet_store::feeds::Feed;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Notes the articles of the page that is shown, until the next one is.
    pub fn shows(&self, articles: Vec<ArticleId>) {
        *self.0.in_view.lock().unwrap_or_else(PoisonError::into_inner) = articles;
    }

    /// Puts feeds in the order in which they are asked: those that brought what is shown, then the others; of both, those that failed
    /// last time come last, since they may take long to fail again.
    pub(crate) async fn order(&self, feeds: &mut [Feed]) -> Result<(), EngineError> {
        let shown = self.0.in_view.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let in_view: HashSet<FeedId> = if shown.is_empty() || feeds.len() < 2 {
            HashSet::new()
        } else {
            self.library(move |library| library.sources_of(&shown)).await?
        };
        feeds.sort_by_key(|feed| (!in_view.contains(&feed.id), feed.failures > 0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use broadsheet_model::{Entry, FeedFields, FeedFormat, ParsedFeed};
    use broadsheet_store::cards::Shelf;
    use broadsheet_store::feeds::{FeedOutcome, NewFeed, Trouble};
    use broadsheet_store::{Library, StoreError};
    use jiff::Timestamp;

    use super::*;
    use crate::engine::Settings;
    use crate::ingest::document_of;

    /// Follows a feed that has brought an article; answers both.
    fn followed(library: &Library, name: &str) -> Result<(FeedId, ArticleId), StoreError> {
        let (now, url) = (Timestamp::now(), format!("https://{name}.example/feed"));
        let feed = NewFeed { url: &url, title: name, format: None, host: name, publication_name: None, home_url: None };
        let (feed, _) = library.subscribe(feed, now)?;
        let entry = Entry { link: Some(format!("https://{name}.example/1")), ..Entry::default() };
        let parsed = ParsedFeed {
            format: FeedFormat::Rss,
            feed: FeedFields::default(),
            entries: vec![entry],
            discovered: Vec::new(),
            is_broken: false,
        };
        library.store_entries(feed, document_of(parsed, &url, name, None).entries, now)?;
        Ok((feed, library.shelf(Shelf::Sources(vec![feed]), None, 1)?[0].id))
    }

    #[tokio::test]
    async fn what_is_shown_is_asked_first_and_what_failed_last() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(folder.path(), Settings { uses_key_store: false, ..Settings::default() }).unwrap();
        let followed = |library: &Library| {
            let followed: Vec<_> = ["a", "b", "c", "d"].map(|name| followed(library, name)).into_iter().collect();
            followed.into_iter().collect::<Result<Vec<_>, _>>()
        };
        let followed = engine.library(followed).await.unwrap();
        let failing = followed[0].0;
        let fail = move |library: &Library| {
            let error = "Not there.".to_owned();
            let failed =
                FeedOutcome::Failed { error, hint: None, trouble: Trouble::NotFound, gone: false, missing: true };
            library.note_feed_outcome(failing, &failed, Timestamp::now(), None)
        };
        engine.library(fail).await.unwrap();
        let asked = async || {
            let mut feeds = engine.library(Library::feeds).await.unwrap();
            engine.order(&mut feeds).await.unwrap();
            feeds.into_iter().map(|feed| feed.title).collect::<String>()
        };
        assert_eq!(asked().await, "bcda");
        engine.shows(vec![followed[3].1, followed[2].1]);
        assert_eq!(asked().await, "cdba");
        engine.shows(vec![followed[0].1]);
        assert_eq!(asked().await, "abcd");
    }
}
