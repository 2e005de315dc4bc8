//! How much each trait of a section's name counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    0.53, // JSON-LD
    0.18, // JSON-LD, further
    0.93, // meta section
    -0.07, // other meta
    0.76, // stated in the text's markup
    -0.12, // first step stated
    0.11, // last step stated
    -0.03, // step between
    0.75, // first step shown
    0.39, // last step shown
    1.86, // link that calls itself the category
    1.42, // link to a category's page
    0.55, // named for a section, near the headline
    -0.47, // further on
    -0.34, // kicker
    0.69, // present step of the navigation
    -0.16, // link to what lies above the page
    -0.02, // right above the headline
    0.15, // address
    -1.14, // tag
    0.56, // places that agree
    0.83, // three places or more
    0.74, // first in the address
    0.01, // further in the address
    -0.29, // general
    -0.46, // four words or more
    -0.51, // in small letters
    -0.10, // in the address, a tag or the navigation alone
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
