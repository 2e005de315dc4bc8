//! Tables and lists stand or fall as one: a table without its numbers, or a list with one item of ten, says something else.

use super::Body;
use super::rules::AGAINST;
use crate::elsewhere::{is_call, is_label, leads_elsewhere};
use crate::judge::context::odds;
use crate::judge::features::ends_sentence;
use crate::judge::names::names;
use crate::judge::quick::QuickSet;
use crate::tag::Tag;

/// Share of a table's characters from which on all of it is kept.
const TABLE_KEPT: f32 = 0.5;

/// Characters of a cell; one with more holds a page's layout.
const CELL_CHARS: usize = 500;

/// Texts that a cell holds, one with another; with more it is a page's layout.
const CELL_TEXTS: usize = 2;

/// Blocks from which on a table or a list has something to lose.
const FEWEST: [usize; 2] = [4, 3];

/// Characters of a cell of figures, and elements around a table or code within which the texts before and after it stand.
const DATA_CHARS: usize = 200;
/// See `DATA_CHARS`.
const AROUND: usize = 4;

/// How surely a table or code belongs to the article, one with another, where it stands between two of its texts.
const BETWEEN: f32 = 0.05;

/// The same where names around it count less.
const LIKELY: f32 = 0.25;

/// Items of a list of things; one with more is an index.
const MOST_ITEMS: usize = 300;

/// How surely the items of a list belong to the article, one with another, for all of them to be kept.
const LIST_KEPT: f32 = 0.25;

/// Share of a list's characters that may be links; one with more leads elsewhere.
const LIST_LINKED: f32 = 0.7;

/// Elements and texts of a figure; one that holds more is a part of the page.
const FIGURE_NODES: usize = 2_000;

/// Bytes that stand beside a formula on its lines: `(12a)`.
const FORMULA_REST: usize = 8;

/// Characters of what is written at a table.
const CAPTION_CHARS: usize = 400;

/// Characters of a run of text from which on it goes with the one beside it, and how surely it must belong.
const RUN_CHARS: usize = 160;
/// See `RUN_CHARS`.
const RUN_KEPT: f32 = 0.04;

/// Names of quotations that show a post of another site.
const POSTS: [&str; 4] = ["twitter-tweet", "bluesky-embed", "mastodon-embed", "text-post-media"];

/// Characters of a name below a quotation, and of what its bearer is.
const NAME_CHARS: usize = 90;

/// Characters that stand beside a heading in its wrapper: `[edit]`.
const HEADING_REST: usize = 12;

