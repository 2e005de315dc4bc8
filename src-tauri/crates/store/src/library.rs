//! Opening a library: one folder with `library.db` and the media beside it.
//!
//! **Invariants:** one writer a process, several `query_only` readers, WAL, and `synchronous = FULL`, so that what a call
//! reported as stored survives any crash. A file is copied before it is migrated, and a newer one is left alone.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fs_err as fs;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::dictionary::{keep_copies, take_in_copies};
use crate::error::{BUSY_SECS, StoreError};
use crate::functions;
use crate::packed::Dictionaries;
use crate::schema;

/// Readers kept open at once; a further reader waits for one of them.
const READERS: usize = 4;

/// Memory for the pages that the writer changes; negative because SQLite counts kibibytes so.
const WRITER_CACHE_KIB: i32 = -2_000;

/// The same where the library has more than [`LARGE_BYTES`]: entries of all times then fall on more pages of its indexes than
/// the smaller one holds, and each would be written and read again for one entry.
const LARGE_CACHE_KIB: i32 = -4_000;
const LARGE_BYTES: i64 = 128 << 20;

/// Bytes of a page of a new library. A packed text takes about two kilobytes: of small pages it leaves a third empty.
pub(crate) const PAGE_BYTES: i32 = 16 << 10;

/// Bytes of pages in the write-ahead file from which on they are folded into the library. A refresh changes the same pages of the
/// indexes again and again; folded together, each is written once, and not while anybody waits for headlines.
const CHECKPOINT_BYTES: i32 = 96 << 20;

/// Bytes that the write-ahead file keeps once it is folded in.
const KEPT_WAL_BYTES: i64 = 16 << 20;

/// An open library.
pub struct Library {
    folder: PathBuf,
    // Closed before the writer: the last connection to close folds the write-ahead file into the library, and a reader
    // could not.
    readers: Readers,
    writer: Result<Mutex<Connection>, Closed>,
    /// What SQLite said of the writes of others when it was asked last.
    others_wrote: AtomicI64,
    dictionaries: Dictionaries,
}

/// Gives the writer as much memory as pays for a library of its size. What does not fit goes to the write-ahead file before
/// its batch ends.
pub(crate) fn fit_cache(writer: &Connection) -> Result<(), StoreError> {
    let count = |name| writer.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let is_large = count("page_count")?.saturating_mul(count("page_size")?) > LARGE_BYTES;
    let wanted = if is_large { LARGE_CACHE_KIB } else { WRITER_CACHE_KIB };
    Ok(writer.pragma_update(None, "cache_size", wanted)?)
}

/// A number that changes when another connection than this one writes (<https://sqlite.org/pragma.html#pragma_data_version>).
fn writes_of_others(writer: &Connection) -> Result<i64, rusqlite::Error> {
    writer.pragma_query_value(None, "data_version", |row| row.get(0))
}

/// Why a library that could be opened for reading cannot be written.
#[derive(Debug, Clone)]
enum Closed {
    ReadOnly(String),
    DiskFull,
}

impl Closed {
    fn of(error: &StoreError) -> Option<Self> {
        match error {
            StoreError::ReadOnly { why, .. } => Some(Self::ReadOnly(why.clone())),
            StoreError::File(cause) if is_refusal(cause) => Some(Self::ReadOnly("its folder is read-only".to_owned())),
            StoreError::Sqlite(cause) if cannot_open(cause) => {
                Some(Self::ReadOnly("its folder is read-only".to_owned()))
            }
            StoreError::DiskFull(_) => Some(Self::DiskFull),
            _ => None,
        }
    }

    fn why(&self) -> &str {
        match self {
            Self::ReadOnly(why) => why,
            Self::DiskFull => "the disk is full",
        }
    }
}

