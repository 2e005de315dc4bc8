//! Text as it is written: what could be taken for a tag is written out, and no word is longer than any language has.
//!
//! A web view looks for the end of a line in time that grows with the square of a word: one of four million letters stops
//! it. A longer word gets zero-width spaces, at which a line may break.

use unicode_normalization::char::is_combining_mark;

use crate::policy;

/// Letters of a word at most; the longest that anybody uses have some two hundred.
const LONGEST_WORD: usize = 1_000;

/// Characters that a character reference has at most.
const LONGEST_REFERENCE: usize = 33;

/// Where a long word may break.
const BREAK: char = '\u{200b}';

/// Marks over and under one letter at most; those that follow are left out. A web view stops at some thousands.
const MOST_MARKS: usize = 16;

/// Writes text with its references as written, and what could be taken for a tag as a reference.
pub(crate) fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'<', b'>', b'\0', rest.as_bytes()) {
        let (run, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(run);
        let mut behind = behind.chars();
        out.push_str(match behind.next() {
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            _ => "",
        });
        rest = behind.as_str();
    }
    out.push_str(rest);
}

/// Parts text behind at most `most` bytes, and within no character and no reference of a usual length.
pub(crate) fn parted(text: &str, most: usize) -> (&str, &str) {
    if text.len() <= most {
        return (text, "");
    }
    let end = text.floor_char_boundary(most);
    let near = text.floor_char_boundary(end.saturating_sub(LONGEST_REFERENCE));
    let reference = text.get(near..end).and_then(|near| near.rfind('&')).map(|at| near + at);
    text.split_at_checked(reference.unwrap_or(end)).unwrap_or((text, ""))
}

/// Writes an attribute's value with its references as written, and what could be taken for its end or for a tag as one.
pub(crate) fn push_value(out: &mut String, value: &str) {
    let mut rest = value;
    while let Some((run, behind)) = rest.split_once('"') {
        push_text(out, run);
        out.push_str("&quot;");
        rest = behind;
    }
    push_text(out, rest);
}

/// Breaks the words of cleaned HTML that no language has. Done last, to what is shown: what was broken once is broken
/// nowhere else the next time.
pub(crate) fn broken(html: String) -> String {
    if !has_long_run(&html) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + html.len() / LONGEST_WORD * BREAK.len_utf8());
    let (mut rest, mut word, mut marks) = (html.as_str(), 0, 0);
    while let Some(first) = rest.chars().next() {
        if first == '<' {
            let (tag, behind) = rest.split_at_checked(tag_length(rest.as_bytes())).unwrap_or((rest, ""));
            rest = behind;
            if !goes_on(tag) {
                word = 0;
            }
            out.push_str(tag);
            continue;
        }
        let (unit, behind) = rest.split_at_checked(unit_length(rest, first)).unwrap_or((rest, ""));
        rest = behind;
        if is_combining_mark(first) {
            // It belongs to the letter before it, and no line breaks there.
            marks += 1;
            if marks <= MOST_MARKS {
                out.push_str(unit);
            }
            continue;
        }
        marks = 0;
        let length = match first {
            other if other.is_ascii_whitespace() || breaks_by_itself(other) => 0,
            other if !other.is_ascii() => 1,
            _ => unit.len(),
        };
        word = if length == 0 { 0 } else { word + length };
        if word > LONGEST_WORD {
            out.push(BREAK);
            word = length;
        }
        out.push_str(unit);
    }
    out
}

