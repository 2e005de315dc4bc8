//! Which of a page's pictures are its article's.
//!
//! Like the judge of blocks: each picture is described by numbers, and trees that were trained on pages whose pictures are
//! known say how surely it belongs. It is asked after the text was found, since what stands around a picture says the most.

use std::sync::OnceLock;

use crate::block::Block;
use crate::elsewhere::leads_elsewhere;
use crate::figures::Lifted;
use crate::judge::context::odds;
use crate::judge::names::names;
use crate::judge::quick::QuickMap;
use crate::judge::trees::Trees;
use crate::page::Page;
use crate::tag::Tag;
use crate::words::{key, length, overlap};

/// Names of the numbers, in their order.
#[cfg(any(test, feature = "training"))]
pub const NAMES: &[&str] = &[
    "width",
    "height",
    "ratio",
    "renditions",
    "furniture_around",
    "furniture_steps",
    "outside",
    "pressed",
    "linked",
    "to_picture",
    "link_chars",
    "in_figure",
    "in_list",
    "in_table",
    "in_aside",
    "own_worst",
    "own_best",
    "caption",
    "credit",
    "alt",
    "alt_headline",
    "caption_headline",
    "is_page_picture",
    "is_first_page_picture",
    "repeats",
    "path_worst",
    "path_best",
    "near_worst",
    "near_best",
    "kept_share",
    "around_size",
    "around_linked",
    "room_share",
    "room_size",
    "room_linked",
    "room_figures",
    "headline",
    "text_before",
    "text_after",
    "before",
    "before2",
    "after",
    "after2",
    "before_size",
    "after_size",
    "before_linked",
    "after_linked",
    "window",
    "figure_before",
    "figure_after",
    "index",
    "count",
    "doubtful_count",
    "like",
    "in_article",
    "in_main",
    "depth",
    "hidden",
    "kept_figures_kind",
];

static TREES: OnceLock<Trees> = OnceLock::new();

fn trees() -> &'static Trees {
    TREES.get_or_init(|| Trees::read(include_bytes!("judge/figures.trees")))
}

/// Judges by other trees from now on; too late once anything was judged.
#[cfg(feature = "training")]
pub(crate) fn learn(bytes: &[u8]) {
    let _ = TREES.set(Trees::read(bytes));
}

/// What is known of a page when its pictures are judged.
pub(crate) struct Known<'a> {
    pub(crate) page: &'a Page,
    pub(crate) blocks: &'a [Block],
    /// How surely each block is text of the article.
    pub(crate) judgements: &'a [f32],
    /// Whether it was kept.
    pub(crate) kept: &'a [bool],
    pub(crate) headline_at: Option<usize>,
    pub(crate) headline: &'a str,
    /// Keys of the pictures that the page names as its own, best first.
    pub(crate) page_pictures: &'a [String],
}

/// For each picture among the blocks the block's index, and how surely it is the article's.
pub(crate) fn judge(known: &Known<'_>, lifted: &[Lifted]) -> Vec<(usize, f32)> {
    let (at, rows) = rows(known, lifted);
    let judged = at.into_iter().zip(trees().probabilities(&rows, |_| true, None));
    let is_none = |index| {
        lifted_at(known.blocks, lifted, index).is_some_and(|(_, found)| {
            found.traits.is_badge || found.figure.caption.as_deref().is_some_and(leads_elsewhere)
        })
    };
    judged.map(|(index, judgement)| (index, if is_none(index) { 0.0 } else { judgement })).collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    chars: f32,
    kept: f32,
    linked: f32,
    figures: f32,
}

