//! What can be seen of a block and of what stands around it, as numbers for the judge.
//!
//! The order of the numbers is fixed by `NAMES`: the trained judge refers to them by place.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use broadsheet_model::Article;
use url::Url;

use crate::block::{Block, shingles};
use crate::evidence::Evidence;
use crate::judge::quick::{Quick, QuickMap};
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;
use crate::words::{is_wide, key};

type QuickSet<T> = HashSet<T, BuildHasherDefault<Quick>>;

/// What else is known of the article when its text is looked for.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The headline.
    pub(crate) headline: Option<String>,
    /// The description for search engines.
    pub(crate) description: Option<String>,
    /// Authors, section and publication.
    pub(crate) names: Vec<String>,
    /// The page's own address.
    pub(crate) address: Option<Url>,
    /// The text as the page states it for machines.
    pub(crate) stated: Option<String>,
}

impl Known {
    /// What is known once the rest of the article was read.
    pub(crate) fn of(evidence: &Evidence, article: &Article, address: Option<&Url>) -> Self {
        Self {
            headline: article.headline.clone(),
            description: evidence.meta(&["og:description", "description", "twitter:description"]),
            names: article.byline.iter().cloned().chain(article.section.clone()).chain(article.site.clone()).collect(),
            address: address.cloned(),
            stated: evidence.property("articleBody").find_map(|value| value.as_str()).map(str::to_owned),
        }
    }
}

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
];

/// About as many numbers as a row has in the end.
const NUMBERS: usize = 160;

/// How much there is to read in a text, in characters of a script with spaces.
pub(crate) fn size(block: &Block) -> f32 {
    let wide = block.text.chars().filter(|next| is_wide(*next)).count();
    (block.chars + 2 * wide) as f32
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn logged(value: f32) -> f32 {
    (1.0 + value).ln()
}

/// A text that is long, and not made of links.
pub(crate) fn is_long(size: f32, density: f32) -> bool {
    size >= 80.0 && density < 0.34
}

/// Sums over an element and all that it holds.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    size: f32,
    linked: f32,
    blocks: f32,
    long: f32,
}

/// What blocks of one kind (same element, same names, same names around) have in common.
#[derive(Debug, Clone, Copy, Default)]
struct Kind {
    count: f32,
    size: f32,
    linked: f32,
    long: f32,
}

/// One row of numbers a block.
pub(crate) fn features(page: &Page, blocks: &[Block], known: &Known) -> Vec<Vec<f32>> {
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
    let mut seen: QuickMap<&str, f32> = QuickMap::default();
    let keys: Vec<String> = blocks.iter().map(|block| key(&block.text)).collect();
    for key in &keys {
        *seen.entry(key).or_default() += 1.0;
    }
    let headings: QuickSet<&str> =
        blocks.iter().zip(&keys).filter(|(block, _)| is_heading(page, block)).map(|(_, key)| key.as_str()).collect();
    let said = Said::of(blocks);
    let mut met: QuickSet<&str> = QuickSet::default();
    let (mut size_before, mut heading_at): (f32, Option<usize>) = (0.0, None);
    let mut rows = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let at = |list: &[f32], offset: isize| -> f32 {
            index.checked_add_signed(offset).and_then(|other| list.get(other)).copied().unwrap_or(-1.0)
        };
        let mut row: Vec<f32> = Vec::with_capacity(NUMBERS);
        let own_size = at(&sizes, 0);
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
        if is_heading(page, block) {
            heading_at = Some(index);
        }
        size_before += own_size;
        rows.push(row);
    }
    rows
}

/// The shingles of all blocks, and how often the page has each.
struct Said {
    shingles: Vec<u64>,
    /// Where each block's shingles end.
    ends: Vec<usize>,
    counts: QuickMap<u64, u32>,
}

