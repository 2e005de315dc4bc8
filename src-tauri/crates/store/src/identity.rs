//! Which entry of a feed is which: an entry stays itself when its guid changes its scheme, its host or altogether, and
//! entries that share a guid stay apart.
//!
//! The engine has made guids distinct within one document. Here an unknown guid is held against the feed's known entries:
//! the same guid but for scheme and case; the same but for the host too, where headline or time agree, since two sites of one
//! feed may both have a `/?p=123`; the same address; the same headline and time.

use std::collections::{HashMap, HashSet};

use broadsheet_model::{ArticleId, FeedId};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::entries::{NewEntry, by_address};
use crate::error::StoreError;
use crate::time::to_millis;

/// Entries of a feed that an unknown guid is held against, newest first.
const COMPARED: u32 = 4_000;

/// Shortest headline that can name an entry together with its time, in characters.
const TELLING: usize = 16;

/// An entry that the library has.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) article: ArticleId,
    pub(crate) fingerprint: String,
    /// Its guid, where that is not the one that was looked for.
    pub(crate) guid: Option<String>,
}

/// Finds the known entry behind each entry of one document.
pub(crate) struct Identities<'a> {
    feed: FeedId,
    /// The guids of the document; an entry that is in it under its own guid is nobody else.
    present: HashSet<&'a str>,
    others: Option<Others>,
    /// The feed has no entry yet, and no two of the document share a guid, so that there is nobody to be found.
    is_first: Option<bool>,
    distinct: bool,
}

/// The feed's known entries that are not in the document, by what else may name them.
#[derive(Default)]
struct Others {
    by_alias: HashMap<String, Aliased>,
    by_article: HashMap<ArticleId, Known>,
    by_headline: HashMap<(String, i64), Known>,
}

/// An entry as its alias names it.
struct Aliased {
    known: Known,
    /// Where its guid is an address.
    host: String,
    headline: String,
    published: Option<i64>,
}

impl Aliased {
    /// Whether it may be this entry, which bears its alias.
    fn may_be(&self, entry: &NewEntry) -> bool {
        self.host == host_of(&entry.guid)
            || self.headline == entry.headline
            || entry.published_at.is_some_and(|published| self.published == Some(to_millis(published)))
    }
}

impl<'a> Identities<'a> {
    pub(crate) fn new(feed: FeedId, entries: impl ExactSizeIterator<Item = &'a NewEntry>) -> Self {
        let all = entries.len();
        let present: HashSet<&str> = entries.map(|entry| entry.guid.as_str()).collect();
        let distinct = present.len() == all;
        Self { feed, present, others: None, is_first: None, distinct }
    }

    pub(crate) fn of(&mut self, transaction: &Transaction, entry: &NewEntry) -> Result<Option<Known>, StoreError> {
        if self.is_first(transaction)? {
            return Ok(None);
        }
        let known = transaction
            .prepare_cached("SELECT id, article_id, fingerprint FROM entry WHERE feed_id = ?1 AND guid = ?2")?
            .query_row(params![self.feed.0, entry.guid], |row| {
                Ok(Known {
                    id: row.get(0)?,
                    article: ArticleId(row.get(1)?),
                    fingerprint: row.get(2)?,
                    guid: Some(entry.guid.clone()),
                })
            })
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
        let others = match self.others.take() {
            Some(others) => others,
            None => Others::load(transaction, self.feed, &self.present)?,
        };
        let others = self.others.insert(others);
        if others.by_article.is_empty() {
            return Ok(None);
        }
        let aliased = others.by_alias.get(&alias(&entry.guid)).filter(|aliased| aliased.may_be(entry));
        let mut found = aliased.map(|aliased| aliased.known.clone());
        if found.is_none() && entry.has_address {
            for url in std::iter::once(entry.url.clone()).chain(entry.other_urls.clone()).chain(twins(&entry.url)) {
                found = found
                    .or(by_address(transaction, &url)?.and_then(|article| others.by_article.get(&article).cloned()));
            }
        }
        if found.is_none()
            && entry.headline.chars().count() >= TELLING
            && let Some(published) = entry.published_at
        {
            found = others.by_headline.get(&(entry.headline.clone(), to_millis(published))).cloned();
        }
        if let Some(known) = &found {
            others.forget(known);
        }
        Ok(found)
    }

    /// Looked up before the first entry of the document is stored.
    fn is_first(&mut self, transaction: &Transaction) -> Result<bool, StoreError> {
        if let Some(known) = self.is_first {
            return Ok(known);
        }
        let has_entries: bool = transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE feed_id = ?1)")?
            .query_row([self.feed.0], |row| row.get(0))?;
        let first = self.distinct && !has_entries;
        self.is_first = Some(first);
        Ok(first)
    }
}

