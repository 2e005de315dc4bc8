//! Gradient-boosted decision trees (Friedman 2001), as trained elsewhere and stored beside the code.
//!
//! The file begins with the number of trees, then each tree as its number of splits, the splits, and one more leaf than it has
//! splits. Numbers are little-endian. A split is the place of the number that it looks at (16 bits), the value up to which it
//! goes left (32-bit float), and where it goes left and right (16 bits each): a split's index, or, counted from -1 down, a
//! leaf's.

use std::collections::VecDeque;

/// Trees whose leaves add up to a log-odds.
pub(crate) struct Trees {
    trees: Vec<Tree>,
}

/// Splits and leaves that a tree has at most, together. A power of two, so that no place in it has to be checked.
const NODES: usize = 64;

/// Numbers of a row that are looked at at most; as many as a byte tells apart, for the same reason.
const NUMBERS: usize = 256;

struct Tree {
    /// Level by level.
    nodes: [Node; NODES],
    /// For each node that is a leaf its share in the log-odds.
    values: [f32; NODES],
    /// Steps from its root to its farthest leaf.
    depth: usize,
}

/// A split, or a leaf: that leads to itself, so that every walk through a tree takes the same number of steps and none of them
/// has to ask whether it has arrived.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    most: f32,
    number: u8,
    /// Where it goes up to `most`; beyond, it goes to the one after that.
    next: u8,
}

struct Split {
    number: u16,
    most: f32,
    left: i16,
    right: i16,
}

/// Rows that are asked together: their numbers stay at hand while the trees go by.
const TOGETHER: usize = 16;

/// Rows that walk through a tree side by side.
const ABREAST: usize = 8;

impl Trees {
    /// Reads trees from a file's bytes; what is cut off or wrong is left out.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader { rest: bytes };
        let count = reader.u16().unwrap_or_default();
        Self {
            trees: (0..count)
                .map_while(|_| reader.tree())
                .filter_map(|(splits, leaves)| plant(&splits, &leaves))
                .collect(),
        }
    }

    /// The probability that the numbers of each row stand for something to keep; rows that are not `wanted` get 0.
    ///
    /// `stop` names a number of trees and a probability: rows that are less likely after so many trees are not asked on.
    pub(crate) fn probabilities(
        &self,
        rows: &[Vec<f32>],
        wanted: impl Fn(usize) -> bool,
        stop: Option<(usize, f32)>,
    ) -> Vec<f32> {
        let mut probabilities = vec![0.0; rows.len()];
        let wanted: Vec<usize> = (0..rows.len()).filter(|index| wanted(*index)).collect();
        let (after, least) =
            stop.map_or((self.trees.len(), f32::MIN), |(after, least)| (after, (least / (1.0 - least)).ln()));
        let (early, late) = self.trees.split_at_checked(after).unwrap_or((&self.trees, &[]));
        for together in wanted.chunks(TOGETHER) {
            let mut odds: Vec<Asked> = together
                .iter()
                .filter_map(|index| Some(Asked { index: *index, numbers: numbers(rows.get(*index)?), odds: 0.0 }))
                .collect();
            self.ask(early, &mut odds);
            let mut hopeful: Vec<_> = odds.extract_if(.., |asked| asked.odds >= least).collect();
            self.ask(late, &mut hopeful);
            for asked in odds.into_iter().chain(hopeful) {
                if let Some(slot) = probabilities.get_mut(asked.index) {
                    *slot = 1.0 / (1.0 + (-asked.odds).exp());
                }
            }
        }
        probabilities
    }

    fn ask(&self, trees: &[Tree], rows: &mut [Asked]) {
        // Walks that do not wait for each other go on while one waits for its numbers.
        let (abreast, rest) = rows.as_chunks_mut::<ABREAST>();
        for rows in abreast {
            let odds = walk(trees, rows.each_ref().map(|row| &row.numbers), rows.each_ref().map(|row| row.odds));
            rows.iter_mut().zip(odds).for_each(|(row, odds)| row.odds = odds);
        }
        for row in rest {
            [row.odds] = walk(trees, [&row.numbers], [row.odds]);
        }
    }
}

/// A row that is asked about.
struct Asked {
    index: usize,
    numbers: [f32; NUMBERS],
    odds: f32,
}

/// The numbers of a row; those that it does not have are 0.
fn numbers(row: &[f32]) -> [f32; NUMBERS] {
    let mut numbers = [0.0; NUMBERS];
    numbers.iter_mut().zip(row).for_each(|(slot, number)| *slot = *number);
    numbers
}

