//! Pictures that are kept for what stands around them: behind the last words of an article, as in a photo essay, and in the
//! steps of a list.

use super::Body;
use crate::judge::features::holder;
use crate::judge::quick::{QuickMap, QuickSet};
use crate::tag::Tag;

/// A picture right behind the text, in the box of the text, is kept from this judgement on.
const BEHIND: f32 = 0.2;

/// A picture in a step is kept from this judgement on where another step keeps its own.
const STEP: f32 = 0.05;

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

    /// Keeps the pictures of a list's steps where one of its steps keeps its own: they stand or fall together.
    pub(super) fn keep_step_figures(&mut self, judged: &[(usize, f32)]) {
        let mut lists: QuickMap<usize, Vec<(usize, f32)>> = QuickMap::default();
        for (index, judgement) in judged {
            let Some(block) = self.blocks.get(*index) else { continue };
            let step = self.page.above(block.element).find(|(_, node)| node.tag == Some(Tag::Li));
            let Some((step, list)) = step.map(|(at, node)| (at, node.parent)) else { continue };
            if self.held(step).any(|other| self.is_kept_text(other)) {
                lists.entry(list).or_default().push((*index, *judgement));
            }
        }
        for figures in lists.into_values() {
            let is_kept = |(index, _): &(usize, f32)| self.kept.get(*index).copied().unwrap_or_default();
            if figures.iter().any(is_kept) {
                for (index, _) in figures.iter().filter(|(_, judgement)| *judgement >= STEP) {
                    if let Some(kept) = self.kept.get_mut(*index) {
                        *kept = true;
                    }
                }
            }
        }
    }
}
