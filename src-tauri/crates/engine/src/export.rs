//! The list of sources that other readers can take over.

use std::collections::HashMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use broadsheet_interchange::{Subscription, write_opml};
use broadsheet_model::Folder;
use fs_err as fs;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Every source as a list of subscriptions (OPML) in its folder, in the folders' order, under the names by which the reader
    /// knows them, and how many there are.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn export_opml(&self) -> Result<(String, usize), EngineError> {
        let (mut feeds, folders) = self.library(|library| Ok((library.feeds()?, library.folders()?))).await?;
        let places: HashMap<Folder, usize> =
            folders.into_iter().enumerate().map(|(at, totals)| (totals.folder, at)).collect();
        feeds.sort_by_key(|feed| feed.folder.as_ref().and_then(|folder| places.get(folder)).copied());
        let sources: Vec<Subscription> = feeds
            .into_iter()
            .map(|feed| Subscription {
                url: feed.url,
                title: Some(feed.title),
                folders: feed.folder.map(|folder| folder.names().to_vec()).unwrap_or_default(),
            })
            .collect();
        Ok((write_opml("Broadsheet", &sources), sources.len()))
    }

    /// Writes a document into a file. A file that is there is written over only where the reader said so, and then at once or not
    /// at all.
    ///
    /// # Errors
    /// There is such a file, or it cannot be written.
    pub async fn write_document(&self, path: PathBuf, document: String, replaces: bool) -> Result<(), EngineError> {
        self.compute(move || if replaces { write_over(&path, &document) } else { write_new(&path, &document) }).await?
    }
}

fn write_new(path: &Path, document: &str) -> Result<(), EngineError> {
    let not_written = |source: std::io::Error| match source.kind() {
        ErrorKind::AlreadyExists => EngineError::FileThere { path: path.to_owned() },
        _ => EngineError::FileNotWritten { source },
    };
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(not_written)?;
    let written = file.write_all(document.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|source| {
        // What is not whole is nobody's list of sources.
        let _ = fs::remove_file(path);
        EngineError::FileNotWritten { source }
    })
}

/// Puts a document in the place of a file, which stays as it is until all of the new one is on the disk.
fn write_over(path: &Path, document: &str) -> Result<(), EngineError> {
    // A link stays one: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // One that an export left which was broken off is in nobody's way, and may be somebody's.
    let beside = |number: u32| {
        let mut beside = target.clone().into_os_string();
        beside.push(if number == 0 { ".part".to_owned() } else { format!(".part{number}") });
        PathBuf::from(beside)
    };
    let beside = (0..u32::MAX).map(beside).find(|beside| !beside.exists()).unwrap_or_else(|| beside(0));
    write_new(&beside, document)?;
    fs::rename(&beside, &target).map_err(|source| {
        let _ = fs::remove_file(&beside);
        EngineError::FileNotWritten { source }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.opml");
        write_new(&path, "<opml/>").unwrap();
        assert!(matches!(write_new(&path, "other"), Err(EngineError::FileThere { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "<opml/>");
        let nowhere = write_new(&folder.path().join("none/mine.opml"), "<opml/>").unwrap_err();
        assert!(nowhere.to_string().contains("mine.opml"), "{nowhere}");
    }
    #[test]
    fn a_file_is_replaced_whole_where_the_reader_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.opml");
        write_over(&path, "<opml/>").unwrap();
        fs::write(folder.path().join("mine.opml.part"), "broken off").unwrap();
        write_over(&path, "other").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "other");
        fs::remove_file(folder.path().join("mine.opml.part")).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_over(&folder.path().join("none/mine.opml"), "<opml/>").is_err());
        fs::create_dir(folder.path().join("folder.opml")).unwrap();
        assert!(write_over(&folder.path().join("folder.opml"), "<opml/>").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
