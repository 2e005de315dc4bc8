//! The system's own dialogs, in which the reader chooses a file or a folder.

use std::path::Path;
use std::pin::Pin;

use broadsheet_api::ApiError;
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
    /// A folder for backups.
    BackupFolder,
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
    let dialog = match wanted {
        Wanted::SourcesFile => {
            let folder = start.parent().filter(|folder| folder.is_dir());
            let name = start.file_name().unwrap_or_default().to_string_lossy();
            beginning_at(dialog, folder)
                .set_title("Export sources")
                .add_filter("Subscriptions (OPML)", &["opml", "xml"])
                .set_file_name(name)
        }
        Wanted::BackupFolder => {
            beginning_at(dialog, start.ancestors().find(|folder| folder.is_dir())).set_title("Folder for backups")
        }
    };
    let (send, receive) = oneshot::channel();
    // The systems want their dialogs opened where their windows live.
    let opened = app.run_on_main_thread(move || {
        let answer: Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>> = match wanted {
            Wanted::SourcesFile => Box::pin(dialog.save_file()),
            Wanted::BackupFolder => Box::pin(dialog.pick_folder()),
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
    let path = match wanted {
        Wanted::BackupFolder => path,
        Wanted::SourcesFile if is_list(&path) => {
            desk.choose(path.clone());
            path
        }
        // Of a file of this name nobody was asked whether it may be written over.
        Wanted::SourcesFile => path.with_added_extension("opml"),
    };
    Ok(Some(path.to_string_lossy().into_owned()))
}

/// Whether a file has a name that other readers look for.
fn is_list(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("opml") || ending.eq_ignore_ascii_case("xml"))
}

fn beginning_at(dialog: AsyncFileDialog, folder: Option<&Path>) -> AsyncFileDialog {
    match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}
