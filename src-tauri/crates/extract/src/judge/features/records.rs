//! Records: what a page shows several times in one form. Cards of other stories, comments, products of a test.
//!
//! Elements of one kind that stand side by side in one element are records of one group. A list of plain points is none: a
//! record holds more than one block.

use super::parts::{logged, ratio};
use super::sums::Sum;
use crate::block::Block;
use crate::judge::quick::QuickMap;
use crate::page::{NOWHERE, Page};
use crate::tag::Tag;

/// Elements of a kind that make a group.
const LEAST_RECORDS: usize = 3;

/// Blocks of a record, on average, from which on it is one.
const LEAST_BLOCKS: f32 = 1.7;

/// Elements around a block that are looked at for a record.
const MOST_STEPS: usize = 9;

/// Characters of a line that may be a date or a name.
const SHORT: usize = 60;

/// Numbers that [`Records::describe`] gives.
const NUMBERS: usize = 9;

/// The records of a page.
pub(crate) struct Records {
    groups: Vec<Group>,
    /// For each node the group that it is a record of.
    group_of: Vec<usize>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Group {
    records: f32,
    /// What its records hold together.
    held: Sum,
    /// Records that hold a link, a figure, a short line with digits.
    linked: f32,
    pictured: f32,
    dated: f32,
}

/// What an element holds that tells what kind of record it is.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    link: bool,
    figure: bool,
    digits: bool,
}

impl Records {
    pub(super) fn of(page: &Page, blocks: &[Block], sums: &[Sum]) -> Self {
        let signs = signs(page, blocks);
        let mut by_kind: QuickMap<(usize, u64), Vec<usize>> = QuickMap::default();
        for (index, node) in page.nodes.iter().enumerate() {
            let may_be = matches!(
                node.tag,
                Some(Tag::Li | Tag::Div | Tag::Article | Tag::Section | Tag::Aside | Tag::Link | Tag::Quote)
            );
            if may_be && sums.get(index).is_some_and(|sum| sum.blocks > 0.0) {
                by_kind.entry((node.parent, form(node.tag, &node.words))).or_default().push(index);
            }
        }
        let mut groups = Vec::new();
        let mut group_of = vec![NOWHERE; page.nodes.len()];
        for members in by_kind.into_values().filter(|members| members.len() >= LEAST_RECORDS) {
            let mut group = Group { records: members.len() as f32, ..Group::default() };
            for member in &members {
                let sum = sums.get(*member).copied().unwrap_or_default();
                group.held.size += sum.size;
                group.held.linked += sum.linked;
                group.held.blocks += sum.blocks;
                group.held.long += sum.long;
                let signs = signs.get(*member).copied().unwrap_or_default();
                group.linked += f32::from(u8::from(signs.link));
                group.pictured += f32::from(u8::from(signs.figure));
                group.dated += f32::from(u8::from(signs.digits));
            }
            if group.held.blocks >= LEAST_BLOCKS * group.records {
                for member in members {
                    if let Some(own) = group_of.get_mut(member) {
                        *own = groups.len();
                    }
                }
                groups.push(group);
            }
        }
        Self { groups, group_of }
    }

    /// The nearest record that a block stands in: how many elements up, and the group.
    fn around(&self, page: &Page, block: &Block) -> Option<(usize, usize)> {
        let own = (block.element, ());
        std::iter::once(own)
            .chain(page.above(block.element).map(|(at, _)| (at, ())))
            .take(MOST_STEPS)
            .enumerate()
            .find_map(|(step, (at, ()))| Some((step, *self.group_of.get(at)?)).filter(|(_, group)| *group != NOWHERE))
    }

    /// The group that a block's nearest record is of, or [`NOWHERE`].
    pub(crate) fn group(&self, page: &Page, block: &Block) -> usize {
        self.around(page, block).map_or(NOWHERE, |(_, group)| group)
    }

    pub(super) fn describe(&self, page: &Page, block: &Block, whole: Sum, row: &mut Vec<f32>) {
        let Some((step, group)) =
            self.around(page, block).and_then(|(step, group)| Some((step, self.groups.get(group)?)))
        else {
            row.extend([-1.0; NUMBERS]);
            return;
        };
        row.extend([
            step as f32,
            logged(group.records),
            ratio(group.held.blocks, group.records),
            logged(ratio(group.held.size, group.records)),
            ratio(group.held.linked, group.held.size),
            ratio(group.held.long, whole.long),
            ratio(group.linked, group.records),
            ratio(group.pictured, group.records),
            ratio(group.dated, group.records),
        ]);
    }
}

/// What every node holds.
fn signs(page: &Page, blocks: &[Block]) -> Vec<Signs> {
    let mut signs = vec![Signs::default(); page.nodes.len()];
    for block in blocks {
        if let Some(own) = signs.get_mut(block.element) {
            own.link |= block.links > 0;
            own.figure |= block.figure.is_some();
            own.digits |= block.chars <= SHORT && block.text.bytes().any(|byte| byte.is_ascii_digit());
        }
    }
    for index in (1..page.nodes.len()).rev() {
        let own = signs.get(index).copied().unwrap_or_default();
        if let Some(above) = page.nodes.get(index).and_then(|node| signs.get_mut(node.parent)) {
            above.link |= own.link;
            above.figure |= own.figure;
            above.digits |= own.digits;
        }
    }
    signs
}

/// Elements have one form that have the same tag and whose names begin with the same word.
fn form(tag: Option<Tag>, names: &str) -> u64 {
    let word = names.split(|next: char| !next.is_ascii_alphabetic()).find(|word| word.len() >= 3).unwrap_or_default();
    let seed = tag.map_or(0, super::sums::tag_hash);
    word.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::{Known, NAMES, features};
    use crate::block::blocks;
    use crate::page::Page;

    #[test]
    fn cards_are_records_and_points_are_none() {
        let card = "<div class=card-7><h3><a href=/x>Ferry</a></h3><p>It sails at nine.</p></div>";
        let html =
            format!("<main><p>A harbour wakes.</p><ul>{}</ul>{}</main>", "<li>Point</li>".repeat(4), card.repeat(3));
        let document = Document::from(html);
        let page = Page::of(&document, None);
        let blocks = blocks(&page);
        let rows = features(&page, &blocks, &Known::default()).rows;
        let number = |row: &Vec<f32>, name: &str| {
            let at = NAMES.iter().position(|known| *known == name).expect("it is named");
            row.get(at).copied().expect("it is there")
        };
        for (block, row) in blocks.iter().zip(&rows) {
            let in_card = matches!(block.text.as_str(), "Ferry" | "It sails at nine.");
            assert_eq!(number(row, "record_linked"), if in_card { 1.0 } else { -1.0 }, "{}", block.text);
            assert_eq!(number(row, "record_blocks"), if in_card { 2.0 } else { -1.0 }, "{}", block.text);
        }
    }
}
