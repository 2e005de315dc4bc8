//! What the reader calls sources and publications.

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
}

/// A name as it can be shown, if anything of it is left.
fn shown(name: String) -> Option<String> {
    let name = fields::owned_line(name.split_whitespace().collect::<Vec<_>>().join(" "), fields::NAME);
    (!name.is_empty()).then_some(name)
}
