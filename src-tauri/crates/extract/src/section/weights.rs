//! How much each trait of a section's name counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    0.40, // JSON-LD
    0.45, // JSON-LD, further
    0.71, // meta section
    0.20, // other meta
    0.68, // stated in the text's markup
    -0.50, // first step stated
    0.17, // last step stated
    0.01, // step between
    1.02, // first step shown
    0.55, // last step shown
    1.82, // link that calls itself the category
    1.67, // link to a category's page
    0.43, // named for a section, near the headline
    -0.12, // further on
    -0.26, // kicker
    0.97, // present step of the navigation
    -0.42, // link to what lies above the page
    0.22, // address
    -1.14, // tag
    0.46, // places that agree
    0.93, // three places or more
    0.86, // first in the address
    0.27, // further in the address
    -0.21, // general
    -0.35, // four words or more
    -0.44, // in small letters
    -0.22, // in the address, a tag or the navigation alone
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
