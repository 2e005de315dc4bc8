//! What the reader did with an article: opened, starred, saved, left at some place.

use broadsheet_model::{ArticleId, TextState, VersionId};
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
    /// Opens an article: it counts as opened from now on. Answers which version the reader saw when it was opened last, where that one
    /// had the whole text and another is shown now that has it too.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn open_article(&self, article: ArticleId, now: Timestamp) -> Result<Option<VersionId>, StoreError> {
        self.write(|transaction| {
            let seen: Option<i64> = transaction
                .prepare_cached(
                    "SELECT seen.id FROM article
                     JOIN reading ON reading.article_id = article.id
                     JOIN version AS seen ON seen.id = reading.seen_version AND seen.article_id = article.id
                     JOIN version AS shown ON shown.id = article.version_id
                     WHERE article.id = ?1 AND seen.id <> shown.id AND seen.text_state = ?2 AND shown.text_state = ?2",
                )?
                .query_row(params![article.0, TextState::Full.key()], |row| row.get(0))
                .optional()?;
            let noted = transaction
                .prepare_cached(
                    "INSERT INTO reading (article_id, read_at, seen_version) SELECT id, ?2, version_id FROM article WHERE id = ?1
                     ON CONFLICT (article_id) DO UPDATE SET
                         read_at = coalesce(read_at, excluded.read_at), seen_version = excluded.seen_version",
                )?
                .execute(params![article.0, to_millis(now)])?;
            if noted == 0 {
                return Err(StoreError::NotFound { what: "article", id: article.to_string() });
            }
            Ok(seen.map(VersionId))
        })
    }

    /// Marks an article as opened, or as not. One that was opened before was opened then: lists of what was unread since do not
    /// get it back.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn set_read(&self, article: ArticleId, read: bool, now: Timestamp) -> Result<(), StoreError> {
        let at = read.then(|| to_millis(now));
        self.note(
            article,
            "INSERT INTO reading (article_id, read_at) SELECT id, ?2 FROM article WHERE id = ?1
             ON CONFLICT (article_id) DO UPDATE SET
                 read_at = iif(excluded.read_at IS NULL, NULL, coalesce(read_at, excluded.read_at))",
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

    /// Marks the articles of a shelf as opened that are not yet, of those that were there when the shelf was listed ([`ShelfPage`]'s
    /// `through`): what has come in since, of whatever date, nobody has seen. Without it, all of them. Answers how many; all of them
    /// were opened at `now`, by which [`Library::take_back_read`] knows them again.
    ///
    /// # Errors
    /// The library cannot be written.
    ///
    /// [`ShelfPage`]: crate::shelves::ShelfPage
    pub fn mark_all_read(&self, shelf: Shelf, through: Option<ArticleId>, now: Timestamp) -> Result<usize, StoreError> {
        let any = "?3 IS NULL";
        let (condition, of) = match shelf {
            Shelf::Everything => (any.to_owned(), Value::Null),
            Shelf::Section(section) => ("article.section = ?3".to_owned(), Value::Text(section.key().to_owned())),
            Shelf::Publication(publication) => {
                ("article.publication_id = ?3".to_owned(), Value::Integer(publication.0))
            }
            Shelf::Folder(folder) => (format!("article.id IN ({})", brought_by_folder(3)), Value::Text(folder.key())),
            Shelf::Sources(feeds) => {
                (format!("article.id IN ({})", brought_by_sources(3)), numbers(feeds.iter().map(|feed| feed.0)))
            }
            Shelf::CameAfter(article) => ("article.id > ?3".to_owned(), Value::Integer(article.0)),
            Shelf::Starred => (
                format!(
                    "{any} AND EXISTS (SELECT 1 FROM reading AS own WHERE own.article_id = article.id AND own.starred_at IS NOT NULL)"
                ),
                Value::Null,
            ),
            Shelf::Kept => (format!("{any} AND {KEPT}"), Value::Null),
        };
        self.write(|transaction| {
            let marked = transaction.execute(
                &format!(
                    "INSERT INTO reading (article_id, read_at)
                     SELECT article.id, ?1 FROM article
                     WHERE article.id <= ?2 AND {condition}
                       AND NOT EXISTS (SELECT 1 FROM reading AS opened WHERE opened.article_id = article.id AND opened.read_at IS NOT NULL)
                     ON CONFLICT (article_id) DO UPDATE SET read_at = excluded.read_at"
                ),
                params![to_millis(now), through.map_or(i64::MAX, |through| through.0), of],
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

    /// Where the reader left an article: how many letters of its text stand above, white space not counted. `None` at its beginning,
    /// and where it was read to its end.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn place(&self, article: ArticleId) -> Result<Option<u32>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT place FROM reading WHERE article_id = ?1")?;
            let place: Option<i64> = statement.query_row([article.0], |row| row.get(0)).optional()?.flatten();
            // What a damaged library says is no reason not to open an article.
            Ok(place.and_then(|place| u32::try_from(place).ok()))
        })
    }

    /// Keeps where the reader leaves an article, as [`Library::place`] gives it.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub fn set_place(&self, article: ArticleId, place: Option<u32>) -> Result<(), StoreError> {
        self.note(
            article,
            "INSERT INTO reading (article_id, place) SELECT id, ?2 FROM article WHERE id = ?1
             ON CONFLICT (article_id) DO UPDATE SET place = excluded.place",
            place.map(i64::from),
        )
    }

    fn note(&self, article: ArticleId, statement: &'static str, value: Option<i64>) -> Result<(), StoreError> {
        self.write(|transaction| match transaction.prepare_cached(statement)?.execute(params![article.0, value])? {
            0 => Err(StoreError::NotFound { what: "article", id: article.to_string() }),
            _ => Ok(()),
        })
    }
}