/// The blocks that stand for pictures, and a row of numbers for each.
pub(crate) fn rows(known: &Known<'_>, lifted: &[Lifted]) -> (Vec<usize>, Vec<Vec<f32>>) {
    let Known { page, blocks, .. } = *known;
    let at: Vec<usize> = (0..blocks.len())
        .filter(|index| blocks.get(*index).and_then(|block| block.figure).is_some_and(|number| number < lifted.len()))
        .collect();
    if at.is_empty() {
        return (at, Vec::new());
    }
    let sums = sums(known);
    let whole = sums.first().copied().unwrap_or_default();
    let is_kept = |index: usize| known.kept.get(index).copied().unwrap_or_default();
    let is_text = |index: &usize| is_kept(*index) && blocks.get(*index).is_some_and(|block| block.figure.is_none());
    let first = (0..blocks.len()).find(is_text);
    let last = (0..blocks.len()).rfind(is_text);
    let mut repeats: QuickMap<&str, f32> = QuickMap::default();
    let mut likes: QuickMap<(usize, bool), f32> = QuickMap::default();
    let mut kinds: QuickMap<&str, f32> = QuickMap::default();
    for found in at.iter().filter_map(|index| lifted_at(blocks, lifted, *index)) {
        *repeats.entry(&found.1.key).or_default() += 1.0;
        *likes.entry(like(page, found.0)).or_default() += 1.0;
        *kinds.entry(kind(page, found.0)).or_default() += 1.0;
    }
    let doubtful = lifted.iter().filter(|found| found.traits.stands_as_furniture()).count() as f32;
    let count = at.len() as f32;
    let headline_key = key(known.headline);
    let mut said: QuickMap<usize, (f32, f32)> = QuickMap::default();
    let rows = at
        .iter()
        .enumerate()
        .filter_map(|(order, index)| {
            let (block, found) = lifted_at(blocks, lifted, *index)?;
            let traits = &found.traits;
            let mut row = vec![
                traits.width,
                traits.height,
                if traits.height > 0.0 { traits.width / traits.height } else { 0.0 },
                traits.renditions,
                traits.furniture_around,
                traits.furniture_steps,
                flag(traits.is_outside),
                flag(traits.is_pressed),
                flag(traits.is_linked),
                flag(traits.leads_to_picture),
                (1.0 + traits.link_chars).ln(),
                flag(traits.in_figure),
                flag(traits.in_list),
                flag(traits.in_table),
                flag(traits.in_aside),
                traits.own_worst,
                traits.own_best,
            ];
            let figure = &found.figure;
            let words = |text: &Option<String>| text.as_deref().map_or(0.0, |text| (1.0 + length(text) as f32).ln());
            row.extend([words(&figure.caption), words(&figure.credit), words(&figure.alt)]);
            let headline = |text: &Option<String>| {
                text.as_deref()
                    .filter(|_| !headline_key.is_empty())
                    .map_or(0.0, |text| overlap(text, known.headline) as f32)
            };
            row.extend([headline(&figure.alt), headline(&figure.caption)]);
            let named = known.page_pictures.iter().position(|key| *key == found.key);
            row.extend([flag(named.is_some()), flag(named == Some(0))]);
            row.push(repeats.get(found.key.as_str()).copied().unwrap_or_default());
            row.extend(path(page, block.element, &mut said));
            // The nearest element around with text of its own, and what holds that.
            let mut around = page.above(block.element).filter_map(|(at, _)| sums.get(at)).filter(|sum| sum.chars > 0.0);
            let near = around.next().copied().unwrap_or(whole);
            let room = around.find(|room| room.chars > near.chars * 1.5).copied().unwrap_or(whole);
            row.extend([share(near.kept, near.chars), (1.0 + near.chars).ln(), share(near.linked, near.chars)]);
            row.extend([
                share(room.kept, room.chars),
                (1.0 + room.chars).ln(),
                share(room.linked, room.chars),
                room.figures,
            ]);
            row.push(known.headline_at.map_or(-2.0, |at| if *index < at { -1.0 } else { 1.0 }));
            let distance =
                |from: Option<usize>| from.map_or(-999.0, |from| (*index as f32 - from as f32).clamp(-60.0, 60.0));
            row.extend([distance(first), distance(last)]);
            let texts = |offset: isize| text_near(blocks, *index, offset);
            let judged = |at: Option<usize>| at.and_then(|at| known.judgements.get(at)).copied().unwrap_or(-1.0);
            row.extend([judged(texts(-1)), judged(texts(-2)), judged(texts(1)), judged(texts(2))]);
            let block_at = |at: Option<usize>| at.and_then(|at| blocks.get(at));
            let size = |at: Option<usize>| block_at(at).map_or(-1.0, |block| (1.0 + block.chars as f32).ln());
            let linked =
                |at: Option<usize>| block_at(at).map_or(-1.0, |block| share(block.linked as f32, block.chars as f32));
            row.extend([size(texts(-1)), size(texts(1)), linked(texts(-1)), linked(texts(1))]);
            let window = index.saturating_sub(6)..(*index + 7).min(blocks.len());
            row.push(window.clone().filter(is_text).count() as f32 / window.len() as f32);
            let is_figure =
                |at: Option<usize>| at.and_then(|at| blocks.get(at)).is_some_and(|block| block.figure.is_some());
            row.extend([flag(is_figure(index.checked_sub(1))), flag(is_figure(Some(index + 1)))]);
            row.extend([order as f32, count, doubtful]);
            row.push(likes.get(&like(page, block)).copied().unwrap_or_default());
            let holds = |wanted: Tag| page.above(block.element).any(|(_, node)| node.tag == Some(wanted));
            row.extend([flag(holds(Tag::Article)), flag(holds(Tag::Main))]);
            row.push(page.nodes.get(block.element).map_or(0.0, |node| node.depth as f32));
            row.push(flag(block.hidden));
            row.push(kinds.get(kind(page, block)).copied().unwrap_or_default());
            Some(row)
        })
        .collect();
    (at, rows)
}

