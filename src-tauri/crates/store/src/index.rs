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
const BATCH: u32 = 750;

impl Library {
    /// Indexes a batch of the articles that wait for it, oldest first, in one short transaction. Answers whether more may
    /// wait.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn index_batch(&self) -> Result<bool, StoreError> {
        let any = self.read(|connection| {
            Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM unindexed)", [], |row| row.get::<_, bool>(0))?)
        })?;
        if !any {
            return Ok(false);
        }
        self.write(|transaction| {
            let ready: Vec<i64> = transaction
                .prepare_cached(&format!("{READY} ORDER BY article_id LIMIT ?1"))?
                .query_map([BATCH], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let Some(last) = ready.last() else { return Ok(false) };
            // One statement for all of them: the index writes itself out at the end of each.
            transaction
                .prepare_cached(&format!(
                    "INSERT INTO search (rowid, headline, standfirst, body, byline, caption, credit, parts, note)
                     SELECT id, headline, standfirst, body, byline, caption, credit, parts, note FROM search_document
                     WHERE id IN ({READY} AND article_id <= ?1)"
                ))?
                .execute([last])?;
            transaction
                .prepare_cached(&format!("DELETE FROM unindexed WHERE article_id IN ({READY} AND article_id <= ?1)"))?
                .execute([last])?;
            Ok(u32::try_from(ready.len()) == Ok(BATCH))
        })
    }

    /// Lets the index catch up. A library that cannot be written is searched as it is.
    pub(crate) fn catch_up(&self) -> Result<(), StoreError> {
        while self.read_only().is_none() && self.index_batch()? {}
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
            "INSERT INTO search (search, rowid, headline, standfirst, body, byline, caption, credit, parts, note)
             SELECT 'delete', id, headline, standfirst, body, byline, caption, credit, parts, note
             FROM search_document WHERE id = ?1",
        )?
        .execute([article.0])?;
    Ok(())
}
