//! What was found behind an address.

use broadsheet_model::ParsedFeed;

/// A feed that was found and read.
#[derive(Debug, Clone)]
pub struct FoundFeed {
    /// Its address.
    pub url: String,
    /// Its name.
    pub title: String,
    /// Its name for people: “RSS”, “Atom” and the like.
    pub format: &'static str,
    /// What it holds.
    pub parsed: ParsedFeed,
}
