//! The use cases: discover, subscribe, refresh, open, save, search.
//!
//! Start at [`Engine`]. It joins the rooms: what comes through `fetch` is parsed, extracted and sanitised off the async
//! threads, behind a semaphore sized to the processor, and stored in short transactions. Progress is told as
//! [`Event`]s. This room must never hold SQL, parse a document itself, or know who is watching.

mod address;
mod discover;
mod engine;
mod error;
mod import;
mod ingest;
mod page;
mod paper;
mod picture;
mod progress;
mod refresh;
mod save;
mod text;
pub mod tools;

pub use broadsheet_fetch::{Allowed, AllowedParseError, FetchError};
pub use broadsheet_interchange::OpmlError;
pub use broadsheet_store::{
    Library, StoreError,
    cards::{Card, Place, SectionTotals, Shelf, StoredVersion, Totals},
    feedback::Feedback,
    feeds::Feed,
    lists::ReadingList,
    media::Asset,
    pictures::StoredFigure,
    publications::{Publication, PublicationTotals},
    search::{Hit, MARK_END, MARK_START},
};
pub use discover::FoundFeed;
pub use engine::{Engine, Settings};
pub use error::EngineError;
pub use import::{ImportOutcome, ImportedRow};
pub use paper::{FrontPage, FrontSection, OpenArticle, RelatedCard, TrendingCard};
pub use progress::{Event, Progress, Step};
pub use refresh::{Outcome, Which};
