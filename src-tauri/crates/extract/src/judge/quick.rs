//! A hash for short keys that need no defence: the tables are ours, and what a page puts into its own is bounded by the page.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map for short keys.
pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A set of short keys.
pub(crate) type QuickSet<T> = HashSet<T, BuildHasherDefault<Quick>>;

/// Multiplies and turns, eight bytes at a time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quick(u64);

impl Quick {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<8>();
        for chunk in chunks {
            self.mix(u64::from_le_bytes(*chunk));
        }
        if !rest.is_empty() {
            let mut last = [0_u8; 8];
            last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            self.mix(u64::from_le_bytes(last) ^ bytes.len() as u64);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }

    fn finish(&self) -> u64 {
        // The map looks at the highest bits and at the lowest.
        self.0 ^ (self.0 >> 29)
    }
}
