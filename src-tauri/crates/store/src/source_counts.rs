//! How many articles each feed brought, and how many of them the reader has not opened.

use std::collections::HashMap;

use broadsheet_model::FeedId;

use crate::error::StoreError;
use crate::library::Library;

/// What a feed brought. An article counts once, however many of its entries are it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Articles.
    pub articles: u32,
    /// Articles that the reader has not opened.
    pub unread: u32,
}

/// Counts by feed, from the index alone.
const COUNTS: &str = "SELECT entry.feed_id, count(DISTINCT entry.article_id),
        count(DISTINCT CASE WHEN reading.read_at IS NULL THEN entry.article_id END)
     FROM entry LEFT JOIN reading ON reading.article_id = entry.article_id";

impl Library {
    /// What each feed brought; one that brought nothing is not among them.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn counts_of_feeds(&self) -> Result<HashMap<FeedId, SourceCounts>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!("{COUNTS} GROUP BY entry.feed_id"))?;
            let rows = statement.query_map([], |row| {
                Ok((FeedId(row.get(0)?), SourceCounts { articles: row.get(1)?, unread: row.get(2)? }))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What some feeds brought, each by itself.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn counts_of(&self, feeds: &[FeedId]) -> Result<HashMap<FeedId, SourceCounts>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!("{COUNTS} WHERE entry.feed_id = ?1"))?;
            let mut counts = HashMap::new();
            for feed in feeds {
                let count = statement
                    .query_row([feed.0], |row| Ok(SourceCounts { articles: row.get(1)?, unread: row.get(2)? }))?;
                counts.insert(*feed, count);
            }
            Ok(counts)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_reads_the_index_alone() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let plan = |rest: &str| {
            library
                .read(|connection| {
                    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {COUNTS}{rest}"))?;
                    let lines = statement.query_map([], |row| row.get::<_, String>(3))?;
                    Ok(lines.collect::<Result<Vec<_>, _>>()?.join("\n"))
                })
                .unwrap()
        };
        for rest in [" GROUP BY entry.feed_id", " WHERE entry.feed_id = 1"] {
            let plan = plan(rest);
            assert!(plan.contains("COVERING INDEX entry_by_feed"), "{plan}");
            assert!(plan.contains("SEARCH reading USING INTEGER PRIMARY KEY"), "{plan}");
            assert!(!plan.contains("GROUP BY"), "{plan}");
        }
    }
}
