//! Gradient-boosted decision trees (Friedman 2001), as trained elsewhere and stored beside the code.
//!
//! The file begins with the number of trees, then each tree as its number of splits, the splits, and one more leaf than it has
//! splits. Numbers are little-endian. A split is the place of the number that it looks at (16 bits), the value up to which it
//! goes left (32-bit float), and where it goes left and right (16 bits each): a split's index, or, counted from -1 down, a
//! leaf's.

/// Trees whose leaves add up to a log-odds.
pub(crate) struct Trees {
    trees: Vec<Tree>,
    /// The nodes of all trees, each tree's in a row.
    nodes: Vec<Node>,
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
    /// Where it goes up to `most`, and beyond, counted from the tree's first node.
    next: [u16; 2],
    most: f32,
    /// A leaf's share in the log-odds.
    value: f32,
}

struct Split {
    number: u16,
    most: f32,
    left: i16,
    right: i16,
}

/// Rows that are asked together: their numbers stay at hand while the trees go by.
const TOGETHER: usize = 16;

impl Trees {
    /// Reads trees from a file's bytes; what is cut off or wrong is left out.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader { rest: bytes };
        let mut trees = Self { trees: Vec::new(), nodes: Vec::new() };
        let count = reader.u16().unwrap_or_default();
        for (splits, leaves) in (0..count).map_while(|_| reader.tree()) {
            trees.plant(&splits, &leaves);
        }
        trees
    }

    fn plant(&mut self, splits: &[Split], leaves: &[f32]) {
        let start = self.nodes.len();
        // A place that does not exist leads to the first leaf.
        let place = |at: i16| {
            let index = match usize::try_from(at) {
                Ok(index) => index,
                Err(_) => splits.len() + usize::try_from(-(i32::from(at) + 1)).unwrap_or_default(),
            };
            let known = if index < splits.len() + leaves.len() { index } else { splits.len() };
            u16::try_from(known).unwrap_or_default()
        };
        self.nodes.extend(splits.iter().map(|split| Node {
            number: split.number,
            next: [place(split.left), place(split.right)],
            most: split.most,
            value: 0.0,
        }));
        for (index, value) in leaves.iter().enumerate() {
            let own = u16::try_from(splits.len() + index).unwrap_or_default();
            self.nodes.push(Node { number: 0, next: [own, own], most: f32::MAX, value: *value });
        }
        let nodes = self.nodes.get(start..).unwrap_or_default();
        let mut depth = 0;
        let mut level: Vec<u16> = vec![0];
        // A tree is never deeper than it has splits.
        while depth < splits.len() && level.iter().any(|at| usize::from(*at) < splits.len()) {
            depth += 1;
            level = level
                .iter()
                .filter(|at| usize::from(**at) < splits.len())
                .filter_map(|at| nodes.get(usize::from(*at)))
                .flat_map(|node| node.next)
                .collect();
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
        for tree in trees {
            let nodes = self.nodes.get(tree.start..tree.end).unwrap_or_default();
            for (_, numbers, odds) in rows.iter_mut() {
                let mut node = nodes.first().copied().unwrap_or_default();
                for _ in 0..tree.depth {
                    let number = numbers.get(usize::from(node.number)).copied().unwrap_or_default();
                    let [left, right] = node.next;
                    let next = if number <= node.most { left } else { right };
                    node = nodes.get(usize::from(next)).copied().unwrap_or_default();
                }
                *odds += node.value;
            }
        }
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
