//! The element that holds a picture and its words.

use dom_query::{NodeId, NodeRef};

use crate::caption_place::{is_pair, is_picture_above_line};
use crate::figures::Around;
use crate::mark::MARK;
use crate::measure::{chars_in, chars_of};
use crate::picture_names::{
    chars_beside_words, has_caption, holds_article, is_caption, is_credit, is_named, is_of_article, is_picture_box,
};
use crate::words::folded;

/// Characters that stand beside a picture's caption and credit in the element that holds all three, such as the names of buttons.
const MOST_LOOSE: usize = 100;

/// Characters that an element around a picture and its words stays below.
const MOST_CHARS: usize = 800;

/// The element that holds a picture and its words: its `figure`, or the nearest element that also has a caption, or itself.
pub(crate) fn unit_of<'a>(image: &NodeRef<'a>, around: &Around) -> NodeRef<'a> {
    let alone = |node: &NodeRef<'a>| around.pictures_in(node) <= 1;
    if let Some(figure) = image.ancestors_it(Some(10)).find(|node| node.has_name("figure"))
        && alone(&figure)
    {
        if figure.descendants_it().any(|node| node.has_name("figcaption")) {
            return figure;
        }
        // Some papers wrap figure and caption in one or two more elements.
        let mut inside = Inside::of(&figure);
        for above in figure.ancestors_it(Some(2)) {
            if !alone(&above) || !inside.up(&above) || inside.has_article {
                break;
            }
            if inside.has_caption {
                return above;
            }
        }
        return figure;
    }
    let (mut unit, mut inside) = (*image, Inside::of(image));
    for ancestor in image.ancestors_it(Some(6)) {
        let stop = ancestor.node_name().is_none_or(|name| {
            matches!(name.as_ref(), "article" | "main" | "body" | "html" | "section" | "td" | "li" | "ul" | "ol")
        });
        if stop || !alone(&ancestor) || !inside.up(&ancestor) {
            break;
        }
        // A copy that is shown larger has the same words again.
        let holds_copy = unit.id != image.id && around.copies_in(&ancestor) > around.copies_in(&unit);
        if inside.has_article || holds_copy && has_caption(&unit) {
            break;
        }
        // A caption that stands loose in a text does not make the text its picture's.
        if inside.has_caption && chars_beside_words(&ancestor) <= MOST_LOOSE || ancestor.has_name("picture") {
            unit = ancestor;
        }
    }
    if unit.id == image.id || unit.has_name("picture") { box_with_words(image, around).unwrap_or(unit) } else { unit }
}

/// What an element around a picture holds, known from what the one below it holds and what is new.
struct Inside {
    at: NodeId,
    chars: usize,
    /// Whether it holds much data in a script, as a widget or a large part of a page does.
    has_data: bool,
    has_article: bool,
    has_caption: bool,
}

impl Inside {
    fn of(element: &NodeRef<'_>) -> Self {
        let mut inside = Self { at: element.id, chars: 0, has_data: false, has_article: false, has_caption: false };
        for inner in element.descendants_it() {
            inside.add(&inner);
            if !inside.is_small() {
                break;
            }
        }
        inside
    }

    /// Goes on to the element that holds the one looked at last. Returns whether it is still small and without data; else it was
    /// not looked at to its end.
    fn up(&mut self, above: &NodeRef<'_>) -> bool {
        for child in above.children_it(false) {
            self.add(&child);
            if child.id != self.at {
                for inner in child.descendants_it() {
                    self.add(&inner);
                    if !self.is_small() {
                        return false;
                    }
                }
            }
        }
        self.at = above.id;
        self.is_small()
    }

    const fn is_small(&self) -> bool {
        self.chars < MOST_CHARS && !self.has_data
    }

    fn add(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            self.chars += chars_of(node, MOST_CHARS);
            return;
        }
        self.has_data |= node.has_name("script");
        self.has_article = self.has_article || is_of_article(node);
        self.has_caption = self.has_caption || is_named(node) && (is_caption(node) || is_credit(node));
    }
}

/// The smallest element around a picture that has words besides, where these can only be the picture's own: they say what its
/// alternative text says, or their element is named as a picture's.
fn box_with_words<'a>(image: &NodeRef<'a>, around: &Around) -> Option<NodeRef<'a>> {
    let mut is_linked = false;
    for ancestor in image.ancestors_it(Some(6)) {
        let name = ancestor.node_name()?;
        let has_words = chars_in(&ancestor, 1) > 0;
        if matches!(name.as_ref(), "article" | "main" | "body" | "html" | "td" | "li" | "ul" | "ol")
            || has_words && name.as_ref() == "a"
            || holds_article(&ancestor)
        {
            return None;
        }
        if !has_words {
            is_linked |= name.as_ref() == "a" && leads_elsewhere(&ancestor);
            continue;
        }
        if is_linked && !ancestor.children_it(false).any(|part| part.has_name("br")) {
            return None;
        }
        let text = folded(&ancestor.text())?;
        let is_story = ancestor.descendants_it().any(|inner| {
            inner
                .node_name()
                .is_some_and(|name| matches!(name.as_ref(), "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "form"))
        });
        if is_story || text.chars().count() > 500 || text.contains(MARK.0) || around.pictures_in(&ancestor) > 1 {
            return None;
        }
        let alt = image.attr("alt").or_else(|| image.attr("title")).and_then(|alt| folded(&alt)).unwrap_or_default();
        let says_the_same = crate::words::length(&alt) >= 4 && crate::words::overlap(&alt, &text) > 0.8;
        // Beside a link stands the name of what it leads to, or a line below a break.
        let is_own = !is_linked && (says_the_same || is_picture_box(&ancestor) || is_pair(&ancestor, image))
            || is_picture_above_line(&ancestor, image);
        return is_own.then_some(ancestor);
    }
    None
}

/// Whether a link leads to something else than a picture in full.
fn leads_elsewhere(link: &NodeRef<'_>) -> bool {
    let href = link.attr_or("href", "").to_ascii_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let is_picture = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|end| path.ends_with(end));
    !path.is_empty() && !is_picture && !path.starts_with("javascript:")
}
