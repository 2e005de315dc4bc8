//! The use cases: discover, subscribe, refresh, open, save, search.
//!
//! Start at [`Engine`]. It joins the rooms: what comes through `fetch` is parsed, extracted and sanitised off the async
//! threads, on as many threads as there are processors, and stored in short transactions. Progress is told as
//! [`Event`]s. This room must never hold SQL, parse a document itself, or know who is watching.

mod access;
mod activity;
mod address;
mod advice;
mod anchor;
mod arrived;
mod articles;
mod attached;
pub mod backups;
mod digest;
mod discover;
mod document;
pub mod downloads;
mod engine;
mod entry_pictures;
mod error;
mod export;
mod fields;
mod fingerprint;
mod folders;
mod followed;
mod found;
pub mod highlights;
mod import;
mod in_view;
mod ingest;
mod likeness;
mod login;
mod look;
mod looks;
mod names;
mod notification;
pub mod offline;
mod pace;
mod page;
mod paper;
mod pause;
mod picture;
mod preferences;
mod progress;
mod reach;
mod read_page;
pub mod reextract;
mod refresh;
mod repeats;
pub mod retention;
mod save;
mod subscribe;
mod tails;
mod text;
mod together;
pub mod tools;
mod trackers;
mod trending;
pub mod upkeep;
pub mod versions;
mod way_out;
mod workers;
mod writer;

pub use access::SignIn;
pub use advice::sentence;
pub use broadsheet_fetch::{Allowed, AllowedParseError, FetchError, Proxy, ProxyTrouble, SignInCookie};
pub use broadsheet_interchange::OpmlError;
pub use broadsheet_keys::Kept;
pub use broadsheet_store::{
    Library, StoreError,
    activity::{Ending, PastOutcome, PastRefresh},
    attempts::Attempt,
    cards::{Card, Order, Place, SectionTotals, Shelf, StoredVersion, Totals, Unread},
    feedback::Feedback,
    feeds::{Access, Feed, Gives, TextFrom, Trouble},
    folders::FolderTotals,
    highlights::{Highlight, ListedHighlight},
    lists::ReadingList,
    many::{Before, Deed},
    media::Asset,
    news::News,
    pictures::StoredFigure,
    publications::{Publication, PublicationTotals},
    search::{Hit, MARK_END, MARK_START, SearchOrder},
    source_counts::SourceCounts,
};
pub use discover::SECTION_PAGE;
pub use engine::{Engine, INTERNET_ARCHIVE, Settings};
pub use error::EngineError;
pub use found::{Behind, FoundFeed};
pub use import::{ImportOutcome, ImportedRow};
pub use notification::{LeadsTo, Notification, notification_of};
pub use pace::Pace;
pub use paper::{FrontPage, FrontSection, OpenArticle, RelatedCard, TrendingCard};
pub use pause::Pause;
pub use progress::{DownloadStep, Event, Progress, Step};
pub use refresh::{Depth, Outcome, Which};
pub use trackers::without_trackers;
pub use way_out::Connection;