/// Whether a line may break at a character: at a space, and beside what is written without any.
fn breaks_by_itself(letter: char) -> bool {
    letter == BREAK
        || letter != '\u{a0}' && letter.is_whitespace()
        || matches!(letter, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether so many bytes of text follow each other without a space that some of them may be a word that is too long.
fn has_long_run(html: &str) -> bool {
    let (mut rest, mut run) = (html.as_bytes(), 0);
    while !rest.is_empty() {
        let (text, behind) = rest.split_at(memchr::memchr(b'<', rest).unwrap_or(rest.len()));
        if run + text.len() > LONGEST_WORD {
            for byte in text {
                run = if byte.is_ascii_whitespace() { 0 } else { run + 1 };
                if run > LONGEST_WORD {
                    return true;
                }
            }
        } else {
            // So short a text need not be looked at, but for its last word.
            run =
                text.iter().rposition(u8::is_ascii_whitespace).map_or(run + text.len(), |space| text.len() - space - 1);
        }
        rest = behind.get(tag_length(behind)..).unwrap_or_default();
    }
    false
}

/// Bytes of the tag at the beginning, as a serialiser writes it: values stand in double quotes.
pub(crate) fn tag_length(rest: &[u8]) -> usize {
    let (mut quoted, mut at) = (false, 0);
    while let Some(next) = memchr::memchr2(b'"', b'>', rest.get(at..).unwrap_or_default()) {
        let is_quote = rest.get(at + next) == Some(&b'"');
        at += next + 1;
        if is_quote {
            quoted = !quoted;
        } else if !quoted {
            return at;
        }
    }
    rest.len()
}

/// Whether a word goes on behind a tag: elements within a line end none, nor does a picture, which may be missing.
fn goes_on(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|next: char| !next.is_ascii_alphanumeric()).next().unwrap_or_default();
    name == "img" || name != "br" && policy::is_inline(name)
}

/// Bytes that belong together: a reference, a run of letters that is short enough, or one character.
pub(crate) fn unit_length(rest: &str, first: char) -> usize {
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

    #[test]
    fn a_run_of_millions_is_broken_in_time() {
        let text = "x".repeat(4_000_000);
        let out = broken(text.clone());
        assert_eq!(out.replace(BREAK, "").len(), text.len());
    }

    #[test]
    fn what_could_be_a_tag_is_written_out() {
        let mut out = String::new();
        push_text(&mut out, "1 < 2 > 1 &amp; &lt;b&gt;\0 a&b");
        assert_eq!(out, "1 &lt; 2 &gt; 1 &amp; &lt;b&gt; a&b");
    }

    #[test]
    fn words_are_broken_where_no_language_has_them() {
        for long in ["x".repeat(5_000), "&amp;".repeat(3_000), "&gt;".repeat(3_000), "a.b&gt;".repeat(900)] {
            let once = broken(long.clone());
            assert!(once.contains(BREAK), "{once}");
            assert_eq!(once.replace(BREAK, ""), long);
            assert_eq!(broken(once.clone()), once);
            assert!(!once.contains("\u{200b};") && once.split(BREAK).all(|part| part.len() <= LONGEST_WORD));
        }
        for short in ["a word ".repeat(900), "語".repeat(3_000), "ab&nbsp; ".repeat(900), "न\u{94d}".repeat(900)] {
            assert_eq!(broken(short.clone()), short);
        }
    }

    #[test]
    fn words_are_broken_in_every_script_and_marks_are_so_many() {
        for long in ["ж".repeat(5_000), "กขค".repeat(2_000), "ab\u{a0}".repeat(900), "न\u{94d}".repeat(3_000)]
        {
            let once = broken(long.clone());
            assert!(once.split(BREAK).count() > 1 && !once.contains("\u{200b}\u{94d}"), "{once}");
            assert_eq!(once.replace(BREAK, ""), long);
            assert_eq!(broken(once.clone()), once);
        }
        let marked = broken(format!("a{}b", "\u{301}".repeat(9_000)));
        assert_eq!(marked.matches('\u{301}').count(), MOST_MARKS);
        assert_eq!(broken(marked.clone()), marked);
    }

    #[test]
    fn a_word_goes_on_behind_what_stands_within_the_line() {
        let linked = "<b>seven77</b><img alt=\"> seven77\">".repeat(300);
        let once = broken(linked.clone());
        assert_eq!(once.matches(BREAK).count(), 2);
        assert_eq!(once.replace(BREAK, ""), linked);
        assert_eq!(broken("<p>seven77</p>".repeat(300)), "<p>seven77</p>".repeat(300));
    }

    #[test]
    fn what_the_sanitiser_broke_it_breaks_nowhere_else() {
        // Stray tags and pictures end no word, whether they stay or go.
        for between in ["</i>", "<font>", "<img src=/p.jpg>", "<x>", "<b>", "</h1>", "&amp;", "&zzz;", ">"] {
            let html = format!("<h1>{}</h1>", format!("seven77{between}").repeat(700));
            let safe = crate::sanitise(&html, Some("https://paper.example/")).into_string();
            assert_eq!(crate::sanitise(&safe, Some("https://paper.example/")).into_string(), safe, "{between}");
        }
    }
}
