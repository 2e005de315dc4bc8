//! What came of a feed's last try, and when it is to be asked again.

use broadsheet_model::FeedId;
use jiff::Timestamp;
use rusqlite::{Transaction, params};

use crate::error::StoreError;
use crate::feeds::{Gives, Quiet};
use crate::library::Library;
use crate::own_names::note_publisher_title;
use crate::time::to_millis;

/// What came of one try.
#[derive(Debug, Clone)]
pub enum FeedOutcome {
    /// It answered; the validators replace the old ones even when nothing was new.
    Answered {
        /// Its format, where it was read.
        format: Option<String>,
        /// What its publisher calls it, where it was read for the first time.
        title: Option<String>,
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
        /// Seconds until the next try, if it is left to the source's habit.
        pause_secs: u32,
        /// Seconds for which it wants to be left alone, whatever the reader says; `None` where that is not known yet.
        polite_secs: Option<u32>,
        /// When the publisher does not want to be asked, where the answer was read.
        quiet: Option<Quiet>,
    },
    /// It failed.
    Failed {
        /// Why, in words.
        error: String,
        /// What the reader can do.
        hint: Option<String>,
        /// What kind of failure it is.
        trouble: Trouble,
        /// The server said that it is gone for good.
        gone: bool,
        /// Nothing is there; a feed that is not there for two weeks is gone.
        missing: bool,
    },
}

/// The kinds of failure that call for different things from the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers, or the answer broke off.
    NoAnswer,
    /// The site says that it has trouble of its own.
    SiteTrouble,
    /// The site asked to be left alone for a while.
    AskedToWait,
    /// Nothing is there.
    NotFound,
    /// The site said that it is gone for good.
    Gone,
    /// The site wants a login.
    LoginNeeded,
    /// The site lets in nobody but browsers.
    RobotCheck,
    /// The address lies in a private network.
    PrivateAddress,
    /// The connection cannot be trusted.
    Untrusted,
    /// Something else than a feed stands there.
    NotAFeed,
    /// Its redirects lead nowhere.
    BadRedirect,
    /// It sends more than anybody reads.
    TooLarge,
    /// The library itself failed.
    Library,
    /// Anything else.
    Other,
}

impl Trouble {
    const KEYS: [(Self, &'static str); 14] = [
        (Self::NoAnswer, "no_answer"),
        (Self::SiteTrouble, "site_trouble"),
        (Self::AskedToWait, "asked_to_wait"),
        (Self::NotFound, "not_found"),
        (Self::Gone, "gone"),
        (Self::LoginNeeded, "login_needed"),
        (Self::RobotCheck, "robot_check"),
        (Self::PrivateAddress, "private_address"),
        (Self::Untrusted, "untrusted"),
        (Self::NotAFeed, "not_a_feed"),
        (Self::BadRedirect, "bad_redirect"),
        (Self::TooLarge, "too_large"),
        (Self::Library, "library"),
        (Self::Other, "other"),
    ];

    fn key(self) -> &'static str {
        Self::KEYS.iter().find(|(trouble, _)| *trouble == self).map_or("other", |(_, key)| key)
    }

    pub(crate) fn from_key(key: &str) -> Self {
        Self::KEYS.iter().find(|(_, known)| *known == key).map_or(Self::Other, |(trouble, _)| *trouble)
    }
}

impl Library {
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

    /// Sets anew when feeds are to be asked next.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_next_tries(&self, tries: &[(FeedId, Timestamp)]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut set = transaction.prepare_cached("UPDATE feed SET next_try_at = ?2 WHERE id = ?1")?;
            for (id, next) in tries {
                set.execute(params![id.0, to_millis(*next)])?;
            }
            Ok(())
        })
    }
}

/// A feed moves to where permanent redirects lead when that has held for so long…
const MOVES_AFTER_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// … and was seen so often: a captive portal redirects everything, for an afternoon.
const MOVES_AFTER_TIMES: u32 = 3;

/// A feed that was not there for so long, whenever it was asked…
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
        FeedOutcome::Answered {
            format,
            title,
            etag,
            last_modified,
            validated_url,
            moved_to,
            gives,
            pause_secs,
            polite_secs,
            quiet,
        } => {
            transaction
                .prepare_cached(
                    "UPDATE feed SET format = coalesce(?2, format), etag = ?3, last_modified = ?4, validated_url = ?5,
                            last_try_at = ?6, last_success_at = ?6, next_try_at = ?7, failures = 0, gone = 0,
                            error = NULL, hint = NULL, trouble = NULL, failing_since_at = NULL, gives = coalesce(?8, gives),
                            pause_secs = ?9, quiet_hours = coalesce(?10, quiet_hours),
                            quiet_days = coalesce(?11, quiet_days), listed_at = coalesce(listed_at, ?6),
                            polite_secs = coalesce(?12, polite_secs), missing_since_at = NULL, missing_seen = 0
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
                    pause_secs,
                    quiet.map(|quiet| quiet.hours),
                    quiet.map(|quiet| quiet.days),
                    polite_secs
                ])?;
            if let Some(title) = title {
                note_publisher_title(transaction, id, title)?;
            }
            note_move(transaction, id, moved_to.as_deref(), now)
        }
        FeedOutcome::Failed { error, hint, trouble, gone, missing } => {
            transaction
                .prepare_cached(
                    "UPDATE feed SET last_try_at = ?2, next_try_at = ?3, error = ?5, hint = ?6,
                            failures = failures + (failures = 0 OR coalesce(next_try_at, 0) <= ?2 OR ?10 <> 'no_answer'),
                            trouble = ?10,
                            failing_since_at = coalesce(failing_since_at, ?2),
                            gone = ?4 OR (?7 AND missing_seen + 1 >= ?8 AND ?2 - coalesce(missing_since_at, ?2) >= ?9),
                            missing_since_at = iif(?7, coalesce(missing_since_at, ?2), NULL),
                            missing_seen = iif(?7, missing_seen + 1, 0)
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
                    LOST_AFTER_MILLIS,
                    trouble.key()
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
