//! Makes markup well-formed, small in depth and free of whatever is not an article's, before any tree is built.
//!
//! Browsers and parsers disagree most about markup that is broken on purpose: raw text inside foreign content, tags in
//! comments, twenty thousand open elements. What leaves here has none of it: only elements of `policy::ELEMENTS`,
//! each closed in the right order, at most [`MAX_DEPTH`] deep, every attribute quoted. It is **not** safe yet: attributes
//! are as the publisher wrote them, for the policy to judge.

use crate::lexer::{Attribute, Lexer, Token};
use crate::pixels::{is_pixel, lazy_source};
use crate::policy;

/// Elements open at once. Browsers stop at 512; real articles stay under 60.
const MAX_DEPTH: usize = 128;

/// Inline elements open at once: a parser opens them anew in every paragraph, so that each costs as often as there are
/// paragraphs.
const MAX_INLINE: usize = 24;

/// Elements whose content is text to a parser, whatever it looks like.
const RAW_TEXT: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// Letters of a word at most; the longest that anybody uses have some two hundred.
const LONGEST_WORD: usize = 1_000;

/// Elements that an article has at most; the text of what comes after them is kept without its tags. A web view takes
/// minutes and gigabytes for a table of a million cells.
const MOST_ELEMENTS: usize = 30_000;

/// Elements that go with everything inside. One that is never closed holds nothing: what follows is the article's.
const DROPPED_WHOLE: [&str; 12] = [
    "svg",
    "object",
    "applet",
    "template",
    "select",
    "datalist",
    "canvas",
    "audio",
    "video",
    "annotation",
    "annotation-xml",
    "head",
];

/// HTML elements that end foreign content even when it was never closed (standard, 13.2.6.5).
const BREAKS_OUT: [&str; 18] = [
    "blockquote",
    "body",
    "div",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
];

/// Block elements, before which an open paragraph ends.
const ENDS_PARAGRAPH: [&str; 29] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "dd",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements that hold their content together: no end tag inside reaches past them.
const FENCES: [&str; 6] = ["table", "td", "th", "caption", "figure", "blockquote"];

/// Straightens `markup`.
pub(crate) fn straighten(markup: &str) -> String {
    let mut line = Straightener {
        out: String::with_capacity(markup.len()),
        open: Vec::new(),
        skipping: None,
        begins_preformatted: false,
        elements: 0,
    };
    let mut ends = Ends { markup, lower: None, last: [None; DROPPED_WHOLE.len()] };
    let mut lexer = Lexer::new(markup);
    while let Some(token) = lexer.next() {
        match token {
            Token::Text(text) => line.text(text),
            Token::End { name } => line.end(&name),
            Token::Start { name, attributes } => {
                if name == "plaintext" {
                    lexer.skip_all();
                } else if RAW_TEXT.contains(&name.as_str()) && !(name == "title" && line.in_drawing()) {
                    lexer.skip_raw_text(&name);
                } else if !DROPPED_WHOLE.contains(&name.as_str())
                    || breaks_out(&name)
                    || ends.follow(&name, lexer.left())
                {
                    line.start(name, &attributes);
                }
            }
        }
    }
    line.finish()
}

/// Whether an element that is never closed ends all the same, as soon as something of an article begins.
fn breaks_out(name: &str) -> bool {
    matches!(name, "svg" | "head")
}

/// Where the elements that are dropped whole end for the last time.
struct Ends<'a> {
    markup: &'a str,
    lower: Option<String>,
    last: [Option<Option<usize>>; DROPPED_WHOLE.len()],
}

impl Ends<'_> {
    /// Whether an end tag of this name stands in the last `left` bytes.
    fn follow(&mut self, name: &str, left: usize) -> bool {
        let found = DROPPED_WHOLE.iter().position(|known| *known == name).and_then(|at| self.last.get_mut(at));
        let Some(last) = found else { return false };
        let lower = self.lower.get_or_insert_with(|| self.markup.to_ascii_lowercase());
        let last = *last.get_or_insert_with(|| lower.rfind(&format!("</{name}")));
        last.is_some_and(|last| last + left >= self.markup.len())
    }
}

struct Straightener {
    out: String,
    /// Names of the open elements, outermost first.
    open: Vec<String>,
    /// The element that is being dropped whole, and how many of its kind are open.
    skipping: Option<(String, usize)>,
    /// Nothing stands in the `pre` yet that was opened last.
    begins_preformatted: bool,
    /// Elements so far.
    elements: usize,
}

impl Straightener {
    /// Whether a drawing is being dropped, in which a title holds no raw text.
    fn in_drawing(&self) -> bool {
        self.skipping.as_ref().is_some_and(|(dropped, _)| dropped == "svg")
    }

