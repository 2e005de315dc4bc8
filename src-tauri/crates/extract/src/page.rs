//! A page laid flat: its elements and texts in reading order, each with its parent and where it ends.
//!
//! Everything that judges text walks this list; nothing here judges.

use dom_query::{Document, NodeId, NodeRef};

use crate::tag::Tag;

/// Index of a node that has no parent.
pub(crate) const NOWHERE: usize = usize::MAX;

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
    /// A text's content; an element's class names, id and the like, separated by spaces.
    pub(crate) words: String,
}

/// Attributes whose words tell what an element is for.
const NAMING: [&str; 8] =
    ["class", "id", "itemprop", "role", "data-testid", "data-component", "data-type", "data-module"];

impl Page {
    /// Lays the body of a document flat.
    pub(crate) fn of(document: &Document) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let Some(body) = document.body() else { return Self { nodes } };
        // Walked without recursion: what a page nests must not decide how much stack there is.
        let mut open: Vec<usize> = Vec::new();
        let mut next = Some(body);
        while let Some(node) = next {
            let parent = open.last().copied().unwrap_or(NOWHERE);
            let entered = read(&node, parent, open.len(), &nodes);
            let mut descend = None;
            if let Some(entered) = entered {
                let is_element = entered.tag.is_some();
                nodes.push(entered);
                if is_element {
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

fn read(node: &NodeRef<'_>, parent: usize, depth: usize, nodes: &[Node]) -> Option<Node> {
    let inherited = nodes.get(parent).is_some_and(|above| above.hidden);
    let end = nodes.len() + 1;
    if node.is_text() {
        let words = node.text().to_string();
        return Some(Node { id: node.id, parent, end, depth, tag: None, hidden: inherited, words });
    }
    let element = node.element_ref()?;
    let tag = Tag::of(element.name.local.as_ref());
    if tag == Tag::Skipped {
        return None;
    }
    let mut words = String::new();
    let mut hidden = inherited;
    for attribute in &element.attrs {
        let name = attribute.name.local.as_ref();
        let value: &str = &attribute.value;
        match name {
            "hidden" => hidden |= value != "until-found",
            "aria-hidden" => hidden |= value == "true",
            "style" => hidden |= hides(value),
            _ if NAMING.contains(&name) => {
                words.push_str(value);
                words.push(' ');
            }
            _ => {}
        }
    }
    Some(Node { id: node.id, parent, end, depth, tag: Some(tag), hidden, words })
}

/// Whether a style keeps an element from being seen.
fn hides(style: &str) -> bool {
    if !style.contains("none") && !style.contains("hidden") && !style.contains("NONE") {
        return false;
    }
    let bare: String = style.chars().filter(|next| !next.is_whitespace()).collect::<String>().to_ascii_lowercase();
    bare.contains("display:none") || bare.contains("visibility:hidden")
}
