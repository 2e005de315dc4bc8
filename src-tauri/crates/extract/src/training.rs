//! What the judge sees of a page, for training it; what the choices of metadata see is in [`choices`].

pub mod choices;

use broadsheet_model::Article;
use url::Url;

use crate::block::{Block, blocks};
use crate::body::Body;
use crate::evidence::Evidence;
use crate::judge::context::MOST_BYTES;
use crate::judge::features::{Described, Known, features, tag_number};
use crate::judge::names::{each_opening, each_word};
use crate::judge::{self, judge};
use crate::page::Page;
use crate::stated_words::StatedWords;
use crate::{figure_judge, figures, guard, lead};

pub use crate::figure_judge::NAMES as FIGURE_NAMES;
pub use crate::judge::context::{JUDGED, NAMED};
pub use crate::judge::features::NAMES;

/// Judges by trees (first, second) and tables (names, phrases, sayings) that were trained on other pages, from now on. The tables stay in memory for good. Without trees
/// for figures, those that stand beside the code go on to judge them.
pub fn learn(trees: [&[u8]; 2], figures: Option<&[u8]>, tables: [String; 3]) {
    judge::learn(trees, tables.map(|table| &*table.leak()));
    if let Some(figures) = figures {
        figure_judge::learn(figures);
    }
}

/// A page as the judge sees it.
pub struct Seen {
    /// Its blocks' texts.
    pub texts: Vec<String>,
    /// The numbers of each block, as [`NAMES`] lists them; zeros for one that is not judged.
    pub rows: Vec<Vec<f32>>,
    /// For each block the group of records that it stands in, and its kind; the largest number where there is none.
    pub groups: Vec<usize>,
    /// See `groups`.
    pub kinds: Vec<usize>,
    /// For each block whether it is not judged, because it stands where no article does.
    pub sieved: Vec<bool>,
    /// For each block the index in `elements` of the one that holds it, and of those inside a line that hold its first text.
    pub places: Vec<(usize, Vec<usize>)>,
    /// Every element: the one that holds it, and the words of its names.
    pub elements: Vec<(Option<usize>, Vec<String>)>,
    /// For each block the words that it begins with.
    pub openings: Vec<Vec<String>>,
    /// For each block its characters, what share of them stands in links, and a number for its element's kind.
    pub chars: Vec<usize>,
    /// See `chars`.
    pub linked: Vec<f32>,
    /// See `chars`.
    pub tags: Vec<f32>,
    /// For each block how surely the judge keeps it.
    pub judged: Vec<f32>,
}

/// Shows a page to the judge.
#[must_use]
pub fn see(html: &str, url: &str, article: &Article) -> Seen {
    let read = guard::readable(html);
    let document = read.document();
    let base = Url::parse(url).ok();
    let evidence = Evidence::of(&document, &read.scripts);
    let known = Known::of(&evidence, article, base.as_ref());
    figures::lift(&document, &StatedWords::of(&evidence), base.as_ref(), &[]);
    let page = Page::of(&document, base.as_ref());
    let blocks = blocks(&page);
    let Described { mut rows, groups, kinds } = features(&page, &blocks, &known);
    let sieved = rows.iter().map(Vec::is_empty).collect();
    rows.iter_mut().filter(|row| row.is_empty()).for_each(|row| row.resize(NAMES.len(), 0.0));
    let places = blocks.iter().map(|block| (block.element, inline(&page, block))).collect();
    let elements = page
        .nodes
        .iter()
        .map(|node| {
            let mut words = Vec::new();
            if node.tag.is_some() {
                each_word(&node.words, |word: &String| words.push(word.clone()));
            }
            (page.nodes.get(node.parent).map(|_| node.parent), words)
        })
        .collect();
    let openings = blocks.iter().map(opening).collect();
    let chars = blocks.iter().map(|block| block.chars).collect();
    let linked = blocks.iter().map(|block| block.linked as f32 / block.chars.max(1) as f32).collect();
    let tags = blocks.iter().map(|block| tag_number(&page, block.element)).collect();
    let judged = judge(&page, &blocks, &known);
    let texts = blocks.into_iter().map(|block| if block.figure.is_some() { "\u{2983}".to_owned() } else { block.text });
    Seen {
        texts: texts.collect(),
        rows,
        groups,
        kinds,
        sieved,
        places,
        elements,
        openings,
        chars,
        linked,
        tags,
        judged,
    }
}

/// A picture of a page as the judge of figures sees it.
pub struct SeenPicture {
    /// Its address.
    pub src: String,
    /// Its numbers, as [`FIGURE_NAMES`] lists them.
    pub row: Vec<f32>,
}

/// Shows a page's pictures to the judge of figures.
#[must_use]
pub fn pictures(html: &str, url: &str, article: &Article) -> Vec<SeenPicture> {
    let read = guard::readable(html);
    let document = read.document();
    let base = Url::parse(url).ok();
    let evidence = Evidence::of(&document, &read.scripts);
    let lifted = figures::lift(&document, &StatedWords::of(&evidence), base.as_ref(), &[]);
    let page_pictures = lead::page_pictures(&evidence, base.as_ref());
    Body::figure_rows(&document, &Known::of(&evidence, article, base.as_ref()), &page_pictures, &lifted)
        .into_iter()
        .filter_map(|(number, row)| Some(SeenPicture { src: lifted.get(number)?.figure.src.clone(), row }))
        .collect()
}

fn opening(block: &Block) -> Vec<String> {
    let mut words = Vec::new();
    if block.text.len() < MOST_BYTES {
        each_opening(&block.text, |phrase: &String| words.push(phrase.clone()));
    }
    words
}

fn inline(page: &Page, block: &Block) -> Vec<usize> {
    page.above(block.first).map(|(at, _)| at).take_while(|at| *at != block.element).collect()
}
