//! The page's text in blocks: a paragraph, a heading, a cell, or a run of lines between two blank ones.

use crate::page::{Leads, NOWHERE, Page};
use crate::tag::Tag;
use crate::words::{is_blank, is_letter, is_wide, push_folded};

/// A run of text that is kept or left out as one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// Index of the element on lines of its own that holds it.
    pub(crate) element: usize,
    /// Index of its first text node.
    pub(crate) first: usize,
    /// Index after its last text node.
    pub(crate) end: usize,
    /// Its text, white space folded.
    pub(crate) text: String,
    /// Characters of it, and of what of it stands in links and in emphasis.
    pub(crate) chars: usize,
    /// See `chars`.
    pub(crate) linked: usize,
    /// See `chars`.
    pub(crate) strong: usize,
    /// Characters of it in italics; in links to a place on the page; in links to other publications.
    pub(crate) italic: usize,
    /// See `italic`.
    pub(crate) within: usize,
    /// See `italic`.
    pub(crate) away: usize,
    /// Links in it.
    pub(crate) links: usize,
    /// Whether it is one of several runs in its element.
    pub(crate) is_run: bool,
    /// Whether a reader of the page does not see it at first.
    pub(crate) hidden: bool,
    /// Number of the figure whose mark stands here; such a block has no text.
    pub(crate) figure: Option<usize>,
}

/// Blocks of a page that are looked at; the rest of a page of more is left out.
const MOST_BLOCKS: usize = 20_000;

/// Cuts a page into blocks, in reading order.
pub(crate) fn blocks(page: &Page) -> Vec<Block> {
    let mut cut = Cutter { page, blocks: Vec::new(), current: Block::default(), breaks: 0, last_link: NOWHERE };
    let mut open: Vec<usize> = Vec::new();
    for (index, node) in page.nodes.iter().enumerate() {
        if cut.blocks.len() >= MOST_BLOCKS {
            return cut.blocks;
        }
        while let Some(last) = open.last()
            && page.nodes.get(*last).is_some_and(|above| above.end <= index)
        {
            open.pop();
            cut.finish(false);
        }
        match node.tag {
            None => cut.text(index),
            Some(Tag::Break) => cut.line_break(),
            Some(tag) if tag.is_block() => {
                cut.finish(false);
                open.push(index);
            }
            Some(_) => {}
        }
    }
    cut.finish(false);
    cut.blocks
}

struct Cutter<'a> {
    page: &'a Page,
    blocks: Vec<Block>,
    current: Block,
    /// Line breaks since the last text.
    breaks: usize,
    last_link: usize,
}

