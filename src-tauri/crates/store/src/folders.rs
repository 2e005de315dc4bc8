//! Folders in which the reader keeps sources. Each source bears the whole way to its folder, so that no folder can be lost, and one
//! is there for as long as a source lies in it.

use std::collections::BTreeMap;

use broadsheet_model::{FeedId, Folder};
use rusqlite::{Transaction, params};

use crate::error::StoreError;
use crate::library::Library;

/// A folder with what lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderTotals {
    /// The folder.
    pub folder: Folder,
    /// Sources in it and in the folders within it.
    pub sources: u32,
}

/// Whether the folder of a row of `feed` is the one in the place `?N`, or lies within it.
pub(crate) fn lies_in(place: usize) -> String {
    format!("(feed.folder = ?{place} OR substr(feed.folder, 1, length(?{place}) + 1) = ?{place} || char(31))")
}

impl Library {
    /// Every folder, each before those within it, by name.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn folders(&self) -> Result<Vec<FolderTotals>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT folder, count(*) FROM feed WHERE folder <> '' AND unsubscribed_at IS NULL GROUP BY folder",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut found: BTreeMap<Folder, u32> = BTreeMap::new();
            for row in rows {
                let (key, sources): (String, u32) = row?;
                for folder in Folder::from_key(&key).iter().flat_map(Folder::way) {
                    *found.entry(folder).or_default() += sources;
                }
            }
            let mut folders: Vec<FolderTotals> =
                found.into_iter().map(|(folder, sources)| FolderTotals { folder, sources }).collect();
            folders.sort_by_cached_key(|totals| {
                totals.folder.names().iter().map(|name| name.to_lowercase()).collect::<Vec<_>>()
            });
            Ok(folders)
        })
    }

    /// Puts a feed into a folder, which is made by that; `None` takes it out of the one that it lies in.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_folder(&self, id: FeedId, folder: Option<&Folder>) -> Result<(), StoreError> {
        self.write(|transaction| {
            let changed = transaction.execute(
                "UPDATE feed SET folder = ?2 WHERE id = ?1 AND unsubscribed_at IS NULL",
                params![id.0, folder.map(Folder::key).unwrap_or_default()],
            )?;
            match changed {
                0 => Err(StoreError::NotFound { what: "source", id: id.to_string() }),
                _ => Ok(()),
            }
        })
    }

    /// Puts a feed into a folder that lies in none; one that the reader has placed stays where it is. Answers whether it was put
    /// there.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn place_in_folder(&self, id: FeedId, folder: &Folder) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let placed = transaction
                .prepare_cached("UPDATE feed SET folder = ?2 WHERE id = ?1 AND folder = ''")?
                .execute(params![id.0, folder.key()])?;
            Ok(placed > 0)
        })
    }

    /// Gives a folder another name; what lies in it stays there.
    ///
    /// # Errors
    /// There is no such folder, another one beside it has the name, or the library cannot be written.
    pub fn rename_folder(&self, folder: &Folder, to: &Folder) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_missing(transaction, folder)?;
            if folder != to && has_sources(transaction, to)? {
                return Err(StoreError::FolderTaken(to.to_string()));
            }
            put_elsewhere(transaction, folder, &to.key())
        })
    }

    /// Removes a folder. The sources and folders in it then lie where it lay.
    ///
    /// # Errors
    /// There is no such folder, or the library cannot be written.
    pub fn remove_folder(&self, folder: &Folder) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_missing(transaction, folder)?;
            put_elsewhere(transaction, folder, &folder.parent().map(|parent| parent.key()).unwrap_or_default())
        })
    }
}

/// Puts what lies in a folder into another one, of sources that the reader left too: who takes one up again finds it there.
fn put_elsewhere(transaction: &Transaction, folder: &Folder, to: &str) -> Result<(), StoreError> {
    transaction.execute(
        &format!("UPDATE feed SET folder = ltrim(?2 || substr(folder, length(?1) + 1), char(31)) WHERE {}", lies_in(1)),
        params![folder.key(), to],
    )?;
    Ok(())
}

fn has_sources(transaction: &Transaction, folder: &Folder) -> Result<bool, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM feed WHERE unsubscribed_at IS NULL AND {})", lies_in(1));
    Ok(transaction.query_row(&sql, [folder.key()], |row| row.get(0))?)
}

fn refuse_missing(transaction: &Transaction, folder: &Folder) -> Result<(), StoreError> {
    if has_sources(transaction, folder)? {
        return Ok(());
    }
    Err(StoreError::NotFound { what: "folder", id: format!("“{folder}”") })
}
