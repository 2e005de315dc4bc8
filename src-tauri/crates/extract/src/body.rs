//! The article's text: the blocks that the judge keeps, and the figures that stand among them.

use std::collections::HashSet;
use std::hash::Hash;

use dom_query::Document;
use url::Url;

use crate::block::{Block, blocks};
use crate::compose::{Part, compose};
use crate::figure_judge;
use crate::figures::{self, Lifted};
use crate::judge::context::odds;
use crate::judge::features::{Known, ends_sentence, holder, is_long, size};
use crate::judge::judge;
use crate::judge::names::names;
use crate::judge::quick::QuickMap;
use crate::lead::Opening;
use crate::page::{NOWHERE, Page};
use crate::picture::has_word;
use crate::tag::Tag;
use crate::words::{key, length};

/// A block is kept from this judgement on.
const KEPT: f32 = 0.45;

/// Where hardly anything is kept, one that is less sure will do.
const KEPT_AT_LAST: f32 = 0.2;

/// Most words that a figure above the text comes after: standfirst, byline and the like.
const INTRODUCTION: usize = 90;

/// Characters under which hardly anything is kept.
const HARDLY: f32 = 250.0;

/// A bare list or heading between kept texts is kept from this judgement on; after the last of them from the second.
const BARE: f32 = 0.02;
const BARE_AT_THE_END: f32 = 0.06;

/// A sentence in an element just like that of a kept text beside it is kept from this judgement on.
const LIKE_BEFORE: f32 = 0.08;

/// A figure is kept from this judgement on.
pub(crate) const FIGURE_KEPT: f32 = 0.4;

/// Blocks after the last kept text that may be passed over on the way to one more.
const MOST_MISSES: usize = 3;

/// Log-odds under which a word in a name says that its element is no part of an article.
const AGAINST: f32 = -2.2;

/// Headings at the end that are taken for what is left of a list of other stories.
const MOST_LAST_HEADINGS: usize = 3;

/// Beginnings of lines that lead elsewhere.
const LEADS: [&str; 39] = [
    "read more",
    "read our full",
    "read the full",
    "see our full",
    "a post shared by",
    "a video posted by",
    "a photo posted by",
    "read also",
    "also read",
    "read next",
    "related",
    "see also",
    "more on this",
    "more:",
    "recommended",
    "don't miss",
    "lire aussi",
    "à lire",
    "a lire",
    "voir aussi",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "mehr dazu",
    "auch interessant",
    "lea también",
    "le puede interesar",
    "lee también",
    "leia também",
    "leia mais",
    "leggi anche",
    "lees ook",
    "läs också",
    "les også",
    "læs også",
    "читайте также",
    "baca juga",
    "czytaj także",
    "czytaj też",
];

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

/// A page's blocks, and which of them are its article.
pub(crate) struct Body {
    page: Page,
    blocks: Vec<Block>,
    kept: Vec<bool>,
    /// The block that shows the headline.
    headline_at: Option<usize>,
    /// Characters of all blocks before each one, and of all.
    chars_before: Vec<usize>,
}

impl Body {
    /// Judges the blocks of a document whose pictures were lifted.
    pub(crate) fn of(document: &Document, known: &Known, page_pictures: &[String], lifted: &[Lifted]) -> Self {
        let (mut body, judgements) = Self::without_figures(document, known);
        let judged = figure_judge::judge(&body.figures_known(known, page_pictures, &judgements), lifted);
        for (index, judgement) in judged {
            if let Some(kept) = body.kept.get_mut(index) {
                *kept = judgement >= FIGURE_KEPT;
            }
        }
        body
    }

    /// The numbers of each picture, as the judge of figures sees them, with its number among those that were lifted.
    #[cfg(feature = "training")]
    pub(crate) fn figure_rows(
        document: &Document,
        known: &Known,
        page_pictures: &[String],
        lifted: &[Lifted],
    ) -> Vec<(usize, Vec<f32>)> {
        let (body, judgements) = Self::without_figures(document, known);
        let known = body.figures_known(known, page_pictures, &judgements);
        let (at, rows) = figure_judge::rows(&known, lifted);
        at.iter().filter_map(|index| body.blocks.get(*index)?.figure).zip(rows).collect()
    }

