//! Lists of names that may be the byline, each with every place in which it was found.

use crate::evidence::signs::Signs;
use crate::words::words;

/// Where a list of names was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    LinkedPeople,
    LinkedOrganisations,
    MetaAuthor,
    MetaOther,
    /// `rel=author`.
    Relation,
    /// `itemprop=author` and the like.
    Stated,
    /// An element named for an author's name.
    AuthorName,
    /// A link within an element named for author or byline.
    AuthorLink,
    Byline,
    Author,
    /// A link whose address speaks of an author.
    Address,
    /// A line that opens with “By”.
    Opener,
    /// The same below the text, in plain words.
    Closing,
    /// On a line with a date near the headline, or beside one.
    Dated,
    State,
    Site,
}

/// How many kinds of places there are.
pub(crate) const SOURCES: usize = 16;

/// A list of names that might be the byline.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) names: Vec<String>,
    /// The words of all names, sorted.
    pub(crate) words: Vec<String>,
    pub(crate) sources: Vec<Source>,
    /// Bytes of text from the headline to it; negative before the headline, none where it is only stated.
    pub(crate) distance: Option<i64>,
    /// Where it stands, if shown.
    pub(crate) place: Signs,
}

pub(super) struct Gathered(pub(super) Vec<Candidate>);

impl Gathered {
    pub(super) fn add(&mut self, names: Vec<String>, source: Source, shown: Option<(i64, Signs)>) {
        if names.is_empty() || names.len() > 12 {
            return;
        }
        let mut own: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
        own.sort();
        own.dedup();
        if let Some(known) = self.0.iter_mut().find(|known| known.words == own) {
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
            if let Some((distance, place)) = shown
                && known.distance.is_none_or(|known| known < 0 && distance >= 0)
            {
                known.distance = Some(distance);
                known.place = place;
            }
        } else if self.0.len() < 50 {
            let (distance, place) = shown.map_or((None, Signs::NONE), |(distance, place)| (Some(distance), place));
            self.0.push(Candidate { names, words: own, sources: vec![source], distance, place });
        }
    }
}
