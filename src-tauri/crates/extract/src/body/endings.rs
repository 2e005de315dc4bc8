//! What stands below a text and is none of it: headings that lost their lists, an address, a sign that it is over.

use super::Body;
use crate::elsewhere::is_address;
use crate::page::NOWHERE;
use crate::tag::Tag;

/// Headings at the end that are taken for what is left of a list of other stories.
const MOST_LAST_HEADINGS: usize = 3;

/// Whether a line is a sign that the text is over: `###`, `-30-`, `■`.
fn is_end(text: &str) -> bool {
    let bare = text.trim_matches(|next: char| !next.is_alphanumeric());
    const SIGNS: [char; 19] =
        ['#', '*', '-', '–', '—', '_', '~', '=', '•', '■', '□', '◼', '◆', '♦', '●', '∎', '⁂', '\u{200d}', ' '];
    let is_sign = text.chars().count() <= 12 && text.chars().all(|next| SIGNS.contains(&next));
    is_sign || bare == "30" && text.len() > bare.len() || matches!(bare, "ENDS" | "Ends" | "ENDE")
}

/// What a line goes on with behind its author's name that tells of the author.
const TELLS: [&str; 22] = [
    " is a",
    " is the",
    " is an",
    " covers ",
    " writes ",
    " reports ",
    " was a ",
    " has written ",
    " teaches ",
    " works ",
    " lives ",
    " ist ",
    " schreibt ",
    " est ",
    " es ",
    " è ",
    " é ",
    " is ",
    " är ",
    " er ",
    " on ",
    " jest ",
];

/// Characters of a line on an author.
const BIO_CHARS: usize = 450;

/// Whether a line begins with the name of one of the authors and tells of nothing else.
fn tells_of_author(text: &str, byline: &[String]) -> bool {
    let text = text.trim_start_matches(|next: char| !next.is_alphanumeric());
    text.chars().count() <= BIO_CHARS
        && byline.iter().filter(|name| name.contains(' ')).any(|name| {
            text.strip_prefix(name.as_str()).is_some_and(|rest| TELLS.iter().any(|tells| rest.starts_with(tells)))
        })
}

impl Body {
    /// Leaves out what the last lines say of an author, where they are set apart in italics.
    pub(super) fn drop_last_bios(&mut self, byline: &[String]) {
        while let Some(last) = (0..self.blocks.len()).rev().find(|index| self.is_kept_text(*index))
            && self
                .blocks
                .get(last)
                .is_some_and(|block| block.italic * 10 >= block.chars * 8 && tells_of_author(&block.text, byline))
            && let Some(kept) = self.kept.get_mut(last)
        {
            *kept = false;
        }
    }

    /// A few headings at the end have lost what stood under them; where all the text is in headings, they are the text.
    pub(super) fn drop_last_headings(&mut self) {
        // The author's address may stand below the text, and a sign that it is over.
        while let Some(last) = (0..self.blocks.len()).rev().find(|index| self.is_kept_text(*index))
            && self.blocks.get(last).is_some_and(|block| is_address(&block.text) || is_end(&block.text))
            && let Some(kept) = self.kept.get_mut(last)
        {
            *kept = false;
        }
        let last: Vec<usize> = (0..self.blocks.len())
            .rev()
            .filter(|index| self.is_kept_text(*index))
            .take_while(|index| {
                let element = self.blocks.get(*index).map_or(NOWHERE, |block| block.element);
                matches!(self.page.nodes.get(element).and_then(|node| node.tag), Some(Tag::Heading(_)))
            })
            .take(MOST_LAST_HEADINGS + 1)
            .collect();
        if last.len() <= MOST_LAST_HEADINGS {
            for index in last {
                if let Some(kept) = self.kept.get_mut(index) {
                    *kept = false;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_end, tells_of_author};

    #[test]
    fn signs_of_the_end_say_nothing_else() {
        for text in ["###", "# # #", "-30-", "■", "♦", "– ENDS –"] {
            assert!(is_end(text), "{text}");
        }
        for text in ["30", "1871", "It ends.", "The End", "★★★★☆"] {
            assert!(!is_end(text), "{text}");
        }
    }

    #[test]
    fn lines_on_authors_begin_with_their_names() {
        let byline = ["Ana Roth".to_owned(), "Roth".to_owned()];
        assert!(tells_of_author("Ana Roth is a reporter who lives by the harbour.", &byline));
        assert!(tells_of_author("• Ana Roth covers the ferries.", &byline));
        assert!(!tells_of_author("Ana Roth's ferry leaves at nine.", &byline));
        assert!(!tells_of_author("Roth is a village by the sea.", &byline));
    }
}
