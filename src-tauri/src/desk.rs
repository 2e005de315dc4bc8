//! The open library, or why it could not be opened; either way the window shows itself.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use broadsheet_api::{ApiError, Library, OpenOptions, library};

use crate::arguments::Arguments;

/// What every command works on.
pub(crate) struct Desk {
    library: Result<Library, ApiError>,
    /// The file that the reader chose last in a dialog of the system, which asked whether it may be written over.
    chosen: Mutex<Option<PathBuf>>,
    /// Held while such a dialog is open.
    pub(crate) asking: tokio::sync::Mutex<()>,
}

impl Desk {
    pub(crate) fn open(arguments: &Arguments) -> Self {
        let folder = match &arguments.library {
            Some(folder) => Ok(folder.clone()),
            None => library::default_folder(),
        };
        // WebView2 shows a scheme of our own as a host of its own.
        let picture_base = if cfg!(windows) { "http://library.localhost" } else { "library://localhost" };
        let library = folder.and_then(|folder| {
            let options = OpenOptions {
                allow_private: arguments.allow_private.clone(),
                picture_base: picture_base.to_owned(),
                headlines_first: true,
                ..OpenOptions::default()
            };
            Library::open(&folder, options)
        });
        Self { library, chosen: Mutex::default(), asking: tokio::sync::Mutex::default() }
    }

    /// The library.
    pub(crate) fn library(&self) -> Result<&Library, ApiError> {
        self.library.as_ref().map_err(Clone::clone)
    }

    /// Notes which file the reader chose.
    pub(crate) fn choose(&self, path: PathBuf) {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    }

    /// Whether the reader chose this very file; true once for each choice.
    pub(crate) fn takes_chosen(&self, path: &str) -> bool {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_chosen = chosen.as_deref() == Some(Path::new(path.trim()));
        if is_chosen {
            *chosen = None;
        }
        is_chosen
    }
}