impl Said {
    fn of(blocks: &[Block]) -> Self {
        let mut all = Vec::new();
        let ends = blocks
            .iter()
            .map(|block| {
                shingles(&block.text, &mut all);
                all.len()
            })
            .collect();
        let mut counts: QuickMap<u64, u32> = QuickMap::default();
        counts.reserve(all.len());
        for shingle in &all {
            *counts.entry(*shingle).or_default() += 1;
        }
        Self { shingles: all, ends, counts }
    }

    fn of_block(&self, index: usize) -> &[u64] {
        let end = |index: usize| self.ends.get(index).copied().unwrap_or_default();
        let start = index.checked_sub(1).map_or(0, end);
        self.shingles.get(start..end(index)).unwrap_or_default()
    }

    /// How much of a block the page says elsewhere too: a table of contents, a quotation pulled out of the text.
    fn echoed(&self, index: usize) -> f32 {
        let own = self.of_block(index);
        let again = own.iter().filter(|shingle| self.counts.get(shingle).is_some_and(|count| *count > 1)).count();
        ratio(again as f32, own.len() as f32)
    }
}

fn same_kind(kinds: &[u64], index: usize, offset: isize) -> f32 {
    let other = index.checked_add_signed(offset).and_then(|at| kinds.get(at));
    other.map_or(-1.0, |other| f32::from(u8::from(Some(other) == kinds.get(index))))
}

pub(crate) fn holder(page: &Page, element: usize) -> usize {
    page.above(element).find(|(_, node)| node.tag.is_some_and(Tag::is_block)).map_or(NOWHERE, |(at, _)| at)
}

fn is_heading(page: &Page, block: &Block) -> bool {
    matches!(page.nodes.get(block.element).and_then(|node| node.tag), Some(Tag::Heading(_)))
}

fn heading_level(page: &Page, block: &Block) -> f32 {
    match page.nodes.get(block.element).and_then(|node| node.tag) {
        Some(Tag::Heading(level)) => f32::from(level),
        _ => -1.0,
    }
}

pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')', '」', '』', '\'', '“'])
        .ends_with(['.', '!', '?', '。', '！', '？', '…', '؟', '।', '։', '።'])
}

/// Numbers of the block's own text.
fn own(block: &Block, size: f32, row: &mut Vec<f32>) {
    let text = block.text.as_str();
    let (mut sentences, mut commas, mut digits, mut capitals, mut bars, mut wide, mut quotes) = (0, 0, 0, 0, 0, 0, 0);
    let mut exclaims = 0;
    let mut previous = ' ';
    for character in text.chars() {
        match character {
            '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।' => {
                sentences += usize::from(previous.is_alphanumeric() || previous == '"' || previous == '”');
                exclaims += usize::from(character == '!');
            }
            ',' | '、' | '，' | '،' | ';' => commas += 1,
            '0'..='9' => digits += 1,
            '|' | '•' | '»' | '›' | '·' | '→' | '>' | '/' => bars += 1,
            '"' | '“' | '”' | '„' | '«' | '「' | '‘' => quotes += 1,
            _ if is_wide(character) => wide += 1,
            _ => {}
        }
        capitals += usize::from(character.is_uppercase() && !previous.is_alphanumeric());
        previous = character;
    }
    let count = text.split_whitespace().count().max(1) as f32;
    let short = text.split_whitespace().filter(|word| word.len() <= 3).count();
    let chars = block.chars as f32;
    let first = text.chars().next().unwrap_or(' ');
    let year = text
        .split(|next: char| !next.is_ascii_digit())
        .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    row.extend([
        logged(size),
        logged(count),
        ratio(block.linked as f32, chars),
        (block.links as f32).min(20.0),
        logged(sentences as f32),
        f32::from(u8::from(ends_sentence(text))),
        f32::from(u8::from(text.ends_with([':', '：']))),
        f32::from(u8::from(text.ends_with(['?', '？']))),
        ratio(commas as f32, count),
        ratio(digits as f32, chars),
        ratio(capitals as f32, count),
        f32::from(u8::from(first.is_lowercase())),
        f32::from(u8::from(first.is_numeric())),
        f32::from(u8::from(text.contains('©') || text.contains('®'))),
        ratio(bars as f32, count),
        chars / count,
        ratio(short as f32, count),
        ratio(block.strong as f32, chars),
        f32::from(u8::from(text.contains('@'))),
        ratio(wide as f32, chars),
        ratio(quotes as f32, count),
        f32::from(u8::from(year)),
        f32::from(u8::from(block.is_run)),
        f32::from(u8::from(block.hidden)),
        exclaims as f32,
    ]);
}

