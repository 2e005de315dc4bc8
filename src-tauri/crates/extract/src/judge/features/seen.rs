//! Numbers of a block by itself, and of the elements around it.

use super::parts::{ends_sentence, holder, logged, ratio};
use crate::block::Block;
use crate::page::Page;
use crate::tag::Tag;
use crate::words::{is_letter, is_wide};

/// What is counted in a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    words: usize,
    short: usize,
    sentences: usize,
    exclaims: usize,
    commas: usize,
    digits: usize,
    capitals: usize,
    bars: usize,
    quotes: usize,
    wide: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        let mut previous = ' ';
        for character in text.chars() {
            match character {
                '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।' => {
                    counts.sentences += usize::from(is_letter(previous) || matches!(previous, '"' | '”'));
                    counts.exclaims += usize::from(character == '!');
                }
                ',' | '、' | '，' | '،' | ';' => counts.commas += 1,
                '0'..='9' => counts.digits += 1,
                '|' | '•' | '»' | '›' | '·' | '→' | '>' | '/' => counts.bars += 1,
                '"' | '“' | '”' | '„' | '«' | '「' | '‘' => counts.quotes += 1,
                _ if is_wide(character) => counts.wide += 1,
                _ => {}
            }
            counts.capitals += usize::from(!is_letter(previous) && character.is_uppercase());
            previous = character;
        }
        for word in text.split_whitespace() {
            counts.words += 1;
            counts.short += usize::from(word.len() <= MOST_SHORT);
        }
        counts
    }

    /// As [`Counts::of`], of a text that is ASCII.
    fn of_ascii(text: &[u8]) -> Self {
        let mut counts = Self::default();
        let (mut previous, mut length) = (b' ', 0);
        for byte in text.iter().copied().chain([b' ']) {
            match byte {
                b' ' | 9..=13 => {
                    counts.words += usize::from(length > 0);
                    counts.short += usize::from((1..=MOST_SHORT).contains(&length));
                    length = 0;
                    previous = byte;
                    continue;
                }
                b'.' | b'!' | b'?' => {
                    counts.sentences += usize::from(previous.is_ascii_alphanumeric() || previous == b'"');
                    counts.exclaims += usize::from(byte == b'!');
                }
                b',' | b';' => counts.commas += 1,
                b'0'..=b'9' => counts.digits += 1,
                b'|' | b'>' | b'/' => counts.bars += 1,
                b'"' => counts.quotes += 1,
                b'A'..=b'Z' => counts.capitals += usize::from(!previous.is_ascii_alphanumeric()),
                _ => {}
            }
            length += 1;
            previous = byte;
        }
        counts
    }
}

/// Longest word that is short, in bytes.
const MOST_SHORT: usize = 3;

/// Numbers of the block's own text.
pub(super) fn own(block: &Block, size: f32, row: &mut Vec<f32>) {
    let text = block.text.as_str();
    let Counts { words, short, sentences, exclaims, commas, digits, capitals, bars, quotes, wide } =
        if text.is_ascii() { Counts::of_ascii(text.as_bytes()) } else { Counts::of(text) };
    let count = words.max(1) as f32;
    let chars = block.chars as f32;
    let first = text.chars().next().unwrap_or(' ');
    let year = text
        .split(|next: char| !next.is_ascii_digit())
        .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    row.extend([
        logged(size),
        logged(count),
        ratio(block.linked as f32, chars),
        (block.links as f32).min(20.0),
        logged(sentences as f32),
        f32::from(u8::from(ends_sentence(text))),
        f32::from(u8::from(text.ends_with([':', '：']))),
        f32::from(u8::from(text.ends_with(['?', '？']))),
        ratio(commas as f32, count),
        ratio(digits as f32, chars),
        ratio(capitals as f32, count),
        f32::from(u8::from(first.is_lowercase())),
        f32::from(u8::from(first.is_numeric())),
        f32::from(u8::from(text.contains('©') || text.contains('®'))),
        ratio(bars as f32, count),
        chars / count,
        ratio(short as f32, count),
        ratio(block.strong as f32, chars),
        f32::from(u8::from(text.contains('@'))),
        ratio(wide as f32, chars),
        ratio(quotes as f32, count),
        f32::from(u8::from(year)),
        f32::from(u8::from(block.is_run)),
        f32::from(u8::from(block.hidden)),
        exclaims as f32,
    ]);
}

/// Numbers of the elements around.
pub(super) fn around(page: &Page, block: &Block, row: &mut Vec<f32>) {
    let near = holder(page, block.element);
    let above = holder(page, near);
    row.extend([tag_number(page, block.element), tag_number(page, near), tag_number(page, above)]);
    let (mut list, mut table, mut quote, mut article, mut main, mut aside, mut nav) = (0, 0, 0, 0, 0, 0, 0);
    let (mut footer, mut header, mut form, mut figure, mut pre) = (0, 0, 0, 0, 0);
    let own = page.nodes.get(block.element).map(|node| (block.element, node));
    for (_, node) in own.into_iter().chain(page.above(block.element)) {
        match node.tag {
            Some(Tag::List) => list += 1,
            Some(Tag::Table) => table += 1,
            Some(Tag::Quote) => quote += 1,
            Some(Tag::Article) => article += 1,
            Some(Tag::Main) => main += 1,
            Some(Tag::Aside) => aside += 1,
            Some(Tag::Nav) => nav += 1,
            Some(Tag::Footer) => footer += 1,
            Some(Tag::Header) => header += 1,
            Some(Tag::Form) => form += 1,
            Some(Tag::Figure) => figure += 1,
            Some(Tag::Pre) => pre += 1,
            _ => {}
        }
    }
    let depth = page.nodes.get(block.element).map_or(0, |node| node.depth);
    row.extend(
        [list, table, quote, article.min(1), main, aside, nav, footer, header, form, figure, pre]
            .map(|count| count as f32),
    );
    row.extend([depth as f32, article as f32]);
}

/// A number for an element's kind.
pub(crate) fn tag_number(page: &Page, element: usize) -> f32 {
    match page.nodes.get(element).and_then(|node| node.tag) {
        None => -1.0,
        Some(Tag::P) => 0.0,
        Some(Tag::Heading(1)) => 1.0,
        Some(Tag::Heading(2)) => 2.0,
        Some(Tag::Heading(3)) => 3.0,
        Some(Tag::Heading(_)) => 4.0,
        Some(Tag::Quote) => 5.0,
        Some(Tag::Pre) => 6.0,
        Some(Tag::Article) => 7.0,
        Some(Tag::Main) => 8.0,
        Some(Tag::Section) => 9.0,
        Some(Tag::Div) => 10.0,
        Some(Tag::Term | Tag::Terms) => 11.0,
        Some(Tag::Cell | Tag::Row | Tag::Table | Tag::TablePart) => 12.0,
        Some(Tag::Li) => 13.0,
        Some(Tag::List) => 14.0,
        Some(Tag::Figure | Tag::Caption) => 15.0,
        Some(Tag::Header) => 16.0,
        Some(Tag::Details) => 17.0,
        Some(Tag::Address) => 18.0,
        Some(Tag::Form) => 19.0,
        Some(Tag::Aside) => 20.0,
        Some(Tag::Footer) => 21.0,
        Some(Tag::Nav) => 22.0,
        Some(_) => 23.0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Counts;

    proptest! {
        #[test]
        fn both_ways_of_counting_agree(text in "[ -~\\n\\t]{0,80}") {
            prop_assert_eq!(Counts::of_ascii(text.as_bytes()), Counts::of(&text));
        }
    }
}
