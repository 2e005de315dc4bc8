//! Sanitised HTML as plain text.

use broadsheet_model::{Figure, SafeHtml};

use crate::fields;

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

/// A text of a feed, made safe.
pub(crate) struct Clean {
    pub(crate) html: SafeHtml,
    /// The pictures in it.
    pub(crate) figures: Vec<Figure>,
    /// The first of them is the lead.
    pub(crate) has_lead: bool,
    /// The lead that the feed names, with the words that the text has for it.
    pub(crate) again: Option<Figure>,
}

/// The text that a feed gave of an article at `url`, made safe, with the pictures in it. Its first picture may become the lead where
/// the feed names none; the one that it names, `lead`, goes.
pub(crate) fn given(html: &str, url: &str, lead: Option<&str>) -> Clean {
    let Some(given) = broadsheet_extract::given(html, url, lead, &broadsheet_sanitise::is_beacon) else {
        return Clean { html: safe(html, url), figures: Vec::new(), has_lead: false, again: None };
    };
    let lead = given.figures.first().filter(|_| given.has_lead).cloned();
    let (mut figures, mut again) = (given.figures, given.again.into_iter().collect());
    fields::figures(&mut figures);
    fields::figures(&mut again);
    let has_lead = lead.is_some_and(|lead| figures.first().is_some_and(|first| first.src == lead.src));
    Clean { html: safe(&given.html, url), figures, has_lead, again: again.pop() }
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
    fn a_cut_falls_between_words() {
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("one", 9), "one");
    }
}
