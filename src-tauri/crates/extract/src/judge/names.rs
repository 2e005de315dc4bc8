//! What the names of elements and the first words of lines say, learned from pages whose article is known.
//!
//! `names.tsv`, `phrases.tsv` and `sayings.tsv` give for each word the log-odds that a block under an element of that name, one
//! that begins with those words, or a short one that holds them, belongs to the article. Words that few publications use are
//! not in them.

use std::sync::OnceLock;

use crate::judge::quick::QuickMap;
use crate::words::is_letter;

/// Parts of a name that are looked at.
const MOST_PARTS: usize = 6;

/// Words at the beginning of a line that are looked at.
const MOST_WORDS: usize = 4;

/// Numbers of a [`Table`]'s marks, of 64 each.
const MARKS: usize = 2048;

/// What is known of words, by their keys.
pub(crate) struct Table {
    /// A mark for each word that may be known. Few of a page's words are, and these marks stay near the processor.
    marks: Box<[u64]>,
    odds: QuickMap<Key, f32>,
}

impl Table {
    /// What is known of a word.
    pub(crate) fn get(&self, word: Key) -> Option<f32> {
        let (at, mark) = word.mark();
        let may_be_known = self.marks.get(at).is_some_and(|marks| marks & mark != 0);
        if may_be_known { self.odds.get(&word).copied() } else { None }
    }
}

fn table(text: &str) -> Table {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let mut table = Table {
        marks: vec![0; MARKS].into_boxed_slice(),
        odds: QuickMap::with_capacity_and_hasher(lines, Default::default()),
    };
    for line in text.as_bytes().split(|byte| *byte == b'\n') {
        let Some(end) = line.iter().position(|byte| *byte == b'\t') else { continue };
        let (word, odds) = line.split_at(end);
        // The words are in lower case already.
        let word = word.iter().copied().fold(Key::default(), Key::with);
        let (at, mark) = word.mark();
        if let Some(marks) = table.marks.get_mut(at) {
            *marks |= mark;
        }
        table.odds.insert(word, hundredths(odds));
    }
    table
}

/// Reads a number with at most two decimals, such as `-1.47`.
fn hundredths(text: &[u8]) -> f32 {
    let (mut number, mut decimals, mut after_point) = (0_i16, 0, false);
    for byte in text {
        match byte {
            b'.' => after_point = true,
            b'0'..=b'9' => {
                number = number * 10 + i16::from(byte - b'0');
                decimals += u32::from(after_point);
            }
            _ => {}
        }
    }
    let number = f32::from(number) / [1.0, 10.0, 100.0].get(decimals as usize).copied().unwrap_or(f32::NAN);
    if text.contains(&b'-') { -number } else { number }
}

static NAMES: OnceLock<Table> = OnceLock::new();
static PHRASES: OnceLock<Table> = OnceLock::new();
static SAYINGS: OnceLock<Table> = OnceLock::new();

/// Log-odds of the words in elements' names.
pub(crate) fn names() -> &'static Table {
    NAMES.get_or_init(|| table(include_str!("names.tsv")))
}

/// Log-odds of the words that begin lines.
pub(crate) fn phrases() -> &'static Table {
    PHRASES.get_or_init(|| table(include_str!("phrases.tsv")))
}

/// Log-odds of the words that short lines hold.
pub(crate) fn sayings() -> &'static Table {
    SAYINGS.get_or_init(|| table(include_str!("sayings.tsv")))
}

/// Takes other tables from now on: of names, phrases and sayings.
#[cfg(feature = "training")]
pub(crate) fn learn(tables: [&str; 3]) {
    let [names, phrases, sayings] = tables.map(table);
    let _ = (NAMES.set(names), PHRASES.set(phrases), SAYINGS.set(sayings));
}

/// Words put together from parts, in lower case.
pub(crate) trait Spelling: Clone + Default {
    /// Goes on with these letters.
    fn add(&mut self, part: &str);
}

impl Spelling for String {
    fn add(&mut self, part: &str) {
        self.extend(part.chars().flat_map(char::to_lowercase));
    }
}

/// Stands for words in a [`Table`]: their hash (FNV-1a, Fowler, Noll and Vo 1991), which goes on where its beginning ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(u64);

impl Key {
    /// The key of a word.
    pub(crate) fn of(word: &str) -> Self {
        let mut key = Self::default();
        key.add(word);
        key
    }

    /// Which of a table's numbers holds the mark of these words, and the mark.
    fn mark(self) -> (usize, u64) {
        let bits = (self.0 ^ (self.0 >> 32)) as usize;
        ((bits / 64) % MARKS, 1 << (bits % 64))
    }

