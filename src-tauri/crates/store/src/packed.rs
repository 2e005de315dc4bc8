//! Texts as the library holds them: HTML and plain text of a version in one piece, compressed.
//!
//! A packed text begins with how it was packed: [`PLAIN`] for as it is, [`ZSTD`] for a Zstandard frame (RFC 8878), perhaps with
//! one of the library's dictionaries, which the frame names. What is packed are the bytes of the HTML, their number before them
//! (32 bits, little-endian), and those of the plain text. [`BROTLI`] stands before a page as its server packed it (RFC 7932):
//! the bytes of the HTML alone. [`LZ4`] stands before a text that waited to be cleaned in an older library: an LZ4 block, its
//! length unpacked before it (32 bits, little-endian). [`PARTS`] stands before a frame whose content begins with a byte that says what it holds: with
//! [`HEAD`], headline and standfirst, each with a zero byte behind it; with [`GIVEN`], the HTML alone, where the plain text is just
//! what [`plain_text`] makes of it.
//!
//! **Invariant:** a dictionary is in the library before the first text that was packed with it, and never leaves it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use brotli::enc::BrotliEncoderParams;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use zstd::zstd_safe::{self, CCtx, CDict, DCtx, DDict};

use crate::dictionary;
use crate::error::StoreError;
use crate::pack_error::PackError;
use crate::plain_text::plain_text;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
const BROTLI: u8 = 2;
const PARTS: u8 = 3;
const LZ4: u8 = 4;

/// Headline and standfirst stand in front.
const HEAD: u8 = 1;
/// There is a standfirst.
const STANDFIRST: u8 = 2;
/// The plain text is what the HTML gives.
const GIVEN: u8 = 4;

/// What packing with a dictionary costs a processor and saves a disk: beyond this level it saves little.
const LEVEL: i32 = 3;

/// The level for what is packed once more before long, while there is no dictionary.
const PASSING_LEVEL: i32 = 1;

/// The level for what waits to be cleaned: a third of what LZ4 costs for texts of a few kilobytes, and
/// about a tenth larger.
const WAITING_LEVEL: i32 = -5;

/// The level for what is packed in quiet time, once: about two milliseconds a text, for a ninth less.
const SMALLEST_LEVEL: i32 = 19;

/// The level for whole pages.
const PAGE_LEVEL: i32 = 7;

/// Bytes of a page from which on the last tenth is not worth its time.
const LARGE_PAGE: usize = 2 << 20;

/// Bytes under which packing saves nothing.
const SMALL: usize = 160;

/// Bytes of a brotli stream that are read at once.
const BROTLI_BUFFER: usize = 16 << 10;

/// Most bytes of one text; a frame that claims more is damaged.
const MOST_BYTES: u64 = 256 << 20;

/// Bytes of such a place that a thread keeps.
const KEPT_FRAME: usize = 256 << 10;

thread_local! {
    // Making these costs more than packing a text with them.
    static COMPRESSOR: RefCell<CCtx<'static>> = RefCell::new(CCtx::create());
    static DECOMPRESSOR: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
    // Where a frame is written before it is known how long it is.
    static FRAME: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// HTML and plain text of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) html: String,
    pub(crate) body: String,
    /// Where they stand with the text and not in their columns.
    pub(crate) head: Option<Head>,
}

/// Headline and standfirst of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) headline: String,
    pub(crate) standfirst: Option<String>,
}

