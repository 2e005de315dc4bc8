//! The entries of a live blog, each with its time.
//!
//! Entries stand side by side in one element, each with a `time` of its own. That time is shown above what the entry says.

use std::collections::{BTreeMap, BTreeSet};

use dom_query::{Document, NodeRef};

use super::Body;
use crate::tag::Tag;
use crate::words::{escape, folded};

/// Entries that make a live blog.
const LEAST_ENTRIES: usize = 3;

/// Elements around a time in which its entry is looked for.
const MOST_STEPS: usize = 8;

/// Characters of a time as it is shown.
const MOST_CHARS: usize = 60;

impl Body {
    /// The time of each entry as HTML, by the block that the entry begins with.
    pub(crate) fn entry_times(&self, document: &Document) -> BTreeMap<usize, String> {
        // For each element those that stand side by side in it and hold a time, and the first time in each.
        let mut holders: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
        for (at, _) in self.times(document) {
            let mut within = at;
            for (above, _) in self.page.above(at).take(MOST_STEPS) {
                holders.entry(above).or_default().entry(within).or_insert(at);
                within = above;
            }
        }
        let begins = |entry: usize| self.held(entry).find(|index| self.kept.get(*index).copied().unwrap_or_default());
        let entries_of = |entries: &BTreeMap<usize, usize>| -> BTreeMap<usize, usize> {
            entries.iter().filter_map(|(entry, time)| Some((begins(*entry)?, *time))).collect()
        };
        let found = holders.values().map(entries_of).filter(|entries| entries.len() >= LEAST_ENTRIES);
        let Some(entries) = found.max_by_key(BTreeMap::len) else { return BTreeMap::new() };
        let wanted: BTreeSet<usize> = entries.values().copied().collect();
        let shown: BTreeMap<usize, String> = self
            .times(document)
            .filter(|(at, _)| wanted.contains(at))
            .filter_map(|(at, time)| Some((at, markup(&time)?)))
            .collect();
        // Where the line with the time is kept, it says it already.
        let says = |block: usize, time: usize| {
            let end = self.page.nodes.get(time).map_or(time, |node| node.end);
            self.blocks.get(block).is_some_and(|block| time < block.end && block.first < end)
        };
        let entries = entries.into_iter().filter(|(block, time)| !says(*block, *time));
        entries.filter_map(|(block, time)| Some((block, shown.get(&time)?.clone()))).collect()
    }

    fn times<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = (usize, NodeRef<'a>)> {
        let inline = self.page.nodes.iter().enumerate().filter(|(_, node)| node.tag == Some(Tag::Inline));
        inline
            .filter_map(|(at, node)| Some((at, document.tree.get(&node.id)?)))
            .filter(|(_, node)| node.has_name("time"))
    }
}

/// A time in a paragraph of its own.
fn markup(time: &NodeRef<'_>) -> Option<String> {
    let text = folded(&time.text()).filter(|text| text.chars().count() <= MOST_CHARS)?;
    let stated = time.attr("datetime").map(|stated| format!(" datetime=\"{}\"", escape(&stated))).unwrap_or_default();
    Some(format!("<p><time{stated}>{}</time></p>", escape(&text)))
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn entries_of_a_live_blog_stand_under_their_times() {
        let entry = |time: &str, text: &str| {
            format!(
                "<div class=entry><div class=meta><time datetime=2026-03-04T{time}:00Z>{time}</time> Ana Roth</div><div class=text><h3>{text}</h3>\
                 <p>{text}, and nobody on the pier had seen the ferry since the early morning, said the master of the harbour to this paper.</p>\
                 <p>The mail was late again, and the school stayed closed because the teacher lives on the other island.</p></div></div>"
            )
        };
        let entries =
            entry("20:24", "The fog lifts") + &entry("19:02", "The horn sounds") + &entry("18:40", "The ferry is late");
        let stated = "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"headline\":\"The ferry, live\"}</script>";
        let page = |head: &str| {
            format!(
                "<html><head><title>The ferry, live</title>{head}</head><body><main><article><h1>The ferry, live</h1>{entries}</article></main></body></html>"
            )
        };
        let html = extract(&page(stated), "https://paper.example/live/ferry").html;
        let mut rest = html.as_str();
        for part in [
            "datetime=\"2026-03-04T20:24:00Z\">20:24</time>",
            "The fog lifts",
            ">19:02</time>",
            "The horn sounds",
            ">18:40</time>",
            "The ferry is late",
        ] {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("{part}\n{html}")).1;
        }
        assert_eq!(html.matches("20:24</time>").count(), 1, "{html}");
        let unstated = extract(&page(""), "https://paper.example/ferry").html;
        assert!(!unstated.contains("<p><time datetime=\"2026-03-04T20:24:00Z\">20:24</time></p>"), "{unstated}");
    }
}
