//! How the library does and what happens in it, as it is shown.

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
        /// The folders of sources, each before those within it, by name.
        pub folders: Vec<FolderView>,
    }
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
    /// Articles came or changed outside a refresh; lists are worth reading again.
    Changed,
}
