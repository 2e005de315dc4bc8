//! The window's commands. Each one unpacks, calls `api`, and returns. Those of a subject have a file of their own beside this one.

use broadsheet_api::{
    ApiError, ArticleCard, ArticleView, BackupPlan, BackupsView, Comparison, Completed, FeedbackKind, HighlightsPage,
    Keeping, KeepingRules, LibraryStatus, ListPage, ListView, OfflineReport, PastOutcomeView, PastRefreshView,
    RefreshPace, SearchResults, WhatGoes, activity, articles, backups, highlights, links, lists, notifications,
    offline, refresh, retention, search, versions,
};
use broadsheet_model::{ArticleId, FeedId, FeedbackId, HighlightId, ListId, Section, VersionId};
use tauri::ipc::Invoke;
use tauri::{AppHandle, Runtime, State};

use crate::chooser::{self, Wanted};
use crate::desk::Desk;
use crate::given::{Given, GivenDocument};
use crate::{connection_commands, enclosure_commands, many_commands, reading_commands, source_commands};

/// Refreshes that the activity view goes back.
const PAST_REFRESHES: u32 = 20;

/// Every command, for the builder.
pub(crate) fn all<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        reading_commands::front_page,
        reading_commands::section_page,
        reading_commands::publication_page,
        source_commands::folder_page,
        source_commands::source_articles,
        source_commands::mark_sources_read,
        reading_commands::starred_page,
        reading_commands::saved_page,
        reading_commands::new_page,
        reading_commands::mark_new_read,
        reading_commands::last_visit,
        reading_commands::open_article,
        reading_commands::set_read,
        reading_commands::set_place,
        reading_commands::mark_paper_read,
        reading_commands::mark_section_read,
        reading_commands::mark_publication_read,
        source_commands::mark_folder_read,
        reading_commands::take_back_read,
        many_commands::all_of_list,
        many_commands::do_with_many,
        many_commands::take_back_many,
        set_starred,
        lists,
        create_list,
        rename_list,
        delete_list,
        list_page,
        add_to_list,
        remove_from_list,
        move_in_list,
        search,
        source_commands::sources,
        source_commands::discover,
        source_commands::follow,
        source_commands::follow_unread,
        source_commands::source_page,
        source_commands::move_source,
        source_commands::mark_ended,
        source_commands::allow_source_host,
        source_commands::take_texts_from,
        source_commands::notify_of_source,
        notified_sections,
        notify_of_section,
        source_commands::sign_in,
        source_commands::sign_in_on_site,
        source_commands::end_sign_in_on_site,
        source_commands::sign_out,
        activity,
        activity_sources,
        source_commands::rename_source,
        source_commands::rename_publication,
        source_commands::move_to_folder,
        source_commands::rename_folder,
        source_commands::move_folder,
        source_commands::order_folder,
        source_commands::remove_folder,
        source_commands::unsubscribe,
        source_commands::follow_again,
        source_commands::import_opml,
        source_commands::export_place,
        source_commands::export_file,
        save_page,
        complete_article,
        complete_from_archive,
        enclosure_commands::download_enclosure,
        enclosure_commands::stop_enclosure,
        enclosure_commands::remove_enclosure,
        enclosure_commands::play_enclosure,
        enclosure_commands::enclosure_bytes,
        enclosure_commands::downloads,
        keeping_rules,
        preview_rules,
        set_keeping_rules,
        trim_library,
        backups,
        plan_backups,
        back_up_now,
        choose_path,
        compare_versions,
        highlight,
        note_highlight,
        remove_highlight,
        highlights,
        offline_report,
        complete_kept,
        refresh,
        pauses_when_metered,
        pause_when_metered,
        refresh_pace,
        set_refresh_pace,
        cancel_refresh,
        give_feedback,
        withdraw_feedback,
        connection_commands::connection,
        connection_commands::set_proxy,
        connection_commands::trust_certificates,
        connection_commands::forget_certificates,
        library_status,
        article_at,
        open_link,
    ]
}

#[tauri::command]
async fn set_starred(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    starred: Given<bool>,
) -> Result<ArticleCard, ApiError> {
    articles::set_starred(desk.library()?, article.0, starred.0).await
}

#[tauri::command]
async fn lists(desk: State<'_, Desk>) -> Result<Vec<ListView>, ApiError> {
    lists::all(desk.library()?).await
}

#[tauri::command]
async fn create_list(desk: State<'_, Desk>, name: Given<String>) -> Result<ListView, ApiError> {
    lists::create(desk.library()?, &name.0).await
}

