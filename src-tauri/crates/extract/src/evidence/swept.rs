//! What one walk over a page brings home.

use super::shown::Shown;

/// What the walk brings home.
#[derive(Debug, Default)]
pub(super) struct Swept {
    pub(super) shown: Shown,
    /// `meta` elements: name (or property, or itemprop) in lower case, and content.
    pub(super) metas: Vec<(String, String)>,
    /// `link` elements: `rel` in lower case, and `href`.
    pub(super) links: Vec<(String, String)>,
    pub(super) title: Option<String>,
    /// Titles of the feeds that the page names.
    pub(super) feeds: Vec<String>,
}