impl Library {
    /// Opens the library in `folder`, making it where there is none.
    ///
    /// Where nothing can be written the library is opened for reading, and [`Library::read_only`] says why.
    ///
    /// # Errors
    /// The folder cannot be made, the file is no library, is damaged, or was written by a newer Broadsheet.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        match Self::open_for_writing(folder) {
            Err(error) if folder.join("library.db").is_file() => match Closed::of(&error) {
                Some(closed) => Self::open_for_reading(folder, closed),
                None => Err(error),
            },
            Err(StoreError::Sqlite(cause)) if cannot_open(&cause) => {
                Err(StoreError::ReadOnly { path: folder.to_owned(), why: "its folder is read-only".to_owned() })
            }
            Err(StoreError::File(cause)) if is_refusal(&cause) => {
                Err(StoreError::ReadOnly { path: folder.to_owned(), why: cause.to_string() })
            }
            other => other,
        }
    }

    fn open_for_writing(folder: &Path) -> Result<Self, StoreError> {
        make_private(folder)?;
        let path = folder.join("library.db");
        refuse_lost_file(folder, &path)?;
        let mut writer = Connection::open(&path)?;
        writer.busy_timeout(Duration::from_secs(BUSY_SECS))?;
        writer.set_prepared_statement_cache_capacity(64);
        guard(&writer)?;
        schema::check(&writer, &path)?;
        // A file that has pages keeps them as they are.
        writer.pragma_update(None, "page_size", PAGE_BYTES)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "foreign_keys", true)?;
        fit_cache(&writer)?;
        let page: i32 = writer.pragma_query_value(None, "page_size", |row| row.get(0))?;
        writer.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_BYTES / page.max(1))?;
        writer.pragma_update(None, "journal_size_limit", KEPT_WAL_BYTES)?;
        let dictionaries = Dictionaries::new(&path);
        functions::register(&dictionaries, &writer)?;
        schema::migrate(&mut writer, folder)?;
        // A copy that cannot be taken in is read where it is.
        let _ = take_in_copies(&writer, folder);
        dictionaries.take_up_newest(&writer)?;
        probe_writing(&writer)?;
        fs::create_dir_all(folder.join("media"))?;
        // What cannot be copied now is copied the next time.
        let _ = keep_copies(&writer, folder);
        Ok(Self {
            folder: folder.to_owned(),
            readers: Readers::new(path, ReadMode::Shared, dictionaries.clone()),
            others_wrote: AtomicI64::new(writes_of_others(&writer)?),
            writer: Ok(Mutex::new(writer)),
            dictionaries,
        })
    }

    fn open_for_reading(folder: &Path, closed: Closed) -> Result<Self, StoreError> {
        let path = folder.join("library.db");
        // Without a write-ahead file to join, SQLite reads a read-only folder only when told that nobody writes to it.
        let dictionaries = Dictionaries::new(&path);
        let shared = Readers::new(path.clone(), ReadMode::Shared, dictionaries.clone());
        let readable = shared.with(|connection| Ok(schema::version(connection)?)).is_ok();
        let readers =
            if readable { shared } else { Readers::new(path.clone(), ReadMode::Immutable, dictionaries.clone()) };
        readers.with(|connection| {
            schema::check(connection, &path)?;
            if schema::version(connection)? < schema::newest() {
                return Err(StoreError::Older { path: folder.to_owned() });
            }
            dictionaries.take_up_newest(connection)
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            readers,
            writer: Err(closed),
            others_wrote: AtomicI64::default(),
            dictionaries,
        })
    }

    /// The library's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Why nothing can be written, in words; `None` when it can.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.writer.as_ref().err().map(Closed::why)
    }

    /// Answers whether anything can be written, before work is begun that would be in vain.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] or [`StoreError::DiskFull`].
    pub fn ensure_writable(&self) -> Result<(), StoreError> {
        self.writable().map(drop)
    }

    /// Whether another program has written to this library since it was opened, or since this was asked last. While it is being
    /// written here nothing is told; the next answer tells it then.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn was_changed_elsewhere(&self) -> Result<bool, StoreError> {
        let Some(writer) = self.writer.as_ref().ok().and_then(|writer| writer.try_lock().ok()) else {
            return Ok(false);
        };
        let now = writes_of_others(&writer).map_err(|error| self.with_path(error.into()))?;
        Ok(self.others_wrote.swap(now, Ordering::Relaxed) != now)
    }

    pub(crate) fn dictionaries(&self) -> &Dictionaries {
        &self.dictionaries
    }

    /// Takes the sole right to refresh this library, across programs, until the answer is dropped.
    ///
    /// # Errors
    /// [`StoreError::RefreshingElsewhere`] when another program holds it.
    pub fn lock_refresh(&self) -> Result<RefreshLock, StoreError> {
        self.ensure_writable()?;
        let file = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join("refresh.lock"))?
            .into_parts()
            .0;
        match file.try_lock() {
            Ok(()) => Ok(RefreshLock { _file: file }),
            Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::RefreshingElsewhere),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.readers.with(work).map_err(|error| self.with_path(error))
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut writer = self.writable()?;
        let attempt = (|| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        })();
        attempt.map_err(|error| self.with_path(error))
    }

    /// Lets readers look at the file anew: the index remembers of itself what a rebuilding makes untrue.
    pub(crate) fn forget_readers(&self) {
        self.readers.forget();
    }

    /// Runs on the writer what cannot run in a transaction.
    pub(crate) fn outside_transactions<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let writer = self.writable()?;
        work(&writer).map_err(|error| self.with_path(error))
    }

    fn writable(&self) -> Result<MutexGuard<'_, Connection>, StoreError> {
        match &self.writer {
            Ok(writer) => Ok(writer.lock().unwrap_or_else(PoisonError::into_inner)),
            Err(Closed::ReadOnly(why)) => Err(StoreError::ReadOnly { path: self.folder.clone(), why: why.clone() }),
            Err(Closed::DiskFull) => {
                Err(StoreError::DiskFull(Box::new(std::io::Error::from(std::io::ErrorKind::StorageFull))))
            }
        }
    }

    fn with_path(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::ReadOnly { why, .. } => StoreError::ReadOnly { path: self.folder.clone(), why },
            other => other,
        }
    }
}

