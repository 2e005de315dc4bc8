//! What can be seen of a block and of what stands around it, as numbers for the judge.
//!
//! The order of the numbers is fixed by `NAMES`: the trained judge refers to them by place.

mod known;
mod parts;
mod records;
mod said;
mod seen;
mod sieve;
mod sums;

pub(crate) use self::known::Known;
pub(crate) use self::parts::{ends_sentence, holder};
use self::parts::{is_heading, logged, ratio};
use self::records::Records;
use self::said::{Facts, Said};
pub(crate) use self::seen::tag_number;
use self::seen::{around, own};
use self::sieve::sieve;
use self::sums::{kind_of, scores, sums};
use crate::block::Block;
use crate::judge::quick::{QuickMap, QuickSet};
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;
use crate::words::{is_wide, key};

/// Names of the numbers, in their order.
#[cfg(any(test, feature = "training"))]
pub const NAMES: &[&str] = &[
    "size",
    "words",
    "link_density",
    "links",
    "sentences",
    "ends_sentence",
    "ends_colon",
    "ends_question",
    "commas",
    "digits",
    "capitals",
    "starts_lower",
    "starts_digit",
    "sign",
    "bars",
    "word_length",
    "short_words",
    "strong",
    "at_sign",
    "wide",
    "quotes",
    "year",
    "is_run",
    "hidden",
    "exclaims",
    "tag",
    "parent_tag",
    "grand_tag",
    "in_list",
    "in_table",
    "in_quote",
    "in_article",
    "in_main",
    "in_aside",
    "in_nav",
    "in_footer",
    "in_header",
    "in_form",
    "in_figure",
    "in_pre",
    "depth",
    "articles_around",
    "own_size",
    "own_blocks",
    "own_density",
    "box_size",
    "box_blocks",
    "box_density",
    "box_long",
    "box_share",
    "box_mean",
    "room_size",
    "room_blocks",
    "room_density",
    "room_long",
    "room_share",
    "hall_blocks",
    "hall_density",
    "hall_long",
    "hall_share",
    "score_parent",
    "in_top",
    "under_top_parent",
    "top_distance",
    "top_share",
    "kind_count",
    "kind_size",
    "kind_mean",
    "kind_density",
    "kind_share",
    "index",
    "before",
    "from_headline",
    "after_headline",
    "to_long_before",
    "to_long_after",
    "longs_before",
    "longs_after",
    "window",
    "prev_size",
    "prev_density",
    "prev_sentence",
    "prev_heading",
    "prev_same_box",
    "prev_same_kind",
    "prev_tag",
    "next_size",
    "next_density",
    "next_sentence",
    "next_heading",
    "next_same_box",
    "next_same_kind",
    "next_tag",
    "prev2_size",
    "prev2_density",
    "prev2_same_kind",
    "next2_size",
    "next2_density",
    "next2_same_kind",
    "figure_before",
    "figure_after",
    "is_headline",
    "is_description",
    "in_description",
    "is_name",
    "holds_name",
    "stated",
    "has_stated",
    "repeated",
    "repeats",
    "since_heading",
    "heading_size",
    "heading_level",
    "page_long",
    "page_blocks",
    "page_density",
    "italic",
    "within",
    "away",
    "names_heading",
    "window_within",
    "echoed",
    "record_steps",
    "records",
    "record_blocks",
    "record_size",
    "record_density",
    "record_share",
    "record_linked",
    "record_pictured",
    "record_dated",
];

/// About as many numbers as a row has in the end.
const NUMBERS: usize = 180;

/// How much there is to read in a text, in characters of a script with spaces.
pub(crate) fn size(block: &Block) -> f32 {
    let wide = if block.text.is_ascii() { 0 } else { block.text.chars().filter(|next| is_wide(*next)).count() };
    (block.chars + 2 * wide) as f32
}

/// A text that is long, and not made of links.
pub(crate) fn is_long(size: f32, density: f32) -> bool {
    size >= 80.0 && density < 0.34
}

/// What blocks of one kind (same element, same names, same names around) have in common.
#[derive(Debug, Clone, Copy, Default)]
struct Kind {
    count: f32,
    size: f32,
    linked: f32,
    long: f32,
}

/// The blocks of a page, described for the judge.
pub(crate) struct Described {
    /// One row of numbers a block; an empty one for a block that surely belongs to no article.
    pub(crate) rows: Vec<Vec<f32>>,
    /// For each block the group of records that it stands in, or [`NOWHERE`].
    pub(crate) groups: Vec<usize>,
    /// For each block a number that is the same for all of its kind.
    pub(crate) kinds: Vec<usize>,
}

