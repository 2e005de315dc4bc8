//! Plain text from what may hold markup: titles, names, subjects; and back.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use crate::html_links::unquoted_end;
use crate::xml::references::{is_forbidden, resolve};

/// Elements of HTML. What only looks like a tag, as in `Vec<String>`, is text.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi",
    "bdo", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link",
    "main", "map", "mark", "marquee", "menu", "meta", "meter", "nav", "nobr", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script",
    "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u",
    "ul", "var", "video", "wbr",
];

/// Longest tag whose quoted values are looked through for a `>`, in bytes.
const LONGEST_TAG: usize = 4 * 1024;

/// Longest name of a tag, in characters; what is longer is none of HTML's.
const LONGEST_NAME: usize = 64;

/// Elements around whose tags words do not run together.
const BREAKS: &[&str] =
    &["br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dd", "dt"];

/// The text of escaped HTML, white space folded; `None` if nothing is left. Only HTML's own elements count as tags.
///
/// It is text and no HTML: whoever shows it in HTML has to escape it.
#[must_use]
pub fn plain_text(html: &str) -> Option<String> {
    text_of(html)
}

/// The same, by its name in this room.
pub(crate) fn text_of(html: &str) -> Option<String> {
    text(html, is_element)
}

/// The text of markup that was read as such: everything in brackets is a tag.
pub(crate) fn text_of_markup(markup: &str) -> Option<String> {
    text(markup, |_| true)
}

fn text(html: &str, is_tag: impl Fn(&str) -> bool) -> Option<String> {
    if memchr(b'<', html.as_bytes()).is_none() {
        return folded(&resolve(html, None));
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Once no `>` follows, no tag does; looking for it again at each `<` would take quadratic time.
    let mut tags_left = true;
    let mut closings = Closings::default();
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(&resolve(before, None));
        if let Some(comment) = from.strip_prefix("<!--") {
            rest = memmem::find(comment.as_bytes(), b"-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let name = tag_name(from);
        let is_word = !from.starts_with("</") && closings.speak_of(name, html, html.len() - from.len());
        let end = if tags_left && !name.is_empty() && is_tag(name) && !is_word {
            let end = tag_end(from.as_bytes());
            tags_left = end.is_some();
            end
        } else {
            None
        };
        let Some(end) = end else {
            out.push('<');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        if BREAKS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            out.push(' ');
        }
        rest = from.get(end + 1..).unwrap_or_default();
        if !from.starts_with("</") && (name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style")) {
            rest = memmem::find(rest.as_bytes(), b"</").and_then(|close| rest.get(close..)).unwrap_or_default();
        }
    }
    out.push_str(&resolve(rest, None));
    folded(&out)
}

/// Elements that no line of text holds: where one is never closed, a text speaks of it.
const SPOKEN_OF: [&str; 7] = ["script", "style", "title", "iframe", "template", "noscript", "textarea"];

/// Where each of these is closed next in a text, as far as that was looked for: no part of the text is looked through twice.
#[derive(Default)]
struct Closings([Option<usize>; SPOKEN_OF.len()]);

impl Closings {
    /// Whether the tag at a place is one that a text speaks of: `How <script> tags work`.
    fn speak_of(&mut self, name: &str, html: &str, at: usize) -> bool {
        let known = SPOKEN_OF.iter().position(|known| known.eq_ignore_ascii_case(name));
        let Some(next) = known.and_then(|known| self.0.get_mut(known)) else { return false };
        if next.is_none_or(|next| next < at) {
            let rest = html.as_bytes().get(at..).unwrap_or_default();
            let closes = |found: &usize| {
                let end = rest.get(found + 2..).and_then(|rest| rest.get(..name.len()));
                end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
            };
            *next = Some(memmem::find_iter(rest, b"</").find(closes).map_or(usize::MAX, |found| at + found));
        }
        *next == Some(usize::MAX)
    }
}

/// Where the tag ends that may start here; a `>` inside quotes ends nothing.
fn tag_end(from: &[u8]) -> Option<usize> {
    let head = from.get(..LONGEST_TAG.min(from.len()))?;
    unquoted_end(head).or_else(|| memchr(b'>', from))
}

/// The name of the tag that starts `from`; empty if none does.
fn tag_name(from: &str) -> &str {
    let after = from.strip_prefix('<').unwrap_or_default();
    let after = after.strip_prefix('/').unwrap_or(after);
    let ends = |next: &char| next.is_whitespace() || matches!(next, '>' | '/' | '<');
    let length = after.chars().take(LONGEST_NAME).take_while(|next| !ends(next)).map(char::len_utf8).sum();
    let name = after.get(..length).unwrap_or_default();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { "" }
}

fn is_element(name: &str) -> bool {
    name.len() <= 10 && ELEMENTS.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

/// Whether text that its publisher calls plain is HTML after all: a tag of HTML is closed in it.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let from = rest.get(at..).unwrap_or_default();
        let name = tag_name(from);
        let closed = from.starts_with("</") || matches!(name, "br" | "img" | "hr" | "p" | "BR" | "IMG" | "P");
        if closed && is_element(name) {
            return memchr(b'>', from.as_bytes()).is_some();
        }
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    false
}

/// `text` as HTML that shows it.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text);
    Cow::Owned(out)
}

/// Appends `text` as HTML that shows it.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        out.push_str(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// `text` with its white space folded and without characters that XML forbids; `None` if nothing is left.
pub(crate) fn folded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.contains(is_forbidden) {
            out.extend(word.chars().filter(|next| !is_forbidden(*next)));
        } else {
            out.push_str(word);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// `text` without white space around it; `None` if nothing is left.
pub(crate) fn trimmed(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        for (html, expected) in [
            ("<b>Boats</b> &amp; <i class='>'>fares</i>", Some("Boats & fares")),
            ("5 < 6 and Vec<String>", Some("5 < 6 and Vec<String>")),
            ("one<br>two<!-- three -->", Some("one two")),
            ("<script>var a = '<b>';</script>x", Some("x")),
            ("AT&amp;T &lt;b&gt;", Some("AT&T <b>")),
            (" \n ", None),
            ("<p", Some("<p")),
        ] {
            assert_eq!(text_of(html).as_deref(), expected, "{html}");
        }
        assert_eq!(text_of_markup("<m:math><mi>x</mi></m:math>").as_deref(), Some("x"));
        assert!(ELEMENTS.is_sorted());
    }

    #[test]
    fn a_tag_that_is_never_closed_is_spoken_of() {
        let text = |html: &str| text_of(html).unwrap_or_default();
        assert_eq!(text("How <script> tags work"), "How <script> tags work");
        assert_eq!(text("How <TITLE> and <b>others</b> work"), "How <TITLE> and others work");
        assert_eq!(
            text("Sea<script>let ice = 1;</script> and <style>p {}</style>fog, <style> is a tag"),
            "Sea and fog, <style> is a tag"
        );
        // Each is looked for once, however often it is spoken of.
        let often = "<script></b>".repeat(200_000);
        assert_eq!(text(&often).matches("<script>").count(), 200_000);
    }

    #[test]
    fn plain_or_not() {
        assert!(looks_like_html("a <b>c</b>") && looks_like_html("a<br/>b"));
        assert!(!looks_like_html("a < b & c > d") && !looks_like_html("Vec<String></x>"));
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }
}
