//! The paragraph before the text.

use dom_query::{Document, NodeRef};

use crate::evidence::Evidence;
use crate::picture::has_word;
use crate::words::{folded, key, length};

const NAMES: [&str; 30] = [
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "subhead",
    "subheadline",
    "subheading",
    "subhed",
    "sapo",
    "chapo",
    "vorspann",
    "intro",
    "lede",
    "excerpt",
    "teaser",
    "strapline",
    "summary",
    "abstract",
    "description",
    "tagline",
    "sommario",
    "occhiello",
    "entradilla",
    "bajada",
    "lead",
    "ingress",
    "manchet",
    "chapeau",
    "synopsis",
    "kurztext",
];

/// The standfirst that the page shows between headline and text. It is taken out of the document.
pub(crate) fn shown(document: &Document, headline: Option<&str>, description: Option<&str>) -> Option<String> {
    let headline_key = headline.map(key).unwrap_or_default();
    let mut seen_headline = false;
    for node in document.select("body *").nodes() {
        if !seen_headline {
            seen_headline = node.has_name("h1") && key(&node.text()) == headline_key;
            continue;
        }
        if is_body_paragraph(node) {
            // Past the first paragraphs of plain text nothing is a standfirst any more.
            let count = paragraphs_before(node);
            if count > 2 {
                return None;
            }
        }
        if !matches!(
            node.node_name().as_deref(),
            Some("p" | "div" | "h2" | "h3" | "strong" | "span" | "header" | "section")
        ) {
            continue;
        }
        let Some(text) = folded(&node.text()) else { continue };
        let size = length(&text);
        if !(6..=130).contains(&size) || key(&text) == headline_key {
            continue;
        }
        let names = format!(
            "{} {} {}",
            node.attr_or("class", ""),
            node.attr_or("itemprop", ""),
            node.attr_or("data-testid", "")
        );
        let named = names_standfirst(&names)
            && !node.descendants_it().any(|inner| inner.has_name("time") || inner.has_name("li"));
        let described = description.is_some_and(|description| key(description) == key(&text)) && stands_apart(node);
        if named || described {
            node.remove_from_parent();
            return Some(text);
        }
    }
    None
}

/// How many paragraphs of running text stand before a node among its siblings.
fn paragraphs_before(node: &NodeRef<'_>) -> usize {
    let mut count = 0;
    let mut current = *node;
    while let Some(before) = current.prev_element_sibling() {
        count += usize::from(is_body_paragraph(&before));
        current = before;
    }
    count
}

fn is_body_paragraph(node: &NodeRef<'_>) -> bool {
    node.has_name("p") && length(&node.text()) > 20
}

fn names_standfirst(names: &str) -> bool {
    let lower = names.to_ascii_lowercase();
    has_word(names, &NAMES)
        || ["standfirst", "subheadline", "subtitle", "articledek", "article-dek", "articlelead"]
            .iter()
            .any(|part| lower.contains(part))
}

/// Whether a node is set apart from the paragraphs that follow: another element, another class, another parent.
fn stands_apart(node: &NodeRef<'_>) -> bool {
    let class = node.attr_or("class", "");
    let mut current = *node;
    while let Some(next) = current.next_element_sibling() {
        if length(&next.text()) > 20 {
            let same = next.node_name() == node.node_name() && next.attr_or("class", "") == class;
            return !same;
        }
        current = next;
    }
    true
}

/// The description, unless the text begins with it.
pub(crate) fn described(evidence: &Evidence, text: &str) -> Option<String> {
    let description = evidence
        .meta(&["og:description", "description", "twitter:description"])
        .or_else(|| evidence.text("description"))?;
    let body = key(&text.chars().take(4000).collect::<String>());
    let beginning: String = key(&description).chars().take(60).collect();
    (length(&description) >= 5 && !beginning.is_empty() && !body.contains(&beginning)).then_some(description)
}
