//! The text of an article: found by dom_smoothie in a prepared page, then cleaned of what slipped through.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use url::Url;

use crate::address::absolute;
use crate::figures;
use crate::words::{folded, key, length, words};

/// Finds the article's body in a prepared document; `None` if there is none.
pub(crate) fn find(document: Document) -> Option<Document> {
    let config = Config { disable_json_ld: true, char_threshold: 400, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    let found = readability.parse().ok()?;
    Some(Document::from(found.content.to_string()))
}

/// Beginnings of lines that lead elsewhere.
const LEADS: [&str; 34] = [
    "read more",
    "read also",
    "also read",
    "read next",
    "related",
    "see also",
    "more on this",
    "more:",
    "recommended",
    "don't miss",
    "lire aussi",
    "à lire",
    "a lire",
    "voir aussi",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "mehr dazu",
    "auch interessant",
    "lea también",
    "le puede interesar",
    "lee también",
    "leia também",
    "leia mais",
    "leggi anche",
    "lees ook",
    "läs också",
    "les også",
    "læs også",
    "читайте также",
    "baca juga",
    "czytaj także",
    "czytaj też",
    "watch:",
];

/// Headings of lists of other articles.
const HEADINGS: [&str; 14] = [
    "related articles",
    "related stories",
    "related posts",
    "related topics",
    "trending",
    "trending now",
    "most popular",
    "most read",
    "more stories",
    "you may also like",
    "you might also like",
    "recommended for you",
    "more from this section",
    "latest news",
];

/// Lines that papers put into every article.
const NOTICES: [&str; 36] = [
    "help us improve",
    "was this article helpful",
    "did you find this",
    "report an error",
    "have a tip",
    "send us a tip",
    "advertisement",
    "advertising",
    "story continues below",
    "article continues below",
    "continue reading",
    "sign up for",
    "subscribe to our",
    "subscribe to the",
    "follow us on",
    "share this",
    "join our",
    "click here to",
    "get our",
    "we use cookies",
    "this article was originally published on",
    "skip advertisement",
    "supported by",
    "anzeige",
    "publicité",
    "publicidad",
    "pubblicità",
    "werbung",
    "scroll to continue",
    "most read",
    "loading",
    "support our journalism",
    "thank you for reading",
    "share on facebook",
    "print this",
    "copy link",
];

/// Cleans a body in place: no headline, no lines that lead elsewhere, absolute links.
pub(crate) fn clean(body: &Document, headline: Option<&str>, base: Option<&Url>) {
    if let Some(headline) = headline.map(key).filter(|headline| !headline.is_empty()) {
        for node in body.select("h1, h2, h3, header, p").nodes().iter().take(12) {
            if key(&node.text()) == headline {
                node.remove_from_parent();
            }
        }
    }
    let blocks: Vec<NodeRef<'_>> =
        body.select("p, li, h2, h3, h4, h5, h6, div, ul, ol, section, aside").nodes().to_vec();
    for node in &blocks {
        let text = node.text();
        let Some(text) = folded(&text) else { continue };
        if text.chars().count() > 400 || figures::marked(&text).is_some() || is_detached(node) {
            continue;
        }
        let lower = text.to_lowercase();
        let linked = link_share(node);
        let leads = LEADS.iter().any(|lead| lower.starts_with(lead)) && linked > 0.4;
        let heading = node.node_name().is_some_and(|name| name.len() == 2 && name.starts_with('h'));
        let bare = lower.trim_end_matches([':', '.', '…']);
        let stands_alone =
            heading && (HEADINGS.contains(&bare) || LEADS.iter().any(|lead| bare == lead.trim_end_matches(':')));
        let notice =
            NOTICES.iter().any(|notice| lower.starts_with(notice)) && words(&lower).len() < 24 && !lower.contains(". ");
        if leads || notice || stands_alone {
            node.remove_from_parent();
        }
    }
    for list in body.select("ul, ol").nodes() {
        let items = list.descendants_it().filter(|node| node.has_name("li")).count();
        if items >= 2 && !is_detached(list) && link_share(list) > 0.9 && figures::marked(&list.text()).is_none() {
            list.remove_from_parent();
        }
    }
    for link in body.select("a[href]").iter() {
        match absolute(base, &link.attr_or("href", "")) {
            Some(href) => link.set_attr("href", &href),
            None => link.remove_attr("href"),
        }
    }
    trim_end(body);
}

pub(crate) fn is_detached(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).last().is_none_or(|root| !root.is_document() && !root.is_fragment())
}

/// Share of an element's text that stands in links.
fn link_share(node: &NodeRef<'_>) -> f64 {
    let all = node.normalized_char_count();
    let linked: usize =
        node.descendants_it().filter(|inner| inner.has_name("a")).map(|inner| inner.normalized_char_count()).sum();
    if all == 0 { 0.0 } else { linked as f64 / all as f64 }
}

/// Takes headings from the end under which nothing stands.
fn trim_end(body: &Document) {
    for _ in 0..8 {
        let last = body
            .select("p, li, h1, h2, h3, h4, h5, h6, blockquote, pre, table, figure, dd")
            .nodes()
            .iter()
            .rfind(|node| !node.text().trim().is_empty() || node.has_name("figure"))
            .copied();
        match last {
            Some(node) if node.node_name().is_some_and(|name| name.len() == 2 && name.starts_with('h')) => {
                node.remove_from_parent()
            }
            _ => return,
        }
    }
}

/// The body's paragraphs as plain text, one a line, without figures.
pub(crate) fn text_of(body: &Document) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let Some(root) = body.select("body").nodes().first().copied() else { return String::new() };
    write_text(&root, &mut line, &mut lines);
    flush(&mut line, &mut lines);
    lines.join("\n")
}

fn flush(line: &mut String, lines: &mut Vec<String>) {
    lines.extend(folded(line));
    line.clear();
}

/// Walks without recursion: what a page nests must not decide how much stack there is.
fn write_text(root: &NodeRef<'_>, line: &mut String, lines: &mut Vec<String>) {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        Leave,
    }
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave => flush(line, lines),
            Step::Enter(node) if node.is_text() => line.push_str(&node.text()),
            Step::Enter(node) => {
                let Some(name) = node.node_name() else { continue };
                match name.as_ref() {
                    "figure" | "script" | "style" | "template" => continue,
                    "br" => {
                        flush(line, lines);
                        continue;
                    }
                    "td" | "th" => line.push(' '),
                    "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em" | "i" | "ins"
                    | "kbd" | "mark" | "q" | "s" | "samp" | "small" | "span" | "strong" | "sub" | "sup" | "time"
                    | "u" | "var" | "font" | "ruby" | "rt" | "rp" | "label" | "big" | "tt" | "wbr" => {}
                    _ => {
                        flush(line, lines);
                        steps.push(Step::Leave);
                    }
                }
                let children: Vec<NodeRef<'_>> = node.children_it(true).collect();
                steps.extend(children.into_iter().map(Step::Enter));
            }
        }
    }
}

/// Whether a body is long enough to be an article.
pub(crate) fn is_substantial(text: &str) -> bool {
    length(text) >= 60
}