/// What texts are packed with in quiet time.
pub(crate) struct Smallest(Option<CDict<'static>>);

/// A whole page, packed as the library holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedPage(pub(crate) Vec<u8>);

impl PackedPage {
    /// Packs a page, which is large enough to do without a dictionary and is packed once for years. Takes a processor about two
    /// milliseconds for a page of a hundred kilobytes.
    #[must_use]
    pub fn of(html: &str) -> Self {
        let plain = plain(html, "");
        let content = plain.get(1..).unwrap_or_default();
        Self(compressed(ZSTD, content, |context, frame| context.compress(frame, content, PAGE_LEVEL)).unwrap_or(plain))
    }

    /// Packs a page as small as it gets, which takes a processor about a second for a megabyte; a page so large that it would
    /// take long is packed less. `None` where it does not come out of it as it was.
    #[must_use]
    pub(crate) fn smallest(html: &str) -> Option<Self> {
        let quality = if html.len() > LARGE_PAGE { 9 } else { 11 };
        let parameters = BrotliEncoderParams { quality, size_hint: html.len(), ..BrotliEncoderParams::default() };
        let mut packed = vec![BROTLI];
        brotli::BrotliCompress(&mut html.as_bytes(), &mut packed, &parameters).ok()?;
        packed.shrink_to_fit();
        page_of(packed.get(1..)?).is_ok_and(|page| page == html).then_some(Self(packed))
    }

    /// A page as its server packed it, which costs nothing; `stream` must unpack to the bytes of the page in UTF-8.
    #[must_use]
    pub fn of_brotli(stream: &[u8]) -> Self {
        Self([&[BROTLI], stream].concat())
    }
}

/// A dictionary that makes small texts smaller.
struct Dictionary {
    encoder: CDict<'static>,
    decoder: DDict<'static>,
}

/// The dictionaries of a library, as far as they were needed.
#[derive(Clone)]
pub(crate) struct Dictionaries {
    library: PathBuf,
    known: Arc<RwLock<BTreeMap<u32, Arc<Dictionary>>>>,
    newest: Arc<RwLock<Option<u32>>>,
}

impl Dictionaries {
    pub(crate) fn new(library: &Path) -> Self {
        Self { library: library.to_owned(), known: Arc::default(), newest: Arc::default() }
    }

    /// Takes up the newest dictionary that the library holds; new texts are packed with it.
    pub(crate) fn take_up_newest(&self, connection: &Connection) -> Result<(), StoreError> {
        let newest: Option<(u32, Vec<u8>)> = connection
            .query_row("SELECT id, bytes FROM dictionary ORDER BY trained_at DESC, id DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if let Some((id, held)) = newest {
            let Some(bytes) = self.copy(id).or_else(|| dictionary::unpacked(id, &held)) else { return Ok(()) };
            self.add(id, &bytes);
            *self.newest.write().unwrap_or_else(PoisonError::into_inner) = Some(id);
        }
        Ok(())
    }

    /// Makes a dictionary known that is in the library.
    pub(crate) fn add(&self, id: u32, bytes: &[u8]) {
        // Bytes that only begin like a dictionary give none.
        let (Some(encoder), Some(decoder)) = (CDict::try_create(bytes, LEVEL), DDict::try_create(bytes)) else {
            return;
        };
        let dictionary = Dictionary { encoder, decoder };
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::new(dictionary));
    }

    /// Whether new texts are packed with a dictionary.
    pub(crate) fn has_any(&self) -> bool {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn newest(&self) -> Option<Arc<Dictionary>> {
        let id = (*self.newest.read().unwrap_or_else(PoisonError::into_inner))?;
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn of(&self, id: u32) -> Option<Arc<Dictionary>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        known.or_else(|| {
            // Another program may have trained it since.
            self.add(id, &self.bytes(id)?);
            self.known.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
        })
    }

    /// A dictionary: its copy, which bears a hash, else the library's own.
    fn bytes(&self, id: u32) -> Option<Vec<u8>> {
        self.copy(id).or_else(|| dictionary::unpacked(id, &self.held(id).ok()??))
    }

    fn copy(&self, id: u32) -> Option<Vec<u8>> {
        dictionary::copy_of(self.library.parent()?, id)
    }

    fn held(&self, id: u32) -> Result<Option<Vec<u8>>, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.library, flags)?;
        connection.query_row("SELECT bytes FROM dictionary WHERE id = ?1", [id], |row| row.get(0)).optional()
    }

    /// Packs a text, with the newest dictionary where there is one.
    pub(crate) fn pack(&self, html: &str, body: &str) -> Vec<u8> {
        if html.len() + body.len() + 5 < SMALL {
            return plain(html, body);
        }
        if plain_text(html) == body {
            return self.pack_given(html);
        }
        let plain = plain(html, body);
        let packed = self.packed(ZSTD, plain.get(1..).unwrap_or_default());
        packed.filter(|packed| packed.len() < plain.len()).unwrap_or(plain)
    }

    /// Packs a text whose plain text is what [`plain_text`] makes of it.
    pub(crate) fn pack_given(&self, html: &str) -> Vec<u8> {
        let content = [&[GIVEN], html.as_bytes()].concat();
        let packed = if html.len() < SMALL { None } else { self.packed(PARTS, &content) };
        packed.unwrap_or_else(|| plain(html, &plain_text(html)))
    }

    /// A frame behind its mark.
    fn packed(&self, mark: u8, content: &[u8]) -> Option<Vec<u8>> {
        let dictionary = self.newest();
        compressed(mark, content, |context, frame| match &dictionary {
            Some(dictionary) => context.compress_using_cdict(frame, content, &dictionary.encoder),
            None => context.compress(frame, content, PASSING_LEVEL),
        })
    }

    /// What texts are packed with in quiet time, by the newest dictionary where there is one.
    pub(crate) fn smallest(&self) -> Smallest {
        let newest = *self.newest.read().unwrap_or_else(PoisonError::into_inner);
        let bytes = newest.and_then(|id| self.bytes(id));
        Smallest(bytes.and_then(|bytes| CDict::try_create(&bytes, SMALLEST_LEVEL)))
    }

    /// Packs a text with its headline and standfirst as small as it gets; `None` where that saves nothing.
    pub(crate) fn pack_smallest(with: &Smallest, head: &Head, html: &str, body: &str) -> Option<Vec<u8>> {
        let standfirst = head.standfirst.as_deref();
        if head.headline.contains('\0') || standfirst.is_some_and(|text| text.contains('\0')) {
            return None;
        }
        let mut content = vec![HEAD | if standfirst.is_some() { STANDFIRST } else { 0 }];
        for part in [Some(head.headline.as_str()), standfirst].into_iter().flatten() {
            content.extend(part.as_bytes());
            content.push(0);
        }
        if plain_text(html) == body {
            if let Some(flags) = content.first_mut() {
                *flags |= GIVEN;
            }
            content.extend(html.as_bytes());
        } else {
            content.extend(plain(html, body).get(1..).unwrap_or_default());
        }
        compressed(PARTS, &content, |context, frame| match &with.0 {
            Some(dictionary) => context.compress_using_cdict(frame, &content, dictionary),
            None => context.compress(frame, &content, SMALLEST_LEVEL),
        })
    }

    /// Packs a text as a feed gave it, until it was cleaned: quickly, since that is not for long.
    pub(crate) fn pack_waiting(html: &str) -> Vec<u8> {
        let plain = plain(html, "");
        if plain.len() < SMALL {
            return plain;
        }
        let content = plain.get(1..).unwrap_or_default();
        let packed = compressed(ZSTD, content, |context, frame| context.compress(frame, content, WAITING_LEVEL));
        packed.filter(|packed| packed.len() < plain.len()).unwrap_or(plain)
    }

    /// Unpacks a text; an empty one is empty.
    pub(crate) fn unpack(&self, packed: &[u8]) -> Result<Texts, PackError> {
        match packed.split_first() {
            Some((&PARTS, frame)) => parts(&self.decompress(frame)?),
            Some((&BROTLI, stream)) => Ok(Texts { html: page_of(stream)?, ..Texts::default() }),
            _ => {
                let content = self.content(packed)?;
                let (html, body) = split(&content)?;
                Ok(Texts { html: text(html)?.to_owned(), body: text(body)?.to_owned(), head: None })
            }
        }
    }

    /// The plain text alone.
    pub(crate) fn body(&self, packed: &[u8]) -> Result<String, PackError> {
        match packed.split_first() {
            Some((&PARTS, frame)) => {
                let content = self.decompress(frame)?;
                match given_html(&content) {
                    Some(html) => Ok(plain_text(text(html)?)),
                    None => Ok(parts(&content)?.body),
                }
            }
            Some((&BROTLI, _)) => Ok(String::new()),
            _ => {
                let content = self.content(packed)?;
                Ok(text(split(&content)?.1)?.to_owned())
            }
        }
    }

    /// What was packed as HTML and plain text.
    fn content<'a>(&self, packed: &'a [u8]) -> Result<Cow<'a, [u8]>, PackError> {
        match packed.split_first() {
            None => Ok(Cow::Borrowed(&[0; 4])),
            Some((&PLAIN, content)) => Ok(Cow::Borrowed(content)),
            Some((&ZSTD, frame)) => Ok(Cow::Owned(self.decompress(frame)?)),
            Some((&LZ4, block)) => {
                let (size, block) = lz4_flex::block::uncompressed_size(block).map_err(|_| PackError::Damaged)?;
                // A block says more than 255 times its own length of nothing.
                let is_possible = size as u64 <= MOST_BYTES && size / 256 <= block.len();
                if !is_possible {
                    return Err(PackError::Damaged);
                }
                Ok(Cow::Owned(lz4_flex::block::decompress(block, size).map_err(|_| PackError::Damaged)?))
            }
            Some(_) => Err(PackError::Damaged),
        }
    }

    fn decompress(&self, frame: &[u8]) -> Result<Vec<u8>, PackError> {
        let size = zstd_safe::get_frame_content_size(frame).ok().flatten().ok_or(PackError::Damaged)?;
        let size = usize::try_from(size).ok().filter(|_| size <= MOST_BYTES).ok_or(PackError::Damaged)?;
        let dictionary = match zstd_safe::get_dict_id_from_frame(frame) {
            Some(id) => Some(self.of(id.get()).ok_or(PackError::NoDictionary(id.get()))?),
            None => None,
        };
        let mut content = Vec::with_capacity(size);
        let unpacked = DECOMPRESSOR.with_borrow_mut(|context| match &dictionary {
            Some(dictionary) => context.decompress_using_ddict(&mut content, frame, &dictionary.decoder),
            None => context.decompress(&mut content, frame),
        });
        unpacked.map_err(|_| PackError::Damaged)?;
        Ok(content)
    }
}

