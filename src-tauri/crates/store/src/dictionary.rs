//! Trains the dictionary with which texts are packed, and packs older texts anew.
//!
//! Texts cannot be read without the dictionary that they were packed with, so that each has a copy beside the library's file:
//! `dictionaries/ID`, the dictionary with its BLAKE3 hash behind it. The library itself holds it packed, since it consists of texts.

use std::io::{Read, Write};
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

/// The level at which a dictionary itself is packed.
const LEVEL: i32 = 19;

/// What zstd frames begin with (RFC 8878, 3.1.1); dictionaries begin otherwise.
const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Bytes of the hash behind a copy.
const HASH: usize = 32;

/// Makes sure that each dictionary of a library has its copy in the library's folder.
pub(crate) fn keep_copies(connection: &Connection, folder: &Path) -> Result<(), StoreError> {
    let ids: Vec<u32> =
        connection.prepare("SELECT id FROM dictionary")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in ids {
        if copy_path(folder, id).is_file() {
            continue;
        }
        let held: Vec<u8> =
            connection.query_row("SELECT bytes FROM dictionary WHERE id = ?1", [id], |row| row.get(0))?;
        if let Some(bytes) = unpacked(id, &held) {
            write_copy(folder, id, &bytes)?;
        }
    }
    Ok(())
}

/// Makes sure that a library holds each dictionary that its folder has a copy of: a backup is made of the library's own.
pub(crate) fn take_in_copies(connection: &Connection, folder: &Path) -> Result<(), StoreError> {
    for (id, bytes) in copies(folder) {
        if connection.query_row("SELECT EXISTS (SELECT 1 FROM dictionary WHERE id = ?1)", [id], |row| row.get(0))? {
            continue;
        }
        // When it was trained is not known; the newest stays the newest.
        connection.execute(
            "INSERT OR IGNORE INTO dictionary (id, bytes, trained_at) VALUES (?1, ?2, 0)",
            params![id, packed(&bytes)?],
        )?;
    }
    Ok(())
}

fn write_copy(folder: &Path, id: u32, bytes: &[u8]) -> Result<(), StoreError> {
    let path = copy_path(folder, id);
    let shelf = path.parent().unwrap_or(folder);
    fs::create_dir_all(shelf)?;
    let mut partial = tempfile::NamedTempFile::new_in(shelf)?;
    partial.write_all(bytes)?;
    partial.write_all(blake3::hash(bytes).as_bytes())?;
    partial.as_file().sync_all()?;
    partial.persist(&path).map_err(|error| StoreError::from(error.error))?;
    Ok(())
}

/// The dictionaries of a library, as it holds them.
pub(crate) fn held(connection: &Connection) -> Result<Vec<(u32, Vec<u8>)>, rusqlite::Error> {
    let mut statement = connection.prepare("SELECT id, bytes FROM dictionary ORDER BY id")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// How a dictionary and its copy stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Both are whole.
    Whole,
    /// The library's own is damaged.
    Damaged,
    /// The copy is not there, or damaged.
    Uncopied,
}

/// How a dictionary that the library holds and its copy stand.
pub(crate) fn state(folder: &Path, id: u32, held: &[u8]) -> State {
    match (unpacked(id, held), copy_of(folder, id)) {
        (None, _) => State::Damaged,
        (Some(_), None) => State::Uncopied,
        (Some(own), Some(copy)) if own == copy => State::Whole,
        // The copy bears a hash.
        (Some(_), Some(_)) => State::Damaged,
    }
}

/// A dictionary as the library holds it: a zstd frame with a checksum.
pub(crate) fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = zstd::Encoder::new(Vec::new(), LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.set_pledged_src_size(u64::try_from(bytes.len()).ok())?;
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// A dictionary that the library holds, packed or as it is; `None` where it is seen to be damaged.
pub(crate) fn unpacked(id: u32, held: &[u8]) -> Option<Vec<u8>> {
    let bytes = if held.starts_with(&FRAME) {
        let mut bytes = Vec::new();
        // One byte more, so that the checksum behind the last one is looked at.
        let limit = u64::try_from(DICTIONARY_BYTES).ok()?.checked_add(1)?;
        zstd::Decoder::with_buffer(held).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
        bytes
    } else {
        held.to_vec()
    };
    (bytes.len() <= DICTIONARY_BYTES && is_dictionary(id, &bytes)).then_some(bytes)
}

/// Whether bytes begin as the dictionary of this number does (RFC 8878, 5).
fn is_dictionary(id: u32, bytes: &[u8]) -> bool {
    zstd_safe::get_dict_id_from_dict(bytes).is_some_and(|found| found.get() == id)
}

/// The copy of a dictionary, where it is there and whole.
pub(crate) fn copy_of(folder: &Path, id: u32) -> Option<Vec<u8>> {
    let mut bytes = fs::read(copy_path(folder, id)).ok()?;
    let hash = bytes.split_off(bytes.len().checked_sub(HASH)?);
    (blake3::hash(&bytes).as_bytes().as_slice() == hash && is_dictionary(id, &bytes)).then_some(bytes)
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
    /// Makes a dictionary from its copy, or the copy from the dictionary. Answers whether one of them was whole.
    pub(crate) fn mend_dictionary(&self, id: u32) -> Result<bool, StoreError> {
        if let Some(copy) = copy_of(self.folder(), id) {
            let bytes = packed(&copy)?;
            self.write(|transaction| {
                Ok(transaction.execute("UPDATE dictionary SET bytes = ?2 WHERE id = ?1", params![id, bytes])?)
            })?;
            self.dictionaries().add(id, &copy);
            return Ok(true);
        }
        let known = self.read(|connection| Ok(held(connection)?))?;
        let own = known.into_iter().find(|(known, _)| *known == id).and_then(|(_, held)| unpacked(id, &held));
        own.map(|bytes| write_copy(self.folder(), id, &bytes)).transpose().map(|written| written.is_some())
    }

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
        let bytes = packed(&bytes)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What has the head of a dictionary; the rest are words.
    fn bytes(length: usize) -> Vec<u8> {
        let head = [0x37, 0xa4, 0x30, 0xec, 7, 0, 0, 0].into_iter();
        head.chain((0..length - 8).map(|at| (at * at % 251) as u8)).collect()
    }

    #[test]
    fn whatever_bit_is_flipped_in_a_packed_dictionary_it_is_seen() {
        for length in [1_000, DICTIONARY_BYTES - 1, DICTIONARY_BYTES] {
            let whole = bytes(length);
            let held = packed(&whole).unwrap();
            assert_eq!(unpacked(7, &held).unwrap(), whole);
            assert_eq!(unpacked(8, &held), None, "another one");
            for bit in (0..held.len() * 8).step_by(held.len() * 8 / 97) {
                let mut bent = held.clone();
                bent[bit / 8] ^= 1 << (bit % 8);
                let read = unpacked(7, &bent);
                assert!(read.is_none() || read.as_ref() == Some(&whole), "bit {bit} of {length} bytes");
            }
        }
        assert_eq!(unpacked(7, &packed(&bytes(DICTIONARY_BYTES + 1)).unwrap()), None);
        assert_eq!(unpacked(7, b"no dictionary"), None);
        assert_eq!(unpacked(7, b""), None);
    }
}
