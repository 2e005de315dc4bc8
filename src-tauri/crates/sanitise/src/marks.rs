//! Marks on the text of clean HTML, where the reader highlighted it.
//!
//! Places are counted in letters: characters of the text that are no white space. They are the same however a browser
//! breaks lines, and whatever elements the text stands in.

use std::fmt::Write as _;
use std::ops::Range;

use crate::words::{tag_length, unit_length};

/// A passage to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Stands in the mark's `data-highlight`.
    pub id: i64,
    /// Its letters, counted from the beginning of the text.
    pub letters: Range<usize>,
}

/// What clean HTML is made of.
enum Piece<'a> {
    Tag(&'a str),
    /// A character as written, and the one that it stands for.
    Character(&'a str, char),
}

fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match first {
            '<' => tag_length(rest.as_bytes()),
            '&' => unit_length(rest, first),
            other => other.len_utf8(),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        Some(match first {
            '<' => Piece::Tag(piece),
            '&' => Piece::Character(piece, meant(piece)),
            other => Piece::Character(piece, other),
        })
    })
}

/// What a reference stands for, of those that a serialiser writes.
fn meant(reference: &str) -> char {
    match reference {
        "&lt;" => '<',
        "&gt;" => '>',
        "&quot;" => '"',
        "&nbsp;" => '\u{a0}',
        _ => '&',
    }
}

fn is_letter(character: char) -> bool {
    // Zero-width spaces are put into long words.
    !character.is_whitespace() && character != '\u{200b}'
}

/// The letters of a text.
#[must_use]
pub fn letters_of(text: &str) -> String {
    text.chars().filter(|next| is_letter(*next)).collect()
}

/// The letters of the text of clean HTML.
pub(crate) fn letters(html: &str) -> String {
    let meant = pieces(html).filter_map(|piece| match piece {
        Piece::Character(_, character) => Some(character),
        Piece::Tag(_) => None,
    });
    meant.filter(|next| is_letter(*next)).collect()
}

/// Marks passages. Where they overlap, the one that begins first has what they share.
pub(crate) fn marked(html: &str, passages: &[Passage]) -> String {
    let mut waiting: Vec<&Passage> = passages.iter().filter(|passage| !passage.letters.is_empty()).collect();
    waiting.sort_by_key(|passage| (passage.letters.start, passage.id));
    let mut waiting = waiting.into_iter().peekable();
    let mut out = String::with_capacity(html.len() + 64 * passages.len());
    let (mut count, mut current, mut is_open) = (0, None::<&Passage>, false);
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) => {
                close(&mut out, &mut is_open);
                out.push_str(tag);
            }
            Piece::Character(written, character) => {
                if is_letter(character) {
                    if current.is_some_and(|passage| count >= passage.letters.end) {
                        close(&mut out, &mut is_open);
                        current = None;
                    }
                    while current.is_none() {
                        let begun = waiting.next_if(|passage| passage.letters.start <= count);
                        let Some(passage) = begun else { break };
                        current = Some(passage).filter(|passage| passage.letters.end > count);
                    }
                    if let Some(passage) = current.filter(|_| !is_open) {
                        let _ = write!(out, "<mark data-highlight=\"{}\">", passage.id);
                        is_open = true;
                    }
                    count += 1;
                } else if current.is_some_and(|passage| count >= passage.letters.end) {
                    close(&mut out, &mut is_open);
                }
                out.push_str(written);
            }
        }
    }
    close(&mut out, &mut is_open);
    out
}

fn close(out: &mut String, is_open: &mut bool) {
    if std::mem::take(is_open) {
        out.push_str("</mark>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(id: i64, letters: Range<usize>) -> Passage {
        Passage { id, letters }
    }

    #[test]
    fn letters_are_what_is_read() {
        assert_eq!(letters("<p title=\"a > b\">Fish &amp; chips</p>\n<p>5&nbsp;&lt; 6</p>"), "Fish&chips5<6");
        assert_eq!(letters_of("Fish\n &  chips"), "Fish&chips");
    }

    #[test]
    fn marks_stand_within_elements_and_say_whose_they_are() {
        let html = "<p>One <em>two</em> three</p><p>four</p>";
        assert_eq!(
            marked(html, &[passage(7, 3..13)]),
            "<p>One <em><mark data-highlight=\"7\">two</mark></em> <mark data-highlight=\"7\">three</mark></p><p><mark data-highlight=\"7\">fo</mark>ur</p>"
        );
        assert_eq!(marked("a &amp; b", &[passage(1, 1..2)]), "a <mark data-highlight=\"1\">&amp;</mark> b");
        assert_eq!(marked("a b c", &[passage(1, 0..2)]), "<mark data-highlight=\"1\">a b</mark> c");
        assert_eq!(marked(html, &[passage(1, 90..99), passage(2, 4..4)]), html);
    }

    #[test]
    fn what_passages_share_is_marked_once() {
        assert_eq!(
            marked("abcdef", &[passage(2, 2..5), passage(1, 1..3), passage(3, 2..3)]),
            "a<mark data-highlight=\"1\">bc</mark><mark data-highlight=\"2\">de</mark>f"
        );
    }

    #[test]
    fn marking_takes_nothing_away() {
        let html = "<ul><li>Ein <a href=\"https://a.example/?b&amp;c\">Wort</a></li><li>橋が&quot;閉鎖&quot;</li></ul>";
        let all = marked(html, &[passage(1, 2..9), passage(2, 9..12)]);
        assert_eq!(letters(&all), letters(html));
        let bare = all
            .replace("</mark>", "")
            .replace("<mark data-highlight=\"1\">", "")
            .replace("<mark data-highlight=\"2\">", "");
        assert_eq!(bare, html);
    }
}
