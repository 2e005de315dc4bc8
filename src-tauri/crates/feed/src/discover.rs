//! Finds the feeds that a page names.

use broadsheet_model::DiscoveredFeed;
use dom_query::Document;
use url::Url;

use crate::plain::folded;

/// The feeds that a page names, best first: its declared feeds in their order, then links that clearly lead to one, feeds of
/// comments last. Addresses are absolute and each stands once.
#[must_use]
pub fn discover(html: &str, url: &str) -> Vec<DiscoveredFeed> {
    let document = Document::from(html);
    let page = Url::parse(url).ok();
    let written_base = document.select_single("base[href]").attr("href");
    let base = match (&page, written_base) {
        (Some(page), Some(href)) => page.join(href.trim()).ok().or_else(|| Some(page.clone())),
        (None, Some(href)) => Url::parse(href.trim()).ok(),
        (page, None) => page.clone(),
    };
    let mut found: Vec<(u8, DiscoveredFeed)> = Vec::new();
    let mut add = |rank: u8, href: &str, media_type: Option<String>, title: Option<String>| {
        let address = match &base {
            Some(base) => base.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        };
        let Some(mut address) = address.filter(|url| matches!(url.scheme(), "http" | "https")) else { return };
        address.set_fragment(None);
        let comments = is_of_comments(address.path(), title.as_deref().unwrap_or_default());
        let rank = if comments { rank + 10 } else { rank };
        let url = address.to_string();
        if !href.trim().is_empty() && !found.iter().any(|(_, feed)| feed.url == url) {
            found.push((rank, DiscoveredFeed { url, media_type, title }));
        }
    };
    for link in document.select("link[href]").iter() {
        let rel = link.attr_or("rel", "").to_ascii_lowercase();
        let media_type = link.attr("type").map(|kind| kind.trim().to_ascii_lowercase());
        let title = link.attr("title").and_then(|title| folded(&title));
        let is_feed_type = media_type.as_deref().is_some_and(is_feed_type);
        let mut relations = rel.split_ascii_whitespace();
        if relations.clone().any(|relation| relation == "feed")
            || relations.any(|relation| relation == "alternate") && is_feed_type
        {
            add(0, &link.attr_or("href", ""), media_type, title);
        }
    }
    for link in document.select("a[href]").iter() {
        let href = link.attr_or("href", "");
        let media_type = link.attr("type").map(|kind| kind.trim().to_ascii_lowercase());
        if media_type.as_deref().is_some_and(is_feed_type) || looks_like_feed(&href, &link.text()) {
            let title = folded(&link.text()).or_else(|| link.attr("title").and_then(|title| folded(&title)));
            let href = href.trim().strip_prefix("feed:").map_or(href.trim(), |rest| rest.trim_start_matches("//"));
            let href = if href.starts_with("www.") { format!("https://{href}") } else { href.to_owned() };
            add(1, &href, media_type, title);
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, feed)| feed).collect()
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
    ) || [".rss", ".atom", ".rdf"].iter().any(|end| last.ends_with(end));
    let words = words.trim().to_ascii_lowercase();
    by_name || matches!(words.as_str(), "rss" | "rss feed" | "atom" | "atom feed") && last.ends_with(".xml")
}

fn is_of_comments(path: &str, title: &str) -> bool {
    let title = title.to_lowercase();
    path.to_ascii_lowercase().contains("/comments")
        || ["comment", "kommentar", "commentaire", "comentario", "commenti"].iter().any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
