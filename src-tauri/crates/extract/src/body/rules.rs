//! What must hold of an article's text, whatever the judgement was: rules that add a block or leave one out.

use std::collections::HashSet;
use std::hash::Hash;

use super::{Body, running};
use crate::block::Block;
use crate::elsewhere::{is_call, is_label, is_label_in_text, leads_elsewhere};
use crate::judge::context::odds;
use crate::judge::features::{ends_sentence, holder};
use crate::judge::names::names;
use crate::judge::quick::QuickMap;
use crate::picture::has_word;
use crate::standfirst::tells_time;
use crate::tag::Tag;
use crate::words::{key, overlap};

/// A bare list or heading between kept texts is kept from this judgement on; after the last of them from the second.
const BARE: f32 = 0.02;
const BARE_AT_THE_END: f32 = 0.06;

/// A sentence in an element just like that of a kept text beside it is kept from this judgement on.
const LIKE_BEFORE: f32 = 0.08;

/// Share of its words that a heading has in common with a headline that says the same.
const SAME: f64 = 0.5;

/// Blocks after the last kept text that may be passed over on the way to one more; a table's cells do not count.
const MOST_MISSES: usize = 3;

/// Log-odds under which a word in a name says that its element is no part of an article.
pub(super) const AGAINST: f32 = -2.2;

/// Words in names that no article's text stands under.
const FURNITURE: [&str; 22] = [
    "ad",
    "ads",
    "advert",
    "adverts",
    "advertisement",
    "adsbygoogle",
    "adslot",
    "sponsored",
    "outbrain",
    "taboola",
    "disqus",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "newsletter",
    "newsletters",
    "sharedaddy",
    "addtoany",
    "relatedposts",
    "relatedarticles",
    "mostread",
];

/// Words in names of what an author sets apart within a text.
const SET_APART: [&str; 3] = ["admonition", "faq", "footnotes"];

/// Characters of a line that names authors, and of what it says besides: “By”, “and”.
const BYLINE_CHARS: usize = 120;
/// See `BYLINE_CHARS`.
const BYLINE_REST: usize = 8;

/// Words in names of what readers wrote.
const COMMENTS: [&str; 6] = ["comment", "comments", "commentlist", "commentarea", "respond", "replies"];

/// Characters of text before what readers wrote, from which on there is an article that they wrote about.
const WRITTEN_ABOUT: usize = 250;

/// Whether an element of this kind is text by itself.
fn is_bare(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::P
            | Tag::Heading(_)
            | Tag::Li
            | Tag::List
            | Tag::Cell
            | Tag::Row
            | Tag::Table
            | Tag::TablePart
            | Tag::Quote
            | Tag::Pre
            | Tag::Terms
            | Tag::Term
    )
}

