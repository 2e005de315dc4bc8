//! Finds the feeds that a page names.
//!
//! The page is read as a run of tags, not as a tree: one pass, whatever its nesting.

use broadsheet_model::DiscoveredFeed;
use memchr::memmem;
use url::Url;

use crate::plain::{folded, text_of};
use crate::xml::attributes::Attributes;
use crate::xml::entities::Entities;
use crate::xml::tokens::{Token, Tokens};

/// Most feeds that are taken from one page.
const MOST: usize = 100;

/// Longest text of a link that is looked at, in bytes.
const LONGEST_TEXT: usize = 400;

/// Elements whose content is no markup.
const RAW: &[(&str, &str)] = &[("script", "</script"), ("style", "</style"), ("textarea", "</textarea")];

/// The feeds that a page names, best first: its declared feeds in their order, then links that clearly lead to one, feeds of
/// comments last. Addresses are absolute and each stands once.
#[must_use]
pub fn discover(html: &str, url: &str) -> Vec<DiscoveredFeed> {
    let mut page = Page { base: Url::parse(url).ok(), based: false, found: Vec::new() };
    let entities = Entities::default();
    let mut attributes = Attributes::default();
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Start { name, attributes: inside, .. } = token else { continue };
        if let Some((_, end)) = RAW.iter().find(|(raw, _)| name.eq_ignore_ascii_case(raw)) {
            tokens.continue_at(after_raw(tokens.rest(), end));
            continue;
        }
        let (is_link, is_anchor) = (name.eq_ignore_ascii_case("link"), name.eq_ignore_ascii_case("a"));
        if !is_link && !is_anchor && !name.eq_ignore_ascii_case("base") {
            continue;
        }
        attributes.read(inside);
        let attribute = |name: &str| attributes.get(name, &entities).as_deref().and_then(folded);
        let Some(href) = attribute("href") else { continue };
        let media_type = attribute("type").map(|kind| kind.to_ascii_lowercase());
        if is_link {
            page.declare(&attribute("rel").unwrap_or_default(), &href, media_type, attribute("title"));
        } else if is_anchor {
            let may_be = media_type.is_some() || looks_like_feed(&href, "rss");
            let words = if may_be { text_of(text_before_end(tokens.rest())) } else { None };
            page.link(&href, media_type, words, attribute("title"));
        } else {
            page.rebase(&href);
        }
        if page.found.len() >= MOST {
            break;
        }
    }
    page.found.sort_by_key(|(rank, _)| *rank);
    page.found.into_iter().map(|(_, feed)| feed).collect()
}

/// What follows the raw text that `end` closes; all of it is left out if nothing closes it.
fn after_raw<'h>(rest: &'h str, end: &str) -> &'h str {
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), b"</")) {
        let close = from + at;
        if rest.get(close..close + end.len()).is_some_and(|found| found.eq_ignore_ascii_case(end)) {
            return rest.get(close..).unwrap_or_default();
        }
        from = close + 2;
    }
    ""
}

