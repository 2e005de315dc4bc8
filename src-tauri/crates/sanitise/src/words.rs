//! Text as it is written: what could be taken for a tag is written out, and no word is longer than any language has.
//!
//! A web view looks for the end of a line in time that grows with the square of a word: one of four million letters stops
//! it. A longer word gets zero-width spaces, at which a line may break.

/// Letters of a word at most; the longest that anybody uses have some two hundred.
const LONGEST_WORD: usize = 1_000;

/// Characters that a character reference has at most.
const LONGEST_REFERENCE: usize = 33;

/// Where a long word may break.
const BREAK: char = '\u{200b}';

/// Writes text with its references as written. `word` counts the letters of the word that goes on from one text to the next,
/// each as the cleaner will write it, so that what was broken once is broken nowhere else the next time.
pub(crate) fn push_text(out: &mut String, text: &str, word: &mut usize) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (unit, behind) = rest.split_at_checked(unit_length(rest, first)).unwrap_or((rest, ""));
        rest = behind;
        let length = match first {
            '\0' => continue,
            '<' | '>' => "&lt;".len(),
            '&' if unit == "&nbsp;" => 0,
            '&' if unit.len() == 1 => "&amp;".len(),
            other if !other.is_ascii() || other.is_ascii_whitespace() => 0,
            _ => unit.len(),
        };
        *word = if length == 0 { 0 } else { *word + length };
        if *word > LONGEST_WORD {
            out.push(BREAK);
            *word = length;
        }
        match first {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push_str(unit),
        }
    }
}

/// Bytes that belong together: a reference, a run of letters that is short enough, or one character.
fn unit_length(rest: &str, first: char) -> usize {
    // One more than counts: a long run is not counted to its end at each of its pieces.
    let letters = |from: &str| from.bytes().take(LONGEST_REFERENCE + 1).take_while(u8::is_ascii_alphanumeric).count();
    match first {
        '&' => {
            let body = rest.get(1..).unwrap_or_default();
            let sharp = usize::from(body.starts_with('#'));
            let length = 1 + sharp + letters(body.get(sharp..).unwrap_or_default());
            if length > LONGEST_REFERENCE {
                return 1;
            }
            length + usize::from(length > 1 && rest.get(length..).unwrap_or_default().starts_with(';'))
        }
        letter if letter.is_ascii_alphanumeric() => letters(rest).min(LONGEST_REFERENCE),
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text, &mut 0);
        out
    }

    #[test]
    fn a_run_of_millions_is_written_in_time() {
        let text = "x".repeat(4_000_000);
        let out = written(&text);
        assert_eq!(out.replace(BREAK, "").len(), text.len());
    }

    #[test]
    fn what_could_be_a_tag_is_written_out() {
        assert_eq!(written("1 < 2 > 1 &amp; &lt;b&gt;\0 a&b"), "1 &lt; 2 &gt; 1 &amp; &lt;b&gt; a&b");
    }

    #[test]
    fn words_are_broken_where_no_language_has_them() {
        for long in
            ["x".repeat(5_000), "&amp;".repeat(3_000), ">".repeat(3_000), "a.b&gt;".repeat(900), "&".repeat(2_000)]
        {
            let broken = written(&long);
            assert!(broken.contains(BREAK), "{broken}");
            assert_eq!(broken.replace(BREAK, ""), long.replace('>', "&gt;"));
            assert_eq!(written(&broken), broken);
            assert!(!broken.contains("\u{200b};") && broken.split(BREAK).all(|part| part.len() <= LONGEST_WORD));
        }
        for short in ["a word ".repeat(900), "語".repeat(3_000), "ab&nbsp;".repeat(900)] {
            assert_eq!(written(&short), short);
        }
    }

    #[test]
    fn a_word_goes_on_in_the_next_text() {
        let (mut out, mut word) = (String::new(), 0);
        for _ in 0..300 {
            push_text(&mut out, "seven77", &mut word);
        }
        assert_eq!(out.matches(BREAK).count(), 2);
    }
}
