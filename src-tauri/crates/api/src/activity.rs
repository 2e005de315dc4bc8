//! What refreshes did.

use broadsheet_engine::{Ending, PastOutcome, PastRefresh};

use crate::error::ApiError;
use crate::library::Library;
use crate::source_views::{PastOutcomeView, PastRefreshView, SourceStep};

/// The latest refreshes, newest first.
///
/// # Errors
/// The library cannot be read.
pub async fn past(library: &Library, limit: u32) -> Result<Vec<PastRefreshView>, ApiError> {
    let past = library.engine.library(move |library| library.past_refreshes(limit)).await?;
    Ok(past.into_iter().map(refresh).collect())
}

/// How the sources of one refresh ended: those that failed first, then those that brought something.
///
/// # Errors
/// The library cannot be read.
pub async fn sources(library: &Library, refresh: i64) -> Result<Vec<PastOutcomeView>, ApiError> {
    let past = library.engine.library(move |library| library.refresh_outcomes(refresh)).await?;
    Ok(past.into_iter().map(outcome).collect())
}

fn refresh(past: PastRefresh) -> PastRefreshView {
    PastRefreshView {
        id: past.id,
        started_at: past.started_at,
        ended_at: past.ended_at,
        new_articles: past.new_articles,
        failed: past.failed,
        cancelled: past.cancelled,
        sources: past.sources,
    }
}

pub(crate) fn outcome(past: PastOutcome) -> PastOutcomeView {
    PastOutcomeView {
        feed: past.feed,
        title: past.title,
        step: match past.ending {
            Ending::Done => SourceStep::Done,
            Ending::Failed => SourceStep::Failed,
            Ending::Cancelled => SourceStep::Cancelled,
        },
        new_articles: past.new_articles,
        message: past.message,
        ended_at: past.ended_at,
    }
}
