//! Google News sitemaps and lists of sitemaps (sitemaps.org protocol 0.9, Google's `news` extension).

use broadsheet_model::{DiscoveredFeed, Entry, FeedFields, FeedFormat, ParsedFeed};
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use crate::plain::{folded, text_of};
use crate::{FeedError, dates};

/// Most entries that are read from one sitemap; Google allows a thousand of news.
const MAX_ENTRIES: usize = 5000;

/// Reads a sitemap whose root is `urlset` or `sitemapindex`. Pages without news in them are no entries.
pub(crate) fn parse(text: &str, url: &str) -> Result<ParsedFeed, FeedError> {
    let base = Url::parse(url).ok();
    let absolute = |href: &str| {
        let href = href.trim();
        let url = match &base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        (!href.is_empty() && matches!(url.scheme(), "http" | "https")).then(|| url.to_string())
    };
    let mut parsed = ParsedFeed {
        format: FeedFormat::Sitemap,
        feed: FeedFields::default(),
        entries: Vec::new(),
        discovered: Vec::new(),
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut path: Vec<String> = Vec::new();
    let mut value = String::new();
    let mut entry = Entry::default();
    let mut is_news = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name().as_ref().to_owned();
                match name.as_str() {
                    "sitemapindex" if path.is_empty() => parsed.format = FeedFormat::SitemapIndex,
                    "url" => (entry, is_news) = (Entry::default(), false),
                    "news" => is_news = true,
                    _ => {}
                }
                path.push(name);
                value.clear();
            }
            Ok(Event::Text(text)) => value.push_str(&text),
            Ok(Event::CData(text)) => value.push_str(&text.replace('&', "&amp;")),
            Ok(Event::GeneralRef(name)) => {
                value.push('&');
                value.push_str(&name);
                value.push(';');
            }
            Ok(Event::End(end)) => {
                let name = end.local_name().as_ref().to_owned();
                path.pop();
                let parent = path.last().map_or("", String::as_str);
                let said = text_of(&value);
                match (parent, name.as_str()) {
                    ("url", "loc") => entry.link = said.as_deref().and_then(absolute),
                    ("url", "lastmod") => entry.updated = said.as_deref().and_then(dates::parse),
                    ("news", "title") => entry.title = said,
                    ("news", "publication_date") => entry.published = said.as_deref().and_then(dates::parse),
                    ("news", "keywords" | "genres") => {
                        entry.categories.extend(said.iter().flat_map(|list| list.split(',')).filter_map(folded));
                    }
                    ("publication", "language") => entry.language = said,
                    ("publication", "name") if parsed.feed.title.is_none() => parsed.feed.title = said,
                    ("image", "loc") if entry.image.is_none() => entry.image = said.as_deref().and_then(absolute),
                    ("sitemap", "loc") => {
                        if let Some(url) = said.as_deref().and_then(absolute) {
                            parsed.discovered.push(DiscoveredFeed { url, media_type: None, title: None });
                        }
                    }
                    (_, "url") if is_news && entry.link.is_some() => {
                        entry.id.clone_from(&entry.link);
                        parsed.entries.push(std::mem::take(&mut entry));
                        is_news = false;
                    }
                    _ => {}
                }
                value.clear();
                if parsed.entries.len() >= MAX_ENTRIES {
                    return Ok(parsed);
                }
            }
            // What was read before the document broke off is kept.
            Ok(Event::Eof) | Err(_) => return Ok(parsed),
            Ok(_) => {}
        }
    }
}
