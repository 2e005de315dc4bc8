//! What a backup still has whole, taken back in the place of what has rotted: nothing is nearer to what was stored, and the
//! site that it came from may have lost it.
//!
//! **Invariant:** nothing is taken that is not proved to be what the library lacks: files and dictionaries by their hash, versions
//! by the fingerprint of what they say, pages by their seal.

use std::path::Path;

use broadsheet_model::{ArticleId, AssetId};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use crate::article_row;
use crate::counts;
use crate::dictionary;
use crate::error::StoreError;
use crate::fingerprint;
use crate::library::{Library, set_aside};
use crate::loose_rows;
use crate::media;
use crate::packed::seal;
use crate::schema;
use crate::verify::{Fault, Subject};

impl Library {
    /// Takes from the backup in a folder what it has whole of all that is faulty; answers what that concerns. A backup that
    /// cannot be read has nothing.
    ///
    /// # Errors
    /// The library cannot be written.
    pub(crate) fn take_back(
        &self,
        faults: &[Fault],
        backup: &Path,
        now: Timestamp,
    ) -> Result<Vec<Subject>, StoreError> {
        let database = open(&backup.join("library.db"));
        let mut taken = Vec::new();
        // Texts may lack nothing but their dictionary, and are known by their article's address and their own fingerprint.
        let mut faults: Vec<&Fault> = faults.iter().collect();
        faults.sort_by_key(|fault| match fault.subject {
            Subject::Dictionary(_) => 0,
            Subject::ArticleRow(_) => 1,
            Subject::LooseRow { .. } => 2,
            _ => 3,
        });
        for fault in faults {
            let is_taken = match (&fault.subject, &database) {
                (Subject::Asset(id), _) => self.take_asset(id, backup)?,
                (Subject::Dictionary(id), Some(database)) => self.take_dictionary(*id, database)?,
                (Subject::Text { version, article } | Subject::Version { version, article }, Some(database)) => {
                    self.take_version(*version, database)? && self.settle(*article, now)?
                }
                (Subject::Original(article), Some(database)) => self.take_original(*article, database)?,
                (Subject::LooseRow { table, reference }, Some(database)) => self.write(|transaction| {
                    article_row::take_lost(transaction, database)?;
                    Ok(!loose_rows::is_loose(transaction, table, *reference)?)
                })?,
                (Subject::ArticleRow(article), Some(database)) => {
                    self.write(|transaction| article_row::take(transaction, database, *article))?
                        && self.settle(*article, now)?
                }
                _ => false,
            };
            if is_taken {
                taken.push(fault.subject.clone());
            }
        }
        Ok(taken)
    }

    fn take_asset(&self, id: &AssetId, backup: &Path) -> Result<bool, StoreError> {
        let shelf: String = id.as_str().chars().take(2).collect();
        let (copy, path) = (backup.join("media").join(shelf).join(id.as_str()), self.media_path(id));
        if !media::is_whole(&copy, id.as_str()) {
            return Ok(false);
        }
        if path.exists() {
            set_aside(&path)?;
        }
        Ok(media::copy_whole(&copy, &path, id.as_str())?.is_some())
    }

    fn take_dictionary(&self, id: u32, database: &Connection) -> Result<bool, StoreError> {
        let sql = "SELECT bytes FROM dictionary WHERE id = ?1";
        let held: Option<Vec<u8>> = database.query_row(sql, [id], |row| row.get(0)).optional().unwrap_or(None);
        let Some(bytes) = held.and_then(|held| dictionary::unpacked(id, &held)) else { return Ok(false) };
        // The library's own, or its copy, may be the one that is whole.
        if dictionary::copy_of(self.folder(), id).is_some() || self.mend_dictionary(id)? {
            return self.mend_dictionary(id);
        }
        let packed = dictionary::packed(&bytes)?;
        self.write(|transaction| {
            Ok(transaction.execute("UPDATE dictionary SET bytes = ?2 WHERE id = ?1", params![id, packed])?)
        })?;
        self.dictionaries().add(id, &bytes);
        self.mend_dictionary(id)
    }

