//! The window's commands about sources and their folders. Each one unpacks, calls `api`, and returns.

use broadsheet_api::{
    ApiError, ArticlePage, Discovery, Document, ExportedFile, FolderView, FollowReport, ImportReport, MarkedRead,
    PublicationView, SignInForm, SignInKept, SourcePage, SourceView, TextSource, articles, export, folders, names,
    notifications, paper, sources,
};
use broadsheet_model::{ArticleId, FeedId, PublicationId};
use tauri::{AppHandle, Runtime, State};

use crate::background;
use crate::desk::Desk;
use crate::given::{Given, GivenDocument};
use crate::reading_commands::listing;
use crate::sign_in_window;

#[tauri::command]
pub(crate) async fn sources(desk: State<'_, Desk>) -> Result<Vec<SourceView>, ApiError> {
    sources::all(desk.library()?).await
}

#[tauri::command]
pub(crate) async fn discover(
    desk: State<'_, Desk>,
    address: Given<String>,
    allow_private: Given<bool>,
) -> Result<Discovery, ApiError> {
    sources::discover(desk.library()?, &address.0, allow_private.0).await
}

#[tauri::command]
pub(crate) async fn follow(desk: State<'_, Desk>, urls: Given<Vec<String>>) -> Result<FollowReport, ApiError> {
    let library = desk.library()?;
    let report = sources::follow(library, &urls.0).await;
    background::fetch_soon(library, report.sources.iter().map(|source| source.id).collect());
    Ok(report)
}

#[tauri::command]
pub(crate) async fn follow_unread(desk: State<'_, Desk>, address: Given<String>) -> Result<SourceView, ApiError> {
    sources::follow_unread(desk.library()?, &address.0).await
}

#[tauri::command]
pub(crate) async fn source_page(desk: State<'_, Desk>, feed: Given<FeedId>) -> Result<SourcePage, ApiError> {
    sources::page(desk.library()?, feed.0).await
}

#[tauri::command]
pub(crate) async fn move_source(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    address: Given<Option<String>>,
) -> Result<SourceView, ApiError> {
    let library = desk.library()?;
    let source = sources::move_to(library, feed.0, address.0.as_deref()).await?;
    background::fetch_soon(library, vec![feed.0]);
    Ok(source)
}

#[tauri::command]
pub(crate) async fn rename_source(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    name: Given<String>,
) -> Result<SourceView, ApiError> {
    names::rename_source(desk.library()?, feed.0, &name.0).await
}

#[tauri::command]
pub(crate) async fn rename_publication(
    desk: State<'_, Desk>,
    publication: Given<PublicationId>,
    name: Given<String>,
) -> Result<PublicationView, ApiError> {
    names::rename_publication(desk.library()?, publication.0, &name.0).await
}

