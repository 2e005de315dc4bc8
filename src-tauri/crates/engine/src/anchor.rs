//! Where a passage stands in a text that may have changed since it was highlighted.
//!
//! Everything here is letters: characters without white space, counted from the beginning of the text.

use std::ops::Range;

use broadsheet_sanitise::letters_of;
use broadsheet_store::highlights::Anchor;

/// Letters on either side of a passage by which it is known again.
const AROUND: usize = 48;

/// Letters of what stands around that must agree where the passage itself has changed.
const SURE: usize = 20;

/// How much longer a passage may have become, times.
const GROWN: usize = 2;

/// The passage `quote` of `letters` nearest to the place `near`, with what stands around it; `None` where it is not there.
pub(crate) fn anchor(letters: &str, quote: &str, near: usize) -> Option<Anchor> {
    let wanted = letters_of(quote);
    let found = occurrences(letters, &wanted).min_by_key(|range| range.start.abs_diff(near))?;
    let before: Vec<char> = letters.chars().take(found.start).collect();
    let before = before.get(before.len().saturating_sub(AROUND)..).unwrap_or_default().iter().collect();
    let after = letters.chars().skip(found.end).take(AROUND).collect();
    Some(Anchor { quote: quote.trim().to_owned(), before, after, at: u32::try_from(found.start).unwrap_or(u32::MAX) })
}

/// Where the passage stands in `letters`: word for word, where what stands around it agrees best; else between what stood
/// around it; else most of it, from its beginning or to its end. `None` where it is gone. A few letters may stand anywhere: of
/// them and what stands around them so many must agree as are sure.
pub(crate) fn find(letters: &str, anchor: &Anchor) -> Option<Range<usize>> {
    let wanted = letters_of(&anchor.quote);
    if wanted.is_empty() {
        return None;
    }
    let near = anchor.at as usize;
    let all: Vec<char> = letters.chars().collect();
    let agreement = |range: &Range<usize>| {
        let before = all.get(..range.start).unwrap_or_default().iter().rev();
        let after = all.get(range.end..).unwrap_or_default().iter();
        shared(before.copied(), anchor.before.chars().rev()) + shared(after.copied(), anchor.after.chars())
    };
    let length = wanted.chars().count();
    let around = anchor.before.chars().count() + anchor.after.chars().count();
    let needed = SURE.saturating_sub(length).min(around);
    let best = occurrences(letters, &wanted)
        .map(|range| (agreement(&range), range))
        .filter(|(agreed, _)| *agreed >= needed)
        .max_by_key(|(agreed, range)| (*agreed, std::cmp::Reverse(range.start.abs_diff(near))))
        .map(|(_, range)| range);
    best.or_else(|| between(letters, anchor, length)).or_else(|| most_of(letters, &wanted, near))
}

fn shared(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Where `wanted` stands in `letters`.
fn occurrences<'a>(letters: &'a str, wanted: &'a str) -> impl Iterator<Item = Range<usize>> {
    let length = wanted.chars().count();
    let (mut counted, mut start) = (0, 0);
    letters.match_indices(wanted).filter(move |_| length > 0).map(move |(at, _)| {
        start += letters.get(counted..at).unwrap_or_default().chars().count();
        counted = at;
        start..start + length
    })
}

/// The passage that stands between what stood around it.
fn between(letters: &str, anchor: &Anchor, length: usize) -> Option<Range<usize>> {
    let behind: Vec<char> = anchor.before.chars().collect();
    let behind: String = behind.get(behind.len().checked_sub(SURE)?..)?.iter().collect();
    let ahead: String = anchor.after.chars().take(SURE).collect();
    if ahead.chars().count() < SURE {
        return None;
    }
    let start = occurrences(letters, &behind).next()?.end;
    let end = occurrences(letters, &ahead).map(|range| range.start).find(|end| *end > start)?;
    (end - start <= GROWN * length + SURE).then_some(start..end)
}

