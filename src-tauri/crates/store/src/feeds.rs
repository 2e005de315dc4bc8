//! Feeds: the subscribed documents and how they fare.

use std::collections::HashMap;

use broadsheet_model::FeedId;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::error::StoreError;
use crate::identity::twins;
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
    /// The address that gave them.
    pub validated_url: Option<String>,
    /// Seconds between two tries.
    pub pause_secs: u32,
    /// What it gives of its articles' texts, as found.
    pub gives: Option<Gives>,
    /// Where the reader wants the texts from; `None` where Broadsheet is to choose.
    pub text_from: Option<TextFrom>,
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
}

/// What a feed gives of its articles' texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// The whole text.
    Whole,
    /// A summary, or how the text begins.
    Beginning,
}

impl Gives {
    fn key(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Beginning => "beginning",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        match key {
            "whole" => Some(Self::Whole),
            "beginning" => Some(Self::Beginning),
            _ => None,
        }
    }
}

/// Where the texts of a feed's articles are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFrom {
    /// Their pages.
    Page,
    /// The feed alone.
    Feed,
}

impl TextFrom {
    fn key(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Feed => "feed",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        match key {
            "page" => Some(Self::Page),
            "feed" => Some(Self::Feed),
            _ => None,
        }
    }
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
        /// The address that gave them.
        validated_url: Option<String>,
        /// Where permanent redirects led, to a feed.
        moved_to: Option<String>,
        /// What it gives of its articles' texts, where it could be seen.
        gives: Option<Gives>,
        /// Seconds until the next try.
        pause_secs: u32,
    },
    /// It failed.
    Failed {
        /// Why, in words.
        error: String,
        /// What the reader can do.
        hint: Option<String>,
        /// The server said that it is gone for good.
        gone: bool,
        /// Nothing is there; a feed that is not there for two weeks is gone.
        missing: bool,
    },
}

const COLUMNS: &str = "SELECT publication.id, publication.name, publication.home_url, publication.icon_asset,
        feed.id, feed.url, feed.title, feed.format, feed.etag, feed.last_modified, feed.last_try_at,
        feed.last_success_at, feed.next_try_at, feed.failures, feed.gone, feed.error, feed.hint, feed.validated_url,
        feed.pause_secs, feed.gives, feed.text_from
     FROM feed JOIN publication ON publication.id = feed.publication_id";

