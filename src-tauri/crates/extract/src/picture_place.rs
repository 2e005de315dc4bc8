//! Pictures that belong to something beside the text: to its author, to the site, to another story.

use dom_query::NodeRef;
use url::Url;

use crate::evidence::links;
use crate::measure::chars_in;
use crate::picture::has_word;
use crate::picture_names::has_caption;
use crate::pitch_words::CARDS;
use crate::words::{folded, key};

/// Elements around the picture of an author in which their name stands, and characters of a name.
const FACE_STEPS: usize = 3;
/// See `FACE_STEPS`.
const NAME_CHARS: usize = 60;

/// Elements around a picture of which one may be named as the card of another story, and characters of such a card.
const CARD_STEPS: usize = 5;
/// See `CARD_STEPS`.
const CARD_CHARS: usize = 300;

/// Whether a picture is said to show an author of the article, and no more: by its own words, or by a name that stands beside it.
pub(crate) fn is_face(image: &NodeRef<'_>, authors: &[String]) -> bool {
    if authors.is_empty() {
        return false;
    }
    let is_author = |words: &str| {
        let words = key(words);
        !words.is_empty() && authors.iter().any(|author| key(author) == words)
    };
    if image.attr("alt").and_then(|alt| folded(&alt)).is_some_and(|alt| is_author(&alt)) {
        return true;
    }
    // At a photograph of the text, the same name says who took it.
    if image.ancestors_it(Some(2 * FACE_STEPS)).any(|around| around.has_name("figure")) {
        return false;
    }
    for around in image.ancestors_it(Some(FACE_STEPS)) {
        if chars_in(&around, NAME_CHARS + 1) > NAME_CHARS {
            return false;
        }
        if let Some(words) = folded(&around.text()) {
            return is_author(&words) && !has_caption(&around);
        }
    }
    false
}

/// Whether a picture is a link to the first page of the site, as its logo is.
pub(crate) fn leads_home(image: &NodeRef<'_>, base: Option<&Url>) -> bool {
    let link = image.ancestors_it(Some(4)).find(|node| node.has_name("a"));
    link.and_then(|link| link.attr("href")).is_some_and(|href| links::leads_home(&href, base))
}

/// Whether a picture is a link and stands in what is named as the card of another story.
pub(crate) fn stands_in_card(image: &NodeRef<'_>) -> bool {
    let mut is_link = false;
    for around in image.ancestors_it(Some(CARD_STEPS)) {
        if around.has_name("figcaption") || around.has_name("article") || around.has_name("main") {
            return false;
        }
        is_link |= around.has_name("a");
        if !is_link {
            continue;
        }
        let names = format!("{} {}", around.attr_or("class", ""), around.attr_or("data-spacefinder-role", ""));
        if has_word(&names.replace(['-', '_'], ""), &CARDS) {
            return chars_in(&around, CARD_CHARS + 1) <= CARD_CHARS;
        }
    }
    false
}
