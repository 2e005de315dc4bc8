//! The only door to the network.
//!
//! Start at [`Fetcher::get`]. It goes to http and https addresses only (`target`), to public ones unless the reader allowed
//! a host, with at most two requests at once to a host (`hosts`), one deadline for a whole exchange, and a cap on the
//! decoded bytes (`coding`). It sends no cookies and no referrer, and credentials to the host alone that they are for. This
//! room must never know what a feed or an article is.

mod address;
mod answer;
mod coding;
mod error;
mod fetcher;
mod freshness;
mod hosts;
// Other systems give this machine no second address to stand for the public one.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod rebinding;
mod redirects;
mod resolver;
#[cfg(test)]
mod scenarios;
mod target;

pub use address::{Allowed, AllowedParseError};
pub use answer::{Body, Bytes};
pub use error::FetchError;
pub use fetcher::{Fetched, Fetcher, Options, Request, Validators};
