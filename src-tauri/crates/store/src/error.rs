//! What can go wrong with a library, told apart by what the reader can do.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::pack_error::PackError;

/// A library could not do what was asked. Nothing that it reported as stored is lost by any of these.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk has no room left.
    #[error("the disk that holds the library is full")]
    DiskFull(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The disk to which a copy goes has no room for it.
    #[error("there is no room for the copy in {path}")]
    NoRoom {
        /// The copy's folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Nothing can be written.
    #[error("the library at {path} cannot be written to: {why}")]
    ReadOnly {
        /// Its folder.
        path: PathBuf,
        /// What stands in the way.
        why: String,
    },
    /// Another program held the library for longer than we wait.
    #[error("another program is writing to the library and did not finish within {waited_secs} seconds")]
    Busy {
        /// Seconds that we waited.
        waited_secs: u64,
    },
    /// Another Broadsheet is refreshing the same library.
    #[error("another Broadsheet is refreshing this library")]
    RefreshingElsewhere,
    /// Another Broadsheet is downloading the same file.
    #[error("another Broadsheet is downloading this")]
    DownloadingElsewhere,
    /// Written by a later Broadsheet.
    #[error("the library at {path} was written by a newer Broadsheet (format {found}; this one knows up to {known})")]
    Newer {
        /// Its folder.
        path: PathBuf,
        /// The file's format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// Written by an earlier Broadsheet, in a place where it cannot be brought up to date.
    #[error("the library at {path} was written by an older Broadsheet and cannot be brought up to date where it is")]
    Older {
        /// Its folder.
        path: PathBuf,
    },
    /// The library's file is missing or empty, and the rest of the library is there.
    #[error("the file library.db in {path} is missing or empty, though its pictures are there")]
    Lost {
        /// Its folder.
        path: PathBuf,
    },
    /// The file is there but is no library.
    #[error("the file {path} is not a Broadsheet library")]
    NotALibrary {
        /// The file.
        path: PathBuf,
    },
    /// A folder cannot be the target of a copy, or holds nothing to copy from.
    #[error("cannot use {path}: {why}")]
    BadTarget {
        /// The folder or file.
        path: PathBuf,
        /// What stands in the way.
        why: &'static str,
    },
    /// The file is damaged.
    #[error("the library file is damaged: {0}")]
    Damaged(String),
    /// An id leads nowhere.
    #[error("there is no {what} {id} in the library")]
    NotFound {
        /// “article”, “list” and the like.
        what: &'static str,
        /// The id as given.
        id: String,
    },
    /// A name that must be unique is taken.
    #[error("there is already a list named “{0}”")]
    NameTaken(String),
    /// Another folder has the name.
    #[error("there is already a folder “{0}”")]
    FolderTaken(String),
    /// A folder was to be moved into itself.
    #[error("the folder “{folder}” cannot be moved to “{to}”, which lies within it")]
    FolderIntoItself {
        /// The folder.
        folder: String,
        /// Where it was to go.
        to: String,
    },
    /// Folders would lie too deep within each other.
    #[error("what lies in the folder “{0}” would lie within more than {most} others there", most = broadsheet_model::Folder::DEEPEST - 1)]
    FolderTooDeep(String),
    /// Another source stands at the address.
    #[error("“{title}” stands at this address already")]
    AddressTaken {
        /// The other source's name.
        title: String,
    },
    /// A search asks for what makes no sense.
    #[error("{what}")]
    BadSearch {
        /// What is wrong with it.
        what: String,
        /// How it can be asked.
        hint: String,
    },
    /// A file could not be read or written; the message carries its path.
    #[error(transparent)]
    File(std::io::Error),
    /// Anything else that SQLite says.
    #[error("the library could not be read or written")]
    Sqlite(#[source] rusqlite::Error),
}

/// How long a write waits for another program's write, in seconds.
pub(crate) const BUSY_SECS: u64 = 15;

/// SQLite has no word of its own for a disk that is too full for the file which its connections share.
fn has_no_room_to_share(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if has_no_room_to_share(&error) {
            return Self::DiskFull(Box::new(error));
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull(Box::new(error)),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { waited_secs: BUSY_SECS },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            Some(ErrorCode::ReadOnly) => {
                Self::ReadOnly { path: PathBuf::new(), why: "the file or its folder is read-only".into() }
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl From<PackError> for StoreError {
    fn from(error: PackError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull(Box::new(error)),
            _ => Self::File(error),
        }
    }
}
