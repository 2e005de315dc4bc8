//! Media: archived files beside `library.db`, each named by its BLAKE3 and kept once.
//!
//! **Invariant:** a file appears under its name only when it is whole and on the disk; it is never changed afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use broadsheet_model::AssetId;
use fs_err as fs;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::StoreError;
use crate::gif;
use crate::library::Library;
use crate::time::to_millis;

/// An archived file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
}

/// A picture that may be shown: its type and its size in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureKind {
    /// Its media type.
    pub media_type: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Pixels that a picture may have in all to be kept; more is a bomb. What of it is shown is for whoever shows it.
const MOST_PIXELS: u64 = 100_000_000;

/// Looks at a picture's head only: its type by content, and its size.
///
/// # Errors
/// Why it cannot be kept, in words.
pub fn inspect_picture(bytes: &[u8]) -> Result<PictureKind, String> {
    let media_type = match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Jpeg) => "image/jpeg",
        Ok(imagesize::ImageType::Png) => "image/png",
        Ok(imagesize::ImageType::Webp) => "image/webp",
        Ok(imagesize::ImageType::Gif) => "image/gif",
        Ok(imagesize::ImageType::Heif(imagesize::Compression::Av1)) => "image/avif",
        Ok(_) => return Err("the picture is of a kind that Broadsheet does not show".to_owned()),
        Err(_) => return Err("the address answered with something that is no picture".to_owned()),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| "the picture is damaged".to_owned())?;
    let (width, height) = (u32::try_from(size.width), u32::try_from(size.height));
    let (Ok(width), Ok(height)) = (width, height) else { return Err("the picture is damaged".to_owned()) };
    let (width, height) = match media_type {
        "image/gif" => gif::needed_size(bytes).ok_or_else(|| "the picture is damaged".to_owned())?,
        _ => (width, height),
    };
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("the picture is too large to be shown ({width} × {height} pixels)"));
    }
    Ok(PictureKind { media_type, width, height })
}

/// Reads a file of the media folder. What is no file by itself is not read: a link may lead to something without an end.
pub(crate) fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    fs::read(path)
}

/// Bytes of a file that are in memory at once where it is not read as a whole.
const PIECE: usize = 256 << 10;

/// Copies a file in pieces; answers its BLAKE3 and its bytes.
fn copy_pieces(path: &Path, to: &mut impl Write) -> std::io::Result<(String, u64)> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    let (mut file, mut hasher, mut piece) = (fs::File::open(path)?, blake3::Hasher::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok((hasher.finalize().to_hex().to_string(), hasher.count())),
            read => {
                let read = piece.get(..read).unwrap_or_default();
                hasher.update(read);
                to.write_all(read)?;
            }
        }
    }
}

/// The BLAKE3 of a file, as its name would be, and its bytes.
pub(crate) fn hash_file(path: &Path) -> std::io::Result<(String, u64)> {
    copy_pieces(path, &mut std::io::sink())
}

/// Whether a file is what its name says.
pub(crate) fn is_whole(path: &Path, id: &str) -> bool {
    hash_file(path).is_ok_and(|(hash, _)| hash == id)
}

/// Copies an archived file to its place, and answers its bytes; `None`, and nothing is written, where it is not what its name
/// says.
pub(crate) fn copy_whole(from: &Path, to: &Path, id: &str) -> Result<Option<u64>, StoreError> {
    let shelf = to.parent().unwrap_or(to);
    fs::create_dir_all(shelf)?;
    let mut partial = tempfile::NamedTempFile::new_in(shelf)?;
    let mut failed = None;
    let mut writer = Noting { to: &mut partial, failed: &mut failed };
    let copied = copy_pieces(from, &mut writer);
    if let Some(error) = failed {
        return Err(error.into());
    }
    match copied {
        Ok((hash, bytes)) if hash == id => {
            partial.as_file().sync_all()?;
            partial.persist(to).map_err(|error| StoreError::from(error.error))?;
            Ok(Some(bytes))
        }
        _ => Ok(None),
    }
}

/// Tells a disk that cannot be written from one that cannot be read.
struct Noting<'a, W> {
    to: &'a mut W,
    failed: &'a mut Option<std::io::Error>,
}

