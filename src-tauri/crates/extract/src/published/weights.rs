//! How much each trait of a day counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    -0.26, // JSON-LD published
    -0.10, // the same of news
    -0.26, // JSON-LD created
    0.18, // JSON-LD modified
    0.90, // meta published
    0.33, // other meta
    -0.79, // meta modified
    -0.75, // stated in the text's markup as published
    -0.31, // as modified
    0.70, // time element near the headline
    0.27, // in the article
    -0.10, // elsewhere
    -0.28, // named for publication
    -0.43, // named for change
    -0.27, // named for dates
    1.07, // line that speaks of publication
    -0.09, // of change
    0.18, // line near the headline
    0.38, // line before the headline
    0.81, // address
    -0.24, // address of the picture
    -0.17, // title or description
    -0.21, // script state published
    -0.14, // modified
    0.46, // places that agree
    0.17, // three places or more
    0.15, // another candidate a day apart
    0.31, // the earliest
    -0.15, // the latest
    -0.92, // later than what is stated as published
    -0.94, // by two months
    -1.26, // earlier than that
    1.81, // near the headline
    -0.20, // within 2,500 bytes
    -0.75, // further on
    0.79, // the first shown
    -0.62, // in footer, aside or related
    0.12, // in article, main or header
    0.00, // hidden
    0.27, // with a time of day
    0.19, // first of January
    -0.32, // first shown near the headline, later than stated
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
