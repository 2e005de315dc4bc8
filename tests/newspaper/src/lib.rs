//! The test newspaper: a handful of invented publications on loopback, for Broadsheet to read.
//!
//! Start with [`Newspaper::start`] to run the sites, and [`truth()`] for what a perfect reader would make of their pages.
//! Every byte follows from [`Options::now`] and from what was asked of the handle. All people, places, firms and agencies
//! in the articles are invented. It never reaches beyond 127.0.0.1 and reads no file while it runs.

#![forbid(unsafe_code)]

mod article;
mod content;
mod control;
mod edition;
mod error;
mod failure;
mod feeds;
mod newspaper;
mod page;
mod pictures;
#[cfg(test)]
mod proof;
mod publication;
mod reply;
mod seed_like;
mod site;
mod stats;
mod truth;
mod world;

pub use article::{CaptionForm, Delivery};
pub use edition::Edit;
pub use error::NewspaperError;
pub use failure::Failure;
pub use newspaper::{Newspaper, Options, Site};
pub use page::FURNITURE;
pub use publication::{Choice, Feed, FeedFormat, Full, PUBLICATIONS, Publication};
pub use seed_like::{SeedLike, seed_like};
pub use stats::{PathStats, Stats};
pub use truth::{FigureTruth, Truth, truth};
pub use world::Target;
