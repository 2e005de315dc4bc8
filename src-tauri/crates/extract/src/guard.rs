//! Bounds on what a page may ask of us, and what of it nobody reads.
//!
//! A page's styles, programs, drawings and comments are half of its bytes. They are cut out before a tree is built, so that
//! only what can be read costs time. So are scripts, which are handed over beside the page for the data in them, and white
//! space between two blocks, which would be a third of the tree.

use std::borrow::Cow;

use dom_query::Document;
use memchr::{memchr, memchr2, memchr3, memmem};

use crate::hints::{Hint, Hints};

/// Largest page that is read, in bytes; what comes after is cut off.
const MOST_BYTES: usize = 12 * 1024 * 1024;

/// Elements of a page; the richest page that was seen has a tenth of it.
const MOST_ELEMENTS: usize = 150_000;

/// Elements open at once. Browsers flatten at 512.
const DEEPEST: usize = 400;

/// Bytes from which on a script's data are much.
const LARGE: usize = 500;

/// What the reading of tags has to know of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It holds nothing, or such elements close each other, so that a thousand in a row are no nesting.
    Flat,
    /// Its content is text up to its end, whatever that looks like.
    Raw,
    /// As raw, and nobody reads it.
    Style,
    /// As raw, and read beside the page for the data in it.
    Script,
    /// What is shown where programs do not run. Browsers that run them take it as text, so that many a page never closes
    /// what it opens there.
    Unscripted,
    /// A drawing.
    Drawing,
    /// Its white space is text.
    Verbatim,
    /// What a program shows once it asks for it, or at once where the element is the tree of the one that it stands in.
    Template,
    Other,
}

impl Kind {
    /// The kind of an element by its name, in any case, and whether white space beside its tags shows nothing.
    fn of(name: &str) -> (Self, bool) {
        // No name that matters is longer.
        let mut lower = [0; 10];
        let Some(lower) = lower.get_mut(..name.len()) else { return (Self::Other, false) };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &*lower {
            b"p" | b"li" | b"dt" | b"dd" | b"tr" | b"td" | b"th" | b"option" | b"tbody" => (Self::Flat, true),
            b"base" | b"link" | b"meta" | b"source" => (Self::Flat, true),
            b"a" | b"area" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"param" | b"track" | b"wbr" => {
                (Self::Flat, false)
            }
            b"textarea" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => (Self::Raw, false),
            b"title" => (Self::Raw, true),
            b"style" => (Self::Style, true),
            b"script" => (Self::Script, true),
            b"noscript" => (Self::Unscripted, true),
            b"svg" => (Self::Drawing, false),
            b"pre" | b"listing" => (Self::Verbatim, false),
            b"template" => (Self::Template, false),
            b"div" | b"section" | b"article" | b"main" | b"aside" | b"header" | b"footer" | b"nav" | b"ul" | b"ol"
            | b"dl" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"figure" | b"figcaption" | b"picture"
            | b"blockquote" | b"table" | b"thead" | b"tfoot" | b"form" | b"select" | b"html" | b"head" | b"body" => {
                (Self::Other, true)
            }
            _ => (Self::Other, false),
        }
    }
}

/// What can be read of a page.
pub(crate) struct Readable<'a> {
    /// The page without its scripts and without what nobody reads.
    pub(crate) html: Cow<'a, str>,
    /// Its scripts that may hold data, in their order.
    pub(crate) scripts: Vec<Script<'a>>,
    /// What it may hold.
    pub(crate) hints: Hints,
}

impl Readable<'_> {
    /// The tree of the page.
    pub(crate) fn document(&self) -> Document {
        Document::from(self.html.as_ref())
    }
}

/// A script that may hold data.
pub(crate) struct Script<'a> {
    /// Whether it is JSON, and much of it: its element stays in the page without its text, since what holds so much data is a
    /// widget or a large part of the page.
    is_large_json: bool,
    /// Whether it is JSON-LD; else it may hold a page's state.
    pub(crate) is_linked: bool,
    /// What stands in it.
    pub(crate) text: &'a str,
}

