//! JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently: numbers for texts, one thing where a list should be.

use std::borrow::Cow;

use broadsheet_model::{Enclosure, Entry, FeedFields, FeedFormat, ParsedFeed, Person};
use serde_json::Value;

use crate::draft::MOST;
use crate::links::{self, Base};
use crate::plain::{escaped, folded, looks_like_html, text_of, trimmed};
use crate::reader::MAX_ENTRIES;
use crate::{dates, html_links};

/// Characters of an entry's text that make a title where it has none.
const TITLE: usize = 100;

/// Reads a JSON feed; `None` for JSON of another kind.
pub(crate) fn read(document: &Value, url: &str) -> Option<ParsedFeed> {
    let version = document.get("version").and_then(Value::as_str).unwrap_or_default();
    let items = document.get("items");
    if items.is_none() && !version.contains("jsonfeed.org") {
        return None;
    }
    let own = Base::new(url);
    let home = links::web(&text(document, "home_page_url").unwrap_or_default(), own.as_ref());
    let site = home.as_deref().and_then(Base::new);
    let base = site.as_ref().or(own.as_ref());
    let address = |name: &str| links::web(&text(document, name)?, base);
    let authors = people(document, base);
    let icon = address("favicon");
    let fields = FeedFields {
        title: plain(document, "title"),
        subtitle: plain(document, "description"),
        self_link: address("feed_url"),
        language: text(document, "language"),
        image: address("icon").or_else(|| icon.clone()),
        icon,
        authors: authors.clone(),
        link: home.or_else(|| address("feed_url")),
        ..FeedFields::default()
    };
    let mut entries: Vec<Entry> = many(items)
        .filter(|item| item.as_object().is_some_and(|fields| !fields.is_empty()))
        .take(MAX_ENTRIES)
        .map(|item| entry(item, base))
        .collect();
    for entry in &mut entries {
        if entry.authors.is_empty() {
            entry.authors.clone_from(&authors);
        }
        if entry.language.is_none() {
            entry.language.clone_from(&fields.language);
        }
    }
    Some(ParsedFeed { format: FeedFormat::Json, feed: fields, entries, discovered: Vec::new(), is_broken: false })
}

fn entry(item: &Value, base: Option<&Base>) -> Entry {
    let address = |name: &str| links::web(&text(item, name)?, base);
    let link = address("url").or_else(|| address("external_url"));
    let page = link.as_deref().and_then(Base::new);
    let within = page.as_ref().or(base);
    let absolute = |html: String| match within {
        Some(base) => html_links::absolute(Cow::Owned(html), base).into_owned(),
        None => html,
    };
    let written = text(item, "content_text").map(|text| escaped(&text).into_owned());
    let content = text(item, "content_html").map(absolute).or(written);
    let summary = text(item, "summary");
    // Short notes have no title; what they say stands in for it.
    let title = plain(item, "title").or_else(|| {
        let said = summary.as_deref().and_then(text_of).or_else(|| plain(item, "content_text"));
        let said = said.or_else(|| content.as_deref().and_then(text_of))?;
        Some(shortened(&said))
    });
    let mut categories = Vec::new();
    for tag in many(item.get("tags")).take(MOST).filter_map(scalar).filter_map(|tag| folded(&tag)) {
        if !categories.contains(&tag) {
            categories.push(tag);
        }
    }
    let attachments = many(item.get("attachments")).take(MOST);
    let image = address("image").or_else(|| address("banner_image"));
    Entry {
        title,
        link,
        id: text(item, "id"),
        published: text(item, "date_published").and_then(|date| dates::parse(&date)),
        updated: text(item, "date_modified").and_then(|date| dates::parse(&date)),
        authors: people(item, base),
        summary: summary.map(|text| if looks_like_html(&text) { text } else { escaped(&text).into_owned() }),
        content,
        categories,
        duration: many(item.get("attachments"))
            .find_map(|file| file.get("duration_in_seconds")?.as_f64())
            .map(|length| length as u64),
        enclosures: attachments.filter_map(|file| enclosure(file, base)).collect(),
        thumbnail: image.clone(),
        image: address("banner_image").or(image),
        language: text(item, "language"),
        ..Entry::default()
    }
}

fn enclosure(file: &Value, base: Option<&Base>) -> Option<Enclosure> {
    let length = file.get("size_in_bytes").and_then(Value::as_f64).filter(|size| *size >= 0.0).map(|size| size as u64);
    Some(Enclosure { url: links::web(&text(file, "url")?, base)?, media_type: text(file, "mime_type"), length })
}

/// Version 1.1 has `authors`, version 1 `author`.
fn people(of: &Value, base: Option<&Base>) -> Vec<Person> {
    let read = |name: &str| {
        many(of.get(name))
            .map(|author| match author {
                Value::Object(_) => Person {
                    name: plain(author, "name"),
                    email: None,
                    url: text(author, "url").and_then(|url| links::web(&url, base)),
                },
                other => Person { name: scalar(other).and_then(|name| folded(&name)), ..Person::default() },
            })
            .filter(|person| *person != Person::default())
            .collect::<Vec<_>>()
    };
    let authors = read("authors");
    if authors.is_empty() { read("author") } else { authors }
}

/// The elements of a list, or the one thing that stands in its place.
fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        Some(Value::Array(list)) => list.as_slice(),
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
    .iter()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn text(of: &Value, name: &str) -> Option<String> {
    of.get(name).and_then(scalar).as_deref().and_then(trimmed)
}

fn plain(of: &Value, name: &str) -> Option<String> {
    of.get(name).and_then(scalar).as_deref().and_then(folded)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= TITLE {
        return text.to_owned();
    }
    let cut: String = text.chars().take(TITLE).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}