#[tauri::command]
async fn rename_list(desk: State<'_, Desk>, list: Given<ListId>, name: Given<String>) -> Result<ListView, ApiError> {
    lists::rename(desk.library()?, list.0, &name.0).await
}

#[tauri::command]
async fn delete_list(desk: State<'_, Desk>, list: Given<ListId>) -> Result<(), ApiError> {
    lists::delete(desk.library()?, list.0).await
}

#[tauri::command]
async fn list_page(desk: State<'_, Desk>, list: Given<ListId>) -> Result<ListPage, ApiError> {
    lists::page(desk.library()?, list.0).await
}

#[tauri::command]
async fn add_to_list(
    desk: State<'_, Desk>,
    list: Given<ListId>,
    article: Given<ArticleId>,
) -> Result<ListPage, ApiError> {
    lists::add(desk.library()?, list.0, article.0).await
}

#[tauri::command]
async fn remove_from_list(
    desk: State<'_, Desk>,
    list: Given<ListId>,
    article: Given<ArticleId>,
) -> Result<ListPage, ApiError> {
    lists::remove(desk.library()?, list.0, article.0).await
}

#[tauri::command]
async fn move_in_list(
    desk: State<'_, Desk>,
    list: Given<ListId>,
    article: Given<ArticleId>,
    to: Given<usize>,
) -> Result<ListPage, ApiError> {
    lists::reorder(desk.library()?, list.0, article.0, to.0).await
}

#[tauri::command]
async fn search(
    desk: State<'_, Desk>,
    query: Given<String>,
    newest_first: Given<bool>,
    after: Given<Option<String>>,
) -> Result<SearchResults, ApiError> {
    search::search(desk.library()?, &query.0, newest_first.0, after.0.as_deref()).await
}

#[tauri::command]
async fn notified_sections(desk: State<'_, Desk>) -> Result<Vec<Section>, ApiError> {
    notifications::sections(desk.library()?).await
}

#[tauri::command]
async fn notify_of_section(
    desk: State<'_, Desk>,
    section: Given<Section>,
    notifies: Given<bool>,
) -> Result<Vec<Section>, ApiError> {
    notifications::of_section(desk.library()?, section.0, notifies.0).await
}

#[tauri::command]
async fn activity(desk: State<'_, Desk>) -> Result<Vec<PastRefreshView>, ApiError> {
    activity::past(desk.library()?, PAST_REFRESHES).await
}

#[tauri::command]
async fn activity_sources(desk: State<'_, Desk>, refresh: Given<i64>) -> Result<Vec<PastOutcomeView>, ApiError> {
    activity::sources(desk.library()?, refresh.0).await
}

#[tauri::command]
async fn save_page(
    desk: State<'_, Desk>,
    address: Given<String>,
    allow_private: Given<bool>,
) -> Result<ArticleCard, ApiError> {
    articles::save_page(desk.library()?, &address.0, allow_private.0).await
}

#[tauri::command]
async fn complete_article(desk: State<'_, Desk>, article: Given<ArticleId>) -> Result<ArticleView, ApiError> {
    articles::complete(desk.library()?, article.0).await
}

#[tauri::command]
async fn complete_from_archive(desk: State<'_, Desk>, article: Given<ArticleId>) -> Result<ArticleView, ApiError> {
    offline::complete_from_archive(desk.library()?, article.0).await
}

#[tauri::command]
async fn keeping_rules(desk: State<'_, Desk>) -> Result<Vec<KeepingRules>, ApiError> {
    retention::rules(desk.library()?).await
}

#[tauri::command]
async fn preview_rules(desk: State<'_, Desk>, rules: Given<Option<KeepingRules>>) -> Result<WhatGoes, ApiError> {
    retention::preview(desk.library()?, rules.0).await
}

#[tauri::command]
async fn set_keeping_rules(desk: State<'_, Desk>, rules: Given<KeepingRules>) -> Result<(), ApiError> {
    retention::set(desk.library()?, rules.0).await
}

#[tauri::command]
async fn trim_library(desk: State<'_, Desk>) -> Result<WhatGoes, ApiError> {
    retention::trim(desk.library()?).await
}

#[tauri::command]
async fn backups(desk: State<'_, Desk>) -> Result<BackupsView, ApiError> {
    backups::view(desk.library()?).await
}

#[tauri::command]
async fn plan_backups(desk: State<'_, Desk>, plan: Given<Option<BackupPlan>>) -> Result<BackupsView, ApiError> {
    backups::plan(desk.library()?, plan.0).await
}

