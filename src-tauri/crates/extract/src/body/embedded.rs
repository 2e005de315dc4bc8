//! Where in the text a page shows something of another site: films, sounds, posts, maps. Each frame is left in its place, with
//! nothing but its address and title; what becomes of it is for the sanitiser to say, which lets no frame through.

use std::collections::BTreeMap;

use dom_query::{Document, NodeRef};
use url::Url;

use super::Body;
use crate::address::absolute;
use crate::tag::Tag;
use crate::words::{escape, folded};

/// Elements around something embedded in which kept text must stand, for it to be the article's.
const MOST_STEPS: usize = 5;

/// The same behind the text.
const MOST_STEPS_BEHIND: usize = 2;

/// Blocks between what stands above the text and the text.
const MOST_BLOCKS_ABOVE: usize = 10;

/// Characters of a caption.
const MOST_CAPTION_CHARS: usize = 600;

/// Frames of one article.
const MOST: usize = 60;

impl Body {
    /// The frames of what is embedded in the article, by the kept block that each stands before; behind the last one, the
    /// largest number.
    pub(crate) fn embedded(&self, document: &Document, base: Option<&Url>) -> BTreeMap<usize, Vec<String>> {
        let texts: Vec<usize> = (0..self.blocks.len()).filter(|index| self.is_kept_text(*index)).collect();
        let mut frames: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut links: Vec<String> = Vec::new();
        let (Some(first), Some(last)) = (texts.first(), texts.last()) else { return frames };
        for (at, node) in self.page.nodes.iter().enumerate().filter(|(_, node)| node.tag == Some(Tag::Embed)) {
            let next = self.blocks.partition_point(|block| block.first < at);
            let is_above = next <= *first
                && first - next <= MOST_BLOCKS_ABOVE
                && self.headline_at.is_some_and(|headline| headline < next);
            let steps = match next {
                next if next > *last => MOST_STEPS_BEHIND,
                next if next > *first || is_above => MOST_STEPS,
                _ => 0,
            };
            if links.len() >= MOST || !self.stands_in_text(at, steps) {
                continue;
            }
            let found = document.tree.get(&node.id).and_then(|node| frame(&node, base));
            let Some((address, markup)) = found.filter(|(address, _)| !links.contains(address)) else { continue };
            let place = (next..self.blocks.len()).find(|index| self.kept.get(*index).copied().unwrap_or_default());
            frames.entry(place.unwrap_or(usize::MAX)).or_default().push(markup);
            links.push(address);
        }
        frames
    }

    /// Whether one of so many elements around holds kept text, and none before it is furniture.
    fn stands_in_text(&self, at: usize, steps: usize) -> bool {
        for (above, node) in self.page.above(at).take(steps) {
            if matches!(node.tag, Some(Tag::Aside | Tag::Nav | Tag::Footer | Tag::Form)) {
                return false;
            }
            if self.held(above).any(|index| self.is_kept_text(index)) {
                return true;
            }
        }
        false
    }
}

/// The address of what an element embeds, and the element written anew.
fn frame(node: &NodeRef<'_>, base: Option<&Url>) -> Option<(String, String)> {
    let name = node.node_name()?;
    let title = ["title", "aria-label", "data-title", "data-caption"].iter().find_map(|name| node.attr(name));
    let title = title.map(|title| format!(" title=\"{}\"", escape(&title))).unwrap_or_default();
    let own =
        ["src", "data-src", "data-lazy-src", "data-url", "data-iframe-src"].iter().find_map(|name| node.attr(name));
    let (address, name) = match name.as_ref() {
        "video" | "audio" | "amp-video" | "amp-audio" => {
            let sources =
                node.descendants_it().filter(|inner| inner.has_name("source")).filter_map(|inner| inner.attr("src"));
            let name = if name.ends_with("audio") { "audio" } else { "video" };
            (node.attr("src").into_iter().chain(sources).find_map(|src| absolute(base, &src))?, name)
        }
        "amp-youtube" | "lite-youtube" | "youtube-video" => {
            let id = node.attr("data-videoid").or_else(|| node.attr("videoid"))?;
            (format!("https://www.youtube.com/embed/{id}"), "iframe")
        }
        _ => (absolute(base, &own?)?, "iframe"),
    };
    let frame = format!("<{name} src=\"{}\"{title}></{name}>", escape(&address));
    let markup = match caption(node) {
        Some(caption) => format!("<figure>{frame}<figcaption>{}</figcaption></figure>", escape(&caption)),
        None => frame,
    };
    Some((address, markup))
}

/// What stands below something embedded, where a figure holds both and no picture.
fn caption(node: &NodeRef<'_>) -> Option<String> {
    let figure = node.ancestors_it(Some(4)).find(|above| above.has_name("figure"))?;
    let caption = figure.descendants_it().find(|inner| inner.has_name("figcaption"))?;
    folded(&caption.text()).filter(|text| text.chars().count() <= MOST_CAPTION_CHARS)
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn films_stay_where_the_page_shows_them() {
        let text = |word: &str| {
            format!(
                "<p>{word} the ferry lay in the fog with forty passengers on board, a dog, and a broken compass, the captain said.</p>\
                <p>Nobody on the pier had seen it since the early morning, and the mail was late again, as it is in every winter.</p>"
            )
        };
        let frame = |id: &str, title: &str| {
            format!("<div class=embed><iframe src='https://www.youtube.com/embed/{id}' title='{title}'></iframe></div>")
        };
        let framed = "<figure><div><iframe src='https://player.vimeo.com/video/7'></iframe></div><figcaption>The pier in winter.</figcaption></figure>";
        let page = format!(
            "<html><head><title>The ferry</title></head><body><header><iframe src='https://www.youtube.com/embed/zero'></iframe></header>\
             <main><article><h1>The ferry</h1>{}{}{}{}{}</article><aside>{}</aside></main></body></html>",
            frame("one", "The pier"),
            text("At nine"),
            frame("two", "The fog") + framed,
            text("At noon"),
            frame("one", "The pier again"),
            frame("five", "Elsewhere")
        );
        let html = extract(&page, "https://paper.example/ferry").html;
        let mut rest = html.as_str();
        for part in [
            "<iframe src=\"https://www.youtube.com/embed/one\" title=\"The pier\"></iframe>",
            "At nine",
            "title=\"The fog\"",
            "video/7\"></iframe><figcaption>The pier in winter.</figcaption></figure>",
            "At noon",
        ] {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("{part}\n{html}")).1;
        }
        assert_eq!(html.matches("<iframe").count(), 3, "{html}");
    }
}