fn lifted_at<'a>(blocks: &'a [Block], lifted: &'a [Lifted], index: usize) -> Option<(&'a Block, &'a Lifted)> {
    let block = blocks.get(index)?;
    Some((block, lifted.get(block.figure?)?))
}

/// The nearest text before (negative) or after a block, or the one beyond it.
fn text_near(blocks: &[Block], index: usize, offset: isize) -> Option<usize> {
    let is_text = |at: &usize| blocks.get(*at).is_some_and(|block| block.figure.is_none());
    let skipped = offset.unsigned_abs().checked_sub(1)?;
    if offset < 0 {
        (0..index).rev().filter(is_text).nth(skipped)
    } else {
        (index + 1..blocks.len()).filter(is_text).nth(skipped)
    }
}

/// What pictures of one list have in common: the element two above, and whether they are hidden.
fn like(page: &Page, block: &Block) -> (usize, bool) {
    let at = page.above(block.element).nth(2).map_or(usize::MAX, |(at, _)| at);
    (at, block.hidden)
}

/// The names of the nearest element around that has some.
fn kind<'a>(page: &'a Page, block: &Block) -> &'a str {
    page.above(block.element).map(|(_, node)| node.words.trim()).find(|words| !words.is_empty()).unwrap_or_default()
}

/// What the names of the elements around say: the worst and the best of all, and of the three nearest.
fn path(page: &Page, element: usize, said: &mut QuickMap<usize, (f32, f32)>) -> [f32; 4] {
    let (mut worst, mut best, mut near_worst, mut near_best) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
    for (step, (at, node)) in page.above(element).enumerate() {
        let (low, high) = *said.entry(at).or_insert_with(|| {
            let (low, high, _) = odds(&node.words, names());
            (low, high)
        });
        worst = worst.min(low);
        best = best.max(high);
        if step < 3 {
            near_worst = near_worst.min(low);
            near_best = near_best.max(high);
        }
    }
    [worst, best, near_worst, near_best]
}

fn sums(known: &Known<'_>) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); known.page.nodes.len()];
    for (block, kept) in known.blocks.iter().zip(known.kept) {
        if let Some(sum) = sums.get_mut(block.element) {
            let chars = block.chars as f32;
            sum.chars += chars;
            sum.kept += if *kept { chars } else { 0.0 };
            sum.linked += block.linked as f32;
            sum.figures += flag(block.figure.is_some());
        }
    }
    for index in (1..known.page.nodes.len()).rev() {
        let own = sums.get(index).copied().unwrap_or_default();
        if let Some(above) = known.page.nodes.get(index).and_then(|node| sums.get_mut(node.parent)) {
            above.chars += own.chars;
            above.kept += own.kept;
            above.linked += own.linked;
            above.figures += own.figures;
        }
    }
    sums
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use crate::block::blocks;
    use crate::stated_words::StatedWords;

    #[test]
    fn every_number_has_a_name() {
        let document = Document::from(
            "<h1>Tide</h1><img src=https://a.example/bridge-at-dusk.jpg width=600><p>One.<a href=/x><img src=https://a.example/ferry-at-noon.jpg>A link of many words</a>",
        );
        let lifted = crate::figures::lift(&document, &StatedWords::default(), None, &[]);
        let page = Page::of(&document, None);
        let blocks = blocks(&page);
        let judgements = vec![0.5; blocks.len()];
        let kept = vec![true; blocks.len()];
        let known = Known {
            page: &page,
            blocks: &blocks,
            judgements: &judgements,
            kept: &kept,
            headline_at: Some(0),
            headline: "Tide",
            page_pictures: &[],
        };
        let (at, rows) = rows(&known, &lifted);
        assert_eq!((at.len(), rows.len()), (2, 2));
        assert!(rows.iter().all(|row| row.len() == NAMES.len()));
        assert!(rows.iter().flatten().all(|number| number.is_finite()));
    }
}
