//! What a page says twice.

use super::Body;
use crate::block::shingles;
use crate::judge::quick::{QuickMap, QuickSet};
use crate::tag::Tag;

/// Words from which on a text that stands in others too is left out, and how much of it does.
const ECHOED_WORDS: usize = 40;
/// See `ECHOED_WORDS`.
const ECHOED: f32 = 0.85;

/// Words of the longest paragraph that may be one of several cases.
const CASE_WORDS: usize = 150;

/// Characters from which on a text is left out that the one before says too, or the one before that.
const REPEATED: (usize, usize) = (40, 80);

/// Characters of a refrain at most.
const REFRAIN: usize = 400;

impl Body {
    /// Leaves out a text that the rest of the article says again, the largest first: a page may hold its story twice, once in
    /// paragraphs and once in one piece.
    pub(super) fn drop_echoes(&mut self) {
        let refrains = self.refrains();
        let is_text = |index: usize| self.is_kept_text(index) && !refrains.contains(&index);
        let kept = self.blocks.iter().enumerate().filter(|(index, _)| is_text(*index));
        let mut shingles_of: Vec<(usize, Vec<u64>)> = kept
            .map(|(index, block)| {
                let mut own = Vec::new();
                shingles(&block.text, &mut own);
                (index, own)
            })
            .collect();
        let mut counts: QuickMap<u64, u32> = QuickMap::default();
        counts.reserve(shingles_of.iter().map(|(_, own)| own.len()).sum());
        for shingle in shingles_of.iter().flat_map(|(_, own)| own) {
            *counts.entry(*shingle).or_default() += 1;
        }
        // Nearly every text says everything once.
        shingles_of.retain(|(_, own)| {
            let again = || own.iter().filter(|shingle| counts.get(shingle).is_some_and(|count| *count > 1)).count();
            own.len() >= ECHOED_WORDS && again() as f32 >= ECHOED * own.len() as f32
        });
        shingles_of.sort_by_key(|(index, own)| (std::cmp::Reverse(own.len()), std::cmp::Reverse(*index)));
        for (index, own) in shingles_of {
            let mut within: QuickMap<u64, u32> = QuickMap::default();
            for shingle in &own {
                *within.entry(*shingle).or_default() += 1;
            }
            // What a text says twice by itself is no echo.
            let elsewhere = |shingle: &u64| counts.get(shingle) > within.get(shingle);
            let again = own.iter().filter(|shingle| elsewhere(shingle)).count();
            if again as f32 >= ECHOED * own.len() as f32 && (own.len() > CASE_WORDS || !self.tells_of_another(index)) {
                for (shingle, times) in within {
                    if let Some(count) = counts.get_mut(&shingle) {
                        *count -= times;
                    }
                }
                if let Some(kept) = self.kept.get_mut(index) {
                    *kept = false;
                }
            }
        }
    }

    /// Whether a paragraph has a number or, where names begin large, a name that no other kept text has: one of several cases that
    /// are told in the same words.
    fn tells_of_another(&self, index: usize) -> bool {
        let Some(block) = self.blocks.get(index) else { return false };
        let is_telling = |word: &&str| {
            let word = word.trim_matches(|next: char| !next.is_alphanumeric());
            word.contains(|next: char| next.is_numeric()) || word.starts_with(char::is_uppercase)
        };
        let mut telling = block.text.split_whitespace().filter(is_telling);
        telling.any(|word| {
            let word = word.trim_matches(|next: char| !next.is_alphanumeric());
            let others = (0..self.blocks.len()).filter(|other| *other != index && self.is_kept_text(*other));
            !others.filter_map(|other| self.blocks.get(other)).any(|other| other.text.contains(word))
        })
    }

    /// The lines that a text says three times or more, and never twice in a row: the refrains of a song, the questions of a list.
    fn refrains(&self) -> QuickSet<usize> {
        let mut places: QuickMap<&str, Vec<usize>> = QuickMap::default();
        let kept: Vec<usize> = (0..self.blocks.len()).filter(|index| self.is_kept_text(*index)).collect();
        for (at, index) in kept.iter().enumerate() {
            if let Some(block) = self.blocks.get(*index).filter(|block| block.chars <= REFRAIN) {
                places.entry(&block.text).or_default().push(at);
            }
        }
        let is_refrain = |places: &Vec<usize>| {
            places.len() >= 3 && places.iter().zip(places.iter().skip(1)).all(|(one, next)| next - one > 1)
        };
        let refrains = places.into_values().filter(is_refrain).flatten();
        refrains.filter_map(|at| kept.get(at).copied()).collect()
    }

    /// Leaves out what a text just before said word for word: pages hold a standfirst or a quotation once for each layout.
    pub(super) fn drop_repeats(&mut self) {
        let refrains = self.refrains();
        let mut before: [Option<usize>; 2] = [None; 2];
        for index in 0..self.blocks.len() {
            let Some(block) = self.blocks.get(index).filter(|_| self.is_kept_text(index)) else { continue };
            let tag = self.page.nodes.get(block.element).and_then(|node| node.tag);
            let says = |other: &Option<usize>| {
                other.and_then(|other| self.blocks.get(other)).is_some_and(|other| other.text == block.text)
            };
            let may_repeat = matches!(tag, Some(Tag::Pre | Tag::Cell | Tag::Li));
            let [last, one_before] = &before;
            let is_repeat = !may_repeat
                && (block.chars >= REPEATED.0 && says(last)
                    || block.chars >= REPEATED.1 && says(one_before) && !refrains.contains(&index));
            if is_repeat && let Some(kept) = self.kept.get_mut(index) {
                *kept = false;
            } else {
                before = [Some(index), before[0]];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn a_refrain_stays_and_a_copy_goes() {
        let verse = |day: &str| {
            format!(
                "<p>{}</p>",
                format!("On {day} the ferry of {day} lay at the quay and nobody came aboard. ").repeat(3)
            )
        };
        let refrain = "<p>And the mast goes up and the mast goes down, and the harbour master says nothing at all about it, \
                       and so do the gulls.</p>";
        let [one, two, three] = ["Monday", "Tuesday", "Friday"].map(verse);
        let text = |body: &str| {
            let page = format!("<title>Ferry</title><main><article><h1>Ferry</h1>{body}</article></main>");
            extract(&page, "https://paper.example/ferry").text
        };
        let sung = text(&format!("{one}{refrain}{two}{refrain}{three}{refrain}"));
        assert_eq!(sung.matches("And the mast").count(), 3, "{sung}");
        for copied in [format!("{one}{refrain}{refrain}{two}{three}"), format!("{one}{refrain}{two}{refrain}{three}")] {
            let copied = text(&copied);
            assert_eq!(copied.matches("And the mast").count(), 1, "{copied}");
        }
    }
}
