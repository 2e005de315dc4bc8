//! The pieces of an XML document, in one pass, whatever its state.
//!
//! Where the document breaks the rules, the tokenizer reads on as a person would: a `<` that opens nothing is text, a
//! tag without its `>` ends where the next one starts, a section without its end runs to the end of the document.

use memchr::{memchr, memchr3, memmem};

/// One piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// A start tag, or a whole empty element.
    Start {
        /// Qualified name as written.
        name: &'t str,
        /// Everything between the name and the end of the tag.
        attributes: &'t str,
        /// Whether the element ends with this tag.
        empty: bool,
    },
    /// An end tag and its qualified name.
    End(&'t str),
    /// Character data, its references not resolved.
    Text(&'t str),
    /// What a CDATA section holds.
    Cdata(&'t str),
    /// A document type declaration without `<!DOCTYPE` and `>`.
    Doctype(&'t str),
}

/// The tokens of a document. Comments and processing instructions are passed over.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'t> {
    rest: &'t str,
    /// What is known to come no more, so that looking for it again and again cannot take quadratic time.
    exhausted: Exhausted,
}

#[derive(Debug, Clone, Copy, Default)]
struct Exhausted {
    comment: bool,
    section: bool,
    instruction: bool,
    double_quote: bool,
    single_quote: bool,
    doctype: bool,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { rest: text, exhausted: Exhausted::default() }
    }

    /// The document from here on.
    pub(crate) fn rest(&self) -> &'t str {
        self.rest
    }

    /// Goes on from `rest`, a later part of the same document.
    pub(crate) fn continue_at(&mut self, rest: &'t str) {
        self.rest = rest;
    }

    /// Takes the first `length` bytes of the rest.
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn text(&mut self) -> Option<Token<'t>> {
        let bytes = self.rest.as_bytes();
        // A `<` at the very start was found to open nothing.
        let from = usize::from(bytes.first() == Some(&b'<'));
        let end = bytes.get(from..).and_then(|bytes| memchr(b'<', bytes)).map_or(bytes.len(), |at| at + from);
        Some(Token::Text(self.take(end)))
    }

    fn end_tag(&mut self) -> Option<Token<'t>> {
        let name_end = name_length(self.rest.as_bytes().get(2..).unwrap_or_default());
        self.take(2);
        let name = self.take(name_end);
        // The end tag may have lost its `>`: whatever stands before the next `<` belongs to it only up to a `>`.
        let bytes = self.rest.as_bytes();
        let end = memchr::memchr2(b'>', b'<', bytes).unwrap_or(bytes.len());
        let closed = bytes.get(end) == Some(&b'>');
        if closed || bytes.iter().take(end).all(u8::is_ascii_whitespace) {
            self.take(end + usize::from(closed));
        }
        Some(Token::End(name))
    }

    fn start_tag(&mut self) -> Option<Token<'t>> {
        self.take(1);
        let name = self.take(name_length(self.rest.as_bytes()));
        let end = self.tag_length();
        let inside = self.take(end);
        if self.rest.starts_with('>') {
            self.take(1);
        }
        let (attributes, empty) = match inside.strip_suffix('/') {
            // In `<a href=http://x/>` the slash is part of the value.
            Some(before) if before.ends_with(|last: char| last.is_whitespace() || matches!(last, '"' | '\'')) => {
                (before, true)
            }
            Some(before) if !before.contains('=') => (before, true),
            Some(_) => (inside, true),
            None => (inside, false),
        };
        Some(Token::Start { name, attributes, empty })
    }

    /// How far the tag reaches whose attributes start the rest: up to its `>`, or to what shows that it has none.
    fn tag_length(&mut self) -> usize {
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        // Outside quotes the next `<` ends the tag; looking no further than that keeps the time linear.
        let mut open = memchr(b'<', bytes).unwrap_or(bytes.len());
        loop {
            if open < at {
                open = bytes.get(at..).and_then(|ahead| memchr(b'<', ahead)).map_or(bytes.len(), |next| at + next);
            }
            let ahead = bytes.get(at..open).unwrap_or_default();
            let Some(found) = memchr3(b'>', b'"', b'\'', ahead) else { return open };
            let position = at + found;
            let quote = match ahead.get(found) {
                Some(quote @ (b'"' | b'\'')) if opens_value(bytes, position) => *quote,
                Some(b'>') | None => return position,
                _ => {
                    at = position + 1;
                    continue;
                }
            };
            at = match self.value_end(position + 1, quote) {
                Some(end) => end + 1,
                None => position + 1,
            };
        }
    }

    /// Where the quoted value that starts at `from` ends; `None` if its closing quote was forgotten.
    fn value_end(&mut self, from: usize, quote: u8) -> Option<usize> {
        let none_left = match quote {
            b'"' => &mut self.exhausted.double_quote,
            _ => &mut self.exhausted.single_quote,
        };
        if *none_left {
            return None;
        }
        let bytes = self.rest.as_bytes().get(from..).unwrap_or_default();
        let Some(length) = memchr(quote, bytes) else {
            *none_left = true;
            return None;
        };
        let value = bytes.get(..length).unwrap_or_default();
        // A value that holds the end of this tag and the start of the next has lost its quote.
        let runs_on = memchr(b'>', value)
            .and_then(|end| value.get(end + 1..))
            .is_some_and(|after| memchr(b'<', after).is_some_and(|open| after.get(open + 1..).is_some_and(opens_tag)));
        (!runs_on).then_some(from + length)
    }

    /// A comment, CDATA section, declaration or processing instruction; `None` inside means that it is passed over.
    fn markup_declaration(&mut self) -> Option<Option<Token<'t>>> {
        let bytes = self.rest.as_bytes();
        if bytes.starts_with(b"<!--") {
            match self.find("-->", 4, |exhausted| &mut exhausted.comment) {
                Some(end) => {
                    self.take(end + 3);
                }
                // An unfinished comment hides nothing but its own opening.
                None => {
                    self.take(4);
                }
            }
            return Some(None);
        }
        if bytes.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<![CDATA[")) {
            let end = self.find("]]>", 9, |exhausted| &mut exhausted.section);
            self.take(9);
            let (length, after) = end.map_or((self.rest.len(), 0), |end| (end - 9, 3));
            let inside = self.take(length);
            self.take(after);
            return Some(Some(Token::Cdata(inside)));
        }
        if bytes.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            self.take(9);
            let bytes = self.rest.as_bytes();
            let whole = if self.exhausted.doctype { None } else { doctype_length(bytes) };
            self.exhausted.doctype = whole.is_none();
            // Not closed: the first `>` must do.
            let length = whole.or_else(|| memchr(b'>', bytes)).unwrap_or(bytes.len());
            let inside = self.take(length);
            self.take(1);
            return Some(Some(Token::Doctype(inside)));
        }
        if bytes.starts_with(b"<?") {
            let end = self.find("?>", 2, |exhausted| &mut exhausted.instruction);
            let length = end.map(|end| end + 2).or_else(|| memchr(b'>', bytes).map(|end| end + 1));
            self.take(length.unwrap_or(bytes.len()));
            return Some(None);
        }
        if bytes.starts_with(b"<!") && bytes.get(2).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'[') {
            self.take(memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1));
            return Some(None);
        }
        None
    }

    fn find(&mut self, what: &str, from: usize, flag: impl Fn(&mut Exhausted) -> &mut bool) -> Option<usize> {
        let gone = flag(&mut self.exhausted);
        if *gone {
            return None;
        }
        let found = self.rest.as_bytes().get(from..).and_then(|bytes| memmem::find(bytes, what.as_bytes()));
        *gone = found.is_none();
        found.map(|at| at + from)
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            match self.rest.as_bytes() {
                [] => return None,
                [b'<', b'!' | b'?', ..] => match self.markup_declaration() {
                    Some(Some(token)) => return Some(token),
                    Some(None) => {}
                    None => return self.text(),
                },
                [b'<', b'/', after @ ..] if after.first().is_some_and(|next| starts_name(*next)) => {
                    return self.end_tag();
                }
                [b'<', after @ ..] if after.first().is_some_and(|next| starts_name(*next)) => return self.start_tag(),
                _ => return self.text(),
            }
        }
    }
}

fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

/// Whether what follows a `<` makes it a tag.
fn opens_tag(after: &[u8]) -> bool {
    match after {
        [b'/', next, ..] | [next, ..] => starts_name(*next),
        [] => false,
    }
}

fn name_length(bytes: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<' | b'=' | b'"' | b'\'');
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

/// Whether the quote at `position` stands where a value starts: after `=`, or, where values run into each other, after a
/// closing quote would be read as text.
fn opens_value(bytes: &[u8], position: usize) -> bool {
    let before = bytes.get(..position).unwrap_or_default();
    before.iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=')
}

/// Up to the `>` that ends a document type declaration, its internal subset included.
fn doctype_length(bytes: &[u8]) -> Option<usize> {
    let mut in_subset = false;
    let mut quote = None;
    let (mut behind_comment, mut closes) = (0, true);
    for (at, byte) in bytes.iter().enumerate() {
        match (byte, quote) {
            _ if at < behind_comment => {}
            // A comment may hold half of a pair of quotation marks.
            (b'<', None) if in_subset && closes && bytes.get(at..).is_some_and(|rest| rest.starts_with(b"<!--")) => {
                match bytes.get(at..).and_then(|rest| memmem::find(rest, b"-->")) {
                    Some(end) => behind_comment = at + end + 3,
                    None => closes = false,
                }
            }
            (byte, Some(open)) if *byte == open => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'', None) => quote = Some(*byte),
            (b'[', None) => in_subset = true,
            (b']', None) => in_subset = false,
            (b'>', None) if !in_subset => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start<'t>(name: &'t str, attributes: &'t str) -> Token<'t> {
        Token::Start { name, attributes, empty: false }
    }

    fn read(text: &str) -> Vec<Token<'_>> {
        Tokens::new(text).collect()
    }

    #[test]
    fn a_document_in_order() {
        assert_eq!(
            read(
                "<?xml version='1.0'?><!DOCTYPE a [<!-- it's --><!ENTITY b \"x>y\">]><a b='1'>t<!-- c --><c/><![CDATA[<d>]]></a>"
            ),
            [
                Token::Doctype(" a [<!-- it's --><!ENTITY b \"x>y\">]"),
                start("a", " b='1'"),
                Token::Text("t"),
                Token::Start { name: "c", attributes: "", empty: true },
                Token::Cdata("<d>"),
                Token::End("a"),
            ]
        );
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        assert_eq!(read("1 < 2 <3"), [Token::Text("1 "), Token::Text("< 2 "), Token::Text("<3")]);
        assert_eq!(read("<a <b>x</b"), [start("a", " "), start("b", ""), Token::Text("x"), Token::End("b")]);
        assert_eq!(read("<![CDATA[rest <b>"), [Token::Cdata("rest <b>")]);
        assert_eq!(read("<!-- rest <b>"), [Token::Text(" rest "), start("b", "")]);
        assert_eq!(read("<a b=\"1><c d=\"2\">"), [start("a", " b=\"1"), start("c", " d=\"2\"")]);
        assert_eq!(read("<a b='x > y'>"), [start("a", " b='x > y'")]);
        assert_eq!(read("<a b=it's c>"), [start("a", " b=it's c")]);
        assert_eq!(
            read("<a href=http://x/>"),
            [Token::Start { name: "a", attributes: " href=http://x/", empty: true }]
        );
    }
}
