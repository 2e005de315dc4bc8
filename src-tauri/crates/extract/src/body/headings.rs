//! Headings over what is kept stay: a part of a text has lost its sense without its name.

use super::Body;
use crate::block::Block;
use crate::page::NOWHERE;
use crate::picture::{FURNITURE_AROUND, has_word};
use crate::tag::Tag;
use crate::words::length;

/// Characters of a heading.
const MOST_CHARS: usize = 150;

/// A heading is kept from the first judgement on, what opens a text when it is pressed from the second.
const LEAST: f32 = 0.25;
/// See `LEAST`.
const LEAST_TOGGLE: f32 = 0.2;

/// Words of such a line: one or two are the names of buttons.
const TOGGLE_WORDS: usize = 3;

/// Elements, its own among them, one of which names what opens when it is pressed.
const TOGGLE_STEPS: usize = 3;

/// Whether a heading stands over other things than the text goes on with.
fn leads_on(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins =
        ["more from", "more on", "more in", "mehr von", "mehr aus", "plus de", "más de", "sign up", "subscribe"];
    begins.iter().any(|words| lower.starts_with(words))
        || matches!(lower.trim_end_matches(':'), "up next" | "on this page" | "in this article" | "gallery" | "galerie")
}

impl Body {
    /// Keeps the headings that stand right above kept text, behind other kept text, in no element that speaks against them.
    pub(super) fn keep_headings(&mut self, judgements: &[f32]) {
        let Some(first) = (0..self.blocks.len()).find(|index| self.is_kept_text(*index)) else { return };
        // From the last: a heading may stand above another.
        for index in (first + 1..self.blocks.len()).rev() {
            let judged = judgements.get(index).copied().unwrap_or_default();
            let is_heading = self.blocks.get(index).is_some_and(|block| self.is_heading(block.element));
            if judged >= if is_heading { LEAST } else { LEAST_TOGGLE }
                && !self.is_kept_text(index)
                && self.opens_a_part(index)
                && let Some(kept) = self.kept.get_mut(index)
            {
                *kept = true;
            }
        }
    }

    fn opens_a_part(&self, index: usize) -> bool {
        let Some(block) = self.blocks.get(index).filter(|block| self.may_be_heading(block)) else { return false };
        let next = (index + 1..self.blocks.len())
            .find(|next| self.blocks.get(*next).is_some_and(|block| block.figure.is_none()))
            .filter(|next| self.is_kept_text(*next));
        let element = |index: Option<usize>| index.and_then(|index| self.blocks.get(index)).map(|block| block.element);
        let Some(next) = element(next) else { return false };
        let Some(before) = element((0..index).rev().find(|before| self.is_kept_text(*before))) else { return false };
        let within =
            |at: usize, element: usize| self.page.nodes.get(at).is_some_and(|node| at <= element && element < node.end);
        // It shares an element with what follows before it shares one with what it stands behind.
        for (at, _) in self.page.above(block.element) {
            if within(at, next) {
                return true;
            }
            if within(at, before) || self.leads_away(at) {
                return false;
            }
        }
        false
    }

    fn is_heading(&self, at: usize) -> bool {
        matches!(self.page.nodes.get(at).and_then(|node| node.tag), Some(Tag::Heading(2..=6)))
    }

    fn may_be_heading(&self, block: &Block) -> bool {
        block.figure.is_none()
            && block.element != NOWHERE
            && (self.is_heading(block.element) && block.linked == block.within
                || self.is_toggle(block.element) && length(&block.text) >= TOGGLE_WORDS)
            && (2..=MOST_CHARS).contains(&block.chars)
            && !self.leads_away(block.element)
            && !leads_on(&block.text)
    }

    /// Whether an element is called as what shows the text below it when it is pressed.
    fn is_toggle(&self, at: usize) -> bool {
        let own = self.page.nodes.get(at).into_iter();
        let mut around = own.chain(self.page.above(at).map(|(_, node)| node)).take(TOGGLE_STEPS);
        around.any(|node| {
            let lower = node.words.to_ascii_lowercase();
            ["accordion", "accordian", "toggle", "collaps"].iter().any(|part| lower.contains(part))
        })
    }

    /// Whether an element is called by a word for what stands beside an article.
    pub(super) fn leads_away(&self, at: usize) -> bool {
        self.page.nodes.get(at).is_some_and(|node| {
            matches!(node.tag, Some(Tag::Aside | Tag::Nav | Tag::Footer)) || has_word(&node.words, &FURNITURE_AROUND)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;

    fn text(parts: &str) -> String {
        let story = "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for \
                     ninety passengers, a bar that closes when the barman is tired, and a deck from which one sees the lights.";
        let page = format!(
            "<html><head><title>The ferry - Courier</title></head><body><main><article><h1>The ferry</h1><div class=entry>\
             <p>{story}</p><p>{story} So it has been since the war.</p>{parts}<p>{story} Nobody remembers otherwise.</p></div>\
             </article></main></body></html>"
        );
        extract(&page, "https://courier.example/ferry").text
    }

    #[test]
    fn a_question_in_a_button_stays_above_its_answer() {
        let read = text(
            "<div class=accordion-item><h3 class=accordion-header><button class=accordion-button>Who sets the price?</button>\
             </h3><div class=accordion-body><p>The harbour office sets it each spring, after a long evening of arguments with \
             those who have to pay it and with those who will be paid from it.</p></div></div>",
        );
        assert!(read.contains("Who sets the price?\nThe harbour office"), "{read}");
    }

    #[test]
    fn a_question_that_only_its_name_tells_stays_too() {
        let read = text(
            "<div class=accordion-item><div class=accordion-title role=button><a tabindex=0>Who sets the price of it?</a></div>\
             <div class=accordion-content><p>The harbour office sets it each spring, after a long evening of arguments with those \
             who have to pay it and with those who will be paid from it.</p></div></div>",
        );
        assert!(read.contains("Who sets the price of it?\nThe harbour office"), "{read}");
    }

    #[test]
    fn names_of_ingredients_stay_with_their_heading() {
        let read = text(
            "<div class=recipe><div class=ingredients-header><h3>Ingredients</h3></div><ul class=ingredients><li>3 fat leeks\
             </li><li>1 litre of stock</li><li>2 slices of rye bread</li></ul></div>",
        );
        assert!(read.contains("Ingredients\n3 fat leeks\n1 litre of stock"), "{read}");
    }

    #[test]
    fn a_heading_over_other_stories_goes() {
        let read = text(
            "<div class=related><h3>Related stories</h3><a href=/a>The ferry of the north is late again</a></div>",
        );
        assert!(!read.contains("Related stories"), "{read}");
    }
}
