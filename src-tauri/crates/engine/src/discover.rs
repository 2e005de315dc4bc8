//! From an address that a person pastes to the feeds behind it.

use broadsheet_feed::FeedError;
use broadsheet_fetch::{FetchError, Fetched, Request};
use broadsheet_model::{DiscoveredFeed, FeedFormat, ParsedFeed};
use url::Url;

use crate::address;
use crate::document::why_not;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::fields;
use crate::found::{Behind, FoundFeed};
use crate::login::{asks_for_password, login_or};

/// Decoded bytes of a feed or a page that are taken at most.
pub(crate) const MOST_BYTES: usize = 32 << 20;

/// What we say that we read when a feed is wanted.
pub(crate) const ACCEPT_FEED: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1";

/// Feeds of one page that are looked into at most.
const MOST_FEEDS: usize = 12;

/// Sitemaps of one index that are looked into at most.
const MOST_OF_INDEX: usize = 3;

/// Where sites keep feeds that they do not name.
const COMMON_PATHS: &[&str] = &["/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/rss"];

/// Where sites keep news sitemaps that they do not name.
const SITEMAP_PATHS: &[&str] = &["/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml"];

/// The name of a section page that is read by its links.
pub const SECTION_PAGE: &str = "Section page";

/// The name of a format for people.
pub(crate) fn format_name(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Rss => "RSS",
        FeedFormat::Atom => "Atom",
        FeedFormat::Rdf => "RSS 1.0",
        FeedFormat::Cdf => "CDF",
        FeedFormat::Json => "JSON Feed",
        FeedFormat::Sitemap => "News sitemap",
        FeedFormat::SitemapIndex => "Sitemap index",
        FeedFormat::Page => SECTION_PAGE,
    }
}

impl Engine {
    /// The feeds behind an address as typed. Where that is a feed's and broken, or has become a page, the answer says so beside what
    /// else its site has.
    ///
    /// # Errors
    /// The address makes no sense, does not answer, wants a login, or has nothing to follow.
    pub async fn discover(&self, typed: &str) -> Result<Behind, EngineError> {
        let mut url = address::typed(typed)?;
        let known = self.try_all(broadsheet_feed::feeds_of_known_site(url.as_str())).await;
        if !known.is_empty() {
            return Ok(Behind { address: url.to_string(), feeds: known, no_feed: None });
        }
        let first = match self.ask(url.as_str()).await {
            Err(EngineError::Fetch(error)) if !address::names_scheme(typed) && is_https_trouble(&error) => {
                if url.set_scheme("http").is_err() {
                    return Err(error.into());
                }
                self.ask(url.as_str()).await
            }
            other => other,
        };
        let first = first.map_err(|error| self.explained(login_or(error, &url), url.as_str()))?;
        let landed = first.url.clone();
        let (parsed, page) = self.read(first).await?;
        let (mut sitemaps, mut no_feed) = (Vec::new(), None);
        match parsed {
            Ok(index) if index.format == FeedFormat::SitemapIndex => sitemaps = sitemaps_of(index),
            Ok(parsed) => {
                let feeds = vec![found(landed.as_str(), None, parsed)];
                return Ok(Behind { address: landed.to_string(), feeds, no_feed: None });
            }
            Err(error) => no_feed = why_no_feed(error, &page, &url),
        }
        let mut feeds = self.named_by(&page, &landed).await?;
        if feeds.is_empty() {
            feeds = self.try_all(broadsheet_feed::feed_named_in_scripts(&page).into_iter().collect()).await;
        }
        if feeds.is_empty() {
            feeds = self.at_common_paths(&landed).await;
        }
        if feeds.is_empty() {
            feeds = self.in_sitemaps(&landed, sitemaps).await;
        }
        if feeds.is_empty()
            && !asks_for_password(&page)
            && let Some(section) = broadsheet_feed::read_section_page(&page, landed.as_str())
        {
            feeds = vec![found(landed.as_str(), None, section)];
        }
        if !feeds.is_empty() {
            return Ok(Behind { address: landed.to_string(), feeds, no_feed });
        }
        if asks_for_password(&page) {
            return Err(EngineError::LoginNeeded { host: landed.host_str().unwrap_or_default().to_owned() });
        }
        Err(EngineError::NoFeedFound { address: landed.to_string() })
    }

