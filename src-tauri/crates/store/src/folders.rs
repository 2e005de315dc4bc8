//! Folders in which the reader keeps sources. Each source bears the whole way to its folder, so that no folder can be lost, and one
//! is there for as long as a source lies in it.

use std::collections::{BTreeMap, HashSet};

use broadsheet_model::{FeedId, Folder};
use rusqlite::{Transaction, params};

use crate::error::StoreError;
use crate::folder_order::{self, FolderOrder};
use crate::library::Library;

/// A folder with what lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderTotals {
    /// The folder.
    pub folder: Folder,
    /// Sources in it and in the folders within it.
    pub sources: u32,
    /// Articles that they brought and the reader has not opened, each once.
    pub unread: u32,
}

/// The unread articles that the sources in folders brought, each with the key of the folder; once for every source that brought it.
const UNREAD: &str = "SELECT feed.folder, entry.article_id FROM entry JOIN feed ON feed.id = entry.feed_id
     LEFT JOIN reading ON reading.article_id = entry.article_id
     WHERE feed.folder <> '' AND feed.unsubscribed_at IS NULL AND reading.read_at IS NULL";

/// Whether the folder of a row of `feed` is the one in the place `?N`, or lies within it.
pub(crate) fn lies_in(place: usize) -> String {
    format!("(feed.folder = ?{place} OR substr(feed.folder, 1, length(?{place}) + 1) = ?{place} || char(31))")
}

impl Library {
    /// Every folder, each before those within it, in the reader's order; by name where there is none.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn folders(&self) -> Result<Vec<FolderTotals>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT folder, count(*) FROM feed WHERE folder <> '' AND unsubscribed_at IS NULL GROUP BY folder",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut found: BTreeMap<Folder, (u32, HashSet<i64>)> = BTreeMap::new();
            // The way to each folder, itself the last.
            let mut ways: BTreeMap<String, Vec<Folder>> = BTreeMap::new();
            for row in rows {
                let (key, sources): (String, u32) = row?;
                let way: Vec<Folder> = Folder::from_key(&key).iter().flat_map(Folder::way).collect();
                for folder in &way {
                    found.entry(folder.clone()).or_default().0 += sources;
                }
                ways.insert(key, way);
            }
            if !ways.is_empty() {
                let mut unread = connection.prepare_cached(UNREAD)?;
                let mut rows = unread.query([])?;
                while let Some(row) = rows.next()? {
                    let way = ways.get(row.get_ref(0)?.as_str().unwrap_or_default());
                    for folder in way.into_iter().flatten() {
                        if let Some((_, articles)) = found.get_mut(folder) {
                            articles.insert(row.get(1)?);
                        }
                    }
                }
            }
            let mut folders: Vec<FolderTotals> = found
                .into_iter()
                .map(|(folder, (sources, articles))| FolderTotals {
                    folder,
                    sources,
                    unread: u32::try_from(articles.len()).unwrap_or(u32::MAX),
                })
                .collect();
            FolderOrder::read(connection)?.sort(&mut folders, |totals| &totals.folder);
            Ok(folders)
        })
    }

    /// Puts feeds into a folder, which is made by that; `None` takes each out of the one that it lies in. All of them are put
    /// there, or none where one is missing.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_folder(&self, ids: &[FeedId], folder: Option<&Folder>) -> Result<(), StoreError> {
        let key = folder.map(Folder::key).unwrap_or_default();
        self.write(|transaction| {
            let mut put =
                transaction.prepare_cached("UPDATE feed SET folder = ?2 WHERE id = ?1 AND unsubscribed_at IS NULL")?;
            for id in ids {
                if put.execute(params![id.0, key])? == 0 {
                    return Err(StoreError::NotFound { what: "source", id: id.to_string() });
                }
            }
            Ok(())
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

    /// Gives a folder another name, or another place, or both; what lies in it goes along.
    ///
    /// # Errors
    /// There is no such folder, the new place lies within it, another folder has that name there, what lies in it would lie too
    /// deep, or the library cannot be written. Nothing is changed then.
    pub fn move_folder(&self, folder: &Folder, to: &Folder) -> Result<(), StoreError> {
        self.write(|transaction| {
            refuse_missing(transaction, folder)?;
            if folder == to {
                return Ok(());
            }
            if to.names().starts_with(folder.names()) {
                return Err(StoreError::FolderIntoItself { folder: folder.to_string(), to: to.to_string() });
            }
            if has_sources(transaction, to)? {
                return Err(StoreError::FolderTaken(to.to_string()));
            }
            if deepest_within(transaction, folder)? + to.names().len() > Folder::DEEPEST {
                return Err(StoreError::FolderTooDeep(folder.to_string()));
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
    folder_order::go_along(transaction, folder, to)
}

/// How deep folders lie within a folder, of sources that the reader left too; 0 where none does.
fn deepest_within(transaction: &Transaction, folder: &Folder) -> Result<usize, StoreError> {
    let sql = format!("SELECT DISTINCT folder FROM feed WHERE {}", lies_in(1));
    let mut statement = transaction.prepare(&sql)?;
    let keys = statement.query_map([folder.key()], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let depths = keys.iter().filter_map(|key| Folder::from_key(key)).map(|inner| inner.names().len());
    Ok(depths.max().unwrap_or_default().saturating_sub(folder.names().len()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unread_articles_are_counted_from_the_index_alone() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let plan = library
            .read(|connection| {
                let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {UNREAD}"))?;
                let lines = statement.query_map([], |row| row.get::<_, String>(3))?;
                Ok(lines.collect::<Result<Vec<_>, _>>()?.join("\n"))
            })
            .unwrap();
        assert!(plan.contains("COVERING INDEX entry_by_article"), "{plan}");
        assert!(plan.contains("SEARCH reading USING INTEGER PRIMARY KEY"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