/// Half of the passage or more that stands there still.
fn most_of(letters: &str, wanted: &str, near: usize) -> Option<Range<usize>> {
    let all: Vec<char> = letters.chars().collect();
    let wanted: Vec<char> = wanted.chars().collect();
    let least = wanted.len().div_ceil(2).max(SURE);
    let nearest = |part: &[char]| {
        let part: String = part.iter().collect();
        occurrences(letters, &part).min_by_key(|range| range.start.abs_diff(near))
    };
    if let Some(found) = nearest(wanted.get(..least)?) {
        let more = shared(all.iter().skip(found.end).copied(), wanted.iter().skip(least).copied());
        return Some(found.start..found.end + more);
    }
    let (before, end) = wanted.split_at_checked(wanted.len().checked_sub(least)?)?;
    let found = nearest(end)?;
    let ahead = all.get(..found.start).unwrap_or_default().iter().rev();
    let more = shared(ahead.copied(), before.iter().rev().copied());
    Some(found.start - more..found.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry to the island was late on Monday, and the harbour master said that nobody was to blame for the fog. \
        The ferry to the island was late on Tuesday too, and the harbour master said nothing at all.";

    fn told(text: &str, range: Option<Range<usize>>) -> Option<String> {
        range.map(|range| letters_of(text).chars().skip(range.start).take(range.len()).collect())
    }

    #[test]
    fn a_passage_is_found_where_it_was_taken_and_not_where_it_stands_too() {
        let letters = letters_of(TEXT);
        let second = letters.rfind("Theferry").unwrap();
        let anchor = anchor(&letters, "The ferry to the island was late", second + 3).unwrap();
        assert_eq!(anchor.at as usize, second);
        assert_eq!(find(&letters, &anchor), Some(second..second + 26));
        // What came before it moves it, and what stands around it tells which of the two it is.
        let changed = letters_of(&format!("Correction: the fog came from the east. {TEXT}"));
        assert_eq!(find(&changed, &anchor), Some(second + 33..second + 59));
    }

    #[test]
    fn a_passage_that_was_edited_is_found_by_what_stands_around_it() {
        let letters = letters_of(TEXT);
        let anchor = anchor(&letters, "harbour master said that nobody was to blame", 0).unwrap();
        let changed = TEXT.replace("said that nobody was to blame", "told this paper that no one is to blame");
        assert_eq!(
            told(&changed, find(&letters_of(&changed), &anchor)).as_deref(),
            Some("harbourmastertoldthispaperthatnooneistoblame")
        );
    }

    #[test]
    fn a_few_letters_are_found_only_where_what_stands_around_them_says_so() {
        let letters = letters_of(TEXT);
        let fog = super::anchor(&letters, "fog", 0).unwrap();
        let before = "All day the horn was heard, and somebody looked for a dog in the fog at the pier.";
        let moved = format!("{before} {TEXT}");
        let place = find(&letters_of(&moved), &fog).unwrap();
        assert_eq!(place.start, fog.at as usize + letters_of(before).chars().count());
        let changed = format!("{before} {}", TEXT.replace("fog", "thick mist"));
        assert_eq!(told(&changed, find(&letters_of(&changed), &fog)).as_deref(), Some("thickmist"));
        assert_eq!(find(&letters_of(before), &fog), None, "this is another");
        // One side is enough.
        let cut = letters_of("Nobody knows anything of the fog. The ferry to the island was late on Tuesday.");
        assert!(find(&cut, &fog).is_some());
        // A text that holds nothing else has nothing around it.
        let alone = super::anchor("fog", "fog", 0).unwrap();
        assert_eq!(find("fog", &alone), Some(0..3));
    }

    #[test]
    fn most_of_a_passage_is_enough_and_little_is_not() {
        let letters = letters_of(TEXT);
        let anchor = anchor(&letters, "and the harbour master said nothing at all.", 0).unwrap();
        let cut = "All else is new here, but the harbour master said nothing, as ever, and went home.";
        let found = told(cut, find(&letters_of(cut), &anchor));
        assert_eq!(found, None, "its beginning is gone, and its end");
        let shorter = "All else is new here, and the harbour master said nothing";
        assert_eq!(
            told(shorter, find(&letters_of(shorter), &anchor)).as_deref(),
            Some("andtheharbourmastersaidnothing")
        );
        assert_eq!(find("Nothingofit", &anchor), None);
        assert_eq!(super::anchor(&letters, "no such words", 0), None);
        assert_eq!(super::anchor(&letters, "  ", 0), None);
    }
}
