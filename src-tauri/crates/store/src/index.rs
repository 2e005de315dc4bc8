//! The search index: it follows the articles in batches, since building it costs more than storing them.
//!
//! **Invariant:** an article is either in the index as it is shown, or stands in `unindexed`. What changes is taken out of
//! the index at once, in the same transaction, so that a search never finds what is no longer there; what is new is found
//! as soon as the index has caught up, which a search sees to before it looks.

use broadsheet_model::ArticleId;
use rusqlite::Transaction;

use crate::error::StoreError;
use crate::library::Library;

/// Articles that wait, but for those whose text has to be cleaned first.
const READY: &str = "SELECT article_id FROM unindexed WHERE NOT EXISTS (
    SELECT 1 FROM article JOIN uncleaned ON uncleaned.version_id = article.version_id
    WHERE article.id = unindexed.article_id)";

/// Articles that are indexed in one transaction.
const BATCH: u32 = 500;

impl Library {
    /// Indexes a batch of the articles that wait for it, oldest first, in one short transaction. Answers how many still
    /// wait.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn index_batch(&self) -> Result<u32, StoreError> {
        if self.waiting_for_index()? == 0 {
            return Ok(0);
        }
        self.write(|transaction| {
            let last: Option<i64> = transaction.query_row(
                &format!("SELECT max(article_id) FROM ({READY} ORDER BY article_id LIMIT ?1)"),
                [BATCH],
                |row| row.get(0),
            )?;
            let Some(last) = last else { return Ok(0) };
            transaction
                .prepare_cached(&format!(
                    "INSERT INTO search (rowid, headline, standfirst, body, byline, caption, credit)
                     SELECT id, headline, standfirst, body, byline, caption, credit
                     FROM search_document WHERE id IN ({READY} AND article_id <= ?1)"
                ))?
                .execute([last])?;
            transaction.execute(
                &format!("DELETE FROM unindexed WHERE article_id IN ({READY} AND article_id <= ?1)"),
                [last],
            )?;
            Ok(transaction.query_row(&format!("SELECT count(*) FROM ({READY})"), [], |row| row.get(0))?)
        })
    }

    /// Articles that the search index could hold and does not hold yet.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn waiting_for_index(&self) -> Result<u32, StoreError> {
        self.read(|connection| {
            Ok(connection.query_row(&format!("SELECT count(*) FROM ({READY})"), [], |row| row.get(0))?)
        })
    }

    /// Lets the index catch up. A library that cannot be written is searched as it is.
    pub(crate) fn catch_up(&self) -> Result<(), StoreError> {
        while self.read_only().is_none() && self.index_batch()? > 0 {}
        Ok(())
    }
}

/// Makes a new article wait for the index.
pub(crate) fn await_index(transaction: &Transaction, article: ArticleId) -> Result<(), StoreError> {
    transaction.prepare_cached("INSERT OR IGNORE INTO unindexed (article_id) VALUES (?1)")?.execute([article.0])?;
    Ok(())
}

/// Takes an article out of the index and makes it wait for it anew. To be called before anything that it shows changes.
pub(crate) fn unindex(transaction: &Transaction, article: ArticleId) -> Result<(), StoreError> {
    let waits =
        transaction.prepare_cached("INSERT OR IGNORE INTO unindexed (article_id) VALUES (?1)")?.execute([article.0])?
            == 0;
    if waits {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT INTO search (search, rowid, headline, standfirst, body, byline, caption, credit)
             SELECT 'delete', id, headline, standfirst, body, byline, caption, credit
             FROM search_document WHERE id = ?1",
        )?
        .execute([article.0])?;
    Ok(())
}