#[tauri::command]
pub(crate) async fn folder_page(
    desk: State<'_, Desk>,
    folder: Given<String>,
    unread_since: Given<Option<i64>>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::folder(desk.library()?, &folder.0, listing(unread_since, oldest_first), after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn source_articles(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    unread_since: Given<Option<i64>>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::source(desk.library()?, feed.0, listing(unread_since, oldest_first), after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn mark_sources_read(
    desk: State<'_, Desk>,
    feeds: Given<Vec<FeedId>>,
    through: Given<Option<ArticleId>>,
) -> Result<MarkedRead, ApiError> {
    articles::mark_sources_read(desk.library()?, feeds.0, through.0).await
}

#[tauri::command]
pub(crate) async fn mark_folder_read(
    desk: State<'_, Desk>,
    folder: Given<String>,
    through: Given<ArticleId>,
) -> Result<MarkedRead, ApiError> {
    articles::mark_folder_read(desk.library()?, &folder.0, through.0).await
}

#[tauri::command]
pub(crate) async fn move_to_folder(
    desk: State<'_, Desk>,
    feeds: Given<Vec<FeedId>>,
    folder: Given<Option<String>>,
) -> Result<Vec<SourceView>, ApiError> {
    folders::move_sources(desk.library()?, feeds.0, folder.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn order_folder(
    desk: State<'_, Desk>,
    folder: Given<String>,
    to: Given<usize>,
) -> Result<usize, ApiError> {
    folders::order(desk.library()?, &folder.0, to.0).await
}

#[tauri::command]
pub(crate) async fn move_folder(
    desk: State<'_, Desk>,
    folder: Given<String>,
    into: Given<Option<String>>,
) -> Result<FolderView, ApiError> {
    folders::move_folder(desk.library()?, &folder.0, into.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn rename_folder(
    desk: State<'_, Desk>,
    folder: Given<String>,
    name: Given<String>,
) -> Result<FolderView, ApiError> {
    folders::rename(desk.library()?, &folder.0, &name.0).await
}

#[tauri::command]
pub(crate) async fn remove_folder(desk: State<'_, Desk>, folder: Given<String>) -> Result<(), ApiError> {
    folders::remove(desk.library()?, &folder.0).await
}

#[tauri::command]
pub(crate) async fn mark_ended(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    ended: Given<bool>,
) -> Result<SourceView, ApiError> {
    sources::mark_ended(desk.library()?, feed.0, ended.0).await
}

#[tauri::command]
pub(crate) async fn allow_source_host(desk: State<'_, Desk>, feed: Given<FeedId>) -> Result<SourceView, ApiError> {
    let library = desk.library()?;
    let source = sources::allow_host(library, feed.0).await?;
    background::fetch_soon(library, vec![feed.0]);
    Ok(source)
}

#[tauri::command]
pub(crate) async fn take_texts_from(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    from: Given<Option<TextSource>>,
) -> Result<SourceView, ApiError> {
    sources::take_texts_from(desk.library()?, feed.0, from.0).await
}

#[tauri::command]
pub(crate) async fn notify_of_source(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    notifies: Given<bool>,
) -> Result<SourceView, ApiError> {
    notifications::of_source(desk.library()?, feed.0, notifies.0).await
}

#[tauri::command]
pub(crate) async fn sign_in(
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
    form: Given<SignInForm>,
) -> Result<SignInKept, ApiError> {
    let library = desk.library()?;
    let kept = sources::sign_in(library, feed.0, form.0).await?;
    background::fetch_soon(library, vec![feed.0]);
    Ok(kept)
}

#[tauri::command]
pub(crate) async fn sign_in_on_site<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    feed: Given<FeedId>,
) -> Result<SignInKept, ApiError> {
    let library = desk.library()?;
    let source = sources::one(library, feed.0).await?;
    let cookies = sign_in_window::gather(&app, library, &source).await?;
    let kept = sources::signed_in(library, feed.0, cookies).await?;
    background::fetch_soon(library, vec![feed.0]);
    Ok(kept)
}

#[tauri::command]
pub(crate) async fn end_sign_in_on_site<R: Runtime>(app: AppHandle<R>) -> Result<(), ApiError> {
    sign_in_window::end(&app);
    Ok(())
}

#[tauri::command]
pub(crate) async fn sign_out(desk: State<'_, Desk>, feed: Given<FeedId>) -> Result<SourceView, ApiError> {
    sources::sign_out(desk.library()?, feed.0).await
}

#[tauri::command]
pub(crate) async fn unsubscribe(desk: State<'_, Desk>, feeds: Given<Vec<FeedId>>) -> Result<(), ApiError> {
    sources::unsubscribe(desk.library()?, feeds.0).await
}

#[tauri::command]
pub(crate) async fn follow_again(desk: State<'_, Desk>, feeds: Given<Vec<FeedId>>) -> Result<(), ApiError> {
    sources::follow_again(desk.library()?, feeds.0).await
}

#[tauri::command]
pub(crate) async fn import_opml(desk: State<'_, Desk>, document: GivenDocument) -> Result<ImportReport, ApiError> {
    let library = desk.library()?;
    let report = sources::import_opml(library, &document.0).await?;
    if report.added > 0 {
        background::fetch_due_soon(library);
    }
    Ok(report)
}

#[tauri::command]
pub(crate) async fn export_place(document: Given<Document>) -> Result<String, ApiError> {
    export::place(document.0)
}

#[tauri::command]
pub(crate) async fn export_file(
    desk: State<'_, Desk>,
    document: Given<Document>,
    path: Given<String>,
) -> Result<ExportedFile, ApiError> {
    // The page names any path; only what the reader chose in the system's own dialog is written over.
    export::write(desk.library()?, document.0, &path.0, desk.takes_chosen(&path.0)).await
}
