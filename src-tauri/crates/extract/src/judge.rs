//! Which blocks of a page are its article.
//!
//! Each block is described by numbers (module `features`, `context`), and two sets of decision trees, trained on pages whose
//! article is known, say how surely it belongs: the second also sees what the first said of the neighbours.

pub(crate) mod context;
pub(crate) mod features;
pub(crate) mod names;
pub(crate) mod quick;
mod trees;

use std::sync::OnceLock;

use crate::block::Block;
use crate::judge::features::Known;
use crate::judge::trees::Trees;
use crate::page::Page;

/// What the first judgement holds for less likely than this is not judged again.
const HOPELESS: f32 = 0.015;

fn first() -> &'static Trees {
    static TREES: OnceLock<Trees> = OnceLock::new();
    TREES.get_or_init(|| Trees::read(include_bytes!("judge/first.trees")))
}

fn second() -> &'static Trees {
    static TREES: OnceLock<Trees> = OnceLock::new();
    TREES.get_or_init(|| Trees::read(include_bytes!("judge/second.trees")))
}

/// How surely each block belongs to the article, from 0 to 1.
pub(crate) fn judge(page: &Page, blocks: &[Block], known: &Known) -> Vec<f32> {
    let mut rows = features::features(page, blocks, known);
    context::named(page, blocks, &mut rows);
    let judgements: Vec<f32> = rows.iter().map(|row| first().probability(row)).collect();
    context::judged(page, blocks, &judgements, &mut rows);
    let second = second();
    rows.iter()
        .zip(judgements)
        .map(|(row, judgement)| if judgement < HOPELESS { judgement } else { second.probability(row) })
        .collect()
}
