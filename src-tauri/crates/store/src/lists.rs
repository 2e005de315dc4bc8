//! Reading lists: ordered lists of articles that the reader keeps.

use broadsheet_model::{ArticleId, ListId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

/// A reading list with its totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingList {
    /// Its id.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// It is the list that every library has.
    pub is_read_later: bool,
    /// Articles on it.
    pub articles: u32,
    /// Articles on it whose text and pictures are all in the library.
    pub ready: u32,
    /// Bytes on disk.
    pub bytes: u64,
}

const TOTALS: &str = "SELECT reading_list.id, reading_list.name, reading_list.kind = 'read_later',
        count(article.id),
        coalesce(sum(article.text_state = 'full' AND article.pictures_missing = 0), 0),
        coalesce(sum(article.bytes), 0)
     FROM reading_list
     LEFT JOIN list_entry ON list_entry.list_id = reading_list.id
     LEFT JOIN article ON article.id = list_entry.article_id";

impl Library {
    /// Every list, in the reader's order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn lists(&self) -> Result<Vec<ReadingList>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{TOTALS} GROUP BY reading_list.id ORDER BY reading_list.position, reading_list.id"
            ))?;
            let rows = statement.query_map([], from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One list.
    ///
    /// # Errors
    /// There is none with this id, or the library cannot be read.
    pub fn list(&self, list: ListId) -> Result<ReadingList, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{TOTALS} WHERE reading_list.id = ?1 GROUP BY reading_list.id"))?
                .query_row([list.0], from_row)
                .optional()?
                .ok_or_else(|| not_found(list))
        })
    }

    /// Makes a list.
    ///
    /// # Errors
    /// The name is taken, or the library cannot be written.
    pub fn create_list(&self, name: &str, now: Timestamp) -> Result<ListId, StoreError> {
        self.write(|transaction| {
            refuse_taken(transaction, name, None)?;
            transaction.execute(
                "INSERT INTO reading_list (name, kind, position, created_at)
                 VALUES (?1, 'own', (SELECT coalesce(max(position), 0) + 1 FROM reading_list), ?2)",
                params![name, to_millis(now)],
            )?;
            Ok(ListId(transaction.last_insert_rowid()))
        })
    }

    /// Renames a list.
    ///
    /// # Errors
    /// The name is taken, there is no such list, or the library cannot be written.
    pub fn rename_list(&self, list: ListId, name: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_taken(transaction, name, Some(list))?;
            found(list, transaction.execute("UPDATE reading_list SET name = ?2 WHERE id = ?1", params![list.0, name])?)
        })
    }

    /// Deletes a list that the reader made; its articles stay in the library.
    ///
    /// # Errors
    /// There is no such list of the reader's own, or the library cannot be written.
    pub fn delete_list(&self, list: ListId) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM list_entry WHERE list_id = ?1
                 AND EXISTS (SELECT 1 FROM reading_list WHERE id = ?1 AND kind = 'own')",
                [list.0],
            )?;
            found(list, transaction.execute("DELETE FROM reading_list WHERE id = ?1 AND kind = 'own'", [list.0])?)
        })
    }

    /// Puts an article at the end of a list; one that is there stays where it is.
    ///
    /// # Errors
    /// There is no such list or article, or the library cannot be written.
    pub fn add_to_list(&self, list: ListId, article: ArticleId, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            exists(transaction, list)?;
            let known: bool =
                transaction
                    .query_row("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)", [article.0], |row| row.get(0))?;
            if !known {
                return Err(StoreError::NotFound { what: "article", id: article.to_string() });
            }
            transaction.execute(
                "INSERT OR IGNORE INTO list_entry (list_id, article_id, position, added_at)
                 VALUES (?1, ?2, (SELECT coalesce(max(position), -1) + 1 FROM list_entry WHERE list_id = ?1), ?3)",
                params![list.0, article.0, to_millis(now)],
            )?;
            Ok(())
        })
    }

    /// Takes an article off a list.
    ///
    /// # Errors
    /// There is no such list, or the library cannot be written.
    pub fn remove_from_list(&self, list: ListId, article: ArticleId) -> Result<(), StoreError> {
        self.write(|transaction| {
            exists(transaction, list)?;
            transaction
                .execute("DELETE FROM list_entry WHERE list_id = ?1 AND article_id = ?2", params![list.0, article.0])?;
            Ok(())
        })
    }

    /// Moves an article to place `to` of a list, counted from 0; a place past the end is the end.
    ///
    /// # Errors
    /// The article is not on the list, or the library cannot be written.
    pub fn move_in_list(&self, list: ListId, article: ArticleId, to: usize) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut order: Vec<i64> = transaction
                .prepare_cached("SELECT article_id FROM list_entry WHERE list_id = ?1 ORDER BY position, article_id")?
                .query_map([list.0], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let Some(from) = order.iter().position(|id| *id == article.0) else {
                return Err(StoreError::NotFound { what: "article on this list with the id", id: article.to_string() });
            };
            let moved = order.remove(from);
            order.insert(to.min(order.len()), moved);
            let mut statement = transaction
                .prepare_cached("UPDATE list_entry SET position = ?3 WHERE list_id = ?1 AND article_id = ?2")?;
            for (position, id) in order.iter().enumerate() {
                statement.execute(params![list.0, id, i64::try_from(position).unwrap_or(i64::MAX)])?;
            }
            Ok(())
        })
    }
}

fn not_found(list: ListId) -> StoreError {
    StoreError::NotFound { what: "reading list", id: list.to_string() }
}

fn found(list: ListId, changed: usize) -> Result<(), StoreError> {
    if changed == 0 { Err(not_found(list)) } else { Ok(()) }
}

/// Fails where there is no such list.
pub(crate) fn exists(transaction: &Transaction, list: ListId) -> Result<(), StoreError> {
    let known: bool =
        transaction
            .query_row("SELECT EXISTS (SELECT 1 FROM reading_list WHERE id = ?1)", [list.0], |row| row.get(0))?;
    if known { Ok(()) } else { Err(not_found(list)) }
}

fn refuse_taken(transaction: &Transaction, name: &str, except: Option<ListId>) -> Result<(), StoreError> {
    let taken: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM reading_list WHERE name = ?1 AND id IS NOT ?2)",
        params![name, except.map(|list| list.0)],
        |row| row.get(0),
    )?;
    if taken { Err(StoreError::NameTaken(name.to_owned())) } else { Ok(()) }
}

fn from_row(row: &rusqlite::Row) -> Result<ReadingList, rusqlite::Error> {
    Ok(ReadingList {
        id: ListId(row.get(0)?),
        name: row.get(1)?,
        is_read_later: row.get(2)?,
        articles: row.get(3)?,
        ready: row.get(4)?,
        bytes: u64::try_from(row.get::<_, i64>(5)?).unwrap_or_default(),
    })
}
