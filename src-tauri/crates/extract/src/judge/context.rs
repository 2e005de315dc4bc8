//! What the names around a block say, and what the first judgement said of its neighbours: numbers for both judgements.

use crate::block::Block;
use crate::judge::features::holder;
use crate::judge::names::{Key, Table, each_opening, each_said, each_word, names, phrases, sayings};
use crate::judge::quick::QuickMap;
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;

/// Names of what [`named`] adds, in order.
#[cfg(any(test, feature = "training"))]
pub const NAMED: &[&str] = &[
    "own_worst",
    "own_best",
    "path_worst",
    "path_best",
    "path_sum",
    "path_near",
    "box_worst",
    "box_best",
    "room_worst",
    "room_best",
    "open_worst",
    "open_best",
    "open_longest",
    "head_open",
    "heads_worst",
    "said_worst",
    "said_best",
    "said_mean",
];

/// Longest text whose first words are looked up, in bytes; a longer one is a paragraph.
pub(crate) const MOST_BYTES: usize = 300;

/// Headings before a block of which the worst counts.
const HEADINGS: usize = 4;

#[derive(Debug, Clone, Copy, Default)]
struct Said {
    own_worst: f32,
    own_best: f32,
    worst: f32,
    best: f32,
    sum: f32,
    near: f32,
}

/// Adds to each row what the names of the elements around the block say, and its first words.
pub(crate) fn named(page: &Page, blocks: &[Block], rows: &mut [Vec<f32>]) {
    let said = said(page, blocks, rows);
    let sayings = sayings();
    let (mut heading, mut headings) = (0.0, [0.0_f32; HEADINGS]);
    for (block, row) in blocks.iter().zip(rows) {
        let is_heading = matches!(page.nodes.get(block.element).and_then(|node| node.tag), Some(Tag::Heading(_)));
        if row.is_empty() {
            if is_heading {
                heading = opening(&block.text).2;
                headings.rotate_right(1);
                headings[0] = heading;
            }
            continue;
        }
        // Elements inside the line speak for it first.
        let nearest = page.above(block.first).next().map_or(block.element, |(at, _)| at);
        let of = |at: usize| said.get(at).copied().unwrap_or_default();
        let above = |at: usize| page.nodes.get(at).map_or(usize::MAX, |node| node.parent);
        let (own, boxed) = (of(nearest), of(above(block.element)));
        let room = of(above(above(block.element)));
        row.extend([own.own_worst, own.own_best, own.worst, own.best, own.sum, own.near]);
        row.extend([boxed.own_worst, boxed.own_best, room.own_worst, room.own_best]);
        let (worst, best, longest) = opening(&block.text);
        row.extend([worst, best, longest, heading, headings.iter().copied().fold(0.0, f32::min)]);
        let (mut worst, mut best, mut sum, mut count) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
        if block.text.len() < MOST_BYTES {
            each_said(&block.text, |said| {
                if let Some(odds) = sayings.get(said) {
                    worst = worst.min(odds);
                    best = best.max(odds);
                    sum += odds;
                    count += 1.0;
                }
            });
        }
        row.extend([worst, best, if count > 0.0 { sum / count } else { 0.0 }]);
        if is_heading {
            heading = longest;
            headings.rotate_right(1);
            headings[0] = heading;
        }
    }
}

/// What the first words of a line say: the worst and the best of it, and what the longest known opening says.
fn opening(text: &str) -> (f32, f32, f32) {
    let (mut worst, mut best, mut longest): (Option<f32>, Option<f32>, f32) = (None, None, 0.0);
    if text.len() < MOST_BYTES {
        each_opening(text, |phrase: &Key| {
            if let Some(odds) = phrases().get(*phrase) {
                worst = Some(worst.map_or(odds, |known| known.min(odds)));
                best = Some(best.map_or(odds, |known| known.max(odds)));
                longest = odds;
            }
        });
    }
    (worst.unwrap_or_default(), best.unwrap_or_default(), longest)
}

/// What the names of the elements around the blocks that are judged say; nothing of all others.
fn said(page: &Page, blocks: &[Block], rows: &[Vec<f32>]) -> Vec<Said> {
    let names = names();
    let mut wanted = vec![false; page.nodes.len()];
    for (block, _) in blocks.iter().zip(rows).filter(|(_, row)| !row.is_empty()) {
        for (at, _) in page.above(block.first) {
            match wanted.get_mut(at) {
                Some(wanted) if !*wanted => *wanted = true,
                _ => break,
            }
        }
    }
    let mut said: Vec<Said> = Vec::with_capacity(page.nodes.len());
    // Most elements share their names with many others.
    let mut known: QuickMap<&str, (f32, f32, f32)> = QuickMap::default();
    for (node, wanted) in page.nodes.iter().zip(wanted) {
        if !wanted {
            said.push(Said::default());
            continue;
        }
        let above = said.get(node.parent).copied().unwrap_or_default();
        let named = node.tag.is_some() && !node.words.is_empty();
        let (worst, best, mean) =
            if named { *known.entry(&node.words).or_insert_with(|| odds(&node.words, names)) } else { (0.0, 0.0, 0.0) };
        said.push(Said {
            own_worst: worst,
            own_best: best,
            worst: above.worst.min(worst),
            best: above.best.max(best),
            sum: above.sum + mean,
            near: if node.tag.is_some() { 0.5 * above.near + mean } else { above.near },
        });
    }
    said
}

/// The worst and the best of what the words of some names say, and their mean.
pub(crate) fn odds(words: &str, names: &Table) -> (f32, f32, f32) {
    let (mut worst, mut best, mut sum, mut count) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
    each_word(words, |word: &Key| {
        if let Some(odds) = names.get(*word) {
            worst = worst.min(odds);
            best = best.max(odds);
            sum += odds;
            count += 1.0;
        }
    });
    (worst, best, if count > 0.0 { sum / count } else { 0.0 })
}

