//! Which of some names are most like one that is none of them, for whoever mistyped it.

use std::collections::BTreeSet;

use crate::folding::folded;

/// Names at most.
const MOST: usize = 3;

/// Of a hundred pairs of letters, how many two names must have in common.
const ALIKE: usize = 40;

/// The names that are most like what was typed, the best first; none that is not like it at all. A single word of a name is
/// compared by itself too.
pub(crate) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let wanted = pairs(&folded(typed).to_lowercase());
    let likeness = |name: &str| {
        let name = folded(name).to_lowercase();
        std::iter::once(name.as_str()).chain(name.split_whitespace()).map(|part| alike(&wanted, &pairs(part))).max()
    };
    let names: BTreeSet<&String> = names.into_iter().collect();
    let mut found: Vec<(usize, &String)> =
        names.into_iter().filter_map(|name| Some((likeness(name)?, name))).filter(|(like, _)| *like >= ALIKE).collect();
    found.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
    found.into_iter().take(MOST).map(|(_, name)| name.clone()).collect()
}

/// The letters of a word in pairs, its beginning and its end among them.
fn pairs(word: &str) -> Vec<(char, char)> {
    let letters = || std::iter::once(' ').chain(word.chars()).chain([' ']);
    letters().zip(letters().skip(1)).collect()
}

/// How much two words have in common, in hundredths (Dice 1945).
fn alike(one: &[(char, char)], other: &[(char, char)]) -> usize {
    let mut left = other.to_vec();
    let common =
        one.iter().filter(|pair| left.iter().position(|known| known == *pair).map(|at| left.swap_remove(at)).is_some());
    common.count() * 200 / (one.len() + other.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_most_like_it_come_first_and_others_not_at_all() {
        let names = ["The Courier", "Harbour & Hill", "Courier Sport", "Le Café", "Northern Ledger"].map(str::to_owned);
        let found = |typed: &str| nearest(typed, &names);
        assert_eq!(found("couriere"), ["Courier Sport", "The Courier"]);
        assert_eq!(found("the courir"), ["The Courier", "Courier Sport"]);
        assert_eq!(found("harbor"), ["Harbour & Hill"]);
        assert_eq!(found("cafe"), ["Le Café"]);
        assert_eq!(found("xyzzy"), [""; 0]);
        assert_eq!(found(""), [""; 0]);
    }
}
