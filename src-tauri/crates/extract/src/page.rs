//! A page laid flat: its elements and texts in reading order, each with its parent and where it ends.
//!
//! Everything that judges text walks this list; nothing here judges.

use dom_query::{Document, NodeData, NodeId, NodeRef};
use url::Url;

use crate::measure::chars_in;
use crate::tag::Tag;

/// Index of a node that has no parent.
pub(crate) const NOWHERE: usize = usize::MAX;

/// Letters from which on what stands beside a button is a sentence.
const FEW_LETTERS: usize = 6;

/// Elements and texts of a page's body, in reading order.
pub(crate) struct Page {
    /// The nodes.
    pub(crate) nodes: Vec<Node>,
}

/// An element or a text.
pub(crate) struct Node {
    /// Where it stands in the document.
    pub(crate) id: NodeId,
    /// Index of the element that holds it, or [`NOWHERE`].
    pub(crate) parent: usize,
    /// Index after its last descendant.
    pub(crate) end: usize,
    /// Elements that hold it.
    pub(crate) depth: usize,
    /// `None` for a text.
    pub(crate) tag: Option<Tag>,
    /// Whether a reader of the page does not see it at first.
    pub(crate) hidden: bool,
    /// Where a link leads.
    pub(crate) leads: Leads,
    /// A text's content; an element's class names, id and the like, separated by spaces.
    pub(crate) words: String,
}

/// Where a link leads, seen from the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Leads {
    /// It is no link, or a link of no interest.
    #[default]
    Somewhere,
    /// To a place on the page itself.
    Within,
    /// To another publication.
    Away,
}

impl Page {
    /// Lays the body of a document flat.
    ///
    /// `address` is the page's own.
    pub(crate) fn of(document: &Document, address: Option<&Url>) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let Some(body) = document.body() else { return Self { nodes } };
        // Walked without recursion: what a page nests must not decide how much stack there is.
        let mut open: Vec<usize> = Vec::new();
        let mut next = Some(body);
        while let Some(node) = next {
            let parent = open.last().copied().unwrap_or(NOWHERE);
            let entered = read(&node, parent, open.len(), &nodes, address);
            let mut descend = None;
            if let Some(entered) = entered {
                let is_entered = entered.tag.is_some_and(|tag| tag != Tag::Embed);
                nodes.push(entered);
                if is_entered {
                    descend = node.first_child();
                    if descend.is_some() {
                        open.push(nodes.len() - 1);
                    }
                }
            }
            next = descend;
            let mut at = node;
            while next.is_none() {
                if at.id == body.id {
                    break;
                }
                next = at.next_sibling();
                if next.is_none() {
                    let Some(above) = at.parent() else { break };
                    at = above;
                    let end = nodes.len();
                    if let Some(node) = open.pop().and_then(|index| nodes.get_mut(index)) {
                        node.end = end;
                    }
                }
            }
        }
        let end = nodes.len();
        for index in open {
            if let Some(node) = nodes.get_mut(index) {
                node.end = end;
            }
        }
        Self { nodes }
    }

    /// The elements that hold a node, nearest first.
    pub(crate) fn above(&self, index: usize) -> impl Iterator<Item = (usize, &Node)> {
        let mut at = self.nodes.get(index).map_or(NOWHERE, |node| node.parent);
        std::iter::from_fn(move || {
            let node = self.nodes.get(at)?;
            let found = (at, node);
            at = node.parent;
            Some(found)
        })
    }
}

fn read(node: &NodeRef<'_>, parent: usize, depth: usize, nodes: &[Node], address: Option<&Url>) -> Option<Node> {
    let inherited = nodes.get(parent).is_some_and(|above| above.hidden);
    let end = nodes.len() + 1;
    if node.is_text() {
        let words = node.query_or(String::new(), |found| match &found.data {
            NodeData::Text { contents } => contents.to_string(),
            _ => String::new(),
        });
        let leads = Leads::Somewhere;
        return Some(Node { id: node.id, parent, end, depth, tag: None, hidden: inherited, leads, words });
    }
    let element = node.element_ref()?;
    let name = element.name.local.as_ref();
    let tag = match Tag::of(name) {
        Tag::Skipped if name == "button" && (is_in_sentence(node) || is_heading(node)) => Tag::Inline,
        Tag::Skipped => return None,
        tag => tag,
    };
    if tag == Tag::Inline && is_said_beside(node) {
        return None;
    }
    let mut words = String::new();
    let mut hidden = inherited;
    let mut leads = Leads::Somewhere;
    for attribute in &element.attrs {
        let name = attribute.name.local.as_ref();
        let value: &str = &attribute.value;
        match name {
            "href" if tag == Tag::Link => leads = leads_to(value, address),
            "hidden" => hidden |= value != "until-found",
            "aria-hidden" => hidden |= value == "true",
            "style" => hidden |= hides(value),
            "class" | "id" | "itemprop" | "role" | "data-testid" | "data-component" | "data-type" | "data-module" => {
                // These tell what an element is for.
                words.push_str(value);
                words.push(' ');
            }
            _ => {}
        }
    }
    Some(Node { id: node.id, parent, end, depth, tag: Some(tag), hidden, leads, words })
}

