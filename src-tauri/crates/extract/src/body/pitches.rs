//! What a publisher asks of its readers in the middle of a text, and the cards of other stories there, are none of it.

use super::Body;
use crate::block::Block;
use crate::elsewhere::names_related;
use crate::figures::Lifted;
use crate::judge::features::{ends_sentence, holder};
use crate::picture::has_word;
use crate::pitch_words::{ABOUT, ASKS, CARDS, CHANNELS, GIVES, WORK};
use crate::tag::Tag;

/// Bytes of the longest such line.
const MOST: usize = 280;
/// Texts that speak of a channel from which on the article is about it.
const SUBJECT: usize = 4;
/// Bytes of a line that does nothing but ask.
const SHORT: usize = 60;
/// Blocks and characters of the box around such a line, which goes with it.
const BOX_BLOCKS: usize = 4;
/// See `BOX_BLOCKS`.
const BOX_CHARS: usize = 420;

/// Elements around a text, and around a picture, of which one may be named as a card.
const TEXT_STEPS: usize = 3;
/// See `TEXT_STEPS`.
const FIGURE_STEPS: usize = 5;

/// Characters of a label above links, and of such a link; and how many of them there are.
const LABEL_CHARS: usize = 40;
/// See `LABEL_CHARS`.
const LINK_CHARS: usize = 200;
/// See `LABEL_CHARS`.
const MOST_LABELLED: usize = 6;

/// Whether a line asks the reader to follow or to subscribe to something, in words of whatever publisher.
fn asks(text: &str, set_apart: bool, is_subject: impl Fn(&str) -> bool) -> bool {
    if text.len() > MOST || text.starts_with(['“', '"', '„', '«', '‘']) {
        return false;
    }
    let lower = text.to_lowercase();
    let begins_with = |sentence: &str, asks: &[&str]| {
        let sentence = sentence.trim_start_matches(|next: char| !next.is_alphanumeric());
        asks.iter().any(|words| {
            sentence
                .strip_prefix(words)
                .is_some_and(|rest| words.ends_with(' ') || !rest.starts_with(char::is_alphanumeric))
        })
    };
    let begins = |sentence: &str| begins_with(sentence, &ASKS);
    let asks_to_give = |sentence: &str| begins_with(sentence, &GIVES) || begins(sentence);
    if WORK.iter().any(|work| lower.contains(work))
        && (asks_to_give(&lower) || lower.split(['.', '!', '?', ':']).skip(1).any(asks_to_give))
    {
        return true;
    }
    if (lower.starts_with("sign up to ") || lower.starts_with("sign up for "))
        && text.len() <= SHORT
        && !ends_sentence(text)
    {
        return true;
    }
    CHANNELS.iter().any(|channel| lower.contains(channel) && !is_subject(channel))
        && (set_apart || begins(&lower) || lower.split(['.', '!', '?', ':']).skip(1).any(begins))
}

