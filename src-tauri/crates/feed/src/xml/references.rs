//! Character and entity references to characters: XML's five, HTML's two thousand, and those of the document itself.

use std::borrow::Cow;

use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr;

use super::entities::Entities;

/// Longest name of a reference that is looked for, in bytes; HTML's longest has 31.
const LONGEST: usize = 40;

/// `raw` with its references resolved, `entities` being the document's own. What is no reference stays as written.
pub(crate) fn resolve<'t>(raw: &'t str, entities: Option<&Entities>) -> Cow<'t, str> {
    let Some(first) = memchr(b'&', raw.as_bytes()) else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    let (before, mut rest) = raw.split_at_checked(first).unwrap_or((raw, ""));
    out.push_str(before);
    while let Some(after) = rest.strip_prefix('&') {
        rest = push_one(&mut out, after, entities);
        let next = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at_checked(next).unwrap_or((rest, ""));
        out.push_str(text);
        rest = tail;
    }
    Cow::Owned(out)
}

/// Appends what the reference stands for whose `&` stood before `after`; returns what follows it.
fn push_one<'t>(out: &mut String, after: &'t str, entities: Option<&Entities>) -> &'t str {
    let may_be = |next: &u8| next.is_ascii_alphanumeric() || matches!(next, b'#' | b'_') || *next >= 0x80;
    if !after.as_bytes().first().is_some_and(may_be) {
        out.push('&');
        return after;
    }
    for (name, character) in [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"'), ("apos;", '\'')] {
        if let Some(rest) = after.strip_prefix(name) {
            out.push(character);
            return rest;
        }
    }
    if let Some(number) = after.strip_prefix('#') {
        if let Some((character, rest)) = numeric(number) {
            out.push(character);
            return rest;
        }
        out.push('&');
        return after;
    }
    if let Some((name, rest)) = name_of(after) {
        if let Some(value) = entities.and_then(|entities| entities.value(name)) {
            out.push_str(value);
            return rest;
        }
        if push_named(out, name) {
            return rest;
        }
    }
    out.push('&');
    after
}

/// The name up to the `;` that ends a reference, and what follows.
fn name_of(after: &str) -> Option<(&str, &str)> {
    let head = after.as_bytes().get(..LONGEST.min(after.len()))?;
    let end = memchr(b';', head)?;
    let (name, rest) = after.split_at_checked(end)?;
    let named =
        !name.is_empty() && name.chars().all(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '.' | ':'));
    named.then(|| (name, rest.strip_prefix(';').unwrap_or_default()))
}

/// Appends the characters of one of HTML's entities.
fn push_named(out: &mut String, name: &str) -> bool {
    let mut key = [0_u8; LONGEST + 1];
    let Some(room) = key.get_mut(..=name.len()) else { return false };
    let Some((semicolon, letters)) = room.split_last_mut() else { return false };
    letters.copy_from_slice(name.as_bytes());
    *semicolon = b';';
    let found = std::str::from_utf8(room).ok().and_then(|key| NAMED_ENTITIES.get(key));
    let Some((first, second)) = found.copied().filter(|(first, _)| *first != 0) else { return false };
    out.extend([first, second].into_iter().filter(|code| *code != 0).filter_map(char::from_u32));
    true
}

/// The character of a numeric reference, without its `&#`, and what follows. A missing `;` is forgiven, and one character in two
/// references, as UTF-16 writes it, is put together.
fn numeric(number: &str) -> Option<(char, &str)> {
    let (code, rest) = code(number)?;
    if let (0xd800..=0xdbff, Some(second)) = (code, rest.strip_prefix("&#")) {
        let (low, rest) = self::code(second).filter(|(low, _)| (0xdc00..=0xdfff).contains(low))?;
        return Some((char::from_u32(0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00))?, rest));
    }
    // Numbers in the gap of Latin 1 mean windows-1252, as in HTML.
    let replaced =
        code.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(usize::try_from(at).ok()?).copied().flatten());
    let character = replaced.or_else(|| char::from_u32(code)).filter(|next| !is_forbidden(*next))?;
    Some((character, rest))
}

/// The number of a reference, and what follows.
fn code(number: &str) -> Option<(u32, &str)> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let end = digits.bytes().take(12).position(|byte| !char::from(byte).is_digit(radix)).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at_checked(end)?;
    let code = u32::from_str_radix(digits, radix).ok()?;
    Some((code, rest.strip_prefix(';').unwrap_or(rest)))
}

/// Whether XML 1.0 has no place for the character.
pub(crate) fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_every_kind() {
        for (raw, expected) in [
            ("a &amp; b &lt;i&gt;", "a & b <i>"),
            ("&eacute;&nbsp;&NotEqualTilde;", "é\u{a0}≂\u{338}"),
            ("&#65;&#x42;&#X43;&#150;", "ABC–"),
            ("AT&T &nosuch; & &; &#; &#xD800; &#0;", "AT&T &nosuch; & &; &#; &#xD800; &#0;"),
            ("&#65 x", "A x"),
            ("&#55357;&#56832; &#xD83D;&#xDE00;", "😀 😀"),
            ("&#55357;&#65; &#55357;", "&#55357;A &#55357;"),
            ("&#99999999999999;", "&#99999999999999;"),
            ("&é", "&é"),
        ] {
            assert_eq!(resolve(raw, None), expected, "{raw}");
        }
        assert!(matches!(resolve("none", None), Cow::Borrowed("none")));
    }
}
