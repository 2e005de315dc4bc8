//! The window's commands on many articles at once. Each one unpacks, calls `api`, and returns.

use broadsheet_api::{ApiError, Deed, Listed, ManyDone, many};
use broadsheet_model::ArticleId;
use tauri::State;

use crate::desk::Desk;
use crate::given::Given;
use crate::reading_commands::listing;

#[tauri::command]
pub(crate) async fn all_of_list(
    desk: State<'_, Desk>,
    listed: Given<Listed>,
    unread_since: Given<Option<i64>>,
    oldest_first: Given<bool>,
    through: Given<ArticleId>,
) -> Result<Vec<ArticleId>, ApiError> {
    many::all_of(desk.library()?, listed.0, listing(unread_since, oldest_first), through.0).await
}

#[tauri::command]
pub(crate) async fn do_with_many(
    desk: State<'_, Desk>,
    articles: Given<Vec<ArticleId>>,
    deed: Given<Deed>,
) -> Result<ManyDone, ApiError> {
    many::do_with(desk.library()?, articles.0, deed.0).await
}

#[tauri::command]
pub(crate) async fn take_back_many(
    desk: State<'_, Desk>,
    deed: Given<Deed>,
    what: Given<ManyDone>,
) -> Result<u32, ApiError> {
    many::take_back(desk.library()?, deed.0, what.0).await
}
