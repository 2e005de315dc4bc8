//! Lines that lead elsewhere: “Read more: …” in many languages.

/// Beginnings of lines that lead elsewhere.
const LEADS: [&str; 42] = [
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
];

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
        ] {
            assert_eq!(leads_elsewhere(text), expected, "{text}");
        }
    }
}
