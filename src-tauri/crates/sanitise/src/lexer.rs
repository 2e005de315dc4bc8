//! Cuts markup into tags and text, exactly where a browser's tokenizer would (HTML Living Standard, 13.2.5).
//!
//! It knows no elements: what a tag means is for [`crate::straighten`] to say. It never allocates for text and reads every
//! byte once.

/// One piece of markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Characters, with their character references as written.
    Text(&'a str),
    /// A start tag; the name is in lower case.
    Start { name: String, attributes: Vec<Attribute<'a>> },
    /// An end tag; the name is in lower case.
    End { name: String },
}

/// An attribute as written: the name in lower case, the value with its character references unread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    pub(crate) name: String,
    pub(crate) value: &'a str,
}

/// Reads tokens from the front of a text.
pub(crate) struct Lexer<'a> {
    rest: &'a str,
    /// The last tag closes itself, which means something where a formula begins and inside of it alone.
    closes_itself: bool,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(markup: &'a str) -> Self {
        Self { rest: markup, closes_itself: false }
    }

    /// Skips the raw text of an element whose content is no markup, and its end tag.
    pub(crate) fn skip_raw_text(&mut self, name: &str) {
        loop {
            let Some((_, after)) = self.rest.split_once("</") else {
                self.rest = "";
                return;
            };
            self.rest = after;
            let (head, tail) = split_at(after, name.len());
            if head.eq_ignore_ascii_case(name)
                && tail.starts_with(|next: char| is_space(next) || next == '/' || next == '>')
            {
                self.rest = tail;
                let _ = self.attributes();
                return;
            }
        }
    }

    /// Whether the tag that was read last closes itself.
    pub(crate) fn closes_itself(&self) -> bool {
        self.closes_itself
    }

    /// Bytes that are left.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Skips everything that is left.
    pub(crate) fn skip_all(&mut self) {
        self.rest = "";
    }

    /// Reads attributes up to and with the closing `>`; `None` where the markup ends before it, which makes the whole tag
    /// void, as in a browser.
    fn attributes(&mut self) -> Option<Vec<Attribute<'a>>> {
        let mut attributes: Vec<Attribute<'a>> = Vec::new();
        loop {
            let rest = self.rest.trim_start_matches(|next: char| is_space(next) || next == '/');
            let between = split_at(self.rest, self.rest.len() - rest.len()).0;
            self.rest = rest;
            let first = self.rest.chars().next()?;
            if first == '>' {
                self.closes_itself = between.ends_with('/');
                self.rest = split_at(self.rest, 1).1;
                return Some(attributes);
            }
            // A name may begin with `=`, but ends before the next one.
            let (lead, body) = split_at(self.rest, first.len_utf8());
            let length =
                body.find(|next: char| is_space(next) || matches!(next, '/' | '>' | '=')).unwrap_or(body.len());
            let (body, rest) = split_at(body, length);
            let name = format!("{lead}{body}").to_ascii_lowercase();
            self.rest = rest.trim_start_matches(is_space);
            let value = match self.rest.strip_prefix('=') {
                Some(rest) => {
                    self.rest = rest.trim_start_matches(is_space);
                    self.value()?
                }
                None => "",
            };
            // The first of two equal names counts, and no honest tag has hundreds of them.
            if attributes.len() < 64 && !attributes.iter().any(|known| known.name == name) {
                attributes.push(Attribute { name, value });
            }
        }
    }

    fn value(&mut self) -> Option<&'a str> {
        for quote in ['"', '\''] {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                let (value, rest) = rest.split_once(quote)?;
                self.rest = rest;
                return Some(value);
            }
        }
        let length = self.rest.find(|next: char| is_space(next) || next == '>')?;
        let (value, rest) = split_at(self.rest, length);
        self.rest = rest;
        Some(value)
    }

    /// Skips a comment or what counts as one, whose `<` is still in front.
    fn comment(&mut self) {
        let Some(inside) = self.rest.strip_prefix("<!--") else {
            self.rest = self.rest.split_once('>').map_or("", |(_, rest)| rest);
            return;
        };
        for empty in [">", "->"] {
            if let Some(rest) = inside.strip_prefix(empty) {
                self.rest = rest;
                return;
            }
        }
        let mut search = inside;
        while let Some((_, after)) = search.split_once("--") {
            for end in [">", "!>"] {
                if let Some(rest) = after.strip_prefix(end) {
                    self.rest = rest;
                    return;
                }
            }
            // `--->` ends a comment as well: step over one hyphen at a time.
            search = split_at(search, search.len() - after.len() - 1).1;
        }
        self.rest = "";
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let mut after = self.rest.chars();
            if after.next() != Some('<') {
                let length = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = split_at(self.rest, length);
                self.rest = rest;
                return Some(Token::Text(text));
            }
            let second = after.next();
            let (start, letter) = match second {
                Some('/') => (2, after.next()),
                other => (1, other),
            };
            match letter {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let (_, body) = split_at(self.rest, start);
                    let length =
                        body.find(|next: char| is_space(next) || next == '/' || next == '>').unwrap_or(body.len());
                    let (name, rest) = split_at(body, length);
                    let name = name.to_ascii_lowercase();
                    self.rest = rest;
                    let Some(attributes) = self.attributes() else {
                        self.rest = "";
                        return None;
                    };
                    return Some(if start == 2 { Token::End { name } } else { Token::Start { name, attributes } });
                }
                Some('>') if start == 2 => self.rest = split_at(self.rest, 3).1,
                Some(_) if start == 2 => self.comment(),
                Some('!' | '?') => self.comment(),
                _ => {
                    // A lone `<` is text.
                    let (text, rest) = split_at(self.rest, 1);
                    self.rest = rest;
                    return Some(Token::Text(text));
                }
            }
        }
    }
}

/// The white space of the standard.
pub(crate) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\x0c' | '\r')
}

/// Splits at a byte that is known to be a boundary; past the end, everything is in front.
fn split_at(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(markup: &str) -> Vec<String> {
        Lexer::new(markup)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::End { name } => format!("/{name}"),
                Token::Start { name, attributes } => {
                    attributes.iter().fold(name, |sum, next| format!("{sum} {}={}", next.name, next.value))
                }
            })
            .collect()
    }

    #[test]
    fn tags_end_where_a_browser_ends_them() {
        assert_eq!(tokens("a<P class='x y'id=1>b</p >c"), ["a", "p class=x y id=1", "b", "/p", "c"]);
        assert_eq!(tokens("<img src=x/y alt=\"a>b\" =odd=1 / >"), ["img src=x/y alt=a>b =odd=1"]);
        assert_eq!(tokens("1 < 2 <3"), ["1 ", "<", " 2 ", "<", "3"]);
        assert_eq!(tokens("x<p title=\"never closed>"), ["x"]);
    }

    #[test]
    fn comments_and_their_odd_ends_vanish() {
        for comment in [
            "<!---->",
            "<!-->",
            "<!--->",
            "<!-- a -->",
            "<!-- a --!>",
            "<!-- a --->",
            "<!doctype x>",
            "<?php x>",
            "</ x>",
            "</>",
        ] {
            assert_eq!(tokens(&format!("a{comment}b")), ["a", "b"], "{comment}");
        }
        assert_eq!(tokens("a<!-- never closed"), ["a"]);
    }
}
