//! Sounds and films that feeds attached to their entries, fetched when the reader asks for them.
//!
//! A beginning of a file lies in the library's folder `downloads`, named by its enclosure's number, until the rest is there too;
//! then it is archived among the media like any other file.
//!
//! **Invariant:** an enclosure that the reader downloaded stays, and its article with it, until the reader removes it.

use std::path::{Path, PathBuf};

use broadsheet_model::{ArticleId, AssetId, EnclosureId};
use fs_err as fs;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::error::StoreError;
use crate::library::Library;
use crate::media::{hash_file, read_file, sync_folder};
use crate::retention::unneeded;
use crate::time::to_millis;

/// An enclosure as a feed gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEnclosure {
    /// Its address.
    pub url: String,
    /// Its media type, `audio/…` or `video/…`.
    pub media_type: String,
    /// Its bytes, where the feed says so.
    pub bytes: Option<u64>,
    /// How long it lasts, in seconds.
    pub seconds: Option<u32>,
}

/// An enclosure in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Its number.
    pub id: EnclosureId,
    /// The article with which it came.
    pub article: ArticleId,
    /// The article's headline.
    pub headline: String,
    /// Its address.
    pub url: String,
    /// Its media type: what its server said of a file that is here, else what the feed said.
    pub media_type: String,
    /// Bytes of the file in all, as far as that is known.
    pub bytes: Option<u64>,
    /// How long it lasts, in seconds.
    pub seconds: Option<u32>,
    /// The file, where all of it is here.
    pub asset: Option<AssetId>,
    /// Bytes that are here of a file that is not here yet.
    pub begun_bytes: u64,
    /// By what the rest can be asked for.
    pub validator: Option<String>,
    /// Why the latest try failed.
    pub problem: Option<String>,
}

const COLUMNS: &str = "SELECT enclosure.id, enclosure.article_id, article.headline, enclosure.url,
        coalesce(asset.media_type, enclosure.media_type),
        coalesce(asset.bytes, enclosure.total_bytes, enclosure.said_bytes), enclosure.seconds, enclosure.asset_id,
        enclosure.validator, enclosure.problem
     FROM enclosure JOIN article ON article.id = enclosure.article_id LEFT JOIN asset ON asset.id = enclosure.asset_id";

