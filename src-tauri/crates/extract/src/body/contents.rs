//! A text's own table of contents is none of it: the reader has its headings.

use super::Body;
use crate::tag::Tag;

/// Links from which on a list of places on the page is its contents.
const FEWEST: usize = 3;

/// Characters of a link in it, one with another, and of the line above it.
const MOST_CHARS: usize = 120;
/// See `MOST_CHARS`.
const TITLE_CHARS: usize = 40;

impl Body {
    /// Leaves out lists in which every line is a link to a place on the page itself, with the line above that names them.
    pub(super) fn drop_contents(&mut self) {
        let mut dropped = Vec::new();
        for at in 0..self.page.nodes.len() {
            if self.page.nodes.get(at).is_none_or(|node| node.tag != Some(Tag::List)) || !self.is_contents(at) {
                continue;
            }
            let held = self.held(at);
            let above = held.start.checked_sub(1).filter(|above| {
                let is_title =
                    |text: &str| !text.ends_with(['.', '!', '?', '。']) && text.chars().count() <= TITLE_CHARS;
                self.blocks.get(*above).is_some_and(|block| is_title(&block.text) && block.linked == 0)
            });
            dropped.extend(above.into_iter().chain(held));
        }
        for index in dropped {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = false;
            }
        }
    }

    fn is_contents(&self, at: usize) -> bool {
        let (mut texts, mut chars, mut within) = (0, 0, 0);
        for block in self.held(at).filter_map(|index| self.blocks.get(index)) {
            texts += 1;
            chars += block.chars;
            within += block.within;
        }
        texts >= FEWEST && chars <= texts * MOST_CHARS && within * 10 >= chars * 9
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn contents_go_with_the_line_that_names_them() {
        let story = "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for \
                     ninety passengers, a bar that closes when the barman is tired, and a deck from which one sees the lights.";
        let list = "<p><b>In short</b></p><ul><li><a href=#a>Of berths</a></li><li><a href=#b>Of bars</a></li>\
                    <li><a href=#c>Of decks</a></li></ul>";
        let page = format!(
            "<html><body><main><article><h1>The ferry</h1><p>{story}</p>{list}<h2 id=a>Of berths</h2><p>{story}</p>\
             <h2 id=b>Of bars</h2><p>{story}</p><h2 id=c>Of decks</h2><p>{story}</p></article></main></body></html>"
        );
        let read = extract(&page, "https://courier.example/ferry").text;
        assert_eq!(read.matches("Of bars").count(), 1, "{read}");
        assert!(!read.contains("In short"), "{read}");
    }
}
