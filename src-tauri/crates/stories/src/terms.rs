//! The words that carry a text: names first, then what is said more than once.

use std::collections::HashMap;

/// Words too common to tell one article from another.
const COMMON: &[&str] = &[
    "about",
    "after",
    "again",
    "against",
    "all",
    "also",
    "among",
    "and",
    "another",
    "any",
    "are",
    "around",
    "back",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "called",
    "can",
    "city",
    "could",
    "country",
    "day",
    "days",
    "did",
    "does",
    "down",
    "during",
    "each",
    "early",
    "end",
    "even",
    "every",
    "few",
    "first",
    "five",
    "for",
    "former",
    "four",
    "from",
    "good",
    "government",
    "group",
    "had",
    "half",
    "has",
    "have",
    "her",
    "here",
    "him",
    "his",
    "home",
    "hour",
    "hours",
    "how",
    "into",
    "its",
    "just",
    "known",
    "largest",
    "last",
    "late",
    "later",
    "least",
    "less",
    "like",
    "little",
    "local",
    "long",
    "made",
    "make",
    "many",
    "may",
    "members",
    "might",
    "million",
    "minister",
    "monday",
    "month",
    "months",
    "more",
    "morning",
    "most",
    "much",
    "must",
    "near",
    "nearly",
    "never",
    "new",
    "news",
    "next",
    "nor",
    "not",
    "now",
    "off",
    "officials",
    "old",
    "once",
    "one",
    "only",
    "other",
    "others",
    "our",
    "out",
    "over",
    "own",
    "part",
    "people",
    "per",
    "place",
    "plan",
    "plans",
    "president",
    "public",
    "put",
    "rather",
    "report",
    "reported",
    "right",
    "said",
    "same",
    "saturday",
    "say",
    "says",
    "second",
    "set",
    "seven",
    "she",
    "should",
    "since",
    "six",
    "small",
    "some",
    "still",
    "such",
    "sunday",
    "take",
    "ten",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "third",
    "this",
    "those",
    "three",
    "through",
    "thursday",
    "time",
    "today",
    "told",
    "too",
    "took",
    "tuesday",
    "two",
    "under",
    "until",
    "upon",
    "use",
    "used",
    "very",
    "was",
    "way",
    "wednesday",
    "week",
    "weeks",
    "well",
    "went",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "work",
    "would",
    "year",
    "years",
    "yesterday",
    "yet",
    "you",
    "your",
    "friday",
    "der",
    "die",
    "das",
    "und",
    "ein",
    "eine",
    "einen",
    "einem",
    "einer",
    "den",
    "dem",
    "des",
    "mit",
    "von",
    "für",
    "auf",
    "ist",
    "sind",
    "war",
    "nicht",
    "sich",
    "auch",
    "als",
    "bei",
    "nach",
    "wie",
    "aus",
    "wird",
    "werden",
    "hat",
    "haben",
    "les",
    "des",
    "une",
    "est",
    "dans",
    "pour",
    "pas",
    "que",
    "qui",
    "sur",
    "avec",
    "plus",
    "par",
    "los",
    "las",
    "una",
    "del",
    "por",
    "con",
    "para",
    "como",
    "más",
    "its",
    "it’s",
    "het",
    "een",
    "van",
];

/// The telling words of a text with how often each stands there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms(pub(crate) HashMap<String, Term>);

/// One telling word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// How much it counts in its text.
    pub(crate) count: f32,
    /// How it is written where it stands first.
    pub(crate) written: String,
}

impl Terms {
    /// Counts the telling words of a headline and a text; the headline's count fourfold.
    #[must_use]
    pub fn of(headline: &str, text: &str) -> Self {
        let mut counts: HashMap<String, Term> = HashMap::new();
        for (source, weight) in [(headline, 4.0), (text, 1.0)] {
            for word in words(source) {
                let more = weight * if is_name(&word) { 2.0 } else { 1.0 };
                let term = counts.entry(fold(&word)).or_insert_with(|| Term { count: 0.0, written: word });
                term.count += more;
            }
        }
        Self(counts)
    }
}

/// Folds the endings that English adds to nouns, so that “harbour” and “harbours” are one word.
fn fold(word: &str) -> String {
    let lower = word.to_lowercase();
    let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(&lower);
    match bare.strip_suffix('s') {
        Some(stem) if stem.chars().count() > 3 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => bare.to_owned(),
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !(character.is_alphanumeric() || matches!(character, '\'' | '’' | '-')))
        .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()))
        .filter(|word| word.chars().count() > 2 && !word.chars().all(|character| character.is_ascii_digit()))
        .filter(|word| !COMMON.contains(&word.to_lowercase().as_str()))
        .map(str::to_owned)
}

fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The `most` words that tell most of an article, the most telling first, as they are written.
#[must_use]
pub fn key_terms(headline: &str, text: &str, most: usize) -> Vec<String> {
    let mut counts: HashMap<String, (f32, String)> = HashMap::new();
    for (source, weight) in [(headline, 3.0), (text, 1.0)] {
        for word in words(source) {
            let score = weight * if is_name(&word) { 2.0 } else { 1.0 };
            let entry = counts.entry(fold(&word)).or_insert_with(|| (0.0, word.clone()));
            entry.0 += score;
        }
    }
    let mut ranked: Vec<(f32, String)> = counts.into_values().collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.into_iter().take(most).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_repeated_words_come_first() {
        let terms =
            key_terms("Ferry talks resume in Port Ellery", "The ferry company said that Port Ellery would wait.", 3);
        assert!(terms.contains(&"Ellery".to_owned()), "{terms:?}");
        assert!(terms.contains(&"Port".to_owned()), "{terms:?}");
        assert!(!terms.iter().any(|term| term.eq_ignore_ascii_case("said")));
        assert!(key_terms("", "", 5).is_empty());
    }
}
