//! A feed or an entry that has been read, in the form that leaves this room: links absolute, the best of what was said.

use std::borrow::Cow;

use broadsheet_model::{Entry, FeedFields, FeedFormat, Media, ParsedFeed};

use crate::draft::{Best, Draft, Html, Link};
use crate::html_links;
use crate::links::{self, Base};

impl Link<'_> {
    /// The address, seen from where it stands or else from `base`.
    pub(crate) fn absolute(&self, base: Option<&Base>) -> Option<String> {
        links::web(&self.href, self.base.as_deref().or(base))
    }
}

fn address(link: &Best<Link<'_>>, base: Option<&Base>) -> Option<String> {
    link.get().and_then(|link| link.absolute(base))
}

/// HTML with its links made absolute.
fn html(html: Best<Html<'_>>, base: Option<&Base>) -> Option<String> {
    let Html { text, base: own } = html.into()?;
    let text = match own.as_deref().or(base) {
        Some(base) => html_links::absolute(text, base),
        None => text,
    };
    Some(match text {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(mut text) => {
            // Resolved references leave room behind that would be kept for as long as the feed.
            text.shrink_to_fit();
            text
        }
    })
}

/// An entry. `site` is the publication's page, `document` the feed's own address.
pub(crate) fn entry(draft: Draft<'_>, site: Option<&Base>, document: Option<&Base>) -> Entry {
    // Entries and what they show are named as their page names them, where no `xml:base` says otherwise.
    let around = site.or(document);
    let link = address(&draft.link, around);
    let page = link.as_deref().and_then(Base::new);
    let within = page.as_ref().or(around);
    let mut enclosures = Vec::new();
    for (link, mut enclosure) in draft.enclosures {
        if let Some(url) = link.absolute(around) {
            enclosure.url = url;
            enclosures.push(enclosure);
        }
    }
    let mut media = Vec::new();
    for (link, mut shown) in draft.media {
        if let Some(url) = link.absolute(around) {
            shown.url = url;
            let same = |other: &Media| {
                (&other.url, &other.media_type, other.width) == (&shown.url, &shown.media_type, shown.width)
            };
            if !media.iter().any(same) {
                media.push(shown);
            }
        }
    }
    let thumbnail = address(&draft.thumbnail, around);
    let image = address(&draft.image, around);
    // An identifier that is an address leads to the page where nothing else does.
    let link = link.or_else(|| links::web(draft.id.get().filter(|id| links::is_absolute(id))?, None));
    let content = html(draft.content, within);
    let content_src = if content.is_none() { address(&draft.content_src, around) } else { None };
    Entry {
        title: draft.title.into(),
        id: draft.id.into(),
        published: draft.published.into(),
        updated: draft.updated.into(),
        authors: draft.authors.into(),
        contributors: draft.contributors.into(),
        summary: html(draft.summary, within),
        content,
        content_src,
        categories: draft.categories,
        enclosures,
        media,
        thumbnail: thumbnail.clone().or_else(|| image.clone()),
        thumbnail_width: draft.thumbnail_width.filter(|width| *width < u32::MAX && image.is_none()),
        image: image.or(thumbnail),
        duration: draft.duration.into(),
        explicit: draft.explicit.into(),
        episode: draft.episode.into(),
        season: draft.season.into(),
        comments: address(&draft.comments, around),
        rights: draft.rights.into(),
        language: draft.language.into(),
        source: draft.source.filter(|source| *source != broadsheet_model::EntrySource::default()),
        chapters: draft.chapters,
        link,
    }
}

/// The feed, with its entries.
pub(crate) fn feed(
    draft: Draft<'_>,
    mut entries: Vec<Entry>,
    format: FeedFormat,
    document: Option<&Base>,
) -> ParsedFeed {
    let link = address(&draft.link, document);
    let site = link.as_deref().and_then(Base::new);
    let around = site.as_ref().or(document);
    let authors = draft.authors.into();
    let language = draft.language.into();
    for entry in &mut entries {
        let is_named = entry.authors.iter().any(|author| author.name.is_some() || author.email.is_some());
        if !is_named && !authors.is_empty() && format != FeedFormat::Rss {
            entry.authors.clone_from(&authors);
        }
        if entry.language.is_none() {
            entry.language.clone_from(&language);
        }
    }
    let rhythm = draft.update_period.map(|minutes| minutes / draft.update_frequency.unwrap_or(1).max(1));
    let icon = address(&draft.icon, around);
    let fields = FeedFields {
        title: draft.title.into(),
        subtitle: draft.subtitle.into(),
        self_link: address(&draft.self_link, document),
        id: draft.id.into(),
        updated: draft.updated.into(),
        published: draft.published.into(),
        language,
        rights: draft.rights.into(),
        generator: draft.generator.into(),
        image: address(&draft.image, around).or_else(|| address(&draft.thumbnail, around)).or_else(|| icon.clone()),
        icon,
        authors,
        contributors: draft.contributors.into(),
        categories: draft.categories,
        ttl: draft.ttl.get().copied().or(rhythm),
        quiet_hours: draft.quiet_hours,
        quiet_days: draft.quiet_days,
        link,
    };
    ParsedFeed { format, feed: fields, entries, discovered: Vec::new(), is_broken: false }
}
