//! Names and lines as publishers give them, made fit to be shown: on one line, of a length that somebody reads, without what a
//! terminal or a line's direction would obey, and without piles of marks, at which a web view stops.

use std::borrow::Cow;

use broadsheet_model::Figure;
use unicode_normalization::char::is_combining_mark;

use crate::text;

/// Characters of a headline at most.
pub(crate) const HEADLINE: usize = 500;

/// Characters of a standfirst at most.
pub(crate) const STANDFIRST: usize = 2_000;

/// Characters of a name at most: of an author, a section, a publication, a feed.
pub(crate) const NAME: usize = 200;

/// Names of a byline at most.
pub(crate) const NAMES: usize = 30;

/// Characters of a caption, a credit or an alternative text at most.
pub(crate) const CAPTION: usize = 4_000;

/// Bytes of an address at most.
pub(crate) const ADDRESS: usize = 8_000;

/// Marks over and under one letter at most; no language has so many.
const MOST_MARKS: usize = 8;

/// A text on one line, of at most `most` characters.
pub(crate) fn line(said: &str, most: usize) -> Cow<'_, str> {
    // Nearly every one is fit as it is.
    let is_fit = |letter: char| !letter.is_control() && !is_unseen(letter) && !is_combining_mark(letter);
    if said.len() <= most && (said.bytes().all(|byte| matches!(byte, b' '..=b'~')) || said.chars().all(is_fit)) {
        return Cow::Borrowed(said);
    }
    let (mut fit, mut marks, mut is_flag) = (String::with_capacity(said.len().min(4 * most)), 0, false);
    for letter in said.chars() {
        marks = if is_combining_mark(letter) { marks + 1 } else { 0 };
        // Flags of countries within countries are spelt with letters that are not seen.
        is_flag = letter == '\u{1f3f4}' || is_flag && is_tag(letter);
        if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') {
            if letter.is_whitespace() && !fit.ends_with(' ') {
                fit.push(' ');
            }
        } else if marks <= MOST_MARKS && (!is_unseen(letter) || is_flag) {
            fit.push(letter);
        }
        // What is cut off below need not be looked at.
        if fit.len() > 8 * most {
            break;
        }
    }
    Cow::Owned(text::shorten(fit.trim(), most))
}

/// The same of a text that is owned already.
pub(crate) fn owned_line(said: String, most: usize) -> String {
    match line(&said, most) {
        Cow::Borrowed(_) => said,
        Cow::Owned(fit) => fit,
    }
}

/// Authors, each on one line.
pub(crate) fn names(names: impl IntoIterator<Item = String>) -> Vec<String> {
    names.into_iter().take(NAMES).map(|name| owned_line(name, NAME)).filter(|name| !name.is_empty()).collect()
}

/// Figures whose words can be shown; those whose address is none, or of what only counts readers, are left out.
pub(crate) fn figures(figures: &mut Vec<Figure>) {
    figures.retain(|figure| figure.src.len() <= ADDRESS && !broadsheet_sanitise::is_beacon(&figure.src));
    for figure in figures {
        for said in [&mut figure.alt, &mut figure.caption, &mut figure.credit] {
            *said = said.take().map(|said| owned_line(said, CAPTION)).filter(|said| !said.is_empty());
        }
    }
}

/// Whether a character is not seen and changes how others are: it turns a line's direction, or tags it.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || is_tag(letter)
}

fn is_tag(letter: char) -> bool {
    matches!(letter, '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fit_stays_as_it_is() {
        for fit in ["Boats are back", "Żółć, naïve, 語, עברית", "👩‍👩‍👧 \u{200f}", "e\u{301}\u{323} न\u{94d}त"]
        {
            assert_eq!(line(fit, 500), fit);
        }
        let flag = "England 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} won";
        assert_eq!(line(flag, 500), flag);
    }

    #[test]
    fn what_would_be_obeyed_or_piled_up_goes() {
        assert_eq!(line("a\u{1b}]0;x\u{7}b\u{9b}31m c\nd\t\u{7f}e", 500), "a]0;xb31m c d e");
        assert_eq!(line("pay \u{202e}gpj.exe\u{202c}\u{2067} now\u{feff}\u{e0041}", 500), "pay gpj.exe now");
        assert_eq!(line(&format!("a{}b", "\u{301}".repeat(9_000)), 500), format!("a{}b", "\u{301}".repeat(MOST_MARKS)));
        assert_eq!(line(&"word ".repeat(90_000), 500).chars().count(), 500);
        assert_eq!(line(&"x".repeat(90_000), 500).chars().count(), 501);
        assert_eq!(names(vec!["x".repeat(900); 90]).len(), NAMES);
    }
}
