//! Sanitised HTML as plain text.
//!
//! **Invariant:** what this makes of an HTML never changes. Packed texts leave their plain text out where it is just that, and the
//! index forgets a text by it. Another way to read HTML needs a mark of its own in `packed.rs`.

/// Tags that end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "table",
    "figure",
    "figcaption",
    "pre",
    "hr",
    "dt",
    "dd",
    "section",
    "article",
    "aside",
    "details",
    "summary",
];

/// The text of sanitised HTML, one paragraph a line, white space folded. The sanitiser writes well-formed HTML, so no parser is
/// needed; of any other it makes some text, and always the same.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        push(&mut text, before);
        let Some((tag, after)) = behind.split_once('>') else {
            rest = "";
            break;
        };
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if BLOCKS.contains(&name) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        rest = after;
    }
    push(&mut text, rest);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
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
    for (at, character) in part.char_indices() {
        if character == ' ' && !blank {
            blank = true;
        } else if character.is_whitespace() || character.is_control() {
            text.push_str(part.get(run..at).unwrap_or_default());
            run = at + character.len_utf8();
            if character.is_whitespace() && !blank {
                text.push(' ');
                blank = true;
            }
        } else {
            blank = false;
        }
    }
    text.push_str(part.get(run..).unwrap_or_default());
}

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
}