/// The page without what nobody reads, cut where it becomes too large or too deep for a parser whose time grows with depth.
pub(crate) fn readable(html: &str) -> Readable<'_> {
    let mut end = html.len().min(MOST_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = html.get(..end).unwrap_or_default();
    let mut cut = Cut { html, out: String::new(), copied: 0 };
    let mut scripts = Vec::new();
    let mut hints = Hints::default();
    let (mut depth, mut elements): (usize, usize) = (0, 0);
    // How many elements are open whose white space is text, and whether the last tag was one of a block.
    let (mut verbatim, mut after_block) = (0_usize, false);
    // Whether each open template is shown.
    let mut templates: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(start) = find(html, at, |rest| memchr(b'<', rest)) {
        let space = at;
        let is_space = html.as_bytes().get(at..start).is_some_and(|text| text.iter().all(u8::is_ascii_whitespace));
        let rest = html.get(start + 1..).unwrap_or_default();
        if rest.starts_with("!--") {
            let end = comment_end(html, start + 2);
            cut.leave_out(start, end);
            at = end;
            after_block &= is_space;
            continue;
        }
        let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        if !rest.starts_with(|next: char| next.is_ascii_alphabetic()) {
            at = start + 1;
            after_block = false;
            continue;
        }
        let ends_name = |next: &u8| next.is_ascii_whitespace() || matches!(next, b'/' | b'>');
        let name = rest.get(..rest.bytes().position(|next| ends_name(&next)).unwrap_or(rest.len())).unwrap_or_default();
        let tag_end = tag_end(html, html.len() - rest.len() + name.len());
        let (kind, is_block) = Kind::of(name);
        // Old pages keep their formulas in scripts, within their lines.
        let is_tex = kind == Kind::Script && html.get(start..tag_end).is_some_and(|tag| tag.contains("math/tex"));
        let is_block = is_block && !is_tex;
        if start > space && is_space && after_block && is_block && verbatim == 0 {
            cut.leave_out(space, start);
        }
        after_block = is_block;
        if kind == Kind::Verbatim {
            verbatim = if closing { verbatim.saturating_sub(1) } else { verbatim + 1 };
        }
        at = tag_end;
        if kind == Kind::Template {
            let tag = html.get(start..tag_end).unwrap_or_default();
            let is_shown = if closing { templates.pop() == Some(true) } else { is_tree(tag) };
            if !closing {
                templates.push(is_shown);
            }
            if is_shown {
                cut.leave_out(start, tag_end);
                continue;
            }
        }
        if closing {
            if kind != Kind::Flat {
                depth = depth.saturating_sub(1);
            }
            continue;
        }
        hints.add_element(name);
        if is_tex {
            hints.add(Hint::Formula);
        }
        elements += 1;
        if elements > MOST_ELEMENTS {
            cut.leave_out(start, html.len());
            break;
        }
        if matches!(kind, Kind::Raw | Kind::Style | Kind::Script) {
            let (text_end, end) =
                if kind == Kind::Script { script_end(html, tag_end) } else { raw_end(html, tag_end, name) };
            let script = if kind == Kind::Script { data(html, start, tag_end, text_end) } else { None };
            match &script {
                Some(script) if script.is_large_json => cut.leave_out(tag_end, text_end),
                _ if kind == Kind::Raw || is_tex => {}
                _ => cut.leave_out(start, end),
            }
            scripts.extend(script);
            at = end;
            continue;
        }
        if kind == Kind::Unscripted {
            let (text_end, end) = raw_end(html, tag_end, name);
            if text_end < html.len() && !is_closed(html.get(tag_end..text_end).unwrap_or_default()) {
                cut.leave_out(start, end);
                for picture in pictures(html, tag_end, text_end) {
                    cut.put_in(html.get(picture).unwrap_or_default());
                }
                at = end;
                continue;
            }
        }
        let closes_itself = html.get(..tag_end).is_some_and(|tag| tag.ends_with("/>"));
        if kind == Kind::Drawing
            && !closes_itself
            && let Some(end) = drawing_end(html, tag_end)
        {
            cut.leave_out(start, end);
            at = end;
            continue;
        }
        if closes_itself || kind == Kind::Flat {
            continue;
        }
        depth += 1;
        if depth > DEEPEST {
            cut.leave_out(start, html.len());
            break;
        }
    }
    let html = cut.whole();
    hints.add_text(&html);
    Readable { html, scripts, hints }
}

