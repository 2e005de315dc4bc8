//! How much each trait of a section's name counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    -0.14, // JSON-LD
    0.17, // JSON-LD, further
    0.13, // meta section
    -0.09, // other meta
    -0.06, // stated in the text's markup
    -0.57, // first step stated
    -0.17, // last step stated
    -0.06, // step between
    0.46, // first step shown
    0.12, // last step shown
    1.07, // link that calls itself the category
    1.05, // link to a category's page
    0.31, // named for a section, near the headline
    -0.15, // further on
    -0.70, // kicker
    0.71, // present step of the navigation
    -0.64, // link to what lies above the page
    -0.17, // right above the headline
    0.27, // address
    -0.67, // tag
    0.86, // places that agree
    0.78, // three places or more
    0.33, // first in the address
    -0.06, // further in the address
    -0.04, // general
    -0.18, // four words or more
    -0.15, // in small letters
    0.01, // in the address, a tag or the navigation alone
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
