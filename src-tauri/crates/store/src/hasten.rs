//! What failed a short while ago, tried again at once because the reader asks.

use jiff::{SignedDuration, Timestamp};
use rusqlite::params;

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

/// Whatever is to be tried again within this time failed for a reason that passes, such as a network that was gone: what is not there
/// is looked for again after days.
const SOON: SignedDuration = SignedDuration::from_hours(6);

impl Library {
    /// Has pages and pictures tried now that would be tried again within a few hours. The try does not count, so that nobody who asks
    /// often brings anything nearer to being given up.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn hasten(&self, now: Timestamp) -> Result<(), StoreError> {
        let soon = now.checked_add(SOON).unwrap_or(now);
        self.write(|transaction| {
            for (table, due_at, tries) in [("article", "page_due_at", "page_tries"), ("picture", "due_at", "tries")] {
                transaction.execute(
                    &format!(
                        "UPDATE {table} SET {due_at} = ?1, {tries} = max({tries} - 1, 0)
                         WHERE {due_at} > ?1 AND {due_at} <= ?2"
                    ),
                    params![to_millis(now), to_millis(soon)],
                )?;
            }
            Ok(())
        })
    }
}
