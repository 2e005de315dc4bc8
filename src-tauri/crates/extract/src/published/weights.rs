//! How much each trait of a day counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    -0.26, // JSON-LD published
    -0.09, // the same of news
    -0.26, // JSON-LD created
    0.17, // JSON-LD modified
    0.92, // meta published
    0.33, // other meta
    -0.81, // meta modified
    -0.75, // stated in the text's markup as published
    -0.27, // as modified
    0.70, // time element near the headline
    0.27, // in the article
    -0.10, // elsewhere
    -0.29, // named for publication
    -0.40, // named for change
    -0.28, // named for dates
    1.05, // line that speaks of publication
    -0.02, // of change
    0.15, // line near the headline
    0.36, // line before the headline
    0.81, // address
    -0.26, // address of the picture
    -0.17, // title or description
    0.01, // script state published
    -0.37, // modified
    0.45, // places that agree
    0.16, // three places or more
    0.15, // another candidate a day apart
    0.30, // the earliest
    -0.17, // the latest
    -0.94, // later than what is stated as published
    -0.93, // by two months
    -1.26, // earlier than that
    1.81, // near the headline
    -0.19, // within 2,500 bytes
    -0.76, // further on
    0.81, // the first shown
    -0.63, // in footer, aside or related
    0.11, // in article, main or header
    0.00, // hidden
    0.27, // with a time of day
    0.18, // first of January
    -0.37, // first shown near the headline, later than stated
    0.03, // shown is the last change, and says so
    0.23, // shown is the last change, and does not say so
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
