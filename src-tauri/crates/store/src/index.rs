//! The search index: it follows the articles in batches, since building it costs more than storing them.
//!
//! **Invariant:** an article is either in the index as it is shown, or stands in `unindexed`. What changes is taken out of
//! the index at once, in the same transaction, so that a search never finds what is no longer there; what is new is found
//! as soon as the index has caught up, which a search sees to before it looks.

use broadsheet_model::ArticleId;
use rusqlite::{Connection, Transaction};

use crate::error::StoreError;
use crate::library::Library;

/// Articles that wait, but for those whose text has to be cleaned first.
const READY: &str = "SELECT article_id FROM unindexed WHERE NOT EXISTS (
        SELECT 1 FROM article JOIN uncleaned ON uncleaned.version_id = article.version_id
        WHERE article.id = unindexed.article_id)";

/// What the index is given of an article: what `search_document` says, without texts handed from function to function. What
/// leaves the index is read from the view, so that both must say the same.
const SEEN: &str = "SELECT article.id, index_body(version.packed), folded(article.headline),
        index_standfirst(article.standfirst, version.packed), folded(article.byline),
        folded(coalesce((SELECT group_concat(caption, ' · ') FROM figure WHERE version_id = version.id), '')),
        folded(coalesce((SELECT group_concat(credit, ' · ') FROM figure WHERE version_id = version.id), '')),
        index_parts(article.language, article.headline, version.packed),
        folded(coalesce((SELECT group_concat(note, ' · ') FROM highlight WHERE article_id = article.id), ''))
    FROM article LEFT JOIN version ON version.id = article.version_id";

/// Articles that are indexed in one transaction.
const BATCH: u32 = 750;

/// Pages of the index that are merged in one piece.
pub(crate) const MERGED_PAGES: i64 = 100;

/// Parts of the index from which on they are merged while articles are indexed: each costs every search a little.
const MANY_PARTS: u32 = 112;

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
                    "INSERT INTO search (rowid, body, headline, standfirst, byline, caption, credit, parts, note)
                     {SEEN} WHERE article.id IN ({READY} AND article_id <= ?1)"
                ))?
                .execute([last])?;
            transaction
                .prepare_cached(&format!("DELETE FROM unindexed WHERE article_id IN ({READY} AND article_id <= ?1)"))?
                .execute([last])?;
            Ok(u32::try_from(ready.len()) == Ok(BATCH))
        })
    }

    /// Lets the index catch up, in short transactions. A library that cannot be written is searched as it is.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn catch_up(&self) -> Result<(), StoreError> {
        while self.read_only().is_none() && self.index_batch()? {
            if self.has_many_parts()? {
                while self.merge_index_piece()? {}
            }
        }
        Ok(())
    }

    /// Whether the index consists of so many parts that they are to be merged before more is indexed.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn has_many_parts(&self) -> Result<bool, StoreError> {
        Ok(self.read(|connection| Ok(parts(connection)?))? >= MANY_PARTS)
    }

    /// Merges a piece of what has come to the index in sixteen parts of about one size or more, in one short transaction. Answers
    /// whether there is more to merge.
    ///
    /// # Errors
    /// The library cannot be written; the index stays whole.
    pub fn merge_index_piece(&self) -> Result<bool, StoreError> {
        self.write(|transaction| Ok(merge_pages(transaction, MERGED_PAGES)?))
    }
}

/// Lets FTS5 merge for as long as it has written so many pages, as its documentation has it. Answers whether it merged anything.
pub(crate) fn merge_pages(transaction: &Transaction, pages: i64) -> Result<bool, rusqlite::Error> {
    let changes =
        |transaction: &Transaction| transaction.query_row("SELECT total_changes()", [], |row| row.get::<_, i64>(0));
    let before = changes(transaction)?;
    transaction.execute("INSERT INTO search (search, rank) VALUES ('merge', ?1)", [pages])?;
    Ok(changes(transaction)? - before >= 2)
}

/// Parts that the index consists of.
fn parts(connection: &Connection) -> Result<u32, rusqlite::Error> {
    connection
        .prepare_cached(
            "WITH RECURSIVE part (id) AS (
                 SELECT min(segid) FROM search_idx
                 UNION ALL
                 SELECT (SELECT min(segid) FROM search_idx WHERE segid > part.id) FROM part WHERE part.id IS NOT NULL)
             SELECT count(id) FROM part",
        )?
        .query_row([], |row| row.get(0))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_merged_by_pieces_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let article = "INSERT INTO article (id, publication_id, url, headline, first_seen_at, sorted_at)
                       VALUES (?1, 1, 'https://paper.example/' || ?1, 'The quokka waves ' || ?1, 0, 0)";
        let publication = "INSERT INTO publication (id, host, name, added_at) VALUES (1, 'paper.example', 'Paper', 0)";
        library.write(|transaction| Ok(transaction.execute(publication, [])?)).unwrap();
        for number in 0..40_i64 {
            library
                .write(|transaction| {
                    transaction.execute(article, [number])?;
                    crate::article_seal::renew(transaction, ArticleId(number))?;
                    await_index(transaction, ArticleId(number))
                })
                .unwrap();
            assert!(!library.index_batch().unwrap());
        }
        let parts = || library.read(|connection| Ok(parts(connection)?)).unwrap();
        assert_eq!(parts(), 40, "nothing is merged while articles are indexed");
        assert!(!library.has_many_parts().unwrap());
        while library.merge_index_piece().unwrap() {}
        assert!(parts() < 16, "{}", parts());
        assert_eq!(library.search("quokka", 0, 100).unwrap().1, 40);
        assert!(library.verify(|_, _| {}).unwrap().faults.is_empty());
    }
}
