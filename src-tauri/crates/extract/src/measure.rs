//! How much an element of the page holds.

use dom_query::{NodeData, NodeRef};

/// Characters of an element's text, white space apart, counted up to `most`.
pub(crate) fn chars_in(node: &NodeRef<'_>, most: usize) -> usize {
    let mut count = 0;
    for inner in node.descendants_it() {
        count += chars_of(&inner, most);
        if count >= most {
            return most;
        }
    }
    count
}

/// The same of a text; nothing of an element.
pub(crate) fn chars_of(node: &NodeRef<'_>, most: usize) -> usize {
    let count = |contents: &str| contents.chars().filter(|next| !next.is_whitespace()).take(most).count();
    node.query(|found| if let NodeData::Text { contents } = &found.data { count(contents) } else { 0 })
        .unwrap_or_default()
}
