//! The pages of a library's file, read without SQLite, which gives up where a page is damaged
//! (<https://sqlite.org/fileformat2.html>). What stands in the write-ahead file and was committed comes before the file itself.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use fs_err as fs;

use crate::error::StoreError;
use crate::library::PAGE_BYTES;

const MAGIC: &[u8] = b"SQLite format 3\0";

/// Bytes before the first page's own header.
pub(super) const FILE_HEADER: usize = 100;

/// Sizes that a page may have where the file does not say: ours first.
const SIZES: &[usize] = &[PAGE_BYTES as usize, 4096, 8192, 32768, 65536, 2048, 1024, 512];

/// Pages that are looked at to find their size.
const LOOKED_AT: u64 = 2_000;

pub(super) struct Pages {
    file: fs::File,
    log: Option<fs::File>,
    /// Where in the write-ahead file the newest content of a page stands.
    newer: HashMap<u32, u64>,
    size: usize,
    /// Bytes of a page that hold content.
    usable: usize,
    count: u32,
    head: Option<Head>,
    /// Bytes of rows that are still read: a damaged file may name the same ones again and again.
    left: Cell<usize>,
}

/// What the file says of itself.
#[derive(Clone, Copy)]
struct Head {
    format: i64,
    free_list: u32,
}

impl Pages {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut file = fs::File::open(path)?;
        let bytes = file.metadata()?.len();
        let mut header = [0; FILE_HEADER];
        let is_whole = file.read_exact(&mut header).is_ok() && header.starts_with(MAGIC);
        let said = usize::from(u16_at(&header, 16).unwrap_or_default());
        let said = if said == 1 { 65536 } else { said };
        let is_size = is_whole && said >= 512 && said.is_power_of_two();
        let size = if is_size { said } else { guessed(&mut file, bytes)? };
        let reserved = if is_size { header.get(20).copied().map_or(0, usize::from) } else { 0 };
        let head = is_size.then(|| Head {
            format: u32_at(&header, 60).map_or(0, i64::from),
            free_list: u32_at(&header, 32).unwrap_or_default(),
        });
        let mut pages = Self {
            file,
            log: None,
            newer: HashMap::new(),
            size,
            usable: size.saturating_sub(reserved).max(480),
            count: u32::try_from(bytes.div_ceil(size as u64)).unwrap_or(u32::MAX),
            head,
            left: Cell::new(usize::try_from(bytes).unwrap_or(usize::MAX)),
        };
        let log = path.with_file_name("library.db-wal");
        if log.is_file() {
            pages.overlay(fs::File::open(log)?)?;
        }
        // The newest header stands in the log, where there is one.
        if !pages.newer.is_empty()
            && let Some(first) = pages.get(1)
            && first.starts_with(MAGIC)
        {
            pages.head = Some(Head {
                format: u32_at(&first, 60).map_or(0, i64::from),
                free_list: u32_at(&first, 32).unwrap_or_default(),
            });
        }
        Ok(pages)
    }

    /// The library's format, where the file still says it.
    pub(super) fn format(&self) -> Option<i64> {
        self.head.map(|head| head.format)
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn usable(&self) -> usize {
        self.usable
    }

    /// Answers whether so many bytes of rows may still be read: each of the file's twice, to know a row and to take it.
    pub(super) fn spend(&self, bytes: usize) -> bool {
        let left = self.left.get().checked_sub(bytes / 2);
        self.left.set(left.unwrap_or_default());
        left.is_some()
    }

    /// The content of a page, whose numbers begin with 1. The last one of a file that was cut short ends with zeros.
    pub(super) fn get(&self, number: u32) -> Option<Vec<u8>> {
        if number == 0 || number > self.count {
            return None;
        }
        let mut page = vec![0; self.size];
        if let (Some(at), Some(log)) = (self.newer.get(&number), &self.log) {
            read_at(log, *at, &mut page)?;
        } else {
            read_at(&self.file, u64::from(number - 1) * self.size as u64, &mut page)?;
        }
        Some(page)
    }

    /// The pages that hold nothing any more, as far as the list of them can be read.
    pub(super) fn free(&self) -> Vec<u32> {
        let mut free = Vec::new();
        let mut trunk = self.head.map_or(0, |head| head.free_list);
        // A list that leads in a circle ends when it has named every page.
        while trunk != 0 && u32::try_from(free.len()).unwrap_or(u32::MAX) <= self.count {
            let Some(page) = self.get(trunk) else { break };
            free.push(trunk);
            let leaves = u32_at(&page, 4).unwrap_or_default() as usize;
            if leaves > self.usable / 4 {
                break;
            }
            free.extend((0..leaves).filter_map(|leaf| u32_at(&page, 8 + 4 * leaf)));
            trunk = u32_at(&page, 0).unwrap_or_default();
        }
        free
    }

    /// Finds what the write-ahead file holds (section 4 of the file format): frames up to the last commit whose checksums hold.
    fn overlay(&mut self, mut log: fs::File) -> Result<(), StoreError> {
        let mut header = [0; 32];
        if log.read_exact(&mut header).is_err() {
            return Ok(());
        }
        let magic = u32_at(&header, 0).unwrap_or_default();
        let is_ours = magic & !1 == 0x377f_0682 && u32_at(&header, 8).map(|size| size as usize) == Some(self.size);
        let is_big = magic & 1 == 1;
        let mut sum = checksum((0, 0), header.get(..24).unwrap_or_default(), is_big);
        if !is_ours || Some(sum.0) != u32_at(&header, 24) || Some(sum.1) != u32_at(&header, 28) {
            return Ok(());
        }
        let salts = header.get(16..24).map(<[u8]>::to_vec);
        let mut frame = vec![0; 24 + self.size];
        let (mut at, mut open, mut committed) = (32_u64, Vec::new(), 0);
        while log.read_exact(&mut frame).is_ok() {
            let (head, content) = frame.split_at(24);
            sum = checksum(sum, head.get(..8).unwrap_or_default(), is_big);
            sum = checksum(sum, content, is_big);
            let is_whole = head.get(8..16) == salts.as_deref()
                && Some(sum.0) == u32_at(head, 16)
                && Some(sum.1) == u32_at(head, 20);
            if !is_whole {
                break;
            }
            open.push((u32_at(head, 0).unwrap_or_default(), at + 24));
            if let Some(pages) = u32_at(head, 4).filter(|pages| *pages > 0) {
                self.newer.extend(open.drain(..));
                committed = pages;
            }
            at += frame.len() as u64;
        }
        // A file ends where it ends, whatever it says.
        let frames = u32::try_from(at / frame.len() as u64).unwrap_or(u32::MAX);
        self.count = if committed > 0 { committed.min(self.count.saturating_add(frames)) } else { self.count };
        self.left.set(usize::try_from(at).unwrap_or(usize::MAX).saturating_add(self.left.get()));
        self.log = Some(log);
        Ok(())
    }
}

