//! Footnotes: short texts elsewhere on the page to which a number in the article leads, and which lead back to it.

use std::collections::{BTreeMap, BTreeSet};

use dom_query::{Document, NodeRef};
use percent_encoding::percent_decode_str;

use super::Body;
use crate::page::Leads;
use crate::picture::has_word;
use crate::tag::Tag;

/// Characters of a note; what is longer is a part of the page.
const MOST_CHARS: usize = 3_000;

/// Blocks of a note whose number stands by itself.
const MOST_BLOCKS: usize = 8;

/// Notes of an article.
const MOST_NOTES: usize = 1_000;

/// Elements around a note of which one may say that it is one.
const MOST_STEPS: usize = 4;

/// Words in names of notes.
const NAMES: [&str; 4] = ["footnote", "footnotes", "endnote", "endnotes"];

impl Body {
    /// Keeps the notes to which a number or a mark in a kept text leads, where they lead back to the text or are named as notes,
    /// and the heading above the first of them.
    pub(super) fn keep_notes(&mut self, document: &Document) {
        let references = self.references(document);
        if references.is_empty() {
            return;
        }
        let places = self.places(document);
        let mut noted = BTreeSet::new();
        for (block, fragment) in references.into_iter().take(MOST_NOTES) {
            let Some(note) = places.get(&fragment).map(|at| self.note_at(*at)) else { continue };
            let chars: usize = note.clone().filter_map(|index| self.blocks.get(index)).map(|block| block.chars).sum();
            let is_apart = !note.contains(&block) && (1..=MOST_CHARS).contains(&chars);
            if is_apart && (self.is_named_note(note.clone()) || self.leads_back(document, note.clone(), &places)) {
                noted.extend(note);
            }
        }
        let heading = noted.first().and_then(|first| first.checked_sub(1)).filter(|above| {
            let element = self.blocks.get(*above).and_then(|block| self.page.nodes.get(block.element));
            matches!(element.and_then(|node| node.tag), Some(Tag::Heading(_)))
        });
        for index in noted.into_iter().chain(heading) {
            let is_text = self.blocks.get(index).is_some_and(|block| block.figure.is_none());
            if let Some(kept) = self.kept.get_mut(index).filter(|_| is_text) {
                *kept = true;
            }
        }
    }

    /// The links of kept texts that are a number or a mark, and the place on the page to which each leads.
    fn references(&self, document: &Document) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.is_kept_text(*index)) {
            if block.within == 0 {
                continue;
            }
            for link in self.links_within(block.first..block.end) {
                let Some(node) = document.tree.get(&link.1) else { continue };
                if is_mark(&node.text())
                    && let Some(fragment) = fragment_of(&node)
                {
                    found.push((index, fragment));
                }
            }
        }
        found
    }

    /// The links to places on the page around the texts of a range of nodes.
    fn links_within(&self, nodes: std::ops::Range<usize>) -> BTreeMap<usize, dom_query::NodeId> {
        let texts = nodes.filter(|index| self.page.nodes.get(*index).is_some_and(|node| node.tag.is_none()));
        texts
            .filter_map(|index| {
                let (at, link) =
                    self.page.above(index).take(MOST_STEPS).find(|(_, node)| node.tag == Some(Tag::Link))?;
                (link.leads == Leads::Within).then_some((at, link.id))
            })
            .collect()
    }

    /// The first element of each name that a link can lead to.
    fn places(&self, document: &Document) -> BTreeMap<String, usize> {
        let mut places = BTreeMap::new();
        for (at, node) in self.page.nodes.iter().enumerate().filter(|(_, node)| node.tag.is_some()) {
            let Some(element) = document.tree.get(&node.id) else { continue };
            let named = element.attr("name").filter(|_| node.tag == Some(Tag::Link));
            for name in element.attr("id").into_iter().chain(named) {
                places.entry(name.to_string()).or_insert(at);
            }
        }
        places
    }

    /// The blocks of the note that begins at an element: what it holds, or the text around a place in a line.
    fn note_at(&self, at: usize) -> std::ops::Range<usize> {
        let is_box = self.page.nodes.get(at).and_then(|node| node.tag).is_some_and(Tag::is_block);
        if is_box {
            return self.held(at);
        }
        let first = self.blocks.partition_point(|block| block.end <= at);
        let only = first..(first + 1).min(self.blocks.len());
        let Some(block) = self.blocks.get(first).filter(|block| is_mark(&block.text)) else { return only };
        // A number stands alone where its note stands beside it, in the same box.
        let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
        let mut boxes = own.into_iter().chain(self.page.above(block.element)).take(3);
        let held = boxes.find_map(|(at, node)| {
            let is_box = matches!(node.tag, Some(Tag::Div | Tag::Li | Tag::Row | Tag::Aside | Tag::P));
            Some(self.held(at)).filter(|held| is_box && (2..=MOST_BLOCKS).contains(&held.len()))
        });
        held.unwrap_or(only)
    }

    fn is_named_note(&self, note: std::ops::Range<usize>) -> bool {
        let Some(block) = self.blocks.get(note.start) else { return false };
        let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
        own.into_iter()
            .chain(self.page.above(block.element))
            .take(MOST_STEPS)
            .any(|(_, node)| has_word(&node.words, &NAMES))
    }

    fn leads_back(&self, document: &Document, note: std::ops::Range<usize>, places: &BTreeMap<String, usize>) -> bool {
        note.filter_map(|index| self.blocks.get(index)).any(|block| {
            self.links_within(block.first..block.end).into_values().any(|link| {
                let fragment = document.tree.get(&link).and_then(|node| fragment_of(&node));
                fragment.and_then(|fragment| places.get(&fragment)).is_some_and(|at| self.is_in_kept_text(*at))
            })
        })
    }

    fn is_in_kept_text(&self, at: usize) -> bool {
        let index = self.blocks.partition_point(|block| block.end <= at);
        self.is_kept_text(index) && self.blocks.get(index).is_some_and(|block| block.element <= at)
    }
}

