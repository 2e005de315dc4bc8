//! Copies of a library, made while it is in use, and the way back.
//!
//! A backup is a library itself: a folder with `library.db` and `media/`. What its media folder holds already is not copied
//! again. Earlier states of the file may stay beside it as `library-<time>.db`; they share the media.
//!
//! **Invariant:** at every moment the backup's `library.db` is whole, and every file that it names is there: media come first,
//! the file last, in one step.

use std::path::{Path, PathBuf};

use broadsheet_model::AssetId;
use fs_err as fs;
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;
use crate::fresh::Fresh;
use crate::library::{Library, PAGE_BYTES, is_taken, make_private};
use crate::media;
use crate::schema;

/// Each backup reads one of so many parts of what it holds already, so that what rots there does not stay unseen.
const PARTS: u8 = 16;

/// Which part was read the last time, among the library's settings.
const PART: &str = "backup_part";

/// When a state was made, among its settings.
const MADE_AT: &str = "backup_made_at";

/// What a backup or a restore did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// Media that were copied, and their bytes.
    pub files: u64,
    /// See `files`.
    pub bytes: u64,
    /// Media that were there already.
    pub already_there: u64,
    /// Media among `files` that had rotted in the copy and are whole again.
    pub renewed: u64,
    /// Bytes of the library's file.
    pub database_bytes: u64,
    /// Media that are missing or are not what was stored; a good copy that was there stays.
    pub damaged: Vec<String>,
    /// Earlier states that were removed, oldest first.
    pub removed: Vec<PathBuf>,
}

impl Library {
    /// Copies the library into `target`, whatever is written to it meanwhile: the copy is its state at one moment. Keeps
    /// `keep` states in all, the newest among them. Of the media that are there already a part is read and renewed where it has
    /// rotted, another one each time.
    ///
    /// # Errors
    /// The target is this library itself, holds something else, has no room, or cannot be written.
    pub fn back_up(&self, target: &Path, keep: usize, now: Timestamp) -> Result<Copied, StoreError> {
        self.check_backup_target(target)?;
        self.copy_to(target, keep, now).map_err(|error| match error {
            StoreError::DiskFull(cause) => StoreError::NoRoom { path: target.to_owned(), cause },
            other => other,
        })
    }

    fn copy_to(&self, target: &Path, keep: usize, now: Timestamp) -> Result<Copied, StoreError> {
        let newest = target.join("library.db");
        fold_in(target)?;
        let fresh = Fresh::begin(target)?;
        self.snapshot(fresh.path())?;
        let last = self.settings()?.get(PART).and_then(|part| part.parse::<u8>().ok()).unwrap_or(PARTS - 1);
        let part = last.wrapping_add(1) % PARTS;
        note_when_made(fresh.path(), now)?;
        let mut copied = copy_media(fresh.path(), self.folder(), target, Some(part))?;
        copied.database_bytes = fresh.bytes()?;
        if newest.is_file() && keep > 1 {
            let name = format!("library-{}.db", when_made(&newest).unwrap_or(now).strftime("%Y-%m-%dT%H-%M-%SZ"));
            let earlier = target.join(name);
            if !earlier.exists() {
                fs::hard_link(&newest, &earlier).or_else(|_| fs::copy(&newest, &earlier).map(drop))?;
            }
        }
        fresh.take_place(target)?;
        let mut earlier = states(target)?;
        while earlier.len() + 1 > keep.max(1) {
            let oldest = earlier.remove(0);
            remove_if_there(&oldest)?;
            copied.removed.push(oldest);
        }
        // A library that cannot be written can be copied all the same; then the same part is read the next time.
        let _ = self.set_setting(PART, Some(&part.to_string()));
        Ok(copied)
    }

    /// Looks whether a folder, which is made where it is not there, may hold a backup of this library.
    ///
    /// # Errors
    /// It is this library itself, holds another one or its backup, holds something else, or cannot be made.
    pub fn check_backup_target(&self, target: &Path) -> Result<(), StoreError> {
        let inside = || Err(StoreError::BadTarget { path: target.to_owned(), why: "it is inside the library" });
        let own = fs::canonicalize(self.folder())?;
        // Before anything is made.
        if target
            .ancestors()
            .find_map(|there| fs::canonicalize(there).ok())
            .is_some_and(|there| there.starts_with(&own))
        {
            return inside();
        }
        fs::create_dir_all(target).map_err(|error| match StoreError::from(error) {
            StoreError::File(_) => {
                StoreError::BadTarget { path: target.to_owned(), why: "that folder cannot be made there" }
            }
            full => full,
        })?;
        if fs::canonicalize(target)?.starts_with(&own) {
            return inside();
        }
        let newest = target.join("library.db");
        if newest.is_file() {
            refuse_other_files(&newest)?;
            let (own, other) = (library_of(&self.folder().join("library.db")), library_of(&newest));
            if let (Some(own), Some(other)) = (own, other)
                && own != other
            {
                let why = "another library, or its backup, is in that folder";
                return Err(StoreError::BadTarget { path: target.to_owned(), why });
            }
        }
        Ok(())
    }

    /// Writes the library's file, as it is at one moment, to a new file.
    fn snapshot(&self, to: &Path) -> Result<(), StoreError> {
        snapshot_of(&reading(&self.folder().join("library.db"))?, to)
    }
}

/// A connection that only reads.
fn reading(database: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(crate::error::BUSY_SECS))?;
    Ok(connection)
}

fn snapshot_of(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    // A library of small pages gets larger ones on this way.
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    // One reading transaction: it sees one state, and hinders no writer.
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy().as_ref()])?;
    Ok(())
}

