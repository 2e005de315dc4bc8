//! Makes a feed's XML readable for a strict parser: what stands before the root, undeclared entities, bare ampersands,
//! control characters and odd versions.

use std::collections::HashMap;

use dom_query::Document;

/// The text from the root element (or the declaration) on, without characters that XML forbids.
pub(crate) fn repaired(text: &str) -> String {
    let text = from_root(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut names = HashMap::new();
    let mut rest = text;
    // Character data of CDATA sections and comments is left alone.
    while let Some(at) = [rest.find("<![CDATA["), rest.find("<!--")].into_iter().flatten().min() {
        let (before, section) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push_with_entities(&mut out, before, &mut names);
        let end = if section.starts_with("<!--") { "-->" } else { "]]>" };
        match section.split_once(end) {
            Some((inside, after)) => {
                if end == "]]>" {
                    out.extend(inside.chars().filter(|next| allowed(*next)));
                    out.push_str(end);
                }
                rest = after;
            }
            None => {
                // Truncated: close what the publisher did not.
                out.extend(section.chars().filter(|next| allowed(*next)));
                out.push_str(end);
                rest = "";
            }
        }
    }
    push_with_entities(&mut out, rest, &mut names);
    known_version(atom_1(out))
}

/// Whether XML 1.0 allows the character.
fn allowed(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Skips a byte order mark, blank lines and warnings before the feed, and its XML declaration, which speaks of bytes that
/// are text by now.
fn from_root(text: &str) -> &str {
    let start = ["<?xml", "<rss", "<feed", "<rdf:RDF", "<RDF", "<urlset", "<sitemapindex", "<channel", "<CHANNEL"]
        .iter()
        .filter_map(|root| text.find(root))
        .min()
        .unwrap_or(0);
    let text = text.split_at_checked(start).map_or(text, |(_, rest)| rest);
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((declaration, rest)) if !declaration.contains('<') => rest.trim_start(),
        _ => text,
    }
}

fn push_with_entities(out: &mut String, text: &str, names: &mut HashMap<String, Option<String>>) {
    let mut pieces = text.split('&');
    if let Some(first) = pieces.next() {
        out.extend(first.chars().filter(|next| allowed(*next)));
    }
    for piece in pieces {
        let name: String =
            piece.chars().take(32).take_while(|next| next.is_ascii_alphanumeric() || *next == '#').collect();
        let closed = piece.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(';'));
        let number = name.strip_prefix('#');
        match (closed, number) {
            (true, Some(number)) if valid_number(number) => out.push('&'),
            (true, None) if matches!(name.as_str(), "amp" | "lt" | "gt" | "quot" | "apos") => out.push('&'),
            (true, None) if !name.is_empty() => {
                let value = names.entry(name.clone()).or_insert_with(|| html_entity(&name));
                if let Some(value) = value {
                    out.push_str(value);
                    let rest =
                        piece.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(';')).unwrap_or(piece);
                    out.extend(rest.chars().filter(|next| allowed(*next)));
                    continue;
                }
                out.push_str("&amp;");
            }
            _ => out.push_str("&amp;"),
        }
        out.extend(piece.chars().filter(|next| allowed(*next)));
    }
}

fn valid_number(number: &str) -> bool {
    let value = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    value.ok().and_then(char::from_u32).is_some_and(allowed)
}

fn html_entity(name: &str) -> Option<String> {
    let text = Document::fragment(format!("&{name};")).text().to_string();
    (!text.starts_with('&')).then_some(text)
}

/// Atom 0.3 in the words of Atom 1.0, for those of its elements that only changed their names.
fn atom_1(text: String) -> String {
    const OLD: &str = "http://purl.org/atom/ns#";
    if !text.contains(OLD) {
        return text;
    }
    let mut text = text.replace(OLD, "http://www.w3.org/2005/Atom");
    for (old, new) in [
        ("modified", "updated"),
        ("issued", "published"),
        ("created", "published"),
        ("tagline", "subtitle"),
        ("copyright", "rights"),
        ("url", "uri"),
    ] {
        for opening in ["<", "</"] {
            for end in [">", " ", "/"] {
                text = text.replace(&format!("{opening}{old}{end}"), &format!("{opening}{new}{end}"));
            }
        }
    }
    for (old, new) in [("text/html", "html"), ("text/plain", "text"), ("application/xhtml+xml", "xhtml")] {
        for quote in ['"', '\''] {
            // On links the attribute is a media type and stays one.
            text =
                text.replace(&format!(" type={quote}{old}{quote} mode="), &format!(" type={quote}{new}{quote} mode="));
            for name in ["title", "subtitle", "summary", "content", "rights", "info"] {
                text = text.replace(
                    &format!("<{name} type={quote}{old}{quote}"),
                    &format!("<{name} type={quote}{new}{quote}"),
                );
            }
        }
    }
    text
}

/// RSS of any version is read as 2.0, which grew by addition alone.
fn known_version(text: String) -> String {
    let Some((before, rest)) = text.split_once("<rss") else { return text };
    if before.len() > 2000 {
        return text;
    }
    let Some((attributes, after)) = rest.split_once('>') else { return text };
    let mut kept = String::new();
    let mut remaining = attributes;
    while let Some(at) = remaining.find("version") {
        let (head, tail) = remaining.split_at_checked(at).unwrap_or((remaining, ""));
        kept.push_str(head);
        let value = tail.trim_start_matches("version").trim_start().strip_prefix('=').map(str::trim_start);
        remaining = match value.and_then(|value| {
            let quote = value.chars().next().filter(|next| matches!(next, '"' | '\''))?;
            value.get(1..)?.split_once(quote)
        }) {
            Some((_, rest)) => rest,
            None => tail.trim_start_matches("version"),
        };
    }
    kept.push_str(remaining);
    format!("{before}<rss version=\"2.0\"{kept}>{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_controls_and_junk() {
        assert_eq!(
            repaired(
                "\n<b>Warning</b> <?xml version='1.0' encoding='utf-16'?>\n<feed>a & b &nbsp;&eacute; &amp; &x; &#1; &#65;</feed>"
            ),
            "<feed>a &amp; b \u{a0}é &amp; &amp;x; &amp;#1; &#65;</feed>"
        );
        assert_eq!(repaired("<feed><![CDATA[a & b\u{1}]]>\u{2}<!-- x --></feed>"), "<feed><![CDATA[a & b]]></feed>");
        assert_eq!(
            repaired("<rss version='0.94' xmlns:a='b'><channel/></rss>"),
            "<rss version=\"2.0\"  xmlns:a='b'><channel/></rss>"
        );
    }
}
