//! What the numbers are made with.

use crate::block::Block;
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;

pub(super) fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

pub(super) fn logged(value: f32) -> f32 {
    (1.0 + value).ln()
}

/// The nearest element around that stands on lines of its own.
pub(crate) fn holder(page: &Page, element: usize) -> usize {
    page.above(element).find(|(_, node)| node.tag.is_some_and(Tag::is_block)).map_or(NOWHERE, |(at, _)| at)
}

pub(super) fn is_heading(page: &Page, block: &Block) -> bool {
    matches!(page.nodes.get(block.element).and_then(|node| node.tag), Some(Tag::Heading(_)))
}

pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')', '」', '』', '\'', '“'])
        .ends_with(['.', '!', '?', '。', '！', '？', '…', '؟', '।', '։', '።'])
}
