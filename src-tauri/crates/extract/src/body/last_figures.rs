//! Pictures that stand behind the last words of an article, as in a photo essay.

use super::Body;
use crate::judge::features::holder;
use crate::judge::quick::QuickSet;

/// A picture right behind the text, in the box of the text, is kept from this judgement on.
const BEHIND: f32 = 0.2;

/// Characters of a text that is left out from which on what follows it is no longer the article's.
const ENDS: usize = 25;

impl Body {
    /// Keeps the pictures that follow the last kept text in its own box, up to the first text that is left out.
    pub(super) fn keep_last_figures(&mut self, judged: &[(usize, f32)]) {
        let Some(last) = (0..self.blocks.len()).rev().find(|index| self.is_kept_text(*index)) else { return };
        let Some(text) = self.blocks.get(last) else { return };
        let around = holder(&self.page, text.element);
        let end = self.page.nodes.get(around).map_or(around, |node| node.end);
        let likely: QuickSet<usize> =
            judged.iter().filter(|(_, judgement)| *judgement >= BEHIND).map(|(at, _)| *at).collect();
        let mut found = Vec::new();
        for (index, block) in self.blocks.iter().enumerate().skip(last + 1) {
            if !(around..end).contains(&block.element) || block.figure.is_none() && block.chars >= ENDS {
                break;
            }
            if block.figure.is_some() && likely.contains(&index) {
                found.push(index);
            }
        }
        for index in found {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = true;
            }
        }
    }
}
