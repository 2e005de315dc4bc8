//! Lines that lead elsewhere: “Read more: …” in many languages.

use std::sync::LazyLock;

use crate::elsewhere_words::{CALLS, LABELS, LABELS_IN_TEXT};
use crate::judge::quick::{QuickMap, QuickSet};
use crate::related_words::{LEADS, RELATED};

/// Labels, with those above links, to look them up.
static ALL_LABELS: LazyLock<QuickSet<&str>> = LazyLock::new(|| LABELS.into_iter().chain(RELATED).collect());

/// Beginnings of lines that ask for something, by their first characters.
static CALLS_BY_FIRST: LazyLock<QuickMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut by_first: QuickMap<char, Vec<&str>> = QuickMap::default();
    for call in CALLS {
        by_first.entry(call.chars().next().unwrap_or_default()).or_default().push(call);
    }
    by_first
});

/// Labels above links to other articles, and beginnings of lines that lead to them, as they stand alone.
static ABOVE_LINKS: LazyLock<[QuickSet<&str>; 2]> = LazyLock::new(|| {
    let leads = LEADS.into_iter().map(|lead| lead.trim_end_matches(':'));
    [RELATED.into_iter().collect(), RELATED.into_iter().chain(leads).collect()]
});

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
        || bare.starts_with("copyright ©") && text.len() <= 100
        || bare.starts_with('©')
            && text.len() <= 60
            && !lower.contains("permission")
            && !text.trim_end().ends_with(['.', '!', '?']);
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
    let needs_program = lower.contains("javascript")
        && ["browser", "adblock", "slideshow", "enable", "aktivier", "activ", "habilit"]
            .iter()
            .any(|word| lower.contains(word))
        && [
            "benötigt",
            "please",
            "bitte",
            "requires",
            "necesita",
            "nécessite",
            "your browser",
            "ihr browser",
            "tu navegador",
            "votre navigateur",
        ]
        .iter()
        .any(|word| lower.contains(word));
    is_rights
        || needs_program
        || is_reached(&lower)
        || is_channel
        || asks_for_letters
        || asks.iter().any(|words| lower.contains(words))
        || bare
            .chars()
            .next()
            .and_then(|first| CALLS_BY_FIRST.get(&first))
            .is_some_and(|calls| calls.iter().any(|call| begins(bare, call)))
}

/// Whether a line is an address for mail and nothing else.
pub(crate) fn is_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    let lower = lower.trim();
    let bare = ["contact:", "email:", "e-mail:", "mail:", "kontakt:", "contacto:", "contact :"]
        .iter()
        .find_map(|label| lower.strip_prefix(label))
        .unwrap_or(lower)
        .trim();
    bare.len() <= 80
        && !bare.contains(char::is_whitespace)
        && bare.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Whether a line says where its author is reached.
fn is_reached(lower: &str) -> bool {
    lower.contains('@')
        && [
            "reach her at",
            "reach him at",
            "reach them at",
            "reach me at",
            "may be reached at",
            "can be reached at",
            "contact her at",
            "contact him at",
            "contact them at",
            "email her at",
            "email him at",
            "email them at",
        ]
        .iter()
        .any(|words| lower.contains(words))
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
        || is_reading_time(&lower)
        || is_continued(&lower)
        || is_advertiser(&lower)
        || is_place_in_list(bare)
        || ALL_LABELS.contains(bare)
        || LEADS.iter().any(|lead| lead.trim_end_matches(':') == bare && lead.contains(' '))
}

