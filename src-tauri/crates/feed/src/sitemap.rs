//! Google News sitemaps and lists of sitemaps (sitemaps.org protocol 0.9, Google's `news` and `image` extensions).

use broadsheet_model::{DiscoveredFeed, Entry, FeedFields, FeedFormat, ParsedFeed};

use crate::dates;
use crate::links::{self, Base};
use crate::plain::{folded, text_of};
use crate::xml::entities::Entities;
use crate::xml::references::resolve;
use crate::xml::tokens::{Token, Tokens};

/// Most entries that are read from one sitemap; Google allows a thousand of news.
const MAX_ENTRIES: usize = 5000;

/// Deepest nesting that is followed; honest sitemaps have five levels.
const MAX_DEPTH: usize = 64;

/// Reads a sitemap whose root element comes next. Pages without news in them are no entries.
pub(crate) fn read(tokens: Tokens<'_>, entities: &Entities, format: FeedFormat, url: &str) -> ParsedFeed {
    let base = Base::new(url);
    let mut sitemap = Sitemap {
        parsed: ParsedFeed {
            format,
            feed: FeedFields::default(),
            entries: Vec::new(),
            discovered: Vec::new(),
            is_broken: false,
        },
        base: base.as_ref(),
        entry: Entry::default(),
        is_news: false,
    };
    let mut path: Vec<String> = Vec::new();
    let mut value = String::new();
    for token in tokens {
        match token {
            Token::Start { name, empty, .. } => {
                let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
                sitemap.open(&local);
                value.clear();
                if !empty && path.len() < MAX_DEPTH {
                    path.push(local);
                }
            }
            Token::Text(raw) => value.push_str(&resolve(raw, Some(entities))),
            // In a section an ampersand is one, in HTML it starts a reference.
            Token::Cdata(text) => value.push_str(&text.replace('&', "&amp;")),
            Token::End(name) => {
                let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
                let Some(at) = path.iter().rposition(|open| *open == local) else { continue };
                path.truncate(at);
                sitemap.close(path.last().map_or("", String::as_str), &local, text_of(&value));
                value.clear();
                if path.is_empty() || sitemap.parsed.entries.len() >= MAX_ENTRIES {
                    break;
                }
            }
            Token::Doctype(_) => {}
        }
    }
    sitemap.parsed
}

struct Sitemap<'b> {
    parsed: ParsedFeed,
    base: Option<&'b Base>,
    entry: Entry,
    is_news: bool,
}

impl Sitemap<'_> {
    fn open(&mut self, local: &str) {
        match local {
            "url" => (self.entry, self.is_news) = (Entry::default(), false),
            "news" => self.is_news = true,
            _ => {}
        }
    }

    fn close(&mut self, parent: &str, local: &str, said: Option<String>) {
        let address = || said.as_deref().and_then(|href| links::web(href, self.base));
        let time = || said.as_deref().and_then(dates::parse);
        match (parent, local) {
            ("url", "loc") => self.entry.link = address(),
            ("url", "lastmod") => self.entry.updated = time(),
            ("news", "title") => self.entry.title = said,
            ("news", "publication_date") => self.entry.published = time(),
            ("news", "keywords" | "genres") => {
                self.entry.categories.extend(said.iter().flat_map(|list| list.split(',')).filter_map(folded));
            }
            ("publication", "language") => {
                if self.parsed.feed.language.is_none() {
                    self.parsed.feed.language.clone_from(&said);
                }
                self.entry.language = said;
            }
            ("publication", "name") if self.parsed.feed.title.is_none() => self.parsed.feed.title = said,
            ("image", "loc") if self.entry.image.is_none() => self.entry.image = address(),
            ("sitemap", "loc") => {
                if let Some(url) = address() {
                    self.parsed.discovered.push(DiscoveredFeed { url, media_type: None, title: None });
                }
            }
            (_, "url") if self.is_news && self.entry.link.is_some() => {
                self.entry.id.clone_from(&self.entry.link);
                self.parsed.entries.push(std::mem::take(&mut self.entry));
                self.is_news = false;
            }
            _ => {}
        }
    }
}