impl<W: Write> Write for Noting<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.to.write(bytes).inspect_err(|error| *self.failed = Some(std::io::Error::from(error.kind())))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// Threads that flush at the same time, and what each of them flushes at least. A disk that is told of several files takes them
/// in one go; where there are only a few, more threads cost more than they save.
const FLUSHES_AT_ONCE: usize = 16;
const FLUSHES_EACH: usize = 4;

/// A file that is written beside its place in the media folder, and is neither flushed nor kept yet. Dropped, it goes.
#[derive(Debug)]
pub struct Staged {
    id: AssetId,
    bytes: u64,
    path: PathBuf,
    /// `None` where the file has its place already.
    partial: Option<tempfile::TempPath>,
}

impl Staged {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> &AssetId {
        &self.id
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    fn is_there(&self) -> bool {
        self.path.metadata().is_ok_and(|found| found.len() == self.bytes)
    }
}

impl Library {
    /// Puts a file into the media folder; where it is there already, nothing is written.
    ///
    /// # Errors
    /// The disk is full, or the folder cannot be written.
    pub fn put_media(&self, bytes: &[u8]) -> Result<AssetId, StoreError> {
        let staged = self.stage_media(bytes)?;
        self.put_staged(&[&staged])?;
        Ok(staged.id)
    }

    /// Writes a file down without waiting for the disk; [`Library::put_staged`] keeps it.
    ///
    /// # Errors
    /// The disk is full, or the folder cannot be written.
    pub fn stage_media(&self, bytes: &[u8]) -> Result<Staged, StoreError> {
        self.ensure_writable()?;
        let id = AssetId::parse(&blake3::hash(bytes).to_hex())
            .ok_or_else(|| StoreError::Damaged("BLAKE3 gave no hash".to_owned()))?;
        let path = self.media_path(&id);
        let mut staged = Staged { id, bytes: bytes.len() as u64, path, partial: None };
        if !staged.is_there() {
            let folder = staged.path.parent().unwrap_or(self.folder());
            if !folder.is_dir() {
                fs::create_dir_all(folder)?;
            }
            let mut partial = tempfile::NamedTempFile::new_in(folder)?;
            partial.write_all(bytes)?;
            // Closed: many may wait, and a program may have only so many files open.
            staged.partial = Some(partial.into_temp_path());
        }
        Ok(staged)
    }

    /// Keeps several files and waits for the disk once: all are flushed at the same time, all get their names, and then the
    /// folders are flushed.
    ///
    /// # Errors
    /// The disk is full, or the folder cannot be written. Files that have their names by then stay, and nothing names them.
    pub fn put_staged(&self, staged: &[&Staged]) -> Result<(), StoreError> {
        self.ensure_writable()?;
        let mut wanted: BTreeMap<&Path, &Path> = BTreeMap::new();
        for staged in staged {
            if let Some(partial) = staged.partial.as_ref().filter(|_| !staged.is_there()) {
                wanted.insert(&staged.path, partial);
            }
        }
        let partials: Vec<&Path> = wanted.values().copied().collect();
        at_once(&partials, |partial| Ok(fs::OpenOptions::new().write(true).open(partial)?.sync_all()?))?;
        let mut folders = BTreeSet::new();
        for (path, partial) in wanted {
            fs::rename(partial, path)?;
            // The folder may be new, so that the one above it has to be flushed too.
            folders.extend(path.ancestors().skip(1).take(2));
        }
        at_once(&folders.into_iter().collect::<Vec<_>>(), |folder| sync_folder(folder))
    }

    /// Reads an archived file.
    ///
    /// # Errors
    /// There is none with this name, or it cannot be read.
    pub fn asset(&self, id: &AssetId) -> Result<Asset, StoreError> {
        let media_type = self.media_type(id)?;
        Ok(Asset { bytes: read_file(&self.media_path(id))?, media_type })
    }

