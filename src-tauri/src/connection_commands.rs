//! The window's commands on how the library goes to the network. Each one unpacks, calls `api`, and returns.

use broadsheet_api::{ApiError, ConnectionView, connection as api};
use tauri::State;

use crate::desk::Desk;
use crate::given::Given;

/// Bytes of a file of certificates, at most: every authority that a system trusts takes a quarter of a megabyte.
const CERTIFICATES: usize = 1 << 20;

#[tauri::command]
pub(crate) async fn connection(desk: State<'_, Desk>) -> Result<ConnectionView, ApiError> {
    api::connection(desk.library()?).await
}

#[tauri::command]
pub(crate) async fn set_proxy(desk: State<'_, Desk>, proxy: Given<String>) -> Result<ConnectionView, ApiError> {
    api::set_proxy(desk.library()?, &proxy.0).await
}

#[tauri::command]
pub(crate) async fn trust_certificates(
    desk: State<'_, Desk>,
    pem: Given<String, CERTIFICATES>,
) -> Result<ConnectionView, ApiError> {
    api::set_certificates(desk.library()?, Some(pem.0), true).await
}

#[tauri::command]
pub(crate) async fn forget_certificates(desk: State<'_, Desk>) -> Result<ConnectionView, ApiError> {
    api::set_certificates(desk.library()?, None, false).await
}
