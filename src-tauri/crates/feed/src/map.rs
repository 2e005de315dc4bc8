//! feed-rs's answer in the house's own words.

use broadsheet_model::{Enclosure, Entry, FeedFields, FeedFormat, Media, ParsedFeed, Person};
use feed_rs::model;
use jiff::Timestamp;
use url::Url;

use crate::plain::{folded, text_of, trimmed};

/// Maps a whole feed.
pub(crate) fn feed(feed: model::Feed, format: FeedFormat, url: &str) -> ParsedFeed {
    let base = Url::parse(url).ok();
    let absolute = |href: &str| absolute(href, base.as_ref());
    let authors = people(feed.authors, base.as_ref());
    let mut entries: Vec<Entry> = feed.entries.into_iter().map(|next| entry(next, format, base.as_ref())).collect();
    for entry in &mut entries {
        if entry.authors.is_empty() && format != FeedFormat::Rss {
            entry.authors.clone_from(&authors);
        }
    }
    let fields = FeedFields {
        title: feed.title.as_ref().and_then(|title| plain(title, format)),
        subtitle: feed.description.as_ref().and_then(|text| plain(text, format)),
        link: feed
            .links
            .iter()
            .find(|link| matches!(link.rel.as_deref(), None | Some("alternate")))
            .and_then(|link| absolute(&link.href)),
        self_link: feed
            .links
            .iter()
            .find(|link| link.rel.as_deref() == Some("self"))
            .and_then(|link| absolute(&link.href)),
        id: trimmed(&feed.id),
        updated: feed.updated.and_then(time),
        published: feed.published.and_then(time),
        language: feed.language.as_deref().and_then(trimmed),
        rights: feed.rights.as_ref().and_then(|text| plain(text, format)),
        generator: feed.generator.as_ref().and_then(|generator| folded(&generator.content)),
        image: feed.logo.as_ref().and_then(|image| absolute(&image.uri)),
        icon: feed.icon.as_ref().and_then(|image| absolute(&image.uri)),
        authors,
        contributors: people(feed.contributors, base.as_ref()),
        categories: categories(&feed.categories),
        ttl: feed.ttl.map(u64::from),
    };
    ParsedFeed { format, feed: fields, entries, discovered: Vec::new() }
}

fn entry(entry: model::Entry, format: FeedFormat, base: Option<&Url>) -> Entry {
    let own_base = entry.base.as_deref().and_then(|base| Url::parse(base).ok());
    let base = own_base.as_ref().or(base);
    let absolute = |href: &str| absolute(href, base);
    let id = trimmed(&entry.id);
    let comments = entry
        .links
        .iter()
        .find(|link| link.target == Some(model::LinkTarget::Comments) || link.rel.as_deref() == Some("replies"));
    let alternate = entry
        .links
        .iter()
        .filter(|link| link.target.is_none())
        .find(|link| matches!(link.rel.as_deref(), None | Some("alternate")))
        .and_then(|link| absolute(&link.href));
    // A guid is the article's address unless the feed says otherwise, which feed-rs does not tell: it must look like one.
    let permalink = id.as_deref().filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    let link = alternate.or_else(|| permalink.and_then(absolute));
    // In RSS 1.0 the address is the identifier (`rdf:about`), which feed-rs leaves out.
    let id = id.or_else(|| link.clone().filter(|_| format == FeedFormat::Rdf));

    let mut enclosures: Vec<Enclosure> = entry
        .links
        .iter()
        .filter(|link| link.rel.as_deref() == Some("enclosure"))
        .filter_map(|link| {
            Some(Enclosure { url: absolute(&link.href)?, media_type: link.media_type.clone(), length: link.length })
        })
        .collect();
    let mut media = Vec::new();
    for content in entry.media.iter().flat_map(|object| &object.content) {
        let Some(url) = content.url.as_ref().and_then(|url| absolute(url.as_str())) else { continue };
        let media_type = content.content_type.as_ref().map(ToString::to_string);
        if content.size.is_some() {
            enclosures.push(Enclosure { url: url.clone(), media_type: media_type.clone(), length: content.size });
        }
        media.push(Media { url, media_type });
    }
    let thumbnail =
        entry.media.iter().flat_map(|object| &object.thumbnails).find_map(|thumbnail| absolute(&thumbnail.image.uri));
    let (content, content_src) = match entry.content {
        Some(content) => {
            let body = content.body.as_deref().and_then(trimmed);
            let source = content.src.as_ref().filter(|_| body.is_none()).and_then(|link| absolute(&link.href));
            (body.map(|body| as_html(body, content.content_type.as_str())), source)
        }
        None => (None, None),
    };
    let published = entry.published.and_then(time);
    let updated = entry.updated.and_then(time);
    Entry {
        title: entry.title.as_ref().and_then(|title| plain(title, format)),
        link,
        id,
        published,
        // feed-rs repeats the time of publication where RSS says nothing of a change.
        updated: if format == FeedFormat::Rss && updated == published { None } else { updated },
        authors: people(entry.authors, base),
        contributors: people(entry.contributors, base),
        summary: entry.summary.and_then(|text| Some(as_html(trimmed(&text.content)?, text.content_type.as_str()))),
        content,
        content_src,
        categories: categories(&entry.categories),
        image: thumbnail.clone(),
        thumbnail,
        enclosures,
        media,
        duration: entry.media.iter().find_map(|object| object.duration).map(|duration| duration.as_secs()),
        explicit: None,
        episode: entry.media.iter().find_map(|object| object.episode.as_ref()).map(|episode| episode.number as u64),
        season: entry.media.iter().find_map(|object| object.season.as_ref()).map(|season| u64::from(season.number)),
        comments: comments.and_then(|link| absolute(&link.href)),
        rights: entry.rights.as_ref().and_then(|text| plain(text, format)),
        language: entry.language.as_deref().and_then(trimmed),
        source: None,
        chapters: Vec::new(),
    }
}

/// An address that a reader may follow, made absolute.
fn absolute(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Atom says whether a text holds markup; elsewhere it always may.
fn plain(text: &model::Text, format: FeedFormat) -> Option<String> {
    let literal =
        format == FeedFormat::Atom && text.content_type.as_str() == "text/plain" || format == FeedFormat::Json;
    if literal { folded(&text.content) } else { text_of(&text.content) }
}

/// HTML, whatever the feed called it: text that is declared plain and holds no tag is escaped.
fn as_html(body: String, content_type: &str) -> String {
    if content_type == "text/plain" && !body.contains("</") && !body.contains("/>") && !body.contains("<p>") {
        body.replace('&', "&amp;").replace('<', "&lt;").replace("&amp;amp;", "&amp;")
    } else {
        body
    }
}

fn people(people: Vec<model::Person>, base: Option<&Url>) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for person in people {
        let person = Person {
            name: person.name.as_deref().and_then(text_of),
            email: person.email.as_deref().and_then(trimmed),
            url: person.uri.as_deref().and_then(|uri| absolute(uri, base)),
        };
        if person != Person::default() && !found.contains(&person) {
            found.push(person);
        }
    }
    found
}

fn categories(categories: &[model::Category]) -> Vec<String> {
    let mut found = Vec::new();
    for category in categories {
        let name = category.label.as_deref().and_then(text_of).or_else(|| text_of(&category.term));
        if let Some(name) = name.filter(|name| !found.contains(name)) {
            found.push(name);
        }
    }
    found
}

fn time(time: chrono::DateTime<chrono::Utc>) -> Option<Timestamp> {
    Timestamp::new(time.timestamp(), i32::try_from(time.timestamp_subsec_nanos()).ok()?).ok()
}
