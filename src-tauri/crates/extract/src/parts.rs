//! Lists of parts of texts, each list looked for in one pass over a text.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// A list of parts of texts; the first search makes its table.
pub(crate) struct Parts {
    parts: &'static [&'static str],
    table: OnceLock<Option<AhoCorasick>>,
}

impl Parts {
    pub(crate) const fn new(parts: &'static [&'static str]) -> Self {
        Self { parts, table: OnceLock::new() }
    }

    /// Every place of one of them in a text, also where they overlap: its first byte, and the part.
    pub(crate) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'static str)> + 'a {
        let found = self.table().map(|table| table.find_overlapping_iter(text));
        found
            .into_iter()
            .flatten()
            .filter_map(|found| Some((found.start(), *self.parts.get(found.pattern().as_usize())?)))
    }

    /// Where the first of them begins in a text.
    pub(crate) fn first(&self, text: &str) -> Option<usize> {
        self.places(text).map(|(at, _)| at).min()
    }

    /// Where each of those that a text holds begins in it for the first time, in the order of the list.
    pub(crate) fn firsts(&self, text: &str) -> Vec<usize> {
        let places: Vec<_> = self.places(text).collect();
        let first = |part: &&str| places.iter().find(|(_, found)| found == part).map(|(at, _)| *at);
        self.parts.iter().filter_map(first).collect()
    }

    /// `None` only where a list were too long for one, as none is.
    fn table(&self) -> Option<&AhoCorasick> {
        self.table.get_or_init(|| AhoCorasick::new(self.parts).ok()).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_wherever_they_stand() {
        static LIST: Parts = Parts::new(&["photo", "photo by", "ograph"]);
        let places = |text| LIST.places(text).collect::<Vec<_>>();
        assert_eq!(places("a photo by her"), [(2, "photo"), (2, "photo by")]);
        assert_eq!(places("photograph"), [(0, "photo"), (4, "ograph")]);
        assert_eq!(places("é photo"), [(3, "photo")]);
        assert_eq!(LIST.first("a photograph"), Some(2));
        assert_eq!(LIST.firsts("a photograph, a photo by her"), [2, 16, 6]);
        assert!(LIST.first("a telegraph").is_none() && LIST.firsts("").is_empty());
    }
}