/// Whether an element inside a line is said to screen readers beside what is shown, or shown beside what is said.
fn is_said_beside(node: &NodeRef<'_>) -> bool {
    let is_copied = |node: &NodeRef<'_>| node.attr_or("aria-hidden", "").as_ref() == "true";
    let is_said = |node: &NodeRef<'_>| node.attr("class").is_some_and(|class| is_for_screen_readers(&class));
    let Some(element) = node.element_ref() else { return false };
    let (mut said, mut copied) = (false, false);
    for attribute in &element.attrs {
        match &*attribute.name.local {
            "class" => said = is_for_screen_readers(&attribute.value),
            "aria-hidden" => copied = &*attribute.value == "true",
            _ => {}
        }
    }
    if !said && !copied {
        return false;
    }
    let beside = [node.prev_sibling(), node.next_sibling()].into_iter().flatten();
    let mut others = beside.filter(|other| is_said(other) != said && !other.text().trim().is_empty()).peekable();
    if said {
        return others.peek().is_some()
            && !others.any(|other| is_copied(&other))
            && chars_in(node, MOST_SAID + 1) <= MOST_SAID;
    }
    // A letter that is drawn large stands for the word that is said.
    others.peek().is_some()
}

/// Characters of what is said to screen readers beside what is shown.
const MOST_SAID: usize = 60;

/// Whether an element of these classes is there for screen readers alone.
pub(crate) fn is_for_screen_readers(class: &str) -> bool {
    const NAMES: [&str; 6] =
        ["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "screen-reader-only", "hide-visually"];
    let is_named = |own: &str| own.ends_with(['n', 't', 'y']) && NAMES.iter().any(|name| own.ends_with(name));
    class.split_ascii_whitespace().any(is_named)
}

/// Whether a button is a word of a sentence that explains itself when it is pressed: words stand before and behind it.
fn is_in_sentence(button: &NodeRef<'_>) -> bool {
    let has_words = |beside: Option<NodeRef<'_>>| {
        beside.is_some_and(|beside| {
            beside.is_text() && beside.text().chars().filter(|next| next.is_alphabetic()).count() >= FEW_LETTERS
        })
    };
    has_words(button.prev_sibling()) && has_words(button.next_sibling())
}

/// Whether a button is all that a heading says: pressed, it shows what stands below.
fn is_heading(button: &NodeRef<'_>) -> bool {
    let is_name = |name: &str| matches!(name, "h2" | "h3" | "h4" | "h5" | "h6");
    let opens =
        ["aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"].iter().any(|name| button.has_attr(name));
    let mut inside = button.descendants_it().filter(NodeRef::is_element).take(3);
    if opens && inside.any(|inner| inner.node_name().is_some_and(|name| is_name(name.as_ref()))) {
        return true;
    }
    let is_button = |child: &NodeRef<'_>| child.id == button.id;
    button.parent().is_some_and(|parent| {
        parent.node_name().is_some_and(|name| is_name(name.as_ref()))
            && parent.children_it(false).all(|child| is_button(&child) || child.text().trim().is_empty())
    })
}

fn leads_to(href: &str, address: Option<&Url>) -> Leads {
    let href = href.trim();
    let (before, fragment) = href.split_once('#').map_or((href, None), |(before, fragment)| (before, Some(fragment)));
    if before.is_empty() {
        return if fragment.is_some_and(|name| !name.is_empty()) { Leads::Within } else { Leads::Somewhere };
    }
    let Some(rest) = before.split_once("//").map(|(_, rest)| rest) else { return Leads::Somewhere };
    let Some((address, host)) = address.and_then(|address| Some((address, address.host_str()?))) else {
        return Leads::Somewhere;
    };
    let (their_host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if bare_host(their_host) != bare_host(host) {
        return Leads::Away;
    }
    let is_own = path.trim_end_matches('/') == address.path().trim_matches('/');
    if fragment.is_some() && is_own { Leads::Within } else { Leads::Somewhere }
}

fn bare_host(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether a style keeps an element from being seen.
fn hides(style: &str) -> bool {
    if !style.contains("none") && !style.contains("hidden") && !style.contains("NONE") {
        return false;
    }
    let bare: String = style.chars().filter(|next| !next.is_whitespace()).collect::<String>().to_ascii_lowercase();
    bare.contains("display:none") || bare.contains("visibility:hidden")
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn what_is_said_to_screen_readers_beside_the_text_is_no_part_of_it() {
        let line = |day: &str| {
            format!("The ferry of {day} leaves at nine, and nobody who boards it on {day} expects to sleep before it is at sea. ")
                .repeat(2)
        };
        let [one, two, three] = ["Monday", "Tuesday", "Friday"].map(line);
        let page = format!(
            "<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1>\
             <p><span aria-hidden=true class=drop>T</span><span class=sr-only>T</span>he quay. {one}</p>\
             <p>As <a href=/x>it says<span class=visually-hidden>, opens new tab</span></a> there. {two}</p>\
             <p>{three}<b><i class=icon></i><span class=sr-only>Four of five stars</span></b></p></article></body></html>"
        );
        let text = extract(&page, "https://paper.example/ferry").text;
        assert!(text.starts_with("The quay.") && text.contains("As it says there."), "{text}");
        assert!(text.contains("Four of five stars"), "{text}");
    }

    #[test]
    fn a_button_in_a_sentence_is_a_word_of_it() {
        let words = |day: &str| {
            format!(
                "The ferry of {day} leaves at nine, and nobody on board expects to sleep before it is at sea on {day}. "
            )
        };
        let [one, two, three] = ["Monday", "Tuesday", "Friday"].map(|day| words(day).repeat(2));
        let page = format!(
            "<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1><p>{one}</p><p>{two} \
             The harbour master <button class=note>Ida Berg</button>, who has seen it, agrees.</p>\
             <p>{three}<button>Share</button></p></article></body></html>"
        );
        let text = extract(&page, "https://paper.example/ferry").text;
        assert!(text.contains("master Ida Berg, who") && !text.contains("Share"), "{text}");
    }
}
