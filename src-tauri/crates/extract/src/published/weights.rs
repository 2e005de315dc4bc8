//! How much each trait of a day counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model: the likelihood of the labelled day among each page's candidates, over 1,276
/// labelled pages, with a small penalty on large weights.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    -0.49, // JSON-LD published
    0.00, // the same of news
    -0.34, // JSON-LD created
    0.11, // JSON-LD modified
    1.25, // meta published
    0.31, // other meta
    -0.72, // meta modified
    -1.12, // stated in the text's markup as published
    -0.62, // as modified
    0.96, // time element near the headline
    0.43, // in the article
    -0.18, // elsewhere
    -0.39, // named for publication
    -0.36, // named for change
    -0.15, // named for dates
    1.79, // line that speaks of publication
    -0.09, // of change
    0.10, // line near the headline
    0.43, // line before the headline
    1.24, // address
    0.30, // address of the picture
    0.50, // title or description
    -0.68, // script state published
    -0.52, // modified
    0.41, // places that agree
    0.03, // three places or more
    0.21, // another candidate a day apart
    0.22, // the earliest
    -0.22, // the latest
    -0.93, // later than what is stated as published
    -1.07, // by two months
    -1.70, // earlier than that
    1.83, // near the headline
    -0.71, // within 2,500 bytes
    -1.17, // further on
    1.01, // the first shown
    -0.87, // in footer, aside or related
    -0.02, // in article, main or header
    0.00, // hidden
    0.46, // with a time of day
    0.59, // first of January
    -0.22, // first shown near the headline, later than stated
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
