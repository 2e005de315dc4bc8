//! What the names of elements and the first words of lines say, learned from pages whose article is known.
//!
//! `names.tsv`, `phrases.tsv` and `sayings.tsv` give for each word the log-odds that a block under an element of that name, one
//! that begins with those words, or a short one that holds them, belongs to the article. Words that few publications use are
//! not in them.

use std::sync::OnceLock;

use crate::judge::quick::QuickMap;

/// Parts of a name that are looked at.
const MOST_PARTS: usize = 6;

/// Words at the beginning of a line that are looked at.
const MOST_WORDS: usize = 4;

type Table = QuickMap<&'static str, f32>;

fn table(text: &'static str) -> Table {
    text.lines()
        .filter_map(|line| {
            let (word, odds) = line.split_once('\t')?;
            Some((word, odds.parse().ok()?))
        })
        .collect()
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
pub(crate) fn learn(tables: [&'static str; 3]) {
    let [names, phrases, sayings] = tables.map(table);
    let _ = (NAMES.set(names), PHRASES.set(phrases), SAYINGS.set(sayings));
}

/// Calls `each` with every word of an element's names, and with every two that follow each other in one name: `authorBio` and
/// `author-bio` give `author`, `bio` and `author_bio`. A word may be given more than once.
pub(crate) fn each_word(names: &str, mut each: impl FnMut(&str)) {
    let mut pair = String::new();
    for name in names.split_whitespace() {
        let (mut before, mut count) = (String::new(), 0);
        for part in parts(name) {
            if !(2..=24).contains(&part.chars().count()) {
                continue;
            }
            if count == MOST_PARTS {
                break;
            }
            count += 1;
            let mut lower = String::with_capacity(part.len());
            push_lower(&mut lower, part);
            each(&lower);
            if !before.is_empty() {
                pair.clear();
                pair.push_str(&before);
                pair.push('_');
                pair.push_str(&lower);
                each(&pair);
            }
            before = lower;
        }
    }
}

/// The words of a name: cut at anything that is no letter, and before a capital that begins a word.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|next: char| !next.is_alphabetic()).filter(|part| !part.is_empty()).flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let mut previous: Option<char> = None;
            let mut end = rest.len();
            let mut characters = rest.char_indices().peekable();
            while let Some((at, character)) = characters.next() {
                let next_is_lower = characters.peek().is_some_and(|(_, next)| next.is_lowercase());
                let begins = character.is_uppercase()
                    && previous.is_some_and(|before| before.is_lowercase() || before.is_uppercase() && next_is_lower);
                if begins {
                    end = at;
                    break;
                }
                previous = Some(character);
            }
            let (head, tail) = rest.split_at_checked(end)?;
            rest = tail;
            (!head.is_empty()).then_some(head)
        })
    })
}

/// Appends a word in lower case.
fn push_lower(out: &mut String, word: &str) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        if let Some(own) = out.get_mut(start..) {
            own.make_ascii_lowercase();
        }
    } else {
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// Calls `each` with the first word of a line, the first two and three, and with the whole where it is short.
pub(crate) fn each_opening(text: &str, mut each: impl FnMut(&str)) {
    let mut words = text.split(|next: char| !next.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut phrase = String::new();
    let mut count = 0;
    for word in words.by_ref().take(MOST_WORDS) {
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        push_lower(&mut phrase, word);
        count += 1;
        if count < MOST_WORDS {
            each(&phrase);
        }
    }
    if count > 0 && words.next().is_none() {
        phrase.push('.');
        each(&phrase);
    }
}

/// Calls `each` with every word of a line, and with every two that follow each other. `scratch` is used to put them together.
pub(crate) fn each_said(text: &str, scratch: &mut String, mut each: impl FnMut(&str)) {
    scratch.clear();
    let mut before = 0;
    let is_in_word = |next: char| if next.is_ascii() { next.is_ascii_alphanumeric() } else { next.is_alphanumeric() };
    for word in text.split(|next: char| !is_in_word(next)).filter(|word| !word.is_empty()) {
        if !scratch.is_empty() {
            scratch.push(' ');
        }
        let start = scratch.len();
        push_lower(scratch, word);
        each(scratch.get(start..).unwrap_or_default());
        if start > 0 {
            each(scratch.get(before..).unwrap_or_default());
        }
        before = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_word(names, |word| out.push(word.to_owned()));
        out
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
        each_opening("Read more: the Harbour", |phrase| out.push(phrase.to_owned()));
        assert_eq!(out, ["read", "read more", "read more the", "read more the harbour."]);
        let mut said = Vec::new();
        each_said("Sign up: now", &mut String::new(), |words| said.push(words.to_owned()));
        assert_eq!(said, ["sign", "up", "sign up", "now", "up now"]);
    }
}
