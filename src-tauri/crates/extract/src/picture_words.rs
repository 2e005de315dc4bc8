//! The words that stand with a picture: caption and credit, wherever a page keeps them.

use dom_query::NodeRef;

use crate::caption;
use crate::caption_place::{is_labelled_line, is_line_of, is_set_apart};
use crate::measure::chars_in;
use crate::page::is_for_screen_readers;
use crate::picture_names::{
    MOST_CAPTION, holds_article, holds_caption_alone, is_caption, is_caption_only, is_credit, is_named_credit,
    is_plain_credit, names_caption,
};
use crate::words::{folded, plain};

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
            let words = folded(&spaced_text(&node)).filter(|words| !caption::is_offer(words));
            is_shared &= !is_plain_credit(&node);
            push_new(&mut credits, words);
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
                || chars_in(element, 1) == 0
                    && (is_set_apart(&next) || is_labelled_line(&next) || is_line_of(&next, alt))
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
