//! Shows where a search found its words: the text as the publisher wrote it, with the words marked.
//!
//! The index holds folded texts; what is shown comes from the text itself, cut into the same words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::folding::{folded, is_unspaced};

/// Stands before a found word in a snippet; never part of a publisher's text, which has lost its control characters.
pub const MARK_START: &str = "\u{1}";
/// Stands behind a found word in a snippet.
pub const MARK_END: &str = "\u{2}";

/// Words of a snippet; characters of scripts without spaces count as words.
const WORDS: usize = 28;

/// Words before the first one that was found.
const LEAD: usize = 5;

/// What is looked for: words in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sought {
    /// The words, folded, in lower case and without accents.
    pub(crate) words: Vec<String>,
    /// Whether the last one may go on.
    pub(crate) unfinished: bool,
    /// Whether the word may also stand inside a longer one.
    pub(crate) inside: bool,
    /// The columns in which alone they are looked for.
    pub(crate) columns: Option<&'static str>,
}

struct Word {
    start: usize,
    end: usize,
    key: String,
}

/// A word as it is compared: folded, in lower case, without accents.
pub(crate) fn key(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(word.len());
    for next in folded(word).trim().chars() {
        if is_unspaced(next) {
            key.push(next);
        } else {
            let bare = std::iter::once(next).nfd().filter(|next| !matches!(next, '\u{300}'..='\u{36f}'));
            key.extend(bare.flat_map(char::to_lowercase));
        }
    }
    key
}

/// The words of a text, each as it is compared.
pub(crate) fn keys(text: &str) -> Vec<String> {
    let text: String = text.nfkc().collect();
    words(&text).into_iter().map(|word| word.key).collect()
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let close = |from: Option<usize>, end: usize, words: &mut Vec<Word>| {
        if let Some(start) = from {
            let key = key(text.get(start..end).unwrap_or_default());
            if !key.is_empty() {
                words.push(Word { start, end, key });
            }
        }
    };
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if is_unspaced(character) && character.is_alphanumeric() {
            close(open.take(), at, &mut words);
            let mut end = at + character.len_utf8();
            while let Some((at, mark)) = characters.peek().copied().filter(|(_, next)| is_combining_mark(*next)) {
                end = at + mark.len_utf8();
                characters.next();
            }
            close(Some(at), end, &mut words);
        } else if character.is_alphanumeric() || is_combining_mark(character) || is_joiner(character) && open.is_some()
        {
            open = open.or(Some(at));
        } else {
            close(open.take(), at, &mut words);
        }
    }
    close(open, text.len(), &mut words);
    words
}

/// Characters that nobody sees and that part no words.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{640}')
}

/// For each word whether it was found.
fn found(words: &[Word], sought: &[Sought]) -> Vec<bool> {
    let mut marks = vec![false; words.len()];
    for one in sought {
        let last = one.words.len().saturating_sub(1);
        let fits = |word: &Word, place: usize| {
            one.words.get(place).is_some_and(|wanted| {
                word.key == *wanted || place == last && one.unfinished && word.key.starts_with(wanted.as_str())
            })
        };
        let mut any = false;
        for (at, window) in words.windows(one.words.len().max(1)).enumerate() {
            if window.iter().enumerate().all(|(place, word)| fits(word, place)) {
                marks.iter_mut().skip(at).take(window.len()).for_each(|mark| *mark = true);
                any = true;
            }
        }
        if !any
            && one.inside
            && let [wanted] = one.words.as_slice()
        {
            for (mark, word) in marks.iter_mut().zip(words) {
                *mark |= word.key.contains(wanted.as_str());
            }
        }
    }
    marks
}

/// The whole of a text with the found words marked; `None` where none is in it.
pub(crate) fn marked(text: &str, sought: &[Sought]) -> Option<String> {
    let words = words(text);
    let marks = found(&words, sought);
    marks.contains(&true).then(|| write(text, &words, &marks, 0, text.len()))
}

