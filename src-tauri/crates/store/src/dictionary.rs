//! Trains the dictionary with which texts are packed, and packs older texts anew.
//!
//! Texts cannot be read without the dictionary that they were packed with, so that each has a copy beside the library's file:
//! `dictionaries/ID`, the dictionary with its BLAKE3 hash behind it.

use std::io::Write;
use std::path::Path;

use fs_err as fs;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use zstd::zstd_safe;

use crate::error::StoreError;
use crate::library::Library;
use crate::packed::seal;
use crate::time::to_millis;

/// Texts from which on a dictionary is worth its training.
const LEAST_TEXTS: u32 = 1_000;

/// Texts that it is trained on, the newest, and the bytes of each that it sees.
const SAMPLES: u32 = 4_000;
/// See `SAMPLES`.
const SAMPLE_BYTES: usize = 16 << 10;

/// Size of a dictionary, in bytes, at most. Four times as much as is usual makes texts a twelfth smaller, and costs no more time.
const DICTIONARY_BYTES: usize = 512 << 10;

/// Bytes of samples for one of the dictionary, which would otherwise take more room than it saves.
const SAMPLES_A_BYTE: usize = 16;

/// Texts that are packed anew in one transaction.
const BATCH: u32 = 200;

/// Bytes of the hash behind a copy.
const HASH: usize = 32;

/// Makes sure that each dictionary of a library has its copy in the library's folder.
pub(crate) fn keep_copies(connection: &Connection, folder: &Path) -> Result<(), StoreError> {
    let ids: Vec<u32> =
        connection.prepare("SELECT id FROM dictionary")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in ids {
        let path = copy_path(folder, id);
        if path.is_file() {
            continue;
        }
        let bytes: Vec<u8> =
            connection.query_row("SELECT bytes FROM dictionary WHERE id = ?1", [id], |row| row.get(0))?;
        let shelf = path.parent().unwrap_or(folder);
        fs::create_dir_all(shelf)?;
        let mut partial = tempfile::NamedTempFile::new_in(shelf)?;
        partial.write_all(&bytes)?;
        partial.write_all(blake3::hash(&bytes).as_bytes())?;
        partial.as_file().sync_all()?;
        partial.persist(&path).map_err(|error| StoreError::from(error.error))?;
    }
    Ok(())
}

/// The copy of a dictionary, where it is there and whole.
pub(crate) fn copy_of(folder: &Path, id: u32) -> Option<Vec<u8>> {
    let mut bytes = fs::read(copy_path(folder, id)).ok()?;
    let hash = bytes.split_off(bytes.len().checked_sub(HASH)?);
    (blake3::hash(&bytes).as_bytes().as_slice() == hash).then_some(bytes)
}

/// The dictionaries that a library's folder has copies of.
pub(crate) fn copies(folder: &Path) -> Vec<(u32, Vec<u8>)> {
    let Ok(files) = fs::read_dir(folder.join("dictionaries")) else { return Vec::new() };
    let names = files.filter_map(|file| file.ok()?.file_name().to_str()?.parse().ok());
    names.filter_map(|id| Some((id, copy_of(folder, id)?))).collect()
}

fn copy_path(folder: &Path, id: u32) -> std::path::PathBuf {
    folder.join("dictionaries").join(id.to_string())
}

impl Library {
    /// Trains the library's dictionary where it has enough texts and none yet, and answers whether it did. Takes a second or two
    /// of one processor.
    ///
    /// # Errors
    /// The library cannot be read or written.
    pub fn train_dictionary(&self, now: Timestamp) -> Result<bool, StoreError> {
        if self.dictionaries().has_any() {
            return Ok(false);
        }
        let samples: Vec<Vec<u8>> = self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT packed FROM version WHERE seal <> 0 AND length(packed) > 100 ORDER BY id DESC LIMIT ?1",
            )?;
            let rows = statement.query_map([SAMPLES], |row| row.get::<_, Vec<u8>>(0))?;
            let mut samples = Vec::new();
            for packed in rows {
                if let Ok(texts) = self.dictionaries().unpack(&packed?) {
                    // The plain text stands in few packed texts: it is nearly always what the HTML gives.
                    let mut sample = texts.html.into_bytes();
                    sample.truncate(SAMPLE_BYTES);
                    samples.push(sample);
                }
            }
            Ok(samples)
        })?;
        if u32::try_from(samples.len()).unwrap_or(u32::MAX) < LEAST_TEXTS {
            return Ok(false);
        }
        // Texts that have too little in common give none; then they are packed without.
        let size = (samples.iter().map(Vec::len).sum::<usize>() / SAMPLES_A_BYTE).min(DICTIONARY_BYTES);
        let Ok(bytes) = zstd::dict::from_samples(&samples, size) else { return Ok(false) };
        let Some(id) = zstd_safe::get_dict_id_from_dict(&bytes) else { return Ok(false) };
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO dictionary (id, bytes, trained_at) VALUES (?1, ?2, ?3)",
                params![id.get(), bytes, to_millis(now)],
            )?;
            Ok(())
        })?;
        self.read(|connection| self.dictionaries().take_up_newest(connection))?;
        // What cannot be copied now is copied when the library is opened the next time.
        let _ = self.read(|connection| keep_copies(connection, self.folder()));
        Ok(true)
    }

    /// Packs a batch of texts anew by the newest dictionary, in one short transaction, from the version after `after` on.
    /// Answers where to go on; `None` when all were looked at.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn pack_anew(&self, after: i64) -> Result<Option<i64>, StoreError> {
        self.write(|transaction| {
            let rows: Vec<(i64, i64, Vec<u8>)> = transaction
                .prepare_cached(
                    "SELECT id, seal, packed FROM version WHERE id > ?1 AND seal <> 0 ORDER BY id LIMIT ?2",
                )?
                .query_map(params![after, BATCH], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<Result<_, _>>()?;
            for (id, known, packed) in &rows {
                // What has decayed stays as it is: packing it anew would seal the damage.
                if seal(packed) != *known {
                    continue;
                }
                let Ok(texts) = self.dictionaries().unpack(packed) else { continue };
                // It is as small as it gets.
                if texts.head.is_some() {
                    continue;
                }
                let anew = self.dictionaries().pack(&texts.html, &texts.body);
                if anew.len() < packed.len() {
                    transaction
                        .prepare_cached("UPDATE version SET packed = ?2, seal = ?3 WHERE id = ?1")?
                        .execute(params![id, anew, seal(&anew)])?;
                    let saved = i64::try_from(packed.len() - anew.len()).unwrap_or_default();
                    transaction
                        .prepare_cached(
                            "UPDATE article SET bytes = bytes - ?2
                 WHERE id = (SELECT article_id FROM version WHERE id = ?1) AND version_id = ?1",
                        )?
                        .execute(params![id, saved])?;
                }
            }
            Ok(rows.last().map(|(id, ..)| *id))
        })
    }
}