/// The place on a page to which a link leads.
fn fragment_of(link: &NodeRef<'_>) -> Option<String> {
    let href = link.attr("href")?;
    let (_, fragment) = href.trim().split_once('#')?;
    percent_decode_str(fragment).decode_utf8().ok().filter(|name| !name.is_empty()).map(Into::into)
}

/// Whether a link's text is what leads to a note: a number, a letter or a mark, in brackets or not.
fn is_mark(text: &str) -> bool {
    let bare =
        text.trim_matches(|next: char| next.is_whitespace() || matches!(next, '[' | ']' | '(' | ')' | '.' | '↩'));
    let mut letters = bare.chars();
    let is_number = bare.len() <= 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
    let is_sign =
        bare.chars().count() <= 3 && bare.chars().all(|next| matches!(next, '*' | '†' | '‡' | '§' | '¹' | '²' | '³'));
    !bare.is_empty()
        && (is_number || is_sign || letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none())
}

#[cfg(test)]
mod tests {
    use crate::extract;

    const STORY: [&str; 3] = [
        "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for ninety \
         passengers, a bar that closes when the barman is tired, and a deck from which one sees the lights of three islands.",
        "Those who know the crossing bring a blanket and a pack of cards. Those who do not learn by midnight that the engine \
         is loudest in the quiet saloon, which was named by an optimist, and that the tea is made with the water of the day.",
        "By six the island stands in front of the bow like something that was put there overnight. The gangway comes down, \
         the mail goes up the hill, and the passengers look at each other as people do who have lost at cards together.",
    ];

    fn page(reference: &str, notes: &str) -> String {
        let [first, second, third] = STORY;
        let story = format!("<p>{first}{reference}</p><p>{second}</p><p>{third}</p>");
        let page = format!(
            "<title>The ferry</title><main><article><h1>The ferry</h1>{story}</article></main>\
             <footer class=site-footer><p>About us</p>{notes}<p>Imprint and terms of use of this site</p></footer>"
        );
        extract(&page, "https://paper.example/ferry").text
    }

    #[test]
    fn notes_that_lead_back_are_kept() {
        let note = "<ol><li id=fn1>The barman denies it. <a href=#fnref1>↩</a></li></ol>";
        let reference = "<sup id=fnref1><a href=#fn1>1</a></sup>";
        let read = page(reference, note);
        assert!(read.contains("The barman denies it.") && !read.contains("Imprint"), "{read}");
        let unlinked = page("", note);
        assert!(!unlinked.contains("barman denies"), "{unlinked}");
        let elsewhere = page(reference, &note.replace("#fnref1", "#top"));
        assert!(!elsewhere.contains("barman denies"), "{elsewhere}");
    }

    #[test]
    fn notes_as_word_processors_write_them() {
        let reference = "<a href=#_ftn1 name=_ftnref1>[1]</a>";
        let read = page(reference, "<p><a href=#_ftnref1 name=_ftn1>[1]</a> The barman denies it.</p>");
        assert!(read.contains("The barman denies it."), "{read}");
        let dagger = page(
            "<a href=https://paper.example/ferry#note%20a>†</a>",
            "<h4>Notes</h4><div class=footnotes><p id='note a'>† The barman denies it.</p></div>",
        );
        assert!(dagger.contains("Notes\n† The barman denies it."), "{dagger}");
    }

    #[test]
    fn a_section_to_which_a_number_leads_is_no_note() {
        let read =
            page("<a href=#comments>12</a>", "<div id=comments><p>The boat was late again, says a reader.</p></div>");
        assert!(!read.contains("says a reader"), "{read}");
    }
}
