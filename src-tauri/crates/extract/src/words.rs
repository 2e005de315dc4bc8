//! Comparing and folding plain text.

use std::collections::HashSet;

/// What may stand between a headline and a site's name.
pub(crate) const SEPARATORS: [&str; 18] = [
    " | ", " - ", " – ", " — ", " • ", " · ", " » ", " « ", " :: ", " / ", " ‹ ", " › ", " < ", " > ", "|", " ~ ",
    ": ", "-",
];

/// Characters that nobody sees.
const UNSEEN: [char; 4] = ['\u{ad}', '\u{200b}', '\u{feff}', '\u{2060}'];

/// Whether nobody sees anything of a text.
pub(crate) fn is_blank(text: &str) -> bool {
    let joins = |next: char| matches!(next, '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{3164}');
    text.chars().all(|next| next.is_whitespace() || joins(next) || UNSEEN.contains(&next))
}

/// `text` with its white space folded; `None` if nothing is left. Invisible characters go.
pub(crate) fn folded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() || !UNSEEN.iter().any(|unseen| text.contains(*unseen)) {
        push_folded(&mut out, text.trim());
        return (!out.is_empty()).then_some(out);
    }
    for word in text.split_whitespace() {
        let mut word = word.chars().filter(|next| !UNSEEN.contains(next)).peekable();
        if word.peek().is_some() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Appends text with every run of white space as one space, also where it begins and ends with one.
pub(crate) fn push_folded(out: &mut String, text: &str) {
    // Most spaces stand alone and are copied with the words around them.
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let width = space(text, at, *byte);
        if width == 0 {
            at += 1;
            continue;
        }
        let mut end = at + width;
        while let Some(width) = bytes.get(end).map(|next| space(text, end, *next)).filter(|width| *width > 0) {
            end += width;
        }
        if end > at + 1 || *byte != b' ' {
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push(' ');
            copied = end;
        }
        at = end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// Bytes of the white space whose first byte is `byte`, at `at`; 0 where none begins.
fn space(text: &str, at: usize, byte: u8) -> usize {
    match byte {
        // Every white space beyond ASCII begins with one of these.
        0xc2 | 0xe1 | 0xe2 | 0xe3 => {
            let next = text.get(at..).and_then(|rest| rest.chars().next());
            next.filter(|next| next.is_whitespace()).map_or(0, char::len_utf8)
        }
        _ => usize::from(is_space(byte)),
    }
}

fn is_space(byte: u8) -> bool {
    byte == b' ' || (9..=13).contains(&byte)
}

/// The plain text of what may hold markup and character references.
pub(crate) fn plain(markup: &str) -> Option<String> {
    if !markup.contains(['<', '&']) {
        return folded(markup);
    }
    let once = dom_query::Document::fragment(markup).text();
    // Structured data is often escaped twice.
    if once.contains('&') && once.contains(';') {
        return folded(&dom_query::Document::fragment(once.to_string()).text());
    }
    folded(&once)
}

/// Lower-case words, without punctuation.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|next: char| !next.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a character is a letter or a digit of any script: [`char::is_alphanumeric`], which first looks where most letters
/// are.
pub(crate) fn is_letter(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        // Latin, Greek, Cyrillic and Arabic.
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}' => true,
        '\u{3a3}'..='\u{3f5}' | '\u{3f7}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{657}' => true,
        // Thai, kana, Han and Hangul.
        '\u{e01}'..='\u{e3a}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        // Punctuation.
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3004}' => false,
        _ => character.is_alphanumeric(),
    }
}

/// Letters and digits alone, in lower case: equal for texts that differ in punctuation and spacing.
pub(crate) fn key(text: &str) -> String {
    if text.is_ascii() {
        let mut key = text.as_bytes().to_vec();
        key.retain(u8::is_ascii_alphanumeric);
        key.make_ascii_lowercase();
        return String::from_utf8(key).unwrap_or_default();
    }
    let mut key = String::with_capacity(text.len());
    for next in text.chars() {
        if next.is_ascii_alphanumeric() {
            key.push(next.to_ascii_lowercase());
        } else if !next.is_ascii() && is_letter(next) {
            if is_wide(next) {
                key.push(next);
            } else {
                key.extend(next.to_lowercase());
            }
        }
    }
    key
}

/// Whether two texts have the same [`key`].
pub(crate) fn same(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|next| is_letter(*next)).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// Share of the smaller text's words that the other one has, from 0 to 1.
pub(crate) fn overlap(one: &str, other: &str) -> f64 {
    let (one, other): (HashSet<String>, HashSet<String>) =
        (words(one).into_iter().collect(), words(other).into_iter().collect());
    let smaller = one.len().min(other.len());
    if smaller == 0 {
        return 0.0;
    }
    one.intersection(&other).count() as f64 / smaller as f64
}

/// How much there is to read: words, where a character of a script without spaces counts half a word.
pub(crate) fn length(text: &str) -> usize {
    length_up_to(text, usize::MAX)
}

/// As [`length`], counted no further than `most`.
pub(crate) fn length_up_to(text: &str, most: usize) -> usize {
    let (mut wide, mut spaced, mut in_word) = (0, 0, false);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let (is_apart, width) = if byte.is_ascii() {
            (is_space(*byte), 1)
        } else {
            let next = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            let is_wide = is_wide(next);
            wide += usize::from(is_wide);
            if is_wide {
                at += next.len_utf8();
                continue;
            }
            (next.is_whitespace(), next.len_utf8())
        };
        at += width;
        spaced += usize::from(!is_apart && !in_word);
        in_word = !is_apart;
        if spaced + wide / 2 >= most {
            return most;
        }
    }
    (spaced + wide / 2).min(most)
}

pub(crate) fn is_wide(character: char) -> bool {
    character >= '\u{0e00}'
        && matches!(character, '\u{0e00}'..='\u{0e7f}' | '\u{1000}'..='\u{109f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Writes plain text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_known_from_afar() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_letter(character), character.is_alphanumeric(), "{character:?}");
            assert!(!is_wide(character) || character.to_lowercase().eq([character]), "{character:?}");
        }
    }

    #[test]
    fn white_space_is_known_by_its_first_byte() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let width = if character.is_whitespace() { text.len() } else { 0 };
            assert_eq!(space(&text, 0, text.as_bytes()[0]), width, "{character:?}");
        }
    }

    proptest! {
        #[test]
        fn the_same_letters_are_the_same_text(one in "[aAÉé 1-日]{0,4}", other in "[aAÉé 1-日]{0,4}") {
            prop_assert_eq!(same(&one, &other), key(&one) == key(&other));
        }

        #[test]
        fn words_are_counted(text in "[ab \\n\\té\u{a0}日本]{0,40}", most in 0..12_usize) {
            let spaced = text.split_whitespace().map(|word| usize::from(word.chars().any(|next| !is_wide(next))));
            let wide = text.chars().filter(|next| is_wide(*next)).count();
            prop_assert_eq!(length(&text), spaced.sum::<usize>() + wide / 2);
            prop_assert_eq!(length_up_to(&text, most), length(&text).min(most));
        }

        #[test]
        fn white_space_is_folded(text in "[ab \\n\\té\u{a0}]{0,40}") {
            let mut out = String::new();
            push_folded(&mut out, &text);
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(out.trim(), words.join(" "));
            prop_assert_eq!(out.starts_with(' '), text.starts_with(char::is_whitespace));
            prop_assert_eq!(out.ends_with(' '), text.ends_with(char::is_whitespace));
        }
    }
}
