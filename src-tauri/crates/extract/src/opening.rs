//! What stands between the headline and the first paragraph: kicker, byline, dates. All of it is kept as data, so it is no
//! part of the body.

use dom_query::{Document, NodeRef};

use crate::words::{folded, key, length};

/// Words that open a byline or a date line.
const OPENERS: [&str; 24] = [
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "af ",
    "av ",
    "written by",
    "words by",
    "text:",
    "published",
    "updated",
    "last updated",
    "last modified",
    "posted",
    "first published",
    "veröffentlicht",
    "aktualisiert",
    "stand:",
    "publié",
    "mis à jour",
    "publicado",
    "actualizado",
];

/// Words of a line that may be taken away; a longer one is a paragraph.
const MOST_WORDS: usize = 16;

/// Takes kicker, byline and date lines from before the first paragraph of a body.
pub(crate) fn trim(body: &Document, section: Option<&str>, site: Option<&str>, byline: &[String]) {
    let known: Vec<String> = section.into_iter().chain(site).map(key).filter(|key| !key.is_empty()).collect();
    let names: Vec<String> = byline.iter().map(|name| name.to_lowercase()).collect();
    let blocks: Vec<NodeRef<'_>> = body
        .select("p, div, li, span, time, address, header, h4, h5, h6, a")
        .nodes()
        .iter()
        .take(60)
        .copied()
        .collect();
    for node in blocks {
        if crate::body::is_detached(&node) {
            continue;
        }
        let text = node.text();
        let Some(text) = folded(&text) else { continue };
        if length(&text) > MOST_WORDS {
            // Containers come before what they hold; only a paragraph of its own begins the text.
            if node.has_name("p") {
                return;
            }
            continue;
        }
        if crate::figures::marked(&text).is_some() {
            continue;
        }
        let lower = text.to_lowercase();
        let is_byline = OPENERS.iter().any(|opener| lower.starts_with(opener)) && !ends_sentence(&lower)
            || !names.is_empty() && names.iter().all(|name| lower.contains(name.as_str())) && !ends_sentence(&lower);
        if known.contains(&key(&text)) || is_byline || is_date(&node, &lower) {
            node.remove_from_parent();
        }
    }
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '。', '”', '"', '»'])
}

/// A line that is a date and little else.
fn is_date(node: &NodeRef<'_>, lower: &str) -> bool {
    let digits = lower.chars().filter(char::is_ascii_digit).count();
    let year = lower
        .split(|character: char| !character.is_ascii_digit())
        .any(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    let holds_time = node.has_name("time") || node.descendants().iter().any(|inner| inner.has_name("time"));
    length(lower) <= 10 && !ends_sentence(lower) && (holds_time && digits >= 1 || year && digits >= 5)
}