impl Body {
    /// Leaves out lines that ask the reader to follow or to subscribe, with the small box around each.
    pub(super) fn drop_pitches(&mut self) {
        let mut dropped = Vec::new();
        // A text about one of these asks for nothing: “Join the group by tapping on its link.”
        let kept = || {
            (0..self.blocks.len()).filter(|index| self.is_kept_text(*index)).filter_map(|index| self.blocks.get(index))
        };
        let is_subject = |channel: &str| {
            kept().filter(|block| block.text.to_lowercase().contains(channel)).take(SUBJECT).count() >= SUBJECT
        };
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.is_kept_text(*index)) {
            let linked_italics = block.italic * 10 >= block.chars * 9 && block.links > 0;
            if self.is_plain(block) && asks(&block.text, linked_italics, is_subject) {
                dropped.extend(self.small_box(block).unwrap_or(index..index + 1));
            }
        }
        self.leave_out(dropped);
    }

    /// Leaves out the cards of other stories that stand between kept texts, and lines that name one of them: “Harbour: The ferry is
    /// back”, of which all but the label is a link.
    pub(super) fn drop_cards(&mut self) {
        let mut dropped = Vec::new();
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.is_kept_text(*index)) {
            if self.is_related_line(block) && self.follows_text(index) {
                dropped.push(index);
            }
            let Some(around) = self.small_box(block) else { continue };
            let blocks =
                || around.clone().filter_map(|index| self.blocks.get(index)).filter(|block| block.figure.is_none());
            let is_named = self.is_named_card(block, TEXT_STEPS);
            let says_nothing = blocks().all(|block| !ends_sentence(&block.text) && block.chars <= 160);
            let is_linked = blocks().any(|block| block.links > 0);
            if is_named && says_nothing && is_linked {
                dropped.extend(around);
            }
        }
        self.leave_out(dropped);
    }

    /// Leaves out the pictures of the cards of other stories, whatever became of their words.
    pub(super) fn drop_card_figures(&mut self, lifted: &[Lifted]) {
        let mut dropped = Vec::new();
        for (index, block) in self.blocks.iter().enumerate().filter(|(index, _)| self.kept.get(*index) == Some(&true)) {
            let Some(found) = block.figure.and_then(|number| lifted.get(number)) else { continue };
            let Some(around) = self.small_box(block) else { continue };
            let texts = || {
                let texts =
                    around.clone().filter(|index| self.blocks.get(*index).is_some_and(|block| block.figure.is_none()));
                texts.filter_map(|index| Some((index, self.blocks.get(index)?)))
            };
            let is_linked = texts().any(|(_, block)| block.linked * 5 >= block.chars * 4 && block.away == 0);
            // A picture with words of its own is shown for itself.
            let is_card = found.traits.is_linked
                && !found.traits.leads_to_picture
                && found.figure.caption.is_none()
                && texts().all(|(index, block)| !self.is_kept_text(index) && !ends_sentence(&block.text));
            if is_linked && (is_card || self.is_named_card(block, FIGURE_STEPS)) {
                dropped.push(index);
            }
        }
        self.leave_out(dropped);
    }

    /// Whether one of so many elements around a block is named as the card of another story.
    fn is_named_card(&self, block: &Block, steps: usize) -> bool {
        let own = self.page.nodes.get(block.element).into_iter();
        own.chain(self.page.above(block.element).map(|(_, node)| node))
            .take(steps)
            .any(|node| has_word(&node.words, &CARDS) || has_word(&node.words.replace(['-', '_'], ""), &CARDS))
    }

    /// Leaves out the links to other articles that stand below a label: “Related stories”.
    pub(super) fn drop_labelled_links(&mut self) {
        let is_heading = |block: &Block| {
            let tag = self.page.nodes.get(block.element).and_then(|node| node.tag);
            matches!(tag, Some(Tag::Heading(_)))
        };
        let is_link = |block: &Block| {
            block.chars <= LINK_CHARS
                && block.linked * 10 >= block.chars * 8
                && block.within == 0
                && block.away == 0
                && !is_heading(block)
        };
        let mut dropped = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            if block.figure.is_some() || block.chars > LABEL_CHARS || !names_related(&block.text, is_heading(block)) {
                continue;
            }
            let behind = self.blocks.iter().skip(index + 1);
            let links =
                behind.take_while(|block| block.figure.is_some() || is_link(block)).take(MOST_LABELLED + 1).count();
            if links <= MOST_LABELLED {
                dropped.extend(index + 1..index + 1 + links);
            }
        }
        dropped.retain(|index| self.is_kept_text(*index));
        self.leave_out(dropped);
    }

    fn is_related_line(&self, block: &Block) -> bool {
        if block.links != 1
            || !self.is_plain(block)
            || block.chars > 200
            || ends_sentence(&block.text) && block.linked * 3 < block.chars * 2
        {
            return false;
        }
        let Some((label, rest)) = block.text.split_once(':') else {
            let inside = block.text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            return inside
                .is_some_and(|inside| inside.split_whitespace().count() >= 3 && block.linked * 10 >= block.chars * 8);
        };
        let (label_chars, rest_chars) = (label.chars().count() + 1, rest.trim().chars().count());
        let is_all = |chars: usize, of: usize| chars + 1 >= of && chars <= of + 1;
        let is_label = label.split_whitespace().count() <= 4 && !ABOUT.contains(&label.trim().to_lowercase().as_str());
        is_label
            && rest.split_whitespace().count() >= 4
            && !rest.contains("://")
            && is_all(block.linked, rest_chars)
            && is_all(block.strong, label_chars)
    }

    /// Whether a kept paragraph stands right before a block: below a heading, a link may be what it is about.
    fn follows_text(&self, index: usize) -> bool {
        let before =
            (0..index).rev().find(|before| self.is_kept_text(*before)).and_then(|before| self.blocks.get(before));
        before.is_some_and(|before| self.is_plain(before) && ends_sentence(&before.text))
    }

    /// Whether a block is a line by itself, and no cell, code or item of a list.
    fn is_plain(&self, block: &Block) -> bool {
        let tag = self.page.nodes.get(block.element).and_then(|node| node.tag);
        !matches!(tag, Some(Tag::Cell | Tag::Pre | Tag::Li | Tag::Quote | Tag::Heading(_)))
    }

    /// The blocks of the small element around a block, where it holds no more than a box does.
    fn small_box(&self, block: &Block) -> Option<std::ops::Range<usize>> {
        let mut around = None;
        let mut at = block.element;
        for _ in 0..4 {
            at = holder(&self.page, at);
            let held = self.held(at);
            let chars: usize = held.clone().filter_map(|index| self.blocks.get(index)).map(|block| block.chars).sum();
            let tag = self.page.nodes.get(at).and_then(|node| node.tag);
            if held.len() > BOX_BLOCKS
                || chars > BOX_CHARS
                || !matches!(tag, Some(Tag::Div | Tag::Section | Tag::Aside | Tag::Figure))
            {
                break;
            }
            around = Some(held);
        }
        around
    }

    pub(super) fn leave_out(&mut self, blocks: Vec<usize>) {
        for index in blocks {
            if let Some(kept) = self.kept.get_mut(index) {
                *kept = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract;

    #[test]
    fn a_pitch_asks_for_something_by_its_name() {
        for text in [
            "Join the Courier's WhatsApp Community or follow us on Google News, TikTok and Facebook.",
            "Get a look at the day ahead with the Morning Tide newsletter. Sign up here.",
            "Sign up to First Crossing",
            "Want to keep up with the ferries? Subscribe to our weekly newsletter for more.",
            "Abonnez-vous à notre lettre : toutes les newsletters du Courrier",
            "The Courier belongs to nobody. Will you help us to continue this work?",
            "Unterstützen Sie unabhängigen Journalismus!",
        ] {
            assert!(asks(text, false, |_| false), "{text}");
        }
        let told = "Diese und weitere Nachrichten finden Sie auch in unserer App. Hier geht’s zum Download.";
        assert!(asks(told, true, |_| false) && !asks(told, false, |_| false));
        for text in [
            "“Sign up for the newsletter,” she told them, and they did.",
            "He asked the islanders to sign up for a newsletter that nobody wrote.",
            "Followers of the newsletter knew of the storm before the harbour did.",
            "Join the two ends of the rope and pull.",
            "He said that the islanders support our journalism with bread and cheese.",
        ] {
            assert!(!asks(text, false, |_| false), "{text}");
        }
    }

    const STORY: [&str; 3] = [
        "The night ferry to Merrow leaves at nine, and nobody on board expects to sleep. There are forty berths for ninety \
         passengers, and a deck from which one sees the lights of three islands.",
        "Those who know the crossing bring a blanket and a pack of cards. Those who do not learn by midnight that the engine \
         is loudest in the quiet saloon, which was named by an optimist.",
        "By six the island stands in front of the bow like something that was put there overnight. The gangway comes down, \
         the mail goes up the hill, and the passengers look at each other.",
    ];

    fn read(between: &str) -> String {
        let [first, second, third] = STORY;
        let page = format!(
            "<html><head><title>The ferry</title></head><body><main><article><h1>The ferry</h1><p>{first}</p>{between}<p>{second}</p>\
             <p>{third}</p></article></main></body></html>"
        );
        extract(&page, "https://courier.example/ferry").text
    }

    #[test]
    fn the_small_box_around_a_pitch_goes_with_it() {
        let text = read(
            "<div class=more><p>Follow the Courier on WhatsApp</p><p>All that happens on the islands, as it happens</p><a href=/w>Tap here</a></div>",
        );
        assert!(STORY.iter().all(|part| text.contains(part)), "{text}");
        assert!(
            !text.contains("WhatsApp") && !text.contains("on the islands, as it") && !text.contains("Tap"),
            "{text}"
        );
    }

    #[test]
    fn pictures_of_other_stories_and_of_authors_are_no_figures() {
        let [first, second, third] = STORY;
        let figures = |between: &str| {
            let page = format!(
                "<html><head><title>The ferry</title><meta name=author content='Ana Roth'></head><body><main><article><h1>The ferry</h1>\
                 <p>{first}</p>{between}<p>{second}</p><p>{third}</p></article></main></body></html>"
            );
            extract(&page, "https://courier.example/ferry").figures.len()
        };
        let image = "<img src=/pictures/harbour.jpg width=600 height=400>";
        assert_eq!(
            figures(&format!("<figure>{image}<figcaption>The harbour of Merrow in May.</figcaption></figure>")),
            1
        );
        for between in [
            format!(
                "<div class='wrap internallink inset'><div class='bucket img'><a href=/x>{image}</a></div><div class=bucketblock><h3>\
                 <a href=/x>Harbours along the sound</a></h3></div></div>"
            ),
            format!(
                "<figure data-spacefinder-role=richLink><aside><a href=/r>{image}<h5>Harbours along the sound</h5></a></aside></figure>"
            ),
            format!("<div class=c7><a href=/ana>{image}</a><a href=/ana>Ana Roth</a></div>"),
        ] {
            assert_eq!(figures(&between), 0, "{between}");
        }
    }

    #[test]
    fn an_article_about_a_channel_asks_for_nothing() {
        let steps = [
            "Download Telegram from the shop of your telephone, and open it.",
            "Telegram asks for your number, and sends a code.",
            "Join a group by tapping on the link that Telegram shows.",
            "Follow the channel of the harbour on Telegram, and mute it at night.",
        ];
        let all: String = steps.iter().map(|step| format!("<p>{step}</p>")).collect();
        let text = read(&all);
        assert!(steps.iter().all(|step| text.contains(step)), "{text}");
        assert!(!read(&format!("<p>{}</p>", steps[3])).contains("mute it"));
    }

    #[test]
    fn cards_and_lines_of_other_stories_are_no_text() {
        for between in [
            "<div class='bucketwrap internallink'><h3><a href=/n>Seas</a></h3><h3><a href=/x>Harbours along the sound</a></h3></div>",
            "<div class=teaser-element><a href=/x><h3>Harbours along the sound</h3></a></div>",
            "<p><strong>More ships:</strong> <a href=/x>Harbours along the sound are full</a></p>",
            "<p>[ <a href=/x>Harbours along the sound are full</a> ]</p>",
        ] {
            let text = read(between);
            assert!(text.contains(STORY[1]) && !text.contains("Harbours along"), "{between}: {text}");
        }
        for between in [
            "<p><strong>Source:</strong> <a href=/x>The harbour master's yearly report</a></p>",
            "<p><strong>One thing:</strong> the <a href=/x>harbour</a> was never full.</p>",
            "<h2>Where to stay</h2><p><strong>Quiet rooms:</strong> <a href=/x>The inn at the harbour</a></p>",
        ] {
            let text = read(between);
            assert!(text.contains("harbour"), "{between}: {text}");
        }
    }
}
