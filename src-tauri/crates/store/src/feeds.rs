//! Feeds: the subscribed documents and how they fare.

use broadsheet_model::{ArticleId, FeedId, Folder};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::identity::twins;
use crate::library::Library;
use crate::news;
pub use crate::outcomes::{FeedOutcome, Trouble};
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
    /// Its name: the reader's own for it, or its publisher's.
    pub title: String,
    /// Its publisher's name for it.
    pub publisher_title: String,
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
    /// What kind of failure that is.
    pub trouble: Option<Trouble>,
    /// Where permanent redirects lead, while they have not held for long enough to be followed for good.
    pub moved_to: Option<String>,
    /// How the reader is known to it.
    pub access: Option<Access>,
    /// When its publisher does not want to be asked.
    pub quiet: Quiet,
    /// The reader wants to hear of its new articles.
    pub notifies: bool,
    /// The folder in which the reader keeps it.
    pub folder: Option<Folder>,
    /// Seconds for which it wants to be left alone after a try, whatever the reader says; `None` where it never said so yet.
    pub polite_secs: Option<u32>,
}

/// How the reader is known to a source. The secrets stand in the system's key store, not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A name and a password (RFC 7617).
    Password,
    /// Headers of the reader's own.
    Headers,
    /// Cookies, from a sign-in window.
    Cookies,
}

impl Access {
    fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Headers => "headers",
            Self::Cookies => "cookies",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        match key {
            "password" => Some(Self::Password),
            "headers" => Some(Self::Headers),
            "cookies" => Some(Self::Cookies),
            _ => None,
        }
    }
}

/// Hours and days (UTC) at which a publisher does not want to be asked (RSS `skipHours`, `skipDays`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quiet {
    /// Bit n stands for hour n.
    pub hours: u32,
    /// Bit n stands for day n, from Monday.
    pub days: u32,
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
    pub(crate) fn key(self) -> &'static str {
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

