//! What elements are called that hold a picture's caption, its credit, or the picture with both.

use dom_query::NodeRef;

use crate::measure::chars_in;
use crate::picture::has_word;
use crate::words::folded;

/// Names of captions besides those that hold “caption”.
const CAPTION_WORDS: [&str; 9] =
    ["legend", "legende", "cutline", "bildunterschrift", "bildtext", "didascalia", "leyenda", "legenda", "undertext"];
/// Names of what can only be a credit.
const CREDIT_CLASSES: [&str; 12] = [
    "license",
    "licence",
    "credit",
    "credits",
    "copyright",
    "photographer",
    "photocredit",
    "imagecredit",
    "rights",
    "fotograf",
    "rightsholder",
    "creditline",
];

/// Names that a credit shares with the article's own byline or source; they mean the picture only inside something that is
/// the picture's.
const SHARED_CLASSES: [&str; 8] =
    ["byline", "attribution", "source", "author", "contributor", "provider", "agency", "quelle"];

/// Names of boxes that are a picture's.
const PICTURE_BOXES: [&str; 16] = [
    "image",
    "img",
    "photo",
    "picture",
    "figure",
    "media",
    "foto",
    "bild",
    "imagem",
    "imagen",
    "hero",
    "thumbnail",
    "artwork",
    "illustration",
    "photograph",
    "attachment",
];

/// Characters that no caption reaches.
pub(crate) const MOST_CAPTION: usize = 600;

/// Whether an element holds a caption or a credit.
pub(crate) fn has_caption(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| is_named(&inner) && (is_caption(&inner) || is_credit(&inner)))
}

/// Characters in an element beside what is a caption or a credit by its name, and beside links, white space folded.
pub(crate) fn chars_beside_words(node: &NodeRef<'_>) -> usize {
    let is_words = |next: &NodeRef<'_>| next.is_element() && is_named(next) && (is_caption(next) || is_credit(next));
    let (mut beside, mut stack) = (0, vec![*node]);
    while let Some(next) = stack.pop() {
        if next.is_text() {
            beside += folded(&next.text()).map_or(0, |text| text.chars().count());
        } else if next.id == node.id || !next.has_name("a") && !is_words(&next) {
            stack.extend(next.children_it(false));
        }
    }
    beside
}

/// Whether a node has a name by which it may be a caption or a credit; most have none.
pub(crate) fn is_named(node: &NodeRef<'_>) -> bool {
    let is_name = |name: &str| matches!(name, "class" | "id" | "data-testid" | "itemprop");
    node.element_ref().is_some_and(|element| {
        &*element.name.local == "figcaption" || element.attrs.iter().any(|attribute| is_name(&attribute.name.local))
    })
}

/// Whether an element holds something that is a caption by its name, with words in it.
pub(crate) fn has_own_caption(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| inner.is_element() && is_caption(&inner) && chars_in(&inner, 1) > 0)
}

pub(crate) fn is_caption(node: &NodeRef<'_>) -> bool {
    node.has_name("figcaption")
        || has_name(node, |names| {
            holds(names, "caption") || has_word(names, &CAPTION_WORDS) || is_description(names)
        })
        // The name of a picture or film in the microformat hMedia.
        || has_name(node, |names| has_word(names, &["fn"]))
            && node.ancestors_it(Some(3)).any(|above| has_name(&above, |names| has_word(names, &["hmedia"])))
}

/// Whether names hold “description” or its beginning right behind a word for a picture.
fn is_description(names: &str) -> bool {
    const PARTS: [&str; 10] = [
        "image_desc",
        "image-desc",
        "imagedesc",
        "img_desc",
        "img-desc",
        "imgdesc",
        "photo-desc",
        "photo_desc",
        "pic-desc",
        "pic_desc",
    ];
    holds(names, "desc") && PARTS.iter().any(|part| holds(names, part))
}

pub(crate) fn is_credit(node: &NodeRef<'_>) -> bool {
    let stated = node.attr_or("itemprop", "");
    matches!(stated.as_ref(), "copyrightHolder" | "creditText" | "copyrightNotice")
        || has_name(node, |names| {
            holds(names, "credit") || holds(names, "copyright") || has_word(names, &CREDIT_CLASSES)
        })
        || (matches!(stated.as_ref(), "author" | "creator") || has_name(node, |names| has_word(names, &SHARED_CLASSES)))
            && !names_caption(node)
            && is_of_a_picture(node)
        || (node.has_name("cite") || node.has_name("footer")) && closes_caption(node)
}

