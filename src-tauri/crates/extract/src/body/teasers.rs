//! Lists of other articles, each with its headline and the beginning of its text, that stand beside an article.

use std::ops::Range;

use super::Body;
use crate::block::Block;
use crate::judge::features::{ends_sentence, holder};
use crate::judge::quick::QuickMap;
use crate::tag::Tag;

/// Teasers of one list from which on it is one.
const FEWEST: usize = 3;
/// Elements around the beginning of a text, among which its box is.
const MOST_STEPS: usize = 4;
/// Blocks and characters of the box of a teaser.
const BOX_BLOCKS: usize = 12;
/// See `BOX_BLOCKS`.
const BOX_CHARS: usize = 1_200;
/// Characters of the shortest headline.
const HEADLINE_CHARS: usize = 12;
/// Characters that a list holds beside its teasers: what it is called.
const REST_CHARS: usize = 240;
/// Characters of the text beside all of it; a page of nothing but teasers keeps them.
const ARTICLE_CHARS: usize = 500;
/// Bytes of what stands behind the place where a text was cut: “Continue reading”.
const BEHIND: usize = 30;

/// Whether a text is the beginning of a longer one, cut where the room ended.
fn is_cut(text: &str) -> bool {
    let Some((at, sign)) = ["...", "…"].iter().filter_map(|sign| Some((text.rfind(sign)?, *sign))).max() else {
        return false;
    };
    let behind = text.get(at + sign.len()..).unwrap_or_default();
    at > BEHIND && behind.len() <= BEHIND && !behind.trim_start().starts_with(['”', '"', '“', '»', '’', '?', '!'])
}

/// Where a teaser stands.
struct Teaser {
    /// The element that holds it, and what holds that.
    element: usize,
    list: usize,
}

impl Body {
    /// Leaves out lists of the beginnings of other articles, where none of the article stands between them.
    pub(super) fn drop_teasers(&mut self) {
        let mut lists: QuickMap<usize, Vec<usize>> = QuickMap::default();
        for block in self.blocks.iter().filter(|block| block.figure.is_none() && is_cut(&block.text)) {
            if let Some(Teaser { element, list }) = self.teaser(block) {
                let boxes = lists.entry(list).or_default();
                if boxes.last() != Some(&element) {
                    boxes.push(element);
                }
            }
        }
        lists.retain(|_, boxes| boxes.len() >= FEWEST);
        if lists.is_empty() {
            return;
        }
        let all = self.kept_chars(0..self.blocks.len());
        let mut dropped: Vec<Range<usize>> = Vec::new();
        let mut gone = 0;
        for (list, boxes) in lists {
            let whole = self.held(list);
            let teased: usize = boxes.iter().map(|element| self.kept_chars(self.held(*element))).sum();
            let in_list = self.kept_chars(whole.clone());
            // Some of them may be too short to be cut.
            if in_list - teased.min(in_list) <= REST_CHARS + teased / 2 {
                gone += in_list;
                dropped.push(whole);
            }
        }
        if gone > 0 && all >= gone + ARTICLE_CHARS {
            self.leave_out(dropped.into_iter().flatten().collect());
        }
    }

    fn kept_chars(&self, blocks: Range<usize>) -> usize {
        let kept = blocks.filter(|index| self.is_kept_text(*index));
        kept.filter_map(|index| self.blocks.get(index)).map(|block| block.chars).sum()
    }

    /// The box around the beginning of a text: the largest that holds no other, with the headline, which is a link.
    fn teaser(&self, block: &Block) -> Option<Teaser> {
        let mut found = None;
        let mut at = block.element;
        for _ in 0..MOST_STEPS {
            let held = self.held(at);
            let inside = || held.clone().filter_map(|index| self.blocks.get(index));
            let chars: usize = inside().map(|block| block.chars).sum();
            let tag = self.page.nodes.get(at).and_then(|node| node.tag);
            let others = inside().filter(|other| is_cut(&other.text)).count();
            if held.len() > BOX_BLOCKS || chars > BOX_CHARS || others > 1 || matches!(tag, Some(Tag::Quote)) {
                break;
            }
            if inside().any(|other| self.is_linked_headline(other)) {
                found = Some(Teaser { element: at, list: holder(&self.page, at) });
            }
            at = holder(&self.page, at);
        }
        found
    }

    /// Whether a block is a link and reads like a headline, or begins with such a link.
    fn is_linked_headline(&self, block: &Block) -> bool {
        let is_link = block.linked * 10 >= block.chars * 8 && !ends_sentence(&block.text);
        let begins_with_link =
            || self.page.above(block.first).take(3).any(|(_, node)| node.tag == Some(Tag::Link)) && block.links == 1;
        block.linked >= HEADLINE_CHARS && block.away == 0 && block.within == 0 && (is_link || begins_with_link())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract;

    #[test]
    fn a_text_is_cut_where_the_room_ended() {
        for text in [
            "The night ferry to Merrow leaves at nine, and nobody on board expects…",
            "The night ferry to Merrow leaves at nine, and nobody ... Continue reading",
            "The night ferry to Merrow leaves at nine, and nobody [...]",
        ] {
            assert!(is_cut(text), "{text}");
        }
        for text in [
            "The night ferry to Merrow leaves at nine.",
            "He looked at the sea… and went to sleep without another word to anybody.",
            "“The night ferry to Merrow leaves at nine, and nobody…”",
            "Well…",
        ] {
            assert!(!is_cut(text), "{text}");
        }
    }

    const STORY: [&str; 3] = [
        "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for ninety \
         passengers, and a deck from which one sees the lights of three islands and of the tanker that waits for a pilot.",
        "Those who know the crossing bring a blanket and a pack of cards. Those who do not learn by midnight that the engine \
         is loudest in the quiet saloon, which was named by an optimist who never slept in it.",
        "By six the island stands in front of the bow like something that was put there overnight. The gangway comes down, \
         the mail goes up the hill, and the passengers look at each other as people do who lost at cards together.",
    ];

    fn read(before: &str, between: &str) -> String {
        let [first, second, third] = STORY;
        let page = format!(
            "<html><head><title>The ferry</title></head><body><div class=c1>{before}<div class=c2><h1>The ferry</h1><div class=c3><p>{first}</p>\
             <p>{second}</p>{between}<p>{third}</p></div></div></div></body></html>"
        );
        extract(&page, "https://courier.example/ferry").text
    }

    #[test]
    fn the_beginnings_of_other_articles_are_no_text() {
        let item = |number: usize| {
            format!(
                "<div class=c5><div><h3><a href=/n{number}>Harbour {number} is closed for the winter</a></h3></div><div><p>MERROW: The \
                 harbour of the {number}th island in the sound will be closed until March, the authority of ports said on Monday, \
                 since the pier had…</p></div></div>"
            )
        };
        let items: String = (0..5).map(item).collect();
        let text = read(&format!("<div class=c4><h2>Latest</h2>{items}</div>"), "");
        assert!(STORY.iter().all(|part| text.contains(part)), "{text}");
        assert!(!text.contains("authority of ports"), "{text}");
        // An article that tells of others, between its own paragraphs, is one.
        let text = read("", &items);
        assert!(text.contains("authority of ports"), "{text}");
    }
}