/// Bytes of the shortest file that SQLite takes for a database; a shorter one is to it a new one.
const LEAST_BYTES: u64 = 100;

/// Whether something stands at a library's place that may hold anything: an empty file does not.
pub(crate) fn is_taken(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() || found.len() >= LEAST_BYTES)
}

/// Refuses to begin a new library where the file of another is lost or emptied, and the rest of it is still there.
fn refuse_lost_file(folder: &Path, path: &Path) -> Result<(), StoreError> {
    if is_taken(path) {
        return Ok(());
    }
    let holds = |name: &str| fs::read_dir(folder.join(name)).is_ok_and(|files| files.count() > 0);
    let shelves = fs::read_dir(folder.join("media")).into_iter().flatten().filter_map(Result::ok);
    let has_media =
        || shelves.map(|shelf| shelf.path()).any(|shelf| fs::read_dir(shelf).is_ok_and(|files| files.count() > 0));
    if holds("dictionaries") || has_media() {
        return Err(StoreError::Lost { path: folder.to_owned() });
    }
    Ok(())
}

/// Sets aside what SQLite keeps beside a library's file that is no longer there: it would be taken for the next one's.
pub(crate) fn set_aside_remains(folder: &Path) -> Result<(), StoreError> {
    for name in ["library.db-wal", "library.db-shm", "library.db-journal"] {
        let path = folder.join(name);
        if fs::symlink_metadata(&path).is_ok() {
            set_aside(&path)?;
        }
    }
    Ok(())
}

/// Renames a file to `<name>.damaged`, or with a number behind that where such a file is there already.
pub(crate) fn set_aside(path: &Path) -> Result<(), StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut names = std::iter::once(format!("{name}.damaged")).chain((2..).map(|at| format!("{name}.damaged-{at}")));
    let free =
        names.find_map(|name| Some(path.with_file_name(name)).filter(|free| fs::symlink_metadata(free).is_err()));
    Ok(fs::rename(path, free.unwrap_or_else(|| path.with_extension("damaged")))?)
}

/// Makes a library's folder, which is for its reader alone; one that is there stays as it is.
pub(crate) fn make_private(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Keeps the plan of a statement whatever is bound to it: without statistics another one would not be better, and SQLite would make
/// it anew for each value (<https://sqlite.org/queryplanner-ng.html#qpstab>). And lets a file that somebody else made do nothing:
/// triggers do not run, and what SQLite keeps for itself cannot be written.
fn guard(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// The sole right to refresh a library, held until dropped.
pub struct RefreshLock {
    _file: std::fs::File,
}

/// A write that changes nothing, so that a library in a read-only place says so when it is opened, not at the first save.
fn probe_writing(writer: &Connection) -> Result<(), StoreError> {
    let version = schema::version(writer)?;
    writer.pragma_update(None, "user_version", version)?;
    Ok(())
}

fn is_refusal(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
}

fn cannot_open(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::PermissionDenied | rusqlite::ErrorCode::ReadOnly)
    )
}

#[derive(Clone, Copy)]
enum ReadMode {
    Shared,
    Immutable,
}

/// A few connections that can only read.
struct Readers {
    path: PathBuf,
    mode: ReadMode,
    dictionaries: Dictionaries,
    idle: Mutex<Idle>,
    returned: Condvar,
}

struct Idle {
    connections: VecDeque<Connection>,
    opened: usize,
}

impl Readers {
    fn new(path: PathBuf, mode: ReadMode, dictionaries: Dictionaries) -> Self {
        Self {
            path,
            mode,
            dictionaries,
            idle: Mutex::new(Idle { connections: VecDeque::new(), opened: 0 }),
            returned: Condvar::new(),
        }
    }

    fn open(&self) -> Result<Connection, StoreError> {
        let mut address = url_of(&self.path);
        address.push_str(match self.mode {
            ReadMode::Shared => "?mode=ro",
            ReadMode::Immutable => "?immutable=1",
        });
        let connection = Connection::open_with_flags(
            address,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(Duration::from_secs(BUSY_SECS))?;
        guard(&connection)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.set_prepared_statement_cache_capacity(64);
        functions::register(&self.dictionaries, &connection)?;
        Ok(connection)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = self.take()?;
        let answer = work(&connection);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.connections.push_back(connection);
        drop(idle);
        self.returned.notify_one();
        answer
    }

    /// Closes the readers that nobody uses, with what they remember of the file.
    fn forget(&self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.opened -= idle.connections.len();
        idle.connections.clear();
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = idle.connections.pop_front() {
                return Ok(connection);
            }
            if idle.opened < READERS {
                idle.opened += 1;
                drop(idle);
                return self.open().inspect_err(|_| {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).opened -= 1;
                    self.returned.notify_one();
                });
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A path as SQLite's own file address (<https://sqlite.org/uri.html>).
fn url_of(path: &Path) -> String {
    let mut address = String::from("file:");
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') && text.contains(':') {
        address.push('/');
    }
    for character in text.chars() {
        match character {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3f"),
            '#' => address.push_str("%23"),
            other => address.push(other),
        }
    }
    address
}