const COLUMNS: &str = "SELECT publication.id, coalesce(publication.own_name, publication.name), publication.home_url,
        publication.icon_asset, feed.id, feed.url, coalesce(feed.own_title, feed.title), feed.format, feed.etag, feed.last_modified, feed.last_try_at,
        feed.last_success_at, feed.next_try_at, feed.failures, feed.gone, feed.error, feed.hint, feed.validated_url,
        feed.pause_secs, feed.gives, feed.text_from, feed.trouble, feed.moved_to, feed.access, feed.quiet_hours,
        feed.quiet_days, feed.notifies, feed.title,
        feed.folder, feed.polite_secs
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
                    "UPDATE feed SET unsubscribed_at = NULL, gone = 0, next_try_at = NULL, missing_since_at = NULL, missing_seen = 0,
                            listed_at = CASE WHEN unsubscribed_at IS NULL THEN listed_at END
                     WHERE id = ?1",
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

    /// Ends subscriptions: all of them, or none where one is not there. Their articles stay.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn unsubscribe(&self, ids: &[FeedId], now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut leave = transaction
                .prepare_cached("UPDATE feed SET unsubscribed_at = ?2 WHERE id = ?1 AND unsubscribed_at IS NULL")?;
            for id in ids {
                if leave.execute(params![id.0, to_millis(now)])? == 0 {
                    return Err(not_found(*id));
                }
            }
            Ok(())
        })
    }

    /// Takes subscriptions up again that were ended, as they were; one that goes on is left alone. All of them, or none where
    /// one is not there.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn subscribe_again(&self, ids: &[FeedId]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut take_up = transaction.prepare_cached("UPDATE feed SET unsubscribed_at = NULL WHERE id = ?1")?;
            for id in ids {
                if take_up.execute([id.0])? == 0 {
                    return Err(not_found(*id));
                }
            }
            Ok(())
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
                 ORDER BY 2 COLLATE NOCASE, 7 COLLATE NOCASE, feed.id"
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

    /// Notes how the reader is known to a feed; `None` where nobody needs to be.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_access(&self, id: FeedId, access: Option<Access>) -> Result<(), StoreError> {
        self.change_feed(id, "UPDATE feed SET access = ?2 WHERE id = ?1", &access.map(Access::key))
    }

    /// The feed from which an article came and to which the reader is known, if there is one.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn signed_in_feed_of(&self, article: ArticleId) -> Result<Option<FeedId>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT feed.id FROM entry JOIN feed ON feed.id = entry.feed_id
                     WHERE entry.article_id = ?1 AND feed.access IS NOT NULL AND feed.unsubscribed_at IS NULL LIMIT 1",
                )?
                .query_row([article.0], |row| row.get(0))
                .optional()?
                .map(FeedId))
        })
    }

    /// Notes whether the reader wants to hear of a feed's new articles, from now on.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_notifies(&self, id: FeedId, notifies: bool) -> Result<(), StoreError> {
        self.write(|transaction| {
            let changed = transaction.execute(
                "UPDATE feed SET notifies = ?2 WHERE id = ?1 AND unsubscribed_at IS NULL",
                params![id.0, notifies],
            )?;
            if changed == 0 {
                return Err(not_found(id));
            }
            if notifies { news::pass_over(transaction) } else { Ok(()) }
        })
    }

    /// Notes that the reader takes a feed for ended: it stays with its articles, and is not asked any more.
    ///
    /// # Errors
    /// There is no such feed, or the library cannot be written.
    pub fn set_gone(&self, id: FeedId, gone: bool) -> Result<(), StoreError> {
        let statement =
            "UPDATE feed SET gone = ?2, next_try_at = NULL, missing_since_at = NULL, missing_seen = 0 WHERE id = ?1";
        self.change_feed(id, statement, &gone)
    }

    /// Moves a feed to another address, with everything that came from it. What the old address said of its copy is
    /// forgotten.
    ///
    /// # Errors
    /// There is no such feed, another one stands at the address, or the library cannot be written.
    pub fn set_feed_address(&self, id: FeedId, url: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            let other: Option<String> = transaction
                .prepare_cached("SELECT coalesce(feed.own_title, feed.title) FROM feed WHERE url = ?1 AND id <> ?2 AND unsubscribed_at IS NULL")?
                .query_row(params![url, id.0], |row| row.get(0))
                .optional()?;
            if let Some(title) = other {
                return Err(StoreError::AddressTaken { title });
            }
            // One that was left long ago gives its address up.
            transaction.execute(
                "UPDATE feed SET url = url || '#left-' || id WHERE url = ?1 AND id <> ?2",
                params![url, id.0],
            )?;
            let changed = transaction.execute(
                "UPDATE feed SET url = ?2, etag = NULL, last_modified = NULL, validated_url = NULL, moved_to = NULL,
                        moved_since_at = NULL, moved_seen = 0, gone = 0, failures = 0, failing_since_at = NULL,
                        error = NULL, hint = NULL, trouble = NULL, next_try_at = NULL, missing_since_at = NULL, missing_seen = 0
                 WHERE id = ?1 AND unsubscribed_at IS NULL",
                params![id.0, url],
            )?;
            if changed == 0 { Err(not_found(id)) } else { Ok(()) }
        })
    }

    fn change_feed(&self, id: FeedId, statement: &str, value: &dyn rusqlite::ToSql) -> Result<(), StoreError> {
        self.write(|transaction| {
            let statement = format!("{statement} AND unsubscribed_at IS NULL");
            let changed = transaction.prepare_cached(&statement)?.execute(params![id.0, value])?;
            if changed == 0 { Err(not_found(id)) } else { Ok(()) }
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
        trouble: row.get::<_, Option<String>>(21)?.as_deref().map(Trouble::from_key),
        moved_to: row.get(22)?,
        access: row.get::<_, Option<String>>(23)?.as_deref().and_then(Access::from_key),
        quiet: Quiet { hours: row.get(24)?, days: row.get(25)? },
        notifies: row.get(26)?,
        publisher_title: row.get(27)?,
        folder: Folder::from_key(&row.get::<_, String>(28)?),
        polite_secs: row.get(29)?,
    })
}
