//! A library's file while it is made, beside the one whose place it takes at the end in one step.
//!
//! **Invariant:** the file that it replaces is whole until then, and what is given up half-way leaves nothing behind.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use fs_err as fs;
use tempfile::TempPath;

use crate::error::StoreError;
use crate::library::set_aside_remains;
use crate::media::sync_folder;

/// What the names of such files begin with.
const NAME: &str = "library.db.new";

/// Age from which on such a file is nobody's any more: whoever made it was killed.
const ABANDONED: Duration = Duration::from_hours(24);

/// A file on its way to be `library.db`. It has a name of its own, so that two may be on their way at once.
pub(crate) struct Fresh {
    path: TempPath,
    _journal: Journal,
}

/// What SQLite leaves beside a file when the disk is full: it goes with it.
struct Journal(PathBuf);

impl Drop for Journal {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Fresh {
    /// Begins an empty file.
    pub(crate) fn begin(folder: &Path) -> Result<Self, StoreError> {
        remove_abandoned(folder)?;
        let path = tempfile::Builder::new().prefix(&format!("{NAME}-")).tempfile_in(folder)?.into_temp_path();
        let mut journal = path.to_path_buf().into_os_string();
        journal.push("-journal");
        Ok(Self { path, _journal: Journal(journal.into()) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of it so far.
    pub(crate) fn bytes(&self) -> Result<u64, StoreError> {
        Ok(fs::metadata(self.path())?.len())
    }

    /// Puts the file at the place of `library.db` in `folder`, where it stands already under its own name.
    pub(crate) fn take_place(self, folder: &Path) -> Result<(), StoreError> {
        fs::OpenOptions::new().read(true).write(true).open(self.path())?.sync_all()?;
        set_aside_remains(folder)?;
        self.path.persist(folder.join("library.db")).map_err(|error| StoreError::from(error.error))?;
        sync_folder(folder)?;
        Ok(())
    }
}

fn remove_abandoned(folder: &Path) -> Result<(), StoreError> {
    let is_old = |file: &fs::DirEntry| {
        let touched = file.metadata().and_then(|found| found.modified());
        touched.is_ok_and(|touched| SystemTime::now().duration_since(touched).is_ok_and(|age| age > ABANDONED))
    };
    for file in fs::read_dir(folder)?.filter_map(Result::ok) {
        if file.file_name().to_string_lossy().starts_with(NAME) && is_old(&file) {
            match fs::remove_file(file.path()) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_up_leaves_nothing_and_what_is_done_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let files = || std::fs::read_dir(folder.path()).unwrap().count();
        let given_up = Fresh::begin(folder.path()).unwrap();
        std::fs::write(format!("{}-journal", given_up.path().display()), b"half").unwrap();
        drop(given_up);
        assert_eq!(files(), 0);
        let (first, second) = (Fresh::begin(folder.path()).unwrap(), Fresh::begin(folder.path()).unwrap());
        std::fs::write(first.path(), b"first").unwrap();
        std::fs::write(second.path(), b"second").unwrap();
        second.take_place(folder.path()).unwrap();
        first.take_place(folder.path()).unwrap();
        assert_eq!(std::fs::read(folder.path().join("library.db")).unwrap(), b"first");
        assert_eq!(files(), 1);
    }

    #[test]
    fn what_a_kill_left_goes_once_it_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("library.db.new"), folder.path().join("library.db.new-abc"));
        std::fs::File::create(&old).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        std::fs::File::create(&new).unwrap();
        drop(Fresh::begin(folder.path()).unwrap());
        assert!(!old.exists() && new.exists(), "another may be on its way");
    }
}
