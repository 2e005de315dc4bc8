//! A first sieve: blocks that stand where no article does need no judgement.
//!
//! Half of a page's blocks are its navigation, its foot and its lists of other pages. What is asked here holds for hardly any
//! block of an article, and costs next to nothing.

use super::parts::{holder, ratio};
use super::sums::Sum;
use crate::block::Block;
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;

/// Characters of long text from which on a page has an article that others can be far from.
const LEAST_LONG: f32 = 400.0;

/// Most that a room far from the article holds of the page's long text.
const FAR: f32 = 0.12;

/// Share of links from which on a wide surrounding is a list of other pages.
const MOSTLY_LINKS: f32 = 0.62;

/// Characters up to which a block is short; among links; and hardly more than a word.
const SHORT: f32 = 133.0;
/// See `SHORT`.
const SHORT_LINKED: f32 = 200.0;
/// See `SHORT`.
const WORD: f32 = 15.5;

/// What stands around every node of a page.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    article: bool,
    main: bool,
    footer: bool,
}

/// Which blocks are not worth judging: they belong to no article.
pub(super) fn sieve(page: &Page, blocks: &[Block], sizes: &[f32], sums: &[Sum]) -> Vec<bool> {
    let whole = sums.first().copied().unwrap_or_default();
    if whole.long < LEAST_LONG {
        return vec![false; blocks.len()];
    }
    let places = places(page);
    blocks
        .iter()
        .zip(sizes)
        .map(|(block, size)| {
            if block.figure.is_some() {
                return false;
            }
            let sum = |at: usize| if at == NOWHERE { whole } else { sums.get(at).copied().unwrap_or(whole) };
            let boxed_at = holder(page, block.element);
            let room_at = holder(page, boxed_at);
            let room = sum(room_at);
            if ratio(room.long, whole.long) > FAR {
                return false;
            }
            let place = places.get(block.element).copied().unwrap_or_default();
            let (boxed, hall) = (sum(boxed_at), sum(holder(page, holder(page, room_at))));
            let among_links = ratio(hall.linked, hall.size) > MOSTLY_LINKS;
            let is_linked = ratio(block.linked as f32, block.chars as f32) > 0.6;
            among_links && !place.article && *size <= SHORT
                || among_links && is_linked && ratio(boxed.linked, boxed.size) > 0.685 && *size <= SHORT_LINKED
                || place.footer && ratio(room.long, room.size) <= 0.8
                || *size <= WORD && ratio(room.linked, room.size) > 0.52 && !place.main
        })
        .collect()
}

fn places(page: &Page) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(page.nodes.len());
    for node in &page.nodes {
        let mut place = places.get(node.parent).copied().unwrap_or_default();
        match node.tag {
            Some(Tag::Article) => place.article = true,
            Some(Tag::Main) => place.main = true,
            Some(Tag::Footer) => place.footer = true,
            _ => {}
        }
        places.push(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::{Known, features};
    use crate::block::blocks;
    use crate::page::Page;

    #[test]
    fn far_links_fall_through_and_the_article_stays() {
        let links = "<li><a href=/x>Elsewhere in the news</a></li>".repeat(9);
        let list = format!("<div><div><ul>{links}</ul></div></div>");
        let text =
            "<p>The harbour was calm, and nobody on the pier had seen the ferry since the early morning.</p>".repeat(9);
        let story = format!("<div class=story><h2>Ferry</h2>{text}<ul>{links}</ul></div>");
        let document = Document::from(format!("<div>{list}</div><div>{story}</div><div>{list}</div>"));
        let page = Page::of(&document, None);
        let blocks = blocks(&page);
        let rows = features(&page, &blocks, &Known::default()).rows;
        let judged: Vec<&str> =
            blocks.iter().zip(&rows).filter(|(_, row)| !row.is_empty()).map(|(block, _)| block.text.as_str()).collect();
        assert_eq!(judged.len(), 1 + 9 + 9, "{judged:?}");
    }
}