struct Cut<'a> {
    html: &'a str,
    out: String,
    /// Where what is not yet copied begins.
    copied: usize,
}

impl<'a> Cut<'a> {
    fn leave_out(&mut self, start: usize, end: usize) {
        if self.out.capacity() == 0 {
            self.out.reserve(self.html.len());
        }
        self.out.push_str(self.html.get(self.copied..start).unwrap_or_default());
        self.copied = end;
    }

    /// Adds something in the place of what was just left out.
    fn put_in(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn whole(mut self) -> Cow<'a, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.html);
        }
        self.out.push_str(self.html.get(self.copied..).unwrap_or_default());
        Cow::Owned(self.out)
    }
}

fn find(html: &str, from: usize, search: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
    search(html.as_bytes().get(from..)?).map(|found| from + found)
}

/// Where a comment ends that begins with the two dashes at `at`: `<!-->` is whole, and `--!>` ends one too.
fn comment_end(html: &str, mut at: usize) -> usize {
    while let Some(found) = find(html, at, |rest| memmem::find(rest, b"--")) {
        let after = html.get(found + 2..).unwrap_or_default();
        if let Some(rest) = after.strip_prefix('>').or_else(|| after.strip_prefix("!>")) {
            return html.len() - rest.len();
        }
        at = found + 1;
    }
    html.len()
}

/// Where a tag ends whose attributes begin at `at`: after the first `>` that stands in no quoted value.
fn tag_end(html: &str, mut at: usize) -> usize {
    while let Some(found) = find(html, at, |rest| memchr3(b'>', b'"', b'\'', rest)) {
        let quote = html.as_bytes().get(found).copied().unwrap_or(b'>');
        at = found + 1;
        if quote == b'>' {
            return at;
        }
        let is_value = html.get(..found).is_some_and(|before| before.trim_ascii_end().ends_with('='));
        if is_value {
            at = find(html, at, |rest| memchr(quote, rest)).map_or(html.len(), |found| found + 1);
        }
    }
    html.len()
}

/// Where the text of a raw element ends, and where its closing tag does.
fn raw_end(html: &str, from: usize, name: &str) -> (usize, usize) {
    let mut at = from;
    while let Some(found) = find(html, at, |rest| memmem::find(rest, b"</")) {
        let rest = html.get(found + 2..).unwrap_or_default();
        let is_end = rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && !rest
                .get(name.len()..)
                .is_some_and(|after| after.starts_with(|next: char| next.is_ascii_alphanumeric()));
        if is_end {
            let end = find(html, found, |rest| memchr(b'>', rest)).map_or(html.len(), |at| at + 1);
            return (found, end);
        }
        at = found + 2;
    }
    (html.len(), html.len())
}