/// Copies a library's file with what stands in the log beside it, also while it is in use.
fn copy_state(database: &Path, to: &Path) -> Result<u64, StoreError> {
    let connection = reading(database)?;
    let log = database.with_extension("db-wal");
    let mut alone = connection.unchecked_transaction()?;
    alone.set_drop_behavior(rusqlite::DropBehavior::Rollback);
    let _: i64 = alone.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    // As long as somebody reads the file itself, no log is written back to it.
    if fs::metadata(&log).is_ok_and(|found| found.len() > 0) {
        drop(alone);
        snapshot_of(&connection, to)?;
        return Ok(fs::metadata(to)?.len());
    }
    Ok(fs::copy(database, to)?)
}

/// Which library a file is, or is a copy of; `None` where it does not say.
fn library_of(database: &Path) -> Option<String> {
    let name = "SELECT value FROM setting WHERE name = 'key_name'";
    reading(database).ok()?.query_row(name, [], |row| row.get(0)).ok()
}

/// Makes a library in `folder` out of the backup in `source`, or out of one of its earlier states.
///
/// # Errors
/// There is no backup, the folder holds a library already, or it cannot be written.
pub fn restore(source: &Path, state: Option<&Path>, folder: &Path) -> Result<Copied, StoreError> {
    let database = match state {
        Some(state) => source.join(state),
        None => source.join("library.db"),
    };
    if !database.is_file() {
        return Err(StoreError::BadTarget { path: database, why: "there is no backup" });
    }
    refuse_other_files(&database)?;
    let own = folder.join("library.db");
    if is_taken(&own) {
        return Err(StoreError::BadTarget { path: folder.to_owned(), why: "there is a library already" });
    }
    make_private(folder)?;
    let fresh = Fresh::begin(folder)?;
    let mut copied = copy_media(&database, source, folder, None)?;
    copied.database_bytes = copy_state(&database, fresh.path())?;
    // Another may have come meanwhile.
    if is_taken(&own) {
        return Err(StoreError::BadTarget { path: folder.to_owned(), why: "there is a library already" });
    }
    fresh.take_place(folder)?;
    Ok(copied)
}

/// The earlier states of a backup, oldest first.
///
/// # Errors
/// The folder cannot be read.
pub fn states(backup: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut states = Vec::new();
    for file in fs::read_dir(backup)? {
        let path = file?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with("library-") && name.ends_with("Z.db") {
            states.push(path);
        }
    }
    states.sort();
    Ok(states)
}

/// Copies the media that a library's file names and `to` lacks. What `to` has is read where it belongs to `part`.
pub(crate) fn copy_media(database: &Path, from: &Path, to: &Path, part: Option<u8>) -> Result<Copied, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    let mut statement = connection.prepare("SELECT id, bytes FROM asset ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut copied = Copied::default();
    while let Some(row) = rows.next()? {
        let (id, bytes): (String, i64) = (row.get(0)?, row.get(1)?);
        // A damaged or foreign library may name anything.
        if AssetId::parse(&id).is_none() {
            copied.damaged.push(id);
            continue;
        }
        let shelf: String = id.chars().take(2).collect();
        let name = Path::new("media").join(&shelf).join(&id);
        let target = to.join(&name);
        let is_there = fs::metadata(&target).is_ok_and(|found| i64::try_from(found.len()) == Ok(bytes));
        let is_looked_at = part.is_some_and(|part| part_of(&id) == part);
        if is_there && (!is_looked_at || media::is_whole(&target, &id)) {
            copied.already_there += 1;
            continue;
        }
        // What has rotted must not take the place of a good copy.
        let Some(bytes) = media::copy_whole(&from.join(&name), &target, &id)? else {
            copied.damaged.push(id);
            continue;
        };
        copied.files += 1;
        copied.renewed += u64::from(is_there);
        copied.bytes += bytes;
    }
    Ok(copied)
}

/// Notes in a state when it was made.
fn note_when_made(state: &Path, now: Timestamp) -> Result<(), StoreError> {
    Connection::open_with_flags(state, OpenFlags::SQLITE_OPEN_READ_WRITE)?.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [MADE_AT, &now.to_string()],
    )?;
    Ok(())
}

/// When a state was made; where it does not say so, when its file was written.
fn when_made(state: &Path) -> Option<Timestamp> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let said = Connection::open_with_flags(state, flags).and_then(|connection| {
        connection.query_row("SELECT value FROM setting WHERE name = ?1", [MADE_AT], |row| row.get::<_, String>(0))
    });
    let said = said.ok().and_then(|made_at| made_at.parse().ok());
    said.or_else(|| Timestamp::try_from(fs::metadata(state).ok()?.modified().ok()?).ok())
}

/// Which of the parts a file belongs to, by the first figure of its name.
fn part_of(id: &str) -> u8 {
    id.chars()
        .next()
        .and_then(|first| first.to_digit(u32::from(PARTS)))
        .and_then(|part| part.try_into().ok())
        .unwrap_or(0)
}

/// Whoever opened a backup as a library may have left its latest changes beside its file: they belong to that state.
fn fold_in(target: &Path) -> Result<(), StoreError> {
    let database = target.join("library.db");
    let has_any = fs::metadata(target.join("library.db-wal")).is_ok_and(|found| found.len() > 0);
    if has_any && database.is_file() {
        let connection = Connection::open_with_flags(&database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.pragma_query(None, "wal_checkpoint", |_| Ok(()))?;
    }
    Ok(())
}

fn refuse_other_files(database: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    schema::check(&connection, database)
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
