//! The article's text: the blocks that the judge keeps, and the figures that stand among them.

mod boxes;
mod contents;
mod embedded;
mod endings;
mod entries;
mod headings;
mod last_figures;
mod notes;
mod opening;
mod pitches;
mod repeats;
mod report;
mod rules;
mod teasers;
mod whole;

use std::collections::BTreeMap;

use dom_query::{Document, NodeRef};
use url::Url;

pub(crate) use crate::body::report::BlockReport;

use crate::block::{Block, blocks};
use crate::compose::{Part, compose};
use crate::figure_judge;
use crate::figures::{self, Lifted};
use crate::judge::features::{Known, size};
use crate::judge::judge;
use crate::lead::Opening;
use crate::page::Page;
use crate::tag::Tag;
use crate::words::{key, length};

/// A block is kept from this judgement on.
const KEPT: f32 = 0.5;

/// Where hardly anything is kept, one that is less sure will do.
const KEPT_AT_LAST: f32 = 0.2;

/// Most words that a figure above the text comes after: standfirst, byline and the like.
const INTRODUCTION: usize = 90;

/// Characters under which hardly anything is kept.
const HARDLY: f32 = 250.0;

/// A figure is kept from this judgement on.
pub(crate) const FIGURE_KEPT: f32 = 0.4;

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
        for (index, judgement) in &judged {
            if let Some(kept) = body.kept.get_mut(*index) {
                *kept = *judgement >= FIGURE_KEPT;
            }
        }
        body.keep_last_figures(&judged);
        body.keep_step_figures(&judged);
        body.drop_card_figures(lifted);
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
        body.drop_headline(&known.headline.as_deref().map(key).unwrap_or_default());
        body.drop_leads();
        body.drop_pitches();
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
        body.keep_runs(&judgements);
        body.keep_whole(&judgements);
        body.keep_boxes();
        body.keep_their_captions();
        body.keep_attributions();
        body.keep_headings(&judgements);
        body.drop_contents();
        body.drop_bylines(&known.byline);
        body.drop_comments();
        body.drop_captions();
        body.drop_echoes();
        body.drop_repeats();
        body.drop_headline(&headline);
        body.drop_main_heading(known.headline.as_deref().unwrap_or_default());
        body.drop_labelled_links();
        body.drop_leads();
        body.drop_pitches();
        body.drop_cards();
        body.drop_teasers();
        body.drop_furniture();
        body.drop_last_bios(&known.byline);
        body.drop_last_headings();
        body.keep_notes(document);
        for (kept, block) in body.kept.iter_mut().zip(&body.blocks) {
            *kept &= block.figure.is_none();
        }
        (body, judgements)
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

    /// The links of the page.
    pub(crate) fn links<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = NodeRef<'a>> {
        let links = self.page.nodes.iter().filter(|node| node.tag == Some(Tag::Link));
        links.filter_map(|node| document.tree.get(&node.id))
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

    /// The article as HTML; each figure once, and none whose key is `without`; each entry of a live blog under its time. Answers the figures too, in order.
    pub(crate) fn html(
        &self,
        document: &Document,
        lifted: &[Lifted],
        without: Option<&str>,
        is_live: bool,
        base: Option<&Url>,
    ) -> (String, Vec<broadsheet_model::Figure>) {
        let mut shown: Vec<&str> = without.into_iter().collect();
        let (mut parts, mut found) = (Vec::new(), Vec::new());
        let (mut frames, mut last) = (self.embedded(document, base), None);
        let mut times = if is_live { self.entry_times(document) } else { BTreeMap::new() };
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.kept.get(*index) == Some(&true)) {
            if let Some(time) = times.remove(&index) {
                parts.push(Part::Figure(block, time));
            }
            parts.extend(frames.remove(&index).into_iter().flatten().map(|frame| Part::Figure(block, frame)));
            last = Some(block);
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
        let after = last
            .into_iter()
            .flat_map(|block| frames.remove(&usize::MAX).into_iter().flatten().map(move |frame| (block, frame)));
        parts.extend(after.map(|(block, frame)| Part::Figure(block, frame)));
        (compose(document, &self.page, &parts, base), found)
    }
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

/// Whether a text of so many words is long enough to be an article.
pub(crate) fn is_substantial(words: usize) -> bool {
    words >= 60
}
