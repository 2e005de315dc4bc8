//! Content codings: what a server packed, unpacked by what the bytes are and not only by what the header says.
//!
//! Servers pack twice, pack unasked, say that they packed and did not, and name codings that do not exist. Nothing is
//! unpacked beyond the cap, so that a small answer can never fill the memory.

use std::io::Read;
use std::sync::{Mutex, PoisonError};

/// What we offer to unpack (RFC 9110, 12.5.3).
pub(crate) const ACCEPTED: &str = "gzip, br, zstd";

/// Layers that are unpacked at most.
const MOST_LAYERS: usize = 2;

/// How much the first guess of a decoded size is above the packed one.
const USUAL_RATIO: usize = 4;

/// Buffers that are kept for the next body. Allocating and freeing a few hundred kilobytes for every document leaves the
/// memory in pieces that nobody can use.
static SPARES: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// Buffers that are kept at most.
const MOST_SPARES: usize = 3;

/// Bytes of a buffer that is worth keeping.
const WORTH_KEEPING: std::ops::RangeInclusive<usize> = (64 << 10)..=(2 << 20);

/// An empty buffer.
fn spare() -> Vec<u8> {
    SPARES.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
}

/// Keeps a buffer for the next body.
pub(crate) fn keep(mut buffer: Vec<u8>) {
    let mut spares = SPARES.lock().unwrap_or_else(PoisonError::into_inner);
    if WORTH_KEEPING.contains(&buffer.capacity()) && spares.len() < MOST_SPARES {
        buffer.clear();
        spares.push(buffer);
    }
}

/// A body, unpacked as far as it goes.
#[derive(Debug, Default)]
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    /// There was more than the cap allows.
    pub(crate) too_large: bool,
    /// The packed bytes broke off or are damaged; what came before is here.
    pub(crate) broken: bool,
    /// How many times it was packed.
    pub(crate) layers: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstd,
}

/// Unpacks a body whose `Content-Encoding` is `named`, up to `most` bytes.
pub(crate) fn unpack(body: Vec<u8>, named: Option<&str>, most: usize) -> Unpacked {
    let unpacked = layers(&body, named, most).unwrap_or_else(|| Unpacked { bytes: body, ..Unpacked::default() });
    within(unpacked, most)
}

/// Unpacks a body of at most `usual` bytes; a larger one comes back as it was.
pub(crate) fn unpack_usual(body: Vec<u8>, named: Option<&str>, usual: usize) -> Result<Unpacked, Vec<u8>> {
    match layers(&body, named, usual) {
        Some(unpacked) if unpacked.too_large || unpacked.bytes.len() > usual => Err(body),
        Some(unpacked) => Ok(unpacked),
        None if body.len() > usual => Err(body),
        None => Ok(Unpacked { bytes: body, ..Unpacked::default() }),
    }
}

fn within(mut unpacked: Unpacked, most: usize) -> Unpacked {
    if unpacked.bytes.len() > most {
        unpacked.bytes.truncate(most);
        unpacked.too_large = true;
    }
    unpacked
}

/// What is in a body's layers; `None` where it has none.
fn layers(body: &[u8], named: Option<&str>, most: usize) -> Option<Unpacked> {
    let mut claimed: Vec<&str> = named.unwrap_or_default().split(',').map(str::trim).collect();
    claimed.retain(|name| !name.is_empty());
    let mut unpacked: Option<Unpacked> = None;
    for _ in 0..MOST_LAYERS {
        let packed = unpacked.as_ref().map_or(body, |outer| outer.bytes.as_slice());
        let Some(coding) = coding_of(packed, claimed.pop()) else { continue };
        let Some(inner) = unpack_layer(packed, coding, most) else { break };
        let (too_large, broken) = unpacked.as_ref().map_or((false, false), |outer| (outer.too_large, outer.broken));
        let layers = unpacked.as_ref().map_or(0, |outer| outer.layers) + 1;
        unpacked =
            Some(Unpacked { too_large: inner.too_large || too_large, broken: inner.broken || broken, layers, ..inner });
    }
    unpacked
}