/// A frame of Zstandard behind its mark.
fn compressed(
    mark: u8,
    content: &[u8],
    compress: impl FnOnce(&mut CCtx<'static>, &mut Vec<u8>) -> zstd_safe::SafeResult,
) -> Option<Vec<u8>> {
    FRAME.with_borrow_mut(|frame| {
        frame.clear();
        frame.reserve(zstd_safe::compress_bound(content.len()));
        COMPRESSOR.with_borrow_mut(|context| compress(context, frame)).ok()?;
        let mut packed = Vec::with_capacity(frame.len() + 1);
        packed.push(mark);
        packed.extend_from_slice(frame);
        if frame.capacity() > KEPT_FRAME {
            *frame = Vec::new();
        }
        Some(packed)
    })
}

/// A text as it is.
fn plain(html: &str, body: &str) -> Vec<u8> {
    let mut packed = Vec::with_capacity(html.len() + body.len() + 5);
    packed.push(PLAIN);
    packed.extend(u32::try_from(html.len()).unwrap_or(u32::MAX).to_le_bytes());
    packed.extend(html.as_bytes());
    packed.extend(body.as_bytes());
    packed
}

/// The HTML, where there is nothing beside it.
fn given_html(content: &[u8]) -> Option<&[u8]> {
    content.split_first().filter(|(flags, _)| **flags == GIVEN).map(|(_, html)| html)
}

fn parts(content: &[u8]) -> Result<Texts, PackError> {
    let (flags, mut rest) = content.split_first().ok_or(PackError::Damaged)?;
    let mut next = || {
        let end = rest.iter().position(|byte| *byte == 0).ok_or(PackError::Damaged)?;
        let (part, behind) = rest.split_at_checked(end).ok_or(PackError::Damaged)?;
        rest = behind.get(1..).unwrap_or_default();
        String::from_utf8(part.to_vec()).map_err(|_| PackError::Damaged)
    };
    let head = if flags & HEAD == 0 {
        None
    } else {
        let headline = next()?;
        Some(Head { headline, standfirst: if flags & STANDFIRST == 0 { None } else { Some(next()?) } })
    };
    if flags & GIVEN == 0 {
        let (html, body) = split(rest)?;
        return Ok(Texts { html: text(html)?.to_owned(), body: text(body)?.to_owned(), head });
    }
    let html = text(rest)?.to_owned();
    Ok(Texts { body: plain_text(&html), html, head })
}

/// The bytes of the HTML and those of the plain text.
fn split(content: &[u8]) -> Result<(&[u8], &[u8]), PackError> {
    let (length, rest) = content.split_first_chunk::<4>().ok_or(PackError::Damaged)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| PackError::Damaged)?;
    rest.split_at_checked(length).ok_or(PackError::Damaged)
}

