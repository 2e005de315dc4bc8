//! Subscribing to a feed.

use std::sync::atomic::Ordering;

use broadsheet_model::FeedId;
use broadsheet_store::entries::FeedAnswer;
use broadsheet_store::feeds::NewFeed;
use broadsheet_store::publications::NameRank;
use jiff::Timestamp;
use url::Url;

use crate::address;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::found::FoundFeed;
use crate::ingest::{self, Cleaned};
use crate::progress::Event;

impl Engine {
    /// Subscribes to a feed that [`Engine::discover`] found, or to a bare address. What it holds now is stored at once;
    /// the articles behind it come with the next refresh.
    ///
    /// # Errors
    /// The address is no feed, does not answer, or the library cannot be written.
    pub async fn subscribe(&self, typed: &str) -> Result<(FeedId, bool), EngineError> {
        self.library(|library| library.ensure_writable()).await?;
        if let Some(found) = self.remembered(typed) {
            return self.subscribe_to(found).await;
        }
        let feeds = self.discover(typed).await?.feeds;
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
                let host = home.as_ref().or(own.as_ref()).map(address::publisher).unwrap_or_default();
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
                let entries = ingest::ready(library, (!added).then_some(id), document.entries, Cleaned::AtOnce)?;
                library.store_answers([FeedAnswer { feed: id, entries, outcome: None }], now)?;
                Ok((id, added))
            })
            .await?;
        self.digest().await?;
        self.tell(Event::Changed);
        Ok(answer)
    }

    /// Subscribes to an address that does not show what it is before the reader signs in.
    ///
    /// # Errors
    /// The address makes no sense, or the library cannot be written.
    pub async fn subscribe_unread(&self, typed: &str) -> Result<FeedId, EngineError> {
        let url = address::typed(typed)?;
        let now = Timestamp::now();
        let id = self
            .library(move |library| {
                let host = address::publication_host(&url);
                let home = url.join("/").ok();
                let feed = NewFeed {
                    url: url.as_str(),
                    title: &host,
                    format: None,
                    host: &host,
                    publication_name: None,
                    home_url: home.as_ref().map(Url::as_str),
                };
                Ok(library.subscribe(feed, now)?.0)
            })
            .await?;
        self.tell(Event::Changed);
        Ok(id)
    }

    /// Ends a subscription. Its articles stay; how the reader was known to it is forgotten.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written.
    pub async fn unsubscribe(&self, ids: Vec<FeedId>) -> Result<(), EngineError> {
        let now = Timestamp::now();
        let asked = ids.clone();
        let feeds = self
            .library(move |library| asked.iter().map(|id| library.feed(*id)).collect::<Result<Vec<_>, _>>())
            .await?;
        for feed in feeds.iter().filter(|feed| feed.access.is_some()) {
            self.sign_out(feed.id).await?;
        }
        self.library(move |library| library.unsubscribe(&ids, now)).await?;
        self.0.endings.fetch_add(1, Ordering::Release);
        self.tell(Event::Changed);
        Ok(())
    }

    /// Takes subscriptions up again that were ended, as they were but for how the reader was known to them.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written.
    pub async fn subscribe_again(&self, ids: Vec<FeedId>) -> Result<(), EngineError> {
        self.library(move |library| library.subscribe_again(&ids)).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Moves a source to another address, with everything that came from it. There must be something to follow.
    ///
    /// # Errors
    /// There is no such source, nothing to follow at the address, or another source stands there.
    pub async fn move_to(&self, id: FeedId, typed: &str) -> Result<(), EngineError> {
        self.library(move |library| library.feed(id)).await?;
        let url = match self.remembered(typed) {
            Some(found) => found.url,
            None => {
                let feeds = self.discover(typed).await?.feeds;
                let first = feeds.into_iter().next();
                first.ok_or_else(|| EngineError::NoFeedFound { address: typed.to_owned() })?.url
            }
        };
        self.library(move |library| library.set_feed_address(id, &url)).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Notes that the reader takes a source for ended, or no longer does.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written.
    pub async fn mark_ended(&self, id: FeedId, ended: bool) -> Result<(), EngineError> {
        self.library(move |library| library.set_gone(id, ended)).await?;
        self.tell(Event::Changed);
        Ok(())
    }
}
