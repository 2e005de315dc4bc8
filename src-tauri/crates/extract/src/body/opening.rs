//! The standfirst: taken out of the text where it stands between headline and text.

use super::Body;
use crate::block::Block;
use crate::byline::is_byline;
use crate::dates::{Custom, visible};
use crate::elsewhere::is_call;
use crate::judge::features::{ends_sentence, is_long, size};
use crate::page::NOWHERE;
use crate::tag::Tag;
use crate::words::length;

/// Words from which on a standfirst has to be followed by a text so many times as long.
const LONG_OPENING: usize = 50;
/// See `LONG_OPENING`.
const OPENED: usize = 3;

/// Words of a sentence that says what a text is about.
const LEAST_WORDS: usize = 8;

/// Whether a block is a whole sentence that anyone sees, and no line on who wrote the text and when.
fn says_something(block: &Block) -> bool {
    !block.hidden
        && block.linked * 3 < block.chars
        && length(&block.text) >= LEAST_WORDS
        && ends_sentence(&block.text)
        && !is_byline(&block.text)
        && !is_call(&block.text)
        && visible(&block.text, Custom::PLAIN).is_none()
}

impl Body {
    /// Takes the standfirst out of the text: the block that is named or described as one, between headline and text.
    pub(crate) fn take_standfirst(&mut self, is_standfirst: impl Fn(&str, &str, bool) -> bool) -> Option<String> {
        let mut paragraphs = 0;
        let from = self.headline_at.map_or(0, |at| at + 1);
        for index in from..self.blocks.len() {
            let block = self.blocks.get(index)?;
            let kept = self.kept.get(index).copied().unwrap_or_default();
            let words = length(&block.text);
            if block.figure.is_none()
                && (2..=130).contains(&words)
                && (kept || paragraphs == 0 && self.headline_at.is_some())
            {
                let apart = self.stands_apart(index);
                let mut names = self.names_of(block);
                if self.shares_header(index) && says_something(block) {
                    names.push_str(" intro");
                }
                if is_standfirst(&names, &block.text, apart) && self.is_opening_only(index, words) {
                    let text = block.text.clone();
                    if let Some(kept) = self.kept.get_mut(index) {
                        *kept = false;
                    }
                    return Some(text);
                }
            }
            if kept && is_long(size(block), 0.0) {
                paragraphs += 1;
                if paragraphs >= 2 {
                    return None;
                }
            }
        }
        None
    }

    /// Whether a block is a paragraph of the header in which the headline stands.
    fn shares_header(&self, index: usize) -> bool {
        let element = |index: usize| self.blocks.get(index).map_or(NOWHERE, |block| block.element);
        let (Some(headline), own) = (self.headline_at.map(element), element(index)) else { return false };
        let is_paragraph = self.page.nodes.get(own).is_some_and(|node| node.tag == Some(Tag::P));
        let header = self.page.above(headline).find(|(_, node)| node.tag == Some(Tag::Header));
        is_paragraph && header.is_some_and(|(at, node)| at <= own && own < node.end)
    }

    /// Whether a block is no item of a list, and short beside the text that it opens: an abstract may be all there is.
    fn is_opening_only(&self, index: usize, words: usize) -> bool {
        let Some(block) = self.blocks.get(index) else { return false };
        let is_item = self.page.nodes.get(block.element).is_some_and(|node| node.tag == Some(Tag::Li));
        let rest = || {
            let others =
                self.blocks.iter().zip(&self.kept).enumerate().filter(|(at, (_, kept))| **kept && *at != index);
            others.map(|(_, (other, _))| length(&other.text)).sum::<usize>()
        };
        !is_item && (words < LONG_OPENING || rest() >= OPENED * words)
    }

    /// The words of the elements that hold a block: those in the line, its own, and the one around where it holds little else.
    fn names_of(&self, block: &Block) -> String {
        let mut names = String::new();
        let mut steps_left = 3;
        for (at, node) in self.page.above(block.first) {
            let before = |index: usize| self.chars_before.get(index).copied().unwrap_or_default();
            let held = self.held(at);
            let held = before(held.end) - before(held.start);
            if held > block.chars + 40 || steps_left == 0 {
                break;
            }
            steps_left -= 1;
            names.push_str(&node.words);
        }
        names
    }

    /// Whether a block is of another kind than the next long one.
    fn stands_apart(&self, index: usize) -> bool {
        let kind = |block: &Block| {
            let node = self.page.nodes.get(block.element);
            (
                node.and_then(|node| node.tag),
                node.map_or(NOWHERE, |node| node.parent),
                node.map(|node| node.words.as_str()),
            )
        };
        let own = self.blocks.get(index).map(kind);
        let next = self.blocks.iter().skip(index + 1).find(|block| is_long(size(block), 0.0)).map(kind);
        own != next
    }
}
