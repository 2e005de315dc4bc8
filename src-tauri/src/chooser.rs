//! The system's own dialogs, in which the reader chooses a file or a folder.

use std::path::Path;
use std::pin::Pin;

use broadsheet_api::{ApiError, Document};
use rfd::{AsyncFileDialog, FileHandle};
use serde::Deserialize;
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::oneshot;

use crate::desk::Desk;
use crate::window;

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wanted {
    /// A file for the list of sources, there or not.
    SourcesFile,
    /// A file for what was highlighted, there or not.
    HighlightsFile,
    /// A folder for backups.
    BackupFolder,
}

impl Wanted {
    /// What is written into the file, if it is one.
    fn document(self) -> Option<Document> {
        match self {
            Self::SourcesFile => Some(Document::Sources),
            Self::HighlightsFile => Some(Document::Highlights),
            Self::BackupFolder => None,
        }
    }
}

/// Asks the reader, beginning at a path; `None` where the dialog was closed without an answer.
pub(crate) async fn choose<R: Runtime>(
    app: &AppHandle<R>,
    desk: &Desk,
    wanted: Wanted,
    start: &str,
) -> Result<Option<String>, ApiError> {
    // One at a time.
    let Ok(_asking) = desk.asking.try_lock() else { return Ok(None) };
    let start = Path::new(start.trim());
    let mut dialog = AsyncFileDialog::new();
    if let Some(window) = app.get_webview_window(window::MAIN) {
        dialog = dialog.set_parent(&window);
    }
    let written = wanted.document();
    let dialog = match written {
        Some(document) => {
            let (title, named) = match document {
                Document::Sources => ("Export sources", "Subscriptions (OPML)"),
                Document::Highlights => ("Export highlights", "Text (Markdown)"),
            };
            let folder = start.parent().filter(|folder| folder.is_dir());
            let name = start.file_name().unwrap_or_default().to_string_lossy();
            beginning_at(dialog, folder).set_title(title).add_filter(named, &document.endings()).set_file_name(name)
        }
        None => beginning_at(dialog, start.ancestors().find(|folder| folder.is_dir())).set_title("Folder for backups"),
    };
    let (send, receive) = oneshot::channel();
    // The systems want their dialogs opened where their windows live.
    let opened = app.run_on_main_thread(move || {
        let answer: Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>> = match written {
            Some(_) => Box::pin(dialog.save_file()),
            None => Box::pin(dialog.pick_folder()),
        };
        tauri::async_runtime::spawn(async move {
            // Whoever asked may be gone.
            let _ = send.send(answer.await);
        });
    });
    opened.map_err(|error| ApiError::window(&error.to_string()))?;
    let Some(chosen) = receive.await.map_err(|_| ApiError::window("the dialog ended without an answer"))? else {
        return Ok(None);
    };
    let path = chosen.path().to_owned();
    let path = match written.map(Document::endings) {
        None => path,
        Some(endings) if ends_in(&path, endings) => {
            desk.choose(path.clone());
            path
        }
        // Of a file of this name nobody was asked whether it may be written over.
        Some([ending, _]) => path.with_added_extension(ending),
    };
    Ok(Some(path.to_string_lossy().into_owned()))
}

/// Whether a file has a name that other programs look for.
fn ends_in(path: &Path, endings: [&str; 2]) -> bool {
    path.extension().is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

fn beginning_at(dialog: AsyncFileDialog, folder: Option<&Path>) -> AsyncFileDialog {
    match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}