/// Names of what [`judged`] adds, in order.
#[cfg(any(test, feature = "training"))]
pub const JUDGED: &[&str] = &[
    "first",
    "first-1",
    "first+1",
    "first-2",
    "first+2",
    "first-3",
    "first+3",
    "first_box",
    "first_room",
    "first_window",
    "first_long_before",
    "first_long_after",
    "first_before",
    "first_after",
    "first_best_before",
    "first_best_after",
    "first_group",
    "first_kind",
];

/// Characters from which on a block's neighbours ask for its judgement.
const LONG_CHARS: usize = 70;

/// Adds to each row what the first judgement said of the block, of those around it, and of those that are like it:
/// `alike` numbers the group of records and the kind of each block.
pub(crate) fn judged(page: &Page, blocks: &[Block], first: &[f32], alike: [&[usize]; 2], rows: &mut [Vec<f32>]) {
    let weights: Vec<f32> = blocks.iter().map(|block| (1.0 + block.chars as f32 / 6.0).ln()).collect();
    let weighted: Vec<f32> = first.iter().zip(&weights).map(|(judgement, weight)| judgement * weight).collect();
    let boxes: Vec<usize> = blocks.iter().map(|block| holder(page, block.element)).collect();
    let rooms: Vec<usize> = boxes.iter().map(|at| holder(page, *at)).collect();
    let (in_box, in_room) = (sums(&boxes, &weighted, &weights), sums(&rooms, &weighted, &weights));
    let in_alike = alike.map(|groups| sums(groups, &weighted, &weights));
    let total: f32 = weighted.iter().sum::<f32>() + 1e-6;
    let best_after: Vec<f32> = first
        .iter()
        .rev()
        .scan(0.0_f32, |best, judgement| {
            let before = *best;
            *best = best.max(*judgement);
            Some(before)
        })
        .collect();
    let long_after: Vec<f32> = first
        .iter()
        .zip(blocks)
        .rev()
        .scan(-1.0_f32, |next, (judgement, block)| {
            let known = *next;
            if block.chars >= LONG_CHARS {
                *next = *judgement;
            }
            Some(known)
        })
        .collect();
    let (mut sum_before, mut best_before, mut long_before) = (0.0_f32, 0.0_f32, -1.0_f32);
    for (index, row) in rows.iter_mut().enumerate() {
        let (own_sum, own_weight) =
            (weighted.get(index).copied().unwrap_or_default(), weights.get(index).copied().unwrap_or_default());
        let at = |offset: isize| {
            index.checked_add_signed(offset).and_then(|other| first.get(other)).copied().unwrap_or(-1.0)
        };
        let own = at(0);
        if !row.is_empty() {
            let others = |sums: &QuickMap<usize, (f32, f32)>, list: &[usize]| {
                let (sum, weight) = list.get(index).and_then(|at| sums.get(at)).copied().unwrap_or_default();
                if weight > own_weight + 1e-4 { (sum - own_sum) / (weight - own_weight) } else { -1.0 }
            };
            row.extend([own, at(-1), at(1), at(-2), at(2), at(-3), at(3)]);
            row.extend([others(&in_box, &boxes), others(&in_room, &rooms)]);
            let window = index.saturating_sub(4)..(index + 5).min(first.len());
            let (sum, weight) = weighted
                .get(window.clone())
                .zip(weights.get(window))
                .map_or((0.0, 1.0), |(sums, weights)| (sums.iter().sum::<f32>(), weights.iter().sum::<f32>()));
            row.push(sum / (weight + 1e-6));
            let from_end = first.len() - 1 - index;
            row.extend([long_before, long_after.get(from_end).copied().unwrap_or(-1.0)]);
            row.extend([sum_before / total, (total - sum_before - own_sum) / total]);
            row.extend([best_before, best_after.get(from_end).copied().unwrap_or_default()]);
            for (sums, groups) in in_alike.iter().zip(alike) {
                let is_one = groups.get(index).is_some_and(|group| *group != NOWHERE);
                row.push(if is_one { others(sums, groups) } else { -1.0 });
            }
        }
        sum_before += own_sum;
        best_before = best_before.max(own);
        if blocks.get(index).is_some_and(|block| block.chars >= LONG_CHARS) {
            long_before = own;
        }
    }
}

fn sums(groups: &[usize], weighted: &[f32], weights: &[f32]) -> QuickMap<usize, (f32, f32)> {
    let mut sums: QuickMap<usize, (f32, f32)> = QuickMap::default();
    for ((group, value), weight) in groups.iter().zip(weighted).zip(weights) {
        let sum = sums.entry(*group).or_default();
        sum.0 += value;
        sum.1 += weight;
    }
    sums
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use crate::block::blocks;
    use crate::judge::features::{Described, Known, NAMES, features};

    #[test]
    fn every_number_has_a_name() {
        let document = Document::from("<h1>Tide</h1><div class=story><p>One, two.<p>Three</div>");
        let page = Page::of(&document, None);
        let blocks = blocks(&page);
        let Described { mut rows, groups, kinds } = features(&page, &blocks, &Known::default());
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.len() == NAMES.len()));
        named(&page, &blocks, &mut rows);
        assert!(rows.iter().all(|row| row.len() == NAMES.len() + NAMED.len()));
        judged(&page, &blocks, &[0.1, 0.9, 0.8], [&groups, &kinds], &mut rows);
        assert!(rows.iter().all(|row| row.len() == NAMES.len() + NAMED.len() + JUDGED.len()));
        assert!(rows.iter().flatten().all(|number| number.is_finite()));
    }
}
