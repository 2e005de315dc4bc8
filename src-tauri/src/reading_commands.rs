//! The window's commands for what is read: the front page, lists of news, articles, and what the reader has opened of them. Each
//! one unpacks, calls `api`, and returns.

use broadsheet_api::{
    ApiError, ArticleCard, ArticlePage, ArticleView, FrontPage, LastVisit, MarkedRead, articles, paper, visits,
};
use broadsheet_model::{ArticleId, PublicationId, Section};
use tauri::State;

use crate::desk::Desk;
use crate::given::Given;

#[tauri::command]
pub(crate) async fn front_page(desk: State<'_, Desk>, unread_since: Given<Option<i64>>) -> Result<FrontPage, ApiError> {
    paper::front(desk.library()?, unread_since.0).await
}

/// What of a list is wanted.
pub(crate) fn listing(unread_since: Given<Option<i64>>, oldest_first: Given<bool>) -> paper::Listing {
    paper::Listing { unread_since: unread_since.0, oldest_first: oldest_first.0 }
}

#[tauri::command]
pub(crate) async fn section_page(
    desk: State<'_, Desk>,
    section: Given<Section>,
    unread_since: Given<Option<i64>>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::section(desk.library()?, section.0, listing(unread_since, oldest_first), after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn publication_page(
    desk: State<'_, Desk>,
    publication: Given<PublicationId>,
    unread_since: Given<Option<i64>>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::publication(desk.library()?, publication.0, listing(unread_since, oldest_first), after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn starred_page(
    desk: State<'_, Desk>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::starred(desk.library()?, oldest_first.0, after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn saved_page(
    desk: State<'_, Desk>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::saved(desk.library()?, oldest_first.0, after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn open_article(desk: State<'_, Desk>, article: Given<ArticleId>) -> Result<ArticleView, ApiError> {
    articles::open(desk.library()?, article.0).await
}

#[tauri::command]
pub(crate) async fn set_read(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    read: Given<bool>,
) -> Result<ArticleCard, ApiError> {
    articles::set_read(desk.library()?, article.0, read.0).await
}

#[tauri::command]
pub(crate) async fn set_place(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    place: Given<Option<u32>>,
) -> Result<(), ApiError> {
    articles::set_place(desk.library()?, article.0, place.0).await
}

#[tauri::command]
pub(crate) async fn mark_paper_read(desk: State<'_, Desk>, through: Given<ArticleId>) -> Result<MarkedRead, ApiError> {
    articles::mark_paper_read(desk.library()?, through.0).await
}

#[tauri::command]
pub(crate) async fn mark_section_read(
    desk: State<'_, Desk>,
    section: Given<Section>,
    through: Given<ArticleId>,
) -> Result<MarkedRead, ApiError> {
    articles::mark_section_read(desk.library()?, section.0, through.0).await
}

#[tauri::command]
pub(crate) async fn mark_publication_read(
    desk: State<'_, Desk>,
    publication: Given<PublicationId>,
    through: Given<ArticleId>,
) -> Result<MarkedRead, ApiError> {
    articles::mark_publication_read(desk.library()?, publication.0, through.0).await
}

#[tauri::command]
pub(crate) async fn take_back_read(desk: State<'_, Desk>, at: Given<i64>) -> Result<u32, ApiError> {
    articles::take_back_read(desk.library()?, at.0).await
}

#[tauri::command]
pub(crate) async fn new_page(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    unread_since: Given<Option<i64>>,
    oldest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<ArticlePage, ApiError> {
    paper::came_after(desk.library()?, article.0, listing(unread_since, oldest_first), after.0.as_deref()).await
}

#[tauri::command]
pub(crate) async fn mark_new_read(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    through: Given<ArticleId>,
) -> Result<MarkedRead, ApiError> {
    articles::mark_new_read(desk.library()?, article.0, through.0).await
}

#[tauri::command]
pub(crate) async fn last_visit(desk: State<'_, Desk>, here: Given<bool>) -> Result<Option<LastVisit>, ApiError> {
    visits::last(desk.library()?, here.0).await
}
