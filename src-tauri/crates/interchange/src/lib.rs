//! Other apps' files in and out. Today: lists of subscriptions in OPML 1.0 and 2.0.

mod opml;

pub use opml::{MOST_SUBSCRIPTIONS, OpmlError, Subscription, breaks_off, read_opml, write_opml};
