//! A feed's entries, made ready for the library.

use broadsheet_model::{Entry, Figure, ParsedFeed};
use broadsheet_store::entries::NewEntry;
use url::Url;

use crate::address;
use crate::text;

/// Entries of one answer that are taken at most, the first of the document first.
const MOST_ENTRIES: usize = 2_000;

/// Characters up to which a summary can stand as a standfirst.
const STANDFIRST: usize = 400;

/// Everything in a feed that can become an article.
pub(crate) fn entries_of(parsed: &ParsedFeed, feed_url: &str, feed_title: &str) -> Vec<NewEntry> {
    parsed.entries.iter().take(MOST_ENTRIES).filter_map(|entry| entry_of(entry, parsed, feed_url, feed_title)).collect()
}

fn entry_of(entry: &Entry, parsed: &ParsedFeed, feed_url: &str, feed_title: &str) -> Option<NewEntry> {
    let link = entry.link.as_deref().and_then(web_address);
    let by_id = entry.id.as_deref().and_then(web_address);
    let page = link.clone().or(by_id);
    let guid = entry.id.clone().or_else(|| entry.link.clone()).or_else(|| entry.title.clone())?;
    let (url, host) = match &page {
        Some(page) => (address::clean(page), address::publication_host(page)),
        None => {
            // An entry without a page is still an article: it is known by its feed and its id.
            let mut own = Url::parse(feed_url).ok()?;
            own.set_fragment(Some(&format!("entry-{guid}")));
            let host = address::publication_host(&own);
            (own.to_string(), host)
        }
    };
    let given = entry.content.as_deref().or(entry.summary.as_deref()).unwrap_or_default();
    let base = page.as_ref().map_or(feed_url, Url::as_str);
    let html = broadsheet_sanitise::sanitise(given, Some(base));
    let body = text::plain(&html);
    let summary =
        entry.summary.as_deref().map(|summary| text::plain(&broadsheet_sanitise::sanitise(summary, Some(base))));
    let standfirst = summary
        .filter(|summary| !summary.is_empty())
        .map(|summary| text::shorten(&summary.replace('\n', " "), STANDFIRST));
    let headline = entry
        .title
        .clone()
        .filter(|title| !title.trim().is_empty())
        .or_else(|| body.lines().next().map(|line| text::shorten(line, 90)))
        .unwrap_or_else(|| url.clone());
    let sections: Vec<&str> = entry.categories.iter().map(String::as_str).chain([feed_title]).collect();
    let updated = entry.updated.map(|time| time.to_string()).unwrap_or_default();
    Some(NewEntry {
        fingerprint: fingerprint(&[&headline, given, &updated]),
        guid,
        url,
        other_urls: link.as_ref().map(|link| vec![link.to_string()]).unwrap_or_default(),
        host,
        headline,
        standfirst,
        byline: entry.authors.iter().filter_map(|person| person.name.clone()).collect(),
        published_at: entry.published.or(entry.updated),
        publisher_section: entry.categories.first().cloned(),
        section: broadsheet_stories::section_of(&sections),
        language: entry.language.clone().or_else(|| parsed.feed.language.clone()),
        html: html.into_string(),
        body,
        figures: lead_of(entry).into_iter().collect(),
        has_page: page.is_some(),
    })
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// The picture that the feed shows beside the entry, until the page gives better.
fn lead_of(entry: &Entry) -> Option<Figure> {
    let is_picture = |kind: Option<&str>, url: &str| match kind {
        Some(kind) => kind.starts_with("image/") && !kind.contains("svg"),
        None => [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| url.to_ascii_lowercase().ends_with(ending)),
    };
    let media = entry.media.iter().find(|media| is_picture(media.media_type.as_deref(), &media.url));
    let enclosure = entry.enclosures.iter().find(|file| is_picture(file.media_type.as_deref(), &file.url));
    let src = media
        .map(|media| media.url.clone())
        .or_else(|| enclosure.map(|file| file.url.clone()))
        .or_else(|| entry.image.clone())
        .or_else(|| entry.thumbnail.clone())?;
    web_address(&src).map(|src| Figure { src: src.to_string(), ..Figure::default() })
}

/// FNV-1a over the parts; tells changes apart and keeps no secret.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
