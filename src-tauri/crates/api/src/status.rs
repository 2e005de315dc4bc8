//! How the library does, and what happens in it.

use broadsheet_engine::Event;
use tokio::sync::broadcast;

use crate::convert;
use crate::error::ApiError;
use crate::library::Library;
use crate::status_views::{LibraryEvent, LibraryStatus};

impl Library {
    /// What happens from now on.
    #[must_use]
    pub fn events(&self) -> Events {
        Events(self.engine.events())
    }

    /// How the library does.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn status(&self) -> Result<LibraryStatus, ApiError> {
        let refreshing = self.engine.is_refreshing();
        let (folder, read_only, totals, shelves) = self
            .engine
            .library(|library| {
                Ok((
                    library.folder().to_owned(),
                    library.read_only().map(str::to_owned),
                    library.totals()?,
                    convert::Shelves {
                        sections: library.section_totals()?,
                        publications: library.publication_totals()?,
                        folders: library.folders()?,
                    },
                ))
            })
            .await?;
        Ok(convert::status(self, &folder, read_only, totals, &shelves, refreshing))
    }
}

/// The events of a library, as they come.
pub struct Events(broadcast::Receiver<Event>);

impl Events {
    /// The next event; `None` once the library is closed. A listener that fell behind misses the oldest.
    pub async fn next(&mut self) -> Option<LibraryEvent> {
        loop {
            match self.0.recv().await {
                Ok(event) => return Some(convert::event(event)),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}
