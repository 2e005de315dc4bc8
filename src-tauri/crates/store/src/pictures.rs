//! Pictures: what came of each picture's address, and what an article still lacks.

use std::collections::BTreeSet;

use broadsheet_model::{ArticleId, AssetId, Figure};
use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};

use crate::counts;
use crate::error::StoreError;
use crate::library::Library;
use crate::looks;
use crate::media::{self, PictureKind};
use crate::time::to_millis;

/// A figure as it stands in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFigure {
    /// Its words and its address.
    pub figure: Figure,
    /// It is the hero.
    pub is_lead: bool,
    /// The archived picture; `None` while it is missing.
    pub asset: Option<AssetId>,
    /// Bytes of the archived picture.
    pub bytes: Option<u64>,
    /// A smaller copy is shown in its place.
    pub has_display: bool,
    /// Its colours are known, to stand in its place while it loads.
    pub has_thumbhash: bool,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// Why it is missing, in words.
    pub problem: Option<String>,
}

/// What came of fetching a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureOutcome {
    /// It is in the media folder.
    Kept {
        /// The file.
        asset: AssetId,
        /// Its kind and its size in pixels.
        kind: PictureKind,
        /// Its bytes.
        bytes: u64,
    },
    /// It could not be had.
    Problem {
        /// Why, in words.
        why: String,
        /// When to try again; `None` when it is given up.
        next_try_at: Option<Timestamp>,
    },
}

/// A picture to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedPicture {
    /// Its address.
    pub src: String,
    /// Tries so far.
    pub tries: u32,
}

