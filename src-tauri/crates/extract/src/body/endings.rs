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
    let is_sign = bare.is_empty() && text.chars().count() <= 8;
    is_sign || bare == "30" && text.len() > bare.len() || matches!(bare, "ENDS" | "Ends" | "ENDE")
}

impl Body {
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
    use super::is_end;

    #[test]
    fn signs_of_the_end_say_nothing_else() {
        for text in ["###", "# # #", "-30-", "■", "♦", "– ENDS –"] {
            assert!(is_end(text), "{text}");
        }
        for text in ["30", "1871", "It ends.", "The End"] {
            assert!(!is_end(text), "{text}");
        }
    }
}
