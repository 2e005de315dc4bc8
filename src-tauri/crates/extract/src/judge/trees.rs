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
    /// The nodes of all trees, each tree's in a row, level by level.
    nodes: Vec<Node>,
    /// For each node that is a leaf its share in the log-odds.
    values: Vec<f32>,
}

struct Tree {
    /// Where its nodes begin and end.
    start: usize,
    end: usize,
    /// Steps from its root to its farthest leaf.
    depth: usize,
}

/// A split, or a leaf: that leads to itself, so that every walk through a tree takes the same number of steps and none of them
/// has to ask whether it has arrived.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    number: u16,
    /// Where it goes up to `most`, counted from the tree's first node; beyond, it goes to the one after that.
    next: u16,
    most: f32,
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
        let mut trees = Self { trees: Vec::new(), nodes: Vec::new(), values: Vec::new() };
        let count = reader.u16().unwrap_or_default();
        for (splits, leaves) in (0..count).map_while(|_| reader.tree()) {
            trees.plant(&splits, &leaves);
        }
        trees
    }

    fn plant(&mut self, splits: &[Split], leaves: &[f32]) {
        let start = self.nodes.len();
        let mut waiting = VecDeque::from([(if splits.is_empty() { -1 } else { 0 }, 0)]);
        let (mut planted, mut depth) = (1, 0);
        while let Some((place, level)) = waiting.pop_front() {
            let own = u16::try_from(self.nodes.len() - start).unwrap_or_default();
            depth = depth.max(level);
            match usize::try_from(place).ok().and_then(|at| splits.get(at)) {
                // A file that leads in circles ends here.
                Some(split) if planted < 2 * splits.len() => {
                    let next = u16::try_from(planted).unwrap_or_default();
                    self.nodes.push(Node { number: split.number, next, most: split.most });
                    self.values.push(0.0);
                    waiting.extend([(split.left, level + 1), (split.right, level + 1)]);
                    planted += 2;
                }
                _ => {
                    // A place that does not exist leads to the first leaf.
                    let leaf = usize::try_from(-(i32::from(place) + 1)).ok().and_then(|at| leaves.get(at));
                    self.nodes.push(Node { number: 0, next: own, most: f32::INFINITY });
                    self.values.push(leaf.or(leaves.first()).copied().unwrap_or_default());
                }
            }
        }
        self.trees.push(Tree { start, end: self.nodes.len(), depth });
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
            let mut odds: Vec<(usize, &[f32], f32)> =
                together.iter().filter_map(|index| Some((*index, rows.get(*index)?.as_slice(), 0.0))).collect();
            self.ask(early, &mut odds);
            let mut hopeful: Vec<_> = odds.extract_if(.., |(_, _, odds)| *odds >= least).collect();
            self.ask(late, &mut hopeful);
            for (index, _, odds) in odds.into_iter().chain(hopeful) {
                if let Some(slot) = probabilities.get_mut(index) {
                    *slot = 1.0 / (1.0 + (-odds).exp());
                }
            }
        }
        probabilities
    }

    fn ask(&self, trees: &[Tree], rows: &mut [(usize, &[f32], f32)]) {
        // Walks that do not wait for each other go on while one waits for its numbers.
        let (abreast, rest) = rows.as_chunks_mut::<ABREAST>();
        for rows in abreast {
            let numbers = rows.each_ref().map(|(_, numbers, _)| *numbers);
            let odds = self.walk(trees, numbers, rows.each_ref().map(|(_, _, odds)| *odds));
            rows.iter_mut().zip(odds).for_each(|(row, odds)| row.2 = odds);
        }
        for (_, numbers, odds) in rest {
            [*odds] = self.walk(trees, [*numbers], [*odds]);
        }
    }

    /// The log-odds of some rows, added to what they had.
    fn walk<const ROWS: usize>(&self, trees: &[Tree], rows: [&[f32]; ROWS], mut odds: [f32; ROWS]) -> [f32; ROWS] {
        for tree in trees {
            let nodes = self.nodes.get(tree.start..tree.end).unwrap_or_default();
            let values = self.values.get(tree.start..tree.end).unwrap_or_default();
            let mut at = [0_usize; ROWS];
            for _ in 0..tree.depth {
                for (at, numbers) in at.iter_mut().zip(&rows) {
                    let node = nodes.get(*at).copied().unwrap_or_default();
                    let number = numbers.get(usize::from(node.number)).copied().unwrap_or_default();
                    *at = usize::from(node.next) + usize::from(number > node.most);
                }
            }
            for (odds, at) in odds.iter_mut().zip(at) {
                *odds += values.get(at).copied().unwrap_or_default();
            }
        }
        odds
    }
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
        let cut_off = Trees::read(&bytes[..7]).probabilities(&[vec![0.5]], |_| true, None);
        assert!((cut_off[0] - 0.5).abs() < 1e-6);
    }
}