    /// Keeps what was found until the next time, so that subscribing to it need not fetch it again.
    pub fn remember(&self, found: Vec<FoundFeed>) {
        *self.0.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = found;
    }

    /// What was found at an address, if it was found last.
    pub(crate) fn remembered(&self, address: &str) -> Option<FoundFeed> {
        let mut found = self.0.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let place = found.iter().position(|feed| feed.url == address)?;
        Some(found.swap_remove(place))
    }

    pub(crate) async fn ask(&self, url: &str) -> Result<Fetched, EngineError> {
        let request = Request::new(url, ACCEPT_FEED, MOST_BYTES);
        Ok(self.0.fetcher.get(request).await?)
    }

    /// Tries to read an answer as a feed; beside it stands the same answer as text.
    pub(crate) async fn read(&self, fetched: Fetched) -> Result<(Result<ParsedFeed, FeedError>, String), EngineError> {
        self.compute(move || {
            let content_type = fetched.content_type;
            let body = fetched.body.unpack()?;
            let parsed = broadsheet_feed::parse(&body.bytes, content_type.as_deref(), fetched.url.as_str());
            let page = if parsed.is_ok() {
                String::new()
            } else {
                broadsheet_feed::decode(&body.bytes, content_type.as_deref())
            };
            Ok((parsed, page))
        })
        .await?
    }

    async fn try_feed(&self, url: &str, title: Option<String>) -> Option<FoundFeed> {
        let fetched = self.ask(url).await.ok()?;
        let landed = fetched.url.to_string();
        let (parsed, _) = self.read(fetched).await.ok()?;
        parsed.ok().map(|parsed| found(&landed, title, parsed))
    }

    async fn named_by(&self, page: &str, url: &Url) -> Result<Vec<FoundFeed>, EngineError> {
        let (page, base) = (page.to_owned(), url.to_string());
        let named = self.compute(move || broadsheet_feed::discover(&page, &base)).await?;
        Ok(self.try_all(named).await)
    }

    /// Looks into feeds that something named, and keeps those that are there, in their order; empty ones, such as those of comments or
    /// of what has not been published yet, come last.
    async fn try_all(&self, named: Vec<DiscoveredFeed>) -> Vec<FoundFeed> {
        let mut tries = tokio::task::JoinSet::new();
        for (place, feed) in named.into_iter().take(MOST_FEEDS).enumerate() {
            let engine = self.clone();
            tries.spawn(async move { (place, engine.try_feed(&feed.url, feed.title).await) });
        }
        let mut feeds: Vec<(usize, FoundFeed)> =
            tries.join_all().await.into_iter().filter_map(|(place, feed)| Some((place, feed?))).collect();
        feeds.sort_by_key(|(place, _)| *place);
        let mut distinct: Vec<FoundFeed> = Vec::new();
        for (_, feed) in feeds {
            if feed.parsed.format != FeedFormat::SitemapIndex && !distinct.iter().any(|other| same(other, &feed)) {
                distinct.push(feed);
            }
        }
        distinct.sort_by_key(|feed| feed.parsed.entries.is_empty());
        distinct
    }

    async fn at_common_paths(&self, url: &Url) -> Vec<FoundFeed> {
        for path in COMMON_PATHS {
            let Ok(candidate) = url.join(path) else { continue };
            if let Some(feed) = self.try_feed(candidate.as_str(), None).await
                && !feed.parsed.entries.is_empty()
            {
                return vec![feed];
            }
        }
        Vec::new()
    }

