//! When an article was published and last changed.
//!
//! Every day that the page states or shows becomes a candidate with what speaks for and against it; a table of learned
//! weights chooses, as for the headline. Where none is likely the answer is that there is none: a wrong date sorts an article
//! to where nobody will find it.

mod candidate;
pub(crate) mod candidates;
mod settled;
mod shown;
pub(crate) mod traits;
mod weights;

use broadsheet_model::Dated;
use jiff::Timestamp;
use jiff::tz::Offset;
use url::Url;

use candidate::Source;

use crate::dates::{self, Custom};
use crate::evidence::Evidence;

/// Least score of a day that is believed.
const LEAST: f32 = -0.5;

/// Publication, how far the publisher's clock was ahead of UTC then, how well that is known, and last change.
pub(crate) fn times(
    evidence: &Evidence,
    page: Option<&Url>,
    headline: Option<&str>,
    language: Option<&str>,
) -> (Option<(Timestamp, Offset, Dated)>, Option<Timestamp>) {
    let custom = Custom::of(page, language);
    let candidates = candidates::candidates(evidence, page, headline, custom);
    let scored: Vec<_> = traits::traits(&candidates).iter().map(weights::score).zip(&candidates).collect();
    let likeliest = scored.iter().max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(score, _)| *score >= LEAST);
    // Wherever it stands, what the page itself calls the day of publication is better than no day.
    let called = || scored.iter().find(|(_, candidate)| candidate.sources.contains(&Source::StatedPublished));
    let published = likeliest
        .or_else(called)
        .map(|(_, candidate)| (candidate.moment.at, candidate.moment.offset, candidate.dated()));
    let modified = evidence
        .property("dateModified")
        .filter_map(|value| value.as_str())
        .chain(
            [
                "article:modified_time",
                "og:updated_time",
                "datemodified",
                "dcterms.modified",
                "lastmod",
                "last-modified",
            ]
            .iter()
            .flat_map(|name| evidence.meta_all(name)),
        )
        .find_map(|text| dates::parse(text, custom))
        .map(|moment| moment.at);
    (published, modified.filter(|modified| published.is_none_or(|(published, ..)| *modified >= published)))
}
