//! What a block says that the page says elsewhere too: in another block, or for machines.

use super::known::Known;
use super::parts::ratio;
use crate::block::{Block, shingles};
use crate::judge::quick::{QuickMap, QuickSet};
use crate::words::key;

/// The shingles of all blocks, and how often the page has each.
pub(super) struct Said {
    shingles: Vec<u64>,
    /// Where each block's shingles end.
    ends: Vec<usize>,
    counts: QuickMap<u64, u32>,
}

impl Said {
    pub(super) fn of(blocks: &[Block]) -> Self {
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

    pub(super) fn of_block(&self, index: usize) -> &[u64] {
        let end = |index: usize| self.ends.get(index).copied().unwrap_or_default();
        let start = index.checked_sub(1).map_or(0, end);
        self.shingles.get(start..end(index)).unwrap_or_default()
    }

    /// How much of a block the page says elsewhere too: a table of contents, a quotation pulled out of the text.
    pub(super) fn echoed(&self, index: usize) -> f32 {
        let own = self.of_block(index);
        let again = own.iter().filter(|shingle| self.counts.get(shingle).is_some_and(|count| *count > 1)).count();
        ratio(again as f32, own.len() as f32)
    }
}

/// What is known, made ready for comparing.
pub(super) struct Facts {
    pub(super) headline: String,
    description: String,
    description_shingles: QuickSet<u64>,
    names: Vec<String>,
    stated: QuickSet<u64>,
}

impl Facts {
    pub(super) fn of(known: &Known) -> Self {
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

    pub(super) fn compare(&self, own: &[u64], own_key: &str, row: &mut Vec<f32>) {
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
