//! What a publisher's feed said, in one form for every format.
//!
//! The field names are those of the command line's uniform feed form: titles are plain text, `summary` and `content` are
//! **hostile** HTML, times are UTC, links absolute, ids as written, durations in seconds.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The document format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedFormat {
    /// RSS 0.9x and 2.0.
    Rss,
    /// Atom 0.3 and 1.0 (RFC 4287).
    Atom,
    /// RSS 1.0.
    Rdf,
    /// Channel Definition Format.
    Cdf,
    /// JSON Feed 1.0 and 1.1.
    Json,
    /// A Google News sitemap.
    Sitemap,
    /// A list of sitemaps.
    SitemapIndex,
    /// A section page of a site without any feed, read by its links.
    Page,
}

/// A feed, read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParsedFeed {
    /// Its format.
    pub format: FeedFormat,
    /// What it says of itself.
    pub feed: FeedFields,
    /// Its entries, in the order of the document.
    pub entries: Vec<Entry>,
    /// Other feeds that the document names.
    pub discovered: Vec<DiscoveredFeed>,
    /// Its markup breaks the rules, so that parts of it may be missing.
    #[serde(skip)]
    pub is_broken: bool,
}

/// What a feed says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FeedFields {
    /// Name.
    pub title: Option<String>,
    /// Description.
    pub subtitle: Option<String>,
    /// The site's page.
    pub link: Option<String>,
    /// The feed's own address.
    #[serde(rename = "self")]
    pub self_link: Option<String>,
    /// Identifier as written.
    pub id: Option<String>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// Publication time.
    pub published: Option<Timestamp>,
    /// Language tag.
    pub language: Option<String>,
    /// Copyright line.
    pub rights: Option<String>,
    /// Program that wrote it.
    pub generator: Option<String>,
    /// Banner picture.
    pub image: Option<String>,
    /// Small square picture.
    pub icon: Option<String>,
    /// Who writes it.
    pub authors: Vec<Person>,
    /// Who else contributes.
    pub contributors: Vec<Person>,
    /// Its subjects.
    pub categories: Vec<String>,
    /// Minutes for which the publisher asks not to be asked again.
    pub ttl: Option<u64>,
    /// Hours (UTC) at which the publisher asks not to be asked: bit n stands for hour n (RSS 2.0, `skipHours`).
    #[serde(skip)]
    pub quiet_hours: u32,
    /// Days at which the publisher asks not to be asked: bit n stands for day n, from Monday (RSS 2.0, `skipDays`).
    #[serde(skip)]
    pub quiet_days: u32,
}

/// One item as the feed gave it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Entry {
    /// Headline.
    pub title: Option<String>,
    /// Address of the article.
    pub link: Option<String>,
    /// Identifier as written.
    pub id: Option<String>,
    /// Publication time.
    pub published: Option<Timestamp>,
    /// Last change.
    pub updated: Option<Timestamp>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Who else contributed.
    pub contributors: Vec<Person>,
    /// Summary as hostile HTML.
    pub summary: Option<String>,
    /// Full text as hostile HTML.
    pub content: Option<String>,
    /// Address of the full text where the feed keeps it elsewhere.
    pub content_src: Option<String>,
    /// Subjects and sections.
    pub categories: Vec<String>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// Pictures, sound and film (Media RSS).
    pub media: Vec<Media>,
    /// Small picture.
    pub thumbnail: Option<String>,
    /// Pixels that it is wide, where the feed states it.
    #[serde(skip)]
    pub thumbnail_width: Option<u32>,
    /// Picture.
    pub image: Option<String>,
    /// Length in seconds.
    pub duration: Option<u64>,
    /// Marked as explicit.
    pub explicit: Option<bool>,
    /// Episode number.
    pub episode: Option<u64>,
    /// Season number.
    pub season: Option<u64>,
    /// Address of the comments.
    pub comments: Option<String>,
    /// Copyright line.
    pub rights: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// The feed that it was taken from.
    pub source: Option<EntrySource>,
    /// Chapters of an episode.
    pub chapters: Vec<Chapter>,
}

/// A name in a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Page.
    pub url: Option<String>,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Enclosure {
    /// Address.
    pub url: String,
    /// Media type.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// Size in bytes.
    pub length: Option<u64>,
}

/// A picture, sound or film that an entry shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Media {
    /// Address.
    pub url: String,
    /// Media type.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// Width in pixels, where the feed states it.
    #[serde(skip)]
    pub width: Option<u32>,
    /// What it shows, in the feed's words.
    #[serde(skip)]
    pub description: Option<String>,
    /// Who made it.
    #[serde(skip)]
    pub credit: Option<String>,
}

/// The feed that an entry was taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntrySource {
    /// Name.
    pub title: Option<String>,
    /// Address.
    pub link: Option<String>,
    /// Identifier as written.
    pub id: Option<String>,
}

/// A chapter of an episode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chapter {
    /// Name.
    pub title: Option<String>,
    /// Seconds from the start.
    pub start: f64,
}

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiscoveredFeed {
    /// Absolute address.
    pub url: String,
    /// Media type as the page said it.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// Name as the page said it.
    pub title: Option<String>,
}