/// The start of what stands inside the link that has been opened.
fn text_before_end(rest: &str) -> &str {
    let head = rest.get(..rest.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
    head.split("</a").next().unwrap_or_default().split("</A").next().unwrap_or_default()
}

struct Page {
    base: Option<Url>,
    /// Whether the page has named its base; the first one counts.
    based: bool,
    found: Vec<(u8, DiscoveredFeed)>,
}

impl Page {
    fn rebase(&mut self, href: &str) {
        if !self.based {
            let written = match &self.base {
                Some(base) => base.join(href).ok(),
                None => Url::parse(href).ok(),
            };
            self.based = written.is_some();
            self.base = written.or_else(|| self.base.take());
        }
    }

    /// A `link` element.
    fn declare(&mut self, relation: &str, href: &str, media_type: Option<String>, title: Option<String>) {
        let relation = relation.to_ascii_lowercase();
        let has = |name: &str| relation.split_ascii_whitespace().any(|relation| relation == name);
        // A feed of another page of the same words, such as a translation, is declared in the same way.
        let is_feed = match media_type.as_deref() {
            Some(kind) => is_feed_type(kind),
            None => looks_like_feed(href, ""),
        };
        if has("feed") || has("alternate") && !has("stylesheet") && is_feed {
            self.add(0, href, media_type, title);
        }
    }

    /// An `a` element.
    fn link(&mut self, href: &str, media_type: Option<String>, words: Option<String>, title: Option<String>) {
        let spoken = words.as_deref().unwrap_or_default();
        if media_type.as_deref().is_some_and(is_feed_type) || looks_like_feed(href, spoken) {
            let href = href.strip_prefix("feed:").map_or(href, |rest| rest.trim_start_matches("//"));
            let href = if href.starts_with("www.") { format!("https://{href}") } else { href.to_owned() };
            self.add(1, &href, media_type, words.or(title));
        }
    }

    fn add(&mut self, rank: u8, href: &str, media_type: Option<String>, title: Option<String>) {
        let address = match &self.base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        let Some(mut address) = address.filter(|url| matches!(url.scheme(), "http" | "https")) else { return };
        address.set_fragment(None);
        let path = address.path().to_ascii_lowercase();
        // Programs' interfaces to one page are declared like feeds.
        if path.contains("/wp-json/") || path.contains("oembed") {
            return;
        }
        let rank = if is_of_comments(&path, title.as_deref().unwrap_or_default()) { rank + 10 } else { rank };
        let url = address.to_string();
        if !self.found.iter().any(|(_, feed)| feed.url == url) {
            self.found.push((rank, DiscoveredFeed { url, media_type, title }));
        }
    }
}

fn is_feed_type(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    matches!(
        essence,
        "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/feed+json"
            | "application/rss"
            | "application/atom"
            | "application/json+feed"
            | "text/rss+xml"
            | "text/rss"
            | "text/atom+xml"
            | "text/atom"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
            | "application/xml"
            | "text/xml"
            | "application/json"
    )
}

/// Whether an address ends as those of feeds do.
#[must_use]
pub fn is_named_as_feed(address: &str) -> bool {
    looks_like_feed(address, "")
}

/// Whether a link's address ends as feeds do, or its words say so and its address may be one.
fn looks_like_feed(href: &str, words: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    if lower.starts_with("feed:") {
        return true;
    }
    let path = lower.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let by_name = matches!(
        last,
        "rss"
            | "feed"
            | "atom"
            | "rss.xml"
            | "feed.xml"
            | "atom.xml"
            | "index.xml"
            | "index.rdf"
            | "feed.json"
            | "feeds.xml"
            | "rss2"
            | "rss.php"
            | "feed.rss"
    ) || [".rss", ".atom", ".rdf"].iter().any(|end| last.ends_with(end));
    let words = words.trim().to_ascii_lowercase();
    by_name || matches!(words.as_str(), "rss" | "rss feed" | "atom" | "atom feed") && last.ends_with(".xml")
}

fn is_of_comments(path: &str, title: &str) -> bool {
    let title = title.to_lowercase();
    path.contains("/comments")
        || ["comment", "kommentar", "commentaire", "comentario", "commenti"].iter().any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(page: &str) -> Vec<String> {
        discover(page, "https://paper.example/world/").into_iter().map(|feed| feed.url).collect()
    }

    #[test]
    fn declared_feeds_stand_before_links_and_comments_last() {
        let page = "<base href='/sub/'><link rel=alternate type='application/rss+xml' title='Comments on A' href='comments/feed'>\
            <link rel='Alternate' type='application/atom+xml' title='News' href='news.atom'>\
            <link rel=alternate hreflang=de href='/de'><link rel=stylesheet type='text/css' href='x.css'>\
            <a href='/rss.xml'>RSS</a><a href='news.atom#top'>again</a><a href='/about'>About</a><a href='javascript:rss'>RSS</a>";
        let found = discover(page, "https://paper.example/world/");
        let urls: Vec<&str> = found.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "https://paper.example/sub/news.atom",
                "https://paper.example/rss.xml",
                "https://paper.example/sub/comments/feed"
            ]
        );
        assert_eq!(found.first().and_then(|feed| feed.title.as_deref()), Some("News"));
    }

    #[test]
    fn what_only_looks_like_a_link_is_none() {
        assert!(addresses("<!-- <link rel=feed href=/a> --><script>'<link rel=feed href=/b>'</script>").is_empty());
        assert!(addresses("<link rel=alternate type='application/json' href='/wp-json/wp/v2/posts/1'>").is_empty());
        assert!(addresses("<link rel=alternate type='application/json+oembed' href='/embed'>").is_empty());
        assert_eq!(
            addresses("<script>if (a<b) {}</SCRIPT><link rel=alternate href=/feed/><a href='/x.xml'><b>RSS</b></a>"),
            ["https://paper.example/feed/", "https://paper.example/x.xml"]
        );
    }

    #[test]
    fn hostile_pages_end_soon() {
        for piece in ["<div>", "<script>", "<a href=", "<a href=x>", "<!--", "<link rel=feed href='/"] {
            let start = std::time::Instant::now();
            let _ = discover(&piece.repeat(50_000), "https://paper.example/");
            assert!(start.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
