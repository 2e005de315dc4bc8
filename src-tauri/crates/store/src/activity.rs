//! What refreshes did: each one, and how each of its sources ended. The latest are kept, and the older ones go.

use broadsheet_model::FeedId;
use jiff::Timestamp;
use rusqlite::params;

use crate::error::StoreError;
use crate::library::Library;
use crate::time::{from_millis, to_millis};

/// Refreshes that are kept.
const KEPT: u32 = 40;

/// How one source's part in a refresh ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was read.
    Done,
    /// It failed.
    Failed,
    /// The refresh was stopped before.
    Cancelled,
}

impl Ending {
    fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_key(key: &str) -> Self {
        match key {
            "done" => Self::Done,
            "failed" => Self::Failed,
            _ => Self::Cancelled,
        }
    }
}

/// How one source's part in a refresh ended, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastOutcome {
    /// The source.
    pub feed: FeedId,
    /// Its name now.
    pub title: String,
    /// How it ended.
    pub ending: Ending,
    /// Articles that were new.
    pub new_articles: u32,
    /// The same in words.
    pub message: String,
    /// When.
    pub ended_at: Timestamp,
}

/// A refresh that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRefresh {
    /// Its number; 0 while it is not in the library.
    pub id: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Articles that were new.
    pub new_articles: u32,
    /// Sources that failed.
    pub failed: u32,
    /// It was stopped.
    pub cancelled: bool,
    /// How many sources it had.
    pub sources: u32,
}

impl Library {
    /// Notes a refresh that ended and how its sources did, in the order in which they ended, and forgets the oldest beyond those that are kept.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_refresh(&self, past: &PastRefresh, outcomes: &[PastOutcome]) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO refresh (started_at, ended_at, new_articles, failed, cancelled) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    to_millis(past.started_at),
                    to_millis(past.ended_at),
                    past.new_articles,
                    past.failed,
                    past.cancelled
                ])?;
            let refresh = transaction.last_insert_rowid();
            let mut insert = transaction.prepare_cached(
                "INSERT INTO refresh_outcome (refresh_id, position, feed_id, step, new_articles, message, ended_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for (position, outcome) in outcomes.iter().enumerate() {
                insert.execute(params![
                    refresh,
                    i64::try_from(position).unwrap_or(i64::MAX),
                    outcome.feed.0,
                    outcome.ending.key(),
                    outcome.new_articles,
                    outcome.message,
                    to_millis(outcome.ended_at)
                ])?;
            }
            transaction
                .prepare_cached(
                    "DELETE FROM refresh WHERE id NOT IN (SELECT id FROM refresh ORDER BY id DESC LIMIT ?1)",
                )?
                .execute([KEPT])?;
            Ok(())
        })
    }

    /// The latest refreshes, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn past_refreshes(&self, limit: u32) -> Result<Vec<PastRefresh>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, started_at, ended_at, new_articles, failed, cancelled,
                        (SELECT count(*) FROM refresh_outcome WHERE refresh_id = refresh.id)
                 FROM refresh ORDER BY id DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([limit], |row| {
                Ok(PastRefresh {
                    id: row.get(0)?,
                    started_at: from_millis(row.get(1)?),
                    ended_at: from_millis(row.get(2)?),
                    new_articles: row.get(3)?,
                    failed: row.get(4)?,
                    cancelled: row.get(5)?,
                    sources: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How the sources of one refresh ended: those that failed first, then those that brought something.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn refresh_outcomes(&self, refresh: i64) -> Result<Vec<PastOutcome>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT refresh_outcome.feed_id, coalesce(feed.own_title, feed.title), refresh_outcome.step, refresh_outcome.new_articles,
                        refresh_outcome.message, refresh_outcome.ended_at
                 FROM refresh_outcome JOIN feed ON feed.id = refresh_outcome.feed_id
                 WHERE refresh_outcome.refresh_id = ?1
                 ORDER BY refresh_outcome.step = 'failed' DESC, refresh_outcome.new_articles DESC, refresh_outcome.position",
            )?;
            let rows = statement.query_map([refresh], outcome)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How the latest refreshes of one source ended, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn past_outcomes(&self, feed: FeedId, limit: u32) -> Result<Vec<PastOutcome>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT refresh_outcome.feed_id, coalesce(feed.own_title, feed.title), refresh_outcome.step, refresh_outcome.new_articles,
                        refresh_outcome.message, refresh_outcome.ended_at
                 FROM refresh_outcome JOIN feed ON feed.id = refresh_outcome.feed_id
                 WHERE refresh_outcome.feed_id = ?1 ORDER BY refresh_outcome.refresh_id DESC LIMIT ?2",
            )?;
            let rows = statement.query_map(params![feed.0, limit], outcome)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn outcome(row: &rusqlite::Row) -> Result<PastOutcome, rusqlite::Error> {
    Ok(PastOutcome {
        feed: FeedId(row.get(0)?),
        title: row.get(1)?,
        ending: Ending::from_key(&row.get::<_, String>(2)?),
        new_articles: row.get(3)?,
        message: row.get(4)?,
        ended_at: from_millis(row.get(5)?),
    })
}
