//! The pure steps of a story's way, each by itself: what the command line's JSON Lines commands run.

use broadsheet_engine::tools;
use broadsheet_model::{DiscoveredFeed, Figure, ParsedFeed, Verdict};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

/// An article as a page gave it, in the form of the command line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtractedArticle {
    /// Headline.
    pub title: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// Publication time, RFC 3339 with the publisher's own offset from UTC: its day is the one that the page shows.
    pub published: Option<String>,
    /// Last change.
    pub modified: Option<Timestamp>,
    /// Publication.
    pub site: Option<String>,
    /// The publication's own section.
    pub section: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Standfirst.
    pub standfirst: Option<String>,
    /// Address of the hero.
    pub lead_image: Option<String>,
    /// What the hero shows.
    pub lead_caption: Option<String>,
    /// Who made the hero.
    pub lead_credit: Option<String>,
    /// Every content picture.
    pub figures: Vec<Figure>,
    /// What kind of page it is, and how sure that is.
    pub verdict: Verdict,
    /// The article, sanitised: the standfirst first, where the page shows one, then the body.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// A page to an article.
#[must_use]
pub fn extract(html: &str, url: &str) -> ExtractedArticle {
    let (article, safe) = tools::extract(html, url);
    let shown = article.standfirst.clone().filter(|_| article.standfirst_shown);
    let lead = article.lead.unwrap_or_default();
    ExtractedArticle {
        title: article.headline,
        byline: article.byline,
        published: article.published_at.map(|at| shown_time(at, article.published_offset_seconds)),
        modified: article.modified_at,
        site: article.site,
        section: article.section,
        language: article.language,
        standfirst: article.standfirst,
        lead_image: Some(lead.src).filter(|src| !src.is_empty()),
        lead_caption: lead.caption,
        lead_credit: lead.credit,
        figures: article.figures,
        verdict: article.verdict,
        html: shown.as_deref().map(paragraph).unwrap_or_default() + safe.as_str(),
        text: shown
            .into_iter()
            .chain(Some(article.text))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// Why an article was read from a page as it was, as a page of HTML for people: what was found beside what the page says of
/// it, every block of text and every picture with how surely it was held for the article's.
#[must_use]
pub fn explain(html: &str, url: &str) -> String {
    tools::explain(html, url)
}

/// A time as it was on the publisher's clock.
fn shown_time(at: Timestamp, offset_seconds: i32) -> String {
    match Offset::from_seconds(offset_seconds) {
        Ok(offset) if offset != Offset::UTC => at.display_with_offset(offset).to_string(),
        _ => at.to_string(),
    }
}

/// A plain text as a paragraph of HTML.
fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// The text of undecoded bytes.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    tools::decode(bytes, content_type)
}

/// Bytes to a feed; where they hold none, why, and the feeds that they name as a page.
///
/// # Errors
/// They hold no feed.
pub fn parse_feed(
    bytes: &[u8],
    content_type: Option<&str>,
    url: &str,
) -> Result<ParsedFeed, (String, Vec<DiscoveredFeed>)> {
    tools::parse_feed(bytes, content_type, url).map_err(|error| {
        let page = tools::decode(bytes, content_type);
        (error.to_string(), tools::discover_in_page(&page, url))
    })
}

/// Hostile HTML to safe HTML that loads nothing: pictures have their addresses in `data-src`.
#[must_use]
pub fn sanitise(html: &str, base_url: Option<&str>) -> String {
    tools::sanitise(html, base_url).into_string()
}
