//! Boxes that an editor sets beside a text and that belong to it: facts, corrections, what to know before one goes, a summary.

use super::Body;
use crate::elsewhere::is_call;
use crate::judge::features::holder;
use crate::picture::has_word;
use crate::pitch_words::CHANNELS;
use crate::tag::Tag;

/// Names of boxes of facts, without the signs between their words.
const FACTS: [&str; 32] = [
    "factbox",
    "factboxes",
    "facts",
    "fact",
    "faktabox",
    "faktaboks",
    "faktaruta",
    "faktarutan",
    "fakta",
    "faktalaatikko",
    "faktenbox",
    "faktenkasten",
    "infobox",
    "infokasten",
    "infobloc",
    "kader",
    "kadertekst",
    "encadre",
    "despiece",
    "correction",
    "corrections",
    "editorsnote",
    "editornote",
    "practicalinfo",
    "practicalinformation",
    "eventinfo",
    "ataglance",
    "keyfacts",
    "timeline",
    "explainer",
    "glossary",
    "recipe",
];

/// Names of summaries in a few points.
const SUMMARIES: [&str; 14] = [
    "summary",
    "keypoints",
    "keytakeaways",
    "takeaways",
    "highlights",
    "storyhighlights",
    "bulletpoints",
    "bullets",
    "articlesummary",
    "storysummary",
    "articlehighlights",
    "keytakeaway",
    "molbullets",
    "summarybullets",
];

/// Characters of such a box.
const CHARS: std::ops::RangeInclusive<usize> = 30..=2_500;
/// Blocks of it.
const BLOCKS: usize = 40;
/// Elements around it of which one must hold text of the article.
const STEPS: usize = 3;

/// Whether a text tells of where else a publisher is read, as boxes do that look like those of facts.
fn tells_of_channel(text: &str) -> bool {
    const OTHERS: [&str; 6] = ["facebook", "instagram", "whatsapp", "newsletter", "telegram", "community"];
    let lower = text.to_lowercase();
    OTHERS.iter().chain(&CHANNELS).any(|channel| lower.contains(channel))
}

impl Body {
    /// Keeps boxes of facts between two kept texts and right behind the last, and a summary above the first.
    pub(super) fn keep_boxes(&mut self) {
        let texts: Vec<usize> = (0..self.blocks.len()).filter(|index| self.is_kept_text(*index)).collect();
        let (Some(first), Some(last)) = (texts.first().copied(), texts.last().copied()) else { return };
        let mut found = Vec::new();
        for (at, node) in self.page.nodes.iter().enumerate() {
            let is_box = matches!(node.tag, Some(Tag::Aside | Tag::Div | Tag::Section));
            if !(is_box || node.tag == Some(Tag::List)) || node.words.trim().is_empty() {
                continue;
            }
            // Where it stands and how much it holds is known at once.
            let held = self.held(at);
            let chars_before = |index: usize| self.chars_before.get(index).copied().unwrap_or_default();
            let chars = chars_before(held.end) - chars_before(held.start);
            let is_above = held.start <= first && self.headline_at.is_some_and(|headline| headline < held.start);
            if held.is_empty()
                || held.len() > BLOCKS
                || !CHARS.contains(&chars)
                || !is_above && held.start <= first
                || held.clone().all(|index| self.is_kept_text(index))
            {
                continue;
            }
            let names = node.words.replace(['-', '_'], "");
            let is_facts = is_box && !is_above && has_word(&names, &FACTS);
            if !(is_facts || is_above && has_word(&names, &SUMMARIES)) {
                continue;
            }
            let inside = || held.clone().filter_map(|index| self.blocks.get(index));
            let linked: usize = inside().map(|block| block.linked).sum();
            let asks = inside().any(|block| is_call(&block.text) || tells_of_channel(&block.text));
            if linked * 3 > chars || asks {
                continue;
            }
            let stands = if is_facts {
                held.start < last || self.stands_behind(at, last)
            } else {
                held.len() >= 2 && inside().any(|block| self.is_item(block.element))
            };
            if stands {
                found.extend(held.filter(|index| self.blocks.get(*index).is_some_and(|block| block.figure.is_none())));
            }
        }
        for index in found {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = true;
            }
        }
    }

    fn is_item(&self, element: usize) -> bool {
        let own = self.page.nodes.get(element).into_iter();
        own.chain(self.page.above(element).map(|(_, node)| node)).take(2).any(|node| node.tag == Some(Tag::Li))
    }

    /// Whether the last kept text stands in one of the nearest elements around a box, with nothing but boxes and pictures between.
    fn stands_behind(&self, at: usize, last: usize) -> bool {
        let Some(element) = self.blocks.get(last).map(|block| block.element) else { return false };
        let mut around = at;
        for _ in 0..STEPS {
            around = holder(&self.page, around);
            if self.page.nodes.get(around).is_some_and(|node| around <= element && element < node.end) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;

    const STORY: [&str; 3] = [
        "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for ninety \
         passengers, and a deck from which one sees the lights of three islands and of the tanker that waits for a pilot.",
        "Those who know the crossing bring a blanket and a pack of cards. Those who do not learn by midnight that the engine \
         is loudest in the quiet saloon, which was named by an optimist who never slept in it.",
        "By six the island stands in front of the bow like something that was put there overnight. The gangway comes down, \
         the mail goes up the hill, and the passengers look at each other as people do who lost at cards together.",
    ];

    fn read(above: &str, between: &str, behind: &str) -> String {
        let [first, second, third] = STORY;
        let page = format!(
            "<html><head><title>The ferry</title></head><body><main><article><h1>The ferry</h1>{above}<div class=entry><p>{first}</p>\
             <p>{second}</p>{between}<p>{third}</p>{behind}</div></article></main></body></html>"
        );
        extract(&page, "https://courier.example/ferry").text
    }

    #[test]
    fn facts_and_summaries_belong_to_the_text() {
        let facts = "<h3>Facts</h3><ul><li>The pier is 140 metres long</li><li>Building it took six years</li></ul>";
        for name in ["fact-box", "faktaruta", "info_box"] {
            for tag in ["aside", "div"] {
                let facts = format!("<{tag} class={name}>{facts}</{tag}>");
                for text in [read("", &facts, ""), read("", "", &facts)] {
                    assert!(text.contains("140 metres") && text.contains("six years"), "{facts}: {text}");
                }
            }
        }
        let links = "<aside class=fact-box><h3>Facts</h3><ul><li><a href=/x>The pier is 140 metres long</a></li><li><a href=/y>Building \
                     it took six years</a></li></ul></aside>";
        assert!(!read("", "", links).contains("140 metres"));
        let summary =
            "<ul class=story-summary><li>The ferry sails at night</li><li>Nobody on board expects to sleep</li></ul>";
        assert!(read(summary, "", "").contains("Nobody on board expects to sleep\n"));
    }
}
