//! Gradient-boosted decision trees (Friedman 2001), as trained elsewhere and stored beside the code.
//!
//! The file begins with the number of trees, then each tree as its number of splits, the splits, and one more leaf than it has
//! splits. Numbers are little-endian. A split is the place of the number that it looks at (16 bits), the value up to which it
//! goes left (32-bit float), and where it goes left and right (16 bits each): a split's index, or, counted from -1 down, a
//! leaf's.

/// Trees whose leaves add up to a log-odds.
pub(crate) struct Trees {
    trees: Vec<Tree>,
}

struct Tree {
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
        let count = reader.u16().unwrap_or_default();
        Self { trees: (0..count).map_while(|_| reader.tree()).collect() }
    }

    /// The probability that the numbers stand for something to keep.
    pub(crate) fn probability(&self, numbers: &[f32]) -> f32 {
        let odds: f32 = self.trees.iter().map(|tree| tree.leaf(numbers)).sum();
        1.0 / (1.0 + (-odds).exp())
    }
}

impl Tree {
    fn leaf(&self, numbers: &[f32]) -> f32 {
        let mut at: i16 = 0;
        // A tree is never deeper than it has splits.
        for _ in 0..=self.splits.len() {
            let Ok(index) = usize::try_from(at) else { break };
            let Some(split) = self.splits.get(index) else { break };
            let number = numbers.get(usize::from(split.number)).copied().unwrap_or_default();
            at = if number <= split.most { split.left } else { split.right };
        }
        let leaf = usize::try_from(-(i32::from(at) + 1)).unwrap_or_default();
        self.leaves.get(leaf).copied().unwrap_or_default()
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

    fn tree(&mut self) -> Option<Tree> {
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
        Some(Tree { splits, leaves })
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
        assert!(trees.probability(&[0.5]) < 0.1);
        assert!(trees.probability(&[0.6]) > 0.9);
        assert!((Trees::read(&bytes[..7]).probability(&[0.5]) - 0.5).abs() < 1e-6);
    }
}
