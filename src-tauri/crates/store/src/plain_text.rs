//! Sanitised HTML as plain text.
//!
//! **Invariant:** what this makes of an HTML never changes. Packed texts leave their plain text out where it is just that, and the
//! index forgets a text by it. Another way to read HTML needs a mark of its own in `packed.rs`.

/// Whether a tag ends a paragraph.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "li"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "tr"
            | "table"
            | "figure"
            | "figcaption"
            | "pre"
            | "hr"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "aside"
            | "details"
            | "summary"
    )
}

/// The text of sanitised HTML, one paragraph a line, white space folded. The sanitiser writes well-formed HTML, so no parser is
/// needed; of any other it makes some text, and always the same.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        push(&mut text, before);
        let Some((tag, after)) = behind.split_once('>') else {
            rest = "";
            break;
        };
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if is_block(name) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        rest = after;
    }
    push(&mut text, rest);
    let mut lines = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(line);
    }
    lines
}

fn push(text: &mut String, part: &str) {
    let mut rest = part;
    while let Some((before, behind)) = rest.split_once('&') {
        fold(text, before);
        let (character, after) = REFERENCES
            .iter()
            .find_map(|(written, character)| Some((*character, behind.strip_prefix(written)?)))
            .unwrap_or(("&", behind));
        fold(text, character);
        rest = after;
    }
    fold(text, rest);
}

/// The references that the sanitiser writes.
const REFERENCES: [(&str, &str); 5] = [("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("nbsp;", "\u{a0}")];

/// Adds a text with its white space folded and without control characters, whole runs at once.
fn fold(text: &mut String, part: &str) {
    let mut run = 0;
    let mut blank = text.is_empty() || text.ends_with([' ', '\n']);
    let mut at = 0;
    loop {
        // Without branches for what is usual, which would go astray at every second word.
        let rest = part.as_bytes().get(at..).unwrap_or_default();
        let usual = rest.iter().position(|byte| {
            let kind = KINDS.get(usize::from(*byte)).copied().unwrap_or_default();
            let is_odd = (kind & ODD != 0) | (blank & (kind & BLANK != 0));
            blank = if is_odd { blank } else { kind & BLANK != 0 };
            is_odd
        });
        let Some(usual) = usual else { break };
        at += usual;
        let Some(character) = part.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let behind = at + character.len_utf8();
        if character.is_whitespace() || character.is_control() {
            text.push_str(part.get(run..at).unwrap_or_default());
            run = behind;
            if character.is_whitespace() && !blank {
                text.push(' ');
                blank = true;
            }
        } else {
            blank = false;
        }
        at = behind;
    }
    text.push_str(part.get(run..).unwrap_or_default());
}

/// A blank.
const BLANK: u8 = 1;

/// It may be of white space that is no blank, or of a control.
const ODD: u8 = 2;

/// What bytes of UTF-8 are.
#[expect(clippy::indexing_slicing, reason = "it is done while this is compiled, which would fail")]
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte {
            0x20 => BLANK,
            // What begins with any of the last four may be white space (U+00A0, U+1680, U+2000 and on, U+3000) or a control
            // (U+0080 and on).
            0..0x20 | 0x7f | 0xc2 | 0xe1..=0xe3 => ODD,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_become_lines() {
        let html = "<p>One &amp; <b>two</b></p><ul><li>a</li><li>b &lt; c</li></ul> end";
        assert_eq!(plain_text(html), "One & two\na\nb < c\nend");
        assert_eq!(plain_text("a < b <i"), "a");
        assert_eq!(plain_text(""), "");
    }

    #[test]
    fn white_space_is_folded_over_the_edges_of_tags() {
        let html = "<p> a \u{3000} b\n\n<b> c</b> <i>\u{a0}d</i>\u{1}\te\u{85}f  &nbsp; g </p> \n h";
        assert_eq!(plain_text(html), "a b c d e f g\nh");
    }
    #[test]
    fn a_text_is_folded_as_if_each_character_were_looked_at() {
        let one_by_one = |text: &str| {
            let mut folded = String::new();
            for character in text.chars() {
                if character.is_whitespace() && !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                } else if !character.is_whitespace() && !character.is_control() {
                    folded.push(character);
                }
            }
            folded
        };
        let pieces = [
            "a", "Z9", " ", "  ", "\u{7f}", "\u{1}", "\t", "\u{85}", "\u{a0}", "\u{9f}", "é", "Â", "\u{1680}", "ሀ",
            "\u{2009}", "…", "\u{3000}", "か", "東", "😀",
        ];
        for one in pieces {
            for two in pieces {
                for three in pieces {
                    let text = format!("{one}{two}{three}{two}");
                    let mut folded = String::new();
                    fold(&mut folded, &text);
                    assert_eq!(folded, one_by_one(&text), "{text:?}");
                }
            }
        }
    }
}
