//! The publication's own section, as it says it.
//!
//! Every name on the page that might be it becomes a candidate with what speaks for and against it; a table of learned
//! weights chooses, as for the headline.

pub(crate) mod candidates;
mod general;
pub(crate) mod traits;
mod weights;

use url::Url;

use crate::evidence::Evidence;
use crate::publication::in_ascii;
use crate::words::key;

/// Least score of a name that is believed: a tag, or a link far from the headline, is none by itself.
const LEAST: f32 = 0.1;

/// The section that the page states, shows above its headline, or has in its address; `names` are the site's.
pub(crate) fn section(
    evidence: &Evidence,
    page: Option<&Url>,
    names: &[String],
    headline: Option<&str>,
    byline: &[String],
) -> Option<String> {
    let candidates = candidates::candidates(evidence, page, names, headline, byline);
    traits::traits(&candidates, page)
        .iter()
        .map(weights::score)
        .zip(&candidates)
        .rev()
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(score, _)| *score >= LEAST)
        .map(|(_, candidate)| {
            // An address has its letters without their marks.
            let own = key(&candidate.name);
            let is_marked = |other: &&candidates::Candidate| {
                let key = key(&other.name);
                key != own && [false, true].iter().any(|has_umlauts| in_ascii(&key, *has_umlauts) == own)
            };
            candidates.iter().find(is_marked).unwrap_or(candidate).name.clone()
        })
}
