//! When the reader was here, and what came since.

use broadsheet_model::ArticleId;
use jiff::Timestamp;
use serde::Serialize;

use crate::error::ApiError;
use crate::library::Library;

/// The visit before this one, and what came since. A visit lasts until the reader has been away for an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LastVisit {
    /// The article that had come last by then: what came since has a higher number.
    pub through: ArticleId,
    /// When it ended.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub ended_at: Timestamp,
    /// How many articles came since.
    pub articles: u32,
}

/// The visit before this one, `None` in the first. Where the reader is `here`, that is noted.
///
/// # Errors
/// The library cannot be read, or written where the reader is here.
pub async fn last(library: &Library, here: bool) -> Result<Option<LastVisit>, ApiError> {
    let now = Timestamp::now();
    let last = library.engine.library(move |library| if here { library.note_visit(now) } else { library.last_visit() });
    Ok(last.await?.map(|last| LastVisit { through: last.through, ended_at: last.ended_at, articles: last.articles }))
}
