//! From bytes to a feed: which format it is, and who reads it.

use broadsheet_model::{FeedFormat, ParsedFeed};

use crate::decode::decoded;
use crate::xml::doctype::declare;
use crate::xml::entities::Entities;
use crate::xml::tokens::{Token, Tokens};
use crate::{FeedError, json, reader, sitemap};

/// Largest document that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Reads a feed of any format.
///
/// `content_type` is the HTTP header, `url` the address that answered, against which relative links are made absolute.
/// What is broken in a feed is passed over; entries that are whole are kept.
///
/// # Errors
///
/// [`FeedError::NotAFeed`] for a web page and for anything else that is no feed; the others say what is wrong with one.
pub fn parse(bytes: &[u8], content_type: Option<&str>, url: &str) -> Result<ParsedFeed, FeedError> {
    if bytes.len() > MAX_BYTES {
        return Err(FeedError::TooLarge { url: url.to_owned(), limit: MAX_BYTES });
    }
    let text = decoded(bytes, content_type);
    let start = text.trim_start_matches(|next: char| next.is_whitespace() || next == '\u{feff}');
    let not_a_feed = || FeedError::NotAFeed { url: url.to_owned() };
    if start.starts_with('{') {
        let document =
            broadsheet_json::document(start.trim_end_matches(|next: char| next.is_whitespace() || next == '\0'))
                .map_err(|reason| FeedError::Malformed { url: url.to_owned(), reason })?;
        let mut feed = json::read(&document.value, url).ok_or_else(not_a_feed)?;
        if let Some(reason) = document.flaw {
            if feed.entries.is_empty() {
                return Err(FeedError::Malformed { url: url.to_owned(), reason });
            }
            feed.is_broken = true;
        }
        return Ok(feed);
    }
    let Root { tokens, entities, format } = root(start).ok_or_else(not_a_feed)?;
    if matches!(format, FeedFormat::Sitemap | FeedFormat::SitemapIndex) {
        return Ok(sitemap::read(tokens, &entities, format, url));
    }
    let (feed, breaks_off) = reader::read(tokens, entities, format, url);
    if breaks_off && feed.entries.is_empty() {
        let reason = "it breaks off before its first entry ends".to_owned();
        return Err(FeedError::Malformed { url: url.to_owned(), reason });
    }
    Ok(feed)
}

/// Where a feed starts.
struct Root<'t> {
    /// The root element comes next.
    tokens: Tokens<'t>,
    entities: Entities,
    format: FeedFormat,
}

/// Finds the first element that can be a feed's root; junk before it is skipped. A page's root stops the search.
fn root(text: &str) -> Option<Root<'_>> {
    let mut tokens = Tokens::new(text);
    let mut entities = Entities::default();
    loop {
        let before = tokens.clone();
        match tokens.next()? {
            Token::Doctype(doctype) => declare(doctype, &mut entities),
            Token::Start { name, .. } => {
                let local = name.rsplit(':').next().unwrap_or(name);
                let format = match local.to_ascii_lowercase().as_str() {
                    "rss" => FeedFormat::Rss,
                    "feed" | "entry" => FeedFormat::Atom,
                    "rdf" => FeedFormat::Rdf,
                    "channel" if local == "CHANNEL" => FeedFormat::Cdf,
                    "channel" => FeedFormat::Rss,
                    "urlset" => FeedFormat::Sitemap,
                    "sitemapindex" => FeedFormat::SitemapIndex,
                    "html" | "body" | "head" => return None,
                    _ => continue,
                };
                return Some(Root { tokens: before, entities, format });
            }
            _ => {}
        }
    }
}