impl Cutter<'_> {
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 && !self.current.text.is_empty() {
            self.finish(true);
        } else if !self.current.text.is_empty() && !self.current.text.ends_with(' ') {
            self.current.text.push(' ');
            self.current.chars += 1;
        }
    }

    fn text(&mut self, index: usize) {
        let Some(node) = self.page.nodes.get(index) else { return };
        if node.words.trim().is_empty() {
            if !node.words.is_empty() && !self.current.text.is_empty() && !self.current.text.ends_with(' ') {
                self.current.text.push(' ');
                self.current.chars += 1;
            }
            return;
        }
        self.breaks = 0;
        let (mut link, mut strong, mut italic, mut element) = (NOWHERE, false, false, NOWHERE);
        for (at, above) in self.page.above(index) {
            match above.tag {
                Some(Tag::Link) if link == NOWHERE => link = at,
                Some(Tag::Strong) => strong = true,
                Some(Tag::Emphasis) => italic = true,
                Some(tag) if tag.is_block() => {
                    element = at;
                    break;
                }
                _ => {}
            }
        }
        // A link may hold whole blocks.
        if link == NOWHERE
            && let Some((at, _)) = self.page.above(element).take(4).find(|(_, above)| above.tag == Some(Tag::Link))
        {
            link = at;
        }
        if is_blank(&self.current.text) {
            self.current.first = index;
            self.current.element = element;
            self.current.hidden = node.hidden;
            self.current.text.clear();
            self.current.chars = 0;
        }
        self.current.end = index + 1;
        let before = self.current.chars;
        self.fold(&node.words);
        let added = self.current.chars - before;
        if link != NOWHERE {
            self.current.linked += added;
            match self.page.nodes.get(link).map(|node| node.leads) {
                Some(Leads::Within) => self.current.within += added,
                Some(Leads::Away) => self.current.away += added,
                _ => {}
            }
            if link != self.last_link {
                self.current.links += 1;
                self.last_link = link;
            }
        }
        if italic {
            self.current.italic += added;
        }
        if strong {
            self.current.strong += added;
        }
    }

    fn fold(&mut self, words: &str) {
        let current = &mut self.current;
        if words.is_ascii() {
            let is_apart = current.text.is_empty() || current.text.ends_with(' ');
            let before = current.text.len();
            push_folded(&mut current.text, if is_apart { words.trim_start() } else { words });
            current.chars += current.text.len() - before;
            return;
        }
        for character in words.chars() {
            if character.is_whitespace() {
                if !current.text.is_empty() && !current.text.ends_with(' ') {
                    current.text.push(' ');
                    current.chars += 1;
                }
            } else if !matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}') {
                current.text.push(character);
                current.chars += 1;
            }
        }
    }

    fn finish(&mut self, is_run: bool) {
        self.breaks = 0;
        self.last_link = NOWHERE;
        if self.current.text.trim().is_empty() {
            self.current = Block::default();
            return;
        }
        let mut block = std::mem::take(&mut self.current);
        if block.text.ends_with(' ') {
            block.text.pop();
            block.chars = block.chars.saturating_sub(1);
        }
        block.linked = block.linked.min(block.chars);
        block.strong = block.strong.min(block.chars);
        let follows = self.blocks.last().is_some_and(|last| last.is_run && last.element == block.element);
        block.is_run = is_run || follows;
        block.figure = crate::mark::marked(&block.text);
        if block.figure.is_some() {
            block.text.clear();
            block.chars = 0;
        }
        self.blocks.push(block);
    }
}

/// Words of a text for comparing: lower case, letters and digits; a character of a script without spaces is a word.
pub(crate) fn tokens(text: &str, mut each: impl FnMut(u64)) {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = START;
    let mut open = false;
    for character in text.chars() {
        if character.is_ascii() {
            if character.is_ascii_alphanumeric() {
                hash = mixed(hash, character.to_ascii_lowercase());
                open = true;
            } else if open {
                each(hash);
                hash = START;
                open = false;
            }
        } else if is_wide(character) {
            if open {
                each(hash);
                open = false;
            }
            each(mixed(START, character));
            hash = START;
        } else if is_letter(character) {
            for lower in character.to_lowercase() {
                hash = mixed(hash, lower);
            }
            open = true;
        } else if open {
            each(hash);
            hash = START;
            open = false;
        }
    }
    if open {
        each(hash);
    }
}

fn mixed(hash: u64, character: char) -> u64 {
    (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5)
}

/// Hashes of every run of `SHINGLE` words of a text; of the whole text where it is shorter.
pub(crate) fn shingles(text: &str, out: &mut Vec<u64>) {
    let mut window = [0_u64; SHINGLE];
    let mut count = 0_usize;
    let combine = |window: &[u64; SHINGLE], from: usize| {
        (0..SHINGLE).fold(0_u64, |hash, step| {
            let word = window.get((from + step) % SHINGLE).copied().unwrap_or_default();
            (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
        })
    };
    tokens(text, |word| {
        if let Some(slot) = window.get_mut(count % SHINGLE) {
            *slot = word;
        }
        count += 1;
        if count >= SHINGLE {
            out.push(combine(&window, count % SHINGLE));
        }
    });
    if count > 0 && count < SHINGLE {
        out.push(combine(&window, 0));
    }
}

/// Words in a shingle.
const SHINGLE: usize = 4;