/// The checksum of a write-ahead file: pairs of words, added up crosswise.
fn checksum(mut sum: (u32, u32), bytes: &[u8], is_big: bool) -> (u32, u32) {
    let word = |bytes: [u8; 4]| if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
    for [a, b, c, d, e, f, g, h] in bytes.as_chunks::<8>().0 {
        sum.0 = sum.0.wrapping_add(word([*a, *b, *c, *d])).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(word([*e, *f, *g, *h])).wrapping_add(sum.0);
    }
    sum
}

/// The size with which most of the file reads as pages of trees.
fn guessed(file: &mut fs::File, bytes: u64) -> Result<usize, StoreError> {
    let mut best = (0.0, PAGE_BYTES as usize);
    for size in SIZES {
        let pages = (bytes / *size as u64).min(LOOKED_AT);
        let mut page = vec![0; *size];
        let mut fit = 0_u32;
        file.seek(SeekFrom::Start(*size as u64))?;
        for _ in 1..pages {
            if file.read_exact(&mut page).is_err() {
                break;
            }
            fit += u32::from(is_of_a_tree(&page));
        }
        let share = f64::from(fit) / (pages.max(1) as f64);
        if share > best.0 {
            best = (share, *size);
        }
    }
    Ok(best.1)
}

/// Whether a page of this size has cells within itself. They are laid down from its end on, so that one that seems to have none
/// in its second half is longer than it should be.
fn is_of_a_tree(page: &[u8]) -> bool {
    let Some(kind @ (2 | 5 | 10 | 13)) = page.first().copied() else { return false };
    let head = if kind < 10 { 12 } else { 8 };
    let count = usize::from(u16_at(page, 3).unwrap_or_default());
    let mut cells = (0..count).map(|cell| u16_at(page, head + 2 * cell).map_or(usize::MAX, usize::from));
    let last = cells.try_fold(0, |last, at| (at >= head + 2 * count && at < page.len()).then_some(last.max(at)));
    last.is_some_and(|last| last >= page.len() / 2)
}

fn read_at(mut file: &fs::File, at: u64, page: &mut [u8]) -> Option<()> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut read = 0;
    while read < page.len() {
        match file.read(page.get_mut(read..)?) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    (read > 0).then_some(())
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.first_chunk().map(|pair| u16::from_be_bytes(*pair))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}
