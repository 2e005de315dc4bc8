//! Sanitised HTML as plain text.

use broadsheet_model::SafeHtml;

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

/// Bytes of cleaned HTML that are kept of one article: a long novel. More would hold up the window.
const MOST_KEPT: usize = 2 << 20;

/// Hostile HTML made safe; what is too long ends with an ellipsis.
pub(crate) fn safe(html: &str, url: &str) -> SafeHtml {
    let safe = broadsheet_sanitise::sanitise(html, Some(url));
    match safe.as_str().get(..safe.as_str().floor_char_boundary(MOST_KEPT)) {
        Some(beginning) if beginning.len() < safe.as_str().len() => {
            // What was cut in the middle of a tag is written anew.
            let beginning = beginning.rsplit_once('<').map_or(beginning, |(before, _)| before);
            broadsheet_sanitise::sanitise(&format!("{beginning}…"), Some(url))
        }
        _ => safe,
    }
}

/// Hostile HTML made safe, and the same as plain text.
pub(crate) fn cleaned(html: &str, url: &str) -> (String, String) {
    let safe = safe(html, url);
    let text = plain(&safe);
    (safe.into_string(), text)
}

/// The text, one paragraph a line, white space folded. The sanitiser writes well-formed HTML, so no parser is needed.
pub(crate) fn plain(html: &SafeHtml) -> String {
    let mut text = String::new();
    let mut rest = html.as_str();
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

/// The first `most` characters of a text, cut at a word, with an ellipsis where something was cut.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '–' | '-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_and_stays_whole_html() {
        let long = format!("<p><b>{}</b></p>", "the harbour ".repeat(300)).repeat(1_000);
        let kept = safe(&long, "https://a.example/");
        assert!((MOST_KEPT / 2..=MOST_KEPT + 100).contains(&kept.as_str().len()), "{}", kept.as_str().len());
        assert_eq!(kept.as_str().matches("<b>").count(), kept.as_str().matches("</b>").count());
        assert!(kept.as_str().contains('…') && !kept.as_str().contains("<…"));
        assert_eq!(safe("<p>short</p>", "https://a.example/").as_str(), "<p>short</p>");
    }

    #[test]
    fn paragraphs_become_lines() {
        let html =
            broadsheet_sanitise::sanitise("<p>One &amp; <b>two</b></p><ul><li>a</li><li>b &lt; c</li></ul> end", None);
        assert_eq!(plain(&html), "One & two\na\nb < c\nend");
    }

    #[test]
    fn white_space_is_folded_over_the_edges_of_tags() {
        let html = broadsheet_sanitise::sanitise(
            "<p> a \u{3000} b\n\n<b> c</b> <i>\u{a0}d</i>\u{1}\te\u{85}f  &nbsp; g </p> \n h",
            None,
        );
        assert_eq!(plain(&html), "a b c d e f g\nh");
    }

    #[test]
    fn a_cut_falls_between_words() {
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("one", 9), "one");
    }
}