/// The log-odds of some rows, added to what they had.
fn walk<const ROWS: usize>(trees: &[Tree], rows: [&[f32; NUMBERS]; ROWS], mut odds: [f32; ROWS]) -> [f32; ROWS] {
    for tree in trees {
        let mut at = [0_u8; ROWS];
        for _ in 0..tree.depth {
            for (at, numbers) in at.iter_mut().zip(rows) {
                let node = tree.nodes.get(usize::from(*at) % NODES).copied().unwrap_or_default();
                let number = numbers.get(usize::from(node.number)).copied().unwrap_or_default();
                *at = node.next.wrapping_add(u8::from(number > node.most));
            }
        }
        for (odds, at) in odds.iter_mut().zip(at) {
            *odds += tree.values.get(usize::from(at) % NODES).copied().unwrap_or_default();
        }
    }
    odds
}

/// A tree of its splits and leaves; `None` where it has too many, or looks at a number that no row has.
fn plant(splits: &[Split], leaves: &[f32]) -> Option<Tree> {
    let mut tree = Tree { nodes: [Node::default(); NODES], values: [0.0; NODES], depth: 0 };
    let mut waiting = VecDeque::from([(if splits.is_empty() { -1 } else { 0 }, 0)]);
    let (mut planted, mut own) = (1, 0);
    while let Some((place, level)) = waiting.pop_front() {
        tree.depth = tree.depth.max(level);
        let (node, value) = tree.nodes.get_mut(own).zip(tree.values.get_mut(own))?;
        match usize::try_from(place).ok().and_then(|at| splits.get(at)) {
            // A file that leads in circles ends here.
            Some(split) if planted < 2 * splits.len() => {
                let number = u8::try_from(split.number).ok()?;
                *node = Node { number, next: u8::try_from(planted).ok()?, most: split.most };
                waiting.extend([(split.left, level + 1), (split.right, level + 1)]);
                planted += 2;
            }
            _ => {
                // A place that does not exist leads to the first leaf.
                let leaf = usize::try_from(-(i32::from(place) + 1)).ok().and_then(|at| leaves.get(at));
                *node = Node { number: 0, next: u8::try_from(own).ok()?, most: f32::INFINITY };
                *value = leaf.or(leaves.first()).copied().unwrap_or_default();
            }
        }
        own += 1;
    }
    Some(tree)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (head, rest) = self.rest.split_first_chunk::<LENGTH>()?;
        self.rest = rest;
        Some(*head)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn tree(&mut self) -> Option<(Vec<Split>, Vec<f32>)> {
        let count = self.u16()?;
        let splits = (0..count)
            .map(|_| {
                Some(Split {
                    number: self.u16()?,
                    most: self.take().map(f32::from_le_bytes)?,
                    left: self.take().map(i16::from_le_bytes)?,
                    right: self.take().map(i16::from_le_bytes)?,
                })
            })
            .collect::<Option<Vec<Split>>>()?;
        let leaves = (0..=count).map(|_| self.take().map(f32::from_le_bytes)).collect::<Option<Vec<f32>>>()?;
        Some((splits, leaves))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_goes_left_up_to_its_value() {
        let mut bytes = vec![1, 0, 1, 0, 0, 0];
        bytes.extend(0.5_f32.to_le_bytes());
        bytes.extend((-1_i16).to_le_bytes());
        bytes.extend((-2_i16).to_le_bytes());
        bytes.extend((-3.0_f32).to_le_bytes());
        bytes.extend(3.0_f32.to_le_bytes());
        let trees = Trees::read(&bytes);
        let judged = trees.probabilities(&[vec![0.5], vec![0.6], vec![0.6]], |index| index < 2, None);
        assert!(matches!(judged.as_slice(), [low, high, 0.0] if *low < 0.1 && *high > 0.9), "{judged:?}");
        bytes[0] = 2;
        let again = bytes[2..].to_vec();
        bytes.extend(again);
        let stopped = Trees::read(&bytes).probabilities(&[vec![0.5], vec![0.6]], |_| true, Some((1, 0.2)));
        assert_eq!(stopped[0], judged[0]);
        assert!(stopped[1] > judged[1]);
        let files: [&[u8]; 3] =
            [include_bytes!("first.trees"), include_bytes!("second.trees"), include_bytes!("figures.trees")];
        for file in files {
            let count = u16::from_le_bytes([file[0], file[1]]);
            assert_eq!(Trees::read(file).trees.len(), usize::from(count), "each of them fits");
        }
        let cut_off = Trees::read(&bytes[..7]).probabilities(&[vec![0.5]], |_| true, None);
        assert!((cut_off[0] - 0.5).abs() < 1e-6);
    }
}