/// Whether an element's names can be those of nothing but a credit.
pub(crate) fn is_plain_credit(node: &NodeRef<'_>) -> bool {
    has_name(node, |names| holds(names, "credit") || has_word(names, &CREDIT_CLASSES))
}

/// Whether an element's own names are those of a credit, and not of a caption too.
pub(crate) fn is_named_credit(node: &NodeRef<'_>) -> bool {
    has_name(node, |names| has_word(names, &CREDIT_CLASSES)) && !names_caption(node)
}

pub(crate) fn names_caption(node: &NodeRef<'_>) -> bool {
    let is_caption = |name: &str| holds(name, "caption") && !has_word(name, &SHARED_CLASSES);
    has_name(node, |names| names.split_whitespace().any(is_caption))
}

/// Whether an element is the last of a caption and stands behind a whole sentence or alone; else it may be the name of a work that
/// the caption speaks of.
fn closes_caption(node: &NodeRef<'_>) -> bool {
    let Some(caption) = node.ancestors_it(Some(3)).find(|above| above.has_name("figcaption")) else {
        let mut beside = node.parent().into_iter().flat_map(|above| above.children_it(false));
        return node.has_name("cite") && beside.any(|other| other.has_name("figcaption"));
    };
    let (whole, own) = (caption.text(), node.text());
    let before = whole.trim_end().strip_suffix(own.trim()).map(str::trim_end);
    !own.trim().is_empty()
        && before.is_some_and(|before| before.is_empty() || before.ends_with(['.', '!', '?', '…', '”', '"', ')']))
}

/// Whether an element stands inside something that belongs to a picture and not to the whole article.
fn is_of_a_picture(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(Some(6)).take_while(|above| above.is_element()).any(|above| {
        let is_caption = is_caption(&above);
        let is_box = is_caption
            || above.has_name("figure")
            || above.attr_or("itemtype", "").ends_with("ImageObject")
            || is_picture_box(&above)
                && above.descendants_it().any(|inner| inner.has_name("img") || inner.has_name("amp-img"));
        is_box && !holds_article(&above)
    })
}

/// Whether an element holds what an article says of itself, its headline or its date: then it is more than a picture with
/// its words.
pub(crate) fn holds_article(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| is_of_article(&inner))
}

/// Whether an element is one in which an article says something of itself.
pub(crate) fn is_of_article(node: &NodeRef<'_>) -> bool {
    let Some(element) = node.element_ref() else { return false };
    let value = |wanted: &str| {
        element.attrs.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value)
    };
    matches!(&*element.name.local, "h1" | "time")
        || value("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"))
            && !node.ancestors_it(Some(4)).any(|above| above.has_name("figcaption"))
        || value("itemprop").is_some_and(|named| matches!(named, "headline" | "articleBody" | "datePublished"))
}

/// Whether something holds of one of the attributes in which an element is named.
pub(crate) fn has_name(node: &NodeRef<'_>, is: impl Fn(&str) -> bool) -> bool {
    let is_name = |name: &str| matches!(name, "class" | "id" | "data-testid");
    node.element_ref().is_some_and(|element| {
        element.attrs.iter().any(|attribute| is_name(&attribute.name.local) && is(&attribute.value))
    })
}

/// Whether `names` hold a part, in whatever case.
pub(crate) fn holds(names: &str, part: &str) -> bool {
    let (Some(first), names) = (part.bytes().next(), names.as_bytes()) else { return true };
    names.len() >= part.len()
        && names.iter().enumerate().any(|(at, next)| {
            next | 0x20 == first
                && names.get(at..at + part.len()).is_some_and(|window| window.eq_ignore_ascii_case(part.as_bytes()))
        })
}

/// Whether an element is named as one that holds a picture and its words.
pub(crate) fn is_picture_box(node: &NodeRef<'_>) -> bool {
    has_name(node, |names| has_word(names, &PICTURE_BOXES))
}

/// An element that is a caption in whole, though a credit's word is in its name too.
pub(crate) fn is_caption_only(node: &NodeRef<'_>) -> bool {
    node.has_name("figcaption") && !is_named_credit(node)
        || node.has_name("figure")
        || node.descendants_it().any(|inner| inner.is_element() && is_caption(&inner))
}

/// Whether an element is there for the caption in it, such as a row of a table.
pub(crate) fn holds_caption_alone(node: &NodeRef<'_>) -> bool {
    let caption = node.descendants_it().find(|inner| inner.is_element() && is_named(inner) && is_caption(inner));
    caption.is_some_and(|caption| {
        let chars = chars_in(&caption, MOST_CAPTION);
        chars < MOST_CAPTION && chars > 0 && chars_in(node, chars + 1) == chars
    })
}
