//! What the reader calls sources and publications, and the list of sources that other readers can take over.

use broadsheet_interchange::{Subscription, write_opml};
use broadsheet_model::{FeedId, PublicationId};

use crate::engine::Engine;
use crate::error::EngineError;
use crate::fields;
use crate::progress::Event;

impl Engine {
    /// Gives a source a name of the reader's own; an empty one brings back its publisher's.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written.
    pub async fn rename_source(&self, id: FeedId, name: String) -> Result<(), EngineError> {
        let name = shown(name);
        self.library(move |library| library.set_feed_name(id, name.as_deref())).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Gives a publication a name of the reader's own; an empty one brings back its own.
    ///
    /// # Errors
    /// There is no such publication, or the library cannot be written.
    pub async fn rename_publication(&self, id: PublicationId, name: String) -> Result<(), EngineError> {
        let name = shown(name);
        self.library(move |library| library.set_publication_name(id, name.as_deref())).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Every source as a list of subscriptions (OPML) in its folder, under the names by which the reader knows them, and how many
    /// there are.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn export_opml(&self) -> Result<(String, usize), EngineError> {
        let feeds = self.library(|library| library.feeds()).await?;
        let sources: Vec<Subscription> = feeds
            .into_iter()
            .map(|feed| Subscription {
                url: feed.url,
                title: Some(feed.title),
                folders: feed.folder.map(|folder| folder.names().to_vec()).unwrap_or_default(),
            })
            .collect();
        Ok((write_opml("Broadsheet", &sources), sources.len()))
    }
}

/// A name as it can be shown, if anything of it is left.
fn shown(name: String) -> Option<String> {
    let name = fields::owned_line(name.split_whitespace().collect::<Vec<_>>().join(" "), fields::NAME);
    (!name.is_empty()).then_some(name)
}
