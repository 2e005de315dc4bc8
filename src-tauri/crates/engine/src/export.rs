//! The list of sources that other readers can take over.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use broadsheet_interchange::{Subscription, write_opml};
use fs_err as fs;

use crate::engine::Engine;
use crate::error::EngineError;

impl Engine {
    /// Every source as a list of subscriptions (OPML) in its folder, under the names by which the reader knows them, and how many
    /// there are.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn export_opml(&self) -> Result<(String, usize), EngineError> {
        let feeds = self.library(|library| library.feeds()).await?;
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

    /// Writes that list into a file, which must not be there yet: nothing is written over. Answers how many sources it names.
    ///
    /// # Errors
    /// There is such a file, it cannot be written, or the library cannot be read.
    pub async fn export_opml_to(&self, path: PathBuf) -> Result<usize, EngineError> {
        let (document, sources) = self.export_opml().await?;
        self.compute(move || write_new(&path, &document)).await??;
        Ok(sources)
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
}