/// Whether the outermost layer of a body is brotli, and no header only says so.
pub(crate) fn is_brotli(body: &[u8], named: Option<&str>) -> bool {
    let is_named = named.is_some_and(|named| named.trim().eq_ignore_ascii_case("br"));
    is_named && coding_of(body, Some("br")) == Some(Coding::Brotli)
}

/// The coding of a layer: the one that its first bytes show, else the one that the header names where nothing shows
/// against it. Brotli alone has no mark of its own.
fn coding_of(bytes: &[u8], claimed: Option<&str>) -> Option<Coding> {
    let claimed = claimed.map(str::to_ascii_lowercase);
    match (bytes, claimed.as_deref()) {
        ([0x1f, 0x8b, ..], _) => Some(Coding::Gzip),
        ([0x28, 0xb5, 0x2f, 0xfd, ..], _) => Some(Coding::Zstd),
        (bytes, Some("br")) if !looks_plain(bytes) => Some(Coding::Brotli),
        ([first, second, ..], Some("deflate")) if !looks_plain(bytes) => {
            let header = u16::from_be_bytes([*first, *second]);
            Some(if first & 0x0f == 8 && header % 31 == 0 { Coding::Zlib } else { Coding::Deflate })
        }
        _ => None,
    }
}

/// Whether a body begins as a document does, so that a header which says that it is packed is wrong.
fn looks_plain(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    match bytes.get(start..).unwrap_or_default() {
        [b'<', second, ..] => second.is_ascii_alphabetic() || matches!(second, b'?' | b'!'),
        [b'{', rest @ ..] => rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'"'),
        _ => false,
    }
}

/// `None` where nothing at all could be unpacked: then the bytes are no such coding.
fn unpack_layer(packed: &[u8], coding: Coding, most: usize) -> Option<Unpacked> {
    let guess = packed.len().saturating_mul(USUAL_RATIO).min(most).saturating_add(1);
    let mut unpacked = Unpacked { bytes: spare(), ..Unpacked::default() };
    unpacked.bytes.reserve(guess);
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let read = match coding {
        Coding::Gzip => members(packed, limit, &mut unpacked.bytes),
        Coding::Zlib => flate2::bufread::ZlibDecoder::new(packed).take(limit).read_to_end(&mut unpacked.bytes),
        Coding::Deflate => flate2::bufread::DeflateDecoder::new(packed).take(limit).read_to_end(&mut unpacked.bytes),
        Coding::Brotli => {
            brotli_decompressor::Decompressor::new(packed, 16 << 10).take(limit).read_to_end(&mut unpacked.bytes)
        }
        Coding::Zstd => zstd::stream::read::Decoder::with_buffer(packed)
            .and_then(|decoder| decoder.take(limit).read_to_end(&mut unpacked.bytes)),
    };
    unpacked.broken = read.is_err();
    if unpacked.broken && unpacked.bytes.is_empty() {
        return None;
    }
    if unpacked.bytes.len() > most {
        unpacked.bytes.truncate(most);
        unpacked.too_large = true;
    }
    Some(unpacked)
}

