//! Gradient-boosted decision trees (Friedman 2001), as trained elsewhere and stored beside the code.
//!
//! The file begins with the number of trees, then each tree as its number of splits, the splits, and one more leaf than it has
//! splits. Numbers are little-endian. A split is the place of the number that it looks at (16 bits), the value up to which it
//! goes left (32-bit float), and where it goes left and right (16 bits each): a split's index, or, counted from -1 down, a
//! leaf's.

/// Trees whose leaves add up to a log-odds.
pub(crate) struct Trees {
    /// Where each tree's splits begin in `splits`, and its leaves in `leaves`.
    starts: Vec<(usize, usize)>,
    splits: Vec<Split>,
    leaves: Vec<f32>,
}

struct Split {
    number: u16,
    most: f32,
    left: i16,
    right: i16,
}

impl Trees {
    /// Reads trees from a file's bytes; what is cut off or wrong is left out.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader { rest: bytes };
        let mut trees = Self { starts: Vec::new(), splits: Vec::new(), leaves: Vec::new() };
        let count = reader.u16().unwrap_or_default();
        for (splits, leaves) in (0..count).map_while(|_| reader.tree()) {
            trees.starts.push((trees.splits.len(), trees.leaves.len()));
            trees.splits.extend(splits);
            trees.leaves.extend(leaves);
        }
        trees
    }

    /// The probability that the numbers of each row stand for something to keep; rows that are not `wanted` get 0.
    ///
    /// Goes tree by tree and not row by row, so that a tree stays at hand while it is asked. `stop` names a number of trees
    /// and a probability: rows that are less likely after so many trees are not asked on.
    pub(crate) fn probabilities(
        &self,
        rows: &[Vec<f32>],
        wanted: impl Fn(usize) -> bool,
        stop: Option<(usize, f32)>,
    ) -> Vec<f32> {
        let mut wanted: Vec<usize> = (0..rows.len()).filter(|index| wanted(*index)).collect();
        let mut stopped = Vec::new();
        let mut odds = vec![0.0_f32; rows.len()];
        for (at, (splits_at, leaves_at)) in self.starts.iter().enumerate() {
            let (splits_end, leaves_end) =
                self.starts.get(at + 1).copied().unwrap_or((self.splits.len(), self.leaves.len()));
            let splits = self.splits.get(*splits_at..splits_end).unwrap_or_default();
            let leaves = self.leaves.get(*leaves_at..leaves_end).unwrap_or_default();
            if let Some((_, least)) = stop.filter(|(after, _)| *after == at) {
                let least = (least / (1.0 - least)).ln();
                wanted.retain(|index| {
                    let goes_on = odds.get(*index).is_some_and(|odds| *odds >= least);
                    if !goes_on {
                        stopped.push(*index);
                    }
                    goes_on
                });
            }
            for index in &wanted {
                if let (Some(sum), Some(row)) = (odds.get_mut(*index), rows.get(*index)) {
                    *sum += leaf(splits, leaves, row);
                }
            }
        }
        let mut probabilities = vec![0.0; rows.len()];
        for index in wanted.into_iter().chain(stopped) {
            if let (Some(odds), Some(slot)) = (odds.get(index), probabilities.get_mut(index)) {
                *slot = 1.0 / (1.0 + (-odds).exp());
            }
        }
        probabilities
    }
}

fn leaf(splits: &[Split], leaves: &[f32], numbers: &[f32]) -> f32 {
    let mut at: i16 = 0;
    // A tree is never deeper than it has splits.
    for _ in 0..=splits.len() {
        let Ok(index) = usize::try_from(at) else { break };
        let Some(split) = splits.get(index) else { break };
        let number = numbers.get(usize::from(split.number)).copied().unwrap_or_default();
        at = if number <= split.most { split.left } else { split.right };
    }
    let leaf = usize::try_from(-(i32::from(at) + 1)).unwrap_or_default();
    leaves.get(leaf).copied().unwrap_or_default()
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