    /// Takes a version as it is in the backup: text, headline, standfirst and figures.
    fn take_version(&self, version: i64, database: &Connection) -> Result<bool, StoreError> {
        let (own, known, fingerprint, url): (Vec<u8>, i64, String, String) = self.read(|connection| {
            let sql = "SELECT version.packed, version.seal, version.fingerprint, article.url
                       FROM version JOIN article ON article.id = version.article_id WHERE version.id = ?1";
            Ok(connection.query_row(sql, [version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
        })?;
        // A text that waits to be cleaned has no seal, and comes again from its entry.
        if known == 0 {
            return Ok(false);
        }
        let Some(found) = self.found(database, &url, &fingerprint).unwrap_or(None) else { return Ok(false) };
        let is_whole = seal(&own) == known && self.dictionaries().unpack(&own).is_ok();
        if !is_whole {
            self.keep_damaged(&format!("version-{version}"), &own)?;
        }
        self.write(|transaction| {
            // A text that is packed small holds its headline itself.
            transaction.execute(
                "UPDATE version SET packed = ?2, seal = ?3, headline = ?4, standfirst = ?5 WHERE id = ?1",
                params![version, found.packed, found.seal, found.headline, found.standfirst],
            )?;
            // The figures of what a feed gave have no hash.
            if !fingerprint::tells(&fingerprint) {
                return Ok(true);
            }
            transaction.execute("DELETE FROM figure WHERE version_id = ?1", [version])?;
            for (position, figure) in found.figures.iter().enumerate() {
                transaction.execute(
                    "INSERT INTO figure (version_id, position, is_lead, src, alt, caption, credit)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        version,
                        i64::try_from(position).unwrap_or(i64::MAX),
                        figure.is_lead,
                        figure.src,
                        figure.alt,
                        figure.caption,
                        figure.credit
                    ],
                )?;
            }
            Ok(true)
        })
    }

    /// A version of a backup by what it says, where it is whole.
    fn found(&self, database: &Connection, url: &str, fingerprint: &str) -> Result<Option<Found>, StoreError> {
        let sql = "SELECT version.id, version.packed, version.seal, version.headline, version.standfirst
                   FROM version JOIN article ON article.id = version.article_id
                   WHERE article.url = ?1 AND version.fingerprint = ?2 AND version.seal <> 0";
        let found = database
            .query_row(sql, [url, fingerprint], |row| {
                let found = Found {
                    packed: row.get(1)?,
                    seal: row.get(2)?,
                    headline: row.get(3)?,
                    standfirst: row.get(4)?,
                    figures: Vec::new(),
                };
                Ok((row.get::<_, i64>(0)?, found))
            })
            .optional()?;
        let Some((id, mut found)) = found else { return Ok(None) };
        let Ok(texts) = self.dictionaries().unpack(&found.packed) else { return Ok(None) };
        let row =
            fingerprint::Row { id, headline: &found.headline, standfirst: found.standfirst.as_deref(), fingerprint };
        if seal(&found.packed) != found.seal || !fingerprint::agrees(database, &row, &texts)? {
            return Ok(None);
        }
        let sql = "SELECT is_lead, src, alt, caption, credit FROM figure WHERE version_id = ?1 ORDER BY position";
        found.figures = database
            .prepare(sql)?
            .query_map([id], |row| {
                Ok(FoundFigure {
                    is_lead: row.get(0)?,
                    src: row.get(1)?,
                    alt: row.get(2)?,
                    caption: row.get(3)?,
                    credit: row.get(4)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(Some(found))
    }

    fn take_original(&self, article: ArticleId, database: &Connection) -> Result<bool, StoreError> {
        let (own, own_url): (Vec<u8>, String) = self.read(|connection| {
            let sql = "SELECT packed, url FROM original WHERE article_id = ?1";
            Ok(connection.query_row(sql, [article.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })?;
        let address: String = self.read(|connection| {
            Ok(connection.query_row("SELECT url FROM article WHERE id = ?1", [article.0], |row| row.get(0))?)
        })?;
        let sql = "SELECT original.packed, original.seal FROM original JOIN article ON article.id = original.article_id
                   WHERE article.url = ?1 AND original.url = ?2";
        let found: Option<(Vec<u8>, i64)> = database
            .query_row(sql, [&address, &own_url], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .unwrap_or(None);
        let Some((packed, found_seal)) = found else { return Ok(false) };
        if seal(&packed) != found_seal || self.dictionaries().unpack(&packed).is_err() {
            return Ok(false);
        }
        self.keep_damaged(&format!("original-{article}"), &own)?;
        self.write(|transaction| {
            let sql = "UPDATE original SET packed = ?2, seal = ?3 WHERE article_id = ?1";
            transaction.execute(sql, params![article.0, packed, found_seal])?;
            counts::recount(transaction, article)?;
            Ok(true)
        })
    }
}

/// A version as a backup has it.
struct Found {
    packed: Vec<u8>,
    seal: i64,
    headline: String,
    standfirst: Option<String>,
    figures: Vec<FoundFigure>,
}

struct FoundFigure {
    is_lead: bool,
    src: String,
    alt: Option<String>,
    caption: Option<String>,
    credit: Option<String>,
}

/// The file of a backup, where it is one of this format. It is only read.
fn open(database: &Path) -> Option<Connection> {
    if !database.is_file() {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags).ok()?;
    let is_known = schema::check(&connection, database).is_ok()
        && schema::version(&connection).is_ok_and(|version| version == schema::newest());
    is_known.then_some(connection)
}
