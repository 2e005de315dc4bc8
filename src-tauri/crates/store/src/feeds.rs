//! Feeds: the subscribed documents and how they fare.

use broadsheet_model::FeedId;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::publications::{self, NameRank, Publication};
use crate::time::{from_millis, to_millis};

/// A subscribed feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// Who publishes it.
    pub publication: Publication,
    /// Its address.
    pub url: String,
    /// Its name.
    pub title: String,
    /// “RSS”, “Atom” and the like, once it has been read.
    pub format: Option<String>,
    /// The validator that the server gave last (RFC 9110, 8.8.3).
    pub etag: Option<String>,
    /// The date that the server gave last (RFC 9110, 8.8.2).
    pub last_modified: Option<String>,
    /// Last try.
    pub last_try_at: Option<Timestamp>,
    /// Last try that went well.
    pub last_success_at: Option<Timestamp>,
    /// Next try.
    pub next_try_at: Option<Timestamp>,
    /// Tries in a row that failed.
    pub failures: u32,
    /// The server said that it is gone for good.
    pub gone: bool,
    /// Why the last try failed, in words.
    pub error: Option<String>,
    /// What the reader can do about it.
    pub hint: Option<String>,
    /// Articles that came from it.
    pub articles: u32,
}

/// A feed to subscribe to.
#[derive(Debug, Clone, Copy)]
pub struct NewFeed<'a> {
    /// Its address.
    pub url: &'a str,
    /// Its name.
    pub title: &'a str,
    /// “RSS”, “Atom” and the like, where known.
    pub format: Option<&'a str>,
    /// The host under which its publication stands.
    pub host: &'a str,
    /// The publication's name and how well it is known.
    pub publication_name: Option<(&'a str, NameRank)>,
    /// The publication's site.
    pub home_url: Option<&'a str>,
}

/// What came of one try.
#[derive(Debug, Clone)]
pub enum FeedOutcome {
    /// It answered; the validators replace the old ones even when nothing was new.
    Answered {
        /// Its format, where it was read.
        format: Option<String>,
        /// New validator.
        etag: Option<String>,
        /// New date.
        last_modified: Option<String>,
    },
    /// It failed.
    Failed {
        /// Why, in words.
        error: String,
        /// What the reader can do.
        hint: Option<String>,
        /// The server said that it is gone for good.
        gone: bool,
    },
}

const COLUMNS: &str = "SELECT publication.id, publication.name, publication.home_url, publication.icon_asset,
        feed.id, feed.url, feed.title, feed.format, feed.etag, feed.last_modified, feed.last_try_at,
        feed.last_success_at, feed.next_try_at, feed.failures, feed.gone, feed.error, feed.hint,
        (SELECT count(DISTINCT entry.article_id) FROM entry WHERE entry.feed_id = feed.id)
     FROM feed JOIN publication ON publication.id = feed.publication_id";

impl Library {
    /// Subscribes. A feed that is there already, or was unsubscribed, is taken up again as it is.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn subscribe(&self, feed: NewFeed, now: Timestamp) -> Result<(FeedId, bool), StoreError> {
        self.write(|transaction| {
            let known: Option<(i64, bool)> = transaction
                .query_row("SELECT id, unsubscribed_at IS NULL FROM feed WHERE url = ?1", [feed.url], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            if let Some((id, subscribed)) = known {
                transaction.execute(
                    "UPDATE feed SET unsubscribed_at = NULL, gone = 0, next_try_at = NULL WHERE id = ?1",
                    [id],
                )?;
                return Ok((FeedId(id), !subscribed));
            }
            let publication = publications::of_host(transaction, feed.host, feed.publication_name, feed.home_url, now)?;
            transaction.execute(
                "INSERT INTO feed (publication_id, url, title, format, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![publication.0, feed.url, feed.title, feed.format, to_millis(now)],
            )?;
            Ok((FeedId(transaction.last_insert_rowid()), true))
        })
    }

    /// Ends a subscription. Its articles stay.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn unsubscribe(&self, id: FeedId, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            let changed = transaction.execute(
                "UPDATE feed SET unsubscribed_at = ?2 WHERE id = ?1 AND unsubscribed_at IS NULL",
                params![id.0, to_millis(now)],
            )?;
            if changed == 0 { Err(not_found(id)) } else { Ok(()) }
        })
    }

    /// The subscribed feeds, by name.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{COLUMNS} WHERE feed.unsubscribed_at IS NULL
                 ORDER BY publication.name COLLATE NOCASE, feed.title COLLATE NOCASE, feed.id"
            ))?;
            let rows = statement.query_map([], from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One subscribed feed.
    ///
    /// # Errors
    /// There is none with this id, or the library cannot be read.
    pub fn feed(&self, id: FeedId) -> Result<Feed, StoreError> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!("{COLUMNS} WHERE feed.unsubscribed_at IS NULL AND feed.id = ?1"))?
                .query_row([id.0], from_row)
                .optional()?
                .ok_or_else(|| not_found(id))
        })
    }

    /// Notes what came of a try. `next_try_at` is `None` when there is to be no further one.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_feed_outcome(
        &self,
        id: FeedId,
        outcome: &FeedOutcome,
        now: Timestamp,
        next_try_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let next = next_try_at.map(to_millis);
        self.write(|transaction| {
            match outcome {
                FeedOutcome::Answered { format, etag, last_modified } => transaction.execute(
                    "UPDATE feed SET format = coalesce(?2, format), etag = ?3, last_modified = ?4, last_try_at = ?5,
                            last_success_at = ?5, next_try_at = ?6, failures = 0, gone = 0, error = NULL, hint = NULL
                     WHERE id = ?1",
                    params![id.0, format, etag, last_modified, to_millis(now), next],
                )?,
                FeedOutcome::Failed { error, hint, gone } => transaction.execute(
                    "UPDATE feed SET last_try_at = ?2, next_try_at = ?3, failures = failures + 1, gone = ?4,
                            error = ?5, hint = ?6
                     WHERE id = ?1",
                    params![id.0, to_millis(now), next, gone, error, hint],
                )?,
            };
            Ok(())
        })
    }
}

fn not_found(id: FeedId) -> StoreError {
    StoreError::NotFound { what: "source", id: id.to_string() }
}

fn from_row(row: &Row) -> Result<Feed, rusqlite::Error> {
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(from_millis));
    Ok(Feed {
        publication: publications::from_row(row, 0)?,
        id: FeedId(row.get(4)?),
        url: row.get(5)?,
        title: row.get(6)?,
        format: row.get(7)?,
        etag: row.get(8)?,
        last_modified: row.get(9)?,
        last_try_at: time(10)?,
        last_success_at: time(11)?,
        next_try_at: time(12)?,
        failures: row.get(13)?,
        gone: row.get(14)?,
        error: row.get(15)?,
        hint: row.get(16)?,
        articles: row.get(17)?,
    })
}
