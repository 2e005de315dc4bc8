//! Mends what [`crate::verify`] found, as far as the library itself can: what was lost is wanted anew.
//!
//! **Invariant:** nothing is thrown away. A file that is not what it was is set aside, and a text that decayed stays as a
//! version until a better one is there.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use broadsheet_model::{ArticleId, AssetId};
use fs_err as fs;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::archived::AT_ONCE;
use crate::captures::count_words;
use crate::counts;
use crate::error::StoreError;
use crate::fingerprint;
use crate::library::{Library, set_aside};
use crate::looks;
use crate::loose_rows;
use crate::media::{self, inspect_picture};
use crate::pack_error::PackError;
use crate::packed::seal;
use crate::parts;
use crate::pictures;
use crate::time::to_millis;
use crate::values;
use crate::verify::{Fault, Findings, Subject};

/// Age from which on a half-written file is nobody's any more.
const UNFINISHED: Duration = Duration::from_mins(10);

/// What a repair did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Faults that are mended, in words.
    pub mended: Vec<String>,
    /// Faults that only the network, a backup or the reader can mend, in words.
    pub left: Vec<String>,
    /// Articles of which something is to be fetched again.
    pub wanting: Vec<ArticleId>,
}

impl Library {
    /// Mends what can be mended. What a backup still has whole comes from there, as it was.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn repair(&self, findings: &Findings, backup: Option<&Path>, now: Timestamp) -> Result<Repaired, StoreError> {
        let mut repaired = Repaired::default();
        let taken_back = match backup {
            Some(backup) => self.take_back(&findings.faults, backup, now)?,
            None => Vec::new(),
        };
        let mut wanting: BTreeSet<ArticleId> = BTreeSet::new();
        let mut rebuild = false;
        // Of an article whose own row is lost a salvage makes another, with all that refers to it.
        let has_lost_articles = self.read(|connection| {
            let mut left = findings.faults.iter().filter(|fault| !taken_back.contains(&fault.subject));
            left.try_fold(false, |lost, fault| {
                Ok(lost || loose_rows::tells_of_lost_articles(connection, &fault.subject)?)
            })
        })?;
        // Before anything else is changed: the seal tells what stood there.
        let restored = self.restore_rows(findings)?;
        rebuild |= !restored.is_empty();
        // What cannot be read at all keeps the rest from being mended.
        let is_value = |fault: &&Fault| matches!(fault.subject, Subject::Value { .. });
        let (values, others): (Vec<&Fault>, Vec<&Fault>) = findings.faults.iter().partition(is_value);
        for fault in values.into_iter().chain(others) {
            if taken_back.contains(&fault.subject) {
                rebuild |= matches!(fault.subject, Subject::Text { .. } | Subject::Version { .. });
                repaired.mended.push(format!("{} (it was taken from the backup)", fault.what));
                continue;
            }
            let mended = match &fault.subject {
                Subject::Database => false,
                Subject::Dictionary(id) => self.mend_dictionary(*id)?,
                Subject::Asset(id) => {
                    wanting.extend(self.lose_asset(id, now)?);
                    true
                }
                Subject::AssetRow(id) => self.describe_asset(id)?,
                Subject::Text { version, article } => {
                    // With the dictionary that it needs it can be read again, so that it stays as it is until that is there.
                    let waits = self.needs_dictionary(*version)?;
                    if !waits {
                        rebuild = true;
                        wanting.extend(self.lose_text(*version, *article, now)?);
                        self.write(|transaction| self.mend_article(transaction, *article, now))?;
                    }
                    !waits
                }
                Subject::Version { version, article } => {
                    rebuild = true;
                    if !self.take_head_from_article(*version)? {
                        wanting.extend(self.write(|transaction| doubt(transaction, *version, *article, now))?);
                    }
                    self.settle(*article, now)?
                }
                Subject::Original(article) => {
                    // It is fetched again as the original of any kept article that lacks one.
                    let sql = "SELECT packed FROM original WHERE article_id = ?1";
                    let packed: Vec<u8> =
                        self.read(|connection| Ok(connection.query_row(sql, [article.0], |row| row.get(0))?))?;
                    self.keep_damaged(&format!("original-{article}"), &packed)?;
                    self.write(|transaction| {
                        transaction.execute("DELETE FROM original WHERE article_id = ?1", [article.0])?;
                        transaction.execute("DELETE FROM original_try WHERE article_id = ?1", [article.0])?;
                        Ok(())
                    })?;
                    true
                }
                Subject::Article(article) => {
                    rebuild |= self.write(|transaction| self.mend_article(transaction, *article, now))?;
                    true
                }
                Subject::ArticleRow(article) => {
                    rebuild = true;
                    self.settle(*article, now)? && restored.contains(article)
                }
                Subject::Index => {
                    rebuild = true;
                    true
                }
                Subject::Value { table, column } => {
                    rebuild = true;
                    self.write(|transaction| values::mend(transaction, table, column))?
                }
                Subject::LooseRow { table, reference } => !has_lost_articles && self.take_out(table, *reference)?,
                Subject::Part { name } => {
                    let made = self.write(|transaction| parts::mend(transaction, name))?;
                    rebuild |= made;
                    made
                }
            };
            if mended { &mut repaired.mended } else { &mut repaired.left }.push(fault.what.clone());
        }
        wanting.extend(self.seal_rows(findings, now)?);
        if rebuild {
            self.rebuild_index()?;
        }
        self.remove_unfinished_files(now)?;
        repaired.wanting = wanting.into_iter().collect();
        Ok(repaired)
    }

    /// Takes the headline and standfirst of a version from its article, which bears them too, where they are what was stored.
    /// Answers whether the version is whole again.
    fn take_head_from_article(&self, version: i64) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let sql = "SELECT version.headline, version.standfirst, version.fingerprint, version.packed,
                              article.headline, article.standfirst
                       FROM version JOIN article ON article.id = version.article_id WHERE version.id = ?1";
            type Texts = (String, Option<String>);
            let (own, of_article, fingerprint, packed): (Texts, Texts, String, Vec<u8>) =
                transaction.query_row(sql, [version], |row| {
                    Ok(((row.get(0)?, row.get(1)?), (row.get(4)?, row.get(5)?), row.get(2)?, row.get(3)?))
                })?;
            let Ok(texts) = self.dictionaries().unpack(&packed) else { return Ok(false) };
            for (headline, standfirst) in [
                (&of_article.0, &of_article.1),
                (&of_article.0, &own.1),
                (&own.0, &of_article.1),
                (&of_article.0, &None),
            ] {
                let standfirst = standfirst.as_deref();
                let row = fingerprint::Row { id: version, headline, standfirst, fingerprint: &fingerprint };
                if fingerprint::tells(&fingerprint) && fingerprint::agrees(transaction, &row, &texts)? {
                    transaction.execute(
                        "UPDATE version SET headline = ?2, standfirst = ?3 WHERE id = ?1",
                        params![version, headline, standfirst],
                    )?;
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Forgets a file that is lost or damaged, so that its picture is fetched again; answers whose it was.
    fn lose_asset(&self, id: &AssetId, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let path = self.media_path(id);
        if path.exists() {
            set_aside(&path)?;
        }
        self.write(|transaction| {
            let articles: Vec<i64> = transaction
                .prepare_cached(
                    "SELECT DISTINCT version.article_id FROM picture JOIN figure ON figure.src = picture.src
                     JOIN version ON version.id = figure.version_id WHERE picture.asset_id = ?1",
                )?
                .query_map([id.as_str()], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            transaction.execute(
                "UPDATE picture SET asset_id = NULL, due_at = ?2, tries = 0, problem = NULL WHERE asset_id = ?1",
                params![id.as_str(), to_millis(now)],
            )?;
            transaction.execute("UPDATE publication SET icon_asset = NULL WHERE icon_asset = ?1", [id.as_str()])?;
            transaction.execute("UPDATE enclosure SET asset_id = NULL WHERE asset_id = ?1", [id.as_str()])?;
            let lost_display = looks::forget(transaction, id)?;
            transaction.execute("DELETE FROM asset WHERE id = ?1", [id.as_str()])?;
            for article in lost_display.iter().chain(&articles) {
                counts::recount(transaction, ArticleId(*article))?;
            }
            Ok(articles.into_iter().map(ArticleId).collect())
        })
    }

    /// Says of a file what is in it.
    fn describe_asset(&self, id: &AssetId) -> Result<bool, StoreError> {
        let path = self.media_path(id);
        let bytes = fs::metadata(&path)?.len();
        let kind = if bytes > AT_ONCE { None } else { inspect_picture(&media::read_file(&path)?).ok() };
        self.write(|transaction| {
            transaction.execute(
                "UPDATE asset SET bytes = ?2, media_type = coalesce(?3, media_type), width = coalesce(?4, width),
                        height = coalesce(?5, height) WHERE id = ?1",
                params![
                    id.as_str(),
                    i64::try_from(bytes).unwrap_or(i64::MAX),
                    kind.map(|kind| kind.media_type),
                    kind.map(|kind| kind.width),
                    kind.map(|kind| kind.height)
                ],
            )?;
            let articles: Vec<i64> = transaction
                .prepare_cached(
                    "SELECT DISTINCT version.article_id FROM picture JOIN figure ON figure.src = picture.src
                     JOIN version ON version.id = figure.version_id WHERE picture.asset_id = ?1",
                )?
                .query_map([id.as_str()], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for article in articles {
                counts::recount(transaction, ArticleId(article))?;
            }
            Ok(())
        })?;
        Ok(true)
    }

    /// See [`Library::mend_article`].
    pub(crate) fn settle(&self, article: ArticleId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(|transaction| self.mend_article(transaction, article, now))?;
        Ok(true)
    }

    /// Settles what contradicts itself by what is surest: the version that is shown, and what can be counted.
    /// Answers whether what the index holds of the article may have changed.
    fn mend_article(&self, transaction: &Transaction, article: ArticleId, now: Timestamp) -> Result<bool, StoreError> {
        let seen = |transaction: &Transaction| {
            transaction.query_row(
                "SELECT headline, standfirst, byline, version_id FROM article WHERE id = ?1",
                [article.0],
                |row| {
                    let texts: (String, Option<String>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    Ok((texts, row.get::<_, Option<i64>>(3)?))
                },
            )
        };
        let before = seen(transaction)?;
        transaction.execute(
            "UPDATE article SET version_id = (
                 SELECT id FROM version WHERE article_id = article.id ORDER BY text_state = 'full' DESC, id DESC LIMIT 1)
             WHERE id = ?1 AND NOT EXISTS (
                 SELECT 1 FROM version WHERE version.id = article.version_id AND version.article_id = article.id)",
            [article.0],
        )?;
        transaction
            .execute("DELETE FROM other_address WHERE url = (SELECT url FROM article WHERE id = ?1)", [article.0])?;
        transaction.execute(
            "UPDATE article SET byline = '[]'
             WHERE id = ?1 AND CASE WHEN json_valid(byline) THEN json_type(byline) <> 'array' ELSE 1 END",
            [article.0],
        )?;
        transaction.execute(
            "UPDATE article SET sorted_at = min(coalesce(published_at, first_seen_at), first_seen_at) WHERE id = ?1",
            [article.0],
        )?;
        let shown: Option<(i64, Vec<u8>)> = transaction
            .query_row(
                "SELECT version.id, version.packed
                 FROM article JOIN version ON version.id = article.version_id WHERE article.id = ?1",
                [article.0],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        if let Some((version, packed)) = shown {
            // What cannot be read now is not counted anew.
            let words = self.dictionaries().unpack(&packed).ok().map(|texts| count_words(&texts.body));
            transaction.execute(
                "UPDATE article SET text_state = version.text_state, word_count = coalesce(?3, word_count),
                        headline = coalesce(nullif(version_headline(version.headline, version.packed), ''), article.headline),
                        standfirst = coalesce(
                            version_standfirst(version.headline, version.standfirst, version.packed), article.standfirst)
                 FROM version WHERE article.id = ?1 AND version.id = ?2",
                params![article.0, version, words],
            )?;
            pictures::want(transaction, version, now)?;
        }
        transaction.execute(
            "INSERT OR IGNORE INTO picture (src, due_at)
             SELECT figure.src, ?2 FROM figure JOIN version ON version.id = figure.version_id WHERE version.article_id = ?1",
            params![article.0, to_millis(now)],
        )?;
        transaction.execute(
            "UPDATE picture SET due_at = ?2 WHERE asset_id IS NULL AND due_at IS NULL AND problem IS NULL AND src IN (
                 SELECT figure.src FROM figure JOIN version ON version.id = figure.version_id WHERE version.article_id = ?1)",
            params![article.0, to_millis(now)],
        )?;
        counts::recount(transaction, article)?;
        Ok(before != seen(transaction)?)
    }

    /// Builds the search index anew from the articles.
    fn rebuild_index(&self) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute_batch(
                "INSERT INTO search (search) VALUES ('delete-all');
                 INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article;",
            )?;
            Ok(())
        })?;
        self.catch_up()?;
        self.forget_readers();
        Ok(())
    }

    /// Removes half-written files that a crash left in the media folder; those that are young may be another program's.
    fn remove_unfinished_files(&self, now: Timestamp) -> Result<(), StoreError> {
        let now = std::time::SystemTime::from(now);
        for shelf in fs::read_dir(self.folder().join("media"))?.filter_map(Result::ok) {
            let Ok(files) = fs::read_dir(shelf.path()) else { continue };
            for file in files.filter_map(Result::ok) {
                let is_old = || {
                    let written = file.metadata().and_then(|found| found.modified());
                    written.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > UNFINISHED))
                };
                if file.file_name().to_string_lossy().starts_with(".tmp") && is_old() {
                    fs::remove_file(file.path())?;
                }
            }
        }
        Ok(())
    }

    /// Takes rows that refer to nothing out of a table, and keeps them as text. Answers whether it could: others may refer to them.
    fn take_out(&self, table: &str, reference: i64) -> Result<bool, StoreError> {
        let taken = self.write(|transaction| {
            let rows = loose_rows::mend(transaction, table, reference)?;
            self.keep_damaged(&format!("rows-of-{table}"), rows.as_bytes())
        });
        match taken {
            Ok(()) => Ok(true),
            Err(StoreError::Sqlite(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Keeps bytes that take no part in the library any more, in its folder `damaged`.
    pub(crate) fn keep_damaged(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = self.folder().join("damaged");
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        if path.exists() {
            set_aside(&path)?;
        }
        Ok(fs::write(path, bytes)?)
    }

    /// Whether a text is what was stored, and cannot be read for want of its dictionary alone.
    fn needs_dictionary(&self, version: i64) -> Result<bool, StoreError> {
        let (packed, known): (Vec<u8>, i64) = self.read(|connection| {
            let sql = "SELECT packed, seal FROM version WHERE id = ?1";
            Ok(connection.query_row(sql, [version], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })?;
        let lacks = matches!(self.dictionaries().unpack(&packed), Err(PackError::NoDictionary(_)));
        Ok(lacks && (known == 0 || seal(&packed) == known))
    }

    /// Shows the best version that is whole in the place of one that has decayed, and wants the page again. What can still be
    /// read of the decayed one is shown until then; its bytes are set aside where they cannot.
    fn lose_text(&self, version: i64, article: ArticleId, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let (packed, known): (Vec<u8>, i64) = self.read(|connection| {
            Ok(connection.query_row("SELECT packed, seal FROM version WHERE id = ?1", [version], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?)
        })?;
        let texts = self.dictionaries().unpack(&packed);
        let is_readable = texts.is_ok();
        // What it was packed with has been mended meanwhile.
        if is_readable && known != 0 && seal(&packed) == known {
            return Ok(Vec::new());
        }
        if known == 0
            && let Ok(texts) = texts
        {
            // Either it only waits to be cleaned, and nobody knew, or it is clean, and lacks its seal.
            self.write(|transaction| {
                if texts.body.is_empty() {
                    transaction.execute("INSERT OR IGNORE INTO uncleaned (version_id) VALUES (?1)", [version])?;
                } else {
                    transaction
                        .execute("UPDATE version SET seal = ?2 WHERE id = ?1", params![version, seal(&packed)])?;
                }
                Ok(())
            })?;
            return Ok(Vec::new());
        }
        if !is_readable {
            self.keep_damaged(&format!("version-{version}"), &packed)?;
        }
        let kept = if is_readable { packed } else { Vec::new() };
        self.write(|transaction| replace_text(transaction, version, article, &kept, now))
    }
}

/// Wants the page of a version again whose headline, standfirst or figures are not what was stored. It stays until that is here.
fn doubt(
    transaction: &Transaction,
    version: i64,
    article: ArticleId,
    now: Timestamp,
) -> Result<Vec<ArticleId>, StoreError> {
    // Its fingerprint is freed, so that what comes counts as new.
    transaction.execute("UPDATE version SET fingerprint = 'decayed:' || id WHERE id = ?1", [version])?;
    let is_shown = transaction.execute(
        "UPDATE article SET page_due_at = ?2, page_tries = 0 WHERE id = ?1 AND version_id = ?3",
        params![article.0, to_millis(now), version],
    )?;
    Ok(if is_shown > 0 { vec![article] } else { Vec::new() })
}

fn replace_text(
    transaction: &Transaction,
    version: i64,
    article: ArticleId,
    kept: &[u8],
    now: Timestamp,
) -> Result<Vec<ArticleId>, StoreError> {
    // A headline that stood with what has decayed is had from the article.
    transaction.execute(
        "UPDATE version SET headline = article.headline, standfirst = article.standfirst
         FROM article WHERE version.id = ?1 AND version.headline = '' AND article.id = version.article_id",
        [version],
    )?;
    // Its fingerprint is freed, so that the same text counts as new when it comes again.
    let state = if kept.is_empty() { "missing" } else { "summary" };
    transaction.execute(
        "UPDATE version SET text_state = ?2, fingerprint = 'decayed:' || id, packed = ?3, seal = ?4 WHERE id = ?1",
        params![version, state, kept, seal(kept)],
    )?;
    transaction.execute("DELETE FROM uncleaned WHERE version_id = ?1", [version])?;
    let shown: Option<i64> =
        transaction.query_row("SELECT version_id FROM article WHERE id = ?1", [article.0], |row| row.get(0))?;
    if shown != Some(version) {
        return Ok(Vec::new());
    }
    transaction.execute(
        "UPDATE article SET page_due_at = ?2, page_tries = 0, version_id = (
             SELECT id FROM version WHERE article_id = ?1
             ORDER BY text_state = 'full' DESC, text_state = 'summary' DESC, id DESC LIMIT 1)
         WHERE id = ?1",
        params![article.0, to_millis(now)],
    )?;
    Ok(vec![article])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_written_file_goes_once_it_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let staged = library.stage_media(b"on its way").unwrap();
        let left = folder.path().join("media/00/.tmpLEFT");
        std::fs::create_dir_all(left.parent().unwrap()).unwrap();
        let file = std::fs::File::create(&left).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        let now = Timestamp::UNIX_EPOCH.checked_add(2 * UNFINISHED).unwrap();
        library.repair(&Findings::default(), None, now).unwrap();
        assert!(!left.exists());
        library.put_staged(&[&staged]).unwrap();
        assert_eq!(std::fs::read(library.media_path(staged.id())).unwrap(), b"on its way");
    }
}
