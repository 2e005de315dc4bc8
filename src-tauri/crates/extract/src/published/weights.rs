//! How much each trait of a day counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model: the likelihood of the labelled day among each page's candidates, over 1,276
/// labelled pages, with a small penalty on large weights.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    -0.62, // JSON-LD published
    0.08, // the same of news
    -0.63, // JSON-LD created
    -0.04, // JSON-LD modified
    1.23, // meta published
    0.17, // other meta
    -0.82, // meta modified
    -1.29, // stated in the text's markup as published
    -0.63, // as modified
    0.93, // time element near the headline
    0.32, // in the article
    -0.17, // elsewhere
    -0.62, // named for publication
    -0.40, // named for change
    -0.27, // named for dates
    1.78, // line that speaks of publication
    -0.12, // of change
    0.02, // line near the headline
    0.31, // line before the headline
    1.10, // address
    0.65, // script state published
    1.44, // modified
    0.48, // places that agree
    0.30, // three places or more
    0.19, // another candidate a day apart
    0.18, // the earliest
    -0.26, // the latest
    -0.97, // later than what is stated as published
    -1.12, // by two months
    -1.64, // earlier than that
    1.78, // near the headline
    -0.76, // within 2,500 bytes
    -1.12, // further on
    1.01, // the first shown
    -0.81, // in footer, aside or related
    -0.06, // in article, main or header
    0.00, // hidden
    0.41, // with a time of day
    0.40, // first of January
    -0.25, // first shown near the headline, later than stated
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
