//! Refresh.

use broadsheet_engine::{Pace, Which};

pub use broadsheet_engine::Depth;
use broadsheet_model::FeedId;
use serde::{Deserialize, Serialize};

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

/// How often the reader wants sources to be asked. What a source or its server asks for always holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefreshPace {
    /// As often as each brings news.
    ByHabit,
    /// Every quarter of an hour.
    #[serde(rename = "minutes_15")]
    Minutes15,
    /// Every half hour.
    #[serde(rename = "minutes_30")]
    Minutes30,
    /// Every hour.
    Hourly,
    /// Every four hours.
    #[serde(rename = "hours_4")]
    Hours4,
    /// Only when the reader says so.
    WhenAsked,
}

/// How often sources are asked.
///
/// # Errors
/// The library cannot be read.
pub async fn pace(library: &Library) -> Result<RefreshPace, ApiError> {
    Ok(match library.engine.pace().await? {
        Pace::ByHabit => RefreshPace::ByHabit,
        Pace::Minutes15 => RefreshPace::Minutes15,
        Pace::Minutes30 => RefreshPace::Minutes30,
        Pace::Hourly => RefreshPace::Hourly,
        Pace::Hours4 => RefreshPace::Hours4,
        Pace::WhenAsked => RefreshPace::WhenAsked,
    })
}

/// Says how often, from now on.
///
/// # Errors
/// The library cannot be written.
pub async fn set_pace(library: &Library, wanted: RefreshPace) -> Result<RefreshPace, ApiError> {
    let wanted = match wanted {
        RefreshPace::ByHabit => Pace::ByHabit,
        RefreshPace::Minutes15 => Pace::Minutes15,
        RefreshPace::Minutes30 => Pace::Minutes30,
        RefreshPace::Hourly => Pace::Hourly,
        RefreshPace::Hours4 => Pace::Hours4,
        RefreshPace::WhenAsked => Pace::WhenAsked,
    };
    library.engine.set_pace(wanted).await?;
    pace(library).await
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