impl Library {
    /// Subscribes. A feed that is there already, or was unsubscribed, is taken up again as it is.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn subscribe(&self, feed: NewFeed, now: Timestamp) -> Result<(FeedId, bool), StoreError> {
        self.write(|transaction| {
            let mut known: Option<(i64, bool)> = None;
            // The same feed over http and https, with “www.” or without, is one subscription.
            for url in std::iter::once(feed.url.to_owned()).chain(twins(feed.url)) {
                known = known.or(transaction
                    .prepare_cached("SELECT id, unsubscribed_at IS NULL FROM feed WHERE url = ?1")?
                    .query_row([url], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?);
            }
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
        self.write(|transaction| note_outcome(transaction, id, outcome, now, next_try_at))
    }

    /// Articles that came from each feed.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn articles_of_feeds(&self) -> Result<HashMap<FeedId, u32>, StoreError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT feed_id, count(DISTINCT article_id) FROM entry GROUP BY feed_id")?;
            let rows = statement.query_map([], |row| Ok((FeedId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes where the reader wants the texts of a feed's articles from; `None` leaves it to Broadsheet. Where pages are
    /// wanted from now on, those of the articles without their whole text are fetched.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_text_from(&self, id: FeedId, from: Option<TextFrom>, now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            let changed = transaction.execute(
                "UPDATE feed SET text_from = ?2 WHERE id = ?1 AND unsubscribed_at IS NULL",
                params![id.0, from.map(TextFrom::key)],
            )?;
            if changed == 0 {
                return Err(not_found(id));
            }
            match from {
                None => 0,
                Some(TextFrom::Feed) => transaction.execute(
                    "UPDATE article SET page_due_at = NULL
                     WHERE page_due_at IS NOT NULL AND id IN (SELECT article_id FROM entry WHERE feed_id = ?1)",
                    [id.0],
                )?,
                Some(TextFrom::Page) => transaction.execute(
                    "UPDATE article SET page_due_at = ?2, page_tries = 0
                     WHERE text_state <> 'full' AND url LIKE 'http%' AND url NOT LIKE '%#entry-%'
                       AND id IN (SELECT article_id FROM entry WHERE feed_id = ?1)",
                    params![id.0, to_millis(now)],
                )?,
            };
            Ok(())
        })
    }
}

/// A feed moves to where permanent redirects lead when that has held for so long…
const MOVES_AFTER_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// … and was seen so often: a captive portal redirects everything, for an afternoon.
const MOVES_AFTER_TIMES: u32 = 3;

/// A feed that was not there for so long…
const LOST_AFTER_MILLIS: i64 = 14 * 24 * 60 * 60 * 1000;
/// … in so many tries is not asked for any more.
const LOST_AFTER_TIMES: u32 = 10;

/// Notes what came of a try.
pub(crate) fn note_outcome(
    transaction: &Transaction,
    id: FeedId,
    outcome: &FeedOutcome,
    now: Timestamp,
    next_try_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let (now, next) = (to_millis(now), next_try_at.map(to_millis));
    match outcome {
        FeedOutcome::Answered { format, etag, last_modified, validated_url, moved_to, gives, pause_secs } => {
            transaction
                .prepare_cached(
                    "UPDATE feed SET format = coalesce(?2, format), etag = ?3, last_modified = ?4, validated_url = ?5,
                            last_try_at = ?6, last_success_at = ?6, next_try_at = ?7, failures = 0, gone = 0,
                            error = NULL, hint = NULL, failing_since_at = NULL, gives = coalesce(?8, gives),
                            pause_secs = ?9
                     WHERE id = ?1",
                )?
                .execute(params![
                    id.0,
                    format,
                    etag,
                    last_modified,
                    validated_url,
                    now,
                    next,
                    gives.map(Gives::key),
                    pause_secs
                ])?;
            note_move(transaction, id, moved_to.as_deref(), now)
        }
        FeedOutcome::Failed { error, hint, gone, missing } => {
            transaction
                .prepare_cached(
                    "UPDATE feed SET last_try_at = ?2, next_try_at = ?3, failures = failures + 1, error = ?5, hint = ?6,
                            failing_since_at = coalesce(failing_since_at, ?2),
                            gone = ?4 OR (?7 AND failures + 1 >= ?8 AND ?2 - coalesce(failing_since_at, ?2) >= ?9)
                     WHERE id = ?1",
                )?
                .execute(params![
                    id.0,
                    now,
                    next,
                    gone,
                    error,
                    hint,
                    missing,
                    LOST_AFTER_TIMES,
                    LOST_AFTER_MILLIS
                ])?;
            Ok(())
        }
    }
}

/// Moves a feed to where it redirects for good, once that has held; from http to https on the same host at once.
fn note_move(transaction: &Transaction, id: FeedId, moved_to: Option<&str>, now: i64) -> Result<(), StoreError> {
    let (url, known, since, seen): (String, Option<String>, Option<i64>, u32) = transaction
        .prepare_cached("SELECT url, moved_to, moved_since_at, moved_seen FROM feed WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let Some(moved_to) = moved_to.filter(|moved_to| *moved_to != url) else {
        if known.is_some() {
            transaction.execute(
                "UPDATE feed SET moved_to = NULL, moved_since_at = NULL, moved_seen = 0 WHERE id = ?1",
                [id.0],
            )?;
        }
        return Ok(());
    };
    let same = known.as_deref() == Some(moved_to);
    let since = since.filter(|_| same).unwrap_or(now);
    let seen = if same { seen.saturating_add(1) } else { 1 };
    let upgrade = url.strip_prefix("http://").is_some_and(|rest| moved_to.strip_prefix("https://") == Some(rest));
    let held = now.saturating_sub(since) >= MOVES_AFTER_MILLIS && seen >= MOVES_AFTER_TIMES;
    let taken: bool =
        transaction.query_row("SELECT EXISTS (SELECT 1 FROM feed WHERE url = ?1)", [moved_to], |row| row.get(0))?;
    if (upgrade || held) && !taken {
        transaction.execute(
            "UPDATE feed SET url = ?2, moved_to = NULL, moved_since_at = NULL, moved_seen = 0 WHERE id = ?1",
            params![id.0, moved_to],
        )?;
    } else {
        transaction.execute(
            "UPDATE feed SET moved_to = ?2, moved_since_at = ?3, moved_seen = ?4 WHERE id = ?1",
            params![id.0, moved_to, since, seen],
        )?;
    }
    Ok(())
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
        validated_url: row.get(17)?,
        pause_secs: row.get(18)?,
        gives: row.get::<_, Option<String>>(19)?.as_deref().and_then(Gives::from_key),
        text_from: row.get::<_, Option<String>>(20)?.as_deref().and_then(TextFrom::from_key),
    })
}