impl Library {
    /// The pictures of an article that are to be fetched by `now`. With `all`, those too whose next try is later or
    /// that were given up.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn wanted_pictures(
        &self,
        article: ArticleId,
        now: Timestamp,
        all: bool,
    ) -> Result<Vec<WantedPicture>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT picture.src, picture.tries FROM article
                 JOIN figure ON figure.version_id = article.version_id
                 JOIN picture ON picture.src = figure.src
                 WHERE article.id = ?1 AND picture.asset_id IS NULL AND (?3 OR picture.due_at <= ?2)
                 ORDER BY figure.position",
            )?;
            let rows = statement.query_map(params![article.0, to_millis(now), all], |row| {
                Ok(WantedPicture { src: row.get(0)?, tries: row.get(1)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The articles of a feed that lack pictures which are to be fetched by `now`, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn articles_wanting_pictures(
        &self,
        feed: broadsheet_model::FeedId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT article.id FROM picture
                 JOIN figure ON figure.src = picture.src
                 JOIN article ON article.version_id = figure.version_id
                 JOIN entry ON entry.article_id = article.id
                 WHERE picture.due_at <= ?2 AND entry.feed_id = ?1
                   AND (article.page_due_at IS NULL OR article.page_tries > 0)
                 ORDER BY article.sorted_at DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![feed.0, to_millis(now), limit], |row| Ok(ArticleId(row.get(0)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that a picture is in the media folder.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_picture(
        &self,
        src: &str,
        asset: &AssetId,
        kind: PictureKind,
        bytes: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            kept(transaction, src, asset, kind, bytes, now)?;
            for article in shown_with(transaction, src)? {
                counts::recount(transaction, ArticleId(article))?;
            }
            Ok(())
        })
    }

    /// Notes what came of several pictures, in one transaction.
    ///
    /// # Errors
    /// The library cannot be written; then nothing of it is noted.
    pub fn note_pictures(&self, outcomes: &[(String, PictureOutcome)], now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            for (src, outcome) in outcomes {
                match outcome {
                    // It was there already, and went by the reader's rules before its row came.
                    PictureOutcome::Kept { asset, .. } if !self.has_file(asset) => {
                        problem(transaction, src, "the picture went while it was stored", Some(now))?;
                    }
                    PictureOutcome::Kept { asset, kind, bytes } => {
                        kept(transaction, src, asset, *kind, *bytes, now)?;
                    }
                    PictureOutcome::Problem { why, next_try_at } => {
                        problem(transaction, src, why, *next_try_at)?;
                    }
                }
            }
            let mut articles = BTreeSet::new();
            for (src, _) in outcomes.iter().filter(|(_, outcome)| matches!(outcome, PictureOutcome::Kept { .. })) {
                articles.extend(shown_with(transaction, src)?);
            }
            for article in articles {
                counts::recount(transaction, ArticleId(article))?;
            }
            Ok(())
        })
    }

    /// Notes a file that belongs to no article, such as a publication's icon.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_loose_picture(
        &self,
        asset: &AssetId,
        kind: PictureKind,
        bytes: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| media::note_asset(transaction, asset, kind, bytes, now))
    }

    /// Every figure of an article as it is shown, in reading order.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn figures(&self, article: ArticleId) -> Result<Vec<StoredFigure>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT figure.src, figure.alt, figure.caption, figure.credit, figure.is_lead,
                        picture.asset_id, asset.width, asset.height, picture.problem, asset.bytes,
                        look.display_id IS NOT NULL, look.thumbhash IS NOT NULL
                 FROM article
                 JOIN figure ON figure.version_id = article.version_id
                 LEFT JOIN picture ON picture.src = figure.src
                 LEFT JOIN asset ON asset.id = picture.asset_id
                 LEFT JOIN look ON look.asset_id = picture.asset_id
                 WHERE article.id = ?1 ORDER BY figure.position",
            )?;
            let rows = statement.query_map([article.0], |row| from_row(row, 0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

pub(crate) fn from_row(row: &Row, first: usize) -> Result<StoredFigure, rusqlite::Error> {
    Ok(StoredFigure {
        figure: Figure {
            src: row.get(first)?,
            alt: row.get(first + 1)?,
            caption: row.get(first + 2)?,
            credit: row.get(first + 3)?,
        },
        is_lead: row.get(first + 4)?,
        asset: row.get::<_, Option<String>>(first + 5)?.and_then(|id| AssetId::parse(&id)),
        width: row.get(first + 6)?,
        height: row.get(first + 7)?,
        problem: row.get(first + 8)?,
        bytes: row.get::<_, Option<i64>>(first + 9)?.and_then(|bytes| u64::try_from(bytes).ok()),
        has_display: row.get(first + 10)?,
        has_thumbhash: row.get(first + 11)?,
    })
}

/// What an article that did not show it before wants once more: a picture that was left out, or that was tried several times and
/// given up. What was given up after one try, since it was refused, is none.
const MAY_BE_HAD: &str = "asset_id IS NULL AND due_at IS NULL AND tries <> 1";

/// Makes the pictures of a version wanted, where nothing is known of them yet, or where its article is new to them and they may be
/// had by now; answers how many of them those are.
pub(crate) fn want(transaction: &Transaction, version: i64, now: Timestamp) -> Result<usize, StoreError> {
    Ok(transaction
        .prepare_cached(&format!(
            "INSERT INTO picture (src, due_at) SELECT src, ?2 FROM figure WHERE version_id = ?1
             ON CONFLICT (src) DO UPDATE SET due_at = excluded.due_at
             WHERE {MAY_BE_HAD} AND EXISTS (SELECT 1 FROM version WHERE id = ?1 AND captured_at = ?2)
               AND NOT EXISTS (
                   SELECT 1 FROM version AS own JOIN version AS other USING (article_id)
                   JOIN figure ON figure.version_id = other.id
                   WHERE own.id = ?1 AND other.id <> ?1 AND figure.src = excluded.src)"
        ))?
        .execute(params![version, to_millis(now)])?)
}

/// Makes a picture of a new article wanted, where nothing is known of it yet or it may be had by now; answers how many that is,
/// none or one.
pub(crate) fn want_one(transaction: &Transaction, src: &str, now: Timestamp) -> Result<usize, StoreError> {
    Ok(transaction
        .prepare_cached(&format!(
            "INSERT INTO picture (src, due_at) VALUES (?1, ?2)
             ON CONFLICT (src) DO UPDATE SET due_at = excluded.due_at WHERE {MAY_BE_HAD}"
        ))?
        .execute(params![src, to_millis(now)])?)
}

/// The articles that show a picture now.
fn shown_with(transaction: &Transaction, src: &str) -> Result<Vec<i64>, StoreError> {
    Ok(transaction
        .prepare_cached(
            "SELECT DISTINCT article.id FROM figure JOIN article ON article.version_id = figure.version_id
             WHERE figure.src = ?1",
        )?
        .query_map([src], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

fn kept(
    transaction: &Transaction,
    src: &str,
    asset: &AssetId,
    kind: PictureKind,
    bytes: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    media::note_asset(transaction, asset, kind, bytes, now)?;
    looks::await_look(transaction, asset)?;
    transaction
        .prepare_cached("UPDATE picture SET asset_id = ?2, problem = NULL, due_at = NULL WHERE src = ?1")?
        .execute(params![src, asset.as_str()])?;
    Ok(())
}

fn problem(transaction: &Transaction, src: &str, why: &str, next_try_at: Option<Timestamp>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE picture SET problem = ?2, tries = tries + 1, due_at = ?3 WHERE src = ?1 AND asset_id IS NULL",
        )?
        .execute(params![src, why, next_try_at.map(to_millis)])?;
    Ok(())
}
