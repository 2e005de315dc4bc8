//! What the reader did with an article: opened, starred, saved.

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use rusqlite::params;

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

impl Library {
    /// Marks an article as opened, or as not.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn set_read(&self, article: ArticleId, read: bool, now: Timestamp) -> Result<(), StoreError> {
        let at = read.then(|| to_millis(now));
        self.note(
            article,
            "INSERT INTO reading (article_id, read_at) SELECT id, ?2 FROM article WHERE id = ?1
             ON CONFLICT (article_id) DO UPDATE SET read_at = excluded.read_at",
            at,
        )
    }

    /// Stars an article, or takes the star off.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn set_starred(&self, article: ArticleId, starred: bool, now: Timestamp) -> Result<(), StoreError> {
        let at = starred.then(|| to_millis(now));
        self.note(
            article,
            "INSERT INTO reading (article_id, starred_at) SELECT id, ?2 FROM article WHERE id = ?1
             ON CONFLICT (article_id) DO UPDATE SET starred_at = excluded.starred_at",
            at,
        )
    }

    fn note(&self, article: ArticleId, statement: &'static str, at: Option<i64>) -> Result<(), StoreError> {
        self.write(|transaction| match transaction.prepare_cached(statement)?.execute(params![article.0, at])? {
            0 => Err(StoreError::NotFound { what: "article", id: article.to_string() }),
            _ => Ok(()),
        })
    }
}
