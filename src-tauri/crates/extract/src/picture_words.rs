//! The words that stand with a picture: caption and credit, wherever a page keeps them.

use dom_query::NodeRef;

use crate::address::picture_key;
use crate::caption;
use crate::evidence::{Evidence, first_text};
use crate::picture::has_word;
use crate::words::{folded, plain};

const CAPTION_WORDS: [&str; 16] = [
    "caption",
    "captions",
    "legend",
    "legende",
    "figcaption",
    "wp-caption-text",
    "imagecaption",
    "image-caption",
    "photocaption",
    "cutline",
    "bildunterschrift",
    "bildtext",
    "didascalia",
    "leyenda",
    "legenda",
    "undertext",
];
const CREDIT_CLASSES: [&str; 18] = [
    "credit",
    "credits",
    "copyright",
    "source",
    "photographer",
    "photocredit",
    "imagecredit",
    "byline",
    "attribution",
    "rights",
    "fotograf",
    "quelle",
    "rightsholder",
    "contributor",
    "provider",
    "creditline",
    "author",
    "agency",
];

/// Whether an element holds a caption or a credit.
pub(crate) fn has_caption(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| inner.is_element() && (is_caption(&inner) || is_credit(&inner)))
}

fn is_caption(node: &NodeRef<'_>) -> bool {
    node.has_name("figcaption") || {
        let names = names_of(node);
        has_word(&names, &CAPTION_WORDS) || names.to_ascii_lowercase().contains("caption")
    }
}

fn is_credit(node: &NodeRef<'_>) -> bool {
    let stated = node.attr_or("itemprop", "");
    if matches!(stated.as_ref(), "copyrightHolder" | "author" | "creditText" | "creator" | "copyrightNotice") {
        return true;
    }
    let names = names_of(node);
    has_word(&names, &CREDIT_CLASSES) || {
        let lower = names.to_ascii_lowercase();
        lower.contains("credit") || lower.contains("copyright")
    }
}

fn names_of(node: &NodeRef<'_>) -> String {
    format!("{} {} {}", node.attr_or("class", ""), node.attr_or("id", ""), node.attr_or("data-testid", ""))
}

/// Caption and credit that stand in the unit, beside it, or in the picture's attributes.
pub(crate) fn words_of(unit: &NodeRef<'_>, image: &NodeRef<'_>) -> (Option<String>, Option<String>) {
    let mut credits: Vec<String> = Vec::new();
    let mut caption = None;
    if unit.id != image.id {
        let captions: Vec<NodeRef<'_>> =
            unit.descendants_it().filter(|node| node.is_element() && is_caption(node)).collect();
        for node in unit.descendants_it().filter(|node| node.is_element() && is_credit(node) && !is_caption_only(node))
        {
            push_new(&mut credits, folded(&spaced_text(&node)));
        }
        let outermost = captions
            .iter()
            .find(|node| node.has_name("figcaption"))
            .or_else(|| captions.iter().find(|node| !node.text().trim().is_empty() && !is_credit(node)));
        caption = outermost.and_then(|node| folded(&spaced_text(node)));
        if caption.is_none() && unit.has_name("figure") {
            caption = folded(&spaced_text(unit)).filter(|text| text.chars().count() < 600);
        }
    }
    if caption.is_none() {
        caption = beside(unit);
    }
    let attribute = |names: &[&str]| {
        [image, unit]
            .iter()
            .find_map(|node| names.iter().find_map(|name| node.attr(name)).and_then(|value| plain(&value)))
    };
    if credits.is_empty() {
        push_new(&mut credits, attribute(&["data-credit", "data-copyright", "data-image-credit", "data-photo-credit"]));
    }
    if caption.is_none() {
        caption = attribute(&["data-caption", "data-image-caption", "data-description", "data-desc"]);
    }
    // The longest says the most; shorter ones are usually its parts.
    let credit =
        credits.into_iter().filter(|credit| credit.chars().count() <= 200).max_by_key(|credit| credit.chars().count());
    caption::split(caption.as_deref().unwrap_or_default(), credit.as_deref())
}

/// An element that is a caption in whole, though a credit's word is in its name too.
fn is_caption_only(node: &NodeRef<'_>) -> bool {
    node.has_name("figcaption")
        || node.has_name("figure")
        || node.descendants_it().any(|inner| inner.is_element() && is_caption(&inner))
}

/// A caption that stands after the picture's element as a sibling.
fn beside(unit: &NodeRef<'_>) -> Option<String> {
    let mut current = *unit;
    for _ in 0..3 {
        if let Some(next) = current.next_element_sibling() {
            if is_caption(&next) && !next.descendants_it().any(|node| node.has_name("img")) {
                let text = folded(&spaced_text(&next)).filter(|text| text.chars().count() < 600);
                if text.is_some() {
                    next.remove_from_parent();
                    return text;
                }
            }
            return None;
        }
        current = current.parent()?;
        if current.node_name().is_none_or(|name| matches!(name.as_ref(), "article" | "main" | "body" | "section")) {
            return None;
        }
    }
    None
}

/// Text with a space between neighbouring elements, without what is hidden or a control.
fn spaced_text(node: &NodeRef<'_>) -> String {
    let mut out = String::new();
    for inner in node.descendants_it() {
        if inner.is_text() {
            let skipped = inner.ancestors_it(Some(6)).any(|above| {
                above.node_name().is_some_and(|name| {
                    matches!(name.as_ref(), "script" | "style" | "button" | "noscript" | "svg" | "template")
                })
            });
            if !skipped {
                out.push_str(&inner.text());
            }
        } else if inner
            .node_name()
            .is_some_and(|name| !matches!(name.as_ref(), "a" | "b" | "i" | "em" | "strong" | "sup" | "sub"))
        {
            out.push(' ');
        }
    }
    out
}

fn push_new(list: &mut Vec<String>, text: Option<String>) {
    if let Some(text) = text.filter(|text| !list.contains(text)) {
        list.push(text);
    }
}

/// Caption and credit that the page's JSON-LD gives for a picture.
pub(crate) fn stated_words(evidence: &Evidence, key: &str) -> (Option<String>, Option<String>) {
    for object in evidence.of_type("ImageObject") {
        let same = ["url", "contentUrl", "@id"]
            .iter()
            .filter_map(|name| object.get(*name).and_then(first_text))
            .any(|url| picture_key(&url) == key);
        if same {
            let field = |names: &[&str]| names.iter().find_map(|name| object.get(*name).and_then(first_text));
            let credit = field(&["creditText", "copyrightNotice", "author", "creator", "copyrightHolder"]);
            let words = caption::split(&field(&["caption", "description"]).unwrap_or_default(), credit.as_deref());
            if words.0.is_some() || words.1.is_some() {
                return words;
            }
        }
    }
    (None, None)
}
