//! What the judge sees of a page, for training it; what the choices of metadata see is in [`choices`].

pub mod choices;

use broadsheet_model::Article;
use dom_query::Document;
use url::Url;

use crate::block::{Block, blocks};
use crate::evidence::Evidence;
use crate::judge::context::MOST_BYTES;
use crate::judge::features::{Known, features};
use crate::judge::judge;
use crate::judge::names::{each_opening, each_word};
use crate::page::Page;
use crate::{figures, guard};

pub use crate::judge::context::{JUDGED, NAMED};
pub use crate::judge::features::NAMES;

/// A page as the judge sees it.
pub struct Seen {
    /// Its blocks' texts.
    pub texts: Vec<String>,
    /// The numbers of each block, as [`NAMES`] lists them.
    pub rows: Vec<Vec<f32>>,
    /// For each block the index in `elements` of the one that holds it, and of those inside a line that hold its first text.
    pub places: Vec<(usize, Vec<usize>)>,
    /// Every element: the one that holds it, and the words of its names.
    pub elements: Vec<(Option<usize>, Vec<String>)>,
    /// For each block the words that it begins with.
    pub openings: Vec<Vec<String>>,
    /// For each block its characters.
    pub chars: Vec<usize>,
    /// For each block how surely the judge keeps it.
    pub judged: Vec<f32>,
}

/// Shows a page to the judge.
#[must_use]
pub fn see(html: &str, url: &str, article: &Article) -> Seen {
    let document = Document::from(guard::bounded(html));
    let base = Url::parse(url).ok();
    let evidence = Evidence::of(&document);
    let known = Known {
        headline: article.headline.clone(),
        description: evidence.meta(&["og:description", "description", "twitter:description"]),
        names: article.byline.iter().cloned().chain(article.section.clone()).chain(article.site.clone()).collect(),
        stated: evidence.property("articleBody").find_map(|value| value.as_str()).map(str::to_owned),
    };
    figures::lift(&document, &evidence, base.as_ref());
    let page = Page::of(&document);
    let blocks = blocks(&page);
    let rows = features(&page, &blocks, &known);
    let places = blocks.iter().map(|block| (block.element, inline(&page, block))).collect();
    let elements = page
        .nodes
        .iter()
        .map(|node| {
            let mut words = Vec::new();
            if node.tag.is_some() {
                each_word(&node.words, |word| words.push(word.to_owned()));
            }
            (page.nodes.get(node.parent).map(|_| node.parent), words)
        })
        .collect();
    let openings = blocks.iter().map(opening).collect();
    let chars = blocks.iter().map(|block| block.chars).collect();
    let judged = judge(&page, &blocks, &known);
    let texts = blocks.into_iter().map(|block| if block.figure.is_some() { "\u{2983}".to_owned() } else { block.text });
    Seen { texts: texts.collect(), rows, places, elements, openings, chars, judged }
}

fn opening(block: &Block) -> Vec<String> {
    let mut words = Vec::new();
    if block.text.len() < MOST_BYTES {
        each_opening(&block.text, |phrase| words.push(phrase.to_owned()));
    }
    words
}

fn inline(page: &Page, block: &Block) -> Vec<usize> {
    page.above(block.first).map(|(at, _)| at).take_while(|at| *at != block.element).collect()
}
