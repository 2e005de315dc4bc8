//! What a page shows, in reading order: its text once, and where in it stands what the markup gives a name to.

use std::ops::Range;

use super::signs::Signs;
use crate::words::{folded, key};

/// Stands in [`Shown::text`] where one inline element ends and another begins.
pub(crate) const SEAM: char = '\u{1f}';

/// Elements whose kind matters for metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// `h1` to `h3`, by level.
    Heading(u8),
    Time,
    Link,
    Image,
    Meta,
    Other,
}

/// An element that says something about the article.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) tag: Tag,
    /// What its own names say.
    pub(crate) own: Signs,
    /// What its own names and those of the two elements around it say.
    pub(crate) near: Signs,
    /// What holds for it because of anything that it stands in.
    pub(crate) place: Signs,
    /// Its `datetime`, `content`, `title` or `alt`.
    pub(crate) stated: Option<String>,
    pub(crate) href: Option<String>,
    /// Its text in [`Shown::text`].
    pub(crate) range: Range<usize>,
}

/// A page as shown.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// The text, one block a line, with a [`SEAM`] between inline elements.
    pub(crate) text: String,
    pub(crate) marks: Vec<Mark>,
}

impl Shown {
    /// What a mark shows, with its lines and seams; `None` where that is nothing or more than `most` bytes.
    pub(crate) fn raw(&self, mark: &Mark, most: usize) -> Option<&str> {
        if mark.range.len() > most {
            return None;
        }
        self.text.get(mark.range.clone()).map(str::trim).filter(|text| !text.is_empty())
    }

    /// Where the headline begins and ends in the text; at the first main heading where it is not shown as it is stated.
    pub(crate) fn headline(&self, headline: Option<&str>) -> (usize, usize) {
        let wanted = headline.map(key).unwrap_or_default();
        let mut headings =
            self.marks.iter().filter(|mark| matches!(mark.tag, Tag::Heading(_)) || mark.own.any(Signs::HEADLINE));
        headings
            .find(|mark| {
                // Comparing lengths first spares most of the comparing.
                let near = mark.range.len() >= wanted.len() && mark.range.len() <= 2 * wanted.len() + 60;
                near && !wanted.is_empty() && self.raw(mark, 600).is_some_and(|raw| key(raw) == wanted)
            })
            .or_else(|| self.marks.iter().find(|mark| mark.tag == Tag::Heading(1)))
            .map_or((0, 0), |mark| (mark.range.start, mark.range.end))
    }

    /// The lines from `start` on, with the place where each begins.
    pub(crate) fn lines_from(&self, start: usize) -> impl Iterator<Item = (usize, &str)> {
        let mut at = start;
        self.text.get(start..).unwrap_or_default().split('\n').filter_map(move |line| {
            let begins = at;
            at += line.len() + 1;
            (!line.trim().is_empty()).then_some((begins, line))
        })
    }
}

/// Text without seams and line breaks. A seam within a word goes, as a browser shows it.
pub(crate) fn unseamed(raw: &str) -> Option<String> {
    folded(&raw.replace(SEAM, ""))
}