    pub(crate) fn figures_known<'a>(
        &'a self,
        known: &'a Known,
        page_pictures: &'a [String],
        judgements: &'a [f32],
    ) -> figure_judge::Known<'a> {
        figure_judge::Known {
            page: &self.page,
            blocks: &self.blocks,
            judgements,
            kept: &self.kept,
            headline_at: self.headline_at,
            headline: known.headline.as_deref().unwrap_or_default(),
            page_pictures,
        }
    }

    /// A document that is nothing but an article: everything is kept but what leads elsewhere, and furniture.
    pub(crate) fn whole(document: &Document, known: &Known) -> Self {
        let page = Page::of(document, known.address.as_ref());
        let blocks = blocks(&page);
        let chars_before = running(blocks.iter().map(|block| block.chars));
        let kept = blocks.iter().map(|block| !is_slot(&block.text)).collect();
        let mut body = Self { page, blocks, kept, headline_at: None, chars_before };
        body.drop_leads();
        body.drop_furniture();
        body
    }

    /// Judges the blocks, and knows of no figure yet whether it is kept.
    pub(crate) fn without_figures(document: &Document, known: &Known) -> (Self, Vec<f32>) {
        let page = Page::of(document, known.address.as_ref());
        let blocks = blocks(&page);
        let judgements = judge(&page, &blocks, known);
        let sizes: Vec<f32> = blocks.iter().map(size).collect();
        let choose = |least: f32| -> Vec<bool> { judgements.iter().map(|judgement| *judgement >= least).collect() };
        let amount =
            |kept: &[bool]| -> f32 { sizes.iter().zip(kept).filter(|(_, kept)| **kept).map(|(size, _)| size).sum() };
        let mut kept = choose(KEPT);
        if amount(&kept) < HARDLY {
            let more = choose(KEPT_AT_LAST);
            if amount(&more) > 2.0 * amount(&kept) {
                kept = more;
            }
        }
        let headline = known.headline.as_deref().map(key).unwrap_or_default();
        let headline_at =
            blocks.iter().position(|block| !headline.is_empty() && block.chars < 400 && key(&block.text) == headline);
        let chars_before = running(blocks.iter().map(|block| block.chars));
        let mut body = Self { page, blocks, kept, headline_at, chars_before };
        body.fill_gaps(&judgements);
        body.drop_leads();
        body.drop_furniture();
        body.drop_last_headings();
        for (kept, block) in body.kept.iter_mut().zip(&body.blocks) {
            *kept &= block.figure.is_none();
        }
        (body, judgements)
    }

    /// Keeps lists, tables, headings and the like that stand bare between two kept texts of one element: what a publisher wraps
    /// in nothing is seldom furniture.
    fn fill_gaps(&mut self, judgements: &[f32]) {
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
                let is_like_before = judged >= LIKE_BEFORE
                    && ends_sentence(&block.text)
                    && self.kind(block).is_some_and(|kind| kinds.contains(&kind));
                if !linked
                    && (is_like_before || (judged >= least || set_apart) && self.stands_bare(block.element, around))
                {
                    filled.push(index);
                } else if other.is_none() {
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

    fn is_kept_text(&self, index: usize) -> bool {
        self.kept.get(index).copied().unwrap_or_default()
            && self.blocks.get(index).is_some_and(|block| block.figure.is_none())
    }

    /// The blocks that an element holds: they follow each other.
    fn held(&self, at: usize) -> std::ops::Range<usize> {
        let end = self.page.nodes.get(at).map_or(at, |node| node.end);
        self.blocks.partition_point(|block| block.first < at)..self.blocks.partition_point(|block| block.first < end)
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
            // A quotation may be named; where its name says nothing against it, it is still one.
            let may_be_named = matches!(node.tag, Some(Tag::Quote | Tag::Pre));
            let is_unnamed = node.words.trim().is_empty() || may_be_named && odds(&node.words, names()).0 > AGAINST;
            if !is_unnamed || !node.tag.is_some_and(|tag| is_bare(tag) || !tag.is_block()) {
                return false;
            }
        }
        met && element != around
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
    fn drop_furniture(&mut self) {
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

    /// Leaves out lines that lead elsewhere: “Read more: …”, where most of it is a link.
    fn drop_leads(&mut self) {
        for (block, kept) in self.blocks.iter().zip(&mut self.kept) {
            if *kept && block.linked * 5 > block.chars * 2 && block.chars < 300 {
                let lower = block.text.to_lowercase();
                *kept = !LEADS.iter().any(|lead| lower.starts_with(lead));
            }
        }
    }

    /// A few headings at the end have lost what stood under them; where all the text is in headings, they are the text.
    fn drop_last_headings(&mut self) {
        let last: Vec<usize> = (0..self.blocks.len())
            .rev()
            .filter(|index| self.is_kept_text(*index))
            .take_while(|index| {
                let element = self.blocks.get(*index).map_or(NOWHERE, |block| block.element);
                matches!(self.page.nodes.get(element).and_then(|node| node.tag), Some(Tag::Heading(_)))
            })
            .take(MOST_LAST_HEADINGS + 1)
            .collect();
        if last.len() <= MOST_LAST_HEADINGS {
            for index in last {
                if let Some(kept) = self.kept.get_mut(index) {
                    *kept = false;
                }
            }
        }
    }

    /// The first figure that stands in the text, and whether no more than an introduction comes before it.
    pub(crate) fn opening(&self) -> Opening {
        let mut words = 0;
        for (block, _) in self.blocks.iter().zip(&self.kept).filter(|(_, kept)| **kept) {
            if block.figure.is_some() {
                return Opening { first: block.figure, above: words < INTRODUCTION };
            }
            words += length(&block.text);
        }
        Opening::default()
    }

    /// Takes the standfirst out of the text: the block that is named or described as one, between headline and text.
    pub(crate) fn take_standfirst(&mut self, is_standfirst: impl Fn(&str, &str, bool) -> bool) -> Option<String> {
        let mut paragraphs = 0;
        let from = self.headline_at.map_or(0, |at| at + 1);
        for index in from..self.blocks.len() {
            let block = self.blocks.get(index)?;
            let kept = self.kept.get(index).copied().unwrap_or_default();
            let words = length(&block.text);
            if block.figure.is_none()
                && (6..=130).contains(&words)
                && (kept || paragraphs == 0 && self.headline_at.is_some())
            {
                let apart = self.stands_apart(index);
                if is_standfirst(&self.names_of(block), &block.text, apart) {
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

    /// The text that is kept, one block a line, or one row of a table; without figures.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut row_before = None;
        for (block, _) in self.blocks.iter().zip(&self.kept).filter(|(block, kept)| **kept && block.figure.is_none()) {
            let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
            let mut around = own.into_iter().chain(self.page.above(block.element));
            let row = around.find(|(_, node)| node.tag == Some(Tag::Row)).map(|(at, _)| at);
            if !text.is_empty() {
                text.push(if row.is_some() && row == row_before { ' ' } else { '\n' });
            }
            row_before = row;
            text.push_str(&block.text);
        }
        text
    }

    /// The article as HTML; each figure once, and none whose key is `without`. Answers the figures too, in order.
    pub(crate) fn html(
        &self,
        document: &Document,
        lifted: &[Lifted],
        without: Option<&str>,
        base: Option<&Url>,
    ) -> (String, Vec<broadsheet_model::Figure>) {
        let mut shown: Vec<&str> = without.into_iter().collect();
        let (mut parts, mut found) = (Vec::new(), Vec::new());
        for (block, _) in self.blocks.iter().zip(&self.kept).filter(|(_, kept)| **kept) {
            let Some(number) = block.figure else {
                parts.push(Part::Text(block));
                continue;
            };
            if let Some(figure) = lifted.get(number).filter(|figure| !shown.contains(&figure.key.as_str())) {
                shown.push(&figure.key);
                parts.push(Part::Figure(block, figures::markup(&figure.figure)));
                found.push(figure.figure.clone());
            }
        }
        (compose(document, &self.page, &parts, base), found)
    }
}

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

/// Whether a text only holds a place for something else: `$$ADVERT$$`, `{{box}}`.
fn is_slot(text: &str) -> bool {
    let inside = |next: char| next.is_alphanumeric() || matches!(next, '_' | '-' | ':');
    [("$$", "$$"), ("{{", "}}"), ("[[", "]]"), ("%%", "%%")].iter().any(|(open, close)| {
        let name = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        name.is_some_and(|name| !name.is_empty() && name.chars().all(inside))
    })
}

/// Sums of all numbers before each one; at the end the sum of all.
fn running(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sums = vec![0];
    let mut sum = 0;
    for number in numbers {
        sum += number;
        sums.push(sum);
    }
    sums
}

/// Whether a text is long enough to be an article.
pub(crate) fn is_substantial(text: &str) -> bool {
    length(text) >= 60
}
