//! What the reader did with an article: opened, starred, saved.

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

use crate::cards::Shelf;
use crate::error::StoreError;
use crate::library::Library;
use crate::originals::KEPT;
use crate::shelves::{brought_by_folder, brought_by_sources, numbers};
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

    /// Marks the articles of a shelf as opened that are not yet, up to one of them: what came after it nobody has seen. Answers how
    /// many; all of them were opened at `now`, by which [`Library::take_back_read`] knows them again.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn mark_all_read(&self, shelf: Shelf, newest: ArticleId, now: Timestamp) -> Result<usize, StoreError> {
        let any = "?4 IS NULL";
        let (condition, of) = match shelf {
            Shelf::Everything => (any.to_owned(), Value::Null),
            Shelf::Section(section) => ("article.section = ?4".to_owned(), Value::Text(section.key().to_owned())),
            Shelf::Publication(publication) => {
                ("article.publication_id = ?4".to_owned(), Value::Integer(publication.0))
            }
            Shelf::Folder(folder) => (format!("article.id IN ({})", brought_by_folder(4)), Value::Text(folder.key())),
            Shelf::Sources(feeds) => (format!("article.id IN ({})", brought_by_sources(4)), numbers(&feeds)),
            Shelf::Starred => (
                format!(
                    "{any} AND EXISTS (SELECT 1 FROM reading AS own WHERE own.article_id = article.id AND own.starred_at IS NOT NULL)"
                ),
                Value::Null,
            ),
            Shelf::Kept => (format!("{any} AND {KEPT}"), Value::Null),
        };
        self.write(|transaction| {
            let place: Option<i64> = transaction
                .query_row("SELECT sorted_at FROM article WHERE id = ?1", [newest.0], |row| row.get(0))
                .optional()?;
            let sorted_at =
                place.ok_or_else(|| StoreError::NotFound { what: "article", id: newest.to_string() })?;
            let marked = transaction.execute(
                &format!(
                    "INSERT INTO reading (article_id, read_at)
                     SELECT article.id, ?1 FROM article
                     WHERE (article.sorted_at, article.id) <= (?2, ?3) AND {condition}
                       AND NOT EXISTS (SELECT 1 FROM reading AS opened WHERE opened.article_id = article.id AND opened.read_at IS NOT NULL)
                     ON CONFLICT (article_id) DO UPDATE SET read_at = excluded.read_at"
                ),
                params![to_millis(now), sorted_at, newest.0, of],
            )?;
            Ok(marked)
        })
    }

    /// Marks the articles as not opened that were opened at just that instant. Answers how many.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn take_back_read(&self, at: Timestamp) -> Result<usize, StoreError> {
        self.write(|transaction| {
            Ok(transaction.execute("UPDATE reading SET read_at = NULL WHERE read_at = ?1", [to_millis(at)])?)
        })
    }

    fn note(&self, article: ArticleId, statement: &'static str, at: Option<i64>) -> Result<(), StoreError> {
        self.write(|transaction| match transaction.prepare_cached(statement)?.execute(params![article.0, at])? {
            0 => Err(StoreError::NotFound { what: "article", id: article.to_string() }),
            _ => Ok(()),
        })
    }
}
