//! What became of each block, for a report.

use super::{Body, KEPT};
use crate::block::Block;

/// A block of text and what became of it.
pub(crate) struct BlockReport<'a> {
    pub(crate) text: &'a str,
    /// The elements around it, with their names.
    pub(crate) place: String,
    pub(crate) judgement: f32,
    pub(crate) is_kept: bool,
    /// Whether a rule decided against the judgement.
    pub(crate) by_rule: bool,
}

impl Body {
    /// The number of the figure that a block stands for.
    pub(crate) fn figure_at(&self, index: usize) -> Option<usize> {
        self.blocks.get(index)?.figure
    }

    /// What became of each block of text.
    pub(crate) fn report(&self, judgements: &[f32]) -> Vec<BlockReport<'_>> {
        let texts = self.blocks.iter().zip(&self.kept).zip(judgements).filter(|((block, _), _)| block.figure.is_none());
        texts
            .map(|((block, kept), judgement)| BlockReport {
                text: &block.text,
                place: self.place(block),
                judgement: *judgement,
                is_kept: *kept,
                by_rule: *kept != (*judgement >= KEPT),
            })
            .collect()
    }

    /// The elements around a block that have names, nearest last.
    fn place(&self, block: &Block) -> String {
        let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
        let mut parts: Vec<String> = own
            .into_iter()
            .chain(self.page.above(block.element))
            .take(6)
            .map(|(_, node)| {
                let tag = node.tag.map(|tag| format!("{tag:?}").to_lowercase()).unwrap_or_default();
                let names = node.words.split_whitespace().take(2).map(|name| format!(".{name}")).collect::<String>();
                tag + &names
            })
            .collect();
        parts.reverse();
        parts.join(" › ")
    }
}
