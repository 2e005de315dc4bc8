//! What refreshes did, kept in the library.

use broadsheet_store::activity::{Ending, PastOutcome, PastRefresh};
use broadsheet_store::cards::Shelf;
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
        let new_articles = self.brought_by_all(&outcome.sources).await?;
        let past = PastRefresh {
            id: 0,
            started_at,
            ended_at: Timestamp::now(),
            new_articles,
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

    /// The same of several sources. An article that came with the following of two of them counts once.
    async fn brought_by_all(&self, sources: &[Progress]) -> Result<u32, EngineError> {
        let (first, others): (Vec<&Progress>, Vec<&Progress>) =
            sources.iter().partition(|source| source.came_before > 0);
        let new: u32 = others.iter().map(|source| source.new_articles).sum();
        if first.is_empty() {
            return Ok(new);
        }
        let shelf = Shelf::Sources(first.iter().map(|source| source.feed).collect());
        Ok(new + self.library(move |library| library.shelf_page(shelf, None, None, 0)).await?.total)
    }
}
