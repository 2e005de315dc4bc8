//! Subscribing to a feed.

use broadsheet_model::FeedId;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::publications::NameRank;
use jiff::Timestamp;
use url::Url;

use crate::address;
use crate::discover::FoundFeed;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ingest;
use crate::progress::Event;

impl Engine {
    /// Subscribes to a feed that [`Engine::discover`] found, or to a bare address. What it holds now is stored at once;
    /// the articles behind it come with the next refresh.
    ///
    /// # Errors
    /// The address is no feed, does not answer, or the library cannot be written.
    pub async fn subscribe(&self, typed: &str) -> Result<(FeedId, bool), EngineError> {
        self.library(|library| library.ensure_writable()).await?;
        let (_, feeds) = self.discover(typed).await?;
        let Some(feed) = feeds.into_iter().next() else {
            return Err(EngineError::NoFeedFound { address: typed.to_owned() });
        };
        self.subscribe_to(feed).await
    }

    /// Subscribes to a feed that was found.
    ///
    /// # Errors
    /// The library cannot be written.
    pub async fn subscribe_to(&self, feed: FoundFeed) -> Result<(FeedId, bool), EngineError> {
        let now = Timestamp::now();
        let answer = self
            .library(move |library| {
                let own = Url::parse(&feed.url).ok();
                let home = feed.parsed.feed.link.as_deref().and_then(|link| Url::parse(link).ok());
                let home = home.filter(Url::has_host).or_else(|| own.as_ref().and_then(|own| own.join("/").ok()));
                let host = home.as_ref().or(own.as_ref()).map(address::publication_host).unwrap_or_default();
                let (id, added) = library.subscribe(
                    NewFeed {
                        url: &feed.url,
                        title: &feed.title,
                        format: Some(feed.format),
                        host: &host,
                        publication_name: Some((&feed.title, NameRank::Feed)),
                        home_url: home.as_ref().map(Url::as_str),
                    },
                    now,
                )?;
                let from = library.feed(id)?.text_from;
                let document = ingest::document_of(feed.parsed, &feed.url, &feed.title, from);
                library.store_entries(id, document.entries, now)?;
                Ok((id, added))
            })
            .await?;
        self.digest().await?;
        self.tell(Event::Changed);
        Ok(answer)
    }
}
