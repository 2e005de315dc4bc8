//! How much each trait of a list of names counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    1.60, // JSON-LD people
    1.67, // JSON-LD organisations
    0.59, // meta author
    1.13, // other meta
    0.79, // rel=author
    0.44, // stated in the text's markup
    0.74, // named for an author's name
    -0.15, // link within author or byline
    -0.73, // byline
    -0.13, // author
    -0.05, // link to an author's page
    0.56, // after “By”
    -0.55, // beside a date
    0.48, // script state
    -0.85, // the site
    0.75, // places that agree
    0.40, // three places or more
    0.23, // holds another candidate
    0.82, // lies in another candidate
    2.01, // share of names like a person's
    -0.67, // the site's name
    -0.27, // a desk's name
    -0.50, // two names
    -0.58, // three names or more
    0.48, // one word
    1.45, // within 300 bytes after the headline
    -0.09, // within 2,000 bytes
    -0.91, // up to 200 bytes before it
    -0.08, // further before it
    -0.28, // 8,000 bytes after it or more
    -0.28, // in footer or aside
    -0.42, // among related articles
    1.11, // in an author's box
    0.31, // in article, main or header
    -1.12, // hidden
    0.76, // in small letters
    0.06, // holds a digit
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
