//! How many articles each feed brought, and how many of them the reader has not opened.

use std::collections::{HashMap, HashSet};

use broadsheet_model::{ArticleId, FeedId};

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

/// Counts of all feeds, from an index alone.
const OF_ALL: &str = "SELECT found.feed_id, count(*), sum(reading.read_at IS NULL)
     FROM (SELECT DISTINCT article_id, feed_id FROM entry INDEXED BY entry_by_article) AS found
     LEFT JOIN reading ON reading.article_id = found.article_id GROUP BY found.feed_id";

/// Counts of one feed, from its own rows.
const OF_ONE: &str = "SELECT count(*), coalesce(sum(reading.read_at IS NULL), 0)
     FROM (SELECT DISTINCT article_id FROM entry WHERE feed_id = ?1) AS found
     LEFT JOIN reading ON reading.article_id = found.article_id";

impl Library {
    /// What each feed brought; one that brought nothing is not among them.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn counts_of_feeds(&self) -> Result<HashMap<FeedId, SourceCounts>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(OF_ALL)?;
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
            let mut statement = connection.prepare_cached(OF_ONE)?;
            let mut counts = HashMap::new();
            for feed in feeds {
                let count = statement
                    .query_row([feed.0], |row| Ok(SourceCounts { articles: row.get(0)?, unread: row.get(1)? }))?;
                counts.insert(*feed, count);
            }
            Ok(counts)
        })
    }

    /// The feeds that brought any of some articles.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn sources_of(&self, articles: &[ArticleId]) -> Result<HashSet<FeedId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT feed_id FROM entry WHERE article_id = ?1")?;
            let mut feeds = HashSet::new();
            for article in articles {
                for feed in statement.query_map([article.0], |row| row.get(0))? {
                    feeds.insert(FeedId(feed?));
                }
            }
            Ok(feeds)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_reads_an_index_alone_or_the_rows_of_one_feed() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let plan = |sql: &str| {
            library
                .read(|connection| {
                    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                    let lines = statement.query_map([], |row| row.get::<_, String>(3))?;
                    Ok(lines.collect::<Result<Vec<_>, _>>()?.join("\n"))
                })
                .unwrap()
        };
        let all = plan(OF_ALL);
        assert!(all.contains("COVERING INDEX entry_by_article"), "{all}");
        assert!(!all.contains("DISTINCT"), "{all}");
        let one = plan(&OF_ONE.replace("?1", "1"));
        assert!(one.contains("sqlite_autoindex_entry_1 (feed_id=?)"), "{one}");
        for plan in [all, one] {
            assert!(plan.contains("SEARCH reading USING INTEGER PRIMARY KEY"), "{plan}");
        }
    }
}
