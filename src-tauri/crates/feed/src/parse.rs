//! From bytes to a feed: which format it is, and who reads it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use broadsheet_model::{FeedFormat, ParsedFeed};
use feed_rs::model::FeedType;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::{FeedError, dates, decode, map, repair, sitemap};

/// Largest document that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Deepest nesting that is read; markup inside an entry counts.
const MAX_DEPTH: usize = 256;

/// Reads a feed of any format.
///
/// `content_type` is the HTTP header, `url` the address that answered, against which relative links are made absolute.
///
/// # Errors
///
/// [`FeedError::NotAFeed`] for a web page and for anything else that is no feed; the others say what is wrong with one.
pub fn parse(bytes: &[u8], content_type: Option<&str>, url: &str) -> Result<ParsedFeed, FeedError> {
    if bytes.len() > MAX_BYTES {
        return Err(FeedError::TooLarge { url: url.to_owned(), limit: MAX_BYTES });
    }
    let text = decode(bytes, content_type);
    let start = text.trim_start_matches(|next: char| next.is_whitespace() || next == '\u{feff}');
    if start.starts_with('{') {
        return library(start, url);
    }
    match root_of(start) {
        Some(root) if matches!(root.as_str(), "urlset" | "sitemapindex") => {
            let repaired = repair::repaired(start);
            check_depth(&repaired, url)?;
            sitemap::parse(&repaired, url)
        }
        Some(root) if matches!(root.as_str(), "rss" | "feed" | "RDF" | "entry") => {
            let repaired = repair::repaired(start);
            check_depth(&repaired, url)?;
            library(&repaired, url)
        }
        _ => Err(FeedError::NotAFeed { url: url.to_owned() }),
    }
}

/// The local name of the first element that could be a feed's root, junk before it skipped. A page's root stops the search.
fn root_of(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let name: String =
            after.chars().take_while(|next| !next.is_whitespace() && !matches!(next, '>' | '/')).take(64).collect();
        let local = name.rsplit(':').next().unwrap_or(&name);
        match local.to_ascii_lowercase().as_str() {
            "html" | "body" | "head" => return None,
            "!doctype" if declares_html(after) => return None,
            "rss" | "feed" | "rdf" | "urlset" | "sitemapindex" | "entry" => return Some(local.to_owned()),
            _ => {}
        }
    }
    None
}

/// Whether a document type declaration, without its `<`, is a page's.
fn declares_html(declaration: &str) -> bool {
    declaration.split_whitespace().nth(1).is_some_and(|name| name.trim_end_matches('>').eq_ignore_ascii_case("html"))
}

fn check_depth(text: &str, url: &str) -> Result<(), FeedError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut depth: usize = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(FeedError::TooDeep { url: url.to_owned(), limit: MAX_DEPTH });
                }
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// Has feed-rs read the document, whatever it may do.
fn library(text: &str, url: &str) -> Result<ParsedFeed, FeedError> {
    let parser = || {
        feed_rs::parser::Builder::new()
            .base_uri(Some(url))
            .sanitize_content(false)
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(|text| {
                let time = dates::parse(text)?;
                chrono::DateTime::from_timestamp(time.as_second(), time.subsec_nanosecond().unsigned_abs())
            })
            .build()
            .parse(text.as_bytes())
    };
    let malformed = |reason: String| FeedError::Malformed { url: url.to_owned(), reason };
    let feed = catch_unwind(AssertUnwindSafe(parser))
        .map_err(|_| malformed("the parser gave up".to_owned()))?
        .map_err(|error| match error {
            feed_rs::parser::ParseFeedError::ParseError(feed_rs::parser::ParseErrorKind::NoFeedRoot) => {
                FeedError::NotAFeed { url: url.to_owned() }
            }
            other => malformed(other.to_string()),
        })?;
    let format = match feed.feed_type {
        FeedType::Atom => FeedFormat::Atom,
        FeedType::JSON => FeedFormat::Json,
        FeedType::RSS1 => FeedFormat::Rdf,
        FeedType::RSS0 | FeedType::RSS2 => FeedFormat::Rss,
    };
    Ok(map::feed(feed, format, url))
}
