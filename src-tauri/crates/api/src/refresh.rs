//! Refresh.

use broadsheet_engine::Which;

pub use broadsheet_engine::Depth;
use broadsheet_model::FeedId;
use serde::Serialize;

use crate::convert;
use crate::error::ApiError;
use crate::library::Library;
use crate::source_views::SourceProgress;

/// What a refresh did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefreshReport {
    /// New articles over all sources.
    pub new_articles: u32,
    /// Sources that failed.
    pub failed: u32,
    /// It was stopped.
    pub cancelled: bool,
    /// Why it, or a part of it, was put off, in words.
    pub paused: Option<String>,
    /// How each source ended.
    pub sources: Vec<SourceProgress>,
}

/// Refreshes the named sources, or all of them.
///
/// # Errors
/// A refresh is under way already, or the library cannot be used. A source that fails is no error.
pub async fn run(library: &Library, feeds: Option<Vec<FeedId>>, depth: Depth) -> Result<RefreshReport, ApiError> {
    refresh(library, feeds.map_or(Which::All, Which::These), depth).await
}

/// Refreshes the sources whose time has come.
///
/// # Errors
/// As [`run`].
pub async fn run_due(library: &Library, depth: Depth) -> Result<RefreshReport, ApiError> {
    refresh(library, Which::Due, depth).await
}

/// Whether the window puts off its own refreshes while the connection is metered. One that the reader asks for is never put off.
///
/// # Errors
/// The library cannot be read.
pub async fn pauses_when_metered(library: &Library) -> Result<bool, ApiError> {
    Ok(library.engine.pauses_when_metered().await?)
}

/// Says whether it does.
///
/// # Errors
/// The library cannot be written.
pub async fn pause_when_metered(library: &Library, pauses: bool) -> Result<bool, ApiError> {
    library.engine.pause_when_metered(pauses).await?;
    pauses_when_metered(library).await
}

/// Stops the refresh under way, if any. What was stored stays.
pub fn cancel(library: &Library) {
    library.engine.cancel_refresh();
}

async fn refresh(library: &Library, which: Which, depth: Depth) -> Result<RefreshReport, ApiError> {
    let outcome = library.engine.refresh(which, depth).await?;
    Ok(RefreshReport {
        new_articles: outcome.new_articles(),
        failed: outcome.failed(),
        cancelled: outcome.cancelled,
        paused: outcome.paused.map(|pause| pause.words().to_owned()),
        sources: outcome.sources.into_iter().map(convert::progress).collect(),
    })
}
