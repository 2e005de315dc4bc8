//! The only door to the network.
//!
//! Start at [`Fetcher::get`]. It goes to http and https addresses only, to public ones unless the reader allowed a host,
//! with at most two requests at once to a host, one deadline for a whole exchange, and a cap on the decoded bytes.
//! It sends no cookies and no referrer. This room must never know what a feed or an article is.

mod address;
mod error;
mod fetcher;
mod hosts;
mod resolver;

pub use address::{Allowed, AllowedParseError};
pub use error::FetchError;
pub use fetcher::{Fetched, Fetcher, Options, Request};
