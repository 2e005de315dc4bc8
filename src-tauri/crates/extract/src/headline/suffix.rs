//! Titles with the site's name, and without.

use crate::words::{SEPARATORS, key, words};

/// Separators that stand within headlines too, so that they part a title only before a name that is known.
const WEAK: [&str; 3] = [": ", "-", " / "];

/// A title without the names of its site at either end; `None` where there is none.
pub(super) fn without_names(title: &str, names: &[String]) -> Option<String> {
    let mut rest = title.trim();
    for _ in 0..3 {
        let shorter = SEPARATORS.iter().find_map(|separator| {
            let (before, after) = rest.rsplit_once(separator)?;
            if !before.trim().is_empty() && names.iter().any(|name| same_name(after, name)) {
                return Some(before);
            }
            let (before, after) = rest.split_once(separator)?;
            (!after.trim().is_empty() && names.iter().any(|name| same_name(before, name))).then_some(after)
        });
        match shorter {
            Some(shorter) => rest = shorter.trim(),
            None => break,
        }
    }
    (rest.len() < title.trim().len()).then(|| rest.to_owned())
}

/// What a publisher says of the kind of a text behind its headline.
const KINDS: [&str; 14] = [
    "opinion",
    "editorial",
    "analysis",
    "commentary",
    "comment",
    "column",
    "op-ed",
    "opinión",
    "opinião",
    "opinione",
    "meinung",
    "kommentar",
    "leitartikel",
    "analyse",
];

/// A headline without what the publisher says of the kind of its text, which is no part of it.
pub(super) fn without_kind(headline: String) -> String {
    match headline.rsplit_once(" | ") {
        Some((before, kind)) if KINDS.contains(&kind.trim().to_lowercase().as_str()) => before.trim_end().to_owned(),
        _ => headline,
    }
}

/// A title cut at its last, first and longest seam.
pub(super) fn pieces(title: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for separator in SEPARATORS.iter().filter(|separator| !WEAK.contains(separator)) {
        let Some((before, after)) = title.rsplit_once(separator) else { continue };
        let (first, _) = title.split_once(separator).unwrap_or_default();
        let longest = title.split(separator).max_by_key(|piece| piece.len()).unwrap_or_default();
        for piece in [before, first, longest, after] {
            let piece = piece.trim();
            if words(piece).len() >= 2 && !found.iter().any(|known| known == piece) {
                found.push(piece.to_owned());
            }
        }
    }
    found.truncate(8);
    found
}

/// Whether two names are those of one site: equal, or one the beginning or end of the other.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    !one.is_empty()
        && (one == other
            || one.len() > 3
                && other.len() > 3
                && (one.contains(&other) && one.len() < 2 * other.len() + 8 || other.contains(&one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_from_titles() {
        let names = ["Coast Courier".to_owned()];
        assert_eq!(
            without_names("Ferry deal - Europe | Coast Courier", &names).as_deref(),
            Some("Ferry deal - Europe")
        );
        assert_eq!(without_names("Coast Courier: Ferry deal", &names).as_deref(), Some("Ferry deal"));
        assert_eq!(without_names("Ferry deal - at last", &names), None);
        assert_eq!(
            pieces("Ferry deal at last | Europe | Courier"),
            ["Ferry deal at last | Europe", "Ferry deal at last"]
        );
    }
}
