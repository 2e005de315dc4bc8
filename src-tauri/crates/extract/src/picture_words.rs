//! The words that stand with a picture: caption and credit, wherever a page keeps them.

use dom_query::NodeRef;

use crate::caption;
use crate::caption_place::{is_labelled_line, is_line_of, is_set_apart};
use crate::measure::chars_in;
use crate::page::is_for_screen_readers;
use crate::picture::has_word;
use crate::words::{folded, plain};

/// Names of captions besides those that hold “caption”.
const CAPTION_WORDS: [&str; 9] =
    ["legend", "legende", "cutline", "bildunterschrift", "bildtext", "didascalia", "leyenda", "legenda", "undertext"];
/// Names of what can only be a credit.
const CREDIT_CLASSES: [&str; 10] = [
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
const MOST_CAPTION: usize = 600;

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
fn is_named(node: &NodeRef<'_>) -> bool {
    let is_name = |name: &str| matches!(name, "class" | "id" | "data-testid" | "itemprop");
    node.element_ref().is_some_and(|element| {
        &*element.name.local == "figcaption" || element.attrs.iter().any(|attribute| is_name(&attribute.name.local))
    })
}

/// Whether an element holds something that is a caption by its name, with words in it.
pub(crate) fn has_own_caption(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| inner.is_element() && is_caption(&inner) && chars_in(&inner, 1) > 0)
}

