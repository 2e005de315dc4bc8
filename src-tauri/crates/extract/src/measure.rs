//! How much an element of the page holds.

use dom_query::{NodeData, NodeRef};

/// Characters of an element's text, white space apart, counted up to `most`.
pub(crate) fn chars_in(node: &NodeRef<'_>, most: usize) -> usize {
    let mut count = 0;
    for inner in node.descendants_it() {
        inner.query(|found| {
            if let NodeData::Text { contents } = &found.data {
                count += contents.chars().filter(|next| !next.is_whitespace()).take(most).count();
            }
        });
        if count >= most {
            return most;
        }
    }
    count
}
