//! The order in which the reader wants folders to stand. A folder of which it says nothing stands behind those of which it does, by
//! name; where it says nothing of any, all stand by name.

use std::collections::{BTreeSet, HashMap};

use broadsheet_model::Folder;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::error::StoreError;
use crate::library::Library;

/// The setting that names the folders in their order, each by its key. No name has the line feed that stands between them.
const ORDER: &str = "folder_order";

/// Where folders stand.
#[derive(Debug, Default)]
pub(crate) struct FolderOrder {
    keys: Vec<String>,
}

impl FolderOrder {
    pub(crate) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let stored: Option<String> = connection
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
            .query_row([ORDER], |row| row.get(0))
            .optional()?;
        Ok(Self { keys: stored.iter().flat_map(|keys| keys.split('\n')).map(str::to_owned).collect() })
    }

    fn write(&self, transaction: &Transaction) -> Result<(), StoreError> {
        transaction.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![ORDER, self.keys.join("\n")],
        )?;
        Ok(())
    }

    /// Puts folders into their order, each before those within it.
    pub(crate) fn sort<Row>(&self, rows: &mut [Row], folder_of: impl Fn(&Row) -> &Folder) {
        let places: HashMap<&str, usize> = self.keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        rows.sort_by_cached_key(|row| {
            let way = folder_of(row).way();
            way.map(|folder| {
                (places.get(folder.key().as_str()).copied().unwrap_or(usize::MAX), folder.name().to_lowercase())
            })
            .collect::<Vec<_>>()
        });
    }
}

/// What was in a folder is in another one now (`to`, by its key), or lies where the folder lay. Each stands where it stood; what lay
/// in a folder that is gone, where that did.
pub(crate) fn go_along(transaction: &Transaction, folder: &Folder, to: &str) -> Result<(), StoreError> {
    let mut order = FolderOrder::read(transaction)?;
    let outer = folder.parent().map(|parent| parent.key()).unwrap_or_default();
    let is_gone = outer == to;
    let (own, within) = (folder.key(), format!("{}\u{1f}", folder.key()));
    let (mut inner, mut keys) = (Vec::new(), Vec::new());
    for key in &order.keys {
        match key.strip_prefix(&within) {
            Some(rest) if is_gone && to.is_empty() => inner.push(rest.to_owned()),
            Some(rest) if is_gone => inner.push(format!("{to}\u{1f}{rest}")),
            Some(rest) => keys.push(format!("{to}\u{1f}{rest}")),
            None if *key == own && is_gone => keys.push(own.clone()),
            None if *key == own => keys.push(to.to_owned()),
            None => keys.push(key.clone()),
        }
    }
    if is_gone {
        let place = keys.iter().position(|key| *key == own).unwrap_or(keys.len());
        keys.splice(place..(place + 1).min(keys.len()), inner);
    }
    if keys == order.keys {
        return Ok(());
    }
    let mut seen = BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    order.keys = keys;
    order.write(transaction)
}

impl Library {
    /// Gives a folder another place among those that lie where it lies: `to` others stand before it then, or all of them where that
    /// is more. Answers at which it stood.
    ///
    /// # Errors
    /// There is no such folder, or the library cannot be written.
    pub fn order_folder(&self, folder: &Folder, to: usize) -> Result<usize, StoreError> {
        self.write(|transaction| {
            let mut order = FolderOrder::read(transaction)?;
            let mut beside = there(transaction)?;
            beside.retain(|other| other.parent() == folder.parent());
            order.sort(&mut beside, |other| other);
            let Some(stood) = beside.iter().position(|other| other == folder) else {
                return Err(StoreError::NotFound { what: "folder", id: format!("“{folder}”") });
            };
            let moved = beside.remove(stood);
            beside.insert(to.min(beside.len()), moved);
            let beside: Vec<String> = beside.iter().map(Folder::key).collect();
            order.keys.retain(|key| !beside.contains(key));
            order.keys.extend(beside);
            order.write(transaction)?;
            Ok(stood)
        })
    }

    /// Puts folders behind all others, in the order in which they are given, but for those that were there `before`.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn order_new_folders(&self, before: &[Folder], given: &[Folder]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut order = FolderOrder::read(transaction)?;
            let there: BTreeSet<Folder> = there(transaction)?.into_iter().collect();
            let known: BTreeSet<&Folder> = before.iter().collect();
            let new = given.iter().flat_map(Folder::way);
            let new: Vec<Folder> = new.filter(|folder| there.contains(folder) && !known.contains(folder)).collect();
            if new.is_empty() {
                return Ok(());
            }
            let mut placed: BTreeSet<String> = order.keys.iter().cloned().collect();
            let behind = before.iter().chain(&new).map(Folder::key);
            order.keys.extend(behind.filter(|key| placed.insert(key.clone())));
            order.write(transaction)
        })
    }
}

/// Every folder in which a source lies, and those on the way to it, in no order.
fn there(transaction: &Transaction) -> Result<Vec<Folder>, StoreError> {
    let mut statement =
        transaction.prepare("SELECT DISTINCT folder FROM feed WHERE folder <> '' AND unsubscribed_at IS NULL")?;
    let keys = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let folders: BTreeSet<Folder> = keys
        .iter()
        .filter_map(|key| Folder::from_key(key))
        .flat_map(|folder| folder.way().collect::<Vec<_>>())
        .collect();
    Ok(folders.into_iter().collect())
}
