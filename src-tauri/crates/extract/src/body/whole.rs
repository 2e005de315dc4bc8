//! Tables and lists stand or fall as one: a table without its numbers, or a list with one item of ten, says something else.

use super::Body;
use crate::judge::features::ends_sentence;
use crate::tag::Tag;

/// Share of a table's characters from which on all of it is kept.
const TABLE_KEPT: f32 = 0.5;

/// Characters of a cell; one with more holds a page's layout.
const CELL_CHARS: usize = 500;

/// Blocks from which on a table or a list has something to lose.
const FEWEST: [usize; 2] = [4, 3];

/// How surely the items of a list belong to the article, one with another, for all of them to be kept.
const LIST_KEPT: f32 = 0.25;

/// Share of a list's characters that may be links; one with more leads elsewhere.
const LIST_LINKED: f32 = 0.7;

impl Body {
    /// Keeps the rest of tables and lists of which enough is kept.
    pub(super) fn keep_whole(&mut self, judgements: &[f32]) {
        for at in 0..self.page.nodes.len() {
            let is_whole = match self.page.nodes.get(at).and_then(|node| node.tag) {
                Some(Tag::Table) => self.is_table_kept(at),
                Some(Tag::List) => self.is_list_kept(at, judgements),
                _ => false,
            };
            if is_whole {
                for index in self.held(at) {
                    let is_text = self.blocks.get(index).is_some_and(|block| block.figure.is_none());
                    if let Some(kept) = self.kept.get_mut(index).filter(|_| is_text) {
                        *kept = true;
                    }
                }
            }
        }
    }

    fn is_table_kept(&self, at: usize) -> bool {
        let (mut texts, mut all, mut kept) = (0, 0, 0);
        for index in self.held(at) {
            let Some(block) = self.blocks.get(index).filter(|block| block.figure.is_none()) else { continue };
            if block.chars >= CELL_CHARS {
                return false;
            }
            texts += 1;
            all += block.chars;
            kept += if self.is_kept_text(index) { block.chars } else { 0 };
        }
        texts >= FEWEST[0] && kept > 0 && kept as f32 >= TABLE_KEPT * all as f32
    }

    fn is_list_kept(&self, at: usize, judgements: &[f32]) -> bool {
        let (mut texts, mut sentences, mut all, mut linked, mut judged) = (0, 0, 0, 0, 0.0);
        for index in self.held(at) {
            let Some(block) = self.blocks.get(index).filter(|block| block.figure.is_none()) else { continue };
            texts += 1;
            sentences += usize::from(ends_sentence(&block.text));
            all += block.chars;
            linked += block.linked;
            judged += judgements.get(index).copied().unwrap_or_default() * block.chars as f32;
        }
        texts >= FEWEST[1]
            && sentences * 2 > texts
            && (linked as f32) < LIST_LINKED * all as f32
            && judged >= LIST_KEPT * all as f32
    }
}