/// Describes blocks by what can be seen of them and around them.
pub(crate) fn features(page: &Page, blocks: &[Block], known: &Known) -> Described {
    let sizes: Vec<f32> = blocks.iter().map(size).collect();
    let densities: Vec<f32> = blocks.iter().map(|block| ratio(block.linked as f32, block.chars as f32)).collect();
    let longs: Vec<bool> = sizes.iter().zip(&densities).map(|(size, density)| is_long(*size, *density)).collect();
    let sums = sums(page, blocks, &sizes, &longs);
    let scores = scores(page, blocks, &sizes, &densities, &sums);
    let top =
        scores.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1)).map_or(NOWHERE, |(index, _)| index);
    let top_score = scores.get(top).copied().unwrap_or_default();
    let kinds_of: Vec<u64> = blocks.iter().map(|block| kind_of(page, block.element)).collect();
    let mut kinds: QuickMap<u64, Kind> = QuickMap::default();
    for (index, block) in blocks.iter().enumerate() {
        let kind = kinds.entry(kinds_of.get(index).copied().unwrap_or_default()).or_default();
        let size = sizes.get(index).copied().unwrap_or_default();
        kind.count += 1.0;
        kind.size += size;
        kind.linked += ratio(block.linked as f32, block.chars as f32) * size;
        kind.long += if longs.get(index).copied().unwrap_or_default() { size } else { 0.0 };
    }
    let whole = sums.first().copied().unwrap_or_default();
    let facts = Facts::of(known);
    let headline_at = headline_at(page, blocks, &facts);
    let long_at: Vec<usize> = longs.iter().enumerate().filter(|(_, long)| **long).map(|(index, _)| index).collect();
    let mut seen: QuickMap<&str, f32> = QuickMap::with_capacity_and_hasher(blocks.len(), Default::default());
    let keys: Vec<String> = blocks.iter().map(|block| key(&block.text)).collect();
    for key in &keys {
        *seen.entry(key).or_default() += 1.0;
    }
    let headings: QuickSet<&str> =
        blocks.iter().zip(&keys).filter(|(block, _)| is_heading(page, block)).map(|(_, key)| key.as_str()).collect();
    let said = Said::of(blocks);
    let mut met: QuickSet<&str> = QuickSet::with_capacity_and_hasher(blocks.len(), Default::default());
    let (mut size_before, mut heading_at): (f32, Option<usize>) = (0.0, None);
    let sieved = sieve(page, blocks, &sizes, &sums);
    let records = Records::of(page, blocks, &sums);
    let mut rows = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let at = |list: &[f32], offset: isize| -> f32 {
            index.checked_add_signed(offset).and_then(|other| list.get(other)).copied().unwrap_or(-1.0)
        };
        let own_size = at(&sizes, 0);
        if sieved.get(index).copied().unwrap_or_default() {
            met.insert(keys.get(index).map_or("", String::as_str));
            if is_heading(page, block) {
                heading_at = Some(index);
            }
            size_before += own_size;
            rows.push(Vec::new());
            continue;
        }
        let mut row: Vec<f32> = Vec::with_capacity(NUMBERS);
        own(block, own_size, &mut row);
        around(page, block, &mut row);
        // Boxes: the block's own element, what holds that, and what holds those.
        let mut chain: Vec<usize> = vec![block.element];
        chain.extend(
            page.above(block.element).filter(|(_, node)| node.tag.is_some_and(Tag::is_block)).map(|(at, _)| at),
        );
        let sum = |step: usize| chain.get(step).and_then(|at| sums.get(*at)).copied().unwrap_or(whole);
        let own_sum = sum(0);
        row.extend([logged(own_sum.size), logged(own_sum.blocks), ratio(own_sum.linked, own_sum.size)]);
        let boxed = sum(1);
        row.extend([
            logged(boxed.size),
            logged(boxed.blocks),
            ratio(boxed.linked, boxed.size),
            ratio(boxed.long, boxed.size),
            ratio(boxed.long, whole.long),
            ratio(boxed.size, boxed.blocks),
        ]);
        let room = sum(2);
        row.extend([
            logged(room.size),
            logged(room.blocks),
            ratio(room.linked, room.size),
            ratio(room.long, room.size),
            ratio(room.long, whole.long),
        ]);
        let hall = sum(4);
        row.extend([
            logged(hall.blocks),
            ratio(hall.linked, hall.size),
            ratio(hall.long, hall.size),
            ratio(hall.long, whole.long),
        ]);
        let score = |step: usize| chain.get(step).and_then(|at| scores.get(*at)).copied().unwrap_or_default();
        let in_top = chain.iter().position(|at| *at == top);
        let top_parent = page.nodes.get(top).map_or(NOWHERE, |node| node.parent);
        row.extend([
            ratio(score(0).max(score(1)), top_score),
            f32::from(u8::from(in_top.is_some())),
            f32::from(u8::from(chain.contains(&top_parent))),
            in_top.map_or(-1.0, |steps| steps as f32),
            ratio(sums.get(top).map_or(0.0, |sum| sum.long), whole.long),
        ]);
        let kind = kinds.get(&kinds_of.get(index).copied().unwrap_or_default()).copied().unwrap_or_default();
        row.extend([
            logged(kind.count),
            logged(kind.size),
            ratio(kind.size, kind.count),
            ratio(kind.linked, kind.size),
            ratio(kind.long, whole.long),
        ]);
        let count = blocks.len() as f32;
        let longs_before = long_at.partition_point(|other| *other < index);
        let long_before = longs_before.checked_sub(1).and_then(|at| long_at.get(at));
        let long_after = long_at.get(longs_before..).and_then(|rest| rest.iter().find(|other| **other > index));
        let window = (index.saturating_sub(5)..(index + 6).min(blocks.len()))
            .filter(|other| longs.get(*other).copied().unwrap_or_default())
            .count();
        row.extend([
            index as f32 / count,
            ratio(size_before, whole.size),
            headline_at.map_or(-999.0, |at| (index as f32 - at as f32).clamp(-200.0, 200.0)),
            f32::from(u8::from(headline_at.is_some_and(|at| index > at))),
            long_before.map_or(99.0, |other| (index - other) as f32),
            long_after.map_or(99.0, |other| (other - index) as f32),
            longs_before as f32,
            long_at.len() as f32 - longs_before as f32,
            window as f32,
        ]);
        for offset in [-1_isize, 1] {
            let other = index.checked_add_signed(offset).and_then(|at| blocks.get(at));
            row.extend([
                at(&sizes, offset).max(-1.0).signum() * logged(at(&sizes, offset).abs()),
                at(&densities, offset),
                other.map_or(-1.0, |other| f32::from(u8::from(ends_sentence(&other.text)))),
                other.map_or(-1.0, |other| f32::from(u8::from(is_heading(page, other)))),
                other.map_or(-1.0, |other| {
                    f32::from(u8::from(holder(page, other.element) == holder(page, block.element)))
                }),
                same_kind(&kinds_of, index, offset),
                other.map_or(-1.0, |other| tag_number(page, other.element)),
            ]);
        }
        for offset in [-2_isize, 2] {
            row.extend([
                at(&sizes, offset).max(-1.0).signum() * logged(at(&sizes, offset).abs()),
                at(&densities, offset),
                same_kind(&kinds_of, index, offset),
            ]);
        }
        row.extend([-1_isize, 1].map(|offset| {
            let other = index.checked_add_signed(offset).and_then(|at| blocks.get(at));
            f32::from(u8::from(other.is_some_and(|other| other.figure.is_some())))
        }));
        let own_key = keys.get(index).map_or("", String::as_str);
        facts.compare(said.of_block(index), own_key, &mut row);
        row.push(seen.get(own_key).copied().unwrap_or_default().min(9.0));
        row.push(f32::from(u8::from(!met.insert(own_key))));
        let heading = heading_at.and_then(|at| blocks.get(at));
        row.extend([
            heading_at.map_or(99.0, |at| ((index - at) as f32).min(99.0)),
            heading.map_or(-1.0, |heading| logged(heading.chars as f32)),
            heading.map_or(-1.0, |heading| heading_level(page, heading)),
        ]);
        row.extend([logged(whole.long), logged(count), ratio(whole.linked, whole.size)]);
        let chars = block.chars as f32;
        row.extend([
            ratio(block.italic as f32, chars),
            ratio(block.within as f32, chars),
            ratio(block.away as f32, chars),
        ]);
        let names_heading = !is_heading(page, block) && !own_key.is_empty() && headings.contains(own_key);
        row.push(f32::from(u8::from(names_heading)));
        let near = index.saturating_sub(3)..(index + 4).min(blocks.len());
        let within = blocks.get(near).unwrap_or_default().iter().filter(|other| other.within > 0).count();
        row.push(within as f32);
        row.push(said.echoed(index));
        records.describe(page, block, whole, &mut row);
        if is_heading(page, block) {
            heading_at = Some(index);
        }
        size_before += own_size;
        rows.push(row);
    }
    let groups = blocks.iter().map(|block| records.group(page, block)).collect();
    Described { rows, groups, kinds: kinds_of.into_iter().map(|kind| kind as usize).collect() }
}

fn same_kind(kinds: &[u64], index: usize, offset: isize) -> f32 {
    let other = index.checked_add_signed(offset).and_then(|at| kinds.get(at));
    other.map_or(-1.0, |other| f32::from(u8::from(Some(other) == kinds.get(index))))
}

fn heading_level(page: &Page, block: &Block) -> f32 {
    match page.nodes.get(block.element).and_then(|node| node.tag) {
        Some(Tag::Heading(level)) => f32::from(level),
        _ => -1.0,
    }
}

/// The block that shows the headline.
fn headline_at(page: &Page, blocks: &[Block], facts: &Facts) -> Option<usize> {
    let is_first = |block: &Block| heading_level(page, block) == 1.0;
    let equal = |block: &Block| !facts.headline.is_empty() && block.chars < 400 && key(&block.text) == facts.headline;
    blocks
        .iter()
        .position(|block| is_first(block) && equal(block))
        .or_else(|| blocks.iter().position(equal))
        .or_else(|| blocks.iter().position(is_first))
}
