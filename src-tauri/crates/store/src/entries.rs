//! Entries: the items as feeds gave them, and the articles behind them.

use broadsheet_model::{ArticleId, FeedId, Figure, Section, TextState};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::captures::{self, Capture};
use crate::error::StoreError;
use crate::library::Library;
use crate::publications;
use crate::time::to_millis;

/// An entry, ready to be stored.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// What names the entry within its feed.
    pub guid: String,
    /// Changes whenever the publisher changed the entry; a change makes the page wanted again.
    pub fingerprint: String,
    /// The article's address, cleaned.
    pub url: String,
    /// Other addresses that lead to the same article.
    pub other_urls: Vec<String>,
    /// The host under which the publication stands.
    pub host: String,
    /// Headline.
    pub headline: String,
    /// Summary as plain text.
    pub standfirst: Option<String>,
    /// Authors.
    pub byline: Vec<String>,
    /// Publication time.
    pub published_at: Option<Timestamp>,
    /// The publication's own section.
    pub publisher_section: Option<String>,
    /// The section of the paper.
    pub section: Section,
    /// Language tag.
    pub language: Option<String>,
    /// The text that the feed gave, sanitised.
    pub html: String,
    /// The same as plain text.
    pub body: String,
    /// The pictures that the feed gave.
    pub figures: Vec<Figure>,
    /// There is a page to fetch the whole article from.
    pub has_page: bool,
}

/// What came of storing a feed's entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntriesStored {
    /// Articles that are new to the library.
    pub new_articles: u32,
    /// Entries that the publisher changed.
    pub changed: u32,
}

/// An article whose page is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedPage {
    /// The article.
    pub article: ArticleId,
    /// Where its page is.
    pub url: String,
    /// Tries so far.
    pub tries: u32,
}

impl Library {
    /// Stores a batch of a feed's entries in one transaction.
    ///
    /// # Errors
    /// The library cannot be written; then none of the batch is stored.
    pub fn store_entries(
        &self,
        feed: FeedId,
        entries: &[NewEntry],
        now: Timestamp,
    ) -> Result<EntriesStored, StoreError> {
        self.write(|transaction| {
            let mut stored = EntriesStored::default();
            for entry in entries {
                store_entry(transaction, feed, entry, now, &mut stored)?;
            }
            Ok(stored)
        })
    }

    /// The articles of a feed whose pages are to be fetched by `now`, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn wanted_pages(&self, feed: FeedId, now: Timestamp, limit: u32) -> Result<Vec<WantedPage>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article.id, article.url, article.page_tries FROM article
                 WHERE article.page_due_at <= ?2
                   AND EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id AND entry.feed_id = ?1)
                 ORDER BY article.sorted_at DESC, article.id DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![feed.0, to_millis(now), limit], |row| {
                Ok(WantedPage { article: ArticleId(row.get(0)?), url: row.get(1)?, tries: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that an article's page could not be had. `next_try_at` is `None` when it is not to be tried again.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_page_failure(
        &self,
        article: ArticleId,
        note: &str,
        next_try_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "UPDATE article SET page_tries = page_tries + 1, page_due_at = ?3,
                        text_note = CASE WHEN text_state = 'full' THEN text_note ELSE ?2 END
                 WHERE id = ?1",
                params![article.0, note, next_try_at.map(to_millis)],
            )?;
            Ok(())
        })
    }
}

