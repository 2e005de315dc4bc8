//! Lines that lead elsewhere: “Read more: …” in many languages.

/// Beginnings of lines that lead elsewhere.
const LEADS: [&str; 85] = [
    "read more",
    "read our full",
    "read the full",
    "see our full",
    "a post shared by",
    "a video posted by",
    "a photo posted by",
    "read also",
    "also read",
    "read next",
    "related",
    "see also",
    "more on this",
    "more:",
    "recommended",
    "don't miss",
    "lire aussi",
    "à lire",
    "a lire",
    "voir aussi",
    "lesen sie auch",
    "lest auch",
    "lies auch",
    "siehe auch",
    "lesen sie mehr",
    "mehr zum thema",
    "mehr dazu",
    "auch interessant",
    "lea también",
    "le puede interesar",
    "lee también",
    "leia também",
    "leia mais",
    "leggi anche",
    "lees ook",
    "läs också",
    "les også",
    "læs også",
    "читайте также",
    "baca juga",
    "czytaj także",
    "czytaj też",
    "read:",
    "watch:",
    "listen:",
    "läs mer",
    "les mer",
    "læs mere",
    "lue myös",
    "lue lisää",
    "lees meer",
    "lire la suite",
    "en savoir plus",
    "leer más",
    "leggi di più",
    "saiba mais",
    "veja também",
    "čtěte také",
    "přečtěte si také",
    "čítajte aj",
    "olvassa el",
    "citește și",
    "pročitajte i",
    "pročitajte još",
    "preberite tudi",
    "прочетете още",
    "прочитајте",
    "читайте також",
    "читать также",
    "διαβάστε επίσης",
    "διαβάστε ακόμη",
    "ilginizi çekebilir",
    "bunlar da ilginizi çekebilir",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "بیشتر بخوانید",
    "קראו גם",
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "আরও পড়ুন",
    "xem thêm",
    "อ่านข่าวเพิ่มเติม",
    "関連記事",
    "相关阅读",
    "관련기사",
];

/// What stands alone on a line of its own without being a part of the text: labels of advertisements, and words on rights.
const LABELS: [&str; 44] = [
    "advertisement",
    "advertising",
    "story continues below advertisement",
    "article continues below advertisement",
    "scroll to continue with content",
    "scroll to continue",
    "publicidad",
    "continúa después de la publicidad",
    "publicidade",
    "continua após a publicidade",
    "publicité",
    "pubblicità",
    "riproduzione riservata",
    "werbung",
    "anzeige",
    "advertentie",
    "annons",
    "annonce",
    "annonse",
    "reklame",
    "mainos",
    "reklama",
    "reklam",
    "reclamă",
    "hirdetés",
    "oglas",
    "реклама",
    "оглас",
    "διαφήμιση",
    "iklan",
    "quảng cáo",
    "โฆษณา",
    "विज्ञापन",
    "বিজ্ঞাপন",
    "إعلان",
    "تبلیغات",
    "پروموشن",
    "פרסומת",
    "広告",
    "スポンサーリンク",
    "广告",
    "廣告",
    "광고",
    "sponsored content",
];

/// Whether a line is a label of an advertisement or of what leads elsewhere, and nothing else.
pub(crate) fn is_label(text: &str) -> bool {
    // The longest of them; most lines are longer.
    if text.len() > 60 {
        return false;
    }
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|next: char| !next.is_alphanumeric() && !is_combining(next));
    LABELS.contains(&bare) || LEADS.iter().any(|lead| lead.contains(' ') && lead.trim_end_matches(':') == bare)
}

/// Whether a character is one of the signs that Indian and Thai letters carry behind them.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// Whether a text begins with words that lead elsewhere: “Read more: …”.
pub(crate) fn leads_elsewhere(text: &str) -> bool {
    let lower = text.to_lowercase();
    LEADS.iter().any(|lead| lower.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
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
        ] {
            assert_eq!(leads_elsewhere(text), expected, "{text}");
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