impl Body {
    /// Keeps lists, tables, headings and the like that stand bare between two kept texts of one element: what a publisher wraps
    /// in nothing is seldom furniture.
    pub(super) fn fill_gaps(&mut self, judgements: &[f32]) {
        let texts: Vec<usize> = (0..self.blocks.len()).filter(|index| self.is_kept_text(*index)).collect();
        let kinds: HashSet<_> =
            texts.iter().filter_map(|text| self.blocks.get(*text)).filter_map(|block| self.kind(block)).collect();
        let mut filled = Vec::new();
        let after_last = texts.last().map(|last| (*last, self.blocks.len()));
        for (before, after) in texts.iter().copied().zip(texts.iter().copied().skip(1)).chain(after_last) {
            let (Some(one), other) = (self.blocks.get(before), self.blocks.get(after)) else { continue };
            let box_of = |block: &Block| holder(&self.page, block.element);
            let mut around = box_of(one);
            // The text before may itself stand in a list or a quotation, or in a wrapper of its own.
            while self.page.nodes.get(around).and_then(|node| node.tag).is_some_and(is_bare) || self.wraps_one(around) {
                around = holder(&self.page, around);
            }
            let (least, until) = match other {
                Some(other) if self.is_within(other.element, around) => (BARE, after),
                Some(_) => continue,
                None => (BARE_AT_THE_END, after),
            };
            let mut misses = 0;
            for index in before + 1..until {
                let Some(block) = self.blocks.get(index).filter(|block| block.figure.is_none()) else { continue };
                let judged = judgements.get(index).copied().unwrap_or_default();
                let linked = block.linked * 3 > block.chars;
                let set_apart = other.is_some() && self.is_set_apart(block.element, around);
                let is_boxed = self.is_named_text(block.element, around);
                let is_like_before = judged >= LIKE_BEFORE
                    && ends_sentence(&block.text)
                    && self.kind(block).is_some_and(|kind| kinds.contains(&kind));
                if !linked
                    && (is_boxed
                        || is_like_before
                        || (judged >= least || set_apart) && self.stands_bare(block.element, around))
                {
                    filled.push(index);
                } else if other.is_none() && !self.stands_in_cell(block.element, around) {
                    misses += 1;
                    if misses > MOST_MISSES {
                        break;
                    }
                }
            }
        }
        // It borrows the page's names, and ends here.
        drop(kinds);
        for index in filled {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = true;
            }
        }
    }

    fn stands_in_cell(&self, element: usize, around: usize) -> bool {
        let own = self.page.nodes.get(element).map(|node| (element, node));
        let mut below = own.into_iter().chain(self.page.above(element)).take_while(|(at, _)| *at != around);
        below.any(|(_, node)| node.tag == Some(Tag::Cell))
    }

    /// Whether an element holds one block and nothing else.
    fn wraps_one(&self, around: usize) -> bool {
        self.held(around).len() == 1
    }

    fn is_within(&self, element: usize, around: usize) -> bool {
        self.page.nodes.get(around).is_some_and(|node| around <= element && element < node.end)
    }

    /// Whether only elements of text lie between a block's element and the one around, none of them with a name.
    fn stands_bare(&self, element: usize, around: usize) -> bool {
        let own = self.page.nodes.get(element).map(|node| (element, node));
        let mut met = false;
        for (at, node) in own.into_iter().chain(self.page.above(element)) {
            if at == around {
                met = true;
                break;
            }
            // A quotation may be named; where its name says nothing against it, it is still one. So is the figure around a table.
            let is_figure = matches!(node.tag, Some(Tag::Figure | Tag::Caption)) && self.is_of_table(at);
            let may_be_named = is_figure
                || matches!(
                    node.tag,
                    Some(Tag::Quote | Tag::Pre | Tag::Table | Tag::TablePart | Tag::Row | Tag::Cell | Tag::Heading(_))
                );
            let is_wrapper = node.tag == Some(Tag::Div) && (self.is_wrapped_heading(at) || self.is_wrapped_post(at));
            let may_be_named = may_be_named || is_wrapper;
            let is_unnamed = node.words.trim().is_empty() || may_be_named && odds(&node.words, names()).0 > AGAINST;
            if !is_unnamed || !(is_figure || is_wrapper || node.tag.is_some_and(|tag| is_bare(tag) || !tag.is_block()))
            {
                return false;
            }
        }
        met && element != around
    }

    /// Whether an element between a block and the one around is named as a part of a text that its author sets apart.
    fn is_named_text(&self, element: usize, around: usize) -> bool {
        let own = self.page.nodes.get(element).map(|node| (element, node));
        let mut below = own.into_iter().chain(self.page.above(element)).take_while(|(at, _)| *at != around);
        // Boxes that are called so elsewhere often ask to subscribe.
        let is_callout = |words: &str| has_word(words, &["kg"]) && has_word(words, &["callout"]);
        below.any(|(_, node)| has_word(&node.words, &SET_APART) || is_callout(&node.words))
    }

    /// What blocks have in common that stand side by side in elements of the same name and names, each perhaps in a wrapper of
    /// its own.
    fn kind(&self, block: &Block) -> Option<impl Eq + Hash + use<'_>> {
        let own = self.page.nodes.get(block.element)?;
        let around = self.page.nodes.get(own.parent)?;
        let wrapper = self.wraps_one(own.parent).then_some((around.tag, around.words.as_str()));
        let parent = if wrapper.is_some() { around.parent } else { own.parent };
        Some((own.tag, own.words.as_str(), wrapper, parent))
    }

    /// Whether a block is a quotation or code, which no furniture is.
    fn is_set_apart(&self, element: usize, around: usize) -> bool {
        let own = self.page.nodes.get(element).map(|node| (element, node));
        own.into_iter()
            .chain(self.page.above(element))
            .take_while(|(at, _)| *at != around)
            .any(|(_, node)| matches!(node.tag, Some(Tag::Quote | Tag::Pre)))
    }

    /// Leaves out what stands in an element whose name says that it is no part of an article, unless that is most of it.
    pub(super) fn drop_furniture(&mut self) {
        let kept_before =
            running(self.blocks.iter().zip(&self.kept).map(|(block, kept)| if *kept { block.chars } else { 0 }));
        let between = |held: std::ops::Range<usize>| {
            let at = |index: usize| kept_before.get(index).copied().unwrap_or_default();
            at(held.end) - at(held.start)
        };
        let all = between(0..self.blocks.len());
        let mut names: QuickMap<usize, bool> = QuickMap::default();
        let mut dropped = Vec::new();
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.is_kept_text(*index)) {
            let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
            let box_at = own.into_iter().chain(self.page.above(block.element)).find(|(at, node)| {
                *names
                    .entry(*at)
                    .or_insert_with(|| has_word(&node.words, &FURNITURE) && between(self.held(*at)) * 4 < all)
            });
            if box_at.is_some() {
                dropped.push(index);
            }
        }
        for index in dropped {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = false;
            }
        }
    }

    /// Leaves out lines above the text that say nothing but who wrote it.
    pub(super) fn drop_bylines(&mut self, byline: &[String]) {
        let names: Vec<String> = byline.iter().map(|name| key(name)).filter(|name| name.chars().count() >= 4).collect();
        if names.is_empty() {
            return;
        }
        for index in 0..self.blocks.len() {
            let Some(block) = self.blocks.get(index).filter(|_| self.is_kept_text(index)) else { continue };
            if block.chars > BYLINE_CHARS {
                if ends_sentence(&block.text) {
                    return;
                }
                continue;
            }
            let text = key(&block.text);
            let rest = names.iter().fold(text.clone(), |rest, name| rest.replacen(name.as_str(), "", 1));
            if rest.len() < text.len()
                && rest.chars().count() <= BYLINE_REST
                && let Some(kept) = self.kept.get_mut(index)
            {
                *kept = false;
            }
        }
    }

    /// Leaves out what readers wrote below an article.
    pub(super) fn drop_comments(&mut self) {
        let mut names: QuickMap<usize, bool> = QuickMap::default();
        let mut written = 0;
        for index in 0..self.blocks.len() {
            let Some(block) = self.blocks.get(index).filter(|_| self.is_kept_text(index)) else { continue };
            let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
            let among_comments = own
                .into_iter()
                .chain(self.page.above(block.element))
                .any(|(at, node)| *names.entry(at).or_insert_with(|| has_word(&node.words, &COMMENTS)));
            if !among_comments {
                written += block.chars;
            } else if written >= WRITTEN_ABOUT
                && let Some(kept) = self.kept.get_mut(index)
            {
                *kept = false;
            }
        }
    }

    /// Leaves out what is written below a picture that is no figure of the article; a table's words stay with it.
    pub(super) fn drop_captions(&mut self) {
        let mut dropped = Vec::new();
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.is_kept_text(*index)) {
            let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
            let mut around = own.into_iter().chain(self.page.above(block.element));
            let Some((caption, _)) = around.by_ref().take(4).find(|(_, node)| node.tag == Some(Tag::Caption)) else {
                continue;
            };
            let figure = around.take(2).find(|(_, node)| matches!(node.tag, Some(Tag::Figure | Tag::Table)));
            let below = self.held(caption);
            let holds_text = figure
                .is_some_and(|(at, _)| self.held(at).any(|other| !below.contains(&other) && self.is_kept_text(other)));
            if !holds_text {
                dropped.push(index);
            }
        }
        for index in dropped {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = false;
            }
        }
    }

    /// Leaves out the headline wherever the page shows it again: it stands above the text once.
    pub(super) fn drop_headline(&mut self, headline: &str) {
        if headline.is_empty() {
            return;
        }
        for (block, kept) in self.blocks.iter().zip(&mut self.kept) {
            // Comparing lengths first spares most of the comparing.
            if *kept && (headline.len() / 4..headline.len() * 2 + 60).contains(&block.text.len()) {
                *kept = key(&block.text) != headline;
            }
        }
    }

    /// Leaves out the main heading above the text where it says the headline in other words, as titles for search engines do.
    pub(super) fn drop_main_heading(&mut self, headline: &str) {
        let Some(first) = (0..self.blocks.len()).find(|index| self.is_kept_text(*index)) else { return };
        let Some(block) = self.blocks.get(first) else { return };
        let is_main = self.page.nodes.get(block.element).is_some_and(|node| node.tag == Some(Tag::Heading(1)));
        if is_main
            && self.headline_at.is_none()
            && overlap(&block.text, headline) >= SAME
            && let Some(kept) = self.kept.get_mut(first)
        {
            *kept = false;
        }
    }

    /// Leaves out lines that lead elsewhere: “Read more: …”, where most of it is a link.
    pub(super) fn drop_leads(&mut self) {
        for (block, kept) in self.blocks.iter().zip(&mut self.kept) {
            if *kept && block.linked * 5 > block.chars * 2 && block.chars < 300 {
                *kept = !leads_elsewhere(&block.text);
            }
            let tag = || self.page.nodes.get(block.element).and_then(|node| node.tag);
            if *kept
                && (is_call(&block.text) && tag() == Some(Tag::Cell)
                    || (is_label(&block.text)
                        || is_label_in_text(&block.text) && !matches!(tag(), Some(Tag::Heading(_)))
                        || is_call(&block.text)
                        || tells_time(&block.text))
                        && !matches!(tag(), Some(Tag::Cell | Tag::Pre | Tag::Li)))
            {
                *kept = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;

    const STORY: [&str; 3] = [
        "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for ninety \
         passengers, a bar that closes when the barman is tired, and a deck from which one sees the lights of three islands \
         and of a tanker that has waited for a pilot since the spring.",
        "Those who know the crossing bring a blanket and a pack of cards. Those who do not learn by midnight that the engine \
         is loudest in the quiet saloon, which was named by an optimist, and that the tea is made with the water of the day \
         before, since the tap is locked at ten by an order of the line.",
        "By six the island stands in front of the bow like something that was put there overnight. The gangway comes down, \
         the mail goes up the hill, and the passengers look at each other as people do who have lost at cards together and \
         will meet again at noon on the way back.",
    ];

    fn text(body: &str) -> String {
        let page = format!(
            "<html><head><title>The ferry</title></head><body><main><article><h1>The ferry</h1>{body}</article></main></body></html>"
        );
        extract(&page, "https://paper.example/ferry").text
    }

    #[test]
    fn a_story_that_the_page_holds_twice_is_read_once() {
        let paragraphs: String = STORY.iter().map(|text| format!("<p>{text}</p>")).collect();
        let read = text(&format!("{paragraphs}<ul><li>{}</li></ul>", STORY.join(" ")));
        for part in STORY {
            assert_eq!(read.matches(part).count(), 1, "{read}");
        }
    }

    #[test]
    fn cases_that_are_told_in_the_same_words_are_different_ones() {
        let case = |name: &str, number: u32| {
            format!(
                "<p>{name} said that the costs were fair, but the other side wants another survey before the work on the pier begins. About \
                 {number} households would be reached by the change, and most of them have already been sent a letter that tells them \
                 so, with a map and a number that they may call on every day of the week.</p>"
            )
        };
        let read =
            text(&format!("<p>{}</p>{}{}<p>{}</p>", STORY[0], case("Ana Roth", 91), case("Ida Berg", 35), STORY[1]));
        assert!(read.contains("91 households") && read.contains("35 households"), "{read}");
    }

    #[test]
    fn what_was_just_said_is_not_said_again() {
        let [first, second, third] = STORY;
        let said =
            "The captain of the night ferry was asked about the berths, and said that nobody should sleep at sea.";
        let read = text(&format!("<p>{first}</p><p>{said}</p><p>{said}</p><p>{second}</p><p>{third}</p><p>{said}</p>"));
        assert_eq!(read.matches(said).count(), 2, "{read}");
    }

    #[test]
    fn a_heading_that_says_the_headline_in_other_words_is_no_text() {
        let page = format!(
            "<html><head><title>The three best night ferries of 2026</title><meta property=og:title content='The three best night \
             ferries of 2026'></head><body><main><article><h1>The best night ferries</h1><p>{}</p><p>{}</p><p>{}</p></article></main>\
             </body></html>",
            STORY[0], STORY[1], STORY[2]
        );
        let read = extract(&page, "https://courier.example/ferries");
        assert!(!read.text.contains("best night ferries"), "{}", read.text);
    }

    #[test]
    fn a_text_may_repeat_itself() {
        let refrain = format!("<p>{}</p>", format!("{} ", STORY[0]).repeat(3));
        assert_eq!(text(&refrain).matches("The night ferry to Merrow").count(), 3);
    }

    #[test]
    fn the_table_of_a_figure_stays_with_its_caption() {
        let [first, second, third] = STORY;
        let cells = "<table class=has-fixed-layout><tr><th>Hour<th>°C<tr><td>1<td>240<tr><td>5<td>980</table>";
        for around in ["<figure>", "<figure class=wp-block-table>"] {
            let figure = format!("{around}{cells}<figcaption>How the kiln was fired in May</figcaption></figure>");
            let read = text(&format!("<p>{first}</p><p>{second}</p>{figure}<p>{third}</p>"));
            assert!(read.contains("240") && read.contains("How the kiln was fired"), "{read}");
        }
        let code =
            "<figure><pre><code>let loom = Loom::new();</code></pre><figcaption>Setting up</figcaption></figure>";
        let read = text(&format!("<p>{first}</p><p>{second}</p>{code}<p>{third}</p>"));
        assert!(read.contains("Loom::new") && read.contains("Setting up"), "{read}");
    }

    #[test]
    fn who_wrote_it_and_what_readers_wrote_are_no_text() {
        let paragraphs: String = STORY.iter().map(|text| format!("<p>{text}</p>")).collect();
        let read = text(&format!(
            "<p class=byline rel=author>By <a rel=author href=/author/ana-roth>Ana Roth</a></p>{paragraphs}\
             <div id=comments><ol class=commentlist><li class=comment><p>{}</p></li></ol></div>",
            STORY[0].replace("ferry", "boat")
        ));
        assert!(read.contains(STORY[2]) && !read.contains("boat") && !read.contains("Ana Roth"), "{read}");
    }
}
