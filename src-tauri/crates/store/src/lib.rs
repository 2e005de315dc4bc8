//! The only door to SQLite: the library, one folder with `library.db` and the media beside it.
//!
//! Start at [`Library`]. Every table has a module with its queries, and each call is one short transaction. What the
//! publisher said ([`feeds`], [`entries`], [`captures`], [`pictures`]) and what the reader did ([`reading`], [`lists`],
//! [`feedback`]) stand in tables of their own. The calls block; async callers run them on a thread for blocking work.
//!
//! This room must never fetch, parse or sanitise: HTML comes in and goes out as it is, and counts as hostile when read.

pub mod activity;
mod archived;
mod article_row;
mod article_seal;
pub mod attempts;
pub mod backup;
pub mod captures;
pub mod cards;
pub mod compact;
mod counts;
mod dictionary;
pub mod enclosures;
pub mod entries;
mod error;
mod expired;
pub mod feedback;
pub mod feeds;
mod fingerprint;
mod folder_order;
pub mod folders;
mod folding;
mod fresh;
mod from_backup;
mod functions;
mod gif;
mod hasten;
pub mod highlights;
pub mod hosts;
mod identity;
mod index;
mod library;
pub mod lists;
pub mod looks;
mod loose_rows;
pub mod many;
pub mod media;
mod nearest;
pub mod news;
pub mod offline;
pub mod originals;
mod outcomes;
mod own_names;
mod pack_error;
mod packed;
pub mod page_facts;
mod parts;
pub mod pictures;
pub mod plain_text;
pub mod publications;
pub mod reading;
pub mod ready;
pub mod repair;
pub mod retention;
pub mod salvage;
pub mod saved;
mod schema;
pub mod search;
mod search_filter;
mod search_query;
pub mod settings;
mod settle;
pub mod shelves;
mod snippet;
pub mod source_counts;
pub mod texts;
mod time;
mod values;
pub mod verify;
pub mod visits;
mod vocabulary;

pub use error::StoreError;
pub use library::{Library, RefreshLock};