    /// A site without any feed is followed by its news sitemap; `candidates` are looked into first.
    async fn in_sitemaps(&self, url: &Url, mut candidates: Vec<String>) -> Vec<FoundFeed> {
        candidates.extend(self.sitemaps_of_robots(url).await);
        candidates.extend(SITEMAP_PATHS.iter().filter_map(|path| url.join(path).ok()).map(String::from));
        let mut looked_into = 0;
        let mut tried = Vec::new();
        while let Some(candidate) = (!candidates.is_empty()).then(|| candidates.remove(0)) {
            if tried.contains(&candidate) || looked_into >= MOST_FEEDS {
                continue;
            }
            looked_into += 1;
            tried.push(candidate.clone());
            let Some(feed) = self.try_feed(&candidate, site_name(url)).await else { continue };
            match feed.parsed.format {
                FeedFormat::SitemapIndex => {
                    let (news, others): (Vec<String>, Vec<String>) =
                        sitemaps_of(feed.parsed).into_iter().partition(|address| address.contains("news"));
                    candidates.splice(0..0, news);
                    candidates.extend(others);
                }
                FeedFormat::Sitemap if feed.parsed.entries.iter().any(|entry| entry.title.is_some()) => {
                    return vec![feed];
                }
                _ => {}
            }
        }
        Vec::new()
    }

    /// The sitemaps that a site names in its robots file, those for news first (RFC 9309; sitemaps.org protocol).
    async fn sitemaps_of_robots(&self, url: &Url) -> Vec<String> {
        let Ok(robots) = url.join("/robots.txt") else { return Vec::new() };
        let Ok(answer) = self.ask(robots.as_str()).await else { return Vec::new() };
        let Ok(body) = answer.body.unpack() else { return Vec::new() };
        let text = String::from_utf8_lossy(&body.bytes).into_owned();
        let mut named: Vec<String> = text
            .lines()
            .filter_map(|line| line.split_once(':'))
            .filter(|(field, _)| field.trim().eq_ignore_ascii_case("sitemap"))
            .map(|(_, address)| address.trim().to_owned())
            .take(50)
            .collect();
        named.sort_by_key(|address| !address.contains("news"));
        named
    }
}

/// Why an address is no feed, where it was given as one's: what stands there is meant to be one, or is no page, or the address is
/// called as feeds are. Any other page is looked through for feeds as a matter of course.
fn why_no_feed(error: FeedError, page: &str, typed: &Url) -> Option<String> {
    let is_meant = match &error {
        FeedError::NotAFeed { .. } => !is_page(page) || broadsheet_feed::is_named_as_feed(typed.as_str()),
        FeedError::TooLarge { .. } | FeedError::Malformed { .. } => true,
    };
    is_meant.then(|| why_not(error, page))
}

fn is_page(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<') && (!start.starts_with("<?xml") || start.to_ascii_lowercase().contains("<html"))
}

/// A few of the sitemaps that an index names, those for news first.
fn sitemaps_of(index: ParsedFeed) -> Vec<String> {
    let mut named: Vec<String> = index.discovered.into_iter().map(|sitemap| sitemap.url).collect();
    named.sort_by_key(|address| !address.contains("news"));
    named.truncate(MOST_OF_INDEX);
    named
}

/// Whether two feeds are one: at the same address, or with the same entries in another format.
fn same(one: &FoundFeed, other: &FoundFeed) -> bool {
    let links = |feed: &FoundFeed| -> Vec<String> {
        feed.parsed.entries.iter().filter_map(|entry| entry.link.clone()).take(20).collect()
    };
    one.url == other.url || one.title == other.title && !links(one).is_empty() && links(one) == links(other)
}

fn found(url: &str, title: Option<String>, parsed: ParsedFeed) -> FoundFeed {
    let host = Url::parse(url).ok().and_then(|url| site_name(&url));
    let title = parsed.feed.title.clone().or(title).or(host).unwrap_or_else(|| url.to_owned());
    let title = fields::owned_line(title, fields::NAME);
    FoundFeed { url: url.to_owned(), title, format: format_name(parsed.format), parsed }
}

fn site_name(url: &Url) -> Option<String> {
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn is_https_trouble(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Refused { .. }
            | FetchError::Untrusted { .. }
            | FetchError::Timeout { .. }
            | FetchError::Interrupted { .. }
    )
}
