//! The open library, or why it could not be opened; either way the window shows itself.

use broadsheet_api::{ApiError, Library, OpenOptions, library};

use crate::arguments::Arguments;

/// What every command works on.
pub(crate) struct Desk(Result<Library, ApiError>);

impl Desk {
    pub(crate) fn open(arguments: &Arguments) -> Self {
        let folder = match &arguments.library {
            Some(folder) => Ok(folder.clone()),
            None => library::default_folder(),
        };
        // WebView2 shows a scheme of our own as a host of its own.
        let picture_base = if cfg!(windows) { "http://library.localhost" } else { "library://localhost" };
        Self(folder.and_then(|folder| {
            let options = OpenOptions {
                allow_private: arguments.allow_private.clone(),
                picture_base: picture_base.to_owned(),
                ..OpenOptions::default()
            };
            Library::open(&folder, options)
        }))
    }

    /// The library.
    pub(crate) fn library(&self) -> Result<&Library, ApiError> {
        self.0.as_ref().map_err(Clone::clone)
    }
}
