//! What the reader calls sources and publications. It outlives whatever their publishers say.

use broadsheet_model::{FeedId, PublicationId};
use rusqlite::{OptionalExtension, Transaction, params};

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

/// Notes what its publisher calls a feed that was known by another name until it was read: from a list of another reader, where the
/// name is one that the reader sees there and is their own from now on, or by its host, which is nobody's name for it.
pub(crate) fn note_publisher_title(transaction: &Transaction, id: FeedId, title: &str) -> Result<(), StoreError> {
    let known: Option<(String, i64, bool)> = transaction
        .prepare_cached(
            "SELECT feed.title, publication.id, feed.title = publication.host OR instr(feed.url, '://' || feed.title) > 0
             FROM feed JOIN publication ON publication.id = feed.publication_id
             WHERE feed.id = ?1 AND feed.title <> ?2",
        )?
        .query_row(params![id.0, title], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((known, publication, is_host)) = known else { return Ok(()) };
    transaction
        .prepare_cached("UPDATE feed SET title = ?2, own_title = nullif(coalesce(own_title, ?3), ?2) WHERE id = ?1")?
        .execute(params![id.0, title, (!is_host).then_some(&known)])?;
    if !is_host {
        // Whatever its site turns out to be called, it is called here as in the list of sources.
        transaction
            .prepare_cached(
                "UPDATE publication SET own_name = ?2 WHERE id = ?1 AND own_name IS NULL AND 1 = (
                     SELECT count(*) FROM feed WHERE publication_id = ?1 AND unsubscribed_at IS NULL)",
            )?
            .execute(params![publication, known])?;
    }
    Ok(())
}
