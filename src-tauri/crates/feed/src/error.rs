//! What can be wrong with a document that should be a feed.

/// Why a document gave no feed.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// A web page, or anything else that is neither XML nor JSON of a known kind.
    #[error("{url} is not a feed")]
    NotAFeed {
        /// Where the document came from.
        url: String,
    },
    /// Larger than any honest feed.
    #[error("the feed {url} is larger than {limit} bytes")]
    TooLarge {
        /// Where the document came from.
        url: String,
        /// The limit that it exceeds, in bytes.
        limit: usize,
    },
    /// It looks like a feed, but cannot be read.
    #[error("the feed {url} cannot be read: {reason}")]
    Malformed {
        /// Where the document came from.
        url: String,
        /// What the parser said.
        reason: String,
    },
}
