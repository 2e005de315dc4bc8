//! Texts as feeds gave them: stored at once with the headlines, cleaned and indexed behind.
//!
//! Cleaning is not this room's business: it hands the texts out, and takes them back clean. Until then they count as
//! hostile, as every HTML of the library does.

use broadsheet_model::{ArticleId, VersionId};
use rusqlite::{Transaction, params};

use crate::article_seal;
use crate::counts;
use crate::error::StoreError;
use crate::index;
use crate::library::Library;
use crate::packed::Texts;
use crate::pictures;
use crate::ready::CleanText;
use crate::time::from_millis;

/// Bytes of texts that are handed out at once; one text may be larger.
const MOST_BYTES: usize = 768 << 10;

/// A text that waits to be cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawText {
    /// The version whose text it is.
    pub version: VersionId,
    /// The address of its article, against which links are resolved.
    pub url: String,
    /// The text as the feed gave it.
    pub html: String,
    /// The picture that stands above it, where the feed named one.
    pub lead: Option<String>,
}

impl Library {
    /// Texts that wait to be cleaned, at most `limit`, oldest first. Those of the batch before stay out by `after`, and one that
    /// has decayed always does.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn raw_texts(&self, after: VersionId, limit: u32) -> Result<Vec<RawText>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT version.id, article.url, version.packed,
                        (SELECT src FROM figure WHERE figure.version_id = version.id AND figure.is_lead LIMIT 1)
                 FROM uncleaned
                 JOIN version ON version.id = uncleaned.version_id
                 JOIN article ON article.id = version.article_id
                 WHERE uncleaned.version_id > ?1 ORDER BY uncleaned.version_id",
            )?;
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let mut rows = statement.query([after.0])?;
            let (mut texts, mut bytes) = (Vec::new(), 0);
            while bytes < MOST_BYTES
                && texts.len() < limit
                && let Some(row) = rows.next()?
            {
                let packed: Vec<u8> = row.get(2)?;
                let Ok(Texts { html, .. }) = self.dictionaries().unpack(&packed) else { continue };
                let text = RawText { version: VersionId(row.get(0)?), url: row.get(1)?, html, lead: row.get(3)? };
                bytes += text.html.len();
                texts.push(text);
            }
            Ok(texts)
        })
    }

    /// Makes the texts of feeds that are shown wait to be cleaned once more where they have pictures and none was noted, at most
    /// `limit` looked at from behind `after`. Answers where to go on; `None` when all were looked at.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn await_pictures(&self, after: VersionId, limit: u32) -> Result<Option<VersionId>, StoreError> {
        self.write(|transaction| {
            let rows: Vec<(i64, Vec<u8>)> = transaction
                .prepare_cached(
                    "SELECT version.id, version.packed FROM version
                     JOIN article ON article.version_id = version.id
                     WHERE version.id > ?1 AND version.fingerprint LIKE 'feed:%' AND version.seal <> 0
                       AND NOT EXISTS (SELECT 1 FROM figure WHERE version_id = version.id AND NOT is_lead)
                     ORDER BY version.id LIMIT ?2",
                )?
                .query_map(params![after.0, limit], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (version, packed) in &rows {
                if self.dictionaries().unpack(packed).is_ok_and(|texts| texts.html.contains("<img")) {
                    transaction
                        .prepare_cached("INSERT OR IGNORE INTO uncleaned (version_id) VALUES (?1)")?
                        .execute([version])?;
                }
            }
            Ok(rows.last().map(|(version, _)| VersionId(*version)))
        })
    }

    /// Takes texts back that were cleaned, in one transaction.
    ///
    /// # Errors
    /// The library cannot be written; then none of them is stored.
    pub fn store_texts(&self, texts: &[CleanText]) -> Result<(), StoreError> {
        self.write(|transaction| {
            for text in texts {
                let waits = transaction
                    .prepare_cached("DELETE FROM uncleaned WHERE version_id = ?1")?
                    .execute([text.version.0])?;
                // Another program may have been faster.
                if waits == 0 {
                    continue;
                }
                let packed = &text.text.packed;
                let before: i64 = transaction
                    .prepare_cached("SELECT coalesce(max(length(packed)), 0) FROM version WHERE id = ?1")?
                    .query_row([text.version.0], |row| row.get(0))?;
                let shown: Option<i64> = transaction
                    .prepare_cached("SELECT max(id) FROM article WHERE id = (SELECT article_id FROM version WHERE id = ?1) AND version_id = ?1")?
                    .query_row([text.version.0], |row| row.get(0))?;
                if let Some(article) = shown {
                    index::unindex(transaction, ArticleId(article))?;
                }
                transaction
                    .prepare_cached("UPDATE version SET packed = ?2, seal = ?3 WHERE id = ?1")?
                    .execute(params![text.version.0, packed, text.text.seal])?;
                let has_new = note_figures(transaction, text)?;
                if let Some(article) = shown {
                    transaction
                        .prepare_cached(
                            "UPDATE article SET word_count = ?2, bytes = max(0, bytes + ?3),
                                    text_state = CASE
                                        WHEN ?2 = 0 AND NOT EXISTS (SELECT 1 FROM figure WHERE version_id = article.version_id)
                                        THEN 'missing' ELSE text_state END
                             WHERE id = ?1",
                        )?
                        .execute(params![
                            article,
                            text.words,
                            i64::try_from(packed.len()).unwrap_or_default() - before
                        ])?;
                }
                if has_new {
                    want_figures(transaction, text.version, shown)?;
                }
            }
            Ok(())
        })
    }
}

/// Notes the pictures of a text, behind those that the feed named. Answers whether one was not known yet.
fn note_figures(transaction: &Transaction, text: &CleanText) -> Result<bool, StoreError> {
    let mut has_new = false;
    if let Some(again) = &text.again {
        let said = transaction
            .prepare_cached(
                "UPDATE figure SET caption = coalesce(caption, ?2), credit = coalesce(credit, ?3), alt = coalesce(alt, ?4), src = ?5
                 WHERE version_id = ?1 AND is_lead",
            )?
            .execute(params![text.version.0, again.caption, again.credit, again.alt, again.src])?;
        has_new |= said > 0;
    }
    for (number, figure) in text.figures.iter().enumerate() {
        // A text may be cleaned once more.
        let noted = transaction
            .prepare_cached(
                "INSERT INTO figure (version_id, position, is_lead, src, alt, caption, credit)
                 SELECT ?1, (SELECT coalesce(max(position) + 1, 0) FROM figure WHERE version_id = ?1), ?2, ?3, ?4, ?5, ?6
                 WHERE NOT EXISTS (SELECT 1 FROM figure WHERE version_id = ?1 AND src = ?3)",
            )?
            .execute(params![
                text.version.0,
                text.has_lead && number == 0,
                figure.src,
                figure.alt,
                figure.caption,
                figure.credit
            ])?;
        has_new |= noted > 0;
    }
    Ok(has_new)
}

/// Makes the pictures of a version wanted where it is `shown`, by the article of that number, and seals its article anew.
fn want_figures(transaction: &Transaction, version: VersionId, shown: Option<i64>) -> Result<(), StoreError> {
    let (article, captured_at): (i64, i64) = transaction
        .prepare_cached("SELECT article_id, captured_at FROM version WHERE id = ?1")?
        .query_row([version.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    article_seal::renew(transaction, ArticleId(article))?;
    if shown.is_some() {
        pictures::want(transaction, version.0, from_millis(captured_at))?;
        counts::recount(transaction, ArticleId(article))?;
    }
    Ok(())
}
