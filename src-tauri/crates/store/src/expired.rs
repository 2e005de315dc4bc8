//! Entries whose articles went by the reader's rules: their feed does not bring them back.

use broadsheet_model::FeedId;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::entries::NewEntry;
use crate::error::StoreError;

/// What a feed's entries have to be compared with before they count as new: those that expired.
pub(crate) struct Expired {
    feed: FeedId,
    /// Whether entries of this feed expired, and whether anybody's did; most libraries have none.
    any: Option<(bool, bool)>,
}

impl Expired {
    pub(crate) fn new(feed: FeedId) -> Self {
        Self { feed, any: None }
    }

    /// Whether an entry was here and expired, so that it must not come back as new.
    pub(crate) fn has(&mut self, transaction: &Transaction, entry: &NewEntry) -> Result<bool, StoreError> {
        let (of_feed, of_anybody) = match self.any {
            Some(any) => any,
            None => transaction
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM expired_entry WHERE feed_id = ?1), EXISTS (SELECT 1 FROM expired_address)",
                )?
                .query_row([self.feed.0], |row| Ok((row.get(0)?, row.get(1)?)))?,
        };
        self.any = Some((of_feed, of_anybody));
        if of_feed {
            let by_guid: Option<i64> = transaction
                .prepare_cached("SELECT 1 FROM expired_entry WHERE feed_id = ?1 AND guid = ?2")?
                .query_row(params![self.feed.0, entry.guid], |row| row.get(0))
                .optional()?;
            if by_guid.is_some() {
                return Ok(true);
            }
        }
        if !of_anybody || !entry.has_address {
            return Ok(false);
        }
        let by_address: Option<i64> = transaction
            .prepare_cached(
                "SELECT 1 FROM expired_address
                 WHERE url = ?1 AND NOT EXISTS (SELECT 1 FROM article_address WHERE url = ?1)",
            )?
            .query_row([&entry.url], |row| row.get(0))
            .optional()?;
        Ok(by_address.is_some())
    }
}
