//! What the reader calls sources and publications. It outlives whatever their publishers say.

use broadsheet_model::{FeedId, PublicationId};
use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::library::Library;

impl Library {
    /// Gives a feed a name of the reader's own; `None` brings back its publisher's. Its publication is called so too where
    /// nothing else of it is followed, and where it was called so before.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_feed_name(&self, id: FeedId, name: Option<&str>) -> Result<(), StoreError> {
        self.write(|transaction| {
            let before: Option<(Option<String>, i64)> = transaction
                .prepare_cached("SELECT own_title, publication_id FROM feed WHERE id = ?1 AND unsubscribed_at IS NULL")?
                .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((before, publication)) = before else {
                return Err(StoreError::NotFound { what: "source", id: id.to_string() });
            };
            transaction.execute("UPDATE feed SET own_title = nullif(?2, title) WHERE id = ?1", params![id.0, name])?;
            transaction.execute(
                "UPDATE publication SET own_name = nullif(?2, name)
                 WHERE id = ?1 AND (own_name = ?3 OR 1 = (
                     SELECT count(*) FROM feed WHERE publication_id = ?1 AND unsubscribed_at IS NULL))",
                params![publication, name, before],
            )?;
            Ok(())
        })
    }

    /// Gives a publication a name of the reader's own; `None` brings back its own.
    ///
    /// # Errors
    /// There is no such publication, or the library cannot be written.
    pub fn set_publication_name(&self, id: PublicationId, name: Option<&str>) -> Result<(), StoreError> {
        self.write(|transaction| {
            let changed = transaction
                .execute("UPDATE publication SET own_name = nullif(?2, name) WHERE id = ?1", params![id.0, name])?;
            if changed == 0 {
                return Err(StoreError::NotFound { what: "publication", id: id.to_string() });
            }
            Ok(())
        })
    }
}
