//! What the engine tells while it works.

use broadsheet_model::{ArticleId, EnclosureId, FeedId};
use jiff::Timestamp;

use crate::pause::Pause;

/// Where a source stands in a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Waiting for its turn.
    Waiting,
    /// Its feed is being fetched.
    Fetching,
    /// Its articles and pictures are being fetched.
    Reading,
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// The refresh was stopped before its turn ended.
    Cancelled,
}

impl Step {
    /// Nothing more will come of it in this refresh.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// How a source stands in a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Which source.
    pub feed: FeedId,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub step: Step,
    /// Articles new in this refresh.
    pub new_articles: u32,
    /// Articles that came when the source was followed, where this is its first refresh.
    pub came_before: u32,
    /// Articles still to be fetched.
    pub pending: u32,
    /// The outcome in words.
    pub message: Option<String>,
    /// When it came to stand so.
    pub at: Timestamp,
}

/// Where a download stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DownloadStep {
    /// It is coming.
    Fetching,
    /// All of it is here.
    Done,
    /// It failed; what came of it stays.
    Failed,
    /// The reader stopped it; what came of it stays.
    Stopped,
    /// The reader removed what was here of it.
    Removed,
}

/// What happens in the library, as it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A refresh began.
    Started {
        /// Sources in it.
        sources: u32,
    },
    /// A source went a step on.
    Source {
        /// How it stands.
        progress: Progress,
        /// Sources that nothing more will come of.
        finished: u32,
        /// Sources in this refresh.
        sources: u32,
    },
    /// A refresh ended.
    Finished {
        /// New articles.
        new_articles: u32,
        /// Sources that failed.
        failed: u32,
        /// It was stopped.
        cancelled: bool,
        /// Why it, or a part of it, was put off.
        paused: Option<Pause>,
    },
    /// A download went on.
    Download {
        /// Which enclosure.
        enclosure: EnclosureId,
        /// With which article it came.
        article: ArticleId,
        /// Bytes that are here of it.
        bytes: u64,
        /// Bytes in all, as far as that is known.
        total: Option<u64>,
        /// Where it stands.
        step: DownloadStep,
        /// Why it failed.
        message: Option<String>,
    },
    /// Articles came or changed outside a refresh.
    Changed,
}