/// Whether a line that is no heading is a label, and nothing else.
pub(crate) fn is_label_in_text(text: &str) -> bool {
    text.len() <= 20 && LABELS_IN_TEXT.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a line is a label above links to other articles, and nothing else. Encyclopedias have some below a heading as well.
pub(crate) fn names_related(text: &str, is_heading: bool) -> bool {
    let lower = lowered(text);
    let bare = lower.trim_matches(|next: char| !next.is_alphanumeric() && !is_combining(next));
    ABOVE_LINKS.get(usize::from(!is_heading)).is_some_and(|labels| labels.contains(bare))
}

/// Whether a line says that the text goes on below an advertisement or a film, in whatever words.
fn is_continued(lower: &str) -> bool {
    const WHERE: [&str; 34] = [
        "below",
        "under",
        "after",
        "unter",
        "nach",
        "après",
        "depois",
        "después",
        "dopo",
        "ispod",
        "poslije",
        "nakon",
        "pod",
        "po",
        "pēc",
        "pärast",
        "alla",
        "jälkeen",
        "után",
        "sonra",
        "efter",
        "onder",
        "na",
        "после",
        "після",
        "испод",
        "după",
        "tras",
        "setelah",
        "μετά",
        "žemiau",
        "alatt",
        "sotto",
        "debajo",
    ];
    const GOES_ON: [&str; 30] = [
        "continue",
        "continua",
        "continúa",
        "continuă",
        "suite",
        "weiter",
        "fortsetz",
        "fortsät",
        "fortset",
        "fortsæt",
        "jatku",
        "nastav",
        "nadaljuje",
        "pokraču",
        "tęsin",
        "turpin",
        "jätkub",
        "folytat",
        "devam",
        "dalsza",
        "dalszy",
        "ciąg dalszy",
        "reszta artykułu",
        "gaat ",
        "loopt ",
        "продолж",
        "продовж",
        "наставља",
        "συνεχίζ",
        "lanjut",
    ];
    const BELOW: [&str; 35] = [
        "advert",
        " ad",
        "publicit",
        "publicid",
        "pubblicit",
        "werbung",
        "anzeige",
        "annons",
        "annonc",
        "mainok",
        "mainos",
        "oglas",
        "reklam",
        "reklaam",
        "reklām",
        "inzerc",
        "hirdet",
        "anunț",
        "διαφήμισ",
        "реклам",
        "оглас",
        "iklan",
        "advertentie",
        "video",
        "wideo",
        "foto",
        "bilde",
        "billedet",
        "kuvan",
        "afbeelding",
        "zdjęci",
        "фото",
        "видео",
        "foty",
        "reclam",
    ];
    lower.len() <= 90
        && !lower.contains(['.', '!', '?', '“', '"'])
        && lower.split_whitespace().any(|word| WHERE.contains(&word))
        && GOES_ON.iter().any(|words| lower.contains(words))
        && BELOW.iter().any(|words| lower.contains(words))
}

/// Whether a line names the one who pays for an advertisement, as Russian law wants it.
fn is_advertiser(lower: &str) -> bool {
    lower.len() <= 140
        && lower
            .strip_prefix("реклама")
            .is_some_and(|rest| rest.trim_start().starts_with(['.', ',', ':', '|', '/', '«']))
}

/// Whether a line counts the items of a list for those who hear it: `list 1 of 4`.
fn is_place_in_list(bare: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|next| next.is_ascii_digit());
    bare.strip_prefix("list ")
        .and_then(|rest| rest.split_once(" of "))
        .is_some_and(|(one, all)| number(one) && number(all))
}

/// Whether a line says how long the article takes to read: `5 min read`, `2 minuti di lettura`, `Lesezeit: 3 Minuten`.
fn is_reading_time(lower: &str) -> bool {
    const WORDS: [&str; 16] = [
        "min read",
        "mins read",
        "minute read",
        "minutes read",
        "min de lecture",
        "minutes de lecture",
        "minuti di lettura",
        "min di lettura",
        "min de lectura",
        "minutos de lectura",
        "min de leitura",
        "minutos de leitura",
        "min lesezeit",
        "minuten lesezeit",
        "min. lesezeit",
        "min leestijd",
    ];
    const LABELS: [&str; 7] = [
        "lesezeit",
        "reading time",
        "temps de lecture",
        "tiempo de lectura",
        "tempo di lettura",
        "tempo de leitura",
        "leestijd",
    ];
    let bare = lower.trim_matches(|next: char| !next.is_alphanumeric());
    let number = bare.trim_start_matches(|next: char| next.is_ascii_digit());
    let counts = number.len() < bare.len() && WORDS.contains(&number.trim_start_matches([' ', '-', '\u{a0}']));
    counts
        || lower.len() <= 40
            && LABELS.iter().any(|label| bare.starts_with(label))
            && lower.contains(|next: char| next.is_ascii_digit())
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
    fn labels_are_no_text() {
        for text in [
            "AUGLÝSING",
            "Reklāma",
            "ΔΙΑΦΗΜΙΣΗ",
            "Реклама. ООО «Ромашка»",
            "Реклама, 16+",
            "Artikkel jätkub pärast reklaami",
            "Članek se nadaljuje pod oglasom",
            "Haberin devamı reklamdan sonra",
            "list 1 of 4",
            "Tengdar fréttir",
            "【関連記事】",
        ] {
            assert!(is_label(text), "{text}");
        }
        for text in [
            "Work continues after the video of the accident was shown.",
            "Реклама стала дороже на треть",
            "Lists of ships",
        ] {
            assert!(!is_label(text), "{text}");
        }
        assert!(is_address("Contact: desk@courier.example") && !is_address("Write to desk@courier.example"));
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
            "courier.example benötigt JavaScript für wichtige Funktionen. Ihr Browser oder Adblocker verhindert dies momentan.",
        ] {
            assert!(is_call(text), "{text}");
        }
        for text in [
            "Copyright was the word of the evening.",
            "JavaScript was written in ten days and runs in every browser since.",
            "Download our apples, he said.",
            "Google News has changed its mind.",
            "Write to us @ home or at work, but do write.",
            "编辑部的故事",
        ] {
            assert!(!is_call(text), "{text}");
        }
    }

    #[test]
    fn how_long_it_takes_to_read_is_no_text() {
        for text in
            ["5 min read", "2 minuti di lettura", "Lesezeit: 3 Minuten", "4-minute read", "Temps de lecture : 6 min"]
        {
            assert!(is_label(text), "{text}");
        }
        for text in ["Min read the letter twice", "Lesezeit ist kostbar", "3 minutes are enough to read it"] {
            assert!(!is_label(text), "{text}");
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
