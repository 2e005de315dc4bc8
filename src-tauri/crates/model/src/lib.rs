//! The words of the house: domain types, ids and [`SafeHtml`], shared by every room.
//!
//! Start at [`Article`], what a page holds once it is read, and [`ParsedFeed`], what a publisher's feed said. This room
//! must never gain logic that needs a library, the clock, the disk or the network.

mod article;
mod feed;
mod folder;
mod formula;
mod html;
mod ids;
mod section;

pub use article::{Article, Dated, Figure, PageKind, TextState, Verdict};
pub use feed::{
    Chapter, DiscoveredFeed, Enclosure, Entry, EntrySource, FeedFields, FeedFormat, Media, ParsedFeed, Person,
};
pub use folder::Folder;
pub use formula::{Formula, FormulaReader};
pub use html::SafeHtml;
pub use ids::{ArticleId, AssetId, EnclosureId, FeedId, FeedbackId, HighlightId, ListId, PublicationId, VersionId};
pub use section::Section;
