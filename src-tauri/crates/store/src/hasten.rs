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
            for again in [
                "UPDATE article SET page_due_at = ?1, page_tries = max(page_tries - 1, 0)
                 WHERE page_due_at > ?1 AND page_due_at <= ?2",
                "UPDATE picture SET due_at = ?1, tries = max(tries - 1, 0)
                 WHERE tries > 0 AND due_at > ?1 AND due_at <= ?2",
            ] {
                transaction.execute(again, params![to_millis(now), to_millis(soon)])?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_through_for_what_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        for (query, index) in [
            ("SELECT 1 FROM article WHERE page_due_at > 1 AND page_due_at <= 2", "article_due"),
            ("SELECT 1 FROM picture WHERE tries > 0 AND due_at > 1 AND due_at <= 2", "picture_again"),
        ] {
            let plan: String = library
                .read(|connection| {
                    Ok(connection.query_row(&format!("EXPLAIN QUERY PLAN {query}"), [], |row| row.get("detail"))?)
                })
                .unwrap();
            assert!(plan.contains(index), "{plan}");
        }
    }
}
