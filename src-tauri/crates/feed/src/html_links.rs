//! Relative links inside HTML made absolute, everything else left as it is.
//!
//! This is no HTML parser: it looks at the attributes that hold addresses, in one pass, and copies nothing when all of
//! them are absolute already.

use std::borrow::Cow;

use memchr::memchr;

use crate::links::{Base, is_absolute};
use crate::xml::attributes::attributes;

/// Longest tag whose quoted values are looked through for a `>`, in bytes.
const LONGEST_TAG: usize = 16 * 1024;

/// `html` with its links resolved against `base`. Links within the page (`#note`) stay what they are.
pub(crate) fn absolute<'t>(html: Cow<'t, str>, base: &Base) -> Cow<'t, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(tag) = next_tag(&html, at) {
        at = tag.end;
        for attribute in attributes(tag.inside) {
            let start = tag.start + attribute.at;
            let Some(replaced) = resolved(attribute.name, attribute.raw, base) else { continue };
            out.push_str(html.get(copied..start).unwrap_or_default());
            out.push_str(&replaced);
            copied = start + attribute.raw.len();
        }
    }
    if copied == 0 {
        return html;
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// The absolute form of an attribute's value; `None` if it holds no address or none that is relative.
pub(crate) fn resolved(name: &str, value: &str, base: &Base) -> Option<String> {
    let is = |known: &&&str| name.eq_ignore_ascii_case(known);
    if ["href", "src", "poster", "cite", "longdesc", "background", "action"].iter().any(|known| is(&known)) {
        return is_relative(value).then(|| base.resolve(value));
    }
    if name.eq_ignore_ascii_case("srcset") { candidates(value, base) } else { None }
}

/// A start tag with attributes: what stands between its name and its end, and where.
struct Tag<'h> {
    inside: &'h str,
    start: usize,
    end: usize,
}

fn next_tag(html: &str, mut at: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    loop {
        let open = at + memchr(b'<', bytes.get(at..)?)? + 1;
        let after = bytes.get(open..)?;
        at = open;
        if !after.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let length = memchr(b'>', after)?;
        let start = open + memchr(b' ', after.get(..length)?).unwrap_or(length).min(name_end(after));
        let mut end = open + length;
        if is_open(bytes.get(start..end)?) {
            // A `>` inside quotes ends nothing.
            let limit = start.saturating_add(LONGEST_TAG).min(bytes.len());
            end = bytes.get(start..limit).and_then(unquoted_end).map_or(end, |more| start + more);
        }
        at = end;
        let inside = html.get(start..end)?;
        if memchr(b'=', inside.as_bytes()).is_some() {
            return Some(Tag { inside, start, end });
        }
    }
}

fn name_end(after: &[u8]) -> usize {
    after.iter().position(|next| !next.is_ascii_alphanumeric() && *next != b'-').unwrap_or(after.len())
}

/// Whether a quote is still open at the end.
fn is_open(inside: &[u8]) -> bool {
    inside.iter().fold(None, |quote, byte| after_byte(quote, *byte)).is_some()
}

/// The first `>` outside quotes.
pub(crate) fn unquoted_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        if quote.is_none() && *byte == b'>' {
            return Some(at);
        }
        quote = after_byte(quote, *byte);
    }
    None
}

/// The quote that is open after `byte`, where `quote` was before it.
fn after_byte(quote: Option<u8>, byte: u8) -> Option<u8> {
    match quote {
        Some(open) if open == byte => None,
        None if matches!(byte, b'"' | b'\'') => Some(byte),
        other => other,
    }
}

fn is_relative(address: &str) -> bool {
    let address = address.trim_start();
    !address.is_empty() && !address.starts_with('#') && !is_absolute(address)
}

/// A `srcset` with its addresses resolved; `None` if none is relative.
fn candidates(set: &str, base: &Base) -> Option<String> {
    let relative = |candidate: &str| candidate.split_whitespace().next().is_some_and(is_relative);
    // Addresses may hold commas, but not before white space.
    let parts = || set.split(", ").map(str::trim).filter(|part| !part.is_empty());
    if !parts().any(relative) {
        return None;
    }
    let resolved = parts().map(|part| {
        let (address, size) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
        let address = if is_relative(address) { base.resolve(address) } else { address.to_owned() };
        if size.is_empty() { address } else { format!("{address} {size}") }
    });
    Some(resolved.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_and_nothing_else() {
        let base = Base::new("https://paper.example/world/today.html").unwrap();
        for (html, expected) in [
            ("<p>a < b <a href='x.html'>x</a>", "<p>a < b <a href='https://paper.example/world/x.html'>x</a>"),
            (
                "<img alt=\"a > b\" src=/i.png srcset=\"i.png 1x, /j.png 2x\"/>",
                "<img alt=\"a > b\" src=https://paper.example/i.png srcset=\"https://paper.example/world/i.png 1x, https://paper.example/j.png 2x\"/>",
            ),
            ("<a href=\"?p=1&amp;q=2\">", "<a href=\"https://paper.example/world/today.html?p=1&amp;q=2\">"),
        ] {
            assert_eq!(absolute(Cow::Borrowed(html), &base), expected);
        }
        for same in
            ["<a href=\"#n\">", "<a href='mailto:a@b'>", "<a name=x>src=y", "<a href=\"x", "no tag", "<a title='x'>"]
        {
            assert!(matches!(absolute(Cow::Borrowed(same), &base), Cow::Borrowed(kept) if kept == same), "{same}");
        }
    }
}
