//! Bytes to a parsed feed.
//!
//! Start at [`parse()`]: bytes are decoded, the format is found, and `reader` (XML), `sitemap` or `json` reads it. `xml` is
//! the tokenizer below. [`discover()`] finds the feeds that a page names, [`decode()`] tells the encoding of pages and feeds
//! alike.
//!
//! Titles, names and subjects leave as plain text; `summary` and `content` are hostile HTML. This room must never fetch
//! anything, nor ask the clock, nor panic, nor take more than linear time, whatever it is given.

mod capture;
mod date_words;
mod dates;
mod decode;
mod discover;
mod draft;
mod elements;
mod error;
mod fields;
mod finish;
mod html_links;
mod json;
mod known_sites;
mod links;
mod parse;
mod people;
mod plain;
mod reader;
mod section_page;
mod sitemap;
mod values;
mod vocabulary;
mod xml;

pub use decode::decode;
pub use discover::{discover, is_named_as_feed};
pub use error::FeedError;
pub use known_sites::{feed_named_in_scripts, feeds_of_known_site};
pub use parse::parse;
pub use plain::plain_text;
pub use section_page::read_section_page;
