//! Requests and answers for people's programs: one function a command, one error.
//!
//! Start at [`Library`], which every function takes, and [`views`], what they answer (of sources: `source_views`). The window's commands and the command
//! line both do nothing but call these. This room turns what the engine knows into what is shown, and every error into
//! an [`ApiError`] with a hint. It must never reach past the engine.

pub mod activity;
pub mod articles;
pub mod backups;
pub mod connection;
mod convert;
pub mod enclosures;
mod error;
pub mod export;
pub mod folders;
pub mod highlights;
pub mod library;
pub mod links;
pub mod lists;
pub mod many;
pub mod names;
pub mod notifications;
pub mod offline;
pub mod paper;
mod quotations;
pub mod refresh;
mod remedies;
pub mod retention;
pub mod search;
pub mod sign_in;
mod source_views;
pub mod sources;
pub mod status;
mod status_views;
pub mod tools;
mod typed_names;
#[cfg(feature = "typescript")]
pub mod typescript;
pub mod upkeep;
pub mod versions;
pub mod views;
pub mod visits;

pub use articles::MarkedRead;
pub use backups::{BackupPlan, BackupsView};
pub use connection::ConnectionView;
pub use enclosures::{EnclosureKind, EnclosureState, EnclosureView};
pub use error::{ApiError, ErrorCode};
pub use export::{Document, ExportedFile};
pub use highlights::{HighlightRow, HighlightsPage};
pub use library::{AssetPart, Library, OpenOptions};
pub use many::{Deed, Listed, ManyDone, WasSo};
pub use offline::{Completed, Gap, Keeping, OfflineReport};
pub use refresh::RefreshPace;
pub use retention::{GoingArticle, KeepingRules, WhatGoes};
pub use source_views::*;
pub use status_views::{DownloadState, LibraryEvent, LibraryStatus};
pub use versions::{ChangeKind, ChangedWords, Comparison};
pub use views::*;
pub use visits::LastVisit;