    /// Reads a part of an archived file, from `from` on and `most` bytes at most, and tells how long all of it is.
    ///
    /// # Errors
    /// There is none with this name, or it cannot be read.
    pub fn asset_part(&self, id: &AssetId, from: u64, most: u64) -> Result<(Asset, u64), StoreError> {
        let media_type = self.media_type(id)?;
        let path = self.media_path(id);
        if !fs::symlink_metadata(&path)?.is_file() {
            return Err(std::io::Error::other("it is no file").into());
        }
        let mut file = fs::File::open(&path)?;
        let total = file.metadata()?.len();
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(from.min(total)))?;
        file.take(most).read_to_end(&mut bytes)?;
        Ok((Asset { bytes, media_type }, total))
    }

    fn media_type(&self, id: &AssetId) -> Result<String, StoreError> {
        let known: Option<String> = self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT media_type FROM asset WHERE id = ?1")?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?)
        })?;
        known.ok_or_else(|| StoreError::NotFound { what: "file", id: id.to_string() })
    }

    pub(crate) fn has_file(&self, id: &AssetId) -> bool {
        fs::metadata(self.media_path(id)).is_ok()
    }

    pub(crate) fn media_path(&self, id: &AssetId) -> PathBuf {
        let shelf: String = id.as_str().chars().take(2).collect();
        self.folder().join("media").join(shelf).join(id.as_str())
    }
}

pub(crate) fn note_asset(
    transaction: &Transaction,
    id: &AssetId,
    kind: PictureKind,
    bytes: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO asset (id, media_type, bytes, width, height, stored_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id.as_str(),
            kind.media_type,
            i64::try_from(bytes).unwrap_or(i64::MAX),
            kind.width,
            kind.height,
            to_millis(now)
        ])?;
    Ok(())
}

/// Flushes many things at the same time, so that the disk takes them in one go.
fn at_once<T: Sync>(things: &[T], flush: impl Fn(&T) -> Result<(), StoreError> + Sync) -> Result<(), StoreError> {
    let share = things.len().div_ceil(FLUSHES_AT_ONCE).max(FLUSHES_EACH);
    if things.len() <= share {
        return things.iter().try_for_each(flush);
    }
    std::thread::scope(|scope| {
        let flush = &flush;
        let running: Vec<_> =
            things.chunks(share).map(|things| scope.spawn(move || things.iter().try_for_each(flush))).collect();
        running.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(StoreError::File(std::io::Error::other("a flush broke off"))))
        })
    })
}

/// Makes a new name in a folder outlive a power cut. Windows writes folders through by itself.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_content() {
        let gif = b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
        assert_eq!(inspect_picture(gif), Ok(PictureKind { media_type: "image/gif", width: 2, height: 3 }));
        assert!(inspect_picture(b"<html>Sign in</html>").unwrap_err().contains("no picture"));
        assert!(inspect_picture(b"").is_err());
        let lying = b"GIF89a\x02\x00\x03\x00\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02D\x01\x00;";
        assert!(inspect_picture(lying).unwrap_err().contains("too large"));
    }

    #[test]
    fn files_that_come_together_are_each_kept_once_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let pictures: Vec<Vec<u8>> = (0..50u8).map(|number| vec![number % 40; 100]).collect();
        let staged: Vec<Staged> = pictures.iter().map(|file| library.stage_media(file).unwrap()).collect();
        assert!(!staged.iter().any(Staged::is_there), "nothing has its name before it is flushed");
        library.put_staged(&staged.iter().collect::<Vec<_>>()).unwrap();
        for (staged, file) in staged.iter().zip(&pictures) {
            assert_eq!(std::fs::read(library.media_path(staged.id())).unwrap(), *file);
        }
        // Whoever has to try again finds what is there already.
        library.put_staged(&staged.iter().collect::<Vec<_>>()).unwrap();
        drop(staged);
        assert_eq!(library.media_files().unwrap().len(), 40);
        library.put_staged(&[]).unwrap();
    }

    #[test]
    fn a_file_is_kept_once_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let first = library.put_media(b"picture").unwrap();
        let second = library.put_media(b"picture").unwrap();
        assert_eq!(first, second);
        assert_eq!(first.as_str(), blake3::hash(b"picture").to_hex().as_str());
        assert_eq!(std::fs::read(library.media_path(&first)).unwrap(), b"picture");
    }
}
