//! Pages as their publishers sent them, of articles that the reader keeps.

use std::borrow::Cow;

use broadsheet_model::ArticleId;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::StoreError;
use crate::library::Library;
pub use crate::packed::PackedPage;
use crate::packed::seal;
use crate::time::to_millis;

/// Tries after which an original is given up.
const MOST_TRIES: u32 = 3;

/// The reader keeps an article: it is starred, saved, on a list, or something in it is highlighted.
pub(crate) const KEPT: &str = "(EXISTS (SELECT 1 FROM reading WHERE reading.article_id = article.id
                             AND (starred_at IS NOT NULL OR saved_at IS NOT NULL))
                     OR EXISTS (SELECT 1 FROM list_entry WHERE list_entry.article_id = article.id)
                     OR EXISTS (SELECT 1 FROM highlight WHERE highlight.article_id = article.id))";

/// A page as its publisher sent it, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent<'a> {
    /// The address that answered.
    pub url: &'a str,
    /// The page.
    pub html: &'a str,
    /// The same page, packed; where absent it is packed when it is stored, which holds up whoever else writes.
    pub packed: Option<&'a PackedPage>,
}

/// A page that the library holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Whose page it is.
    pub article: ArticleId,
    /// The address that answered.
    pub url: String,
    /// The page, hostile; empty where it has decayed.
    pub html: String,
    /// The same page, packed.
    pub packed: PackedPage,
    /// Words of the article's text as it is shown now.
    pub words: u32,
}

impl Library {
    /// The originals of the articles after `after`, at most `limit` of them; one that has decayed is left out.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn originals(&self, after: ArticleId, limit: u32) -> Result<Vec<Original>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT original.article_id, original.url, original.packed, original.seal, article.word_count
                 FROM original JOIN article ON article.id = original.article_id
                 WHERE original.article_id > ?1 ORDER BY original.article_id LIMIT ?2",
            )?;
            let mut rows = statement.query(params![after.0, limit])?;
            let mut originals = Vec::new();
            while let Some(row) = rows.next()? {
                let packed: Vec<u8> = row.get(2)?;
                let is_whole = seal(&packed) == row.get::<_, i64>(3)?;
                let html = if is_whole { self.dictionaries().unpack(&packed)?.html } else { String::new() };
                originals.push(Original {
                    article: ArticleId(row.get(0)?),
                    url: row.get(1)?,
                    html,
                    packed: PackedPage(packed),
                    words: row.get(4)?,
                });
            }
            Ok(originals)
        })
    }

    /// Articles that the reader keeps and whose original is not here, with their addresses. Those of sources whose texts come from
    /// the feed alone have none.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn lacking_originals(&self, now: Timestamp, limit: u32) -> Result<Vec<(ArticleId, String)>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT article.id, article.url FROM article
                 LEFT JOIN original_try ON original_try.article_id = article.id
                 WHERE article.id IN (SELECT article_id FROM reading WHERE starred_at IS NOT NULL OR saved_at IS NOT NULL
                                      UNION SELECT article_id FROM list_entry UNION SELECT article_id FROM highlight)
                   AND {KEPT} AND article.url LIKE 'http%'
                   AND NOT EXISTS (SELECT 1 FROM original WHERE original.article_id = article.id)
                   AND NOT EXISTS (SELECT 1 FROM entry JOIN feed ON feed.id = entry.feed_id
                                   WHERE entry.article_id = article.id AND feed.text_from = 'feed')
                   AND coalesce(original_try.tries, 0) < ?2 AND coalesce(original_try.due_at, 0) <= ?1
                 ORDER BY article.id DESC LIMIT ?3"
            ))?;
            let rows = statement.query_map(params![to_millis(now), MOST_TRIES, limit], |row| {
                Ok((ArticleId(row.get(0)?), row.get(1)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Packs the next original that is as its server sent it as small as it gets, which takes a processor about a tenth of a second
    /// for a page of a hundred kilobytes. Answers the bytes that it takes less now; `None` where there was none.
    ///
    /// # Errors
    /// The library cannot be written; then the original stays as it was.
    pub(crate) fn pack_original(&self) -> Result<Option<usize>, StoreError> {
        let next: Option<(i64, Vec<u8>, i64)> = self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT article_id, packed, seal FROM original
                 WHERE article_id = (SELECT min(article_id) FROM loose_original)",
            )?;
            Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
        })?;
        let Some((article, packed, known)) = next else { return Ok(None) };
        // What has decayed stays as it is: packing it anew would seal the damage.
        let page = if seal(&packed) == known { self.dictionaries().unpack(&packed).ok() } else { None };
        let smaller = page.and_then(|page| {
            PackedPage::smallest(&page.html).filter(|PackedPage(smaller)| smaller.len() < packed.len())
        });
        self.write(|transaction| {
            if let Some(PackedPage(smaller)) = &smaller {
                transaction
                    .prepare_cached("UPDATE original SET packed = ?3, seal = ?4 WHERE article_id = ?1 AND seal = ?2")?
                    .execute(params![article, known, smaller, seal(smaller)])?;
            }
            // One that came meanwhile waits on.
            transaction
                .prepare_cached(
                    "DELETE FROM loose_original WHERE article_id = ?1
                     AND EXISTS (SELECT 1 FROM original WHERE article_id = ?1 AND seal IN (?2, ?3))",
                )?
                .execute(params![article, known, smaller.as_ref().map(|PackedPage(smaller)| seal(smaller))])?;
            Ok(())
        })?;
        Ok(Some(smaller.map_or(0, |PackedPage(smaller)| packed.len() - smaller.len())))
    }

    /// Notes that an original was asked for; where it did not come it is asked for again later.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_original_try(&self, article: ArticleId, now: Timestamp) -> Result<(), StoreError> {
        let due = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(now);
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO original_try (article_id, tries, due_at) VALUES (?1, 1, ?2)
                 ON CONFLICT (article_id) DO UPDATE SET tries = tries + 1, due_at = excluded.due_at",
                params![article.0, to_millis(due)],
            )?;
            Ok(())
        })
    }
}

/// Keeps the page of an article, where the reader keeps the article.
pub(crate) fn keep(
    transaction: &Transaction,
    article: ArticleId,
    sent: &Sent<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let kept: bool = transaction
        .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND {KEPT})"))?
        .query_row([article.0], |row| row.get(0))?;
    if !kept {
        return Ok(());
    }
    let PackedPage(packed) = &*sent.packed.map_or_else(|| Cow::Owned(PackedPage::of(sent.html)), Cow::Borrowed);
    transaction
        .prepare_cached(
            "INSERT INTO original (article_id, url, packed, seal, stored_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (article_id) DO UPDATE SET
                 url = excluded.url, packed = excluded.packed, seal = excluded.seal, stored_at = excluded.stored_at",
        )?
        .execute(params![article.0, sent.url, packed, seal(packed), to_millis(now)])?;
    transaction
        .prepare_cached("INSERT OR IGNORE INTO loose_original (article_id) VALUES (?1)")?
        .execute([article.0])?;
    transaction.prepare_cached("DELETE FROM original_try WHERE article_id = ?1")?.execute([article.0])?;
    Ok(())
}
