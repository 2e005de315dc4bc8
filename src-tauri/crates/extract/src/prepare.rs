//! Takes out of a page what is surely no part of its article, before the text is looked for.

use dom_query::{Document, NodeRef};

use crate::picture::has_word;

/// Elements that never hold an article's text.
const NEVER: &str = "script, style, template, iframe, button, input, select, textarea, svg, canvas, object, embed";

/// Elements that hold none, unless they hold nearly the whole page.
const SELDOM: &str = "form, dialog, [aria-hidden=true][class*=modal], #disqus_thread, [role=complementary], \
    [role=navigation], [role=dialog], [role=alertdialog]";

/// Words in classes and ids of blocks that are the paper's, not the article's.
const BLOCKS: [&str; 63] = [
    "feedback",
    "related",
    "relatedarticles",
    "relatedposts",
    "recommend",
    "recommended",
    "recommendations",
    "recirc",
    "recirculation",
    "promo",
    "newsletter",
    "newsletters",
    "nl",
    "signup",
    "subscribe",
    "subscription",
    "share",
    "sharing",
    "sharebar",
    "sharedaddy",
    "addtoany",
    "social",
    "socials",
    "comments",
    "comment",
    "commentlist",
    "respond",
    "disqus",
    "outbrain",
    "taboola",
    "advert",
    "adverts",
    "advertisement",
    "ads",
    "adsbygoogle",
    "sponsored",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "breadcrumb",
    "breadcrumbs",
    "authorbio",
    "bio",
    "aboutauthor",
    "trending",
    "mostread",
    "mostpopular",
    "popular",
    "readnext",
    "upnext",
    "morefrom",
    "tags",
    "taglist",
    "toolbar",
    "printfooter",
    "screen-reader",
    "visually-hidden",
    "skip",
    "paywall",
    "piano",
    "donate",
    "jp-relatedposts",
];

/// Pairs of words that mark a block only together, as in `author-bio` or `most_read`.
const PAIRS: [(&str, &str); 22] = [
    ("author", "bio"),
    ("author", "box"),
    ("author", "info"),
    ("about", "author"),
    ("most", "read"),
    ("most", "popular"),
    ("read", "more"),
    ("read", "next"),
    ("read", "also"),
    ("more", "from"),
    ("more", "stories"),
    ("more", "on"),
    ("you", "may"),
    ("also", "like"),
    ("post", "tags"),
    ("article", "tags"),
    ("entry", "meta"),
    ("article", "share"),
    ("article", "footer"),
    ("next", "article"),
    ("sign", "up"),
    ("follow", "us"),
];

/// Removes furniture. Pictures are lifted before.
pub(crate) fn prepare(document: &Document) {
    strip(document);
    let all = page_length(document);
    let candidates: Vec<NodeRef<'_>> = document
        .select("body div, body section, body aside, body ul, body ol, body p, body span, body nav, body footer, body header, body h2, body h3, body h4")
        .nodes()
        .to_vec();
    for node in candidates {
        if !is_block(&node) {
            continue;
        }
        // A name alone is no reason to drop the article.
        let length = node.normalized_char_count();
        let holds_article = node.descendants_it().any(|inner| inner.has_name("article") || inner.has_name("h1"));
        if length * 4 < all && !holds_article {
            node.remove_from_parent();
        }
    }
    hide(document);
}

/// Removes elements that hold no text of an article, and shows what scripts would show.
pub(crate) fn strip(document: &Document) {
    document.select(NEVER).remove();
    let all = page_length(document);
    for node in document.select(SELDOM).nodes() {
        if node.normalized_char_count() * 4 < all {
            node.remove_from_parent();
        } else {
            // A page that is one form from top to bottom is read like any other.
            node.rename("div");
        }
    }
    for node in document.select("body [hidden], body [style], body [aria-hidden]").nodes() {
        if is_hidden(node) && node.normalized_char_count() * 4 > all {
            node.remove_attrs(&["hidden", "style", "aria-hidden"]);
        }
    }
}

fn page_length(document: &Document) -> usize {
    document.select("body").nodes().first().map_or(0, NodeRef::normalized_char_count)
}

fn is_block(node: &NodeRef<'_>) -> bool {
    let in_article = || node.ancestors_it(None).any(|above| above.has_name("article"));
    if node.has_name("nav") || node.has_name("footer") && !in_article() {
        return true;
    }
    let names = format!("{} {}", node.attr_or("class", ""), node.attr_or("id", ""));
    if names.trim().is_empty() {
        return false;
    }
    let names = split_camel(&names);
    has_word(&names, &BLOCKS)
        || names.split_whitespace().any(|name| {
            let parts: Vec<&str> = name.split(|next: char| !next.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
            parts.windows(2).any(|pair| {
                matches!(pair, [one, other] if PAIRS.iter().any(|(first, second)| one.eq_ignore_ascii_case(first) && other.eq_ignore_ascii_case(second)))
            })
        })
}

/// `authorBio` becomes `author-Bio`.
fn split_camel(names: &str) -> String {
    let mut out = String::with_capacity(names.len() + 8);
    let mut lower = false;
    for character in names.chars() {
        if lower && character.is_uppercase() {
            out.push('-');
        }
        lower = character.is_lowercase();
        out.push(character);
    }
    out
}

/// Removes what a reader never sees.
fn hide(document: &Document) {
    for node in document.select("body [hidden], body [style]").nodes() {
        let by_style = node.has_attr("hidden") || node.attr_or("style", "").contains("none");
        if by_style && is_hidden(node) && node.normalized_char_count() < 2000 {
            node.remove_from_parent();
        }
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style: String =
        node.attr_or("style", "").chars().filter(|next| !next.is_whitespace()).collect::<String>().to_ascii_lowercase();
    node.attr("hidden").is_some_and(|value| value.as_ref() != "until-found")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || node.attr("aria-hidden").is_some_and(|value| value.as_ref() == "true")
}