/// Where the text of a script ends, and where its closing tag does. A script that opened in a comment within it, as some
/// pages hide their programs, ends before it does (HTML, "script data double escaped state").
fn script_end(html: &str, from: usize) -> (usize, usize) {
    let first = raw_end(html, from, "script");
    let text = html.as_bytes().get(from..first.0).unwrap_or_default();
    if memmem::find(text, b"<!--").is_none() {
        return first;
    }
    let (mut at, mut in_comment, mut in_inner) = (from, false, false);
    let tag = |at: usize, name: &str| {
        let own = html.as_bytes().get(at..at + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
        own && html
            .as_bytes()
            .get(at + name.len())
            .is_some_and(|next| next.is_ascii_whitespace() || b"/>".contains(next))
    };
    while let Some(found) = find(html, at, |rest| memchr2(b'<', b'-', rest)) {
        let rest = html.as_bytes().get(found..).unwrap_or_default();
        at = found + 1;
        if tag(found, "</script") {
            if !in_inner {
                let end = find(html, found, |rest| memchr(b'>', rest)).map_or(html.len(), |at| at + 1);
                return (found, end);
            }
            in_inner = false;
        } else if rest.starts_with(b"<!--") {
            in_comment = true;
            // The dashes may end it, too.
            at = found + 2;
        } else if in_comment && rest.starts_with(b"-->") {
            (in_comment, in_inner) = (false, false);
        } else if in_comment && tag(found, "<script") {
            in_inner = true;
        }
    }
    (html.len(), html.len())
}

/// Whether a piece of HTML closes the elements that it opens, in their order, and no other.
fn is_closed(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (name, _, closing) in tags(html) {
        if closing {
            if !open.pop().is_some_and(|last| last.eq_ignore_ascii_case(name)) {
                return false;
            }
        } else if !is_void(name) {
            open.push(name);
        }
    }
    open.is_empty()
}

/// Whether an element never has an end.
fn is_void(name: &str) -> bool {
    let void =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    void.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Where pictures stand in a part of a page.
fn pictures(html: &str, from: usize, to: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    tags(html.get(from..to).unwrap_or_default())
        .filter(|(name, _, closing)| !closing && name.eq_ignore_ascii_case("img"))
        .map(move |(_, range, _)| from + range.start..from + range.end)
}

/// The tags of a piece of HTML: their names, where they stand, and whether they close.
fn tags(html: &str) -> impl Iterator<Item = (&str, std::ops::Range<usize>, bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = find(html, at, |rest| memchr(b'<', rest))?;
            let rest = html.get(start + 1..)?;
            if rest.starts_with("!--") {
                at = comment_end(html, start + 2);
                continue;
            }
            let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
            if !rest.starts_with(|next: char| next.is_ascii_alphabetic()) {
                at = start + 1;
                continue;
            }
            let name = rest.split(|next: char| next.is_ascii_whitespace() || matches!(next, '/' | '>')).next()?;
            at = tag_end(html, html.len() - rest.len() + name.len());
            return Some((name, start..at, closing));
        }
    })
}

/// Where a drawing ends that is no more than one: it holds no HTML of its own and no other drawing.
fn drawing_end(html: &str, from: usize) -> Option<usize> {
    let end = find(html, from, |rest| memmem::find(rest, b"</svg"))?;
    let inside = html.get(from..end)?.as_bytes();
    let html_inside = [b"<svg".as_slice(), b"foreignObject", b"<!--", b"<script", b"<div", b"<p>", b"<p "];
    if html_inside.iter().any(|html| memmem::find(inside, html).is_some()) {
        return None;
    }
    find(html, end, |rest| memchr(b'>', rest)).map(|at| at + 1)
}

/// Whether the tag of a template says that its content is the tree of the element that it stands in.
fn is_tree(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let mut attributes = tag.split(|next: char| next.is_ascii_whitespace() || next == '/');
    attributes.any(|attribute| attribute.starts_with("shadowroot"))
}

/// A script, where it may hold data: its tag from `start` on, its text between that and `end`.
fn data(html: &str, start: usize, tag_end: usize, end: usize) -> Option<Script<'_>> {
    let tag = html.get(start..tag_end).unwrap_or_default().to_ascii_lowercase();
    let text = html.get(tag_end..end).unwrap_or_default();
    // Some templates write the plus sign as a reference.
    let is_linked = ["ld+json", "ld&#43;json", "ld&#x2b;json", "ld&plus;json"].iter().any(|kind| tag.contains(kind));
    // What is neither JSON nor JavaScript is a template.
    let is_json = tag.contains("json");
    let is_template = tag.contains("text/") && !is_json && !tag.contains("javascript");
    (!is_template && !text.is_empty()).then_some(Script {
        is_large_json: is_json && text.len() >= LARGE,
        is_linked,
        text,
    })
}

#[cfg(test)]
mod tests;