/// The part of a text in which most of the words stand, with them marked; `None` where none is in it.
pub(crate) fn snippet(text: &str, sought: &[Sought]) -> Option<String> {
    let words = words(text);
    let marks = found(&words, sought);
    let first = marks.iter().position(|mark| *mark)?;
    if words.len() <= WORDS {
        return Some(write(text, &words, &marks, 0, text.len()));
    }
    // The window with the most found words; among equals the first.
    let mut sum = marks.iter().take(WORDS).filter(|mark| **mark).count();
    let (mut best, mut most) = (0, sum);
    for start in 1..=marks.len() - WORDS {
        sum -= usize::from(marks.get(start - 1) == Some(&true));
        sum += usize::from(marks.get(start + WORDS - 1) == Some(&true));
        if sum > most {
            (best, most) = (start, sum);
        }
    }
    let first = marks.iter().skip(best).position(|mark| *mark).map_or(first, |at| best + at);
    let from = first.saturating_sub(LEAD).max(best.saturating_sub(LEAD)).min(words.len().saturating_sub(WORDS));
    let until = (from + WORDS).min(words.len());
    let start = if from == 0 { 0 } else { words.get(from).map_or(0, |word| word.start) };
    let end = if until == words.len() { text.len() } else { words.get(until - 1).map_or(text.len(), |word| word.end) };
    let inside =
        write(text, words.get(from..until).unwrap_or_default(), marks.get(from..until).unwrap_or_default(), start, end);
    Some(format!("{}{inside}{}", if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" }))
}

fn write(text: &str, words: &[Word], marks: &[bool], start: usize, end: usize) -> String {
    let mut out = String::new();
    let mut at = start;
    let mut open = false;
    for (index, (word, mark)) in words.iter().zip(marks).enumerate() {
        if !mark {
            continue;
        }
        out.push_str(text.get(at..word.start).unwrap_or_default());
        if !open {
            out.push_str(MARK_START);
        }
        out.push_str(text.get(word.start..word.end).unwrap_or_default());
        at = word.end;
        // Characters that follow each other at once are marked as one.
        open = marks.get(index + 1) == Some(&true) && words.get(index + 1).is_some_and(|next| next.start == word.end);
        if !open {
            out.push_str(MARK_END);
        }
    }
    out.push_str(text.get(at..end).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(words: &[&str], unfinished: bool, inside: bool) -> Sought {
        Sought { words: words.iter().map(|word| key(word)).collect(), unfinished, inside, columns: None }
    }

    fn shown(text: &str, sought: &[Sought]) -> Option<String> {
        marked(text, sought).map(|text| text.replace(MARK_START, "[").replace(MARK_END, "]"))
    }

    #[test]
    fn words_are_marked_as_they_were_written() {
        assert_eq!(
            shown("Die Straße ist zu", &[sought(&["strasse"], false, false)]).as_deref(),
            Some("Die [Straße] ist zu")
        );
        assert_eq!(shown("Café Éclair", &[sought(&["ecl"], true, false)]).as_deref(), Some("Café [Éclair]"));
        assert_eq!(
            shown("東京の港湾でストライキ", &[sought(&["港", "湾"], false, false)]).as_deref(),
            Some("東京の[港湾]でストライキ")
        );
        assert_eq!(shown("Der Hafenstreik", &[sought(&["streik"], false, true)]).as_deref(), Some("Der [Hafenstreik]"));
        assert_eq!(
            shown("old harbour wall", &[sought(&["harbour", "wall"], false, false)]).as_deref(),
            Some("old [harbour] [wall]")
        );
        assert_eq!(shown("the wall", &[sought(&["harbour", "wall"], false, false)]), None);
    }

    #[test]
    fn a_snippet_is_cut_around_the_words() {
        let text = format!("{}quokka waved. {}", "one two three ".repeat(30), "four five six ".repeat(30));
        let snippet = snippet(&text, &[sought(&["quokka"], false, false)]).unwrap();
        assert!(
            snippet.starts_with('…') && snippet.ends_with('…') && snippet.contains("\u{1}quokka\u{2} waved."),
            "{snippet}"
        );
        assert!(snippet.split(' ').count() <= WORDS + 1);
        assert!(super::snippet("x", &[sought(&["quokka"], false, false)]).is_none());
    }
}
