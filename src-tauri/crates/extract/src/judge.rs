//! Which blocks of a page are its article.
//!
//! Each block is described by numbers (module `features`, `context`), and two sets of decision trees, trained on pages whose
//! article is known, say how surely it belongs: the second also sees what the first said of the neighbours.

pub(crate) mod context;
pub(crate) mod features;
pub(crate) mod names;
pub(crate) mod quick;
pub(crate) mod trees;

use std::sync::OnceLock;

use crate::block::Block;
use crate::judge::features::{Described, Known};
use crate::judge::trees::Trees;
use crate::page::Page;

/// What the first judgement holds for less likely than this is not judged again.
const HOPELESS: f32 = 0.018;

/// How likely a block is that was not judged, because it stands where no article does.
const SIEVED: f32 = 0.002;

/// Trees of the first judgement after which a block may count as hopeless already.
const EARLY: usize = 20;

static FIRST: OnceLock<Trees> = OnceLock::new();
static SECOND: OnceLock<Trees> = OnceLock::new();

fn first() -> &'static Trees {
    FIRST.get_or_init(|| Trees::read(include_bytes!("judge/first.trees")))
}

fn second() -> &'static Trees {
    SECOND.get_or_init(|| Trees::read(include_bytes!("judge/second.trees")))
}

/// Judges by other trees and tables from now on; too late once anything was judged.
#[cfg(feature = "training")]
pub(crate) fn learn(trees: [&[u8]; 2], tables: [&'static str; 3]) {
    let [one, other] = trees.map(Trees::read);
    let _ = (FIRST.set(one), SECOND.set(other));
    names::learn(tables);
}

/// How surely each block belongs to the article, from 0 to 1.
pub(crate) fn judge(page: &Page, blocks: &[Block], known: &Known) -> Vec<f32> {
    let Described { mut rows, groups, kinds } = features::features(page, blocks, known);
    context::named(page, blocks, &mut rows);
    let is_judged = |index: usize| rows.get(index).is_some_and(|row| !row.is_empty());
    let mut judgements = first().probabilities(&rows, is_judged, Some((EARLY, HOPELESS)));
    for (judgement, row) in judgements.iter_mut().zip(&rows) {
        if row.is_empty() {
            *judgement = SIEVED;
        }
    }
    context::judged(page, blocks, &judgements, [&groups, &kinds], &mut rows);
    let is_hopeful = |index: usize| judgements.get(index).is_some_and(|judgement| *judgement >= HOPELESS);
    let again = second().probabilities(&rows, is_hopeful, None);
    judgements.iter().zip(again).map(|(once, again)| if *once < HOPELESS { *once } else { again }).collect()
}
