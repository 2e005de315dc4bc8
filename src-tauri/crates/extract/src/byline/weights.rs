//! How much each trait of a list of names counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    1.14, // JSON-LD people
    1.15, // JSON-LD organisations
    0.41, // meta author
    0.62, // other meta
    0.40, // rel=author
    0.09, // stated in the text's markup
    0.35, // named for an author's name
    -0.38, // link within author or byline
    -0.77, // byline
    -0.41, // author
    -0.32, // link to an author's page
    0.30, // after “By”
    -0.70, // beside a date
    0.20, // script state
    -1.04, // the site
    1.03, // places that agree
    0.27, // three places or more
    0.28, // holds another candidate
    0.86, // lies in another candidate
    1.80, // share of names like a person's
    -0.86, // the site's name
    -0.16, // a desk's name
    -0.47, // two names
    -0.30, // three names or more
    0.30, // one word
    1.39, // within 300 bytes after the headline
    -0.14, // within 2,000 bytes
    -0.17, // up to 200 bytes before it
    -0.10, // further before it
    -0.25, // 8,000 bytes after it or more
    -0.26, // in footer or aside
    -0.45, // among related articles
    0.71, // in an author's box
    0.20, // in article, main or header
    -0.61, // hidden
    0.55, // in small letters
    0.07, // holds a digit
    -1.71, // a name lies in the headline
    -1.08, // words in small letters
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