/// Reads the members of a gzip file one after the other (RFC 1952, 2.2). What stands behind a whole one and is none itself, such as
/// zeros that fill a block or what a cache wrote there, does not belong to the file.
fn members(mut packed: &[u8], limit: u64, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut all = 0;
    while all == 0 || packed.starts_with(&[0x1f, 0x8b]) {
        let mut decoder = flate2::bufread::GzDecoder::new(packed);
        let left = limit.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        all += (&mut decoder).take(left).read_to_end(bytes)?.max(1);
        if u64::try_from(bytes.len()).is_ok_and(|length| length >= limit) {
            break;
        }
        packed = decoder.into_inner();
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const PLAIN: &[u8] = b"<?xml version=\"1.0\"?><rss><channel><title>Packed</title></channel></rss>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bytes_are_read_by_what_they_are() {
        let deflated = {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(PLAIN).unwrap();
            encoder.finish().unwrap()
        };
        for (body, named) in [
            (PLAIN.to_vec(), None),
            (PLAIN.to_vec(), Some("gzip")),
            (PLAIN.to_vec(), Some("br")),
            (PLAIN.to_vec(), Some("utf-8")),
            (gzip(PLAIN), Some("gzip")),
            (gzip(PLAIN), Some("x-gzip")),
            (gzip(PLAIN), None),
            (gzip(&gzip(PLAIN)), Some("gzip")),
            (gzip(&gzip(PLAIN)), Some("gzip, gzip")),
            (zlib(PLAIN), Some("deflate")),
            (deflated, Some("deflate")),
            (zstd::encode_all(PLAIN, 1).unwrap(), Some("zstd")),
        ] {
            let unpacked = unpack(body, named, 1 << 20);
            assert_eq!(unpacked.bytes, PLAIN, "{named:?}");
            assert!(!unpacked.broken && !unpacked.too_large);
        }
    }

    #[test]
    fn what_stands_behind_a_whole_file_is_no_damage() {
        let two = [gzip(PLAIN), gzip(b"<!-- -->")].concat();
        assert_eq!(unpack(two.clone(), Some("gzip"), 1 << 20).bytes, [PLAIN, b"<!-- -->"].concat());
        for behind in [b"<!-- cached -->".as_slice(), &[0; 20], b"\n"] {
            let unpacked = unpack([&gzip(PLAIN), behind].concat(), Some("gzip"), 1 << 20);
            assert!(!unpacked.broken && unpacked.bytes == PLAIN, "{behind:?}");
            assert!(!unpack([&two, behind].concat(), Some("gzip"), 1 << 20).broken);
        }
        let cut = two.get(..two.len() - 4).unwrap().to_vec();
        assert!(unpack(cut, Some("gzip"), 1 << 20).broken, "a second member that breaks off is damage");
        assert_eq!(unpack(gzip(b""), Some("gzip"), 100).bytes, b"");
    }

    #[test]
    fn a_bomb_stops_at_the_cap() {
        let bomb = gzip(&gzip(&vec![b'x'; 8 << 20]));
        let unpacked = unpack(bomb, Some("gzip"), 1 << 20);
        assert!(unpacked.too_large);
        assert_eq!(unpacked.bytes.len(), 1 << 20);
        let zstd_bomb = zstd::encode_all(vec![0u8; 8 << 20].as_slice(), 1).unwrap();
        assert!(unpack(zstd_bomb, Some("zstd"), 1 << 20).too_large);
    }

    #[test]
    fn what_is_larger_than_usual_comes_back_as_it_was() {
        let large = gzip(&vec![b'x'; 1 << 20]);
        assert_eq!(unpack_usual(large.clone(), Some("gzip"), 1 << 19).unwrap_err(), large);
        assert_eq!(unpack_usual(PLAIN.to_vec(), None, PLAIN.len() - 1).unwrap_err(), PLAIN);
        for body in [PLAIN.to_vec(), gzip(PLAIN)] {
            assert_eq!(unpack_usual(body, Some("gzip"), PLAIN.len()).unwrap().bytes, PLAIN);
        }
    }

    #[test]
    fn brotli_is_what_is_packed_so_and_not_what_says_so() {
        let brotli = [0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];
        assert_eq!(unpack(brotli.to_vec(), Some("br"), 100).bytes, b"hello");
        assert!(is_brotli(&brotli, Some(" BR")) && !is_brotli(&brotli, None) && !is_brotli(&brotli, Some("br, gzip")));
        for other in [gzip(PLAIN), PLAIN.to_vec()] {
            assert!(!is_brotli(&other, Some("br")));
        }
        assert_eq!(unpack(gzip(&gzip(PLAIN)), Some("gzip"), 1 << 20).layers, 2);
        assert_eq!((unpack(gzip(PLAIN), None, 1 << 20).layers, unpack(PLAIN.to_vec(), None, 1 << 20).layers), (1, 0));
    }

    #[test]
    fn what_came_before_a_break_is_kept() {
        let long: Vec<u8> = (0..200_000u32).flat_map(|number| number.to_le_bytes()).collect();
        let packed = gzip(&long);
        let unpacked = unpack(packed[..packed.len() / 2].to_vec(), Some("gzip"), 1 << 20);
        assert!(unpacked.broken);
        assert!(unpacked.bytes.len() > 1000 && long.starts_with(&unpacked.bytes));
    }
}
