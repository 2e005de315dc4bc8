//! Lines that lead elsewhere: “Read more: …” in many languages.

use crate::elsewhere_words::{CALLS, LABELS, LEADS};

/// Bytes of the longest such line.
const MOST_CALL: usize = 260;

/// A text in small letters; a large dotted I of Turkish becomes a plain one.
fn lowered(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.contains('\u{307}') { lower.replace('\u{307}', "") } else { lower }
}

/// Whether a text begins with words and goes on with another one.
fn begins(text: &str, words: &str) -> bool {
    let goes_on = |rest: &str| words.ends_with(char::is_lowercase) && rest.starts_with(char::is_alphanumeric);
    text.strip_prefix(words).is_some_and(|rest| !goes_on(rest))
}

/// Whether a line asks the reader to follow or to subscribe, or says who holds the rights, and nothing of the article.
pub(crate) fn is_call(text: &str) -> bool {
    if text.len() > MOST_CALL {
        return false;
    }
    let lower = lowered(text.trim_start());
    let bare = lower.trim_start_matches(['(', '（', '<', '[', '▶', ' ', '+', '>', '»', '*']);
    let is_rights = (bare.starts_with("copyright") || bare.starts_with(['©', 'ⓒ']))
        && ["rights reserved", "무단", "without permission"].iter().any(|words| lower.contains(words))
        || bare.starts_with("copyright ©") && text.len() <= 100;
    let asks = ["preferred source on google", "ctrl+enter", "ctrl + enter", "consider becoming a supporter"];
    let asks_for_letters = lower.contains('@')
        && ["question", "tip", "story", "comment"].iter().any(|word| {
            lower
                .strip_prefix("do you have a ")
                .or_else(|| lower.strip_prefix("have a "))
                .is_some_and(|rest| rest.starts_with(word))
        });
    let is_channel =
        text.len() <= 140 && !text.trim_end().ends_with(['.', '!', '?', '”', '"']) && lower.contains("google news");
    is_rights
        || is_channel
        || asks_for_letters
        || asks.iter().any(|words| lower.contains(words))
        || CALLS.iter().any(|call| begins(bare, call))
}

/// Whether a line is a label of an advertisement or of what leads elsewhere, and nothing else.
pub(crate) fn is_label(text: &str) -> bool {
    // The longest of them; most lines are longer.
    if text.len() > 120 {
        return false;
    }
    let lower = lowered(text);
    let bare = lower.trim_matches(|next: char| !next.is_alphanumeric() && !is_combining(next));
    // What a post is filed under: “#bridges #winter”.
    let is_tags =
        lower.starts_with('#') && lower.contains(" #") && lower.split_whitespace().all(|word| word.starts_with('#'));
    is_tags
        || LABELS.contains(&bare)
        || LEADS.iter().any(|lead| lead.trim_end_matches(':') == bare && lead.contains(' '))
}

/// Whether a character is one of the signs that Indian and Thai letters carry behind them.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// Whether a text begins with words that lead elsewhere: “Read more: …”.
pub(crate) fn leads_elsewhere(text: &str) -> bool {
    let lower = lowered(text);
    let is_lead = |text: &str| {
        LEADS.iter().any(|lead| text.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    };
    is_lead(&lower) || is_lead(lower.trim_start_matches(|next: char| !next.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leads_elsewhere_by_its_first_words() {
        for (text, expected) in [
            ("Read more: the ferry is back", true),
            ("Lest auch, warum die Fähre wieder fährt", true),
            ("Related", true),
            ("Relatedly, the ferry is back", false),
            ("The ferry is back; read more", false),
            ("Läs mer: färjan är tillbaka", true),
            ("यह भी पढ़ें: नाव लौट आई", true),
            ("Read: The ferry is back", true),
            ("– Leggi anche: il traghetto è tornato", true),
            ("İLGİLİ HABER", true),
        ] {
            assert_eq!(leads_elsewhere(text), expected, "{text}");
        }
    }

    #[test]
    fn calls_are_no_text() {
        for text in [
            "Folgen Sie uns auf Instagram",
            "Copyright 2025 The Courier. All rights reserved.",
            "（责任编辑：张敏）",
            "저작권자 © 하늘일보 무단전재 및 재배포 금지",
            "Baca berita lainnya di Google News",
            "As an Amazon Associate we earn from what you buy.",
            "Dieser Beitrag enthält Werbelinks.",
            "Нашли опечатку? Выделите её и нажмите Ctrl+Enter",
        ] {
            assert!(is_call(text), "{text}");
        }
        for text in [
            "Copyright was the word of the evening.",
            "Download our apples, he said.",
            "Google News has changed its mind.",
            "Write to us @ home or at work, but do write.",
            "编辑部的故事",
        ] {
            assert!(!is_call(text), "{text}");
        }
    }

    #[test]
    fn labels_stand_alone() {
        for text in ["Advertisement", "— PUBLICIDAD —", "विज्ञापन", "LEGGI ANCHE", "© RIPRODUZIONE RISERVATA", "広告"]
        {
            assert!(is_label(text), "{text}");
        }
        for text in ["Related", "Advertisement was his trade.", "Oglas v časopisu"] {
            assert!(!is_label(text), "{text}");
        }
    }
}