#[tauri::command]
async fn back_up_now(desk: State<'_, Desk>) -> Result<BackupsView, ApiError> {
    backups::run_now(desk.library()?).await
}

#[tauri::command]
async fn choose_path<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    wanted: Given<Wanted>,
    start: Given<String>,
) -> Result<Option<String>, ApiError> {
    chooser::choose(&app, &desk, wanted.0, &start.0).await
}

#[tauri::command]
async fn compare_versions(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    older: Given<VersionId>,
    newer: Given<VersionId>,
) -> Result<Comparison, ApiError> {
    versions::compare(desk.library()?, article.0, older.0, newer.0).await
}

#[tauri::command]
async fn highlight(
    desk: State<'_, Desk>,
    id: Given<ArticleId>,
    quote: GivenDocument,
    near: Given<u32>,
    note: GivenDocument,
) -> Result<ArticleView, ApiError> {
    highlights::add(desk.library()?, id.0, &quote.0, near.0, &note.0).await
}

#[tauri::command]
async fn note_highlight(
    desk: State<'_, Desk>,
    highlight: Given<HighlightId>,
    note: GivenDocument,
) -> Result<ArticleView, ApiError> {
    highlights::note(desk.library()?, highlight.0, &note.0).await
}

#[tauri::command]
async fn remove_highlight(desk: State<'_, Desk>, highlight: Given<HighlightId>) -> Result<ArticleView, ApiError> {
    highlights::remove(desk.library()?, highlight.0).await
}

#[tauri::command]
async fn highlights(
    desk: State<'_, Desk>,
    words: Given<String>,
    after: Given<Option<HighlightId>>,
) -> Result<HighlightsPage, ApiError> {
    highlights::all(desk.library()?, &words.0, after.0).await
}

#[tauri::command]
async fn offline_report(desk: State<'_, Desk>, keeping: Given<Keeping>) -> Result<OfflineReport, ApiError> {
    offline::report(desk.library()?, keeping.0).await
}

#[tauri::command]
async fn complete_kept(desk: State<'_, Desk>, keeping: Given<Keeping>) -> Result<Completed, ApiError> {
    offline::complete(desk.library()?, keeping.0).await
}

#[tauri::command]
async fn refresh(desk: State<'_, Desk>, feeds: Given<Option<Vec<FeedId>>>) -> Result<(), ApiError> {
    refresh::run(desk.library()?, feeds.0, refresh::Depth::Everything).await.map(|_| ())
}

#[tauri::command]
async fn pauses_when_metered(desk: State<'_, Desk>) -> Result<bool, ApiError> {
    refresh::pauses_when_metered(desk.library()?).await
}

#[tauri::command]
async fn refresh_pace(desk: State<'_, Desk>) -> Result<RefreshPace, ApiError> {
    refresh::pace(desk.library()?).await
}

#[tauri::command]
async fn set_refresh_pace(desk: State<'_, Desk>, pace: Given<RefreshPace>) -> Result<RefreshPace, ApiError> {
    refresh::set_pace(desk.library()?, pace.0).await
}

#[tauri::command]
async fn pause_when_metered(desk: State<'_, Desk>, pauses: Given<bool>) -> Result<bool, ApiError> {
    refresh::pause_when_metered(desk.library()?, pauses.0).await
}

#[tauri::command]
async fn cancel_refresh(desk: State<'_, Desk>) -> Result<(), ApiError> {
    refresh::cancel(desk.library()?);
    Ok(())
}

#[tauri::command]
async fn give_feedback(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    kind: Given<FeedbackKind>,
    detail: Given<Option<String>>,
) -> Result<ArticleView, ApiError> {
    articles::give_feedback(desk.library()?, article.0, kind.0, detail.0.as_deref()).await
}

#[tauri::command]
async fn withdraw_feedback(
    desk: State<'_, Desk>,
    article: Given<ArticleId>,
    feedback: Given<FeedbackId>,
) -> Result<ArticleView, ApiError> {
    articles::withdraw_feedback(desk.library()?, article.0, feedback.0).await
}

#[tauri::command]
async fn library_status(desk: State<'_, Desk>) -> Result<LibraryStatus, ApiError> {
    desk.library()?.status().await
}

#[tauri::command]
async fn article_at(desk: State<'_, Desk>, url: Given<String>) -> Result<Option<ArticleId>, ApiError> {
    articles::at(desk.library()?, &url.0).await
}

#[tauri::command]
async fn open_link(url: Given<String>) -> Result<(), ApiError> {
    let url = links::checked(&url.0)?;
    tauri_plugin_opener::open_url(&url, None::<&str>).map_err(|_| links::not_opened(&url))
}