impl Body {
    /// Keeps the rest of tables and lists of which enough is kept.
    pub(super) fn keep_whole(&mut self, judgements: &[f32]) {
        let texts: Vec<usize> = (0..self.blocks.len()).filter(|index| self.is_kept_text(*index)).collect();
        for at in 0..self.page.nodes.len() {
            let is_whole = match self.page.nodes.get(at).and_then(|node| node.tag) {
                Some(Tag::Table) => {
                    self.is_table_kept(at)
                        || self.is_data(at)
                            && self.may_be_kept(at, judgements)
                            && self.stands_between(at, &texts, self.is_likely(at, LIKELY, judgements))
                }
                Some(Tag::Pre) => self.may_be_kept(at, judgements) && self.stands_between(at, &texts, false),
                Some(Tag::Formula) => {
                    if let Some(index) = self.formula_alone(at).filter(|_| self.stands_between(at, &texts, false))
                        && let Some(kept) = self.kept.get_mut(index)
                    {
                        *kept = true;
                    }
                    false
                }
                Some(Tag::List) => {
                    self.is_list_kept(at, judgements)
                        || self.is_plain_list(at)
                            && self.is_likely(at, LIKELY, judgements)
                            && self.stands_between(at, &texts, true)
                }
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

    /// Keeps long runs of text beside a kept one that only blank lines part from it: an element that holds a text holds all of it.
    pub(super) fn keep_runs(&mut self, judgements: &[f32]) {
        let runs = |index: usize, beside: usize| -> bool {
            let (Some(block), Some(other)) = (self.blocks.get(index), self.blocks.get(beside)) else { return false };
            let judged = judgements.get(index).copied().unwrap_or_default();
            block.element == other.element
                && block.is_run
                && other.chars >= RUN_CHARS
                && block.chars >= RUN_CHARS
                && block.linked * 5 < block.chars
                && judged >= RUN_KEPT
        };
        let mut kept = self.kept.clone();
        let is_text = |kept: &[bool], index: usize| {
            kept.get(index).copied().unwrap_or_default()
                && self.blocks.get(index).is_some_and(|block| block.figure.is_none())
        };
        for index in 1..kept.len() {
            if !is_text(&kept, index) && is_text(&kept, index - 1) && runs(index, index - 1) {
                kept.get_mut(index).into_iter().for_each(|kept| *kept = true);
            }
        }
        for index in (1..kept.len()).rev() {
            if is_text(&kept, index) && !is_text(&kept, index - 1) && runs(index - 1, index) {
                kept.get_mut(index - 1).into_iter().for_each(|kept| *kept = true);
            }
        }
        self.kept = kept;
    }

    /// Keeps what is written at tables, code and quotations that are kept themselves.
    pub(super) fn keep_their_captions(&mut self) {
        for at in 0..self.page.nodes.len() {
            if self.page.nodes.get(at).is_none_or(|node| node.tag != Some(Tag::Figure)) || !self.is_of_table(at) {
                continue;
            }
            if !self.held(at).any(|index| self.is_kept_text(index)) {
                continue;
            }
            let is_caption = |index: &usize| {
                let Some(block) = self.blocks.get(*index).filter(|block| block.chars <= CAPTION_CHARS) else {
                    return false;
                };
                let element = block.element;
                let own = self.page.nodes.get(element).into_iter();
                let mut around = own.chain(self.page.above(element).map(|(_, node)| node)).take(AROUND);
                around.any(|node| node.tag == Some(Tag::Caption))
            };
            let captions: Vec<usize> = self.held(at).filter(is_caption).collect();
            for index in captions {
                if let Some(kept) = self.kept.get_mut(index) {
                    *kept = true;
                }
            }
        }
    }

    /// Keeps who said what, at the end of a quotation of which all the rest is kept.
    pub(super) fn keep_attributions(&mut self) {
        let mut found = Vec::new();
        for at in 0..self.page.nodes.len() {
            if self.page.nodes.get(at).is_none_or(|node| node.tag != Some(Tag::Quote)) {
                continue;
            }
            let held = self.held(at);
            let Some(last) = held.end.checked_sub(1).filter(|last| *last > held.start) else { continue };
            let Some(block) = self.blocks.get(last).filter(|block| block.figure.is_none()) else { continue };
            let is_name = block.chars <= NAME_CHARS
                && block.text.chars().any(char::is_alphabetic)
                && !is_label(&block.text)
                && !is_call(&block.text)
                && !leads_elsewhere(&block.text);
            if is_name && !self.is_kept_text(last) && (held.start..last).all(|index| self.is_kept_text(index)) {
                found.push(last);
            }
        }
        for index in found {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = true;
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
        let end = self.page.nodes.get(at).map_or(at, |node| node.end);
        let nodes = self.page.nodes.get(at..end).unwrap_or_default();
        let cells = nodes.iter().filter(|node| node.tag == Some(Tag::Cell)).count();
        (FEWEST[0]..=cells * CELL_TEXTS).contains(&texts) && kept > 0 && kept as f32 >= TABLE_KEPT * all as f32
    }

    /// Whether a table has rows and columns of short texts that are no links.
    fn is_data(&self, at: usize) -> bool {
        let (mut texts, mut all, mut linked) = (0, 0, 0);
        for index in self.held(at) {
            let Some(block) = self.blocks.get(index) else { continue };
            if block.chars >= DATA_CHARS || block.figure.is_some() {
                return false;
            }
            texts += 1;
            all += block.chars;
            linked += block.linked;
        }
        let end = self.page.nodes.get(at).map_or(at, |node| node.end);
        let nodes = self.page.nodes.get(at..end).unwrap_or_default();
        let number = |tag: Tag| nodes.iter().filter(|node| node.tag == Some(tag)).count();
        let (rows, cells) = (number(Tag::Row), number(Tag::Cell));
        number(Tag::Table) == 1
            && rows >= 2
            && cells >= 2 * rows
            && (FEWEST[0]..=cells * CELL_TEXTS).contains(&texts)
            && linked * 2 < all
    }

    /// Whether an element stands between two of the kept `texts`, both of one box, and no name around it speaks against it; where
    /// it is likely, only names of what stands beside articles do.
    fn stands_between(&self, at: usize, texts: &[usize], is_likely: bool) -> bool {
        let held = self.held(at);
        let next = texts.partition_point(|text| *text < held.start);
        let before = next.checked_sub(1).and_then(|before| texts.get(before)).copied();
        let after = texts.get(texts.partition_point(|text| *text < held.end)).copied();
        let place = |index: Option<usize>| index.and_then(|index| self.blocks.get(index)).map(|block| block.element);
        let (Some(before), Some(after)) = (place(before), place(after)) else { return false };
        let own = self.page.nodes.get(at).map(|node| (at, node));
        let mut around = own.into_iter().chain(self.page.above(at)).take(AROUND + 1);
        let is_within = |element: usize, (at, end): (usize, usize)| at <= element && element < end;
        let met = around.find_map(|(at, node)| {
            let range = (at, node.end);
            if is_within(before, range) && is_within(after, range) {
                return Some(true);
            }
            let is_against = if is_likely { self.leads_away(at) } else { self.speaks_against(at) };
            is_against.then_some(false)
        });
        met == Some(true)
    }

    /// Whether an element is a list of things, and not of links.
    fn is_plain_list(&self, at: usize) -> bool {
        let (mut texts, mut all, mut linked) = (0, 0, 0);
        let mut different: QuickSet<&str> = QuickSet::default();
        for index in self.held(at) {
            let Some(block) = self.blocks.get(index) else { continue };
            if block.figure.is_some() || block.chars >= DATA_CHARS || texts >= MOST_ITEMS {
                return false;
            }
            different.insert(&block.text);
            texts += 1;
            all += block.chars;
            linked += block.linked;
        }
        texts >= 2 && different.len() * 2 > texts && linked * 2 < all
    }

    /// Whether an element is not judged to be something else altogether.
    fn may_be_kept(&self, at: usize, judgements: &[f32]) -> bool {
        self.is_likely(at, BETWEEN, judgements)
    }

    /// Whether the texts of an element are judged to belong to the article at least this surely, one with another.
    fn is_likely(&self, at: usize, least: f32, judgements: &[f32]) -> bool {
        let (mut all, mut judged) = (0, 0.0);
        for index in self.held(at) {
            let Some(block) = self.blocks.get(index) else { continue };
            all += block.chars;
            judged += judgements.get(index).copied().unwrap_or_default() * block.chars as f32;
        }
        judged >= least * all as f32
    }

    /// The block of a formula that stands on lines of its own, with its number at most.
    fn formula_alone(&self, at: usize) -> Option<usize> {
        let nodes = |from: usize, end: usize| self.page.nodes.get(from..end).unwrap_or_default().iter();
        let end = self.page.nodes.get(at).map_or(at, |node| node.end);
        let index = self.blocks.partition_point(|block| block.first < end).checked_sub(1)?;
        let block = self.blocks.get(index).filter(|block| at < block.end)?;
        let mut rest = nodes(block.first, at.max(block.first)).chain(nodes(end, block.end));
        let mut room = FORMULA_REST;
        // It is left as soon as there is more: a line may hold thousands of formulas.
        let is_alone = rest.all(|node| {
            let length = if node.tag.is_none() { node.words.trim().len() } else { 0 };
            let fits = length <= room;
            room = room.saturating_sub(length);
            fits
        });
        is_alone.then_some(index)
    }

    /// Whether an element's name says that it is no part of an article.
    fn speaks_against(&self, at: usize) -> bool {
        let node = self.page.nodes.get(at);
        node.is_some_and(|node| {
            let is_aside = matches!(node.tag, Some(Tag::Aside | Tag::Nav | Tag::Footer | Tag::Form));
            is_aside || !node.words.trim().is_empty() && odds(&node.words, names()).0 <= AGAINST
        })
    }

    /// Whether a block is a heading in a wrapper of its own, which may have a link to edit it besides.
    pub(super) fn is_wrapped_heading(&self, at: usize) -> bool {
        let held = self.held(at);
        let heading = self.blocks.get(held.start).filter(|_| held.len() <= 2);
        let is_heading = heading
            .and_then(|block| self.page.nodes.get(block.element))
            .is_some_and(|node| matches!(node.tag, Some(Tag::Heading(_))));
        let rest: usize = held.skip(1).filter_map(|index| self.blocks.get(index)).map(|block| block.chars).sum();
        is_heading && rest <= HEADING_REST
    }

    /// Whether an element holds nothing but a post of another site, as those write them for others to show.
    pub(super) fn is_wrapped_post(&self, at: usize) -> bool {
        let held = self.held(at);
        let first = self.blocks.get(held.start);
        let quote = first.and_then(|block| {
            let own = self.page.nodes.get(block.element).map(|node| (block.element, node));
            own.into_iter()
                .chain(self.page.above(block.element))
                .take_while(|(above, _)| *above != at)
                .find(|(_, node)| node.tag == Some(Tag::Quote))
        });
        quote
            .is_some_and(|(quote, node)| POSTS.iter().any(|post| node.words.contains(post)) && self.held(quote) == held)
    }

    /// Whether a figure, or the one whose caption this is, is that of a table, of code or of a quotation, and not of a picture.
    pub(super) fn is_of_table(&self, at: usize) -> bool {
        let own = self.page.nodes.get(at).map(|node| (at, node));
        let figure = own.into_iter().chain(self.page.above(at)).take(3).find(|(_, node)| node.tag == Some(Tag::Figure));
        figure.filter(|(at, node)| node.end - at <= FIGURE_NODES).is_some_and(|(at, node)| {
            let mut below = self.page.nodes.get(at..node.end).unwrap_or_default().iter();
            below.any(|node| matches!(node.tag, Some(Tag::Table | Tag::Quote | Tag::Pre)))
                && !self.held(at).any(|index| self.blocks.get(index).is_some_and(|block| block.figure.is_some()))
        })
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

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::Body;
    use crate::judge::features::Known;

    /// How many texts of a page are kept in the end, where the first `kept` are, and each is `judged`.
    fn kept_of(page: &str, kept: usize, judged: f32) -> usize {
        let (mut body, mut judgements) = Body::without_figures(&Document::from(page), &Known::default());
        body.kept.iter_mut().enumerate().for_each(|(index, own)| *own = index < kept);
        judgements.fill(judged);
        body.keep_whole(&judgements);
        body.kept.iter().filter(|kept| **kept).count()
    }

    #[test]
    fn a_table_keeps_its_numbers() {
        let table = "<table><tr><td>Harbour of the isle of Merrow<td>12<tr><td>Harbour of Lund<td>7</table>";
        assert_eq!(kept_of(table, 1, 0.0), 4);
        assert_eq!(kept_of(&table.replace("Lund", "Lund and of every other island of the strait"), 1, 0.0), 1);
        let layout = format!("<table><tr><td>{}<td>a</table>", "<p>A sentence of a story.</p>".repeat(5));
        assert_eq!(kept_of(&layout, 5, 0.0), 5);
    }

    #[test]
    fn a_table_keeps_its_caption() {
        let story = "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for \
                     ninety passengers, a bar that closes when the barman is tired, and a deck from which one sees the lights.";
        let page = format!(
            "<html><body><main><article><h1>The ferry</h1><div class=entry><p>{story}</p><p>{story} So it was.</p>\
             <figure class=wp-block-table><table><tbody><tr><td>Paper</td><td>410</td></tr><tr><td>Binding</td><td>295</td></tr>\
             </tbody></table><figcaption class=wp-element-caption>Costs for 300 copies</figcaption></figure><p>{story} So it \
             will be.</p></div></article></main></body></html>"
        );
        let read = crate::extract(&page, "https://courier.example/ferry").text;
        assert!(read.contains("295") && read.contains("Costs for 300 copies"), "{read}");
    }

    #[test]
    fn what_blank_lines_part_stays_together() {
        let run = "The ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for ninety \
                   passengers, and a deck from which one sees the lights of three islands in the sound.";
        let kept = |page: &str, judged: f32| {
            let (mut body, mut judgements) = Body::without_figures(&Document::from(page), &Known::default());
            body.kept.iter_mut().enumerate().for_each(|(index, own)| *own = index == 1);
            judgements.fill(judged);
            body.keep_runs(&judgements);
            body.kept
        };
        let page = format!("<div>{run}<br><br>{run} One.<br><br><i>{run} Two.</i><br><br>Three.</div><div>{run}</div>");
        assert_eq!(kept(&page, 0.1), [true, true, true, false, false]);
        assert_eq!(kept(&page, 0.0), [false, true, false, false, false]);
    }

    #[test]
    fn a_quotation_keeps_the_name_below_it() {
        let story = "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for \
                     ninety passengers, a bar that closes when the barman is tired, and a deck from which one sees the lights.";
        let read = |between: &str| {
            let page = format!(
                "<html><body><main><article><h1>The ferry</h1><div class=entry><p>{story}</p><p>{story} So it was.</p>{between}<p>{story} \
                 So it will be.</p></div></article></main></body></html>"
            );
            crate::extract(&page, "https://courier.example/ferry").text
        };
        let text = read(
            "<blockquote class=c_quote><p>We asked for two years for one more berth.</p><div class=author>Ines Corran, baker</div></blockquote>",
        );
        assert!(text.contains("Ines Corran, baker"), "{text}");
        let text = read(
            "<div class=embed_tweet><blockquote class=twitter-tweet><p>We go on until the ferry is back.</p>&mdash; Friends of the ferry \
             (@ferry) <a href='https://twitter.com/ferry/status/1'>March 6, 2026</a></blockquote></div>",
        );
        assert!(text.contains("until the ferry is back"), "{text}");
    }

    #[test]
    fn a_list_keeps_its_items() {
        let list = "<ul><li>The first of them sails.<li>The second of them sails.<li>The third of them sails.</ul>";
        assert_eq!(kept_of(list, 1, 0.4), 3);
        assert_eq!(kept_of(list, 1, 0.1), 1);
        assert_eq!(kept_of(&list.replace("<li>", "<li><a href=/x>").replace("<li><a", "</a><li><a"), 1, 0.4), 1);
    }
}
