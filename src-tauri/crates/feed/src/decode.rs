//! Bytes to text: which encoding a page or a feed is in.
//!
//! A byte order mark, then the server, then the document say which; the first that the bytes bear out without an error
//! counts. Then UTF-8 if the bytes are; then windows-1252, which never fails.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document its own declaration is looked for, in bytes.
const PROLOGUE: usize = 4096;

/// Decodes a page or a feed.
///
/// `content_type` is the HTTP header as sent; its `charset` may be missing, quoted or wrong. Bytes that fit no declared
/// encoding are read as UTF-8 if they are, else as windows-1252. Never fails; a byte order mark is not part of the answer.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    decoded(bytes, content_type).into_owned()
}

/// The same, without copying what is UTF-8 already.
pub(crate) fn decoded<'bytes>(bytes: &'bytes [u8], content_type: Option<&str>) -> Cow<'bytes, str> {
    if let Some(text) = utf_32(bytes) {
        return Cow::Owned(text);
    }
    let (marked, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), bytes.get(length..).unwrap_or_default()),
        None => (None, bytes),
    };
    if let Some(encoding) = marked.filter(|encoding| *encoding != UTF_8) {
        return lossy(encoding, bytes);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return lossy(encoding, bytes);
    }
    // What begins with two characters of ASCII cannot be in UTF-16, whatever it says, nor a declaration that could be read.
    let is_single = matches!(bytes, [b'<' | b'{', second, ..] if second.is_ascii_graphic());
    let is_wide = |encoding: &&'static Encoding| *encoding == UTF_16BE || *encoding == UTF_16LE;
    let header = content_type.and_then(charset_of_header).filter(|encoding| !(is_single && is_wide(encoding)));
    let declared = declared_charset(bytes).filter(|encoding| !is_wide(encoding));
    // What calls itself Western but reads as UTF-8 is that: by chance no text in windows-1252 does.
    let western =
        |encoding: Option<&'static Encoding>| encoding.filter(|encoding| *encoding == WINDOWS_1252).map(|_| UTF_8);
    for encoding in [marked, western(header), header, western(declared), declared, Some(UTF_8)].into_iter().flatten() {
        if let Some(text) = strict(encoding, bytes) {
            return text;
        }
    }
    // Nothing fits without errors. A page that is nearly UTF-8 and says so has one broken character, not another encoding.
    match marked.or(header).or(declared) {
        Some(encoding) if encoding != UTF_8 => lossy(encoding, bytes),
        Some(_) if mostly_utf_8(bytes) => lossy(UTF_8, bytes),
        _ => lossy(WINDOWS_1252, bytes),
    }
}

/// UTF-32, which no browser reads any more, by its mark or by what XML and JSON start with.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let little = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [b'<' | b'{', 0, 0, 0, ..] => true,
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<' | b'{', ..] => false,
        _ => return None,
    };
    let codes = bytes.chunks_exact(4).map(|chunk| match chunk {
        [a, b, c, d] if little => u32::from_le_bytes([*a, *b, *c, *d]),
        [a, b, c, d] => u32::from_be_bytes([*a, *b, *c, *d]),
        _ => 0,
    });
    let text = codes.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(text.filter(|next| *next != '\u{feff}').collect())
}

fn strict<'bytes>(encoding: &'static Encoding, bytes: &'bytes [u8]) -> Option<Cow<'bytes, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

fn lossy<'bytes>(encoding: &'static Encoding, bytes: &'bytes [u8]) -> Cow<'bytes, str> {
    encoding.decode_without_bom_handling(bytes).0
}

/// Whether at most one character in five hundred bytes is broken.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    broken <= bytes.len() / 500
}

/// `<` followed or preceded by a zero byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        [b'<', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

fn charset_of_header(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, value) = lower.split_once("charset")?;
    label(value.trim_start().strip_prefix('=')?)
}

fn label(value: &str) -> Option<&'static Encoding> {
    let name: String = value
        .trim_start_matches(|next: char| next.is_whitespace() || next == '"' || next == '\'')
        .chars()
        .take_while(|next| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | ':' | '.'))
        .collect();
    Encoding::for_label(name.as_bytes()).or_else(|| {
        // Python's and Java's spellings.
        Encoding::for_label(name.replace('_', "-").as_bytes())
    })
}

/// The encoding in an XML declaration or a `meta` element.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PROLOGUE.min(bytes.len())).unwrap_or_default();
    let head = lossy(WINDOWS_1252, head).to_ascii_lowercase();
    let declaration = head
        .split_once("<?xml")
        .and_then(|(_, rest)| rest.split_once("?>"))
        .and_then(|(inside, _)| inside.split_once("encoding"))
        .and_then(|(_, rest)| label(rest.trim_start().strip_prefix('=')?));
    declaration.or_else(|| {
        head.split("<meta").skip(1).find_map(|rest| {
            let (inside, _) = rest.split_once('>')?;
            let (_, value) = inside.split_once("charset")?;
            label(value.trim_start().strip_prefix('=')?)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_then_the_header_then_the_document_then_utf_8() {
        assert_eq!(decode(b"\xef\xbb\xbfa", Some("text/xml; charset=iso-8859-1")), "a");
        assert_eq!(decode(b"\xfe\xff\0a\0b", None), "ab");
        assert_eq!(decode(b"<\0a\0>\0", None), "<a>");
        assert_eq!(decode(b"\xff\xfe\0\0<\0\0\0", None), "<");
        assert_eq!(decode(b"\0\0\0<\0\0\x20\xac", None), "<€");
        assert_eq!(decode(b"\xc4", Some("text/html; charset=\"koi8-r\"")), "\u{434}");
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='iso-8859-2'?>\xb1", None),
            "<?xml version='1.0' encoding='iso-8859-2'?>\u{105}"
        );
        assert_eq!(decode(b"<meta charset=shift_jis>\x82\xa0", None), "<meta charset=shift_jis>\u{3042}");
        assert_eq!(decode("grün".as_bytes(), Some("text/html")), "grün");
        assert_eq!(decode(b"gr\xfcn \x93x\x94", None), "grün \u{201c}x\u{201d}");
    }

    #[test]
    fn a_header_that_lies_yields_to_the_bytes() {
        assert_eq!(decode(b"gr\xfcn", Some("text/html; charset=utf-8")), "grün");
        let broken = [&b"gr\xc3\xbcn "[..], &b"x".repeat(900), b"\xff"].concat();
        assert!(decode(&broken, Some("text/html; charset=utf-8")).starts_with("grün x"));
        assert_eq!(decode(b"<rss>gr\xc3\xbcn</rss>", Some("text/xml; charset=utf-16")), "<rss>grün</rss>");
    }
}
