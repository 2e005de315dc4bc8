//! Who wrote it: names alone.
//!
//! Every list of names on the page becomes a candidate with what speaks for and against it; a table of learned weights
//! chooses, as for the headline.

pub(crate) mod candidates;
mod names;
mod openers;
pub(crate) mod traits;
mod weights;

use candidates::{Candidate, Source};

use crate::evidence::Evidence;

/// Whether the likeliest candidate is one at all: the site's name alone is none, nor is a stray word far from the headline.
fn is_byline(candidate: &Candidate) -> bool {
    let stated = candidate.sources.iter().any(|source| {
        matches!(
            source,
            Source::LinkedPeople
                | Source::LinkedOrganisations
                | Source::MetaAuthor
                | Source::MetaOther
                | Source::Relation
                | Source::Stated
                | Source::AuthorName
        )
    });
    let shown = candidate.distance.is_some_and(|distance| (-400..2500).contains(&distance));
    stated
        || candidate.sources.len() > 1 && shown
        || candidate.names.iter().all(|name| names::is_person(name) || shown && names::is_desk(name))
            && candidate.sources != [Source::Site]
        || shown && candidate.sources != [Source::Site] && !candidate.sources.contains(&Source::Opener)
}

/// The authors' names, in the page's order.
pub(crate) fn byline(evidence: &Evidence, site: Option<&str>, headline: Option<&str>) -> Vec<String> {
    let candidates = candidates::candidates(evidence, site, headline);
    let scores = traits::traits(&candidates, site);
    scores
        .iter()
        .map(weights::score)
        .zip(candidates)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(_, candidate)| is_byline(candidate))
        .map(|(_, candidate)| candidate.names)
        .unwrap_or_default()
}
