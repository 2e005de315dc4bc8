//! The pure steps of a story's way, each by itself, for pipes and measurements.

use broadsheet_model::{Article, ParsedFeed, SafeHtml};

pub use broadsheet_feed::FeedError;
pub use broadsheet_sanitise::{Place, Placed};

/// A page to an article; its body sanitised.
#[must_use]
pub fn extract(html: &str, url: &str) -> (Article, SafeHtml) {
    let article = broadsheet_extract::extract(html, url);
    let safe = broadsheet_sanitise::sanitise(&article.html, Some(url));
    (article, safe)
}

/// Why an article was read from a page as it was, as a page of HTML for people.
#[must_use]
pub fn explain(html: &str, url: &str) -> String {
    broadsheet_extract::explain(html, url)
}

/// The text of undecoded bytes.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    broadsheet_feed::decode(bytes, content_type)
}

/// Bytes to a feed.
///
/// # Errors
/// They hold no feed.
pub fn parse_feed(bytes: &[u8], content_type: Option<&str>, url: &str) -> Result<ParsedFeed, FeedError> {
    broadsheet_feed::parse(bytes, content_type, url)
}

/// The feeds that a page names.
#[must_use]
pub fn discover_in_page(html: &str, url: &str) -> Vec<broadsheet_model::DiscoveredFeed> {
    broadsheet_feed::discover(html, url)
}

/// Hostile HTML to safe HTML that loads nothing: pictures have their addresses in `data-src`.
#[must_use]
pub fn sanitise(html: &str, base_url: Option<&str>) -> SafeHtml {
    broadsheet_sanitise::at_rest(html, base_url)
}

/// Stored HTML of the article at `url` to what can be shown, with every picture from where `place` says.
#[must_use]
pub fn with_pictures(stored: &str, url: &str, place: &dyn Fn(&str) -> Place) -> SafeHtml {
    broadsheet_sanitise::with_pictures(stored, Some(url), place)
}

/// A snippet of plain text with marks as safe HTML.
#[must_use]
pub fn snippet(text: &str) -> SafeHtml {
    broadsheet_sanitise::snippet(text, broadsheet_store::search::MARK_START, broadsheet_store::search::MARK_END)
}
