//! The only door to the network.
//!
//! Start at [`Fetcher::get`]. It goes to http and https addresses only (`target`), to public ones unless the reader allowed
//! a host, with at most two requests at once to a host (`hosts`), one deadline for a whole exchange, and a cap on the
//! decoded bytes (`coding`); a file that a reader downloads comes in pieces, for as long as it takes (`download`). It sends no referrer, and
//! cookies and credentials only where the reader signed in, to the host alone that they are for (`access`). This
//! room must never know what a feed or an article is.

mod access;
mod address;
mod answer;
mod coding;
mod download;
mod error;
mod fetcher;
mod freshness;
mod hosts;
mod large;
mod network;
mod proxy;
// Other systems give this machine no second address to stand for the public one.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod rebinding;
mod redirects;
mod resolver;
#[cfg(test)]
mod scenarios;
mod target;

pub use access::{Access, SignInCookie};
pub use address::{Allowed, AllowedParseError};
pub use answer::{Body, Bytes};
pub use download::{Arriving, Download, Held};
pub use error::{FetchError, ProxyTrouble};
pub use fetcher::{Fetched, Fetcher, Options, Request, Validators};
pub use large::{Large, Wait};
pub use network::{has_way_out, is_near};
pub use proxy::Proxy;