fn store_entry(
    transaction: &Transaction,
    feed: FeedId,
    entry: &NewEntry,
    now: Timestamp,
    stored: &mut EntriesStored,
) -> Result<(), StoreError> {
    let known: Option<(i64, i64, String)> = transaction
        .prepare_cached("SELECT id, article_id, fingerprint FROM entry WHERE feed_id = ?1 AND guid = ?2")?
        .query_row(params![feed.0, entry.guid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((id, article, fingerprint)) = known {
        if fingerprint != entry.fingerprint {
            stored.changed += 1;
            transaction
                .prepare_cached("UPDATE entry SET fingerprint = ?2 WHERE id = ?1")?
                .execute(params![id, entry.fingerprint])?;
            if entry.has_page {
                transaction
                    .prepare_cached("UPDATE article SET page_due_at = ?2, page_tries = 0 WHERE id = ?1")?
                    .execute(params![article, to_millis(now)])?;
            }
        }
        return Ok(());
    }
    let article = match find_by_address(transaction, entry)? {
        Some(article) => article,
        None => {
            stored.new_articles += 1;
            insert_article(transaction, entry, now)?
        }
    };
    for url in std::iter::once(&entry.url).chain(&entry.other_urls) {
        note_address(transaction, url, article)?;
    }
    transaction
        .prepare_cached(
            "INSERT INTO entry (feed_id, article_id, guid, fingerprint, first_seen_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![feed.0, article.0, entry.guid, entry.fingerprint, to_millis(now)])?;
    // A second feed may know the section where the first did not.
    if entry.section != Section::General {
        transaction
            .prepare_cached("UPDATE article SET section = ?2 WHERE id = ?1 AND section = 'general'")?
            .execute(params![article.0, entry.section.key()])?;
    }
    Ok(())
}

fn find_by_address(transaction: &Transaction, entry: &NewEntry) -> Result<Option<ArticleId>, StoreError> {
    for url in std::iter::once(&entry.url).chain(&entry.other_urls) {
        if let Some(article) = by_address(transaction, url)? {
            return Ok(Some(article));
        }
    }
    Ok(None)
}

pub(crate) fn by_address(transaction: &Transaction, url: &str) -> Result<Option<ArticleId>, StoreError> {
    Ok(transaction
        .prepare_cached("SELECT article_id FROM article_address WHERE url = ?1")?
        .query_row([url], |row| row.get(0))
        .optional()?
        .map(ArticleId))
}

pub(crate) fn note_address(transaction: &Transaction, url: &str, article: ArticleId) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT OR IGNORE INTO article_address (url, article_id) VALUES (?1, ?2)")?
        .execute(params![url, article.0])?;
    Ok(())
}

fn insert_article(transaction: &Transaction, entry: &NewEntry, now: Timestamp) -> Result<ArticleId, StoreError> {
    let publication = publications::of_host(transaction, &entry.host, None, None, now)?;
    let article = insert_bare(transaction, publication.0, &entry.url, &entry.headline, entry.published_at, now)?;
    captures::store(
        transaction,
        article,
        &Capture {
            headline: Some(&entry.headline),
            standfirst: entry.standfirst.as_deref(),
            byline: &entry.byline,
            published_at: entry.published_at,
            modified_at: None,
            site: None,
            publisher_section: entry.publisher_section.as_deref(),
            section: entry.section,
            language: entry.language.as_deref(),
            html: &entry.html,
            body: &entry.body,
            figures: &entry.figures,
            has_lead: !entry.figures.is_empty(),
            text_state: if entry.body.trim().is_empty() { TextState::Missing } else { TextState::Summary },
            text_note: None,
        },
        now,
    )?;
    if entry.has_page {
        transaction
            .prepare_cached("UPDATE article SET page_due_at = ?2, page_tries = 0 WHERE id = ?1")?
            .execute(params![article.0, to_millis(now)])?;
    }
    Ok(article)
}

/// An article that has nothing yet but its address and a headline.
pub(crate) fn insert_bare(
    transaction: &Transaction,
    publication: i64,
    url: &str,
    headline: &str,
    published_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<ArticleId, StoreError> {
    // A date in the future, or a junk one, must not pin an article to the top.
    let sorted_at = published_at.map_or(now, |published| published.min(now));
    transaction
        .prepare_cached(
            "INSERT INTO article (publication_id, url, headline, published_at, first_seen_at, sorted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            publication,
            url,
            headline,
            published_at.map(to_millis),
            to_millis(now),
            to_millis(sorted_at)
        ])?;
    let article = ArticleId(transaction.last_insert_rowid());
    note_address(transaction, url, article)?;
    captures::index(transaction, article)?;
    Ok(article)
}