    fn with(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

impl Default for Key {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Spelling for Key {
    fn add(&mut self, part: &str) {
        if part.is_ascii() {
            *self = part.bytes().fold(*self, |key, byte| key.with(byte.to_ascii_lowercase()));
            return;
        }
        for character in part.chars().flat_map(char::to_lowercase) {
            *self = character.encode_utf8(&mut [0; 4]).bytes().fold(*self, Self::with);
        }
    }
}

/// Calls `each` with every word of an element's names, and with every two that follow each other in one name: `authorBio` and
/// `author-bio` give `author`, `bio` and `author_bio`. A word may be given more than once.
pub(crate) fn each_word<S: Spelling>(names: &str, mut each: impl FnMut(&S)) {
    for name in names.split_whitespace() {
        let mut before: Option<S> = None;
        let fits = |part: &&str| (2..=24).contains(&if part.is_ascii() { part.len() } else { part.chars().count() });
        for part in parts(name).filter(fits).take(MOST_PARTS) {
            let mut own = S::default();
            own.add(part);
            each(&own);
            if let Some(mut pair) = before {
                pair.add("_");
                pair.add(part);
                each(&pair);
            }
            before = Some(own);
        }
    }
}

/// The words of a name: cut at anything that is no letter, and before a capital that begins a word.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|next: char| !next.is_alphabetic()).filter(|part| !part.is_empty()).flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let end = if rest.is_ascii() { ascii_part(rest.as_bytes()) } else { any_part(rest) };
            let (head, tail) = rest.split_at_checked(end)?;
            rest = tail;
            (!head.is_empty()).then_some(head)
        })
    })
}

/// Where the first word of some letters ends.
fn any_part(letters: &str) -> usize {
    let mut previous: Option<char> = None;
    let mut characters = letters.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next_is_lower = characters.peek().is_some_and(|(_, next)| next.is_lowercase());
        let begins = character.is_uppercase()
            && previous.is_some_and(|before| before.is_lowercase() || before.is_uppercase() && next_is_lower);
        if begins {
            return at;
        }
        previous = Some(character);
    }
    letters.len()
}

/// As [`any_part`], of letters that are ASCII.
fn ascii_part(letters: &[u8]) -> usize {
    let begins = |[before, own]: [&u8; 2], next: Option<&u8>| {
        own.is_ascii_uppercase() && (before.is_ascii_lowercase() || next.is_some_and(u8::is_ascii_lowercase))
    };
    let mut pairs = letters.iter().zip(letters.iter().skip(1)).enumerate();
    pairs.find(|(at, (before, own))| begins([before, own], letters.get(at + 2))).map_or(letters.len(), |(at, _)| at + 1)
}

/// Calls `each` with the first word of a line, the first two and three, and with the whole where it is short.
pub(crate) fn each_opening<S: Spelling>(text: &str, mut each: impl FnMut(&S)) {
    let mut words = text.split(|next: char| !is_letter(next)).filter(|word| !word.is_empty());
    let mut phrase = S::default();
    let mut count = 0;
    for word in words.by_ref().take(MOST_WORDS) {
        if count > 0 {
            phrase.add(" ");
        }
        phrase.add(word);
        count += 1;
        if count < MOST_WORDS {
            each(&phrase);
        }
    }
    if count > 0 && words.next().is_none() {
        phrase.add(".");
        each(&phrase);
    }
}

/// Calls `each` with the key of every word of a line, and of every two that follow each other.
pub(crate) fn each_said(text: &str, mut each: impl FnMut(Key)) {
    let mut before: Option<Key> = None;
    let mut take = |word: &str| {
        let own = Key::of(word);
        each(own);
        if let Some(mut pair) = before {
            pair.add(" ");
            pair.add(word);
            each(pair);
        }
        before = Some(own);
    };
    if text.is_ascii() {
        let words = text.as_bytes().split(|next| !next.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.filter_map(|word| std::str::from_utf8(word).ok()).for_each(take);
    } else {
        text.split(|next: char| !is_letter(next)).filter(|word| !word.is_empty()).for_each(&mut take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_word(names, |word: &String| out.push(word.clone()));
        out
    }

    #[test]
    fn tables_are_read_as_they_are_written() {
        for text in [include_str!("names.tsv"), include_str!("phrases.tsv"), include_str!("sayings.tsv")] {
            let read = table(text);
            assert_eq!(read.odds.len(), text.lines().count());
            for line in text.lines() {
                let (word, odds) = line.split_once('\t').unwrap();
                assert_eq!(read.get(Key::of(word)), odds.parse().ok(), "{line}");
            }
        }
    }

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(words("author-bio"), ["author", "bio", "author_bio"]);
        assert_eq!(words("authorBio"), ["author", "bio", "author_bio"]);
        assert_eq!(words("HTMLText_2 x"), ["html", "text", "html_text"]);
        assert_eq!(words(""), [""; 0]);
    }

    #[test]
    fn openings_grow_word_by_word() {
        let mut out = Vec::new();
        each_opening("Read more: the Harbour", |phrase: &String| out.push(phrase.clone()));
        assert_eq!(out, ["read", "read more", "read more the", "read more the harbour."]);
        let mut said = Vec::new();
        each_said("Sign up: Jetzt für", |words| said.push(words));
        assert_eq!(said, ["sign", "up", "sign up", "jetzt", "up jetzt", "für", "jetzt für"].map(Key::of));
    }
}