/// Numbers of the elements around.
fn around(page: &Page, block: &Block, row: &mut Vec<f32>) {
    let near = holder(page, block.element);
    let above = holder(page, near);
    row.extend([tag_number(page, block.element), tag_number(page, near), tag_number(page, above)]);
    let (mut list, mut table, mut quote, mut article, mut main, mut aside, mut nav) = (0, 0, 0, 0, 0, 0, 0);
    let (mut footer, mut header, mut form, mut figure, mut pre) = (0, 0, 0, 0, 0);
    let own = page.nodes.get(block.element).map(|node| (block.element, node));
    for (_, node) in own.into_iter().chain(page.above(block.element)) {
        match node.tag {
            Some(Tag::List) => list += 1,
            Some(Tag::Table) => table += 1,
            Some(Tag::Quote) => quote += 1,
            Some(Tag::Article) => article += 1,
            Some(Tag::Main) => main += 1,
            Some(Tag::Aside) => aside += 1,
            Some(Tag::Nav) => nav += 1,
            Some(Tag::Footer) => footer += 1,
            Some(Tag::Header) => header += 1,
            Some(Tag::Form) => form += 1,
            Some(Tag::Figure) => figure += 1,
            Some(Tag::Pre) => pre += 1,
            _ => {}
        }
    }
    let depth = page.nodes.get(block.element).map_or(0, |node| node.depth);
    row.extend(
        [list, table, quote, article.min(1), main, aside, nav, footer, header, form, figure, pre]
            .map(|count| count as f32),
    );
    row.extend([depth as f32, article as f32]);
}

/// A number for an element's kind.
fn tag_number(page: &Page, element: usize) -> f32 {
    match page.nodes.get(element).and_then(|node| node.tag) {
        None => -1.0,
        Some(Tag::P) => 0.0,
        Some(Tag::Heading(1)) => 1.0,
        Some(Tag::Heading(2)) => 2.0,
        Some(Tag::Heading(3)) => 3.0,
        Some(Tag::Heading(_)) => 4.0,
        Some(Tag::Quote) => 5.0,
        Some(Tag::Pre) => 6.0,
        Some(Tag::Article) => 7.0,
        Some(Tag::Main) => 8.0,
        Some(Tag::Section) => 9.0,
        Some(Tag::Div) => 10.0,
        Some(Tag::Term | Tag::Terms) => 11.0,
        Some(Tag::Cell | Tag::Row | Tag::Table | Tag::TablePart) => 12.0,
        Some(Tag::Li) => 13.0,
        Some(Tag::List) => 14.0,
        Some(Tag::Figure | Tag::Caption) => 15.0,
        Some(Tag::Header) => 16.0,
        Some(Tag::Details) => 17.0,
        Some(Tag::Address) => 18.0,
        Some(Tag::Form) => 19.0,
        Some(Tag::Aside) => 20.0,
        Some(Tag::Footer) => 21.0,
        Some(Tag::Nav) => 22.0,
        Some(_) => 23.0,
    }
}

fn sums(page: &Page, blocks: &[Block], sizes: &[f32], longs: &[bool]) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); page.nodes.len()];
    for (index, block) in blocks.iter().enumerate() {
        let size = sizes.get(index).copied().unwrap_or_default();
        if let Some(sum) = sums.get_mut(block.element) {
            sum.size += size;
            sum.linked += ratio(block.linked as f32, block.chars as f32) * size;
            sum.blocks += 1.0;
            sum.long += if longs.get(index).copied().unwrap_or_default() { size } else { 0.0 };
        }
    }
    for index in (1..page.nodes.len()).rev() {
        let own = sums.get(index).copied().unwrap_or_default();
        if let Some(above) = page.nodes.get(index).and_then(|node| sums.get_mut(node.parent)) {
            above.size += own.size;
            above.linked += own.linked;
            above.blocks += own.blocks;
            above.long += own.long;
        }
    }
    sums
}