fn is_caption(node: &NodeRef<'_>) -> bool {
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

fn is_credit(node: &NodeRef<'_>) -> bool {
    let stated = node.attr_or("itemprop", "");
    matches!(stated.as_ref(), "copyrightHolder" | "creditText" | "copyrightNotice")
        || has_name(node, |names| {
            holds(names, "credit") || holds(names, "copyright") || has_word(names, &CREDIT_CLASSES)
        })
        || (matches!(stated.as_ref(), "author" | "creator") || has_name(node, |names| has_word(names, &SHARED_CLASSES)))
            && !names_caption(node)
            && is_of_a_picture(node)
        || node.has_name("cite") && closes_caption(node)
}

/// Whether an element's own names are those of a credit, and not of a caption too.
fn is_named_credit(node: &NodeRef<'_>) -> bool {
    has_name(node, |names| has_word(names, &CREDIT_CLASSES)) && !names_caption(node)
}

fn names_caption(node: &NodeRef<'_>) -> bool {
    let is_caption = |name: &str| holds(name, "caption") && !has_word(name, &SHARED_CLASSES);
    has_name(node, |names| names.split_whitespace().any(is_caption))
}

/// Whether an element is the last of a caption and stands behind a whole sentence or alone; else it may be the name of a work that
/// the caption speaks of.
fn closes_caption(node: &NodeRef<'_>) -> bool {
    let Some(caption) = node.ancestors_it(Some(3)).find(|above| above.has_name("figcaption")) else { return false };
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
    node.descendants_it().any(|inner| {
        inner.node_name().is_some_and(|name| matches!(name.as_ref(), "h1" | "time"))
            || inner.attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"))
                && !inner.ancestors_it(Some(4)).any(|above| above.has_name("figcaption"))
            || matches!(inner.attr_or("itemprop", "").as_ref(), "headline" | "articleBody" | "datePublished")
    })
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

/// Caption and credit that stand in the unit, beside it, or in the picture's attributes.
pub(crate) fn words_of(unit: &NodeRef<'_>, image: &NodeRef<'_>) -> (Option<String>, Option<String>) {
    let mut credits: Vec<String> = Vec::new();
    let mut caption = None;
    let mut is_named = true;
    // Whether no credit is named as nothing but a credit.
    let mut is_shared = true;
    if unit.id != image.id {
        let captions: Vec<NodeRef<'_>> =
            unit.descendants_it().filter(|node| node.is_element() && is_caption(node)).collect();
        for node in unit.descendants_it().filter(|node| node.is_element() && is_credit(node) && !is_caption_only(node))
        {
            is_shared &= !has_name(&node, |names| holds(names, "credit") || has_word(names, &CREDIT_CLASSES));
            push_new(&mut credits, folded(&spaced_text(&node)));
        }
        let says_something = |node: &&NodeRef<'_>| folded(&node.text()).is_some_and(|text| !caption::is_filler(&text));
        let outermost = captions
            .iter()
            .find(|node| node.has_name("figcaption") && !is_named_credit(node))
            .or_else(|| captions.iter().filter(says_something).find(|node| !is_credit(node) || names_caption(node)))
            .or_else(|| captions.iter().find(|node| node.has_name("figcaption")));
        caption = outermost.and_then(|node| folded(&spaced_text(node)));
        if caption.is_none() {
            let is_credit = |node: &NodeRef<'_>| is_credit(node) && !is_caption_only(node);
            is_named = false;
            caption = folded(&spaced_text_but(unit, is_credit)).filter(|text| text.chars().count() < MOST_CAPTION);
        } else if credits.is_empty() && !caption.as_deref().is_some_and(caption::is_labelled) {
            push_new(&mut credits, labelled_outside(unit));
            if credits.is_empty()
                && let Some((words, credit)) = outermost.and_then(apart)
            {
                caption = Some(words);
                push_new(&mut credits, Some(credit));
            }
        }
    }
    if caption.is_none() {
        let alt = image.attr("alt").or_else(|| image.attr("title")).and_then(|alt| folded(&alt)).unwrap_or_default();
        caption = beside(unit, &alt, &mut credits);
    }
    let attribute = |names: &[&str]| {
        [image, unit]
            .iter()
            .find_map(|node| names.iter().find_map(|name| node.attr(name)).and_then(|value| plain(&value)))
    };
    if credits.is_empty() {
        const NAMES: [&str; 5] =
            ["data-credit", "data-copyright", "data-image-credit", "data-photo-credit", "data-c-credit"];
        push_new(&mut credits, attribute(&NAMES).or_else(|| attribute_inside(unit, "data-c-credit")));
    }
    if caption.is_none() {
        caption = attribute(&["data-caption", "data-image-caption", "data-description", "data-desc"])
            .or_else(|| attribute_inside(unit, "data-c-caption"));
    }
    if credits.is_empty() {
        // “… © Name” stands in the picture's own texts where nothing is shown beside it.
        let own = ["alt", "title"].iter().filter_map(|name| image.attr(name)).find_map(|text| caption::labelled(&text));
        push_new(&mut credits, own);
    }
    // What nobody sees beside a picture names no one who took it, unless it says so.
    let is_shown = caption.is_some() || !credits.is_empty();
    if caption.is_none() {
        caption = attribute(&["title"]).filter(|title| crate::words::length(title) >= 4);
    }
    if caption.is_none() {
        caption = image.attr("alt").and_then(|alt| plain(&alt)).filter(|alt| is_sentence(alt));
    }
    // The longest says the most; shorter ones are usually its parts.
    let credit =
        credits.into_iter().filter(|credit| credit.chars().count() <= 200).max_by_key(|credit| credit.chars().count());
    // What only shares its name with credits may be the caption itself.
    if caption.is_none()
        && let Some(words) = credit.as_deref()
        && is_shared
        && crate::words::length(words) >= 4
        && !caption::is_known_credit(words)
    {
        return caption::split(words, None);
    }
    // What is named as a credit may hold the caption too.
    if let Some((before, credit)) = credit.as_deref().and_then(caption::with_caption) {
        let caption = caption.filter(|_| is_named).unwrap_or(before);
        return caption::split(&caption, Some(&credit));
    }
    let (words, found) = caption::split(caption.as_deref().unwrap_or_default(), credit.as_deref());
    if !is_shown && found.is_some() && caption.as_deref().and_then(caption::labelled).is_none() {
        return (caption.filter(|caption| !caption::is_filler(caption)), None);
    }
    (words, found)
}

/// What an attribute of something in a figure says: some papers write a caption only when their programs run.
fn attribute_inside(unit: &NodeRef<'_>, name: &str) -> Option<String> {
    if !unit.has_name("figure") {
        return None;
    }
    unit.descendants_it().find_map(|inner| inner.attr(name)).and_then(|value| plain(&value))
}

/// Whether an alternative text is written as a caption is: a whole sentence.
fn is_sentence(alt: &str) -> bool {
    crate::words::length(alt) >= 6 && alt.ends_with(['.', '。', '!', '?', '"', '”', ')'])
}

/// Whether an element is named as one that holds a picture and its words.
pub(crate) fn is_picture_box(node: &NodeRef<'_>) -> bool {
    has_name(node, |names| has_word(names, &PICTURE_BOXES))
}

/// A credit with its label that stands in a figure beside its caption.
fn labelled_outside(unit: &NodeRef<'_>) -> Option<String> {
    unit.descendants_it()
        .filter(|node| {
            node.is_element()
                && !node.has_name("figcaption")
                && node.descendants_it().all(|inner| !inner.is_element() || is_hidden(&inner))
        })
        .filter_map(|node| folded(&spaced_text(&node)))
        .filter(|text| text.chars().count() <= 120)
        .find(|text| caption::is_labelled(text) || caption::is_agency(text))
}

/// The words of a caption and its credit, where both are elements of their own in it without names that tell: a credit alone in
/// the last behind a whole sentence, or an agency in the first.
fn apart(caption: &NodeRef<'_>) -> Option<(String, String)> {
    let parts: Vec<NodeRef<'_>> = caption.children_it(false).filter(|part| !part.text().trim().is_empty()).collect();
    let [first, last] = parts.as_slice() else { return None };
    if !first.is_element() || !last.is_element() {
        return None;
    }
    let (first, last) = (folded(&spaced_text(first))?, folded(&spaced_text(last))?);
    if caption::is_agency(&first) {
        return Some((last, first));
    }
    let is_whole = first.ends_with(['.', '。', '!', '?', '…']);
    let is_credit = is_whole && !last.contains("..") && caption::is_known_credit(&last);
    is_credit.then_some((first, last))
}

/// An element that is a caption in whole, though a credit's word is in its name too.
fn is_caption_only(node: &NodeRef<'_>) -> bool {
    node.has_name("figcaption") && !is_named_credit(node)
        || node.has_name("figure")
        || node.descendants_it().any(|inner| inner.is_element() && is_caption(&inner))
}

/// A caption that stands after the picture's element as a sibling. Credits that are marked in it, or that follow it as
/// siblings of their own, join `credits`.
fn beside(unit: &NodeRef<'_>, alt: &str, credits: &mut Vec<String>) -> Option<String> {
    let mut current = *unit;
    for _ in 0..4 {
        if current.next_element_sibling().is_some() {
            return words_after(&current, alt, credits);
        }
        current = current.parent()?;
        if current.node_name().is_none_or(|name| matches!(name.as_ref(), "article" | "main" | "body" | "section")) {
            return None;
        }
    }
    None
}

fn words_after(element: &NodeRef<'_>, alt: &str, credits: &mut Vec<String>) -> Option<String> {
    let mut caption = None;
    for _ in 0..2 {
        let Some(next) = element.next_element_sibling() else { break };
        let is_credit_alone = is_credit(&next) && !is_caption_only(&next);
        let is_words = || {
            is_caption(&next)
                || holds_caption_alone(&next)
                || (is_set_apart(&next) || is_labelled_line(&next) || is_line_of(&next, alt))
                    && chars_in(element, 1) == 0
        };
        if !is_credit_alone && (caption.is_some() || !is_words())
            || next.descendants_it().any(|node| node.has_name("img"))
            || holds_article(&next)
        {
            break;
        }
        let Some(text) = folded(&spaced_text(&next)).filter(|text| text.chars().count() < MOST_CAPTION) else { break };
        if is_credit_alone && !is_caption(&next) {
            push_new(credits, Some(text));
        } else {
            for node in
                next.descendants_it().filter(|node| node.is_element() && is_credit(node) && !is_caption_only(node))
            {
                push_new(credits, folded(&spaced_text(&node)));
            }
            match caption::split(&text, None) {
                (None, Some(_)) => push_new(credits, Some(text)),
                _ => caption = Some(text),
            }
        }
        next.remove_from_parent();
    }
    caption
}

/// Whether an element is there for the caption in it, such as a row of a table.
fn holds_caption_alone(node: &NodeRef<'_>) -> bool {
    let chars = chars_in(node, MOST_CAPTION);
    chars < MOST_CAPTION
        && node.descendants_it().any(|inner| {
            inner.is_element() && is_named(&inner) && is_caption(&inner) && chars_in(&inner, MOST_CAPTION) == chars
        })
}

/// Text with a space between neighbouring elements, without what is hidden or a control.
fn spaced_text(node: &NodeRef<'_>) -> String {
    spaced_text_but(node, |_| false)
}

/// The same without elements of another kind.
fn spaced_text_but(node: &NodeRef<'_>, is_other: impl Fn(&NodeRef<'_>) -> bool) -> String {
    let mut out = String::new();
    for inner in node.descendants_it() {
        if inner.is_text() {
            if inner.ancestors_it(Some(2)).take_while(|above| above.id != node.id).any(|above| is_hidden(&above)) {
                let text = inner.text();
                if caption::is_label(&text) {
                    out.push_str(text.trim().trim_end_matches([',', ':']));
                    out.push_str(": ");
                    continue;
                }
                if text.chars().count() <= MOST_HIDDEN {
                    continue;
                }
            }
            // A control may hold the picture with its words; only one inside them is none of them.
            let skipped = inner.ancestors_it(Some(6)).take_while(|above| above.id != node.id).any(|above| {
                let is_control = above.node_name().is_some_and(|name| {
                    matches!(name.as_ref(), "script" | "style" | "button" | "noscript" | "svg" | "template")
                });
                is_control || is_other(&above)
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

/// Characters of what is said to screen readers alone, which a caption is not.
const MOST_HIDDEN: usize = 40;

/// Whether an element is there for screen readers, or for nobody.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    node.has_attr("hidden") || node.attr("class").is_some_and(|class| is_for_screen_readers(&class))
}

fn push_new(list: &mut Vec<String>, text: Option<String>) {
    if let Some(text) = text.filter(|text| !list.contains(text)) {
        list.push(text);
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use crate::figures::lift;
    use crate::stated_words::StatedWords;

    fn words(markup: &str) -> (Option<String>, Option<String>) {
        let document = Document::from(markup);
        let lifted = lift(&document, &StatedWords::default(), None, &[]);
        assert_eq!(lifted.len(), 1, "{markup}");
        assert_eq!(document.select("h1").length(), markup.matches("<h1>").count(), "{markup}");
        let figure = lifted.into_iter().next().unwrap().figure;
        (figure.caption, figure.credit)
    }

    #[test]
    fn the_byline_of_the_article_is_no_credit() {
        let img = "<img src=https://paper.example/a.jpg>";
        for page in [
            format!(
                "<article><header><h1>Head</h1><figure>{img}</figure><p class=byline rel=author>By Ana Roth</p></header></article>"
            ),
            format!(
                "<div class=story><h1>Head</h1><span class=author-name>By Ana Roth</span><div class=media>{img}</div></div>"
            ),
            format!(
                "<div class=px-4><h1>Head</h1><span data-testid=byline>By Ana Roth</span><div class=media>{img}</div></div>"
            ),
            format!("<div class=hero><h1>Head</h1>{img}<span class=byline>By Ana Roth</span></div>"),
            format!(
                "<div class=top>{img}<div itemprop=author>Ana Roth</div><div class=source>Coast Courier</div></div>"
            ),
        ] {
            assert_eq!(words(&page), (None, None), "{page}");
        }
    }

    #[test]
    fn what_is_named_a_credit_is_no_part_of_the_caption() {
        let img = "<img src=https://paper.example/a.jpg>";
        for page in [
            format!("<div class=photo>{img}<i class=credit>Photo: Ida Berg</i><p>The old bridge at dusk.</p></div>"),
            format!("<div class=photo>{img}<p class=copyright>The old bridge at dusk. Photo: Ida Berg</p></div>"),
            format!("<a class=promo><span>{img}</span><p class=credit>Ida Berg</p><b>The old bridge at dusk.</b></a>"),
            format!(
                "<span class=hmedia>{img}<a class=fn>The old bridge at dusk.</a> <i class=credit>Ida Berg</i></span>"
            ),
        ] {
            let expected = (Some("The old bridge at dusk.".to_owned()), Some("Ida Berg".to_owned()));
            assert_eq!(words(&page), expected, "{page}");
        }
    }

    #[test]
    fn a_byline_of_the_picture_is_a_credit() {
        let img = "<img src=https://paper.example/a.jpg>";
        for page in [
            format!("<figure>{img}<figcaption>A bridge. <span class=byline>Ida Berg</span></figcaption></figure>"),
            format!("<figure>{img}<p class=caption>A bridge.</p><p class=author>Ida Berg</p></figure>"),
            format!("<div class=photo>{img}<p class=caption>A bridge.</p><p class=source>Ida Berg</p></div>"),
            format!(
                "<div itemscope itemtype=https://schema.org/ImageObject>{img}<p class=caption>A bridge. <b itemprop=author>Ida Berg</b></p></div>"
            ),
        ] {
            assert_eq!(words(&page), (Some("A bridge.".to_owned()), Some("Ida Berg".to_owned())), "{page}");
        }
    }

    #[test]
    fn what_is_said_to_screen_readers_is_a_label_or_nothing() {
        let img = "<img src=https://paper.example/a.jpg>";
        let hidden = |words: &str| format!("<span class=visually-hidden>{words}</span>");
        for page in [
            format!(
                "<figure>{img}<div>{}Ida Berg</div><figcaption>{}A bridge.</figcaption></figure>",
                hidden("Image source, "),
                hidden("Image caption, ")
            ),
            format!(
                "<figure>{img}<figcaption><b>A bridge.</b><span><i>Credit...</i><i>Ida Berg</i></span></figcaption></figure>"
            ),
        ] {
            assert_eq!(words(&page), (Some("A bridge.".to_owned()), Some("Ida Berg".to_owned())), "{page}");
        }
        let agency = format!("<figure>{img}<figcaption>Ida Berg/AFP via Getty Images</figcaption></figure>");
        assert_eq!(words(&agency), (None, Some("Ida Berg/AFP via Getty Images".to_owned())));
    }

    #[test]
    fn words_after_a_picture_in_the_header_are_its_own() {
        let img = "<img src=https://paper.example/a.jpg>";
        for after in [
            "<p class=caption>A bridge. <em class=photo-credit>Photo: Ida Berg</em></p>",
            "<p class=caption>A bridge.</p><p class=photo-credit>Photo: Ida Berg</p>",
            "<p class=caption>A bridge. Photo: Ida Berg</p>",
        ] {
            let page = format!(
                "<header><h1>Head</h1><div class=wrap><span>{img}</span></div>{after}<p class=byline>By Ana Roth</p></header>"
            );
            assert_eq!(words(&page), (Some("A bridge.".to_owned()), Some("Ida Berg".to_owned())), "{page}");
        }
    }
}
