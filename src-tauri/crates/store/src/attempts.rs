//! Captures that gave less than what was there: a wall, an error, an emptied page. They are noted, and change nothing.

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use rusqlite::{Transaction, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::time::{from_millis, to_millis};

/// Attempts that are remembered of one article.
const REMEMBERED: u32 = 20;

/// A capture that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it was made.
    pub tried_at: Timestamp,
    /// What came instead of the article, in words.
    pub what: String,
}

impl Library {
    /// The attempts on an article that came to nothing, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn attempts(&self, article: ArticleId) -> Result<Vec<Attempt>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT tried_at, what FROM attempt WHERE article_id = ?1 ORDER BY id DESC")?;
            let rows = statement
                .query_map([article.0], |row| Ok(Attempt { tried_at: from_millis(row.get(0)?), what: row.get(1)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// Notes an attempt on an article; the oldest are forgotten.
pub(crate) fn note(
    transaction: &Transaction,
    article: ArticleId,
    what: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT INTO attempt (article_id, tried_at, what) VALUES (?1, ?2, ?3)")?
        .execute(params![article.0, to_millis(now), what])?;
    transaction
        .prepare_cached(
            "DELETE FROM attempt WHERE article_id = ?1 AND id NOT IN (
                 SELECT id FROM attempt WHERE article_id = ?1 ORDER BY id DESC LIMIT ?2)",
        )?
        .execute(params![article.0, REMEMBERED])?;
    Ok(())
}
