//! What elements hold, how they score for it, and which of them are of one kind.

use super::parts::{holder, ratio};
use crate::block::Block;
use crate::judge::quick::Quick;
use crate::page::Page;
use crate::tag::Tag;

/// Sums over an element and all that it holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) size: f32,
    pub(super) linked: f32,
    pub(super) blocks: f32,
    pub(super) long: f32,
}

pub(super) fn sums(page: &Page, blocks: &[Block], sizes: &[f32], longs: &[bool]) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); page.nodes.len()];
    for (index, block) in blocks.iter().enumerate() {
        let size = sizes.get(index).copied().unwrap_or_default();
        if let Some(sum) = sums.get_mut(block.element) {
            sum.size += size;
            sum.linked += ratio(block.linked as f32, block.chars as f32) * size;
            sum.blocks += 1.0;
            sum.long += if longs.get(index).copied().unwrap_or_default() { size } else { 0.0 };
        }
    }
    for index in (1..page.nodes.len()).rev() {
        let own = sums.get(index).copied().unwrap_or_default();
        if let Some(above) = page.nodes.get(index).and_then(|node| sums.get_mut(node.parent)) {
            above.size += own.size;
            above.linked += own.linked;
            above.blocks += own.blocks;
            above.long += own.long;
        }
    }
    sums
}

/// Scores elements by the paragraphs that they hold: all of a child's worth, half of a grandchild's, less what is links.
pub(super) fn scores(page: &Page, blocks: &[Block], sizes: &[f32], densities: &[f32], sums: &[Sum]) -> Vec<f32> {
    let mut scores = vec![0.0_f32; page.nodes.len()];
    for (index, block) in blocks.iter().enumerate() {
        let size = sizes.get(index).copied().unwrap_or_default();
        if size < 25.0 {
            continue;
        }
        let commas = block.text.chars().filter(|next| matches!(next, ',' | '、' | '，' | '،')).count() as f32;
        let worth =
            (1.0 + commas + (size / 100.0).min(3.0)) * (1.0 - densities.get(index).copied().unwrap_or_default());
        // Runs of lines stand in the container itself.
        let near = if block.is_run { block.element } else { holder(page, block.element) };
        if let Some(score) = scores.get_mut(near) {
            *score += worth;
        }
        if let Some(score) = scores.get_mut(holder(page, near)) {
            *score += worth / 2.0;
        }
    }
    for (score, sum) in scores.iter_mut().zip(sums) {
        *score *= 1.0 - ratio(sum.linked, sum.size);
    }
    scores
}

/// Elements of the same kind have the same name and names, and stand in such.
pub(super) fn kind_of(page: &Page, element: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |value: u64| hash = (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5);
    let own = page.nodes.get(element).map(|node| (element, node));
    for (_, node) in own.into_iter().chain(page.above(element)).take(2) {
        mix(match node.tag {
            Some(Tag::Heading(level)) => 100 + u64::from(level),
            Some(tag) => tag_hash(tag),
            None => 0,
        });
        for byte in node.words.bytes().filter(|byte| !byte.is_ascii_digit()) {
            mix(u64::from(byte));
        }
    }
    hash
}

pub(super) fn tag_hash(tag: Tag) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = Quick::default();
    tag.hash(&mut hasher);
    hasher.finish()
}
