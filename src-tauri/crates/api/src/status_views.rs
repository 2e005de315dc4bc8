//! How the library does and what happens in it, as it is shown.

use broadsheet_model::{ArticleId, EnclosureId};
use serde::Serialize;

use crate::source_views::{FolderView, SourceProgress};
use crate::views::{PublicationCount, SectionCount, view};

view! {
    /// The library and how it does.
    pub struct LibraryStatus {
        /// Its folder.
        pub path: String,
        /// Why nothing can be written to it, in words; `null` when it can.
        pub read_only: Option<String>,
        /// Subscribed sources.
        pub sources: u32,
        /// Those of them that could not be read when they were last tried, but for those that have ended.
        pub failing: u32,
        /// Articles.
        pub articles: u32,
        /// Articles whose text and pictures are all in the library.
        pub offline_ready: u32,
        /// Bytes on disk.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub bytes: u64,
        /// A refresh is under way.
        pub refreshing: bool,
        /// The sections that have articles, in the order of the paper.
        pub sections: Vec<SectionCount>,
        /// The publications, by name.
        pub publications: Vec<PublicationCount>,
        /// The folders of sources, each before those within it, in the reader's order; by name where there is none.
        pub folders: Vec<FolderView>,
    }
}

/// How a download stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DownloadState {
    /// It is coming.
    Coming,
    /// All of it is here.
    Done,
    /// It failed; what came of it stays.
    Failed,
    /// The reader stopped it; what came of it stays.
    Stopped,
    /// The reader removed what was here.
    Removed,
}

/// What happens in the library, as it happens. The window hears these under the name `library`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum LibraryEvent {
    /// A refresh began.
    RefreshStarted {
        /// Sources in it.
        sources: u32,
    },
    /// One source went a step on.
    Source {
        /// How it stands.
        progress: SourceProgress,
        /// Sources that are done, failed or cancelled.
        finished: u32,
        /// Sources in this refresh.
        sources: u32,
    },
    /// A refresh ended.
    RefreshFinished {
        /// Articles that are new.
        new_articles: u32,
        /// Sources that failed.
        failed: u32,
        /// The reader stopped it.
        cancelled: bool,
        /// Why it, or a part of it, was put off, in words.
        paused: Option<String>,
    },
    /// A download went on.
    Download {
        /// Which enclosure.
        enclosure: EnclosureId,
        /// The article with which it came.
        article: ArticleId,
        /// Bytes that are here.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        bytes: u64,
        /// Bytes in all, as far as that is known.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        total: Option<u64>,
        /// How it stands.
        step: DownloadState,
        /// Why it failed, in words.
        message: Option<String>,
    },
    /// Articles came or changed outside a refresh; lists are worth reading again.
    Changed,
}
