//! Whether a page may hold what few pages hold, so that its tree is not searched in vain.

use memchr::memmem::find;

/// Something that few pages hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// An address that all others are relative to.
    Base,
    /// Lines as they are written.
    Verbatim,
    /// A paragraph's indent that is written as a wide space.
    Indent,
    Formula,
    /// A picture that stands for a sign.
    Sign,
    /// A card that shows another page.
    Card,
    /// A link in a heading that leads to it.
    Anchor,
}

/// How those are written that no element's name tells.
const PARTS: [(&str, Hint); 14] = [
    ("\u{3000}", Hint::Indent),
    ("\u{2003}", Hint::Indent),
    ("&emsp;", Hint::Indent),
    ("&#12288;", Hint::Indent),
    ("emoji", Hint::Sign),
    ("smiley", Hint::Sign),
    ("smilies", Hint::Sign),
    ("emoticon", Hint::Sign),
    ("latex", Hint::Sign),
    ("bookmark-card", Hint::Card),
    ("headerlink", Hint::Anchor),
    ("editsection", Hint::Anchor),
    ("anchor", Hint::Anchor),
    ("#</a>", Hint::Anchor),
];

/// What a page may hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hints(u8);

impl Hints {
    /// Adds what an element's name tells.
    pub(crate) fn add_element(&mut self, name: &str) {
        match name.as_bytes() {
            name if name.eq_ignore_ascii_case(b"pre") => self.add(Hint::Verbatim),
            name if name.eq_ignore_ascii_case(b"base") => self.add(Hint::Base),
            name if name.eq_ignore_ascii_case(b"math") => self.add(Hint::Formula),
            _ => {}
        }
    }

    /// Adds what the text of a page tells.
    pub(crate) fn add_text(&mut self, html: &str) {
        for (part, hint) in PARTS {
            if !self.has(hint) && find(html.as_bytes(), part.as_bytes()).is_some() {
                self.add(hint);
            }
        }
    }

    pub(crate) const fn add(&mut self, hint: Hint) {
        self.0 |= 1 << hint as u8;
    }

    pub(crate) const fn has(self, hint: Hint) -> bool {
        self.0 & 1 << hint as u8 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_what_it_may_hold() {
        let mut hints = Hints::default();
        hints.add_text("<p class=emoji>A ferry</p>");
        hints.add_element("PRE");
        hints.add_element("prefix");
        assert!(hints.has(Hint::Sign) && hints.has(Hint::Verbatim));
        assert!(!hints.has(Hint::Card) && !hints.has(Hint::Formula) && !hints.has(Hint::Base));
    }
}
