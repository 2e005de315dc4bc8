//! What many write about, for as long as that is still true.

use broadsheet_model::ArticleId;
use jiff::Timestamp;

/// The articles that were found, each with why, and when.
pub(crate) struct TrendingCache {
    pub(crate) found: Vec<(ArticleId, String)>,
    pub(crate) at: Timestamp,
}
