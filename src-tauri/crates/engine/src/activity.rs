//! What refreshes did, kept in the library.

use broadsheet_store::activity::{Ending, PastOutcome, PastRefresh};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::{Progress, Step};
use crate::refresh::Outcome;

/// What came when a source was followed belongs to its first refresh, though it was there before that began.
fn brought(source: &Progress) -> u32 {
    source.new_articles + source.came_before
}

impl Engine {
    /// Keeps what a refresh did, for the reader to look at later.
    pub(crate) async fn keep_activity(&self, outcome: &Outcome, started_at: Timestamp) -> Result<(), EngineError> {
        if outcome.sources.is_empty() {
            return Ok(());
        }
        let past = PastRefresh {
            id: 0,
            started_at,
            ended_at: Timestamp::now(),
            new_articles: outcome.sources.iter().map(brought).sum(),
            failed: outcome.failed(),
            cancelled: outcome.cancelled,
            sources: u32::try_from(outcome.sources.len()).unwrap_or(u32::MAX),
        };
        let outcomes: Vec<PastOutcome> = outcome
            .sources
            .iter()
            .map(|source| PastOutcome {
                feed: source.feed,
                title: source.title.clone(),
                ending: match source.step {
                    Step::Done => Ending::Done,
                    Step::Failed => Ending::Failed,
                    _ => Ending::Cancelled,
                },
                new_articles: brought(source),
                message: source.message.clone().unwrap_or_default(),
                ended_at: source.at,
            })
            .collect();
        self.library(move |library| library.note_refresh(&past, &outcomes)).await
    }
}