impl Others {
    fn load(transaction: &Transaction, feed: FeedId, present: &HashSet<&str>) -> Result<Self, StoreError> {
        let mut others = Self::default();
        let mut statement = transaction.prepare_cached(
            "SELECT entry.id, entry.article_id, entry.fingerprint, entry.guid, article.headline, article.published_at
             FROM entry JOIN article ON article.id = entry.article_id
             WHERE entry.feed_id = ?1 ORDER BY entry.id DESC LIMIT ?2",
        )?;
        let mut rows = statement.query(params![feed.0, COMPARED])?;
        while let Some(row) = rows.next()? {
            let guid: String = row.get(3)?;
            if present.contains(guid.as_str()) {
                continue;
            }
            let known = Known {
                id: row.get(0)?,
                article: ArticleId(row.get(1)?),
                fingerprint: row.get(2)?,
                guid: Some(guid.clone()),
            };
            let (headline, published): (String, Option<i64>) = (row.get(4)?, row.get(5)?);
            if let Some(published) = published {
                others.by_headline.entry((headline.clone(), published)).or_insert_with(|| known.clone());
            }
            let aliased = || Aliased { known: known.clone(), host: host_of(&guid), headline, published };
            others.by_alias.entry(alias(&guid)).or_insert_with(aliased);
            others.by_article.entry(known.article).or_insert(known);
        }
        Ok(others)
    }

    /// An entry is found once: what else looks like it is another.
    fn forget(&mut self, found: &Known) {
        self.by_alias.retain(|_, aliased| aliased.known.id != found.id);
        self.by_article.retain(|_, known| known.id != found.id);
        self.by_headline.retain(|_, known| known.id != found.id);
    }
}

/// A guid without what changes when a site moves: scheme, host, case, a slash at the end, and the number of an edition
/// that some publishers put behind a `#`.
fn alias(guid: &str) -> String {
    let guid = guid.trim().to_ascii_lowercase();
    let path = match guid.split_once("://") {
        // A bare host names nothing without itself.
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, path)| path),
        None => guid.as_str(),
    };
    let path = match path.rsplit_once('#') {
        Some((before, edition)) if !before.is_empty() && edition.chars().all(|digit| digit.is_ascii_digit()) => before,
        _ => path,
    };
    let path = path.trim_end_matches('/');
    if path.is_empty() { guid } else { path.to_owned() }
}

/// The host of a guid that is an address, without “www.”; empty for any other.
fn host_of(guid: &str) -> String {
    let guid = guid.trim().to_ascii_lowercase();
    let host = guid.split_once("://").map_or("", |(_, rest)| rest.split_once('/').map_or(rest, |(host, _)| host));
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Other ways to write an address that lead to the same page nearly everywhere: over http or https, with “www.” or
/// without, with a slash at the end or without.
pub(crate) fn twins(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.split_once("://") else { return Vec::new() };
    let other_scheme = if scheme == "https" { "http" } else { "https" };
    let other_host = rest.strip_prefix("www.").map_or_else(|| format!("www.{rest}"), str::to_owned);
    let mut twins = vec![
        format!("{other_scheme}://{rest}"),
        format!("{scheme}://{other_host}"),
        format!("{other_scheme}://{other_host}"),
    ];
    if !rest.contains(['?', '#']) {
        twins.push(url.strip_suffix('/').map_or_else(|| format!("{url}/"), str::to_owned));
    }
    twins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_outlives_a_move() {
        assert_eq!(alias("http://old.example/News/1/"), alias("https://www.new.example/news/1"));
        assert_eq!(alias("https://paper.example/1#0"), alias("https://paper.example/1#3"));
        assert_ne!(alias("https://paper.example/1#intro"), alias("https://paper.example/1#end"));
        assert_ne!(alias("https://a.example/"), alias("https://b.example/"));
        assert_eq!(alias("tag:paper.example,2026:1"), "tag:paper.example,2026:1");
    }

    #[test]
    fn an_address_has_twins() {
        assert_eq!(
            twins("https://paper.example/a"),
            [
                "http://paper.example/a",
                "https://www.paper.example/a",
                "http://www.paper.example/a",
                "https://paper.example/a/"
            ]
        );
        assert!(twins("https://www.paper.example/a?b").contains(&"http://paper.example/a?b".to_owned()));
    }
}