fn text(bytes: &[u8]) -> Result<&str, PackError> {
    std::str::from_utf8(bytes).map_err(|_| PackError::Damaged)
}

fn page_of(stream: &[u8]) -> Result<String, PackError> {
    let mut page = String::new();
    let mut unpacked = brotli_decompressor::Decompressor::new(stream, BROTLI_BUFFER).take(MOST_BYTES);
    unpacked.read_to_string(&mut page).map_err(|_| PackError::Damaged)?;
    Ok(page)
}

/// A number that changes with every bit of a packed text: the first 64 bits of its BLAKE3.
pub(crate) fn seal(packed: &[u8]) -> i64 {
    let hash = blake3::hash(packed);
    hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| i64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again() {
        let dictionaries = Dictionaries::new(Path::new("nowhere"));
        let long = "<p>The ferry left at noon.</p>".repeat(40);
        for (html, body) in [("", ""), ("<p>a</p>", "a"), (long.as_str(), "The ferry\0 left."), ("", long.as_str())] {
            let packed = dictionaries.pack(html, body);
            let texts = Texts { html: html.to_owned(), body: body.to_owned(), head: None };
            assert_eq!(dictionaries.unpack(&packed).unwrap(), texts);
            for standfirst in [None, Some(String::new()), Some("A standfirst".to_owned())] {
                let head = Head { headline: "Die Fähre".to_owned(), standfirst };
                let smallest = Dictionaries::pack_smallest(&Smallest(None), &head, html, body).unwrap();
                assert_eq!(dictionaries.unpack(&smallest).unwrap(), Texts { head: Some(head), ..texts.clone() });
            }
            assert_eq!(dictionaries.unpack(&plain(html, body)).unwrap().html, html);
            let waiting = Dictionaries::pack_waiting(html);
            assert_eq!(dictionaries.unpack(&waiting).unwrap(), Texts { html: html.to_owned(), ..Texts::default() });
        }
        assert!(dictionaries.pack(&long, &long).len() < 200);
        let head = Head { headline: "a\0b".to_owned(), standfirst: None };
        assert!(Dictionaries::pack_smallest(&Smallest(None), &head, &long, "").is_none(), "it could not be read back");
    }

    #[test]
    fn a_plain_text_that_the_html_gives_takes_no_room() {
        let dictionaries = Dictionaries::new(Path::new("nowhere"));
        let html: String =
            (0..60).map(|line| format!("<p>Line {} of {} &amp; more</p>", line * 7919, line * 31)).collect();
        let body = plain_text(&html);
        let packed = dictionaries.pack(&html, &body);
        assert_eq!(dictionaries.unpack(&packed).unwrap(), Texts { html: html.clone(), body: body.clone(), head: None });
        let other = dictionaries.pack(&html, &body.replace("more", "most"));
        assert!(packed.len() < other.len());
        assert_eq!(dictionaries.unpack(&other).unwrap().body, body.replace("more", "most"));
    }

    #[test]
    fn a_page_stays_as_its_server_packed_it() {
        let dictionaries = Dictionaries::new(Path::new("nowhere"));
        let page = "<!doctype html><p>Die Fähre legte um zwölf ab.</p>".repeat(40);
        let mut stream = Vec::new();
        brotli::BrotliCompress(&mut page.as_bytes(), &mut stream, &BrotliEncoderParams::default()).unwrap();
        let PackedPage(packed) = PackedPage::of_brotli(&stream);
        assert_eq!(packed[1..], stream);
        assert_eq!(dictionaries.unpack(&packed).unwrap().html, page);
        assert_eq!(dictionaries.unpack(&PackedPage::of(&page).0).unwrap().html, page);
        assert_eq!(dictionaries.unpack(&PackedPage::smallest(&page).unwrap().0).unwrap().html, page);
        for length in 1..packed.len() {
            assert!(dictionaries.unpack(&packed[..length]).is_err(), "{length} bytes of it");
        }
    }

    #[test]
    fn damage_is_told_and_nothing_panics() {
        let dictionaries = Dictionaries::new(Path::new("nowhere"));
        let packed = dictionaries.pack(&"<p>The ferry left at noon.</p>".repeat(40), "The ferry left at noon.");
        for length in 1..packed.len() {
            assert!(dictionaries.unpack(&packed[..length]).is_err());
        }
        let head = Head { headline: "The ferry".to_owned(), standfirst: Some("It left.".to_owned()) };
        let packed =
            Dictionaries::pack_smallest(&Smallest(None), &head, "<p>The ferry left at noon.</p>", "x").unwrap();
        for length in 1..packed.len() {
            assert!(dictionaries.unpack(&packed[..length]).is_err());
        }
        assert!(parts(&[]).is_err() && parts(&[HEAD, b'a']).is_err() && parts(&[HEAD | STANDFIRST, b'a', 0]).is_err());
        assert!(dictionaries.unpack(&[9, 9]).is_err());
        assert!(dictionaries.unpack(&[PLAIN, 255, 255, 255, 255, 1]).is_err());
        let html = "<p>The ferry left at noon.</p>".repeat(40);
        let block = lz4_flex::block::compress_prepend_size(&plain(&html, "")[1..]);
        let older = [&[LZ4], &block[..]].concat();
        assert_eq!(dictionaries.unpack(&older).unwrap().html, html);
        for length in 1..older.len() {
            assert!(dictionaries.unpack(&older[..length]).is_err());
        }
        assert!(dictionaries.unpack(&[LZ4, 255, 255, 255, 15, 1]).is_err());
    }
}
