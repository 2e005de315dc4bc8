//! What was found behind an address.

use broadsheet_model::ParsedFeed;

/// What is behind an address.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The address as it was understood.
    pub address: String,
    /// The feeds, best first; never empty.
    pub feeds: Vec<FoundFeed>,
    /// Why the address itself is no feed, where it was given as one's: then the feeds are others of its site.
    pub no_feed: Option<String>,
}

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
