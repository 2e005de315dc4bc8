//! The window's commands on sounds and films. Each one unpacks, calls `api`, and returns.

use broadsheet_api::{ApiError, EnclosureView, enclosures};
use broadsheet_model::EnclosureId;
use tauri::State;
use tauri::ipc::Response;

use crate::desk::Desk;
use crate::given::Given;

/// Comes back when it is here, or was stopped.
#[tauri::command]
pub(crate) async fn download_enclosure(
    desk: State<'_, Desk>,
    enclosure: Given<EnclosureId>,
) -> Result<EnclosureView, ApiError> {
    enclosures::download(desk.library()?, enclosure.0).await
}

#[tauri::command]
pub(crate) async fn stop_enclosure(desk: State<'_, Desk>, enclosure: Given<EnclosureId>) -> Result<bool, ApiError> {
    Ok(enclosures::stop(desk.library()?, enclosure.0))
}

#[tauri::command]
pub(crate) async fn remove_enclosure(desk: State<'_, Desk>, enclosure: Given<EnclosureId>) -> Result<u64, ApiError> {
    enclosures::remove(desk.library()?, enclosure.0).await
}

/// Opens the file in the program that the system has for it.
#[tauri::command]
pub(crate) async fn play_enclosure(desk: State<'_, Desk>, enclosure: Given<EnclosureId>) -> Result<(), ApiError> {
    let path = enclosures::playable(desk.library()?, enclosure.0).await?;
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| enclosures::not_played(&error.to_string()))
}

/// The file itself, for a web view whose player does not know the library's scheme.
#[tauri::command]
pub(crate) async fn enclosure_bytes(
    desk: State<'_, Desk>,
    enclosure: Given<EnclosureId>,
) -> Result<Response, ApiError> {
    Ok(Response::new(enclosures::bytes(desk.library()?, enclosure.0).await?))
}

#[tauri::command]
pub(crate) async fn downloads(desk: State<'_, Desk>) -> Result<Vec<EnclosureView>, ApiError> {
    enclosures::downloads(desk.library()?).await
}
