//! Bytes to a parsed feed.
//!
//! Start at [`parse()`]: bytes are decoded, the text is repaired, and feed-rs (or, for news sitemaps, module `sitemap`) reads
//! it. [`discover()`] finds the feeds that a page names, [`decode()`] tells the encoding of pages and feeds alike.
//!
//! Titles, names and subjects leave as plain text; `summary` and `content` are hostile HTML. This room must never fetch
//! anything, nor ask the clock.

mod dates;
mod decode;
mod discover;
mod error;
mod map;
mod parse;
mod plain;
mod repair;
mod sitemap;

pub use decode::decode;
pub use discover::discover;
pub use error::FeedError;
pub use parse::parse;