impl Library {
    /// What feeds attached to an article.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn enclosures(&self, article: ArticleId) -> Result<Vec<Enclosure>, StoreError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached(&format!("{COLUMNS} WHERE enclosure.article_id = ?1 ORDER BY enclosure.id"))?;
            let rows = statement.query_map([article.0], |row| Ok(self.enclosure_of(row)))?;
            rows.map(|row| row?).collect()
        })
    }

    /// Everything that was downloaded, or begun, newest first.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn downloads(&self) -> Result<Vec<Enclosure>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "{COLUMNS} WHERE enclosure.asset_id IS NOT NULL
                     OR enclosure.validator IS NOT NULL OR enclosure.problem IS NOT NULL ORDER BY enclosure.id DESC"
            ))?;
            let rows = statement.query_map([], |row| Ok(self.enclosure_of(row)))?;
            rows.map(|row| row?).collect()
        })
    }

    /// One enclosure.
    ///
    /// # Errors
    /// There is none with this number, or the library cannot be read.
    pub fn enclosure(&self, id: EnclosureId) -> Result<Enclosure, StoreError> {
        self.read(|connection| {
            let found = connection
                .prepare_cached(&format!("{COLUMNS} WHERE enclosure.id = ?1"))?
                .query_row([id.0], |row| Ok(self.enclosure_of(row)))
                .optional()?;
            found.unwrap_or_else(|| Err(StoreError::NotFound { what: "recording", id: id.to_string() }))
        })
    }

    fn enclosure_of(&self, row: &Row) -> Result<Enclosure, StoreError> {
        let id = EnclosureId(row.get(0)?);
        let asset: Option<String> = row.get(7)?;
        let asset = asset.and_then(|asset| AssetId::parse(&asset));
        let validator: Option<String> = row.get(8)?;
        // What cannot go on is no beginning.
        let is_begun = asset.is_none() && validator.is_some();
        let begun_bytes = if is_begun { bytes_of(&self.download_path(id)) } else { 0 };
        Ok(Enclosure {
            id,
            article: ArticleId(row.get(1)?),
            headline: row.get(2)?,
            url: row.get(3)?,
            media_type: row.get(4)?,
            bytes: row.get::<_, Option<i64>>(5)?.and_then(|bytes| u64::try_from(bytes).ok()),
            seconds: row.get::<_, Option<i64>>(6)?.and_then(|seconds| u32::try_from(seconds).ok()),
            asset,
            begun_bytes,
            validator,
            problem: row.get(9)?,
        })
    }

    /// Where the beginning of a file lies.
    fn download_path(&self, id: EnclosureId) -> PathBuf {
        self.folder().join("downloads").join(id.to_string())
    }

    /// Opens the file to which a download is written, behind its first `keep` bytes, and notes by what its rest can be asked for.
    /// Nobody else can until the file is dropped.
    ///
    /// # Errors
    /// There is no such enclosure, or the library cannot be written.
    pub fn begin_download(
        &self,
        id: EnclosureId,
        keep: u64,
        validator: Option<&str>,
        total: Option<u64>,
    ) -> Result<std::fs::File, StoreError> {
        self.ensure_writable()?;
        let path = self.download_path(id);
        fs::create_dir_all(self.folder().join("downloads"))?;
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        let mut file = file.into_parts().0;
        // Where a disk knows no locks, only the reader keeps two programs from one file.
        if matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)) {
            return Err(StoreError::DownloadingElsewhere);
        }
        file.set_len(keep)?;
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(keep))?;
        let changed = self.write(|transaction| {
            let sql = "UPDATE enclosure SET validator = ?2, total_bytes = ?3, problem = NULL WHERE id = ?1";
            Ok(transaction.execute(sql, params![id.0, validator, total.and_then(|total| i64::try_from(total).ok())])?)
        })?;
        if changed == 0 {
            return Err(StoreError::NotFound { what: "recording", id: id.to_string() });
        }
        Ok(file)
    }

    /// Notes why a download failed. What is here of it stays.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn note_download_problem(&self, id: EnclosureId, problem: Option<&str>) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("UPDATE enclosure SET problem = ?2 WHERE id = ?1", params![id.0, problem])?;
            Ok(())
        })
    }

    /// Archives a file all of which is here.
    ///
    /// # Errors
    /// It is not there, or the library cannot be written; then it stays where it is.
    pub fn finish_download(&self, id: EnclosureId, media_type: &str, now: Timestamp) -> Result<AssetId, StoreError> {
        self.ensure_writable()?;
        let begun = self.download_path(id);
        fs::OpenOptions::new().write(true).open(&begun)?.sync_all()?;
        let (hash, bytes) = hash_file(&begun)?;
        let asset = AssetId::parse(&hash).ok_or_else(|| StoreError::Damaged("BLAKE3 gave no hash".to_owned()))?;
        let place = self.media_path(&asset);
        let shelf = place.parent().unwrap_or(self.folder());
        fs::create_dir_all(shelf)?;
        fs::rename(&begun, &place)?;
        sync_folder(shelf)?;
        sync_folder(&self.folder().join("media"))?;
        let noted = self.write(|transaction| {
            // Another program may have let the same file go meanwhile.
            if !self.has_file(&asset) {
                return Err(StoreError::NotFound { what: "file", id: asset.to_string() });
            }
            transaction.execute(
                "INSERT OR IGNORE INTO asset (id, media_type, bytes, width, height, stored_at)
                 VALUES (?1, ?2, ?3, NULL, NULL, ?4)",
                params![asset.as_str(), media_type, i64::try_from(bytes).unwrap_or(i64::MAX), to_millis(now)],
            )?;
            transaction.execute(
                "UPDATE enclosure SET asset_id = ?2, validator = NULL, total_bytes = NULL, problem = NULL WHERE id = ?1",
                params![id.0, asset.as_str()],
            )?;
            Ok(())
        });
        if let Err(error) = noted {
            // What nothing names yet must not be fetched a second time.
            let name = "SELECT EXISTS (SELECT 1 FROM asset WHERE id = ?1)";
            let is_named = self.read(|connection| Ok(connection.query_row(name, [asset.as_str()], |row| row.get(0))?));
            if is_named.is_ok_and(|is_named: bool| !is_named) {
                let _ = fs::rename(&place, &begun);
            }
            return Err(error);
        }
        Ok(asset)
    }

    /// Removes what was downloaded of an enclosure, which can be fetched again. Answers the bytes that this frees.
    ///
    /// # Errors
    /// There is no such enclosure, or the library cannot be written.
    pub fn remove_download(&self, id: EnclosureId) -> Result<u64, StoreError> {
        let known = self.enclosure(id)?;
        self.remove_playable(id)?;
        let begun = self.download_path(id);
        let mut freed = bytes_of(&begun);
        if freed > 0 || begun.exists() {
            fs::remove_file(&begun)?;
        }
        let gone = self.write(|transaction| {
            transaction.execute(
                "UPDATE enclosure SET asset_id = NULL, validator = NULL, total_bytes = NULL, problem = NULL WHERE id = ?1",
                [id.0],
            )?;
            unneeded(transaction, known.asset.into_iter().collect())
        })?;
        freed += gone.iter().map(|asset| bytes_of(&self.media_path(asset))).sum::<u64>();
        self.remove_files(&gone)?;
        Ok(freed)
    }

    /// The file of an enclosure under its article's headline and with an ending, for programs that go by names. It takes no room of
    /// its own where the disk can name one file twice.
    ///
    /// # Errors
    /// The file is not here, or the library cannot be written.
    pub fn playable(&self, id: EnclosureId) -> Result<PathBuf, StoreError> {
        let (enclosure, file) = self.download_file(id)?;
        let folder = self.folder().join("downloads").join("named");
        fs::create_dir_all(&folder)?;
        let name = format!("{id} {}.{}", file_name(&enclosure.headline), ending(&enclosure.media_type));
        let named = folder.join(name);
        if bytes_of(&named) != bytes_of(&file) {
            remove_if_there(&named)?;
            fs::hard_link(&file, &named).or_else(|_| fs::copy(&file, &named).map(drop))?;
        }
        Ok(named)
    }

    fn remove_playable(&self, id: EnclosureId) -> Result<(), StoreError> {
        let Ok(files) = fs::read_dir(self.folder().join("downloads").join("named")) else { return Ok(()) };
        for file in files.filter_map(Result::ok) {
            if file.file_name().to_string_lossy().split(' ').next() == Some(&id.to_string()) {
                remove_if_there(&file.path())?;
            }
        }
        Ok(())
    }

    /// Reads the file of an enclosure where it has no more than `most` bytes, and tells how many it has.
    ///
    /// # Errors
    /// It is not here, or cannot be read.
    pub fn download_bytes(&self, id: EnclosureId, most: u64) -> Result<(Vec<u8>, u64), StoreError> {
        let (_, file) = self.download_file(id)?;
        let total = fs::metadata(&file)?.len();
        Ok((if total > most { Vec::new() } else { read_file(&file)? }, total))
    }

    /// Where the file of an enclosure is, for programs that play it.
    ///
    /// # Errors
    /// It is not here, or the library cannot be read.
    pub fn download_file(&self, id: EnclosureId) -> Result<(Enclosure, PathBuf), StoreError> {
        let enclosure = self.enclosure(id)?;
        let Some(asset) = &enclosure.asset else {
            return Err(StoreError::NotFound { what: "downloaded recording", id: id.to_string() });
        };
        let path = self.media_path(asset);
        Ok((enclosure, path))
    }
}

