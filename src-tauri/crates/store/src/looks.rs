//! How archived pictures look: the smaller copy that is shown of a large one, and by what a picture is known again.
//!
//! What stands here is made from the pictures and can be made again. A picture that nobody has looked at yet waits in
//! `unlooked`; until then it is shown as it is.

use std::collections::{BTreeSet, HashMap};

use broadsheet_model::{ArticleId, AssetId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::counts;
use crate::error::StoreError;
use crate::library::Library;
use crate::media::{self, Asset, PictureKind};

/// How a picture looks. Everything is absent where it could not be decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The copy that is shown in its place; `None` where the picture itself is shown.
    pub display: Option<Display>,
    /// Its colours in a few bytes (ThumbHash).
    pub thumbhash: Option<Vec<u8>>,
    /// A few grey points, by which it is known again.
    pub likeness: Option<Vec<u8>>,
}

/// A smaller copy of a picture, in the media folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// The file.
    pub asset: AssetId,
    /// Its kind and its size in pixels.
    pub kind: PictureKind,
    /// Its bytes.
    pub bytes: u64,
}

impl Library {
    /// Pictures that nobody has looked at yet, at most `limit`, in the order of their names, from behind `after`.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn unlooked(&self, after: Option<&AssetId>, limit: u32) -> Result<Vec<AssetId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT asset_id FROM unlooked WHERE asset_id > ?1 ORDER BY asset_id LIMIT ?2")?;
            let after = after.map_or("", AssetId::as_str);
            let rows = statement.query_map(params![after, limit], |row| row.get::<_, String>(0))?;
            let ids: Vec<String> = rows.collect::<Result<_, _>>()?;
            Ok(ids.iter().filter_map(|id| AssetId::parse(id)).collect())
        })
    }

    /// The pictures of an article that nobody has looked at yet.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn unlooked_of(&self, article: ArticleId) -> Result<Vec<AssetId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT unlooked.asset_id FROM article
                 JOIN figure ON figure.version_id = article.version_id
                 JOIN picture ON picture.src = figure.src
                 JOIN unlooked ON unlooked.asset_id = picture.asset_id
                 WHERE article.id = ?1",
            )?;
            let rows = statement.query_map([article.0], |row| row.get::<_, String>(0))?;
            let ids: Vec<String> = rows.collect::<Result<_, _>>()?;
            Ok(ids.iter().filter_map(|id| AssetId::parse(id)).collect())
        })
    }

    /// Notes how pictures look, in one transaction. They wait no more.
    ///
    /// # Errors
    /// The library cannot be written; then nothing of it is noted.
    pub fn note_looks(&self, looks: &[(AssetId, Look)], now: Timestamp) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut articles = BTreeSet::new();
            for (id, look) in looks {
                if look.display.as_ref().is_some_and(|display| !self.has_file(&display.asset)) {
                    continue;
                }
                let waited = transaction
                    .prepare_cached("DELETE FROM unlooked WHERE asset_id = ?1")?
                    .execute([id.as_str()])?;
                // Another program was faster, or the picture is gone.
                if waited == 0 {
                    continue;
                }
                if let Some(display) = &look.display {
                    media::note_asset(transaction, &display.asset, display.kind, display.bytes, now)?;
                    articles.extend(showing(transaction, id)?);
                }
                transaction
                    .prepare_cached(
                        "INSERT OR REPLACE INTO look (asset_id, display_id, thumbhash, likeness) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![
                        id.as_str(),
                        look.display.as_ref().map(|display| display.asset.as_str()),
                        look.thumbhash,
                        look.likeness
                    ])?;
            }
            for article in articles {
                counts::recount(transaction, ArticleId(article))?;
            }
            Ok(())
        })
    }

    /// Reads what is shown of a picture: its smaller copy, or where there is none the picture itself.
    ///
    /// # Errors
    /// There is no file with this name, or it cannot be read.
    pub fn shown_asset(&self, id: &AssetId) -> Result<Asset, StoreError> {
        let display: Option<String> = self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT display_id FROM look WHERE asset_id = ?1 AND display_id IS NOT NULL")?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?)
        })?;
        match display.and_then(|display| AssetId::parse(&display)) {
            // A copy that was lost is made again; the picture itself is as good until then.
            Some(display) if self.has_file(&display) => self.asset(&display),
            _ => self.asset(id),
        }
    }

    /// The colours of a picture in a few bytes (ThumbHash); `None` where they are not known.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn thumbhash(&self, id: &AssetId) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|connection| {
            let found: Option<Option<Vec<u8>>> = connection
                .prepare_cached("SELECT thumbhash FROM look WHERE asset_id = ?1")?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?;
            Ok(found.flatten())
        })
    }

    /// By what each of these pictures is known again, as far as it is.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn likenesses(&self, ids: &[AssetId]) -> Result<HashMap<AssetId, Vec<u8>>, StoreError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT likeness FROM look WHERE asset_id = ?1 AND likeness IS NOT NULL")?;
            let mut found = HashMap::new();
            for id in ids {
                if let Some(likeness) = statement.query_row([id.as_str()], |row| row.get(0)).optional()? {
                    found.insert(id.clone(), likeness);
                }
            }
            Ok(found)
        })
    }
}

/// Makes a picture wait to be looked at, where nobody has.
pub(crate) fn await_look(transaction: &Transaction, id: &AssetId) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO unlooked (asset_id)
             SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM look WHERE asset_id = ?1)",
        )?
        .execute([id.as_str()])?;
    Ok(())
}

/// Forgets a file that is gone: how it looked, and that it was shown in the place of others, which are looked at again.
/// Answers the articles whose bytes are to be counted again.
pub(crate) fn forget(transaction: &Transaction, id: &AssetId) -> Result<BTreeSet<i64>, StoreError> {
    let mut articles = BTreeSet::new();
    let originals: Vec<String> = transaction
        .prepare_cached("SELECT asset_id FROM look WHERE display_id = ?1")?
        .query_map([id.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for original in originals.iter().filter_map(|original| AssetId::parse(original)) {
        articles.extend(showing(transaction, &original)?);
        transaction.execute("DELETE FROM look WHERE asset_id = ?1", [original.as_str()])?;
        await_look(transaction, &original)?;
    }
    transaction.execute("DELETE FROM look WHERE asset_id = ?1", [id.as_str()])?;
    transaction.execute("DELETE FROM unlooked WHERE asset_id = ?1", [id.as_str()])?;
    Ok(articles)
}

/// The articles that show a file now.
fn showing(transaction: &Transaction, id: &AssetId) -> Result<Vec<i64>, StoreError> {
    Ok(transaction
        .prepare_cached(
            "SELECT DISTINCT article.id FROM picture JOIN figure ON figure.src = picture.src
             JOIN article ON article.version_id = figure.version_id WHERE picture.asset_id = ?1",
        )?
        .query_map([id.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}