    fn text(&mut self, text: &str) {
        if self.skipping.is_some() {
            return;
        }
        // Every reading of a `pre` takes away the line feed behind its tag: none may be left for the next one.
        let text = if self.begins_preformatted { text.trim_start_matches(['\n', '\r']) } else { text };
        self.begins_preformatted &= text.is_empty();
        push_escaped(&mut self.out, text);
    }

    fn start(&mut self, name: String, attributes: &[Attribute<'_>]) {
        if let Some((dropped, depth)) = &mut self.skipping {
            if *dropped == name {
                *depth += 1;
                return;
            }
            if !breaks_out(dropped) || !BREAKS_OUT.contains(&name.as_str()) {
                return;
            }
            self.skipping = None;
        }
        // Old spellings that parsers read as something else.
        let name = if name == "image" { "img".to_owned() } else { name };
        if DROPPED_WHOLE.contains(&name.as_str()) {
            self.skipping = Some((name, 1));
            return;
        }
        if !policy::is_element(&name) || name == "img" && is_pixel(attributes) {
            return;
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            self.text(" ");
            return;
        }
        self.close_implied(&name);
        if policy::is_void(&name) {
            self.push_tag(&name, attributes);
            return;
        }
        let inline = policy::is_inline(&name);
        let full = self.open.len() >= MAX_DEPTH
            || inline && self.open.iter().filter(|open| policy::is_inline(open)).count() >= MAX_INLINE;
        // A link is worth more than the order of things; there is one at a time.
        if full && (name != "a" || self.open.len() >= MAX_DEPTH + 8) {
            return;
        }
        self.push_tag(&name, attributes);
        self.open.push(name);
    }

    fn end(&mut self, name: &str) {
        if let Some((dropped, depth)) = &mut self.skipping {
            if dropped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                }
            }
            return;
        }
        if name == "br" {
            self.out.push_str("<br>");
            return;
        }
        let fence = self.open.iter().rposition(|open| FENCES.contains(&open.as_str()) && open != name).unwrap_or(0);
        if let Some(at) = self.open.iter().rposition(|open| open == name)
            && (at >= fence || FENCES.contains(&name))
        {
            self.close_down_to(at);
        }
    }

    /// Closes what a parser would close by itself before `name`.
    fn close_implied(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "tr" => &["tr", "td", "th", "caption"],
            "td" | "th" => &["td", "th", "caption"],
            "thead" | "tbody" | "tfoot" => &["thead", "tbody", "tfoot", "tr", "td", "th", "caption"],
            "rt" | "rp" => &["rt", "rp"],
            "a" => &["a"],
            _ => &[],
        };
        let stops: &[&str] = match name {
            "li" => &["ul", "ol", "table", "td", "th"],
            "dt" | "dd" => &["dl", "table", "td", "th"],
            "rt" | "rp" => &["ruby"],
            "a" => &["td", "th", "table"],
            _ => &["table"],
        };
        let scope = self.open.iter().rposition(|open| stops.contains(&open.as_str())).map_or(0, |at| at + 1);
        let found = self.open.iter().skip(scope).position(|open| ends.contains(&open.as_str()));
        if let Some(offset) = found {
            self.close_down_to(scope + offset);
        }
        if ENDS_PARAGRAPH.contains(&name) {
            let scope = self
                .open
                .iter()
                .rposition(|open| matches!(open.as_str(), "table" | "td" | "th" | "caption"))
                .map_or(0, |at| at + 1);
            if let Some(offset) = self.open.iter().skip(scope).position(|open| open == "p") {
                self.close_down_to(scope + offset);
            }
        }
        let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if is_heading(name) && self.open.last().is_some_and(|open| is_heading(open)) {
            self.close_down_to(self.open.len() - 1);
        }
    }

    fn close_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            if let Some(name) = self.open.pop() {
                self.begins_preformatted = false;
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }

    fn push_tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.begins_preformatted = name == "pre";
        self.out.push('<');
        self.out.push_str(name);
        let lazy = if name == "img" { lazy_source(attributes) } else { None };
        for attribute in attributes {
            // Of a picture that comes later only the placeholder's size is known.
            let (shown_as, kept) = match (lazy, attribute.name.as_str()) {
                (Some(lazy), own) if own == lazy => ("src", true),
                (Some(_), "src" | "width" | "height") => ("", false),
                (_, own) => (own, policy::is_attribute(name, own)),
            };
            if !kept {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(shown_as);
            self.out.push_str("=\"");
            for character in attribute.value.chars() {
                match character {
                    '"' => self.out.push_str("&quot;"),
                    '<' => self.out.push_str("&lt;"),
                    '>' => self.out.push_str("&gt;"),
                    '\0' => {}
                    other => self.out.push(other),
                }
            }
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn finish(mut self) -> String {
        self.close_down_to(0);
        self.out
    }
}

/// Text with its references as written; what could be taken for a tag is written out.
fn push_escaped(out: &mut String, text: &str) {
    let mut word = 0;
    for piece in text.split_inclusive(['<', '>', '\0']) {
        let kept = piece.trim_end_matches(['<', '>', '\0']);
        push_broken(out, kept, &mut word);
        match piece.chars().last() {
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            _ => {}
        }
    }
}

/// Text with a zero-width space in every word that no language has, for a web view looks for the end of a line in time that
/// grows with the square of a word. `word` counts its letters across pieces.
fn push_broken(out: &mut String, text: &str, word: &mut usize) {
    // Nearly every text has short words alone.
    if *word + text.len() <= LONGEST_WORD {
        *word = text.bytes().rev().take_while(|byte| is_of_word(*byte)).count()
            + if text.bytes().all(is_of_word) { *word } else { 0 };
        out.push_str(text);
        return;
    }
    let mut reference = 0;
    for character in text.chars() {
        let of_word = u8::try_from(character).is_ok_and(is_of_word);
        *word = if of_word { *word + 1 } else { 0 };
        // A reference is not broken in two; the longest have some thirty characters.
        reference = if character == '&' { 40 } else { reference.min(40) - i32::from(reference > 0) };
        if character == ';' {
            reference = 0;
        }
        let before = character == '&' || reference == 0;
        if *word > LONGEST_WORD && before {
            out.push('\u{200b}');
            *word = 1;
        }
        out.push(character);
    }
}

/// Letters that a line may not be broken between, in scripts that part their words.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_closed_in_order() {
        assert_eq!(straighten("<p>a<p>b<b>c</p>d"), "<p>a</p><p>b<b>c</b></p>d");
        assert_eq!(straighten("<ul><li>a<li>b<ul><li>c</ul></ul>"), "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
        assert_eq!(straighten("<div></b></p>x</div></div>"), "<div>x</div>");
        assert_eq!(straighten("<a href=/1>a<a href='/2\"'>b"), "<a href=\"/1\">a</a><a href=\"/2&quot;\">b</a>");
    }

    #[test]
    fn words_are_broken_where_no_language_has_them() {
        let long = straighten(&"x".repeat(LONGEST_WORD * 3));
        assert_eq!(long.matches('\u{200b}').count(), 2);
        assert_eq!(straighten(&long), long);
        let references = straighten(&"&amp;".repeat(LONGEST_WORD));
        assert_eq!(references.replace('\u{200b}', ""), "&amp;".repeat(LONGEST_WORD));
        assert!(references.split('\u{200b}').all(|part| part.starts_with('&') && part.ends_with(';')));
        assert_eq!(straighten(&references), references);
        for short in ["a word ".repeat(LONGEST_WORD), "語".repeat(LONGEST_WORD * 2)] {
            assert_eq!(straighten(&short), short);
        }
    }

    #[test]
    fn raw_text_foreign_content_and_comments_go() {
        assert_eq!(straighten("a<script>x<p>y</script >b"), "ab");
        assert_eq!(straighten("a<video>b<p>c</video>d<video>e<b>f"), "ade<b>f</b>");
        assert_eq!(straighten("a<select>b</SELECT >c<button/>d<menu><li>e"), "acd<li>e</li>");
        assert_eq!(straighten("a<svg><title/><g>b</g></svg>c<p>d"), "ac<p>d</p>");
        assert_eq!(straighten("a<svg><style><img src=x></style></svg>b"), "ab");
        assert_eq!(straighten("a<svg><g>never closed<p>b"), "a<p>b</p>");
        assert_eq!(straighten("a<math><mi>x</mi><annotation>\\x</annotation></math>b"), "axb");
        assert_eq!(straighten("a<noscript><p title=\"</noscript><i>b"), "a<i>b</i>");
        assert_eq!(straighten("<pre>\n\n<x>\n<b>\n</b></pre>\n"), "<pre><b>\n</b></pre>\n");
        assert_eq!(straighten("1 < 2 > 1<plaintext><p>"), "1 &lt; 2 &gt; 1");
    }

    #[test]
    fn depth_and_number_are_bounded_and_pixels_go() {
        let many = straighten(&"<tr><td>x".repeat(MOST_ELEMENTS));
        assert_eq!(many.matches("<t").count(), MOST_ELEMENTS);
        assert_eq!(many.matches('x').count(), MOST_ELEMENTS);
        let deep = straighten(&"<div>".repeat(20_000));
        assert_eq!(deep.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(deep.matches("</div>").count(), MAX_DEPTH);
        assert_eq!(
            straighten("<img src=a width=1 height=1><img src=b style='width: 1PX'>").len(),
            straighten("<img src=b>").len()
        );
        assert_eq!(straighten("<img src=a style='display: none'>"), "");
    }
}
