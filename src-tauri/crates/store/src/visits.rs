//! When the reader was here, by which is told what came into the library since.
//!
//! A visit lasts until the reader has been away for [`AWAY`]. What is new is so during the whole of a visit: it is what came after
//! the one before had ended.

use broadsheet_model::ArticleId;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::time::to_millis;

/// How long a reader has been away who comes back for another visit.
pub const AWAY: SignedDuration = SignedDuration::from_hours(1);

/// The same in milliseconds.
const AWAY_MS: i64 = AWAY.as_secs() * 1_000;

/// The setting that holds a [`Kept`].
const VISIT: &str = "visit";

/// The visit before this one, and what came since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastVisit {
    /// The article that had come last by then.
    pub through: ArticleId,
    /// When it ended.
    pub ended_at: Timestamp,
    /// How many articles came since.
    pub articles: u32,
}

/// What is noted of visits, in milliseconds and numbers of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kept {
    /// The reader was here last.
    here_at: i64,
    /// The article that had come last by then.
    here_through: i64,
    /// The same of the visit before this one, where there was one.
    last: Option<(i64, i64)>,
}

impl Kept {
    fn read(value: &str) -> Option<Self> {
        let numbers: Vec<i64> = value.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
        match *numbers.as_slice() {
            [here_at, here_through] => Some(Self { here_at, here_through, last: None }),
            [here_at, here_through, at, through] => Some(Self { here_at, here_through, last: Some((at, through)) }),
            _ => None,
        }
    }

    fn write(self) -> String {
        let Self { here_at, here_through, last } = self;
        let last = last.map(|(at, through)| format!(" {at} {through}")).unwrap_or_default();
        format!("{here_at} {here_through}{last}")
    }
}

impl Library {
    /// The visit before this one; `None` in the first one.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn last_visit(&self) -> Result<Option<LastVisit>, StoreError> {
        self.read(|connection| match kept(connection)?.and_then(|kept| kept.last) {
            None => Ok(None),
            Some((at, through)) => since(connection, at, through),
        })
    }

    /// Notes that the reader is here, and answers as [`Library::last_visit`]. Whoever was away for long enough has come for another
    /// visit.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_visit(&self, now: Timestamp) -> Result<Option<LastVisit>, StoreError> {
        let here_at = to_millis(now);
        self.write(|transaction| {
            let before = kept(transaction)?;
            let last = match before {
                Some(kept) if here_at - kept.here_at >= AWAY_MS => Some((kept.here_at, kept.here_through)),
                Some(kept) => kept.last,
                None => None,
            };
            let here_through =
                transaction.query_row("SELECT coalesce(max(id), 0) FROM article", [], |row| row.get(0))?;
            transaction.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                params![VISIT, Kept { here_at, here_through, last }.write()],
            )?;
            last.map_or(Ok(None), |(at, through)| since(transaction, at, through))
        })
    }
}

fn kept(connection: &Connection) -> Result<Option<Kept>, StoreError> {
    let value: Option<String> = connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([VISIT], |row| row.get(0))
        .optional()?;
    Ok(value.as_deref().and_then(Kept::read))
}

fn since(connection: &Connection, at: i64, through: i64) -> Result<Option<LastVisit>, StoreError> {
    let articles = connection
        .prepare_cached("SELECT count(*) FROM article WHERE id > ?1")?
        .query_row([through], |row| row.get(0))?;
    let Ok(ended_at) = Timestamp::from_millisecond(at) else { return Ok(None) };
    Ok(Some(LastVisit { through: ArticleId(through), ended_at, articles }))
}