/// Scores elements by the paragraphs that they hold: all of a child's worth, half of a grandchild's, less what is links.
fn scores(page: &Page, blocks: &[Block], sizes: &[f32], densities: &[f32], sums: &[Sum]) -> Vec<f32> {
    let mut scores = vec![0.0_f32; page.nodes.len()];
    for (index, block) in blocks.iter().enumerate() {
        let size = sizes.get(index).copied().unwrap_or_default();
        if size < 25.0 {
            continue;
        }
        let commas = block.text.chars().filter(|next| matches!(next, ',' | '、' | '，' | '،')).count() as f32;
        let worth =
            (1.0 + commas + (size / 100.0).min(3.0)) * (1.0 - densities.get(index).copied().unwrap_or_default());
        // Runs of lines stand in the container itself.
        let near = if block.is_run { block.element } else { holder(page, block.element) };
        if let Some(score) = scores.get_mut(near) {
            *score += worth;
        }
        if let Some(score) = scores.get_mut(holder(page, near)) {
            *score += worth / 2.0;
        }
    }
    for (score, sum) in scores.iter_mut().zip(sums) {
        *score *= 1.0 - ratio(sum.linked, sum.size);
    }
    scores
}

/// Elements of the same kind have the same name and names, and stand in such.
fn kind_of(page: &Page, element: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |value: u64| hash = (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5);
    let own = page.nodes.get(element).map(|node| (element, node));
    for (_, node) in own.into_iter().chain(page.above(element)).take(2) {
        mix(match node.tag {
            Some(Tag::Heading(level)) => 100 + u64::from(level),
            Some(tag) => tag_hash(tag),
            None => 0,
        });
        for byte in node.words.bytes().filter(|byte| !byte.is_ascii_digit()) {
            mix(u64::from(byte));
        }
    }
    hash
}

fn tag_hash(tag: Tag) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = Quick::default();
    tag.hash(&mut hasher);
    hasher.finish()
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

/// What is known, made ready for comparing.
struct Facts {
    headline: String,
    description: String,
    description_shingles: QuickSet<u64>,
    names: Vec<String>,
    stated: QuickSet<u64>,
}

impl Facts {
    fn of(known: &Known) -> Self {
        let set = |text: Option<&str>| {
            let mut out = Vec::new();
            shingles(text.unwrap_or_default(), &mut out);
            out.into_iter().collect::<QuickSet<u64>>()
        };
        Self {
            headline: known.headline.as_deref().map(key).unwrap_or_default(),
            description: known.description.as_deref().map(key).unwrap_or_default(),
            description_shingles: set(known.description.as_deref()),
            names: known.names.iter().map(|name| key(name)).filter(|name| name.chars().count() >= 2).collect(),
            stated: set(known.stated.as_deref()),
        }
    }

    fn compare(&self, own: &[u64], own_key: &str, row: &mut Vec<f32>) {
        let share = |set: &QuickSet<u64>| {
            if set.is_empty() {
                return 0.0;
            }
            ratio(own.iter().filter(|shingle| set.contains(shingle)).count() as f32, own.len() as f32)
        };
        let is_short = own_key.len() < 300;
        row.extend([
            f32::from(u8::from(!own_key.is_empty() && own_key == self.headline)),
            f32::from(u8::from(!own_key.is_empty() && own_key == self.description)),
            share(&self.description_shingles),
            f32::from(u8::from(is_short && self.names.iter().any(|name| name == own_key))),
            f32::from(u8::from(is_short && self.names.iter().any(|name| own_key.contains(name.as_str())))),
            if self.stated.is_empty() { -1.0 } else { share(&self.stated) },
            f32::from(u8::from(!self.stated.is_empty())),
        ]);
    }
}