fn bytes_of(path: &Path) -> u64 {
    fs::symlink_metadata(path).map_or(0, |found| found.len())
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// A headline as a name of a file that every system takes.
fn file_name(headline: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() || "-,'".contains(letter) { letter } else { ' ' };
    let words: String = headline.chars().map(plain).collect();
    let name: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    if name.is_empty() { "Recording".to_owned() } else { name.trim_end().to_owned() }
}

/// The ending by which programs know a file of a type.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "audio/mpeg" | "audio/mp3" => "mp3",
        "audio/mp4" | "audio/x-m4a" | "audio/m4a" => "m4a",
        "audio/aac" => "aac",
        "audio/ogg" | "audio/opus" => "ogg",
        "audio/flac" | "audio/x-flac" => "flac",
        "audio/wav" | "audio/x-wav" => "wav",
        "video/webm" | "audio/webm" => "webm",
        "video/ogg" => "ogv",
        "video/quicktime" => "mov",
        "video/mp4" | "video/x-m4v" => "mp4",
        other if other.starts_with("video/") => "mp4",
        _ => "mp3",
    }
}

/// An address without what changes from one asking to the next.
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// Notes what a feed attached to an article. What it attaches no longer goes, but for what the reader downloaded.
pub(crate) fn note(transaction: &Transaction, article: ArticleId, all: &[NewEnclosure]) -> Result<(), rusqlite::Error> {
    let known: Vec<(i64, String, bool)> = transaction
        .prepare_cached(
            "SELECT id, url, asset_id IS NOT NULL OR validator IS NOT NULL FROM enclosure WHERE article_id = ?1 ORDER BY id",
        )?
        .query_map([article.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if known.len() == all.len() && known.iter().zip(all).all(|((_, url, _), given)| *url == given.url) {
        return Ok(());
    }
    for (id, url, is_here) in &known {
        let is_given = all.iter().any(|given| bare(&given.url) == bare(url));
        if !is_given && !is_here {
            transaction.prepare_cached("DELETE FROM enclosure WHERE id = ?1")?.execute([id])?;
        }
    }
    for given in all {
        let same = known.iter().find(|(_, url, _)| *url == given.url).or_else(|| {
            let is_like = |url: &str| bare(url) == bare(&given.url);
            let is_only = all.iter().filter(|other| is_like(&other.url)).count() == 1;
            known.iter().find(|(_, url, _)| is_only && is_like(url))
        });
        let (bytes, seconds) = (given.bytes.and_then(|bytes| i64::try_from(bytes).ok()), given.seconds);
        if let Some((id, ..)) = same {
            transaction
                .prepare_cached(
                    "UPDATE OR IGNORE enclosure SET url = ?2, media_type = ?3, said_bytes = ?4, seconds = ?5 WHERE id = ?1",
                )?
                .execute(params![id, given.url, given.media_type, bytes, seconds])?;
        } else {
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO enclosure (article_id, url, media_type, said_bytes, seconds)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![article.0, given.url, given.media_type, bytes, seconds])?;
        }
    }
    Ok(())
}
